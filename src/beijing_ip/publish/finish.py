"""The last touch to built pages: styles and scripts as they are now, the printed edition that they offer, and the site.

Neither needs Sphinx, which would write every page anew.
"""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LOOK = Path("book/_static")
"""Styles and scripts, from the root of the repository."""
SIZE = "@size@"
"""Stands in a page for the size of a printed file."""
SITE_FILES = ("404.html", "sitemap.xml", "robots.txt", ".nojekyll")
"""What only a server has a use for."""
_SITE = re.compile(r"<!--site-->(.*?)<!--/site-->", re.DOTALL)
"""A part of a page that only a site has."""
_OFFER = re.compile(r"<!--offer (\S+)-->(.*?)<!--/offer-->", re.DOTALL)
_CHECKED = re.compile(r'((?:href|src)="[^"]*_static/([^"?]+)\?v=)[0-9a-f]{8}')
"""In an attribute: in a text, where a quote is written otherwise, it is somebody's words."""


def list_look(root: Path) -> list[str]:
    """Return the names of all styles and scripts; none of what an editor left beside them."""
    paths = (path for path in (root / LOOK).rglob("*") if path.is_file() and path.name[0] not in ".#")
    return sorted(path.relative_to(root / LOOK).as_posix() for path in paths if not path.name.endswith("~"))


def copy_look(root: Path, html: Path) -> list[str]:
    """Copy styles and scripts that changed beside the pages, and return their names."""
    changed = []
    for name in list_look(root):
        path, target = root / LOOK / name, html / "_static" / name
        if not (target.exists() and target.read_bytes() == path.read_bytes()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            changed.append(name)
    return changed


def finish_pages(html: Path, printed: Iterable[Path], *, site: bool = False) -> None:
    """Write into each page the checksums of the styles and scripts that it loads, and which printed files it offers.

    What only a site has, files and parts of pages, is left out where this is none.
    """
    for name in () if site else SITE_FILES:
        (html / name).unlink(missing_ok=True)
    sizes = {}
    for path in printed:
        (html / "_downloads").mkdir(exist_ok=True)
        shutil.copyfile(path, html / "_downloads" / path.name)
        sizes[path.name] = format_size(path.stat().st_size)

    @cache
    def checksum(name: str) -> str:
        content = (html / "_static" / name).read_bytes().translate(None, b"\r")
        return f"{zlib.crc32(content):08x}"

    for page in html.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        new = _CHECKED.sub(lambda found: found[1] + checksum(found[2]), text)
        new = _SITE.sub(r"\1" if site else "", new)
        new = _OFFER.sub(lambda found: found[2].replace(SIZE, sizes[found[1]]) if found[1] in sizes else "", new)
        if new != text:
            page.write_text(new, encoding="utf-8", newline="\n")


def format_size(count: int, unit: str = "bytes") -> str:
    """Return a number of bytes in words: 640 bytes, 1.2 kB, 250 kB, 4.2 MB."""
    if count < 1000:
        return f"{count} {unit}"
    size, unit = (count / 1e3, "kB") if count < 1e6 else (count / 1e6, "MB")
    return f"{size:.1f}\u00a0{unit}" if size < 100 else f"{size:.0f}\u00a0{unit}"
