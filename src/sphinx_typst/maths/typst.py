"""Writes the tree in Typst's notation for mathematics, where only what is meant may have a meaning of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..code import typst_string
from ..colours import darken
from ..text import split_by_script
from . import tree
from .letters import UPRIGHT, styled
from .symbols import BY_KIND, MARKS, TABLES
from .tree import Node, Row, kind_of

CLASSES = {"ord": "normal", "op": "large", "int": "large", "bin": "binary", "rel": "relation", "open": "opening",
           "close": "closing", "punct": "punctuation", "inner": "normal"}  # fmt: skip
_SIZES = {"display": "display", "text": "inline", "script": "script", "scriptscript": "sscript"}
_ALONE = ("Letter", "Number", "Row", "Fenced", "Root", "Fraction", "Words")
"""Kinds of nodes beside which Typst never puts scripts above and below of its own accord."""
BIG = {1: 1.2, 2: 1.8, 3: 2.4, 4: 3.0}
"""Height of a bracket of a given size, in ems."""
_GAPS = {"lines": 0.5, "cases": 0.45}
"""Between lines of tables, in ems, beside what a bracket needs; less in matrices."""
PAGE_OF_LINES = 12
"""So many lines of a formula are set one by one, so that they may go on to the next page."""


def write_typst(formula: tree.Formula) -> str:
    """Return a formula as it stands between two dollar signs in Typst."""
    body = formula.body
    if isinstance(body, tree.Table) and TABLES[body.kind].size == "display" and len(body.lines) > PAGE_OF_LINES:
        return _long_lines(body)
    return write(body)


def write(node: Node) -> str:
    """Return a node in Typst's notation."""
    return _WRITERS[type(node)](node)


def join(parts: Sequence[str]) -> str:
    """Join parts so that letters and numbers do not become words; spaces beside text would be seen."""
    joined = ""
    for part in parts:
        if part:
            joined += (" " if joined and joined[-1].isalnum() and part[0].isalnum() else "") + part
    return joined


def _escaped(char: str) -> str:
    return char if char.isalnum() else f"\\{char}"


def _row(node: Row) -> str:
    if not node.items:
        return "#box()"
    return join([_part(node.items, place) for place in range(len(node.items))])


def _part(items: Sequence[Node], place: int) -> str:
    item = items[place]
    if isinstance(item, tree.Space):
        return _between(items, place)
    if isinstance(item, Row) and item.items and isinstance(first := item.items[0], tree.Symbol) and first.kind == "bin":
        # What opens a group is a sign before a number, whatever stands before the group.
        return join([_symbol(tree.Symbol(first.text)), write(Row(item.items[1:]))])
    return write(item)


def _between(items: Sequence[Node], place: int) -> str:
    """A space between two things: in Typst it replaces what would stand there by itself, in TeX it adds to it."""
    width = items[place].width  # type: ignore[union-attr]
    before, after = (items[at] if 0 <= at < len(items) else None for at in (place - 1, place + 1))
    space = f"#h({width:g}em)"
    left = "#box()" if kind_of(before) in ("rel", "bin", "op", "punct") else ""
    is_binary = kind_of(after) == "bin" and kind_of(before) not in ("rel", "bin", "op", "punct", "open", "")
    return f"{left}{space}" + ("#box()" if kind_of(after) == "rel" or is_binary else "")


def _letter(node: tree.Letter) -> str:
    text, font = node.text, node.font
    if len(text) > 1:
        if font in ("normal", "italic"):
            return f"#math.{'upright' if font == 'normal' else 'italic'}({typst_string(text)})"
        return join([_letter(tree.Letter(char, font)) for char in text])
    if not font:
        return text
    if font == "normal" or (font == "italic" and text in UPRIGHT):
        return f"{'upright' if font == 'normal' else 'italic'}({text})"
    if font in ("script", "boldscript"):
        return f"scr({text if font == 'script' else f'bold({text})'})"
    if font == "calligraphic":
        return f"cal({text})"
    return text if font == "italic" else styled(text, font)


def _number(node: tree.Number) -> str:
    if node.text.isdigit():
        # As text, digits of other alphabets would keep a space beside them.
        return "".join(
            char if styled(char, node.font) == char else f"\\{styled(char, node.font)}" for char in node.text
        )
    return typst_string("".join(styled(char, node.font) for char in node.text))


def _symbol(node: tree.Symbol) -> str:
    sign = BY_KIND.get((node.text, node.kind))
    if len(node.text) > 1:
        return f'class("{CLASSES[node.kind]}", {typst_string(node.text)})'
    char = _escaped(node.text)
    kind = sign.typst if sign else CLASSES[node.kind]
    return f'class("{kind}", {char})' if kind else char


def _name(node: tree.Name) -> str:
    return f"op({typst_string(node.text)}{', limits: #true' if node.limits else ''})"


def _words(node: tree.Words) -> str:
    style = f", style: {typst_string(node.font)}" if node.font else ""
    inner = [
        "".join(f"#said({_passage(chinese, run)}{style})" for chinese, run in split_by_script(piece))
        if isinstance(piece, str)
        else write(piece)
        for piece in node.pieces
    ]
    return join(inner) or "#box()"


def _passage(chinese: bool, run: str) -> str:
    return f"zh({typst_string(run)})" if chinese else typst_string(run)


def _space(node: tree.Space) -> str:
    return f"#h({node.width:g}em)"


def _fraction(node: tree.Fraction) -> str:
    top, bottom = write(node.top), write(node.bottom)
    if node.rule:
        code = f"frac({top}, {bottom})"
    elif node.fences == ("(", ")"):
        return _sized_code(f"binom({top}, {bottom})", node.size)
    else:
        code = f"vec(delim: #none, gap: #0.3em, {top}, {bottom})"
    if any(node.fences):
        code = _lr(*node.fences, code)
    return _sized_code(code, node.size)


def _sized_code(code: str, size: str) -> str:
    return f"{_SIZES[size]}({code})" if size else code


def _root(node: tree.Root) -> str:
    return f"sqrt({write(node.body)})" if node.index is None else f"root({write(node.index)}, {write(node.body)})"


def _scripts(node: tree.Scripts) -> str:
    base = node.base
    code = write(base)
    if node.limits != "never":
        inline = "" if node.limits == "always" else ", inline: #false"
        code = f"limits({code}{inline})"
    elif type(base).__name__ not in _ALONE or (isinstance(base, Row) and len(base.items) == 1):
        code = f"scripts({code})"
    given = [f"{side}: {write(part)}" for side, part in (("t", node.sup), ("b", node.sub)) if part is not None]
    return f"attach({', '.join([code, *given])})"


def _marked(node: tree.Marked) -> str:
    return MARKS[node.mark].typst.replace("@", write(node.body))


def _arrow(node: tree.Arrow) -> str:
    over = f", t: {write(node.over)}" if node.over != Row() else ""
    under = f", b: {write(node.under)}" if node.under is not None else ""
    return f'class("relation", attach(limits(stretch({_escaped(node.text)}, size: #(100% + 0.8em))){over}{under}))'


def _fence(char: str, kind: str) -> str:
    # Where nothing stands, the first thing inside would be taken for the bracket.
    return f'class("{kind}", {_escaped(char)})' if char else 'class("normal", "")'


def _lr(opening: str, closing: str, body: str) -> str:
    return f"lr({join([_fence(opening, 'opening'), body, _fence(closing, 'closing')])})"


def _fenced(node: tree.Fenced) -> str:
    parts = [write(node.parts[0])]
    for middle, part in zip(node.middles, node.parts[1:], strict=True):
        parts += [f"mid({_fence(middle, 'fence')})" if middle else "", write(part)]
    return _lr(node.opening, node.closing, join(parts))


def _big(node: tree.Big) -> str:
    if not node.text:
        return ""
    return f'lr(size: #{BIG[node.size]}em, class("{CLASSES[node.kind]}", {_escaped(node.text)}))'


def _sized(node: tree.Sized) -> str:
    return _sized_code(write(node.body), node.size)


def _classed(node: tree.Classed) -> str:
    return f'class("{CLASSES[node.kind]}", {write(node.body)})'


def _hidden(node: tree.Hidden) -> str:
    if node.room == "both":
        return f"hidden({write(node.body)})"
    return f"#{node.room}-of(${write(node.body)}$)"


def _framed(node: tree.Framed) -> str:
    body = write(node.body)
    return {
        "box": f"#boxed($display({body})$)",
        "cancel": f"cancel({body})",
        "bcancel": f"cancel(inverted: #true, {body})",
        "xcancel": f"cancel(cross: #true, {body})",
        "not": f"cancel(length: #120%, angle: #20deg, {body})",
    }[node.kind]


def _coloured(node: tree.Coloured) -> str:
    return f'#text(fill: rgb("{darken(node.colour)}"), ${write(node.body)}$)'


# Tables


def _table(node: tree.Table) -> str:
    kind = TABLES[node.kind]
    lines = [_line_cells(node, line) for line in node.lines]
    if any(line.tag is not None for line in node.lines):
        width = max(map(len, lines))
        lines = [
            [
                *cells,
                *["inline(#box())"] * (width - len(cells)),
                f"inline(#h(2em){write(line.tag) if line.tag is not None else ''})",
            ]
            for cells, line in zip(lines, node.lines, strict=True)
        ]
    given = ["delim: #none", f"row-gap: #{_GAPS.get(kind.words, 0.2 if kind.size in ('script', '') else 0.3)}em"]
    given.append(f"column-gap: #{0 if kind.pairs else kind.gap}em")
    width = max(map(len, lines))
    rows = [place for place, line in enumerate(node.lines) if line.ruled and place]
    columns = [place for place in node.rules if 0 < place < width]
    if rows or columns:
        given.append(f"augment: #(hline: {_tuple(rows)}, vline: {_tuple(columns)}, stroke: 0.5pt)")
    code = f"mat({', '.join(given)}, {'; '.join(', '.join(cells) for cells in lines)})"
    edges = {"top": node.lines[0].ruled, "bottom": node.foot, "left": 0 in node.rules, "right": width in node.rules}
    if any(edges.values()):
        code = f"#boxed(${code}${''.join(f', {side}: false' for side, drawn in edges.items() if not drawn)})"
    return _lr(*node.fences, code) if any(node.fences) else code


def _tuple(numbers: Sequence[int]) -> str:
    return "(" + "".join(f"{number}, " for number in dict.fromkeys(numbers)) + ")"


def _line_cells(node: tree.Table, line: tree.Line) -> list[str]:
    kind = TABLES[node.kind]
    cells = []
    for place, cell in enumerate(line.cells):
        code = write(cell) if cell != Row() else ""
        if kind.pairs and place % 2 and kind_of(cell) in ("rel", "bin"):
            # In TeX an empty thing stands before it, to which it keeps its distance.
            code = f"#box(){code}"
        if kind.pairs and place % 2 == 0 and place and kind.gap:
            code = f"#h({kind.gap:g}em){code}"
        if node.kind.startswith("multline") and len(node.lines) > 1:
            room, at = "#h(4em)", node.lines.index(line)
            code = (room if at == len(node.lines) - 1 else "") + code + (room if at == 0 else "")
        # Wrapped even where it is empty: a semicolon after code would belong to that.
        code = _sized_code(code or "#box()", kind.size or "script")
        side = node.columns[place % len(node.columns)]
        cells.append({"l": f"&{code}", "r": f"{code}&", "c": code}[side])
    return cells


def _long_lines(node: tree.Table) -> str:
    written = []
    for line in node.lines:
        cells = _line_cells(node, line)
        if len(node.columns) > 1:
            cells = [cell.strip("&") for cell in cells]
        code = "&".join(cells)
        written.append(code + (f"#h(2em){write(line.tag)}" if line.tag is not None else ""))
    return " \\ ".join(written)


_WRITERS: dict[type, Callable[[Any], str]] = {
    Row: _row, tree.Letter: _letter, tree.Number: _number, tree.Symbol: _symbol, tree.Name: _name,
    tree.Words: _words, tree.Space: _space, tree.Fraction: _fraction, tree.Root: _root, tree.Scripts: _scripts,
    tree.Marked: _marked, tree.Arrow: _arrow, tree.Fenced: _fenced, tree.Big: _big, tree.Table: _table,
    tree.Sized: _sized, tree.Classed: _classed, tree.Hidden: _hidden, tree.Framed: _framed,
    tree.Coloured: _coloured,
}  # fmt: skip
