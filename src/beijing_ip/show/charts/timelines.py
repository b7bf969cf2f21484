"""Events in time: a dated list down a line, under its years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Unpack

from .figure import Caption, Figure
from .sheet import Sheet, lay_out, require_any
from .style import COLOURS, GREY, INK, LINE_HEIGHT, PAPER, SIZE, SMALL, TINT
from .text import Run, text_width, wrap_lines


@dataclass(frozen=True)
class Event:
    """A dated event; an approximate one is drawn hollow, and ``date_text`` should say that it is."""

    date_text: str
    start: date
    end: date | None
    label: str
    approximate: bool = False
    about: str = ""


def timeline(
    events: Sequence[Event], *, mark_year: int | None = None, fold: bool = False, **words: Unpack[Caption]
) -> Figure:
    """Events down a line in the order of their dates, each beside its mark, with the years at the left.

    An approximate date is a hollow dot, a period a bar; the marked year is shaded. A span of a year
    and a half or less is divided into months. A year without an event has a row of its own, so that the wait is
    seen; with ``fold`` two or more of them on end share one.

    Raises ``ValueError`` when an event ends before it starts.
    """
    require_any(events, "events")
    for event in events:
        if event.end is not None and event.end < event.start:
            raise ValueError(f"{event.label!r} ends on {event.end}, before it starts on {event.start}")
    return lay_out(
        words, lambda sheet: _draw_timeline(sheet, sorted(events, key=lambda event: event.start), mark_year, fold)
    )


_BETWEEN = 5.0
"""The space between two rows, in points."""


def _draw_timeline(sheet: Sheet, events: Sequence[Event], mark_year: int | None, fold: bool) -> list[str]:
    stretches = _cut_time(events, fold, sheet)
    axis = sheet.left + 10 + max(text_width(stretch.name, SMALL, True) for stretch in stretches)
    column = axis + 12.0
    texts = [
        wrap_lines([Run(event.date_text, bold=True), Run(f"  {event.label}")], sheet.right - column, SIZE)
        for event in events
    ]
    rows = [
        [number for number, event in enumerate(events) if stretch.first <= event.start < stretch.last]
        for stretch in stretches
    ]
    heights = [sum(len(texts[number]) * LINE_HEIGHT + _BETWEEN for number in row) or LINE_HEIGHT for row in rows]
    tops = [sheet.y + sum(heights[:at]) for at in range(len(heights) + 1)]
    seen = set()
    if _draw_axis(sheet, stretches, mark_year, tops, axis):
        seen.add("reads_marked")
    if any(stretch.folded for stretch in stretches):
        seen.add("reads_folded")
    for row, top in zip(rows, tops, strict=False):
        sheet.y = top + _BETWEEN / 2
        for number in row:
            seen.add(_draw_event(sheet, number + 1, events[number], axis))
            for line in texts[number]:
                sheet.set_line(line, column, sheet.y + SIZE)
                sheet.y += LINE_HEIGHT
            sheet.y += _BETWEEN
    sheet.y = tops[-1] + 4
    if "reads_about" in seen:
        sheet.note("hollow")
    order = ("reads_period", "reads_marked", "reads_about", "reads_folded")
    return [
        sheet.sentences("reads_timeline"),
        sheet.sentences(*(reads for reads in order if reads in seen), year=mark_year),
    ]


def _draw_event(sheet: Sheet, number: int, event: Event, axis: float) -> str:
    """Draw the mark of an event whose label begins here; return the phrase that says how to read what is special."""
    title = sheet.title(event.date_text, "", event.label, event.about)
    middle = sheet.y + LINE_HEIGHT / 2
    if event.end is not None and event.end > event.start:
        sheet.box(axis - 2.5, middle - 6, 5, 12, COLOURS[0], gid=f"period-{number}", title=title)
        return "reads_period"
    if event.approximate:
        sheet.disc(axis, middle, 2.9, PAPER, edge=COLOURS[0], gid=f"event-{number}", title=title)
        return "reads_about"
    sheet.disc(axis, middle, 3.6, COLOURS[0], gid=f"event-{number}", title=title)
    return ""


@dataclass(frozen=True)
class _Stretch:
    """One named piece of time, up to but not including its last day: a year, a month, or folded years."""

    name: str
    first: date
    last: date
    folded: bool = False


def _cut_time(events: Sequence[Event], fold: bool, sheet: Sheet) -> list[_Stretch]:
    """Cut the time from the first event to the last into years, or when it is short into months."""
    first, last = events[0].start, max(event.end or event.start for event in events)
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    if len(months) <= 18:
        starts = [date(month // 12, month % 12 + 1, 1) for month in (*months, months[-1] + 1)]
        return [
            _Stretch(
                sheet.say("month_of" if start == starts[0] or start.month == 1 else "month", date=start),
                start,
                following,
            )
            for start, following in pairwise(starts)
        ]
    busy = {year for event in events for year in range(event.start.year, (event.end or event.start).year + 1)}
    stretches: list[_Stretch] = []
    year = first.year
    while year <= last.year:
        following = min((other for other in busy if other > year), default=last.year + 1)
        idle = year not in busy
        until = following if fold and idle and following - year > 1 else year + 1
        name = str(year) if until == year + 1 else f"{year}–{(until - 1) % 100:02d}"
        stretches.append(_Stretch(name, date(year, 1, 1), date(until, 1, 1), until > year + 1))
        year = until
    return stretches


def _draw_axis(
    sheet: Sheet, stretches: Sequence[_Stretch], mark_year: int | None, tops: Sequence[float], axis: float
) -> bool:
    """Draw the line with a tick at the start of each stretch and its name below that; shade the marked year.

    Return whether there is a marked year on it.
    """
    marked = [at for at, stretch in enumerate(stretches) if stretch.first.year == mark_year and not stretch.folded]
    if marked:
        top, bottom = tops[marked[0]], tops[marked[-1] + 1]
        sheet.box(sheet.left, top, axis + 8 - sheet.left, bottom - top, TINT, gid="marked-year")
    for at, (stretch, (top, bottom)) in enumerate(zip(stretches, pairwise(tops), strict=True)):
        is_empty = bottom - top == LINE_HEIGHT
        sheet.stroke([(axis - 5, top), (axis, top)], colour=GREY)
        sheet.text(
            sheet.left + 3,
            top + (0 if is_empty else _BETWEEN / 2) + SIZE,
            stretch.name,
            size=SMALL,
            bold=at in marked,
            colour=INK if at in marked else GREY,
        )
        dash = (1.5, 1.5) if stretch.folded else None
        gid = f"folded-{stretch.name}" if stretch.folded else ""
        sheet.stroke([(axis, top), (axis, bottom)], colour=GREY, thick=1.2, dash=dash, gid=gid)
    sheet.stroke([(axis - 5, tops[-1]), (axis, tops[-1])], colour=GREY)
    return bool(marked)
