"""A figure of the report: what a function draws on axes, with all the words and numbers that it needs to be read.

In JupyterLab it is Markdown with headline, picture and source line, which needs no trust. When the book is built (see
`output`), it is both drawings, the table, the data and the notes, of which `beijing_ip.publish` makes the block of the
page.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import matplotlib as mpl
import matplotlib.figure
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.text import Text
from PIL import Image

from beijing_ip.data.links import verbatim
from beijing_ip.data.loading import list_values
from beijing_ip.numbers.writing import join_words

from . import output
from .figure_tables import EventTables, FigureTables
from .output import runs_for_book
from .plots.cells import Formats
from .plots.happenings import is_events
from .plots.layout import settle
from .plots.marks import explain, marks_of, sheet_of
from .plots.style import CHARACTERS, NARROW, STYLE, WIDTH, wrap
from .plots.words import WORDS, Language

HEADLINE_WORDS = 20
"""Fifteen are enough; names and numbers of another edition may take a few more, which is no reason not to build it."""
_PIXELS = 2
"""Pixels of a stored picture to a CSS pixel."""
_COLOURS = 24
"""Colours of a stored picture: eight are drawn, the others smooth the edges."""

_LABELLED = {"reads_bars", "reads_parts", "reads_steps", "reads_dots", "reads_slopes"}
"""Kinds of drawing in which each number is written."""

Draw = Callable[[Any], object]


@dataclass(frozen=True)
class Figure:
    """A chart with its words: `sheet` as drawn, `svg` and `narrow` as a page and a telephone show it."""

    name: str
    headline: str
    subtitle: str
    alt: str
    source: str
    reading: str
    table: str
    key: str
    notes: str
    data: str
    svg: str
    narrow: str
    sheet: matplotlib.figure.Figure = field(repr=False, compare=False)
    language: Language = "en"
    labelled: bool = False
    """Whether each number is written in the drawing."""

    def picture(self) -> bytes:
        """Return the drawing for a page as a PNG; made when it is wanted, since a page of the book shows none."""
        with mpl.rc_context(STYLE):
            return _as_png(self.sheet)

    def outputs(self, book: bool) -> list[tuple[dict[str, object], dict[str, object]]]:
        """Return what a notebook stores: bundles of the same in several types, each with its metadata."""
        words = WORDS[self.language]
        head = f"**{verbatim(self.headline)}**\n\n{verbatim(self.subtitle)}"
        source = words["source"].format(source=self.source)
        if not book:
            foot = "\n\n".join(filter(None, [source, self.notes]))
            # JupyterLab gives a picture that is an output of its own no alternative text; in Markdown it keeps it.
            shown = base64.b64encode(self.picture()).decode()
            image = f'<img alt={quoteattr(self.alt)} width="{WIDTH / 0.75:.0f}" src="data:image/png;base64,{shown}">'
            return [
                ({"text/markdown": f"{head}\n\n{image}\n\n{foot}", "text/plain": f"{self.headline}. {self.alt}"}, {})
            ]
        reading = words["how_to_read"].format(reading=self.reading)
        foot = "\n\n".join(filter(None, [source, reading, self.table, self.key, self.notes]))
        about = {key: getattr(self, key) for key in ("name", "headline", "subtitle", "alt", "narrow")}
        below = {"part": "foot", "name": self.name, "reading": self.reading, "data": self.data}
        below["labelled"] = "yes" if self.labelled else "no"
        parts = [
            ("text/markdown", head, self.headline, {"part": "head"}),
            ("image/svg+xml", self.svg, self.alt, about),
            ("text/markdown", foot, source, below),
        ]
        return [({kind: shown, "text/plain": plain}, {kind: {"figure": said}}) for kind, shown, plain, said in parts]


def figure(
    draw: Draw,
    *,
    name: str,
    headline: str,
    subtitle: str,
    alt: str,
    data: pd.DataFrame | pd.Series,
    panels: int | None = None,
    notes: str = "",
    language: Language = "en",
    text: Formats = None,
) -> None:
    """Show what `draw` draws as a figure of the report.

    `draw(ax)` is called with axes as wide as the page, and again with axes as wide as a telephone; with `panels` it
    gets a list of so many. `name` is the permanent id, `headline` says in about fifteen words what was found,
    `subtitle` names measure, place, years and unit, `alt` says what the chart shows. Table, CSV, source line and
    caveats come from the cells of `data`, a frame or column of `beijing_ip.series` or what was computed from one, or
    rows of data/events.csv. `notes` is Markdown list items without their dash, one a line, for what else to read with
    care. `text` is how computed cells are written in table and labels: a format ("+.1%"), or one for each column or
    row by its label; for events the column that is shown.

    Raises ValueError for words that are missing or break a rule, or that name a place of which `data` have no number,
    and for data that rest on no source.
    """
    made = compose(
        draw, name=name, headline=headline, subtitle=subtitle, alt=alt, data=data, panels=panels, notes=notes,
        language=language, text=text,
    )  # fmt: skip
    for bundle, metadata in made.outputs(book=runs_for_book()):
        output.show(bundle, raw=True, metadata=metadata)


def compose(
    draw: Draw,
    *,
    name: str,
    headline: str,
    subtitle: str,
    alt: str,
    data: pd.DataFrame | pd.Series,
    panels: int | None = None,
    notes: str = "",
    language: Language = "en",
    text: Formats = None,
) -> Figure:
    """Return a figure without showing it; see `figure`."""
    check_words(name=name, headline=headline, subtitle=subtitle, alt=alt, language=language)
    frame = data.to_frame() if isinstance(data, pd.Series) else data
    tables = (EventTables if is_events(frame) else FigureTables)(frame, text, language)
    if not tables.letters:
        raise ValueError(
            f"figure {name!r}: no cell of data rests on a source; give the frame that beijing_ip.series made"
        )
    check_places(name, f"{headline}. {subtitle}", [point.observation.place for point in tables.points])
    words = WORDS[language]
    with mpl.rc_context(STYLE):
        sheets = [draw_sheet(draw, width, panels, language, text) for width in (WIDTH, NARROW)]
        wide, narrow = (_as_svg(fig, each, alt) for fig, each in zip(sheets, (name, f"{name}-narrow"), strict=True))
    phrases = sheet_of(sheets[0]).reading
    if "reads_zero" in phrases and "reads_not_zero" in phrases:
        # Of several panels: that each has its own scale is said.
        phrases = {key: values for key, values in phrases.items() if key not in ("reads_zero", "reads_not_zero")}
    said = words["semicolon"].join(words[key].format_map(values) for key, values in phrases.items())
    care = [*tables.care(), *filter(None, notes.splitlines())]
    listed = "\n".join([words["care"], "", *(f"- {each}" for each in care)]) if care else ""
    reading = verbatim(f"{said[:1].upper()}{said[1:]}{words['stop']}")
    return Figure(
        name, headline, subtitle, alt, tables.source(), reading, tables.table(), tables.key(), listed, tables.csv(),
        wide, narrow, sheets[0], language, not _LABELLED.isdisjoint(phrases),
    )  # fmt: skip


_BOUND = re.compile(r"\b(?:[Mm]ore|[Ll]ess) than |\b[Aa]t (?:least|most) ")


def check_words(*, name: str, headline: str, subtitle: str, alt: str, language: str) -> None:
    """Raise ValueError unless the words of a figure are all there and fit to be shown."""
    called = f"figure {name!r}" if name else "a figure"
    given = {"name": name, "headline": headline, "subtitle": subtitle, "alt": alt}
    if missing := [key for key, value in given.items() if not value.strip()]:
        raise ValueError(f"{called} has no {', '.join(missing)}: every figure needs all of them, and none empty")
    for key in ("headline", "subtitle", "alt"):
        if re.search(r'\]\(\S+ "', given[key]):
            raise ValueError(
                f"{called}: the {key} holds a link, and is plain text: write a number there without 'link', "
                f'f"{{x:.1%}}" or rise_or_fall(x, link=False); {given[key]!r}'
            )
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"{called}: the name may hold only a-z, 0-9 and single hyphens, for it becomes an address")
    if headline != headline.strip() or headline.endswith(".") or headline[0].islower():
        raise ValueError(
            f"{called}: the headline {headline!r} must begin with a capital or a figure and end without a full stop"
        )
    # What print leaves open of a number is not for the author to shorten.
    if (count := len(_BOUND.sub("", headline).split())) > HEADLINE_WORDS:
        raise ValueError(f"{called}: the headline has {count} words; say the finding in 15")
    if alt.strip().rstrip(".") == headline:
        raise ValueError(f"{called}: the alternative text repeats the headline; let it say what the chart shows")
    if language not in WORDS:
        raise ValueError(f"{called}: there is no language {language!r}: use one of {', '.join(WORDS)}")


def check_places(name: str, words: str, shown: Collection[str]) -> None:
    """Raise ValueError where words name a place of the data of which a figure shows no number; `shown` are its places.

    Events have no place, and nothing is said of their figures.
    """
    named = {place for place in list_values("observations", "place") if re.search(rf"\b{place}\b", words)}
    if shown and (missing := sorted(named - set(shown))):
        raise ValueError(
            f"figure {name!r} speaks of {join_words(missing)}, but all its numbers are of "
            f"{join_words(sorted(set(shown)))}: mend the headline, the subtitle or the data"
        )


def draw_sheet(
    draw: Draw, width: float, panels: int | None, language: Language, text: Formats
) -> matplotlib.figure.Figure:
    """Return a sheet of one width in points with what was drawn on it; it is laid out when it is saved."""
    fig = mpl.figure.Figure(figsize=(width / 72, 3.0), dpi=72)
    FigureCanvasAgg(fig)
    sheet = sheet_of(fig)
    sheet.language, sheet.formats = language, text
    across = _panels_across(panels or 1, width)
    sheet.panels, sheet.columns = panels or 0, across
    down = -(-(panels or 1) // across)
    axes: Sequence[Axes] = [fig.add_subplot(down, across, number + 1) for number in range(panels or 1)]
    for ax in axes:
        settle(ax)
    draw(axes if panels else axes[0])
    if panels:
        explain(axes[0], "reads_panels")
        for ax in axes:
            ax.set_title(wrap(ax.get_title("left") or ax.get_title(), width / across - 12, bold=True), loc="left")
    for found in fig.findobj(Text):
        assert isinstance(found, Text)
        for character in found.get_text():
            if character not in CHARACTERS and character != "\n":
                raise ValueError(
                    f"the charts' font has no character {character!r} (U+{ord(character):04X}), wanted in "
                    f"{found.get_text()!r}: write it otherwise, or add it to fonts/characters.txt as CONTRIBUTING.md "
                    "says"
                )
    return fig


def _panels_across(panels: int, width: float) -> int:
    if width == NARROW or panels == 1:
        return 1
    return 3 if panels in (3, 5, 6) or panels > 8 else 2


def _as_svg(fig: matplotlib.figure.Figure, name: str, alt: str) -> str:
    """The drawing as a page can hold it: with its alternative text, titled marks, and ids that no other chart has."""
    marks = {}
    for number, (artist, mark) in enumerate(marks_of(fig), start=1):
        artist.set_gid(gid := f"{mark.kind}-{number}")
        marks[gid] = mark
    file = io.StringIO()
    # Figure.savefig would draw it twice, once for the layout alone.
    canvas: Any = FigureCanvasSVG(fig)
    canvas.print_svg(file, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    svg = file.getvalue()
    svg = re.sub(r"\n +", "\n", svg[svg.index("<svg") :])
    svg = svg.replace("BeijingIPSans-Regular-", "r").replace("BeijingIPSans-Bold-", "b")
    for gid, mark in marks.items():
        figures = f' data-figures="{" ".join(mark.figures)}"' if mark.figures else ""
        opened = f'<g id="{gid}" class="mark"{figures}>\n<title>{escape(mark.title)}</title>'
        svg = svg.replace(f'<g id="{gid}">', opened, 1)
    svg = re.sub(r'(\bid="|href="#|url\(#)', lambda found: f"{found[0]}{name}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label={quoteattr(alt)} ', 1)


def _as_png(fig: matplotlib.figure.Figure) -> bytes:
    """The drawing as a small picture, twice as fine as the page, the same bytes for the same drawing."""
    file = io.BytesIO()
    fig.savefig(file, format="png", dpi=96 * _PIXELS, metadata={"Software": None})
    picture = Image.open(file).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    small = io.BytesIO()
    picture.save(small, format="png", optimize=True)
    return small.getvalue()
