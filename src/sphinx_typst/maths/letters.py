"""Letters of mathematical alphabets, which Unicode has as characters of their own."""

from __future__ import annotations

from functools import cache
from string import ascii_letters, digits

FONTS = {
    "normal": "", "bold": "bold", "italic": "italic", "bolditalic": "bold", "blackboard": "blackboard",
    "calligraphic": "calligraphic", "script": "script", "boldscript": "bold script", "fraktur": "fraktur",
    "boldfraktur": "bold fraktur", "sans": "sans", "boldsans": "bold sans", "sansitalic": "sans italic",
    "mono": "typewriter",
}  # fmt: skip
"""The alphabets, with how a letter of each is called; the slanted one of a plain variable has the key ""."""
_LATIN = {
    "bold": 0x1D400, "italic": 0x1D434, "bolditalic": 0x1D468, "script": 0x1D49C, "calligraphic": 0x1D49C,
    "boldscript": 0x1D4D0, "fraktur": 0x1D504, "blackboard": 0x1D538, "boldfraktur": 0x1D56C, "sans": 0x1D5A0,
    "boldsans": 0x1D5D4, "sansitalic": 0x1D608, "mono": 0x1D670,
}  # fmt: skip
_GREEK = {"bold": 0x1D6A8, "italic": 0x1D6E2, "bolditalic": 0x1D71C, "boldsans": 0x1D756}
_DIGITS = {"bold": 0x1D7CE, "bolditalic": 0x1D7CE, "blackboard": 0x1D7D8, "sans": 0x1D7E2, "boldsans": 0x1D7EC,
           "mono": 0x1D7F6}  # fmt: skip
_GREEK_LETTERS = "".join(map(chr, range(0x391, 0x3A2))) + "ϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ"
_ELSEWHERE = {
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "blackboard": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    "italic": {"h": "ℎ"},
}
_ELSEWHERE["calligraphic"] = _ELSEWHERE["script"]
UPRIGHT = set("ΓΔΘΛΞΠΣΥΦΨΩ∇∞ℵℶℷℸℏℓ℘ℜℑ") | set("ıȷ")
"""Letters that TeX sets upright where no font is asked for, besides those of other alphabets."""


@cache
def styled(char: str, font: str) -> str:
    """Return a character of an alphabet; the character itself where the alphabet does not have it."""
    if char in (found := _ELSEWHERE.get(font, {})):
        return found[char]
    if font in _LATIN and char.isascii() and char.isalpha():
        return chr(_LATIN[font] + (ord(char) - ord("A") if char.isupper() else ord(char) - ord("a") + 26))
    if font in _DIGITS and char.isascii() and char.isdigit():
        return chr(_DIGITS[font] + int(char))
    if font in _GREEK and char in _GREEK_LETTERS:
        return chr(_GREEK[font] + _GREEK_LETTERS.index(char))
    return char


@cache
def unstyled(char: str) -> tuple[str, str] | None:
    """Return which letter or digit a character of an alphabet is, and of which; None for any other character."""
    return _all_styled().get(char)


@cache
def _all_styled() -> dict[str, tuple[str, str]]:
    plain = ascii_letters + digits + _GREEK_LETTERS
    # Of two alphabets with the same digits it is the first.
    found = {styled(char, font): (char, font) for font in reversed(FONTS) for char in plain}
    return {sign: (char, "" if font == "italic" else font) for sign, (char, font) in found.items() if sign != char}
