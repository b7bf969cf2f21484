"""Dates and periods: days that there are, in the forms of a column; and the likely one where people write another."""

from __future__ import annotations

import datetime
import re

from .characters import narrow, shorten

FIRST_YEAR = 1800
_FORMS = ("2020", "2020-09", "2020-09-04", "2016/2020", "2020-01/2020-09", "2020-09-04/2021-03-31")
"""A form of each kind; which of them a column has, its pattern says."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST_DAY_OF_A_SPREADSHEET = datetime.date(1899, 12, 30)

_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_OTHER_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:fy|cy|year|end of|by the end of|in)?\s*{_YEAR}(?:\.0+|\s*年(?:度|末|底)?)?",
        rf"{_YEAR}\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*月?",
        rf"{_YEAR}\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})\s*日?(?:[ t]0?0:00.*)?",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)?",
        rf"(?P<month>\d{{1,2}})[-/.]{_YEAR}",
        rf"(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.]{_YEAR}",
        rf"(?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})[-/.]{_YEAR}",
        rf"{_MONTH}\s*[- ,]\s*{_YEAR}",
        rf"{_DAY}\s*[- ]\s*{_MONTH}\s*[- ,]\s*{_YEAR}",
        rf"{_MONTH}\s*{_DAY}\s*,?\s*{_YEAR}",
        rf"(?:{_DAY}-)?{_MONTH}-(?P<year>\d\d)",
        rf"{_YEAR}\s*[- ,]\s*{_MONTH}",
        rf"{_YEAR}\s*-?\s*(?P<part>[qh][1-4])",
        rf"(?P<part>[qh][1-4])\s*[-/]?\s*{_YEAR}",
        rf"{_YEAR}\s*年?\s*(?P<part>[上下]半年|[一二三四]季度)",
        rf"{_YEAR}\s*(?:[-–—/至到~]|to)\s*(?P<until>\d{{4}}|\d\d)\s*年?",
    )
)
_PARTS = {"h1": (1, 6), "h2": (7, 12), "上半年": (1, 6), "下半年": (7, 12)}
_PARTS |= {name: (3 * number - 2, 3 * number) for number in range(1, 5) for name in (f"q{number}",)}
_PARTS |= {f"{name}季度": (3 * number - 2, 3 * number) for number, name in enumerate("一二三四", 1)}


def wrong_date(cell: str, pattern: str) -> str:
    """Say what is wrong with a date or period in a column of this pattern, and what is likely meant; "" for good."""
    if not re.fullmatch(pattern, cell):
        forms = [form for form in _FORMS if re.fullmatch(pattern, form)]
        dates = likely_dates(cell)
        likely = [date for date in dates if re.fullmatch(pattern, date)]
        likely = likely or [date[:4] for date in dates[:1] if re.fullmatch(pattern, date[:4])]
        meant = f"; did you mean {' or '.join(likely)}?" if likely else ""
        return f"is '{shorten(cell)}'; write it like {' or '.join(forms)}{meant}"
    for date in cell.split("/"):
        if said := _no_such_day(date):
            return f"is '{cell}'; {said}"
    first, _, last = cell.partition("/")
    if last and len(first) != len(last):
        return f"is '{cell}', a span between dates of different kinds; write two years, two months or two days"
    if last and last <= first:
        kind = "ends where it begins" if last == first else "ends before it begins"
        return f"is '{cell}', which {kind}; write the earlier date first"
    return ""


def _no_such_day(date: str) -> str:
    year, month, day = (*map(int, date.split("-")), 1, 1)[:3]
    if year < FIRST_YEAR:
        return f"no date here is before {FIRST_YEAR}"
    if not 1 <= month <= 12:
        return "there is no such month; it is a number from 01 to 12"
    try:
        datetime.date(year, month, day)
    except ValueError:
        last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)).day
        return f"there is no such day; that month ends on the {last}th" if last != 31 else "there is no such day"
    return ""


def likely_dates(cell: str) -> list[str]:
    """Return what somebody may have meant who wrote a date in another form, likeliest first."""
    text = narrow(cell).lower()
    found: dict[str, None] = {}
    if re.fullmatch(r"[34]\d{4}(\.0+)?", text):
        # A spreadsheet shows its own count of days where the cell has lost its format.
        day = _FIRST_DAY_OF_A_SPREADSHEET + datetime.timedelta(int(float(text)))
        found[day.isoformat()] = None
    for form in _OTHER_FORMS:
        if match := form.fullmatch(text):
            date = _put_together(match.groupdict())
            if date and not any(map(_no_such_day, date.split("/"))):
                found[date] = None
    return list(found)


def _put_together(parts: dict[str, str | None]) -> str:
    year = f"20{parts['year']}"[-4:]
    if until := parts.get("until"):
        last = until if len(until) == 4 else year[:2] + until
        return f"{year}/{last}" if last > year else ""
    if part := parts.get("part"):
        if part not in _PARTS:
            return ""
        first, end = _PARTS[part]
        return f"{year}-{first:02}/{year}-{end:02}"
    month = _MONTHS.index(name) + 1 if (name := parts.get("name")) else int(parts.get("month") or 0)
    day = int(parts.get("day") or 0)
    return "-".join([year, *([f"{month:02}"] if month or parts.get("month") else []), *([f"{day:02}"] if day else [])])


def later(date: str, than: str) -> bool:
    """Whether a date is later than another, as far as both say."""
    digits = min(len(date), len(than))
    return date[:digits] > than[:digits]
