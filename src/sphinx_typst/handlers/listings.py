"""Listings: blocks of code, with or without markup, numbers of lines and captions, and code between words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docutils import nodes

from ..code import Code, join_code, typst_call, typst_string
from ..highlighting import Line, clean, highlight
from ..text import typst_text
from ..writer import Writer, find_child, prints

TAB = 8
"""Spaces that a browser shows for a tab at the start of a line."""

_LONG_WORD = re.compile(r"\S{40,}")

SHORT = 12
"""Lines of a cell that no page parts from what it puts out."""


@prints(nodes.literal_block, nodes.doctest_block)
def _listing(writer: Writer, node: nodes.Element) -> str:
    if any(not isinstance(part, nodes.Text) for part in node.children):
        lines = [_write_marked_up(writer, node, parts) for parts in _split_lines(node)]
    else:
        found = highlight(node.astext(), node.get("language", "default"), writer.job.code_style)
        lines = [_write_line(line) for line in found]
    args = node.get("highlight_args", {})
    named: dict[str, object] = {}
    if node.get("linenos"):
        named["first"] = args.get("linenostart", 1)
    else:
        while lines and lines[-1] == "[]":
            lines.pop()
    if not lines:
        return ""
    if marked := args.get("hl_lines"):
        named["marked"] = marked
    if node.get("stays") and len(lines) <= SHORT:
        named["stays"] = True
    classes = node.get("classes", [])
    if "output" in classes:
        named["kind"] = "stderr" if "stderr" in classes else "output"
    return writer.mark(node, typst_call("listing", *lines, **named))


def _write_line(line: Line) -> Code:
    whole = "".join(text for text, _ in line)
    inside = {place for word in _LONG_WORD.finditer(whole) for place in range(word.start() + 1, word.end())}
    pieces, column, place = [], 0, 0
    for text, look in line:
        if place in inside:
            # A long word of several colours may be parted between them.
            pieces.append(Code("part"))
        place += len(text)
        # Each tab reaches to a column, however long what stands before it is.
        text = (" " * column + text).expandtabs(TAB)[column:]
        column += len(text)
        given: dict[str, object] = {"fill": look.colour} if look.colour else {}
        given |= {name: True for name in ("bold", "italic") if getattr(look, name)}
        pieces.append(typst_call("token", text, **given) if given else typst_string(text))
    return pieces[0] if len(pieces) == 1 else join_code(*pieces)


def _split_lines(node: nodes.Element) -> list[list[nodes.Node]]:
    """Return the children of a node by lines; what runs over several lines stands on each of them."""
    lines: list[list[nodes.Node]] = [[]]
    for part in node.children:
        if isinstance(part, nodes.Text):
            pieces: Iterable[nodes.Node] = map(nodes.Text, clean(part.astext()).expandtabs(TAB).split("\n"))
        elif "\n" in part.astext():
            inner = _split_lines(part)
            pieces = [part.copy() for _ in inner]
            for piece, children in zip(pieces, inner, strict=True):
                piece.extend(children)
        else:
            pieces = [part]
        first, *others = pieces
        lines[-1].append(first)
        lines += [[other] for other in others]
    return lines


def _write_marked_up(writer: Writer, node: nodes.Element, parts: list[nodes.Node]) -> Code:
    line = nodes.inline("", "", *parts)
    line.parent = node
    before, writer.in_listing = writer.in_listing, True
    try:
        return writer.write_content(line) if line.astext() else Code("[]")
    finally:
        writer.in_listing = before


def write_captioned(writer: Writer, node: nodes.container) -> str:
    """Return the code of a listing below its caption."""
    caption = find_child(node, nodes.caption)
    number = writer.number_of(node, "code-block")
    name = join_code(typst_text(writer.number_words["code-block"] % number)) if number else ""
    body = join_code(writer.write_all(part for part in node.children if part is not caption))
    given = writer.write_content(caption) if caption else Code("[]")
    return writer.mark(node, typst_call("captioned-listing", given, body, name=name))
