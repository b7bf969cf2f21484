"""What can be found in the built pages: pages and their sections, figures, tables and their rows, terms, sources.

Each is an entry with an address of its own. What stands in an entry is no part of the one around it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

LEFT_OUT = (
    "script, style, template, svg, button, nav, figure caption, .headerlink, details.hide, .cell_input, .highlight, "
    ".figure-tools > a, .figure-cite, .explore-list, .figure-data > p"
)
"""Parts of a page that are no text of the report."""
_BLOCKS = {"p", "li", "tr", "dt", "dd", "pre", "figcaption", "caption", "summary", "h1", "h2", "h3", "h4", "h5", "h6"}
_LETTERS = re.compile(r"\[[a-z]\]|\([a-z]{1,2}\)")
_PLACES = "section[id], figure[id], table, tr"
ROWS = {"term-": "term", "source-": "source", "row-": "table"}
"""What a row with an address of its own is, by how its address begins."""


@dataclass
class Entry:
    """A place that a search may lead to: `text` has a line for each paragraph, list item or row of a table."""

    kind: str
    anchor: str
    title: str
    names: list[str] = field(default_factory=list)
    text: str = ""


def extract_entries(page: str, numbers: Container[str] = ()) -> list[Entry]:
    """Return the entries of a built page, in their order; the first is the page itself, with an empty anchor.

    A row that holds the address of one of `numbers` (names of indicators) is an entry of the kind "number" under that
    address.
    """
    article = BeautifulSoup(page, "html.parser").find("article")
    if not isinstance(article, Tag):
        return []
    for part in article.select(LEFT_OUT):
        part.decompose()
    places: dict[int, Entry] = {}
    for place in (article, *article.select(_PLACES)):
        if entry := _entry(place, numbers):
            places[id(place)] = entry
    for place in (article, *article.select(_PLACES)):
        if entry := places.get(id(place)):
            heading = _heading(place)
            lines = (" ".join(line.split()) for line in "".join(_text(place, heading, places)).split("\n"))
            entry.text = "\n".join(line for line in (line.strip(" ·*") for line in lines) if line)
    found = list(places.values())
    # The first section of a page is the page, and what stands before its heading belongs to it.
    return [entry for entry in found if entry.text or entry.anchor]


def _entry(place: Tag, numbers: Container[str]) -> Entry | None:
    if place.name in ("article", "section"):
        is_page = place.name == "article" or place.find("h1", recursive=False)
        return Entry("page", "" if is_page else str(place["id"]), " ".join(map(_words, _heading(place))))
    if place.name == "figure":
        number = place.select_one(".figure-number")
        title = " ".join(map(_words, _heading(place)))
        return Entry("figure", str(place["id"]), title, [_words(number)] if number else [])
    if place.find_parent("figure"):
        return None
    if place.name == "table":
        number = place.select_one("caption .table-number")
        named = place if place.get("id") else place.find_parent(id=re.compile(r"^table-\d"))
        if number is None or named is None:
            return None
        title = _words(place.caption).removeprefix(_words(number)).strip(" .:·")  # type: ignore[arg-type]
        return Entry("table", str(named["id"]), title, [_words(number)])
    number_id = next((str(tag["id"]) for tag in place.select("[id]") if tag["id"] in numbers), "")
    if not number_id and not place.get("id"):
        return None
    kind = next((kind for start, kind in ROWS.items() if str(place.get("id")).startswith(start)), "table")
    first, *others = [_words(cell) for cell in _heading(place)]
    return Entry("number", number_id, first) if number_id else Entry(kind, str(place["id"]), first, others)


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _heading(place: Tag) -> list[Tag]:
    """The parts of the page that name a place: of a term its name in English and in Chinese."""
    if place.name == "section":
        return place.find_all(re.compile("^h[1-6]$"), recursive=False)
    if place.name == "figure":
        return place.select(".figure-headline")
    if place.name == "tr":
        name = place.find_all(["th", "td"], limit=1)
        is_term = str(place.get("id")).startswith("term-")
        return (is_term and place.select(":is(th, td):first-child > :is(strong, [lang])")) or name
    return []


def _text(place: Tag, heading: list[Tag], places: Container[int]) -> Iterator[str]:
    for child in place.children:
        if isinstance(child, Tag):
            is_name = child.name == "caption" or "figure-number" in child.get_attribute_list("class")
            if id(child) in places or is_name or any(child is part for part in heading):
                continue
            # A row of a table is one line, whatever its cells hold.
            ends = " · " if child.name in ("td", "th") else "\n" if child.name in _BLOCKS else ""
            inside = "".join(_text(child, heading, places))
            if ends == " · ":
                # What is not there, and a letter that stands for a note, says nothing in a line of words.
                inside = _LETTERS.sub("", inside.replace("\n", " ")).strip()
                yield f"{inside}{ends}" if inside else ""
            else:
                yield f"{ends}{inside}{ends}"
        elif type(child) is NavigableString:
            yield child.replace("\n", " ")
