"""A data frame that a notebook shows, as a table of the book: with one header row, and numbers flush right."""

from __future__ import annotations

from docutils import nodes

from sphinx_typst.html_tables import read_html_table

MARK = 'class="dataframe"'
"""What pandas writes into the HTML of a frame."""


def frame_table(markup: str) -> nodes.table:
    """Return the table of a frame from its HTML. Raises NoTableError when it holds anything else."""
    table = read_html_table(markup)
    group = next(table.findall(nodes.tgroup))
    head, body = next(group.findall(nodes.thead)), next(group.findall(nodes.tbody))
    if len(head.children) == 2:
        # pandas writes the name of the index in a row of its own, under an empty corner.
        above, below = head.children
        above.replace(above.children[0], below.children[0])
        head.remove(below)
    for row in (*head.children, *body.children):
        for entry in row.children[1:]:
            entry["classes"] = ["text-right"]
    return table
