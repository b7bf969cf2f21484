"""The rows of observations.csv: a number, its text, its rounding and its place agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache, lru_cache
from typing import cast

from beijing_ip.numbers.quantity import Qualifier, Quantity
from beijing_ip.numbers.reading import Numeral, NumeralError, locate_numerals, read_number
from beijing_ip.numbers.writing import format_number

from ..checks.characters import narrow
from ..schema import Problem, Row, Table, look_up, repeated, slug_of

LONGEST_PHRASE = 10
_THEN_WORD = re.compile(r"\s*[^\W\d_]")
_START_OF_NUMBER = re.compile(r"(?<![A-Za-z\d.,])")
_END_OF_NUMBER = re.compile(r"(?![A-Za-z\d]|[.,]\d)")
_NO_DIGIT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ%‰万亿千百 "
_BASE = re.compile(r"(?:\b(?:per|each|every)\s|每)$")


def check_observations(observations: Table, indicators: Table, sources: Table) -> Iterator[Problem]:
    """Each row agrees with its indicator and with itself."""
    units, checksums = look_up(indicators, "indicator_id", "unit"), look_up(sources, "source_id", "sha256")
    for row in observations:
        for column, message in check_observation(row, units[row["indicator_id"]], checksums[row["source_id"]] != ""):
            yield Problem("observations.csv", row.number, column, message)


def check_preferred(observations: Table) -> Iterator[Problem]:
    """One thing has one preferred value."""
    preferred = [row for row in observations if row["series"] == "preferred"]
    for row in repeated(preferred, "place", "indicator_id", "period"):
        thing = ", ".join([row["place"], row["indicator_id"], row["period"]])
        message = f"{thing} has several preferred values; mark all but one 'alternative'"
        yield Problem("observations.csv", row.number, "series", message)


def check_phrases(observations: Table, sources: Table) -> Iterator[Problem]:
    """Each number of a source whose text was kept is located by words of its own."""
    checksums = look_up(sources, "source_id", "sha256")
    kept = [row for row in observations if checksums[row["source_id"]]]
    for row in repeated(kept, "source_id", "phrase"):
        if _is_end(row) and row not in repeated(kept, "source_id", "phrase", "value"):
            continue
        message = f"'{row['phrase']}' locates another number of the source too; each needs a phrase of its own"
        yield Problem("observations.csv", row.number, "phrase", message)


@lru_cache(maxsize=4096)
def check_observation(row: Row, unit: str, kept: bool) -> tuple[tuple[str, str], ...]:
    """Return what is wrong in one row: each column with its message. `kept` says whether the source's text was kept."""
    return tuple(_wrong_cells(row, unit, kept))


def _wrong_cells(row: Row, unit: str, kept: bool) -> Iterator[tuple[str, str]]:
    place = slug_of(row["place"])
    expected = ".".join([place, row["indicator_id"], row["period"], row["source_id"]])
    if row["observation_id"] != expected:
        yield "observation_id", f"is '{row['observation_id']}'; place, indicator, period and source make {expected}"
    if row["unit"] != unit == row["unit_printed"] and row["unit"] in row["phrase"]:
        yield "unit", f"is '{row['unit']}', and unit_printed is '{unit}'; the two are exchanged"
        return
    if row["unit"] != unit:
        yield "unit", f"is '{row['unit']}'; the indicator {row['indicator_id']} is in {unit}"
    if row["kind"] != (kind := kind_of_unit(unit)):
        yield "kind", f"is '{row['kind']}'; a number in {unit} is a {kind}"
    for column in ("paragraph", "sentence"):
        if bool(row[column]) != kept:
            cure = "say where the phrase stands" if kept else "leave it empty, since no text of the source was kept"
            yield column, f"is '{row[column]}'; {cure}"
    if (
        not row["unit_printed"]
        and not holds_unit(row["value_text"])
        and (kept or _stands(row["value_text"], row["phrase"], _THEN_WORD))
    ):
        yield "unit_printed", "is empty; copy the words after the number, which only a number alone in a table lacks"
    try:
        said, finest = read_number(row["value_text"], row["unit_printed"])
    except NumeralError as error:
        plain = narrow(row["value_text"])
        wide = plain != row["value_text"]
        yield "value_text", f"is '{row['value_text']}', in full-width characters; write {plain}" if wide else str(error)
        return
    printed = f"'{row['value_text']} {row['unit_printed']}'"
    if any(numeral.changes and numeral.value < 0 for numeral in locate_numerals(row["phrase"])):
        said, printed = -abs(said), f"{printed}, which '{row['phrase']}' calls a decrease,"
    if said != Fraction(row["value"]):
        yield "value", f"is {row['value']}, but {printed} reads {format_number(said)}"
        return
    yield from _rounding_rules(row, said, finest)
    yield from _phrase_rules(row)


def _rounding_rules(row: Row, value: Fraction, finest: Fraction) -> Iterator[tuple[str, str]]:
    """What print supports: the last decimal, the last digit before a word such as 万, else the last digit not 0."""
    exact = row["qualifier"] == "exact"
    if exact and (finest != 1 or row["kind"] in ("ratio", "amount")):
        yield "qualifier", f"is 'exact'; a {row['kind']} printed to {format_number(finest)} is rounded"
        return
    supported = Fraction(1) if exact else finest if finest != 1 or abs(value) < 1 else last_digit(value)
    if Fraction(row["rounded_to"]) != supported:
        hedge = "an exact count" if exact else f"'{row['value_text']} {row['unit_printed']}' without more"
        yield "rounded_to", f"is {row['rounded_to']}; {hedge} supports {format_number(supported)}"
    elif row["qualifier"] == "rounded" and row["kind"] in ("count", "rank") and supported == 1:
        yield "qualifier", f"is 'rounded'; a {row['kind']} printed to the last digit is exact"


def last_digit(value: Fraction) -> Fraction:
    """Return the unit of the last digit of a whole number that is not 0: 1000 of 163,000."""
    digits = str(abs(int(value)))
    return Fraction(10 ** (len(digits) - len(digits.rstrip("0"))))


def _phrase_rules(row: Row) -> Iterator[tuple[str, str]]:
    phrase, number, unit = row["phrase"], row["value_text"], row["unit_printed"]
    if len(phrase.split()) > LONGEST_PHRASE:
        yield "phrase", f"has more than {LONGEST_PHRASE} words; a few are enough to find the place"
    written = f"{number}{unit}" if f"{number}{unit}" in phrase else number
    if not _stands(written, phrase, _END_OF_NUMBER, _START_OF_NUMBER):
        yield "phrase", f"'{phrase}' does not hold the printed number '{number}'"
        return
    around = _numerals_of(phrase, unit, row["kind"])
    # The unit of a range stands behind its last number, and so does the scale of two numbers that share one.
    last = around[0].text if len(around) == 1 and around[0].upper is not None else ""
    if len(around) == 2 and around[0].text == number and borrows_scale(around[0]):
        last, around = around[1].text, around[:1]
    shown = (last.rstrip(_NO_DIGIT) if any(map(str.isdigit, last)) else last) or number
    after, before = _unit_patterns(unit)
    first = before.search(phrase)
    leads = first and number in phrase[first.end() :] and (row["kind"] in ("ratio", "rank") or _ends(phrase, shown))
    if not _stands(shown, phrase, after) and not leads:
        yield "unit_printed", f"is '{unit}', which does not follow '{number}' in the phrase '{phrase}'"
        return
    if len(around) != 1:
        yield "phrase", f"'{phrase}' holds {len(around)} numerals; choose words around this number alone"
    elif around[0].upper is not None and Fraction(row["value"]) not in (around[0].value, around[0].upper):
        yield "value_text", f"is '{number}', which is no end of the range '{shown}'"
    else:
        hedge = {"exact": ""}.get(around[0].qualifier, around[0].qualifier)
        if hedge != {"exact": "", "rounded": ""}.get(row["qualifier"], row["qualifier"]):
            says = f"'{hedge}'" if hedge else "no hedge"
            yield "qualifier", f"is '{row['qualifier']}', but the phrase '{phrase}' has {says}"


def _stands(number: str, phrase: str, then: re.Pattern[str], start: re.Pattern[str] = re.compile("")) -> bool:
    """Whether a number is in a phrase, where `start` matches at it and `then` behind it.

    The patterns are few, so that none has to be compiled for each row.
    """
    at = phrase.find(number)
    while at >= 0:
        if start.match(phrase, at) and then.match(phrase, at + len(number)):
            return True
        at = phrase.find(number, at + 1)
    return False


def _numerals_of(phrase: str, unit: str, kind: str) -> list[Numeral]:
    """The numerals of a phrase; in a ratio without its base, "per 10,000 people" or 每万人."""
    if kind != "ratio":
        return locate_numerals(phrase)
    bare = phrase.replace(unit, " " * len(unit)) if re.search("[0-9万]", unit) else phrase
    return [numeral for numeral in locate_numerals(bare) if not _BASE.search(bare[: numeral.start])]


def borrows_scale(numeral: Numeral) -> bool:
    """Whether the scale of a number stands behind the next one: "from 1.2 to 1.5 million", 由12增至15万件."""
    return bool(numeral.unit) and re.fullmatch(r"[0-9.,]+|[一二三四五六七八九十]+", numeral.text) is not None


def _ends(phrase: str, number: str) -> bool:
    """Whether a number ends a phrase, so that what it counts must stand before it."""
    return phrase.endswith(number)


def _is_end(row: Row) -> bool:
    """Whether a row is one end of a range, which two rows share as a phrase."""
    around = _numerals_of(row["phrase"], row["unit_printed"], row["kind"])
    return len(around) == 1 and around[0].upper is not None


@lru_cache(maxsize=1024)
def holds_unit(number: str) -> bool:
    """Whether a number says in itself of what it is: a third, 四成, 百分之二十, doubled."""
    found = locate_numerals(number)
    return len(found) == 1 and found[0].kind in ("fraction", "factor", "percent") and found[0].text == number


@cache
def _unit_patterns(unit: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands behind a number that its unit follows, and a unit before its number."""
    word = re.escape(unit)
    # "5 pieces of goods" are goods, but 5 % of goods are per cent.
    end = "(?![A-Za-z])" if re.fullmatch(r"%|‰|per\s?cent|pct\.?", unit) else r"(?![A-Za-z]|\sof\b)"
    between = r"(?:[\s余多几来+]|-odd\b|\sor\s(?:more|fewer|less|so)\b)*"
    return re.compile(f"{between}{word}{end}"), re.compile(f"(?<![A-Za-z]){word}(?![A-Za-z])")


def kind_of_unit(unit: str) -> str:
    """Return the kind of a number in this unit."""
    if unit == "yuan":
        return "amount"
    return "rank" if unit == "rank" else "ratio" if unit == "times" or re.search(r"\bper\b", unit) else "count"


@lru_cache(maxsize=4096)
def printed_quantity(row: Row) -> Quantity:
    """Return the value of one row with the interval that rounding half up leaves open; counts are whole numbers."""
    quantity = Quantity.printed(Fraction(row["value"]), Fraction(row["rounded_to"]), cast(Qualifier, row["qualifier"]))
    return quantity.count() if row["kind"] == "count" else quantity


def corrected_quantity(row: Row) -> Quantity:
    """Return what a row of corrections.csv puts in place of a printed value, with what its rounding leaves open."""
    value, unit = Fraction(row["corrected_value"]), Fraction(row["rounded_to"])
    return Quantity.exact(value) if unit == 1 else Quantity.rounded(value, unit)
