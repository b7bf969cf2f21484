"""Numerals written as English words: eight, twenty-first, two thirds, half a million."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from .numeral import Kind, Numeral, numeral_at
from .words import MULTIPLIED, NOTHING, ORDINALS, PARTS, PERCENT_WORDS, SCALES, SMALL, TENS, TIMES, percent_unit

_CARDINALS = {*SMALL, *TENS, *SCALES, "dozen"}
_ENGLISH_WORDS = {*_CARDINALS, *ORDINALS, *PARTS, *TIMES, *MULTIPLIED, *NOTHING, "half"}
_WORD = re.compile("[A-Za-z]+")
_PERCENT_WORDS = re.compile(rf"\s{PERCENT_WORDS}")
# Behind "a third" as a part, which "a third party" is not.
_OF_WHICH = re.compile(
    r"\s(?:of|up|down|above|below|higher|lower|larger|smaller|more|less|fewer|from|compared|year)\b|[.,;:)]|$"
)
_GAP = re.compile(r"[\s-]|\sand\s(?:an?\s)?|\san?\s")

_AFTER_ONE = re.findall(
    r"\S+",
    "is was are were be been has had have who whom whose that which can could may might must "
    "should will would does did on at by for with as from than under into and another who's "
    "'s",
)
_PRONOUN_BEFORE = re.compile(
    r"\b(?i:the|this|that|an?|each|every|any|no|another|which|new|old|last|next|previous|former|only|some|same|"
    r"first|right|other|loved|good|is|not)\s$"
)
_LABEL_BEFORE = re.compile(r"\b(?i:phase|number|chapter|article|part|level|class|tier|step|grade|plus|to)\s$")
_NOT_AFTER_NO = re.findall(
    r"\S+",
    "longer more doubt matter one less later fewer other such better way wonder use means "
    "sooner exception idea stranger need and or",
)
_VAGUE_BEFORE = re.compile(r"\b(?i:several|few|many|dozens|tens|hundreds|thousands|couple)(?:\sof)?\s$")
_NEXT_WORD = re.compile(r"\s([A-Za-z']+)")


def numerals_in_english(text: str) -> Iterator[Numeral]:
    """The numerals written as English words."""
    run: list[re.Match[str]] = []
    gaps: list[str] = []
    for found in _WORD.finditer(text):
        if found.group().lower() not in _ENGLISH_WORDS or not _stands_alone(text, *found.span()):
            continue
        if run:
            gap = text[run[-1].end() : found.start()] if found.start() - run[-1].end() < 8 else "..."
            if _GAP.fullmatch(gap):
                gaps.append(" ".join(gap.replace("-", " ").split()))
            else:
                yield from _read_run(text, run, gaps)
                run, gaps = [], []
        run.append(found)
    yield from _read_run(text, run, gaps)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isdigit() or before in ("_", "'", "’") or after.isdigit() or after == "_")


def _read_run(text: str, run: list[re.Match[str]], gaps: list[str]) -> Iterator[Numeral]:
    """The numerals of words that stand beside each other."""
    words = [found.group().lower() for found in run]
    at = 0
    while at < len(words):
        value, unit, kind, after = _words_at(words, gaps, at)
        start, end = run[at].start(), run[after - 1].end()
        before = text[max(0, start - 16) : start]
        first = words[at]
        article = re.search(r"\b[Aa]n?\s$", before)
        if after == at + 1 and first in ORDINALS and article and _OF_WHICH.match(text[end : end + 12]):
            value, unit, kind = Fraction(1, ORDINALS[first]), Fraction(1, ORDINALS[first]), "fraction"
        if first == "quarter":
            part = (article and re.match(r"\sof\b", text[end : end + 4])) or re.search(r"\bby\s[Aa]\s$", before)
            value = value if part else None
        if value is not None and (after > at + 1 or _counts(text, first, start, end, at > 0)):
            if article and (
                first in SCALES or first in ("dozen", "quarter") or (kind == "fraction" and first != "half")
            ):
                start -= len(article.group())
            percent = _PERCENT_WORDS.match(text, end) if kind == "cardinal" else None
            if percent:
                printed = percent_unit(percent.group())
                yield numeral_at(text, (start, percent.end()), value, unit, "percent", printed)
            else:
                yield numeral_at(text, (start, end), value, unit, kind)
        at = after


def _words_at(words: list[str], gaps: list[str], at: int) -> tuple[Fraction | None, Fraction, Kind, int]:
    """The value, its unit and kind, and the place behind the longest numeral that starts at ``at``."""
    word = words[at]
    if word in ORDINALS:
        return Fraction(ORDINALS[word]), Fraction(1), "ordinal", at + 1
    if word in NOTHING:
        return Fraction(0), Fraction(1), "cardinal", at + 1
    if word in TIMES or word in MULTIPLIED:
        plain = word in ("double", "triple")
        return (TIMES | MULTIPLIED)[word], Fraction(1), "cardinal" if plain else "factor", at + 1
    if word == "quarter":
        return Fraction(1, 4), Fraction(1, 4), "fraction", at + 1
    if word in PARTS:
        return None, Fraction(1), "fraction", at + 1
    if word == "half":
        if at + 1 < len(words) and words[at + 1] in (*SCALES, "dozen") and gaps[at] in ("", "a"):
            scale = SCALES.get(words[at + 1], 12)
            return Fraction(scale, 2), Fraction(scale, 2), "cardinal", at + 2
        return Fraction(1, 2), Fraction(1, 2), "fraction", at + 1
    value, unit, last, after = _cardinal_at(words, gaps, at)
    if after == len(words):
        return value, unit, "cardinal", after
    word, gap = words[after], gaps[after - 1]
    if word == "half" and gap in ("and a", "and an"):
        value, unit, after = value + Fraction(1, 2), Fraction(1, 2), after + 1
        if after < len(words) and words[after] in SCALES and not gaps[after - 1]:
            scale = SCALES[words[after]]
            value, unit, after = value * scale, unit * scale, after + 1
        return value, unit, "cardinal", after
    if gap == "" and word in ({**PARTS, "half": 2}):
        part = Fraction(1, PARTS.get(word, 2))
        return value * part, part, "fraction", after + 1
    if word in ORDINALS and gap in ("", "and"):
        number = ORDINALS[word]
        if (last == "tens" and number < 10 and not gap) or (last in SCALES and number < 100):
            return value + number, Fraction(1), "ordinal", after + 1
        if number > 2 and value == 1 and not gap:
            return Fraction(1, number), Fraction(1, number), "fraction", after + 1
    return value, unit, "cardinal", after


def _cardinal_at(words: list[str], gaps: list[str], at: int) -> tuple[Fraction, Fraction, str, int]:
    """Read words such as "two hundred and five thousand"; also what kind of word came last."""
    whole, group, group_unit, unit = 0, 0, 1, 1
    last, largest, after = "", 10**15, at
    while after < len(words):
        word = words[after]
        if after > at and gaps[after - 1] and (gaps[after - 1] != "and" or last not in SCALES):
            break
        if word in SMALL and (not last or last in SCALES or (last == "tens" and 0 < SMALL[word] < 10)):
            group, last, group_unit = group + SMALL[word], "small", 1
        elif word in TENS and (not last or last in SCALES):
            group, last, group_unit = group + TENS[word], "tens", 1
        elif word == "dozen" and last in ("", "small"):
            group, last, group_unit = (group or 1) * 12, "dozen", 1
        elif word == "hundred" and last in ("", "small", "tens") and group < 100:
            group, last, group_unit = (group or 1) * 100, word, 100
        elif word in SCALES and word != "hundred" and SCALES[word] < largest:
            largest = SCALES[word]
            whole, group, unit, last = whole + (group or 1) * largest, 0, group_unit * largest, word
            group_unit = 1
        else:
            break
        if last not in SCALES or last == "hundred":
            unit = group_unit
        after += 1
    return Fraction(whole + group), Fraction(unit), last, after


def _counts(text: str, word: str, start: int, end: int, follows_number: bool) -> bool:
    """Whether a word that may be a numeral is one, by the words around it."""
    before = text[max(0, start - 16) : start]
    found = _NEXT_WORD.match(text, end, end + 24)
    following = found[1] if found else ""
    if word == "one":
        if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha():
            return True
        if _LABEL_BEFORE.search(before):
            return True
        return bool(following) and following not in _AFTER_ONE and not _PRONOUN_BEFORE.search(before)
    if word == "no":
        return following[:1].islower() and following not in _NOT_AFTER_NO
    if word == "none":
        return not re.search(r"\bto\s$", before)
    if word == "second":
        return not (follows_number or re.search(r"(?:\b(?:per|each|every|split)|[0-9])[\s-]$", before))
    if word in SCALES:
        return not _VAGUE_BEFORE.search(before)
    return True
