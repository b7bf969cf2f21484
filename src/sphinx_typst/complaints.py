"""What Typst complains of, in the words of the book: page and line, what is wrong, and what to do."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path

MARK = "//@ "
"""Begins a line of the Typst file that tells where in the book the code below it comes from."""
_REPORT = re.compile(r"\n+(?=(?:error|warning): )")
_REFUSED = re.compile(r"error: (?:assertion failed|panicked with): (?P<said>.+?)(?=\n\s*(?:┌─|=|$)|\Z)", re.DOTALL)
_SPOT = re.compile(r"┌─ (?P<file>[^\s:]+):(?P<line>\d+)")
_DRAWING = re.compile(r"┌─ \S*images/(?P<name>[^:/]+\.svg):")
_GLYPH = re.compile(r'the text `"(?P<text>(?:\\.|[^"\\])+)"` could not be displayed')
_FAMILY = re.compile(r"unknown font family: (?P<name>.+)")
_STRING = re.compile(r'"((?:\\.|[^"\\])*)"', re.DOTALL)
_WORDS = re.compile(r'^(?:(?:zh|code|code-of-heading|token|listing)\()?"((?:\\.|[^"\\])*)"', re.MULTILINE)
"""Text that prints, where it begins a line; other strings are names."""
_UNSEEN = re.compile(r'\b(?:alt|says): "(?:\\.|[^"\\])*"|"words": .*?"share"')
"""Words for those who cannot see, which need no typeface, and words of tables that are only measured."""
_SIGNS = {"n": "\n", "t": "\t", "r": "\r"}
_PRIVATE = re.compile(r'(?:contains the|disallowed) codepoint `"(?P<text>(?:\\.|[^"\\])+)"`')
NO_GLYPH = "no typeface at hand has {}; add a folder with a font that has it to typst_font_paths"
NO_MEANING = "{} means something only where its font is, which PDF/A does not take; write a word or a picture instead"
AROUND = 24
"""How many characters of the book are quoted at each side of one that is missing."""


@dataclass(frozen=True)
class _Place:
    """Where in the book something stands, and its own words there."""

    order: int
    where: str
    words: str = ""


class _Document:
    """A Typst file that the builder wrote, with what lies beside it."""

    def __init__(self, file: Path, sources: Path | None) -> None:
        self.file = file
        self.sources = sources
        self.lines = [_UNSEEN.sub("", line) for line in file.read_text(encoding="utf-8").splitlines()]

    @cached_property
    def drawings(self) -> dict[str, str]:
        """The text of the drawings, by the names of their files."""
        files = sorted((self.file.parent / "images").glob("*.svg"))
        return {path.name: html.unescape(path.read_text(encoding="utf-8", errors="replace")) for path in files}

    def place_of(self, line: int, words: str = "") -> _Place:
        """Return the place in the book that a line of the file comes from, counted from 0."""
        where = next((text[len(MARK) :] for text in self.lines[line::-1] if text.startswith(MARK)), "")
        return _Place(line, where, words or self._opening(line))

    def find(self, text: str) -> list[_Place]:
        """Return the places where some text is printed, in order."""
        found = [
            self.place_of(number, around)
            for number, line in enumerate(self.lines)
            if text in line and not line.startswith(MARK)
            for around in self._quote(number, text)
        ]
        return found or [place for name, drawn in self.drawings.items() if text in drawn for place in self.show(name)]

    def show(self, drawing: str) -> list[_Place]:
        """Return the places where a drawing is shown."""
        shown = f'"images/{drawing}"'
        return [
            self.place_of(number, f"in the drawing {drawing}")
            for number, line in enumerate(self.lines)
            if shown in line
        ]

    def refine(self, place: _Place, text: str) -> str:
        """Return where a character stands, by the line of the source itself if that has it, else by its block."""
        page, _, line = place.where.rpartition(", line ")
        if not (self.sources and line.isdigit() and Path(page).suffix in (".md", ".rst", ".txt")):
            return place.where
        try:
            lines = (self.sources / page).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return place.where
        found = next((number for number in range(int(line), len(lines) + 1) if text in lines[number - 1]), int(line))
        return f"{page}, line {found}"

    def _quote(self, line: int, text: str) -> Iterable[str]:
        """Yield the words around each place of some text in a line."""
        before, after = self._words_beside(line, -1), self._words_beside(line, 1)
        for string in _STRING.finditer(self.lines[line]):
            first, *others = _unescape(string[1]).split(text)
            begin = before + first
            for place, other in enumerate(others):
                yield f"{_end_of(begin)}{text}{_start_of(text.join(others[place:]) + after)}"
                begin += text + other

    def _words_beside(self, line: int, step: int) -> str:
        """Return the text that stands directly before (-1) or behind (1) that of a line, as far as it is quoted."""
        if not _WORDS.match(self.lines[line]):
            return ""
        words: list[str] = []
        while 0 <= (line := line + step) < len(self.lines) and len("".join(words)) <= AROUND:
            if not (found := _WORDS.match(self.lines[line])):
                break
            words.append(_unescape(found[1]))
        return "".join(words[::step])

    def _opening(self, line: int) -> str:
        begin = next((number for number in range(line, -1, -1) if self.lines[number].startswith(MARK)), line)
        block = "\n".join(takewhile(lambda code: not code.startswith(MARK), self.lines[begin + 1 :]))
        return _shorten(" ".join(map(_unescape, _WORDS.findall(block))) or self.lines[line])


def tell(diagnostics: Iterable[str], file: Path, sources: Path | None = None) -> str:
    """Return what Typst reports of a file as the book's own errors, one line for each.

    `sources` is the folder of the pages, for the line on which a character stands. What Typst says in full lies in
    errors.txt beside the file.
    """
    document = _Document(file, sources)
    full = "\n\n".join(text.strip() for text in diagnostics)
    (file.parent / "errors.txt").write_text(f"{full}\n", encoding="utf-8")
    characters: dict[str, str] = {}
    said: dict[str, None] = {}
    for report in _REPORT.split(full):
        if glyph := _GLYPH.search(report):
            characters[_unescape(glyph["text"])] = NO_GLYPH
        elif private := _PRIVATE.search(report):
            characters.setdefault(_unescape(private["text"]), NO_MEANING)
        elif refused := _REFUSED.match(report):
            said |= dict.fromkeys(refused["said"].splitlines())
        elif family := _FAMILY.search(report):
            said[_tell_family(family["name"])] = None
        else:
            said[_tell_other(report, document)] = None
    return "\n".join([*_tell_characters(characters, document), *said])


def _tell_characters(characters: Mapping[str, str], document: _Document) -> list[str]:
    found = [(document.find(text), text, wrong) for text, wrong in characters.items()]
    found.sort(key=lambda entry: entry[0][0].order if entry[0] else 0)
    return [_tell_character(*entry, document) for entry in found]


def _tell_character(places: Sequence[_Place], text: str, wrong: str, document: _Document) -> str:
    codes = ", ".join(f"U+{ord(char):04X}, {unicodedata.name(char, 'without a name')}" for char in text)
    wrong = wrong.format(f"“{text}” ({codes}{f'; {len(places)} times' if len(places) > 1 else ''})")
    if not places:
        return wrong
    return f"{document.refine(places[0], text) or 'the first pages'}: {wrong}: {places[0].words}"


def _tell_family(name: str) -> str:
    return (
        f"typst_look names a typeface that is not at hand (unknown font family); add the folder with its fonts to "
        f"typst_font_paths, or take it out: {name}"
    )


def _tell_other(report: str, document: _Document) -> str:
    first = re.split(r"\n\s*(?:┌─|=)", report, maxsplit=1)[0]
    what = _shorten(re.sub(r"^(?:error|warning): ", "", first), 120)
    spots = [int(spot["line"]) - 1 for spot in _SPOT.finditer(report) if Path(spot["file"]).name == document.file.name]
    drawing = _DRAWING.search(report)
    places = [document.place_of(spots[0])] if spots else document.show(drawing["name"]) if drawing else []
    what = f"Typst says: {what}. All of it lies in {document.file.parent.name}/errors.txt"
    return f"{places[0].where}: {what}: {places[0].words}" if places and places[0].where else what


def _end_of(words: str) -> str:
    words = " ".join(f"{words}|".split())[:-1]
    return f"…{words[-AROUND:]}" if len(words) > AROUND else words.lstrip()


def _start_of(words: str) -> str:
    words = " ".join(f"|{words}".split())[1:]
    return f"{words[:AROUND]}…" if len(words) > AROUND else words.rstrip()


def _unescape(string: str) -> str:
    """Return what a string of Typst, or of its reports, stands for."""
    return re.sub(
        r"\\(?:u\{([0-9a-fA-F]+)\}|(.))",
        lambda found: chr(int(found[1], 16)) if found[1] else _SIGNS.get(found[2], found[2]),
        string,
    )


def _shorten(words: str, most: int = 60) -> str:
    words = " ".join(words.split())
    return f"{words[:most]}…" if len(words) > most else words
