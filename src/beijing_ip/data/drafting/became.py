"""What a number of a text is: a figure, or a date, a name, a base, a definition, a set expression."""

from __future__ import annotations

import re

from ..ledger import LocatedNumeral
from ..rules.ledger import SAYS_MEANING, SETS_LIMIT

FIGURE = "observation"
_RANKED = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|plac(?:es|ed|ing)|came|stands|stood)\s(?:the\s)?$|(?:排名|居|列|位)(?:全国|世界|全省|各省)?$"
)
_BASE = re.compile(r"(?:\b(?:per|each|every)\s|每)$")
_EMPTY_NUMBER = ("zero", "double", "one", "二", "零", "双", "一", "两")
_NOTES = {
    "end": "The day to which stocks refer.",
    "year": "The year that the text is about.",
    "before": "A year before.",
    "after": "A year after the one that the text is about.",
    "day": "A day.",
    "name": "Part of a name; it counts nothing.",
    "denominator": "The base of a ratio; it is part of its unit.",
    "idiom": "A set expression; nothing is counted.",
    "duration": "A limit that is set; nothing is measured.",
    "definition": "Part of what a word is to mean; nothing is measured.",
}


def became(entry: LocatedNumeral, text: str, sentence: str, year: int) -> tuple[str, str]:
    """Return what a number is, as ledger.csv calls it, and the note that says why; a figure has none."""
    numeral = entry.numeral
    before, after = text[max(0, numeral.start - 24) : numeral.start], text[numeral.end : numeral.end + 16]
    named = re.match(r"\s[A-Z]", after) is not None
    if numeral.kind == "year":
        if named and re.search(r"\b[Tt]he\s$", before):
            return "name", _NOTES["name"]
        return "date", _NOTES[_time(int(numeral.value), year, before, after)]
    if numeral.kind in ("date", "period"):
        return "date", _NOTES["day"]
    if numeral.kind == "name" or (numeral.kind == "ordinal" and (named or _names(text[numeral.end :]))):
        return "name", _NOTES["name"]
    if _BASE.search(before):
        return "denominator", _NOTES["denominator"]
    # A duration is a figure, the months of an examination, unless it sets a limit.
    if numeral.kind == "duration" and SETS_LIMIT.search(text[max(0, numeral.start - 16) : numeral.end + 4]):
        return "definition", _NOTES["duration"]
    if SAYS_MEANING.search(_clause(sentence, numeral.text)) and SETS_LIMIT.search(sentence):
        return "definition", _NOTES["definition"]
    if numeral.text == "首" and after[:1] == "次":
        return "idiom", _NOTES["idiom"]
    in_words = not any(map(str.isdigit, numeral.text))
    if (
        numeral.kind == "ordinal"
        and in_words
        and not _RANKED.search(before)
        and re.match(r"-[a-z]|\s(?:half|quarter|instance)\b", after)
    ):
        return "idiom", _NOTES["idiom"]
    if numeral.kind == "fraction" and re.search(r"\b(?:first|second|third|last|other)\s$", before):
        return "idiom", _NOTES["idiom"]
    empty = numeral.text.lower() in _EMPTY_NUMBER and not re.match(r"[个家件起项名]", after)
    quoted = re.search("[\"“‘']$", before) is not None
    if in_words and numeral.kind != "ordinal" and (after.startswith("-") or empty or quoted):
        return "idiom", _NOTES["idiom"]
    return FIGURE, ""


def _time(year: int, of: int, before: str, after: str) -> str:
    if re.search(r"\bend\sof\s$", before) or re.match("年?(?:底|末)", after):
        return "end"
    return "year" if year == of else "before" if year < of else "after"


def _names(after: str) -> bool:
    return re.match("届|次会议|号|条|款", after) is not None


def _clause(sentence: str, number: str) -> str:
    """A sentence that defines, if a number stands behind the words that do."""
    at = sentence.find(number)
    return sentence[: at + len(number)]
