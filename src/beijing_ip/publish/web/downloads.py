"""Files to take along: all tables in one, and how large each file is that a page offers."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PACKED = Path("_build/data/beijing-ip-2020-data.zip")
"""All tables with their description, from the root of the repository."""
WITH_TABLES = ("data/datapackage.json", "data/README.md", "LICENSE-data")
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def format_size(count: int, unit: str = "bytes") -> str:
    """Return a number of bytes in words: 640 bytes, 1.2 kB, 250 kB, 4.2 MB."""
    if count < 1000:
        return f"{count} {unit}"
    size, unit = (count / 1e3, "kB") if count < 1e6 else (count / 1e6, "MB")
    return f"{size:.1f}\u00a0{unit}" if size < 100 else f"{size:.0f}\u00a0{unit}"


def pack_tables(root: Path) -> bytes:
    """Return a ZIP file of data/*.csv with their description and licence, the same bytes for the same files."""
    files = [*sorted((root / "data").glob("*.csv")), *(root / name for name in WITH_TABLES)]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(file.name, _NO_TIME), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _pack(app: Sphinx) -> None:
    target, content = Path(app.srcdir) / PACKED, pack_tables(Path(app.srcdir))
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_bytes() != content:
        target.write_bytes(content)


class Sizes(SphinxPostTransform):
    """Write the size of each file to download after its name."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for link in self.document.findall(addnodes.download_reference):
            if "filename" in link:
                file = Path(self.app.srcdir) / self.env.relfn2path(link["reftarget"], self.env.docname)[0]
                link.parent.insert(link.parent.index(link) + 1, nodes.Text(f", {format_size(file.stat().st_size)}"))


def register(app: Sphinx) -> None:
    """Connect the files with the build."""
    app.connect("builder-inited", _pack)
    app.add_post_transform(Sizes)
