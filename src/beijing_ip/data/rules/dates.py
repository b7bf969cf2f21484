"""Dates of rows against those of their sources: nothing is told before it began, and nothing lies in the future."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from ..checks.dates import later
from ..schema import Problem, Table, look_up


def check_published(sources: Table) -> Iterator[Problem]:
    """No source was published after today.

    This alone asks the clock: what it takes once it takes for ever, for a day that has come stays so.
    """
    # In Beijing it is tomorrow already when a page is read elsewhere.
    today = (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(1)).isoformat()
    for row in sources:
        if later(row["published"], today):
            message = f"is {row['published']}, which is in the future; write the day on which the page was published"
            yield Problem("sources.csv", row.number, "published", message)


def check_dates(
    observations: Table, editions: Table, events: Table, breaks: Table, sources: Table
) -> Iterator[Problem]:
    """A number was published after its period began; an event ends after its start; nothing is far in the future."""
    published = look_up(sources, "source_id", "published")
    for file, table, column in (("observations.csv", observations, "period"), ("editions.csv", editions, "year")):
        for row in table:
            day = published[row["source_id"]]
            if later(row[column].partition("/")[0], day):
                message = f"is {row[column]}, but {row['source_id']} was published on {day}; one of them is wrong"
                yield Problem(file, row.number, column, message)
    for row in events:
        if row["end"] and later(row["start"], row["end"]):
            message = f"is {row['end']}, before the start, {row['start']}; one of them is wrong"
            yield Problem("events.csv", row.number, "end", message)
    yield from _in_the_future(published, events, breaks)


def _in_the_future(published: Mapping[str, str], events: Table, breaks: Table) -> Iterator[Problem]:
    """What a source announces lies at most a year after the newest source."""
    newest = max(published.values())
    years = int(newest[:4]) + 1
    for file, table, columns in (
        ("events.csv", events, ("start", "end")),
        ("breaks.csv", breaks, ("from_year", "to_year")),
    ):
        for row in table:
            for column in columns:
                if row[column] and int(row[column][:4]) > years:
                    message = f"is {row[column]}, which is in the future; the newest source is of {newest}"
                    yield Problem(file, row.number, column, message)
