"""A text that no ledger knows yet: rows of observations.csv and ledger.csv, ready but for what a machine cannot know.

A cell that begins with `?` is to be completed; what stands behind the mark are the readings that print allows.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from beijing_ip.numbers.reading import NumeralError, locate_numerals, read_number

from .ledger import LocatedNumeral, cuts_no_word, locate_in_text, split_sentences
from .rules.observations import DECREASE, LONGEST_PHRASE, kind_of_unit

TO_COMPLETE = "?"
_LONGEST_CHINESE = 24
_SPLIT = re.compile(r"(?P<number>.*[0-9０-９一二三四五六七八九十百千两])(?:\s?[余多几来])?\s?(?P<unit>[^\d\s].*)")
# Words that a unit does not run on into.
_NO_UNIT = re.compile(
    r"(?:is|are|was|were|be|been|had|has|have|in|of|on|at|by|to|for|from|with|than|and|or|but|as|a|an|the|last|this"
    r"|including|compared|up|down|rose|fell|that|which|who)\b"
)
_ZH_UNIT = re.compile(r"[\u4e00-\u9fff](?:\([\u4e00-\u9fff]\)|([\u4e00-\u9fff]))?")
_MEASURES_OF_TWO = ("万元", "亿元", "批次", "人次", "件次", "家次")
_IN_A_RANKING = re.compile(r"\b(?:rank(?:s|ed|ing)?|plac(?:es|ed|ing)|came)\s$|(?:排名|居|列)(?:全国|世界)?$")
_PER = re.compile(r"\s((?:[a-z-]+\s){1,3}(?:per|for each|for every)\s[0-9,]+\s[a-z]+)")
_WEAK = re.compile("[,.;:、，。；：！？!?]")


@dataclass(frozen=True)
class Draft:
    """Rows of observations.csv and of ledger.csv for one text, each a mapping of column to text."""

    observations: list[dict[str, str]]
    ledger: list[dict[str, str]]

    @property
    def open_cells(self) -> int:
        """How many cells are to be completed."""
        return sum(cell.startswith(TO_COMPLETE) for row in [*self.observations, *self.ledger] for cell in row.values())

    def as_csv(self) -> str:
        """Return both tables as CSV, an empty line between them."""
        return "\n".join(_csv(rows) for rows in (self.observations, self.ledger) if rows)


def draft_rows(text: str, source_id: str = TO_COMPLETE) -> Draft:
    """Return a row for every numeral of a text: a published number, or what else it is, or a question.

    Filled in is what print says: number, unit, value, what it was rounded to, hedge, place, and a phrase that occurs
    once. Indicator, place, period and notes take a reader. A range makes no row of observations, for one row is one
    number.
    """
    places = split_sentences(text)
    observations, entries = [], []
    for entry in locate_in_text(text):
        became, note = _became(entry, text)
        phrase = _phrase(entry, text, places[entry.place])
        if became == "observation":
            row = _observation(entry, text, phrase, source_id)
            observations.append(row)
            entries.append(_ledger_row(entry, source_id, row["phrase"], became, row["observation_id"], ""))
        else:
            entries.append(_ledger_row(entry, source_id, phrase, became, "", note))
    return Draft(observations, entries)


def _csv(rows: Sequence[Mapping[str, str]]) -> str:
    lines = io.StringIO()
    writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue()


def _became(entry: LocatedNumeral, text: str) -> tuple[str, str]:
    numeral = entry.numeral
    before, after = text[max(0, numeral.start - 16) : numeral.start], text[numeral.end : numeral.end + 16]
    named = re.match(r"\s[A-Z]", after) is not None
    if numeral.kind in ("year", "date"):
        in_name = numeral.kind == "year" and named and re.search(r"\b[Tt]he\s$", before)
        return ("name" if in_name else "date"), f"{TO_COMPLETE} which"
    if numeral.kind == "name" or (numeral.kind == "ordinal" and named):
        return "name", f"{TO_COMPLETE} of what"
    if re.search(r"(?:\b(?:per|each|every)\s|每)$", before):
        return "denominator", f"{TO_COMPLETE} of which ratio"
    if numeral.kind == "range":
        return f"{TO_COMPLETE} observation", f"{TO_COMPLETE} a range: one row of observations.csv for each end"
    if numeral.language == "zh" and after[:1] == "年":
        return f"{TO_COMPLETE} observation or date", f"{TO_COMPLETE} why, if it is no observation"
    in_words = not any(map(str.isdigit, numeral.text))
    if numeral.kind == "ordinal" and not _IN_A_RANKING.search(before):
        return f"{TO_COMPLETE} observation, name or idiom", f"{TO_COMPLETE} why, if it is no observation"
    if in_words and (after.startswith("-") or numeral.text.lower() in ("zero", "double", "零", "双", "一", "两")):
        return f"{TO_COMPLETE} observation or idiom", f"{TO_COMPLETE} why, if it is no observation"
    return "observation", ""


def _ledger_row(
    entry: LocatedNumeral, source_id: str, phrase: str, became: str, name: str, note: str
) -> dict[str, str]:
    return {
        "source_id": source_id,
        "order": str(entry.order),
        "paragraph": str(entry.paragraph),
        "sentence": str(entry.sentence),
        "token": entry.numeral.text,
        "phrase": phrase,
        "became": became,
        "observation_id": name,
        "note_en": note,
    }


def _observation(entry: LocatedNumeral, text: str, phrase: str, source_id: str) -> dict[str, str]:
    numeral = entry.numeral
    number, printed = _printed(entry, text)
    finest = numeral.digits_unit
    value = -numeral.value if DECREASE.search(phrase) else numeral.value
    unit = "per cent" if numeral.unit == "%" else "rank" if numeral.kind == "ordinal" else TO_COMPLETE
    if re.search(r"\byuan\b|元", printed):
        unit = "yuan"
    kind = kind_of_unit(printed if unit == TO_COMPLETE else unit)
    if kind == "count" and unit == TO_COMPLETE and finest < 1:
        kind = f"{TO_COMPLETE} ratio or amount"
    supported, qualifier = _exactness(entry, kind)
    return {
        "observation_id": f"{TO_COMPLETE} place.indicator.period.{source_id}",
        "indicator_id": TO_COMPLETE,
        "place": TO_COMPLETE,
        "period": TO_COMPLETE,
        "value_text": number,
        "unit_printed": printed or f"{TO_COMPLETE} the words after the number, or before a ratio",
        "value": _decimal(value),
        "unit": unit,
        "rounded_to": supported,
        "qualifier": qualifier,
        "source_id": source_id,
        "paragraph": str(entry.paragraph),
        "sentence": str(entry.sentence),
        "phrase": phrase,
        "kind": kind,
        "agency": "",
        "series": TO_COMPLETE,
        "note_en": TO_COMPLETE,
        "note_zh": "",
    }


def _exactness(entry: LocatedNumeral, kind: str) -> tuple[str, str]:
    """What the number was rounded to, and the qualifier; where print allows two readings, both."""
    numeral = entry.numeral
    finest, coarsest = numeral.digits_unit, numeral.coarsest
    supported = finest if finest != 1 else coarsest
    if numeral.includes:
        return _decimal(supported), f"{TO_COMPLETE} '{numeral.hedge}' includes the number itself"
    if numeral.qualifier != "exact":
        return _decimal(supported), numeral.qualifier
    if finest != 1 or kind in ("ratio", "amount"):
        return _decimal(supported), "rounded"
    if coarsest == 1:
        return "1", "exact"
    return f"{TO_COMPLETE} 1 or {_decimal(coarsest)}", f"{TO_COMPLETE} exact or rounded"


def _printed(entry: LocatedNumeral, text: str) -> tuple[str, str]:
    """The numeral as the two fields of a row: the number, and the unit with its scale word."""
    numeral = entry.numeral
    number, scale = numeral.text, ""
    split = _SPLIT.fullmatch(numeral.text) if numeral.unit and numeral.kind != "fraction" else None
    if split and _reads_alike(split["number"], split["unit"], numeral.value):
        number, scale = split["number"], split["unit"]
    if numeral.unit in ("%", "‰", "percentage points"):
        return number, scale
    rest = text[numeral.end : numeral.end + 80].split("\n")[0]
    if numeral.language == "zh":
        return number, scale + _chinese_unit(rest.removeprefix(numeral.hedge if rest.startswith(numeral.hedge) else ""))
    return number, " ".join(filter(None, [scale, _english_unit(rest)]))


def _reads_alike(number: str, unit: str, value: Fraction) -> bool:
    try:
        return read_number(number, unit)[0] == value
    except NumeralError:
        return False


def _chinese_unit(rest: str) -> str:
    unit = _ZH_UNIT.match(rest)
    if unit is None or rest[0] in "的以左上":
        return ""
    return unit.group() if "(" in unit.group() or unit.group() in _MEASURES_OF_TWO else rest[0]


def _english_unit(rest: str) -> str:
    ratio = _PER.match(rest)
    if ratio:
        return ratio[1]
    words: list[str] = []
    for word in re.findall(r"\s([A-Za-z][\w'’-]*)(?=[\s.,;:)]|$)|.", rest.split(",")[0]):
        if not word or len(words) == 3 or _NO_UNIT.fullmatch(word) or word.endswith("ed"):
            break
        words.append(word)
    return " ".join(words)


def _decimal(number: Fraction) -> str:
    """A fraction as data/ writes it: plain digits, no trailing zero; a question where it has no end."""
    if number.denominator == 1:
        return str(int(number))
    for places in range(1, 12):
        scaled = number * 10**places
        if scaled.denominator == 1:
            digits = str(abs(int(scaled))).rjust(places + 1, "0")
            return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"
    return f"{TO_COMPLETE} {number} as a decimal"


def _phrase(entry: LocatedNumeral, text: str, sentence: str) -> str:
    """A few words around a numeral that hold it alone, with its hedge and unit, and occur once in the text.

    Words of one clause are taken if they suffice, and no fewer than three words or six Chinese characters.
    """
    numeral = entry.numeral
    base = text.find(sentence, max(0, numeral.start - len(sentence)))
    unit = _printed(entry, text)[1]
    least = numeral.end
    if unit and (at := text.find(unit, numeral.start, numeral.end + len(unit) + 4)) >= 0:
        least = max(least, at + len(unit))
    most = numeral.start
    clause = _WEAK.split(text[base : numeral.start])[-1]
    for decrease in DECREASE.finditer(clause):
        most = numeral.start - len(clause) + decrease.start()
    edges = [base + at for at in _edges(sentence, numeral.language)]
    windows = _windows([at for at in edges if at <= most][::-1], [at for at in edges if at >= least])
    phrases = (text[left:right].strip(" ,.;:，。；：、") for left, right in windows)
    good = [phrase for phrase in phrases if _locates(phrase, entry, unit)]
    in_clause = [phrase for phrase in good if not _WEAK.search(phrase.replace(numeral.text, "").replace(unit, ""))]
    chinese = numeral.language == "zh"
    long = [phrase for phrase in in_clause if len(phrase.split()) >= 3 or (chinese and len(phrase) >= 6)]
    for phrase in (*long, *in_clause, *good):
        start = text.find(phrase)
        if text.count(phrase) == 1 and cuts_no_word(text, start, start + len(phrase)):
            return phrase
    return f"{TO_COMPLETE} a few words that hold this number alone and occur once"


def _locates(phrase: str, entry: LocatedNumeral, unit: str) -> bool:
    """Whether a phrase is short enough, and all it holds is this numeral with its hedge."""
    numeral = entry.numeral
    too_long = len(phrase.split()) > LONGEST_PHRASE or (numeral.language == "zh" and len(phrase) > _LONGEST_CHINESE)
    if too_long or phrase == numeral.text:
        return False
    alone = locate_numerals(phrase.replace(unit, " " * len(unit)) if kind_of_unit(unit) == "ratio" else phrase)
    return [(n.text, n.qualifier) for n in alone] == [(numeral.text, numeral.qualifier)]


def _edges(sentence: str, language: str) -> list[int]:
    """Where a phrase may begin or end: at a word, or at any Chinese character."""
    if language == "zh":
        return list(range(len(sentence) + 1))
    return sorted({at for word in re.finditer(r"\S+", sentence) for at in word.span()})


def _windows(lefts: Sequence[int], rights: Sequence[int]) -> list[tuple[int, int]]:
    """Windows around a numeral, the shortest first, those with words before it rather than behind it first."""
    steps = [(a, b) for a in range(min(len(lefts), 16)) for b in range(min(len(rights), 8))]
    steps.sort(key=lambda step: (sum(step), step[1]))
    return [(lefts[a], rights[b]) for a, b in steps]
