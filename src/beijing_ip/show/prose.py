"""Sentences with computed numbers, and what they need: lists, small numbers in words, and their display."""

from __future__ import annotations

import inspect
from collections.abc import Sequence

from IPython.display import Markdown, display

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def say(text: str) -> None:
    """Show Markdown `text`, indented as the cell likes, as the output of a cell.

    Numbers come into the text by formatting (`f"{release['patents-granted']:link}"`), never by hand.
    """
    display(Markdown(inspect.cleandoc(text)))


def spell_count(count: int) -> str:
    """Return a count from 0 to 9 in words, as print does, and a larger one in digits."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else f"{count:,}"


def lower_first(words: str) -> str:
    """Return words with a small first letter, for the middle of a sentence."""
    return words[:1].lower() + words[1:]


def join_words(words: Sequence[str]) -> str:
    """Join words as a sentence does: "a, b and c". Raises ValueError when there is none."""
    if not words:
        raise ValueError("there is nothing to list")
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
