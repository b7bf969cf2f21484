"""For what a notebook runs: to be read in JupyterLab, or for the book, which needs more of each figure.

And where what it shows goes: into the output of the cell, or, in a block that may stay out, first into a list.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

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


_kept: list[list[tuple[Any, dict[str, Any]]]] = []


def show(thing: Any, **options: Any) -> None:
    """Show a thing as the output of a cell, as IPython's `display` does, or keep it where `kept` asks for it."""
    if _kept:
        _kept[-1].append((thing, options))
        return
    from IPython.display import display

    untyped: Callable[..., object] = display
    untyped(thing, **options)


@contextmanager
def kept() -> Iterator[list[tuple[Any, dict[str, Any]]]]:
    """Keep what is shown in a list of things with their options, which is given."""
    shown: list[tuple[Any, dict[str, Any]]] = []
    _kept.append(shown)
    try:
        yield shown
    finally:
        _kept.pop()
