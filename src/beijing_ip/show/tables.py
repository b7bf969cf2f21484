"""Tables in Markdown, which every reader of notebooks shows.

Nothing here reads a file: rows, sources and frames come in, Markdown comes out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tabulate import tabulate

from beijing_ip.data.links import verbatim
from beijing_ip.data.observations import Source
from beijing_ip.numbers.writing import format_date

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


OURS = "\\*"
"""Behind a Chinese name that is our translation, in Markdown."""

LANGUAGES = {"en": "English", "zh": "Chinese", "ja": "Japanese"}


def markdown_table(rows: Sequence[Sequence[str]], headers: Sequence[str], right: Sequence[str] = ()) -> str:
    """Return a Markdown pipe table; the columns named in `right` are set flush right.

    Raises ValueError when a row does not fit the headers.
    """
    for row in rows:
        if len(row) != len(headers):
            raise ValueError(f"a row has {len(row)} cells under {len(headers)} headers: {row}")
    heads, *cells = [[cell.replace("|", r"\|").replace("\n", " ") for cell in row] for row in (headers, *rows)]
    align = ["right" if header in right else "left" for header in headers]
    return str(tabulate(cells, heads, tablefmt="pipe", colalign=align, disable_numparse=True))


class SplitNumber(NamedTuple):
    """What a cell of a table says, in three columns: a number and nothing else, letters in brackets, and its range."""

    number: str
    notes: str = ""
    range: str = ""


_NUMBER = r"[+−-]?\d[\d,.]*%?"
_CELL = re.compile(rf"(?P<hedge>[a-z ]*)(?P<number>{_NUMBER})(?P<end> to {_NUMBER})?(?P<notes>(?: \[[a-z]\])*)")


def split_number(text: str) -> SplitNumber | None:
    """Part a number as a frame shows it: "more than 3,000 [b]" is 3,000, [b], and more than 3,000.

    An interval is no one number, so that its number is empty. None for what is no number.
    """
    found = _CELL.fullmatch(text)
    if found is None:
        return None
    said = text.removesuffix(found["notes"])
    return SplitNumber(
        "" if found["end"] else found["number"],
        found["notes"].strip(),
        said if found["end"] or found["hedge"] else "",
    )


def named_twice(english: str, chinese: str, origin: str) -> str:
    """Return a name in both languages; an asterisk marks a Chinese one of our own (`origin` is "ours")."""
    return f"**{verbatim(english)}** {verbatim(chinese)}{OURS if origin == 'ours' else ''}"


def place_link(source: Source, paragraph: int | str, sentence: int | str | None, phrase: str) -> str:
    """Where a fact stands, as a link that opens the source there."""
    return source.link(keep_together(f"¶ {paragraph}, sentence {sentence}"), phrase)


def keep_together(words: str) -> str:
    """Keep a date, a number or a range on one line; a long one would take the room of the other columns."""
    return words.replace(" ", "\u00a0") if len(words) <= 20 else words


def bibliography_table(rows: Sequence[Source], figures: Mapping[str, int], events: Mapping[str, int]) -> str:
    """All sources as a table; `figures` and `events` say how many of each were read in a source, by its id."""
    return markdown_table(
        [
            [
                _named(row),
                row.grade,
                _count_read(figures.get(row.source_id, 0), events.get(row.source_id, 0)),
            ]
            for row in rows
        ],
        ["Source, date, language, and what to know", "Grade", "Read there"],
    )


def _named(row: Source) -> str:
    dated = row.published and format_date(row.published)
    title, publisher = verbatim(row.title), verbatim(row.publisher)
    name = f"{row.link(title)}, {publisher}" if title else row.link(publisher)
    return f"{', '.join(filter(None, [name, dated, LANGUAGES[row.language]]))}. {verbatim(row.note_en)}".rstrip()


def _count_read(figures: int, events: int) -> str:
    counts = {"figure": figures, "event": events}
    return ", ".join(f"{count}\u00a0{name}{'s' * (count > 1)}" for name, count in counts.items() if count)


def codebook(description: Mapping[str, Any], level: int = 2, *, folded: bool = False) -> str:
    """The data package in words, under headings of one level: each table, its key, each field with its meaning.

    With `folded` the fields of each table are an HTML element that opens.
    """
    parts = []
    for resource in description["resources"]:
        schema = resource["schema"]
        table = fields_table(schema["fields"], schema.get("foreignKeys", ()))
        if folded:
            count = len(schema["fields"])
            table = f'<details class="fields"><summary>{count} fields</summary>\n\n{table}\n\n</details>'
        key = " and ".join(f"`{name}`" for name in schema.get("primaryKey", ()))
        parts += [
            f"{'#' * level} {resource['title']}: `{resource['path']}`",
            f"{resource['description']}{f' Key: {key}.' if key else ''}",
            table,
        ]
    return "\n\n".join(parts)


def fields_table(fields: Sequence[Mapping[str, Any]], keys: Sequence[Mapping[str, Any]] = ()) -> str:
    """The columns of a file as a table: name and type, whether a cell may be empty, and what it means."""
    links = {link["fields"][0]: link["reference"]["resource"] for link in keys}
    rows = []
    for entry in fields:
        constraints = entry.get("constraints", {})
        notes = [entry["description"]]
        if "enum" in constraints:
            notes.append(f"One of: {', '.join(constraints['enum'])}.")
        other = links.get(entry["name"]) or entry.get("listOf", "").split(".")[0]
        if other:
            notes.append(f"Key into `{other}.csv`.")
        empty = "" if constraints.get("required") else " or empty"
        rows.append([f"`{entry['name']}`, {entry['type']}{empty}", " ".join(notes)])
    return markdown_table(rows, ["Field", "Meaning"])
