"""A data frame that a notebook shows, as a table of the book: with one header row, and numbers flush right."""

from __future__ import annotations

from docutils import nodes

from beijing_ip.show.tables import SplitNumber, split_number
from sphinx_typst.html.pages import read_html_table

MARK = 'class="dataframe"'
"""What pandas writes into the HTML of a frame."""
MISSING = ("NaN", "None", "<NA>", "NaT")
"""What pandas writes where a frame has nothing."""


def frame_table(markup: str) -> nodes.table:
    """Return the table of a frame from its HTML. Raises ValueError when it holds anything else."""
    table = read_html_table(markup)
    group = next(table.findall(nodes.tgroup))
    head, body = next(group.findall(nodes.thead)), next(group.findall(nodes.tbody))
    _in_one_row(head)
    for entry in body.findall(nodes.entry):
        if entry.astext() in MISSING:
            entry.children = [nodes.paragraph("", "–")]
    for column in reversed(range(1, len(head.children[0].children))):
        entries = [row.children[column] for row in body.children if column < len(row.children)]
        cells = [SplitNumber("–") if entry.astext() == "–" else split_number(entry.astext()) for entry in entries]
        if all(cells):
            _part_column(group, column, [cell for cell in cells if cell])
    return table


def _part_column(group: nodes.tgroup, column: int, cells: list[SplitNumber]) -> None:
    """Leave a number alone in its cell; what is said of it stands in a column behind."""
    rows = [row for part in group.findall(lambda node: isinstance(node, (nodes.thead, nodes.tbody))) for row in part]
    for row in rows:
        row[column]["classes"] = ["text-right"]
    beside = [" ".join(filter(None, [cell.range, cell.notes])) for cell in cells]
    if not any(beside):
        return
    group["cols"] += 1
    group.insert(column, nodes.colspec(colwidth=1))
    for row, cell, words in zip(rows, [None, *cells], ["", *beside], strict=True):
        if cell:
            row[column].children = [nodes.paragraph("", cell.number)]
        row.insert(column + 1, nodes.entry("", nodes.paragraph("", words)))


def _in_one_row(head: nodes.thead) -> None:
    """Write the heads of a frame in one row: groups of columns before their columns, the name of the index first.

    pandas writes that name in a row of its own under an empty corner, and each level of the columns in a row.
    """
    levels = [_spread(row) for row in head.children]
    heads = [", ".join(filter(None, words)) for words in zip(*levels, strict=True)]
    row = nodes.row()
    row += [nodes.entry("", nodes.paragraph("", words)) for words in heads]
    head.children = []
    head += row


def _spread(row: nodes.row) -> list[str]:
    """The words of a row of heads, once for each column that they stand over."""
    return [entry.astext().strip() for entry in row.children for _ in range(1 + entry.get("morecols", 0))]
