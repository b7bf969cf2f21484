"""When a figure is drawn: room for the labels around its axes, then a place for each label inside.

It is a layout engine of matplotlib, so whatever was changed after a plot was drawn is taken as it then is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.layout_engine import LayoutEngine
from matplotlib.patches import Patch
from matplotlib.transforms import Bbox

from .marks import Label, figure_of, row_heights, rows_of, sheet_of

GAP = 14.0
"""Points between panels."""
CLEAR = 1.5
"""Points that a label keeps from what it must not touch."""
_STEPS = (5.0, 7.0, 9.5, 12.0, 15.0, 18.5, 22.0, 26.0)
"""Points from an anchor to the near edge of its label, tried in this order."""
_FAR = (31.0, 37.0, 44.0, 52.0)
"""The same for the values of a marked year, which must not be left out."""
_ASIDE = (0.0, 0.25, -0.25, 0.5, -0.5, 0.75, -0.75)
"""Widths of a label to the side."""


class Settle(LayoutEngine):
    """Give axes the room that their labels leave, and labels places where they lie on nothing."""

    _adjust_compatible = False
    _colorbar_gridspec = False

    def __init__(self, inner: LayoutEngine | None = None) -> None:
        super().__init__()
        self.inner = inner

    def execute(self, fig: Figure) -> None:
        """Lay the figure out; called by matplotlib before it draws."""
        renderer = fig._get_renderer()  # type: ignore[attr-defined]
        labels = [label for label in sheet_of(fig).labels if label.text.axes and label.text.get_visible()]
        for label in labels:
            label.text.set_in_layout(bool(label.margin))
            _follow(label)
        if self.inner is not None:
            self.inner.execute(fig)
        else:
            for _ in range(3):
                _make_room(fig, renderer)
        for ax in fig.axes:
            here = [label for label in labels if label.text.axes is ax]
            _place(ax, here, renderer)
        for label in labels:
            label.text.set_in_layout(True)


def _follow(label: Label) -> None:
    """Give a label the colour that its line has now, unless it was given one of its own."""
    if label.owner is not None and label.text.get_color() == label.colour:
        label.colour = label.owner.get_color()
        label.text.set_color(label.colour)


def settle(ax: Axes) -> None:
    """Have the figure of these axes laid out so when it is drawn."""
    figure = figure_of(ax)
    engine: Any = figure.get_layout_engine()
    if not isinstance(engine, Settle):
        figure.set_layout_engine(Settle(engine))


def _make_room(fig: Figure, renderer: RendererBase) -> None:
    """Set the axes so that they and all around them fill the figure."""
    scale = fig.dpi / 72
    width, total = fig.bbox.width, fig.bbox.height
    heights = row_heights(fig)
    stretch = total / (sum(heights) * scale)
    top = total
    for row, height in zip(rows_of(fig), heights, strict=True):
        height *= scale * stretch
        between = GAP * scale if top < total else 0.0
        pads = [_pads(ax, renderer) for ax in row]
        above, below = max(pad[3] for pad in pads), max(pad[1] for pad in pads)
        across = sheet_of(fig).columns
        cell = (width - (across - 1) * GAP * scale) / across
        for number, (ax, pad) in enumerate(zip(row, pads, strict=True)):
            left = number * (cell + GAP * scale)
            edge = scale  # a point, so that no stroke is cut
            place = (
                left + pad[0] + edge,
                top - height + below + edge,
                max(cell - pad[0] - pad[2] - 2 * edge, 10.0),
                max(height - above - below - between - 2 * edge, 10.0),
            )
            ax.set_position((place[0] / width, place[1] / total, place[2] / width, place[3] / total))
            # The name of a panel begins where its labels begin, as all names in a column of panels do.
            ax._left_title.set_x(-(pad[0]) / place[2])  # type: ignore[attr-defined]
        top -= height


def _pads(ax: Axes, renderer: RendererBase) -> tuple[float, float, float, float]:
    """What stands out of axes on the left, below, right and above, in pixels."""
    title: Any = ax._left_title  # type: ignore[attr-defined]
    # A name is above its panel and may be wider; what it must not be is cut off at the top.
    title.set_in_layout(False)
    inner, box = ax.bbox, ax.get_tightbbox(renderer)
    title.set_in_layout(True)
    if box is None:
        return 0.0, 0.0, 0.0, 0.0
    top = max(box.y1, title.get_window_extent(renderer).y1) if title.get_text() else box.y1
    return (
        max(inner.x0 - box.x0, 0.0),
        max(inner.y0 - box.y0, 0.0),
        max(box.x1 - inner.x1, 0.0),
        max(top - inner.y1, 0.0),
    )


def _place(ax: Axes, labels: Sequence[Label], renderer: RendererBase) -> None:
    scale = figure_of(ax).dpi / 72
    free = [label for label in labels if label.placed is None or label.placed == tuple(label.text.xyann)]
    for label in free:
        label.text.set_alpha(None)
    for side in ("left", "right"):
        _spread(ax, [label for label in free if label.margin == side], renderer, scale)
    taken = [_box(label, renderer) for label in labels if label.margin or label not in free]
    taken += [text.get_window_extent(renderer) for text in _other_texts(ax, labels) if text.get_text()]
    taken += [
        tick.label1.get_window_extent(renderer)
        for axis in (ax.xaxis, ax.yaxis)
        for tick in axis.get_major_ticks()
        if axis.get_visible() and tick.label1.get_text()
    ]
    taken += list(_solid(ax, renderer))
    strokes = list(_strokes(ax))
    lines = np.vstack([_sample(xy, scale) for xy, _ in strokes]) if strokes else np.empty((0, 2))
    inner = ax.bbox
    sheet = figure_of(ax).bbox
    for label in sorted((label for label in free if not label.margin), key=lambda each: -each.weight):
        box = _box(label, renderer)
        at = label.text.axes.transData.transform(label.text.xy)  # type: ignore[union-attr]
        others = np.array([other.extents for other in taken]).reshape(-1, 4)
        beside = _neighbours(ax, label)
        for dx, dy in _candidates(label, box.width, box.height, scale):
            x, y = at[0] + dx, at[1] + dy
            candidate = (x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2)
            inside = inner.x0 <= candidate[0] and candidate[2] <= min(sheet.x1, inner.x1 + 8 * scale)
            inside = inside and inner.y0 <= candidate[1] and candidate[3] <= inner.y1 + 14 * scale
            nearest = all(abs(dx) <= abs(x - other) for other in beside)
            if inside and nearest and _is_clear(candidate, others, lines, CLEAR * scale):
                break
        else:
            label.text.set_alpha(0)
            continue
        _move(label, (dx / scale, dy / scale))
        taken.append(Bbox.from_extents(*candidate))


def _neighbours(ax: Axes, label: Label) -> list[float]:
    """Where the other points of the label's line stand, across, in pixels: over one of them it would name that one."""
    points = sheet_of(ax).points.get(ax, [])
    own = next((point for point in points if point.label is label), None)
    others = [point for point in points if own is not None and point.column == own.column and point is not own]
    return [float(ax.transData.transform((point.year, point.value))[0]) for point in others]


def _candidates(label: Label, width: float, height: float, scale: float) -> Iterator[tuple[float, float]]:
    """Offsets of the middle of a label from its anchor in pixels, the nearest and the wanted side first."""
    found = []
    for order, step in enumerate(_STEPS + _FAR * (label.weight > 1)):
        for aside in _ASIDE:
            for up in (1, -1):
                wrong = 0 if (up > 0) == label.above else 5.0
                found.append((order + wrong + 1.5 * abs(aside), aside * width, up * (step * scale + height / 2)))
        for side in (1, -1):
            for lift in (0.0, 0.6, -0.6):
                found.append((order + 2.5 + abs(lift), side * (step * scale + width / 2), lift * height))
    for _, dx, dy in sorted(found):
        yield dx, dy


def _is_clear(box: tuple[float, float, float, float], others: Any, lines: Any, clear: float) -> bool:
    x0, y0, x1, y1 = box
    hit = (others[:, 0] < x1 + clear) & (others[:, 2] > x0 - clear)
    if np.any(hit & (others[:, 1] < y1 + clear) & (others[:, 3] > y0 - clear)):
        return False
    on = (lines[:, 0] > x0 - clear) & (lines[:, 0] < x1 + clear)
    return not np.any(on & (lines[:, 1] > y0 - clear) & (lines[:, 1] < y1 + clear))


def _spread(ax: Axes, ends: Sequence[Label], renderer: RendererBase, scale: float) -> None:
    """Move labels in the right margin up and down until none lies on another."""
    if not ends:
        return
    boxes = {id(label): _box(label, renderer) for label in ends}
    at = {id(label): float(ax.transData.transform(label.text.xy)[1]) for label in ends}
    order = sorted(ends, key=lambda label: at[id(label)])
    heights = [boxes[id(label)].height + 3 * scale for label in order]
    places = spread_apart(
        [at[id(label)] - height / 2 for label, height in zip(order, heights, strict=True)],
        heights,
        ax.bbox.y0 - 4 * scale,
        figure_of(ax).bbox.y1,
    )
    for label, height, place in zip(order, heights, places, strict=True):
        _move(label, (label.text.xyann[0], (place + height / 2 - at[id(label)]) / scale))


def _move(label: Label, offset: tuple[float, float]) -> None:
    label.text.xyann = offset
    label.placed = offset


def _box(label: Label, renderer: RendererBase) -> Bbox:
    return label.text.get_window_extent(renderer)


def _other_texts(ax: Axes, labels: Sequence[Label]) -> list[Any]:
    own = {id(label.text) for label in labels}
    return [text for text in ax.texts if id(text) not in own and text.get_visible()]


def _solid(ax: Axes, renderer: RendererBase) -> Iterator[Bbox]:
    """What no label may lie on: points, and shapes but those that shade the ground."""
    for line in ax.lines:
        if line.get_visible() and line.get_marker() not in ("", "None", None, " "):
            size = line.get_markersize() / 2 * figure_of(ax).dpi / 72
            for x, y in line.get_transform().transform(line.get_xydata()):
                yield Bbox.from_extents(x - size, y - size, x + size, y + size)
    for patch in ax.patches:
        if isinstance(patch, Patch) and patch.get_visible() and patch.get_zorder() > 0.5:
            yield patch.get_window_extent(renderer)


def _strokes(ax: Axes) -> Iterator[tuple[Any, bool]]:
    """Every stroke in pixels, and whether it is a gridline."""
    for line in ax.lines:
        if line.get_visible() and line.get_linestyle() not in ("None", " ", "") and np.size(line.get_xydata()) > 2:
            yield line.get_transform().transform(line.get_xydata()), False
    for axis in (ax.xaxis, ax.yaxis):
        if axis.get_visible():
            for line in axis.get_gridlines():
                if line.get_visible():
                    yield line.get_transform().transform(line.get_xydata()), True
    for spine in ax.spines.values():
        if spine.get_visible():
            yield spine.get_transform().transform(spine.get_path().vertices), False


def _sample(xy: Any, scale: float) -> Any:
    """Points along a stroke, at most one and a half points from each other."""
    pieces = []
    for one, other in pairwise(xy):
        if not np.isfinite([one, other]).all():
            continue
        count = int(min(np.hypot(*(other - one)) / (1.5 * scale), 4000)) + 2
        pieces.append(np.linspace(one, other, count))
    return np.vstack(pieces) if pieces else np.empty((0, 2))


def spread_apart(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return places as near as can be to those wanted (least squares) where no two blocks overlap."""
    before = [sum(heights[:index]) for index in range(len(heights))]
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, before, strict=True):
        pools.append((want - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (last, m), (previous, n) = pools.pop(), pools.pop()
            pools.append(((last * m + previous * n) / (m + n), m + n))
    most = high - sum(heights)
    level = [min(max(place, low), most) for place, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(level, before, strict=True)]
