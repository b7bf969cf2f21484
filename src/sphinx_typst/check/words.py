"""Words as the comparison takes them: single words, signs and Chinese characters, and marks for what is no text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..text import HAN

SOFT = "\x1f"
"""Stands in a text where it cannot be told whether there is a space: at the end of a line or a block."""
FORMULA, PICTURE, NOTE, ITEM, NUMBER = "[formula]", "[picture]", "[footnote]", "[item]", "[number]"
"""Marks for a formula, a picture, the sign of a footnote, the number of an item in a list, and that of a heading,
figure, table or formula. Numbers and pictures say the number or the words for those who cannot see."""

HAN_SIGN = re.compile(f"[{HAN}]")
_ATOM = re.compile(rf"[{HAN}]|[^\W{HAN}]+|[^\w\s{SOFT}]|[\s{SOFT}]+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\ufe0e\ufe0f"))


@dataclass(slots=True)
class Word:
    """One word, sign, Chinese character or mark, with where it stands."""

    key: str
    """What is compared."""
    gap: str
    """What stands before it: "" for nothing, " " for a space, SOFT where it cannot be told."""
    place: int
    """Number of the section it stands in, among those of its side."""
    said: str = ""
    """What a mark says."""
    may_miss: str = ""
    """Why only one side may have it; empty where both must."""


def split_words(text: str) -> Iterator[tuple[str, str]]:
    """Split text into words, each with the gap before it; the gap at the end comes last, with an empty word."""
    gap = ""
    for match in _ATOM.finditer(unicodedata.normalize("NFC", text).translate(_UNSEEN)):
        found = match[0]
        if found.isspace() or SOFT in found:
            gap = SOFT if SOFT in found or SOFT in gap else " "
        else:
            yield found, gap
            gap = ""
    yield "", gap


class Stream:
    """Words of one side in reading order, filled piece by piece."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.places: list[tuple[str, str]] = [("", "")]
        """Page and heading of each section."""
        self._text: list[str] = []
        self._reason = ""
        self._gap = ""

    def add_text(self, text: str) -> None:
        """Add text, which may end within a word."""
        self._text.append(text)

    def add_gap(self) -> None:
        """End a line or block."""
        self._text.append(SOFT)

    def add_mark(self, key: str, said: str = "") -> None:
        """Add what is no text."""
        self._settle()
        self.words.append(Word(key, self._gap, len(self.places) - 1, " ".join(said.split()), self._reason))
        self._gap = ""

    def begin(self, page: str, heading: str) -> None:
        """Begin a section."""
        self.add_gap()
        self._settle()
        self.places.append((page, " ".join(heading.split())))

    def may_miss(self, reason: str) -> str:
        """Say why only one side may have what follows, or that both must; return what was said before."""
        self._settle()
        before, self._reason = self._reason, reason
        return before

    def finish(self) -> None:
        """End the last word."""
        self._settle()

    def _settle(self) -> None:
        if not self._text:
            return
        place, reason = len(self.places) - 1, self._reason
        for key, gap in split_words("".join(self._text)):
            gap = gap if not self._gap else SOFT if SOFT in (gap, self._gap) else " "
            self._gap = ""
            if key:
                self.words.append(Word(key, gap, place, "", reason))
            else:
                self._gap = gap
        self._text.clear()


def join_words(words: Iterable[Word]) -> str:
    """Return words as a line to read."""
    text = ""
    for word in words:
        text += (" " if word.gap else "") + word.key
    return text.strip()


def excuse(stream: Stream, texts: Mapping[str, Sequence[str]], reason: str) -> None:
    """Mark words that only this side is meant to have: `texts` gives, for each page, what their authors wrote.

    A text without a page may stand anywhere.
    """
    known = [(page, [key for key, _ in split_words(text) if key]) for page, found in texts.items() for text in found]
    words = [word for word in stream.words if not word.key.startswith("[") or len(word.key) == 1] if known else []
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word.key, []).append(place)
    for page, keys in known:
        for place in places.get(keys[0], []) if keys else ():
            found = words[place : place + len(keys)]
            if page in ("", stream.places[found[0].place][0]) and [word.key for word in found] == keys:
                for word in found:
                    word.may_miss = reason
