"""What the editor of a printed report would send back: holes, headings left alone, figures far from their text."""

import numpy as np
import pytest
import typst
from matplotlib import image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject
from test_printed_book import BOOK, PDF, TYPST
from test_printer_prints_every_construct import tags

from sphinx_typst.builder import FONTS

FRONT = 2
"""The cover and the imprint, which are not full by design."""
FRONT_LISTS = ("Figures", "Tables")
"""They run on after the contents."""
pytestmark = pytest.mark.usefixtures("built")


@pytest.fixture(scope="module")
def built() -> None:
    if not (PDF / f"{BOOK}.pdf").exists():
        pytest.skip("there is no printed book in _build/pdf: run make pdf first")


@pytest.fixture(scope="module")
def book() -> PdfReader:
    return PdfReader(PDF / f"{BOOK}.pdf")


@pytest.fixture(scope="module")
def openings(book: PdfReader) -> dict[int, str]:
    """The titles of the parts that open on a page of their own, by page."""
    entries = [entry for entry in book.outline if not isinstance(entry, list) and entry.title not in FRONT_LISTS]
    return {book.get_destination_page_number(entry): entry.title for entry in entries}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> list[float]:
    """How far down each page is filled, from 0 to 1, running head and page number left out."""
    folder = tmp_path_factory.mktemp("drawn")
    source = TYPST / BOOK / f"{BOOK}.typ"
    typst.compile(
        source, root=source.parent, output=folder / "{0p}.png", format="png", ppi=36,
        font_paths=[FONTS], ignore_system_fonts=True,
    )  # fmt: skip
    depths = []
    for path in sorted(folder.glob("*.png")):
        sheet = image.imread(path)[..., :3].min(axis=2) < 0.85
        # The body begins 78 points from above and ends 70 points from below: 39 and 35 dots.
        body = sheet[36 : sheet.shape[0] - 33]
        rows = np.flatnonzero(body.any(axis=1))
        depths.append(float(rows[-1] + 1) / len(body) if rows.size else 0.0)
    return depths


def test_no_page_is_nearly_empty(filled: list[float], openings: dict[int, str]) -> None:
    last = {page - 1 for page in openings} | {len(filled) - 1}
    holes = {
        number + 1: round(depth, 2)
        for number, depth in enumerate(filled)
        if number >= FRONT and depth < (0.1 if number in last else 0.45)
    }
    assert holes == {}, "these pages, counted from the cover, are filled so far only"
    assert float(np.mean(filled[FRONT:])) > 0.88


def lines_of(page: object) -> list[tuple[float, float, str, str]]:
    """Pieces of text on a page: height above the foot, size, font and words."""
    found: list[tuple[float, float, str, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: DictionaryObject | None, size: float) -> None:
        if text.strip() and font is not None:
            x, y = tm[4], tm[5]
            height = cm[1] * x + cm[3] * y + cm[5]
            found.append((height, size * abs(tm[3] or 1) * abs(cm[3] or 1), str(font["/BaseFont"]), text.strip()))

    page.extract_text(visitor_text=visit)  # type: ignore[attr-defined]
    return found


def test_no_heading_is_left_at_the_foot_of_a_page(book: PdfReader) -> None:
    alone = {}
    for number, page in enumerate(book.pages[FRONT:], start=FRONT + 1):
        body = [line for line in lines_of(page) if line[0] > 60]
        if not body:
            continue
        foot = min(height for height, *_ in body)
        lowest = [line for line in body if line[0] - foot < 2]
        # Headings are bold and larger than the bold heads of tables and figures.
        if all("Bold" in font and size > 10.4 for _, size, font, _ in lowest):
            alone[number] = " ".join(words for *_, words in lowest)
    assert alone == {}


def test_no_page_ends_with_words_that_announce_the_next(book: PdfReader) -> None:
    ends = {}
    for number, page in enumerate(book.pages[FRONT:], start=FRONT + 1):
        body = [line for line in lines_of(page) if line[0] > 60]
        foot = min((height for height, *_ in body), default=0)
        lowest = "".join(words for height, *_, words in body if height - foot < 2)
        if lowest.endswith((":", "：")):
            ends[number] = lowest
    assert ends == {}


def test_nothing_floats_above_the_title_of_a_chapter(book: PdfReader, openings: dict[int, str]) -> None:
    for number, title in openings.items():
        text = "".join(book.pages[number].extract_text().split()).replace("’", "'")
        assert text.startswith("".join(title.split()).replace("’", "'")), f"page {number + 1} opens with something else"


def page_of(tag: DictionaryObject, known: dict[int, int]) -> int | None:
    """The page on which an element of the structure tree stands: its own, or that of the first thing in it."""
    waiting: list[object] = [tag]
    while waiting:
        found = waiting.pop(0)
        found = found.get_object() if isinstance(found, IndirectObject) else found
        if isinstance(found, ArrayObject):
            waiting = [*found, *waiting]
        elif isinstance(found, DictionaryObject):
            if "/Pg" in found:
                return known[found.raw_get("/Pg").idnum]
            waiting.insert(0, found.get("/K"))
    return None


def test_every_figure_stands_near_its_text(book: PdfReader) -> None:
    """A figure stands on the page of its heading, of the figure before it in the same section, or on one of the next
    two, since the table of the one before may fill a page."""
    known = {page.indirect_reference.idnum: number for number, page in enumerate(book.pages)}
    before, count, far = None, 0, {}
    for tag in tags(book):
        is_figure = tag["/S"] == "/Figure" and "/Alt" in tag
        if not is_figure and str(tag["/S"]).strip("/").rstrip("0123456789") != "H":
            continue
        place = page_of(tag, known)
        assert place is not None
        if is_figure and before is not None:
            count += 1
            if not 0 <= place - before <= 2:
                far[str(tag["/Alt"])[:60]] = place - before
        before = place
    assert count >= 20
    assert far == {}
