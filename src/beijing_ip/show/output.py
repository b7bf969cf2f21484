"""For what a notebook runs: to be read in JupyterLab, or for the book, which needs more of each figure."""

from __future__ import annotations

import os

VARIABLE, BOOK = "BEIJING_IP_OUTPUT", "book"
"""The environment variable that says it, and its value when the book is built."""


def runs_for_book() -> bool:
    """Return whether this process runs for the book."""
    return os.environ.get(VARIABLE) == BOOK


def say_for_book() -> None:
    """Have this process and every kernel that it starts run for the book."""
    os.environ[VARIABLE] = BOOK


def environment_for_notebooks() -> dict[str, str]:
    """Return the environment for a kernel whose outputs are stored in a notebook, whatever this process runs for."""
    return {key: value for key, value in os.environ.items() if key != VARIABLE}
