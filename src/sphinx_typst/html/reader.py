"""Reads pieces of HTML, with the nodes between them, into one tree of elements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from html.parser import HTMLParser
from typing import TypeAlias

from docutils import nodes

VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
}  # fmt: skip
MAY_STAY_OPEN = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "rt", "rp", "colgroup", "option"}
"""Elements that another one ends."""
MAY_STAY_OPEN |= {"html", "body", "head"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "details", "dialog", "div", "dd", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "ul",
}  # fmt: skip
"""Elements that are no part of a line."""
NOTICES = {
    "Make this Notebook Trusted to load map: File -> Trust Notebook",
    "In a Jupyter environment, please rerun this cell to show the HTML representation or trust the notebook. "
    "On GitHub, the HTML representation is unable to render, please try loading this page with nbviewer.org.",
}
"""What libraries put into an output for whoever does not see it, such as Folium and scikit-learn; a page covers it."""
_ROWS = {"tr", "td", "th"}
_ENDED_BY: dict[str, set[str]] = {
    **{name: {"p"} for name in BLOCKS}, "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "tr": _ROWS,
    "td": {"td", "th"}, "th": {"td", "th"}, "rt": {"rt", "rp"}, "rp": {"rt", "rp"},
    **{name: {*_ROWS, "thead", "tbody", "tfoot", "caption", "colgroup"} for name in ("thead", "tbody", "tfoot")},
}  # fmt: skip
"""What the start of an element ends."""
_BORDERS = {"table", "ul", "ol", "dl", "td", "th", "details", "blockquote"}
"""Elements that keep what starts in them from ending what stands around them."""


Part: TypeAlias = "Tag | str | nodes.Node"


def is_html(raw: nodes.raw) -> bool:
    """Say whether a raw part of a page is HTML for print to read."""
    formats = raw.get("format", "").split()
    return "html" in formats and "typst" not in formats


class Tag:
    """An element, with all that stands in it."""

    def __init__(self, name: str, given: dict[str, str], raw: nodes.raw | None = None) -> None:
        self.name = name
        self.given = given
        self.raw = raw
        """The piece that it starts in."""
        self.children: list[Part] = []
        self.group = 0
        """Number of the run of pieces without a node between them that it stands in."""
        self.source = ""
        """Of a drawing: how it is written."""

    def walk(self) -> Iterator[Tag]:
        """This element and all in it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Tag):
                yield from child.walk()

    @property
    def text(self) -> str:
        """The words in it."""
        return "".join(
            child if isinstance(child, str) else child.text if isinstance(child, Tag) else child.astext()
            for child in self.children
        )


def find_ended(names: Sequence[str], tag: str) -> int:
    """Return from which place on the start of an element ends what is open, all of it after that; given their names."""
    ended = _ENDED_BY.get(tag, set())
    borders = _BORDERS - ended if tag not in ("tr", "tbody", "thead", "tfoot", "td", "th") else {"table"}
    found = len(names)
    for place in range(len(names) - 1, 0, -1):
        if names[place] in ended:
            found = place
        elif names[place] in borders or names[place] not in MAY_STAY_OPEN:
            break
    return found


class Reader(HTMLParser):
    """Takes pieces of HTML and nodes of a page in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Tag("", {})
        self.unpaired: list[Tag] = []
        """Elements without an end, and an empty one for each end without an element."""
        self.scripted: set[int] = set()
        """The groups of pieces with a script in them."""
        self._open = [self.root]
        self._raw: nodes.raw | None = None
        self._group = 0
        self._text = ""

    def take_raw(self, raw: nodes.raw) -> None:
        """Take a piece of HTML."""
        self._raw = raw
        self._take(raw.astext())

    def _take(self, markup: str) -> None:
        self._text += markup
        self.feed(markup)
        if self.rawdata.startswith("<!--"):
            # A browser takes all that follows for the remark.
            self.rawdata = ""
            self._note_unpaired("!--")
        self.close()

    def take_node(self, node: nodes.Node) -> None:
        """Take a node that stands between pieces of HTML."""
        if isinstance(node, nodes.Text) and self._is_in("svg"):
            # In a line the words of a drawing are words of the page.
            self._take(escape(node.astext()))
            return
        if not isinstance(node, nodes.Text) or node.strip():
            self._group += 1
        self._open[-1].children.append(node)

    def finish(self) -> Tag:
        """Return what was read."""
        self.unpaired += [tag for tag in self._open[1:] if tag.name not in MAY_STAY_OPEN]
        return self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._is_in("svg"):
            del self._open[find_ended([found.name for found in self._open], tag) :]
        found = Tag(tag, {name: value or "" for name, value in attrs}, self._raw)
        found.group = self._group
        if tag == "script":
            self.scripted.add(self._group)
        elif tag == "svg":
            found.source = str(self._offset())
        self._open[-1].children.append(found)
        if tag not in VOID:
            self._open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        # A browser leaves it open outside of a drawing; who writes <a id="place"/> means nothing but the place.
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "br":
            # As every browser reads it.
            self.handle_starttag(tag, [])
            return
        names = [found.name for found in self._open]
        last = max((place for place, name in enumerate(names) if name == tag), default=0)
        if not last or (tag not in ("table", *_ROWS, "tbody") and {"td", "th"} & set(names[last + 1 :])):
            if tag not in MAY_STAY_OPEN and tag not in VOID:
                self._note_unpaired(f"/{tag}")
            return
        for found in reversed(self._open[last + 1 :]):
            if found.name not in MAY_STAY_OPEN and not self._is_in("svg"):
                self.unpaired.append(found)
        found = self._open[last]
        del self._open[last:]
        if tag == "svg":
            found.source = f"{self._text[int(found.source) : self._offset()]}</svg>"

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def _is_in(self, name: str) -> bool:
        return any(found.name == name for found in self._open)

    def _note_unpaired(self, name: str) -> None:
        found = Tag(name, {}, self._raw)
        self._open[-1].children.append(found)
        self.unpaired.append(found)

    def _offset(self) -> int:
        line, column = self.getpos()
        lines = self._text.split("\n")
        return sum(len(one) + 1 for one in lines[: line - 1]) + column
