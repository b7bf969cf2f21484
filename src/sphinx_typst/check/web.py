"""What the pages of a web edition say, as any theme of Sphinx writes them, without what only a screen has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import nullcontext
from posixpath import basename, dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from ..maths.words import NO_WORDS
from ..text import HAN
from .formulas import FormulaReader
from .markup import HEADINGS, Page, Tag, is_for_screen
from .tables import describe_shape
from .words import FORMULA, INSIDE, ITEM, NOTE, NUMBER, PICTURE, TABLE, Stream

INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "label", "mark",
    "math", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr", "img",
}  # fmt: skip
"""Elements that do not end a line; all others do."""
SHORTENED = {"github", "gitlab", "bitbucket"}
"""Classes of links that stood there with their whole address, of which a theme shows a part."""
FOOT_PARTS = ("figure-reading", "figure-data", "figure-notes")
"""Classes of the parts of a foot below its source line, in the order of print; see `preparation.FOOT`."""
PLAYED = {"input", "iframe", "video", "audio", "object", "embed"}
"""Elements without words in place of which print has some."""
IMAGES, CARD = "_images/", {"sd-card-img", "sd-card-img-top", "sd-card-img-bottom"}
LAYOUT = {"highlighttable", "hlist"}
"""Classes of tables that only set things beside each other."""


def read_web(
    pages: Mapping[str, Page],
    skipped: Collection[str] = (),
    titles: Mapping[str, str] | None = None,
    macros: Mapping[str, Any] | None = None,
) -> Stream:
    """Return the words of pages, in their order.

    `skipped` holds what does not print: "page#id", or ".class". `titles` gives pages another title, and `macros` are
    commands of formulas beside those that the pages tell MathJax.
    """
    stream = Stream()
    for name, page in pages.items():
        reader = _Reader(stream, name, skipped, (titles or {}).get(name))
        reader.known = pages.keys()
        reader.formulas = FormulaReader(page.mathjax, macros or {})
        reader.read(page.main)
    stream.finish()
    return stream


class _Reader:
    known: Collection[str]
    """The pages that print."""
    formulas: FormulaReader

    def __init__(self, stream: Stream, page: str, skipped: Collection[str], title: str | None) -> None:
        self.stream = stream
        self.page = page
        self.title = title
        self.skipped_ids = {name.partition("#")[2] for name in skipped if name.partition("#")[0] == page}
        self.skipped_classes = {name[1:] for name in skipped if name.startswith(".")}
        self.notes: dict[str, Tag] = {}
        self.beside: set[str] = set()
        """Notes that a theme set beside the text."""
        self.shapes: dict[int, tuple[str, str]] = {}
        """What is said of a table, by the identity of its first row."""
        self.headings: set[int] = set()
        """The headings of sections, by their identity."""
        self.is_folded = False
        self.waiting: set[int] = set()
        """The identities of elements that come later in print."""

    def read(self, main: Tag) -> None:
        for tag in main.walk():
            if "footnote" in tag.classes and tag.given.get("id"):
                self.notes[tag.given["id"]] = tag
        self.stream.begin(self.page, "")
        self.stream.add_name(self.page)
        self._add_all(main.children)

    def _add_all(self, parts: Iterable[Tag | str]) -> None:
        for part in parts:
            if isinstance(part, str):
                self.stream.add_text(part)
            else:
                self._add(part)

    def _add(self, tag: Tag) -> None:
        if is_for_screen(tag) or tag.given.get("id") in self.skipped_ids or self.skipped_classes & tag.classes:
            return
        if id(tag) in self.waiting:
            return
        is_block = tag.name not in INLINE
        if is_block:
            self.stream.add_gap()
        if name := tag.given.get("id"):
            self.stream.add_name(f"{self.page}#{name}")
        handler = next((handler for kind, handler in HANDLERS.items() if kind == tag.name or kind in tag.classes), None)
        if handler:
            handler(self, tag)
        else:
            self._add_all(tag.children)
        if is_block:
            self.stream.add_gap()

    def heading(self, tag: Tag) -> None:
        self.stream.begin(self.page, tag.text)
        title, self.title = self.title, None
        parts: list[Tag | str] = tag.children
        if title is not None:
            numbers = (part for part in parts if isinstance(part, Tag) and "section-number" in part.classes)
            parts = [*numbers, title]
        # A rubric and one that an author wrote in HTML are no headings of a section.
        with self.stream.within(level=int(tag.name[1]) if id(tag) in self.headings else 0):
            self._add_all(parts)

    def section(self, tag: Tag) -> None:
        found = [part for part in tag.children if isinstance(part, Tag) and part.name in HEADINGS]
        # Those of Sphinx have a name.
        self.headings |= set(map(id, found[:1])) if tag.given.get("id") else set()
        self._add_all(tag.children)

    def link(self, tag: Tag) -> None:
        address = tag.given.get("href", "")
        # From an entry of the bibliography back to the text.
        place = "" if tag.given.get("role") == "doc-backlink" else self._place_of(address)
        with self.stream.within(link=place):
            self._add_all([address] if SHORTENED & tag.classes else tag.children)

    def _place_of(self, address: str) -> str:
        """Return where a link leads that must be in print too, or nothing."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return address if parts.scheme else f"https:{address}"
        path = normpath(join(dirname(self.page), unquote(parts.path))) if parts.path else f"{self.page}.html"
        page = path.removesuffix(".html")
        if not address or page == path or page not in self.known:
            return ""
        return f"{INSIDE}{page}" + (f"#{unquote(parts.fragment)}" if parts.fragment else "")

    def table(self, tag: Tag) -> None:
        rows = [] if LAYOUT & tag.classes else list(_rows_of(tag))
        if rows:
            shape = describe_shape([[(_span(cell), _words_of(cell)) for cell in _cells_of(row)] for row in rows])
            self.shapes[id(rows[0])] = shape
        self._add_all(tag.children)

    def row(self, tag: Tag) -> None:
        if shape := self.shapes.get(id(tag)):
            self.stream.add_mark(TABLE, *shape)
        # Typst tags no cell that heads its row alone.
        with self.stream.within(is_header=all(cell.name == "th" for cell in _cells_of(tag))):
            self._add_all(tag.children)

    def number(self, tag: Tag) -> None:
        found = re.search(rf"[^\W{HAN}][\w.]*$", tag.text.strip(" .:)(\n"))
        self.stream.add_mark(NUMBER, found[0] if found else "")

    def title_of_box(self, tag: Tag) -> None:
        for part in tag.children:
            # The number of a theorem or exercise is one of the words of its title.
            if isinstance(part, Tag) and "caption-number" in part.classes:
                self._add_all(part.children)
            else:
                self._add_all([part])

    def formula(self, tag: Tag) -> None:
        said, letters = self.formulas.read(tag)
        if letters != "" or said != NO_WORDS:
            self.stream.add_mark(FORMULA, said, letters)
        for part in tag.walk():
            if "eqno" in part.classes or (part.name == "mtd" and "tag" in part.classes):
                self.number(part)
        # Left to MathJax, a number of the author's own stands in the LaTeX.
        if tags := re.findall(r"\\tag\*?\s*\{([^}]*)\}", tag.text):
            self.stream.add_mark(NUMBER, tags[-1])

    def picture(self, tag: Tag) -> None:
        title = next((part for part in tag.walk() if part.name == "title"), None)
        said = tag.given.get("alt") or tag.given.get("aria-label") or (title.text if title else "")
        if basename(said) == basename(tag.given.get("src", "")):
            # What Sphinx writes where nobody described it.
            said = ""
        if tag.name != "svg" or said or tag.given.get("role") == "img":
            # Whoever listens passes over an ornament. Sphinx has a folder for the pictures that it reads.
            own = tag.given.get("alt") == "" and (IMAGES not in tag.given.get("src", "") or CARD & tag.classes)
            with self.stream.within(may_miss="an ornament" if own else self.stream.state.may_miss):
                self.stream.add_mark(PICTURE, said)

    def footnote_sign(self, tag: Tag) -> None:
        self.stream.add_mark(NOTE)
        note = self.notes.pop(tag.given.get("href", "").removeprefix("#"), None)
        if note is not None:
            self.stream.add_gap()
            self._add_all(part for part in note.children if isinstance(part, str) or "label" not in part.classes)
            self.stream.add_gap()

    def margin_sign(self, tag: Tag) -> None:
        # A theme sets footnotes beside the text.
        if tag.name == "label":
            self.stream.add_mark(NOTE)

    def margin_note(self, tag: Tag) -> None:
        # The theme repeats it where the page refers to it again.
        if tag.text in self.beside:
            return
        self.beside.add(tag.text)
        self.stream.add_gap()
        self._add_all(part for part in tag.children if isinstance(part, str) or part.name != "sup")
        self.stream.add_gap()

    def after_gap(self, tag: Tag) -> None:
        self.stream.add_gap()
        self._add_all(tag.children)

    def nothing(self, tag: Tag) -> None:
        pass

    def folded(self, tag: Tag) -> None:
        # What a screen folds away: in print results are open, and the code of cells is left out unless asked for.
        before, self.is_folded = self.is_folded, True
        self._add_all(part for part in tag.children if isinstance(part, str) or part.name != "summary")
        self.is_folded = before

    def code(self, tag: Tag) -> None:
        with self.stream.within(may_miss="folded code") if self.is_folded else nullcontext():
            self._add_all(tag.children)

    def optional(self, tag: Tag) -> None:
        with self.stream.within(may_miss="a list of pages"):
            self._add_all(tag.children)

    def diagram(self, tag: Tag) -> None:
        # Where print was made without Graphviz, a line stands for it.
        with self.stream.within(may_miss="a diagram"):
            self._add_all(tag.children)

    def abbreviation(self, tag: Tag) -> None:
        self._add_all(tag.children)
        if tag.given.get("title"):
            self.stream.add_text(f" ({tag.given['title']})")

    def tabs(self, tag: Tag) -> None:
        # Print has each label over its tab, where a screen has all of them in a row.
        parts = [part for part in tag.children if isinstance(part, Tag)]
        labels = [part.children for part in parts[0].children if isinstance(part, Tag)] if parts else []
        for label, panel in zip(labels, parts[1:], strict=True):
            self.stream.add_gap()
            self._add_all([*label, panel])

    def quote(self, tag: Tag) -> None:
        self.stream.add_text("“")
        self._add_all(tag.children)
        self.stream.add_text("”")

    def checkbox(self, tag: Tag) -> None:
        # Those of a theme have a class of their own.
        if tag.given.get("type") == "checkbox" and tag.classes <= {"task-list-item-checkbox"}:
            self.stream.add_text("☑" if "checked" in tag.given else "☐")

    def figure(self, tag: Tag) -> None:
        # In print a caption stands above, and the parts of a foot below in an order of their own. One that an author
        # wrote in HTML stays in its place.
        captions = [
            part
            for part in tag.children
            if isinstance(part, Tag)
            and part.name == "figcaption"
            and any({"caption-text", "caption-number"} & inner.classes for inner in part.walk())
        ]
        foot = [part for name in FOOT_PARTS for part in tag.walk() if name in part.classes]
        before, self.waiting = self.waiting, {*map(id, foot)}
        self._add_all([*captions, *(part for part in tag.children if part not in captions)])
        self.waiting = before
        self._add_all(foot)

    def ordered(self, tag: Tag) -> None:
        number = int(tag.given.get("start") or 1)
        for part in tag.children:
            if isinstance(part, Tag) and part.name == "li":
                number = int(part.given.get("value") or number)
                self.stream.add_gap()
                self.stream.add_mark(ITEM, _write_number(number, tag))
                number += 1
            self._add_all([part])


def _rows_of(tag: Tag) -> Iterable[Tag]:
    """The rows of a table, without those of tables in it."""
    for part in tag.children:
        if isinstance(part, Tag) and not is_for_screen(part):
            if part.name == "tr":
                yield part
            elif part.name in ("thead", "tbody", "tfoot"):
                yield from _rows_of(part)


def _cells_of(row: Tag) -> list[Tag]:
    return [
        part for part in row.children if isinstance(part, Tag) and part.name in ("td", "th") and not is_for_screen(part)
    ]


def _span(cell: Tag) -> tuple[int, int]:
    wide, high = (int(cell.given.get(name) or 1) for name in ("colspan", "rowspan"))
    return wide, high


def _words_of(cell: Tag) -> str:
    # In place of what a reader ticks or plays print has a sign or a line.
    return " ".join([cell.text, *(part.name for part in cell.walk() if part.name in PLAYED)])


def _write_number(number: int, tag: Tag) -> str:
    given = {"a": "loweralpha", "A": "upperalpha", "i": "lowerroman", "I": "upperroman"}.get(tag.given.get("type", ""))
    kind = given or next((name for name in tag.classes if name.endswith(("alpha", "roman"))), "")
    if kind.endswith("alpha"):
        text = chr(ord("a") + number - 1) if number <= 26 else str(number)
    elif kind.endswith("roman"):
        text, left = "", number
        for value, letters in zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
            strict=True,
        ):
            text += letters * (left // value)
            left %= value
    else:
        text = str(number)
    return text.upper() if kind.startswith("upper") else text


HANDLERS = dict.fromkeys(HEADINGS, _Reader.heading) | {
    "section-number": _Reader.number,
    "caption-number": _Reader.number,
    "admonition-title": _Reader.title_of_box,
    "math": _Reader.formula,
    "img": _Reader.picture,
    "svg": _Reader.picture,
    "footnote-reference": _Reader.footnote_sign,
    "margin-toggle": _Reader.margin_sign,
    "sidenote": _Reader.margin_note,
    "marginnote": _Reader.margin_note,
    "classifier": _Reader.after_gap,
    "footnote": _Reader.nothing,
    "footnotes": _Reader.nothing,
    "hide": _Reader.folded,
    "cell_input": _Reader.code,
    "toctree-wrapper": _Reader.optional,
    "contents": _Reader.optional,
    "graphviz": _Reader.diagram,
    "abbr": _Reader.abbreviation,
    "figure": _Reader.figure,
    "ol": _Reader.ordered,
    "a": _Reader.link,
    "table": _Reader.table,
    "tr": _Reader.row,
    "section": _Reader.section,
    "sphinx-tabs": _Reader.tabs,
    "q": _Reader.quote,
    "input": _Reader.checkbox,
}
"""What adds the words of an element, by its name or one of its classes; any other adds those of its children."""
