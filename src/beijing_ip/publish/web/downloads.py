"""Files to take along: the tables, all of them in one, the printed edition, and what is said of each file."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from beijing_ip.data.columns import SOURCE_COLUMNS
from sphinx_typst.preparation import SCREEN_ONLY

from .. import offered
from ..finish import SIZE, copy_look, finish_pages, format_size
from ..json_file import write_json
from ..naming import FOLDER_OF_DATA, name_of_data, name_of_json, name_of_workbook
from ..workbook import write_workbook

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

FOLDER = Path(FOLDER_OF_DATA)
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
KEY = "whole-files.key"
"""Beside the doctrees: what the files that hold all others were made from, and what they were."""
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16
"""The mode of a packed file: everybody may read it."""


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
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.external_attr = _READABLE
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED)
    return content.getvalue()


def name_printed_files(name: str) -> list[tuple[str, str]]:
    """Return the files of the printed edition, each with what it is; its size comes when the pages are finished."""
    return [(f"{name}.pdf", f"The book as PDF, {SIZE}"), (f"{name}-brief.pdf", f"The brief, {SIZE}")]


def list_printed_files(root: Path, name: str) -> list[Path]:
    """Return the files of the printed edition that are there.

    Empty where one is older than the pages, the data or the code: a page must not offer what says something else.
    """
    changed = max((path.stat().st_mtime for path in _sources(root)), default=0.0)
    paths = (root / PRINTED / file for file, _ in name_printed_files(name))
    return [path for path in paths if path.exists() and path.stat().st_mtime >= changed]


def _sources(root: Path) -> Iterator[Path]:
    kinds = {".csv", ".ipynb", ".md", ".py", ".typ"}
    for folder in ("book", "data", "notebooks", "src"):
        yield from (path for path in (root / folder).rglob("*.*") if path.suffix in kinds)


def _find_printed(app: Sphinx, config: Config) -> None:
    # The names and times tell whether a page must be written again, where it was finished with others.
    if not config.report_executed:
        found = list_printed_files(Path(app.srcdir), config.typst_name)
        config.report_printed = [f"{path.name} {path.stat().st_mtime}" for path in found]


def _finish(app: Sphinx, error: Exception | None) -> None:
    # `python -m beijing_ip` finishes the pages itself, when both editions stand.
    if not error and app.builder.name == "html" and not app.config.report_executed:
        root = Path(app.srcdir)
        copy_look(root, Path(app.outdir))
        finish_pages(Path(app.outdir), list_printed_files(root, app.config.typst_name))


def _write_files(app: Sphinx) -> None:
    if not app.config.report_reads:
        return
    root = Path(app.srcdir)
    files = offered.list_files(root)
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, content in (files | _make_whole(app, files)).items():
        target = root / FOLDER / name
        # An unchanged file keeps its time, so that no page is read anew.
        if not target.exists() or target.read_bytes() != content:
            beside = target.with_name(f".{name}.part")
            beside.write_bytes(content)
            beside.replace(target)


def _make_whole(app: Sphinx, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that hold all others, made only where they would be other ones than those that are there."""
    root, known = Path(app.srcdir), Path(app.doctreedir) / KEY
    paths = {name: root / FOLDER / name for name in (name_of_data(), name_of_workbook(), name_of_json())}
    there = {name: path.read_bytes() for name, path in paths.items() if path.exists()}
    made_from = digest(app.config.report_code.encode(), str(app.config.report_about).encode(), *files.values())
    if known.exists() and known.read_text(encoding="utf-8") == f"{made_from} {digest(*there.values())}":
        return there
    made = dict(zip(paths, (pack_files(files), write_workbook(files, root), write_json(files, root)), strict=True))
    known.write_text(f"{made_from} {digest(*made.values())}", encoding="utf-8")
    return made


def digest(*parts: bytes) -> str:
    """Return a checksum of some parts in their order."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


class DownloadDescriptions(SphinxPostTransform):
    """Write after the name of each file to download what it is."""

    default_priority = 700
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for link in self.document.findall(addnodes.download_reference):
            if "filename" in link:
                file = Path(self.app.srcdir) / self.env.relfn2path(link["reftarget"], self.env.docname)[0]
                what = describe_file(file.read_bytes(), file.name)
                said = nodes.inline("", f" ({what})", classes=[SCREEN_ONLY])
                link.parent.insert(link.parent.index(link) + 1, said)


def register(app: Sphinx) -> None:
    """Connect the files with the build."""
    app.setup_extension("beijing_ip.publish.execution_cache")
    app.add_config_value("report_printed", [], "html")
    app.add_post_transform(DownloadDescriptions)
    app.connect("config-inited", _find_printed)
    app.connect("builder-inited", _write_files)
    app.connect("build-finished", _finish, priority=950)
