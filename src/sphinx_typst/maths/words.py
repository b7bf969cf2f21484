"""Says a formula in English words, so that whoever hears it can tell where each part ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from . import tree
from .letters import FONTS
from .symbols import BY_KIND, BY_TEXT, MARKS, SPOKEN_NAMES, TABLES, spoken
from .tree import Node, Row, kind_of

_RAISED = {"2": "squared", "3": "cubed", "′": "prime", "′′": "double prime", "′′′": "triple prime", "∗": "star",
           "∘": "degrees", "†": "dagger", "⊤": "transposed", "+": "superscript plus", "−": "superscript minus",
           "⊥": "perpendicular",
           "×": "superscript times", "′′′′": "quadruple prime", "°": "degrees"}  # fmt: skip
NO_WORDS = "blank"
"""What is said of a formula of which nothing is seen."""
_SIMPLE = (tree.Letter, tree.Number, tree.Symbol)
_KINDS = {"box": "boxed", "cancel": "crossed out", "bcancel": "crossed out", "xcancel": "crossed out", "not": "not"}


def write_words(formula: tree.Formula) -> str:
    """Return a formula in words."""
    said = _row(formula.body if isinstance(formula.body, Row) else Row((formula.body,)))
    if formula.tag is not None:
        said += f", tagged {say(formula.tag)}"
    # Room without ink is something too: no formula may be without words.
    return re.sub(r" ([,.;:])", r"\1", " ".join(said.split())) or NO_WORDS


def say(node: Node) -> str:
    """Return a node in words."""
    return _SPEAKERS[type(node)](node)


def _is_simple(node: Node) -> bool:
    return isinstance(node, _SIMPLE) or (isinstance(node, tree.Marked) and _is_simple(node.body))


def _row(node: Row) -> str:
    items = [item for item in node.items if not isinstance(item, tree.Space)]
    said = []
    for place, item in enumerate(items):
        before, after = (kind_of(items[at]) if 0 <= at < len(items) else "" for at in (place - 1, place + 1))
        # Where nothing stands beside it that could belong to it, a short fraction needs no words for its ends.
        alone = before in ("", "rel", "punct", "open") and after in ("", "rel", "punct", "close")
        said.append((alone and _short(item)) or say(item))
    return " ".join(said)


def _short(node: Node) -> str:
    match node:
        case tree.Fraction(top=top, bottom=bottom, rule=True, fences=("", "")) if _is_simple(top) and _is_simple(
            bottom
        ):
            return f"{say(top)} over {say(bottom)}"
    return ""


def _letter(node: tree.Letter) -> str:
    font = FONTS.get(node.font, "")
    if len(node.text) > 1:
        return f"{font} {node.text}" if font else node.text
    sign = BY_TEXT.get(node.text)
    name = sign.words if sign else node.text if node.text.isascii() else spoken(node.text)
    if not sign and node.text.isupper():
        name = f"capital {name}"
    return f"{font} {name}" if font else name


def _number(node: tree.Number) -> str:
    font = FONTS.get(node.font, "")
    return f"{font} {node.text}" if font else node.text


def _symbol(node: tree.Symbol) -> str:
    sign = BY_KIND.get((node.text, node.kind)) or BY_TEXT.get(node.text)
    return sign.words if sign else spoken(node.text)


def _name(node: tree.Name) -> str:
    return SPOKEN_NAMES.get(node.text.replace("\u2009", " "), node.text.replace("\u2009", " "))


def _words(node: tree.Words) -> str:
    return "".join(piece if isinstance(piece, str) else f" {say(piece)} " for piece in node.pieces)


def _fraction(node: tree.Fraction) -> str:
    top, bottom = say(node.top), say(node.bottom)
    if node.rule:
        said = f"fraction {top} over {bottom} end fraction"
    elif node.fences == ("(", ")"):
        is_short = _is_simple(node.top) and _is_simple(node.bottom)
        return f"{top} choose {bottom}" if is_short else f"binomial {top} choose {bottom} end binomial"
    else:
        said = f"stack {top} above {bottom} end stack"
    return _between(node.fences, said) if any(node.fences) else said


def _between(fences: tuple[str, str], said: str) -> str:
    opening, closing = (BY_TEXT[fence].words if fence else "" for fence in fences)
    return f"{opening} {said} {closing}"


def _root(node: tree.Root) -> str:
    body = say(node.body)
    if node.index is None:
        name = "square root"
    else:
        index = say(node.index)
        name = {"3": "cube root", "4": "fourth root"}.get(index, f"root with index {index}")
    return f"{name} of {body}" if _is_simple(node.body) else f"{name} of {body} end root"


def _scripts(node: tree.Scripts) -> str:
    base = say(node.base)
    if _is_big(node.base):
        return _bounds(node, base)
    if isinstance(node.base, tree.Marked) and node.limits == "always":
        label = node.sub or node.sup
        return f"{base} labelled {say(label) if label else ''} end label"
    if node.limits == "always":
        parts = [f"with {say(part)} {side}" for side, part in (("above", node.sup), ("below", node.sub)) if part]
        return f"{base} {' and '.join(parts)} end {'script' if node.base != Row() else 'scripts'}"
    if isinstance(node.base, Row) and len(node.base.items) > 1:
        base = f"the quantity {base} end quantity"
    lowered = _lowered(node.sub) if node.sub is not None else ""
    raised = _raised(node.sup) if node.sup is not None else ""
    return f"{base} {lowered} {raised}"


def _is_big(base: Node) -> bool:
    match base:
        case tree.Symbol(kind="op" | "int") | tree.Name(limits=True) | tree.Classed(kind="op"):
            return True
    return False


def _bounds(node: tree.Scripts, base: str) -> str:
    if node.sub is None:
        return f"{base} to {say(node.sup)} of" if node.sup is not None else base
    sub = say(node.sub)
    if node.sup is not None:
        return f"{base} from {sub} to {say(node.sup)} of"
    word = "as" if isinstance(node.base, tree.Name) and node.base.text.startswith("lim") else "over"
    return f"{base} {word} {sub} of"


def _lowered(part: Node) -> str:
    return f"sub {say(part)}" if _is_simple(part) else f"sub {say(part)} end sub"


def _raised(part: Node) -> str:
    items = part.items if isinstance(part, Row) else (part,)
    primes = 0
    while primes < len(items) and items[primes] == tree.Symbol("′"):
        primes += 1
    if primes and primes < len(items):
        rest = items[primes:]
        return f"{_raised(Row(items[:primes]))} {_raised(rest[0] if len(rest) == 1 else Row(rest))}"
    text = "".join(getattr(item, "text", "?") for item in items)
    if text in _RAISED and all(isinstance(item, (tree.Number, tree.Symbol)) for item in items):
        return _RAISED[text]
    said = say(part)
    is_short = _is_simple(part) or (len(items) == 2 and items[0] == tree.Symbol("−", "bin") and _is_simple(items[1]))
    return f"to the power {said}" if is_short else f"to the power {said} end power"


def _marked(node: tree.Marked) -> str:
    mark, body = MARKS[node.mark], say(node.body)
    if _is_simple(node.body):
        return f"{body} {mark.words}"
    return f"the expression {body} end expression {mark.words}"


def _arrow(node: tree.Arrow) -> str:
    parts = [f"with {say(part)} {side}" for part, side in ((node.over, "above"), (node.under, "below"))
             if part is not None and part != Row()]  # fmt: skip
    said = f"{BY_TEXT[node.text].words} {' and '.join(parts)}"
    return f"{said} end arrow" if parts else said


def _fenced(node: tree.Fenced) -> str:
    said = say(node.parts[0])
    for middle, part in zip(node.middles, node.parts[1:], strict=True):
        said += f" {BY_TEXT[middle].words if middle else ''} {say(part)}"
    if len(node.parts) == 1 and isinstance(node.parts[0], tree.Table) and node.parts[0].kind in ("matrix", "array"):
        return (
            said
            if (node.opening, node.closing) in (("(", ")"), ("[", "]"))
            else _between((node.opening, node.closing), said)
        )
    return _between((node.opening, node.closing), said)


def _big(node: tree.Big) -> str:
    return BY_TEXT[node.text].words if node.text else ""


def _table(node: tree.Table) -> str:
    kind = TABLES[node.kind]
    matrix = kind.words in ("matrix", "determinant")
    # One line alone is only a wrapping of what stands in it.
    is_numbered = matrix or (kind.words == "lines" and len(node.lines) > 1)
    said = []
    for number, line in enumerate(node.lines, start=1):
        cells = (", " if matrix or kind.words == "cases" else " ").join(
            say(cell) or ("empty" if matrix else "") for cell in line.cells
        )
        tag = f", tagged {say(line.tag)}" if line.tag is not None else ""
        name = f"{'row' if matrix else 'line'} {number}: " if is_numbered else ""
        said.append(f"{name}{cells}{tag}")
    lines = "; ".join(said)
    if matrix:
        width = max(len(line.cells) for line in node.lines)
        size = f"{len(node.lines)} by {width}"
        fences = "" if node.fences in (("(", ")"), ("[", "]"), ("", ""), ("|", "|")) else " in brackets"
        return f"{size} {kind.words}{fences}; {lines}; end {kind.words}"
    return lines if kind.words == "lines" else f"{kind.words}: {lines}; end {kind.words}"


def _framed(node: tree.Framed) -> str:
    word, body = _KINDS[node.kind], say(node.body)
    return f"{word} {body}" if _is_simple(node.body) else f"{word}: {body}, end {word}"


_SPEAKERS: dict[type, Callable[[Any], str]] = {
    Row: _row, tree.Letter: _letter, tree.Number: _number, tree.Symbol: _symbol, tree.Name: _name,
    tree.Words: _words, tree.Space: lambda node: "", tree.Fraction: _fraction, tree.Root: _root,
    tree.Scripts: _scripts, tree.Marked: _marked, tree.Arrow: _arrow, tree.Fenced: _fenced, tree.Big: _big,
    tree.Table: _table, tree.Sized: lambda node: say(node.body), tree.Classed: lambda node: say(node.body),
    tree.Hidden: lambda node: "", tree.Framed: _framed, tree.Coloured: lambda node: say(node.body),
}  # fmt: skip
