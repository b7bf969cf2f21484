"""What can be found in the built pages: pages and their sections, figures, tables and their rows, terms, sources.

Each is an entry with an address of its own. What stands in an entry is no part of the one around it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

_LEFT_OUT = {"script", "style", "template", "svg", "button", "nav"}
_LEFT_OUT_CLASSES = {"headerlink", "cell_input", "highlight", "figure-cite", "explore-list"}
"""Parts of a page that are no text of the report; `_Article` adds those that it tells by what they stand in."""
_WITHOUT_END = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {"p", "li", "tr", "dt", "dd", "pre", "figcaption", "caption", "summary", *_HEADINGS}
_LETTERS = re.compile(r"\[[a-z]\]|\([a-z]{1,2}\)")
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
    if "<article" not in page:
        return []
    places: dict[Element, Entry] = {}
    for place, in_figure, table in _walk(_Article(page).tree):
        if entry := _entry(place, in_figure, table, numbers):
            places[place] = entry
    for place, entry in places.items():
        lines = (" ".join(line.split()) for line in "".join(_text(place, _heading(place), places)).split("\n"))
        entry.text = "\n".join(line for line in (line.strip(" ·*") for line in lines) if line)
    # The first section of a page is the page, and what stands before its heading belongs to it.
    return [entry for entry in places.values() if entry.text or entry.anchor]


class _Article(HTMLParser):
    """The tree of a page's article, without what is no text of the report."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._builder = TreeBuilder()
        self._open: list[tuple[str, set[str]]] = []
        self._left_out = 0
        """How many elements are open of which nothing is kept."""
        end = "</article>"
        self.feed(page[page.index("<article") : page.index(end) + len(end)])
        self.tree = self._builder.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        if self._left_out or self._is_left_out(tag, classes):
            self._left_out += tag not in _WITHOUT_END
            return
        self._builder.start(tag, given)
        self._open.append((tag, classes))
        if tag in _WITHOUT_END:
            self._close(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _WITHOUT_END:
            if self._left_out:
                self._left_out -= 1
            else:
                self._close(tag)

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self._builder.data(data)

    def _close(self, tag: str) -> None:
        self._builder.end(tag)
        self._open.pop()

    def _is_left_out(self, tag: str, classes: set[str]) -> bool:
        around = self._open[-1][1] if self._open else set()
        return (
            tag in _LEFT_OUT
            or not _LEFT_OUT_CLASSES.isdisjoint(classes)
            or (tag == "details" and "hide" in classes)
            or (tag == "a" and "figure-tools" in around)
            or (tag == "p" and "figure-data" in around)
            or (tag == "caption" and any(name == "figure" for name, _ in self._open))
        )


def _walk(place: Element, in_figure: bool = False, table: str = "") -> Iterator[tuple[Element, bool, str]]:
    """Every element, whether it stands in a figure, and the address of the numbered table that it is or stands in."""
    name = place.get("id", "")
    if re.match(r"table-\d", name) or (place.tag == "table" and name):
        table = name
    yield place, in_figure, table
    for child in place:
        yield from _walk(child, in_figure or place.tag == "figure", table)


def _entry(place: Element, in_figure: bool, table: str, numbers: Container[str]) -> Entry | None:
    anchor = place.get("id", "")
    if place.tag == "article" or (place.tag == "section" and anchor):
        is_page = place.tag == "article" or place.find("h1") is not None
        return Entry("page", "" if is_page else anchor, " ".join(map(_words, _heading(place))))
    if place.tag == "figure" and anchor:
        number = _first_of_class(place, "figure-number")
        title = " ".join(map(_words, _heading(place)))
        return Entry("figure", anchor, title, [] if number is None else [_words(number)])
    if in_figure or place.tag not in ("table", "tr"):
        return None
    if place.tag == "table":
        caption = place.find("caption")
        number = None if caption is None else _first_of_class(caption, "table-number")
        if caption is None or number is None or not table:
            return None
        title = _words(caption).removeprefix(_words(number)).strip(" .:·")
        return Entry("table", table, title, [_words(number)])
    number_id = next((name for tag in place.iter() if (name := tag.get("id", "")) in numbers), "")
    if not number_id and not anchor:
        return None
    kind = next((kind for start, kind in ROWS.items() if anchor.startswith(start)), "table")
    first, *others = [_words(cell) for cell in _heading(place)]
    return Entry("number", number_id, first) if number_id else Entry(kind, anchor, first, others)


def _first_of_class(place: Element, name: str) -> Element | None:
    return next((tag for tag in place.iter() if _has_class(tag, name)), None)


def _has_class(tag: Element, name: str) -> bool:
    return name in tag.get("class", "").split()


def _words(tag: Element) -> str:
    return " ".join(" ".join(tag.itertext()).split())


def _heading(place: Element) -> list[Element]:
    """The parts of the page that name a place: of a term its name in English and in Chinese."""
    if place.tag == "section":
        return [child for child in place if child.tag in _HEADINGS]
    if place.tag == "figure":
        return [tag for tag in place.iter() if _has_class(tag, "figure-headline")]
    if place.tag == "tr":
        is_term = place.get("id", "").startswith("term-")
        parts = [part for part in place[0] if part.tag == "strong" or "lang" in part.attrib] if is_term else []
        return parts or [place[0]]
    return []


def _text(place: Element, heading: list[Element], places: Container[Element]) -> Iterator[str]:
    yield (place.text or "").replace("\n", " ")
    for child in place:
        is_name = child.tag == "caption" or _has_class(child, "figure-number") or child in heading
        if child not in places and not is_name:
            # A row of a table is one line, whatever its cells hold.
            ends = " · " if child.tag in ("td", "th") else "\n" if child.tag in _BLOCKS else ""
            inside = "".join(_text(child, heading, places))
            if ends == " · ":
                # What is not there, and a letter that stands for a note, says nothing in a line of words.
                inside = _LETTERS.sub("", inside.replace("\n", " ")).strip()
                yield f"{inside}{ends}" if inside else ""
            else:
                yield f"{ends}{inside}{ends}"
        yield (child.tail or "").replace("\n", " ")
