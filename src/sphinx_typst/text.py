"""Text as such, without markup: its scripts, its width, and how it is written in Typst."""

from __future__ import annotations

import re
import unicodedata

from .code import typst_call, typst_string

HAN = "\u2e80-\u2fdf\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
"""Chinese characters and the punctuation that belongs to them, as a range of a regular expression."""
_CHINESE = re.compile(f"([{HAN}]+)")
KANA = "\u3041-\u30ff"
"""The syllables of Japanese."""
_BREAK_BETWEEN_CHARACTERS = re.compile(f"(?<=[{HAN}{KANA}])[ \\t]*\\n[ \\t]*(?=[{HAN}{KANA}])")
_JAPANESE = re.compile(f"([{HAN}{KANA}]+)")
_EMOJI = re.compile(
    "((?:(?:[0-9#*]\ufe0f?\u20e3|[^\x00-\x7f]\ufe0f|[\U0001f300-\U0001faff]"
    "|[⌚⌛⏩-⏬⏰⏳◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓-❕❗➕-➗➰➿⬛⬜⭐⭕])"
    "[\ufe0f\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*)+)"
)
"""What a screen shows as small pictures, which typefaces of letters have in part, but draw otherwise."""
_MAY_BE_EMOJI = re.compile("[\u20e3\u231a-\u2b55\ufe0f\U0001f300-\U0001faff]")

LONG_WORD = 25
"""Letters from which a word may be parted behind its signs, as code is."""
MOST_LETTERS, MOST_IN_HEADING = 46, 24
"""Letters of a word without signs above which it may be parted anywhere, since it may be wider than a line."""
_LONG = re.compile(rf"(?<!\S)(?!\S*(?:https?://|[\u00ad\u200b]))[\u0021-\u058f]{{{LONG_WORD},}}(?!\S)")
_BEHIND_SIGNS = re.compile(r"(?<=[_./\\:=&?+,;#@%|(\[{<>~-])(?=\w)")
_LETTER = re.compile(".[\u0300-\u036f]*")


def split_by_script(text: str) -> list[tuple[bool, str]]:
    """Split text into Chinese passages and others, in order, each with whether it is Chinese."""
    # What the pattern matches stands at the odd places.
    return [(place % 2 == 1, run) for place, run in enumerate(_CHINESE.split(text)) if run]


def estimate_width(text: str) -> float:
    """Return about how wide text is, in ems: enough to tell which text is the widest."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5 for char in text)


def caption_language(text: str) -> str:
    """Return the language of a caption: "zh" where all of its words are Chinese, or an empty string."""
    return "zh" if _CHINESE.search(text) and not re.search("[A-Za-z]", text) else ""


def typst_text(text: str, most: int | None = MOST_LETTERS) -> str:
    """Return code for text in which white space is only a space; Chinese and Japanese passages say their language.

    A long word may be parted behind its signs, and one of more letters than `most` anywhere; with None, none is.
    """
    text = re.sub(r"[ \t\r\n]+", " ", _BREAK_BETWEEN_CHARACTERS.sub("", text))
    if not _MAY_BE_EMOJI.search(text):
        return _write_letters(text, most)
    # What a pattern matches stands at the odd places.
    return "\n".join(
        typst_call("emoji", run) if place % 2 else _write_letters(run, most)
        for place, run in enumerate(_EMOJI.split(text))
        if run
    )


def _write_letters(text: str, most: int | None) -> str:
    # Characters that stand with kana are Japanese.
    if re.search(f"[{KANA}]", text):
        runs = enumerate(_JAPANESE.split(text))
        return "\n".join(typst_call("ja", run) if place % 2 else _write_words(run, most) for place, run in runs if run)
    return "\n".join(
        typst_call("zh", run) if chinese else _write_words(run, most) for chinese, run in split_by_script(text)
    )


def _write_words(text: str, most: int | None) -> str:
    """Write text with room in its long words in which a line can end."""
    if most is None:
        return typst_string(text)
    pieces, at = [""], 0
    for found in _LONG.finditer(text):
        pieces[-1] += text[at : found.start()]
        first, *others = (
            part
            for piece in _BEHIND_SIGNS.split(found[0])
            for part in (_LETTER.findall(piece) if len(piece) > most else [piece])
        )
        pieces[-1] += first
        pieces += others
        at = found.end()
    pieces[-1] += text[at:]
    return "\npart\n".join(map(typst_string, pieces))
