"""Tables: what the template needs to know to fit each one to the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.errors import ConfigError

from .code import Code, block, call, labelled, value
from .inline import language, runs, wide
from .structure import item
from .writer import Writer, prints

_NUMBER = re.compile(r"(?P<whole>[−+-]?\d[\d,\u202f\u00a0 ]*?)(?P<rest>(?:\.\d+)?(?:\s?\D{0,2}))")
# Where a line may break: at a space that is not a fixed one, or after a hyphen, dash or slash.
_UNBROKEN = re.compile(r"[^ \t\n\-–/]+[-–/]?")

UPRIGHT = 70.0
"""Ems that fit beside each other on an upright page, at the smallest size that can be read."""
ROOM = 54.0
"""Ems across an upright page at the usual size of tables."""
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
    column: int
    columns: int
    rows: int

    @property
    def text(self) -> str:
        return " ".join(self.node.astext().split(" "))


@prints(nodes.table)
def _table(write: Writer, node: nodes.table) -> str:
    groups = [part for part in node.children if isinstance(part, nodes.tgroup)]
    title = next((part for part in node.children if isinstance(part, nodes.title)), None)
    code = "\n".join(_group(write, group) for group in groups)
    if is_turned(node):
        code = call("turned", block(code))
    if title is None:
        return write.mark(node) + labelled(code, *write.labels(node))
    numbers = write.figure_numbers.get("table", {})
    number = next((numbers[name] for name in node["ids"] if name in numbers), node.get("number", ""))
    shown = not node.get("repeats")
    named = {"caption": write.content(title), "number": number, "lang": language(title.astext())}
    code = call("captioned-table", block(code), **named, shown=shown)
    return write.mark(node) + labelled(code, *write.labels(node))


def _group(write: Writer, group: nodes.tgroup) -> str:
    head = next((part for part in group.children if isinstance(part, nodes.thead)), None)
    body = next(part for part in group.children if isinstance(part, nodes.tbody))
    count = int(group["cols"])
    header = _cells(head, count) if head else []
    rows = _cells(body, count)
    columns, numbers = [], {}
    for place, share in enumerate(_shares([*header, *rows], count)):
        own = [cell for row in rows for cell in row if cell.column == place and cell.columns == 1]
        titles = [cell for row in header for cell in row if cell.column == place and cell.columns == 1]
        columns.append(_column(own, titles) | {"share": share})
        if parts := _decimals(own):
            numbers[place] = parts
            # The room that the widest number takes when all points stand below each other.
            whole = max((match["whole"] for cell in own if (match := _NUMBER.fullmatch(cell.text))), key=wide)
            widest = whole + max(parts, key=wide)
            columns[-1] |= {"words": [widest], "line": widest}
    _keep_short_lines(columns)
    was_in_table, write.in_table = write.in_table, True
    try:
        head_code = [_cell(write, cell, {}) for row in header for cell in row]
        body_code = ["\n".join(_cell(write, cell, numbers) + "," for cell in row) for row in rows]
    finally:
        write.in_table = was_in_table
    joined = "\n".join(body_code)
    about = f"columns: {value(columns)}, header: {value(head_code)}, rows: {len(rows)}, at: {value(write.place(group))}"
    return f"data-table({about},\n{joined}\n)"


def is_turned(table: nodes.table) -> bool:
    """Say whether a table is too wide for an upright page, and so has a page of its own, turned."""
    return not _above(table, nodes.entry) and any(map(_too_wide, table.findall(nodes.tgroup)))


def _too_wide(group: nodes.tgroup) -> bool:
    """Whether the longest words of the columns would not stand side by side on an upright page, however small."""
    longest = [0.0] * int(group["cols"])
    for part in group.children:
        if isinstance(part, (nodes.thead, nodes.tbody)):
            for cell in (cell for row in _cells(part, len(longest)) for cell in row if cell.columns == 1):
                words = _UNBROKEN.findall(cell.text.replace("\n", " "))
                longest[cell.column] = max([longest[cell.column], *map(wide, _pieces(set(words)))])
    return sum(longest) + len(longest) > UPRIGHT


def _cells(part: nodes.Element, count: int) -> list[list[Cell]]:
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
            cells.append(Cell(entry, column, columns, deep))
            for place in range(column, column + columns):
                busy[place] = deep
            column += columns
        busy = [max(0, left - 1) for left in busy]
        rows.append(cells)
    return rows


def _column(cells: Sequence[Cell], titles: Sequence[Cell]) -> dict[str, Any]:
    # The template measures these few texts in the real font; measuring every cell would take seconds.
    texts = [cell.text for cell in cells] or [""]
    words = {word for text in texts for word in _UNBROKEN.findall(text.replace("\n", " "))}
    heads = {word for cell in titles for word in _UNBROKEN.findall(cell.text)}
    return {
        "align": _alignment([*cells, *titles]),
        "words": sorted(_pieces(words), key=lambda word: (-wide(word), word))[:3],
        "heads": sorted(heads, key=lambda word: (-wide(word), word))[:2],
        "line": max((line for text in texts for line in text.split("\n")), key=wide),
        "head": max((cell.text for cell in titles), key=wide, default=""),
    }


def _keep_short_lines(columns: Sequence[dict[str, Any]]) -> None:
    # A date, a grade or a short title is not broken, unless the table is crowded.
    kept = [
        {
            "words": [column["line"]] if wide(column["line"]) <= SHORT else column["words"],
            "heads": [column["head"]] if wide(column["head"]) <= SHORT else column["heads"],
        }
        for column in columns
    ]
    if sum(1 + max(map(wide, [*texts["words"], *texts["heads"]]), default=0) for texts in kept) <= 0.8 * ROOM:
        for column, texts in zip(columns, kept, strict=True):
            column |= texts


def _shares(rows: Sequence[Sequence[Cell]], count: int) -> list[float]:
    """Return how the columns should share the page so that the rows are low: one number each, and their sum is 1.

    A row is as tall as its tallest cell, which has about as many lines as its text is longer than the column is wide.
    The sum of these heights is least where each column has the share of it that its own cells cause; that share is
    looked for step by step. A high power stands for "the tallest cell", since its slope is known everywhere.
    """
    texts = [[0.0] * count for _ in rows]
    for row, lengths in zip(rows, texts, strict=True):
        for cell in row:
            if cell.columns == 1:
                lengths[cell.column] = wide(cell.text) + 1
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


def _pieces(words: set[str]) -> set[str]:
    # Chinese may break after any character, but the template keeps short terms whole.
    parts = {run if len(run) <= TERM else run[0] for word in words for chinese, run in runs(word) if chinese}
    return parts | {run for word in words for chinese, run in runs(word) if not chinese}


def _alignment(cells: Sequence[Cell]) -> str:
    classes = {name for cell in cells for name in cell.node.get("classes", [])}
    return next((side for side in ("right", "center") if f"text-{side}" in classes), "left")


def _decimals(cells: Sequence[Cell]) -> list[str] | None:
    """Return what follows the whole numbers of a column flush right, or None when it does not hold numbers alone."""
    if not cells or _alignment(cells) != "right":
        return None
    found = [_NUMBER.fullmatch(cell.text) for cell in cells if cell.text.strip()]
    if not found or any(match is None for match in found):
        return None
    rests = sorted({match["rest"] for match in found if match})
    return rests if len(rests) > 1 else None


def _cell(write: Writer, cell: Cell, numbers: dict[int, list[str]]) -> Code:
    content = item(write, cell.node)
    parts = numbers.get(cell.column)
    match = _NUMBER.fullmatch(cell.text) if parts and cell.columns == 1 else None
    if match and _is_plain(cell.node):
        content = call("decimal", match["whole"], match["rest"], parts)
    if cell.columns == 1 and cell.rows == 1:
        return content
    return call("table.cell", content, colspan=cell.columns, rowspan=cell.rows)


def _is_plain(node: nodes.Element) -> bool:
    return all(isinstance(part, (nodes.paragraph, nodes.Text)) for part in node.findall() if part is not node)


@prints(nodes.caption)
def _caption(write: Writer, node: nodes.caption) -> str:
    # Of a listing or a contents; those of figures are printed by the figure.
    return call("rubric", write.content(node))


def give_captions(trees: Iterable[tuple[nodes.document, str]]) -> None:
    """Call each table without a caption by its section, and number it in its chapter; those of figures stay without.

    Raises ConfigError when an author has given captions: two ways of numbering would go against each other.
    """
    count: Counter[str] = Counter()
    for tree, chapter in trees:
        for table in list(tree.findall(nodes.table)):
            if isinstance(table.children[0], nodes.title):
                raise ConfigError(
                    "typst_caption_tables is for books whose tables have no captions, but this one has: "
                    + table.children[0].astext()
                )
            heading = _heading(table)
            if heading is None or _above(table, nodes.entry):
                continue
            count[chapter] += 1
            table["number"] = ".".join(filter(None, [chapter, str(count[chapter])]))
            table["repeats"] = True
            table.insert(0, nodes.title("", "", *(part.deepcopy() for part in heading.children)))


def _heading(table: nodes.table) -> nodes.Element | None:
    """The heading under which a table stands: of its section, or a smaller one in what a cell has put out."""
    section = _above(table, nodes.section)
    found = None
    for node in section.findall() if section is not None else ():
        if node is table:
            return found
        if isinstance(node, (nodes.title, nodes.rubric)):
            found = node
    return None


def _above(node: nodes.Node, kind: type[nodes.Element]) -> nodes.Element | None:
    above = node.parent
    while above is not None and not isinstance(above, kind):
        above = above.parent
    return above
