"""Tables that libraries show as HTML, such as those of pandas, as tables of the book."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

from docutils import nodes

TAGS = {
    "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "div", "span", "p", "b",
    "strong", "em", "i", "br", "style",
}  # fmt: skip
"""What may stand around and inside a table; any other tag would be lost."""


class NoTableError(ValueError):
    """HTML that holds something else than one table."""


class _Cell(NamedTuple):
    text: str
    is_head: bool
    columns: int
    rows: int


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[_Cell]] = []
        self.heads = 0
        self.open: list[str] = []
        self.text: str | None = None
        self.span = (1, 1)
        self.tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise NoTableError(f"<{tag}>")
        if tag in ("br", "col"):
            self.text = f"{self.text} " if self.text is not None else None
            return
        self.open.append(tag)
        if tag == "table":
            self.tables += 1
        elif tag == "tr":
            self.rows.append([])
            self.heads += "thead" in self.open
        elif tag in ("th", "td"):
            given = dict(attrs)
            self.text = ""
            self.span = (int(given.get("colspan") or 1), int(given.get("rowspan") or 1))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag in ("th", "td") and self.text is not None:
            self.rows[-1].append(_Cell(" ".join(self.text.split()), tag == "th", *self.span))
            self.text = None

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text += data
        elif data.strip() and "style" not in self.open:
            raise NoTableError(data.strip()[:40])


def read_html_table(markup: str) -> nodes.table:
    """Return the one table that a piece of HTML holds.

    Raises NoTableError when it holds anything else.
    """
    parser = _Parser()
    parser.feed(markup)
    parser.close()
    if parser.tables != 1 or not parser.rows:
        raise NoTableError(f"{parser.tables} tables")
    count = max(sum(cell.columns for cell in row) for row in parser.rows)
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(count)), cols=count)
    numeric = _numeric_columns(parser.rows[parser.heads :], count)
    head, body = nodes.thead(), nodes.tbody()
    for place, cells in enumerate(parser.rows):
        row = nodes.row()
        column = 0
        for cell in cells:
            is_row_head = cell.is_head and place >= parser.heads
            words = nodes.strong("", cell.text) if is_row_head else nodes.Text(cell.text)
            entry = nodes.entry("", nodes.paragraph("", "", words))
            if cell.columns > 1:
                entry["morecols"] = cell.columns - 1
            if cell.rows > 1:
                entry["morerows"] = cell.rows - 1
            if column in numeric:
                entry["classes"].append("text-right")
            row += entry
            column += cell.columns
        (head if place < parser.heads else body).append(row)
    if head.children:
        group += head
    group += body
    return nodes.table("", group)


def _numeric_columns(rows: list[list[_Cell]], count: int) -> set[int]:
    found = set(range(count))
    for row in rows:
        for column, cell in enumerate(row):
            if cell.is_head or not cell.text.replace(",", "").replace(".", "").lstrip("-−").rstrip("%").isdigit():
                found.discard(column)
    return found
