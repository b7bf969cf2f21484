"""Lines over the years, cut where figures may not be joined."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.ticker import FuncFormatter, Locator, MaxNLocator
from matplotlib.transforms import Bbox, TransformedBbox

from beijing_ip.analysis.frames import breaks_between
from beijing_ip.analysis.series import Gap
from beijing_ip.numbers.writing import join_words, lower_first

from .. import chinese
from .cells import (
    Format,
    Formats,
    ends_of,
    format_of,
    is_hollow,
    is_number,
    is_percent,
    short_tick,
    text_of,
    title_of,
    unit_of,
)
from .layout import settle
from .marks import Label, Point, explain, is_narrow, mark, need_height, sheet_of
from .style import GREY, LEADING, PAPER, RULE, SIZE, SMALL, TINT, dress, font, pick_colours, wrap
from .words import WORDS

_UPRIGHT = Path([(0, -1), (0, -0.6), (0, -0.2), (0, 0.2), (0, 0.6), (0, 1)], [1, 2, 1, 2, 1, 2])
"""A dashed upright, as a marker: where a line is cut."""


class Years(Locator):
    """Ticks at whole years, as many as have room, one of them the year that is marked."""

    def __init__(self, anchor: int, first: int) -> None:
        self.anchor, self.first = anchor, first

    def __call__(self) -> Sequence[float]:
        """Return the years for the present width of the axes."""
        axis: Any = self.axis
        return self.tick_values(*sorted(axis.get_view_interval()))

    def tick_values(self, vmin: float, vmax: float) -> Sequence[float]:
        """Return the years between two ends."""
        axis: Any = self.axis
        room = axis.axes.bbox.width * 72 / axis.axes.get_figure(root=True).dpi
        steps = (1, 2, 3, 4, 5, 10, 20)
        step = next((step for step in steps if (vmax - vmin) / step * 27 <= room), 50)
        first = max(math.ceil(vmin), self.first)
        return [year for year in range(first, math.floor(vmax) + 1) if (year - self.anchor) % step == 0]


def lines(
    ax: Axes,
    frame: pd.DataFrame | pd.Series,
    colours: Mapping[Hashable, str] | Sequence[str] | str | None = None,
    *,
    text: Formats = None,
    height: float | None = None,
) -> dict[Hashable, list[Artist]]:
    """Draw a line for each column of a frame with years as its index, and return the artists of each column.

    A line is cut where data/breaks.csv says so, passes thinly over years without a figure, and is dashed where it
    touches a bound, an approximate or a doubtful figure, whose points are hollow. Its name stands at its end in its
    colour, with its last value; its first value at its beginning. `text` is the format of computed cells ("+.1%"),
    `height` that of the axes in points. Raises ValueError for a frame without numbers.
    """
    frame = frame.to_frame() if isinstance(frame, pd.Series) else frame
    numbers = {name: [(int(str(y)), c) for y, c in frame[name].items() if is_number(c)] for name in frame}
    if not any(numbers.values()):
        raise ValueError("there is no number to draw: every cell of the frame is missing")
    sheet = sheet_of(ax)
    again = bool(sheet.points.get(ax))
    dress(ax, axis="xy")
    formats = sheet.formats if text is None else text
    last_year = max(points[-1][0] for points in numbers.values() if points)
    cut = {name: breaks_between(frame[name]) for name in frame}
    uprights = _uprights(ax, numbers, cut)
    drawn: dict[Hashable, list[Artist]] = {}
    for name, colour in zip(frame, pick_colours(list(frame), colours), strict=True):
        points = numbers[name]
        if not points:
            continue
        spec = format_of(formats, name)
        gaps = [(gap.after, gap.before) for gap in cut[name]]
        drawn[name] = [*_strokes(ax, points, gaps, colour), *uprights[name]]
        for year, cell in points:
            bar, dot = _dot(ax, name, year, cell, colour, spec)
            drawn[name] += [*bar, dot]
            above = _is_upper(numbers, name, year, ends_of(cell)[0])
            sheet.points.setdefault(ax, []).append(
                Point(name, year, ends_of(cell)[0], text_of(cell, spec, sheet.language), above, dot)
            )
        drawn[name] += _end(
            ax, name, points[-1], colour, spec, in_margin=points[-1][0] == last_year, named=len(numbers) > 1
        )
        # The first value, and both sides of every gap: what a growth starts from, and what it ends with.
        told = {points[0][0], *(year for gap in gaps for year in gap)}
        for point in sheet.points[ax]:
            if point.column == name and point.year in told and len(points) > 1:
                label_point(ax, point, weight=1)
        for artist in drawn[name]:
            artist.set_label(str(name))
    _frame_axes(ax, frame, format_of(formats, *frame), again=again)
    explain(ax, "reads_dot", "reads_zero" if ax.get_ylim()[0] == 0 else "reads_not_zero")
    if height or not sheet.heights.get(ax):
        need_height(ax, height or (210.0 if is_narrow(ax) else 268.0))
    for year in sheet.years.get(ax, []):
        _label_year(ax, year)
    _leave_to_the_axis(ax)
    settle(ax)
    return drawn


def mark_year(ax: Axes, year: int) -> None:
    """Shade a year behind lines, and label their values in it and in the year before."""
    shade = ax.axvspan(year - 0.5, year + 0.5, facecolor=TINT, edgecolor="none", zorder=0)
    shade.set_label(str(year))
    sheet_of(ax).years.setdefault(ax, []).append(year)
    explain(ax, "reads_marked", year=year)
    if isinstance(old := ax.xaxis.get_major_locator(), Years):
        ax.xaxis.set_major_locator(Years(year, old.first))
    _label_year(ax, year)
    _leave_to_the_axis(ax)
    settle(ax)


def label_point(ax: Axes, point: Point, weight: int) -> None:
    """Write a value near its point, in the colour of its line, unless it is written already."""
    if point.label is not None:
        point.label.weight = max(point.label.weight, weight)
        return
    for other in sheet_of(ax).points[ax]:
        # Lines that start from one number, as an index does, have it written once, in the colour of none.
        if other.label and not other.label.margin and (other.year, other.text) == (point.year, point.text):
            other.label.owner = None
            other.label.text.set_color(GREY)
            point.label = other.label
            return
    text = ax.annotate(
        point.text,
        (point.year, point.value),
        (0, 8),
        textcoords="offset points",
        ha="center",
        va="center",
        color=point.dot.get_color(),
        fontproperties=font(SMALL),
        zorder=5,
        annotation_clip=True,
    )
    point.label = Label(text, weight, point.above, owner=point.dot, colour=text.get_color())
    sheet_of(ax).labels.append(point.label)


def _label_year(ax: Axes, year: int) -> None:
    for point in sheet_of(ax).points.get(ax, []):
        if point.year in (year, year - 1):
            label_point(ax, point, 3 if point.year == year else 2)


def _leave_to_the_axis(ax: Axes) -> None:
    """Take away the number that a growth or an index starts from, where a tick of the axis beside it says the same."""
    sheet = sheet_of(ax)
    points = sheet.points.get(ax, [])
    axis = ax.yaxis
    said = {axis.get_major_formatter()(tick, None) for tick in axis.get_majorticklocs()}
    start = min((point.year for point in points), default=0)
    for point in points:
        label = point.label
        if label and not label.margin and point.year == start and point.text in said:
            point.label = None
            if label in sheet.labels:
                sheet.labels.remove(label)
                label.text.remove()


def _strokes(
    ax: Axes, points: Sequence[tuple[int, Any]], gaps: Collection[tuple[int, int]], colour: str
) -> Iterator[Artist]:
    """The strokes of one line: as long as they look alike, one stroke goes through several points."""
    runs: list[tuple[str, float, list[tuple[int, float]]]] = []
    for (before, old), (after, new) in pairwise(points):
        if (before, after) in gaps:
            runs.append(("cut", 0, []))
            continue
        dash = "--" if is_hollow(old) or is_hollow(new) else "-"
        wide = 2.0 if after - before == 1 else 0.9
        if dash == "--":
            explain(ax, "reads_hollow")
        if wide < 1:
            explain(ax, "reads_thin")
        ends = [(before, ends_of(old)[0]), (after, ends_of(new)[0])]
        if runs and runs[-1][:2] == (dash, wide):
            runs[-1][2].append(ends[1])
        else:
            runs.append((dash, wide, ends))
    for dash, wide, run in runs:
        if run:
            style: Any = (0, (3, 2)) if dash == "--" else "-"
            xs, ys = zip(*run, strict=True)
            yield from ax.plot(xs, ys, color=colour, linewidth=wide, linestyle=style, zorder=2, solid_capstyle="butt")


def _uprights(
    ax: Axes, numbers: Mapping[Hashable, Sequence[tuple[int, Any]]], gaps: Mapping[Hashable, Sequence[Gap]]
) -> dict[Hashable, list[Artist]]:
    """A dashed upright where a line is cut; one for all lines that are cut there for one reason and near each other."""
    language = sheet_of(ax).language
    highest = max(ends_of(cell)[0] for points in numbers.values() for _, cell in points) or 1.0
    groups: list[tuple[Gap, list[tuple[Hashable, float]]]] = []
    for name, found in gaps.items():
        own = dict(numbers[name])
        for gap in found:
            height = (ends_of(own[gap.after])[0] + ends_of(own[gap.before])[0]) / 2
            for other, members in groups:
                same = (other.after, other.before, other.reason) == (gap.after, gap.before, gap.reason)
                if same and abs(height - members[0][1]) < highest * 0.15:
                    members.append((name, height))
                    break
            else:
                groups.append((gap, [(name, height)]))
    drawn: dict[Hashable, list[Artist]] = {name: [] for name in numbers}
    for gap, members in groups:
        together = [str(name) if not n else lower_first(str(name)) for n, (name, _) in enumerate(members)]
        names, reason = join_words(together), gap.reason
        if language == "zh":
            names, reason = "、".join(together), chinese.reason(gap.breaks)
        title = WORDS[language]["break"].format(label=names, after=gap.after, before=gap.before, reason=reason)
        middle = sum(height for _, height in members) / len(members)
        (upright,) = ax.plot(
            [(gap.after + gap.before) / 2],
            [middle],
            marker=_UPRIGHT,
            markersize=24,
            markeredgewidth=1.0,
            color=GREY,
            linestyle="None",
            zorder=1.5,
        )
        drawn[members[0][0]].append(mark(upright, "break", title))
        explain(ax, "reads_break")
    return drawn


def _dot(ax: Axes, name: Hashable, year: int, cell: Any, colour: str, spec: Format) -> tuple[list[Artist], Line2D]:
    value, low, high = ends_of(cell)
    hollow = is_hollow(cell)
    found: list[Artist] = []
    if high > low and not hollow:
        (bar,) = ax.plot([year, year], [low, high], color=colour, linewidth=1.0, zorder=2.5, solid_capstyle="butt")
        found.append(bar)
        # Told only where it can be seen: half of what stands out of a dot.
        if (high - low) > abs(value) / 25:
            explain(ax, "reads_range")
    (dot,) = ax.plot(
        [year],
        [value],
        marker="o",
        markersize=5.0,
        color=colour,
        markeredgewidth=1.3,
        linestyle="None",
        zorder=3,
    )
    if hollow:
        dot.set_markerfacecolor(PAPER)
    # A dot on the edge of the axes is drawn whole.
    dot.set_clip_box(TransformedBbox(Bbox.from_extents(-0.03, -0.04, 1.03, 1.04), ax.transAxes))
    title = title_of(name, year, cell, spec, sheet_of(ax).language)
    return found, mark(dot, "dot", title, cell)


def _end(
    ax: Axes, name: Hashable, last: tuple[int, Any], colour: str, spec: Format, *, in_margin: bool, named: bool
) -> list[Artist]:
    """The name of a line with its last value, at its end."""
    room = 70.0 if is_narrow(ax) else 112.0
    value = text_of(last[1], spec, sheet_of(ax).language)
    # The title of a panel names its one line.
    alone = sheet_of(ax).panels and not named
    text = ax.annotate(
        value if alone else f"{wrap(str(name), room, SIZE, bold=True)}\n{value}",
        (last[0], ends_of(last[1])[0]),
        (8, 0),
        textcoords="offset points",
        ha="left" if in_margin else "center",
        va="center",
        color=colour,
        fontproperties=font(SIZE, bold=True),
        linespacing=LEADING,
        zorder=5,
        annotation_clip=False,
    )
    point = next(each for each in sheet_of(ax).points[ax] if each.column == name and each.year == last[0])
    margin = "right" if in_margin else ""
    point.label = Label(text, weight=4, margin=margin, owner=point.dot, colour=text.get_color())
    sheet_of(ax).labels.append(point.label)
    return [text]


def _is_upper(numbers: Mapping[Hashable, Sequence[tuple[int, Any]]], name: Hashable, year: int, value: float) -> bool:
    """Whether a value is written above its point: it is the highest of its year, or alone and no valley."""
    others = [ends_of(c)[0] for key, points in numbers.items() if key != name for y, c in points if y == year]
    if others:
        return value >= max(others)
    own = {y: ends_of(c)[0] for y, c in numbers[name]}
    around = [own[y] for y in (year - 1, year + 1) if y in own]
    return not around or value >= sum(around) / len(around)


def _frame_axes(ax: Axes, frame: pd.DataFrame, spec: Format, *, again: bool) -> None:
    cells = [cell for name in frame for cell in frame[name] if is_number(cell)]
    lows, highs = (
        fold(values) for fold, values in ((min, [ends_of(c)[1] for c in cells]), (max, [ends_of(c)[2] for c in cells]))
    )
    years = [int(str(year)) for year in frame.index]
    bottom = 0.0 if lows >= 0 else lows - (highs - lows) * 0.12
    top = highs + (highs - bottom) * 0.12 if highs > 0 else (highs - lows) * 0.12
    # What another call has drawn on the same axes stays in view.
    (left, right), (low, high) = (ax.get_xlim(), ax.get_ylim()) if again else ((9999, 0), (bottom, top))
    ax.set_ylim(min(bottom, low), max(top, high))
    # Half of a value stands on the left of the first year; on the right gridlines end before the names begin.
    span = (max(years) - min(years)) or 1
    before, behind = (0.11, 0.03) if is_narrow(ax) else (0.045, 0.012)
    ax.set_xlim(min(min(years) - max(0.35, span * before), left), max(max(years) + span * behind, right))
    old = ax.xaxis.get_major_locator()
    first = min(min(years), old.first) if isinstance(old, Years) else min(years)
    ax.xaxis.set_major_locator(Years(next(iter(sheet_of(ax).years.get(ax, [])), max(years)), first))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda year, _: f"{year:.0f}"))
    locator = MaxNLocator(4 if is_narrow(ax) else 5, steps=[1, 2, 2.5, 5, 10])
    ax.yaxis.set_major_locator(locator)
    percent, unit = is_percent(spec), unit_of(frame)

    def name_tick(value: float, _: object) -> str:
        ticks = ax.yaxis.get_majorticklocs()
        step = abs(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
        return short_tick(value, step, percent=percent, unit=unit, language=sheet_of(ax).language)

    ax.yaxis.set_major_formatter(FuncFormatter(name_tick))
    ax.grid(visible=True, axis="y", color=RULE, linewidth=0.8)
    # The line of zero is the ground on which the years stand.
    ax.axhline(0, color=GREY, linewidth=0.9, zorder=1)
