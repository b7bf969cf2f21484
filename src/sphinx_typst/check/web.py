"""What the pages of a web edition say, as any theme of Sphinx writes them, without what only a screen has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

from .words import FORMULA, ITEM, NOTE, NUMBER, PICTURE, Stream

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "label", "mark",
    "math", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr", "img",
}  # fmt: skip
"""Elements that do not end a line; all others do."""
MAIN = (
    ("itemprop", "articleBody"), ("class", "bd-article"), ("class", "body"), ("role", "main"), ("tag", "main"),
    ("tag", "body"),
)  # fmt: skip
"""Where themes put what a page says, the narrowest place first."""
SCREEN_TAGS = {
    "script", "style", "nav", "button", "template", "noscript", "form", "input", "select", "head", "title", "colgroup",
}  # fmt: skip
SCREEN_CLASSES = {
    "backrefs", "classifier-delimiter", "colon", "contents", "copybtn", "fn-backref", "headerlink", "linenodiv",
    "linenos", "local", "onlyprint", "pst-js-only", "screen-only", "viewcode-back", "viewcode-link",
}  # fmt: skip
"""What stands on a screen alone: links beside headings, buttons, lists of a page's own headings, numbers of lines."""
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class Tag:
    """An element of a page."""

    __slots__ = ("children", "classes", "given", "name")

    def __init__(self, name: str, given: dict[str, str]) -> None:
        self.name = name
        self.given = given
        self.classes = frozenset(given.get("class", "").split())
        self.children: list[Tag | str] = []

    def walk(self) -> Iterator[Tag]:
        """This element and all in it, in reading order."""
        waiting = [self]
        while waiting:
            found = waiting.pop()
            yield found
            waiting.extend(child for child in reversed(found.children) if isinstance(child, Tag))

    @property
    def text(self) -> str:
        """The words in it, those for a screen left out."""
        return "".join(
            child if isinstance(child, str) else "" if is_for_screen(child) else child.text for child in self.children
        )


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Tag("html", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = Tag(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Tag(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if any(found.name == tag for found in self.open[1:]):
            while self.open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def is_for_screen(tag: Tag) -> bool:
    """Say whether an element stands on a screen alone, whatever the book."""
    if tag.name in SCREEN_TAGS or not SCREEN_CLASSES.isdisjoint(tag.classes):
        return True
    # Whatever opens and closes the code of a cell.
    return tag.name == "summary" and bool(
        {"collapsed", "expanded"} & {name for one in tag.walk() for name in one.classes}
    )


def find_main(markup: str) -> Tag:
    """Return the element of a page that holds what the page says."""
    parser = _Parser()
    parser.feed(markup)
    parser.close()
    tags = list(parser.root.walk())
    for name, value in MAIN:
        for tag in tags:
            if tag.name == value if name == "tag" else value in tag.given.get(name, "").split():
                return tag
    return parser.root


def list_pages(folder: Path) -> list[str]:
    """Return the pages of a web edition, without those that Sphinx adds, in the order of their names."""
    found = [path.relative_to(folder).with_suffix("").as_posix() for path in sorted(folder.rglob("*.html"))]
    added = re.compile(r"(genindex(-.*)?|search|.*-modindex|_modules/.*|(.*/)?_static/.*|_downloads/.*|_sources/.*)")
    return [page for page in found if not added.fullmatch(page)]


def read_page(folder: Path, page: str) -> Tag:
    """Return what a page says. Raises ValueError for a page that is not there."""
    path = folder / f"{page}.html"
    if not path.is_file():
        raise ValueError(f"{folder}: there is no page {page}.html; build the web edition from the same pages")
    return find_main(path.read_text(encoding="utf-8"))


def title_of(main: Tag) -> str:
    """Return the first heading of a page, without its number, or nothing."""
    for tag in main.walk():
        if tag.name in HEADINGS:
            number = next((part.text for part in tag.walk() if "section-number" in part.classes), "")
            return " ".join(tag.text.removeprefix(number).split())
    return ""


def read_web(
    pages: Mapping[str, Tag], skipped: Collection[str] = (), titles: Mapping[str, str] | None = None
) -> Stream:
    """Return the words of pages, in their order.

    `skipped` holds what does not print: "page#id", or ".class". `titles` gives pages another title.
    """
    stream = Stream()
    for page, main in pages.items():
        _Reader(stream, page, skipped, (titles or {}).get(page)).read(main)
    stream.finish()
    return stream


class _Reader:
    def __init__(self, stream: Stream, page: str, skipped: Collection[str], title: str | None) -> None:
        self.stream = stream
        self.page = page
        self.title = title
        self.skipped_ids = {name.partition("#")[2] for name in skipped if name.partition("#")[0] == page}
        self.skipped_classes = {name[1:] for name in skipped if name.startswith(".")}
        self.notes: dict[str, Tag] = {}
        self.is_folded = False

    def read(self, main: Tag) -> None:
        for tag in main.walk():
            if "footnote" in tag.classes and tag.given.get("id"):
                self.notes[tag.given["id"]] = tag
        self.stream.begin(self.page, "")
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
        is_block = tag.name not in INLINE
        if is_block:
            self.stream.add_gap()
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
        if title is not None:
            self._add_all(
                [*(part for part in tag.children if isinstance(part, Tag) and "section-number" in part.classes), title]
            )
        else:
            self._add_all(tag.children)

    def number(self, tag: Tag) -> None:
        found = re.search(r"[\w.]*\w", tag.text.split()[-1] if tag.text.split() else "")
        self.stream.add_mark(NUMBER, found[0] if found else "")

    def formula(self, tag: Tag) -> None:
        self.stream.add_mark(FORMULA)
        for part in tag.walk():
            if "eqno" in part.classes or (part.name == "mtd" and "tag" in part.classes):
                self.number(part)
        # Left to MathJax, a number of the author's own stands in the LaTeX.
        if tags := re.findall(r"\\tag\*?\s*\{([^}]*)\}", tag.text):
            self.stream.add_mark(NUMBER, tags[-1])

    def picture(self, tag: Tag) -> None:
        said = tag.given.get("alt") or tag.given.get("aria-label") or ""
        if tag.name != "svg" or said or tag.given.get("role") == "img":
            self.stream.add_mark(PICTURE, said)

    def footnote_sign(self, tag: Tag) -> None:
        self.stream.add_mark(NOTE)
        note = self.notes.pop(tag.given.get("href", "").removeprefix("#"), None)
        if note is not None:
            self.stream.add_gap()
            self._add_all(part for part in note.children if isinstance(part, str) or "label" not in part.classes)
            self.stream.add_gap()

    def nothing(self, tag: Tag) -> None:
        pass

    def folded(self, tag: Tag) -> None:
        # What a screen folds away: in print results are open, and the code of cells is left out.
        before, self.is_folded = self.is_folded, True
        self._add_all(tag.children)
        self.is_folded = before

    def code(self, tag: Tag) -> None:
        if not self.is_folded:
            self._add_all(tag.children)

    def optional(self, tag: Tag) -> None:
        before = self.stream.may_miss("a list of pages")
        self._add_all(tag.children)
        self.stream.may_miss(before)

    def abbreviation(self, tag: Tag) -> None:
        self._add_all(tag.children)
        if tag.given.get("title"):
            self.stream.add_text(f" ({tag.given['title']})")

    def figure(self, tag: Tag) -> None:
        # In print a caption stands above.
        captions = [part for part in tag.children if isinstance(part, Tag) and part.name == "figcaption"]
        self._add_all([*captions, *(part for part in tag.children if part not in captions)])

    def ordered(self, tag: Tag) -> None:
        number = int(tag.given.get("start") or 1)
        for part in tag.children:
            if isinstance(part, Tag) and part.name == "li":
                number = int(part.given.get("value") or number)
                self.stream.add_gap()
                self.stream.add_mark(ITEM, _write_number(number, tag))
                number += 1
            self._add_all([part])


def _write_number(number: int, tag: Tag) -> str:
    kind = next((name for name in tag.classes if name.endswith(("alpha", "roman"))), "")
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
    "math": _Reader.formula,
    "img": _Reader.picture,
    "svg": _Reader.picture,
    "footnote-reference": _Reader.footnote_sign,
    "footnote": _Reader.nothing,
    "footnotes": _Reader.nothing,
    "hide": _Reader.folded,
    "cell_input": _Reader.code,
    "toctree-wrapper": _Reader.optional,
    "abbr": _Reader.abbreviation,
    "figure": _Reader.figure,
    "ol": _Reader.ordered,
}
"""What adds the words of an element, by its name or one of its classes; any other adds those of its children."""
