"""Raw parts of a page: what print reads of HTML, what it leaves to a screen, and what it refuses."""

from __future__ import annotations

from html.parser import HTMLParser

from docutils import nodes

from ..code import join_code
from ..writer import Writer, prints
from .elsewhere import write_elsewhere
from .html_tables import NoTableError, read_html_table

UNSEEN = {"script", "style", "link", "meta"}
"""Elements that show nothing themselves: extensions add them to pages for a screen."""
PLAYERS = {
    "iframe": "Embedded page",
    "video": "Video",
    "audio": "Sound",
    "embed": "Embedded part",
    "object": "Embedded part",
}
"""Elements that only a screen can show, with what they are called in print."""


class _Reader(HTMLParser):
    """What a piece of HTML shows: its words, its elements, and the address of what plays in it."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.shown: list[str] = []
        self.address = ""
        self._closed = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in UNSEEN:
            self.shown.append(tag)
        # An embed has no end.
        if tag in ("script", "style", *PLAYERS) and tag != "embed":
            self._closed = tag
        if tag in (*PLAYERS, "source") and not self.address:
            given = dict(attrs)
            self.address = given.get("src") or given.get("data") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self._closed:
            self._closed = ""

    def handle_data(self, data: str) -> None:
        # What stands in a player is for whoever cannot play it.
        if not self._closed and data.strip():
            self.words.append(" ".join(data.split()))


@prints(nodes.raw)
def _raw(writer: Writer, node: nodes.raw) -> str:
    formats = node.get("format", "").split()
    if "typst" in formats:
        return writer.mark_source(node) + join_code(f"[\n{node.astext()}\n]")
    if "html" not in formats:
        # It is for another format, and the web edition leaves it out too.
        return ""
    found = _Reader(node.astext())
    if not found.words and not found.shown:
        return ""
    players = [tag for tag in found.shown if tag in PLAYERS]
    if not found.words and len(players) == 1 and set(found.shown) <= {*players, "source", "track", "p", "a"}:
        address = found.address if "://" in found.address else ""
        return write_elsewhere(writer, node, PLAYERS[players[0]], address)
    try:
        return writer.write(read_html_table(node.astext()))
    except NoTableError:
        said = " ".join(found.words)[:60] or f"<{found.shown[0]}>"
        writer.refuse(node, f"raw html cannot be printed; if it is not for print, put it into {{only}} html: {said}")
    return ""


@prints("sphinxcontrib.mermaid.mermaid")
@prints("sphinx.ext.graphviz.graphviz", "sphinx.ext.inheritance_diagram.inheritance_diagram")
def _diagram(writer: Writer, node: nodes.Element) -> str:
    return write_elsewhere(writer, node, "Diagram")
