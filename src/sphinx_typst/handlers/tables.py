"""Tables: what the template needs to know to fit each one to the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx import addnodes

from ..code import Code, join_code, typst_call
from ..text import caption_language, estimate_width
from ..writer import Writer, find_child, opening, prints
from .columns import (
    LETTERS,
    NUMBER,
    ROOM,
    TURNED,
    TURNED_ROOM,
    Cell,
    Grid,
    describe_columns,
    describe_spans,
    groups_of,
    is_strong,
    is_turned,
    read_grid,
    width_of,
)
from .figures import is_for_dark_screens, write_picture
from .lists import write_body

LOW, TALL = 8, 15
"""Rows of a table that may stay on one page, and lines of a row that a page may part."""
FEW, SHORT = 5, 300
"""Columns of a small table, and letters of the longest cells of its rows."""


@prints(nodes.table)
def _table(writer: Writer, node: nodes.table) -> str:
    turned = is_turned(node)
    room = TURNED_ROOM if turned or node.get("on-turned-sheet") else ROOM
    code = "\n".join(_write_group(writer, group, room) for group in groups_of(node))
    title = find_child(node, nodes.title)
    if title is not None:
        code = typst_call(
            "captioned-table",
            join_code(code),
            caption=writer.write_content(title),
            number=writer.number_of(node, "table") or node.get("number", ""),
            lang=caption_language(title.astext()),
            shown=not node.get("repeats"),
        )
    labelled = writer.mark(node, code)
    # A caption stands on the turned page too: no page can begin within a figure.
    return typst_call("turned", join_code(labelled)) if turned else labelled


def _write_group(writer: Writer, group: nodes.tgroup, room: float) -> str:
    grid = read_grid(group)
    # In blocks of columns there is room for lines that a crowded table breaks.
    columns = describe_columns(grid, room if width_of(grid) <= TURNED else float("inf"))
    for column in columns:
        pictures = [picture for picture in column["pictures"] if not is_for_dark_screens(picture)]
        column["pictures"] = [write_picture(writer, picture) for picture in pictures]
    was_in_table, writer.in_table = writer.in_table, True
    try:
        header = _write_rows(writer, grid, grid.header)
        rows = _write_rows(writer, grid, grid.rows, columns)
    finally:
        writer.in_table = was_in_table
    call = typst_call(
        "data-table",
        columns=columns,
        header=header,
        heads=max(1, grid.heads),
        counted=grid.heads == 0,
        spans=describe_spans(grid),
        low=len(grid.rows) <= LOW,
        small=_is_small(grid) and not any(column["pictures"] for column in columns),
        at=writer.locate(group),
        says=opening(group),
    )
    return call.removesuffix(")") + ",\n" + ",\n".join(rows) + ")"


def _is_small(grid: Grid) -> bool:
    """Whether a table is low for sure, however narrow its columns: measuring it would take as long as setting it."""
    # A line of its own counts like so many letters.
    longest = [max((len(cell.text) + 30 * cell.text.count("\n") for cell in row), default=0) for row in grid.rows]
    return len(grid.rows) <= LOW and grid.count <= FEW and sum(longest) <= SHORT


def _write_rows(
    writer: Writer, grid: Grid, rows: Sequence[Sequence[Cell]], columns: Sequence[dict[str, Any]] = ()
) -> list[Code]:
    """Return the code of each row: an entry for each column, which is auto where a cell reaches into it."""
    written = []
    covered = [0] * grid.count
    for row in rows:
        entries = [Code("auto" if below else "[]") for below in covered]
        covered = [max(0, below - 1) for below in covered]
        for before, cell in zip([None, *row], row, strict=False):
            places = slice(cell.column, cell.column + cell.columns)
            entries[places] = [_write_cell(writer, grid, cell, columns, before), *[Code("auto")] * (cell.columns - 1)]
            covered[places] = [cell.rows - 1] * cell.columns
        code = Code("(" + "".join(f"\n{entry}," for entry in entries) + ")")
        is_tall = columns and any(_lines_of(cell, columns) > TALL or _is_mixed(cell) for cell in row)
        kind = "title-row" if columns and _is_title(row, grid.count) else "tall-row" if is_tall else ""
        written.append(typst_call(kind, code) if kind else code)
    return written


def _lines_of(cell: Cell, columns: Sequence[dict[str, Any]]) -> float:
    """About how many lines a cell takes."""
    share: float = 1e-3 + sum(column["share"] for column in columns[cell.column : cell.column + cell.columns])
    return sum(1 + estimate_width(line) / (share * ROOM) for line in cell.text.split("\n"))


def _is_mixed(cell: Cell) -> bool:
    """Whether a cell holds a picture, which may be as high as a page, and more."""
    return cell.node.next_node(nodes.image) is not None and (cell.text != "" or len(cell.node.children) > 1)


def _is_title(row: Sequence[Cell], count: int) -> bool:
    """Whether a row names those below it: strong words in its first cell, and nothing in the others."""
    if sum(cell.columns for cell in row) < count or any(cell.rows > 1 for cell in row):
        # Other rows reach into it, or it into them.
        return False
    first, *others = row
    return bool(others) and is_strong(first.node) and not any(cell.text for cell in others)


def _write_cell(
    writer: Writer, grid: Grid, cell: Cell, columns: Sequence[dict[str, Any]], before: Cell | None = None
) -> Code:
    content = _write_content(writer, grid, cell, columns, before)
    named = {name: given for name, given in (("columns", cell.columns), ("rows", cell.rows)) if given > 1}
    if (cell.columns > 1 or cell.column < max(1, grid.heads)) and _is_single(cell.node):
        # Where it stands again, it has no places to link to, no footnotes of its own and nothing for the index.
        writer.says_again = True
        again = _write_content(writer, grid, cell, columns, before)
        writer.says_again = False
        return typst_call("cell", content, again=again, **named)
    return typst_call("cell", content, **named) if named else content


def _is_single(node: nodes.Element) -> bool:
    """Whether something in a cell may be there only once."""
    kinds = (nodes.footnote_reference, addnodes.index)
    return any(part["ids"] or isinstance(part, kinds) for part in node.findall(nodes.Element))


def _write_content(
    writer: Writer, grid: Grid, cell: Cell, columns: Sequence[dict[str, Any]], before: Cell | None
) -> Code:
    content = write_body(writer, cell.node)
    own = columns[cell.column]["rests"] if columns and cell.columns == 1 else []
    match = NUMBER.fullmatch(cell.text) if own else None
    if match and _is_text_alone(cell.node):
        return typst_call("decimal", match["whole"], match["rest"], own)
    rests = columns[before.column]["rests"] if columns and before else []
    if before and rests and LETTERS.fullmatch(cell.text):
        number = NUMBER.fullmatch(before.text)
        return typst_call("drawn-back", content, number["rest"] if number else "", rests)
    if columns and cell.column < grid.stubs:
        # A strong number of an item would be none to those who listen.
        is_plain = all(isinstance(part, nodes.paragraph) for part in cell.node.children)
        return typst_call("strong", content) if is_plain else typst_call("text", content, weight="bold")
    return content


def _is_text_alone(node: nodes.Element) -> bool:
    return all(isinstance(part, (nodes.paragraph, nodes.Text)) for part in node.findall() if part is not node)


@prints(nodes.caption)
def _caption(writer: Writer, node: nodes.caption) -> str:
    # Of a listing or a contents; those of figures are printed by the figure.
    return typst_call("rubric", writer.write_content(node))
