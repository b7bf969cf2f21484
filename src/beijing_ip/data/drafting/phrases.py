"""A few words around a number that hold it alone and occur once in its text, and cut no word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from beijing_ip.numbers.reading import locate_numerals

from ..checks.open_cells import OPEN
from ..ledger import LocatedNumeral, cuts_no_word
from ..rules.ledger import may_be
from ..rules.observations import LONGEST_PHRASE, borrows_scale
from .became import FIGURE
from .words import chinese_words

_LONGEST_CHINESE = 24
_WEAK = re.compile("[,.;:、，。；：！？!?]")
_ENDS_OPEN = re.compile(r"\b(?:a|an|the|of|in|on|at|by|to|for|from|with|and|or|out|among|newly|over|this)$")
# Where a Chinese clause may be cut: at a mark, and behind a word that joins.
_ZH_JOINT = re.compile("[,，、；;：:。！？“”‘’（）()《》 ]|其中|[的和与及共为达以]")


def find_phrase(
    entry: LocatedNumeral,
    text: str,
    sentence: str,
    unit: str = "",
    kind: str = "",
    became: str = FIGURE,
    used: Collection[str] = (),
) -> str:
    """Return the phrase of a number with its hedge and unit, or an open cell where there is none.

    Words of one clause are taken if they suffice, and no fewer than three words or six Chinese characters. A number
    that is no figure stands in words that show what it is, and that are not `used` for another.
    """
    numeral = entry.numeral
    base = text.find(sentence, max(0, numeral.start - len(sentence)))
    first, least, ends = numeral.start, numeral.end, False
    if unit and not unit.startswith(OPEN):
        if (at := text.find(unit, numeral.start, numeral.end + len(unit) + 16)) >= 0:
            least = max(least, at + len(unit))
        elif (at := text.rfind(unit, base, numeral.start)) >= 0:
            first = at
            # A count whose noun stands before it ends its phrase.
            ends = kind not in ("ratio", "rank")
    inside = unit if kind == "ratio" and re.search("[0-9万]", unit) else ""
    chinese = numeral.language == "zh"
    for known in (True, False) if chinese else (True,):
        edges = [base + at for at in _edges(sentence, numeral.language, {first - base, least - base}, known)]
        windows = _windows(
            [at for at in edges if at <= first][::-1], [at for at in edges if at >= least][: 1 if ends else None]
        )
        phrases = (text[left:right].strip(" ,.;:，。；：、") for left, right in windows)
        if became == FIGURE:
            good = [phrase for phrase in phrases if _locates(phrase, entry, inside)]
        else:
            good = [phrase for phrase in phrases if phrase not in used and _shows(phrase, entry, became)]
        if found := _first_that_stands(good, numeral.text, unit, text, chinese):
            return found
    return f"{OPEN} a few words that hold this number alone and occur once"


def _first_that_stands(good: Sequence[str], number: str, unit: str, text: str, chinese: bool) -> str:
    in_clause = [phrase for phrase in good if not _WEAK.search(phrase.replace(number, "").replace(unit, ""))]
    long = [phrase for phrase in in_clause if _is_long(phrase, number, chinese)]
    for phrase in (*long, *in_clause, *good):
        start = text.find(phrase)
        if text.count(phrase) == 1 and cuts_no_word(text, start, start + len(phrase)):
            return phrase
    return ""


def _is_long(phrase: str, number: str, chinese: bool) -> bool:
    if chinese:
        return len(phrase) - len(number) >= 5
    return len(phrase.split()) >= 3 and not _ENDS_OPEN.search(phrase)


def _locates(phrase: str, entry: LocatedNumeral, unit: str) -> bool:
    """Whether a phrase is short enough, and all it holds is this numeral with its hedge."""
    numeral = entry.numeral
    too_long = len(phrase.split()) > LONGEST_PHRASE or (numeral.language == "zh" and len(phrase) > _LONGEST_CHINESE)
    if too_long or phrase == numeral.text:
        return False
    alone = locate_numerals(phrase.replace(unit, " " * len(unit)) if unit else phrase)
    if len(alone) == 2 and borrows_scale(alone[0]):
        alone = alone[:1]
    return [(n.text, n.value, n.qualifier) for n in alone] == [(numeral.text, numeral.value, numeral.qualifier)]


def _shows(phrase: str, entry: LocatedNumeral, became: str) -> bool:
    """Whether a phrase is short enough, and shows what a number is that is no figure; others may stand in it."""
    numeral = entry.numeral
    if len(phrase.split()) > LONGEST_PHRASE or (numeral.language == "zh" and len(phrase) > _LONGEST_CHINESE):
        return False
    same = [other for other in locate_numerals(phrase) if other.text == numeral.text]
    return len(same) == 1 and phrase != numeral.text and may_be(became, same[0], phrase)


def _edges(sentence: str, language: str, own: set[int], known: bool) -> list[int]:
    """Where a phrase may begin or end: at a word.

    In Chinese at a mark, a joining or a known word, the number itself; else, not `known`, outside known words.
    """
    if language != "zh":
        return sorted({at for word in re.finditer(r"\S+", sentence) for at in word.span()})
    joints = {at for joint in _ZH_JOINT.finditer(sentence) for at in joint.span()}
    found = {0, len(sentence)} | own | joints | {at for span in chinese_words(sentence) for at in span}
    if not known:
        inside = {at for start, end in chinese_words(sentence) for at in range(start + 1, end)}
        found |= set(range(len(sentence))) - inside
    return sorted(found)


def _windows(lefts: Sequence[int], rights: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Windows around a numeral, the shortest first, those with words before it rather than behind it first."""
    steps = [(a, b) for a in range(min(len(lefts), 16)) for b in range(min(len(rights), 8))]
    steps.sort(key=lambda step: (sum(step), step[1]))
    return ((lefts[a], rights[b]) for a, b in steps)
