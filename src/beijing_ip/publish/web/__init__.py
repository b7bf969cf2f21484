"""The frame of the web edition: what a page loads, says of itself and forbids. A Sphinx extension.

It knows CITATION.cff, the description of the data and the table of indicators, and computes no number. The markup
stands in book/_templates/layout.html, the look in book/_static.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.errors import ExtensionError

from .. import citation
from . import downloads, elements, figures, languages, tables
from .cards import CardError, draw_card
from .fonts import write_fonts
from .records import structured_data

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
"""What a page may load: its own files, and nothing from another host."""

UNUSED = {
    "basic.css",
    "design-tabs.js",
    "doctools.js",
    "documentation_options.js",
    "scripts/sphinx-book-theme.js",
    "sphinx_highlight.js",
    "styles/sphinx-book-theme.css",
}
"""Style sheets and scripts of Sphinx, the theme and extensions that no page of this book needs."""

NEEDED = {"pygments.css": 'class="highlight"', "sphinx-design.min.css": 'class="sd-'}
"""Style sheets that only some pages need, and what shows it."""

REDIRECT = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta http-equiv="refresh" content="0; url={page}">
<link rel="canonical" href="{address}">
<title>{title}</title>
<p><a href="{page}">{title}</a></p>
</html>
"""


def _complete(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    metadata = app.env.metadata.get(page, {})
    about = app.config.report_about
    base = _base(app)
    title = app.env.titles[page].astext() if page in app.env.titles else page.capitalize()
    first = page == app.config.root_doc
    # A page says in its front matter that its first table can be searched.
    if "filter" in metadata:
        app.add_js_file("filter.js", loading_method="defer")
    if "explore" in metadata:
        # The colours of the charts stand in the style sheet of the figures.
        app.add_css_file("figures.css")
        app.add_css_file("explore.css")
        app.add_js_file("vendor/d3.min.js", loading_method="defer")
        app.add_js_file("explore.js", loading_method="defer")
    # The label would hide the words that the fold shows ("Show code") from screen readers.
    body = context["body"] = context.get("body", "").replace(' aria-label="Toggle hidden content"', "")
    context["css_files"] = [file for file in context["css_files"] if _used(file, body)]
    context["script_files"] = [file for file in context["script_files"] if _used(file, body)]
    description = metadata.get("description") or _description(doctree)
    card = f"_static/cards/{page.replace('/', '-')}.png"
    address = urljoin(base, f"{page}.html") if base else ""
    context |= {
        "policy": POLICY,
        "about": about,
        "first": first,
        "page_title": title,
        "page_language": metadata.get("lang", app.config.language),
        "mark_chinese": languages.mark_chinese,
        "description": description,
        "address": address,
        "has_code": 'class="cell_input' in body,
        "notebook": f"_sources/{context['sourcename']}" if str(context.get("sourcename")).endswith(".ipynb") else "",
        "printed": app.config.report_printed,
        "released": f"{about['date-released'].day} {about['date-released']:%B %Y}",
        "citation": citation.citation_line(about, "" if first else title, address),
        "bibtex": citation.bibtex_entry(about, *(("", "") if first else (PurePosixPath(page).name, title)), address),
    }
    if doctree is None:
        return

    def link(target: str, resource: int = 0) -> str:
        return urljoin(address, str(context["pathto"](target, resource)))

    context["card"] = link(card, 1)
    context["structured"] = structured_data(app, page, title, description, address, link)
    try:
        draw_card(Path(app.outdir) / card, about["title"], "" if first else title, description)
    except CardError as error:
        raise ExtensionError(f"{page}: {error}") from error


def _base(app: Sphinx) -> str:
    """Where the pages will stand, with a slash at its end; empty if that is not known."""
    return f"{app.config.html_baseurl.rstrip('/')}/" if app.config.html_baseurl else ""


def _used(file: Any, body: str) -> bool:
    # What has no name is a script within the page, which the policy forbids.
    name = str(getattr(file, "filename", None) or "").removeprefix("_static/").split("?")[0]
    return bool(name) and name not in UNUSED and not name.startswith("mystnb.") and NEEDED.get(name, "") in body


def _description(doctree: nodes.document | None) -> str:
    # The first paragraph of running text says what a page is about.
    for paragraph in doctree.findall(nodes.paragraph) if doctree else ():
        if isinstance(paragraph.parent, (nodes.section, nodes.container)):
            return " ".join(paragraph.astext().split())
    return ""


def _read_about(app: Sphinx, config: Config) -> None:
    root = Path(app.srcdir)
    config.report_about = citation.load_citation(root)
    config.report_printed = printed_files(root, config.typst_name)


def printed_files(root: Path, name: str) -> list[tuple[str, str]]:
    """Return the files of the printed edition, each with what it is and its size.

    Empty where it is older than the pages, the data or the code: a page must not offer what says something else.
    """
    changed = max((path.stat().st_mtime for path in _sources(root)), default=0.0)
    offered = []
    for file, what in ((f"{name}.pdf", "The book as PDF"), (f"{name}-brief.pdf", "The brief: two pages")):
        path = root / "_build" / "pdf" / file
        if path.exists() and path.stat().st_mtime >= changed:
            offered.append((file, f"{what}, {downloads.format_size(path.stat().st_size)}"))
    return offered


def _sources(root: Path) -> Iterator[Path]:
    kinds = {".csv", ".ipynb", ".md", ".py", ".typ"}
    for folder in ("book", "data", "notebooks", "src"):
        yield from (path for path in (root / folder).rglob("*.*") if path.suffix in kinds)


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir)
    write_fonts(out / "_static" / "fonts")
    page = f"{app.config.root_doc}.html"
    title = escape(app.config.report_about["title"])
    (out / "index.html").write_text(
        REDIRECT.format(page=page, address=f"{_base(app)}{page}", title=title), encoding="utf-8"
    )
    for name, _ in app.config.report_printed:
        (out / "_downloads").mkdir(exist_ok=True)
        shutil.copy2(Path(app.srcdir) / "_build" / "pdf" / name, out / "_downloads" / name)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value("report_about", {}, "html")
    app.add_config_value("report_printed", [], "html")
    elements.register(app)
    downloads.register(app)
    figures.register(app)
    tables.register(app)
    languages.register(app)
    app.connect("config-inited", _read_about)
    # After the theme has named its own files.
    app.connect("html-page-context", _complete, priority=900)
    app.connect("build-finished", _finish, priority=900)
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
