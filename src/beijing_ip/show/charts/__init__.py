"""Charts of quantities: one function for each kind of chart, one style, SVG only.

A chart is laid out in points from the top down, like a typeset page: a label stands above its mark, so that it
can be as long as it must and is never turned or cut off. Every text is measured before anything is drawn, and
the height of the sheet follows from what stands on it. The same chart is laid out twice, on a sheet for a page
and on a narrow one for a telephone, where no text is smaller.

Every mark that stands for a number, an event or a participant carries a title: its exact value, what is known
of its interval, and its source.

The headline and the subtitle are text of the page; they are not drawn into the picture. The same input gives
the same bytes in every process.

`style` is the look, `text` measures and wraps, `scales` finds places, `sheet` holds what is drawn and writes the
picture, `figure` holds that with its words, `phrases` are the words that a chart adds of its own. Each family of charts
has a module; lines over the years have five: `segments` are the data, `line_plot` draws them, `value_labels` writes
values beside them, `line_charts` and `panels` are the charts.
"""

from .bar_charts import Mark, balance, bars, part_of_whole
from .dot_charts import Pair, dots_log, paired_dots
from .figure import Caption, Figure
from .line_charts import lines
from .networks import Link, network
from .panels import Panel, small_multiples
from .phrases import Language
from .segments import Line, LineGap, LinePoint
from .style import COLOURS, GREY, INK, NARROW, PAPER, RULE, TINT, WIDTH
from .text import CHARACTERS
from .timelines import Event, timeline

__all__ = [
    "CHARACTERS",
    "COLOURS",
    "GREY",
    "INK",
    "NARROW",
    "PAPER",
    "RULE",
    "TINT",
    "WIDTH",
    "Caption",
    "Event",
    "Figure",
    "Language",
    "Line",
    "LineGap",
    "LinePoint",
    "Link",
    "Mark",
    "Pair",
    "Panel",
    "balance",
    "bars",
    "dots_log",
    "lines",
    "network",
    "paired_dots",
    "part_of_whole",
    "small_multiples",
    "timeline",
]
