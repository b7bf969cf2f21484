"""What only a site has: a page for what is missing, a list of its pages, a word to robots. And where moved pages lead.

The files of a site are written beside the pages where `_config.yml` says the address; publish/finish.py leaves them out
of the book that is read from a folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from sphinx.errors import ExtensionError
from sphinx.util.osutil import relative_uri

from ..finish import SITE_FILES
from .frame import base_address

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MISSING = "404"
"""The page that a server shows in place of one that is not there, whatever its address."""
_RELATIVE = re.compile(r'\b(href|src|action|data-content_root)="(?!#|/|[a-z]+:)([^"]*)"')
_ABOUT = re.compile(r'<meta (?:property="og:|name="(?:description|twitter:))[^>]*>')
"""What a page says of itself to those who show a link to it: whoever links to an old address means the same."""

REDIRECT = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta http-equiv="refresh" content="0; url={page}">
<link rel="canonical" href="{address}">
<title>{title}</title>
{about}<p><a href="{page}">{title}</a></p>
</html>
"""

ROBOTS = """User-agent: *
Allow: /

Sitemap: {base}sitemap.xml
"""

SITEMAP = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{pages}
</urlset>
"""


def _collect_missing(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page for what is missing; without an address nobody knows from where it would be seen."""
    if not base_address(app):
        return
    env, root = app.env, app.config.root_doc
    chapters = [
        (page, ".".join(map(str, env.toc_secnumbers[page][""])), env.titles[page].astext())
        for page in env.toctree_includes.get(root, ())
        if env.toc_secnumbers.get(page, {}).get("")
    ]
    yield MISSING, {"page_title": "There is no such page", "chapters": chapters}, "404.html"


def _write_redirects(app: Sphinx, exception: Exception | None) -> None:
    """The start of the site leads to its first page, and the address of a moved page to where that is now."""
    if exception or app.builder.name != "html":
        return
    first, pages, base = app.config.root_doc, app.env.found_docs, base_address(app)
    moved: dict[str, str] = {"index": first, **app.config.report_moved}
    for old, new in moved.items():
        page, mark, place = new.partition("#")
        if old == page == first:
            continue
        if page not in pages or old in pages:
            wrong = f"{old} is a page" if old in pages else f"there is no page {page}"
            raise ExtensionError(f"report_moved in _config.yml leads from {old} to {new}, but {wrong}. Mend that line.")
        target = relative_uri(f"{old}.html", f"{page}.html")
        text = REDIRECT.format(
            about="".join(f"{tag}\n" for tag in _ABOUT.findall(_read(app, page))) if base else "",
            page=escape(f"{target}{mark}{place}"),
            address=escape(f"{base}{page}.html" if base else target),
            title=escape(app.config.report_about["title"] if page == first else app.env.titles[page].astext()),
        )
        path = Path(app.outdir) / f"{old}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _write_site(app: Sphinx, exception: Exception | None) -> None:
    """Write what only a site has, or remove it where the address is not known any more."""
    if exception or app.builder.name != "html":
        return
    folder, base = Path(app.outdir), base_address(app)
    if not base:
        for name in SITE_FILES:
            (folder / name).unlink(missing_ok=True)
        return
    day = app.config.report_about["date-released"].isoformat()
    pages = "\n".join(
        f"<url><loc>{escape(base + app.builder.get_target_uri(page))}</loc><lastmod>{day}</lastmod></url>"
        for page in sorted(app.env.found_docs)
    )
    files = {
        "404.html": _start_at(urlsplit(base).path, _read(app, MISSING)),
        "sitemap.xml": SITEMAP.format(pages=pages),
        "robots.txt": ROBOTS.format(base=base),
        ".nojekyll": "",
    }
    for name in SITE_FILES:
        (folder / name).write_text(files[name], encoding="utf-8", newline="\n")


def _read(app: Sphinx, page: str) -> str:
    return (Path(app.outdir) / f"{page}.html").read_text(encoding="utf-8")


def _start_at(path: str, html: str) -> str:
    """Lead from `path`, the start of the site, wherever on the server a page was looked for."""
    return _RELATIVE.sub(lambda found: f'{found[1]}="{urljoin(path, found[2])}"', html)


def register(app: Sphinx) -> None:
    """Connect the files of the site with the build."""
    app.add_config_value("report_moved", {}, "")
    app.connect("html-collect-pages", _collect_missing)
    # After the frame has removed what is left of pages that are gone, and before plain Jupyter Book finishes them.
    app.connect("build-finished", _write_redirects, priority=920)
    app.connect("build-finished", _write_site, priority=920)
