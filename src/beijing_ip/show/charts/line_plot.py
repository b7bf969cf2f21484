"""The field in which lines over the years are drawn: their points, their breaks, and the years below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from string import ascii_lowercase

from beijing_ip.numbers.quantity import Quantity

from .scales import is_lower_bound, spread_apart
from .segments import Line, LinePoint, is_uncertain, line_colours
from .sheet import Sheet
from .style import GREY, INK, LINE_HEIGHT, PAPER, SMALL, TINT
from .text import Run, text_width

Place = tuple[float, float]
Box = tuple[float, float, float, float]
Stroke = tuple[Place, Place]
"""What stands on a sheet, in points from its top left corner; a box is left, top, right and bottom."""


@dataclass(frozen=True)
class Plot:
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
        """From one year to the next."""
        return (self.right - self.left) / len(self.years)

    def across(self, year: float) -> float:
        """Where a year lies, or a time between two."""
        return self.left + (year - self.years[0] + 0.5) * self.step

    def down(self, value: Fraction) -> float:
        """How far down the sheet a value lies."""
        span = self.bottom - self.top - self.headroom
        return self.bottom - float((value - self.low) / (self.high - self.low)) * span

    def place(self, point: LinePoint) -> Place:
        """Where a point lies."""
        return self.across(point.year), self.down(point.quantity.value)


@dataclass
class Obstacles:
    """What a value written in a plot must mind: what it may not touch; rules and the shaded year it shuns."""

    boxes: list[Box]
    strokes: list[Stroke]
    breaks: Sequence[float]
    rules: Sequence[float] = ()
    shade: tuple[float, float] | None = None


def draw_lines(
    sheet: Sheet,
    plot: Plot,
    lines: Sequence[Line],
    lettered: Mapping[str, tuple[str, str]],
    prefix: str = "",
    titled: str = "",
) -> Obstacles:
    """Draw the breaks, the lines and their points; return what a value must mind.

    ``titled`` is what the titles of the points name before the line.
    """
    breaks = _draw_breaks(sheet, plot, lines, lettered, prefix)
    boxes: list[Box] = []
    strokes: list[Stroke] = []
    colours = line_colours(lines)
    for number, line in enumerate(lines, start=1):
        for index, segment in enumerate(line.segments, start=1):
            strokes += _draw_segment(sheet, plot, segment, colours[number - 1], f"line-{prefix}{number}-{index}")
    for number, line in enumerate(lines, start=1):
        for point in line.points:
            label = sheet.say("comma").join(filter(None, (titled, line.label)))
            title = sheet.title(label, point.year, sheet.counted(point.text, line.unit), point.about)
            boxes.append(_draw_point(sheet, plot, point, number - 1, colours[number - 1], f"{prefix}{number}", title))
    return Obstacles(boxes, strokes, breaks)


def _draw_breaks(
    sheet: Sheet, plot: Plot, lines: Sequence[Line], lettered: Mapping[str, tuple[str, str]], prefix: str
) -> list[float]:
    """Draw a dashed upright in the middle of each gap, with the letters of its reasons above; return where they are."""
    breaks: dict[float, set[str]] = {}
    for gap in sorted((gap for line in lines for gap in line.gaps), key=lambda gap: gap.after + gap.before):
        letter, _ = lettered[gap.reason.strip()]
        breaks.setdefault(plot.across((gap.after + gap.before) / 2), set()).add(letter)
    texts = ["".join(sorted(letters)) for letters in breaks.values()]
    widths = [text_width(text, SMALL, True) + 2 for text in texts]
    wanted = [x - width / 2 for x, width in zip(breaks, widths, strict=True)]
    starts = spread_apart(wanted, widths, plot.left - 9, plot.right + 9)
    for number, (x, text, left) in enumerate(zip(breaks, texts, starts, strict=True), start=1):
        places = [(x, plot.top), (x, plot.bottom)]
        sheet.stroke(places, colour=GREY, thick=0.7, dash=(2.5, 2.5), gid=f"break-{prefix}{number}")
        sheet.text(left + 1, plot.top - 2.5, text, size=SMALL, bold=True)
    return list(breaks)


def _draw_segment(sheet: Sheet, plot: Plot, segment: Sequence[LinePoint], colour: str, gid: str) -> list[Stroke]:
    """Draw one segment in stretches of one look: dashed beside a doubtful point, thin across a year left out."""
    stretches: list[tuple[tuple[bool, bool], list[Place]]] = []
    strokes = []
    for one, other in pairwise(segment):
        look = (is_uncertain(one) or is_uncertain(other), other.year - one.year > 1)
        stroke = (plot.place(one), plot.place(other))
        strokes.append(stroke)
        if stretches and stretches[-1][0] == look:
            stretches[-1][1].append(stroke[1])
        else:
            stretches.append((look, list(stroke)))
    for part, ((dashed, thin), places) in enumerate(stretches, start=1):
        thick = 0.8 if thin else 1.8
        dash = (3.2 / thick, 2.8 / thick) if dashed else None
        sheet.stroke(places, colour=colour, thick=thick, dash=dash, gid=f"{gid}-{part}")
    return strokes


def _draw_point(sheet: Sheet, plot: Plot, point: LinePoint, shape: int, colour: str, name: str, title: str) -> Box:
    """Draw one point with its range or arrow, and return the box around it all."""
    x, y = plot.place(point)
    radius = plot.radius
    top, bottom = y - radius, y + radius
    name = f"{name}-{point.year}"
    if spread := _visible_interval(plot, point.quantity):
        sheet.stroke([(x, spread[0]), (x, spread[1])], colour=colour, gid=f"band-{name}")
        for end in spread:
            sheet.stroke([(x - 2, end), (x + 2, end)], colour=colour)
        top, bottom = min(top, spread[0]), max(bottom, spread[1])
    if point.quantity.is_bound:
        way = -1 if is_lower_bound(point.quantity) else 1
        tip = y + way * (radius + 7)
        sheet.stroke([(x, y), (x, tip - way)], colour=colour, thick=1.2)
        sheet.shape([(x - 2.6, tip - 4 * way), (x, tip), (x + 2.6, tip - 4 * way)], colour, gid=f"open-{name}")
        top, bottom = min(top, tip), max(bottom, tip)
    hollow = is_uncertain(point) or point.quantity.is_bound
    draw_marker(sheet, shape, x, y, radius, colour, hollow=hollow, gid=f"dot-{name}", title=title)
    return x - 1.2 * radius, top - 0.6, x + 1.2 * radius, bottom + 0.6


def draw_marker(
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


def _visible_interval(plot: Plot, quantity: Quantity) -> tuple[float, float] | None:
    """Top and bottom of the range that rounding leaves open, where it is taller than the mark."""
    if quantity.lower is None or quantity.upper is None:
        return None
    top, bottom = plot.down(quantity.upper), plot.down(max(quantity.lower, plot.low))
    return (top, bottom) if bottom - top > 2 * plot.radius + 1 else None


def letter_reasons(sheet: Sheet, groups: Sequence[tuple[str, Sequence[Line]]]) -> dict[str, tuple[str, str]]:
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


def list_reasons(sheet: Sheet, lettered: Mapping[str, tuple[str, str]]) -> None:
    """Say under the chart why lines stop, each reason beside its letter."""
    if lettered:
        sheet.y += 2
        sheet.note("breaks")
    for reason, (letter, places) in lettered.items():
        sheet.text(sheet.left, sheet.y + SMALL, letter, size=SMALL, bold=True)
        runs = [Run(f"{places}{sheet.say('colon')}"), Run(reason, colour=GREY)]
        sheet.paragraph(runs, x=sheet.left + 14, room=sheet.room - 14, size=SMALL)


def shade_year(sheet: Sheet, plot: Plot, mark_year: int | None, suffix: str = "") -> tuple[float, float] | None:
    """Shade the marked year, if it is there, and return from where to where."""
    if mark_year is None or mark_year not in plot.years:
        return None
    left, right = plot.across(mark_year - 0.5), plot.across(mark_year + 0.5)
    sheet.box(left, plot.top, right - left, plot.bottom - plot.top, TINT, gid=f"marked-year{suffix}")
    return left, right


def name_years(sheet: Sheet, plot: Plot, mark_year: int | None, *, ends_only: bool = False) -> None:
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
        sheet.stroke([(plot.across(year), plot.bottom), (plot.across(year), plot.bottom + 3)], colour=GREY, thick=0.6)
    sheet.y += 4 + LINE_HEIGHT + 2


def explain_shapes(sheet: Sheet, plots: Sequence[tuple[Plot, Sequence[Line]]]) -> list[str]:
    """Say in words what the shapes mean, those that are there; return the same for how to read the chart."""
    lines = [line for _, its in plots for line in its]
    points = [point for line in lines for point in line.points]
    pairs = [pair for line in lines for segment in line.segments for pair in pairwise(segment)]
    present = {
        "up": any(is_lower_bound(point.quantity) for point in points),
        "down": any(point.quantity.is_bound and not is_lower_bound(point.quantity) for point in points),
        "doubtful": any(is_uncertain(point) for point in points),
        "thin": any(other.year - one.year > 1 for one, other in pairs),
        "upright": any(
            _visible_interval(plot, point.quantity) for plot, its in plots for line in its for point in line.points
        ),
    }
    seen = [shape for shape, is_there in present.items() if is_there]
    for shape in seen:
        sheet.note(shape)
    return [f"reads_{shape}" for shape in seen]
