"""Dated events, from the table of events to the marks of a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from beijing_ip.data.frames import records
from beijing_ip.data.observations import load_sources
from beijing_ip.numbers.writing import format_date

from . import charts
from .citations import short_name


def timeline_events(rows: pd.DataFrame) -> list[charts.Event]:
    """Return the rows of events.csv as a timeline draws them; a date that is not known to the day is approximate.

    An event known to the month stands in its middle.
    """
    return [_event(row) for row in records(rows)]


def _event(row: Mapping[str, str]) -> charts.Event:
    start, end = row["start"], row["end"]
    first = date.fromisoformat(start if len(start) == 10 else f"{start}-15")
    last = date.fromisoformat(end) if end and end != start else None
    hedge = {"day": "", "by": "by ", "approximate": "about "}[row["precision"]]
    text = f"{hedge}{format_date(start)}" if not last else _spell_period(first, last)
    source = short_name(load_sources()[row["source_id"]])
    return charts.Event(text, first, last, row["event_en"], row["precision"] != "day", f"{source}.")


def _spell_period(first: date, last: date) -> str:
    shared = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if shared else format_date(first.isoformat())} to {format_date(last.isoformat())}"


def days_between(first: charts.Event, last: charts.Event) -> int:
    """Return the days from the start of one event to that of another.

    Raises ValueError where one of the dates is not known to the day.
    """
    for event in (first, last):
        if event.approximate:
            raise ValueError(f"{event.label}: {event.date_text} is no day to count from or to; say only what is known")
    return (last.start - first.start).days
