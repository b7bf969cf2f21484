"""What the printed book says of itself, and its index: a Sphinx extension beside `sphinx_typst`.

The printer knows Sphinx and nothing of this report. Here it is told who wrote the book, when, under which licence and
from which source (from CITATION.cff and the data), and where the indicators stand that the index lists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.numbers.writing import format_date
from sphinx_typst.builder import TypstBuilder

from . import citation
from .web.number_links import views_in

if TYPE_CHECKING:
    from sphinx.application import Sphinx


_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+|[^\w\s]")
_STOPS = {"en": ".", "zh": "。"}
_SPACES = {"en": " ", "zh": ""}
"""What ends the name of a finding, and what parts it from its sentences."""


def _set_options(app: Sphinx) -> None:
    if app.builder.name != "typst":
        return
    about = citation.load_citation(Path(app.srcdir))
    source = next(row for row in load_tables()["sources"] if row["source_id"] == find_edition().source_id)
    config = app.config
    config.typst_date = about["date-released"].isoformat()
    config.typst_edition = f"Version {about['version']}"
    config.typst_description = citation.citation_line(about)
    config.typst_keywords = about["keywords"]
    config.typst_imprint = imprint(about, source)
    config.typst_excerpts = [{"imprint": brief_imprint(about, source), **given} for given in config.typst_excerpts]


def imprint(about: Mapping[str, Any], source: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the entries of the imprint, from the fields of CITATION.cff and the source of the figures."""
    return [
        {"title": "How to cite", "text": citation.citation_line(about)},
        {
            "title": "Main source",
            "text": f"{_main_source(source)} Other figures come from the pages listed under Sources.",
        },
        {
            "title": "Licence",
            "text": "Text, selection and notes: Creative Commons Attribution 4.0 International (CC BY 4.0), "
            "https://creativecommons.org/licenses/by/4.0/. Code: MIT. We claim no right in facts, nor in the "
            "few words quoted from the release and other pages.",
        },
        {
            "title": "Status",
            "text": "This is not an official publication. Most figures go back to government "
            "offices and courts, and many were read in newspapers or copies; reading, computing and "
            "explaining them is the authors’.",
        },
        {
            "title": "Editions",
            "text": "Print and web are made from the same pages, notebooks and data. Code folded away on the web does "
            "not print. A number that is underlined opens the source at its words.",
        },
    ]


def brief_imprint(about: Mapping[str, Any], source: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what stands at the end of the brief: where all of it comes from."""
    return [
        {
            "title": "The whole report",
            "text": "With the place in the source, the range that rounding leaves open and the limits of every number: "
            f"{citation.citation_line(about)}",
        },
        {"title": "Main source", "text": _main_source({**source, "title": ""})},
    ]


def _main_source(source: Mapping[str, str]) -> str:
    """The source with what is known of it; not all have a title, a day or an address."""
    named = ": ".join(filter(None, [source["publisher"], source["title"]]))
    dated = source["published"] and format_date(source["published"])
    return " ".join(f"{part}." for part in (named, dated, source["address"]) if part)


def _index_indicators(app: Sphinx, doctree: nodes.document, page: str) -> None:
    # An indicator stands where a table or a list names it first: alone, or with its Chinese name.
    if app.builder.name != "typst":
        return
    names: dict[str, str] = {}
    for row in load_tables()["indicators"]:
        names |= dict.fromkeys((row["name_en"], f"{row['name_en']} {row['name_zh']}"), row["name_en"])
    for place in list(doctree.findall(lambda node: isinstance(node, (nodes.entry, nodes.strong)))):
        # On the page apostrophes are curly.
        name = names.get(" ".join(place.astext().replace("’", "'").split()))
        if name:
            target = place if isinstance(place, nodes.strong) else place.next_node(nodes.paragraph)
            target.insert(0, addnodes.index(entries=[("single", name.replace("'", "’"), "", "", None)]))


def _write_tables_plain(app: Sphinx, doctree: nodes.document, page: str) -> None:
    # The table of a figure or of many years has columns of numbers, which points below each would blur.
    if not isinstance(app.builder, TypstBuilder):
        return
    feet = doctree.findall(lambda node: isinstance(node, nodes.container) and "figure-data" in node["classes"])
    for foot in [doctree] if app.env.metadata[page].get("wide") else feet:
        for entry in [found for table in foot.findall(nodes.table) for found in table.findall(nodes.entry)]:
            for link in list(entry.findall(nodes.reference)) if "text-right" in entry["classes"] else ():
                app.builder.notes.unlinked.setdefault(page, []).append(link["refuri"])
                link.replace_self(link.children)


class UnlinkedNumbers(SphinxPostTransform):
    """Leave the words of a number that links to a view of Explore, which print does not have."""

    default_priority = 5
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        for link in views_in(self.document):
            link.replace_self(link[0].children)


def _run_findings_in(app: Sphinx, doctree: nodes.document, page: str) -> None:
    # On the screen each finding is a card, with the way to its chapter in a corner; in print it is one paragraph.
    if not isinstance(app.builder, TypstBuilder):
        return
    notes = app.builder.notes
    for card in doctree.findall(
        lambda node: isinstance(node, nodes.container) and "tag_key-figures" in node["classes"]
    ):
        for item in card.findall(nodes.list_item):
            head, *texts = item.findall(nodes.paragraph)
            links = list(head.findall(nodes.reference))
            notes.screen.setdefault(page, []).append(_end_of(head.astext(), links))
            for link in links:
                link.parent.remove(link)
            language = "zh" if _CHINESE.search(head.astext()) else "en"
            words = [part for child in head.children for part in _bare(child)]
            words[-1] = nodes.Text(words[-1].astext().rstrip() + _STOPS[language])
            run = nodes.paragraph("", "", nodes.strong("", "", *words))
            for text in texts:
                run += [nodes.Text(_SPACES[language]), *text.children]
            for link in links:
                run += [nodes.Text(" "), link]
            item.children = []
            item += run
            notes.print.setdefault(page, []).extend([_end_of(run[0].astext()), _end_of(run.astext(), links)])


def _end_of(text: str, links: Sequence[nodes.Node] = ()) -> str:
    """The end of a text in which a card and its paragraph differ: the links or the full stop, and what is before."""
    count = sum(len(_WORD.findall(link.astext())) for link in links) or 1
    return text[[found.start() for found in _WORD.finditer(text)][-count - 1] :]


def _bare(node: nodes.Node) -> list[nodes.Node]:
    return node.children if isinstance(node, nodes.strong) else [node]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.setup_extension("sphinx_typst")
    app.add_post_transform(UnlinkedNumbers)
    app.connect("builder-inited", _set_options)
    app.connect("doctree-resolved", _index_indicators)
    app.connect("doctree-resolved", _run_findings_in)
    app.connect("doctree-resolved", _write_tables_plain)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
