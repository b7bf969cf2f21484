"""Writes the tree in MathML Core, without styles of its own: a page's content policy may refuse them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from ..text import split_by_script
from . import tree
from .letters import UPRIGHT, styled
from .symbols import BY_KIND, MARKS, TABLES
from .tree import Node, Row, kind_of

_STRETCHING = set("()[]{}|‖⟨⟩⌈⌉⌊⌋⎰⎱⟮⟯⟦⟧/\\↑↓↕⇑⇓⇕⏐⎪")
_SPACES = {"ord": ("0em", "0em"), "bin": ("0.2222em", "0.2222em"), "rel": ("0.2778em", "0.2778em"),
           "punct": ("0em", "0.1667em"), "open": ("0em", "0em"), "close": ("0em", "0em"),
           "inner": ("0em", "0em"), "op": ("0.1667em", "0.1667em"), "int": ("0.1667em", "0.1667em")}  # fmt: skip
_NOTHING = ("", "open", "rel", "bin", "punct", "op", "int", "name")
_SIDES = {"l": "left", "c": "center", "r": "right"}


def write_mathml(formula: tree.Formula, words: str, display: bool) -> str:
    """Return a formula as a `math` element, with what it says in words."""
    body = _inner(formula.body)
    if formula.tag is not None:
        tag = f'<mtd class="tag">{_inner(formula.tag)}</mtd>'
        body = f'<mtable class="tagged" displaystyle="true"><mtr><mtd>{body}</mtd>{tag}</mtr></mtable>'
    kind = "block" if display else "inline"
    return f'<math display="{kind}" alttext="{escape(words)}">{body}</math>'


def write(node: Node) -> str:
    """Return a node as one element."""
    return _WRITERS[type(node)](node)


def _inner(node: Node) -> str:
    """Return a node as elements that stand side by side."""
    if not isinstance(node, Row):
        return write(node)
    parts, before = [], ""
    for item in _joined_signs(node.items):
        kind, named = kind_of(item), _is_named(item)
        # What TeX puts beside the name of a function, browsers do not.
        if (named and before in ("ord", "close", "name")) or (before == "name" and kind in ("ord", "op", "int")):
            parts.append('<mspace width="0.1667em"></mspace>')
        if kind == "bin" and isinstance(item, tree.Symbol) and before in _NOTHING:
            # A sign before a number, not between two.
            item = tree.Symbol(item.text)
        parts.append(write(item))
        before = "" if isinstance(item, tree.Space) else "name" if named else kind
    return "".join(parts)


def _joined_signs(items: Sequence[Node]) -> list[Node]:
    """Relations that follow each other, such as := in two signs, have no space between them."""
    joined: list[Node] = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(item, tree.Symbol) and isinstance(last, tree.Symbol) and item.kind == last.kind == "rel":
            joined[-1] = tree.Symbol(last.text + item.text, "rel")
        else:
            joined.append(item)
    return joined


def _is_named(node: Node) -> bool:
    return isinstance(node.base if isinstance(node, tree.Scripts) else node, tree.Name)


def _row(node: Row) -> str:
    return write(node.items[0]) if len(node.items) == 1 else f"<mrow>{_inner(node)}</mrow>"


def _letter(node: tree.Letter) -> str:
    text, font = node.text, node.font
    if len(text) == 1 and not font and text not in UPRIGHT:
        return f"<mi>{text}</mi>"
    if font == "normal" or not font:
        # A single letter would be slanted.
        return f'<mi mathvariant="normal">{text}</mi>' if len(text) == 1 else f"<mi>{text}</mi>"
    if font == "italic" and len(text) == 1 and text not in UPRIGHT:
        return f"<mi>{text}</mi>"
    # Unicode tells the two kinds of script letters apart by what follows them.
    variant = {"calligraphic": "\ufe00", "script": "\ufe01"}.get(font, "")
    return f"<mi>{''.join(styled(char, font) + variant for char in text)}</mi>"


def _number(node: tree.Number) -> str:
    return f"<mn>{''.join(styled(char, node.font) for char in node.text)}</mn>"


def _symbol(node: tree.Symbol) -> str:
    return _operator(node.text, node.kind)


def _operator(text: str, kind: str, more: str = "") -> str:
    sign = BY_KIND.get((text, kind))
    given = ""
    if sign is None or sign.typst or text == ":" or kind in ("ord", "inner"):
        # Elsewhere the browser knows what room a sign takes.
        left, right = _SPACES[kind]
        given = f' lspace="{left}" rspace="{right}"'
    if kind == "op" and not more:
        given += ' movablelimits="true"'
    if text in _STRETCHING and not more:
        given += ' stretchy="false"'
    return f"<mo{given}{more}>{escape(text)}</mo>"


def _name(node: tree.Name) -> str:
    return f'<mi mathvariant="normal">{node.text}</mi>' if len(node.text) == 1 else f"<mi>{escape(node.text)}</mi>"


def _words(node: tree.Words) -> str:
    given = f' class="{node.font}"' if node.font else ""
    parts = [
        f"<mtext{given}>{_kept(run, chinese)}</mtext>" if isinstance(piece, str) else write(piece)
        for piece in node.pieces
        for chinese, run in (split_by_script(piece) if isinstance(piece, str) else [(False, "")])
    ]
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"


def _kept(text: str, chinese: bool) -> str:
    # Spaces at the ends would be dropped.
    bare = text.strip(" ")
    lead = len(text) - len(text.lstrip(" "))
    kept = escape("\u00a0" * lead + bare + "\u00a0" * (len(text) - lead - len(bare)), quote=False)
    return f'<span lang="zh">{kept}</span>' if chinese else kept


def _space(node: tree.Space) -> str:
    return f'<mspace width="{node.width:g}em"></mspace>'


def _fraction(node: tree.Fraction) -> str:
    given = "" if node.rule else ' linethickness="0"'
    given += {"display": ' displaystyle="true"', "text": ' displaystyle="false"'}.get(node.size, "")
    found = f"<mfrac{given}>{write(node.top)}{write(node.bottom)}</mfrac>"
    return _between(*node.fences, found) if any(node.fences) else found


def _between(opening: str, closing: str, inner: str) -> str:
    return f"<mrow>{_fence(opening, 'prefix')}{inner}{_fence(closing, 'postfix')}</mrow>"


def _fence(char: str, form: str) -> str:
    if not char:
        return ""
    return f'<mo form="{form}" fence="true" stretchy="true" lspace="0em" rspace="0em">{escape(char)}</mo>'


def _root(node: tree.Root) -> str:
    if node.index is None:
        return f"<msqrt>{_inner(node.body)}</msqrt>"
    return f"<mroot>{write(node.body)}{write(node.index)}</mroot>"


def _scripts(node: tree.Scripts) -> str:
    base = write(node.base)
    # In small type signs take little room.
    small = '<mo lspace="0.05em" rspace="0.05em">'
    parts = "".join(write(part).replace("<mo>", small) for part in (node.sub, node.sup) if part is not None)
    beside = node.limits == "never"
    if node.limits == "always":
        base = base.replace(' movablelimits="true"', "")
    if node.limits == "display" and not isinstance(node.base, tree.Symbol):
        # Names take limits below them in a displayed formula alone, as signs do.
        text = node.base.text if isinstance(node.base, tree.Name) else ""
        base = f'<mo lspace="0em" rspace="0em" movablelimits="true">{text}</mo>' if text else base
    both = node.sub is not None and node.sup is not None
    low = node.sub is not None
    if beside:
        kind = "msubsup" if both else "msub" if low else "msup"
    else:
        kind = "munderover" if both else "munder" if low else "mover"
    return f"<{kind}>{base}{parts}</{kind}>"


def _marked(node: tree.Marked) -> str:
    mark = MARKS[node.mark]
    if not mark.sign:
        return f'<mrow class="{node.mark}">{_inner(node.body)}</mrow>'
    stretch = "true" if mark.wide else "false"
    kind, accent = ("munder", "accentunder") if mark.under else ("mover", "accent")
    sign = f'<mo stretchy="{stretch}" lspace="0em" rspace="0em">{mark.sign}</mo>'
    return f'<{kind} {accent}="true">{write(node.body)}{sign}</{kind}>'


def _arrow(node: tree.Arrow) -> str:
    sign = f'<mo stretchy="true" lspace="0.2778em" rspace="0.2778em">{escape(node.text)}</mo>'
    room = '<mspace width="0.4em"></mspace>'
    over = f"<mrow>{room}{write(node.over)}{room}</mrow>"
    if node.under is None:
        return f"<mover>{sign}{over}</mover>"
    return f"<munderover>{sign}<mrow>{room}{write(node.under)}{room}</mrow>{over}</munderover>"


def _fenced(node: tree.Fenced) -> str:
    inner = _inner(node.parts[0])
    for middle, part in zip(node.middles, node.parts[1:], strict=True):
        inner += f'<mo stretchy="true" lspace="0.2em" rspace="0.2em">{escape(middle)}</mo>' if middle else ""
        inner += _inner(part)
    return _between(node.opening, node.closing, inner)


def _big(node: tree.Big) -> str:
    if not node.text:
        return "<mrow></mrow>"
    size = f"{(1.2, 1.8, 2.4, 3.0)[node.size - 1]}em"
    return _operator(node.text, node.kind, f' stretchy="true" symmetric="true" minsize="{size}" maxsize="{size}"')


def _table(node: tree.Table) -> str:
    kind = TABLES[node.kind]
    rules = set(node.rules)
    rows = []
    width = max(len(line.cells) for line in node.lines)
    tagged = any(line.tag is not None for line in node.lines)
    for number, line in enumerate(node.lines):
        cells = [_cell(node, kind.pairs, place, cell, rules) for place, cell in enumerate(line.cells)]
        if tagged:
            cells += ["<mtd></mtd>"] * (width - len(cells))
            cells.append(f'<mtd class="tag">{_inner(line.tag) if line.tag is not None else ""}</mtd>')
        names = ["ruled"] * line.ruled + ["closed"] * (node.foot and number == len(node.lines) - 1)
        rows.append(f"<mtr{_classes(names)}>{''.join(cells)}</mtr>")
    shown = {"display": ' displaystyle="true"', "script": ' displaystyle="false" scriptlevel="1"'}.get(kind.size, "")
    name = (
        "spaced lines"
        if node.kind == "eqnarray"
        else "lines"
        if kind.words == "lines"
        else "cases"
        if kind.words == "cases"
        else "matrix"
    )
    found = f'<mtable class="{name}"{shown}>{"".join(rows)}</mtable>'
    return _between(*node.fences, found) if any(node.fences) else found


def _cell(node: tree.Table, pairs: bool, place: int, cell: Node, rules: set[int]) -> str:
    side = node.columns[place % len(node.columns)]
    names = [_SIDES[side]] * (side != "c")
    names += ["parted"] * (pairs and TABLES[node.kind].gap > 0 and place % 2 == 0 and place > 0)
    names += ["ruled"] * (place in rules) + ["closed"] * (place == len(node.columns) - 1 and place + 1 in rules)
    # Before a sign that begins a cell stands nothing, to which it keeps its distance all the same.
    lead = "<mrow></mrow>" if pairs and place % 2 else ""
    return f"<mtd{_classes(names)}>{lead}{_inner(cell)}</mtd>"


def _classes(names: Sequence[str]) -> str:
    return f' class="{" ".join(names)}"' if names else ""


def _sized(node: tree.Sized) -> str:
    given = {
        "display": 'displaystyle="true" scriptlevel="0"', "text": 'displaystyle="false" scriptlevel="0"',
        "script": 'displaystyle="false" scriptlevel="1"', "scriptscript": 'displaystyle="false" scriptlevel="2"',
    }[node.size]  # fmt: skip
    return f"<mstyle {given}>{_inner(node.body)}</mstyle>"


def _classed(node: tree.Classed) -> str:
    if isinstance(node.body, tree.Symbol):
        return _operator(node.body.text, node.kind)
    return write(node.body)


def _hidden(node: tree.Hidden) -> str:
    inner = f"<mphantom>{_inner(node.body)}</mphantom>"
    if node.room == "width":
        return f'<mpadded height="0em" depth="0em">{inner}</mpadded>'
    return f'<mpadded width="0em">{inner}</mpadded>' if node.room == "height" else inner


def _framed(node: tree.Framed) -> str:
    if node.kind == "not" and isinstance(node.body, tree.Symbol):
        return f"<mo>{escape(node.body.text)}\u0338</mo>"
    return f'<mrow class="{node.kind}">{_inner(node.body)}</mrow>'


_WRITERS: dict[type, Callable[[Any], str]] = {
    Row: _row, tree.Letter: _letter, tree.Number: _number, tree.Symbol: _symbol, tree.Name: _name,
    tree.Words: _words, tree.Space: _space, tree.Fraction: _fraction, tree.Root: _root, tree.Scripts: _scripts,
    tree.Marked: _marked, tree.Arrow: _arrow, tree.Fenced: _fenced, tree.Big: _big, tree.Table: _table,
    tree.Sized: _sized, tree.Classed: _classed, tree.Hidden: _hidden, tree.Framed: _framed,
    tree.Coloured: lambda node: write(node.body),
}  # fmt: skip
