"""One chart of lines over the years, which stop at breaks and are named at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from .. import WHITE_PAPER_YEAR
from .figure import Caption, Figure
from .line_plot import (
    Plot,
    Stroke,
    draw_lines,
    draw_marker,
    explain_shapes,
    letter_reasons,
    list_reasons,
    name_years,
    shade_year,
)
from .scales import format_tick, round_ticks, spread_apart
from .segments import Line, LinePoint, first_and_last_years, line_colours, value_colours, value_range, years_of
from .sheet import Sheet, lay_out, require_any
from .style import COLOURS, GREY, LINE_HEIGHT, RULE, SIZE, SMALL
from .text import Run, label_runs, line_width, text_width, wrap_lines
from .value_labels import write_values


def lines(
    lines: Sequence[Line],
    *,
    unit_label: str,
    mark_year: int | None = WHITE_PAPER_YEAR,
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
    value_range(lines, zero)
    return lay_out(words, lambda sheet: _draw_line_chart(sheet, lines, unit_label, mark_year, zero))


def _draw_line_chart(
    sheet: Sheet, lines: Sequence[Line], unit_label: str, mark_year: int | None, zero: bool
) -> list[str]:
    low, high = value_range(lines, zero)
    ticks = round_ticks(low, high, 5)
    low = low if zero else min(low, ticks[0])
    step = ticks[1] - ticks[0]
    large = step >= _LARGE[sheet.language] / 10
    divisor = _LARGE[sheet.language] if large else 1
    names = [format_tick(tick / divisor, step / divisor) for tick in ticks]
    if len(lines) == 1:
        sheet.paragraph([Run(lines[0].label, bold=True), *label_runs("", lines[0].label_zh)])
    sheet.paragraph([Run(unit_label + (sheet.say("large") if large else ""), colour=GREY)], size=SMALL)
    if not zero:
        sheet.paragraph([Run(sheet.say("not_zero"))], size=SMALL)
    years = years_of(lines)
    lettered = letter_reasons(sheet, [("", lines)])
    named = _are_named_at_ends(sheet, lines, years)
    if len(lines) > 1 and not named:
        _set_key(sheet, lines)
    reach = [number for number, line in enumerate(lines) if line.points[-1].year == years[-1]]
    widest = _BESIDE_NARROW if sheet.is_narrow else _BESIDE
    colours = value_colours(lines)
    ends, room = _end_labels([lines[number] for number in reach], [colours[number] for number in reach], widest, named)
    heights = [len(end) * LINE_HEIGHT + (5 if named else 1) for end in ends]
    top = sheet.y + (12 if lettered else 2)
    plot = Plot(
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
    shade = shade_year(sheet, plot, mark_year)
    for tick, name in zip(ticks, names, strict=True):
        y = plot.down(tick)
        sheet.stroke([(plot.left, y), (plot.right, y)], colour=RULE)
        sheet.text(plot.left - 4, y + 3.2, name, size=SMALL, colour=GREY, align="right")
    if zero:
        sheet.stroke([(plot.left, plot.bottom), (plot.right, plot.bottom)], thick=1.0)
    leads = _name_ends(sheet, plot, [lines[number].points[-1] for number in reach], ends, heights)
    taken = draw_lines(sheet, plot, lines, lettered)
    taken.strokes += leads
    taken.rules, taken.shade = [plot.down(tick) for tick in ticks], shade
    firsts, lasts = first_and_last_years(lines)
    beside = {(years[-1], number) for number in reach}
    chief = lasts | {(mark_year, number) for number, line in enumerate(lines) if mark_year and line.point(mark_year)}
    left_out = write_values(sheet, plot, lines, chief - beside, taken, SIZE)
    left_out += write_values(sheet, plot, lines, firsts - chief, taken, SMALL)
    sheet.y = max(plot.bottom, *(box[3] - 2 for box in taken.boxes))
    name_years(sheet, plot, mark_year)
    seen = explain_shapes(sheet, [(plot, lines)])
    if left_out:
        sheet.note("too_close", values=sheet.say("semicolon").join(left_out))
    list_reasons(sheet, lettered)
    return [
        sheet.sentences("reads_lines" if zero else "reads_cut"),
        sheet.sentences(*seen),
        sheet.sentences("reads_breaks") if lettered else "",
    ]


_LARGE = {"en": 1_000_000, "zh": 10_000}
"""In what a long axis counts, for short names of its ticks: millions, or wan."""


def _set_key(sheet: Sheet, lines: Sequence[Line]) -> None:
    """Name the lines above the chart, where there is no room at their ends."""
    for number, line in enumerate(lines):
        draw_marker(sheet, number, sheet.left + 4, sheet.y + 6.2, 3.0, line_colours(lines)[number])
        sheet.paragraph(label_runs(line.label, line.label_zh), x=sheet.left + 12, room=sheet.room - 12)


def _are_named_at_ends(sheet: Sheet, lines: Sequence[Line], years: range) -> bool:
    """Whether several lines can be named where they end: all in the last year, in few lines of text, no term broken."""
    if len(lines) == 1 or sheet.is_narrow or any(line.points[-1].year < years[-1] for line in lines):
        return False
    ends, room = _end_labels(lines, value_colours(lines), _BESIDE, named=True)
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
    sheet: Sheet, plot: Plot, points: Sequence[LinePoint], ends: Sequence[list[list[Run]]], heights: Sequence[float]
) -> list[Stroke]:
    """Set the labels beside points of the last year; from one that had to move away a thin grey line leads there."""
    middle = LINE_HEIGHT / 2 + 1
    levels = [plot.place(point)[1] for point in points]
    order = sorted(range(len(points)), key=lambda number: levels[number])
    wanted = [levels[number] - middle for number in order]
    places = spread_apart(wanted, [heights[number] for number in order], plot.top, plot.bottom)
    leads = []
    for number, top in zip(order, places, strict=True):
        if not top < levels[number] < top + len(ends[number]) * LINE_HEIGHT:
            x = plot.across(plot.years[-1]) + plot.radius + 3
            leads.append(((x, levels[number]), (plot.right + _TO_ENDS - 2, top + middle)))
            sheet.stroke(leads[-1], colour=GREY, thick=0.5, gid=f"lead-{number + 1}")
        for index, line in enumerate(ends[number]):
            sheet.set_line(line, plot.right + _TO_ENDS, top + index * LINE_HEIGHT + SIZE)
    return leads
