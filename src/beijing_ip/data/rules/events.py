"""The rows of measures.csv and events.csv, and the places of words that two rows quote."""

from __future__ import annotations

from collections.abc import Iterator

from ..schema import Problem, Table


def check_measures(measures: Table) -> Iterator[Problem]:
    """A Chinese name was seen or is ours; without a name there is nothing to say of it."""
    for row in measures:
        if bool(row["name_zh"]) != bool(row["name_zh_origin"]):
            cure = "say whether the name was seen or is ours" if row["name_zh"] else "there is no Chinese name"
            yield Problem("measures.csv", row.number, "name_zh_origin", f"is '{row['name_zh_origin']}'; {cure}")


def check_events(events: Table) -> Iterator[Problem]:
    """A date that is not known to the day is approximate."""
    for row in events:
        if row["precision"] != "approximate" and len(row["start"]) < len("2020-09-04"):
            message = f"is {row['start']}, no day; a date to the month is approximate"
            yield Problem("events.csv", row.number, "start", message)


def check_quoted_places(ledger: Table, measures: Table) -> Iterator[Problem]:
    """Words that are quoted in two rows stand at one place, since each phrase occurs once in a text."""
    quotes = [("ledger.csv", row) for row in ledger]
    quotes += [("measures.csv", row) for row in measures]
    phrases = [(file, row, row["phrase"]) for file, row in quotes]
    for file, row, phrase in phrases:
        for other_file, other, around in phrases:
            if other is row or other["source_id"] != row["source_id"] or phrase not in around:
                continue
            for column in ("paragraph", "sentence"):
                if row[column] != other[column]:
                    same = f"data/{other_file}, row {other.number}, which quotes '{around}', has {other[column]}"
                    message = f"is {row[column]}; {same}; one of them is wrong"
                    yield Problem(file, row.number, column, message)
