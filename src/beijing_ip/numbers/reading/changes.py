"""By how much something changed, and what it came to: "fell by 12 to 66", 下降1.6%, 减少至5600万.

A number is a change only where the words say that something changed *by* it; only then a fall has a sign.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .numeral import Numeral
from .words import MULTIPLIED

_EN_RISE = (
    r"(?:rose|ris(?:e|es|ing|en)|gr[eo]w(?:n|s|ing|th)?|increas(?:e|es|ed|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?"
    r"|surg(?:e|es|ed|ing)|soar(?:s|ed|ing)?|gain(?:s|ed|ing)?|advanc(?:e|es|ed|ing)|expan(?:d|ds|ded|ding|sion)"
    r"|improv(?:e|es|ed|ing|ement))"
)
# A fall in words that say nothing else, and in those that may also have an object: "dropped 12 cases".
_EN_FALL = (
    r"(?:fell|fall(?:s|ing|en)?|decreas(?:e|es|ed|ing)|sl(?:id|ides?|iding)|slip(?:s|ped|ping)?|dip(?:s|ped|ping)?"
    r"|sank|shr[aiu]nk(?:s|ing|age)?|plung(?:e|es|ed|ing)|plummet(?:s|ed|ing)?|tumbl(?:e|es|ed|ing)"
    r"|contract(?:s|ed|ing|ion)|downturn)"
)
_EN_FALL_OR_ACT = (
    r"(?:drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|reduc(?:e|es|ed|ing|tion)|cut(?:s|ting)?|los(?:t|s|es|ing))"
)
# "cut emissions by 20%", but no "fall caused by 3 firms".
_BY = (
    r"(?:(?:\s(?!\S*(?:ed|en|own)\s)[A-Za-z-]+){0,4}?\sby|\swith|\sof|\sat)"
    r"(?:\sa\s(?:further|mere|marginal|modest|total\sof|record|rate\sof))?"
)
_HEDGE = (
    r"(?i:about|around|some|roughly|approximately|nearly|almost|over|more\sthan|less\sthan|just\sover|just\sunder|just"
    r"|only|at\sleast|up\sto|as\smuch\sas|an?|another|a\sfurther)"
)
_ADVERB = r"(?:[a-z]+ly|further|again|year[\s-]on[\s-]year|on[\s-]year)"
_MONEY = r"(?:[A-Z]{2,3}\$?|[A-Z]{0,2}[$€£¥\uffe5])?"
_BEFORE_EN = re.compile(
    rf"(?:\b(?i:(?P<rise>{_EN_RISE})|(?P<fall>{_EN_FALL})|(?P<either>{_EN_FALL_OR_ACT}))(?:\s{_ADVERB})?(?P<by>{_BY})?"
    r"|(?P<start>^|[,;:(\u2013\u2014]\s?|\b(?:is|are|was|were|be|been|went|came|edged|inched|ticked)\s|\b(?P<word>[A-Za-z-]+)\s)"
    r"(?:(?P<up>[Uu]p)|(?P<down>[Dd]own))(?:\sby)?)"
    rf"(?:\s{_HEDGE})*\s{_MONEY}\s?$"
)
# What is shut, handed or tracked down did not fall, and what makes up a part did not rise.
_PARTICLE = re.compile(
    r"(?:shut|clos|tak|took|bring|brought|hand|track|hunt|tear|tore|torn|pull|br[eo]ak|set|ma[dk]e|crack|put|turn|sum"
    r"|add|pick|t?op|sign|follow|buil[dt]|call|strik|struck|writ|wrote|pay|paid|step)[a-z]*$"
)
_AFTER_EN = re.compile(
    r"\)?[\s-](?:[a-z-]+\s)?(?:(?P<rise>rise|increase|growth|jump|surge|gain)|(?P<fall>fall|decrease|drop|decline|reduction|cut|dip|slump))"
    r"\b(?!s)|\s(?:[a-z]+\s)?(?:(?P<more>more|higher|greater)|(?P<less>fewer|less|lower|smaller))\sthan\b"
)
_ZH_RISE = "增长|增加|上升|提高|提升|上涨|激增|成长|扩大|(?<!新)增|升|涨|[增涨升]幅[为是]?"
_ZH_FALL = "负增长|下降|减少|降低|下滑|回落|缩减|缩短|缩小|萎缩|下跌|衰退|减|降|跌|[降减跌]幅[为是]?"
_BEFORE_ZH = re.compile(
    rf"(?:(?P<fall>{_ZH_FALL})|(?P<rise>{_ZH_RISE})|(?P<more>[多高])|(?P<less>(?<![至最不减缺])[少低]))"
    r"(?:[了约近超逾达出均]|超过|达到|分别|大约|幅度|不到|不足)*\s?$"
)
_COMPARED = re.compile("[比较]")
_AND = re.compile(r"\sand\s(?:by\s)?|,\sand\s|\s?[和与及、]\s?")
_LOWER = re.compile(r"低|降|减|跌|落|\b(?:down|lower|less|below|under)\b|\b(?i:fell|fall|drop|declin|decreas)")
_CLAUSE = re.compile(r"[,;:，。；：、！？\n]")


def with_change(text: str, numeral: Numeral, last: Numeral | None = None) -> Numeral:
    """The numeral as a change, with the sign of a fall, where the words around it say that it is one."""
    if numeral.kind not in ("cardinal", "percent", "fraction", "range", "factor"):
        return numeral
    if numeral.text.startswith("翻") or numeral.text.lower() in MULTIPLIED:
        return replace(numeral, changes=True)
    if text[numeral.start] in "-−负" or text[max(0, numeral.start - 1) : numeral.start] == "+":
        return replace(numeral, changes=True)
    if (
        last is not None
        and last.changes
        and last.kind == numeral.kind
        and _AND.fullmatch(text, last.end, numeral.start)
    ):
        return _changed(numeral, last.value < 0)
    before = text[max(0, numeral.start - 48) : numeral.start].rpartition("\n")[2]
    after = text[numeral.end : numeral.end + 32].partition("\n")[0]
    if numeral.language == "zh":
        return _in_chinese(numeral, before)
    return _in_english(numeral, before, after)


def _changed(numeral: Numeral, falls: bool, doubt: str = "") -> Numeral:
    sign = -1 if falls else 1
    upper = None if numeral.upper is None else sign * numeral.upper
    return replace(numeral, value=sign * numeral.value, upper=upper, changes=True, doubt=numeral.doubt or doubt)


def _in_english(numeral: Numeral, before: str, after: str) -> Numeral:
    ratio = numeral.kind in ("percent", "fraction", "factor")
    found = _BEFORE_EN.search(before)
    if found and found["by"] and " at" in found["by"] and not ratio:
        found = None
    if found and (found["up"] or found["down"]):
        # "cases up 12" may be anything, "cases up 12%" may not.
        if not found["word"] or (ratio and not _PARTICLE.match(found["word"])):
            return _changed(numeral, bool(found["down"]))
    elif found and not found["either"]:
        return _changed(numeral, bool(found["fall"]))
    elif found:
        doubt = "" if ratio or found["by"] else f"whether it fell by {numeral.text} or that many were {found['either']}"
        return _changed(numeral, True, doubt)
    later = _AFTER_EN.match(after)
    if later and (ratio or later["more"] or later["less"]):
        return _changed(numeral, bool(later["fall"] or later["less"]))
    return _of_points(numeral, before)


def _in_chinese(numeral: Numeral, before: str) -> Numeral:
    found = _BEFORE_ZH.search(before[-12:])
    if found and (found["fall"] or found["rise"] or _COMPARED.search(_CLAUSE.split(before)[-1])):
        return _changed(numeral, bool(found["fall"] or found["less"]))
    return _of_points(numeral, before)


def _of_points(numeral: Numeral, before: str) -> Numeral:
    """Percentage points are a change or a distance; words of its clause tell of which sign."""
    if numeral.unit != "percentage points" or numeral.kind == "ordinal":
        return numeral
    return _changed(numeral, _LOWER.search(_CLAUSE.split(before)[-1]) is not None)
