"""A backslash on a page stays what it is: a Sphinx extension.

Before Sphinx sets the quotes of print, docutils takes `\\\\` in a text for one backslash, and `&#34;` for a quote.
Markdown has read the escapes of its author by then: what is left came out of the words of a cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils.utils import smartquotes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _keep(text: str, restore: bool = False) -> str:
    return text


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    smartquotes.processEscapes = _keep
    return {"parallel_read_safe": True, "parallel_write_safe": True}
