"""Numbers, dates and lists as print writes them. What a page adds around them is the business of the room `show`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from babel import dates

from .decimals import exponent, format_decimal
from .quantity import Quantity

HEDGES = {
    "exact": "",
    "rounded": "",
    "more-than": "more than ",
    "at-least": "at least ",
    "nearly": "nearly ",
    "at-most": "at most ",
    "about": "about ",
    "estimate": "an estimated ",
}
"""The words before a number that say what its qualifier means."""
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_LOCALES = {"en": "en_GB", "zh": "zh_Hans"}
_DATES = {"en": ("y", "MMMM y", "d MMMM y"), "zh": ("y年", "y年M月", "y年M月d日")}


def format_number(value: Fraction, qualifier: str = "exact", *, printed: str = "", unit: str = "") -> str:
    """Return a published number in English digits, with its hedge: "more than 200,000", "−16.8%".

    `printed` are its digits as printed, of which zeros at the end are kept; where a word such as million or 万 follows
    them, they are not all of the number and say nothing. A number in "per cent" gets its sign.
    """
    digits = printed.replace(",", "")
    unscaled = re.fullmatch(r"\d+(\.\d+)?", digits) and Fraction(digits) == abs(value)
    number = format_decimal(value, len(digits.partition(".")[2]) if unscaled else None)
    return f"{HEDGES[qualifier]}{number}{'%' if unit == 'per cent' else ''}"


def format_quantity(quantity: Quantity, decimals: int | None = None, *, sign: bool = False) -> str:
    """Return a computed number as one number for a sentence, with so many decimals.

    Where all that rounding leaves open prints alike, it is that number: "2.6" with one decimal for 2.617 to 2.626. An
    interval wider than a tenth of its value is printed itself, "17.6 to 19.5". Else it is "about" with the number that
    the printed figures give, in no finer unit than half of what is open: "about 39" with no decimal for 38.2 to 39.1.
    A bound is printed as a bound. Without `decimals` it has three significant digits, or what it needs where it is
    exact. `sign` sets a plus before what is above zero.
    """
    if (quantity.lower is not None and quantity.upper is not None and quantity.is_exact) or quantity.is_bound:
        return _signed(quantity.text(decimals), sign)
    places = _decimals(quantity.value, decimals)
    if quantity.lower is not None and quantity.upper is not None:
        if (same := quantity.prints_as(places)) is not None and same:
            return _signed(format_decimal(same, places), sign)
        if quantity.upper - quantity.lower > abs(quantity.value) / 10:
            return " to ".join(_signed(end, sign) for end in quantity.text().split(" to "))
        # A digit far below what rounding leaves open says nothing: 21,200 for 20,735 to 21,735.
        places = min(places, -exponent((quantity.upper - quantity.lower) / 2))
    return f"about {_signed(format_decimal(quantity.value, places), sign)}"


def _decimals(value: Fraction, asked: int | None) -> int:
    """Enough for three significant digits, or as many as asked for."""
    return max(0, 2 - exponent(abs(value) or Fraction(1))) if asked is None else asked


def _signed(number: str, sign: bool) -> str:
    return f"+{number}" if sign and re.match(r"[0-9]", number) and re.search(r"[1-9]", number) else number


def format_date(day: date | str, language: str = "en") -> str:
    """Return a date, or one in ISO 8601 that may lack day and month: 30 April 2021, September 2018, 2021年4月30日."""
    parts = [day.year, day.month, day.day] if isinstance(day, date) else [int(part) for part in day.split("-")]
    first = date(*[*parts, 1, 1][:3])
    return dates.format_date(first, _DATES[language][len(parts) - 1], _LOCALES[language])


def in_years(years: Sequence[int]) -> str:
    """Return years, in their order, as a sentence says when: "in 2020", "in 2017 and 2019", "from 2017 to 2019"."""
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"from {years[0]} to {years[-1]}"
    return f"in {join_words([str(year) for year in years])}"


def spell_count(count: int) -> str:
    """Return a count from 0 to 9 in words, as print does, and a larger one in digits."""
    return _COUNTS[count] if 0 <= count < len(_COUNTS) else f"{count:,}"


def spell_period(period: str) -> str:
    """Return a period in words; of two dates, from the one to the other."""
    return " to ".join(format_date(end) for end in period.split("/"))


def lower_first(words: str) -> str:
    """Return words with a small first letter, for the middle of a sentence."""
    return words[:1].lower() + words[1:]


def upper_first(words: str) -> str:
    """Return words with a capital, for the beginning of a sentence or a cell."""
    return words[:1].upper() + words[1:]


def join_words(words: Sequence[str]) -> str:
    """Join words as a sentence does: "a, b and c". Raises ValueError when there is none."""
    if not words:
        raise ValueError("there is nothing to list")
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
