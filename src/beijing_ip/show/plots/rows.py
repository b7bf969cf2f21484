"""Charts of rows: a name beside each row on a page, above it on a telephone, and room for the values around."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from .layout import settle
from .marks import is_narrow, need_height, width_of
from .style import INK, LEADING, SIZE, SMALL, dress, font, text_width, wrap

BESIDE = 0.36
"""The part of a page's width that the names of rows may take."""
GAP = 8.0
"""Points between a name and its plot."""


class Rows:
    """The rows of some axes, whose height is in points: where each lies, how thick a mark is, how wide the plot."""

    def __init__(
        self,
        ax: Axes,
        names: Sequence[Hashable],
        *,
        head: float = 0.0,
        behind: Collection[int] = (),
        dense: bool = True,
    ) -> None:
        """Write the names and ask for the height in points; `head` is room above the first row.

        On a page the names of the rows `behind` stand right of the zero that others stand left of, for marks that go
        to the left; all stand left of the plot where there is none.
        """
        self.ax, self.narrow = ax, is_narrow(ax)
        width = width_of(ax)
        room = width - 6 if self.narrow else width * BESIDE
        wrapped = [wrap(str(name), room) for name in names]
        self.thick = 13.0 if self.narrow else 15.0
        self.size = SMALL if self.narrow else SIZE
        """Size of the values in points."""
        deep = [(text.count("\n") + 1) * SIZE * LEADING for text in wrapped]
        widths = [max(text_width(line) for line in text.split("\n")) + GAP for text in wrapped]
        self.left = max([w for n, w in enumerate(widths) if n not in behind], default=0.0) * (not self.narrow)
        """Points that the names take on the left of zero, and `right` those on its right."""
        self.right = max([w for n, w in enumerate(widths) if n in behind], default=0.0) * (not self.narrow)
        self.across = bool(behind) and not self.narrow
        self.room = width - 4 - (0.0 if self.across else self.left)
        """Width of the plot in points."""
        self._middles: list[float] = []
        y = head
        for height in deep:
            if self.narrow:
                self._middles.append(y + height + 3 + self.thick / 2)
                y += height + self.thick + 11
            else:
                pitch = max(26.0 if dense else 30.0, height + 8)
                self._middles.append(y + pitch / 2)
                y += pitch
        dress(ax)
        ax.set_ylim(y, 0)
        self.names = [self._name(row, text, row in behind) for row, text in enumerate(wrapped)]
        need_height(ax, y + 4)
        settle(ax)

    def _name(self, row: int, text: str, behind: bool) -> Annotation:
        """A name: before the plot or at zero on a page, above its row on a telephone."""
        above = self.narrow
        name = self.ax.annotate(
            text,
            (0, self.middle(row) - self.thick / 2 if above else self.middle(row)),
            (0, 2) if above else (GAP if behind else -GAP, 0),
            xycoords="data" if self.across else self.ax.get_yaxis_transform(),
            textcoords="offset points",
            ha="left" if above or behind else "right",
            va="bottom" if above else "center",
            color=INK,
            fontproperties=font(SIZE),
            linespacing=LEADING,
            annotation_clip=False,
        )
        # A name above its row has the whole width, and takes no room beside the plot.
        name.set_in_layout(not above)
        return name

    def middle(self, row: int) -> float:
        """Where the mark of a row lies, in points from the top."""
        return self._middles[row]

    def upright(self, at: float, **style: Any) -> Line2D:
        """Draw an upright at a number: through all rows on a page, and on a telephone not through their names."""
        half = self.thick / 2
        middles = [self.middle(row) for row in range(len(self.names))]
        if self.narrow:
            ys = [y for middle in middles for y in (middle - half, middle + half, math.nan)]
        else:
            ys = [middles[0] - 13.0, middles[-1] + 13.0]
        (line,) = self.ax.plot([at] * len(ys), ys, **style)
        return line

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
            fontproperties=font(self.size),
            linespacing=1.05,
            annotation_clip=False,
        )

    def fit(self, lows: Sequence[float], highs: Sequence[float], texts: Sequence[str]) -> float:
        """Set limits on which a value fits beside each mark, and a name at zero; return how much a point is.

        `lows` and `highs` are where marks begin and end; a text stands on the left where the high end is zero or less.
        """
        low, high = min(0.0, *lows), max(0.0, *highs)
        widths = [max(text_width(line, self.size) for line in text.split("\n")) + 8 for text in texts]
        ends = list(zip(lows, highs, widths, strict=True))
        left, right = (self.left, self.right) if self.across else (0.0, 0.0)
        for _ in range(60):
            unit = (high - low) / self.room or 1.0
            high = max(
                right * unit, *(end + (width * unit if start >= 0 or end > 0 else 0) for start, end, width in ends)
            )
            low = min(
                -left * unit, *(start - width * unit for start, end, width in ends if start < 0 and end <= 0), 0.0
            )
        self.ax.set_xlim(low, high)
        return (high - low) / self.room
