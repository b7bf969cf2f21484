"""Dots of several columns in a row, and slopes between two of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from .cells import Format, Formats, ends_of, format_of, is_hollow, is_number, text_of, title_of
from .layout import settle, spread_apart
from .marks import Label, explain, is_narrow, mark, need_height, sheet_of, width_of
from .rows import Rows
from .style import GREY, LEADING, PAPER, RULE, SIZE, SMALL, dress, font, pick_colours, text_width, wrap


def dots(
    ax: Axes,
    frame: pd.DataFrame,
    colours: Mapping[Hashable, str] | Sequence[str] | str | None = None,
    *,
    text: Formats = None,
) -> dict[Hashable, list[Artist]]:
    """Draw a row for each row of a frame with a dot for each column, and return the artists of each column.

    All dots stand on one axis from zero; a thin bar through a dot is the range that rounding leaves open. The columns
    are named above the first row in their colours, and each value stands beside its dot. Raises ValueError for a frame
    without numbers.
    """
    language = sheet_of(ax).language
    kept = frame[[any(is_number(cell) for cell in row) for row in frame.to_numpy()]]
    if kept.empty:
        raise ValueError("there is no number to draw: every cell of the frame is missing")
    formats = sheet_of(ax).formats if text is None else text
    rows = Rows(ax, list(kept.index), head=SIZE * LEADING + 6)
    tints = dict(zip(kept, pick_colours(list(kept), colours), strict=True))
    size = rows.size
    cells = [(r, n, kept[n].iloc[r]) for r in range(len(kept)) for n in kept if is_number(kept[n].iloc[r])]
    spans = [[ends_of(cell) for r, _, cell in cells if r == row] for row in range(len(kept))]
    lows, highs = [min(e[1] for e in ends) for ends in spans], [max(e[2] for e in ends) for ends in spans]
    texts = [text_of(cell, format_of(formats, name), language) for _, name, cell in cells]
    widest = max(texts, key=lambda said: text_width(said, size))
    # Three points more for the half of a dot, and room for it before zero.
    unit = rows.fit(lows, highs, [f"{widest} "] * len(highs))
    if min(lows) >= 0:
        ax.set_xlim(left=-6 * unit)
    drawn: dict[Hashable, list[Artist]] = {name: [] for name in kept}
    for row in range(len(kept)):
        own = sorted(((n, c) for r, n, c in cells if r == row), key=lambda pair: ends_of(pair[1])[0])
        reach = [ends_of(cell)[0] for _, cell in own]
        joined = min(reach)
        for order, (name, cell) in enumerate(own):
            drawn[name] += _dot(ax, rows, row, kept.index[row], name, cell, tints[name], format_of(formats, name))
            said = text_of(cell, format_of(formats, name), language)
            # The lowest stands on the left of its dot, the highest on the right, one between them where there is room.
            needed = (text_width(said, size) + 14) * unit
            left = order == 0 and len(own) > 1
            start = ends_of(cell)[1 if left else 2]
            if left and start - needed < (0 if start >= 0 else ax.get_xlim()[0]):
                left, start = False, ends_of(cell)[2]
                if reach[1] - start > needed:
                    joined = start + needed
                else:
                    # Between zero and the next dot there is no room on either side: it stands behind the last value.
                    last = text_of(own[-1][1], format_of(formats, own[-1][0]), language)
                    start = ends_of(own[-1][1])[2] + (text_width(last, size) + 8) * unit
            if 0 < order < len(own) - 1 and reach[order + 1] - start < needed:
                continue
            drawn[name].append(rows.value(row, start + (-3 if left else 3) * unit, said, left=left, colour=tints[name]))
        ax.plot([joined, max(reach)], [rows.middle(row)] * 2, color=RULE, linewidth=1.0, zorder=1)
    rows.upright(0, color=GREY, linewidth=0.9, zorder=1)
    _column_names(ax, kept, drawn, tints, unit)
    explain(ax, "reads_dots")
    return drawn


def _dot(
    ax: Axes, rows: Rows, row: int, label: Hashable, name: Hashable, cell: object, colour: str, spec: Format
) -> list[Artist]:
    assert is_number(cell)
    value, low, high = ends_of(cell)
    hollow, y = is_hollow(cell), rows.middle(row)
    found: list[Artist] = []
    if high > low and not hollow:
        found += ax.plot([low, high], [y, y], color=colour, linewidth=2.2, solid_capstyle="butt", zorder=2)
        explain(ax, "reads_range")
    if hollow:
        explain(ax, "reads_hollow")
    (dot,) = ax.plot(
        [value], [y], marker="o", markersize=7, color=colour,
        linestyle="None", zorder=3, clip_on=False,
    )  # fmt: skip
    dot.set_markerfacecolor(PAPER if hollow else "auto")
    return [*found, mark(dot, "dot", title_of(label, name, cell, spec, sheet_of(ax).language), cell)]


def _column_names(
    ax: Axes, frame: pd.DataFrame, drawn: Mapping[Hashable, list[Artist]], tints: Mapping[Hashable, str], unit: float
) -> None:
    """Name the columns above the dots of the first row, moved apart where they would touch."""
    names = [name for name in frame if is_number(frame[name].iloc[0])]
    names += [name for name in frame if name not in names]
    at = [ends_of(frame[n].iloc[0])[0] if is_number(frame[n].iloc[0]) else ax.get_xlim()[1] for n in names]
    order = sorted(range(len(names)), key=lambda n: at[n])
    widths = [(text_width(str(names[n]), SIZE, True) + 10) * unit for n in order]
    wanted = [at[n] - w / 2 for n, w in zip(order, widths, strict=True)]
    low, high = ax.get_xlim()
    for n, width, place in zip(order, widths, spread_apart(wanted, widths, low, high), strict=True):
        drawn[names[n]].append(
            ax.annotate(
                str(names[n]), (place + width / 2, 1), (0, -2), xycoords=ax.get_xaxis_transform(),
                textcoords="offset points", ha="center", va="top", color=tints[names[n]],
                fontproperties=font(SIZE, bold=True), annotation_clip=False,
            )
        )  # fmt: skip


def slopes(
    ax: Axes,
    frame: pd.DataFrame,
    colours: Mapping[Hashable, str] | Sequence[str] | str | None = None,
    *,
    text: Formats = None,
    height: float = 220.0,
) -> dict[Hashable, list[Artist]]:
    """Draw a line from one number to another for each row of a frame with two columns, or two years as rows.

    Both ends are labelled, and the line is named at its end. A row that lacks one of the numbers is not drawn. `height`
    is that of the axes in points. Raises ValueError for a frame that has not two of either, or no whole pair.
    """
    pairs = frame if frame.shape[1] == 2 and frame.index.name != "year" else frame.T
    if pairs.shape[1] != 2:
        raise ValueError(f"slopes need two years, as rows or as columns; this frame has the shape {frame.shape}")
    pairs = pairs[[all(is_number(cell) for cell in row) for row in pairs.to_numpy()]]
    if pairs.empty:
        raise ValueError("there is no pair to draw: each row lacks one of its two numbers")
    formats = sheet_of(ax).formats if text is None else text
    dress(ax, axis="x")
    narrow, language = is_narrow(ax), sheet_of(ax).language
    tints = pick_colours(list(pairs.index), colours)
    specs = [format_of(formats, name) for name in pairs.index]
    room = width_of(ax) * (0.4 if narrow else 0.3)
    ends = [
        [
            (text_of(row.iloc[0], spec, language), ends_of(row.iloc[0])),
            (f"{text_of(row.iloc[1], spec, language)}  {name}", ends_of(row.iloc[1])),
        ]
        for (name, row), spec in zip(pairs.iterrows(), specs, strict=True)
    ]
    high = max(end[1][2] for pair in ends for end in pair) * 1.03
    ax.set_ylim(min(0.0, *(end[1][1] for pair in ends for end in pair)), high)
    ax.set_xlim(0, 1)
    drawn: dict[Hashable, list[Artist]] = {name: [] for name in pairs.index}
    for side in (0, 1):
        column = pairs.columns[side]
        ax.axvline(side, color=RULE, linewidth=0.8, zorder=1)
        for n, name in enumerate(pairs.index):
            said = wrap(ends[n][side][0], room, SIZE if side else SMALL, bold=bool(side))
            drawn[name].append(_end(ax, side, ends[n][side][1][0], said, tints[n]))
            drawn[name].append(_end_dot(ax, side, name, column, pairs.iloc[n, side], tints[n], specs[n]))
    ax.axhline(0, color=GREY, linewidth=0.9, zorder=1)
    ax.set_xticks([0, 1], [str(column) for column in pairs.columns])
    for n, name in enumerate(pairs.index):
        drawn[name] += ax.plot([0, 1], [end[1][0] for end in ends[n]], color=tints[n], linewidth=2.0, zorder=2)
    need_height(ax, height)
    explain(ax, "reads_slopes")
    settle(ax)
    return drawn


def _end(ax: Axes, side: int, value: float, said: str, colour: str) -> Artist:
    text = ax.annotate(
        said, (side, value), (9, 0) if side else (-9, 0), textcoords="offset points",
        ha="left" if side else "right", va="center", color=colour, linespacing=LEADING,
        fontproperties=font(SIZE if side else SMALL, bold=bool(side)), annotation_clip=False,
    )  # fmt: skip
    sheet_of(ax).labels.append(Label(text, weight=4, margin="right" if side else "left"))
    return text


def _end_dot(ax: Axes, side: int, name: Hashable, column: Hashable, cell: object, colour: str, spec: Format) -> Artist:
    assert is_number(cell)
    hollow = is_hollow(cell)
    if hollow:
        explain(ax, "reads_hollow")
    (dot,) = ax.plot(
        [side], [ends_of(cell)[0]], marker="o", markersize=6, color=colour, linestyle="None", zorder=3, clip_on=False,
    )  # fmt: skip
    dot.set_markerfacecolor(PAPER if hollow else "auto")
    return mark(dot, "dot", title_of(name, column, cell, spec, sheet_of(ax).language), cell)
