"""Lines over the years that stop at breaks: one chart, and a page of small ones."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from string import ascii_lowercase
from typing import Unpack

from beijing_ip.numbers.quantity import Quantity

from .figure import Caption, Figure
from .sheet import (
    COLOURS,
    GREY,
    INK,
    LINE,
    PAPER,
    RULE,
    SIZE,
    SMALL,
    TINT,
    Run,
    Sheet,
    is_lower_bound,
    label_runs,
    largest_value,
    lay_out,
    line_width,
    require_any,
    round_ticks,
    spread_apart,
    text_width,
    tick_text,
    wrap_lines,
)


@dataclass(frozen=True)
class LinePoint:
    """The figure of one year, with its text as shown, unit left out; a doubtful one is drawn hollow."""

    year: int
    quantity: Quantity
    text: str
    doubtful: bool = False
    about: str = ""


@dataclass(frozen=True)
class LineGap:
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
    segments: Sequence[Sequence[LinePoint]]
    gaps: Sequence[LineGap] = ()
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
    def points(self) -> list[LinePoint]:
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

    def place(self, point: LinePoint) -> tuple[float, float]:
        return self.across(point.year), self.down(point.quantity.value)


_Place = tuple[float, float]
_Box = tuple[float, float, float, float]
_Stroke = tuple[_Place, _Place]


@dataclass
class _Taken:
    """What a value written in a plot must mind: what it may not touch; rules and the shaded year it shuns."""

    boxes: list[_Box]
    strokes: list[_Stroke]
    breaks: Sequence[float]
    rules: Sequence[float] = ()
    shade: tuple[float, float] | None = None


def lines(
    lines: Sequence[Line],
    *,
    unit_label: str,
    mark_year: int | None = 2020,
    zero: bool = True,
    **words: Unpack[Caption],
) -> Figure:
    """One to four lines over the years, named at their ends or in a key; a line stops at a gap, with its reason below.

    Colours follow the order in which the lines are given: the first is that of the subject, so Beijing comes before
    China. The first value, the last, and that of the marked year are written. A lower or upper bound is hollow with an
    arrow; a doubtful figure is hollow and its line dashed; a line is thin where it passes over a year without a
    figure. The axis starts at zero unless ``zero`` is False, and then the chart says so.

    Raises ``ValueError`` for more than four lines, and for a negative value on an axis from zero.
    """
    require_any(lines, "lines")
    if len(lines) > len(COLOURS):
        raise ValueError(f"{len(lines)} lines cannot be told apart here: give one to {len(COLOURS)}, or draw panels")
    if not unit_label.strip():
        raise ValueError("the lines have no unit: say in unit_label what is counted")
    _range_of(lines, zero)
    return lay_out(words, lambda sheet: _line_chart(sheet, lines, unit_label, mark_year, zero))


def _line_chart(sheet: Sheet, lines: Sequence[Line], unit_label: str, mark_year: int | None, zero: bool) -> list[str]:
    low, high = _range_of(lines, zero)
    ticks = round_ticks(low, high, 5)
    low = low if zero else min(low, ticks[0])
    step = ticks[1] - ticks[0]
    large = step >= _LARGE[sheet.language] / 10
    divisor = _LARGE[sheet.language] if large else 1
    names = [tick_text(tick / divisor, step / divisor) for tick in ticks]
    if len(lines) == 1:
        sheet.paragraph([Run(lines[0].label, bold=True), *label_runs("", lines[0].label_zh)])
    sheet.paragraph([Run(unit_label + (sheet.say("large") if large else ""), colour=GREY)], size=SMALL)
    if not zero:
        sheet.paragraph([Run(sheet.say("not_zero"))], size=SMALL)
    years = _years_of(lines)
    lettered = _letters([("", lines)], sheet)
    named = _are_named_at_ends(sheet, lines, years)
    if len(lines) > 1 and not named:
        _key(sheet, lines)
    reach = [number for number, line in enumerate(lines) if line.points[-1].year == years[-1]]
    widest = _BESIDE_NARROW if sheet.is_narrow else _BESIDE
    colours = _text_colours(lines)
    ends, room = _end_labels([lines[number] for number in reach], [colours[number] for number in reach], widest, named)
    heights = [len(end) * LINE + (5 if named else 1) for end in ends]
    top = sheet.y + (12 if lettered else 2)
    plot = _Plot(
        left=sheet.left + max(text_width(name, SMALL) for name in names) + 4,
        right=sheet.right - room - _TO_ENDS,
        top=top,
        bottom=top + max(190.0 if len(lines) > 1 else 165.0, sum(heights)),
        years=years,
        low=low,
        high=high,
        radius=3.0,
        headroom=23.0,
    )
    shade = _shade_year(sheet, plot, mark_year)
    for tick, name in zip(ticks, names, strict=True):
        y = plot.down(tick)
        sheet.line([(plot.left, y), (plot.right, y)], colour=RULE)
        sheet.text(plot.left - 4, y + 3.2, name, size=SMALL, colour=GREY, align="right")
    if zero:
        sheet.line([(plot.left, plot.bottom), (plot.right, plot.bottom)], thick=1.0)
    leads = _name_ends(sheet, plot, [lines[number].points[-1] for number in reach], ends, heights)
    taken = _draw_lines(sheet, plot, lines, lettered)
    taken.strokes += leads
    taken.rules, taken.shade = [plot.down(tick) for tick in ticks], shade
    firsts, lasts = _ends(lines)
    beside = {(years[-1], number) for number in reach}
    chief = lasts | {(mark_year, number) for number, line in enumerate(lines) if mark_year and _at(line, mark_year)}
    left_out = _write_values(sheet, plot, lines, chief - beside, taken, SIZE)
    left_out += _write_values(sheet, plot, lines, firsts - chief, taken, SMALL)
    sheet.y = max(plot.bottom, *(box[3] - 2 for box in taken.boxes))
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


def _key(sheet: Sheet, lines: Sequence[Line]) -> None:
    """Name the lines above the chart, where there is no room at their ends."""
    for number, line in enumerate(lines):
        _marker(sheet, number, sheet.left + 4, sheet.y + 6.2, 3.0, _colours(lines)[number])
        sheet.paragraph(label_runs(line.label, line.label_zh), x=sheet.left + 12, room=sheet.room - 12)


def _at(line: Line, year: int | None) -> LinePoint | None:
    return next((point for point in line.points if point.year == year), None)


def _colours(lines: Sequence[Line]) -> tuple[str, ...]:
    """The colours of the lines, in the order in which they are given: the first is that of the subject."""
    return (COLOURS[0], COLOURS[-1]) if len(lines) == 2 else COLOURS


def _text_colours(lines: Sequence[Line]) -> list[str]:
    """The colours in which values are written: that of the first of several, since the others are too pale to read."""
    return [COLOURS[0] if number == 0 and len(lines) > 1 else INK for number in range(len(lines))]


def _ends(lines: Sequence[Line]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The first years of lines and the last, each with the number of its line."""
    firsts = {(line.points[0].year, number) for number, line in enumerate(lines)}
    return firsts, {(line.points[-1].year, number) for number, line in enumerate(lines)}


def _years_of(lines: Iterable[Line]) -> range:
    years = [point.year for line in lines for point in line.points]
    return range(min(years), max(years) + 1)


def _range_of(lines: Iterable[Line], zero: bool) -> tuple[Fraction, Fraction]:
    """The lowest and the highest value that must find a place, rounding included."""
    quantities = [(line.label, point.quantity) for line in lines for point in line.points]
    low = min(quantity.value if quantity.lower is None else quantity.lower for _, quantity in quantities)
    high = max(largest_value(quantity) for _, quantity in quantities)
    if zero:
        for label, quantity in quantities:
            if quantity.value < 0:
                raise ValueError(f"{label!r} is negative, and this axis starts at zero: draw it alone with zero=False")
        low = Fraction(0)
    return (low, high) if high > low else (low, low + 1)


def _are_named_at_ends(sheet: Sheet, lines: Sequence[Line], years: range) -> bool:
    """Whether several lines can be named where they end: all in the last year, in few lines of text, no term broken."""
    if len(lines) == 1 or sheet.is_narrow or any(line.points[-1].year < years[-1] for line in lines):
        return False
    ends, room = _end_labels(lines, _text_colours(lines), _BESIDE, named=True)
    return max(map(len, ends)) <= 4 and all(text_width(line.label_zh) <= room for line in lines)


_BESIDE, _BESIDE_NARROW = 115.0, 80.0
"""How wide what stands beside the ends of lines may be, in points; the less where only values stand there."""
_TO_ENDS = 4.0
"""From the right edge of a plot to what stands beside the ends of its lines."""


def _end_labels(
    lines: Sequence[Line], colours: Sequence[str], widest: float, named: bool
) -> tuple[list[list[list[Run]]], float]:
    """What stands at the end of each line, in lines of text, and the room that it takes: as narrow as reads well."""

    def blocks(room: float) -> list[list[list[Run]]]:
        ends = []
        for line, colour in zip(lines, colours, strict=True):
            end = wrap_lines([Run(line.points[-1].text, bold=True, colour=colour)], room, SIZE)
            if named:
                end += wrap_lines([Run(line.label, colour=colour)], room, SIZE)
                end += wrap_lines([Run(line.label_zh, colour=GREY)] if line.label_zh else [], room, SIZE)
            ends.append([runs for runs in end if runs])
        return ends

    words = [word for line in lines for word in (*line.label.split(), line.label_zh)] if named else []
    words += [word for line in lines for word in line.points[-1].text.split()]
    least = min(max(text_width(word, bold=True) for word in words), widest - 5)
    rooms = [least + extra for extra in range(0, 1 + int(widest - least), 6)]
    most = 4 if named else 2
    room = next((room for room in rooms if max(map(len, blocks(room))) <= most), rooms[-1])
    ends = blocks(room)
    return ends, max(line_width(line, SIZE) for end in ends for line in end)


def _name_ends(
    sheet: Sheet, plot: _Plot, points: Sequence[LinePoint], ends: Sequence[list[list[Run]]], heights: Sequence[float]
) -> list[_Stroke]:
    """Set the labels beside points of the last year; from one that had to move away a thin grey line leads there."""
    middle = LINE / 2 + 1
    levels = [plot.place(point)[1] for point in points]
    order = sorted(range(len(points)), key=lambda number: levels[number])
    wanted = [levels[number] - middle for number in order]
    places = spread_apart(wanted, [heights[number] for number in order], plot.top, plot.bottom)
    leads = []
    for number, top in zip(order, places, strict=True):
        if not top < levels[number] < top + len(ends[number]) * LINE:
            x = plot.across(plot.years[-1]) + plot.radius + 3
            leads.append(((x, levels[number]), (plot.right + _TO_ENDS - 2, top + middle)))
            sheet.line(leads[-1], colour=GREY, thick=0.5, gid=f"lead-{number + 1}")
        for index, line in enumerate(ends[number]):
            sheet.set_line(line, plot.right + _TO_ENDS, top + index * LINE + SIZE)
    return leads


def _letters(groups: Sequence[tuple[str, Sequence[Line]]], sheet: Sheet) -> dict[str, tuple[str, str]]:
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


def _reasons(sheet: Sheet, lettered: Mapping[str, tuple[str, str]]) -> None:
    """Say under the chart why lines stop, each reason beside its letter."""
    if lettered:
        sheet.y += 2
        sheet.note("breaks")
    for reason, (letter, places) in lettered.items():
        sheet.text(sheet.left, sheet.y + SMALL, letter, size=SMALL, bold=True)
        runs = [Run(f"{places}{sheet.say('colon')}"), Run(reason, colour=GREY)]
        sheet.paragraph(runs, x=sheet.left + 14, room=sheet.room - 14, size=SMALL)


def _shade_year(sheet: Sheet, plot: _Plot, mark_year: int | None, suffix: str = "") -> tuple[float, float] | None:
    """Shade the marked year, if it is there, and return from where to where."""
    if mark_year is None or mark_year not in plot.years:
        return None
    left, right = plot.across(mark_year - 0.5), plot.across(mark_year + 0.5)
    sheet.box(left, plot.top, right - left, plot.bottom - plot.top, TINT, gid=f"marked-year{suffix}")
    return left, right


def _name_years(sheet: Sheet, plot: _Plot, mark_year: int | None, *, ends_only: bool = False) -> None:
    """Name the years below the axis: the marked one, the first and the last, and as many between as find room."""
    width = text_width("2020", SMALL, True) + 4

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
            sheet.y + 4 + SMALL,
            str(year),
            size=SMALL,
            bold=is_marked,
            colour=INK if is_marked else GREY,
            align="centre",
        )
    for year in plot.years:
        sheet.line([(plot.across(year), plot.bottom), (plot.across(year), plot.bottom + 3)], colour=GREY, thick=0.6)
    sheet.y += 4 + LINE + 2


def _marker(
    sheet: Sheet,
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


def _is_loose(point: LinePoint) -> bool:
    """Whether the point is doubtful, or its source said "about", which leaves no bound on either side."""
    return point.doubtful or (point.quantity.lower is None and point.quantity.upper is None)


def _spread(plot: _Plot, quantity: Quantity) -> tuple[float, float] | None:
    """Top and bottom of the range that rounding leaves open, where it is taller than the mark."""
    if quantity.lower is None or quantity.upper is None:
        return None
    top, bottom = plot.down(quantity.upper), plot.down(max(quantity.lower, plot.low))
    return (top, bottom) if bottom - top > 2 * plot.radius + 1 else None


def _draw_lines(
    sheet: Sheet,
    plot: _Plot,
    lines: Sequence[Line],
    lettered: Mapping[str, tuple[str, str]],
    prefix: str = "",
    titled: str = "",
) -> _Taken:
    """Draw the breaks, the lines and their points; return what a value must mind.

    ``titled`` is what the titles of the points name before the line.
    """
    boxes: list[_Box] = []
    strokes: list[_Stroke] = []
    breaks: dict[float, list[str]] = {}
    for gap in sorted((gap for line in lines for gap in line.gaps), key=lambda gap: gap.after + gap.before):
        letters = breaks.setdefault(plot.across((gap.after + gap.before) / 2), [])
        letters.extend({lettered[gap.reason.strip()][0]} - set(letters))
    texts = ["".join(sorted(letters)) for letters in breaks.values()]
    widths = [text_width(text, SMALL, True) + 2 for text in texts]
    wanted = [x - width / 2 for x, width in zip(breaks, widths, strict=True)]
    starts = spread_apart(wanted, widths, plot.left - 9, plot.right + 9)
    for number, (x, text, left) in enumerate(zip(breaks, texts, starts, strict=True), start=1):
        places = [(x, plot.top), (x, plot.bottom)]
        sheet.line(places, colour=GREY, thick=0.7, dash=(2.5, 2.5), gid=f"break-{prefix}{number}")
        sheet.text(left + 1, plot.top - 2.5, text, size=SMALL, bold=True)
    colours = _colours(lines)
    for number, line in enumerate(lines, start=1):
        for index, segment in enumerate(line.segments, start=1):
            strokes += _draw_segment(sheet, plot, segment, colours[number - 1], f"line-{prefix}{number}-{index}")
    for number, line in enumerate(lines, start=1):
        for point in line.points:
            label = sheet.say("comma").join(filter(None, (titled, line.label)))
            title = sheet.title(label, point.year, sheet.counted(point.text, line.unit), point.about)
            boxes.append(_draw_point(sheet, plot, point, number - 1, colours[number - 1], f"{prefix}{number}", title))
    return _Taken(boxes, strokes, list(breaks))


def _draw_segment(sheet: Sheet, plot: _Plot, segment: Sequence[LinePoint], colour: str, gid: str) -> list[_Stroke]:
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


def _draw_point(sheet: Sheet, plot: _Plot, point: LinePoint, shape: int, colour: str, name: str, title: str) -> _Box:
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
        way = -1 if is_lower_bound(point.quantity) else 1
        tip = y + way * (radius + 7)
        sheet.line([(x, y), (x, tip - way)], colour=colour, thick=1.2)
        sheet.shape([(x - 2.6, tip - 4 * way), (x, tip), (x + 2.6, tip - 4 * way)], colour, gid=f"open-{name}")
        top, bottom = min(top, tip), max(bottom, tip)
    hollow = _is_loose(point) or point.quantity.is_bound
    _marker(sheet, shape, x, y, radius, colour, hollow=hollow, gid=f"dot-{name}", title=title)
    return x - 1.2 * radius, top - 0.6, x + 1.2 * radius, bottom + 0.6


def _write_values(
    sheet: Sheet, plot: _Plot, lines: Sequence[Line], chosen: set[tuple[int, int]], taken: _Taken, size: float
) -> list[str]:
    """Write the values of years of lines, given by their numbers; return in words those for which there was no room."""
    left_out = []
    for year in sorted({year for year, _ in chosen}):
        points = {number: point for number, line in enumerate(lines) if (point := _at(line, year))}
        points = {number: point for number, point in points.items() if (year, number) in chosen}
        for number in _write_year(sheet, plot, lines, points, taken, size):
            left_out.append(sheet.say("left_out", label=lines[number].label, year=year, text=points[number].text))
    return left_out


def _write_year(
    sheet: Sheet, plot: _Plot, lines: Sequence[Line], points: Mapping[int, LinePoint], taken: _Taken, size: float
) -> list[int]:
    """Write the values of one year, with the numbers of their lines; return those for which there was no room.

    Each touches nothing and stands nearer to its point than to one of another line. Where one of them finds no such
    place, the names of the lines stand before all of them, and then they can lie a little apart.
    """
    bold = size == SIZE
    bare = {number: points[number].text for number in sorted(points, key=lambda at: plot.place(points[at])[1])}
    full = {number: f"{lines[number].label}{sheet.say('colon')}{text}" for number, text in bare.items()}
    best: dict[int, _Box] = {}
    said = bare, size
    for texts, its_size in ((bare, size), (full, size), (full, SMALL))[: 3 if len(lines) > 1 else 1]:
        boxes = _boxes(plot, lines, points, texts, taken, its_size, bold)
        if len(boxes) > len(best):
            best, said = boxes, (texts, its_size)
        if len(best) == len(points):
            break
    texts, size = said
    for number, (left, top, _, _) in best.items():
        colour = _text_colours(lines)[number] if texts is bare else INK
        sheet.text(left + 1, top + _UP * size, texts[number], size=size, bold=bold, colour=colour)
    taken.boxes += best.values()
    return [number for number in bare if number not in best]


def _boxes(
    plot: _Plot,
    lines: Sequence[Line],
    points: Mapping[int, LinePoint],
    texts: Mapping[int, str],
    taken: _Taken,
    size: float,
    bold: bool,
) -> dict[int, _Box]:
    """Where the texts of the points of one year find room, in the order of the texts."""
    found: dict[int, _Box] = {}
    for number, text in texts.items():
        point = points[number]
        is_named = text != point.text
        others = [
            plot.place(other)
            for at, line in enumerate(lines)
            for other in line.points
            if (other.year != point.year if is_named else at != number)
        ]
        width, reach = text_width(text, size, bold), 34 if is_named else 14
        spots = _spots(plot, plot.place(point), width, size, reach, is_end=point == lines[number].points[-1])
        mind = replace(taken, boxes=[*taken.boxes, *found.values()])
        if best := min(_free(plot, plot.place(point), mind, others, spots), default=None):
            found[number] = best[1]
    return found


_UP, _UNDER = 0.78, 0.24
"""How far a text reaches above and below its baseline, in its size."""


def _spots(
    plot: _Plot, place: _Place, width: float, size: float, reach: int, is_end: bool
) -> Iterator[tuple[float, _Box]]:
    """Boxes for a text beside, above and below a point, each with what it costs: distance, and not being centred."""
    x, y = place
    beside = 1.2 * plot.radius + 4
    spots = [
        (-1.0 if is_end else 5.0, x + beside, y + 0.36 * size),
        (5.0, x - beside - width, y + 0.36 * size),
    ]
    for apart in range(0, reach, 2):
        for baseline in (y - plot.radius - 3.8 - apart, y + plot.radius + 3.2 + _UP * size + apart):
            for shift in (0.0, -0.125, 0.125, -0.25, 0.25, -0.375, 0.375, -0.5, 0.5):
                left = min(max(x - width / 2 + shift * width, plot.left), plot.right - width)
                spots.append((apart + 6 * abs(shift), left, baseline))
    for cost, left, baseline in spots:
        yield cost, (left - 1, baseline - _UP * size, left + width + 1, baseline + _UNDER * size)


def _free(
    plot: _Plot, place: _Place, taken: _Taken, others: Sequence[_Place], boxes: Iterable[tuple[float, _Box]]
) -> Iterator[tuple[float, _Box]]:
    """Those boxes that lie in the plot, touch nothing, and are nearer to a place than to others, with their costs."""
    for cost, box in boxes:
        left, top, right, bottom = box
        around = (left - 1, top - 1, right + 1, bottom + 1)
        if left < plot.left - 1 or right > plot.right + 1 or top < plot.top or bottom > plot.bottom - 0.6:
            continue
        if any(_overlap(box, other) for other in taken.boxes) or any(left < x < right for x in taken.breaks):
            continue
        if any(_crosses(stroke, around) for stroke in taken.strokes):
            continue
        if any(_apart(other, box) <= _apart(place, box) for other in others):
            continue
        cost += 3 * sum(top < rule < bottom for rule in taken.rules)
        if (shade := taken.shade) and not shade[0] < place[0] < shade[1] and left < shade[1] and shade[0] < right:
            cost += 5
        yield cost, box


def _apart(place: _Place, box: _Box) -> float:
    """How far a place lies from a box."""
    across = max(box[0] - place[0], place[0] - box[2], 0.0)
    return math.hypot(across, max(box[1] - place[1], place[1] - box[3], 0.0))


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


def _explain(sheet: Sheet, plots: Sequence[tuple[_Plot, Sequence[Line]]]) -> list[str]:
    """Say in words what the shapes mean, those that are there; return the same for how to read the chart."""
    lines = [line for _, its in plots for line in its]
    points = [point for line in lines for point in line.points]
    pairs = [pair for line in lines for segment in line.segments for pair in pairwise(segment)]
    present = {
        "up": any(is_lower_bound(point.quantity) for point in points),
        "down": any(point.quantity.is_bound and not is_lower_bound(point.quantity) for point in points),
        "doubtful": any(_is_loose(point) for point in points),
        "thin": any(other.year - one.year > 1 for one, other in pairs),
        "upright": any(_spread(plot, point.quantity) for plot, its in plots for line in its for point in line.points),
    }
    seen = [shape for shape, is_there in present.items() if is_there]
    for shape in seen:
        sheet.note(shape)
    return [f"reads_{shape}" for shape in seen]


def small_multiples(panels: Sequence[Panel], *, mark_year: int, **words: Unpack[Caption]) -> Figure:
    """A page of small line charts over the same years, two side by side, each with its reading under it.

    Each panel has its own axis from zero. The value of the marked year stands above the chart, and the first
    and the last at their points where they find room. Breaks, bounds and doubtful figures are drawn as in
    :func:`lines`; the reasons of the breaks stand once, below all panels.

    Raises ``ValueError`` when a panel lacks its title, unit or reading, and when one has more than four lines
    or a negative value.
    """
    require_any(panels, "panels")
    for panel in panels:
        require_any(panel.lines, f"lines in the panel {panel.title!r}")
        if not all(text.strip() for text in (panel.title, panel.unit, panel.reading)):
            raise ValueError(f"the panel {panel.title!r} needs a title, a unit and a reading, and none empty")
        if len(panel.lines) > len(COLOURS):
            raise ValueError(f"the panel {panel.title!r} has {len(panel.lines)} lines: give at most {len(COLOURS)}")
        _range_of(panel.lines, zero=True)
    twice = [title for title, count in Counter(panel.title for panel in panels).items() if count > 1]
    if twice:
        raise ValueError(f"two panels are called {twice[0]!r}: give each its own title")
    return lay_out(words, lambda sheet: _small_multiples(sheet, panels, mark_year))


def _small_multiples(sheet: Sheet, panels: Sequence[Panel], mark_year: int) -> list[str]:
    years = _years_of(line for panel in panels for line in panel.lines)
    lettered = _letters([(panel.title, panel.lines) for panel in panels], sheet)
    plots: list[tuple[_Plot, Sequence[Line]]] = []
    columns, between = (1 if sheet.is_narrow else 2), 18.0
    room = (sheet.room - between * (columns - 1)) / columns
    for row in range(0, len(panels), columns):
        if row:
            sheet.line([(sheet.left, sheet.y), (sheet.right, sheet.y)], colour=RULE)
            sheet.y += 5
        side_by_side = [
            (panel, sheet.left + place * (room + between)) for place, panel in enumerate(panels[row : row + columns])
        ]
        heads = [_panel_head(sheet, panel, mark_year, room) for panel, _ in side_by_side]
        foot = sheet.y + LINE * max(map(len, heads))
        for head, (panel, x) in zip(heads, side_by_side, strict=True):
            sheet.y = foot - LINE * len(head)
            _set_head(sheet, head, panel, x)
        top = foot + (14 if any(line.gaps for panel, _ in side_by_side for line in panel.lines) else 1)
        feet = []
        for number, (panel, x) in enumerate(side_by_side, start=row + 1):
            low, high = _range_of(panel.lines, zero=True)
            plot = _Plot(x + 10, x + room, top, top + 72, years, low, high, 2.3, 14.0)
            plots.append((plot, panel.lines))
            _draw_panel(sheet, plot, panel, mark_year, lettered, number)
            sheet.paragraph([Run(panel.reading)], x=x, room=room, size=SMALL)
            feet.append(sheet.y)
        sheet.y = max(feet) + 6
    sheet.line([(sheet.left, sheet.y), (sheet.right, sheet.y)], colour=RULE)
    sheet.y += 4
    seen = _explain(sheet, plots)
    _reasons(sheet, lettered)
    return [
        sheet.sentences("reads_panels"),
        sheet.sentences(*seen),
        sheet.sentences("reads_breaks") if lettered else "",
    ]


@dataclass(frozen=True)
class _HeadLine:
    """One line of text above a panel, and the number of the line whose mark stands before it."""

    runs: list[Run]
    size: float = SMALL
    indent: float = 0.0
    mark: int | None = None


def _panel_head(sheet: Sheet, panel: Panel, mark_year: int, room: float) -> list[_HeadLine]:
    """A panel's title and unit, and its value in the marked year for each of its lines, as lines of text."""
    title = [Run(panel.title, bold=True), *label_runs("", panel.title_zh)]
    head = [_HeadLine(runs, SIZE) for runs in wrap_lines(title, room, SIZE)]
    head += [_HeadLine(runs) for runs in wrap_lines([Run(panel.unit, colour=GREY)], room, SMALL)]
    several = len(panel.lines) > 1
    indent = 10.0 if several else 0.0
    for number, line in enumerate(panel.lines):
        point = _at(line, mark_year)
        value = Run(point.text, bold=True, together=True) if point else Run(sheet.say("no_figure"), colour=GREY)
        named = [Run(line.label + sheet.say("comma"))] if several else []
        said = wrap_lines([*named, Run(f"{mark_year}{sheet.say('colon')}"), value], room - indent, SMALL)
        marks = [number, *[None] * len(said)] if several else [None] * len(said)
        head += [_HeadLine(runs, SMALL, indent, mark) for runs, mark in zip(said, marks, strict=False)]
    return head


def _set_head(sheet: Sheet, head: Sequence[_HeadLine], panel: Panel, x: float) -> None:
    """Set the lines above a panel from ``x`` on, one below the other."""
    for line in head:
        if line.mark is not None:
            _marker(sheet, line.mark, x + 3.5, sheet.y + 5.8, 2.6, _colours(panel.lines)[line.mark])
        sheet.set_line(line.runs, x + line.indent, sheet.y + line.size, line.size)
        sheet.y += LINE


def _draw_panel(
    sheet: Sheet,
    plot: _Plot,
    panel: Panel,
    mark_year: int,
    lettered: Mapping[str, tuple[str, str]],
    number: int,
) -> None:
    shade = _shade_year(sheet, plot, mark_year, f"-{number}")
    sheet.line([(plot.left, plot.bottom), (plot.right, plot.bottom)], thick=0.8)
    sheet.text(plot.left - 4, plot.bottom + 3, "0", size=SMALL, colour=GREY, align="right")
    taken = _draw_lines(sheet, plot, panel.lines, lettered, f"{number}-", panel.title)
    taken.shade = shade
    firsts, lasts = _ends(panel.lines)
    chosen = {(year, at) for year, at in firsts | lasts if year != mark_year}
    _write_values(sheet, plot, panel.lines, chosen, taken, SMALL)
    sheet.y = max(plot.bottom, *(box[3] - 2 for box in taken.boxes))
    _name_years(sheet, plot, mark_year, ends_only=True)
