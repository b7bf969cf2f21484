"""Sentences with computed numbers, as the output of a cell."""

from __future__ import annotations

import inspect

from IPython.display import Markdown, display


def say(text: str) -> None:
    """Show Markdown `text`, indented as the cell likes, as the output of a cell.

    Numbers come into the text by formatting (`f"{release['patents-granted']:link}"`), never by hand.
    """
    display(Markdown(inspect.cleandoc(text)))
