"""The picture that a link to a page shows: 1200 by 630 pixels, with the page's title, first sentence and edition."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from beijing_ip.show.fonts import CHINESE_OF_PRINT, FONTS_OF_CHARTS, characters_of

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
INK, GROUND, QUIET, ACCENT = "#ffffff", "#12436D", "#cfe0ee", "#F46A25"
CARD_FONTS = {weight: (file, CHINESE_OF_PRINT[weight]) for weight, file in FONTS_OF_CHARTS.items()}
"""The font of the charts, and for the Chinese characters that it lacks that of print; both are of one design."""


class CardError(ValueError):
    """A card cannot be drawn; the text says which characters are missing and what to do."""


def draw_card(path: Path, book: str, title: str, description: str, edition: str) -> None:
    """Write the card of a page as PNG; `title` is empty for the first page, whose title is the book's.

    `edition` is the version of the book and its day.

    A card that was drawn from the same words with these fonts is left alone; it carries the words as its description.
    Raises CardError for a character that the fonts do not hold.
    """
    words = "\n".join((book, title, description, edition))
    held = frozenset.intersection(
        *(characters_of(first) | characters_of(second) for first, second in CARD_FONTS.values())
    )
    if missing := sorted(set(words) - held - {"\n"}):
        raise CardError(
            f"the fonts of the card have no {', '.join(map(repr, missing))}: write title and description otherwise, or "
            "add it to fonts/characters.txt and make the fonts again (CONTRIBUTING.md)"
        )
    changed = max(file.stat().st_mtime for file in (Path(__file__), *CARD_FONTS["Regular"], *CARD_FONTS["Bold"]))
    if path.exists() and path.stat().st_mtime > changed:
        with Image.open(path) as before:
            if before.info.get("Description") == words:
                return
    about = PngInfo()
    about.add_itxt("Description", words)
    path.parent.mkdir(parents=True, exist_ok=True)
    _draw(book, title, description, edition).save(path, "PNG", optimize=True, pnginfo=about)


def _draw(book: str, title: str, description: str, edition: str) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    for left, top, colour in ((0, 60, INK), (34, 20, INK), (68, 42, ACCENT)):
        draw.rectangle((MARGIN + left, 70 + top, MARGIN + left + 21, 170), fill=colour)
    _write(draw, 138, edition, "Regular", 26, QUIET, left=WIDTH - MARGIN - _measure(edition, "Regular", 26))
    y = 220
    if title:
        _write(draw, y, book, "Regular", 34, QUIET)
        y += 62
    for line in _wrap_lines(title or book, "Bold", 68, 2):
        _write(draw, y, line, "Bold", 68, INK)
        y += 84
    y += 14
    for line in _wrap_lines(description, "Regular", 32, 3 if y < 440 else 2):
        _write(draw, y, line, "Regular", 32, QUIET)
        y += 46
    return image.quantize(32, dither=Image.Dither.NONE)


@cache
def _font(font: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font, size)


def _split_by_font(text: str, weight: str, size: int) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
    first, second = CARD_FONTS[weight]
    for held, run in groupby(text, characters_of(first).__contains__):
        yield "".join(run), _font(first if held else second, size)


def _measure(text: str, weight: str, size: int) -> float:
    return sum(font.getlength(run) for run, font in _split_by_font(text, weight, size))


def _write(
    draw: ImageDraw.ImageDraw, y: int, text: str, weight: str, size: int, fill: str, left: float = MARGIN
) -> None:
    x = left
    for run, font in _split_by_font(text, weight, size):
        draw.text((x, y), run, font=font, fill=fill)
        x += font.getlength(run)


def _wrap_lines(text: str, weight: str, size: int, most: int) -> list[str]:
    room = WIDTH - 2 * MARGIN
    columns = len(text)
    while columns > 1 and any(_measure(line, weight, size) > room for line in textwrap.wrap(text, columns)):
        columns -= 1
    return textwrap.wrap(text, columns, max_lines=most, placeholder=" …") if text else []
