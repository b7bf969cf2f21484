"""What is known of the artists of a figure: which stand for a number and what they say, and what is still to be placed.

All of it is kept beside the artists, which stay ordinary ones, and goes with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar
from weakref import WeakKeyDictionary

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from beijing_ip.analysis.datum import Datum

from .cells import Formats
from .style import NARROW
from .words import Language

AnArtist = TypeVar("AnArtist", bound=Artist)


@dataclass(frozen=True)
class Mark:
    """What an artist stands for: a kind, of which its id is made, and the words for hover and keyboard."""

    kind: str
    title: str
    figures: tuple[str, ...] = ()
    """The ids of the published figures on which its number rests."""


@dataclass
class Label:
    """A text that finds its place when the layout stands, near its anchor, clear of all else.

    `weight` is higher for what must not be left out; `above` is where it would stand; `margin` is "left" or "right" for
    one beside the axes, which only moves up and down; `owner` is the artist whose colour it has.
    """

    text: Annotation
    weight: int = 0
    above: bool = True
    margin: str = ""
    owner: Line2D | None = None
    colour: object = None
    placed: tuple[float, float] | None = None


@dataclass
class Point:
    """A point of a line, which a marked year may label."""

    column: object
    year: int
    value: float
    text: str
    above: bool
    dot: Line2D
    label: Label | None = None


@dataclass
class Sheet:
    """What is known of one figure beyond its artists."""

    language: Language = "en"
    formats: Formats = None
    panels: int = 0
    columns: int = 1
    reading: dict[str, dict[str, object]] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)
    heights: WeakKeyDictionary[Axes, float] = field(default_factory=WeakKeyDictionary)
    points: WeakKeyDictionary[Axes, list[Point]] = field(default_factory=WeakKeyDictionary)
    years: WeakKeyDictionary[Axes, list[int]] = field(default_factory=WeakKeyDictionary)


_MARKS: WeakKeyDictionary[Artist, Mark] = WeakKeyDictionary()
_SHEETS: WeakKeyDictionary[Figure, Sheet] = WeakKeyDictionary()


def figure_of(ax: Axes) -> Figure:
    """Return the figure in which axes stand."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("these axes stand in no figure: make them with plt.subplots()")
    return figure


def sheet_of(figure: Figure | Axes) -> Sheet:
    """Return what is known of a figure."""
    return _SHEETS.setdefault(figure_of(figure) if isinstance(figure, Axes) else figure, Sheet())


def mark(artist: AnArtist, kind: str, title: str, cell: object = None) -> AnArtist:
    """Say that an artist stands for the number `cell`: `title` is shown on hover and read aloud. Return the artist."""
    _MARKS[artist] = Mark(kind, title, cell.figures if isinstance(cell, Datum) else ())
    return artist


def marks_of(figure: Figure) -> list[tuple[Artist, Mark]]:
    """Return the marks that stand in a figure, in the order in which they were drawn."""
    return [(artist, found) for artist, found in list(_MARKS.items()) if artist.get_figure(root=True) is figure]


def explain(ax: Axes, *phrases: str, **values: object) -> None:
    """Add phrases of `words` to what says how to read the figure, each once."""
    sheet_of(ax).reading.update({phrase: values for phrase in phrases})


def width_of(ax: Axes) -> float:
    """Return the width in points that axes have, with their labels."""
    figure = figure_of(ax)
    sheet = sheet_of(figure)
    across = sheet.columns if sheet.columns > 1 else 1
    return figure.get_figwidth() * 72 / across


def is_narrow(ax: Axes) -> bool:
    """Whether axes are as narrow as a telephone, or as one of several panels."""
    return width_of(ax) < NARROW * 1.3


def need_height(ax: Axes, height: float) -> None:
    """Ask for the height in points that axes need with their labels, and make the figure as high as all need."""
    figure, sheet = figure_of(ax), sheet_of(ax)
    sheet.heights[ax] = height
    if len(figure.axes) == 1 or sheet.columns > 1 or len(sheet.heights) == len(figure.axes):
        figure.set_figheight(sum(row_heights(figure)) / 72)


def rows_of(figure: Figure) -> Iterable[list[Axes]]:
    """Return the panels of a figure in rows."""
    across = sheet_of(figure).columns
    return [figure.axes[start : start + across] for start in range(0, len(figure.axes), across)]


def row_heights(figure: Figure) -> list[float]:
    """Return the height of each row of panels in points."""
    heights = sheet_of(figure).heights
    return [max(heights.get(ax, 200.0) for ax in row) for row in rows_of(figure)]
