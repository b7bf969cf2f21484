"""Signs, names, marks and environments as data."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple


class Sign(NamedTuple):
    """A character of formulas: its kind (letter, or that of `tree.Symbol`), how it is said, and its class in Typst
    where that differs from what Typst takes it for."""

    text: str
    kind: str
    words: str
    typst: str


def _read() -> dict[str, Sign]:
    lines = files(__package__).joinpath("symbols.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {command: Sign(*rest, *[""] * (4 - len(rest))) for command, *rest in (line.split("\t") for line in lines)}


SIGNS = _read()
"""Signs by the command or character that stands for them."""
BY_KIND = {(sign.text, sign.kind): sign for sign in reversed(SIGNS.values())}
BY_TEXT = {sign.text: sign for sign in reversed(SIGNS.values())}
SIGNS["-"] = BY_TEXT["−"]

_PLAIN = "arccos arcsin arctan arg cos cosh cot coth csc deg dim exp hom ker lg ln log sec sin sinh tan tanh"
_LIMITED = "det gcd inf lim max min Pr sup"
NAMES = {**dict.fromkeys(_PLAIN.split(), False), **dict.fromkeys(_LIMITED.split(), True)}
"""Functions that LaTeX has, with whether limits stand below them."""
SPACED_NAMES = {"liminf": "lim inf", "limsup": "lim sup", "injlim": "inj lim", "projlim": "proj lim"}
SPOKEN_NAMES = {
    "lim": "limit", "max": "maximum", "min": "minimum", "sup": "supremum", "inf": "infimum", "det": "determinant",
    "lim inf": "limit inferior", "lim sup": "limit superior", "ln": "natural log",
    "Pr": "probability", "sin": "sine", "cos": "cosine", "tan": "tangent",
}  # fmt: skip

SPACES = {
    "\\,": 3, "\\thinspace": 3, "\\:": 4, "\\>": 4, "\\medspace": 4, "\\;": 5, "\\thickspace": 5, "\\!": -3,
    "\\negthinspace": -3, "\\negmedspace": -4, "\\negthickspace": -5, "\\quad": 18, "\\qquad": 36, "\\enspace": 9,
    "\\enskip": 9, "\\ ": 4.5, "~": 4.5, "\\nobreakspace": 4.5, "\\space": 4.5, "\\hfill": 18, "\\hfil": 18,
    "\\nobreak": 0, "\\allowbreak": 0, "\\relax": 0, "\\strut": 0, "\\mathstrut": 0, "\\null": 0, "\\nonscript": 0,
    "\\/": 0, "\\-": 0, "\\hskip": 0, "\\displaybreak": 0,
}  # fmt: skip
"""Spaces, in mathematical units of which an em has 18; what takes no room and has no ink is one of none."""


@dataclass(frozen=True)
class Mark:
    """What stands over or under a body: its sign in MathML (none for a line, which the
    style sheet draws), how Typst writes it (with the body for @), how it is said,
    and what Typst and MathML have to know."""

    sign: str
    typst: str
    words: str
    wide: bool = False
    under: bool = False
    labelled: bool = False


MARKS = {
    "hat": Mark("^", 'marked(@, "\u0302")', "hat"),
    "widehat": Mark("\u0302", 'marked(@, "\u0302", wide: #true)', "hat", wide=True),
    "tilde": Mark("~", 'marked(@, "\u0303")', "tilde"),
    "widetilde": Mark("\u0303", 'marked(@, "\u0303", wide: #true)', "tilde", wide=True),
    "bar": Mark("¯", 'marked(@, "\u0304")', "bar"),
    "check": Mark("ˇ", 'marked(@, "\u030c")', "check"),
    "widecheck": Mark("\u030c", 'marked(@, "\u030c", wide: #true)', "check", wide=True),
    "breve": Mark("˘", 'marked(@, "\u0306")', "breve"),
    "acute": Mark("´", 'marked(@, "\u0301")', "acute"),
    "grave": Mark("`", 'marked(@, "\u0300")', "grave"),
    "dot": Mark("˙", 'marked(@, "\u0307")', "dot"),
    "ddot": Mark("¨", 'marked(@, "\u0308")', "double dot"),
    "dddot": Mark("\u20db", 'marked(@, "\u20db")', "triple dot"),
    "ddddot": Mark("\u20dc", 'marked(@, "\u20dc")', "quadruple dot"),
    "mathring": Mark("˚", 'marked(@, "\u030a")', "ring"),
    "vec": Mark("\u20d7", 'marked(@, "\u20d7")', "vector"),
    "overline": Mark("", "overline(@)", "overlined", wide=True),
    "underline": Mark("", "underline(@)", "underlined", wide=True, under=True),
    "overrightarrow": Mark("→", 'marked(@, "\u20d7", wide: #true)', "right arrow above", wide=True),
    "overleftarrow": Mark("←", 'marked(@, "\u20d6", wide: #true)', "left arrow above", wide=True),
    "overleftrightarrow": Mark("↔", 'marked(@, "\u20e1", wide: #true)', "double arrow above", wide=True),
    "underrightarrow": Mark("→", 'marked(@, "\u20ef", wide: #true)', "right arrow below", wide=True, under=True),
    "underleftarrow": Mark("←", 'marked(@, "\u20ee", wide: #true)', "left arrow below", wide=True, under=True),
    "underleftrightarrow": Mark("↔", 'marked(@, "\u034d", wide: #true)', "double arrow below", wide=True, under=True),
    "overbrace": Mark("⏞", "overbrace(@)", "under a brace", wide=True, labelled=True),
    "underbrace": Mark("⏟", "underbrace(@)", "over a brace", wide=True, under=True, labelled=True),
    "overbracket": Mark("⎴", "overbracket(@)", "under a bracket", wide=True, labelled=True),
    "underbracket": Mark("⎵", "underbracket(@)", "over a bracket", wide=True, under=True, labelled=True),
    "overparen": Mark("⏜", "overparen(@)", "under an arc", wide=True, labelled=True),
    "underparen": Mark("⏝", "underparen(@)", "over an arc", wide=True, under=True, labelled=True),
}
"""Accents, lines and braces by the name of their command."""
MARK_NAMES = {"overarc": "overparen", "wideparen": "overparen"}


@dataclass(frozen=True)
class Kind:
    """A kind of table: how it is aligned and set, and how it is said."""

    columns: str = "c"
    fences: tuple[str, str] = ("", "")
    size: str = "text"
    words: str = "matrix"
    gap: float = 1.0
    """Ems between columns; lines of formulas have none inside a pair, and so much between pairs."""
    pairs: bool = False
    takes: str = ""
    """What follows \\begin{…}: columns, number or nothing."""


_LINES = Kind("rl", size="display", words="lines", gap=2.0, pairs=True)
_CENTRED = Kind("c", size="display", words="lines", gap=2.0)
TABLES = {
    "matrix": Kind(), "array": Kind(takes="columns"), "smallmatrix": Kind(size="script", gap=0.28),
    "subarray": Kind(size="script", words="stack", takes="columns"), "substack": Kind(size="", words="stack"),
    "pmatrix": Kind(fences=("(", ")")), "bmatrix": Kind(fences=("[", "]")), "Bmatrix": Kind(fences=("{", "}")),
    "vmatrix": Kind(fences=("|", "|"), words="determinant"), "Vmatrix": Kind(fences=("‖", "‖")),
    "cases": Kind("ll", ("{", ""), words="cases"), "dcases": Kind("ll", ("{", ""), "display", "cases"),
    "rcases": Kind("ll", ("", "}"), words="cases"), "drcases": Kind("ll", ("", "}"), "display", "cases"),
    "eqnarray": Kind("rcl", size="display", words="lines", gap=0.28),
    **dict.fromkeys(["align", "aligned", "split", "flalign"], _LINES),
    **dict.fromkeys(["alignat", "alignedat", "xalignat"], Kind("rl", size="display", words="lines", gap=0, pairs=True,
                                                               takes="number")),
    **dict.fromkeys(["gather", "gathered", "equation", "displaymath", "math"], _CENTRED),
    **dict.fromkeys(["multline", "multlined"], Kind("c", size="display", words="lines")),
    "lgathered": Kind("l", size="display", words="lines"), "rgathered": Kind("r", size="display", words="lines"),
    "psmallmatrix": Kind(fences=("(", ")"), size="script", gap=0.28),
    "bsmallmatrix": Kind(fences=("[", "]"), size="script", gap=0.28),
    "vsmallmatrix": Kind(fences=("|", "|"), size="script", gap=0.28, words="determinant"),
}  # fmt: skip
"""Environments by their name, without the star that some have."""
WHOLE = {"align", "flalign", "alignat", "xalignat", "gather", "equation", "displaymath", "multline", "eqnarray", "math"}
"""Environments that are a whole formula, whose names may have a star."""
MATRICES = {name for name, kind in TABLES.items() if kind.words in ("matrix", "determinant") and name != "array"}
"""Environments whose names may have a star too, after which the columns' alignment stands in square brackets."""


def spoken(text: str) -> str:
    """Return how a character is called that is no sign of `SIGNS`."""
    return unicodedata.name(text, text).lower() if len(text) == 1 else text
