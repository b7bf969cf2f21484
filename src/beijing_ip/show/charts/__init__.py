"""Charts of quantities: one function for each kind of chart, one style, SVG only.

A chart is laid out in points from the top down, like a typeset page: a label stands above its mark, so that it
can be as long as it must and is never turned or cut off. Every text is measured before anything is drawn, and
the height of the sheet follows from what stands on it. The same chart is laid out twice, on a sheet for a page
and on a narrow one for a telephone, where no text is smaller.

Every mark that stands for a number, an event or a participant carries a title: its exact value, what is known
of its interval, and its source.

The headline and the subtitle are text of the page; they are not drawn into the picture. The same input gives
the same bytes in every process.

`sheet` measures and sets text and writes the picture, `figure` holds it with its words, `phrases` are the words that
a chart adds of its own; each family of charts has a module.
"""

from .bars import Mark, balance, bars, part_of_whole
from .dots import Pair, dots_log, paired_dots
from .figure import Caption, Figure
from .networks import Link, network
from .phrases import Language
from .sheet import CHARACTERS, COLOURS, GREY, INK, NARROW, PAPER, RULE, TINT, WIDTH
from .timelines import Event, timeline
from .years import Line, LineGap, LinePoint, Panel, lines, small_multiples

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
