"""Reads the parts of a formula: rows, groups, arguments, scripts, letters and signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from . import tree
from .commands import ARROWS, BIG, CLASSES, COLOURS, FONTS, HARMLESS, INFIX, LINE_ENDS, SIZES, SWITCHES
from .letters import unstyled
from .symbols import BY_TEXT, MARK_NAMES, MARKS, NAMES, SIGNS, SPACED_NAMES, SPACES
from .tokens import Macros, Token, Tokens
from .tree import Node, Row

ENDS = {"}", "\\right", "\\middle", "\\end", "&", *LINE_ENDS}
"""What ends the part of a formula that stands before it."""
DEEPEST = 60
"""How many groups may stand in each other: more would be too much for the compiler."""
_FENCES = {"<": "⟨", ">": "⟩", ".": "", "\\lt": "⟨", "\\gt": "⟩"}


Commands = Mapping[str, Callable[["Reader"], Node | None]]
"""What reads each command that is no sign, font or bracket; `structures` has them."""


class Reader:
    """Reads one formula."""

    def __init__(self, source: str, macros: Macros, commands: Commands) -> None:
        self.commands = commands
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
            colour = read_colour(self)
            return [in_colour(self.row(*ends), colour)]
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
        while self.tokens.look() in LINE_ENDS:
            # On the web too no line ends in a group.
            self.take_line_end()
            body = Row((body, self.row()))
        if self.tokens.look() != "}":
            if not self.tokens.look():
                self.tokens.place = opened
                raise self.tokens.wrong("{ is not closed")
            raise self.tokens.wrong(f"}} is missing before {self.tokens.take()}")
        self.tokens.next()
        self.font = font
        return body

    def take_line_end(self) -> None:
        """Take what ends a line: how far the lines stand apart is left to the page."""
        self.tokens.next()
        if self.tokens.sees("*"):
            self.tokens.next()
        if self.tokens.sees("["):
            length = "".join(token.text for token in self.tokens.option() or ())
            if not re.fullmatch(r"\s*[-+]?[\d.]+\s*[a-z]{2}\s*|\s*[-+]?[\d.]*\\\w+\s*", length):
                raise self.tokens.wrong(f"[{length}] after \\\\ is no length; put {{}} before the bracket")

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
        if text.rstrip("\ufe0f") in BY_TEXT:
            return self._sign_of(text.rstrip("\ufe0f"))
        if letter := unstyled(text):
            char, font = letter
            return tree.Number(char, font) if char.isdigit() else tree.Letter(char, font)
        if text.isalpha() and unicodedata.normalize("NFKC", text) == text:
            while self.tokens.look() and not self.tokens.look().isascii() and self.tokens.look() not in BY_TEXT:
                text += self.tokens.take()
            return tree.Words((text,))
        if unicodedata.category(text[0])[0] in "LNPS":
            return tree.Words((text,))
        name = unicodedata.name(text[0], "without a name").lower()
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
        if text in self.commands:
            return self.commands[text](self)
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
        if text in ("{", "}"):
            raise self.tokens.wrong(f"{text} is no bracket; write \\{text}")
        if text in _FENCES:
            return _FENCES[text]
        if text in SIGNS and (SIGNS[text].kind in ("open", "close") or SIGNS[text].text in "|‖/\\↑↓↕⇑⇓⇕⏐∣∥"):
            return {"∣": "|", "∥": "‖"}.get(SIGNS[text].text, SIGNS[text].text)
        if text in BY_TEXT and BY_TEXT[text].kind in ("open", "close"):
            return text
        raise self.tokens.wrong(f"{text} is no bracket")

    def _divide(self, text: str, top: Node, ends: Sequence[str]) -> Node:
        fences, rule = INFIX[text]
        if text.endswith("withdelims"):
            fences = (self.fence(), self.fence())
        if text.startswith("\\above"):
            self.tokens.length()
        return tree.Fraction(_single(top), self.row(*ends), rule=rule, fences=fences)

    def ahead_is_operator(self) -> bool:
        """Say whether a sign for an operation or a relation comes next."""
        sign = SIGNS.get(self.tokens.look())
        return (sign is not None and sign.kind in ("bin", "rel", "op", "int")) or self.tokens.look() == "\\not"


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


def read_colour(reader: Reader) -> str:
    """Read a colour: its name, or six digits; "" for one that is not known by name."""
    model = "".join(token.text for token in reader.tokens.option() or ()).strip()
    name = reader.tokens.name().removeprefix("#").lower()
    colour = name if re.fullmatch("[0-9a-f]{6}", name) and model in ("", "HTML") else COLOURS.get(name, "")
    if not colour and not model and re.fullmatch("[a-z!0-9]+", name):
        return ""
    if model and not colour:
        raise reader.tokens.wrong(f"the colour {name} of the model {model} is not known; give its name")
    return colour


def in_colour(body: Node, colour: str) -> Node:
    """Return a body in a colour, or as it is where there is none."""
    return tree.Coloured(body, colour) if colour else body
