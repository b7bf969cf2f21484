"""What stops a build."""

from __future__ import annotations


class BuildError(Exception):
    """The book could not be built; the text says what to mend. The edition before it stands untouched."""
