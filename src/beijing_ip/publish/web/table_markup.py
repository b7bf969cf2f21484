"""Tables that can be read aloud, on a phone, and by a spreadsheet.

Every table gets a name (its caption, or the heading above it) and headers with their scope. A table of many columns is
moved sideways under its first column, which stays. A cell of a column of numbers holds a number and nothing else; what
is said of it, [b] or (a) or a range, stands in a column beside. Where the numbers of a column have decimals of several
lengths, each says what it lacks, so that the style sheet sets digits under digits (`tables.css`).

`tables.js` copies all tables, and sorts and searches the long ones of a page that says `filter: true`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import ExtensionError

from sphinx_typst.preparation import SCREEN_ONLY, number_tables

from .elements import html_element, make_element, raw_html

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

SIDEWAYS = 4
"""From this number of columns on, a table that does not fit is moved sideways."""
LONG = 10
"""From this number of rows on, a table is worth a search."""
SEARCH = (
    '<form class="filter pst-js-only" role="search" aria-label="The tables of this page">'
    '<label for="filter">Search the tables of this page, in English, Chinese or digits</label>'
    '<input type="search" id="filter" autocomplete="off"><p role="status">All rows shown</p></form>\n'
)
"""The box that shows only the rows that hold all the words typed into it."""

_NUMBER = re.compile(r"[+−-]?[\d,]+(?P<point>\.?)(?P<decimals>\d*)(?P<percent>%?)")
# What may stand beside a number: letters in brackets, and a range or a bound between them.
_LETTERS = r"(?:(?:\[[a-z]\]|\([a-z]{1,2}\)) ?)*"
_RANGE = r"(?:[a-z]+ ){0,2}[^\d\s]{0,2}[+−-]?\d[\d,.]*%?(?:(?: to |至)[+−-]?\d[\d,.]*%?)?"
_BESIDE = re.compile(rf"{_LETTERS}(?:{_RANGE}|not bounded|上下限不详|corrected; .*)? ?{_LETTERS}")

# A browser would break a date at a hyphen.
_DATE = re.compile(r"\d{4}(-\d\d){1,2}")
_WORDS = {"en": ("{}, notes", "Table {}"), "zh": ("{}，注", "表{}")}
"""What the head of a column beside numbers says to those who hear it, and what a number is called, by language."""


def _number_tables(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Number the tables as print does, and return the pages whose numbers are new."""
    if app.builder.format != "html":
        return []
    before = getattr(env, "report_table_numbers", {})
    after = number_tables(env, app.config)
    env.report_table_numbers = after  # type: ignore[attr-defined]
    return [page for page in after if after[page] != before.get(page)]


def _replace_tables(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Replace every table of a page; the figures have named theirs."""
    if app.builder.format != "html":
        return
    metadata = app.env.metadata.get(page, {})
    words = _WORDS[metadata.get("lang", app.config.language).partition("-")[0]]
    tables = list(doctree.findall(nodes.table))
    printed = app.env.report_table_numbers.get(page) or [""] * len(tables)  # type: ignore[attr-defined]
    if len(printed) != len(tables):
        raise ExtensionError(
            f"{page} has {len(tables)} tables, and {len(printed)} were numbered: number them as print does"
        )
    for table, number in zip(tables, printed, strict=True):
        table["number"] = words[1].format(number) if number else ""
        table["names_notes"] = words[0]
    # Tables that go on in others of the same heads, such as those of chapters, are one long table.
    heads = {_heads(table) for table in tables if len(_body(table).children) >= LONG} if "filter" in metadata else set()
    long = [table for table in tables if _heads(table) in heads]
    seen: dict[str, int] = {}
    heading = ""
    for node in list(doctree.findall()):
        if isinstance(node, (nodes.title, nodes.rubric)) and not isinstance(node.parent, nodes.table):
            heading = node.astext()
        elif isinstance(node, nodes.table):
            name = node.get("name") or heading
            seen[name] = count = seen.get(name, 0) + 1
            if long and node is long[0]:
                # The box that searches stands there before its script, which else would move the page.
                node.parent.insert(node.parent.index(node), raw_html(SEARCH))
            # Two tables of one name would be told apart by nobody who hears them.
            node.replace_self(_box(node, name if count == 1 else f"{name} ({count})", is_long=node in long))


def _heads(table: nodes.table) -> tuple[str, ...]:
    head = next(table.findall(nodes.thead), None)
    return tuple(entry.astext() for entry in head.children[-1].children) if head else ()


def _body(table: nodes.table) -> nodes.tbody:
    return next(table.findall(nodes.tbody))


def _box(table: nodes.table, name: str, *, is_long: bool) -> html_element:
    """The table in the box that it scrolls in where it is too wide."""
    attributes = {}
    links = [*table.findall(nodes.reference), *(each for each in table.findall(html_element) if each["tag"] == "a")]
    columns = next(table.findall(nodes.tgroup))["cols"]
    of_figure = "figure-data" in table.parent["classes"]
    if (not links and columns >= SIDEWAYS) or (of_figure and columns >= SIDEWAYS - 1):
        # The keyboard would not reach what lies outside the box. Events of a figure are wide with three columns.
        attributes = {"tabindex": "0", "role": "region", "aria_label": name}
    kept = " ".join(["table-box", *(each for each in table["classes"] if each == SCREEN_ONLY)])
    box = make_element("div", _table(table, name, is_long), classes=kept, **attributes)
    if table["number"]:
        box["ids"] = [nodes.make_id(f"table {re.sub('[^0-9]+', ' ', table['number'])}")]
    return box


def _table(table: nodes.table, name: str, is_long: bool) -> html_element:
    caption = _caption(table, name)
    head = next(table.findall(nodes.thead), None)
    rows = _body(table).children
    count = next(table.findall(nodes.tgroup))["cols"]
    kinds = _kinds(rows, count)
    for column, kind in enumerate(kinds):
        _mark_column(kind, [row[column] for row in [*(head or []), *rows] if len(row) == count])
    # A row's first cell names it, unless there is none or it is empty.
    named = count > 1 and bool(head) and all(row[0].astext().strip() for row in rows)
    parts = [caption]
    if head:
        parts.append(make_element("thead", *(_head_row(row, table["names_notes"]) for row in head.children)))
    for group in _groups(rows):
        parts.append(make_element("tbody", *(_row(row, count, named) for row in group)))
    numbers = kinds.count("number")
    classes = ["table", f"columns-{count}"]
    if numbers and "text" not in kinds[1:]:
        classes += ["numbers"] + ["few"] * (numbers < SIDEWAYS - 1)
    classes += ["sideways"] * (count >= SIDEWAYS)
    element = make_element("table", *parts, classes=" ".join([*classes, *["long"] * is_long]))
    element["ids"] = table["ids"]
    return element


def _caption(table: nodes.table, name: str) -> html_element:
    """The name of a table; where it only repeats a heading, just its number is seen."""
    if title := next((child for child in table.children if isinstance(child, nodes.title)), None):
        return make_element("caption", *title.children)
    if not table["number"]:
        return make_element("caption", nodes.Text(name), classes="visually-hidden")
    number = make_element("span", nodes.Text(table["number"]), classes="table-number")
    return make_element("caption", number, make_element("span", nodes.Text(name), classes="visually-hidden"))


def _kinds(rows: Sequence[nodes.row], count: int) -> list[str]:
    """What each column holds: numbers, which stand flush right, what is said beside them, or text."""
    kinds = ["text"]
    for column in range(1, count):
        entries = [row[column] for row in rows if len(row) == count]
        if any("text-right" in entry["classes"] for entry in entries):
            kinds.append("number")
        elif kinds[-1] != "text" and all(_BESIDE.fullmatch(entry.astext().replace("\xa0", " ")) for entry in entries):
            kinds.append("beside")
        else:
            kinds.append("text")
    return kinds


def _mark_column(kind: str, entries: Sequence[nodes.entry]) -> None:
    """Mark cells of a column: beside a number, or a number with what it lacks to end where the longest one does."""
    if kind == "beside":
        for entry in entries:
            entry["classes"].append("beside")
    found = {entry: _NUMBER.fullmatch(entry.astext()) for entry in entries} if kind == "number" else {}
    numbers = {entry: match for entry, match in found.items() if match}
    if numbers:
        point, percent = (max(match[part] for match in numbers.values()) for part in ("point", "percent"))
        decimals = max(len(match["decimals"]) for match in numbers.values())
        for entry, match in numbers.items():
            lacking = point.removeprefix(match["point"]) + "0" * (decimals - len(match["decimals"]))
            entry["pad"] = lacking + percent.removeprefix(match["percent"])


def _groups(rows: Sequence[nodes.row]) -> list[list[nodes.row]]:
    """The rows, parted before each one that is the title of those below it."""
    groups: list[list[nodes.row]] = []
    for row in rows:
        if not groups or _is_title(row):
            groups.append([])
        groups[-1].append(row)
    return groups


def _is_title(row: nodes.row) -> bool:
    """Whether a row names those below it: strong words in its first cell, and nothing in the others."""
    first, *others = row.children
    strong = "".join(part.astext() for part in first.findall(nodes.strong))
    return bool(others) and strong != "" and strong == first.astext() and not any(cell.astext() for cell in others)


def _head_row(row: nodes.row, about: str) -> html_element:
    cells = []
    last = ""
    for column, entry in enumerate(row.children):
        words = entry.astext().strip()
        content = _content(entry)
        if not words and column:
            # Print has no room for these words, and who sees the column does not need them.
            words = about.format(last)
            content = [make_element("span", nodes.Text(words), classes="visually-hidden")]
        # A corner without a word is no header.
        cells.append(_cell(entry, "th" if words else "td", content, {"scope": "col"} if words else {}))
        last = words
    return make_element("tr", *cells)


def _row(row: nodes.row, count: int, named: bool) -> html_element:
    if _is_title(row):
        row[0]["morecols"] = count - 1
        cells = [_cell(row[0], "th", _content(row[0]), {"scope": "rowgroup"})]
    else:
        heads = [named and not column for column in range(len(row))]
        cells = [
            _cell(entry, "th" if is_head else "td", _content(entry), {"scope": "row"} if is_head else {})
            for entry, is_head in zip(row, heads, strict=True)
        ]
    element = make_element("tr", *cells)
    element["ids"] = row["ids"]
    return element


def _cell(entry: nodes.entry, tag: str, content: Sequence[nodes.Node], attributes: dict[str, str]) -> html_element:
    spans = {"colspan": entry.get("morecols", 0), "rowspan": entry.get("morerows", 0)}
    attributes = attributes | {name: str(more + 1) for name, more in spans.items() if more}
    if entry.get("pad") and tag == "td":
        attributes["data_pad"] = entry["pad"]
    cell = make_element(tag, *content, **attributes)
    cell["classes"] = entry["classes"] + (["date"] if _DATE.fullmatch(entry.astext().strip()) else [])
    return cell


def _content(entry: nodes.entry) -> Sequence[nodes.Node]:
    if not entry.astext().strip():
        return []
    if len(entry.children) == 1 and isinstance(entry.children[0], nodes.paragraph):
        return list(entry.children[0].children)
    return list(entry.children)


def _load_script(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if '<table class="table' in context.get("body", ""):
        for file in ("language.js", "tables.js"):
            app.add_js_file(file, loading_method="defer")


def register(app: Sphinx) -> None:
    """Connect the tables with the build."""
    # After others have given addresses to rows (beijing_ip.publish.web.search).
    app.connect("doctree-resolved", _replace_tables, priority=900)
    # After Sphinx has numbered the chapters.
    app.connect("env-get-updated", _number_tables, priority=900)
    app.connect("html-page-context", _load_script)
