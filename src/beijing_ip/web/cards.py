"""The picture that a link to a page shows: 1200 by 630 pixels, drawn from the page's title and first sentence."""

from __future__ import annotations

import textwrap
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
INK, GROUND, QUIET, ACCENT = "#ffffff", "#12436D", "#cfe0ee", "#F46A25"
FONTS = Path(__file__).parents[1] / "fonts"


def draw_card(path: Path, book: str, title: str, description: str) -> None:
    """Write the card of a page as PNG; `title` is empty for the first page, whose title is the book's.

    A card that was drawn from the same words is left alone; it carries them as its description.
    """
    words = "\n".join((book, title, description))
    if path.exists():
        with Image.open(path) as before:
            if before.info.get("Description") == words:
                return
    told = PngInfo()
    told.add_itxt("Description", words)
    path.parent.mkdir(parents=True, exist_ok=True)
    _drawn(book, title, description).save(path, "PNG", optimize=True, pnginfo=told)


def _drawn(book: str, title: str, description: str) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    for left, top, colour in ((0, 60, INK), (34, 20, INK), (68, 42, ACCENT)):
        draw.rectangle((MARGIN + left, 70 + top, MARGIN + left + 21, 170), fill=colour)
    y = 220
    if title:
        draw.text((MARGIN, y), book, font=_font("Regular", 34), fill=QUIET)
        y += 62
    for line in _lines(title or book, "Bold", 68, 2):
        draw.text((MARGIN, y), line, font=_font("Bold", 68), fill=INK)
        y += 84
    y += 14
    for line in _lines(description, "Regular", 32, 3 if y < 440 else 2):
        draw.text((MARGIN, y), line, font=_font("Regular", 32), fill=QUIET)
        y += 46
    return image.quantize(32, dither=Image.Dither.NONE)


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"BeijingIPSans-{weight}.otf", size)


def _lines(text: str, weight: str, size: int, most: int) -> list[str]:
    font = _font(weight, size)
    columns = len(text)
    while columns > 1 and any(font.getlength(line) > WIDTH - 2 * MARGIN for line in textwrap.wrap(text, columns)):
        columns -= 1
    return textwrap.wrap(text, columns, max_lines=most, placeholder=" …") if text else []
