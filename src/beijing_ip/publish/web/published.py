"""All figures as a script for the pages that draw or explain them: Explore, and the card of a number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from beijing_ip.data.schema import DATA_FOLDER
from beijing_ip.publish import citation, explore, offered

from .downloads import digest
from .frame import base_address
from .number_links import EXPLORE

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILE = "figures-data.js"
KEY = "figures-data.key"
"""Beside the doctrees: what the script was made from, and what it was."""


def _write(app: Sphinx) -> None:
    """Before the pages, whose address of the script holds its checksum; only where it would be another one."""
    if app.builder.format != "html":
        return
    about = app.config.report_about
    book = {
        **dict(zip(offered.VERSION_COLUMNS, offered.version_cells(about), strict=True)),
        # The script puts what is shown, its name and its address in the places of these words.
        "line": citation.citation_line(about, "@title@", "@address@"),
        "licence": citation.licence_in_words(about),
        "tex": citation.TEX_NAMES,
        "bibtex": citation.bibtex_entry(about, "@name@", "@title@", "@address@"),
        "ris": citation.ris_entry(about, "@name@", "@title@", "@address@"),
        "address": f"{base}{EXPLORE}.html" if (base := base_address(app)) else "",
    }
    target, known = Path(app.outdir) / "_static" / FILE, Path(app.doctreedir) / KEY
    data = (path.read_bytes() for path in sorted(DATA_FOLDER.iterdir()) if path.is_file())
    made_from = digest(app.config.report_code.encode(), json.dumps(book).encode(), *data)
    before = target.read_bytes() if target.exists() else b""
    if known.exists() and known.read_text(encoding="utf-8") == f"{made_from} {digest(before)}":
        return
    content = explore.data_script({**explore.build_payload(), "book": book}).encode()
    if before != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    known.write_text(f"{made_from} {digest(content)}", encoding="utf-8")


def register(app: Sphinx) -> None:
    """Connect the script with the build."""
    app.connect("builder-inited", _write)
