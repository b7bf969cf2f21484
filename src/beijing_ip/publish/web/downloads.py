"""Files to take along: the tables, all of them in one, the printed edition, and what is said of each file."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from beijing_ip.data.columns import SOURCE_COLUMNS

from .. import offered

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

FOLDER = Path("_build/data")
"""Where the files that the book offers are written, from the root of the repository."""
PACKED = "beijing-ip-2020-data.zip"
"""All of them in one."""
PRINTED = Path("_build/pdf")
"""Where the printed edition stands, from the root of the repository."""
LABELS = {
    "file": "{kind}, {rows}, {size}",
    "sources": "CSV with sources",
    "row": "{} row",
    "rows": "{} rows",
    "bytes": "bytes",
}
"""What is said of a file, in English."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def format_size(count: int, unit: str = "bytes") -> str:
    """Return a number of bytes in words: 640 bytes, 1.2 kB, 250 kB, 4.2 MB."""
    if count < 1000:
        return f"{count} {unit}"
    size, unit = (count / 1e3, "kB") if count < 1e6 else (count / 1e6, "MB")
    return f"{size:.1f}\u00a0{unit}" if size < 100 else f"{size:.0f}\u00a0{unit}"


def describe_file(content: bytes, name: str, labels: Mapping[str, str] = LABELS) -> str:
    """Return in a few words what a file is: CSV with sources, 552 rows, 190 kB; of what is no CSV its size alone."""
    size = format_size(len(content), labels["bytes"])
    if not name.endswith(".csv"):
        return size
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    kind = labels["sources"] if set(SOURCE_COLUMNS) <= set(head) else "CSV"
    return labels["file"].format(
        kind=kind, rows=labels["rows" if len(rows) > 1 else "row"].format(len(rows)), size=size
    )


def pack_files(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file of files by their names; the same for the same files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _NO_TIME), files[name], zipfile.ZIP_DEFLATED)
    return content.getvalue()


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
    files = offered.list_files(root)
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, content in (files | {PACKED: pack_files(files)}).items():
        target = root / FOLDER / name
        # An unchanged file keeps its time, so that no page is read anew.
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)


class DownloadDescriptions(SphinxPostTransform):
    """Write after the name of each file to download what it is."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for link in self.document.findall(addnodes.download_reference):
            if "filename" in link:
                file = Path(self.app.srcdir) / self.env.relfn2path(link["reftarget"], self.env.docname)[0]
                what = describe_file(file.read_bytes(), file.name)
                link.parent.insert(link.parent.index(link) + 1, nodes.Text(f" ({what})"))


def register(app: Sphinx) -> None:
    """Connect the files with the build."""
    app.add_config_value("report_printed", [], "html")
    app.add_post_transform(DownloadDescriptions)
    app.connect("config-inited", _find_printed)
    app.connect("builder-inited", _write_files)
    app.connect("build-finished", _copy_printed)
