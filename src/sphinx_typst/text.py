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


def typst_text(text: str) -> str:
    """Return code for text in which white space is only a space; Chinese and Japanese passages say their language."""
    text = re.sub(r"[ \t\r\n]+", " ", _BREAK_BETWEEN_CHARACTERS.sub("", text))
    if not _MAY_BE_EMOJI.search(text):
        return _write_letters(text)
    # What a pattern matches stands at the odd places.
    return "\n".join(
        typst_call("emoji", run) if place % 2 else _write_letters(run)
        for place, run in enumerate(_EMOJI.split(text))
        if run
    )


def _write_letters(text: str) -> str:
    # Characters that stand with kana are Japanese.
    if re.search(f"[{KANA}]", text):
        runs = enumerate(_JAPANESE.split(text))
        return "\n".join(typst_call("ja", run) if place % 2 else typst_string(run) for place, run in runs if run)
    return "\n".join(typst_call("zh", run) if chinese else typst_string(run) for chinese, run in split_by_script(text))
