"""Tables that libraries show as HTML, such as those of pandas, as tables of the book."""

from __future__ import annotations

from html.parser import HTMLParser

from docutils import nodes

PASSED = {
    "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "div", "span", "p", "b",
    "strong", "em", "i", "br", "style",
}  # fmt: skip


class NoTableError(ValueError):
    """HTML that holds something else than one table."""


class _Table(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, bool, int, int]]] = []
        self.heads = 0
        self.open: list[str] = []
        self.text: str | None = None
        self.span = (1, 1)
        self.tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in PASSED:
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
            self.rows[-1].append((" ".join(self.text.split()), tag == "th", *self.span))
            self.text = None

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text += data
        elif data.strip() and "style" not in self.open and "caption" not in self.open:
            raise NoTableError(data.strip()[:40])


def table(html: str) -> nodes.table:
    """Return the one table that the HTML holds.

    Raises NoTableError when it holds anything else.
    """
    parser = _Table()
    parser.feed(html)
    parser.close()
    if parser.tables != 1 or not parser.rows:
        raise NoTableError(f"{parser.tables} tables")
    count = max(sum(cell[2] for cell in row) for row in parser.rows)
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(count)), cols=count)
    numeric = _numeric(parser.rows[parser.heads :], count)
    head, body = nodes.thead(), nodes.tbody()
    for place, cells in enumerate(parser.rows):
        row = nodes.row()
        column = 0
        for text, is_head, across, down in cells:
            words: nodes.Node = nodes.Text(text)
            if is_head and place >= parser.heads:
                words = nodes.strong("", text)
            entry = nodes.entry("", nodes.paragraph("", "", words))
            if across > 1:
                entry["morecols"] = across - 1
            if down > 1:
                entry["morerows"] = down - 1
            if column in numeric:
                entry["classes"].append("text-right")
            row += entry
            column += across
        (head if place < parser.heads else body).append(row)
    if head.children:
        group += head
    group += body
    return nodes.table("", group)


def _numeric(rows: list[list[tuple[str, bool, int, int]]], count: int) -> set[int]:
    found = set(range(count))
    for row in rows:
        for place, (text, is_head, *_) in enumerate(row):
            if is_head or not text.replace(",", "").replace(".", "").lstrip("-−").rstrip("%").isdigit():
                found.discard(place)
    return found
