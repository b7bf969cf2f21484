"""What a printed book says, from its tags, without what print adds by rule: numbers, page numbers, contents, index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ..maths.words import NO_WORDS
from .blocks import AGAIN, join_blocks
from .formulas import sort_letters
from .tables import MAYBE, describe_shape
from .tags import Element, Run, TaggedFile
from .words import FORMULA, INSIDE, ITEM, NOTE, NUMBER, PICTURE, TABLE, Stream

INLINE = {
    "Code",
    "Em",
    "Lbl",
    "Link",
    "Note",
    "Quote",
    "Reference",
    "Span",
    "Strong",
    "Sub",
    "Datetime",
    "Formula",
    "Figure",
}
_OPENING = re.compile(r"\s*[(（][^()（）]{0,12}")
_CLOSING = re.compile(r"[^()（）]{0,4}[)）]")
_CAPTION_NUMBER = re.compile(r"\W*[^\W\d]{1,20}[\s.]*((?:[A-Z]\.)?[\d.\-]*\d)\W*")
_FORMULA_NUMBER = re.compile(r"\(([\w.]+)\)")


def read_printed(path: Path) -> Stream:
    """Return the words of a PDF that this builder has made, from the heading of its first page to the index.

    Raises ValueError for a PDF without tags.
    """
    return _Reader(TaggedFile(path)).read()


class _Reader:
    def __init__(self, file: TaggedFile) -> None:
        self.stream = Stream()
        self._file = file
        self._last: Run | None = None
        self._shapes: dict[int, tuple[str, str]] = {}
        """What is said of a table, by the identity of its first row."""

    def read(self) -> Stream:
        for part in self._body(join_blocks(self._file.read()).children):
            self._add(part)
        self.stream.finish()
        return self.stream

    def _body(self, parts: list[Element | Run]) -> list[Element | Run]:
        """Leave out what stands before the first page and after the last: cover, contents, index."""
        heads = [place for place, part in enumerate(parts) if _is_heading(part, 1)]
        start = heads[0] if heads else 0
        for place in heads:
            if not _is_list(parts, place + 1):
                break
            # The first page need not have a heading.
            start = next(after for after in range(place + 1, len(parts) + 1) if not _is_list(parts, after))
        last = heads[-1] if heads else 0
        end = last if last > start and self._is_index(parts[last + 1 :]) else len(parts)
        return parts[start:end]

    def _is_index(self, parts: Iterable[Element | Run]) -> bool:
        entries = [part for part in parts if isinstance(part, Element)]
        links = [
            part for entry in entries for part in entry.children if isinstance(part, Element) and part.kind == "Link"
        ]
        return bool(links) and all(map(self._is_page_number, links))

    def _is_page_number(self, part: Element | Run | None) -> bool:
        return isinstance(part, Element) and bool(part.target) and part.text.strip() == self._file.label_of(part.target)

    def _is_number_of(self, part: Element | Run, target: str) -> bool:
        return bool(target) and isinstance(part, Element) and part.target == target and self._is_page_number(part)

    def _add(self, part: Element | Run) -> None:
        if isinstance(part, Run):
            self._add_run(part)
        elif _is_heading(part):
            self._add_heading(part)
        elif part.kind == "Figure":
            self.stream.add_mark(PICTURE, part.alt)
        elif part.kind == "Formula":
            self._add_formula(part)
        elif part.kind == "TOC":
            with self.stream.within(may_miss="a list of pages"):
                self._add_block(part)
        elif part.kind == AGAIN:
            with self.stream.within(may_miss="a head that stands again above the next columns"):
                self._add_block(part)
        elif part.kind == "Caption":
            self._add_caption(part)
        elif part.kind == "LI":
            self._add_item(part)
        elif part.kind == "Lbl":
            self.stream.add_mark(NOTE)
        elif part.kind == "Note":
            self.stream.add_gap()
            self._add_all(_without_sign(part).children)
            self.stream.add_gap()
        elif part.kind == "Link":
            sheet = part.target.partition(" ")[0]
            with self.stream.within(link=part.address or (INSIDE + sheet if sheet else "")):
                self._add_all(part.children)
        elif part.kind in INLINE:
            self._add_all(part.children)
        elif part.kind in ("Table", "TR", "TH"):
            self._add_part_of_table(part)
        else:
            self._add_block(part)

    def _add_part_of_table(self, part: Element) -> None:
        if part.kind == "Table" and (rows := list(_rows_of(part))):
            cells = [[(cell.span, words) for cell, words in _cells_of(row)] for row in rows]
            self._shapes[id(rows[0])] = describe_shape(cells)
        elif shape := self._shapes.get(id(part)):
            self.stream.add_gap()
            self.stream.add_mark(TABLE, *shape)
        with self.stream.within(is_header=part.kind == "TH" or self.stream.state.is_header):
            self._add_block(part)

    def _add_block(self, part: Element) -> None:
        self.stream.add_gap()
        captions = [child for child in part.children if isinstance(child, Element) and child.kind == "Caption"]
        self._add_all(
            [*captions, *(child for child in part.children if child not in captions)] if captions else part.children
        )
        self.stream.add_gap()

    def _add_all(self, parts: Iterable[Element | Run]) -> None:
        """Add parts, without the numbers of pages behind links."""
        parts = list(_flatten(parts))
        target, place = "", 0
        while place < len(parts):
            part = parts[place]
            before = parts[place - 1] if place else None
            if isinstance(before, Element) and before.target == target and self._is_number_of(part, target):
                # Of a list of pages: its number is a link of its own, right behind the words.
                place += 1
                continue
            if isinstance(part, Element) and part.target:
                target = part.target
            if target and isinstance(part, Run) and (after := self._skip_page(parts, place, target)):
                place = after
                continue
            self._add(part)
            place += 1

    def _skip_page(self, parts: list[Element | Run], place: int, target: str) -> int:
        """Return the place after "(page 12)", where 12 is a link to the same place as the one before, or 0."""
        opening = place
        while place < len(parts) and isinstance(parts[place], Run):
            place += 1
        number = parts[place] if place < len(parts) else None
        before = "".join(part.text for part in parts[opening:place])
        if not isinstance(number, Element) or number.target != target or not _OPENING.fullmatch(before):
            return 0
        if not self._is_page_number(number):
            return 0
        rest = ""
        while place + 1 < len(parts) and isinstance(run := parts[place + 1], Run):
            place += 1
            rest += run.text
            if found := _CLOSING.match(rest):
                self._last = run._replace(text=rest[: found.end()])
                if found.end() < len(rest):
                    self.stream.add_text(rest[found.end() :])
                return place + 1
        return 0

    def _add_run(self, run: Run) -> None:
        last, self._last = self._last, run
        if last is not None:
            near = abs(run.start - last.end) < 0.12 * run.size and abs(run.height - last.height) < 0.9 * run.size
            if not near:
                self.stream.add_gap()
        self._turn_to(run)
        self.stream.add_text(run.text)

    def _turn_to(self, run: Run) -> None:
        if (run.sheet, run.hidden) != (self.stream.state.sheet, self.stream.state.hidden):
            self.stream.state = self.stream.state._replace(sheet=run.sheet, hidden=run.hidden)

    def _add_heading(self, part: Element) -> None:
        self.stream.begin("", part.title or part.text)
        sheet = next((run.sheet for run in _runs_of(part)), -1)
        with self.stream.within(level=int(part.kind[1:]), sheet=sheet):
            self._add_title(part)
        self.stream.add_gap()

    def _add_title(self, part: Element) -> None:
        # Letters of formulas are slanted on the page alone.
        text, title = (unicodedata.normalize("NFKC", said) for said in (part.text, part.title))
        # Behind the title may stand the page of a link in it.
        number = text.rpartition(title.strip())[0] if title.strip() else ""
        if number.strip():
            self.stream.add_mark(NUMBER, number)
        self._add_all(_drop(part, len(number.strip())).children)

    def _add_caption(self, part: Element) -> None:
        self.stream.add_gap()
        first, *rest = part.children
        if isinstance(first, Element) and rest and (number := _CAPTION_NUMBER.fullmatch(first.text)):
            self.stream.add_mark(NUMBER, number[1])
            self._add_all(rest)
        else:
            self._add_all(part.children)
        self.stream.add_gap()

    def _add_item(self, part: Element) -> None:
        self.stream.add_gap()
        for child in part.children:
            if isinstance(child, Element) and child.kind == "Lbl":
                # The term of a definition is strong; the number or dot of an item is not.
                if any(isinstance(inner, Element) for inner in child.children):
                    self._add_all(child.children)
                elif re.search(r"\w", child.text):
                    self.stream.add_mark(ITEM, child.text)
                self.stream.add_gap()
            else:
                self._add(child)
        self.stream.add_gap()

    def _add_formula(self, part: Element) -> None:
        runs = list(_runs_of(part))
        # Its number stands at the end of the line, far from it, or set in one go as no brackets of a formula are.
        far = next(
            (
                place
                for place in range(len(runs) - 1, 0, -1)
                if runs[place].start - runs[place - 1].end > 2 * runs[place].size
                or (place == len(runs) - 1 and _FORMULA_NUMBER.fullmatch(runs[place].text))
            ),
            len(runs),
        )
        number = _FORMULA_NUMBER.fullmatch("".join(run.text for run in runs[far:]))
        own = runs[:far] if number else runs
        if runs:
            self._turn_to(runs[0])
        letters = sort_letters("".join(run.text for run in own))
        if letters or part.alt != NO_WORDS:
            self.stream.add_mark(FORMULA, part.alt, letters)
        if number:
            self.stream.add_mark(NUMBER, number[1])
        self._last = None


def _flatten(parts: Iterable[Element | Run]) -> Iterable[Element | Run]:
    """Put what is set strong or slanted among the rest."""
    for part in parts:
        if isinstance(part, Element) and part.kind in ("Strong", "Em", "Span"):
            yield from _flatten(part.children)
        else:
            yield part


def _runs_of(part: Element) -> Iterable[Run]:
    for child in part.children:
        if isinstance(child, Run):
            yield child
        else:
            yield from _runs_of(child)


def _drop(part: Element, letters: int) -> Element:
    """Return an element without so many letters at its beginning."""
    kept: list[Element | Run] = []
    for child in part.children:
        if isinstance(child, Run):
            text = child.text[letters:].lstrip() if letters else child.text
            kept += [child._replace(text=text)] if text else []
        else:
            kept.append(_drop(child, letters))
        letters = max(0, letters - len(child.text))
    return part._replace(children=kept)


def _rows_of(part: Element) -> Iterable[Element]:
    """The rows of a table, without those of tables in it."""
    for child in part.children:
        if isinstance(child, Element):
            if child.kind == "TR":
                yield child
            elif child.kind in ("THead", "TBody", "TFoot"):
                yield from _rows_of(child)


def _cells_of(row: Element) -> Iterable[tuple[Element, str]]:
    """The cells of a row with their words; two blocks of columns may have parts of the same cell."""
    was_again = False
    for cell in row.children:
        if isinstance(cell, Element):
            again = any(isinstance(part, Element) and part.kind == AGAIN for part in cell.children)
            yield cell, MAYBE if again and was_again else cell.text
            was_again = again


def _without_sign(note: Element) -> Element:
    """Return a footnote without its sign, which a note of several paragraphs has in the first of them."""
    first = note.children[0] if note.children else None
    if not isinstance(first, Element):
        return note
    rest = note.children[1:]
    return note._replace(children=rest if first.kind == "Lbl" else [_without_sign(first), *rest])


def _is_heading(part: Element | Run, level: int = 0) -> bool:
    return isinstance(part, Element) and re.fullmatch(rf"H{level or '[1-9][0-9]?'}", part.kind) is not None


def _is_list(parts: list[Element | Run], place: int) -> bool:
    """Whether a list of chapters, figures or tables stands in a place."""
    part = parts[place] if place < len(parts) else None
    return isinstance(part, Element) and part.kind == "TOC"
