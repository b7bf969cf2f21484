"""What print says of one number, as cells of observations.csv: number, unit, value, rounding and hedge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from beijing_ip.numbers.reading import Numeral, NumeralError, read_number

from ..checks.open_cells import OPEN
from ..ledger import LocatedNumeral
from ..rules.observations import borrows_scale, holds_unit, kind_of_unit

_SPLIT = re.compile(r"(?P<number>.*[0-9０-９一二三四五六七八九十百千两])(?:\s?[余多几来])?\s?(?P<unit>[^\d\s].*)")
# Words that a unit does not run on into.
_NO_UNIT = re.compile(
    r"(?:is|are|was|were|be|been|had|has|have|in|of|on|at|by|to|for|from|with|than|and|or|but|as|a|an|the|last|this"
    r"|including|compared|up|down|rose|fell|that|which|who|year)\b"
)
_ZH_UNIT = re.compile(r"[\u4e00-\u9fff](?:\([\u4e00-\u9fff]\)|([\u4e00-\u9fff]))?")
_MEASURES_OF_TWO = ("万元", "亿元", "批次", "人次", "件次", "家次", "余家", "个月")
_BASE = r"(?:per|for each|for every)\s[0-9,]+\s[a-z]+"
_PER = re.compile(rf"\s((?:[a-z-]+\s){{1,4}}?{_BASE})")
_PER_BEFORE = re.compile(rf"(?:^|\s)((?:(?!number\b|of\b|was\b)[A-Za-z-]+\s){{1,4}}?{_BASE})\b[^.;]*$")
_HEDGE_BEFORE = re.compile(
    r"(?:\b(?:some|about|over|nearly|almost|around|up to|a total of|(?:more|fewer|less) than|at (?:least|most))\s)$",
    re.I,
)
_VERB_BEFORE = re.compile(
    r"\b(?:amount(?:s|ed|ing)? to|c[ao]mes? to|reach(?:es|ed|ing)?|total(?:s|led|ed)?|number(?:s|ed)|st(?:oo|an)ds? at"
    r"|exceed(?:s|ed)|rose to|fell to|grew to|increased to|was|were|is|are|of)\s$"
)

# What stands behind two numbers that share a scale.
_SHARES = re.compile(r"[^0-9.;。；]{1,12}[0-9][0-9.,]*\s?(?P<unit>.+)")


@dataclass(frozen=True)
class Printed:
    """The cells that print gives; a cell that begins with `?` is open."""

    value_text: str
    unit_printed: str
    value: str
    rounded_to: str
    qualifier: str
    doubt: str = ""
    """What a reader may want to look at, though print leans one way."""


def ends_of(numeral: Numeral) -> list[Numeral]:
    """Return a numeral, or both ends of a range as two."""
    if numeral.upper is None:
        return [numeral]
    bare = re.sub(r"[%‰]|\s?(?:hundred|thousand|million|billion|trillion)\b|[万亿](?=$|\D)", "", numeral.text)
    parts = re.split(r"\s?(?:[-–—~～至到]+|\bto\b|\band\b|\bor\b)\s?", bare)
    first, last = (parts[0], parts[-1]) if len(parts) > 1 else (bare[:1], bare[-1:])
    return [replace(numeral, text=first, upper=None), replace(numeral, text=last, value=numeral.upper, upper=None)]


def read_print(end: Numeral, entry: LocatedNumeral, text: str, kind: str) -> Printed:
    """Return the cells of one number; `end` is the number, or one end of the range at its place."""
    number, printed = printed_fields(entry, text)
    if end is not entry.numeral:
        number = end.text
    rounded_to, qualifier, doubt = _exactness(end, kind)
    value = decimal(end.value)
    if end.doubt:
        # What print leaves open is asked, not guessed.
        value = f"{OPEN} {end.doubt}; it reads {value}"
    if not printed and not holds_unit(number):
        printed = f"{OPEN} the words beside the number"
    elif not _reads_alike(number, printed, abs(end.value)):
        number = f"{OPEN} the number as printed; '{number} {printed}' does not read {decimal(end.value)}"
    return Printed(number, printed, value, rounded_to, qualifier, doubt)


def _exactness(numeral: Numeral, kind: str) -> tuple[str, str, str]:
    """What the number was rounded to, the qualifier, and a doubt: with two zeros at the end it is held for rounded."""
    finest, coarsest = numeral.digits_unit, numeral.coarsest
    supported = finest if finest != 1 else coarsest
    if numeral.qualifier != "exact":
        return decimal(supported), numeral.qualifier, ""
    if finest != 1 or kind in ("ratio", "amount"):
        return decimal(supported), "rounded", ""
    if coarsest >= 100:
        return decimal(coarsest), "rounded", f"held for rounded to {decimal(coarsest)}; print does not say so"
    return "1", "exact", ""


def printed_fields(entry: LocatedNumeral, text: str) -> tuple[str, str]:
    """Return the numeral as the two fields of a row: the number, and the words beside it with its scale word."""
    numeral = entry.numeral
    number, scale = numeral.text, ""
    split = (
        _SPLIT.fullmatch(numeral.text)
        if numeral.unit and numeral.upper is None and numeral.kind != "fraction"
        else None
    )
    if split and _reads_alike(split["number"], split["unit"], abs(numeral.value)):
        number, scale = split["number"], split["unit"]
    if numeral.unit in ("%", "‰", "percentage points") and not borrows_scale(numeral):
        points = re.fullmatch(r"([\d.]+)\s?(.*)", numeral.text)
        return (points[1], points[2]) if points else (number, scale)
    if numeral.kind == "range" and numeral.unit:
        scale = numeral.unit
    rest = text[numeral.end : numeral.end + 80].split("\n")[0]
    if borrows_scale(numeral) and (shared := _SHARES.match(rest)):
        return number, _shared_unit(shared["unit"], numeral)
    before = text[max(0, numeral.start - 80) : numeral.start].rsplit("\n")[-1]
    if numeral.language == "zh":
        hedge = numeral.hedge if numeral.hedge and rest.startswith(numeral.hedge) else ""
        unit = scale + hedge * bool(scale) + _chinese_unit(rest.removeprefix(hedge))
        return number, unit or _chinese_noun(before)
    tail = f" {numeral.hedge}" if numeral.hedge[:2] in ("or", "an") else numeral.hedge
    after = _english_unit(rest.removeprefix(tail), numeral.kind == "ordinal")
    unit = " ".join(filter(None, [scale, after]))
    return number, unit or next(_english_nouns(before, rest), "")


def _shared_unit(rest: str, numeral: Numeral) -> str:
    if numeral.language == "zh" and rest.startswith(numeral.unit):
        return numeral.unit + _chinese_unit(rest.removeprefix(numeral.unit))
    return _english_unit(f" {rest}") or rest[:1]


def _reads_alike(number: str, unit: str, value: Fraction) -> bool:
    try:
        return abs(read_number(number, unit)[0]) == abs(value)
    except NumeralError:
        return False


def _chinese_unit(rest: str) -> str:
    unit = _ZH_UNIT.match(rest)
    if unit is None or rest[0] in "的以左上":
        return ""
    return unit.group() if "(" in unit.group() or unit.group() in _MEASURES_OF_TWO else rest[0]


def _chinese_noun(before: str) -> str:
    clause = re.split("[,，。；;、：:]", before)[-1]
    return clause.strip() if 2 <= len(clause.strip()) <= 8 else ""


def _english_unit(rest: str, ordinal: bool = False) -> str:
    ratio = _PER.match(rest)
    if ratio:
        return ratio[1]
    words: list[str] = []
    found = re.findall(r"\s([A-Za-z][\w'’-]*)(?=[\s.,;:)]|$)|.", rest.split(",")[0])
    for at, word in enumerate(found):
        stops = not (ordinal and not words) and _NO_UNIT.fullmatch(word)
        # "5 registered marks", but "5 registered in the year".
        last = word.endswith("ed") and "-" not in word and not ordinal and not any(found[at + 1 : at + 2])
        last = last or (word.endswith("ed") and at + 1 < len(found) and bool(_NO_UNIT.fullmatch(found[at + 1])))
        if not word or len(words) == 3 or stops or last:
            break
        words.append(word)
    return " ".join(words)


def _english_nouns(before: str, rest: str) -> Iterator[str]:
    """What counts where no noun follows: one before the verb, "were granted" behind, or the word before."""
    clause = re.split(r"[;.:]\s", before)[-1]
    if ratio := _PER_BEFORE.search(clause):
        yield ratio[1]
    bare = _HEDGE_BEFORE.sub("", clause)
    if verb := _VERB_BEFORE.search(bare):
        words = re.split(r"[,;]\s?", bare[: verb.start()].strip(" ,"))[-1].split()
        while words and _NO_UNIT.fullmatch(words[-1].lower()):
            words.pop()
        for at in range(len(words) - 1, -1, -1):
            if at < len(words) - 2 or _NO_UNIT.fullmatch(words[at].lower()):
                words = words[at + 1 :]
                break
        if words:
            yield " ".join(words)
    if after := re.match(r"\s((?:was|were|is|are|had been|have been)\s[a-z]+)\b", rest):
        yield after[1]
    if after := re.match(r"\s((?:in|on|to|of|for|at|by|among)\s(?:the\s)?[a-z-]+)\b", rest):
        yield after[1]
    if word := re.search(r"([A-Za-z-]+)\s$", bare):
        yield word[1]


def decimal(number: Fraction) -> str:
    """Return a fraction as data/ writes it: plain digits, no trailing zero; a question where it has no end."""
    if number.denominator == 1:
        return str(int(number))
    for places in range(1, 12):
        scaled = number * 10**places
        if scaled.denominator == 1:
            digits = str(abs(int(scaled))).rjust(places + 1, "0")
            return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"
    return f"{OPEN} {number} as a decimal"


def kind_of_figure(unit: str, printed: str, sort: str) -> str:
    """Return the kind of a number: that of the indicator's unit, else what print shows."""
    if unit:
        return kind_of_unit(unit)
    by_sort = {"percent": "ratio", "growth": "ratio", "times": "ratio", "amount": "amount", "rank": "rank"}
    return by_sort.get(sort) or kind_of_unit(printed)
