"""The block of a figure on a page, the same everywhere.

    number, headline, subtitle
    chart, once for a wide column and once for a narrow one
    source, and what to read with care
    Data, How to read this          folded
    CSV, Picture, Link to this figure, Explore

A figure is read as two nodes (see `beijing_ip.publish.mystnb`): the figure itself, with both drawings, and the
container `figure-foot` behind it, with its parts and the CSV. Print takes them as they are. Here they become one
element of HTML, and the CSV and the picture files beside the pages.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from .. import citation
from .downloads import format_size
from .elements import html, html_element, raw
from .pictures import PictureError, PictureText, draw_picture
from .svg import ChartError, Drawing, letters_svg, read_drawing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FINDING = "finding"
"""Class of a figure of this report."""
FOOT = "figure-foot"
"""Class of the container behind it."""
FOLDER = "_downloads/figures"
"""Where the CSV files and pictures stand among the pages."""
EXPLORE = "book/explore"
"""The page that shows an indicator over years and places."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads the Chinese names as those of another code page; pandas and R pass over it."""

FIXED = {
    "en": {
        "figure": "Figure {}",
        "chart": "chart",
        "data": "Data",
        "reading": "How to read this",
        "picture": "Picture",
        "address": "Link to this figure",
        "explore": "Explore",
        "explore_what": "Explore years and places: {}",
        "copied": "Copied: {}",
        "table": "Data of {}: {}",
        "bytes": "bytes",
    },
    "zh": {
        "figure": "图{}",
        "chart": "图表",
        "data": "数据",
        "reading": "如何阅读本图",
        "picture": "图片",
        "address": "本图链接",
        "explore": "更多年份和地方",
        "explore_what": "更多年份和地方：{}（英文页面）",
        "copied": "已复制：{}",
        "table": "{}的数据：{}",
        "bytes": "字节",
    },
}
"""The words of the block itself, by the language of the page."""

_log = logging.getLogger(__name__)


def csv_bytes(data: str) -> bytes:
    """Return the file for a figure's data."""
    return (BYTE_ORDER_MARK + data).encode()


class FigureDataCollector(EnvironmentCollector):
    """Remembers the data of all figures by page and name, so that each build writes them all and no other."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        _remembered(env).pop(docname, None)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
        _remembered(env).update((name, data) for name, data in _remembered(other).items() if name in docnames)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        found = {foot["figure"]: foot["csv"] for foot in doctree.findall(nodes.container) if FOOT in foot["classes"]}
        if found:
            _remembered(app.env)[app.env.docname] = found


def _remembered(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    if not hasattr(env, "figure_data"):
        env.figure_data = {}  # type: ignore[attr-defined]
    data: dict[str, dict[str, str]] = env.figure_data  # type: ignore[attr-defined]
    return data


def _check_names(app: Sphinx, env: BuildEnvironment) -> None:
    pages: dict[str, str] = {}
    for page, figures in sorted(_remembered(env).items()):
        for name in figures:
            if (other := pages.setdefault(name, page)) != page:
                _log.warning(f"the figure {name!r} is also on {other}: each needs a name of its own", location=page)


def _write_data(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    folder: Path = app.outdir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    figures = {name: data for page in _remembered(app.env).values() for name, data in page.items()}
    for old in folder.iterdir():
        if old.stem not in figures:
            old.unlink()
    for name, data in figures.items():
        (folder / f"{name}.csv").write_bytes(csv_bytes(data))


class FigureBlocks(SphinxPostTransform):
    """Make one element of each figure and its foot, and set the letters of all charts once on the page."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        figures = [figure for figure in self.document.findall(nodes.figure) if FINDING in figure["classes"]]
        drawings: list[Drawing] = []
        for figure in figures:
            try:
                pair = {width: read_drawing(svg, name) for width, (svg, name) in _drawings(figure).items()}
                _check_pair(figure["ids"][0], pair)
                block = self._block(figure, pair)
            except (ChartError, PictureError) as error:
                raise ExtensionError(f"{self.env.docname}, figure {figure['ids'][0]!r}: {error}") from error
            drawings += pair.values()
            figure.replace_self(block)
        if figures:
            first = next(node for node in self.document.findall(html_element) if FINDING in node["classes"])
            first.parent.insert(first.parent.index(first), raw(letters_svg(drawings)))

    def _block(self, figure: nodes.figure, pair: dict[str, Drawing]) -> html_element:
        name = figure["ids"][0]
        foot = _foot(figure)
        caption, legend = (next(figure.findall(kind)) for kind in (nodes.caption, nodes.legend))
        fixed = self._fixed
        number = fixed["figure"].format(_number(self.env, self.env.docname, name))
        for table in foot.findall(nodes.table):
            table["name"] = fixed["table"].format(number, caption.astext())
        parts = {part["classes"][0]: part for part in foot.children}
        svgs = "".join(_picture(pair[width], width, figure["alt"], fixed["chart"]) for width in ("wide", "narrow"))
        block = html(
            "figure",
            html(
                "figcaption",
                html("p", nodes.Text(number), classes="figure-number"),
                html("p", *caption.children, classes="figure-headline", ids=f"{name}-headline"),
                html("p", *legend.children[0].children, classes="figure-subtitle"),
            ),
            html("div", raw(svgs), classes="figure-chart"),
            *(parts[part] for part in ("figure-source", "figure-notes") if part in parts),
            html(
                "div",
                _folded(fixed["data"], parts["figure-data"]),
                _folded(fixed["reading"], parts["figure-reading"]),
                raw(self._links(name, foot["csv"], self._picture(figure, caption, legend, parts))),
                classes="figure-tools",
            ),
            classes=FINDING,
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
    def _fixed(self) -> Mapping[str, str]:
        return FIXED[self._language.partition("-")[0]]

    def _picture(
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
                citation=f"{citation.citation_line(about)} {about['license'][1].replace('-', ' ')}.",
            ),
        )
        folder: Path = self.app.outdir / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{figure['ids'][0]}.png").write_bytes(content)
        return len(content)

    def _links(self, name: str, data: str, picture: int) -> str:
        fixed = self._fixed
        folder = relative_uri(self.app.builder.get_target_uri(self.env.docname), FOLDER)
        size = format_size(len(csv_bytes(data)), fixed["bytes"])
        return (
            f'<a class="figure-csv" href="{folder}/{name}.csv" download="{name}.csv">{name}.csv, {size}</a>\n'
            f'<a class="figure-picture" href="{folder}/{name}.png" download="{name}.png">'
            f"{fixed['picture']}, {format_size(picture)}</a>\n"
            f'<a class="figure-address" href="#{name}" data-copied="{fixed["copied"]}">'
            f"{fixed['address']}</a>\n{self._explore(data)}"
        )

    def _explore(self, data: str) -> str:
        """A link that opens the page Explore with the first indicator of the figure; empty if it has none."""
        column = "indicator_zh" if self._fixed is FIXED["zh"] else "indicator"
        row = next((row for row in csv.DictReader(io.StringIO(data)) if row.get("indicator_id")), None)
        if row is None or EXPLORE not in self.env.found_docs:
            return ""
        page = self.app.builder.get_relative_uri(self.env.docname, EXPLORE)
        what = quoteattr(self._fixed["explore_what"].format(row[column]))
        return (
            f'<a class="figure-explore" href="{page}#indicator={row["indicator_id"]}" title={what} aria-label={what}>'
            f"{self._fixed['explore']}</a>\n"
        )


def _drawings(figure: nodes.figure) -> dict[str, tuple[str, str]]:
    name = figure["ids"][0]
    return {"wide": (figure["wide"], name), "narrow": (figure["narrow"], f"{name}-narrow")}


def _check_pair(name: str, pair: dict[str, Drawing]) -> None:
    said = [
        {mark.removeprefix(f"{name}-").removeprefix("narrow-"): title for mark, title in pair[width].marks.items()}
        for width in ("wide", "narrow")
    ]
    if said[0] != said[1]:
        raise ChartError(f"the wide and the narrow chart of {name!r} do not have the same marks and titles")


def _number(env: BuildEnvironment, page: str, name: str) -> str:
    return ".".join(map(str, env.toc_fignumbers[page]["figure"][name]))


def _foot(figure: nodes.figure) -> nodes.container:
    foot = figure.next_node(nodes.container, descend=False, siblings=True)
    if foot is None or FOOT not in foot["classes"] or foot["figure"] != figure["ids"][0]:
        raise ExtensionError(f"the figure {figure['ids'][0]!r} is not followed by its source and table")
    return foot


def _picture(one: Drawing, width: str, alt: str, kind: str) -> str:
    # A picture until the script makes its marks reachable; then it is no longer one image (figures.js).
    return (
        f'<svg class="{width}" viewBox="0 0 {one.width:g} {one.height:g}" role="img" aria-label={quoteattr(alt)} '
        f'aria-roledescription="{kind}" '
        f'stroke-linejoin="round">{one.content}</svg>'
    )


def _folded(summary: str, part: nodes.Element) -> html_element:
    return html("details", html("summary", nodes.Text(summary)), *part.children, classes=part["classes"][0])


def has_figures(doctree: nodes.document | None) -> bool:
    """Whether a page, on its way to HTML, has a figure."""
    return doctree is not None and any(FINDING in node["classes"] for node in doctree.findall(html_element))


def _load(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    if has_figures(doctree):
        app.add_css_file("figures.css")
        app.add_js_file("figures.js", loading_method="defer")


def register(app: Sphinx) -> None:
    """Connect the block of a figure with the build."""
    app.add_env_collector(FigureDataCollector)
    app.add_post_transform(FigureBlocks)
    app.connect("env-check-consistency", _check_names)
    app.connect("html-page-context", _load)
    app.connect("build-finished", _write_data)
