"""The look of every chart: report.mplstyle, the palette that it names, and the sizes of a sheet, in points."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

_FILE = Path(__file__).with_name("report.mplstyle")
STYLE = {
    key: value
    for key, value in mpl.rc_params_from_file(_FILE, use_default_template=True).items()
    if not key.startswith(("backend", "interactive"))
}
"""The whole style, defaults included, so that nobody's own settings reach a chart."""
COLOURS: tuple[str, ...] = tuple(STYLE["axes.prop_cycle"].by_key()["color"])
"""The palette, in the order of use; for two series the first and the last."""
INK: str = STYLE["text.color"]
GREY: str = STYLE["axes.labelcolor"]
"""Colour of the Chinese terms and the notes."""
PAPER: str = STYLE["figure.facecolor"]
RULE: str = STYLE["grid.color"]
TINT: str = STYLE["patch.facecolor"]
"""The pale fill of what is open or shaded."""
WIDTH, NARROW = 330.0, 258.0
"""Width of a chart in points, on a page and on a telephone: 440 and 344 CSS pixels."""
MARGIN = 8.0
SIZE: float = STYLE["font.size"]
SMALL = 9.0
"""Size of text in points, and of what stands in small type: notes, names of ticks, values in a plot."""
LINE_HEIGHT = 13.5
"""Height of a line of text, of either size."""
GAP = 5.0
"""The space between things that belong together."""
PIXEL = 0.75
"""One CSS pixel in points: an interval narrower than this on the sheet is not drawn."""
