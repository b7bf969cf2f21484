"""Reads what commands set: fractions, roots, brackets, stacks, colours, tags, and the definitions of commands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from . import tree
from .commands import TEXTS, UNITS
from .reader import in_colour, read_colour
from .symbols import BY_TEXT
from .tables import read_table
from .text import join_pieces, read_text
from .tree import Node, Row

if TYPE_CHECKING:
    from .reader import Reader
    from .tokens import Token

_EXTENSIONS = {"ams", "amsmath", "amssymb", "cancel", "color", "boldsymbol", "newcommand", "mathtools", "upgreek", "bm"}


def _fenced(reader: Reader) -> Node:
    opened = reader.tokens.place
    opening, parts, middles = reader.fence(), list[Node](), list[str]()
    font = reader.font
    while True:
        parts.append(reader.row())
        end = reader.tokens.look()
        if end not in ("\\right", "\\middle"):
            reader.tokens.place = reader.tokens.place if end else opened
            raise reader.tokens.wrong("\\left has no \\right" + (f" before {end}" if end else ""))
        reader.tokens.next()
        if end == "\\right":
            reader.font = font
            return tree.Fenced(opening, tuple(parts), reader.fence(), tuple(middles))
        middles.append(reader.fence())


def _genfrac(reader: Reader) -> Node:
    opening, closing = (_optional_fence(reader, reader.tokens.argument()) for _ in range(2))
    thick, style = reader.tokens.name(), reader.tokens.name()
    size = {"0": "display", "1": "text", "2": "text", "3": "text"}.get(style, "")
    rule = not re.fullmatch(r"0+[a-z]*", thick)
    return tree.Fraction(reader.argument(), reader.argument(), size, rule, (opening, closing))


def _optional_fence(reader: Reader, tokens: Sequence[Token]) -> str:
    if not tokens:
        return ""
    reader.tokens.put_back(tokens)
    return reader.fence()


def _root(reader: Reader) -> Node:
    index = reader.tokens.option()
    return tree.Root(reader.argument(), None if index is None else reader.read(index))


def _operator(reader: Reader) -> Node:
    star = reader.tokens.sees("*") and bool(reader.tokens.next())
    tokens = reader.tokens.argument()
    text = "".join("\u2009" if token.text in ("\\,", "\\ ", "~", "\\;", "\\:") else token.text for token in tokens)
    text = re.sub(" ", "", text)
    if re.fullmatch(r"[\w\u2009*'-]+", text):
        return tree.Name(text, star)
    return tree.Classed(reader.read(tokens, "normal"), "op" if star else "int")


def _negated(reader: Reader) -> Node:
    body = reader.argument()
    if not isinstance(body, tree.Symbol):
        return tree.Framed(body, "not")
    text = unicodedata.normalize("NFC", f"{body.text}\u0338")
    if text in BY_TEXT:
        return tree.Symbol(text, body.kind)
    return tree.Classed(tree.Framed(body, "not"), body.kind)


def _space(reader: Reader) -> Node:
    """A space whose length follows, in braces or without."""
    if reader.tokens.sees("*"):
        reader.tokens.next()
    given = reader.tokens.name() if reader.tokens.look() == "{" else reader.tokens.length()
    match = re.fullmatch(r"\s*([-+]?(?:\d+\.?\d*|\.\d+))\s*([a-z]+)\s*", given)
    if not match or match[2] not in UNITS:
        raise reader.tokens.wrong(f"{given or 'nothing'} is no length; write it in em, ex, mu, pt, px, cm, mm or in")
    return tree.Space(round(float(match[1]) * UNITS[match[2]], 4))


def _coloured(reader: Reader) -> Node:
    colour = read_colour(reader)
    return in_colour(reader.argument(), colour)


def _set_tag(reader: Reader) -> None:
    star = reader.tokens.sees("*") and bool(reader.tokens.next())
    text = read_text(reader, reader.tokens.argument(), "")
    reader.tag = text if star else tree.Words(tuple(join_pieces(["(", *text.pieces, ")"])))


def _refer(reader: Reader) -> Node:
    name = reader.tokens.name()
    raise reader.tokens.wrong(f"a formula cannot refer to {name}; refer to it in the text, with {{eq}}`{name}`")


def _require(reader: Reader) -> None:
    name = reader.tokens.name()
    if name not in _EXTENSIONS:
        raise reader.tokens.wrong(f"what \\require{{{name}}} brings is not known")


def _script_stack(reader: Reader, sub: bool, sup: bool, kind: str = "") -> Node:
    # \overset{over}{base}, \underset{under}{base}, \overunderset{over}{under}{base}
    over = reader.argument() if sup else None
    under = reader.argument() if sub else None
    base = reader.argument()
    stack = tree.Scripts(base, under, over, "always")
    kind = kind or (base.kind if isinstance(base, (tree.Symbol, tree.Classed)) else "")
    return tree.Classed(stack, kind) if kind in ("rel", "bin") else stack


def _fraction(size: str, fences: tuple[str, str] = ("", ""), rule: bool = True) -> Callable[[Reader], Node]:
    return lambda reader: tree.Fraction(reader.argument(), reader.argument(), size, rule, fences)


def _continued(reader: Reader) -> Node:
    reader.tokens.option()
    return tree.Fraction(reader.argument(), reader.argument(), "display")


def _modulo(reader: Reader, word: str, fenced: bool) -> Node:
    body = reader.argument()
    words = [tree.Name(word), tree.Space(1 / 3)] if word else []
    inner = [*words, *(body.items if isinstance(body, Row) else [body])]
    if fenced:
        inner = [tree.Symbol("(", "open"), *inner, tree.Symbol(")", "close")]
    return Row((tree.Space(1.0 if fenced else 0.67), *inner))


def _define(command: str) -> Callable[[Reader], None]:
    return lambda reader: reader.tokens.define(command)


def _skip(reader: Reader) -> None:
    reader.tokens.argument()


def _smash(reader: Reader) -> Node:
    reader.tokens.option()
    return reader.argument()


def _untagged(reader: Reader) -> None:
    reader.tag = None


def _hidden(room: str) -> Callable[[Reader], Node]:
    return lambda reader: tree.Hidden(reader.argument(), room)


def _limit(mark: str) -> Callable[[Reader], Node]:
    return lambda reader: tree.Classed(tree.Marked(tree.Name("lim", True), mark), "op")


def _cancelled(reader: Reader) -> Node:
    value = reader.argument()
    return tree.Scripts(tree.Framed(reader.argument(), "cancel"), None, value)


def _boxed(reader: Reader) -> Node:
    # \\bbox[border: …]{…}: a box without a border has a ground alone.
    option = "".join(token.text for token in reader.tokens.option() or ())
    return tree.Framed(reader.argument()) if "border" in option else reader.argument()


def _text(font: str) -> Callable[[Reader], Node]:
    return lambda reader: read_text(reader, reader.tokens.argument(), font)


def _boxed_text(reader: Reader) -> Node:
    return tree.Framed(read_text(reader, reader.tokens.argument(), ""))


def _framed(kind: str) -> Callable[[Reader], Node]:
    return lambda reader: tree.Framed(reader.argument(), kind)


def _argument(reader: Reader) -> Node:
    return reader.argument()


def _spaced(text: str) -> Node:
    return Row((tree.Space(5 / 18), tree.Symbol(text, "rel"), tree.Space(5 / 18)))


COMMANDS: dict[str, Callable[[Reader], Node | None]] = {
    "\\frac": _fraction(""), "\\dfrac": _fraction("display"), "\\tfrac": _fraction("text"), "\\cfrac": _continued,
    "\\binom": _fraction("", ("(", ")"), False), "\\dbinom": _fraction("display", ("(", ")"), False),
    "\\tbinom": _fraction("text", ("(", ")"), False), "\\genfrac": _genfrac,
    "\\sqrt": _root, "\\left": _fenced, "\\begin": read_table, "\\not": _negated,
    "\\operatorname": _operator,
    "\\overset": lambda reader: _script_stack(reader, False, True),
    "\\underset": lambda reader: _script_stack(reader, True, False),
    "\\overunderset": lambda reader: _script_stack(reader, True, True),
    "\\stackrel": lambda reader: _script_stack(reader, False, True, "rel"),
    "\\stackbin": lambda reader: _script_stack(reader, False, True, "bin"),
    "\\bmod": lambda reader: tree.Symbol("mod", "bin"),
    "\\pmod": lambda reader: _modulo(reader, "mod", True), "\\pod": lambda reader: _modulo(reader, "", True),
    "\\mod": lambda reader: _modulo(reader, "mod", False),
    "\\dots": lambda reader: tree.Symbol("⋯" if reader.ahead_is_operator() else "…", "inner"),
    "\\iff": lambda reader: _spaced("⟺"), "\\implies": lambda reader: _spaced("⟹"),
    "\\impliedby": lambda reader: _spaced("⟸"),
    "\\LaTeX": lambda reader: tree.Words(("LaTeX",)), "\\TeX": lambda reader: tree.Words(("TeX",)),
    "\\substack": lambda reader: read_table(reader, "substack"),
    **dict.fromkeys(["\\hspace", "\\hskip", "\\kern", "\\mkern", "\\mskip", "\\mspace"], _space),
    "\\phantom": _hidden("both"), "\\hphantom": _hidden("width"), "\\vphantom": _hidden("height"),
    "\\smash": _smash, "\\mathclap": _smash, "\\ensuremath": lambda reader: reader.argument(),
    "\\vcenter": _argument, "\\cramped": _argument, "\\shoveleft": _argument,
    "\\shoveright": _argument, "\\cancelto": _cancelled, "\\varliminf": _limit("underline"),
    "\\varlimsup": _limit("overline"), "\\varinjlim": _limit("underrightarrow"),
    "\\varprojlim": _limit("underleftarrow"),
    "\\idotsint": lambda reader: Row((tree.Symbol("∫", "int"), tree.Symbol("⋯", "inner"), tree.Symbol("∫", "int"))),
    "\\boxed": _framed("box"), "\\cancel": _framed("cancel"), "\\bcancel": _framed("bcancel"),
    "\\xcancel": _framed("xcancel"),
    "\\fbox": _boxed_text, "\\bbox": _boxed,
    "\\color": _coloured, "\\textcolor": _coloured,
    "\\tag": _set_tag, "\\label": _skip, "\\nonumber": _untagged, "\\notag": _untagged,
    "\\eqref": _refer, "\\ref": _refer, "\\require": _require,
    **{name: _text(font) for name, font in TEXTS.items()},
    **{name: _define(name) for name in (
        "\\newcommand", "\\renewcommand", "\\providecommand", "\\def", "\\gdef", "\\edef", "\\xdef", "\\let",
        "\\DeclareMathOperator",
    )},
}  # fmt: skip
