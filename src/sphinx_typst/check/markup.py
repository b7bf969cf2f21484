"""The pages of a web edition: their elements, without what only a screen has, as any theme of Sphinx writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from ..html.reader import NOTICES, find_ended

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
MAIN = (
    ("itemprop", "articleBody"), ("class", "bd-article"), ("class", "body"), ("role", "main"), ("tag", "main"),
    ("tag", "body"),
)  # fmt: skip
"""Where themes put what a page says, the narrowest place first."""
SCREEN_TAGS = {
    "script", "style", "nav", "button", "template", "noscript", "form", "select", "head", "title", "colgroup",
    "rp", "video", "audio", "iframe", "object", "canvas", "datalist",
}  # fmt: skip
SCREEN_CLASSES = {
    "backrefs", "classifier-delimiter", "colon", "copybtn", "fn-backref", "headerlink", "linenodiv", "linenos",
    "mermaid", "only-dark", "onlyprint", "pst-js-only", "related-pages", "screen-only", "sr-only",
    "viewcode-back", "viewcode-link", "visually-hidden",
}  # fmt: skip
"""What stands on a screen alone: links beside headings, buttons, numbers of lines."""
HIDDEN = re.compile(r"(^|;)\s*(display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)
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
        del self.open[find_ended([one.name for one in self.open], tag) :]
        self.open[-1].children.append(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Tag(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag == "br":
            self.handle_starttag(tag, [])
        if any(found.name == tag for found in self.open[1:]):
            while self.open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def is_for_screen(tag: Tag) -> bool:
    """Say whether an element stands on a screen alone, whatever the book."""
    if (tag.name in SCREEN_TAGS and "contents" not in tag.classes) or not SCREEN_CLASSES.isdisjoint(tag.classes):
        return True
    # What tabs hide is opened in print.
    if ("hidden" in tag.given and tag.given.get("role") != "tabpanel") or HIDDEN.search(tag.given.get("style", "")):
        return True
    if tag.name in ("b", "span") and " ".join(tag.text.split()) in NOTICES:
        return True
    # Whatever opens and closes the code of a cell.
    return tag.name == "summary" and bool(
        {"collapsed", "expanded"} & {name for one in tag.walk() for name in one.classes}
    )


class Page(NamedTuple):
    """What a page says, and what it tells MathJax."""

    main: Tag
    mathjax: Mapping[str, Any]


def parse(markup: str) -> Tag:
    """Return an element that holds those of a piece of HTML or MathML."""
    parser = _Parser()
    parser.feed(markup)
    parser.close()
    return parser.root


def _find_main(root: Tag) -> Tag:
    """Return the element of a page that holds what the page says."""
    tags = list(root.walk())
    for name, value in MAIN:
        for tag in tags:
            if tag.name == value if name == "tag" else value in tag.given.get(name, "").split():
                return tag
    return root


def _find_mathjax(root: Tag) -> Mapping[str, Any]:
    for tag in root.walk():
        text = "".join(part for part in tag.children if isinstance(part, str)) if tag.name == "script" else ""
        if found := re.search(r"MathJax(?:\.Hub\.Config\(|\s*=\s*)(?=\{)", text):
            try:
                config = json.JSONDecoder().raw_decode(text, found.end())[0]
            except ValueError:
                continue
            return config if isinstance(config, dict) else {}
    return {}


def list_pages(folder: Path) -> list[str]:
    """Return the pages of a web edition, without those that Sphinx adds, in the order of their names."""
    found = [path.relative_to(folder).with_suffix("").as_posix() for path in sorted(folder.rglob("*.html"))]
    added = re.compile(r"(genindex(-.*)?|search|.*-modindex|_modules/.*|(.*/)?_static/.*|_downloads/.*|_sources/.*)")
    return [page for page in found if not added.fullmatch(page)]


def read_page(folder: Path, page: str) -> Page:
    """Return what a page says. Raises ValueError for a page that is not there."""
    path = folder / f"{page}.html"
    if not path.is_file():
        raise ValueError(f"{folder}: there is no page {page}.html; build the web edition from the same pages")
    root = parse(path.read_text(encoding="utf-8"))
    return Page(_find_main(root), _find_mathjax(root))


def title_of(main: Tag) -> str:
    """Return the first heading of a page, without its number, or nothing."""
    for tag in main.walk():
        if tag.name in HEADINGS:
            number = next((part.text for part in tag.walk() if "section-number" in part.classes), "")
            return " ".join(tag.text.removeprefix(number).split())
    return ""
