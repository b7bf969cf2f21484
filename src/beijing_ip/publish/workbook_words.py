"""What the workbook says beside its tables: cover, notes, and where to find what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from beijing_ip.data.schema import described_tables

from .citation import citation_line, edition_line
from .offered_tables import OfferedTable
from .repository import places_of

CONTENTS, NOTES, FIELDS = "Contents", "Notes", "Fields"
"""Sheets beside those of the tables, by name."""
EMPTY = f'An empty cell means "not seen" or "not stated", never zero. What each column means: sheet {FIELDS}.'
"""What stands above every table of the data."""


class Line(NamedTuple):
    """A line of the cover: a heading, words, or words that are a link."""

    words: str
    heading: bool = False
    link: str = ""
    """An address, or `internal:` and a cell of this workbook."""


def cover(package: Mapping[str, Any], about: Mapping[str, Any]) -> list[Line]:
    """Return the lines below the title; `about` are the fields of CITATION.cff."""
    licence = package["licenses"][0]
    return [
        Line(package["description"]),
        Line("Version", heading=True),
        Line(f"{edition_line(about)}."),
        Line("Where to begin", heading=True),
        Line("What each sheet holds, with links: sheet Contents", link=f"internal:'{CONTENTS}'!A1"),
        Line("How to read a number: sheet Notes", link=f"internal:'{NOTES}'!A1"),
        Line("Each sheet has one table, with its title above it. No cell is a formula, and there are no macros."),
        Line("Licence", heading=True),
        Line(f"{licence['title']} ({licence['name']})", link=licence["path"]),
        Line("It covers text, selection and notes. In facts, and in the few words quoted, no right is claimed."),
        Line("How to cite", heading=True),
        Line(citation_line(about)),
        Line("Cite a number with its source as well: title, address and grade stand in its row."),
        Line("How to report a fault", heading=True),
        Line("Say which sheet, row and column, what should stand there, and where that is printed."),
        *_where_to_report(about.get("repository-code", "")),
        Line("Source", heading=True),
        *(line for source in package["sources"] for line in _source(source)),
        Line("Figures of other years, places and sources: sheet Sources lists the pages on which they were read."),
    ]


def _where_to_report(repository: str) -> Iterator[Line]:
    places = places_of(repository)
    if not places:
        yield Line("The place to say it is the issue list of the repository in which this workbook was found.")
        return
    yield Line("The place to say it: the issue list of the repository", link=places.issues)
    yield Line("What could do harm is reported in private: the policy of the repository", link=places.policy)
    yield Line("Newer and older versions: the releases of the repository", link=places.releases)


def _source(source: Mapping[str, str]) -> Iterator[Line]:
    yield Line(f"{source['title']}.")
    if "path" in source:
        yield Line("The page of the release", link=source["path"])


def notes() -> OfferedTable:
    """Return what to know before a number is used, numbered; the other sheets name these numbers."""
    told = [
        ("Empty cells", 'An empty cell means "not seen" or "not stated", never zero. A zero is written as 0.'),
        ("Value", f"{_meaning('observations', 'value')} Numbers in per cent are per cent: 63.32 is 63.32 per cent."),
        (
            "Hedge",
            "exact: counted to the last digit. rounded: printed in a round number. more than, at least: a lower bound. "
            "nearly, at most: an upper bound. about, estimate: how far off it may be is not said. The column qualifier "
            "of other sheets has the same words, with hyphens.",
        ),
        (
            "Least and most",
            "All that prints as the number lies between them; other sheets call them lower and upper. They cover "
            "rounding only, not errors of counting. The end that a bound leaves open is empty.",
        ),
        (
            "Change",
            "Growth on the year before, computed from the figures of both years, with what their rounding leaves open; "
            "else as a source prints it. None is computed across a break (sheet Breaks): then the reason stands there. "
            "In words it has as many digits as hold.",
        ),
        ("Stock or flow", _meaning("indicators", "stock_or_flow")),
        ("Place in the text", f"{_meaning('observations', 'paragraph')} {_meaning('observations', 'sentence')}"),
        (
            "Segment",
            "1 for the first years of an indicator and place, and one more after each break of the sheet Breaks. "
            "Within one segment a line may be drawn and growth be computed, across two never.",
        ),
        ("Preferred and alternative", _meaning("observations", "series")),
        ("Kind", f"{_meaning('observations', 'kind')} One of: count, amount, ratio, rank."),
        ("Grade of a source", _meaning("sources", "grade")),
        (
            "Corrections",
            "A number that its source printed wrongly stands as printed in the sheet Observations. The sheet "
            "Observations by year has what is used instead, and says so.",
        ),
        ("Chinese names", _meaning("indicators", "name_zh_origin")),
        (
            "Dates",
            "A full date is a date. A year alone is a number. A month, and a span with a slash between its ends, is "
            "text.",
        ),
        ("Several in one cell", "Several names or sources in one cell stand in one order, with semicolons between."),
        (
            "Limits",
            "Counts of cases measure what agencies did, not how much infringement there was. A year's grants and "
            "registrations may answer filings of earlier years. No cause is named without a source.",
        ),
    ]
    rows = [[f"Note {number}", subject, words] for number, (subject, words) in enumerate(told, start=1)]
    return _table(NOTES, "What to know before a number is used.", ["Note", "About", "What it means"], rows)


def contents(tables: Sequence[OfferedTable]) -> OfferedTable:
    """Return the list of all sheets behind the cover but itself, with what each holds and how many rows it has."""
    rows = [[table.title, table.description, str(len(table.rows))] for table in tables]
    return _table(
        CONTENTS, "The sheets of this workbook; each name is a link.", ["Sheet", "What it holds", "Rows"], rows
    )


def fields(tables: Sequence[OfferedTable]) -> OfferedTable:
    """Return every column of every table with its type and meaning."""
    rows = []
    for table in tables:
        for field in table.fields:
            limits = field.get("constraints", {})
            rows.append(
                [
                    table.title,
                    field["name"],
                    field["description"],
                    field["type"],
                    "no" if limits.get("required") else "yes",
                    "; ".join(limits.get("enum", ())),
                    field.get("title", ""),
                    str(field.get("example", "")),
                ]
            )
    heads = ["Sheet", "Column", "Meaning", "Type", "May be empty", "One of", "Title", "Example"]
    said = "What each column of each sheet means; a cell is empty where there is nothing to add."
    return _table(FIELDS, said, heads, rows)


def _table(title: str, description: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> OfferedTable:
    described = [{"name": head, "type": "integer" if head == "Rows" else "string", "description": ""} for head in heads]
    return OfferedTable(title.lower(), title, description, described, rows)


def _meaning(table: str, column: str) -> str:
    named = {field["name"]: field for field in described_tables()[table]["schema"]["fields"]}
    return str(named[column]["description"])
