"""The files that the book offers: those of data/ with the sources of each row written out, and the figures by year.

data/ names a source by its id, so that its title has one home, and says nothing of the book. A file that somebody has
taken along must tell by itself where its numbers were read, and from which version of the book, of which day, it is.
Both are columns, since every program reads columns, while a line of remarks above them needs an option in most.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from beijing_ip.analysis import tidy
from beijing_ip.data.checks.characters import shorten
from beijing_ip.data.checks.formulas import formula_in
from beijing_ip.data.columns import ONE_SOURCE_FIELDS, SOURCE_COLUMNS, SOURCE_FIELDS, describe_field, source_cells
from beijing_ip.data.editions import find_edition
from beijing_ip.data.links import verbatim
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_sources
from beijing_ip.data.schema import Row, load_description
from beijing_ip.numbers.writing import format_date
from beijing_ip.show import figure_data, tables

from . import croissant
from .citation import load_citation, name_citation, name_keyword

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads the Chinese names as those of another code page; pandas, DuckDB, R in UTF-8 pass over it."""
VERSION_FIELDS = (
    describe_field("book_version", "string", "The version of the book that the file was taken from."),
    describe_field("book_released", "date", "The day on which that version was released: year, month and day."),
)
VERSION_COLUMNS = tuple(field["name"] for field in VERSION_FIELDS)
"""The last columns of every file, the same in all its rows."""
_SEPARATES = re.compile(r'[",;\t\r\n]')
"""LibreOffice splits at semicolons and tabs too, unless it is told otherwise: a cell that has one stands in quotes."""


def version_cells(about: Mapping[str, Any]) -> tuple[str, str]:
    """Return what stands in VERSION_COLUMNS, from the fields of CITATION.cff."""
    return about["version"], about["date-released"].isoformat()


def encode_csv(data: str, about: Mapping[str, Any]) -> bytes:
    """Return CSV as a file: with version and day of the book as its last columns, and a mark that it is UTF-8."""
    head, *rows = csv.reader(io.StringIO(data))
    return encode_rows([[*head, *VERSION_COLUMNS], *([*row, *version_cells(about)] for row in rows)])


def encode_rows(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows of cells, the head first, as CSV that programs and spreadsheets read without an option.

    Raises ValueError for a cell that a spreadsheet would compute.
    """
    # The tables hold none; what is composed of their cells may begin with a sign.
    if found := next((cell for row in rows for cell in row if formula_in(cell)), ""):
        raise ValueError(f"a spreadsheet would compute the cell '{shorten(found)}' of a CSV; put a word before it")
    return (BYTE_ORDER_MARK + "".join(f"{','.join(map(_quote, row))}\n" for row in rows)).encode()


def _quote(cell: str) -> str:
    return '"{}"'.format(cell.replace('"', '""')) if _SEPARATES.search(cell) else cell


def list_files(root: Path) -> dict[str, bytes]:
    """Return every file that is offered by its name; the same for the same data and version.

    Raises DataError when data/ is not as it should be.
    """
    about = load_citation(root)
    of_record = {path: _write_table(name, about) for name, path in _tables()}
    tables = of_record | {tidy.FILE: encode_csv(tidy.write_by_year(), about)}
    described = describe_files()
    package = {**described, "resources": [_seal(each, tables[each["path"]]) for each in described["resources"]]}
    return tables | {
        "datapackage.json": _write_json(package),
        croissant.FILE: _write_json(croissant.describe_dataset(about, package, tables)),
        "README.md": codebook(package).encode(),
        "LICENSE-data": (root / "LICENSE-data").read_bytes(),
        "CITATION.cff": name_citation((root / "CITATION.cff").read_text(encoding="utf-8"), root).encode(),
    }


def _seal(resource: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """Add how long a file is and its checksum, by which a reader sees that it came whole."""
    sealed = {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    return {**resource, **sealed}


def _write_json(said: Mapping[str, Any]) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def describe_files() -> dict[str, Any]:
    """Return the description of the files that are offered, as a Data Package: the one for analysis stands first."""
    package = name_package(load_description())
    return {**package, "resources": [_with_version(tidy.DESCRIPTION), *map(_describe, package["resources"])]}


def name_package(package: Mapping[str, Any]) -> dict[str, Any]:
    """Return a Data Package with name, title, description, keywords and source of the current edition."""
    about = find_edition()
    source = load_sources()[about.source_id]
    named = ", ".join(filter(None, [source.short, source.published and format_date(source.published)]))
    return {
        **package,
        "name": about.file_name,
        "title": f"{about.title}: published figures and what they mean",
        "description": f"Every figure of the press release on intellectual property protection in {about.place} in "
        f"{about.year}, as printed, with its place in the text, its rounding, its meaning and what it may be compared "
        "with; and figures of other sources, years and places.",
        "keywords": [name_keyword(word) for word in package["keywords"]],
        "sources": [
            {
                "title": f"{source.title} ({named})" if source.title else named,
                **({"path": source.address} if source.address else {}),
            }
        ],
    }


def codebook(package: Mapping[str, Any]) -> str:
    """Return a Data Package in words, as a page in Markdown."""
    return (
        f"# {verbatim(package['title'])}\n\n{verbatim(package['description'])}\n\n"
        'Every table is UTF-8 text with commas. An empty cell means "not seen" or "not stated", never zero. '
        "Licence of text, selection and notes: CC BY 4.0; in facts we claim no right.\n\n"
        f"{tables.codebook(package)}\n"
    )


def codebook_of_page() -> str:
    """Return the codebook as the page Data has it: what all files share once, then each file, its fields folded."""
    figure = {
        "title": "Each figure, and Explore",
        "path": "NAME-OF-THE-FIGURE.csv",
        "description": "The numbers of one chart, a row each; a chart of events has the columns of `events.csv`.",
        "schema": {"fields": figure_data.FIELDS},
    }
    shared = {field["name"] for field in SOURCE_FIELDS}
    own = [
        {
            **each,
            "schema": {**each["schema"], "fields": [f for f in each["schema"]["fields"] if f["name"] not in shared]},
        }
        for each in (tidy.DESCRIPTION, figure, *load_description()["resources"])
    ]
    described = tables.codebook({"resources": own}, 3, folded=True)
    return (
        "Every file says from which version of the book it was taken, and the day of that version. Every file that has "
        "rows read in a source names it: several stand in one order, with semicolons between them.\n\n"
        f"{tables.fields_table([*SOURCE_FIELDS, *VERSION_FIELDS])}\n\n{described}"
    )


def _tables() -> Iterator[tuple[str, str]]:
    yield from ((resource["name"], resource["path"]) for resource in load_description()["resources"])


def _names_sources(name: str, columns: Sequence[str]) -> bool:
    # The list of sources says of each what it is under names of its own.
    return "source_id" in columns and name != "sources"


def _describe(resource: Mapping[str, Any]) -> dict[str, Any]:
    columns = [field["name"] for field in resource["schema"]["fields"]]
    named = ONE_SOURCE_FIELDS if _names_sources(resource["name"], columns) else ()
    return _with_version(resource, named)


def _with_version(resource: Mapping[str, Any], named: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    schema = resource["schema"]
    return {**resource, "schema": {**schema, "fields": [*schema["fields"], *named, *VERSION_FIELDS]}}


def _write_table(name: str, about: Mapping[str, Any]) -> bytes:
    rows = load_tables()[name]
    columns = list(rows[0])
    named = SOURCE_COLUMNS if _names_sources(name, columns) else ()
    body = [[*row.values(), *(_source_cells(row) if named else ()), *version_cells(about)] for row in rows]
    return encode_rows([[*columns, *named, *VERSION_COLUMNS], *body])


def _source_cells(row: Row) -> tuple[str, str, str]:
    return source_cells([load_sources()[row["source_id"]]] if row["source_id"] else [])
