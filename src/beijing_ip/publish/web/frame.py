"""The frame of a page: what it loads, says of itself and forbids.

It knows CITATION.cff, and computes no number. The markup stands in book/_templates/layout.html.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin

from docutils import nodes
from sphinx.errors import ConfigError, ExtensionError

from .. import citation
from ..naming import short_title
from ..repository import places_of
from ..site_address import AddressError, complete_address
from .address_notes import HEADINGS, note_addresses
from .cards import CardError, draw_card
from .downloads import name_printed_files
from .inline_styles import keep_sizes
from .languages import mark_chinese
from .structured_data import describe_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "require-trusted-types-for 'script'; trusted-types card search"
)
"""What a page may load: its own files, and nothing from another host.

No script may make HTML or code of a text. Those of the card and of the search load others, whose names they hold.
"""

UNUSED = {
    "doctools.js",
    "documentation_options.js",
    "scripts/sphinx-book-theme.js",
    "sphinx_highlight.js",
    "styles/sphinx-book-theme.css",
}
"""Style sheets and scripts of Sphinx, the theme and extensions that no page of this book needs."""

NOT_SHIPPED = (
    *("basic.css", "doctools.js", "documentation_options.js", "language_data.js", "searchtools.js"),
    *("sphinx_highlight.js", "mystnb.*.css", "*-macros.html", "file.png", "minus.png", "plus.png"),
    *("images", "locales", "scripts", "styles", "vendor/fontawesome"),
)
"""What they copy beside the pages all the same, six megabytes that nothing loads."""

NEEDED = {
    "pygments.css": 'class="highlight"',
    "card.css": "data-figures=",
    "card.js": "data-figures=",
    "formulas.css": "<math ",
}
"""Style sheets and scripts that only some pages need, and what shows it."""

BY_FRONT_MATTER = {
    "all-figures": [
        "all-figures.css",
        "language.js",
        "figures-data.js",
        "figures/unpack.js",
        "figures/list.js",
        *("card.css", "card.js"),
    ],
    # The colours of the charts stand in the style sheet of the figures.
    "explore": [
        "figures.css",
        "explore.css",
        "vendor/d3.min.js",
        "language.js",
        "figures-data.js",
        "figures/unpack.js",
        *(f"explore/{part}.js" for part in ("view", "controls", "figure", "chart", "notes", "files", "page")),
    ],
}
"""Style sheets and scripts that a page asks for in its front matter."""

CARDS = "_static/cards"
"""Where the pictures stand that go with a link to a page."""


def _complete(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give the template of a page all that it says, and draw its card; the page of the search has none."""
    metadata = app.env.metadata.get(page, {})
    body = keep_sizes(context.get("body", ""), page)
    body, addresses = note_addresses(body)
    language = metadata.get("lang", app.config.language)
    _choose_files(app, metadata, context, body)
    about = app.config.report_about
    title = app.env.titles[page].astext() if page in app.env.titles else context.get("page_title", page.capitalize())
    is_first = page == app.config.root_doc
    name, part = ("", "") if is_first else (PurePosixPath(page).name, title)
    described = metadata.get("description") or context.get("description") or _first_paragraph(doctree)
    description = described or f"{title}. {about['title']}"
    # What is no page of the book, such as the search, is not to be found or cited as one.
    address = f"{base}{page}.html" if doctree is not None and (base := base_address(app)) else ""
    context |= {
        "policy": POLICY,
        "about": about,
        "repository": places_of(about.get("repository-code", "")),
        "short_title": short_title(),
        "first": is_first,
        "page_title": title,
        "page_language": language,
        "mark_chinese": mark_chinese,
        "description": description,
        "address": address,
        "pageurl": address,
        "body": body,
        "addresses": addresses,
        "addresses_heading": HEADINGS[language.partition("-")[0]],
        "has_code": 'class="cell_input' in body,
        "notebook": f"_sources/{context['sourcename']}" if str(context.get("sourcename")).endswith(".ipynb") else "",
        "printed": name_printed_files(app.config.typst_name),
        "edition": citation.edition_line(about),
        "citation": citation.citation_line(about, part, address),
        "bibtex": citation.bibtex_entry(about, name, part, address),
        "ris": citation.ris_link(about, name, part, address, language, "RIS, for Zotero, EndNote and Mendeley"),
    }
    if doctree is None:
        return

    def link(target: str, resource: int = 0) -> str:
        return urljoin(address, str(context["pathto"](target, resource)))

    card = card_of(page)
    context["card"] = link(card, 1)
    context["structured"] = describe_page(app, page, title, description, address, link)
    try:
        draw_card(Path(app.outdir) / card, about["title"], part, description, context["edition"])
    except CardError as error:
        raise ExtensionError(f"{page}: {error}") from error


def card_of(page: str) -> str:
    """Return where the card of a page stands, from the folder of the pages."""
    return f"{CARDS}/{page.replace('/', '-')}.png"


def _choose_files(app: Sphinx, metadata: dict[str, Any], context: dict[str, Any], body: str) -> None:
    asked = [file for key, files in BY_FRONT_MATTER.items() if key in metadata for file in files]
    for file in asked:
        if file in NEEDED:
            continue  # every page names it, and leaves it out again
        if file.endswith(".css"):
            app.add_css_file(file)
        else:
            app.add_js_file(file, loading_method="defer")
    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if _is_used(file, body, asked)]


def _is_used(file: Any, body: str, asked: Sequence[str]) -> bool:
    # What has no name is a script within the page, which the policy forbids.
    name = str(getattr(file, "filename", None) or "").removeprefix("_static/").split("?")[0]
    if not name or name in UNUSED or name.startswith("mystnb."):
        return False
    return name in asked or NEEDED.get(name, "") in body


def _first_paragraph(doctree: nodes.document | None) -> str:
    """The first paragraph of running text says what a page is about."""
    for paragraph in doctree.findall(nodes.paragraph) if doctree else ():
        if isinstance(paragraph.parent, (nodes.section, nodes.container)):
            return " ".join(paragraph.astext().split())
    return ""


def base_address(app: Sphinx) -> str:
    """Return where the pages will stand, with a slash at its end; empty if that is not known."""
    return str(app.config.html_baseurl)


def _read_settings(app: Sphinx, config: Config) -> None:
    try:
        config.html_baseurl = complete_address(config.html_baseurl)
        config.report_about = citation.load_citation(Path(app.srcdir)) | {"url": config.html_baseurl}
    except AddressError as error:
        raise ConfigError(str(error)) from error


def _forget_environment(app: Sphinx) -> None:
    """Leave out of `.buildinfo` where the theme and extensions lie, so that it is the same in every environment."""
    if app.builder.name != "html":
        return
    config, builder = app.config, cast("StandaloneHTMLBuilder", app.builder)
    paths = {name: config[name] for name in ("html_static_path", "templates_path")}
    for name, listed in paths.items():
        config[name] = [path for path in listed if not Path(path).is_absolute()]
    builder.build_info = builder.create_build_info()
    for name, listed in paths.items():
        config[name] = listed


def _clear(app: Sphinx, exception: Exception | None) -> None:
    """Leave nothing beside the pages that none of them loads."""
    if exception or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    for pattern in NOT_SHIPPED:
        for path in (folder / "_static").glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    # Nor what is left of pages that are gone, and of files as they once were.
    pages = app.env.found_docs
    for path in [*folder.glob("*/*.html"), *(folder / "_sources").rglob("*.*")]:
        name = path.relative_to(folder).with_suffix("").as_posix().removeprefix("_sources/")
        if path.is_file() and name not in pages:
            path.unlink()
    cards = {card_of(page) for page in pages}
    for path in (folder / CARDS).glob("*"):
        if f"{CARDS}/{path.name}" not in cards:
            path.unlink()
    offered = {Path(name).parent.name for _, name in app.env.dlfiles.values()}
    for path in (folder / "_downloads").glob("?" * 32):
        if path.name not in offered:
            shutil.rmtree(path)


def register(app: Sphinx) -> None:
    """Connect the frame with the build."""
    app.add_config_value("report_about", {}, "html")
    app.connect("config-inited", _read_settings)
    app.connect("builder-inited", _forget_environment)
    # After the theme has named its own files.
    app.connect("html-page-context", _complete, priority=900)
    app.connect("build-finished", _clear, priority=900)
