"""Characters that nobody sees or that came of a wrong encoding, named with their place in the cell."""

from __future__ import annotations

import re
import unicodedata

LONGEST_QUOTED = 60

_NEVER = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
_LOOKS_EMPTY = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\ufffc"
    "\U000e0000-\U000e0fff]"
)
"""What Unicode lets a font leave out (Default_Ignorable_Code_Point) and is of none of these kinds."""
_RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
"""What a PDF gives for characters that look the same."""
_LOST = re.compile(r"\ufffd|\?\?|锟斤拷|烫烫|ï¿½|¡[ª®¯°±]")

_BYTES = {chr(byte): byte for byte in range(0x80, 0x100)}
_BYTES |= {bytes([byte]).decode("cp1252", "ignore"): byte for byte in range(0x80, 0xA0)}
_BYTES.pop("", None)
_UTF8_AS_LATIN = re.compile(f"[Â-ô][{''.join(map(re.escape, _BYTES))}]+")
_UTF8_AS_GBK = re.compile(
    "[\u20ac\u4e00-\u9fff\ue000-\uf8ff]*[鈥銆锛][\u20ac\u4e00-\u9fff]*|[\u20ac\u4e00-\u9fff\ue000-\uf8ff]{3,}"
)
_GBK_AS_LATIN = re.compile("[¡-ÿ]{4,}")
_SENSIBLE = re.compile("[\u00a1-\u00ff\u2010-\u206f\u20ac\u2122\u3000-\u9fff\uff01-\uffee]")
_HAN = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]")


def odd_characters(cell: str, *, as_printed: bool = False) -> str:
    """Say what one cell holds that no reader sees or that a wrong encoding left, with its cure; "" if all is good.

    Words that are copied `as_printed` may have spaces that do not break, as the page had them.
    """
    if cell.isascii() and cell.isprintable() and "??" not in cell:
        return ""
    if said := _misread(cell):
        return said
    for at, character in enumerate(cell):
        kind = unicodedata.category(character)
        space = kind == "Zs" and character != " " and not (as_printed or character == "\u3000")
        if kind in _NEVER or space or _LOOKS_EMPTY.match(character) or _is_none(character):
            cure = "write a plain space" if space else "remove it"
            return f"holds {_name(character)} {_place(cell, at)}; {cure}"
        if _RADICALS.match(character) and (right := unicodedata.normalize("NFKC", character)) != character:
            code = f"{character} (U+{ord(character):04X})"
            return f"holds {code} {_place(cell, at)}, which only looks like {right}; write {right}"
    if (composed := unicodedata.normalize("NFC", cell)) != cell:
        at = next(at for at, pair in enumerate(zip(cell, composed, strict=False)) if len({*pair}) > 1)
        return f"holds a letter and its accent as two characters {_place(cell, at)}; type the letter anew"
    return ""


def _is_none(character: str) -> bool:
    """Whether a code is no character at all; XML, and so a workbook, cannot hold it."""
    return ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"


def _misread(cell: str) -> str:
    """Say what was read in another encoding than it was written in, and what it was."""
    if found := _LOST.search(cell):
        return f"holds '{found[0]}' {_place(cell, found.start())}, where characters were lost; copy the words again"
    for pattern, read in _WRONG_ENCODINGS:
        for found in pattern.finditer(cell):
            if right := read(found[0]):
                wrong = f"'{shorten(found[0])}' {_place(cell, found.start())}"
                return f"holds {wrong}, which is {right} in a wrong encoding; open the file as UTF-8, and write {right}"
    return ""


def _utf8_of_latin(run: str) -> str:
    right = bytes(map(_BYTES.__getitem__, run)).decode("utf-8", "ignore")
    return right if right and all(map(_SENSIBLE.match, right)) else ""


def _utf8_of_gbk(run: str) -> str:
    content = run.encode("gb18030", "ignore")
    right = content.decode("utf-8", "ignore")
    good = not right.isascii() and all(c.isascii() or _SENSIBLE.match(c) for c in right)
    return right if good and len(right.encode()) >= len(content) * 0.7 else ""


def _gbk_of_latin(run: str) -> str:
    try:
        right = run.encode("latin-1").decode("gb2312")
    except UnicodeDecodeError:
        return ""
    return right if all(map(_HAN.match, right)) else ""


_WRONG_ENCODINGS = (
    (_UTF8_AS_LATIN, _utf8_of_latin),
    (_UTF8_AS_GBK, _utf8_of_gbk),
    (_GBK_AS_LATIN, _gbk_of_latin),
)


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    unnamed = "a control character" if unicodedata.category(character) == "Cc" else "no character"
    name = unicodedata.name(character, unnamed).lower()
    return f"{code}, {name},"


def _place(cell: str, at: int) -> str:
    """Where a character stands, by its number and by the word before it."""
    before = re.search(r"[^\s\W]+\W?$|$", cell[:at])
    word = shorten(before[0]).strip() if before else ""
    return f"as character {at + 1}" + (f", behind '{word}'" if word else "")


def shorten(text: str) -> str:
    """Return words of a cell as a message quotes them: not endlessly."""
    return text if len(text) <= LONGEST_QUOTED else f"{text[: LONGEST_QUOTED - 1]}…"


def narrow(text: str) -> str:
    """Return text with full-width letters and digits as plain ones, and plain spaces."""
    return unicodedata.normalize("NFKC", text).replace("−", "-").strip()
