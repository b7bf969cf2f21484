"""The period that a number is of, as its sentence says it."""

from __future__ import annotations

import re

from beijing_ip.numbers.reading import Numeral

from ..checks.open_cells import OPEN

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_MONTH_FIRST = _MONTH.replace("month", "month2")
_DAY_EN = re.compile(
    r"\b(?:by|as of|as at|until|up to|on)\s(?:the\send\sof\s)?"
    rf"(?:(?P<day>\d\d?)\s{_MONTH}|{_MONTH_FIRST}(?:\s(?P<day2>\d\d?))?)(?:,?\s(?P<year>(?:19|20)\d\d))?\b",
    re.IGNORECASE,
)
_DAY_ZH = re.compile(r"(?:截至|截止|到|至)(?P<year>(?:19|20)\d\d)年(?P<month>1[0-2]|[1-9])月(?:(?P<day>\d\d?)日)?底?")
_SINCE = re.compile(
    r"\b(?:since|from)\s(?P<en>(?:19|20)\d\d)(?!\d)(?!,?\sto\b)|(?P<zh>(?:19|20)\d\d)年(?:以来|起|至今)", re.I
)
_PART = re.compile(
    r"\bfirst\s(?:three|3)\squarters\b|\bfirst\shalf\sof\b|\bfirst\s(?P<en>\w+)\smonths\b|前三季度|上半年|1[至到-](?P<zh>1[0-2]|[1-9])月",
    re.I,
)
_YEAR = re.compile(r"(?<![\d,.])(?P<year>(?:19|20)\d\d)(?!\d|[.,]\d)")
# What a number was before it changed: "rose from 1.2 to 1.5 million".
_FROM = re.compile(r"\bfrom\s(?:about\s|some\s)?$|[由从]$")
_TO = re.compile(r"\D{0,16}?\sto\s|[^0-9，。]{0,8}[至到]")
# The value of a year before: "against 185 the previous year", "up from 79,000 in 2021", 上年为12件.
_BEFORE_IT = re.compile(
    r"\b(?:(?:up|down|rise|fall|rising|falling)\sfrom|against|compared\s(?:with|to)|versus)\s$", re.I
)
_YEAR_BEFORE_OF = re.compile(r"(?:上年|上一年|去年|前一年)(?:同期)?[的为是]$")
_FEW_WORDS = r"(?:\s(?!than|on|over|from|since|to)[a-z-]+){0,3}?"
_NAMED_BEHIND = re.compile(rf"{_FEW_WORDS}\s(?:in|of|for|during)\s(?P<year>(?:19|20)\d\d)\b")
_YEAR_BEFORE_BEHIND = re.compile(
    rf"{_FEW_WORDS},?\s(?:in\s)?(?:the\s(?:previous|prior|preceding)\syear|the\syear\sbefore|a\syear\s(?:earlier|before|ago))\b"
)
# The year is what the number is held against, not the one it is of.
_AGAINST = re.compile(
    r"(?:\bthan\sin|\bthan|\bon|\bover|\bfrom|\bagainst|\bwith|\bto|比|较|与|对)\s?(?:that\s(?:of|in)\s)?$"
)


def find_period(numeral: Numeral, sentence: str, at: int, year: int) -> tuple[str, str]:
    """Return the period of a number at `at` in its sentence, or an open cell with the likely ones, and why.

    Without a word of another time it is the year of the report.
    """
    # What stands after a mark that parts two clauses is of another number.
    before = sentence[:at]
    half = re.split(r"[;；]", before)[-1]
    if since := _last(_SINCE, half):
        first = since["en"] or since["zh"]
        if int(first) < year:
            return f"{OPEN} {first}/{year} | {year}", f"the sentence says since {first}"
    if part := _last(_PART, half) or _PART.search(sentence[at : at + 60]):
        return f"{OPEN} {_months(part[0], part, year)} | {year}", f"the sentence says '{part[0]}'"
    if _FROM.search(before) and _TO.match(sentence[at + len(numeral.text) :]):
        return f"{OPEN} {year - 1} | {year}", "the sentence says from this number to another"
    behind = sentence[at + len(numeral.text) :]
    if _YEAR_BEFORE_BEHIND.match(behind) or _YEAR_BEFORE_OF.search(before):
        return str(year - 1), ""
    if (named := _NAMED_BEHIND.match(behind)) and int(named["year"]) < year:
        of = named["year"]
        return (of, "") if _BEFORE_IT.search(before) else (f"{OPEN} {of} | {year}", f"the sentence goes on with {of}")
    if _BEFORE_IT.search(before) and not _YEAR.search(half):
        return f"{OPEN} {year - 1} | {year}", "the sentence holds another number against this one"
    day = _last(_DAY_EN, half) if numeral.language == "en" else _last(_DAY_ZH, half)
    if day:
        return _day(day, year)
    years = [match for match in _YEAR.finditer(half) if not _AGAINST.search(half[: match.start()])]
    found = int(years[-1]["year"]) if years else year
    if found > year:
        return f"{OPEN} {found} | {year}", f"the sentence names {found}"
    return str(found), ""


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text))), None)


def _months(words: str, part: re.Match[str], year: int) -> str:
    counted = {"six": 6, "nine": 9, "eleven": 11, "ten": 10, "three": 3, "four": 4, "eight": 8, "seven": 7, "five": 5}
    last = 9 if re.search("quarters|季度", words) else 6
    if named := part["en"] or part["zh"]:
        last = int(named) if named.isdigit() else counted.get(named.lower(), 6)
    return f"{year}-01/{year}-{last:02}"


def _day(found: re.Match[str], year: int) -> tuple[str, str]:
    cells = found.groupdict()
    named = cells["month"] or cells.get("month2") or ""
    month = int(named) if named.isdigit() else _MONTHS.index(named.lower()) + 1
    day = cells["day"] or cells.get("day2")
    of = cells["year"]
    if month == 12 and (not day or day == "31") and (not of or int(of) == year):
        return str(year), ""
    period = f"{of or year}-{month:02}{f'-{int(day):02}' if day else ''}"
    return (period, "") if of else (f"{OPEN} {period} | {year}", f"the sentence says '{found[0]}' without a year")
