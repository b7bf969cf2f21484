"""A figure as a picture to take along, with what it must not be shown without: its source and its qualifications."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

from beijing_ip.show.fonts import CHINESE_OF_PRINT, LATIN_OF_PRINT, PRINT, characters_of

PICTURE_TEMPLATE = Path(__file__).with_name("picture.typ")
PIXELS_PER_INCH = 240
"""Three and a third pixels to the point: 1,153 across, where a chart is 330 points wide; fewer where it is wider."""
_WIDTH = 330


class PictureError(ValueError):
    """A picture cannot be made; the text says what to mend."""


@dataclass(frozen=True)
class PictureText:
    """What stands on a picture besides the chart; `care` are the words over `notes`, both empty if there are none."""

    lang: str
    headline: str
    subtitle: str
    source: str
    care: str
    notes: tuple[str, ...]
    citation: str


def draw_picture(chart: str, parts: PictureText) -> bytes:
    """Return a stored chart (SVG) and its words as PNG, the same bytes for the same input.

    Raises PictureError for a character that the fonts lack, and for whatever Typst reports.
    """
    width = float(re.search(r'viewBox="0 0 (\S+)', chart)[1])  # type: ignore[index]
    inputs = {"chart": chart, "width": f"{width:g}", "parts": json.dumps(asdict(parts), ensure_ascii=False)}
    drawn = characters_of(LATIN_OF_PRINT["Regular"]) | characters_of(CHINESE_OF_PRINT["Regular"])
    if missing := sorted({each for each in inputs["parts"] if not each.isspace()} - drawn):
        raise PictureError(f"the fonts of print have no {', '.join(map(repr, missing))}: write the words otherwise")
    try:
        compiler = typst.Compiler(
            PICTURE_TEMPLATE,
            root=PICTURE_TEMPLATE.parent,
            font_paths=[PRINT],
            ignore_system_fonts=True,
            sys_inputs=inputs,
        )
        picture, warnings = compiler.compile_with_warnings(format="png", ppi=PIXELS_PER_INCH * _WIDTH / width)
    except typst.TypstError as error:
        raise PictureError(error.diagnostic) from None
    if warnings:
        raise PictureError("\n".join(warning.diagnostic for warning in warnings))
    assert isinstance(picture, bytes)
    return picture
