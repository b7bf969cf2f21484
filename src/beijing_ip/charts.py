"""Charts of quantities: one function for each kind of chart, one style, SVG only.

A chart is laid out in points from the top down, like a typeset page: a label stands above its mark, so that it
can be as long as it must and is never turned or cut off. Every text is measured before anything is drawn, and
the height of the sheet follows from what stands on it. The same chart is laid out twice, on a sheet for a page
and on a narrow one for a telephone, where no text is smaller.

Every mark that stands for a number, an event or a participant carries a title: its exact value, what is known
of its interval, and its source.

The headline and the subtitle are text of the page; they are not drawn into the picture. The same input gives
the same bytes in every process.
"""

from __future__ import annotations

import csv
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
from string import ascii_lowercase, ascii_uppercase
from typing import Literal, TypedDict, Unpack
from xml.sax.saxutils import escape, quoteattr

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

WIDTH, NARROW = 330.0, 258.0
"""Width of a chart in points, on a page and on a telephone: 440 and 344 CSS pixels."""
_MARGIN = 8.0
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
    of the same numbers, ``data`` the same as CSV, with a heading and lines that end in a line feed.
    """

    name: str
    headline: str
    subtitle: str
    alt: str
    source: str
    table: str
    data: str


Language = Literal["en", "zh"]


class Words(_Needed, total=False):
    """The words of a figure, with ``notes`` for below the table where its numbers need care: Markdown.

    ``language`` is that of the words which a chart adds of its own: "en", English, unless it is "zh", Chinese.
    """

    notes: str
    language: Language


@dataclass(frozen=True)
class Mark:
    """One quantity to draw: its label in English and Chinese, and its value as shown, with the unit.

    ``about`` says in sentences how exact it is and where it stands, for the title of its mark.
    """

    label: str
    quantity: Quantity
    text: str
    label_zh: str = ""
    group: str = ""
    period: str = ""
    about: str = ""


@dataclass(frozen=True)
class Event:
    """A dated event; an approximate one is drawn hollow, and ``date_text`` should say that it is."""

    date_text: str
    start: date
    end: date | None
    label: str
    approximate: bool = False
    about: str = ""


@dataclass(frozen=True)
class Link:
    """One agency acting with one partner in one measure; an empty partner means that it acted alone."""

    actor: str
    partner: str
    measure: str
    kind: str
    about: str = ""


@dataclass(frozen=True)
class Point:
    """The figure of one year, with its text as shown, unit left out; a doubtful one is drawn hollow."""

    year: int
    quantity: Quantity
    text: str
    doubtful: bool = False
    about: str = ""


@dataclass(frozen=True)
class Gap:
    """A break in a line, after one year and before another, with its reason in words."""

    after: int
    before: int
    reason: str


@dataclass(frozen=True)
class Line:
    """One thing over the years, in segments that may be joined inside but never to each other.

    ``unit`` stands after a value where it is told in full, "patents" or "%".

    Raises ``ValueError`` when the years do not run upwards, when two segments have no gap between them to say
    why they are apart, or when a gap lies anywhere else.
    """

    label: str
    label_zh: str
    segments: Sequence[Sequence[Point]]
    gaps: Sequence[Gap] = ()
    unit: str = ""

    def __post_init__(self) -> None:
        if not self.segments or not all(self.segments):
            raise ValueError(f"the line {self.label!r} has no segment, or an empty one: leave it out")
        years = [point.year for point in self.points]
        if any(after >= before for after, before in pairwise(years)):
            raise ValueError(f"the years of {self.label!r} do not run upwards, each once: {years}")
        breaks = [(one[-1].year, other[0].year) for one, other in pairwise(self.segments)]
        for gap in self.gaps:
            if not gap.reason.strip():
                raise ValueError(f"the gap of {self.label!r} after {gap.after} has no reason: say it in words")
            if not any(last <= gap.after < gap.before <= first for last, first in breaks):
                raise ValueError(
                    f"the gap {gap.after} to {gap.before} of {self.label!r} does not lie between two of its segments"
                )
        for last, first in breaks:
            if not any(last <= gap.after and gap.before <= first for gap in self.gaps):
                raise ValueError(
                    f"the segments of {self.label!r} that end in {last} and begin in {first} have no gap between "
                    "them: give one with its reason, or join them"
                )

    @property
    def points(self) -> list[Point]:
        """All its points, in the order of the years."""
        return [point for segment in self.segments for point in segment]


@dataclass(frozen=True)
class Panel:
    """One small chart of a page: its title, unit, lines, and one sentence that says how to read it."""

    title: str
    title_zh: str
    unit: str
    lines: Sequence[Line]
    reading: str


@dataclass(frozen=True)
class Pair:
    """One place, or other thing, with the same measure told twice, and both as shown."""

    label: str
    label_zh: str
    first: Quantity
    first_text: str
    second: Quantity
    second_text: str
    first_about: str = ""
    second_about: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Figure:
    """A chart with all that it needs to be read: shown as headline, picture, and source line with table.

    ``narrow`` is the same picture for a telephone, ``reading`` says in Markdown how to read it.

    Raises ``ValueError`` when anything is empty or breaks the rules that the message names.
    """

    name: str
    headline: str
    subtitle: str
    alt: str
    source: str
    svg: str
    narrow: str
    reading: str
    table: str
    data: str
    notes: str = ""
    language: Language = "en"

    def __post_init__(self) -> None:
        words = {field.name: getattr(self, field.name) for field in fields(self)}
        _check_words(words, "svg", "narrow", "reading")
        if not self.svg.startswith("<svg") or not self.narrow.startswith("<svg"):
            raise ValueError(f"figure {self.name!r}: the picture must start with <svg, without an XML declaration")

    def _ipython_display_(self) -> None:
        from IPython.display import display

        untyped: Callable[..., object] = display

        def show(kind: str, content: str, plain: str, about: Mapping[str, str]) -> None:
            untyped({kind: content, "text/plain": plain}, raw=True, metadata={kind: {"figure": dict(about)}})

        head = f"**{self.headline}**\n\n{self.subtitle}"
        phrases = _PHRASES[self.language]
        source = phrases["source"].format(source=self.source)
        reading = phrases["how_to_read"].format(reading=self.reading)
        foot = "\n\n".join(filter(None, [source, reading, self.table, self.notes]))
        words = {key: getattr(self, key) for key in ("name", "headline", "subtitle", "alt", "narrow")}
        below = {"part": "foot", **{key: getattr(self, key) for key in ("name", "reading", "data")}}
        show("text/markdown", head, self.headline, {"part": "head"})
        show("image/svg+xml", self.svg, self.alt, words)
        show("text/markdown", foot, source, below)


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
    rows = list(csv.reader(text["data"].splitlines()))
    if len(rows) < 2 or not text["data"].endswith("\n") or any(len(row) != len(rows[0]) for row in rows):
        raise ValueError(f"{called}: the data must be CSV, a heading and at least one row, each with as many cells")
    if (language := words.get("language", "en")) not in _PHRASES:
        raise ValueError(f"{called}: there is no language {language!r}: use one of {', '.join(_PHRASES)}")


# What charts say of their own


_PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "and": " and ",
        "colon": ": ",
        "comma": ", ",
        "semicolon": "; ",
        "stop": ".",
        "space": " ",
        "source": "Source: {source}",
        "how_to_read": "How to read this: {reading}",
        "when": "{label}, {when}",
        "titled": "{label}: {text}.",
        "kind": "{measure} ({kind})",
        "month": "{date:%b}",
        "month_of": "{date:%b %Y}",
        "left_out": "{label}, {year}: {text}",
        "large": ", axis in millions",
        "acted": "{agency} acted",
        "took_part": "{agency} took part",
        "who_acted": "who acted",
        "with_whom": "with whom",
        "no_figure": "no figure",
        "pale": "Pale end of a bar: the range that rounding leaves open.",
        "steps": "Each step is ten times the last.",
        "enlarged": "The ends of the bars, enlarged: {first} to {last}. This axis does not start at zero.",
        "not_zero": "This axis does not start at zero.",
        "hollow": "Hollow dot: the date is approximate.",
        "folded": "Broken axis: years without an event, shortened.",
        "arrow": "Arrow: only a bound is known, and the number lies that way.",
        "up": "Hollow with an arrow up: a lower bound; the true number is higher.",
        "down": "Hollow with an arrow down: an upper bound; the true number is lower.",
        "doubtful": "Hollow, on a dashed line: doubtful or approximate.",
        "thin": "Thin line: passes over a year for which no figure was found.",
        "upright": "Upright bar through a point: the range that rounding leaves open.",
        "too_close": "Too close to be written at their points: {values}.",
        "breaks": "Breaks, where a line stops:",
        "reads_bars": "all bars start at zero and share one scale, so twice the length is twice the number",
        "reads_band": "the pale end of a bar is the range that rounding leaves open",
        "reads_open": "an open, pointed end is a lower bound: the true number is higher",
        "reads_pale": "a bar that is pale all along is an upper bound: the true number is lower",
        "reads_parts": "the first bar is the whole, and each part is as wide as its share; the rows below show the "
        "parts one by one, each in its place",
        "reads_pointer": "a small triangle points at a part too narrow to be seen",
        "reads_log": "each step of the axis is ten times the last, so equal distances between dots are equal ratios",
        "reads_arrow": "a hollow dot with an arrow is a lower bound: the true number is higher",
        "reads_through": "a bar through a mark is the range that rounding leaves open",
        "reads_balance": "both bars start at zero",
        "reads_strip": "the strip below enlarges their far ends, on an axis that does not start at zero; the line that "
        "joins the two dots is the difference",
        "reads_timeline": "time runs down, true to scale, and a thin line joins each event to its date",
        "reads_period": "a thick stretch of the axis is a period",
        "reads_marked": "the year {year} is shaded",
        "reads_about": "a hollow dot is an approximate date",
        "reads_folded": "where the axis is broken, years without an event are shortened",
        "reads_network": "each row is a measure and each column an agency, under its letter; "
        "a filled disc is who acted, a ring is with whom",
        "reads_joined": "a line joins all who took part in a measure",
        "reads_pairs": "both numbers of a row stand on one axis from zero, the disc {first}, the ring {second}",
        "reads_bound": "an arrow shows where the number lies when only a bound is known",
        "reads_lines": "the axis starts at zero, and each dot is the figure of one year",
        "reads_cut": "the axis does not start at zero, so heights cannot be compared, only changes",
        "reads_panels": "every panel has its own axis from zero over the same years, so compare shapes between panels, "
        "not heights",
        "reads_up": "a hollow dot with an arrow up is a lower bound, the true number is higher",
        "reads_down": "a hollow dot with an arrow down is an upper bound, the true number is lower",
        "reads_doubtful": "a hollow dot on a dashed line is doubtful or approximate",
        "reads_thin": "a thin line passes over a year for which no figure was found",
        "reads_upright": "an upright bar through a dot is the range that rounding leaves open",
        "reads_breaks": "a line stops where figures may not be joined, and the letter there names the reason below",
    },
    "zh": {
        "and": "和",
        "colon": "：",
        "comma": "，",
        "semicolon": "；",
        "stop": "。",
        "space": "",
        "source": "来源：{source}",
        "how_to_read": "读图说明：{reading}",
        "when": "{label}，{when}",
        "titled": "{label}：{text}。",
        "kind": "{measure}（{kind}）",
        "month": "{date.month}月",
        "month_of": "{date.year}年{date.month}月",
        "left_out": "{label}{year}年：{text}",
        "large": "，以万计",
        "acted": "{agency}行动",
        "took_part": "{agency}参与",
        "who_acted": "行动机关",
        "with_whom": "合作机关",
        "no_figure": "无数据",
        "pale": "条形淡色端：四舍五入留下的可能范围。",
        "steps": "每一格是前一格的十倍。",
        "enlarged": "条形末端放大：{first}至{last}。此标尺不从零开始。",
        "not_zero": "此标尺不从零开始。",
        "hollow": "空心点：日期为约数。",
        "folded": "断开的标尺：无事件的年份，已缩短。",
        "arrow": "箭头：只知界限，实际数在箭头所指一方。",
        "up": "空心带上箭头：下限，实际数更高。",
        "down": "空心带下箭头：上限，实际数更低。",
        "doubtful": "虚线上的空心点：存疑或约数。",
        "thin": "细线：越过未找到数据的年份。",
        "upright": "穿过点的垂线：四舍五入留下的可能范围。",
        "too_close": "过于密集，未写在点旁：{values}。",
        "breaks": "线条中断之处：",
        "reads_bars": "各条均从零开始，比例相同，长度加倍即数量加倍",
        "reads_band": "条形淡色端是四舍五入留下的可能范围",
        "reads_open": "开口的尖端表示下限，实际数更高",
        "reads_pale": "整条淡色表示上限，实际数更低",
        "reads_parts": "第一条是总数，各部分的宽度即其比重；下面各行按原位逐一显示各部分",
        "reads_pointer": "小三角指向小得看不见的部分",
        "reads_log": "标尺上每一格是前一格的十倍，点间距离相等即倍数相等",
        "reads_arrow": "空心带箭头的点表示下限，实际数更高",
        "reads_through": "穿过标记的横条是四舍五入留下的可能范围",
        "reads_balance": "两条均从零开始",
        "reads_strip": "下面放大其末端，其标尺不从零开始；连接两点的线即差额",
        "reads_timeline": "时间由上而下，按比例绘制，细线把事件与日期相连",
        "reads_period": "标尺上的粗段表示一段时期",
        "reads_marked": "{year}年以底色标出",
        "reads_about": "空心点表示日期为约数",
        "reads_folded": "标尺断开处缩短了无事件的年份",
        "reads_network": "每行是一项措施，每列是一个机关，以字母表示；实心圆是行动机关，圆环是合作机关",
        "reads_joined": "横线连接参与同一措施的各机关",
        "reads_pairs": "每行两个数同在从零开始的标尺上，圆点为{first}，圆环为{second}",
        "reads_bound": "只知界限时，箭头指向实际数所在的一方",
        "reads_lines": "标尺从零开始，每点是一年的数",
        "reads_cut": "标尺不从零开始，只能比较变化，不能比较高度",
        "reads_panels": "各图年份相同，但各有从零开始的标尺；可比较形状，不可比较高度",
        "reads_up": "空心带上箭头的点是下限，实际数更高",
        "reads_down": "空心带下箭头的点是上限，实际数更低",
        "reads_doubtful": "虚线上的空心点存疑或为约数",
        "reads_thin": "细线越过未找到数据的年份",
        "reads_upright": "穿过点的垂线是四舍五入留下的可能范围",
        "reads_breaks": "数据不可相连之处线条中断，该处字母的理由写在下面",
    },
}
"""Every word that a chart adds of its own, in the languages that it speaks."""


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


def _stacks(sheet: _Sheet, rows: Sequence[tuple[Mark, str]]) -> bool:
    """Whether a value finds no room beside one of the labels, so that all stand below theirs."""
    return any(len(_lines(_label(mark.label, mark.label_zh, value), sheet.room, _SIZE)) > 1 for mark, value in rows)


def _set_label(sheet: _Sheet, mark: Mark, value: str, stacked: bool) -> None:
    sheet.paragraph(_label(mark.label, mark.label_zh, "" if stacked else value))
    if stacked and value:
        sheet.paragraph([_Run(value, bold=True)])


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
        return self.width < WIDTH

    def say(self, phrase: str, **values: object) -> str:
        """One of the fixed phrases, in the language of the chart."""
        return _PHRASES[self.language][phrase].format_map(values)

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

    def paragraph(
        self, runs: Iterable[_Run], *, x: float | None = None, room: float | None = None, size: float = _SIZE
    ) -> None:
        """Set runs of text in as many lines as they need, and move down below them."""
        for line in _lines(runs, self.room if room is None else room, size):
            self.set_line(line, self.left if x is None else x, self.y + size, size)
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
        self.line([(self.left, self.y), (self.right, self.y)], colour=_RULE)
        self.y += _GAP

    def note(self, phrase: str, **values: object) -> None:
        """Set a fixed phrase as a note in small grey type."""
        self.paragraph([_Run(self.say(phrase, **values), colour=GREY)], size=_SMALL)

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


def _figure(words: Words, draw: Callable[[_Sheet], Sequence[str]]) -> Figure:
    """Lay a chart out twice and return it with its words; ``draw`` returns the sentences that say how to read it."""
    _check_words(words)
    language = words.get("language", "en")
    sheets = _Sheet(WIDTH, language), _Sheet(NARROW, language)
    reading, _ = (draw(sheet) for sheet in sheets)
    name, alt = words["name"], words["alt"]
    return Figure(
        **words,
        svg=sheets[0].picture(name, alt),
        narrow=sheets[1].picture(f"{name}-narrow", alt),
        reading=sheets[0].say("space").join(filter(None, reading)),
    )


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
    return _figure(words, lambda sheet: _bars(sheet, marks))


def _bars(sheet: _Sheet, marks: Sequence[Mark]) -> list[str]:
    scale, beside = _bar_scale(sheet, marks)
    stacked = not beside and _stacks(sheet, [(mark, mark.text) for mark in marks])
    seen = set()
    group = ""
    for number, mark in enumerate(marks, start=1):
        if mark.group != group:
            sheet.y += _GAP if number > 1 else 0
            sheet.heading(mark.group) if mark.group else None
            group = mark.group
        _set_label(sheet, mark, "" if beside else mark.text, stacked)
        sheet.y += 1
        seen |= _draw_bar(sheet, number, mark, scale, COLOURS[0])
        if beside:
            end = sheet.left + float(_highest(mark.quantity)) * scale + _tail(mark.quantity)
            sheet.text(end + _GAP, sheet.y + 9.6, mark.text, bold=True)
        sheet.y += _BAR + 9
    if "reads_band" in seen:
        sheet.note("pale")
    return [
        sheet.sentences("reads_bars"),
        sheet.sentences(*(reads for reads in ("reads_band", "reads_open", "reads_pale") if reads in seen)),
    ]


_POINT = 7.0
"""Length of the pointed end of a lower bound, in points."""


def _tail(quantity: Quantity) -> float:
    return _POINT if _is_lower_bound(quantity) else 0.0


def _bar_scale(sheet: _Sheet, marks: Sequence[Mark]) -> tuple[float, bool]:
    """Points per unit, and whether the values find room at the ends of their bars."""
    most = max(_highest(mark.quantity) for mark in marks)
    if most == 0:
        return 0.0, True

    def longest(beside: bool) -> float:
        rooms = []
        for mark in marks:
            room = sheet.room - _tail(mark.quantity) - (_GAP + _width(mark.text, bold=True) if beside else 0)
            value = float(_highest(mark.quantity))
            rooms.append(room / value if value else math.inf if room > 0 else -math.inf)
        return min(rooms)

    scale = longest(True)
    if scale * float(most) >= 0.5 * sheet.room:
        return scale, True
    return longest(False), False


def _draw_bar(sheet: _Sheet, number: int, mark: Mark, scale: float, colour: str) -> set[str]:
    """Draw one bar at the sheet's place; return the phrases that say how to read what is special in it."""
    quantity = mark.quantity
    seen = set()
    top, end = sheet.y, sheet.left + float(quantity.value) * scale
    if quantity.value:
        open_below = quantity.is_bound and quantity.lower is None
        seen |= {"reads_pale"} if open_below else set()
        sheet.box(
            sheet.left,
            top,
            end - sheet.left,
            _BAR,
            _TINT if open_below else colour,
            edge=colour if open_below else None,
            gid=f"bar-{number}",
            title=sheet.title(mark.label, mark.period, mark.text, mark.about),
        )
    if _is_lower_bound(quantity):
        seen.add("reads_open")
        points = [(end + 1, top), (end + _POINT, top + _BAR / 2), (end + 1, top + _BAR)]
        sheet.shape(points, PAPER, edge=colour, gid=f"open-{number}")
    if quantity.lower is not None and quantity.upper is not None:
        low, high = (sheet.left + float(at) * scale for at in (max(quantity.lower, Fraction(0)), quantity.upper))
        if high - low > _VISIBLE:
            seen.add("reads_band")
            sheet.box(low, top, high - low, _BAR, _TINT, edge=colour, gid=f"band-{number}")
            sheet.line([(end, top), (end, top + _BAR)], colour=colour, thick=0.8)
    sheet.line([(sheet.left, top - 1.5), (sheet.left, top + _BAR + 1.5)], thick=1.0)
    return seen


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
    return _figure(words, lambda sheet: _part_of_whole(sheet, parts, whole, together.value))


def _part_of_whole(sheet: _Sheet, parts: Sequence[Mark], whole: Mark, together: Fraction) -> list[str]:
    scale = sheet.room / float(max(whole.quantity.value, together))
    sheet.paragraph([_Run(whole.label, bold=True), *_label("", whole.label_zh, whole.text)])
    sheet.y += 1
    places = []
    start = sheet.left
    for part in parts:
        places.append((start, float(part.quantity.value) * scale))
        start += places[-1][1]
    values = [part.text + _share_text(part, whole) for part in parts]
    titles = [
        sheet.title(part.label, part.period, value, part.about) for part, value in zip(parts, values, strict=True)
    ]
    for number, ((x, width), colour, title) in enumerate(zip(places, COLOURS, titles, strict=False), start=1):
        sheet.box(x, sheet.y, width, 20, colour, gid=f"part-{number}", title=title)
    for x, width in places[1:]:
        if width > 4:
            sheet.line([(x, sheet.y), (x, sheet.y + 20)], colour=PAPER, thick=1)
    sheet.y += 20 + 9
    pointed = False
    stacked = _stacks(sheet, list(zip(parts, values, strict=True)))
    for number, (part, (x, width), colour) in enumerate(zip(parts, places, COLOURS, strict=False), start=1):
        _set_label(sheet, part, values[number - 1], stacked)
        sheet.y += 3
        sheet.box(sheet.left, sheet.y + 3, sheet.room, 2, _RULE)
        sheet.box(x, sheet.y, width, 8, colour, gid=f"row-{number}", title=titles[number - 1])
        if width < 3:
            pointed = True
            middle = x + width / 2
            sheet.shape([(middle - 3.5, sheet.y - 5), (middle + 3.5, sheet.y - 5), (middle, sheet.y - 0.5)], colour)
        sheet.y += 8 + 8
    return [sheet.sentences("reads_parts"), sheet.sentences("reads_pointer") if pointed else ""]


def _share_text(part: Mark, whole: Mark) -> str:
    if part.quantity.is_exact and whole.quantity.is_exact:
        return f" ({percent(share(part.quantity, whole.quantity)):1}%)"
    return ""


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
    return _figure(words, lambda sheet: _dots_log(sheet, marks))


def _dots_log(sheet: _Sheet, marks: Sequence[Mark]) -> list[str]:
    low = math.floor(min(math.log10(mark.quantity.value) for mark in marks))
    high = max(low + 1, math.ceil(max(math.log10(mark.quantity.value) for mark in marks)))
    radius = 3.6
    start, end = sheet.left + radius, sheet.right - radius

    def across(value: Fraction) -> float:
        return start + (math.log10(value) - low) / (high - low) * (end - start)

    decades = [Fraction(10) ** power for power in range(low, high + 1)]
    ticks = [(across(decade), _power_text(decade)) for decade in decades]
    sheet.note("steps")
    _name_ticks(sheet, ticks)
    seen = set()
    group = ""
    for number, mark in enumerate(marks, start=1):
        if mark.group != group:
            sheet.y += 3
            sheet.heading(mark.group) if mark.group else None
            group = mark.group
        at = _beside_dot(sheet, mark, across(mark.quantity.value), radius)
        sheet.paragraph(_label(mark.label, mark.label_zh, "" if at is not None else mark.text))
        middle = sheet.y + 6.5
        sheet.line([(start, middle), (end, middle)], colour=_RULE)
        for x, _ in ticks:
            sheet.line([(x, middle - 3), (x, middle + 3)], colour=_RULE)
        if at is not None:
            sheet.box(at - 2, middle - 5, _width(mark.text, bold=True) + 4, 10, PAPER)
            sheet.text(at, middle + 3.6, mark.text, bold=True)
        seen |= _draw_dot(sheet, number, mark, across, middle, radius)
        sheet.y += 13 + _GAP
    _name_ticks(sheet, ticks)
    return [
        sheet.sentences("reads_log"),
        sheet.sentences(*(reads for reads in ("reads_arrow", "reads_through") if reads in seen)),
    ]


_ARROW = 12.0
"""Length of the arrow of a lower bound on an axis in steps of ten, in points."""


def _beside_dot(sheet: _Sheet, mark: Mark, x: float, radius: float) -> float | None:
    """Where a value stands after its dot, or before it; None where it finds no room on either side."""
    width = _width(mark.text, bold=True)
    after = x + radius + (_ARROW if _is_lower_bound(mark.quantity) else 0) + _GAP
    before = x - radius - _GAP - width
    return after if after + width <= sheet.right else before if before >= sheet.left else None


def _draw_dot(
    sheet: _Sheet, number: int, mark: Mark, across: Callable[[Fraction], float], middle: float, radius: float
) -> set[str]:
    """Draw one dot with its range or its arrow; return the phrases that say how to read what is special in it."""
    quantity, x, colour = mark.quantity, across(mark.quantity.value), COLOURS[0]
    title = sheet.title(mark.label, mark.period, mark.text, mark.about)
    seen = set()
    if quantity.lower and quantity.upper and quantity.lower > 0:
        low, high = across(quantity.lower), across(quantity.upper)
        if high - low > 2 * radius:
            seen.add("reads_through")
            sheet.box(low, middle - 1.5, high - low, 3, colour, gid=f"band-{number}")
    if _is_lower_bound(quantity):
        seen.add("reads_arrow")
        tip = x + radius + _ARROW
        sheet.box(x + radius, middle - 3, _ARROW, 6, PAPER)
        sheet.line([(x + radius, middle), (tip - 3, middle)], colour=colour, thick=1.5)
        sheet.shape([(tip - 5, middle - 3.5), (tip, middle), (tip - 5, middle + 3.5)], colour, gid=f"open-{number}")
        sheet.disc(x, middle, radius - 0.75, PAPER, edge=colour, gid=f"dot-{number}", title=title)
    else:
        sheet.disc(x, middle, radius, colour, gid=f"dot-{number}", title=title)
    return seen


def _power_text(power: Fraction) -> str:
    return f"{int(power):,}" if power >= 1 else f"{float(power):.{len(str(power.denominator)) - 1}f}"


def _name_ticks(sheet: _Sheet, ticks: Sequence[tuple[float, str]]) -> None:
    """Name every tick, or every second or third and so on from the last, so that no two names touch."""

    def place(x: float, text: str) -> tuple[float, float]:
        width = _width(text, _SMALL)
        left = min(max(x - width / 2, sheet.left), sheet.right - width)
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
    low = min(inflow.quantity.value, outflow.quantity.value)
    if not (inflow.quantity.is_exact and outflow.quantity.is_exact) or low <= 0:
        raise ValueError("a balance needs two exact numbers above zero; draw rounded ones with bars()")
    if difference.quantity != outflow.quantity - inflow.quantity:
        raise ValueError(
            f"the difference {difference.text!r} is not {outflow.text} less {inflow.text}: compute it from the two"
        )
    return _figure(words, lambda sheet: _balance(sheet, inflow, outflow, difference))


def _balance(sheet: _Sheet, inflow: Mark, outflow: Mark, difference: Mark) -> list[str]:
    low, high = sorted((inflow.quantity.value, outflow.quantity.value))
    pairs = [(inflow, COLOURS[0]), (outflow, COLOURS[-1])]
    step = _step(high - low)
    first, last = low // step * step, -(-high // step) * step
    first, last = first - (step if first == low else 0), last + (step if last == high else 0)
    scale = sheet.room / float(last)
    stacked = _stacks(sheet, [(mark, mark.text) for mark, _ in pairs])
    for number, (mark, colour) in enumerate(pairs, start=1):
        _set_label(sheet, mark, mark.text, stacked)
        sheet.y += 1
        _draw_bar(sheet, number, mark, scale, colour)
        sheet.y += _BAR + 7
    top = sheet.y - 5
    sheet.y += 18
    sheet.shape(
        [(sheet.left + float(first) * scale, top), (sheet.right, top), (sheet.right, sheet.y), (sheet.left, sheet.y)],
        _TINT,
    )
    _enlarged(sheet, pairs, difference, first, last, step)
    return [sheet.sentences("reads_balance"), sheet.sentences("reads_strip")]


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
    inner, span = sheet.left + 10, sheet.room - 20

    def across(value: Fraction) -> float:
        return inner + float((value - first) / (last - first)) * span

    top = sheet.y
    rows = 2 * (_LINE + 13)
    texts = _lines([_Run(difference.text, bold=True)], span, _SIZE)
    note = _lines(
        [
            _Run(
                sheet.say("enlarged", first=f"{int(first):,}", last=f"{int(last):,}"),
                colour=GREY,
            )
        ],
        span,
        _SMALL,
    )
    bottom = top + 6 + len(note) * _LINE + rows + 14 + len(texts) * _LINE + 18
    sheet.box(sheet.left, top, sheet.room, bottom - top, PAPER, edge=_RULE)
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
        title = sheet.title(mark.label, mark.period, mark.text, mark.about)
        sheet.disc(x, sheet.y, 4, colour, gid=f"dot-{number}", title=title)
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


def timeline(
    events: Sequence[Event], *, mark_year: int | None = None, fold: bool = False, **words: Unpack[Words]
) -> Figure:
    """Events down an axis that is true to scale, with their labels moved apart and joined by lines.

    An approximate date is a hollow dot, a period a thick stretch of the axis; the marked year is shaded. A span
    of a year and a half or less is divided into months. With ``fold`` two or more whole years without an event
    become one short broken stretch, so that a crowded year finds room; leave it out where the wait tells.

    Raises ``ValueError`` when an event ends before it starts.
    """
    _need(events, "events")
    for event in events:
        if event.end is not None and event.end < event.start:
            raise ValueError(f"{event.label!r} ends on {event.end}, before it starts on {event.start}")
    return _figure(
        words, lambda sheet: _timeline(sheet, sorted(events, key=lambda event: event.start), mark_year, fold)
    )


def _timeline(sheet: _Sheet, events: Sequence[Event], mark_year: int | None, fold: bool) -> list[str]:
    stretches = _stretches(events, fold, sheet)
    axis = sheet.left + 10 + max(_width(stretch.name, _SMALL, True) for stretch in stretches)
    column, gap = axis + 34.0, 7.0
    texts = [
        _lines([_Run(event.date_text, bold=True), _Run(f"  {event.label}")], sheet.right - column, _SIZE)
        for event in events
    ]
    heights = [len(text) * _LINE + gap for text in texts]
    span = max(1.08 * sum(heights), 20.0 * len(stretches))
    folded = 20.0
    day = (span - folded * sum(stretch.folded for stretch in stretches)) / sum(
        stretch.days for stretch in stretches if not stretch.folded
    )
    top = sheet.y
    tops = [top]
    for stretch in stretches:
        tops.append(tops[-1] + (folded if stretch.folded else stretch.days * day))

    def down(when: date) -> float:
        at = max(index for index, stretch in enumerate(stretches) if stretch.first <= when)
        return tops[at] + (when - stretches[at].first).days * day

    marked = _time_scale(sheet, stretches, mark_year, tops, axis)
    seen = {"reads_marked"} if marked else set()
    wanted = [(down(event.start) + down(event.end or event.start)) / 2 - 6.5 for event in events]
    for number, (event, text, place) in enumerate(
        zip(events, texts, _apart(wanted, heights, top, top + span), strict=True), start=1
    ):
        begin, finish = down(event.start), down(event.end or event.start)
        middle = (begin + finish) / 2
        sheet.line(
            [(axis, middle), (axis + 7, middle), (column - 8, place + 6.5), (column - 3, place + 6.5)],
            colour=GREY,
            thick=0.6,
        )
        title = sheet.title(event.date_text, "", event.label, event.about)
        if finish - begin > 7:
            seen.add("reads_period")
            sheet.box(axis - 2, begin, 4, finish - begin, COLOURS[0], gid=f"period-{number}", title=title)
        elif event.approximate:
            sheet.disc(axis, middle, 2.9, PAPER, edge=COLOURS[0], gid=f"event-{number}", title=title)
        else:
            sheet.disc(axis, middle, 3.6, COLOURS[0], gid=f"event-{number}", title=title)
        for index, line in enumerate(text):
            sheet.set_line(line, column, place + index * _LINE + _SIZE)
    sheet.y = top + span + 4
    if any(event.approximate for event in events):
        seen.add("reads_about")
        sheet.note("hollow")
    if any(stretch.folded for stretch in stretches):
        seen.add("reads_folded")
        sheet.note("folded")
    order = ("reads_period", "reads_marked", "reads_about", "reads_folded")
    return [
        sheet.sentences("reads_timeline"),
        sheet.sentences(*(reads for reads in order if reads in seen), year=mark_year),
    ]


@dataclass(frozen=True)
class _Stretch:
    """One named piece of a time scale, up to but not including its last day: a year, a month, or folded years."""

    name: str
    first: date
    last: date
    folded: bool = False

    @property
    def days(self) -> int:
        return (self.last - self.first).days


def _stretches(events: Sequence[Event], fold: bool, sheet: _Sheet) -> list[_Stretch]:
    """Cut the time from the first event to the last into years, or when it is short into months."""
    first, last = events[0].start, max(event.end or event.start for event in events)
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    if len(months) <= 18:
        starts = [date(month // 12, month % 12 + 1, 1) for month in (*months, months[-1] + 1)]
        return [
            _Stretch(
                sheet.say("month_of" if start == starts[0] or start.month == 1 else "month", date=start),
                start,
                following,
            )
            for start, following in pairwise(starts)
        ]
    busy = {year for event in events for year in range(event.start.year, (event.end or event.start).year + 1)}
    stretches: list[_Stretch] = []
    year = first.year
    while year <= last.year:
        following = min((other for other in busy if other > year), default=last.year + 1)
        idle = year not in busy
        until = following if fold and idle and following - year > 1 else year + 1
        name = str(year) if until == year + 1 else f"{year}–{(until - 1) % 100:02d}"
        stretches.append(_Stretch(name, date(year, 1, 1), date(until, 1, 1), until > year + 1))
        year = until
    return stretches


def _time_scale(
    sheet: _Sheet, stretches: Sequence[_Stretch], mark_year: int | None, tops: Sequence[float], axis: float
) -> bool:
    """Draw the axis with a tick at the start of each stretch, and its name in the middle; shade the marked year.

    Return whether there is a marked year on it.
    """
    marked = [at for at, stretch in enumerate(stretches) if stretch.first.year == mark_year and not stretch.folded]
    if marked:
        top, bottom = tops[marked[0]], tops[marked[-1] + 1]
        sheet.box(sheet.left, top, axis + 8 - sheet.left, bottom - top, _TINT, gid="marked-year")
    for at, (stretch, (top, bottom)) in enumerate(zip(stretches, pairwise(tops), strict=True)):
        sheet.line([(axis - 5, top), (axis, top)], colour=GREY)
        sheet.text(
            sheet.left + 3,
            (top + bottom) / 2 + 3.4,
            stretch.name,
            size=_SMALL,
            bold=at in marked,
            colour=INK if at in marked else GREY,
        )
        dash = (1.5, 1.5) if stretch.folded else None
        gid = f"folded-{stretch.name}" if stretch.folded else ""
        sheet.line([(axis, top), (axis, bottom)], colour=GREY, thick=1.2, dash=dash, gid=gid)
    sheet.line([(axis - 5, tops[-1]), (axis, tops[-1])], colour=GREY)
    return bool(marked)


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
    if len(agencies) > _AGENCIES:
        raise ValueError(f"{len(agencies)} agencies do not fit side by side: join some, or draw two charts")
    return _figure(words, lambda sheet: _network(sheet, measures, agencies))


_AGENCIES = 18
"""How many columns of discs with legible letters find room side by side."""


def _network(sheet: _Sheet, measures: Mapping[str, Sequence[Link]], agencies: Sequence[str]) -> list[str]:
    radius = min(7.5, sheet.room / len(agencies) / 2 - 1)
    pitch = min(32.0, (sheet.room - 2 * radius) / max(1, len(agencies) - 1))
    columns = {
        agency: (letter, sheet.left + radius + place * pitch)
        for place, (letter, agency) in enumerate(zip(ascii_uppercase, agencies, strict=False))
    }
    for agency, (letter, _) in columns.items():
        sheet.text(sheet.left + 8, sheet.y + _SIZE, letter, bold=True, align="centre")
        sheet.paragraph([_Run(agency)], x=sheet.left + 18, room=sheet.room - 18)
    sheet.y += 3
    sheet.disc(sheet.left + 8, sheet.y + 6, 4.5, COLOURS[0])
    acted, with_whom = sheet.say("who_acted"), sheet.say("with_whom")
    sheet.text(sheet.left + 18, sheet.y + _SMALL, acted, size=_SMALL, colour=GREY)
    ring = sheet.left + 18 + _width(acted, _SMALL) + 18
    sheet.disc(ring, sheet.y + 6, 3.7, PAPER, edge=COLOURS[-1], thick=1.6)
    sheet.text(ring + 10, sheet.y + _SMALL, with_whom, size=_SMALL, colour=GREY)
    sheet.y += _LINE + 3
    for row, (measure, its) in enumerate(measures.items(), start=1):
        sheet.line([(sheet.left, sheet.y), (sheet.right, sheet.y)], colour=_RULE)
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
        named = sheet.say("kind", measure=measure, kind=its[0].kind) if its[0].kind else measure
        for agency, (letter, x) in columns.items():
            about = next((link.about for link in its if agency in (link.actor, link.partner)), "")
            acts = sheet.say("acted" if agency in actors else "took_part", agency=agency)
            title = sheet.title(acts, "", named, about)
            if agency in actors:
                sheet.disc(x, middle, radius, COLOURS[0], gid=f"actor-{row}-{letter}", title=title)
            elif agency in present:
                gid = f"partner-{row}-{letter}"
                sheet.disc(x, middle, radius - 0.8, PAPER, edge=COLOURS[-1], thick=1.6, gid=gid, title=title)
            if agency in present:
                colour = PAPER if agency in actors else INK
                sheet.text(x, middle + 3.3, letter, size=_SMALL, bold=True, colour=colour, align="centre")
        sheet.y = middle + radius + 6
    return [sheet.sentences("reads_network"), sheet.sentences("reads_joined")]


def pairs(rows: Sequence[Pair], *, first_name: str, second_name: str, **words: Unpack[Words]) -> Figure:
    """The same measure told twice for each row, printed and recomputed say: a disc and a ring on one axis from zero.

    Both values stand in columns beside the label. What rounding leaves open is drawn where it is wider than the
    disc; an arrow points to where the true number lies when only a bound is known.

    Raises ``ValueError`` for a negative value: this axis starts at zero and runs to the right.
    """
    _need(rows, "rows")
    for row in rows:
        if min(row.first.value, row.second.value) < 0:
            raise ValueError(f"{row.label!r} is negative: this axis starts at zero and runs to the right")
    return _figure(words, lambda sheet: _pairs(sheet, rows, first_name, second_name))


def _pairs(sheet: _Sheet, rows: Sequence[Pair], first_name: str, second_name: str) -> list[str]:
    names = (first_name, second_name)
    for name, (ring, colour) in zip(names, _PAIR_LOOKS, strict=True):
        _pair_dot(sheet, sheet.left + 5, sheet.y + 6, ring, colour)
        sheet.paragraph([_Run(name)], x=sheet.left + 14, room=sheet.room - 14)
    sheet.y += 4
    columns = [
        max(_width(text, bold=True) for text in texts)
        for texts in ([row.first_text for row in rows], [row.second_text for row in rows])
    ]
    across_both = sum(columns) + 2 * 13 + 12
    quantities = [quantity for row in rows for quantity in (row.first, row.second)]
    most = max(map(_highest, quantities)) or Fraction(1)
    ticks = _ticks(Fraction(0), most, 5)
    start, end = sheet.left + 14, sheet.right - 16

    def across(value: Fraction) -> float:
        return start + float(value / most) * (end - start)

    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        _pair_label(sheet, row, columns if across_both <= 0.8 * sheet.room else [], across_both <= 0.55 * sheet.room)
        middle = sheet.y + 6
        sheet.line([(start, middle), (end, middle)], colour=_RULE)
        for x in map(across, ticks):
            sheet.line([(x, middle - 3), (x, middle + 3)], colour=_RULE)
        sheet.line([(start, middle - 6), (start, middle + 6)], thick=1.0)
        seen |= _draw_pair(sheet, number, row, names, across, middle)
        sheet.y += 12 + _GAP + 2
    step = ticks[1] - ticks[0]
    _name_ticks(sheet, [(across(tick), _tick_text(tick, step)) for tick in ticks])
    if "reads_bound" in seen:
        sheet.note("arrow")
    return [
        sheet.sentences("reads_pairs", first=first_name, second=second_name),
        sheet.sentences(*(reads for reads in ("reads_through", "reads_bound") if reads in seen)),
    ]


_PAIR_LOOKS = ((False, COLOURS[0]), (True, COLOURS[-1]))
"""Whether it is a ring, and its colour, for the first and the second of a pair."""


def _draw_pair(
    sheet: _Sheet,
    number: int,
    row: Pair,
    names: tuple[str, str],
    across: Callable[[Fraction], float],
    middle: float,
) -> set[str]:
    """Draw the disc and the ring of one row, joined, each with its range or its arrow.

    Return the phrases that say how to read what is special in it.
    """
    seen = set()
    quantities = (row.first, row.second)
    told = ((row.first_text, row.first_about), (row.second_text, row.second_about))
    sheet.line(
        [(across(quantity.value), middle) for quantity in quantities], colour=GREY, thick=2, gid=f"join-{number}"
    )
    for role, quantity, name, (text, about), (ring, colour) in zip(
        "ab", quantities, names, told, _PAIR_LOOKS, strict=True
    ):
        x = across(quantity.value)
        if quantity.lower is not None and quantity.upper is not None:
            low, high = across(max(quantity.lower, Fraction(0))), across(quantity.upper)
            if high - low > 9:
                seen.add("reads_through")
                sheet.box(low, middle - 1.5, high - low, 3, colour, gid=f"band-{number}-{role}")
        elif quantity.is_bound:
            seen.add("reads_bound")
            way = 1 if quantity.upper is None else -1
            tip = x + 13 * way
            sheet.line([(x, middle), (tip - way, middle)], colour=colour, thick=1.5)
            head = [(tip - 5 * way, middle - 3.5), (tip, middle), (tip - 5 * way, middle + 3.5)]
            sheet.shape(head, colour, gid=f"open-{number}-{role}")
        title = sheet.title(row.label, name, sheet.counted(text, row.unit), about)
        _pair_dot(sheet, x, middle, ring, colour, f"{'ring' if ring else 'dot'}-{number}", title)
    return seen


def _pair_dot(sheet: _Sheet, x: float, y: float, ring: bool, colour: str, gid: str = "", title: str = "") -> None:
    """A small disc, or a ring wide enough that a disc in the same place still shows inside it."""
    if ring:
        sheet.disc(x, y, 4.4, "none", edge=colour, gid=gid, title=title)
    else:
        sheet.disc(x, y, 2.9, colour, gid=gid, title=title)


def _pair_label(sheet: _Sheet, row: Pair, columns: Sequence[float], beside: bool) -> None:
    """Set the label of a row, and its two values: in columns at the right or below it, or one below the other."""
    texts = (row.first_text, row.second_text)
    if columns and not beside:
        sheet.paragraph(_label(row.label, row.label_zh))
        left = sheet.left
        for width, text, (ring, colour) in zip(columns, texts, _PAIR_LOOKS, strict=True):
            _pair_dot(sheet, left + 5, sheet.y + 6.4, ring, colour)
            sheet.text(left + 14, sheet.y + _SIZE, text, bold=True)
            left += width + 14 + 12
        sheet.y += _LINE
        return
    if columns:
        baseline, right = sheet.y + _SIZE, sheet.right
        for width, text, (ring, colour) in zip(columns[::-1], texts[::-1], _PAIR_LOOKS[::-1], strict=True):
            sheet.text(right, baseline, text, bold=True, align="right")
            _pair_dot(sheet, right - width - 8, baseline - 3.6, ring, colour)
            right -= width + 13 + 12
        sheet.paragraph(_label(row.label, row.label_zh), room=right - sheet.left)
        return
    sheet.paragraph(_label(row.label, row.label_zh))
    for text, (ring, colour) in zip(texts, _PAIR_LOOKS, strict=True):
        _pair_dot(sheet, sheet.left + 5, sheet.y + 6.4, ring, colour)
        sheet.paragraph([_Run(text, bold=True)], x=sheet.left + 14, room=sheet.room - 14)


# Years


@dataclass(frozen=True)
class _Plot:
    """The field in which lines are drawn: where the years and the values lie on the sheet, in points."""

    left: float
    right: float
    top: float
    bottom: float
    years: range
    low: Fraction
    high: Fraction
    radius: float
    headroom: float

    @property
    def step(self) -> float:
        return (self.right - self.left) / len(self.years)

    def across(self, year: float) -> float:
        return self.left + (year - self.years[0] + 0.5) * self.step

    def down(self, value: Fraction) -> float:
        span = self.bottom - self.top - self.headroom
        return self.bottom - float((value - self.low) / (self.high - self.low)) * span

    def place(self, point: Point) -> tuple[float, float]:
        return self.across(point.year), self.down(point.quantity.value)


_Box = tuple[float, float, float, float]
_Stroke = tuple[tuple[float, float], tuple[float, float]]


def lines(
    lines: Sequence[Line],
    *,
    unit_label: str,
    mark_year: int | None = 2020,
    zero: bool = True,
    **words: Unpack[Words],
) -> Figure:
    """One to four lines over the years, each named at its end; a line stops at a gap, whose reason stands below.

    The first value, the last, and that of the marked year are written. A lower or upper bound is hollow with an
    arrow; a doubtful figure is hollow and its line dashed; a line is thin where it passes over a year without a
    figure. The axis starts at zero unless ``zero`` is False, and then the chart says so.

    Raises ``ValueError`` for more than four lines, and for a negative value on an axis from zero.
    """
    _need(lines, "lines")
    if len(lines) > len(COLOURS):
        raise ValueError(f"{len(lines)} lines cannot be told apart here: give one to {len(COLOURS)}, or draw panels")
    if not unit_label.strip():
        raise ValueError("the lines have no unit: say in unit_label what is counted")
    _range_of(lines, zero)
    return _figure(words, lambda sheet: _line_chart(sheet, lines, unit_label, mark_year, zero))


def _line_chart(sheet: _Sheet, lines: Sequence[Line], unit_label: str, mark_year: int | None, zero: bool) -> list[str]:
    low, high = _range_of(lines, zero)
    ticks = _ticks(low, high, 5)
    low = low if zero else min(low, ticks[0])
    step = ticks[1] - ticks[0]
    large = step >= _LARGE[sheet.language] / 10
    divisor = _LARGE[sheet.language] if large else 1
    names = [_tick_text(tick / divisor, step / divisor) for tick in ticks]
    if len(lines) == 1:
        sheet.paragraph([_Run(lines[0].label, bold=True), *_label("", lines[0].label_zh)])
    sheet.paragraph([_Run(unit_label + (sheet.say("large") if large else ""), colour=GREY)], size=_SMALL)
    if not zero:
        sheet.paragraph([_Run(sheet.say("not_zero"))], size=_SMALL)
    years = _years_of(lines)
    lettered = _letters([("", lines)], sheet)
    named = _are_named_at_ends(sheet, lines, years)
    if len(lines) > 1 and not named:
        _key(sheet, lines)
    ends, room = _end_labels(lines, years, _BESIDE_NARROW if sheet.is_narrow else _BESIDE, named)
    heights = [len(end) * _LINE + 5 for end in ends]
    top = sheet.y + (12 if lettered else 2)
    plot = _Plot(
        left=sheet.left + max(_width(name, _SMALL) for name in names) + 4,
        right=sheet.right - room - 16,
        top=top,
        bottom=top + max(190.0 if len(lines) > 1 else 165.0, sum(heights)),
        years=years,
        low=low,
        high=high,
        radius=3.0,
        headroom=18.0,
    )
    _shade_year(sheet, plot, mark_year)
    for tick, name in zip(ticks, names, strict=True):
        y = plot.down(tick)
        sheet.line([(plot.left, y), (plot.right, y)], colour=_RULE)
        sheet.text(plot.left - 4, y + 3.2, name, size=_SMALL, colour=GREY, align="right")
    if zero:
        sheet.line([(plot.left, plot.bottom), (plot.right, plot.bottom)], thick=1.0)
    leads = _name_ends(sheet, plot, lines, ends, heights)
    boxes, strokes, breaks = _draw_lines(sheet, plot, lines, lettered)
    strokes += leads
    rules = [plot.down(tick) for tick in ticks]
    marked = [(number, point, _SIZE, True) for number, line in enumerate(lines) if (point := _at(line, mark_year))]
    firsts = [(number, line.points[0], _SMALL, False) for number, line in enumerate(lines)]
    left_out = []
    for number, point, size, bold in [*marked, *(first for first in firsts if first[1].year != mark_year)]:
        if point == lines[number].points[-1]:
            continue
        marker = (number, _colours(lines)[number]) if _is_near_another(plot, lines, number, point) else None
        if not _write_value(
            sheet, plot, point, marker, boxes, strokes, size=size, bold=bold, rules=rules, breaks=breaks
        ):
            left_out.append(sheet.say("left_out", label=lines[number].label, year=point.year, text=point.text))
    sheet.y = max(plot.bottom, *(box[3] - 2 for box in boxes))
    _name_years(sheet, plot, mark_year)
    seen = _explain(sheet, [(plot, lines)])
    if left_out:
        sheet.note("too_close", values=sheet.say("semicolon").join(left_out))
    _reasons(sheet, lettered)
    return [
        sheet.sentences("reads_lines" if zero else "reads_cut"),
        sheet.sentences(*seen),
        sheet.sentences("reads_breaks") if lettered else "",
    ]


_LARGE = {"en": 1_000_000, "zh": 10_000}
"""In what a long axis counts, for short names of its ticks: millions, or wan."""


def _key(sheet: _Sheet, lines: Sequence[Line]) -> None:
    """Name the lines above the chart, where there is no room at their ends."""
    for number, line in enumerate(lines):
        _marker(sheet, number, sheet.left + 4, sheet.y + 6.2, 3.0, _colours(lines)[number])
        sheet.paragraph(_label(line.label, line.label_zh), x=sheet.left + 12, room=sheet.room - 12)


def _is_near_another(plot: _Plot, lines: Sequence[Line], number: int, point: Point) -> bool:
    """Whether a value written at this point could be taken for that of another line."""
    others = [other for at, line in enumerate(lines) if at != number and (other := _at(line, point.year))]
    return any(abs(plot.place(other)[1] - plot.place(point)[1]) < 40 for other in others)


def _at(line: Line, year: int | None) -> Point | None:
    return next((point for point in line.points if point.year == year), None)


def _colours(lines: Sequence[Line]) -> tuple[str, ...]:
    return (COLOURS[0], COLOURS[-1]) if len(lines) == 2 else COLOURS


def _years_of(lines: Iterable[Line]) -> range:
    years = [point.year for line in lines for point in line.points]
    return range(min(years), max(years) + 1)


def _range_of(lines: Iterable[Line], zero: bool) -> tuple[Fraction, Fraction]:
    """The lowest and the highest value that must find a place, rounding included."""
    quantities = [(line.label, point.quantity) for line in lines for point in line.points]
    low = min(quantity.value if quantity.lower is None else quantity.lower for _, quantity in quantities)
    high = max(_highest(quantity) for _, quantity in quantities)
    if zero:
        for label, quantity in quantities:
            if quantity.value < 0:
                raise ValueError(f"{label!r} is negative, and this axis starts at zero: draw it alone with zero=False")
        low = Fraction(0)
    return (low, high) if high > low else (low, low + 1)


def _ticks(low: Fraction, high: Fraction, most: int) -> list[Fraction]:
    """Two or more round numbers, at most ``most`` steps apart, the first at or below the low end."""
    power = Fraction(10) ** (math.floor(math.log10(high - low)) - 1)
    steps = (digit * power for power in (power, 10 * power) for digit in (1, 2, 5))
    step = next(step for step in steps if high - low <= most * step)
    first = low // step * step
    return [first + number * step for number in range(int((high - first) // step) + 1)]


def _tick_text(value: Fraction, step: Fraction) -> str:
    decimals = next(places for places in range(30) if (step * 10**places).denominator == 1)
    return f"{float(value):,.{decimals}f}".replace("-", "\N{MINUS SIGN}") if value else "0"


def _are_named_at_ends(sheet: _Sheet, lines: Sequence[Line], years: range) -> bool:
    """Whether several lines can be named where they end: in few lines of text that break no Chinese term."""
    if len(lines) == 1 or sheet.is_narrow:
        return False
    ends, room = _end_labels(lines, years, _BESIDE, named=True)
    return max(map(len, ends)) <= 4 and all(_width(line.label_zh) <= room - 9 for line in lines)


_BESIDE, _BESIDE_NARROW = 115.0, 80.0
"""How wide what stands beside the ends of lines may be, in points; the less where only values stand there."""


def _end_labels(
    lines: Sequence[Line], years: range, widest: float, named: bool
) -> tuple[list[list[list[_Run]]], float]:
    """What stands at the end of each line, in lines of text, and the room that it takes: as narrow as reads well."""

    def blocks(room: float) -> list[list[list[_Run]]]:
        ends = []
        for line in lines:
            last = line.points[-1]
            dated = [] if last.year == years[-1] else [_Run(f" ({last.year})", colour=GREY, together=True)]
            end = _lines([_Run(last.text, bold=True), *dated], room, _SIZE)
            if named:
                end += _lines([_Run(line.label)], room, _SIZE)
                end += _lines([_Run(line.label_zh, colour=GREY)] if line.label_zh else [], room, _SIZE)
            ends.append([runs for runs in end if runs])
        return ends

    words = [word for line in lines for word in (*line.label.split(), line.label_zh)] if named else []
    words += [word for line in lines for word in line.points[-1].text.split()]
    least = min(max(_width(word, bold=True) for word in words), widest - 5)
    rooms = [least + extra for extra in range(0, 1 + int(widest - least), 6)]
    most = 4 if named else 2
    room = next((room for room in rooms if max(map(len, blocks(room))) <= most), rooms[-1])
    ends = blocks(room)
    return ends, max(_line_width(line, _SIZE) for end in ends for line in end) + (9 if len(lines) > 1 else 0)


def _name_ends(
    sheet: _Sheet, plot: _Plot, lines: Sequence[Line], ends: Sequence[list[list[_Run]]], heights: Sequence[float]
) -> list[_Stroke]:
    """Set the labels beside the ends of their lines, moved apart, each with a thin line to its point."""
    order = sorted(range(len(lines)), key=lambda number: plot.place(lines[number].points[-1])[1])
    wanted = [plot.place(lines[number].points[-1])[1] - _LINE / 2 - 1 for number in order]
    places = _apart(wanted, [heights[number] for number in order], plot.top, plot.bottom)
    column = plot.right + 16
    strokes = []
    for number, top in zip(order, places, strict=True):
        x, y = plot.place(lines[number].points[-1])
        middle = top + _LINE / 2 + 1
        sheet.line(
            [(x, y), (plot.right + 4, y), (plot.right + 10, middle), (column - 3, middle)],
            colour=GREY,
            thick=0.6,
            gid=f"lead-{number + 1}",
        )
        strokes.append(((x, y), (plot.right, y)))
        indent = 0.0
        if len(lines) > 1:
            _marker(sheet, number, column + 3, middle, 3.0, _colours(lines)[number])
            indent = 9.0
        for index, line in enumerate(ends[number]):
            sheet.set_line(line, column + indent, top + index * _LINE + _SIZE)
    return strokes


def _letters(groups: Sequence[tuple[str, Sequence[Line]]], sheet: _Sheet) -> dict[str, tuple[str, str]]:
    """A letter for each reason of a gap, and where it holds: the title of the group, the line unless all, the years."""
    singles = [letter for letter in ascii_lowercase if letter not in "ilo"]
    letters = [*singles, *(one + other for one in singles for other in singles)]
    places: dict[str, dict[str, dict[str, list[str]]]] = {}
    for title, its in groups:
        for line in its:
            for gap in line.gaps:
                held = places.setdefault(gap.reason.strip(), {}).setdefault(title, {})
                held.setdefault(f"{gap.after}|{gap.before}", []).append(line.label)
    found = {}
    for letter, (reason, by_title) in zip(letters, places.items(), strict=False):
        texts = []
        for title, by_years in by_title.items():
            every = len(next(its for name, its in groups if name == title))
            spans = [
                years if len(labels) == every else f"{sheet.say('and').join(labels)} {years}"
                for years, labels in by_years.items()
            ]
            texts.append(sheet.say("comma").join([title, *spans] if title else spans))
        found[reason] = letter, sheet.say("semicolon").join(texts)
    return found


def _reasons(sheet: _Sheet, lettered: Mapping[str, tuple[str, str]]) -> None:
    """Say under the chart why lines stop, each reason beside its letter."""
    if lettered:
        sheet.y += 2
        sheet.note("breaks")
    for reason, (letter, places) in lettered.items():
        sheet.text(sheet.left, sheet.y + _SMALL, letter, size=_SMALL, bold=True)
        runs = [_Run(f"{places}{sheet.say('colon')}"), _Run(reason, colour=GREY)]
        sheet.paragraph(runs, x=sheet.left + 14, room=sheet.room - 14, size=_SMALL)


def _shade_year(sheet: _Sheet, plot: _Plot, mark_year: int | None, suffix: str = "") -> None:
    if mark_year is not None and mark_year in plot.years:
        sheet.box(
            plot.across(mark_year) - plot.step / 2,
            plot.top,
            plot.step,
            plot.bottom - plot.top,
            _TINT,
            gid=f"marked-year{suffix}",
        )


def _name_years(sheet: _Sheet, plot: _Plot, mark_year: int | None, *, ends_only: bool = False) -> None:
    """Name the years below the axis: the marked one, the first and the last, and as many between as find room."""
    width = _width("2020", _SMALL, True) + 4

    def place(year: int) -> float:
        left, right = plot.left - (plot.step if plot.step < width else 0), plot.right + 8
        return min(max(plot.across(year), left + width / 2), right - width / 2)

    named: list[int] = []
    anchor = mark_year if mark_year is not None and mark_year in plot.years else plot.years[-1]
    strides = () if ends_only else range(1, len(plot.years))
    for stride in strides:
        named = [year for year in plot.years if (year - anchor) % stride == 0]
        if stride * plot.step >= width:
            break
    for year in (anchor, plot.years[-1], plot.years[0]):
        if all(abs(place(year) - place(other)) >= width for other in named):
            named.append(year)
    for year in named:
        is_marked = year == mark_year
        sheet.text(
            place(year),
            sheet.y + 4 + _SMALL,
            str(year),
            size=_SMALL,
            bold=is_marked,
            colour=INK if is_marked else GREY,
            align="centre",
        )
    for year in plot.years:
        sheet.line([(plot.across(year), plot.bottom), (plot.across(year), plot.bottom + 3)], colour=GREY, thick=0.6)
    sheet.y += 4 + _LINE + 2


def _marker(
    sheet: _Sheet,
    number: int,
    x: float,
    y: float,
    radius: float,
    colour: str,
    *,
    hollow: bool = False,
    gid: str = "",
    title: str = "",
) -> None:
    """The mark of a line's points: disc, square, diamond, triangle, so that lines differ without their colours."""
    if number == 0:
        if hollow:
            sheet.disc(x, y, radius - 0.6, PAPER, edge=colour, thick=1.2, gid=gid, title=title)
        else:
            sheet.disc(x, y, radius, colour, gid=gid, title=title)
        return
    side = 0.87 * radius
    points = (
        [(-side, -side), (side, -side), (side, side), (-side, side)],
        [(0, -1.2 * radius), (1.2 * radius, 0), (0, 1.2 * radius), (-1.2 * radius, 0)],
        [(0, -1.15 * radius), (1.1 * radius, 0.8 * radius), (-1.1 * radius, 0.8 * radius)],
    )[number - 1]
    fill, thick = (PAPER, 1.2) if hollow else (colour, 0.4)
    sheet.shape([(x + dx, y + dy) for dx, dy in points], fill, edge=colour, thick=thick, gid=gid, title=title)


def _is_loose(point: Point) -> bool:
    """Whether the point is doubtful, or its source said "about", which leaves no bound on either side."""
    return point.doubtful or (point.quantity.lower is None and point.quantity.upper is None)


def _spread(plot: _Plot, quantity: Quantity) -> tuple[float, float] | None:
    """Top and bottom of the range that rounding leaves open, where it is taller than the mark."""
    if quantity.lower is None or quantity.upper is None:
        return None
    top, bottom = plot.down(quantity.upper), plot.down(max(quantity.lower, plot.low))
    return (top, bottom) if bottom - top > 2 * plot.radius + 1 else None


def _draw_lines(
    sheet: _Sheet,
    plot: _Plot,
    lines: Sequence[Line],
    lettered: Mapping[str, tuple[str, str]],
    prefix: str = "",
    titled: str = "",
) -> tuple[list[_Box], list[_Stroke], list[float]]:
    """Draw the breaks, the lines and their points; return what text must mind: boxes, strokes, places of breaks.

    ``titled`` is what the titles of the points name before the line.
    """
    boxes: list[_Box] = []
    strokes: list[_Stroke] = []
    breaks: dict[float, list[str]] = {}
    for gap in sorted((gap for line in lines for gap in line.gaps), key=lambda gap: gap.after + gap.before):
        letters = breaks.setdefault(plot.across((gap.after + gap.before) / 2), [])
        letters.extend({lettered[gap.reason.strip()][0]} - set(letters))
    texts = ["".join(sorted(letters)) for letters in breaks.values()]
    widths = [_width(text, _SMALL, True) + 2 for text in texts]
    wanted = [x - width / 2 for x, width in zip(breaks, widths, strict=True)]
    starts = _apart(wanted, widths, plot.left - 9, plot.right + 9)
    for number, (x, text, left) in enumerate(zip(breaks, texts, starts, strict=True), start=1):
        places = [(x, plot.top), (x, plot.bottom)]
        sheet.line(places, colour=GREY, thick=0.7, dash=(2.5, 2.5), gid=f"break-{prefix}{number}")
        sheet.text(left + 1, plot.top - 2.5, text, size=_SMALL, bold=True)
    colours = _colours(lines)
    for number, line in enumerate(lines, start=1):
        for index, segment in enumerate(line.segments, start=1):
            strokes += _draw_segment(sheet, plot, segment, colours[number - 1], f"line-{prefix}{number}-{index}")
    for number, line in enumerate(lines, start=1):
        for point in line.points:
            label = sheet.say("comma").join(filter(None, (titled, line.label)))
            title = sheet.title(label, point.year, sheet.counted(point.text, line.unit), point.about)
            boxes.append(_draw_point(sheet, plot, point, number - 1, colours[number - 1], f"{prefix}{number}", title))
    return boxes, strokes, list(breaks)


def _draw_segment(sheet: _Sheet, plot: _Plot, segment: Sequence[Point], colour: str, gid: str) -> list[_Stroke]:
    """Draw one segment in stretches of one look: dashed beside a doubtful point, thin across a year left out."""
    stretches: list[tuple[tuple[bool, bool], list[tuple[float, float]]]] = []
    strokes = []
    for one, other in pairwise(segment):
        look = (_is_loose(one) or _is_loose(other), other.year - one.year > 1)
        stroke = (plot.place(one), plot.place(other))
        strokes.append(stroke)
        if stretches and stretches[-1][0] == look:
            stretches[-1][1].append(stroke[1])
        else:
            stretches.append((look, list(stroke)))
    for part, ((dashed, thin), places) in enumerate(stretches, start=1):
        thick = 0.8 if thin else 1.8
        dash = (3.2 / thick, 2.8 / thick) if dashed else None
        sheet.line(places, colour=colour, thick=thick, dash=dash, gid=f"{gid}-{part}")
    return strokes


def _draw_point(sheet: _Sheet, plot: _Plot, point: Point, shape: int, colour: str, name: str, title: str) -> _Box:
    """Draw one point with its range or arrow, and return the box around it all."""
    x, y = plot.place(point)
    radius = plot.radius
    top, bottom = y - radius, y + radius
    name = f"{name}-{point.year}"
    if spread := _spread(plot, point.quantity):
        sheet.line([(x, spread[0]), (x, spread[1])], colour=colour, gid=f"band-{name}")
        for end in spread:
            sheet.line([(x - 2, end), (x + 2, end)], colour=colour)
        top, bottom = min(top, spread[0]), max(bottom, spread[1])
    if point.quantity.is_bound:
        way = -1 if _is_lower_bound(point.quantity) else 1
        tip = y + way * (radius + 7)
        sheet.line([(x, y), (x, tip - way)], colour=colour, thick=1.2)
        sheet.shape([(x - 2.6, tip - 4 * way), (x, tip), (x + 2.6, tip - 4 * way)], colour, gid=f"open-{name}")
        top, bottom = min(top, tip), max(bottom, tip)
    hollow = _is_loose(point) or point.quantity.is_bound
    _marker(sheet, shape, x, y, radius, colour, hollow=hollow, gid=f"dot-{name}", title=title)
    return x - 1.2 * radius, top - 0.6, x + 1.2 * radius, bottom + 0.6


def _write_value(
    sheet: _Sheet,
    plot: _Plot,
    point: Point,
    marker: tuple[int, str] | None,
    boxes: list[_Box],
    strokes: Sequence[_Stroke],
    *,
    size: float,
    bold: bool = False,
    rules: Sequence[float] = (),
    breaks: Sequence[float] = (),
) -> bool:
    """Write a value near its point where it touches no line, point or text; say whether there was room.

    Where the mark of its line, given as shape and colour, stands before it, it can lie a little apart from its
    point. A rule may run behind it, and a break is interrupted by it, but both are shunned.
    """
    x, y = plot.place(point)
    indent = 8.0 if marker else 0.0
    width = indent + _width(point.text, size, bold)
    up, under = 0.78 * size, 0.24 * size
    reach = 34 if marker else 14
    best: tuple[float, _Box] | None = None
    for apart in range(0, reach, 2):
        for baseline in (y - plot.radius - 3.2 - apart, y + plot.radius + 2.6 + up + apart):
            for shift in (0.0, -0.25, 0.25, -0.5, 0.5):
                left = min(max(x - width / 2 + shift * width, plot.left), plot.right - width)
                box = (left - 1, baseline - up, left + width + 1, baseline + under)
                if left < plot.left or box[1] < plot.top or box[3] > plot.bottom - 0.6:
                    continue
                if any(_overlap(box, other) for other in boxes) or any(_crosses(one, box) for one in strokes):
                    continue
                cost = apart + 6 * abs(shift) + 3 * sum(box[1] < rule < box[3] for rule in rules)
                cost += 9 * sum(box[0] < x < box[2] for x in breaks)
                if best is None or cost < best[0]:
                    best = cost, box
    if best is None:
        return False
    left, top, right, bottom = box = best[1]
    for x in breaks:
        if left < x < right:
            sheet.box(x - 1, top, 2, bottom - top, PAPER)
    if marker:
        _marker(sheet, marker[0], left + 4, top + up - 0.36 * size, 2.2, marker[1])
    sheet.text(left + 1 + indent, top + up, point.text, size=size, bold=bold)
    boxes.append(box)
    return True


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _crosses(stroke: _Stroke, box: _Box) -> bool:
    """Whether a straight stroke passes through a box: what is left of it after cutting at each edge."""
    (x, y), (other_x, other_y) = stroke
    first, last = 0.0, 1.0
    for start, way, low, high in ((x, other_x - x, box[0], box[2]), (y, other_y - y, box[1], box[3])):
        if way == 0:
            if not low < start < high:
                return False
            continue
        enter, leave = sorted(((low - start) / way, (high - start) / way))
        first, last = max(first, enter), min(last, leave)
    return first < last


def _explain(sheet: _Sheet, plots: Sequence[tuple[_Plot, Sequence[Line]]]) -> list[str]:
    """Say in words what the shapes mean, those that are there; return the same for how to read the chart."""
    lines = [line for _, its in plots for line in its]
    points = [point for line in lines for point in line.points]
    pairs = [pair for line in lines for segment in line.segments for pair in pairwise(segment)]
    present = {
        "up": any(_is_lower_bound(point.quantity) for point in points),
        "down": any(point.quantity.is_bound and not _is_lower_bound(point.quantity) for point in points),
        "doubtful": any(_is_loose(point) for point in points),
        "thin": any(other.year - one.year > 1 for one, other in pairs),
        "upright": any(_spread(plot, point.quantity) for plot, its in plots for line in its for point in line.points),
    }
    seen = [shape for shape, is_there in present.items() if is_there]
    for shape in seen:
        sheet.note(shape)
    return [f"reads_{shape}" for shape in seen]


def small_multiples(panels: Sequence[Panel], *, mark_year: int, **words: Unpack[Words]) -> Figure:
    """A page of small line charts over the same years, two side by side, each with its reading under it.

    Each panel has its own axis from zero. The value of the marked year stands above the chart, and the first
    and the last at their points where they find room. Breaks, bounds and doubtful figures are drawn as in
    :func:`lines`; the reasons of the breaks stand once, below all panels.

    Raises ``ValueError`` when a panel lacks its title, unit or reading, and when one has more than four lines
    or a negative value.
    """
    _need(panels, "panels")
    for panel in panels:
        _need(panel.lines, f"lines in the panel {panel.title!r}")
        if not all(text.strip() for text in (panel.title, panel.unit, panel.reading)):
            raise ValueError(f"the panel {panel.title!r} needs a title, a unit and a reading, and none empty")
        if len(panel.lines) > len(COLOURS):
            raise ValueError(f"the panel {panel.title!r} has {len(panel.lines)} lines: give at most {len(COLOURS)}")
        _range_of(panel.lines, zero=True)
    twice = [title for title, count in Counter(panel.title for panel in panels).items() if count > 1]
    if twice:
        raise ValueError(f"two panels are called {twice[0]!r}: give each its own title")
    return _figure(words, lambda sheet: _small_multiples(sheet, panels, mark_year))


def _small_multiples(sheet: _Sheet, panels: Sequence[Panel], mark_year: int) -> list[str]:
    years = _years_of(line for panel in panels for line in panel.lines)
    lettered = _letters([(panel.title, panel.lines) for panel in panels], sheet)
    plots: list[tuple[_Plot, Sequence[Line]]] = []
    columns, between = (1 if sheet.is_narrow else 2), 18.0
    room = (sheet.room - between * (columns - 1)) / columns
    for row in range(0, len(panels), columns):
        if row:
            sheet.line([(sheet.left, sheet.y), (sheet.right, sheet.y)], colour=_RULE)
            sheet.y += 5
        side_by_side = [
            (panel, sheet.left + place * (room + between)) for place, panel in enumerate(panels[row : row + columns])
        ]
        start, feet = sheet.y, []
        for panel, x in side_by_side:
            sheet.y = start
            _panel_head(sheet, panel, mark_year, x, room)
            feet.append(sheet.y)
        top = max(feet) + (14 if any(line.gaps for panel, _ in side_by_side for line in panel.lines) else 1)
        feet = []
        for number, (panel, x) in enumerate(side_by_side, start=row + 1):
            low, high = _range_of(panel.lines, zero=True)
            plot = _Plot(x + 10, x + room, top, top + 72, years, low, high, 2.3, 14.0)
            plots.append((plot, panel.lines))
            _draw_panel(sheet, plot, panel, mark_year, lettered, number)
            sheet.paragraph([_Run(panel.reading)], x=x, room=room, size=_SMALL)
            feet.append(sheet.y)
        sheet.y = max(feet) + 6
    sheet.line([(sheet.left, sheet.y), (sheet.right, sheet.y)], colour=_RULE)
    sheet.y += 4
    seen = _explain(sheet, plots)
    _reasons(sheet, lettered)
    return [
        sheet.sentences("reads_panels"),
        sheet.sentences(*seen),
        sheet.sentences("reads_breaks") if lettered else "",
    ]


def _panel_head(sheet: _Sheet, panel: Panel, mark_year: int, x: float, room: float) -> None:
    """Set a panel's title and unit, and its value in the marked year for each of its lines."""
    sheet.paragraph([_Run(panel.title, bold=True), *_label("", panel.title_zh)], x=x, room=room)
    sheet.paragraph([_Run(panel.unit, colour=GREY)], x=x, room=room, size=_SMALL)
    for number, line in enumerate(panel.lines):
        point = _at(line, mark_year)
        value = _Run(point.text, bold=True, together=True) if point else _Run(sheet.say("no_figure"), colour=GREY)
        several = len(panel.lines) > 1
        named = line.label + sheet.say("comma") if several else ""
        runs = [_Run(named), _Run(f"{mark_year}{sheet.say('colon')}"), value]
        indent = 10.0 if several else 0.0
        if several:
            _marker(sheet, number, x + 3.5, sheet.y + 5.8, 2.6, _colours(panel.lines)[number])
        sheet.paragraph([run for run in runs if run.text], x=x + indent, room=room - indent, size=_SMALL)


def _draw_panel(
    sheet: _Sheet,
    plot: _Plot,
    panel: Panel,
    mark_year: int,
    lettered: Mapping[str, tuple[str, str]],
    number: int,
) -> None:
    _shade_year(sheet, plot, mark_year, f"-{number}")
    sheet.line([(plot.left, plot.bottom), (plot.right, plot.bottom)], thick=0.8)
    sheet.text(plot.left - 4, plot.bottom + 3, "0", size=_SMALL, colour=GREY, align="right")
    boxes, strokes, breaks = _draw_lines(sheet, plot, panel.lines, lettered, f"{number}-", panel.title)
    for index, line in enumerate(panel.lines):
        for point in {point.year: point for point in (line.points[-1], line.points[0])}.values():
            if point.year != mark_year and not _is_near_another(plot, panel.lines, index, point):
                _write_value(sheet, plot, point, None, boxes, strokes, size=_SMALL, breaks=breaks)
    sheet.y = max(plot.bottom, *(box[3] - 2 for box in boxes))
    _name_years(sheet, plot, mark_year, ends_only=True)
