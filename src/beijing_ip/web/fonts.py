"""The type of the web edition: the font of print for Latin letters; Chinese is left to the reader's own fonts."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "typst" / "fonts"
FACES = ("Regular", "Bold", "Italic")


@cache
def characters(font: Path) -> frozenset[str]:
    """Return the characters that a font can draw."""
    return frozenset(map(chr, TTFont(font, lazy=True).getBestCmap()))


def write_fonts(folder: Path) -> None:
    """Write the faces that book/_static/report.css names into ``folder``, packed for the web, with their licence."""
    folder.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        # The time of the build would make other bytes each time.
        font = TTFont(FONTS / f"BookSans-{face}.ttf", recalcTimestamp=False)
        font.flavor = "woff"
        font.save(folder / f"BookSans-{face}.woff")
    shutil.copy2(FONTS / "OFL.txt", folder)
