"""What a book of this report is about: one place, one year, one release, as a row of editions.csv says it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from .loading import find_rows, load_tables
from .noting import Named, RowObject, noting
from .schema import Row, Tables, slug_of, split_list


@dataclass(frozen=True, eq=False)
class EditionRow(RowObject, table="editions", key="edition_id"):
    """One row of data/editions.csv; lists are split."""

    edition_id: str
    place: str
    year: int
    source_id: str
    reports: tuple[str, ...]
    further_sources: tuple[str, ...]
    previous: str
    peers: tuple[str, ...]
    title: str
    subtitle: str
    remarks_en: str

    @property
    def before(self) -> int:
        """The year before that of the edition."""
        return self.year - 1

    @property
    def nation(self) -> str:
        """The country that the place lies in, or is; of what lies in none, the place."""
        return nation_of(self.place) or self.place

    @property
    def file_name(self) -> str:
        """How files of the book begin: beijing-ip-2020."""
        return f"{slug_of(self.place)}-ip-{self.year}"


def nation_of(place: str) -> str:
    """Return the country that a place lies in, or is, by data/places.csv; empty for one that lies in none."""
    while rows := find_rows("places", place=place):
        if rows[0]["level"] == "country":
            return place
        place = rows[0]["within"]
    return ""


def find_edition(edition_id: str = "", tables: Tables | None = None) -> EditionRow:
    """Return one edition; without an id the current one, which the book is about.

    Raises KeyError, which lists those there are, for an unknown id.
    """
    if tables is not None:
        return _choose({row["edition_id"]: row for row in tables["editions"]}, edition_id)
    if not edition_id:
        (current,) = find_rows("editions", current="yes")
        edition_id = current["edition_id"]
    known = _editions()
    if edition_id not in known:
        raise KeyError(f"'{edition_id}' is no edition; data/editions.csv has {', '.join(known)}")
    return known[edition_id]


def _choose(rows: dict[str, Row], edition_id: str) -> EditionRow:
    name = edition_id or next(name for name, row in rows.items() if row["current"])
    return _read(rows[name])


def _editions() -> Named[EditionRow]:
    return Named("editions", _read_all())


@cache
def _read_all() -> dict[str, EditionRow]:
    with noting(None):
        return {row["edition_id"]: _read(row) for row in load_tables()["editions"]}


def _read(row: Row) -> EditionRow:
    lists = {name: tuple(split_list(row[name])) for name in ("reports", "further_sources", "peers")}
    cells = {name: text for name, text in row.items() if name not in (*lists, "current", "year")}
    made: dict[str, Any] = {**cells, **lists, "year": int(row["year"])}
    return EditionRow(**made)
