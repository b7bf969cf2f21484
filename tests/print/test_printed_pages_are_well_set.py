"""What the editor of a printed report would send back: holes, headings left alone, figures far from their text."""

from itertools import pairwise

import numpy as np
import pytest
from printed import Piece, PrintedFile, ink_of_pages, walk
from printed_book import BOOK, source_of
from pypdf.generic import DictionaryObject

FRONT = 2
"""The cover and the imprint, which are not full by design."""
FRONT_LISTS = ("Figures", "Tables")
"""They run on after the contents."""


@pytest.fixture(scope="module")
def openings(book: PrintedFile) -> dict[int, str]:
    """The titles of the parts that open on a page of their own, by page."""
    entries = [entry for entry in book.pdf.outline if not isinstance(entry, list) and entry.title not in FRONT_LISTS]
    return {book.pdf.get_destination_page_number(entry): entry.title for entry in entries}


def filled(ink: np.ndarray) -> float:
    """How far down a page is filled, from 0 to 1, running head and page number left out."""
    # The body begins 78 points from above and ends 70 points from below: 39 and 35 dots.
    body = ink[36:-33]
    rows = np.flatnonzero(body.any(axis=1))
    return float(rows[-1] + 1) / len(body) if rows.size else 0.0


def test_no_page_is_nearly_empty(openings: dict[int, str]) -> None:
    depths = list(map(filled, ink_of_pages(source_of(BOOK))))
    last = {page - 1 for page in openings} | {len(depths) - 1}
    holes = {
        number + 1: round(depth, 2)
        for number, depth in enumerate(depths)
        if number >= FRONT and depth < (0.1 if number in last else 0.5)
    }
    assert holes == {}, "these pages, counted from the cover, are filled so far only"
    assert float(np.mean(depths[FRONT:])) > 0.8


@pytest.fixture(scope="module")
def lowest_lines(book: PrintedFile) -> dict[int, list[Piece]]:
    """The pieces of the last line of each page, above its number; pages are counted from 1."""
    lines = {}
    for number, pieces in enumerate(book.pieces[FRONT:], start=FRONT + 1):
        body = [piece for piece in pieces if piece.height > 60]
        foot = min((piece.height for piece in body), default=0)
        lines[number] = [piece for piece in body if piece.height - foot < 2]
    assert sum(map(bool, lines.values())) > 50
    return lines


def words_of(line: list[Piece]) -> str:
    return " ".join(piece.words for piece in line)


def test_no_heading_is_left_at_the_foot_of_a_page(lowest_lines: dict[int, list[Piece]]) -> None:
    # Headings are bold and larger than the bold heads of tables and figures.
    alone = {
        number: words_of(line)
        for number, line in lowest_lines.items()
        if line and all("Bold" in piece.font and piece.size > 10.4 for piece in line)
    }
    assert alone == {}


def test_no_page_ends_with_words_that_announce_the_next(lowest_lines: dict[int, list[Piece]]) -> None:
    ends = {number: words_of(line) for number, line in lowest_lines.items()}
    assert {number: words for number, words in ends.items() if words.endswith((":", "："))} == {}


def test_nothing_floats_above_the_title_of_a_chapter(book: PrintedFile, openings: dict[int, str]) -> None:
    for number, title in openings.items():
        text = "".join(book.pages[number].split()).replace("’", "'")
        assert text.startswith("".join(title.split()).replace("’", "'")), f"page {number + 1} opens with something else"


def page_of(tag: DictionaryObject, places: dict[int, int]) -> int:
    """The page on which an element of the structure tree stands: its own, or that of the first thing in it."""
    return next(places[found.raw_get("/Pg").idnum] for found in walk(tag) if "/Pg" in found)


def test_headings_descend_one_level_at_a_time(book: PrintedFile) -> None:
    levels = [int(kind[1]) for kind in book.kinds if kind[0] == "H" and kind[1:].isdigit()]
    assert len(levels) > 60 and levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] - pair[0] > 1] == []


def test_every_figure_stands_near_its_text(book: PrintedFile) -> None:
    """A figure stands on the page of its heading, of the figure before it in the same section, or on one of the next
    two, since the table of the one before may fill a page."""
    before, count, far = None, 0, {}
    for tag, kind in zip(book.tags, book.kinds, strict=True):
        is_figure = kind == "Figure" and "/Alt" in tag
        if not is_figure and kind.rstrip("0123456789") != "H":
            continue
        place = page_of(tag, book.places)
        if is_figure and before is not None:
            count += 1
            if not 0 <= place - before <= 2:
                far[str(tag["/Alt"])[:60]] = place - before
        before = place
    assert count >= 20
    assert far == {}
