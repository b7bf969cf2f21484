"""environment.yml, for conda and Binder: every package of the locks, so that nothing is resolved anew."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

LOCKS = ("requirements.lock", "requirements-lab.lock", "requirements-test.lock")
HEAD = """\
# Every package of the locks, in their versions, for conda and Binder. Written by: make lock
name: beijing-ip
channels:
  - conda-forge
dependencies:
  - python=3.12
  - pip
  - pip:
"""
PINNED = re.compile(r"^([a-z0-9]\S*==[^\s;]+)(?: ; (.+?))? \\$", re.MULTILINE)
"""A package of a lock in one version, and where it is installed if not everywhere."""


def render_environment(root: Path) -> str:
    """Return environment.yml as the locks below the root say, this package last.

    Raises OSError when a lock cannot be read.
    """
    markers: dict[str, set[str]] = defaultdict(set)
    for lock in LOCKS:
        for package, marker in PINNED.findall((root / lock).read_text(encoding="utf-8")):
            markers[package].add(marker)
    lines = [_line(package, found) for package, found in sorted(markers.items())]
    return HEAD + "".join(f"      - {line}\n" for line in [*lines, "-e ."])


def _line(package: str, markers: set[str]) -> str:
    """A package that one lock installs everywhere is installed everywhere; otherwise where any of them does."""
    if "" in markers:
        return package
    parts = sorted(markers)
    return f"{package} ; {parts[0] if len(parts) == 1 else ' or '.join(f'({part})' for part in parts)}"
