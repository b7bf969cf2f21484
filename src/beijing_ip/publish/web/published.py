"""All figures as a script for the pages that draw or explain them: Explore, and the card of a number."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from beijing_ip.publish import citation, explore

from .frame import base_address
from .number_links import EXPLORE

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILE = "figures-data.js"


def _write(app: Sphinx) -> None:
    """Before the pages, whose address of the script holds its checksum."""
    if app.builder.format != "html":
        return
    about = app.config.report_about
    book = {
        "version": about["version"],
        # The script puts what is shown between the marks.
        "citation": citation.citation_line(about, "Explore: {}"),
        "address": f"{base}{EXPLORE}.html" if (base := base_address(app)) else "",
    }
    content = explore.data_script({**explore.build_payload(), "book": book})
    target = Path(app.outdir) / "_static" / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_text(encoding="utf-8") != content:
        target.write_text(content, encoding="utf-8", newline="\n")


def register(app: Sphinx) -> None:
    """Connect the script with the build."""
    app.connect("builder-inited", _write)
