"""What the words around a numeral say of its bound, and two numerals that are one range."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from ..decimals import format_decimal
from .changes import with_change
from .numeral import Hedge, Kind, Numeral
from .words import MEASURE_WORDS, chinese_scale, english_scale

_EN_MORE = (
    r"more\sthan|over|above|exceed(?:ed|ing|s)?|surpass(?:ed|ing|es)?|in\sexcess\sof|upwards?\sof"
    r"|greater\sthan|topp(?:ed|ing)|(?<=could\s)top|(?<=would\s)top|(?<=will\s)top"
)
_EN_FLOOR = r"at\sleast|(?:no|not)\s(?:less|fewer)\sthan|a\sminimum\sof|as\sfew\sas"
_EN_LESS = r"nearly|almost|close\sto|less\sthan|fewer\sthan|under|below|approaching"
_EN_CEILING = (
    r"up\sto|within|as\s(?:many|much)\sas|at\smost|(?:no|not)\s(?:more|greater)\sthan|a\smaximum\sof|not\sexceeding"
)
_EN_ABOUT = r"about|around|some|approximately|approx\.|roughly|circa|an\sestimated|estimated"
_BEFORE_EN = re.compile(
    rf"\b(?i:(?P<floor>{_EN_FLOOR})|(?P<ceiling>{_EN_CEILING})|(?P<more>{_EN_MORE})|(?P<less>{_EN_LESS})|(?P<about>{_EN_ABOUT}))"
    r"\s(?:(?:an?|the|a\stotal\sof)\s)?(?:[A-Z][A-Za-z]{1,2}\$?|[A-Z]{0,2}[¥\uffe5$€£])?\s?$"
)
_AFTER_EN = re.compile(
    r"(?i:(?P<floor>\sor\smore\b|\s(?:and|or)\sabove\b|\+|[\s-]plus\b)|(?P<more>-odd\b)"
    r"|(?P<ceiling>\sor\s(?:less|fewer)\b|\s(?:and|or)\sbelow\b)|(?P<about>\sor\sso\b))"
)
_BEFORE_ZH = re.compile(
    r"(?:(?P<floor>不少于|不低于|不小于|至少|最少|起码)|(?P<ceiling>最高可?被?判?(?:处|罚款)*|不超过|不多于|不高于|至多|最多)"
    r"|(?P<more>超过|超出|突破|多于|高于|大于|超|逾)"
    r"|(?P<less>将近|接近|不到|不足|少于|低于|小于|(?<![最附靠远])近)"
    r"|(?P<about>大约|约为|大概|大致|估计|(?<![节条公契合签预制违])约))[达为有了]?(?:人民币|[¥\uffe5])?\s?$"
)
_PASSED_ZH = re.compile("(?<![经通超路])过$")
_AFTER_ZH = re.compile(
    rf"(?P<more>\s?[余多](?!少))|(?P<few>几(?=[{MEASURE_WORDS}]))|(?P<around>来(?=[{MEASURE_WORDS}]))"
    r"|[^\W\d_,。]{0,3}?(?:(?P<floor>及?以上|之上)|(?P<ceiling>及?以下|以内|之内|(?<=[日天月年时])内)|(?P<about>左右|上下)|(?P<over>有余))|(?P<plus>\+)"
)
_RECENT = re.compile("\\s?(?:多|余|几)?(?:年|个月|月|周|天|日|载|期)")

_MEANINGS: dict[str, Hedge] = {
    "floor": "at-least",
    "plus": "at-least",
    "more": "more-than",
    "few": "more-than",
    "over": "more-than",
    "less": "nearly",
    "ceiling": "at-most",
    "about": "about",
    "around": "about",
}
_UNHEDGED: tuple[Kind, ...] = ("ordinal", "year", "date", "period", "name")


def with_hedge(text: str, numeral: Numeral) -> Numeral:
    """The numeral with what the words before, inside or behind it say about its bound."""
    if numeral.hedge:
        return replace(numeral, qualifier="about" if numeral.hedge == "来" else "more-than")
    if numeral.kind in _UNHEDGED:
        return numeral
    before, after = text[max(0, numeral.start - 30) : numeral.start], text[numeral.end : numeral.end + 12]
    if numeral.language == "zh":
        found = _BEFORE_ZH.search(before[-10:])
        if found and found.group().startswith("近") and _RECENT.match(after):
            found = None
        if _PASSED_ZH.search(before) and numeral.text[0] in "百千万亿半":
            return replace(numeral, qualifier="more-than", hedge="过")
        later = _AFTER_ZH.match(after)
        found = later if later and (found is None or later["more"]) else found
    else:
        found = _BEFORE_EN.search(before) or _AFTER_EN.match(after)
    if found is None or found.lastgroup is None:
        return numeral
    return replace(numeral, qualifier=_MEANINGS[found.lastgroup], hedge=found[found.lastgroup].strip())


_JOINED = re.compile(
    r"\s?(?:——|[-–—~\uff5e\uff0d])\s?|\s?[至到]\s?|\sto\s|(?P<counter>[\u4e00-\u9fff])(?:[至到]|[-–—~\uff5e\uff0d])"
)
_FROM_BEFORE = re.compile(r"(?:\bfrom\s(?:about\s|around\s)?|[从由自])$", re.IGNORECASE)


_RANGE_KINDS = (
    ("cardinal", "cardinal"),
    ("percent", "percent"),
    ("cardinal", "percent"),
    ("date", "cardinal"),
    ("cardinal", "date"),
)


def as_range(text: str, first: Numeral, last: Numeral) -> Numeral | None:
    """The two as one range, when the words between them say so: 10-20, 10至20万, between 3 and 5."""
    if last.start - first.end > 6 or last.hedge or first.upper is not None:
        return None
    gap, before = text[first.end : last.start], text[max(0, first.start - 14) : first.start]
    if gap == "/" and first.kind == last.kind == "cardinal" and 0 < first.value < last.value and first.text.isdigit():
        unit = Fraction(1, last.value.numerator)
        found = replace(first, value=first.value / last.value, digits_unit=unit, kind="fraction")
        return replace(found, end=last.end, text=text[first.start : last.end], language=last.language)
    if (first.kind, last.kind) not in _RANGE_KINDS and not (first.text.startswith("第") and last.kind == "cardinal"):
        return None
    joined = _JOINED.fullmatch(gap)
    between = re.search(r"\bbetween\s$", before) and gap == " and "
    between = between or (gap in ("和", "与", "至", "到") and text[last.end : last.end + 2] == "之间")
    if not (joined or between):
        return None
    if joined and joined["counter"] and joined["counter"] != text[last.end : last.end + 1]:
        return None
    if re.search("[a-z至到]", gap) and (
        _FROM_BEFORE.search(before) or (not last.unit and with_change(text, first).changes)
    ):
        return None
    first = with_scale_of(text, first, last)
    if first.value >= last.value:
        return None
    kind: Kind = "date" if "date" in (first.kind, last.kind) else "range"
    return Numeral(
        text[first.start : last.end], first.value, min(first.digits_unit, last.digits_unit), "exact", last.unit, kind,
        first.start, last.end, last.language, upper=last.value, doubt=first.doubt or last.doubt,
    )  # fmt: skip


_SCALE_AT_END = re.compile(
    r"(?P<zh>[百千]?[万亿]+)$|(?P<en>(?i:thousand|million|billion|trillion|mln|bln|mn|bn|trn|tn|m))$"
)
_SHARED = re.compile(
    r"\sto\s(?:about\s|around\s|nearly\s|almost\s|over\s|some\s)?|\s(?P<and>and|or)\s|\s?(?:[-–—~\uff5e\uff0d])\s?"
    r"|\s?(?:增长|增加|上升|提高|提升|上涨|扩大|下降|减少|降低|[增升降减涨跌])?[至到]\s?|\s?(?P<with>[和与及或、])\s?"
)


def with_scale_of(text: str, first: Numeral, last: Numeral) -> Numeral:
    """The first of two numbers under one scale or sign: "from 1.2 to 1.5 million", 由12增至15万, "2.1 and 1.5 percent".

    Where it may as well stand without the scale, it keeps its digits and is doubtful.
    """
    if first.kind != "cardinal" or first.unit or first.hedge or not 0 < first.value < 10**4 or first.upper is not None:
        return first
    scale = _SCALE_AT_END.search(last.text)
    gap = _SHARED.fullmatch(text, first.end, last.start) if scale or last.kind == "percent" else None
    if gap is None:
        return first
    measured = first.value.denominator > 1
    if last.kind == "percent":
        if gap["and"] and not measured:
            return first
        return replace(first, kind="percent", unit=last.unit) if last.unit != "成" else first
    assert scale is not None
    factor = chinese_scale(scale["zh"]) if scale["zh"] else english_scale(scale["en"])
    printed = last.value / factor
    alike = 1 <= printed < 10**4 and first.value <= printed * 10
    listed = gap["and"] or gap["with"]
    if measured or (alike and not listed) or (alike and re.search(r"\bbetween\s$", text[: first.start][-9:])):
        return replace(first, value=first.value * factor, digits_unit=first.digits_unit * factor, unit=scale.group())
    return replace(first, doubt=f"{first.text} may be {format_decimal(first.value * factor)}")
