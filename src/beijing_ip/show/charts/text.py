"""Text of a chart: how wide it is in the carried font, and where its lines break."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.textpath import text_to_path

from ..fonts import FONTS_OF_CHARTS, characters_of
from .style import GREY, INK, SIZE, STYLE

for _file in FONTS_OF_CHARTS.values():
    fontManager.addfont(_file)

CHARACTERS = frozenset.intersection(*map(characters_of, FONTS_OF_CHARTS.values()))
"""What both weights of the carried font can draw."""


def _check_characters(text: str) -> None:
    """Raise ``ValueError`` for a character that the carried font cannot draw."""
    for character in text:
        if character not in CHARACTERS:
            raise ValueError(
                f"the charts' font has no character {character!r} (U+{ord(character):04X}), wanted in "
                f"{text!r}: write it otherwise, or add it to fonts/characters.txt and make the fonts again "
                "as CONTRIBUTING.md says"
            )


@cache
def font(size: float, bold: bool) -> FontProperties:
    """The carried font, in points."""
    return FontProperties(family=STYLE["font.family"], size=size, weight="bold" if bold else "normal")


@cache
def text_width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Width of a text in points, as the SVG will have it."""
    if not text:
        return 0.0
    _check_characters(text)
    return float(text_to_path.get_text_width_height_descent(text, font(size, bold), False)[0])


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; kept together, it breaks only when it fills more than a line."""

    text: str
    bold: bool = False
    colour: str = INK
    together: bool = False

    def like(self, text: str) -> Run:
        """Another text in the same style."""
        return replace(self, text=text)

    def width(self, size: float) -> float:
        """Its width in points."""
        return text_width(self.text, size, self.bold)


_CLOSING = r"\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\uff01\uff09\uff0c\uff1a\uff1b\uff1f"
_PIECES = re.compile(r"\S+\s*|\s+")
_BITS = re.compile(rf".[{_CLOSING}]*\s*")
"""Where a line may break: after a space; inside a word, a Chinese term say, only when it fills more than a
line, and then not before closing punctuation."""


def wrap_lines(runs: Iterable[Run], room: float, size: float) -> list[list[Run]]:
    """Break runs into lines no wider than ``room`` points."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        keep = run.together and run.width(size) <= room
        for piece in [run.text] if keep else _PIECES.findall(run.text):
            fits = text_width(piece.rstrip(), size, run.bold) <= room
            for part in [piece] if fits else _BITS.findall(piece):
                longer = _join_last([*lines[-1], run.like(part)])
                if lines[-1] and line_width(longer, size) > room:
                    lines.append([run.like(part.lstrip())])
                else:
                    lines[-1] = longer
    return [_trim_end(line) for line in lines]


def _join_last(line: list[Run]) -> list[Run]:
    """The line with its last piece joined to the one before when both look alike."""
    *start, before, last = [Run(""), *line]
    if (before.bold, before.colour) == (last.bold, last.colour) and before.text:
        return [run for run in (*start, before.like(before.text + last.text)) if run.text]
    return line


def _trim_end(line: list[Run]) -> list[Run]:
    return [*line[:-1], line[-1].like(line[-1].text.rstrip())] if line else line


def line_width(line: list[Run], size: float) -> float:
    """Width of a line of runs in points, without the space at its end."""
    return sum(run.width(size) for run in _trim_end(line))


def label_runs(label: str, label_zh: str, value: str = "") -> list[Run]:
    """A label, its Chinese term in grey, and a value in bold, with wide spaces between."""
    runs = [Run(label)]
    if label_zh:
        runs.append(Run(f"  {label_zh}", colour=GREY))
    if value:
        runs.append(Run("   "))
        runs.append(Run(value, bold=True, together=True))
    return runs
