"""Sentences with computed numbers, as the output of a cell."""

from __future__ import annotations

import inspect
import re

from IPython.display import Markdown

from beijing_ip.analysis.datum import Datum, MissingFigureError
from beijing_ip.data.observations import Observation
from beijing_ip.numbers.writing import spell_count

from . import output


def say(text: str) -> None:
    """Show Markdown `text`, indented as the cell likes, as the output of a cell; nothing where it is empty.

    Numbers come into the text by formatting (`f"{release['patents-granted']:link}"`, `f"{share:link .1%}"`), never by
    hand. Raises MissingFigureError where a missing number came into it.
    """
    written = inspect.cleandoc(text)
    if missing := re.search(r".{0,40}\bnan\b.{0,40}", written):
        raise MissingFigureError(f"A number is missing in the sentence: … {missing[0]} …")
    if written:
        output.show(Markdown(written))


def link_in_words(number: Datum | Observation) -> str:
    """Return a whole number as a link to its place, in words where it is below ten: "no", "eight", "1,660"."""
    return number.link(spell_count(int(number.value)))
