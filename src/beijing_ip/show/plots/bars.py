"""Bars from zero, and one bar cut into the parts of a whole."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import product

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle

from .cells import Formats, ends_of, format_of, is_hollow, is_number, text_of, title_of
from .layout import settle
from .marks import explain, is_narrow, mark, need_height, sheet_of, width_of
from .rows import Rows
from .style import COLOURS, GREY, LEADING, PAPER, SIZE, SMALL, TINT, dress, font, pick_colours, text_width, wrap
from .words import WORDS


def bars(
    ax: Axes,
    column: pd.Series,
    colours: Mapping[Hashable, str] | Sequence[str] | str | None = None,
    *,
    text: Formats = None,
    limit: float | None = None,
    line: object = None,
    line_label: str = "",
) -> dict[Hashable, list[Artist]]:
    """Draw a bar from zero for each number of a column, in its order, and return the artists of each.

    Names are those of the index, values stand at the ends; negative bars go to the left, in the last colour of the
    palette. What rounding leaves open is a pale end, where it can be seen; a bound, an approximate or a doubtful
    figure is hollow and dashed. A bar longer than `limit` is broken off there and says so. `line` draws an upright at
    a number, with `line_label` above it. `text` is the format of computed cells ("+.1%"). A missing number has no row.
    Raises ValueError for a column without numbers.
    """
    cells = {name: cell for name, cell in column.items() if is_number(cell)}
    if not cells:
        raise ValueError("there is no number to draw: every cell of the column is missing")
    sheet, words = sheet_of(ax), WORDS[sheet_of(ax).language]
    formats = sheet.formats if text is None else text
    head = 4 + SMALL * LEADING * 1.2 if is_number(line) and line_label else 0.0
    behind = [row for row, cell in enumerate(cells.values()) if ends_of(cell)[0] < 0]
    rows = Rows(ax, list(cells), head=head, behind=behind if len(behind) < len(cells) else ())
    longest = limit or float("inf")
    specs = [format_of(formats, name, column.name) for name in cells]
    said = [text_of(cell, spec, sheet.language) for cell, spec in zip(cells.values(), specs, strict=True)]
    spans = [tuple(min(max(end, -longest), longest) for end in ends_of(cell)) for cell in cells.values()]
    cut = [max(map(abs, ends_of(cell))) > longest for cell in cells.values()]
    said = [words["cut"].format(text=t) if c else t for t, c in zip(said, cut, strict=True)]
    unit = rows.fit([min(s) for s in spans], [max(s) for s in spans], said)
    upright = ends_of(line)[0] if is_number(line) else None
    wanted = pick_colours(list(cells), colours) if colours else None
    drawn: dict[Hashable, list[Artist]] = {}
    for row, (name, cell) in enumerate(cells.items()):
        value, low, high = spans[row]
        colour = wanted[row] if wanted else COLOURS[0] if value >= 0 else COLOURS[-1]
        title = title_of(name, "" if column.name is None else column.name, cell, specs[row], sheet.language)
        title += f"{words['space']}{words['cut_title']}" if cut[row] else ""
        drawn[name] = _bar(ax, rows, row, (value, low, high), colour, title, cell, unit)
        if cut[row]:
            drawn[name].append(_slash(ax, rows, row, value, unit))
        end = (low if value < 0 else high) if not is_hollow(cell) else value
        # A value that would stand on the upright stands behind it.
        if upright is not None and end <= upright < end + (text_width(said[row], rows.size) + 8) * unit:
            end = upright
        drawn[name].append(rows.value(row, end, said[row], left=value < 0))
    rows.upright(0, color=GREY, linewidth=0.9, zorder=3)
    if upright is not None and is_number(line):
        drawn_line = rows.upright(upright, color=COLOURS[2], linewidth=1.2, linestyle=(0, (3, 2)), zorder=4)
        spec = format_of(formats, line_label, column.name)
        mark(drawn_line, "line", title_of(line_label, "", line, spec, sheet.language), line)
        drawn[line_label] = [drawn_line, *([_line_label(ax, upright, line_label, unit)] if line_label else [])]
    explain(ax, "reads_bars")
    return drawn


def _bar(
    ax: Axes, rows: Rows, row: int, span: tuple[float, ...], colour: str, title: str, cell: object, unit: float
) -> list[Artist]:
    value, low, high = span
    near, far = (low, high) if value >= 0 else (high, low)
    bottom = rows.middle(row) - rows.thick / 2
    if is_hollow(cell):
        shape = Rectangle((0, bottom), value, rows.thick, facecolor=TINT, edgecolor=colour, linewidth=1.0)
        shape.set_linestyle((0, (3, 2)))
        explain(ax, "reads_open")
        return [mark(ax.add_patch(shape), "bar", title, cell)]
    seen = abs(far - near) > unit
    # A number that may be on both sides of zero has no solid part.
    solid = (near if near * value > 0 else 0.0) if seen else value
    bar = ax.add_patch(Rectangle((0, bottom), solid, rows.thick, facecolor=colour, edgecolor="none"))
    found: list[Artist] = [mark(bar, "bar", title, cell)]
    if seen:
        pale = Rectangle((solid, bottom), far - solid, rows.thick, facecolor=TINT, edgecolor=colour, linewidth=0.8)
        found.append(ax.add_patch(pale))
        explain(ax, "reads_range")
    return found


def _slash(ax: Axes, rows: Rows, row: int, end: float, unit: float) -> Artist:
    """A slanting gap near the end of a bar that is broken off."""
    at, lean, gap = end * 0.9, 4 * unit, 4 * unit
    top, bottom = rows.middle(row) - rows.thick * 0.56, rows.middle(row) + rows.thick * 0.56
    corners = [(at - lean, bottom), (at + lean, top), (at + lean + gap, top), (at - lean + gap, bottom)]
    explain(ax, "reads_cut")
    return ax.add_patch(Polygon(corners, closed=True, facecolor=PAPER, edgecolor="none", zorder=2))


def _line_label(ax: Axes, at: float, label: str, unit: float) -> Artist:
    """Name an upright above it, inside the axes."""
    low, high = ax.get_xlim()
    half = text_width(label, SMALL, True) / 2 * unit
    place, side = (
        (at, "center") if low + half < at < high - half else (low, "left") if at <= low + half else (high, "right")
    )
    text = ax.annotate(
        label,
        (place, 1),
        (0, -1),
        xycoords=ax.get_xaxis_transform(),
        textcoords="offset points",
        ha=side,
        va="top",
        color=COLOURS[2],
        fontproperties=font(SMALL, bold=True),
        annotation_clip=False,
    )
    text.set_in_layout(False)
    return text


def parts(
    ax: Axes,
    column: pd.Series,
    colours: Mapping[Hashable, str] | Sequence[str] | str | None = None,
    *,
    text: Formats = None,
) -> dict[Hashable, list[Artist]]:
    """Draw one bar, each number of a column a part of it as wide as its share, and return the artists of each.

    Name and value stand below each part, with the share where all parts are exact. Raises ValueError for a column that
    lacks a number or has one below zero, which cannot add up to a whole.
    """
    cells = dict(column.items())
    if not cells or not all(is_number(cell) and ends_of(cell)[0] >= 0 for cell in cells.values()):
        raise ValueError("parts of a whole are numbers from zero up, and none may be missing")
    formats = sheet_of(ax).formats if text is None else text
    values = [ends_of(cell)[0] for cell in cells.values()]
    whole, exact = sum(values), all(low == high for _, low, high in map(ends_of, cells.values()))
    width, size = width_of(ax), SMALL if is_narrow(ax) else SIZE
    blocks = []
    for (name, cell), value in zip(cells.items(), values, strict=True):
        share = f" ({value / whole:.0%})" if exact and whole and value / whole >= 0.01 else ""
        spec = format_of(formats, name, column.name)
        blocks.append(f"{wrap(str(name), width * 0.45, size)}\n{text_of(cell, spec, sheet_of(ax).language)}{share}")
    places, depth = _staircase(blocks, values, width - 2, size)
    dress(ax)
    ax.set_xlim(0, whole)
    thick = 34.0
    total = thick + depth
    ax.set_ylim(total, 0)
    drawn: dict[Hashable, list[Artist]] = {}
    left = 0.0
    for number, (name, colour) in enumerate(zip(cells, pick_colours(list(cells), colours), strict=True)):
        part = Rectangle((left, 0), values[number], thick, facecolor=colour, edgecolor=PAPER, linewidth=1.0)
        spec = format_of(formats, name, column.name)
        when = "" if column.name is None else column.name
        mark(ax.add_patch(part), "part", title_of(name, when, cells[name], spec, sheet_of(ax).language), cells[name])
        x, y, to_left = places[number]
        middle = left + values[number] / 2
        (lead,) = ax.plot([middle, middle], [thick, thick + y + size], color=colour, linewidth=0.8, clip_on=False)
        block = ax.text(
            x / (width - 2) * whole,
            thick + y,
            blocks[number],
            ha="right" if to_left else "left",
            va="top",
            color=colour,
            fontproperties=font(size),
            linespacing=LEADING,
        )
        drawn[name] = [part, lead, block]
        left += values[number]
    need_height(ax, total + 6)
    explain(ax, "reads_parts")
    settle(ax)
    return drawn


Place = tuple[float, float, bool]


def _staircase(blocks: Sequence[str], values: Sequence[float], width: float, size: float) -> tuple[list[Place], float]:
    """Return place, depth and side of the block of each part, and the depth of all.

    Each stands at the lead that comes down from the middle of its part, on that side of it where no lead crosses a
    block and all together are least deep.
    """
    whole, left = sum(values) or 1.0, 0.0
    leads = []
    for value in values:
        leads.append((left + value / 2) / whole * width)
        left += value
    sizes = [
        (max(text_width(line, size) for line in block.split("\n")), (block.count("\n") + 1) * size * LEADING)
        for block in blocks
    ]
    best: tuple[float, list[Place]] | None = None
    for sides in product((False, True), repeat=len(blocks)):
        spans = [
            (lead - 5 - wide, lead - 5) if side else (lead + 5, lead + 5 + wide)
            for lead, (wide, _), side in zip(leads, sizes, sides, strict=True)
        ]
        outside = sum(max(0.0, -left) + max(0.0, right - width) for left, right in spans)
        depths = _depths(leads, spans, [high for _, high in sizes])
        if depths is None:
            continue
        cost = outside * 100 + max(depth + high for depth, (_, high) in zip(depths, sizes, strict=True))
        if best is None or cost < best[0]:
            best = (
                cost,
                [
                    (span[1] if side else span[0], depth, side)
                    for span, depth, side in zip(spans, depths, sides, strict=True)
                ],
            )
    assert best is not None  # All on the right of their leads is always possible.
    return best[1], max(place[1] + high for place, (_, high) in zip(best[1], sizes, strict=True)) + 2


def _depths(
    leads: Sequence[float], spans: Sequence[tuple[float, float]], heights: Sequence[float]
) -> list[float] | None:
    """Return how deep each block stands below the bar, below all those whose lead it would cross; None in a circle."""
    count = range(len(leads))
    above = {n: {m for m in count if m != n and spans[n][0] - 4 < leads[m] < spans[n][1] + 4} for n in count}
    done: dict[int, float] = {}
    while len(done) < len(leads):
        ready = [n for n in count if n not in done and above[n] <= done.keys()]
        if not ready:
            return None
        n = ready[0]
        depth = max([6.0, *(done[m] + heights[m] + 4 for m in above[n])])
        while any(
            spans[n][0] < spans[m][1] + 8 and spans[n][1] > spans[m][0] - 8
            and depth < done[m] + heights[m] + 4 and depth + heights[n] > done[m] - 4
            for m in done
        ):  # fmt: skip
            depth += 2.0
        done[n] = depth
    return [done[n] for n in count]
