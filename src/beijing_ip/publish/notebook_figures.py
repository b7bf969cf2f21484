"""How a figure that a notebook has drawn becomes a figure of the book: a plug-in of MyST-NB.

A figure arrives as three notebook outputs, which JupyterLab and notebook viewers show one below the other:
a headline with a subtitle (Markdown), the chart (SVG), and the source line with the table (Markdown).
The book makes one numbered figure of them. What belongs together is said in the outputs' own metadata, which
MyST-NB hands to this plug-in:

- `{"text/markdown": {"figure": {"part": "head"}}}`: left out, since the figure has its own caption;
- `{"image/svg+xml": {"figure": {"name", "headline", "subtitle", "alt", "narrow"}}}`: a figure that `{numref}` can
  name, with the same chart for a narrow page;
- `{"text/markdown": {"figure": {"part": "foot", "name", "reading", "data"}}}`: what stands under the figure, with
  how to read it, in Markdown, and its data, as CSV.

How the web edition shows the two is said in `beijing_ip.publish.web.figure_blocks`, how print does in `sphinx_typst`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import unescape
from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinx_typst.preparation import SCREEN_ONLY

from .frame_tables import MARK, frame_table

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer

SVG = "image/svg+xml"
MARKDOWN = "text/markdown"
HTML = "text/html"
WORDS = ("name", "headline", "subtitle", "alt", "narrow")
_OWN_HTML = re.compile(r'<details class="fields"><summary>\d+ fields</summary>|</details>')
"""What `beijing_ip.show.tables.codebook` writes between Markdown: its tables open."""
FOOT_WORDS = ("name", "reading", "data")


class FigureRenderer:
    """MyST-NB plug-in (entry point group `myst_nb.mime_renderers`) for the figures of this report."""

    mime_priority_overrides: ClassVar[tuple[tuple[str, str, int | None], ...]] = ()

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the nodes for one output, or None to leave it to MyST-NB.

        A chart that lacks one of its words is a warning, which fails the build.
        """
        if data.mime_type == HTML and MARK in data.string and not inline:
            return [frame_table(data.string)]
        if inline or data.mime_type not in (SVG, MARKDOWN):
            return None
        figure = data.output_metadata.get(data.mime_type, {}).get("figure")
        if data.mime_type == SVG:
            return _make_figure(renderer, data, figure or {})
        if figure and figure.get("part") == "head":
            # Without a node here MyST-NB would fall back to the plain text of the same output.
            return [nodes.comment()]
        if figure:
            return _make_foot(renderer, data, figure)
        return _render_markdown(renderer, data)


def _warn_of_missing(
    renderer: NbElementRenderer, data: MimeData, words: Mapping[str, str], needed: Sequence[str]
) -> bool:
    missing = [word for word in needed if not words.get(word)]
    if missing:
        renderer.logger.warning(
            f"cell {(data.cell_index or 0) + 1} shows a figure without {', '.join(missing)}; show it with "
            "beijing_ip.show.figure, which asks for all of them",
            subtype="figure",
            line=data.line,
        )
    return bool(missing)


def _make_figure(renderer: NbElementRenderer, data: MimeData, words: Mapping[str, str]) -> list[nodes.Element]:
    if _warn_of_missing(renderer, data, words, WORDS):
        return []
    document = renderer.renderer.document
    file_name = f"{words['name']}.svg"
    # The picture is for print; the web edition holds the two drawings in its page.
    image = nodes.image(uri=renderer.write_file([file_name], data.string.encode(), overwrite=True))
    image["alt"] = words["alt"]
    figure = nodes.figure("", image, classes=["finding"], wide=data.string, narrow=words["narrow"], alt=words["alt"])
    caption = nodes.caption("", words["headline"])
    legend = nodes.legend("", nodes.paragraph("", words["subtitle"]))
    figure += [caption, legend]
    for node in (figure, image, caption, legend):
        node.source, node.line = document["source"], data.line
    figure["names"].append(nodes.fully_normalize_name(words["name"]))
    document.note_explicit_target(figure, figure)
    return [figure]


def _make_foot(renderer: NbElementRenderer, data: MimeData, words: Mapping[str, str]) -> list[nodes.Element]:
    """The parts under a figure: its source, how to read it, the table with its key, and what to read with care."""
    if _warn_of_missing(renderer, data, words, FOOT_WORDS):
        return []
    shown = _render_markdown(renderer, data)
    table = next(number for number, node in enumerate(shown) if isinstance(node, nodes.table))
    # The key of the table is sentences; what to read with care is a list under its own words.
    lists = (number - 1 for number, node in enumerate(shown) if isinstance(node, nodes.bullet_list))
    care = next(lists, len(shown))
    reading = _render_markdown(renderer, replace(data, content=words["reading"]))
    # Between source and table JupyterLab shows how to read the figure; here that is a part of its own.
    # Print has what the picture leaves out: not its table where each number is written in it, nor how to use a page.
    screen = [*reading, *(node for node in shown[table:care] if "/book/numbers" in str(node))]
    for node in screen + shown[table : table + 1] * (words.get("labelled") == "yes"):
        node["classes"].append(SCREEN_ONLY)
    parts = {
        "figure-source": shown[:1],
        "figure-reading": reading,
        "figure-data": shown[table:care],
        "figure-notes": shown[care:],
    }
    foot = nodes.container("", classes=["figure-foot"], figure=words["name"], csv=words["data"])
    foot += [nodes.container("", *part, classes=[name]) for name, part in parts.items() if part]
    return [foot]


def _render_markdown(renderer: NbElementRenderer, data: MimeData) -> list[nodes.Element]:
    rendered = nodes.container("", *renderer.render_markdown(data))
    take_html_for_text(rendered)
    _link_pages(rendered, renderer.renderer.sphinx_env.docname)
    return list(rendered.children)


def take_html_for_text(parent: nodes.Element) -> None:
    """Have HTML in rendered Markdown stand there as text.

    What a page shows as HTML it shows as an output of that type; in Markdown it came out of the words of a cell.
    """
    for raw in list(parent.findall(nodes.raw)):
        text = raw.astext()
        if not _OWN_HTML.fullmatch(text.strip()):
            words = nodes.Text(text)
            raw.replace_self(words if isinstance(raw.parent, nodes.TextElement) else nodes.paragraph("", "", words))


def _link_pages(parent: nodes.Element, page: str) -> None:
    # Computed Markdown links to a notebook or page by its file, as JupyterLab wants it; the book has pages.
    for link in list(parent.findall(nodes.reference)):
        # MyST escapes addresses for HTML, and so does the writer.
        link["refuri"] = unescape(link.get("refuri", ""))
        file, _, place = link["refuri"].partition("#")
        target = PurePosixPath(file)
        if target.suffix not in (".ipynb", ".md") or "://" in file:
            continue
        words = nodes.inline("", "", *link.children)
        name = target.with_suffix("")
        if place:
            # As MyST writes a link to a place within a page; the page lends it (`web.addresses`).
            xref = pending_xref("", words, refdoc=page, refdomain="doc", reftype="myst", refexplicit=True)
            xref["reftarget"], xref["reftargetid"] = normpath(PurePosixPath(page).parent / name), place
            xref["title"] = link.get("reftitle", "")
        else:
            xref = pending_xref("", words, refdoc=page, refdomain="std", reftype="doc", refexplicit=True)
            xref["reftarget"], xref["refwarn"] = str(name), True
        link.replace_self(xref)
