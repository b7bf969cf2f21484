"""The numbers of figures and chapters as tables and lists in Markdown, which every reader of notebooks shows.

Nothing here reads a file: observations, derived indicators and frames come in, Markdown comes out.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd
from tabulate import tabulate

from beijing_ip.analysis.derived import Derived
from beijing_ip.data.observations import Observation, Source

TableNumber = Observation | Derived
"""A number that a source prints, or one computed from such numbers."""

CHAPTERS = {
    "creation": ("Creation", "1-creation"),
    "enforcement": ("Enforcement", "2-enforcement"),
    "judicial": ("Judicial protection", "3-judicial"),
    "policy": ("Policy reforms", "4-policy-reforms"),
    "international": ("International cooperation", "5-international-cooperation"),
}
"""Each chapter of the table of indicators: its title, and its notebook."""

STOCK_OR_FLOW = {
    "flow": "flow of the year",
    "stock": "stock at the end of the year",
    "undated stock": "stock; the release gives no date",
    "neither": "neither stock nor flow",
}


LANGUAGES = {"en": "English", "zh": "Chinese", "ja": "Japanese"}


def markdown_table(rows: Sequence[Sequence[str]], headers: Sequence[str], right: Sequence[str] = ()) -> str:
    """Return a Markdown pipe table; the columns named in `right` are set flush right.

    Raises ValueError when a row does not fit the headers.
    """
    for row in rows:
        if len(row) != len(headers):
            raise ValueError(f"a row has {len(row)} cells under {len(headers)} headers: {row}")
    cells = [[cell.replace("|", r"\|").replace("\n", " ") for cell in row] for row in rows]
    align = ["right" if header in right else "left" for header in headers]
    return str(tabulate(cells, headers, tablefmt="pipe", colalign=align, disable_numparse=True))


def numbers_table(rows: Sequence[TableNumber]) -> str:
    """The table under a figure: what, the number, its unit, what rounding leaves open, and where it stands."""
    return markdown_table(
        [_published_cells(row) if isinstance(row, Observation) else _computed_cells(row) for row in rows],
        ["Figure", "Number", "Unit", "Range", "Place or formula"],
        right=["Number"],
    )


def _published_cells(row: Observation) -> list[str]:
    indicator = row.indicator
    name = " ".join(filter(None, [indicator.name_en, indicator.name_zh]))
    exact = "a rank" if row.kind == "rank" else "exact" if row.quantity.is_exact else row.range
    return [
        name,
        keep_together(str(row)),
        _unit_after(row),
        keep_together(exact),
        place_link(row.source, row.paragraph, row.sentence, row.phrase) if row.paragraph else row.source.publisher,
    ]


def place_link(source: Source, paragraph: int | str, sentence: int | str | None, phrase: str) -> str:
    """Where a fact stands, as a link that opens the source there."""
    return source.link(keep_together(f"¶ {paragraph}, sentence {sentence}"), phrase)


def keep_together(words: str) -> str:
    """Keep a date, a number or a range on one line; a long one would take the room of the other columns."""
    return words.replace(" ", "\u00a0") if len(words) <= 20 else words


def _unit_after(row: Observation) -> str:
    return "" if row.kind == "rank" or row.unit in ("per cent", "yuan") else row.unit


def _computed_cells(row: Derived) -> list[str]:
    unit = "" if row.unit == "per cent" else row.unit.removeprefix("yuan").strip()
    return [row.name, keep_together(f"{row:short}"), unit, _describe_interval(row), row.formula]


def _describe_interval(row: Derived) -> str:
    return "from exact counts" if row.quantity.is_exact else keep_together(str(row))


def key_figures_list(rows: Mapping[Observation, str]) -> str:
    """The figures of the first page as a list: the number, what it is, how exact it is, and its chapter.

    `rows` maps each number to a link to its chapter, in Markdown.
    """
    entries = []
    for row, chapter in rows.items():
        about = [
            f"**{row:link}**",
            f"{row.indicator.name_en} {row.indicator.name_zh}",
            f"*{row.rounding}.* {chapter}",
        ]
        entries.append("- " + "\n\n  ".join(about))
    return "\n\n".join(entries)


def explanations_list(
    rows: Sequence[Observation], qualified: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> str:
    """Every number of a chapter as a list: where it stands, how exact it is, what it means, what it compares with.

    `qualified` maps indicators to the sentences that must stand beside their numbers.
    """
    entries = []
    for row in rows:
        indicator = row.indicator
        entries.append(
            inspect.cleandoc(f"""
            - **{indicator.name_en}** {indicator.name_zh}: {row:link}{" " + unit if (unit := _unit_after(row)) else ""}
              - *Where and when:* {row.where}; {row.period}, {STOCK_OR_FLOW[indicator.stock_or_flow]}.
              - *How exact:* {row.rounding}.
              - *What it means:* {indicator.definition}
              - *Compare with:* {indicator.comparable_with}
              - *Do not compare with:* {indicator.not_comparable_with}
              - *Note:* {row.note_en}{f" In Chinese: {row.note_zh}." if row.note_zh else ""}
            """)
        )
        if care := qualified.get(indicator.indicator_id):
            entries.append(f"  - *Read with care:* {' '.join(care)}")
    return "\n".join(entries)


def derived_table(rows: Sequence[Derived]) -> str:
    """Every derived number of a chapter: its interval, formula, inputs and what it assumes."""
    return markdown_table(
        [
            [
                row.name,
                keep_together(f"{row:short}"),
                _describe_interval(row),
                row.formula,
                row.assumption,
            ]
            for row in rows
        ],
        ["Derived figure", "In short", "Interval", "Formula", "Assumes"],
        right=["In short"],
    )


def sources_list(rows: Sequence[Source]) -> str:
    """Sources as a list: title, publisher, date, language, grade and what to know; a link where the grade is A."""
    entries = []
    for row in rows:
        title = row.link(row.title or row.publisher)
        publisher = f", {row.publisher}" if row.title else ""
        date = f", {row.published}" if row.published else ""
        language = LANGUAGES[row.language]
        entries.append(f"- {title}{publisher}{date} ({language}, grade {row.grade}). {row.note_en}".rstrip())
    return "\n".join(entries)


def bibliography_table(rows: Sequence[Source], figures: Mapping[str, int], events: Mapping[str, int]) -> str:
    """All sources as a table; `figures` and `events` say how many of each were read in a source, by its id."""
    return markdown_table(
        [
            [
                " ".join(filter(None, [f"{row.link(row.title)}," if row.title else "", _publisher_after_title(row)])),
                row.published,
                LANGUAGES[row.language],
                row.grade,
                _count_read(figures.get(row.source_id, 0), events.get(row.source_id, 0)),
                row.note_en,
            ]
            for row in rows
        ],
        ["Source", "Published", "Language", "Grade", "Read there", "What to know"],
    )


def _publisher_after_title(row: Source) -> str:
    return row.publisher if row.title else row.link(row.publisher)


def _count_read(figures: int, events: int) -> str:
    counts = {"figure": figures, "event": events}
    return ", ".join(f"{count}\u00a0{name}{'s' * (count > 1)}" for name, count in counts.items() if count)


def columns_table(table: pd.DataFrame, columns: Mapping[str, str]) -> str:
    """Some columns of a frame of text as a table; `columns` maps each to its header."""
    return markdown_table([[str(row[name]) for name in columns] for _, row in table.iterrows()], list(columns.values()))


def codebook(description: Mapping[str, Any], level: int = 2) -> str:
    """The data package in words, under headings of one level: each table, its key, each field with its meaning."""
    parts = []
    for resource in description["resources"]:
        schema = resource["schema"]
        links = {link["fields"][0]: link["reference"]["resource"] for link in schema.get("foreignKeys", [])}
        fields = []
        for entry in schema["fields"]:
            constraints = entry.get("constraints", {})
            notes = [entry["description"]]
            if "enum" in constraints:
                notes.append(f"One of: {', '.join(f'`{value}`' for value in constraints['enum'])}.")
            other = links.get(entry["name"]) or entry.get("listOf", "").split(".")[0]
            if other:
                notes.append(f"Key into `{other}.csv`.")
            fields.append(
                [
                    f"`{entry['name']}`",
                    entry["type"],
                    "yes" if constraints.get("required") else "no",
                    " ".join(notes),
                ]
            )
        key = " and ".join(f"`{name}`" for name in schema["primaryKey"])
        parts += [
            f"{'#' * level} {resource['title']}: `{resource['path']}`",
            f"{resource['description']} Key: {key}.",
            markdown_table(fields, ["Field", "Type", "Needed", "Meaning"]),
        ]
    return "\n\n".join(parts)
