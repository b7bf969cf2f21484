"""Plots of real series, drawn on both sheets, and what stands where on them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as Sheet
from matplotlib.text import Text

from beijing_ip import edition, series
from beijing_ip.analysis.history import history_of
from beijing_ip.data.frames import table_frame
from beijing_ip.show import plots
from beijing_ip.show.figures import Figure, compose, draw_sheet
from beijing_ip.show.plots.style import NARROW, WIDTH

Draw = Callable[[Any], object]


def _named(*indicators: str) -> dict[str, str]:
    return {history_of().indicator(each).name_en: each for each in indicators}


COURTS = series(Accepted="court-cases-accepted", Concluded="court-cases-concluded")
GRANTS = series(**{"All three kinds": "patents-granted"}, Inventions="invention-patents-granted")
SHARE = (GRANTS["Inventions"] / GRANTS["All three kinds"]).rename("Share of inventions")
FILED = series(Applications="patent-applications")
FINES = series(Cases="market-regulation-cases-concluded")
GROWTH = pd.Series(
    {
        name: series(each, years=[2019, 2020])[each].pct_change(fill_method=None)[2020]
        for name, each in _named(
            "patents-granted", "invention-patents-granted", "copyright-registrations", "court-cases-accepted",
            "court-cases-concluded", "trademark-registrations", "trademarks-in-force",
        ).items()
    },
    name="Growth, 2019 to 2020",
    dtype=object,
)  # fmt: skip
PENDING = (COURTS["Accepted"] - COURTS["Concluded"]).rename("Change in pending cases")
COMPLAINTS = edition(2020).frame()["number"].filter(like="ip-complaints-").rename("2020")
FORCE = series("invention-patents-in-force", place=["Beijing", "Shanghai", "Guangdong"], years=[2019, 2020])
EVENTS = table_frame("events").query("start >= '2020' and start < '2021'")


def _lines(frame: pd.DataFrame | pd.Series) -> Draw:
    def draw(ax: Any) -> None:
        plots.lines(ax, frame)
        plots.mark_year(ax, 2020)

    return draw


def _panels(axes: Any) -> None:
    for ax, frame, name in zip(axes, (GRANTS, COURTS), ("Grants", "Court cases"), strict=True):
        plots.lines(ax, frame)
        plots.mark_year(ax, 2020)
        ax.set_title(name)


KINDS: dict[str, tuple[Draw, pd.DataFrame | pd.Series, dict[str, Any]]] = {
    "courts": (_lines(COURTS), COURTS, {}),
    "grants": (_lines(GRANTS), GRANTS, {}),
    "share": (_lines(SHARE), SHARE, {"text": ".1%"}),
    "filed": (_lines(FILED), FILED, {}),
    "cases": (_lines(FINES), FINES, {}),
    "growth": (lambda ax: plots.bars(ax, GROWTH), GROWTH, {"text": "+.1%"}),
    "cut": (lambda ax: plots.bars(ax, GROWTH, limit=0.2), GROWTH, {"text": "+.1%"}),
    "pending": (lambda ax: plots.waterfall(ax, PENDING), PENDING, {}),
    "complaints": (lambda ax: plots.parts(ax, COMPLAINTS), COMPLAINTS, {}),
    "stock": (lambda ax: plots.dots(ax, FORCE.T), FORCE, {}),
    "slopes": (lambda ax: plots.slopes(ax, FORCE), FORCE, {}),
    "events": (lambda ax: plots.timeline(ax, EVENTS, year=2020), EVENTS, {}),
    "panels": (_panels, pd.concat([GRANTS, COURTS], axis=1), {"panels": 2}),
}
"""Every kind of plot: how it is drawn, of what data, and what else its figure is told."""
LINES = ("courts", "grants", "share", "filed", "cases", "panels")


def make(kind: str, **words: Any) -> Figure:
    """A figure of one kind."""
    draw, data, more = KINDS[kind]
    given = {"name": kind, "headline": "A finding", "subtitle": "What, where and when", "alt": "What it shows."}
    return compose(draw, data=data, **{**given, **more, **words})


def sheet(kind: str, *, narrow: bool) -> Sheet:
    """The sheet of one kind, laid out."""
    draw, _, more = KINDS[kind]
    found = draw_sheet(draw, NARROW if narrow else WIDTH, more.get("panels"), "en", more.get("text"))
    found.draw_without_rendering()
    return found


def shown_texts(found: Sheet) -> list[Text]:
    """Every text that is seen."""
    texts: list[Text] = []
    for ax in found.axes:
        axes = [axis for axis in (ax.xaxis, ax.yaxis) if axis.get_visible()]
        ticks = [tick.label1 for axis in axes for tick in axis._update_ticks()]
        texts += [*ax.texts, ax.title, ax._left_title, ax._right_title, *ticks]
    return [text for text in texts if text.get_text().strip() and text.get_visible() and text.get_alpha() != 0]


def overlaps(found: Sheet) -> list[str]:
    """Every text that touches another or leaves the sheet."""
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown_texts(found)]
    edge = found.bbox
    out = [
        f"{text!r} leaves the sheet"
        for text, box in boxes
        if box.x0 < -1 or box.x1 > edge.x1 + 1 or box.y1 > edge.y1 + 1
    ]
    return out + [
        f"{a!r} on {b!r}"
        for (a, one), (b, other) in combinations(boxes, 2)
        if one.padded(-0.5).overlaps(other.padded(-0.5))
    ]


def on_lines(found: Sheet) -> list[str]:
    """Every text inside axes that a line or a gridline runs through."""
    hits = []
    for ax in found.axes:
        grids = [line for axis in (ax.xaxis, ax.yaxis) if axis.get_visible() for line in axis.get_gridlines()]
        lines = [line for line in [*ax.lines, *grids] if line.get_visible() and line.get_linestyle() != "None"]
        texts = [(t.get_text(), t.get_window_extent()) for t in shown_texts(found) if t in ax.texts]
        for line in lines:
            xy = line.get_transform().transform(line.get_xydata())
            for one, other in pairwise(xy):
                along = np.linspace(one, other, 400)
                for text, box in texts:
                    inside = (along > (box.x0, box.y0)) & (along < (box.x1, box.y1))
                    if inside.all(axis=1).any():
                        hits.append(f"{text!r} on a line from {one} to {other}")
    return hits
