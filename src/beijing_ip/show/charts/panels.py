"""A page of small charts of lines over the same years, each with its own axis and its reading under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from .figure import Caption, Figure
from .line_plot import (
    Plot,
    draw_lines,
    draw_marker,
    explain_shapes,
    letter_reasons,
    list_reasons,
    name_years,
    shade_year,
)
from .segments import Line, first_and_last_years, line_colours, value_range, years_of
from .sheet import Sheet, lay_out, require_any
from .style import COLOURS, GREY, LINE_HEIGHT, RULE, SIZE, SMALL
from .text import Run, label_runs, wrap_lines
from .value_labels import write_values


@dataclass(frozen=True)
class Panel:
    """One small chart of a page: its title, unit, lines, and one sentence that says how to read it."""

    title: str
    title_zh: str
    unit: str
    lines: Sequence[Line]
    reading: str


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
        value_range(panel.lines, zero=True)
    twice = [title for title, count in Counter(panel.title for panel in panels).items() if count > 1]
    if twice:
        raise ValueError(f"two panels are called {twice[0]!r}: give each its own title")
    return lay_out(words, lambda sheet: _draw_panels(sheet, panels, mark_year))


def _draw_panels(sheet: Sheet, panels: Sequence[Panel], mark_year: int) -> list[str]:
    years = years_of(line for panel in panels for line in panel.lines)
    lettered = letter_reasons(sheet, [(panel.title, panel.lines) for panel in panels])
    plots: list[tuple[Plot, Sequence[Line]]] = []
    columns, between = (1 if sheet.is_narrow else 2), 18.0
    room = (sheet.room - between * (columns - 1)) / columns
    for row in range(0, len(panels), columns):
        if row:
            sheet.stroke([(sheet.left, sheet.y), (sheet.right, sheet.y)], colour=RULE)
            sheet.y += 5
        side_by_side = [
            (panel, sheet.left + place * (room + between)) for place, panel in enumerate(panels[row : row + columns])
        ]
        heads = [_panel_head(sheet, panel, mark_year, room) for panel, _ in side_by_side]
        foot = sheet.y + LINE_HEIGHT * max(map(len, heads))
        for head, (panel, x) in zip(heads, side_by_side, strict=True):
            sheet.y = foot - LINE_HEIGHT * len(head)
            _set_head(sheet, head, panel, x)
        top = foot + (14 if any(line.gaps for panel, _ in side_by_side for line in panel.lines) else 1)
        feet = []
        for number, (panel, x) in enumerate(side_by_side, start=row + 1):
            low, high = value_range(panel.lines, zero=True)
            plot = Plot(x + 10, x + room, top, top + 72, years, low, high, 2.3, 14.0)
            plots.append((plot, panel.lines))
            _draw_panel(sheet, plot, panel, mark_year, lettered, number)
            sheet.paragraph([Run(panel.reading)], x=x, room=room, size=SMALL)
            feet.append(sheet.y)
        sheet.y = max(feet) + 6
    sheet.stroke([(sheet.left, sheet.y), (sheet.right, sheet.y)], colour=RULE)
    sheet.y += 4
    seen = explain_shapes(sheet, plots)
    list_reasons(sheet, lettered)
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
        point = line.point(mark_year)
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
            draw_marker(sheet, line.mark, x + 3.5, sheet.y + 5.8, 2.6, line_colours(panel.lines)[line.mark])
        sheet.set_line(line.runs, x + line.indent, sheet.y + line.size, line.size)
        sheet.y += LINE_HEIGHT


def _draw_panel(
    sheet: Sheet,
    plot: Plot,
    panel: Panel,
    mark_year: int,
    lettered: Mapping[str, tuple[str, str]],
    number: int,
) -> None:
    shade = shade_year(sheet, plot, mark_year, f"-{number}")
    sheet.stroke([(plot.left, plot.bottom), (plot.right, plot.bottom)], thick=0.8)
    sheet.text(plot.left - 4, plot.bottom + 3, "0", size=SMALL, colour=GREY, align="right")
    taken = draw_lines(sheet, plot, panel.lines, lettered, f"{number}-", panel.title)
    taken.shade = shade
    firsts, lasts = first_and_last_years(panel.lines)
    chosen = {(year, at) for year, at in firsts | lasts if year != mark_year}
    write_values(sheet, plot, panel.lines, chosen, taken, SMALL)
    sheet.y = max(plot.bottom, *(box[3] - 2 for box in taken.boxes))
    name_years(sheet, plot, mark_year, ends_only=True)
