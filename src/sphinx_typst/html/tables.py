"""Tables of HTML, such as those of pandas, as tables of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from docutils import nodes

from .inline import NOTHING, is_hidden, names_of, refuse
from .reader import Part, Tag

_NUMBER = re.compile(r"[-−+]?(\d[\d,]*)?\.?\d+\.?(e[-−+]?\d+)?%?", re.IGNORECASE)
_MISSING = {"", "...", "…", "NaN", "nan", "NaT", "None", "<NA>", "inf", "-inf"}
_SIDES = ("left", "center", "right")


@dataclass
class _Cell:
    tag: Tag | None
    columns: int = 1
    rows: int = 1
    column: int = 0

    @property
    def is_head(self) -> bool:
        return self.tag is not None and self.tag.name == "th"

    @property
    def text(self) -> str:
        return " ".join(self.tag.text.split()) if self.tag else ""


class MakesNodes(Protocol):
    """What makes nodes of the parts of a cell or a caption."""

    def flow(self, parts: Iterable[Part]) -> list[nodes.Node]:
        """Return parts as blocks."""

    def line_of(self, parts: Iterable[Part]) -> list[nodes.Node]:
        """Return parts as those of one line."""


def make_table(blocks: MakesNodes, tag: Tag) -> list[nodes.Node]:
    """Return a table, and a refusal for each part of it that is none of a table."""
    rows: list[tuple[bool, Tag]] = []
    caption: Tag | None = None
    strange: list[nodes.Node] = []
    for part, is_head in _parts(tag):
        if part.name == "caption":
            caption = part
        elif part.name == "tr":
            rows.append((is_head, part))
        elif part.name not in NOTHING:
            strange.append(refuse(part))
    strange += [refuse(tag, f"what stands outside of the cells of a table: {text[:60]}") for text in _loose(tag)]
    heads = next((place for place, (is_head, _) in enumerate(rows) if not is_head), len(rows))
    placed = _place([row for _, row in rows])
    count = max((cell.column + cell.columns for cells in placed for cell in cells), default=0)
    if not count:
        return strange + (blocks.flow(caption.children) if caption else [])
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(count)), cols=count)
    sides = _numeric_columns(placed[heads:], count)
    made = [
        _row(blocks, row, cells, sides, place >= heads)
        for place, ((_, row), cells) in enumerate(zip(rows, placed, strict=True))
    ]
    if heads:
        group += nodes.thead("", *made[:heads])
    group += nodes.tbody("", *made[heads:])
    table = nodes.table("", group, shown="as HTML")
    if caption and (words := blocks.line_of(caption.children)):
        table.insert(0, nodes.title("", "", *words))
    return [table, *strange]


def _parts(tag: Tag) -> Iterator[tuple[Tag, bool]]:
    last: list[tuple[Tag, bool]] = []
    for part in tag.children:
        if not isinstance(part, Tag) or is_hidden(part):
            continue
        if part.name in ("thead", "tbody", "tfoot"):
            inner = [
                (row, part.name == "thead") for row in part.children if isinstance(row, Tag) and not is_hidden(row)
            ]
            if part.name == "tfoot":
                last += inner
            else:
                yield from inner
        else:
            yield part, False
    yield from last


def _loose(tag: Tag) -> Iterator[str]:
    """Words and nodes of a table that stand in no cell."""
    for part in tag.children:
        if isinstance(part, Tag):
            if part.name in ("thead", "tbody", "tfoot", "tr"):
                yield from _loose(part)
            elif tag.name != "table" and part.name not in ("td", "th", "tr", *NOTHING) and not is_hidden(part):
                yield f"<{part.name}> {part.text.strip()}"
        elif text := (part if isinstance(part, str) else part.astext()).strip():
            yield text


def _place(rows: Iterable[Tag]) -> list[list[_Cell]]:
    """Place the cells of each row in their columns, with an empty one wherever there is none."""
    busy: dict[int, int] = {}
    found: list[list[_Cell]] = []
    for row in rows:
        cells, column = [], 0
        for part in row.children:
            if not isinstance(part, Tag) or part.name not in ("td", "th") or is_hidden(part):
                continue
            while busy.get(column):
                column += 1
            cell = _Cell(part, _span(part, "colspan"), _span(part, "rowspan"), column)
            cells.append(cell)
            for place in range(column, column + cell.columns):
                busy[place] = cell.rows
            column += cell.columns
        found.append(cells)
        busy = {place: left - 1 for place, left in busy.items() if left > 1}
    width = max((cell.column + cell.columns for cells in found for cell in cells), default=0)
    taken: dict[int, int] = {}
    for left, cells in zip(range(len(found), 0, -1), found, strict=True):
        for cell in cells:
            # A cell ends with its table.
            cell.rows = min(cell.rows, left)
            taken |= dict.fromkeys(range(cell.column, cell.column + cell.columns), cell.rows)
        cells += [_Cell(None, column=place) for place in range(width) if not taken.get(place)]
        cells.sort(key=lambda cell: cell.column)
        taken = {place: rows - 1 for place, rows in taken.items() if rows > 1}
    return found


def _span(tag: Tag, name: str) -> int:
    given = tag.given.get(name, "").strip()
    return max(1, int(given)) if given.isdigit() and given.isascii() else 1


def _row(blocks: MakesNodes, tag: Tag, cells: Iterable[_Cell], numeric: set[int], in_body: bool) -> nodes.row:
    row = nodes.row(ids=names_of(tag))
    for cell in cells:
        content = blocks.flow(cell.tag.children) if cell.tag else []
        entry = nodes.entry("", *(content or [nodes.paragraph()]))
        if in_body and cell.is_head:
            _strengthen(entry)
        if cell.columns > 1:
            entry["morecols"] = cell.columns - 1
        if cell.rows > 1:
            entry["morerows"] = cell.rows - 1
        side = _side(cell.tag) if cell.tag else ""
        if side in ("center", "right") or (cell.column in numeric and not side):
            entry["classes"].append(f"text-{side or 'right'}")
        if cell.tag:
            entry["ids"] = names_of(cell.tag)
        row += entry
    return row


def _side(tag: Tag) -> str:
    style = tag.given.get("style", "").replace(" ", "").lower()
    return next((side for side in _SIDES if f"text-align:{side}" in style), tag.given.get("align", "").lower())


def _strengthen(entry: nodes.entry) -> None:
    for paragraph in entry.findall(nodes.paragraph):
        if paragraph.children:
            inner = paragraph.children
            paragraph.children = []
            paragraph += nodes.strong("", "", *inner)


def _numeric_columns(rows: Iterable[Iterable[_Cell]], count: int) -> set[int]:
    """Return the columns of numbers, in which some may be missing or left out."""
    numbers: set[int] = set()
    others: set[int] = set()
    for cell in (cell for row in rows for cell in row):
        if cell.is_head or not (_NUMBER.fullmatch(cell.text) or cell.text in _MISSING):
            others.add(cell.column)
        elif cell.text not in _MISSING:
            numbers.add(cell.column)
    return numbers - others
