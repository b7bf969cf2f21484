"""One numeral of a text, and the language that it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Hedge: TypeAlias = Literal["exact", "more-than", "at-least", "nearly", "at-most", "about"]
Kind: TypeAlias = Literal[
    "cardinal", "ordinal", "percent", "fraction", "factor", "range", "year", "date", "period", "duration", "name"
]
Language: TypeAlias = Literal["en", "zh"]


class NumeralError(ValueError):
    """The text is not a numeral that can be read."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """One numeral of a text.

    ``value`` keeps the printed kind of unit: per cent stays per cent (63.32% is 63.32), scale words are
    multiplied out (16.3万 is 163000). For a range it is the first number and ``upper`` the last.
    ``digits_unit`` is the unit of the last printed digit times the scale: 1000 for 16.3万, 1 for 163,000.
    ``qualifier`` is what the words around it say, ``hedge`` those words; "exact" means that there are none,
    not that the number was not rounded. "at-least" and "at-most" mean the bound itself too: 以上, "up to".
    ``changes`` is true where the number says by how much something changed; the value of a fall is below zero:
    "declined 12.4 percent", 下降1.6%, but not "fell to 66710", 减少至5600万.
    ``doubt`` says what print leaves open, so that a reader is to be asked; it is empty where nothing is.
    ``unit`` is "%", "‰", "percentage points", 成, or the scale word. ``text`` is ``source[start:end]``.
    """

    text: str
    value: Fraction
    digits_unit: Fraction
    qualifier: Hedge
    unit: str
    kind: Kind
    start: int
    end: int
    language: Language
    upper: Fraction | None = None
    hedge: str = ""
    changes: bool = False
    doubt: str = ""

    @property
    def coarsest(self) -> Fraction:
        """The unit of the last digit that is not zero: 1000 for 163,000. Print cannot tell which of the
        units from ``digits_unit`` to this one the number was rounded to."""
        unit, numbers = self.digits_unit, [n for n in (self.value, self.upper) if n]
        if not numbers or any(number % unit for number in numbers) or (unit.numerator != 1 and unit % 10):
            return unit
        while not any(number % (unit * 10) for number in numbers):
            unit *= 10
        return unit


_WIDE_CHARACTER = re.compile("[\uff00-\uffef]")
_LETTER = re.compile(r"[A-Za-z\u4e00-\u9fff]")


def _language(text: str, start: int, end: int) -> Language:
    """Chinese when it holds a Chinese character or, lacking letters, stands beside one in its line."""
    if _WIDE_CHARACTER.search(text, start, end):
        return "zh"
    letter = _LETTER.search(text[start : end + 12].partition("\n")[0])
    if letter is not None:
        return "zh" if letter.group() > "z" else "en"
    before = _LETTER.findall(text[max(0, start - 12) : start].rpartition("\n")[2])
    return "zh" if before and before[-1] > "z" else "en"


def numeral_at(
    text: str,
    span: tuple[int, int],
    value: Fraction,
    digits_unit: Fraction,
    kind: Kind,
    unit: str = "",
    hedge: str = "",
    doubt: str = "",
) -> Numeral:
    """The numeral at a place of a text, in the language that it stands in there."""
    start, end = span
    language = _language(text, start, end)
    return Numeral(
        text[start:end], value, digits_unit, "exact", unit, kind, start, end, language, hedge=hedge, doubt=doubt
    )
