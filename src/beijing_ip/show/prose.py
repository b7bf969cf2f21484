"""Sentences with computed numbers, as the output of a cell."""

from __future__ import annotations

import inspect

from IPython.display import Markdown, display

from beijing_ip.data.observations import Observation
from beijing_ip.numbers.writing import spell_count


def say(text: str) -> None:
    """Show Markdown `text`, indented as the cell likes, as the output of a cell.

    Numbers come into the text by formatting (`f"{release['patents-granted']:link}"`), never by hand.
    """
    display(Markdown(inspect.cleandoc(text)))


def link_in_words(row: Observation) -> str:
    """Return a whole number as a link to its place, in words where it is below ten: "no", "eight", "1,660"."""
    about = f"{row.where.capitalize()}. {row.rounding}."
    return row.source.link(spell_count(int(row.value)), row.phrase, about)
