"""Make the fonts of the printer that are subsets, for whoever changes what is in them: `make_fonts.py FOLDER`.

The folder holds the files of SOURCES, unpacked: from Debian's package fonts-noto-cjk 1:20220127+repack1-1 those of
Chinese, and from the npm package @expo-google-fonts/noto-emoji 0.4.7 that of emoji. fontTools is needed, Latin letters
stay as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "fonts"
CHINESE = 2
"""Which font of a collection has the shapes of the mainland."""
SOURCES = {
    "BookSansSC-Regular.otf": ("NotoSansCJK-Regular.ttc", "Book Sans SC"),
    "BookSansSC-Bold.otf": ("NotoSansCJK-Bold.ttc", "Book Sans SC"),
    "BookSerifSC-Regular.otf": ("NotoSerifCJK-Regular.ttc", "Book Serif SC"),
    "BookSerifSC-Bold.otf": ("NotoSerifCJK-Bold.ttc", "Book Serif SC"),
    "BookEmoji-Regular.ttf": ("NotoEmoji_400Regular.ttf", "Book Emoji"),
}
KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]
_PUNCTUATION = "·—‘’“”…"
"""What Chinese sets as wide as a character."""
_BLOCKS = [(0x3000, 0x312F), (0x3380, 0x33DF), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6)]
"""Punctuation, kana, bopomofo, square units, wide letters."""
_FORMER = "〇圳審極權涓產結聞萬計識诏锛"
_TRAILS = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]


def decode(coding: str, leads: Iterable[int], trails: Iterable[int] = range(0xA1, 0xFF)) -> Iterator[int]:
    """Yield the code points of the characters of two bytes that a national standard has."""
    for lead in leads:
        for trail in trails:
            try:
                yield ord(bytes([lead, trail]).decode(coding))
            except UnicodeDecodeError:
                continue


def common_characters() -> set[int]:
    """Return the characters of GB 2312, the common ones of Big5 and JIS X 0208 (level 1), and what stands with them."""
    blocks = {code for first, last in _BLOCKS for code in range(first, last + 1)}
    return {
        *map(ord, _PUNCTUATION + _FORMER),
        *blocks,
        *decode("gb2312", range(0xB0, 0xF8)),
        *decode("big5", range(0xA4, 0xC7), _TRAILS),
        *decode("euc_jp", range(0xB0, 0xD0)),
    }


def korean_characters() -> set[int]:
    """Return the syllables of KS X 1001, and the letters that they are made of."""
    return {*range(0x3131, 0x318F), *decode("euc_kr", range(0xB0, 0xC9))}


def make(name: str, source: Path, family: str) -> None:
    """Write one font with the characters that it is to have."""
    options = subset.Options()
    options.name_IDs = KEPT_NAMES
    options.hinting = False
    options.notdef_outline = True
    options.font_number = CHINESE if source.suffix == ".ttc" else -1
    # The parts of an emoji become one.
    options.layout_features = ["ccmp"] if "Emoji" in name else []
    font = subset.load_font(str(source), options)
    wanted = set(font.getBestCmap())
    if "Emoji" not in name:
        wanted &= common_characters() | (korean_characters() if "Sans" in name else set())
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    rename(font, family, Path(name).stem)
    font.save(FONTS / name)
    print(f"{name}: {len(wanted)} characters, {(FONTS / name).stat().st_size:,} bytes")


def rename(font: TTFont, family: str, name: str) -> None:
    """Give a modified font a name of its own, as its licence asks."""
    style = name.rpartition("-")[2]
    called = {1: family, 2: style, 3: f"{family} {style}", 4: f"{family} {style}", 6: name}
    for record in list(font["name"].names):
        if record.nameID in called:
            record.string = called[record.nameID]
    if "CFF " in font:
        font["CFF "].cff.fontNames = [name]
        top = font["CFF "].cff.topDictIndex[0]
        top.rawDict |= {"FullName": f"{family} {style}", "FamilyName": family}


if __name__ == "__main__":
    for made, (file, called) in SOURCES.items():
        make(made, Path(sys.argv[1]) / file, called)
