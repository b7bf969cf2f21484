"""The picture that a link to a page shows: 1200 by 630 pixels, drawn from the page's title and first sentence."""

from __future__ import annotations

import textwrap
from functools import cache
from pathlib import Path

from matplotlib.ft2font import FT2Font
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
INK, GROUND, QUIET, ACCENT = "#ffffff", "#12436D", "#cfe0ee", "#F46A25"
FONTS = Path(__file__).parents[1] / "fonts"


class CardError(ValueError):
    """A card cannot be drawn; the text says which characters are missing and what to do."""


def draw_card(path: Path, book: str, title: str, description: str) -> None:
    """Write the card of a page as PNG; `title` is empty for the first page, whose title is the book's.

    A card that was drawn from the same words with these fonts is left alone; it carries the words as its description.
    Raises CardError for a character that the fonts do not hold.
    """
    words = "\n".join((book, title, description))
    if missing := sorted(set(words) - _characters() - {"\n"}):
        raise CardError(
            f"the font of the card has no {', '.join(map(repr, missing))}: write title and description otherwise, or "
            "add it to fonts/characters.txt and make the fonts again (CONTRIBUTING.md)"
        )
    changed = max(file.stat().st_mtime for file in (Path(__file__), *FONTS.glob("*.otf")))
    if path.exists() and path.stat().st_mtime > changed:
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
def _characters() -> frozenset[str]:
    held = (FT2Font(FONTS / f"BeijingIPSans-{weight}.otf").get_charmap() for weight in ("Regular", "Bold"))
    return frozenset.intersection(*(frozenset(map(chr, codes)) for codes in held))


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"BeijingIPSans-{weight}.otf", size)


def _lines(text: str, weight: str, size: int, most: int) -> list[str]:
    font = _font(weight, size)
    columns = len(text)
    while columns > 1 and any(font.getlength(line) > WIDTH - 2 * MARGIN for line in textwrap.wrap(text, columns)):
        columns -= 1
    return textwrap.wrap(text, columns, max_lines=most, placeholder=" …") if text else []
