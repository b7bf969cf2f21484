"""A chart with its words: what every figure must say, and how a notebook shows it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TypedDict

from .phrases import PHRASES, Language


class _Needed(TypedDict):
    """What every figure says in words; all are required.

    ``name`` is the permanent id, ``headline`` states the finding, ``subtitle`` the measure, place, period and
    unit, ``alt`` what the chart shows, ``source`` where the numbers stand; ``table`` is a Markdown pipe table
    of the same numbers, ``data`` the same as CSV, with a heading and lines that end in a line feed.
    """

    name: str
    headline: str
    subtitle: str
    alt: str
    source: str
    table: str
    data: str


class Caption(_Needed, total=False):
    """The words of a figure, with ``notes`` for below the table where its numbers need care: Markdown.

    ``language`` is that of the words which a chart adds of its own: "en", English, unless it is "zh", Chinese.
    """

    notes: str
    language: Language


@dataclass(frozen=True)
class Figure:
    """A chart with all that it needs to be read: shown as headline, picture, and source line with table.

    ``narrow`` is the same picture for a telephone, ``reading`` says in Markdown how to read it.

    Raises ``ValueError`` when anything is empty or breaks the rules that the message names.
    """

    name: str
    headline: str
    subtitle: str
    alt: str
    source: str
    svg: str
    narrow: str
    reading: str
    table: str
    data: str
    notes: str = ""
    language: Language = "en"

    def __post_init__(self) -> None:
        words = {field.name: getattr(self, field.name) for field in fields(self)}
        check_caption(words, "svg", "narrow", "reading")
        if not self.svg.startswith("<svg") or not self.narrow.startswith("<svg"):
            raise ValueError(f"figure {self.name!r}: the picture must start with <svg, without an XML declaration")

    def _ipython_display_(self) -> None:
        from IPython.display import display

        untyped: Callable[..., object] = display

        def show(kind: str, content: str, plain: str, about: Mapping[str, str]) -> None:
            untyped({kind: content, "text/plain": plain}, raw=True, metadata={kind: {"figure": dict(about)}})

        head = f"**{self.headline}**\n\n{self.subtitle}"
        phrases = PHRASES[self.language]
        source = phrases["source"].format(source=self.source)
        reading = phrases["how_to_read"].format(reading=self.reading)
        foot = "\n\n".join(filter(None, [source, reading, self.table, self.notes]))
        words = {key: getattr(self, key) for key in ("name", "headline", "subtitle", "alt", "narrow")}
        below = {"part": "foot", **{key: getattr(self, key) for key in ("name", "reading", "data")}}
        show("text/markdown", head, self.headline, {"part": "head"})
        show("image/svg+xml", self.svg, self.alt, words)
        show("text/markdown", foot, source, below)


def check_caption(words: Mapping[str, object], *more: str) -> None:
    """Raise ``ValueError`` unless the words are all there and fit to be shown."""
    name = words.get("name")
    called = f"figure {name!r}" if name else "a figure"
    missing = [key for key in (*_Needed.__annotations__, *more) if not str(words.get(key) or "").strip()]
    if missing:
        raise ValueError(f"{called} has no {', '.join(missing)}: every figure needs all of them, and none empty")
    text = {key: str(value) for key, value in words.items()}
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text["name"]):
        raise ValueError(f"{called}: the name may hold only a-z, 0-9 and single hyphens, for it becomes an address")
    headline = text["headline"]
    if headline != headline.strip() or headline.endswith(".") or headline[0].islower():
        raise ValueError(
            f"{called}: the headline {headline!r} must begin with a capital or a figure and end without a full stop"
        )
    if text["alt"].strip().rstrip(".") == headline:
        raise ValueError(f"{called}: the alternative text repeats the headline; let it say what the chart shows")
    lines = text["table"].strip().splitlines()
    if len(lines) < 3 or not all(line.startswith("|") for line in lines) or not re.fullmatch(r"[|:\- ]+", lines[1]):
        raise ValueError(
            f"{called}: the table must be a Markdown pipe table with a heading, a rule and at least one row"
        )
    rows = list(csv.reader(text["data"].splitlines()))
    if len(rows) < 2 or not text["data"].endswith("\n") or any(len(row) != len(rows[0]) for row in rows):
        raise ValueError(f"{called}: the data must be CSV, a heading and at least one row, each with as many cells")
    if (language := words.get("language", "en")) not in PHRASES:
        raise ValueError(f"{called}: there is no language {language!r}: use one of {', '.join(PHRASES)}")
