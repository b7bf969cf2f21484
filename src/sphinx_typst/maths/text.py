"""Reads text inside of a formula, and the formulas inside of that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import tree
from .commands import TEXTS
from .symbols import SIGNS

if TYPE_CHECKING:
    from .reader import Reader
    from .tokens import Token

_SIGNS = {
    "\\ ": " ", "~": "\u00a0", "\\,": "\u2009", "\\;": " ", "\\:": " ", "\\quad": "\u2003", "\\qquad": "\u2003\u2003",
    "\\!": "", "\\textbackslash": "\\", "\\textendash": "–", "\\textemdash": "—", "\\dots": "…", "\\ldots": "…",
    "\\enspace": "\u2002", "\\textasciitilde": "~", "\\/": "", "\\-": "", "\\LaTeX": "LaTeX", "\\TeX": "TeX",
}  # fmt: skip
_SWITCHES = {
    "\\bf": "bold", "\\it": "italic", "\\em": "italic", "\\rm": "", "\\sf": "sans", "\\tt": "mono", "\\sc": "",
    "\\bfseries": "bold", "\\itshape": "italic", "\\rmfamily": "", "\\small": "", "\\normalsize": "",
}  # fmt: skip
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "'": "’"}


def read_text(reader: Reader, tokens: Sequence[Token], font: str) -> tree.Words:
    """Read text from its tokens. Raises FormulaError for a command that is not known in text."""
    pieces: list[str | tree.Node] = []
    place = 0
    while place < len(tokens):
        text, reader.tokens.place = tokens[place]
        place += 1
        if text in ("$", "\\("):
            end = _find(tokens, place, "$" if text == "$" else "\\)")
            if end < 0:
                raise reader.tokens.wrong(f"{text} in text has no end")
            before, reader.font = reader.font, ""
            pieces.append(reader.read(tokens[place:end]))
            reader.font = before
            place = end + 1
        elif text in TEXTS:
            inner, place = _argument(reader, tokens, place)
            pieces.append(read_text(reader, inner, TEXTS[text]))
        elif text in _SWITCHES:
            pieces.append(read_text(reader, tokens[place:], _SWITCHES[text] or font))
            break
        elif text == "{":
            end = _closing(tokens, place)
            pieces.extend(read_text(reader, tokens[place:end], font).pieces)
            place = end + 1
        elif text in _SIGNS:
            pieces.append(_SIGNS[text])
        elif text[0] == "\\" and len(text) > 1:
            if text in ("\\\\", "\\newline"):
                raise reader.tokens.wrong("a line of text cannot end inside of a formula")
            if text not in SIGNS or (text[1:].isalpha() and SIGNS[text].kind != "ord"):
                raise reader.tokens.wrong(f"the command {text} is not known in text; put it between $ and $")
            pieces.append(SIGNS[text].text)
        else:
            ligature = next((form for form in _LIGATURES if _starts(tokens, place - 1, form)), "")
            place += max(0, len(ligature) - 1)
            pieces.append(_LIGATURES.get(ligature, text))
    return tree.Words(tuple(join_pieces(pieces)), font)


def _starts(tokens: Sequence[Token], place: int, form: str) -> bool:
    return "".join(token.text for token in tokens[place : place + len(form)]) == form


def join_pieces(pieces: Sequence[str | tree.Node]) -> list[str | tree.Node]:
    """Join texts that follow each other."""
    found: list[str | tree.Node] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece:
            found.append(piece)
    return found


def _find(tokens: Sequence[Token], place: int, end: str) -> int:
    depth = 0
    for number in range(place, len(tokens)):
        text = tokens[number].text
        depth += (text == "{") - (text == "}")
        if text == end and not depth:
            return number
    return -1


def _closing(tokens: Sequence[Token], place: int) -> int:
    depth = 1
    for number in range(place, len(tokens)):
        depth += (tokens[number].text == "{") - (tokens[number].text == "}")
        if not depth:
            return number
    return len(tokens)


def _argument(reader: Reader, tokens: Sequence[Token], place: int) -> tuple[Sequence[Token], int]:
    while place < len(tokens) and tokens[place].text == " ":
        place += 1
    if place >= len(tokens):
        raise reader.tokens.wrong("an argument is missing in text")
    if tokens[place].text != "{":
        return tokens[place : place + 1], place + 1
    end = _closing(tokens, place + 1)
    return tokens[place + 1 : end], end + 1
