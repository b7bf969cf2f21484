"""Charts of quantities: one function for each kind of chart, one style, SVG only.

A chart is laid out in points on a sheet 330 points wide (440 CSS pixels), from the top down, like a typeset
page: a label stands above its mark, so that it can be as long as it must and is never turned or cut off.
Every text is measured before anything is drawn, and the height of the sheet follows from what stands on it.

The headline and the subtitle are text of the page; they are not drawn into the picture. The same input gives
the same bytes in every process.
"""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from string import ascii_uppercase
from typing import TypedDict, Unpack
from xml.sax.saxutils import quoteattr

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from .quantity import Quantity, percent, share, total

_HERE = Path(__file__).parent
_FONTS = sorted((_HERE / "fonts").glob("*.otf"))
for _file in _FONTS:
    fontManager.addfont(_file)
_CHARACTERS = frozenset.intersection(*(frozenset(FT2Font(_file).get_charmap()) for _file in _FONTS))

_STYLE = {
    key: value
    for key, value in mpl.rc_params_from_file(_HERE / "report.mplstyle", use_default_template=True).items()
    if not key.startswith(("backend", "interactive"))
}
"""The whole style, defaults included, so that nobody's own settings reach a chart."""

COLOURS: tuple[str, ...] = tuple(_STYLE["axes.prop_cycle"].by_key()["color"])
"""The palette, in the order of use; for two series the first and the last."""
INK: str = _STYLE["text.color"]
GREY: str = _STYLE["axes.labelcolor"]
"""Colour of the Chinese terms and the notes."""
PAPER: str = _STYLE["figure.facecolor"]
_RULE: str = _STYLE["grid.color"]
_TINT = "#e3ebf3"

WIDTH = 330.0
"""Width of every chart in points: 440 CSS pixels."""
_LEFT, _RIGHT = 8.0, WIDTH - 8.0
_ROOM = _RIGHT - _LEFT
_SIZE: float = _STYLE["font.size"]
_SMALL = 9.0
_LINE = 13.5
_GAP = 5.0
_BAR = 12.0
_VISIBLE = 0.75
"""One CSS pixel in points: an interval narrower than this on the sheet is not drawn."""


class _Needed(TypedDict):
    """What every figure says in words; all are required.

    ``name`` is the permanent id, ``headline`` states the finding, ``subtitle`` the measure, place, period and
    unit, ``alt`` what the chart shows, ``source`` where the numbers stand; ``table`` is a Markdown pipe table
    of the same numbers.
    """

    name: str
    headline: str
    subtitle: str
    alt: str
    source: str
    table: str


class Words(_Needed, total=False):
    """The words of a figure, with ``notes`` for below the table where its numbers need care: Markdown."""

    notes: str


@dataclass(frozen=True)
class Mark:
    """One quantity to draw: its label in English and Chinese, and its value as shown, with the unit."""

    label: str
    quantity: Quantity
    text: str
    label_zh: str = ""
    group: str = ""


@dataclass(frozen=True)
class Event:
    """A dated event; an approximate one is drawn hollow, and ``date_text`` should say that it is."""

    date_text: str
    start: date
    end: date | None
    label: str
    approximate: bool = False


@dataclass(frozen=True)
class Link:
    """One agency acting with one partner in one measure; an empty partner means that it acted alone."""

    actor: str
    partner: str
    measure: str
    kind: str


@dataclass(frozen=True)
class Figure:
    """A chart with all that it needs to be read: shown as headline, picture, and source line with table.

    Raises ``ValueError`` when anything is empty or breaks the rules that the message names.
    """

    name: str
    headline: str
    subtitle: str
    alt: str
    source: str
    svg: str
    table: str
    notes: str = ""

    def __post_init__(self) -> None:
        _check_words({field.name: getattr(self, field.name) for field in fields(self)}, "svg")
        if not self.svg.startswith("<svg"):
            raise ValueError(f"figure {self.name!r}: the picture must start with <svg, without an XML declaration")

    def _ipython_display_(self) -> None:
        from IPython.display import display

        untyped: Callable[..., object] = display

        def show(kind: str, content: str, plain: str, about: Mapping[str, str]) -> None:
            untyped({kind: content, "text/plain": plain}, raw=True, metadata={kind: {"figure": dict(about)}})

        head = f"**{self.headline}**\n\n{self.subtitle}"
        foot = "\n\n".join(filter(None, [f"Source: {self.source}", self.table, self.notes]))
        words = {key: getattr(self, key) for key in ("name", "headline", "subtitle", "alt")}
        show("text/markdown", head, self.headline, {"part": "head"})
        show("image/svg+xml", self.svg, self.alt, words)
        show("text/markdown", foot, f"Source: {self.source}", {"part": "foot"})


def _check_words(words: Mapping[str, object], *more: str) -> None:
    """Raise ``ValueError`` unless the words are all there and fit to be shown."""
    name = words.get("name")
    called = f"figure {name!r}" if name else "a figure"
    missing = [key for key in (*_Needed.__annotations__, *more) if not str(words.get(key) or "").strip()]
    if missing:
        raise ValueError(f"{called} has no {', '.join(missing)}: every figure needs all of them, and none empty")
    text = {key: str(value) for key, value in words.items()}
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text["name"]):
        raise ValueError(f"{called}: the name may hold only a-z, 0-9 and single hyphens, for it becomes an address")
    headline = text["headline"]
    if headline != headline.strip() or headline.endswith(".") or headline[0].islower():
        raise ValueError(
            f"{called}: the headline {headline!r} must begin with a capital or a figure and end without a full stop"
        )
    if text["alt"].strip().rstrip(".") == headline:
        raise ValueError(f"{called}: the alternative text repeats the headline; let it say what the chart shows")
    lines = text["table"].strip().splitlines()
    if len(lines) < 3 or not all(line.startswith("|") for line in lines) or not re.fullmatch(r"[|:\- ]+", lines[1]):
        raise ValueError(
            f"{called}: the table must be a Markdown pipe table with a heading, a rule and at least one row"
        )


# Setting text


def _check_characters(text: str) -> None:
    """Raise ``ValueError`` for a character that the carried font cannot draw."""
    for character in text:
        if ord(character) not in _CHARACTERS:
            raise ValueError(
                f"the charts' font has no character {character!r} (U+{ord(character):04X}), wanted in "
                f"{text!r}: write it otherwise, or add it to fonts/characters.txt and make the fonts again "
                "as CONTRIBUTING.md says"
            )


@cache
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(family=_STYLE["font.family"], size=size, weight="bold" if bold else "normal")


@cache
def _width(text: str, size: float = _SIZE, bold: bool = False) -> float:
    """Width of a text in points, as the SVG will have it."""
    if not text:
        return 0.0
    _check_characters(text)
    return float(text_to_path.get_text_width_height_descent(text, _font(size, bold), False)[0])


@dataclass(frozen=True)
class _Run:
    """A stretch of text in one style; kept together, it breaks only when it fills more than a line."""

    text: str
    bold: bool = False
    colour: str = INK
    together: bool = False

    def like(self, text: str) -> _Run:
        return replace(self, text=text)

    def width(self, size: float) -> float:
        return _width(self.text, size, self.bold)


_CLOSING = r"\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\uff01\uff09\uff0c\uff1a\uff1b\uff1f"
_PIECES = re.compile(r"\S+\s*|\s+")
_BITS = re.compile(rf".[{_CLOSING}]*\s*")
"""Where a line may break: after a space; inside a word, a Chinese term say, only when it fills more than a
line, and then not before closing punctuation."""


def _lines(runs: Iterable[_Run], room: float, size: float) -> list[list[_Run]]:
    """Break runs into lines no wider than ``room`` points."""
    lines: list[list[_Run]] = [[]]
    for run in runs:
        keep = run.together and run.width(size) <= room
        for piece in [run.text] if keep else _PIECES.findall(run.text):
            fits = _width(piece.rstrip(), size, run.bold) <= room
            for part in [piece] if fits else _BITS.findall(piece):
                longer = _joined([*lines[-1], run.like(part)])
                if lines[-1] and _line_width(longer, size) > room:
                    lines.append([run.like(part.lstrip())])
                else:
                    lines[-1] = longer
    return [_trimmed(line) for line in lines]


def _joined(line: list[_Run]) -> list[_Run]:
    """The line with its last piece joined to the one before when both look alike."""
    *start, before, last = [_Run(""), *line]
    if (before.bold, before.colour) == (last.bold, last.colour) and before.text:
        return [run for run in (*start, before.like(before.text + last.text)) if run.text]
    return line


def _trimmed(line: list[_Run]) -> list[_Run]:
    return [*line[:-1], line[-1].like(line[-1].text.rstrip())] if line else line


def _line_width(line: list[_Run], size: float) -> float:
    return sum(run.width(size) for run in _trimmed(line))


def _label(label: str, label_zh: str, value: str = "") -> list[_Run]:
    """A label, its Chinese term in grey, and a value in bold, with wide spaces between."""
    runs = [_Run(label)]
    if label_zh:
        runs.append(_Run(f"  {label_zh}", colour=GREY))
    if value:
        runs.append(_Run("   "))
        runs.append(_Run(value, bold=True, together=True))
    return runs


# The sheet


class _Sheet:
    """What will be drawn, in points from the top left corner; ``y`` is where the next thing starts."""

    def __init__(self, words: Words) -> None:
        _check_words(words)
        self._words = words
        self._artists: list[Artist] = []
        self.y = 6.0

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = _SIZE,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
    ) -> None:
        """Set one line of text with its baseline at ``y``."""
        across = {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * _width(text, size, bold)
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

    def paragraph(self, runs: Iterable[_Run], *, x: float = _LEFT, room: float = _ROOM, size: float = _SIZE) -> None:
        """Set runs of text in as many lines as they need, and move down below them."""
        for line in _lines(runs, room, size):
            self.set_line(line, x, self.y + size, size)
            self.y += _LINE

    def set_line(self, line: list[_Run], x: float, baseline: float, size: float = _SIZE) -> None:
        for run in line:
            lead = len(run.text) - len(run.text.lstrip())
            x += _width(run.text[:lead], size, run.bold)
            if run.text.strip():
                self.text(x, baseline, run.text[lead:], size=size, bold=run.bold, colour=run.colour)
            x += _width(run.text[lead:], size, run.bold)

    def heading(self, text: str) -> None:
        """Set the heading of a group."""
        self.paragraph([_Run(text, bold=True)])
        self.line([(_LEFT, self.y), (_RIGHT, self.y)], colour=_RULE)
        self.y += _GAP

    def note(self, text: str) -> None:
        """Set a note in small grey type."""
        self.paragraph([_Run(text, colour=GREY)], size=_SMALL)

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
    ) -> None:
        self._patch(Rectangle((x, y), width, height), fill, edge, 0.8, gid)

    def shape(
        self, points: Sequence[tuple[float, float]], fill: str, *, edge: str | None = None, gid: str = ""
    ) -> None:
        self._patch(Polygon(points, closed=True), fill, edge, 0.8, gid)

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
    ) -> None:
        self._patch(Circle((x, y), radius), fill, edge, thick, gid)

    def _patch(self, patch: Patch, fill: str, edge: str | None, thick: float, gid: str) -> None:
        patch.set(facecolor=fill, edgecolor=edge or "none", linewidth=thick if edge else 0)
        if gid:
            patch.set_gid(gid)
        self._artists.append(patch)

    def line(
        self, points: Sequence[tuple[float, float]], *, colour: str = INK, thick: float = 0.8, gid: str = ""
    ) -> None:
        xs, ys = zip(*points, strict=True)
        self._artists.append(Line2D(xs, ys, color=colour, linewidth=thick, solid_capstyle="butt", gid=gid or None))

    def figure(self) -> Figure:
        """Draw everything and close the sheet below the last line."""
        height = math.ceil(self.y + 4)
        with mpl.rc_context(_STYLE):
            canvas = Canvas(figsize=(WIDTH / 72, height / 72), dpi=72)
            FigureCanvasSVG(canvas)
            place = Affine2D().scale(1, -1).translate(0, height)
            for order, artist in enumerate(self._artists):
                artist.set_transform(place)
                artist.set_zorder(order)
                canvas.add_artist(artist)
            file = io.StringIO()
            canvas.savefig(file, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
        return Figure(**self._words, svg=_dressed(file.getvalue(), self._words))


def _dressed(svg: str, words: Words) -> str:
    """The picture as a page can hold it: with its alternative text, and with ids that no other chart has."""
    svg = re.sub(r"\n +", "\n", svg[svg.index("<svg") :])
    svg = svg.replace("BeijingIPSans-Regular-", "r").replace("BeijingIPSans-Bold-", "b")
    svg = re.sub(r'(\bid="|href="#|url\(#)', lambda found: f"{found[0]}{words['name']}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label={quoteattr(words["alt"])} ', 1)


def _need(things: Sequence[object], called: str) -> None:
    if not things:
        raise ValueError(f"there is nothing to draw: give at least one of {called}")


def _highest(quantity: Quantity) -> Fraction:
    return quantity.value if quantity.upper is None else max(quantity.value, quantity.upper)


def _is_lower_bound(quantity: Quantity) -> bool:
    return quantity.is_bound and quantity.upper is None


# Kinds of chart


def bars(marks: Sequence[Mark], **words: Unpack[Words]) -> Figure:
    """Horizontal bars from zero, all on one scale, each under its label and with its value at the end.

    Marks of one group stand under its heading. The pale end of a bar is what rounding leaves open, where that
    is wider than a pixel. A lower bound has an open, pointed end; an upper bound is pale all along.

    Raises ``ValueError`` for a negative value: these bars start at zero and run to the right.
    """
    _need(marks, "marks")
    for mark in marks:
        if mark.quantity.value < 0:
            raise ValueError(f"{mark.label!r} is negative: these bars start at zero and run to the right")
    sheet = _Sheet(words)
    scale, beside = _bar_scale(marks)
    banded = False
    group = ""
    for number, mark in enumerate(marks, start=1):
        if mark.group != group:
            sheet.y += _GAP if number > 1 else 0
            sheet.heading(mark.group) if mark.group else None
            group = mark.group
        sheet.paragraph(_label(mark.label, mark.label_zh, "" if beside else mark.text))
        sheet.y += 1
        banded |= _draw_bar(sheet, number, mark.quantity, scale, COLOURS[0])
        if beside:
            end = _LEFT + float(_highest(mark.quantity)) * scale + _tail(mark.quantity)
            sheet.text(end + _GAP, sheet.y + 9.6, mark.text, bold=True)
        sheet.y += _BAR + 9
    if banded:
        sheet.note("Pale end of a bar: the range that rounding leaves open.")
    return sheet.figure()


_POINT = 7.0
"""Length of the pointed end of a lower bound, in points."""


def _tail(quantity: Quantity) -> float:
    return _POINT if _is_lower_bound(quantity) else 0.0


def _bar_scale(marks: Sequence[Mark]) -> tuple[float, bool]:
    """Points per unit, and whether the values find room at the ends of their bars."""
    most = max(_highest(mark.quantity) for mark in marks)
    if most == 0:
        return 0.0, True

    def longest(beside: bool) -> float:
        rooms = []
        for mark in marks:
            room = _ROOM - _tail(mark.quantity) - (_GAP + _width(mark.text, bold=True) if beside else 0)
            value = float(_highest(mark.quantity))
            rooms.append(room / value if value else math.inf if room > 0 else -math.inf)
        return min(rooms)

    scale = longest(True)
    if scale * float(most) >= 0.5 * _ROOM:
        return scale, True
    return longest(False), False


def _draw_bar(sheet: _Sheet, number: int, quantity: Quantity, scale: float, colour: str) -> bool:
    """Draw one bar at the sheet's place; say whether its rounding interval is visible."""
    top, end = sheet.y, _LEFT + float(quantity.value) * scale
    visible = False
    if quantity.value:
        open_below = quantity.is_bound and quantity.lower is None
        sheet.box(
            _LEFT,
            top,
            end - _LEFT,
            _BAR,
            _TINT if open_below else colour,
            edge=colour if open_below else None,
            gid=f"bar-{number}",
        )
    if _is_lower_bound(quantity):
        points = [(end + 1, top), (end + _POINT, top + _BAR / 2), (end + 1, top + _BAR)]
        sheet.shape(points, PAPER, edge=colour, gid=f"open-{number}")
    if quantity.lower is not None and quantity.upper is not None:
        low, high = (_LEFT + float(at) * scale for at in (max(quantity.lower, Fraction(0)), quantity.upper))
        visible = high - low > _VISIBLE
        if visible:
            sheet.box(low, top, high - low, _BAR, _TINT, edge=colour, gid=f"band-{number}")
            sheet.line([(end, top), (end, top + _BAR)], colour=colour, thick=0.8)
    sheet.line([(_LEFT, top - 1.5), (_LEFT, top + _BAR + 1.5)], thick=1.0)
    return visible


def part_of_whole(parts: Sequence[Mark], whole: Mark, **words: Unpack[Words]) -> Figure:
    """One bar for the whole, cut into its two to four parts, and under it a row for each part in its place.

    The share of an exact part in an exact whole is computed and shown, in per cent with one decimal; for
    rounded numbers the mark's text gives it, since only the caller knows which formula uses each number once.

    Raises ``ValueError`` when the parts cannot sum to the whole, or one is negative or only a bound.
    """
    if not 2 <= len(parts) <= len(COLOURS):
        raise ValueError(f"{len(parts)} parts cannot be told apart here: give two to {len(COLOURS)}, or draw bars")
    for mark in (*parts, whole):
        if mark.quantity.value < 0 or mark.quantity.lower is None or mark.quantity.upper is None:
            raise ValueError(f"{mark.label!r} is negative or has no bound on one side, so it has no share to draw")
    if whole.quantity.value == 0:
        raise ValueError(f"{whole.label!r} is zero: nothing has a share in it")
    together = total(*(part.quantity for part in parts))
    if not (together - whole.quantity).contains(0):
        raise ValueError(
            f"the parts ({' + '.join(part.text for part in parts)}) cannot sum to {whole.label!r} "
            f"({whole.text}), not even within their rounding: check the numbers, "
            "or draw them side by side with bars()"
        )
    sheet = _Sheet(words)
    scale = _ROOM / float(max(whole.quantity.value, together.value))
    sheet.paragraph([_Run(whole.label, bold=True), *_label("", whole.label_zh, whole.text)])
    sheet.y += 1
    places = []
    start = _LEFT
    for part in parts:
        places.append((start, float(part.quantity.value) * scale))
        start += places[-1][1]
    for number, ((x, width), colour) in enumerate(zip(places, COLOURS, strict=False), start=1):
        sheet.box(x, sheet.y, width, 20, colour, gid=f"part-{number}")
    for x, width in places[1:]:
        if width > 4:
            sheet.line([(x, sheet.y), (x, sheet.y + 20)], colour=PAPER, thick=1)
    sheet.y += 20 + 9
    for number, (part, (x, width), colour) in enumerate(zip(parts, places, COLOURS, strict=False), start=1):
        value = part.text
        if part.quantity.is_exact and whole.quantity.is_exact:
            value += f" ({percent(share(part.quantity, whole.quantity)):1}%)"
        sheet.paragraph(_label(part.label, part.label_zh, value))
        sheet.y += 3
        sheet.box(_LEFT, sheet.y + 3, _ROOM, 2, _RULE)
        sheet.box(x, sheet.y, width, 8, colour, gid=f"row-{number}")
        if width < 3:
            middle = x + width / 2
            sheet.shape([(middle - 3.5, sheet.y - 5), (middle + 3.5, sheet.y - 5), (middle, sheet.y - 0.5)], colour)
        sheet.y += 8 + 8
    return sheet.figure()


def dots_log(marks: Sequence[Mark], **words: Unpack[Words]) -> Figure:
    """Dots on an axis where each step is ten times the last, for values of very different size.

    Marks of one group stand under its heading; each value carries its unit. A lower bound is a hollow dot
    with an arrow. What rounding leaves open is drawn where it is wider than the dot.

    Raises ``ValueError`` for zero and negative values: such an axis has no place for them.
    """
    _need(marks, "marks")
    for mark in marks:
        if mark.quantity.value <= 0:
            raise ValueError(
                f"{mark.label!r} is {mark.text}: an axis in steps of ten has no place for it; say it in words"
            )
    low = math.floor(min(math.log10(mark.quantity.value) for mark in marks))
    high = max(low + 1, math.ceil(max(math.log10(mark.quantity.value) for mark in marks)))
    radius = 3.6
    start, end = _LEFT + radius, _RIGHT - radius

    def across(value: Fraction) -> float:
        return start + (math.log10(value) - low) / (high - low) * (end - start)

    sheet = _Sheet(words)
    decades = [Fraction(10) ** power for power in range(low, high + 1)]
    ticks = [(across(decade), _power_text(decade)) for decade in decades]
    sheet.note("Each step is ten times the last.")
    _log_axis(sheet, ticks)
    group = ""
    for number, mark in enumerate(marks, start=1):
        if mark.group != group:
            sheet.y += 3
            sheet.heading(mark.group) if mark.group else None
            group = mark.group
        sheet.paragraph(_label(mark.label, mark.label_zh))
        middle = sheet.y + 6.5
        sheet.line([(start, middle), (end, middle)], colour=_RULE)
        for x, _ in ticks:
            sheet.line([(x, middle - 3), (x, middle + 3)], colour=_RULE)
        _draw_dot(sheet, number, mark, across, middle, radius)
        sheet.y += 13 + _GAP
    _log_axis(sheet, ticks)
    return sheet.figure()


def _draw_dot(
    sheet: _Sheet, number: int, mark: Mark, across: Callable[[Fraction], float], middle: float, radius: float
) -> None:
    quantity, x, colour = mark.quantity, across(mark.quantity.value), COLOURS[0]
    bounded_below = _is_lower_bound(quantity)
    arrow = 12.0 if bounded_below else 0.0
    width = _width(mark.text, bold=True)
    after = x + radius + arrow + _GAP
    at = after if after + width <= _RIGHT else x - radius - _GAP - width
    if at < _LEFT:
        raise ValueError(f"the value {mark.text!r} of {mark.label!r} is too long to stand beside its dot: shorten it")
    sheet.box(at - 2, middle - 5, width + 4, 10, PAPER)
    sheet.text(at, middle + 3.6, mark.text, bold=True)
    if quantity.lower and quantity.upper and quantity.lower > 0:
        low, high = across(quantity.lower), across(quantity.upper)
        if high - low > 2 * radius:
            sheet.box(low, middle - 1.5, high - low, 3, colour, gid=f"band-{number}")
    if bounded_below:
        tip = x + radius + arrow
        sheet.box(x + radius, middle - 3, arrow, 6, PAPER)
        sheet.line([(x + radius, middle), (tip - 3, middle)], colour=colour, thick=1.5)
        sheet.shape([(tip - 5, middle - 3.5), (tip, middle), (tip - 5, middle + 3.5)], colour, gid=f"open-{number}")
        sheet.disc(x, middle, radius - 0.75, PAPER, edge=colour, gid=f"dot-{number}")
    else:
        sheet.disc(x, middle, radius, colour, gid=f"dot-{number}")


def _power_text(power: Fraction) -> str:
    return f"{int(power):,}" if power >= 1 else f"{float(power):.{len(str(power.denominator)) - 1}f}"


def _log_axis(sheet: _Sheet, ticks: Sequence[tuple[float, str]]) -> None:
    """Name every tick, or every second or third and so on from the last, so that no two names touch."""

    def place(x: float, text: str) -> tuple[float, float]:
        width = _width(text, _SMALL)
        left = min(max(x - width / 2, _LEFT), _RIGHT - width)
        return left, left + width

    for stride in range(1, len(ticks) + 1):
        named = ticks[::-1][::stride]
        places = [place(*tick) for tick in named]
        if all(after[1] + _GAP <= before[0] for before, after in pairwise(places)):
            break
    for (left, _), (_, text) in zip(places, named, strict=True):
        sheet.text(left, sheet.y + _SMALL, text, size=_SMALL, colour=GREY)
    sheet.y += _LINE + 1


def balance(inflow: Mark, outflow: Mark, difference: Mark, **words: Unpack[Words]) -> Figure:
    """What came in against what went out: two bars from zero, and their far ends enlarged below them.

    The enlarged strip holds dots, not bars, since its axis does not start at zero. ``difference`` is outflow
    less inflow; its text says in words which is more.

    Raises ``ValueError`` when the difference is not that of the two, or either is not exact and above zero.
    """
    low, high = sorted((inflow.quantity.value, outflow.quantity.value))
    if not (inflow.quantity.is_exact and outflow.quantity.is_exact) or low <= 0:
        raise ValueError("a balance needs two exact numbers above zero; draw rounded ones with bars()")
    if difference.quantity != outflow.quantity - inflow.quantity:
        raise ValueError(
            f"the difference {difference.text!r} is not {outflow.text} less {inflow.text}: compute it from the two"
        )
    sheet = _Sheet(words)
    pairs = [(inflow, COLOURS[0]), (outflow, COLOURS[-1])]
    step = _step(high - low)
    first, last = low // step * step, -(-high // step) * step
    first, last = first - (step if first == low else 0), last + (step if last == high else 0)
    scale = _ROOM / float(last)
    for number, (mark, colour) in enumerate(pairs, start=1):
        sheet.paragraph(_label(mark.label, mark.label_zh, mark.text))
        sheet.y += 1
        _draw_bar(sheet, number, mark.quantity, scale, colour)
        sheet.y += _BAR + 7
    top = sheet.y - 5
    sheet.y += 18
    sheet.shape([(_LEFT + float(first) * scale, top), (_RIGHT, top), (_RIGHT, sheet.y), (_LEFT, sheet.y)], _TINT)
    _enlarged(sheet, pairs, difference, first, last, step)
    return sheet.figure()


def _step(width: Fraction) -> Fraction:
    """The round number, 1, 2 or 5 with noughts, next above half of a width, and at least 1."""
    least = max(width / 2, Fraction(1))
    power = Fraction(10) ** math.floor(math.log10(least))
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= least)


def _enlarged(
    sheet: _Sheet,
    pairs: Sequence[tuple[Mark, str]],
    difference: Mark,
    first: Fraction,
    last: Fraction,
    step: Fraction,
) -> None:
    inner, span = _LEFT + 10, _ROOM - 20

    def across(value: Fraction) -> float:
        return inner + float((value - first) / (last - first)) * span

    top = sheet.y
    rows = 2 * (_LINE + 13)
    texts = _lines([_Run(difference.text, bold=True)], span, _SIZE)
    note = _lines(
        [
            _Run(
                f"The ends of the bars, enlarged: {int(first):,} to {int(last):,}. This axis does not start at zero.",
                colour=GREY,
            )
        ],
        span,
        _SMALL,
    )
    bottom = top + 6 + len(note) * _LINE + rows + 14 + len(texts) * _LINE + 18
    sheet.box(_LEFT, top, _ROOM, bottom - top, PAPER, edge=_RULE)
    sheet.y = top + 4
    for line in note:
        sheet.set_line(line, inner, sheet.y + _SMALL, _SMALL)
        sheet.y += _LINE
    dots = []
    for number, (mark, colour) in enumerate(pairs, start=1):
        x = across(mark.quantity.value)
        width = _width(mark.label)
        sheet.text(min(max(x - width / 2, inner), inner + span - width), sheet.y + _SIZE, mark.label)
        sheet.y += _LINE + 5
        sheet.line([(inner, sheet.y), (inner + span, sheet.y)], colour=_RULE)
        sheet.disc(x, sheet.y, 4, colour, gid=f"dot-{number}")
        dots.append((x, sheet.y))
        sheet.y += 8
    left, right = sorted(x for x, _ in dots)
    foot = sheet.y + 6
    for x, y in dots:
        sheet.line([(x, y + 4), (x, foot)], colour=INK)
    sheet.line([(left, foot), (right, foot)], thick=1.5, gid="difference")
    sheet.y = foot + 3
    for line in texts:
        width = _line_width(line, _SIZE)
        sheet.set_line(line, min(max((left + right - width) / 2, inner), inner + span - width), sheet.y + _SIZE)
        sheet.y += _LINE
    sheet.y += 3
    value = first
    while value <= last:
        x = across(value)
        sheet.line([(x, sheet.y), (x, sheet.y + 3)], colour=GREY)
        text = f"{int(value):,}"
        width = _width(text, _SMALL)
        sheet.text(
            min(max(x - width / 2, inner), inner + span - width),
            sheet.y + 3 + _SMALL,
            text,
            size=_SMALL,
            colour=GREY,
        )
        value += step
    sheet.y += _LINE + 6


def timeline(events: Sequence[Event], *, mark_year: int | None = None, **words: Unpack[Words]) -> Figure:
    """Events down an axis that is true to scale, with their labels moved apart and joined by lines.

    An approximate date is a hollow dot, a period a thick stretch of the axis; the marked year is shaded.

    Raises ``ValueError`` when an event ends before it starts.
    """
    _need(events, "events")
    for event in events:
        if event.end is not None and event.end < event.start:
            raise ValueError(f"{event.label!r} ends on {event.end}, before it starts on {event.start}")
    events = sorted(events, key=lambda event: event.start)
    years = range(events[0].start.year, max((event.end or event.start).year for event in events) + 1)
    axis, column, gap = _LEFT + 36.0, _LEFT + 66.0, 7.0
    texts = [
        _lines([_Run(event.date_text, bold=True), _Run(f"  {event.label}")], _RIGHT - column, _SIZE) for event in events
    ]
    heights = [len(text) * _LINE + gap for text in texts]
    span = max(1.08 * sum(heights), 20.0 * len(years))
    origin, days = date(years[0], 1, 1).toordinal(), date(years[-1] + 1, 1, 1).toordinal()
    sheet = _Sheet(words)
    top = sheet.y

    def down(day: date) -> float:
        return top + (day.toordinal() - origin) / (days - origin) * span

    _year_scale(sheet, years, mark_year, down, axis)
    wanted = [(down(event.start) + down(event.end or event.start)) / 2 - 6.5 for event in events]
    for number, (event, text, place) in enumerate(
        zip(events, texts, _apart(wanted, heights, top, top + span), strict=True), start=1
    ):
        begin, finish = down(event.start), down(event.end or event.start)
        middle = (begin + finish) / 2
        sheet.line(
            [(axis, middle), (axis + 8, middle), (column - 6, place + 6.5), (column - 3, place + 6.5)],
            colour=GREY,
        )
        if finish - begin > 7:
            sheet.box(axis - 2, begin, 4, finish - begin, COLOURS[0], gid=f"period-{number}")
        elif event.approximate:
            sheet.disc(axis, middle, 2.9, PAPER, edge=COLOURS[0], gid=f"event-{number}")
        else:
            sheet.disc(axis, middle, 3.6, COLOURS[0], gid=f"event-{number}")
        for index, line in enumerate(text):
            sheet.set_line(line, column, place + index * _LINE + _SIZE)
    sheet.y = top + span + 4
    if any(event.approximate for event in events):
        sheet.note("Hollow dot: the date is approximate.")
    return sheet.figure()


def _year_scale(sheet: _Sheet, years: range, mark_year: int | None, down: Callable[[date], float], axis: float) -> None:
    """Draw the axis with a tick at each new year, and each year's name in the middle of its stretch."""
    for year in years:
        top, bottom = down(date(year, 1, 1)), down(date(year + 1, 1, 1))
        if year == mark_year:
            sheet.box(_LEFT, top, axis + 8 - _LEFT, bottom - top, _TINT, gid="marked-year")
        sheet.line([(axis - 5, top), (axis, top)], colour=GREY)
        marked = year == mark_year
        sheet.text(
            _LEFT + 3,
            (top + bottom) / 2 + 3.4,
            str(year),
            size=_SMALL,
            bold=marked,
            colour=INK if marked else GREY,
        )
    first, last = down(date(years[0], 1, 1)), down(date(years[-1] + 1, 1, 1))
    sheet.line([(axis - 5, last), (axis, last)], colour=GREY)
    sheet.line([(axis, first), (axis, last)], colour=GREY, thick=1.2)


def _apart(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
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


def network(links: Sequence[Link], **words: Unpack[Words]) -> Figure:
    """Who acts with whom: a row for each measure, a column for each agency, a line through all who took part.

    A filled disc is who acted, a ring is with whom; both carry the letter that stands for the agency in the
    list above, where those who take part most often come first.

    Raises ``ValueError`` when there are more agencies than columns, or a measure is of several kinds.
    """
    _need(links, "links")
    counts: Counter[str] = Counter()
    measures: dict[str, list[Link]] = {}
    for link in links:
        measures.setdefault(link.measure, []).append(link)
    for measure, its in measures.items():
        kinds = sorted({link.kind for link in its})
        if len(kinds) > 1:
            raise ValueError(f"{measure!r} is of several kinds ({', '.join(kinds)}): choose one")
        counts.update(dict.fromkeys(who for link in its for who in (link.actor, link.partner) if who).keys())
    agencies = [agency for agency, _ in counts.most_common()]
    radius = 7.5
    if len(agencies) * (2 * radius + 2) > _ROOM:
        raise ValueError(f"{len(agencies)} agencies do not fit side by side: join some, or draw two charts")
    pitch = min(32.0, (_ROOM - 2 * radius) / max(1, len(agencies) - 1))
    columns = {
        agency: (letter, _LEFT + radius + place * pitch)
        for place, (letter, agency) in enumerate(zip(ascii_uppercase, agencies, strict=False))
    }
    sheet = _Sheet(words)
    for agency, (letter, _) in columns.items():
        sheet.text(_LEFT + 8, sheet.y + _SIZE, letter, bold=True, align="centre")
        sheet.paragraph([_Run(agency)], x=_LEFT + 18, room=_ROOM - 18)
    sheet.y += 3
    sheet.disc(_LEFT + 8, sheet.y + 6, 4.5, COLOURS[0])
    sheet.text(_LEFT + 18, sheet.y + _SMALL, "who acted", size=_SMALL, colour=GREY)
    ring = _LEFT + 18 + _width("who acted", _SMALL) + 18
    sheet.disc(ring, sheet.y + 6, 3.7, PAPER, edge=COLOURS[-1], thick=1.6)
    sheet.text(ring + 10, sheet.y + _SMALL, "with whom", size=_SMALL, colour=GREY)
    sheet.y += _LINE + 3
    for row, (measure, its) in enumerate(measures.items(), start=1):
        sheet.line([(_LEFT, sheet.y), (_RIGHT, sheet.y)], colour=_RULE)
        sheet.y += 4
        kind = [_Run(f"  {its[0].kind}", colour=GREY)] if its[0].kind else []
        sheet.paragraph([_Run(measure), *kind])
        middle = sheet.y + 1 + radius
        actors = {link.actor for link in its}
        present = actors | {link.partner for link in its if link.partner}
        ends = [columns[agency][1] for agency in present]
        for agency, (_, x) in columns.items():
            if agency not in present:
                sheet.disc(x, middle, 1.3, _RULE)
        if len(present) > 1:
            sheet.line([(min(ends), middle), (max(ends), middle)], colour=GREY, thick=1.5)
        for agency, (letter, x) in columns.items():
            if agency in actors:
                sheet.disc(x, middle, radius, COLOURS[0], gid=f"actor-{row}-{letter}")
            elif agency in present:
                sheet.disc(x, middle, radius - 0.8, PAPER, edge=COLOURS[-1], thick=1.6, gid=f"partner-{row}-{letter}")
            if agency in present:
                colour = PAPER if agency in actors else INK
                sheet.text(x, middle + 3.3, letter, size=_SMALL, bold=True, colour=colour, align="centre")
        sheet.y = middle + radius + 6
    return sheet.figure()
