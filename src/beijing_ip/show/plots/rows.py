"""Charts of rows: a name beside each row on a page, above it on a telephone, and room for the values around."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from .layout import settle
from .marks import is_narrow, need_height, width_of
from .style import INK, LEADING, SIZE, SMALL, dress, font, text_width, wrap

BESIDE = 0.36
"""The part of a page's width that the names of rows may take."""


class Rows:
    """The rows of some axes: where each lies, how thick a bar is, and how wide the plot."""

    def __init__(self, ax: Axes, names: Sequence[Hashable], *, head: float = 0.0) -> None:
        """Write the names and ask for the height; `head` is room above the first row in points."""
        self.ax = ax
        self.narrow = is_narrow(ax)
        width = width_of(ax)
        room = width - 4 if self.narrow else width * BESIDE
        wrapped = [wrap(str(name), room) for name in names]
        deep = max(text.count("\n") + 1 for text in wrapped) * SIZE * LEADING
        self.pitch = deep + 24.0 if self.narrow else max(26.0, deep + 8)
        """Points from row to row."""
        self.thick = (13.0 if self.narrow else 15.0) / self.pitch
        beside = 0.0 if self.narrow else max(text_width(line) for text in wrapped for line in text.split("\n")) + 8
        self.room = width - beside - 4
        """Width of the plot in points."""
        dress(ax)
        down = len(names)
        ax.set_ylim(down - 0.5, -0.5 - head / self.pitch)
        self.names = [self._name(row, text) for row, text in enumerate(wrapped)]
        need_height(ax, down * self.pitch + head + 4)
        settle(ax)

    def _name(self, row: int, text: str) -> Annotation:
        """A name, right before the plot or above its row."""
        above = self.narrow
        return self.ax.annotate(
            text,
            (0, self.middle(row) - self.thick / 2 if above else self.middle(row)),
            (0, 2) if above else (-8, 0),
            xycoords=self.ax.get_yaxis_transform(),
            textcoords="offset points",
            ha="left" if above else "right",
            va="bottom" if above else "center",
            color=INK,
            fontproperties=font(SIZE),
            linespacing=LEADING,
            annotation_clip=False,
        )

    def middle(self, row: int) -> float:
        """Where the mark of a row lies."""
        return row + (0.5 - self.thick / 2 - 3 / self.pitch) if self.narrow else float(row)

    def upright(self, at: float, **style: Any) -> Line2D:
        """Draw an upright at a number: through all rows on a page, and on a telephone not through their names."""
        half = self.thick * 0.5
        spans = [(row - half, row + half, math.nan) for row in map(self.middle, range(len(self.names)))]
        if self.narrow:
            ys = [y for span in spans for y in span]
            (line,) = self.ax.plot([at] * len(ys), ys, **style)
            return line
        return self.ax.axvline(at, **style)

    def value(self, row: int, at: float, text: str, *, left: bool = False, colour: str = INK) -> Annotation:
        """Write a value at the end of a mark."""
        return self.ax.annotate(
            text,
            (at, self.middle(row)),
            (-4, 0) if left else (4, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            color=colour,
            fontproperties=font(SMALL if self.narrow else SIZE),
            annotation_clip=False,
        )


def fit_limits(
    lows: Sequence[float], highs: Sequence[float], texts: Sequence[str], room: float, size: float
) -> tuple[float, float]:
    """Return limits of an axis `room` points wide on which a value fits beside each mark, on the side where it ends.

    `lows` and `highs` are where marks begin and end; a text stands on the left where the high end is zero or less.
    """
    low, high = min(0.0, *lows), max(0.0, *highs)
    widths = [text_width(text, size) + 8 for text in texts]
    for _ in range(20):
        scale = room / ((high - low) or 1.0)
        pairs = list(zip(lows, highs, widths, strict=True))
        high = max([0.0, *(h + (w / scale if h > 0 or low_ >= 0 else 0) for low_, h, w in pairs)])
        low = min([0.0, *(low_ - w / scale for low_, h, w in pairs if low_ < 0 and h <= 0)])
    return low, high
