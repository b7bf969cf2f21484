"""The sheet that a chart is laid out on, in points from the top down."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import matplotlib as mpl
import matplotlib.figure
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from .figure import Caption, Figure, check_caption
from .phrases import PHRASES, Language
from .style import GAP, GREY, INK, LINE_HEIGHT, MARGIN, NARROW, RULE, SIZE, SMALL, STYLE, WIDTH
from .text import Run, font, text_width, wrap_lines


class Sheet:
    """What will be drawn, in points from the top left corner; ``y`` is where the next thing starts."""

    def __init__(self, width: float, language: Language) -> None:
        self.width = width
        self.left, self.right = MARGIN, width - MARGIN
        self.room = self.right - self.left
        self.language = language
        self._artists: list[Artist] = []
        self._titles: dict[str, str] = {}
        self.y = 6.0

    @property
    def is_narrow(self) -> bool:
        """Whether it is the sheet for a telephone."""
        return self.width < WIDTH

    def say(self, phrase: str, **values: object) -> str:
        """One of the fixed phrases, in the language of the chart."""
        return PHRASES[self.language][phrase].format_map(values)

    def sentences(self, *phrases: str, **values: object) -> str:
        """Fixed phrases as one sentence, parted by semicolons; empty without any."""
        said = self.say("semicolon").join(self.say(phrase, **values) for phrase in phrases)
        return said[:1].upper() + said[1:] + self.say("stop") if said else ""

    def counted(self, text: str, unit: str) -> str:
        """A number with its unit after it."""
        return f"{text}{'' if unit in ('', '%') else self.say('space')}{unit}"

    def title(self, label: str, when: object, text: str, about: str) -> str:
        """What a mark says of itself: its label and time, its value, then what the caller knows of it."""
        said = self.say("titled", label=self.say("when", label=label, when=when) if when else label, text=text)
        return f"{said}{self.say('space')}{about}".rstrip()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SIZE,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
    ) -> None:
        """Set one line of text with its baseline at ``y``."""
        across = {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * text_width(text, size, bold)
        self._artists.append(
            Text(
                x - across,
                y,
                text,
                color=colour,
                fontproperties=font(size, bold),
                va="baseline",
                parse_math=False,
            )
        )

    def paragraph(
        self, runs: Iterable[Run], *, x: float | None = None, room: float | None = None, size: float = SIZE
    ) -> None:
        """Set runs of text in as many lines as they need, and move down below them."""
        for line in wrap_lines(runs, self.room if room is None else room, size):
            self.set_line(line, self.left if x is None else x, self.y + size, size)
            self.y += LINE_HEIGHT

    def set_line(self, line: list[Run], x: float, baseline: float, size: float = SIZE) -> None:
        """Set one line of runs from ``x`` to the right."""
        for run in line:
            lead = len(run.text) - len(run.text.lstrip())
            x += text_width(run.text[:lead], size, run.bold)
            if run.text.strip():
                self.text(x, baseline, run.text[lead:], size=size, bold=run.bold, colour=run.colour)
            x += text_width(run.text[lead:], size, run.bold)

    def heading(self, text: str) -> None:
        """Set the heading of a group."""
        self.paragraph([Run(text, bold=True)])
        self.stroke([(self.left, self.y), (self.right, self.y)], colour=RULE)
        self.y += GAP

    def note(self, phrase: str, **values: object) -> None:
        """Set a fixed phrase as a note in small grey type."""
        self.paragraph([Run(self.say(phrase, **values), colour=GREY)], size=SMALL)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        edge: str | None = None,
        gid: str = "",
        title: str = "",
    ) -> None:
        """Draw a rectangle; one with a title needs a ``gid``, and so do a shape and a disc."""
        self._patch(Rectangle((x, y), width, height), fill, edge, 0.8, gid, title)

    def shape(
        self,
        points: Sequence[tuple[float, float]],
        fill: str,
        *,
        edge: str | None = None,
        thick: float = 0.8,
        gid: str = "",
        title: str = "",
    ) -> None:
        """Draw a polygon through the points."""
        self._patch(Polygon(points, closed=True), fill, edge, thick, gid, title)

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str,
        *,
        edge: str | None = None,
        thick: float = 1.5,
        gid: str = "",
        title: str = "",
    ) -> None:
        """Draw a disc; with the fill "none" it is a ring, through which what lies under it shows."""
        self._patch(Circle((x, y), radius), fill, edge, thick, gid, title)

    def _patch(self, patch: Patch, fill: str, edge: str | None, thick: float, gid: str, title: str) -> None:
        patch.set(facecolor=fill, edgecolor=edge or "none", linewidth=thick if edge else 0)
        if gid:
            patch.set_gid(gid)
        if title:
            self._titles[gid] = title
        self._artists.append(patch)

    def stroke(
        self,
        points: Sequence[tuple[float, float]],
        *,
        colour: str = INK,
        thick: float = 0.8,
        dash: tuple[float, float] | None = None,
        gid: str = "",
    ) -> None:
        """Draw a line; ``dash`` is the length of a dash and of the space after it, in line widths."""
        xs, ys = zip(*points, strict=True)
        line = Line2D(xs, ys, color=colour, linewidth=thick, gid=gid or None)
        if dash:
            line.set_linestyle((0, dash))
        line.set(solid_capstyle="butt", dash_capstyle="butt", solid_joinstyle="round")
        self._artists.append(line)

    def picture(self, name: str, alt: str) -> str:
        """Draw everything, close the sheet below the last line, and return it as SVG, its ids beginning with a name."""
        height = math.ceil(self.y + 4)
        with mpl.rc_context(STYLE):
            canvas = mpl.figure.Figure(figsize=(self.width / 72, height / 72), dpi=72)
            FigureCanvasSVG(canvas)
            place = Affine2D().scale(1, -1).translate(0, height)
            for order, artist in enumerate(self._artists):
                artist.set_transform(place)
                artist.set_zorder(order)
                canvas.add_artist(artist)
            file = io.StringIO()
            canvas.savefig(file, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
        return _dress_picture(file.getvalue(), name, alt, self._titles)


def _dress_picture(svg: str, name: str, alt: str, titles: Mapping[str, str]) -> str:
    """The picture as a page can hold it: with its alternative text, titled marks, and ids that no other chart has."""
    svg = re.sub(r"\n +", "\n", svg[svg.index("<svg") :])
    svg = svg.replace("BeijingIPSans-Regular-", "r").replace("BeijingIPSans-Bold-", "b")
    for gid, title in titles.items():
        svg = svg.replace(f'<g id="{gid}">', f'<g id="{gid}" class="mark">\n<title>{escape(title)}</title>', 1)
    svg = re.sub(r'(\bid="|href="#|url\(#)', lambda found: f"{found[0]}{name}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label={quoteattr(alt)} ', 1)


def lay_out(words: Caption, draw: Callable[[Sheet], Sequence[str]]) -> Figure:
    """Lay a chart out twice and return it with its words; ``draw`` returns the sentences that say how to read it."""
    check_caption(words)
    language = words.get("language", "en")
    sheets = Sheet(WIDTH, language), Sheet(NARROW, language)
    reading, _ = (draw(sheet) for sheet in sheets)
    name, alt = words["name"], words["alt"]
    return Figure(
        **words,
        svg=sheets[0].picture(name, alt),
        narrow=sheets[1].picture(f"{name}-narrow", alt),
        reading=sheets[0].say("space").join(filter(None, reading)),
    )


def require_any(things: Sequence[object], called: str) -> None:
    """Raise ``ValueError`` where there is nothing to draw."""
    if not things:
        raise ValueError(f"there is nothing to draw: give at least one of {called}")
