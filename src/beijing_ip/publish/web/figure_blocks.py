"""The block of a figure on a page, the same everywhere.

    number, headline, subtitle
    chart, once for a wide column and once for a narrow one
    source, and what to read with care
    Data, How to read this, Cite    folded
    CSV, Picture, Explore

A figure is read as two nodes (see `beijing_ip.publish.notebook_figures`): the figure itself, with both drawings, and
the container `figure-foot` behind it, with its parts and the CSV. Print takes them as they are. Here they become one
element of HTML, and the picture a file beside the pages.
"""

from __future__ import annotations

import csv
import io
import re
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from xml.sax.saxutils import quoteattr

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from beijing_ip.data.links import MOST_INDICATORS, view_of
from sphinx_typst.preparation import SCREEN_ONLY

from .. import citation
from ..finish import format_size
from ..offered import encode_csv
from . import addresses, downloads
from .elements import html_element, make_element, raw_html
from .figure_files import FOLDER, FOOT
from .frame import base_address
from .number_links import EXPLORE, named_figures
from .pictures import PictureError, PictureText, draw_picture
from .svg import ChartError, Drawing, read_drawing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sphinx.application import Sphinx

FIGURE_CLASS = "finding"
"""Class of a figure of this report."""
NUMBERS = "book/numbers"
"""The page with an entry for each indicator of the release."""

LABELS = {
    "en": {
        "figure": "Figure {}",
        "chart": "chart",
        "data": "Data",
        "reading": "How to read this",
        "picture": "Picture",
        "card": "A click on a mark, a tap or the Enter key opens the card of its number.",
        "cite": "Cite this figure",
        "ris": "RIS, for Zotero, EndNote and Mendeley",
        "copy": "Copy citation",
        "copied": "Copied.",
        "refused": "The browser refused; select and copy it.",
        "address": "Link to this figure",
        "title": "{}: {}",
        "entries": "Entries: ",
        "between": "; ",
        "explore": "Explore",
        "explore_what": "Explore years and places: {}",
        "table": "Data of {}: {}",
        **downloads.LABELS,
    },
    "zh": {
        "figure": "图{}",
        "chart": "图表",
        "data": "数据",
        "reading": "读图说明",
        "picture": "图片",
        "card": "点击图中的标记，或按回车键，可查看该数字的说明和出处。",
        "cite": "引用本图",
        "ris": "RIS（供 Zotero、EndNote、Mendeley 使用）",
        "copy": "复制引用",
        "copied": "已复制。",
        "refused": "浏览器不允许复制，请选中后复制。",
        "address": "本图链接",
        "title": "{}：{}",
        "entries": "条目：",
        "between": "；",
        "explore": "更多年份和地区",
        "explore_what": "更多年份和地区：{}（英文）",
        "table": "{}的数据：{}",
        "file": "{kind}，{rows}，{size}",
        "sources": "CSV（含来源）",
        "row": "{}行",
        "rows": "{}行",
        "bytes": "字节",
    },
}
"""The words of the block itself, by the language of the page."""


class FigureBlocks(SphinxPostTransform):
    """Make one element of each figure and its foot."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        figures = [figure for figure in self.document.findall(nodes.figure) if FIGURE_CLASS in figure["classes"]]
        for figure in figures:
            try:
                pair = _read_pair(figure)
                block = self._make_block(figure, pair)
            except (ChartError, PictureError) as error:
                raise ExtensionError(f"{self.env.docname}, figure {figure['ids'][0]!r}: {error}") from error
            figure.replace_self(block)

    def _make_block(self, figure: nodes.figure, pair: dict[str, Drawing]) -> html_element:
        name = figure["ids"][0]
        foot = _find_foot(figure)
        caption, legend = (next(figure.findall(kind)) for kind in (nodes.caption, nodes.legend))
        labels = self._labels
        numbers = self.env.toc_fignumbers[self.env.docname]["figure"][name]
        number = labels["figure"].format(".".join(map(str, numbers)))
        for table in foot.findall(nodes.table):
            table["name"] = labels["table"].format(number, caption.astext())
        parts = {part["classes"][0]: part for part in foot.children}
        parts["figure-data"] += self._entries(foot["csv"])
        if "data-figures" in pair["wide"].content:
            parts["figure-reading"] += nodes.paragraph("", labels["card"], classes=[SCREEN_ONLY])
        picture = self._write_picture(figure, caption, legend, parts)
        svgs = "".join(_svg(drawing, width, figure["alt"], labels["chart"]) for width, drawing in pair.items())
        block = make_element(
            "figure",
            make_element(
                "figcaption",
                make_element("p", nodes.Text(number), classes="figure-number caption-number"),
                make_element("p", *caption.children, classes="figure-headline", ids=f"{name}-headline"),
                make_element("p", *legend.children[0].children, classes="figure-subtitle"),
            ),
            make_element("div", raw_html(svgs), classes="figure-chart"),
            *(parts[part] for part in ("figure-source", "figure-notes") if part in parts),
            make_element(
                "div",
                _folded(labels["data"], parts["figure-data"]),
                _folded(labels["reading"], parts["figure-reading"]),
                self._cite(name, labels["title"].format(number, caption.astext())),
                raw_html(self._links(name, foot["csv"], picture, pair["wide"])),
                classes="figure-tools",
            ),
            classes=FIGURE_CLASS,
            ids=name,
            aria_labelledby=f"{name}-headline",
        )
        foot.parent.remove(foot)
        return block

    @property
    def _language(self) -> str:
        language: str = self.env.metadata.get(self.env.docname, {}).get("lang", self.config.language)
        return language

    @property
    def _labels(self) -> Mapping[str, str]:
        return LABELS[self._language.partition("-")[0]]

    def _write_picture(
        self, figure: nodes.figure, caption: nodes.Element, legend: nodes.Element, parts: Mapping[str, nodes.Element]
    ) -> int:
        """Write the figure as a picture beside the pages, and return the number of its bytes."""
        care = parts["figure-notes"].children if "figure-notes" in parts else []
        about = self.config.report_about
        content = draw_picture(
            figure["wide"],
            PictureText(
                lang=self._language.partition("-")[0],
                headline=caption.astext(),
                subtitle=legend.astext(),
                source=parts["figure-source"].astext(),
                care=care[0].astext() if care else "",
                notes=tuple(item.astext() for part in care for item in part.findall(nodes.list_item)),
                citation=f"{citation.citation_line(about)} {citation.licence_in_words(about)}.",
            ),
        )
        folder: Path = self.app.outdir / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{figure['ids'][0]}.png").write_bytes(content)
        return len(content)

    def _links(self, name: str, data: str, picture: int, drawing: Drawing) -> str:
        labels = self._labels
        folder = relative_uri(self.app.builder.get_target_uri(self.env.docname), FOLDER)
        csv_file = encode_csv(data, self.config.report_about)
        what = downloads.describe_file(csv_file, f"{name}.csv", labels)
        return (
            f'<a class="figure-csv {SCREEN_ONLY}" href="{folder}/{name}.csv" download="{name}.csv">{what}</a>\n'
            f'<a class="figure-picture {SCREEN_ONLY}" href="{folder}/{name}.png" download="{name}.png">'
            f"{labels['picture']}, {format_size(picture)}</a>\n{self._explore_link(drawing)}"
        )

    def _cite(self, name: str, title: str) -> html_element:
        """How to cite a figure, folded: in words, with a button that copies them (figures.js), in BibTeX and as RIS."""
        labels, about = self._labels, self.config.report_about
        base, place = base_address(self.app), f"{self.app.builder.get_target_uri(self.env.docname)}#{name}"
        # Where nobody knows the address of the book, the page and the name say which figure it is.
        address = urljoin(base, place) if base else ""
        said = citation.citation_line(about, title, address or place).removesuffix(address or place)
        citation_text = nodes.paragraph("", said, classes=["figure-citation"])
        citation_text += nodes.inline("", address or place, classes=["figure-place"])
        entry = escape(citation.bibtex_entry(about, name, title, address))
        rest = (
            f'<p><button type="button" class="figure-copy pst-js-only" data-copied="{labels["copied"]}" '
            f'data-refused="{labels["refused"]}">{labels["copy"]}</button> '
            f'<a class="figure-address" href="#{name}">{labels["address"]}</a> <output></output></p>\n'
            f"<pre><code>{entry}</code></pre>\n"
            f"<p>{citation.ris_link(about, name, title, address, self._language, labels['ris'])}</p>\n"
        )
        head = make_element("summary", nodes.Text(labels["cite"]))
        return make_element("details", head, citation_text, raw_html(rest), classes=f"figure-cite {SCREEN_ONLY}")

    def _entries(self, data: str) -> list[nodes.Node]:
        """A line that leads from the numbers of a figure to the entries of their indicators, if they have any."""
        if NUMBERS not in self.env.found_docs:
            return []
        known = addresses.addresses_of(self.env, NUMBERS)
        rows = csv.DictReader(io.StringIO(data))
        column = "indicator_zh" if self._labels is LABELS["zh"] else "indicator"
        named = {row["indicator_id"]: row[column] for row in rows if row.get("indicator_id") in known}
        page = self.app.builder.get_relative_uri(self.env.docname, NUMBERS)
        line = nodes.paragraph("", self._labels["entries"], classes=[SCREEN_ONLY])
        for number, (name, words) in enumerate(named.items()):
            line += nodes.Text(self._labels["between"] * bool(number))
            line += nodes.reference("", words, internal=True, refuri=f"{page}#{name}")
        return [line] if named else []

    def _explore_link(self, drawing: Drawing) -> str:
        """A link to the view of Explore that shows the figures which the marks name; empty where they name none."""
        named = re.findall('data-figures="(.*?)"', drawing.content)
        rows = [named_figures()[name] for name in dict.fromkeys(" ".join(named).split())]
        if not rows or EXPLORE not in self.env.found_docs:
            return ""
        in_chinese = self._labels is LABELS["zh"]
        names = dict.fromkeys(row.indicator.name_zh if in_chinese else row.indicator.name_en for row in rows)
        shown = self._labels["between"].join(list(names)[:MOST_INDICATORS])
        what = quoteattr(self._labels["explore_what"].format(shown))
        view = view_of(row.subject for row in rows)
        page = self.app.builder.get_relative_uri(self.env.docname, EXPLORE)
        return (
            f'<a class="figure-explore {SCREEN_ONLY}" href="{page}#{escape(view)}" title={what} aria-label={what}>'
            f"{self._labels['explore']}</a>\n"
        )


def _read_pair(figure: nodes.figure) -> dict[str, Drawing]:
    """The drawings of a figure for a wide and a narrow column, which must say the same."""
    name = figure["ids"][0]
    pair = {"wide": read_drawing(figure["wide"], name), "narrow": read_drawing(figure["narrow"], f"{name}-narrow")}
    narrow = {mark.replace(f"{name}-narrow-", f"{name}-", 1): title for mark, title in pair["narrow"].marks.items()}
    if narrow != pair["wide"].marks:
        raise ChartError(f"the wide and the narrow chart of {name!r} do not have the same marks and titles")
    return pair


def _find_foot(figure: nodes.figure) -> nodes.container:
    foot = figure.next_node(nodes.container, descend=False, siblings=True)
    if foot is None or FOOT not in foot["classes"] or foot["figure"] != figure["ids"][0]:
        raise ExtensionError(f"the figure {figure['ids'][0]!r} is not followed by its source and table")
    return foot


def _svg(drawing: Drawing, width: str, alt: str, kind: str) -> str:
    # A picture until the script makes its marks reachable; then it is no longer one image (figures.js).
    classes = f"{width} {SCREEN_ONLY}" if width == "narrow" else width
    return (
        f'<svg class="{classes}" viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img" '
        f'aria-label={quoteattr(alt)} aria-roledescription="{kind}" '
        f'stroke-linejoin="round">{drawing.content}</svg>'
    )


def _folded(summary: str, part: nodes.Element) -> html_element:
    head = make_element("summary", nodes.Text(summary), classes=SCREEN_ONLY)
    return make_element("details", head, *part.children, classes=part["classes"][0])


def _load_files(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    if doctree and any(FIGURE_CLASS in node["classes"] for node in doctree.findall(html_element)):
        app.add_css_file("figures.css")
        app.add_js_file("figures.js", loading_method="defer")


def register(app: Sphinx) -> None:
    """Connect the block of a figure with the build."""
    app.add_post_transform(FigureBlocks)
    app.connect("html-page-context", _load_files)
