"""The words of a tagged PDF in the order of its tags, which is the order in which it is read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

_TOKEN = re.compile(rb"/[^\s/<>\[\]()]*|\(|<<|>>|<[0-9A-Fa-f\s]*>|\[|\]|[^\s/<>\[\]()]+")
_BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
"""What opens or closes a string, or could be taken for it."""
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+(\s+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+)*"
)
"""Letters that a line has in the order in which they stand from left to right."""


SMALLEST = 3.0
"""Points below which letters cannot be read."""


class Run(NamedTuple):
    """Text set in one go: where it starts and ends on its line, and how large it is, in points."""

    text: str
    start: float
    end: float
    height: float
    size: float
    sheet: int
    """The page of the file that it stands on, from 0."""
    hidden: str = ""
    """Why nobody can read it on paper; empty where all can."""


class Element(NamedTuple):
    """An element of the tree of tags."""

    kind: str
    children: list[Element | Run]
    """What it holds, in reading order; nothing for a picture."""
    alt: str = ""
    """The words for those who cannot see it."""
    title: str = ""
    """Of a heading: its words without its number."""
    target: str = ""
    """The place in the book that a link leads to, or nothing."""
    address: str = ""
    """Where a link leads out of the book, or nothing."""
    span: tuple[int, int] = (1, 1)
    """Of a cell: how many columns and rows it reaches over."""

    @property
    def text(self) -> str:
        """The words in it, as they stand."""
        return "".join(child.text for child in self.children)


class _Font:
    """What the codes of a font stand for, and how wide they are in thousandths of its size."""

    def __init__(self, font: DictionaryObject) -> None:
        self.texts = _read_codes(font["/ToUnicode"].get_object().get_data()) if "/ToUnicode" in font else {}
        self.is_wide = font.get("/Subtype") == "/Type0"
        self.widths: dict[int, float] = {}
        inner = font["/DescendantFonts"].get_object()[0].get_object() if self.is_wide else font
        self.usual = float(inner.get("/DW", 1000 if self.is_wide else 0))
        if self.is_wide:
            self._read_widths(list(inner.get("/W", [])))
        else:
            first = int(font.get("/FirstChar", 0))
            scale = 1000 * float(font["/FontMatrix"][0]) if "/FontMatrix" in font else 1.0
            self.widths = {first + place: float(width) * scale for place, width in enumerate(font.get("/Widths", []))}

    def _read_widths(self, given: list[Any]) -> None:
        place = 0
        while place < len(given):
            first, second = int(given[place]), given[place + 1].get_object()
            if isinstance(second, list):
                self.widths |= {first + count: float(width) for count, width in enumerate(second)}
                place += 2
            else:
                self.widths |= dict.fromkeys(range(first, int(second) + 1), float(given[place + 2]))
                place += 3

    def read(self, codes: bytes) -> tuple[str, float]:
        """Return what a string shows, and how wide it is."""
        numbers = (
            [*codes]
            if not self.is_wide
            else [high << 8 | low for high, low in zip(codes[::2], codes[1::2], strict=False)]
        )
        text = "".join(self.texts.get(number, "\ufffd") for number in numbers)
        return text, sum(self.widths.get(number, self.usual) for number in numbers)


def _read_text(token: bytes) -> str:
    codes = token[1:] if token[:1] == b"(" else bytes.fromhex(token[1:-1].decode())
    return codes[2:].decode("utf-16-be", errors="replace") if codes[:2] == b"\xfe\xff" else codes.decode("latin-1")


def _read_codes(table: bytes) -> dict[int, str]:
    found: dict[int, str] = {}

    def text(digits: bytes) -> str:
        return bytes.fromhex(digits.decode()).decode("utf-16-be", errors="replace")

    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, to in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(code, 16)] = text(to)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, to in re.findall(rb"<(\w+)>\s*<(\w+)>\s*(<\w+>|\[[^\]]*\])", block):
            several = [text(one) for one in re.findall(rb"<(\w+)>", to)]
            for count, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                listed = to.startswith(b"[")
                found[code] = several[count] if listed else several[0][:-1] + chr(ord(several[0][-1]) + count)
    return found


def _read_tokens(data: bytes) -> Iterator[bytes]:
    """Split a content stream into its operands and operators; a string comes decoded, with "(" before it."""
    place = 0
    while found := _TOKEN.search(data, place):
        place = found.end()
        if found[0] != b"(":
            yield found[0]
            continue
        # Brackets in pairs may stand in a string as they are.
        start, depth = place, 1
        while depth and (sign := _BRACKET.search(data, place)):
            place = sign.end()
            depth += {b"(": 1, b")": -1}.get(sign[0], 0)
        yield b"(" + _ESCAPE.sub(_unescape, data[start : place - 1])


def _unescape(match: re.Match[bytes]) -> bytes:
    found = match[1]
    return bytes([int(found, 8) & 255]) if found[:1].isdigit() else _ESCAPED.get(found, found)


class _PageText:
    """The runs of text of a page by the number of the mark around them."""

    def __init__(self, page: PageObject, fonts: dict[int, _Font], sheet: int) -> None:
        self.runs: dict[int, list[Run]] = {}
        self._sheet = sheet
        self._box = page.mediabox
        self._fonts = fonts
        content = page.get_contents()
        if content is not None:
            self._read(content.get_data(), page["/Resources"].get_object(), (1, 0, 0, 1, 0, 0), None)

    def _font(self, resources: Mapping[str, Any], name: str) -> _Font:
        font = resources["/Font"].get_object()[name].get_object()
        if id(font) not in self._fonts:
            self._fonts[id(font)] = _Font(font)
        return self._fonts[id(font)]

    def _read(self, data: bytes, resources: Mapping[str, Any], matrix: tuple[float, ...], mark: int | None) -> None:
        stack: list[bytes] = []
        saved: list[tuple[float, ...]] = []
        marks: list[int | None] = [mark]
        stated: list[str | None] = [None]
        """What each mark says that its signs stand for, until it is said."""
        now, line, font, size, moved = matrix, matrix, None, 1.0, 0.0
        for token in _read_tokens(data):
            if token[:1] in b"(<>[]/+-.0123456789" or token in (b"true", b"false", b"null"):
                stack.append(token)
                continue
            if token == b"q":
                saved.append(now)
            elif token == b"Q" and saved:
                now = saved.pop()
            elif token == b"cm":
                now = _multiply(tuple(map(float, stack[-6:])), now)
            elif token == b"BMC":
                marks.append(marks[-1])
                stated.append(None)
            elif token == b"BDC":
                named = stack.index(b"/MCID") if b"/MCID" in stack else None
                marks.append(
                    int(stack[named + 1]) if named is not None else None if b"/Artifact" in stack else marks[-1]
                )
                stated.append(_read_text(stack[stack.index(b"/ActualText") + 1]) if b"/ActualText" in stack else None)
            elif token == b"EMC" and len(marks) > 1:
                marks.pop()
                stated.pop()
            elif token == b"Tf":
                font, size = self._font(resources, stack[-2].decode()), float(stack[-1])
            elif token == b"BT":
                line, moved = (1, 0, 0, 1, 0, 0), 0.0
            elif token == b"Tm":
                line, moved = tuple(map(float, stack[-6:])), 0.0
            elif token in (b"Td", b"TD"):
                line, moved = _multiply((1, 0, 0, 1, *map(float, stack[-2:])), line), 0.0
            elif token in (b"Tj", b"TJ") and font is not None and marks[-1] is not None:
                text, start = "", moved
                for part in stack:
                    if part[:1] in b"(<":
                        codes = part[1:] if part[:1] == b"(" else bytes.fromhex(part[1:-1].decode())
                        shown, width = font.read(codes)
                        text, moved = text + shown, moved + width * size / 1000
                    elif part not in (b"[", b"]"):
                        moved -= float(part) * size / 1000
                if stated[-1] is not None:
                    # Signs that only together stand for letters.
                    text, stated[-1] = stated[-1], ""
                whole = _multiply(line, now)
                larger = abs(whole[0]) + abs(whole[1])
                sides = whole[4] + start * whole[0], whole[4] + moved * whole[0]
                text = _RIGHT_TO_LEFT.sub(lambda found: found[0][::-1], text)
                run = Run(text, *sides, whole[5], size * larger, self._sheet)
                run = run._replace(hidden=self._hides(run))
                self.runs.setdefault(marks[-1], []).append(run)
            stack.clear()

    def _hides(self, run: Run) -> str:
        """Say why nobody can read text on paper, or nothing."""
        left, low, right, high = map(float, self._box)
        sides = sorted((run.start, run.end))
        if sides[0] < left - 1 or sides[1] > right + 1 or not low <= run.height <= high:
            return "words beyond the edge of the sheet"
        return f"letters of {run.size:.1f} points" if run.size < SMALLEST else ""


def _multiply(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    (a, b, c, d, e, f), (g, h, i, j, k, m) = one, other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


class TaggedFile:
    """A tagged PDF: its tree of tags with the text in it, the labels of its pages, and where its links lead."""

    def __init__(self, path: Path) -> None:
        self._pdf = PdfReader(path)
        root = self._pdf.trailer["/Root"]
        if "/StructTreeRoot" not in root:
            raise ValueError(f"{path}: this PDF has no tags, so that nobody can tell in which order it is read")
        self._tree = root["/StructTreeRoot"].get_object()
        self._fonts: dict[int, _Font] = {}
        self._texts: dict[int, _PageText] = {}
        self._pages = {page.indirect_reference.idnum: page for page in self._pdf.pages if page.indirect_reference}
        self._numbers = {number: place for place, number in enumerate(self._pages)}
        self._labels = self._pdf.page_labels
        self._named = self._pdf.named_destinations

    def read(self) -> Element:
        """Return the tree of tags."""
        found = Element("Root", list(self._children(self._tree.get("/K"), 0)))
        only = found.children[0] if len(found.children) == 1 else None
        return only if isinstance(only, Element) else found

    def label_of(self, target: str) -> str:
        """Return the number of the page of a place, as it is printed."""
        found = target.partition(" ")[0]
        return self._labels[int(found)] if found else ""

    def _children(self, kids: Any, page: int) -> Iterator[Element | Run]:
        for kid in kids if isinstance(kids := _open(kids), list) else [kids]:
            kid = _open(kid)
            if isinstance(kid, int):
                yield from self._runs(page, kid)
            elif isinstance(kid, DictionaryObject):
                own = kid.raw_get("/Pg").idnum if "/Pg" in kid else page
                if kid.get("/Type") == "/MCR":
                    yield from self._runs(own, int(kid["/MCID"]))
                elif "/S" in kid:
                    yield self._element(kid, own)

    def _element(self, node: DictionaryObject, page: int) -> Element:
        kind = str(node["/S"])[1:]
        inner = [] if kind == "Figure" else _order(self._children(node.get("/K"), page))
        target, address = self._target(node) if kind == "Link" else ("", "")
        said = str(node.get("/Alt", "")), str(node.get("/T", ""))
        return Element(kind, inner, *said, target, address, _span(node) if kind in ("TH", "TD") else (1, 1))

    def _target(self, node: DictionaryObject) -> tuple[str, str]:
        """Return where a link leads: to a place in the book, or to an address."""
        kids = _open(node.get("/K"))
        for kid in map(_open, kids if isinstance(kids, list) else [kids]):
            if isinstance(kid, DictionaryObject) and kid.get("/Type") == "/OBJR":
                link = kid["/Obj"].get_object()
                action = _open(link.get("/A", {}))
                if "/URI" in action:
                    return "", str(action["/URI"])
                place = _open(link.get("/Dest") or action.get("/D"))
                if isinstance(place, str) and place in self._named:
                    place = self._named[place].dest_array
                if isinstance(place, list):
                    page = place[0]
                    return f"{self._numbers[page.idnum]} {[float(part) for part in place[2:4]]}", ""
        return "", ""

    def _runs(self, page: int, mark: int) -> list[Run]:
        if page not in self._texts:
            self._texts[page] = _PageText(self._pages[page], self._fonts, self._numbers[page])
        return self._texts[page].runs.get(mark, [])


def _order(parts: Iterable[Element | Run]) -> list[Element | Run]:
    """Return parts in reading order: what is written from right to left stands in the file from left to right."""
    found: list[Element | Run] = []
    for line, several in groupby(parts, key=_line_from_right):
        own = list(several)
        found += own if line is None else own[::-1]
    return found


def _line_from_right(part: Element | Run) -> float | None:
    """The height of a line that is written from right to left, or of what stands between its words."""
    is_one = isinstance(part, Run) and (_RIGHT_TO_LEFT.search(part.text) or not part.text.strip())
    return part.height if isinstance(part, Run) and is_one else None


def _span(node: DictionaryObject) -> tuple[int, int]:
    given = _open(node.get("/A", []))
    several = [_open(one) for one in given] if isinstance(given, list) else [given]
    found = {name: value for one in several if isinstance(one, DictionaryObject) for name, value in one.items()}
    return int(found.get("/ColSpan", 1)), int(found.get("/RowSpan", 1))


def _open(found: Any) -> Any:
    return found.get_object() if isinstance(found, IndirectObject) else found
