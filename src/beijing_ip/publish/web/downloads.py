"""Files to take along: the figures by year, all tables in one, the printed edition, and how large each file is."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from beijing_ip.analysis import tidy

from .figure_files import encode_csv

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

PACKED = Path("_build/data/beijing-ip-2020-data.zip")
"""All tables with their description, from the root of the repository."""
BY_YEAR = Path("_build/data") / tidy.FILE
"""The figures of full years for analysis, from the root of the repository."""
WITH_TABLES = ("data/README.md", "LICENSE-data")
PRINTED = Path("_build/pdf")
"""Where the printed edition stands, from the root of the repository."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def format_size(count: int, unit: str = "bytes") -> str:
    """Return a number of bytes in words: 640 bytes, 1.2 kB, 250 kB, 4.2 MB."""
    if count < 1000:
        return f"{count} {unit}"
    size, unit = (count / 1e3, "kB") if count < 1e6 else (count / 1e6, "MB")
    return f"{size:.1f}\u00a0{unit}" if size < 100 else f"{size:.0f}\u00a0{unit}"


def pack_tables(root: Path) -> bytes:
    """Return a ZIP file of data/*.csv, the figures by year, description and licence; the same for the same files."""
    files = [*sorted((root / "data").glob("*.csv")), *(root / name for name in WITH_TABLES)]
    description = json.dumps(tidy.describe_downloads(), ensure_ascii=False, indent=2) + "\n"
    held = {file.name: file.read_bytes() for file in files}
    held |= {tidy.FILE: encode_by_year(), "datapackage.json": description.encode()}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(held):
            archive.writestr(zipfile.ZipInfo(name, _NO_TIME), held[name], zipfile.ZIP_DEFLATED)
    return content.getvalue()


def encode_by_year() -> bytes:
    """Return the file of the figures by year, with the byte-order mark that a spreadsheet needs."""
    return encode_csv(tidy.write_by_year())


def list_printed_files(root: Path, name: str) -> list[tuple[str, str]]:
    """Return the files of the printed edition, each with what it is and its size.

    Empty where it is older than the pages, the data or the code: a page must not offer what says something else.
    """
    changed = max((path.stat().st_mtime for path in _sources(root)), default=0.0)
    offered = []
    for file, what in ((f"{name}.pdf", "The book as PDF"), (f"{name}-brief.pdf", "The brief: two pages")):
        path = root / PRINTED / file
        if path.exists() and path.stat().st_mtime >= changed:
            offered.append((file, f"{what}, {format_size(path.stat().st_size)}"))
    return offered


def _sources(root: Path) -> Iterator[Path]:
    kinds = {".csv", ".ipynb", ".md", ".py", ".typ"}
    for folder in ("book", "data", "notebooks", "src"):
        yield from (path for path in (root / folder).rglob("*.*") if path.suffix in kinds)


def _find_printed(app: Sphinx, config: Config) -> None:
    config.report_printed = list_printed_files(Path(app.srcdir), config.typst_name)


def _copy_printed(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    for name, _ in app.config.report_printed:
        (app.outdir / "_downloads").mkdir(exist_ok=True)
        shutil.copy2(Path(app.srcdir) / PRINTED / name, app.outdir / "_downloads" / name)


def _write_files(app: Sphinx) -> None:
    root = Path(app.srcdir)
    for target, content in ((root / PACKED, pack_tables(root)), (root / BY_YEAR, encode_by_year())):
        target.parent.mkdir(parents=True, exist_ok=True)
        # An unchanged file keeps its time, so that no page is read anew.
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)


class DownloadSizes(SphinxPostTransform):
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
    app.add_config_value("report_printed", [], "html")
    app.add_post_transform(DownloadSizes)
    app.connect("config-inited", _find_printed)
    app.connect("builder-inited", _write_files)
    app.connect("build-finished", _copy_printed)
