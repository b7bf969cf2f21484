"""What a formula of a web page says and which letters it has, however it is written there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from ..maths.mathml import write_mathml
from ..maths.reading import read_formula
from ..maths.tokens import Macros, read_macros
from ..maths.tree import FormulaError
from ..maths.words import write_words
from .markup import Tag, parse

_TEX = re.compile(r"\s*(?:\\\((.*)\\\)|\\\[(.*)\\\]|\$\$(.*)\$\$|\$(.*)\$)\s*", re.DOTALL)
"""LaTeX between the signs that MathJax looks for."""
_SPLIT = re.compile(r"\s*\\begin\{split\}(.*)\\end\{split\}\s*", re.DOTALL)
_UNSEEN = {"annotation", "annotation-xml", "mphantom"}


class FormulaReader:
    """Reads the formulas of one page in their order, since one may define commands for those that follow."""

    def __init__(self, mathjax: Mapping[str, Any], macros: Mapping[str, Any]) -> None:
        self._macros: Macros = read_macros(SimpleNamespace(mathjax3_config=mathjax, typst_macros=macros))

    def read(self, tag: Tag) -> tuple[str, str | None]:
        """Return what a formula says, empty where that is not known, and its letters, None where they are not.

        It is read from MathML, from the LaTeX in it or beside it, or from LaTeX that a script sets. Where this cannot
        be read, the words say so, and so differ from any in print.
        """
        math = next((part for part in tag.walk() if part.name == "math"), None)
        if math is None:
            picture = next((part for part in tag.walk() if part.name == "img"), None)
            own = "".join(part for part in tag.children if isinstance(part, str))
            return self._read_tex(picture.given.get("alt", "") if picture else own)
        for part in math.walk():
            if part.name == "annotation" and "tex" in part.given.get("encoding", "").lower():
                return self._read_tex(part.text)
        words = math.given.get("alttext", "")
        return self._read_tex(words) if re.search(r"[\\^_{}]", words) else (words, _letters_of(math))

    def _read_tex(self, source: str) -> tuple[str, str | None]:
        found = _TEX.fullmatch(source)
        tex = next(filter(None, found.groups()), "") if found else source
        if (inner := _SPLIT.fullmatch(tex)) and inner[1].count(r"\begin{split}") == inner[1].count(r"\end{split}"):
            # Sphinx puts it around whatever has several lines.
            tex = inner[1]
        try:
            formula = read_formula(tex, self._macros)
        except FormulaError as error:
            return f"LaTeX that cannot be read, {error}: {' '.join(tex.split())[:60]}", None
        return write_words(formula), _letters_of(parse(write_mathml(formula, "", display=True)))


def sort_letters(text: str) -> str:
    """Return the letters and digits of a formula in the order of the alphabet, without their styles and accents."""
    return "".join(sorted(filter(str.isalnum, unicodedata.normalize("NFKD", text))))


def _letters_of(tag: Tag) -> str:
    return sort_letters("".join(_texts(tag)))


def _texts(tag: Tag) -> list[str]:
    # A tag is compared as a number.
    if tag.name in _UNSEEN or (tag.name == "mtd" and "tag" in tag.classes):
        return []
    return [text for part in tag.children for text in ([part] if isinstance(part, str) else _texts(part))]
