"""Reading a number as print writes it, in English and Chinese.

:func:`locate_numerals` lists the numerals of a text in reading order; :func:`read_number` reads the two fields of a
row, the number as printed and the unit beside it. Values are exact fractions.

What counts as a numeral:

- every number in digits, also in dates and names (5G, G20, COVID-19); they differ in ``kind``;
- number words with a value: eight, twenty-first, two thirds, double, half, a dozen, 八个, 第一, 三分之二,
  四成 (40 per cent), 零;
- "no" before a noun ("no complaint") is 0; "no longer", "no doubt" and the like are not numerals;
- "one" that counts ("one-stop", "one case") is 1; the pronoun ("the new one", "316 ones") is not a numeral;
- "second" is an ordinal, except as a unit of time after a number, "per" or "each";
- what is no figure has a kind that says so: "period" (the first three quarters, 1至11月), "duration" (15日内, 16-20
  years), "date", "year" and "name" (Class 35, Article 22, 第九条, the 14th Five-Year Plan);
- two numbers under one scale both have it (from 1.2 to 1.5 million, 由12增至15万);
- a change has its sign (fell by 1.6%), a level has none (fell to 1.6%); a factor (doubled, 翻一番) is a change;
- what print leaves open says so in ``doubt`` (3万5, "1,63,000", "3 and 5 million"): a reader is to be asked;
- a single Chinese digit counts before a measure word, a full stop of a list or after 第; in other words
  (统一, 一些, 进一步, 十分) it is not a numeral.

Not numerals, since they have no value: dozens of, several hundred, 几十, 数百, 若干, a number of.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from .changes import with_change
from .chinese import chinese_number, numerals_in_chinese
from .digits import numerals_in_digits
from .english import numerals_in_english
from .hedges import as_range, with_hedge, with_scale_of
from .kinds import with_kind
from .numeral import Numeral, NumeralError
from .words import NOTHING, ZH_NUMBER, ZH_SCALE_WORD, chinese_scale, english_scale, simplify

__all__ = ["Numeral", "NumeralError", "locate_numerals", "read_number"]


def locate_numerals(text: str) -> list[Numeral]:
    """All numerals of an English or Chinese text, in reading order, none overlapping another.

    A range is one numeral. A date is as many as it is printed with ("April 22, 2021" has two). Digits are
    never lost: what is no number (5G, a telephone number) is found with the kind "name". Only a row of more
    than 60 characters is passed over, for no number is so long.
    """
    source, text = text, simplify(text)
    numerals = [*numerals_in_digits(text), *numerals_in_english(text), *numerals_in_chinese(text)]
    numerals.sort(key=lambda numeral: (numeral.start, -numeral.end))
    result: list[Numeral] = []
    for numeral in numerals:
        if result and numeral.start < result[-1].end:
            continue
        ranged = as_range(text, result[-1], numeral) if result else None
        if ranged is not None:
            result[-1] = ranged
            continue
        if result and _perhaps_one(text, result[-1], numeral):
            doubt = f"{text[result[-1].start : numeral.end]} may be one number"
            result[-1], numeral = replace(result[-1], doubt=doubt), replace(numeral, doubt=doubt)
        elif result:
            result[-1] = with_scale_of(text, result[-1], numeral)
        result.append(numeral)
    read: list[Numeral] = []
    for numeral in result:
        last = read[-1] if read else None
        numeral = with_hedge(text, with_kind(text, numeral))
        read.append(with_change(text, numeral, last))
    if source == text:
        return read
    return [replace(numeral, text=source[numeral.start : numeral.end]) for numeral in read]


def _perhaps_one(text: str, first: Numeral, last: Numeral) -> bool:
    """Whether two numerals may be one number, written as elsewhere: 1,63,000 or "12 345."."""
    gap = text[first.end : last.start]
    digits = re.match("[0-9]+", last.text)
    return (
        first.kind == last.kind == "cardinal"
        and digits is not None
        and first.text[-1].isdigit()
        and (gap == "," or (gap == " " and len(digits.group()) == 3 and len(first.text) < 4))
    )


_SCALE_AT_START = re.compile(
    rf"\s*(?:(?P<zh>{ZH_SCALE_WORD}(?:[余餘多几幾][万萬亿億]+)?)|(?P<tenths>成)"
    r"|(?P<en>(?i:(?:hundred|thousand|million|billion|trillion|dozen|lakhs?|crores?|mln|bln|mn|bn|trn|tn)(?![A-Za-z])[\s-]*){1,2}"
    r"|m(?=\s[a-z]{2})))"
)
_ZH_ALONE = {
    "半": (Fraction(1, 2), Fraction(1, 2)),
    "双": (Fraction(2), Fraction(1)),
    "首": (Fraction(1), Fraction(1)),
}
_BARE_ZH = re.compile(f"[{ZH_NUMBER}]+")


def read_number(value_text: str, unit_printed: str) -> tuple[Fraction, Fraction]:
    """The value of a row and the unit of its last printed digit, from the two fields as printed.

    ``value_text`` is the number without its hedge: "1.005", "200,000", "21st", "eight", "first", "no", 八.
    Scale words at the start of ``unit_printed`` (million, 万, 亿) are multiplied out: ("1.005", "million") is
    (1005000, 1000). Everything else stays in the printed unit: ("63.32", "%") is (63.32, 1/100).

    Raises :class:`NumeralError` when the first field is not one number, saying what is wrong.
    """
    printed = value_text.strip()
    if not printed:
        raise NumeralError("there is no number: write it as printed, such as '163,000'")
    value, digits_unit = _read_number(printed, value_text)
    scale = _SCALE_AT_START.match(unit_printed)
    if scale is None:
        return value, digits_unit
    factor = 10 if scale["tenths"] else chinese_scale(scale["zh"]) if scale["zh"] else english_scale(scale["en"])
    return value * factor, digits_unit * factor


def _read_number(printed: str, value_text: str) -> tuple[Fraction, Fraction]:
    if printed.lower() in NOTHING or printed.lower() == "one":
        return Fraction(0 if printed.lower() in NOTHING else 1), Fraction(1)
    if _BARE_ZH.fullmatch(printed):
        parsed = chinese_number(printed)
        if parsed is not None:
            return parsed[0], parsed[1]
    if printed in _ZH_ALONE:
        return _ZH_ALONE[printed]
    if re.fullmatch(r"[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?", printed):
        # A cell holds one number, so its spaces part thousands.
        printed = printed.replace(" ", "\u2009")
    numerals = locate_numerals(printed)
    if not numerals:
        raise NumeralError(
            f"'{value_text}' is no number in digits or words: write it as printed, such as '163,000', 'eight' or '八'"
        )
    numeral = numerals[0]
    if len(numerals) > 1:
        raise NumeralError(
            f"'{value_text}' holds {len(numerals)} numbers ({', '.join(n.text for n in numerals)}): keep one"
        )
    if numeral.upper is not None:
        raise NumeralError(f"'{value_text}' is a range: make it two rows, one for each end")
    if numeral.hedge:
        raise NumeralError(
            f"'{value_text}' holds the hedge '{numeral.hedge}': write the number alone and put the hedge "
            "into the qualifier"
        )
    if numeral.text != printed:
        spare = printed.replace(numeral.text, "", 1).strip()
        raise NumeralError(f"'{value_text}' holds more than the number '{numeral.text}': take out '{spare}'")
    return numeral.value, numeral.digits_unit
