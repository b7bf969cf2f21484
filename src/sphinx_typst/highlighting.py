"""Code as its language colours it: by Pygments, like the code of web pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.style import Style
from pygments.token import STANDARD_TYPES, Token, _TokenType
from pygments.util import ClassNotFound
from sphinx.highlighting import lexer_classes

from .colours import TINTED, darken

PYTHON = {"py", "python", "py3", "python3", "default"}
"""Languages that Sphinx takes for Python, or for a session of it."""
ANSI = dict(zip(
    ("Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White"),
    ("3e424d", "e75c58", "00a250", "ddb62b", "208ffb", "d160c4", "60c6c8", "c5c1b4"),
    strict=True,
))  # fmt: skip
"""The colours of terminals, as MyST-NB shows them."""
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Signs for machines, which no browser shows."""


class Look(NamedTuple):
    """What words look like."""

    colour: str = ""
    """Six hexadecimal digits; empty for that of the text."""
    bold: bool = False
    italic: bool = False


Line = list[tuple[str, Look]]
"""Pieces of a line, each with its look."""


def highlight(source: str, language: str, style: type[Style], options: Mapping[str, Any] | None = None) -> list[Line]:
    """Return the lines of a piece of code. A language that nobody knows has no colours."""
    tokens = list(_find_lexer(source, language, options or {}).get_tokens(source))
    if language == "default" and any(kind in Token.Error for kind, _ in tokens):
        tokens = [(Token.Text, source)]
    looks = {kind: _look_of(kind, style) for kind in {kind for kind, _ in tokens}}
    return list(_split_lines([(clean(text), looks[kind]) for kind, text in tokens]))


def clean(text: str) -> str:
    """Return text as a browser shows it in a listing: lines end in one way, and signs for machines are not seen."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _find_lexer(source: str, language: str, options: Mapping[str, Any]) -> Lexer:
    if language in PYTHON:
        language = "pycon" if source.startswith(">>>") else "python"
    if language in lexer_classes:
        return lexer_classes[language](**options)
    try:
        return get_lexer_by_name(language, **{"stripnl": False, **options})
    except ClassNotFound:
        return lexer_classes["none"]()


def _look_of(kind: _TokenType, style: type[Style]) -> Look:
    if kind in Token.Color:
        return Look(_ansi_colour(kind[1:]), "Bold" in kind)
    while kind not in STANDARD_TYPES and kind.parent:
        # A kind of one language's own looks like the one that it belongs to.
        kind = kind.parent
    given = style.style_for_token(kind)
    # Spaces have a colour too in some styles.
    colour = given["color"] if given["color"] and kind not in Token.Text else ""
    return Look(darken(colour, TINTED) if colour else "", given["bold"], given["italic"])


def _ansi_colour(names: tuple[str, ...]) -> str:
    for name in names:
        if name in ANSI:
            return darken(ANSI[name], TINTED)
        if found := re.fullmatch(r"C(\d+)", name):
            return darken(_colour_of_256(int(found[1])), TINTED)
    return ""


def _colour_of_256(number: int) -> str:
    if number < 16:
        return list(ANSI.values())[number % 8]
    if number >= 232:
        return f"{8 + 10 * (number - 232):02x}" * 3
    steps = (0, 95, 135, 175, 215, 255)
    return "".join(f"{steps[(number - 16) // share % 6]:02x}" for share in (36, 6, 1))


def _split_lines(pieces: list[tuple[str, Look]]) -> Iterator[Line]:
    line: Line = []
    for look, group in groupby(pieces, key=lambda piece: piece[1]):
        first, *others = "".join(text for text, _ in group).split("\n")
        line += [(first, look)] if first else []
        for other in others:
            yield line
            line = [(other, look)] if other else []
    # Pygments ends each text with an end of a line.
    if line:
        yield line
