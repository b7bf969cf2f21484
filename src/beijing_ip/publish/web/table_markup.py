"""Tables that can be read aloud and on a phone.

Every table gets a name (its caption, or the heading above it), headers with their scope, and in each cell the words of
its header, so that the style sheet can set the rows of a wide table as cards where it does not fit (`tables.css`). A
table of numbers stays one and is moved sideways under its first column: there, a reader goes down a column.

In a column of numbers, what stands behind a number, [b] or (a), hangs in a margin of its own, and what rounding leaves
open stands below it, so that digits stand under digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_typst.preparation import SCREEN_ONLY

from .elements import html_element, make_element

if TYPE_CHECKING:
    from sphinx.application import Sphinx

WIDE = 4
"""From this number of columns on, rows become cards where the table does not fit."""

# 5,100 (5,050 to 5,149) [u] (b): the number, what rounding leaves open, and letters that refer to what is said below.
_NUMBER = re.compile(
    r"(?P<number>[^()\[\]]*?)[\s\xa0]*(?P<range>\([^()]*(?: to |至)[^()]*\))?"
    r"(?P<asides>(?:[\s\xa0]*(?:\[[a-z]\]|\([a-z]{1,2}\)))*)"
)

# A browser would break a date at a hyphen.
_DATE = re.compile(r"\d{4}(-\d\d){1,2}")


def _replace_tables(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Replace every table of a page; the figures have named theirs."""
    if app.builder.format != "html":
        return
    seen: dict[str, int] = {}
    heading = ""
    for node in list(doctree.findall()):
        if isinstance(node, (nodes.title, nodes.rubric)) and not isinstance(node.parent, nodes.table):
            heading = node.astext()
        elif isinstance(node, nodes.table):
            name = node.get("name") or heading
            seen[name] = count = seen.get(name, 0) + 1
            # Two tables of one name would be told apart by nobody who hears them.
            node.replace_self(_box(node, name if count == 1 else f"{name} ({count})"))


def _box(table: nodes.table, name: str) -> html_element:
    """The table in the box that it scrolls in where it is too wide."""
    attributes = {}
    columns = next(table.findall(nodes.tgroup))["cols"]
    if table.next_node(nodes.reference) is None and (columns > WIDE or (columns == WIDE and _holds_numbers(table))):
        # Without a link inside, the keyboard would not reach what lies outside the box.
        attributes = {"tabindex": "0", "role": "region", "aria_label": name}
    kept = " ".join(["table-box", *(each for each in table["classes"] if each == SCREEN_ONLY)])
    return make_element("div", _table(table, name), classes=kept, **attributes)


def _table(table: nodes.table, name: str) -> html_element:
    title = next((child for child in table.children if isinstance(child, nodes.title)), None)
    words = title.children if title else [nodes.Text(name)]
    caption = make_element("caption", *words, classes="" if title else "visually-hidden")
    group = next(table.findall(nodes.tgroup))
    head = next(group.findall(nodes.thead), None)
    body = next(group.findall(nodes.tbody))
    labels = [entry.astext() for entry in head.children[-1].children] if head else []
    columns = group["cols"]
    numbers = _holds_numbers(table)
    roles = columns >= WIDE and not numbers
    rows = body.children
    _part_numbers([*(head.children if head else []), *rows])
    # A row's first cell names it, unless there is none or it is empty.
    named = columns > 1 and bool(labels) and all(row[0].astext().strip() for row in rows)
    parts = [caption]
    if head:
        parts.append(make_element("thead", *(_row(row, [], roles, all_heads=True) for row in head.children)))
    parts.append(make_element("tbody", *(_row(row, labels, roles, named=named) for row in rows)))
    if roles:
        # A style sheet that sets rows as cards takes their meaning away in some browsers.
        parts[1:] = [_with_role(part, "rowgroup") for part in parts[1:]]
    kind = " wide" if roles else "" if not numbers else " numbers" if columns >= WIDE else " few"
    element = make_element("table", *parts, classes=f"table columns-{columns}{kind}")
    element["ids"] = table["ids"]
    return _with_role(element, "table") if roles else element


def _holds_numbers(table: nodes.table) -> bool:
    """Whether every column but the first holds numbers, which stand flush right."""
    rows = next(table.findall(nodes.tbody)).children
    return all("text-right" in entry["classes"] for row in rows for entry in row.children[1:])


def _part_numbers(rows: list[nodes.row]) -> None:
    """Part each number from what stands behind it; a whole column keeps the same room for that."""
    columns: dict[int, list[nodes.entry]] = {}
    for row in rows:
        for column, entry in enumerate(row.children):
            if "text-right" in entry["classes"] and not any(entry.get(span) for span in ("morecols", "morerows")):
                columns.setdefault(column, []).append(entry)
    for entries in columns.values():
        most = max(_part_number(entry) for entry in entries)
        for entry in entries if most else []:
            entry["classes"].append(f"asides-{most}")


def _part_number(entry: nodes.entry) -> int:
    """Part one number, and return how many letters stand behind it."""
    words = next(entry.findall(nodes.Text), None)
    parts = _NUMBER.fullmatch(entry.astext())
    if words is None or parts is None or words.astext() != entry.astext():
        return 0
    asides = parts["asides"].split()
    if asides or parts["range"]:
        pieces = [nodes.Text(parts["number"])]
        if asides:
            pieces.append(make_element("span", nodes.Text("\xa0" + "\xa0".join(asides)), classes="asides"))
        if parts["range"]:
            pieces.append(make_element("span", nodes.Text(f" {parts['range']}"), classes="range"))
        words.parent.replace(words, pieces)
    return len(asides)


def _with_role(element: html_element, role: str) -> html_element:
    element["attributes"]["role"] = role
    return element


def _row(
    row: nodes.row, labels: list[str], roles: bool, *, named: bool = False, all_heads: bool = False
) -> html_element:
    element = make_element("tr", *_cells(row.children, labels, roles, named, all_heads))
    element["ids"] = row["ids"]
    return _with_role(element, "row") if roles else element


def _cells(
    entries: list[nodes.entry], labels: list[str], roles: bool, named: bool, all_heads: bool
) -> Iterator[html_element]:
    column = 0
    for entry in entries:
        words = entry.astext().strip()
        # A corner without a word is no header.
        scope = ("col" if words else "") if all_heads else "row" if named and column == 0 else ""
        attributes = {"scope": scope} if scope else {}
        if roles:
            attributes["role"] = {"col": "columnheader", "row": "rowheader", "": "cell"}[scope]
            if not (scope or all_heads) and column < len(labels):
                attributes["data_label"] = labels[column]
        for side, name in (("morecols", "colspan"), ("morerows", "rowspan")):
            if entry.get(side):
                attributes[name] = str(entry[side] + 1)
        cell = make_element("th" if scope else "td", *_content(entry, roles and not scope), **attributes)
        cell["classes"] = entry["classes"] + (["date"] if _DATE.fullmatch(words) else [])
        column += 1 + entry.get("morecols", 0)
        yield cell


def _content(entry: nodes.entry, is_card: bool) -> list[nodes.Node]:
    if not entry.astext().strip():
        return []
    # On a card the words stand beside their label, as one block.
    if len(entry.children) == 1 and isinstance(entry.children[0], nodes.paragraph) and not is_card:
        return list(entry.children[0].children)
    return list(entry.children)


def register(app: Sphinx) -> None:
    """Connect the tables with the build."""
    # After others have given addresses to rows (beijing_ip.publish.web.search).
    app.connect("doctree-resolved", _replace_tables, priority=900)
