"""Dated events, from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .happenings import Happening, happenings
from .layout import settle
from .marks import explain, is_narrow, mark, need_height, sheet_of, width_of
from .style import COLOURS, GREY, INK, LEADING, PAPER, RULE, SIZE, SMALL, TINT, dress, font, text_width, wrap


def timeline(
    ax: Axes,
    events: pd.DataFrame,
    colours: Mapping[str, str] | None = None,
    *,
    year: int | None = None,
    text: str = "event_en",
) -> list[list[Artist]]:
    """Draw rows of data/events.csv one below the other, in the order of their dates, and return the artists of each.

    Years stand on the left, dates and words on the right of the line; `year` is shaded. `colours` are by theme; `text`
    is the column with the words. A date that is not known to the day has a hollow dot. Raises ValueError without rows.
    """
    if events.empty:
        raise ValueError("there is no event to draw: the frame has no row")
    language = sheet_of(ax).language
    told = happenings(events, text=text, language=language)
    width, narrow = width_of(ax) - 2, is_narrow(ax)
    line = 45.0
    dates = 0.0 if narrow else min(max(text_width(each.when, SMALL) for each in told), 110.0) + 14
    room = width - line - 18 - dates
    dress(ax)
    ax.set_xlim(0, width)
    drawn, y, before = [], 6.0, 0
    shaded: list[float] = []
    for each in told:
        words = wrap(each.words, room)
        height = (words.count("\n") + 1) * SIZE * LEADING + (SMALL * LEADING + 1 if narrow else 0)
        if not narrow:
            height = max(height, (wrap(each.when, dates - 10, SMALL).count("\n") + 1) * SMALL * LEADING)
        if each.first.year != before:
            if before:
                y += 6
            ax.text(5, y, str(each.first.year), va="top", color=INK, fontproperties=font(SIZE, bold=True))
            before = each.first.year
        if each.first.year == year:
            shaded += [y - 4, y + height + 4]
        drawn.append(_event(ax, each, y, line, dates, words, (colours or {}).get(each.theme, COLOURS[0]), narrow))
        y += height + 7
    spine = ax.axvline(line, color=RULE, linewidth=1.5, zorder=1)
    spine.set_label("time")
    if shaded:
        ax.add_patch(
            Rectangle((0, min(shaded)), width, max(shaded) - min(shaded), facecolor=TINT, edgecolor="none", zorder=0)
        )
        explain(ax, "reads_marked", year=year)
    ax.set_ylim(y, 0)
    need_height(ax, y + 2)
    explain(ax, "reads_timeline")
    settle(ax)
    return drawn


def _event(
    ax: Axes, each: Happening, y: float, line: float, dates: float, words: str, colour: str, narrow: bool
) -> list[Artist]:
    hollow = each.approximate
    if hollow:
        explain(ax, "reads_about")
    at = y + (SMALL if narrow else SIZE) * 0.62
    (dot,) = ax.plot(
        [line], [at], marker="o", markersize=6.5, color=colour, markerfacecolor=PAPER if hollow else colour,
        linestyle="None", zorder=3,
    )  # fmt: skip
    mark(dot, "event", each.title)
    x = line + 12
    when = each.when if narrow else wrap(each.when, dates - 10, SMALL)
    date = ax.text(x, y + (0 if narrow else 1.2), when, va="top", color=GREY, fontproperties=font(SMALL))
    below = y + SMALL * LEADING + 1 if narrow else y
    said = ax.text(x + dates, below, words, va="top", color=INK, fontproperties=font(SIZE), linespacing=LEADING)
    for text in (date, said):
        # Wrapped to the room that there is, it needs no margin; asking for one would make the axes narrower than that.
        text.set_in_layout(False)
    return [dot, date, said]
