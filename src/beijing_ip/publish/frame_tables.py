"""A data frame that a notebook shows, as a table of the book: with one header row, and numbers flush right."""

from __future__ import annotations

import re

from docutils import nodes

from sphinx_typst.html_tables import read_html_table

MARK = 'class="dataframe"'
"""What pandas writes into the HTML of a frame."""
MISSING = ("NaN", "None", "<NA>", "NaT")
"""What pandas writes where a frame has nothing."""
NUMBER = re.compile(r"–|[a-z ]*[<>]?[+−-]?\d[\d,.]*%?( to [+−-]?\d[\d,.]*%?)?( \[[a-z]\])*")
"""A cell of numbers, as a frame of this package writes them: more than 3,000 [b], 65,870 to 66,300."""


def frame_table(markup: str) -> nodes.table:
    """Return the table of a frame from its HTML. Raises NoTableError when it holds anything else."""
    table = read_html_table(markup)
    group = next(table.findall(nodes.tgroup))
    head, body = next(group.findall(nodes.thead)), next(group.findall(nodes.tbody))
    _in_one_row(head)
    for entry in body.findall(nodes.entry):
        if entry.astext() in MISSING:
            entry.children = [nodes.paragraph("", "–")]
    for column in range(1, len(head.children[0].children)):
        entries = [row.children[column] for row in body.children if column < len(row.children)]
        if all(NUMBER.fullmatch(entry.astext()) for entry in entries):
            for entry in (head.children[0].children[column], *entries):
                entry["classes"] = ["text-right"]
    return table


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
