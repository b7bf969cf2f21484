"""The look of every chart: report.mplstyle, its palette and font, and the two sheets that a chart is drawn on."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.textpath import text_to_path

from ..fonts import FONTS_OF_CHARTS, characters_of

_FILE = Path(__file__).with_name("report.mplstyle")
STYLE = {
    key: value
    for key, value in mpl.rc_params_from_file(_FILE, use_default_template=True).items()
    if not key.startswith(("backend", "interactive"))
}
"""The whole style, defaults included, so that nobody's own settings reach a chart."""
COLOURS: tuple[str, ...] = tuple(STYLE["axes.prop_cycle"].by_key()["color"])
"""The palette, in the order of use; for two series the first and the last."""
INK: str = STYLE["text.color"]
GREY: str = STYLE["axes.labelcolor"]
PAPER: str = STYLE["figure.facecolor"]
RULE: str = STYLE["grid.color"]
TINT: str = STYLE["patch.facecolor"]
"""The pale fill of what is open or shaded."""
WIDTH, NARROW = 528.0, 262.0
"""Width of a chart in points, on a page and on a telephone: 704 and 350 CSS pixels, the width of the text there."""
SIZE: float = STYLE["font.size"]
SMALL = 9.0
"""Size of text in points, 14 CSS pixels, and of what stands in small type, 12."""
LEADING = 1.2
"""Height of a line of text in its size."""

for _font in FONTS_OF_CHARTS.values():
    fontManager.addfont(_font)
CHARACTERS = frozenset.intersection(*map(characters_of, FONTS_OF_CHARTS.values()))
"""What both weights of the carried font can draw."""


@cache
def font(size: float = SIZE, bold: bool = False) -> FontProperties:
    """Return the carried font, `size` in points."""
    return FontProperties(family=STYLE["font.family"], size=size, weight="bold" if bold else "normal")


@cache
def text_width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Return the width of a line of text in points."""
    return float(text_to_path.get_text_width_height_descent(text, font(size, bold), False)[0]) if text else 0.0


_HAN = r"[\u3007-\u9fff\uff00-\uff07\uff0a\uff0b\uff0d-\uff19\uff20-\uffef]"
_PHRASES = re.compile(
    rf"[(（][^()（）]*[)）]\s*|{_HAN}+?(?:的|[\u3001\u3002\uff09\uff0c\uff1a\uff1b]+|(?!{_HAN}))"
    r"|[^\s\u3000-\u9fff\uff00-\uffef]+\s*|\s+|."
)
_PIECES = re.compile(
    r"[\u3000-\u9fff\uff00-\uffef][\u3001\u3002\u300b\u300d\uff01\uff09\uff0c\uff1a\uff1b]*|[^\s\u3000-\u9fff\uff00-\uffef]+\s*|\s+"
)


def _pieces(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """What a line break may part: words; of Chinese the phrases up to 的 or a comma, or else single characters."""
    for phrase in _PHRASES.findall(text):
        fits = text_width(phrase.rstrip(), size, bold) <= room
        yield from [phrase] if fits else _PIECES.findall(phrase)


def wrap(text: str, room: float, size: float = SIZE, bold: bool = False) -> str:
    """Return a text with line breaks, so that no line is wider than `room` points unless one word is."""
    lines = [""]
    for piece in _pieces(text, room, size, bold):
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), size, bold) > room:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def pick_colours(names: Sequence[Hashable], wanted: Mapping[Hashable, str] | Sequence[str] | str | None) -> list[str]:
    """Return a colour for each name: those wanted, by name or in order, and the palette for the rest.

    Two take the first colour of the palette and the last.
    """
    palette = [COLOURS[0], COLOURS[-1]] if len(names) == 2 else list(COLOURS)
    ordered = [palette[number % len(palette)] for number in range(len(names))]
    if isinstance(wanted, str):
        return [wanted] * len(names)
    if isinstance(wanted, Mapping):
        if unknown := [name for name in wanted if name not in names]:
            raise KeyError(f"there is nothing called {unknown[0]!r} to colour; there is {', '.join(map(str, names))}")
        return [wanted.get(name, colour) for name, colour in zip(names, ordered, strict=True)]
    return [*(wanted or ()), *ordered[len(wanted or ()) :]]


def dress(ax: Axes, *, axis: str = "") -> None:
    """Give axes the look of the report, whatever figure they stand in; `axis` keeps the ticks of "x", "y" or "xy"."""
    ax.patch.set_visible(False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(length=0, pad=5, labelsize=SMALL, labelcolor=GREY, labelfontfamily=STYLE["font.family"][0])
    ax.xaxis.set_visible("x" in axis)
    ax.yaxis.set_visible("y" in axis)
    ax.title.set_fontproperties(font(SIZE, bold=True))
    ax._left_title.set_fontproperties(font(SIZE, bold=True))  # type: ignore[attr-defined]
    ax.set_axisbelow(True)
