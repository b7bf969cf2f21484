"""Make the project larger, in place: more chapters, or more rows that all rules of data/ accept.

A chapter more is a copy of one of the five under a name of its own. Rows more belong to new indicators, each a copy of
an existing one with figures of ten places and twenty years, with new sources, a break here and there, and numbers that
the rows of the indicator have.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, count, cycle, islice
from pathlib import Path

import yaml

Cells = dict[str, str]

PLACES = (
    *("Beijing", "China", "Shanghai", "Shenzhen", "Guangdong", "Jiangsu", "Zhejiang", "Shandong", "Tianjin"),
    "Fujian",
)
YEARS = range(1999, 2019)
"""None of those that the chapters compare: what they say of all indicators of a year still holds."""
PER_SOURCE = 20
"""Rows that one new source has."""
BREAK_EVERY = 10
"""Of so many new indicators one has a break."""

ROW = "beijing.court-cases-accepted.2020.cnipa-2021-04-30"
"""The row that gets another note."""
NOTE = " Read again."


def add_chapters(root: Path, total: int) -> None:
    """Give the book of a checkout as many numbered chapters as `total`. Raises ValueError if it has more."""
    contents = root / "_toc.yml"
    toc = yaml.safe_load(contents.read_text(encoding="utf-8"))
    chapters = toc["parts"][0]["chapters"]
    if total < len(chapters):
        raise ValueError(f"the book has {len(chapters)} chapters, which cannot become {total}")
    originals = [entry["file"] for entry in chapters]
    for number, original in zip(range(len(originals) + 1, total + 1), cycle(originals), strict=False):
        file = f"notebooks/{number}-{original.split('-', 1)[1]}-{number}"
        notebook = json.loads((root / f"{original}.ipynb").read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = [_rename(line, str(number)) for line in cell["source"]]
        (root / f"{file}.ipynb").write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
        chapters.append({"file": file})
    contents.write_text(yaml.safe_dump(toc, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _rename(line: str, suffix: str) -> str:
    """A line of a notebook with another title, figure name or label."""
    line = re.sub(r"^(# .*?)(\s*)$", rf"\1, copy {suffix}\2", line) if re.match(r"# [A-Z][a-z -]+$", line) else line
    line = re.sub(r'(\bname=")([a-z0-9-]+)(")', rf"\1\2-{suffix}\3", line)
    return re.sub(r"^\(([a-z0-9-]+)\)=", rf"(\1-{suffix})=", line)


def add_observations(root: Path, total: int) -> None:
    """Give observations.csv of a checkout as many rows as `total`. Raises ValueError if it has more."""
    data = root / "data"
    tables = {name: read_table(data / f"{name}.csv") for name in ("observations", "indicators", "sources", "breaks")}
    missing = total - len(tables["observations"])
    if missing < 0:
        raise ValueError(f"observations.csv has {len(tables['observations'])} rows, which cannot become {total}")
    new = _New(tables)
    tables["observations"] += islice(new.rows(), missing)
    for name, rows in tables.items():
        write_table(data / f"{name}.csv", rows)


class _New:
    """Rows of indicators that are copies of those of the tables, which grow as the rows are asked for."""

    def __init__(self, tables: dict[str, list[Cells]]) -> None:
        self._tables = tables
        self._indicators = {row["indicator_id"]: row for row in tables["indicators"]}
        self._sources = {row["source_id"]: row for row in tables["sources"]}
        self._break = tables["breaks"][0]
        self._templates: dict[tuple[str, str], list[Cells]] = defaultdict(list)
        for row in tables["observations"]:
            # A number of a kept text would have to be in it.
            if len(row["period"]) == 4 and not row["paragraph"]:
                self._templates[row["indicator_id"], self._sources[row["source_id"]]["language"]].append(row)

    def rows(self) -> Iterator[Cells]:
        for number, ((original, _), templates) in zip(count(1), cycle(self._templates.items()), strict=False):
            yield from self._rows_of(self._indicator(original, number), templates, number)

    def _indicator(self, original: str, number: int) -> str:
        row = self._indicators[original]
        name = f"{original}-copy-{number}"
        self._tables["indicators"].append(
            row
            | {"indicator_id": name, "concept": f"{row['concept']}-copy-{number}"}
            | {column: f"{row[column]} {number}" for column in ("name_en", "name_zh")}
        )
        if number % BREAK_EVERY == 0:
            ends = {"from_indicator": name, "from_place": PLACES[0], "from_year": str(YEARS[0])}
            ends |= {"to_indicator": name, "to_place": "", "to_year": str(YEARS[1]), "break_id": f"{name}-break"}
            self._tables["breaks"].append(self._break | ends)
        return name

    def _source(self, original: str, suffix: str) -> str:
        row = self._sources[original]
        # A link of a number is told from others by its address and its phrase.
        address = row["address"] and f"{row['address']}?{suffix}"
        # It tells of all years that its rows are of.
        later = {"source_id": f"{original}-{suffix}", "address": address, "published": f"{YEARS[-1] + 1}-04-08"}
        self._tables["sources"].append(row | later)
        return f"{original}-{suffix}"

    def _rows_of(self, indicator: str, templates: list[Cells], number: int) -> Iterator[Cells]:
        spots = ((place, str(year)) for place in PLACES for year in YEARS)
        for at, ((place, year), template) in enumerate(zip(spots, cycle(templates), strict=False)):
            if at % PER_SOURCE == 0:
                source = self._source(template["source_id"], f"copy-{number}-{at // PER_SOURCE + 1}")
            key = ".".join([place.lower().replace(" ", "-"), indicator, year, source])
            row = template | {"observation_id": key, "indicator_id": indicator, "place": place, "period": year}
            yield row | {"source_id": source, "series": "preferred"}


def add_one_row(root: Path) -> None:
    """Add one valid row to observations.csv of a checkout, of a year and place that had none."""
    path = root / "data" / "observations.csv"
    rows = read_table(path)
    taken = {(row["indicator_id"], row["place"], row["period"]) for row in rows}
    template = next(row for row in reversed(rows) if len(row["period"]) == 4 and not row["paragraph"])
    spots = ((place, str(year)) for year in reversed(YEARS) for place in reversed(PLACES))
    place, year = next(spot for spot in spots if (template["indicator_id"], *spot) not in taken)
    name = ".".join([place.lower(), template["indicator_id"], year, template["source_id"]])
    added = template | {"observation_id": name, "place": place, "period": year, "series": "preferred"}
    write_table(path, [*rows, added])


def add_note(root: Path) -> None:
    """Lengthen the note of one row of a checkout. Raises ValueError if the row is gone."""
    _change_note(root, lambda note: note + NOTE)


def take_note_back(root: Path) -> None:
    """Give the row the note that it had."""
    _change_note(root, lambda note: note.removesuffix(NOTE))


def _change_note(root: Path, change: Callable[[str], str]) -> None:
    path = root / "data" / "observations.csv"
    rows = read_table(path)
    found = [row for row in rows if row["observation_id"] == ROW]
    if not found:
        raise ValueError(f"observations.csv has no row {ROW}; name another one in bench/generate.py")
    found[0]["note_en"] = change(found[0]["note_en"])
    write_table(path, rows)


def read_table(path: Path) -> list[Cells]:
    """Return the rows of a table, column to text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path: Path, rows: Iterable[Cells]) -> None:
    """Write the rows of a table as data/ has them, with the columns of the first one."""
    first, *rest = rows
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(first), lineterminator="\n")
        writer.writeheader()
        writer.writerows(chain([first], rest))
