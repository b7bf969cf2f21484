"""TeX's tokens, and the macros that stand for several of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .tree import FormulaError

_SPACE = r"[ \t-\r\u0085\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_UNSEEN = r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
# Some emoji are written as several characters.
_CHARACTER = r"[\u231a-\u2bff\U0001f000-\U0001faff](?:[\ufe0f\U0001f3fb-\U0001f3ff]|\u200d[\s\S])*|[\s\S]"
_TOKEN = re.compile(
    rf"\\([A-Za-z@]+){_SPACE}*|(\\[\s\S])|(%[^\n]*(?:\n[ \t]*|$)|{_UNSEEN})|({_SPACE}+)|(#[1-9])|({_CHARACTER})"
)
_DIGITS = frozenset("0123456789")
MOST = 20_000
"""How many macros a formula may use: one that uses itself never ends."""


class Token(NamedTuple):
    """A command, a character, or " " for any space, with its place in the source."""

    text: str
    place: int


def split_tokens(source: str, place: int | None = None) -> list[Token]:
    """Split LaTeX into tokens, without comments; those of a macro's body take the place given."""
    found = []
    for match in _TOKEN.finditer(source):
        command, other, comment, space, parameter, char = match.groups()
        if comment:
            continue
        text = f"\\{command}" if command else " " if space else other or parameter or char
        found.append(Token("\\ " if text in ("\\\n", "\\\t") else text, match.start() if place is None else place))
    return found


@dataclass(frozen=True)
class Macro:
    """What a command stands for; an optional first argument has a value of its own."""

    body: tuple[Token, ...]
    count: int = 0
    optional: tuple[Token, ...] | None = None


_BRACKETS = {
    "\\bra": ("\\langle{#1}\\vert", 1), "\\ket": ("\\vert{#1}\\rangle", 1), "\\braket": ("\\langle{#1}\\rangle", 1),
    "\\ketbra": ("\\vert{#1}\\rangle\\langle{#2}\\vert", 2), "\\set": ("\\lbrace{#1}\\rbrace", 1),
    "\\Bra": ("\\left\\langle{#1}\\right\\vert", 1), "\\Ket": ("\\left\\vert{#1}\\right\\rangle", 1),
    "\\Braket": ("\\left\\langle{#1}\\right\\rangle", 1), "\\Set": ("\\left\\lbrace{#1}\\right\\rbrace", 1),
}  # fmt: skip


def _given() -> dict[str, Macro]:
    """What MathJax knows without being told."""
    return {name: Macro(tuple(split_tokens(body, 0)), count) for name, (body, count) in _BRACKETS.items()}


@dataclass
class Macros:
    """The commands of a book and those that a page's formulas define, by their name with its backslash."""

    known: dict[str, Macro] = field(default_factory=_given)

    def copy(self) -> Macros:
        """Return the same commands, for a page that may define more."""
        return Macros(dict(self.known))


def read_macros(config: Any) -> Macros:
    """Return the macros of a configuration: `typst_macros`, and what it tells MathJax (versions 2 to 4).

    Raises FormulaError for one that cannot be read.
    """
    macros = Macros()
    for option in ("mathjax_config", "mathjax2_config", "mathjax3_config", "mathjax4_config", "typst_macros"):
        given = getattr(config, option, None) or {}
        if option != "typst_macros":
            tex = given.get("tex") or given.get("TeX") or {}
            given = tex.get("macros") or tex.get("Macros") or {}
        for name, value in given.items():
            macros.known["\\" + name.removeprefix("\\")] = _read_macro(option, name, value)
    return macros


def _read_macro(option: str, name: str, value: Any) -> Macro:
    body, *rest = [value] if isinstance(value, str) else value
    count, *default = rest or [0]
    if not isinstance(body, str) or not isinstance(count, int) or len(default) > 1:
        raise FormulaError(f"{option}: the macro {name!r} has another form than [body, number of arguments, default]")
    return Macro(tuple(split_tokens(body, 0)), count, tuple(split_tokens(str(default[0]), 0)) if default else None)


class Tokens:
    """The tokens of a formula, of which macros are replaced by what they stand for."""

    def __init__(self, source: str, macros: Macros) -> None:
        self.source = source
        self.macros = macros
        self._waiting = split_tokens(source)[::-1]
        self._used = 0
        self.place = 0

    def next(self) -> str:
        """Take a token, a space too. Raises FormulaError at the end."""
        if not self._waiting:
            raise self.wrong("it ends too early")
        text, self.place = self._waiting.pop()
        return text

    def look(self) -> str:
        """Return the next token without taking it, macros replaced, "" at the end; spaces before it are dropped."""
        while self._waiting:
            text, place = self._waiting[-1]
            if text == " ":
                self._waiting.pop()
            elif text in self.macros.known:
                self._waiting.pop()
                self.place = place
                self._expand(text, self.macros.known[text])
            else:
                return text
        return ""

    def sees(self, text: str) -> bool:
        """Say whether a token comes next, without a space before it."""
        return bool(self._waiting) and self._waiting[-1].text == text

    def sees_all(self, text: str) -> bool:
        """Say whether these characters come next as tokens."""
        ahead = self._waiting[: -len(text) - 1 : -1]
        return len(ahead) == len(text) and all(token.text == char for token, char in zip(ahead, text, strict=True))

    def sees_digit(self, before: str = "") -> bool:
        """Say whether a digit comes next, after other characters."""
        place = len(self._waiting) - 1 - len(before)
        return place >= 0 and self._waiting[place].text in _DIGITS and self.sees_all(before)

    def take(self) -> str:
        """Take the next token that is no space. Raises FormulaError at the end."""
        self.look()
        return self.next()

    def expect(self, text: str) -> None:
        """Take a token that must come next. Raises FormulaError for another."""
        if self.look() != text:
            raise self.wrong(f"{text} is missing" + (f" before {self.look()}" if self.look() else ""))
        self.next()

    def put_back(self, tokens: Iterable[Token]) -> None:
        """Let tokens come next."""
        self._waiting.extend(reversed(list(tokens)))

    def argument(self) -> list[Token]:
        """Take an argument as tokens: what stands in braces, or one token; macros stay as they are."""
        while self.sees(" "):
            self.next()
        text = self.next()
        if text == "}":
            raise self.wrong("an argument is missing before }")
        if text != "{":
            return [Token(text, self.place)]
        opened, found, depth = self.place, list[Token](), 1
        while True:
            if not self._waiting:
                self.place = opened
                raise self.wrong("{ is not closed")
            text = self.next()
            depth += (text == "{") - (text == "}")
            if not depth:
                return found
            found.append(Token(text, self.place))

    def option(self) -> list[Token] | None:
        """Take an argument in square brackets as tokens, or return None where none comes."""
        while self.sees(" "):
            self.next()
        if not self.sees("["):
            return None
        self.next()
        found, depth = list[Token](), 0
        while (text := self.next()) != "]" or depth:
            depth += (text == "{") - (text == "}")
            found.append(Token(text, self.place))
        return found

    def name(self) -> str:
        """Take an argument as a word, such as the name of an environment."""
        return "".join(token.text for token in self.argument()).strip()

    def length(self) -> str:
        """Take a length that stands without braces, such as 3mu."""
        found = ""
        while self._waiting and re.fullmatch(r"[-+]?\d*\.?\d*[a-z]{0,2}", found + self._waiting[-1].text.strip()):
            found += self.next().strip()
        return found

    def define(self, command: str) -> None:
        """Read the definition of a macro that a command begins. Raises FormulaError for a form that is not known."""
        if command == "\\let":
            name = self.next()
            while self.sees(" ") or self.sees("="):
                self.next()
            text = self.next()
            self.macros.known[name] = self.macros.known.get(text, Macro((Token(text, self.place),)))
            if name == text:
                del self.macros.known[name]
            return
        if command in ("\\def", "\\gdef", "\\edef", "\\xdef"):
            name, count = self.next(), 0
            while self.sees(f"#{count + 1}"):
                self.next()
                count += 1
            if not self.sees("{"):
                raise self.wrong(f"{command}{name} has arguments with signs between them; use \\newcommand")
            macro = Macro(tuple(self.argument()), count)
        else:
            star = self.look() == "*" and bool(self.next())
            name = self.name()
            if command == "\\DeclareMathOperator":
                body = [Token("\\operatorname", self.place), *split_tokens("*" if star else "", self.place)]
                macro = Macro((*body, Token("{", self.place), *self.argument(), Token("}", self.place)))
            else:
                number = "".join(token.text for token in self.option() or []).strip() or "0"
                default = self.option()
                if not number.isdigit():
                    raise self.wrong(f"{command} {name} has {number!r} for a number of arguments")
                macro = Macro(tuple(self.argument()), int(number), None if default is None else tuple(default))
        if not name.startswith("\\"):
            if not name.isalpha() or command[-3:] == "def":
                raise self.wrong(f"{command} defines {name!r}, which is no command")
            name = f"\\{name}"
        if command != "\\providecommand" or name not in self.macros.known:
            self.macros.known[name] = macro

    def _expand(self, name: str, macro: Macro) -> None:
        self._used += 1
        if self._used > MOST:
            raise self.wrong(f"the macro {name} uses itself")
        place, given = self.place, list[Iterable[Token]]()
        for number in range(macro.count):
            if number == 0 and macro.optional is not None:
                option = self.option()
                given.append(macro.optional if option is None else option)
            else:
                given.append(self.argument())
        body = list[Token]()
        for text, _ in macro.body:
            if len(text) == 2 and text[0] == "#":
                if int(text[1]) > macro.count:
                    raise self.wrong(f"the macro {name} has no argument {text}")
                body.extend(given[int(text[1]) - 1])
            else:
                body.append(Token(text, place))
        self.put_back(body)

    def wrong(self, why: str) -> FormulaError:
        """Return an error at the token that was taken last."""
        error = FormulaError(why)
        error.line = self.source.count("\n", 0, self.place)
        return error
