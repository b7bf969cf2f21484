"""Tables: what the template needs to know to fit each one to the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docutils import nodes

from ..code import Code, join_code, typst_call, typst_value
from ..text import caption_language, estimate_width, split_by_script
from ..writer import Writer, find_ancestor, find_child, opening, prints
from .lists import write_body

_NUMBER = re.compile(r"(?P<whole>[−+-]?\d[\d,\u202f\u00a0 ]*?)(?P<rest>(?:\.\d+)?(?:\s?\D{0,2}))")
_LETTERS = re.compile(r"(\[[a-z]\])+")
# Where a line may break: at a space that is not a fixed one, or after a hyphen, dash or slash.
_UNBROKEN = re.compile(r"[^ \t\n\-–/]+[-–/]?")

UPRIGHT = 70.0
"""Ems that fit beside each other on an upright page, at the smallest size that can be read."""
ROOM = 54.0
"""Ems across an upright page at the usual size of tables."""
TURNED_ROOM = 82.0
"""The same across a turned page."""
SHORT = 8.6
"""Ems up to which what stands in a column is not broken, where there is room."""
STEPS, POWER = 12, 6
"""How often the shares of the columns are brought nearer, and how sharply the tallest cell of a row counts."""
TERM = 6
"""Characters up to which a Chinese term stays on one line, here and in the template."""


@dataclass(frozen=True)
class Cell:
    """One entry of a table, with what decides how wide its column must be."""

    node: nodes.entry
    text: str
    column: int
    columns: int
    rows: int


@prints(nodes.table)
def _table(writer: Writer, node: nodes.table) -> str:
    code = "\n".join(_write_group(writer, part) for part in node.children if isinstance(part, nodes.tgroup))
    if is_turned(node):
        code = typst_call("turned", join_code(code))
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
    return writer.mark(node, code)


def _write_group(writer: Writer, group: nodes.tgroup) -> str:
    head, body = find_child(group, nodes.thead), find_child(group, nodes.tbody)
    count = int(group["cols"])
    header = _place_cells(head, count) if head else []
    rows = _place_cells(body, count)
    columns, numbers = [], {}
    for place, share in enumerate(_share_room([*header, *rows], count)):
        own = [cell for row in rows for cell in row if cell.column == place and cell.columns == 1]
        titles = [cell for row in header for cell in row if cell.column == place and cell.columns == 1]
        columns.append(_describe_column(own, titles) | {"share": share})
        if parts := _decimal_parts(own):
            numbers[place] = parts
            # The room that the widest number takes when all points stand below each other.
            wholes = [match["whole"] for cell in own if (match := _NUMBER.fullmatch(cell.text))]
            widest = max(wholes, key=estimate_width) + max(parts, key=estimate_width)
            columns[-1] |= {"words": [widest], "lines": [widest]}
    table = group.parent
    _keep_short_lines(columns, TURNED_ROOM if table.get("on-turned-sheet") or is_turned(table) else ROOM)
    was_in_table, writer.in_table = writer.in_table, True
    try:
        head_code = [_write_cell(writer, cell, {}) for row in header for cell in row]
        body_code = [_write_row(writer, row, numbers) for row in rows]
    finally:
        writer.in_table = was_in_table
    # A row of long cells is as high as several.
    height = max(len(rows), sum(len(cell.text) for row in rows for cell in row) // 250)
    where = {"at": writer.locate(group), "says": opening(group)}
    named = {"columns": columns, "header": head_code, "rows": height, **where}
    about = ", ".join(f"{name}: {typst_value(given)}" for name, given in named.items())
    return f"data-table({about},\n" + "\n".join(body_code) + "\n)"


def _write_row(writer: Writer, row: Sequence[Cell], numbers: dict[int, list[str]]) -> str:
    cells = "\n".join(
        _write_cell(writer, cell, numbers, before) + "," for before, cell in zip([None, *row], row, strict=False)
    )
    return f"title-row(\n{cells}\n)," if _is_title(row) else cells


def _is_title(row: Sequence[Cell]) -> bool:
    """Whether a row names those below it: strong words in its first cell, and nothing in the others."""
    first, *others = row
    words = "".join(part.astext() for part in first.node.findall(nodes.strong))
    return bool(others) and words != "" and words == first.text and not any(cell.text for cell in others)


def is_turned(table: nodes.table) -> bool:
    """Say whether a table is too wide for an upright page, and so has a page of its own, turned."""
    if table.get("on-turned-sheet") or find_ancestor(table, nodes.entry):
        return False
    return any(map(_is_too_wide, table.findall(nodes.tgroup)))


def _is_too_wide(group: nodes.tgroup) -> bool:
    """Whether the longest words of the columns would not stand side by side on an upright page, however small."""
    longest = [0.0] * int(group["cols"])
    for part in group.children:
        if isinstance(part, (nodes.thead, nodes.tbody)):
            for cell in (cell for row in _place_cells(part, len(longest)) for cell in row if cell.columns == 1):
                words = _UNBROKEN.findall(cell.text.replace("\n", " "))
                longest[cell.column] = max([longest[cell.column], *map(estimate_width, _unbroken_pieces(set(words)))])
    return sum(longest) + len(longest) > UPRIGHT


def _place_cells(part: nodes.Element, count: int) -> list[list[Cell]]:
    """Place every entry in its column, where entries above reach down into a row."""
    busy = [0] * count
    rows = []
    for row in part.children:
        cells = []
        column = 0
        for entry in row.children:
            while column < count and busy[column]:
                column += 1
            columns, deep = entry.get("morecols", 0) + 1, entry.get("morerows", 0) + 1
            cells.append(Cell(entry, entry.astext(), column, columns, deep))
            for place in range(column, column + columns):
                busy[place] = deep
            column += columns
        busy = [max(0, left - 1) for left in busy]
        rows.append(cells)
    return rows


def _describe_column(cells: Sequence[Cell], titles: Sequence[Cell]) -> dict[str, Any]:
    # The template measures these few texts in the real font; measuring every cell would take seconds.
    texts = [cell.text for cell in cells] or [""]
    words = {word for text in texts for word in _UNBROKEN.findall(text.replace("\n", " "))}
    heads = {word for cell in titles for word in _UNBROKEN.findall(cell.text)}
    return {
        "align": _alignment([*cells, *titles]),
        "words": sorted(_unbroken_pieces(words), key=lambda word: (-estimate_width(word), word))[:3],
        "heads": sorted(heads, key=lambda word: (-estimate_width(word), word))[:2],
        # Several, since letters that are estimated alike are not quite as wide as each other.
        "lines": sorted(
            {line for text in texts for line in text.split("\n")}, key=lambda line: (-estimate_width(line), line)
        )[:6],
        "head": max((cell.text for cell in titles), key=estimate_width, default=""),
    }


def _keep_short_lines(columns: Sequence[dict[str, Any]], room: float) -> None:
    # A date, a grade or a short title is not broken, unless the table is crowded.
    kept = [
        {
            "words": column["lines"] if estimate_width(column["lines"][0]) <= SHORT else column["words"],
            "heads": [column["head"]] if estimate_width(column["head"]) <= SHORT else column["heads"],
        }
        for column in columns
    ]
    if sum(1 + max(map(estimate_width, [*texts["words"], *texts["heads"]]), default=0) for texts in kept) <= 0.8 * room:
        for column, texts in zip(columns, kept, strict=True):
            column |= texts


def _share_room(rows: Sequence[Sequence[Cell]], count: int) -> list[float]:
    """Return how the columns should share the page so that the rows are low: one number each, and their sum is 1.

    A row is as tall as its tallest cell, which has about as many lines as its text is longer than the column is wide.
    The sum of these heights is least where each column has the share of it that its own cells cause; that share is
    looked for step by step. A high power stands for "the tallest cell", since its slope is known everywhere.
    """
    texts = [[0.0] * count for _ in rows]
    for row, lengths in zip(rows, texts, strict=True):
        for cell in row:
            if cell.columns == 1:
                lengths[cell.column] = estimate_width(cell.text) + 1
    shares = [1 / count] * count
    for _ in range(STEPS):
        caused = [1e-3] * count
        for lengths in texts:
            powers = [(length / (share * ROOM)) ** POWER for length, share in zip(lengths, shares, strict=True)]
            height = sum(powers)
            if height > 1:
                lines = height ** (1 / POWER)
                for column, power in enumerate(powers):
                    caused[column] += lines * power / height
        total = sum(caused)
        # A whole step would overshoot: what a column causes falls with this power of its share.
        damped = [
            share * (cause / total / share) ** (1 / (POWER + 1)) for share, cause in zip(shares, caused, strict=True)
        ]
        shares = [share / sum(damped) for share in damped]
    return [round(share, 3) for share in shares]


def _unbroken_pieces(words: set[str]) -> set[str]:
    # Chinese may break after any character, but the template keeps short terms whole.
    runs = [run for word in words for run in split_by_script(word)]
    return {run[0] if chinese and len(run) > TERM else run for chinese, run in runs}


def _alignment(cells: Sequence[Cell]) -> str:
    classes = {name for cell in cells for name in cell.node.get("classes", [])}
    return next((side for side in ("right", "center") if f"text-{side}" in classes), "left")


def _decimal_parts(cells: Sequence[Cell]) -> list[str] | None:
    """Return what follows the whole numbers of a column flush right, or None when it does not hold numbers alone."""
    if not cells or _alignment(cells) != "right":
        return None
    found = [_NUMBER.fullmatch(cell.text) for cell in cells if cell.text.strip()]
    if not found or any(match is None for match in found):
        return None
    rests = sorted({match["rest"] for match in found if match})
    return rests if len(rests) > 1 else None


def _write_cell(writer: Writer, cell: Cell, numbers: dict[int, list[str]], before: Cell | None = None) -> Code:
    content = write_body(writer, cell.node)
    parts = numbers.get(cell.column)
    match = _NUMBER.fullmatch(cell.text) if parts and cell.columns == 1 else None
    if match and _is_text_alone(cell.node):
        content = typst_call("decimal", match["whole"], match["rest"], parts)
    elif before and (parts := numbers.get(before.column)) and _LETTERS.fullmatch(cell.text):
        number = _NUMBER.fullmatch(before.text)
        content = typst_call("drawn-back", content, number["rest"] if number else "", parts)
    if cell.columns == 1 and cell.rows == 1:
        return content
    return typst_call("table.cell", content, colspan=cell.columns, rowspan=cell.rows)


def _is_text_alone(node: nodes.Element) -> bool:
    return all(isinstance(part, (nodes.paragraph, nodes.Text)) for part in node.findall() if part is not node)


@prints(nodes.caption)
def _caption(writer: Writer, node: nodes.caption) -> str:
    # Of a listing or a contents; those of figures are printed by the figure.
    return typst_call("rubric", writer.write_content(node))
