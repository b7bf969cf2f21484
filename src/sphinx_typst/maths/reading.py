"""Reads LaTeX into the tree, by TeX's rules: an argument without braces is one token."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from . import tree
from .commands import ARROWS, BIG, CLASSES, COLOURS, FONTS, HARMLESS, INFIX, SIZES, SWITCHES, TEXTS, UNITS
from .symbols import BY_TEXT, MARK_NAMES, MARKS, NAMES, SIGNS, SPACED_NAMES, SPACES
from .tables import read_lines, read_table
from .text import join_pieces, read_text
from .tokens import Macros, Token, Tokens
from .tree import FormulaError, Node, Row

ENDS = {"}", "\\right", "\\middle", "\\end", "&", "\\\\", "\\cr", "\\newline"}
"""What ends the part of a formula that stands before it."""
DEEPEST = 60
"""How many groups may stand in each other: more would be too much for the compiler."""
_FENCES = {"<": "⟨", ">": "⟩", ".": "", "\\lt": "⟨", "\\gt": "⟩"}
_EXTENSIONS = {"ams", "amsmath", "amssymb", "cancel", "color", "boldsymbol", "newcommand", "mathtools", "upgreek", "bm"}


def read_formula(source: str, macros: Macros | None = None) -> tree.Formula:
    """Read a formula in LaTeX; macros that it defines are added to those given.

    Raises FormulaError for what is not known or not finished, with its line.
    """
    reader = Reader(source, macros or Macros())
    body = read_lines(reader)
    if reader.tokens.look():
        raise reader.tokens.wrong(f"{reader.tokens.take()} closes nothing")
    return tree.Formula(body, reader.tag)


class Reader:
    """Reads one formula."""

    def __init__(self, source: str, macros: Macros) -> None:
        self.tokens = Tokens(source, macros)
        self.font = ""
        self.tag: Node | None = None
        """What the formula, or its line, is called by."""
        self.depth = 0

    # Parts

    def row(self, *ends: str) -> Node:
        """Read what stands side by side, up to one of the ends or whatever ends a part."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.tokens.wrong("it has too many groups in groups")
        items = self.items(ends)
        self.depth -= 1
        return items[0] if len(items) == 1 else Row(tuple(items))

    def items(self, ends: Sequence[str]) -> list[Node]:
        items: list[Node] = []
        while (text := self.tokens.look()) and text not in ends and text not in ENDS:
            if text in INFIX:
                self.tokens.take()
                return [self._divide(text, Row(tuple(items)), ends)]
            if text in SIZES:
                self.tokens.take()
                items.append(tree.Sized(self.row(*ends), SIZES[text]))
            elif text in SWITCHES or (text == "\\color" and self._is_switch()):
                self.tokens.take()
                items.extend(self._switch(text, ends))
            else:
                found = self.scripts(self._base())
                # What a command stands for is no group.
                items.extend(found.items if isinstance(found, Row) and text != "{" else [found] if found else [])
        return items

    def _is_switch(self) -> bool:
        # MathJax has an argument after the colour, LaTeX the rest of the group.
        colour = self.tokens.next()
        place = self.tokens.place
        name = self.tokens.argument()
        switch = self.tokens.look() != "{"
        self.tokens.put_back([Token(colour, place), Token("{", place), *name, Token("}", place)])
        return switch

    def _switch(self, text: str, ends: Sequence[str]) -> list[Node]:
        if text == "\\color":
            colour = self._colour()
            return [_coloured(self.row(*ends), colour)]
        before, self.font = self.font, SWITCHES[text]
        items = _join_letters(self.items(ends))
        self.font = before
        return items

    def _base(self) -> Node | None:
        return Row() if self.tokens.look() in ("^", "_", "'", "’") else self.atom()

    def scripts(self, base: Node | None) -> Node | None:
        """Read what is raised and lowered beside a base."""
        if base is None:
            return None
        limits = _limits_of(base)
        sub: Node | None = None
        sup: list[Node] = []
        raised = False
        while (text := self.tokens.look()) in ("^", "_", "'", "’", "\\limits", "\\nolimits", "\\displaylimits"):
            self.tokens.take()
            if text in ("'", "’"):
                if raised:
                    raise self.tokens.wrong("a prime stands after what is raised; write it before")
                sup.append(tree.Symbol("′"))
            elif text == "^":
                if raised:
                    raise self.tokens.wrong("two things are raised over one base; put braces around one")
                raised = True
                sup.append(self.argument())
            elif text == "_":
                if sub is not None:
                    raise self.tokens.wrong("two things are lowered under one base; put braces around one")
                sub = self.argument()
            else:
                limits = {"\\limits": "always", "\\nolimits": "never"}.get(text, "display")
        if sub is None and not sup:
            return base
        if isinstance(base, tree.Space):
            return Row((base, tree.Scripts(Row(), sub, _joined(sup))))
        return tree.Scripts(base, sub, _joined(sup), limits)

    def argument(self) -> Node:
        """Read an argument: a group, or one token, which a macro is too."""
        while self.tokens.sees(" "):
            self.tokens.next()
        if self.tokens.sees("{"):
            self.tokens.next()
            return self.group()
        text, place = self.tokens.next(), self.tokens.place
        if text in self.tokens.macros.known:
            self.tokens.put_back([Token("{", place), Token(text, place), Token("}", place)])
        elif text in SWITCHES:
            before, self.font = self.font, SWITCHES[text]
            body = self.argument()
            self.font = before
            return body
        elif text in ENDS or text in ("^", "_"):
            raise self.tokens.wrong(f"an argument is missing before {text}")
        elif text.isdigit():
            return tree.Number(text, self.font)
        else:
            self.tokens.put_back([Token(text, place)])
        return self.atom() or Row()

    def group(self) -> Node:
        """Read what stands between braces, of which the first has been taken."""
        opened, font = self.tokens.place, self.font
        body = self.row()
        if self.tokens.look() != "}":
            if not self.tokens.look():
                self.tokens.place = opened
                raise self.tokens.wrong("{ is not closed")
            raise self.tokens.wrong(f"}} is missing before {self.tokens.take()}")
        self.tokens.next()
        self.font = font
        return body

    def read(self, tokens: Sequence[Token], font: str | None = None) -> Node:
        """Read tokens that were taken before as a group."""
        place, before = self.tokens.place, self.font
        self.font = self.font if font is None else font
        self.tokens.put_back([*tokens, Token("}", place)])
        body = self.group()
        self.font = before
        return body

    def atom(self) -> Node | None:
        """Read one thing without what is raised or lowered beside it; None where it prints nothing."""
        text = self.tokens.take()
        if text == "{":
            body = self.group()
            return replace(body, kind="ord") if isinstance(body, tree.Symbol) else body
        if len(text) == 1 and text.isascii() and text.isalpha():
            return tree.Letter(text, self.font)
        if text.isascii() and text.isdigit():
            return tree.Number(self._digits(text), self.font)
        if text in SIGNS:
            return self._sign(text)
        if text in SPACES:
            return tree.Space(SPACES[text] / 18) if SPACES[text] else None
        if text[0] == "\\":
            return self._command(text)
        return self._other(text)

    def _digits(self, text: str) -> str:
        while True:
            if self.tokens.sees_all("{,}"):
                for _ in range(3):
                    self.tokens.next()
                text += ","
            elif self.tokens.sees_digit() or ("." not in text and self.tokens.sees_digit(".")):
                text += self.tokens.next()
            else:
                return text

    def _sign(self, text: str) -> Node:
        sign = SIGNS[text]
        if sign.kind != "letter":
            return tree.Symbol(sign.text, sign.kind)
        capital = sign.text.isupper() and sign.text in "ΓΔΘΛΞΠΣΥΦΨΩ"
        if self.font == "bolditalic":
            return tree.Letter(sign.text, "bold" if capital or sign.text == "∇" else "bolditalic")
        return tree.Letter(sign.text, self.font if capital else "")

    def _other(self, text: str) -> Node:
        if text == "#":
            raise self.tokens.wrong("# stands outside of a macro; write \\#")
        if text == "$":
            raise self.tokens.wrong("$ stands in a formula; write \\$, or end the formula before it")
        if text in BY_TEXT:
            return self._sign_of(text)
        if text.isalpha() and unicodedata.normalize("NFKC", text) == text:
            while self.tokens.look() and not self.tokens.look().isascii() and self.tokens.look() not in BY_TEXT:
                text += self.tokens.take()
            return tree.Words((text,))
        name = unicodedata.name(text, "without a name").lower()
        raise self.tokens.wrong(f"the character {text} ({name}) is not known in formulas")

    def _sign_of(self, text: str) -> Node:
        sign = BY_TEXT[text]
        return tree.Letter(text, "") if sign.kind == "letter" else tree.Symbol(text, sign.kind)

    # Commands

    def _command(self, text: str) -> Node | None:
        name = text[1:]
        if name in NAMES:
            return tree.Name(name, NAMES[name])
        if name in SPACED_NAMES:
            return tree.Name(SPACED_NAMES[name], True)
        if MARK_NAMES.get(name, name) in MARKS:
            return tree.Marked(self.argument(), MARK_NAMES.get(name, name))
        if text in FONTS:
            return self._in_font(FONTS[text])
        if text in TEXTS:
            return self._text(self.tokens.argument(), TEXTS[text])
        if text in CLASSES:
            return tree.Classed(self.argument(), CLASSES[text])
        if text in BIG:
            size, kind = BIG[text]
            return tree.Big(self.fence(), size, kind)
        if text in ARROWS:
            under = self.tokens.option()
            return tree.Arrow(ARROWS[text], self.argument(), None if under is None else self.read(under))
        if text in HARMLESS:
            return None
        if text in _COMMANDS:
            return _COMMANDS[text](self)
        raise self.tokens.wrong(f"the command {text} is not known")

    def _in_font(self, font: str) -> Node:
        before, self.font = self.font, _combined(self.font, font)
        body = self.argument()
        self.font = before
        items = _join_letters(body.items if isinstance(body, Row) else [body])
        return items[0] if len(items) == 1 else Row(tuple(items))

    def fence(self) -> str:
        """Read a bracket that may grow; "" for the dot that stands for none."""
        text = self.tokens.take()
        if text == "{" and self.tokens.look() != "}":
            raise self.tokens.wrong("{ is no bracket; write \\{")
        if text in _FENCES:
            return _FENCES[text]
        if text in SIGNS and (SIGNS[text].kind in ("open", "close") or SIGNS[text].text in "|‖/\\↑↓↕⇑⇓⇕⏐∣∥"):
            return {"∣": "|", "∥": "‖"}.get(SIGNS[text].text, SIGNS[text].text)
        if text in BY_TEXT and BY_TEXT[text].kind in ("open", "close"):
            return text
        raise self.tokens.wrong(f"{text} is no bracket")

    def fenced(self) -> Node:
        opened = self.tokens.place
        opening, parts, middles = self.fence(), list[Node](), list[str]()
        font = self.font
        while True:
            parts.append(self.row())
            end = self.tokens.look()
            if end not in ("\\right", "\\middle"):
                self.tokens.place = self.tokens.place if end else opened
                raise self.tokens.wrong("\\left has no \\right" + (f" before {end}" if end else ""))
            self.tokens.next()
            if end == "\\right":
                self.font = font
                return tree.Fenced(opening, tuple(parts), self.fence(), tuple(middles))
            middles.append(self.fence())

    def _divide(self, text: str, top: Node, ends: Sequence[str]) -> Node:
        fences, rule = INFIX[text]
        if text.endswith("withdelims"):
            fences = (self.fence(), self.fence())
        if text.startswith("\\above"):
            self.tokens.length()
        return tree.Fraction(_single(top), self.row(*ends), rule=rule, fences=fences)

    def genfrac(self) -> Node:
        opening, closing = (self._optional_fence(self.tokens.argument()) for _ in range(2))
        thick, style = self.tokens.name(), self.tokens.name()
        size = {"0": "display", "1": "text", "2": "text", "3": "text"}.get(style, "")
        rule = not re.fullmatch(r"0+[a-z]*", thick)
        return tree.Fraction(self.argument(), self.argument(), size, rule, (opening, closing))

    def _optional_fence(self, tokens: Sequence[Token]) -> str:
        if not tokens:
            return ""
        self.tokens.put_back(tokens)
        return self.fence()

    def root(self) -> Node:
        index = self.tokens.option()
        return tree.Root(self.argument(), None if index is None else self.read(index))

    def operator(self) -> Node:
        star = self.tokens.sees("*") and bool(self.tokens.next())
        tokens = self.tokens.argument()
        text = "".join("\u2009" if token.text in ("\\,", "\\ ", "~", "\\;", "\\:") else token.text for token in tokens)
        text = re.sub(" ", "", text)
        if re.fullmatch(r"[\w\u2009*'-]+", text):
            return tree.Name(text, star)
        return tree.Classed(self.read(tokens, "normal"), "op" if star else "int")

    def negated(self) -> Node:
        body = self.argument()
        if not isinstance(body, tree.Symbol):
            return tree.Framed(body, "not")
        text = unicodedata.normalize("NFC", f"{body.text}\u0338")
        if text in BY_TEXT:
            return tree.Symbol(text, body.kind)
        return tree.Classed(tree.Framed(body, "not"), body.kind)

    def space(self) -> Node:
        """A space whose length follows, in braces or without."""
        if self.tokens.sees("*"):
            self.tokens.next()
        given = self.tokens.name() if self.tokens.look() == "{" else self.tokens.length()
        match = re.fullmatch(r"\s*([-+]?(?:\d+\.?\d*|\.\d+))\s*([a-z]+)\s*", given)
        if not match or match[2] not in UNITS:
            raise self.tokens.wrong(f"{given or 'nothing'} is no length; write it in em, ex, mu, pt, px, cm, mm or in")
        return tree.Space(round(float(match[1]) * UNITS[match[2]], 4))

    def coloured(self) -> Node:
        colour = self._colour()
        return _coloured(self.argument(), colour)

    def _colour(self) -> str:
        model = "".join(token.text for token in self.tokens.option() or ()).strip()
        name = self.tokens.name().removeprefix("#").lower()
        colour = name if re.fullmatch("[0-9a-f]{6}", name) and model in ("", "HTML") else COLOURS.get(name, "")
        if not colour and not model and re.fullmatch("[a-z!0-9]+", name):
            return ""
        if model and not colour:
            raise self.tokens.wrong(f"the colour {name} of the model {model} is not known; give its name")
        return colour

    def set_tag(self) -> None:
        star = self.tokens.sees("*") and bool(self.tokens.next())
        text = self._text(self.tokens.argument(), "")
        self.tag = text if star else tree.Words(tuple(join_pieces(["(", *text.pieces, ")"])))

    def refer(self) -> Node:
        name = self.tokens.name()
        raise self.tokens.wrong(f"a formula cannot refer to {name}; refer to it in the text, with {{eq}}`{name}`")

    def require(self) -> None:
        name = self.tokens.name()
        if name not in _EXTENSIONS:
            raise self.tokens.wrong(f"what \\require{{{name}}} brings is not known")

    def ahead_is_operator(self) -> bool:
        """Say whether a sign for an operation or a relation comes next."""
        sign = SIGNS.get(self.tokens.look())
        return (sign is not None and sign.kind in ("bin", "rel", "op", "int")) or self.tokens.look() == "\\not"

    def _text(self, tokens: Sequence[Token], font: str) -> tree.Words:
        return read_text(self, tokens, font)


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


def _framed(kind: str) -> Callable[[Reader], Node]:
    return lambda reader: tree.Framed(reader.argument(), kind)


_COMMANDS: dict[str, Callable[[Reader], Node | None]] = {
    "\\frac": _fraction(""), "\\dfrac": _fraction("display"), "\\tfrac": _fraction("text"), "\\cfrac": _continued,
    "\\binom": _fraction("", ("(", ")"), False), "\\dbinom": _fraction("display", ("(", ")"), False),
    "\\tbinom": _fraction("text", ("(", ")"), False), "\\genfrac": Reader.genfrac,
    "\\sqrt": Reader.root, "\\left": Reader.fenced, "\\begin": read_table, "\\not": Reader.negated,
    "\\operatorname": Reader.operator,
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
    **dict.fromkeys(["\\hspace", "\\hskip", "\\kern", "\\mkern", "\\mskip", "\\mspace"], Reader.space),
    "\\phantom": _hidden("both"), "\\hphantom": _hidden("width"), "\\vphantom": _hidden("height"),
    "\\smash": _smash, "\\mathclap": _smash, "\\ensuremath": lambda reader: reader.argument(),
    "\\boxed": _framed("box"), "\\cancel": _framed("cancel"), "\\bcancel": _framed("bcancel"),
    "\\xcancel": _framed("xcancel"),
    "\\fbox": lambda reader: tree.Framed(reader._text(reader.tokens.argument(), "")),
    "\\color": Reader.coloured, "\\textcolor": Reader.coloured,
    "\\tag": Reader.set_tag, "\\label": _skip, "\\nonumber": _untagged, "\\notag": _untagged,
    "\\eqref": Reader.refer, "\\ref": Reader.refer, "\\require": Reader.require,
    **{name: _define(name) for name in (
        "\\newcommand", "\\renewcommand", "\\providecommand", "\\def", "\\gdef", "\\edef", "\\xdef", "\\let",
        "\\DeclareMathOperator",
    )},
}  # fmt: skip


def _spaced(text: str) -> Node:
    return Row((tree.Space(5 / 18), tree.Symbol(text, "rel"), tree.Space(5 / 18)))


def _limits_of(base: Node) -> str:
    match base:
        case tree.Symbol(kind="op") | tree.Name(limits=True) | tree.Classed(kind="op"):
            return "display"
        case tree.Marked(mark=mark) if MARKS[mark].labelled:
            return "always"
    return "never"


def _joined(parts: Sequence[Node]) -> Node | None:
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    *primes, last = parts
    return Row((*primes, *(last.items if isinstance(last, Row) else [last])))


def _single(body: Node) -> Node:
    return body.items[0] if isinstance(body, Row) and len(body.items) == 1 else body


def _coloured(body: Node, colour: str) -> Node:
    return tree.Coloured(body, colour) if colour else body


def _combined(before: str, font: str) -> str:
    if font == "bolditalic":
        return {"calligraphic": "boldscript", "script": "boldscript", "fraktur": "boldfraktur", "sans": "boldsans",
                "normal": "bold", "bold": "bold"}.get(before, font)  # fmt: skip
    if before in ("bolditalic", "bold"):
        return {"calligraphic": "boldscript", "script": "boldscript", "fraktur": "boldfraktur", "sans": "boldsans",
                "normal": "bold"}.get(font, font)  # fmt: skip
    return font


def _join_letters(items: Sequence[Node]) -> list[Node]:
    """Letters that follow each other in a font are a word: max, not m a x."""
    joined: list[Node] = []
    for item in items:
        last = joined[-1] if joined else None
        if (
            isinstance(item, tree.Letter) and isinstance(last, tree.Letter) and item.font == last.font != ""
            and item.text.isascii() and last.text.isascii()
        ):  # fmt: skip
            joined[-1] = tree.Letter(last.text + item.text, item.font)
        else:
            joined.append(item)
    return joined


__all__ = ["FormulaError", "Reader", "read_formula"]
