"""The type of the web edition: the font of print for Latin letters; Chinese is left to the reader's own fonts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

from beijing_ip.show.fonts import LATIN_OF_PRINT, LICENCE_OF_PRINT

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def write_fonts(folder: Path) -> None:
    """Write the faces that book/_static/report.css names into `folder`, packed for the web, with their licence."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in LATIN_OF_PRINT.values():
        # The time of the build would make other bytes each time.
        font = TTFont(file, recalcTimestamp=False)
        font.flavor = "woff"
        font.save(folder / file.with_suffix(".woff").name)
    shutil.copy2(LICENCE_OF_PRINT, folder)


def _write(app: Sphinx, error: Exception | None) -> None:
    if not error and app.builder.name == "html":
        write_fonts(Path(app.outdir) / "_static" / "fonts")


def register(app: Sphinx) -> None:
    """Connect the fonts with the build."""
    app.connect("build-finished", _write)
