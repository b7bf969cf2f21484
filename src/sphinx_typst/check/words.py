"""Words as the comparison takes them: single words, signs and Chinese characters, and marks for what is no text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple

from ..text import HAN, KANA

SOFT = "\x1f"
"""Stands in a text where it cannot be told whether there is a space: at the end of a line or a block."""
FORMULA, PICTURE, NOTE, ITEM, NUMBER = "[formula]", "[picture]", "[footnote]", "[item]", "[number]"
TABLE = "[table]"
"""Marks for a formula, a picture, the sign of a footnote, the number of an item in a list, that of a heading, figure,
table or formula, and for the first row of a table. Numbers say the number, pictures and formulas the words for those
who cannot see, tables how many rows and columns they have."""
INSIDE = "#"
"""What the place of a link begins with that leads to the book itself."""

WITHOUT_SPACES = f"{HAN}{KANA}"
HAN_SIGN = re.compile(f"[{WITHOUT_SPACES}]")
_ATOM = re.compile(rf"[{WITHOUT_SPACES}]|[^\W{WITHOUT_SPACES}]+|[^\w\s{SOFT}]|[\s{SOFT}]+")
_UNSEEN = dict.fromkeys([*map(ord, "\u00ad\u200b\u2060\ufeff\ufe0e\ufe0f"), *range(9), *range(14, 31), 127])


class State(NamedTuple):
    """What holds for words besides their order."""

    may_miss: str = ""
    """Why only one side may have them; empty where both must."""
    link: str = ""
    """Where they lead: an address; or INSIDE and the place on the web, or the number of the sheet in print, from 0."""
    level: int = 0
    """Of words in a heading."""
    is_header: bool = False
    """Whether they stand in a cell that heads a row or column of a table."""
    sheet: int = -1
    """Where they are printed, from 0."""
    hidden: str = ""
    """Why nobody can read them in print; empty where all can."""


USUAL = State()


@dataclass(slots=True)
class Word:
    """One word, sign, Chinese character or mark, with where it stands."""

    key: str
    """What is compared."""
    gap: str
    """What stands before it: "" for nothing, " " for a space, SOFT where it cannot be told."""
    place: int
    """Number of the section it stands in, among those of its side."""
    state: State = USUAL
    said: str = ""
    """What a mark says."""
    letters: str | None = None
    """The letters and digits of a formula, sorted, or where a table has words; None where they are not known."""
    may_miss: str = field(init=False)
    """Why only one side may have it; empty where both must."""

    def __post_init__(self) -> None:
        self.may_miss = self.state.may_miss


def split_words(text: str) -> Iterator[tuple[str, str]]:
    """Split text into words, each with the gap before it; the gap at the end comes last, with an empty word."""
    for key, gap, _, _ in _split(_clean(text)):
        yield key, gap


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_UNSEEN)


def _split(text: str) -> Iterator[tuple[str, str, int, int]]:
    """The words of a text, the gap before each, and where each starts and ends."""
    gap = ""
    for match in _ATOM.finditer(text):
        found = match[0]
        if found.isspace() or SOFT in found:
            gap = SOFT if SOFT in found or SOFT in gap else " "
        else:
            yield found, gap, match.start(), match.end()
            gap = ""
    yield "", gap, len(text), len(text)


class Stream:
    """Words of one side in reading order, filled piece by piece."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.places: list[tuple[str, str]] = [("", "")]
        """Page and heading of each section."""
        self.names: dict[str, int] = {}
        """Places that links can lead to, each with the number of the word that follows it."""
        self.state = USUAL
        self._text: list[tuple[str, State]] = []
        self._waiting: list[tuple[str, int]] = []
        """Places before a piece of the text, by the number of the piece."""
        self._gap = ""

    def add_text(self, text: str) -> None:
        """Add text, which may end within a word."""
        self._text.append((text, self.state))

    def add_gap(self) -> None:
        """End a line or block."""
        self._text.append((SOFT, self.state))

    def add_name(self, name: str) -> None:
        """Add a place that links can lead to."""
        self._waiting.append((name, len(self._text)))

    def add_mark(self, key: str, said: str = "", letters: str | None = None) -> None:
        """Add what is no text."""
        self._settle()
        word = Word(key, self._gap, len(self.places) - 1, self.state, " ".join(said.split()), letters)
        self.words.append(word)
        self._gap = ""

    def begin(self, page: str, heading: str) -> None:
        """Begin a section."""
        self.add_gap()
        self._settle()
        self.places.append((page, " ".join(heading.split())))

    @contextmanager
    def within(self, **changes: Any) -> Iterator[None]:
        """Say what else holds for the words that are added meanwhile, by the names of `State`."""
        before = self.state
        self.state = before._replace(**changes)
        yield
        self.state = before

    def finish(self) -> None:
        """End the last word."""
        self._settle()

    def _settle(self) -> None:
        pieces: list[str] = []
        for text, _ in self._text:
            if pieces and unicodedata.combining(text[:1] or " "):
                # An accent belongs to the letter before it.
                pieces[-1], text = pieces[-1] + text, ""
            pieces.append(text)
        pieces = [_clean(text) for text in pieces]
        ends = list(accumulate(map(len, pieces)))
        names = [(name, ends[piece - 1] if piece else 0) for name, piece in reversed(self._waiting)]
        self._waiting.clear()
        place, piece = len(self.places) - 1, 0
        for key, gap, start, end in _split("".join(pieces)) if pieces else ():
            gap = gap if not self._gap else SOFT if SOFT in (gap, self._gap) else " "
            self._gap = ""
            if not key:
                self._gap = gap
                break
            while ends[piece] <= start:
                piece += 1
            while names and names[-1][1] < end:
                self.names.setdefault(names.pop()[0], len(self.words))
            state, last = self._text[piece][1], piece
            while not state.link and ends[last] < end:
                # A word that is in part a link.
                last += 1
                state = self._text[last][1] if self._text[last][1].link else state
            self.words.append(Word(key, gap, place, state))
        for name, _ in reversed(names):
            self.names.setdefault(name, len(self.words))
        self._text.clear()


def is_mark(word: Word) -> bool:
    """Say whether a word stands for what is no text."""
    return word.key.startswith("[") and len(word.key) > 1


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
    words = [word for word in stream.words if not is_mark(word)] if known else []
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word.key, []).append(place)
    for page, keys in known:
        for place in places.get(keys[0], []) if keys else ():
            found = words[place : place + len(keys)]
            if page in ("", stream.places[found[0].place][0]) and [word.key for word in found] == keys:
                for word in found:
                    word.may_miss = reason


def excuse_lines(stream: Stream, beginnings: Sequence[str], reason: str) -> None:
    """Mark lines that only this side is meant to have, by how they begin; the address at the end may go on below."""
    for text in beginnings:
        keys = [key for key, _ in split_words(text) if key]
        for place, word in enumerate(stream.words):
            if word.key == keys[0] and [one.key for one in stream.words[place : place + len(keys)]] == keys:
                end = place + 1
                while end < len(stream.words) and (SOFT not in stream.words[end].gap or stream.words[end].state.link):
                    end += 1
                for one in stream.words[place:end]:
                    one.may_miss = reason
