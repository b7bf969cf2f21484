"""Columns of a table: how wide each one must be, would like to be and should be beside the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx import addnodes

from ..text import estimate_width, split_by_script
from ..writer import find_child
from .design import TRANSPARENT

NUMBER = re.compile(r"(?P<whole>[−+-]?\d[\d,\u202f\u00a0 ]*?)(?P<rest>(?:\.\d+)?(?:\s?\D{0,2}))")
LETTERS = re.compile(r"(\[[a-z]\])+")
# Where a line may break: at a space that is not a fixed one, or after a hyphen, dash or slash.
UNBROKEN = re.compile(r"[^ \t\n\-–/]+[-–/]?")

UPRIGHT = 70.0
"""Ems that fit beside each other on an upright page, at the smallest size that can be read."""
ROOM = 54.0
"""Ems across an upright page at the usual size of tables."""
TURNED, TURNED_ROOM = 108.0, 82.0
"""Both across a turned page."""
SHORT = 8.6
"""Ems up to which what stands in a column is not broken, where there is room."""
STEPS, POWER = 12, 6
"""How often the shares of the columns are brought nearer, and how sharply the tallest cell of a row counts."""
FEW = 24
"""Rows of a table that prints in blocks of columns sooner than on a page of its own."""
EDGES = {
    nodes.bullet_list: 1.5, nodes.enumerated_list: 2.0, nodes.block_quote: 1.5, nodes.definition_list: 1.5,
    nodes.line_block: 1.5, nodes.note: 2.5, nodes.warning: 2.5, nodes.tip: 2.5, nodes.admonition: 2.5,
    nodes.important: 2.5, nodes.hint: 2.5, nodes.topic: 2.5,
}  # fmt: skip
"""Ems of signs and edges beside what stands in a list or box."""
NESTED = 24.0
"""Ems that a table in a cell gets, if it needs them, so that it is not set in blocks of single columns."""
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


@dataclass(frozen=True)
class Grid:
    """The cells of a table by their rows, each in its place."""

    header: list[list[Cell]]
    rows: list[list[Cell]]
    count: int
    """How many columns there are."""
    heads: int
    """How many columns at the left say what stands in a row."""
    stubs: int
    """How many of these the author named so."""


def read_grid(group: nodes.tgroup) -> Grid:
    """Place the cells of a table in its columns."""
    parts = find_child(group, nodes.thead), find_child(group, nodes.tbody)
    header, rows = (_place_cells(part, int(group["cols"])) for part in parts)
    count = max((cell.column + cell.columns for row in [*header, *rows] for cell in row), default=1)
    stubs = [*(spec.get("stub", 0) for spec in group.children if isinstance(spec, nodes.colspec)), 0].index(0)
    others = {cell.column for row in rows for cell in row if cell.text and not is_strong(cell.node)}
    # A cell over several columns belongs to none of them.
    return Grid(header, rows, count, max(stubs, min(others, default=0)), stubs)


def is_turned(table: nodes.table) -> bool:
    """Say whether a table is too wide for an upright page, and has a page of its own, turned, on which it fits.

    One of few rows prints in blocks of columns, which are easier to read.
    """
    if table.get("on-turned-sheet") or not _stands_free(table):
        return False
    grids = map(read_grid, groups_of(table))
    return any(len(grid.rows) > FEW and UPRIGHT < width_of(grid) <= TURNED for grid in grids)


def _stands_free(node: nodes.Element) -> bool:
    """Whether a page may end at a node: it stands in no list, box or cell."""
    above = node.parent
    while above is not None and not isinstance(above, (nodes.section, nodes.document)):
        if not isinstance(above, (nodes.container, nodes.compound, addnodes.only)):
            return False
        if above.get("design_component", "div") not in TRANSPARENT:
            return False
        above = above.parent
    return True


def groups_of(table: nodes.table) -> list[nodes.tgroup]:
    """Return the parts of a table that have columns of their own; there is one, as a rule."""
    return [part for part in table.children if isinstance(part, nodes.tgroup)]


def _place_cells(part: nodes.Element | None, count: int) -> list[list[Cell]]:
    """Place every entry in its column, where entries above reach down into a row; none reaches out of its part."""
    busy = [0] * count
    rows: list[list[Cell]] = []
    left = len(part.children) if part is not None else 0
    for row in part.children if part is not None else ():
        cells = []
        column = 0
        for entry in row.children:
            while column < len(busy) and busy[column]:
                column += 1
            columns, deep = entry.get("morecols", 0) + 1, min(left, entry.get("morerows", 0) + 1)
            cells.append(Cell(entry, entry.astext(), column, columns, deep))
            busy += [0] * (column + columns - len(busy))
            busy[column : column + columns] = [deep] * columns
            column += columns
        busy = [max(0, more - 1) for more in busy]
        left -= 1
        rows.append(cells)
    return rows


def is_strong(node: nodes.Element) -> bool:
    """Say whether all words of a cell are strong, as in the head of a row."""
    text: str = node.astext()
    return text != "" and text == "".join(part.astext() for part in node.findall(nodes.strong))


def width_of(grid: Grid) -> float:
    """Return how many ems the columns take when each is as wide as its longest word."""
    longest = [0.0] * grid.count
    for cell in (cell for row in [*grid.header, *grid.rows] for cell in row if cell.columns == 1):
        words = UNBROKEN.findall(cell.text.replace("\n", " "))
        longest[cell.column] = max([longest[cell.column], *map(estimate_width, _unbroken_pieces(set(words)))])
    return sum(longest) + len(longest)


def describe_columns(grid: Grid, room: float) -> list[dict[str, Any]]:
    """Return for each column what the template needs to know of it, on a page with room for so many ems.

    The pictures in its cells are nodes as yet.
    """
    columns = []
    own, titles = _by_column(grid.rows, grid.count), _by_column(grid.header, grid.count)
    for cells, heads, share in zip(own, titles, _share_room([*grid.header, *grid.rows], grid.count), strict=True):
        columns.append(_describe_column(cells, heads) | {"share": share, "rests": []})
        if parts := _decimal_parts(cells):
            # The room that the widest number takes when all points stand below each other.
            wholes = [match["whole"] for cell in cells if (match := NUMBER.fullmatch(cell.text))]
            widest = max(wholes, key=estimate_width) + max(parts, key=estimate_width)
            columns[-1] |= {"words": [widest], "lines": [widest], "rests": parts}
    _keep_short_lines(columns, room)
    return columns


def describe_spans(grid: Grid) -> list[dict[str, Any]]:
    """Return the longest word of the cells that cover each range of several columns."""
    found: dict[tuple[int, int, str], str] = {}
    for weight, rows in (("bold", grid.header), ("regular", grid.rows)):
        for cell in (cell for row in rows for cell in row if cell.columns > 1):
            place = cell.column, cell.columns, weight
            is_short = estimate_width(cell.text) <= SHORT
            words = {cell.text} if is_short else _unbroken_pieces(set(UNBROKEN.findall(cell.text.replace("\n", " "))))
            found[place] = max([*sorted(words), found.get(place, "")], key=estimate_width)
    return [
        {"column": column, "columns": columns, "weight": weight, "word": word}
        for (column, columns, weight), word in found.items()
    ]


def _by_column(rows: Sequence[Sequence[Cell]], count: int) -> list[list[Cell]]:
    found: list[list[Cell]] = [[] for _ in range(count)]
    for cell in (cell for row in rows for cell in row if cell.columns == 1):
        found[cell.column].append(cell)
    return found


def _describe_column(cells: Sequence[Cell], titles: Sequence[Cell]) -> dict[str, Any]:
    # The template measures these few texts in the real font; measuring every cell would take seconds.
    texts = [cell.text for cell in cells] or [""]
    words = {word for text in texts for word in UNBROKEN.findall(text.replace("\n", " "))}
    # A head is broken only where it is long.
    heads = _unbroken_pieces({word for cell in titles for word in UNBROKEN.findall(cell.text)}, 2 * TERM)
    pictures = [picture for cell in [*cells, *titles] for picture in cell.node.findall(nodes.image)]
    return {
        "beside": max((_beside(cell.node) for cell in [*cells, *titles]), default=0),
        "pictures": pictures,
        "align": _alignment([*cells, *titles]),
        "words": sorted(_unbroken_pieces(words), key=lambda word: (-estimate_width(word), word))[:3],
        "heads": sorted(heads, key=lambda word: (-estimate_width(word), word))[:2],
        # Several, since letters that are estimated alike are not quite as wide as each other.
        "lines": sorted(
            {line for text in texts for line in text.split("\n")}, key=lambda line: (-estimate_width(line), line)
        )[:6],
        "head": max((cell.text for cell in titles), key=estimate_width, default=""),
    }


def _beside(node: nodes.Element) -> float:
    """How many ems of signs and edges stand beside the words of a cell."""
    found = 0.0
    for part in node.children:
        if isinstance(part, nodes.table):
            found = max([found, *(min(NESTED, width_of(read_grid(group))) for group in groups_of(part))])
        elif isinstance(part, nodes.Element) and not isinstance(part, nodes.TextElement):
            found = max(found, EDGES.get(type(part), 0) + _beside(part))
        elif isinstance(part, nodes.literal_block):
            # Letters of code are wider than others.
            found = max(found, 2.2 + 0.15 * max(map(len, part.astext().split("\n"))))
    return found


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


def _unbroken_pieces(words: set[str], most: int = TERM) -> set[str]:
    # Chinese may break after any character, but the template keeps short terms whole.
    runs = [run for word in words for run in split_by_script(word)]
    return {run[0] if chinese and len(run) > most else run for chinese, run in runs}


def _alignment(cells: Sequence[Cell]) -> str:
    classes = {name for cell in cells for name in cell.node.get("classes", [])}
    return next((side for side in ("right", "center") if f"text-{side}" in classes), "left")


def _decimal_parts(cells: Sequence[Cell]) -> list[str] | None:
    """Return what follows the whole numbers of a column flush right, or None when it does not hold numbers alone."""
    if not cells or _alignment(cells) != "right":
        return None
    found = [NUMBER.fullmatch(cell.text) for cell in cells if cell.text.strip()]
    if not found or any(match is None for match in found):
        return None
    # All digits are as wide as each other, so that one of each shape is enough to measure.
    rests = sorted({re.sub(r"\d", "0", match["rest"]) for match in found if match})
    return rests if len(rests) > 1 else None
