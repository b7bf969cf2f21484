"""What a numeral is by the words beside it: a factor, or no figure but a period, a duration, a date or a name."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from .numeral import Kind, Numeral

_FACTOR = re.compile(r"[\s-]?[Ff]old\b|\stimes\s(?:as|more|the|that|over|higher|larger|greater)\b|\s?[多余几]?倍")
# Labels of what is numbered. Words of every day count only with a capital.
_LABELS = (
    r"(?:[Aa]rticle|[Cc]hapter|[Ss]ection|[Cc]lause|[Aa]nnex|[Aa]ppendix|[Pp]aragraph|[Cc]lass|[Rr]ule|[Rr]egulation"
    r"|Part|Table|Figure|Fig\.|Box|Item|Order|Decree|Document|Directive|Resolution|Phase|Tier|Level|Stage|Type|Category"
    r"|Group|Line|Room|Building|Schedule|Notice|Announcement|Decision|Circular|Protocol|Volume|Issue|Page|Version|Chart)"
)
_LABEL = re.compile(
    rf"\b(?:{_LABELS}|ISO|IEC|GB/?T?)\s(?:Nos?\.\s?)?$"
    rf"|\b{_LABELS}e?s\s(?:[0-9]+(?:,\s|\sand\s|,\sand\s|\sto\s|[-–])){{0,9}}$"
)
_LABEL_ZH = re.compile(r"(?:(?<![代列发报外])表|附[图表件]|附录|专栏|双)\s?$")
_NAMED_ZH = re.compile("[条款章节编号类]")
_PLAN = re.compile(
    r"[\s-](?:[A-Z][a-z]+-|[0-9]+-)?[Yy]ear\s(?:[A-Z][a-z]+\s)?(?:Plan|Program|Outline)"
    r"|(?:个?五年|年)(?:规划|计划|行动)"
)
_POINT = re.compile("[0-9][·•・]$")
_POINT_AFTER = re.compile("[·•・][0-9]")
_DURATION_EN = re.compile(
    r"[\s-](?:(?:working|business|calendar|consecutive|straight|full|whole|further|additional|more)[\s-])?"
    r"(?:second|minute|hour|day|week|fortnight|month|year|decade)s?(?![A-Za-z]|-old)"
)
_PERIOD_EN = re.compile(r"[\s-](?:quarters?|half|semesters?|trimesters?)(?![\w-])(?!\sof\s(?:all|its|their|them)\b)")
_PERIOD_SPAN = re.compile(r"[\s-](?:week|month|quarter)s?(?:\s(?:to|ended|ending|through|up\sto|period)\b|['’])")
_SPANS = re.compile(r"\s(?:weeks|months|quarters)\b")
_SPANS_LATER = re.compile(r"\s(?:[a-z]+|[0-9]+)\s(?:weeks|months|quarters)\b")
_PART_OF_YEAR = re.compile(r"\b(?i:first|last|final|opening)\s$")
_LASTS_ZH = re.compile(
    r"\s?[多余几]?(?:个(?:工作日|自然日|小时|多?月|季度?|周|星期)|工作日|自然日|天|小时|分钟|秒|周(?![岁年刊])|星期|季(?!度)"
    r"|日之?[内起]|日以[内上]|年(?![级代度底末初份]))"
)
_DAYS_BEFORE = re.compile(r"(?:不超过|不少于|不到|至少|至多|超过|少于|多于|[满逾近约每共]|为期|[历用]时|期限|连续)\s?$")
_MINGUO = re.compile(r"民国\s?$")
_CLAUSE_BEFORE = re.compile("(?:^|[，。；、,;自至到在])$")


def with_kind(text: str, numeral: Numeral) -> Numeral:
    """The numeral with the kind that the words beside it tell, if they tell more than its own form."""
    if numeral.kind in ("percent", "factor"):
        return numeral
    before = text[max(0, numeral.start - 48) : numeral.start].rpartition("\n")[2]
    if numeral.kind == "name":
        quarter = before[-1:] in ("Q", "H") and not before[-2:-1].isalnum() and numeral.value <= 4
        return replace(numeral, kind="period") if quarter else numeral
    after = text[numeral.end : numeral.end + 32].partition("\n")[0]
    kind = _named(numeral, before, after)
    if kind is None and numeral.kind == "ordinal":
        kind = _time_of_ordinal(after)
    elif kind is None and (numeral.kind == "fraction" or numeral.digits_unit.denominator <= 2):
        # What has decimals is measured: 16.5 months.
        kind = (_time_in_chinese if numeral.language == "zh" else _time_in_english)(numeral, before, after)
    if kind is None and numeral.kind == "cardinal" and _FACTOR.match(after):
        kind = "factor"
    if kind == "period" and numeral.kind == "fraction" and numeral.language == "en":
        # "three quarters" are three of them.
        return replace(numeral, kind=kind, value=numeral.value / numeral.digits_unit, digits_unit=Fraction(1))
    return replace(numeral, kind=kind) if kind and kind != numeral.kind else numeral


def _named(numeral: Numeral, before: str, after: str) -> Kind | None:
    label = _LABEL_ZH.search(before[-4:]) if before[-1:] > "z" else before[-1:] != "" and _LABEL.search(before)
    if _PLAN.match(after) or (label and numeral.kind != "year"):
        return "name"
    if _NAMED_ZH.match(after) and (
        numeral.text.startswith("第") or (after[0] == "号" and after[1:2] not in ("召", "称"))
    ):
        return "name"
    return "date" if _POINT.search(before) or _POINT_AFTER.match(after) else None


def _time_of_ordinal(after: str) -> Kind | None:
    return "period" if _PERIOD_EN.match(after) or after.lstrip().startswith("季") or _SPANS_LATER.match(after) else None


def _time_in_english(numeral: Numeral, before: str, after: str) -> Kind | None:
    part = _PART_OF_YEAR.search(before) is not None
    if numeral.kind == "fraction":
        return "period" if part else None
    if _PERIOD_SPAN.match(after) or (part and _SPANS.match(after)):
        return "period"
    return "duration" if numeral.kind in ("cardinal", "range") and _DURATION_EN.match(after) else None


def _time_in_chinese(numeral: Numeral, before: str, after: str) -> Kind | None:
    if numeral.kind == "fraction":
        if before[-1:] in ("上", "下", "前", "后"):
            return "period"
        return (
            "duration"
            if after[:1] in ("年", "月", "天", "日")
            or after.startswith(("个月", "个多月", "个小时"))
            or before[-1:] in ("年", "月")
            else None
        )
    if numeral.upper is not None and after.startswith("月"):
        return "period"
    days = after.startswith("日") and (numeral.value > 31 or _DAYS_BEFORE.search(before))
    if numeral.kind == "date":
        return "duration" if days or (after.startswith("日") and _LASTS_ZH.match(after)) else None
    if numeral.kind not in ("cardinal", "range"):
        return None
    if _MINGUO.search(before) or (after[:1] == "年" and 90 <= numeral.value <= 130 and _CLAUSE_BEFORE.search(before)):
        return "year"
    if after.startswith("季度") or (after[:1] == "季" and before.endswith("前")):
        return "period"
    return "duration" if days or _LASTS_ZH.match(after) else None
