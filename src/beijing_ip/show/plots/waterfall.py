"""Steps that add up: each bar starts where the one before it ended."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from beijing_ip.analysis.frames import breaks_between

from .cells import Formats, ends_of, format_of, is_hollow, is_number, text_of, title_of
from .layout import settle
from .marks import explain, is_narrow, mark, need_height, sheet_of
from .style import COLOURS, GREY, INK, LEADING, SMALL, TINT, dress, font
from .words import WORDS


def waterfall(
    ax: Axes, column: pd.Series, *, text: Formats = None, total: str = "", height: float | None = None
) -> dict[Hashable, list[Artist]]:
    """Draw each number of a column with years as its index as a step from where the one before ended.

    The first starts at zero, and behind the last stands their sum, named `total`. Where data/breaks.csv keeps two years
    apart the sum stands before the cut, and the next step starts at zero again. Each step is labelled; `text` is the
    format of computed cells, `height` that of the axes in points. Raises ValueError for a column without numbers.
    """
    cells = {int(str(year)): cell for year, cell in column.items() if is_number(cell)}
    if not cells:
        raise ValueError("there is no number to draw: every cell of the column is missing")
    sheet, words = sheet_of(ax), WORDS[sheet_of(ax).language]
    spec = format_of(sheet.formats if text is None else text, column.name) or "+,.0f"
    gaps = {gap.before: gap for gap in breaks_between(column)}
    dress(ax, axis="x")
    drawn: dict[Hashable, list[Artist]] = {}
    slots: list[tuple[float, str]] = []
    runs: list[list[int]] = []
    for year in cells:
        if year in gaps or not runs:
            runs.append([])
        runs[-1].append(year)
    at = 0.0
    reach = [0.0]
    for number, run in enumerate(runs):
        if number:
            _upright(ax, at - 0.35, words["break"], column, run[0], gaps[run[0]])
            at += 0.3
        level: Any = 0
        for year in run:
            start = ends_of(level)[0] if is_number(level) else 0.0
            end = start + ends_of(cells[year])[0]
            title = title_of("" if column.name is None else column.name, year, cells[year], spec, sheet.language)
            title = title.removeprefix(", ")
            drawn[year] = _step(ax, at, start, end, text_of(cells[year], spec, sheet.language), title, cells[year])
            if year != run[-1]:
                ax.plot([at - 0.34, at + 1.34], [end, end], color=GREY, linewidth=0.7, zorder=1)
            slots.append((at, str(year)))
            level = cells[year] if year == run[0] else level + cells[year]
            reach += [start, end]
            at += 1
        if len(run) > 1:
            name = total or words["total"]
            when = f"{run[0]}–{run[-1]}"
            ends = ends_of(level)[0]
            ax.plot([at - 1.34, at + 0.34], [ends, ends], color=GREY, linewidth=0.7, zorder=1)
            title = title_of(name, when, level, spec, sheet.language)
            said = text_of(level, spec, sheet.language)
            drawn[f"{name} {when}"] = _step(ax, at, 0.0, ends, said, title, level, whole=True)
            # On a telephone the sum is wider than its bar, and stands above the value beside it.
            if is_narrow(ax):
                drawn[f"{name} {when}"][-1].xyann = (0, 3 + SMALL * LEADING)  # type: ignore[attr-defined]
            slots.append((at, f"{name}\n{when}" if not is_narrow(ax) else f"{name}"))
            at += 1
    ax.axhline(0, color=GREY, linewidth=0.9, zorder=3)
    span = (max(reach) - min(reach)) or 1.0
    ax.set_ylim(
        min(reach) - span * (0.1 if min(reach) < 0 else 0.02), max(reach) + span * (0.16 if is_narrow(ax) else 0.1)
    )
    ax.set_xlim(-0.5, at - 0.5)
    ax.set_xticks([place for place, _ in slots], [name for _, name in slots])
    explain(ax, "reads_steps")
    need_height(ax, height or (200.0 if is_narrow(ax) else 250.0))
    settle(ax)
    return drawn


def _step(
    ax: Axes, at: float, start: float, end: float, said: str, title: str, cell: object, *, whole: bool = False
) -> list[Artist]:
    colour = COLOURS[0] if end >= start else COLOURS[-1]
    shape = Rectangle((at - 0.34, min(start, end)), 0.68, abs(end - start), facecolor=colour, edgecolor="none")
    if whole or is_hollow(cell):
        shape.set(facecolor=TINT, edgecolor=colour, linewidth=1.0, linestyle="-" if whole else (0, (3, 2)))
    bar = mark(ax.add_patch(shape), "step", title, cell)
    up = end >= start
    label = ax.annotate(
        said, (at, end if up else min(start, end)), (0, 3) if up else (0, -3), textcoords="offset points", ha="center",
        va="bottom" if up else "top", color=INK if whole else colour, fontproperties=font(SMALL, bold=whole),
        annotation_clip=False,
    )  # fmt: skip
    return [bar, label]


def _upright(ax: Axes, at: float, phrase: str, column: pd.Series, year: int, gap: Any) -> None:
    label = "" if column.name is None else str(column.name)
    upright = ax.axvline(at, 0.02, 0.5, color=GREY, linewidth=1.0, linestyle=(0, (3, 2)), zorder=1)
    mark(upright, "break", phrase.format(label=label, after=gap.after, before=year, reason=gap.reason))
    explain(ax, "reads_break")
