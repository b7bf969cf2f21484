"""The sheet that a chart is laid out on, in points from the top down, and the setting of its text."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from beijing_ip.numbers.quantity import Quantity

from ..fonts import FONTS_OF_CHARTS, characters_of
from .figure import Caption, Figure, check_caption
from .phrases import PHRASES, Language

for _file in FONTS_OF_CHARTS.values():
    fontManager.addfont(_file)
CHARACTERS = frozenset.intersection(*map(characters_of, FONTS_OF_CHARTS.values()))
_STYLE_FILE = Path(__file__).with_name("report.mplstyle")
_STYLE = {
    key: value
    for key, value in mpl.rc_params_from_file(_STYLE_FILE, use_default_template=True).items()
    if not key.startswith(("backend", "interactive"))
}
"""The whole style, defaults included, so that nobody's own settings reach a chart."""
COLOURS: tuple[str, ...] = tuple(_STYLE["axes.prop_cycle"].by_key()["color"])
"""The palette, in the order of use; for two series the first and the last."""
INK: str = _STYLE["text.color"]
GREY: str = _STYLE["axes.labelcolor"]
"""Colour of the Chinese terms and the notes."""
PAPER: str = _STYLE["figure.facecolor"]
RULE: str = _STYLE["grid.color"]
TINT = "#e3ebf3"
"""The pale fill of what is open or shaded."""
WIDTH, NARROW = 330.0, 258.0
"""Width of a chart in points, on a page and on a telephone: 440 and 344 CSS pixels."""
_MARGIN = 8.0
SIZE: float = _STYLE["font.size"]
SMALL = 9.0
"""Size of text in points, and of what stands in small type: notes, names of ticks, values in a plot."""
LINE = 13.5
"""Height of a line of text, of either size."""
GAP = 5.0
"""The space between things that belong together."""
VISIBLE = 0.75
"""One CSS pixel in points: an interval narrower than this on the sheet is not drawn."""


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
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(family=_STYLE["font.family"], size=size, weight="bold" if bold else "normal")


@cache
def text_width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Width of a text in points, as the SVG will have it."""
    if not text:
        return 0.0
    _check_characters(text)
    return float(text_to_path.get_text_width_height_descent(text, _font(size, bold), False)[0])


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
                longer = _joined([*lines[-1], run.like(part)])
                if lines[-1] and line_width(longer, size) > room:
                    lines.append([run.like(part.lstrip())])
                else:
                    lines[-1] = longer
    return [_trimmed(line) for line in lines]


def _joined(line: list[Run]) -> list[Run]:
    """The line with its last piece joined to the one before when both look alike."""
    *start, before, last = [Run(""), *line]
    if (before.bold, before.colour) == (last.bold, last.colour) and before.text:
        return [run for run in (*start, before.like(before.text + last.text)) if run.text]
    return line


def _trimmed(line: list[Run]) -> list[Run]:
    return [*line[:-1], line[-1].like(line[-1].text.rstrip())] if line else line


def line_width(line: list[Run], size: float) -> float:
    """Width of a line of runs in points, without the space at its end."""
    return sum(run.width(size) for run in _trimmed(line))


def label_runs(label: str, label_zh: str, value: str = "") -> list[Run]:
    """A label, its Chinese term in grey, and a value in bold, with wide spaces between."""
    runs = [Run(label)]
    if label_zh:
        runs.append(Run(f"  {label_zh}", colour=GREY))
    if value:
        runs.append(Run("   "))
        runs.append(Run(value, bold=True, together=True))
    return runs


class Sheet:
    """What will be drawn, in points from the top left corner; ``y`` is where the next thing starts."""

    def __init__(self, width: float, language: Language) -> None:
        self.width = width
        self.left, self.right = _MARGIN, width - _MARGIN
        self.room = self.right - self.left
        self.language = language
        self._artists: list[Artist] = []
        self._titles: dict[str, str] = {}
        self.y = 6.0

    @property
    def is_narrow(self) -> bool:
        """Whether it is the sheet for a telephone."""
        return self.width < WIDTH

    def say(self, phrase: str, **values: object) -> str:
        """One of the fixed phrases, in the language of the chart."""
        return PHRASES[self.language][phrase].format_map(values)

    def sentences(self, *phrases: str, **values: object) -> str:
        """Fixed phrases as one sentence, parted by semicolons; empty without any."""
        said = self.say("semicolon").join(self.say(phrase, **values) for phrase in phrases)
        return said[:1].upper() + said[1:] + self.say("stop") if said else ""

    def counted(self, text: str, unit: str) -> str:
        """A number with its unit after it."""
        return f"{text}{'' if unit in ('', '%') else self.say('space')}{unit}"

    def title(self, label: str, when: object, text: str, about: str) -> str:
        """What a mark says of itself: its label and time, its value, then what the caller knows of it."""
        said = self.say("titled", label=self.say("when", label=label, when=when) if when else label, text=text)
        return f"{said}{self.say('space')}{about}".rstrip()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SIZE,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
    ) -> None:
        """Set one line of text with its baseline at ``y``."""
        across = {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * text_width(text, size, bold)
        self._artists.append(
            Text(
                x - across,
                y,
                text,
                color=colour,
                fontproperties=_font(size, bold),
                va="baseline",
                parse_math=False,
            )
        )

    def paragraph(
        self, runs: Iterable[Run], *, x: float | None = None, room: float | None = None, size: float = SIZE
    ) -> None:
        """Set runs of text in as many lines as they need, and move down below them."""
        for line in wrap_lines(runs, self.room if room is None else room, size):
            self.set_line(line, self.left if x is None else x, self.y + size, size)
            self.y += LINE

    def set_line(self, line: list[Run], x: float, baseline: float, size: float = SIZE) -> None:
        """Set one line of runs from ``x`` to the right."""
        for run in line:
            lead = len(run.text) - len(run.text.lstrip())
            x += text_width(run.text[:lead], size, run.bold)
            if run.text.strip():
                self.text(x, baseline, run.text[lead:], size=size, bold=run.bold, colour=run.colour)
            x += text_width(run.text[lead:], size, run.bold)

    def heading(self, text: str) -> None:
        """Set the heading of a group."""
        self.paragraph([Run(text, bold=True)])
        self.line([(self.left, self.y), (self.right, self.y)], colour=RULE)
        self.y += GAP

    def note(self, phrase: str, **values: object) -> None:
        """Set a fixed phrase as a note in small grey type."""
        self.paragraph([Run(self.say(phrase, **values), colour=GREY)], size=SMALL)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        edge: str | None = None,
        gid: str = "",
        title: str = "",
    ) -> None:
        """Draw a rectangle; one with a title needs a ``gid``, and so do a shape and a disc."""
        self._patch(Rectangle((x, y), width, height), fill, edge, 0.8, gid, title)

    def shape(
        self,
        points: Sequence[tuple[float, float]],
        fill: str,
        *,
        edge: str | None = None,
        thick: float = 0.8,
        gid: str = "",
        title: str = "",
    ) -> None:
        """Draw a polygon through the points."""
        self._patch(Polygon(points, closed=True), fill, edge, thick, gid, title)

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str,
        *,
        edge: str | None = None,
        thick: float = 1.5,
        gid: str = "",
        title: str = "",
    ) -> None:
        """Draw a disc; with the fill "none" it is a ring, through which what lies under it shows."""
        self._patch(Circle((x, y), radius), fill, edge, thick, gid, title)

    def _patch(self, patch: Patch, fill: str, edge: str | None, thick: float, gid: str, title: str) -> None:
        patch.set(facecolor=fill, edgecolor=edge or "none", linewidth=thick if edge else 0)
        if gid:
            patch.set_gid(gid)
        if title:
            self._titles[gid] = title
        self._artists.append(patch)

    def line(
        self,
        points: Sequence[tuple[float, float]],
        *,
        colour: str = INK,
        thick: float = 0.8,
        dash: tuple[float, float] | None = None,
        gid: str = "",
    ) -> None:
        """Draw a line; ``dash`` is the length of a dash and of the space after it, in line widths."""
        xs, ys = zip(*points, strict=True)
        line = Line2D(xs, ys, color=colour, linewidth=thick, gid=gid or None)
        if dash:
            line.set_linestyle((0, dash))
        line.set(solid_capstyle="butt", dash_capstyle="butt", solid_joinstyle="round")
        self._artists.append(line)

    def picture(self, name: str, alt: str) -> str:
        """Draw everything, close the sheet below the last line, and return it as SVG, its ids beginning with a name."""
        height = math.ceil(self.y + 4)
        with mpl.rc_context(_STYLE):
            canvas = Canvas(figsize=(self.width / 72, height / 72), dpi=72)
            FigureCanvasSVG(canvas)
            place = Affine2D().scale(1, -1).translate(0, height)
            for order, artist in enumerate(self._artists):
                artist.set_transform(place)
                artist.set_zorder(order)
                canvas.add_artist(artist)
            file = io.StringIO()
            canvas.savefig(file, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
        return _dressed(file.getvalue(), name, alt, self._titles)


def _dressed(svg: str, name: str, alt: str, titles: Mapping[str, str]) -> str:
    """The picture as a page can hold it: with its alternative text, titled marks, and ids that no other chart has."""
    svg = re.sub(r"\n +", "\n", svg[svg.index("<svg") :])
    svg = svg.replace("BeijingIPSans-Regular-", "r").replace("BeijingIPSans-Bold-", "b")
    for gid, title in titles.items():
        svg = svg.replace(f'<g id="{gid}">', f'<g id="{gid}" class="mark">\n<title>{escape(title)}</title>', 1)
    svg = re.sub(r'(\bid="|href="#|url\(#)', lambda found: f"{found[0]}{name}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label={quoteattr(alt)} ', 1)


def lay_out(words: Caption, draw: Callable[[Sheet], Sequence[str]]) -> Figure:
    """Lay a chart out twice and return it with its words; ``draw`` returns the sentences that say how to read it."""
    check_caption(words)
    language = words.get("language", "en")
    sheets = Sheet(WIDTH, language), Sheet(NARROW, language)
    reading, _ = (draw(sheet) for sheet in sheets)
    name, alt = words["name"], words["alt"]
    return Figure(
        **words,
        svg=sheets[0].picture(name, alt),
        narrow=sheets[1].picture(f"{name}-narrow", alt),
        reading=sheets[0].say("space").join(filter(None, reading)),
    )


def require_any(things: Sequence[object], called: str) -> None:
    """Raise ``ValueError`` where there is nothing to draw."""
    if not things:
        raise ValueError(f"there is nothing to draw: give at least one of {called}")


def largest_value(quantity: Quantity) -> Fraction:
    """The highest number that must find a place: the upper end of its interval, or the number itself."""
    return quantity.value if quantity.upper is None else max(quantity.value, quantity.upper)


def is_lower_bound(quantity: Quantity) -> bool:
    """Whether the true number is higher, and nobody says by how much."""
    return quantity.is_bound and quantity.upper is None


def centre_within(x: float, width: float, left: float, right: float) -> float:
    """Where to begin so that the middle lies at ``x``, or as near to it as two edges allow."""
    return min(max(x - width / 2, left), right - width)


def spread_apart(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Places as near as can be to those wanted (least squares) where no two blocks overlap."""
    before = [sum(heights[:index]) for index in range(len(heights))]
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, before, strict=True):
        pools.append((want - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (last, m), (previous, n) = pools.pop(), pools.pop()
            pools.append(((last * m + previous * n) / (m + n), m + n))
    most = bottom - sum(heights)
    level = [min(max(place, top), most) for place, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(level, before, strict=True)]


def round_ticks(low: Fraction, high: Fraction, most: int) -> list[Fraction]:
    """Two or more round numbers, at most ``most`` steps apart, the first at or below the low end."""
    power = Fraction(10) ** (math.floor(math.log10(high - low)) - 1)
    steps = (digit * power for power in (power, 10 * power) for digit in (1, 2, 5))
    step = next(step for step in steps if high - low <= most * step)
    first = low // step * step
    return [first + number * step for number in range(int((high - first) // step) + 1)]


def tick_text(value: Fraction, step: Fraction) -> str:
    """The name of a tick, with as many decimals as the step between ticks needs."""
    decimals = next(places for places in range(30) if (step * 10**places).denominator == 1)
    return f"{float(value):,.{decimals}f}".replace("-", "\N{MINUS SIGN}") if value else "0"
