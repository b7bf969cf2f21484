"""Events in time, on an axis that is true to scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Unpack

from .figure import Figure, Words
from .sheet import (
    COLOURS,
    GREY,
    INK,
    LINE,
    PAPER,
    SIZE,
    SMALL,
    TINT,
    Run,
    Sheet,
    broken,
    laid_out,
    moved_apart,
    need,
    text_width,
)


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
    events: Sequence[Event], *, mark_year: int | None = None, fold: bool = False, **words: Unpack[Words]
) -> Figure:
    """Events down an axis that is true to scale, with their labels moved apart and joined by lines.

    An approximate date is a hollow dot, a period a thick stretch of the axis; the marked year is shaded. A span
    of a year and a half or less is divided into months. With ``fold`` two or more whole years without an event
    become one short broken stretch, so that a crowded year finds room; leave it out where the wait tells.

    Raises ``ValueError`` when an event ends before it starts.
    """
    need(events, "events")
    for event in events:
        if event.end is not None and event.end < event.start:
            raise ValueError(f"{event.label!r} ends on {event.end}, before it starts on {event.start}")
    return laid_out(
        words, lambda sheet: _timeline(sheet, sorted(events, key=lambda event: event.start), mark_year, fold)
    )


def _timeline(sheet: Sheet, events: Sequence[Event], mark_year: int | None, fold: bool) -> list[str]:
    stretches = _stretches(events, fold, sheet)
    axis = sheet.left + 10 + max(text_width(stretch.name, SMALL, True) for stretch in stretches)
    column, gap = axis + 34.0, 7.0
    texts = [
        broken([Run(event.date_text, bold=True), Run(f"  {event.label}")], sheet.right - column, SIZE)
        for event in events
    ]
    heights = [len(text) * LINE + gap for text in texts]
    span = max(1.08 * sum(heights), 20.0 * len(stretches))
    folded = 20.0
    day = (span - folded * sum(stretch.folded for stretch in stretches)) / sum(
        stretch.days for stretch in stretches if not stretch.folded
    )
    top = sheet.y
    tops = [top]
    for stretch in stretches:
        tops.append(tops[-1] + (folded if stretch.folded else stretch.days * day))

    def down(when: date) -> float:
        at = max(index for index, stretch in enumerate(stretches) if stretch.first <= when)
        return tops[at] + (when - stretches[at].first).days * day

    marked = _time_scale(sheet, stretches, mark_year, tops, axis)
    seen = {"reads_marked"} if marked else set()
    wanted = [(down(event.start) + down(event.end or event.start)) / 2 - 6.5 for event in events]
    for number, (event, text, place) in enumerate(
        zip(events, texts, moved_apart(wanted, heights, top, top + span), strict=True), start=1
    ):
        begin, finish = down(event.start), down(event.end or event.start)
        middle = (begin + finish) / 2
        sheet.line(
            [(axis, middle), (axis + 7, middle), (column - 8, place + 6.5), (column - 3, place + 6.5)],
            colour=GREY,
            thick=0.6,
        )
        title = sheet.title(event.date_text, "", event.label, event.about)
        if finish - begin > 7:
            seen.add("reads_period")
            sheet.box(axis - 2, begin, 4, finish - begin, COLOURS[0], gid=f"period-{number}", title=title)
        elif event.approximate:
            sheet.disc(axis, middle, 2.9, PAPER, edge=COLOURS[0], gid=f"event-{number}", title=title)
        else:
            sheet.disc(axis, middle, 3.6, COLOURS[0], gid=f"event-{number}", title=title)
        for index, line in enumerate(text):
            sheet.set_line(line, column, place + index * LINE + SIZE)
    sheet.y = top + span + 4
    if any(event.approximate for event in events):
        seen.add("reads_about")
        sheet.note("hollow")
    if any(stretch.folded for stretch in stretches):
        seen.add("reads_folded")
        sheet.note("folded")
    order = ("reads_period", "reads_marked", "reads_about", "reads_folded")
    return [
        sheet.sentences("reads_timeline"),
        sheet.sentences(*(reads for reads in order if reads in seen), year=mark_year),
    ]


@dataclass(frozen=True)
class _Stretch:
    """One named piece of a time scale, up to but not including its last day: a year, a month, or folded years."""

    name: str
    first: date
    last: date
    folded: bool = False

    @property
    def days(self) -> int:
        return (self.last - self.first).days


def _stretches(events: Sequence[Event], fold: bool, sheet: Sheet) -> list[_Stretch]:
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


def _time_scale(
    sheet: Sheet, stretches: Sequence[_Stretch], mark_year: int | None, tops: Sequence[float], axis: float
) -> bool:
    """Draw the axis with a tick at the start of each stretch, and its name in the middle; shade the marked year.

    Return whether there is a marked year on it.
    """
    marked = [at for at, stretch in enumerate(stretches) if stretch.first.year == mark_year and not stretch.folded]
    if marked:
        top, bottom = tops[marked[0]], tops[marked[-1] + 1]
        sheet.box(sheet.left, top, axis + 8 - sheet.left, bottom - top, TINT, gid="marked-year")
    for at, (stretch, (top, bottom)) in enumerate(zip(stretches, pairwise(tops), strict=True)):
        sheet.line([(axis - 5, top), (axis, top)], colour=GREY)
        sheet.text(
            sheet.left + 3,
            (top + bottom) / 2 + 3.4,
            stretch.name,
            size=SMALL,
            bold=at in marked,
            colour=INK if at in marked else GREY,
        )
        dash = (1.5, 1.5) if stretch.folded else None
        gid = f"folded-{stretch.name}" if stretch.folded else ""
        sheet.line([(axis, top), (axis, bottom)], colour=GREY, thick=1.2, dash=dash, gid=gid)
    sheet.line([(axis - 5, tops[-1]), (axis, tops[-1])], colour=GREY)
    return bool(marked)
