"""The fonts of the report: that of the charts, and those of print, which the pages and cards of the web take too."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

import sphinx_typst

PRINT = sphinx_typst.FONTS
"""The folder of the fonts of print."""
CHARTS = Path(__file__).parent
"""The folder of the font of the charts, a subset of Noto Sans CJK SC in two weights."""
FONTS_OF_CHARTS = {weight: CHARTS / f"BeijingIPSans-{weight}.otf" for weight in ("Regular", "Bold")}
CHINESE_OF_PRINT = {weight: PRINT / f"BookSansSC-{weight}.otf" for weight in ("Regular", "Bold")}
LATIN_OF_PRINT = {face: PRINT / f"BookSans-{face}.ttf" for face in ("Regular", "Bold", "Italic")}
LICENCE_OF_PRINT = PRINT / "OFL.txt"


@cache
def characters_of(font: Path) -> frozenset[str]:
    """Return the characters that a font can draw."""
    return frozenset(map(chr, TTFont(font, lazy=True).getBestCmap()))
