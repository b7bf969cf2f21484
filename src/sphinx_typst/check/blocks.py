"""Tables that print in blocks of columns, put together again: row by row, as the web has them."""

from __future__ import annotations

import re
from typing import NamedTuple

from .tags import Element, Run

AGAIN = "Again"
"""The kind of what is in both parts of a cell that begins in one block and goes on in the next."""
LINKED = "\x1f"
"""Stands for the number of a page."""
_RANGE = re.compile(r"\D*(\d+)(?:\D+(\d+))?\D+(\d+)\D*")
"""What stands above a block in any language: its first column, its last one, and how many there are."""


class _Block(NamedTuple):
    first: int
    last: int
    all: int
    table: Element


class _Cell(NamedTuple):
    column: int
    element: Element


def join_blocks(whole: Element) -> Element:
    """Return a tree of tags in which every table stands once, with all its columns."""
    children: list[Element | Run] = []
    place = 0
    while place < len(whole.children):
        child = whole.children[place]
        blocks = _find_blocks(whole.children, place)
        rows = _join_rows(blocks)
        if rows:
            children.append(blocks[0].table._replace(children=[*rows]))
            place += 2 * len(blocks)
            continue
        children.append(join_blocks(child) if isinstance(child, Element) else child)
        place += 1
    return whole._replace(children=children)


def _find_blocks(parts: list[Element | Run], place: int) -> list[_Block]:
    """Return the blocks that begin here, with the tables in them, or nothing where they are not all there."""
    blocks: list[_Block] = []
    for line, table in zip(parts[place::2], parts[place + 1 :: 2], strict=False):
        if not (isinstance(line, Element) and isinstance(table, Element) and table.kind == "Table"):
            return []
        found = _RANGE.fullmatch(line.text) if line.kind == "P" else None
        if found is None:
            return []
        first, last, count = int(found[1]), int(found[2] or found[1]), int(found[3])
        if first != (blocks[-1].last + 1 if blocks else 1) or last < first:
            return []
        blocks.append(_Block(first, last, count, join_blocks(table)))
        if last == count:
            # One alone is a paragraph of the book that has such numbers in it.
            return blocks if len(blocks) > 1 else []
    return []


def _join_rows(blocks: list[_Block]) -> list[Element]:
    grids = [_read_rows(block.table) for block in blocks]
    if not grids or len({len(grid) for grid in grids}) > 1:
        return []
    joined = [[cell.element for cell in row] for row in grids[0]]
    for block, grid in zip(blocks[1:], grids[1:], strict=True):
        width = max(cell.column + cell.element.span[0] for row in grid for cell in row)
        heads = width - (block.last - block.first + 1)
        for so_far, first, row in zip(joined, grids[0], grid, strict=True):
            # What every block repeats; anything else in its place is left to be found.
            known = [_heard(cell.element) for cell in first if cell.column < heads]
            again = [_heard(cell.element) for cell in row if cell.column < heads]
            if len(known) == len(again) and all(map(_is_same, known, again)):
                row = [cell for cell in row if cell.column >= heads]
            for cell in row:
                one, before = cell.element, so_far[-1] if so_far else None
                if (
                    cell.column == heads
                    and before
                    and _is_same(_heard(before), _heard(one))
                    and _may_go_on(before, one)
                ):
                    # Which of the two is the one of the web cannot be told.
                    so_far[-1], one = _mark(before), _mark(one)
                so_far.append(one)
    return [Element("TR", [*row]) for row in joined]


def _mark(cell: Element) -> Element:
    return cell._replace(children=[Element(AGAIN, cell.children)])


def _heard(part: Element | Run) -> str:
    """The words of a part without footnotes, which stand behind their first sign alone, and with marks for pages."""
    if isinstance(part, Run) or part.kind in ("Note", "Lbl"):
        return part.text if isinstance(part, Run) else ""
    if part.kind == "Link" and part.text.strip().isdigit():
        return LINKED
    return "".join(map(_heard, part.children))


def _is_same(one: str, other: str) -> bool:
    # A link says its page only where that is another one.
    page = rf"\s*[(（][^()（）]*{LINKED}[^()（）]*[)）]"
    return re.sub(page, "", one) == re.sub(page, "", other)


def _may_go_on(before: Element, one: Element) -> bool:
    # How wide the cell is of which both are parts is not told: two columns may stand in two blocks.
    return _heard(one) != "" and _is_same(_heard(before), _heard(one))


def _read_rows(table: Element) -> list[list[_Cell]]:
    """The cells of a table by rows, each with its column."""
    rows: list[list[_Cell]] = []
    busy: dict[int, int] = {}
    for row in _rows_of(table):
        cells: list[_Cell] = []
        column = 0
        for cell in (child for child in row.children if isinstance(child, Element)):
            while busy.get(column, 0):
                column += 1
            cells.append(_Cell(column, cell))
            wide, high = cell.span
            busy |= dict.fromkeys(range(column, column + wide), high)
            column += wide
        busy = {place: left - 1 for place, left in busy.items() if left > 1}
        rows.append(cells)
    return rows


def _rows_of(part: Element) -> list[Element]:
    inner = [child for child in part.children if isinstance(child, Element)]
    return [row for child in inner for row in ([child] if child.kind == "TR" else _rows_of(child))]
