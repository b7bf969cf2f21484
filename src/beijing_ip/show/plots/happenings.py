"""Rows of data/events.csv as a timeline and its table tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from beijing_ip.data.frames import records
from beijing_ip.data.observations import Source, load_sources
from beijing_ip.numbers.writing import format_date

from .. import chinese
from ..citations import short_name
from .words import WORDS

_HEDGES = {
    "en": {"day": "", "by": "by ", "approximate": "about "},
    "zh": {"day": "", "by": "不晚于", "approximate": "约"},
}
_JOINED = {"en": " to ", "zh": "至"}


@dataclass(frozen=True)
class Happening:
    """One event: its first day, when it was in words, what happened, and where that was read."""

    first: date
    when: str
    words: str
    theme: str
    approximate: bool
    source: Source
    title: str


def happenings(events: pd.DataFrame, *, text: str = "event_en", language: str = "en") -> list[Happening]:
    """Return the rows of a frame of events in the order of their dates; one known to the month stands in its middle."""
    found = []
    for row in records(events):
        start, end = row["start"], row["end"]
        first = date.fromisoformat(start if len(start) == 10 else f"{start}-15")
        last = date.fromisoformat(end) if end and end != start else None
        hedge = _HEDGES[language][row["precision"]]
        when = f"{hedge}{format_date(start, language)}"
        if last and language == "en" and (last.year, last.month) == (first.year, first.month):
            when = f"{hedge}{first.day}{_JOINED[language]}{format_date(last)}"
        elif last:
            when += f"{_JOINED[language]}{format_date(last, language)}"
        source = load_sources()[row["source_id"]]
        words = WORDS[language]
        named = chinese.short_name(source) if language == "zh" else short_name(source)
        happened = row[text].replace("'", "’")
        said = words["titled"].format(label=when[:1].upper() + when[1:], text=happened)
        title = f"{said}{words['space']}{named}{words['stop']}"
        found.append(Happening(first, when, happened, row["theme"], row["precision"] != "day", source, title))
    return sorted(found, key=lambda each: each.first)


def is_events(frame: object) -> bool:
    """Whether a frame holds events."""
    return isinstance(frame, pd.DataFrame) and {"start", "precision", "source_id"} <= set(map(str, frame.columns))
