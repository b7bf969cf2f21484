"""Printed files as tests look at them: text, tags, links and fonts, and pages as pictures. Each file is read once."""

import io
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pikepdf
import typst
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import image
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

import sphinx_typst
from sphinx_typst.check.command import check, tell
from sphinx_typst.check.notes import NAME, read_notes

FONTS = [Path(typst.__file__).parent, sphinx_typst.FONTS]
TEXT_OPERATORS = "BT ET Tf Tm Td TD T* Tj TJ ' \" Tc Tw Tz TL Ts Tr q Q cm Do"


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def print_page(
    folder: Path,
    body: str,
    files: Mapping[str, bytes] = MappingProxyType({}),
    said: io.StringIO | None = None,
    **options: object,
) -> Path:
    """Print a book of one page, which has a picture dot.svg and other files beside it; PrintError as in any build.

    What Sphinx warns of stands in `said`.
    """
    source = folder / "source"
    source.mkdir()
    (source / "index.md").write_text(f"# Title\n\n{body}\n", encoding="utf-8")
    (source / "dot.svg").write_text(SVG, encoding="utf-8")
    for name, content in files.items():
        (source / name).write_bytes(content)
    _build(folder, "typst", said, options)
    return folder / "out" / "book.pdf"


def compare_with_web(
    folder: Path, body: str, files: Mapping[str, bytes] = MappingProxyType({}), **options: object
) -> list[str]:
    """Print a book of one page as `print_page` does; return where its words are not those of Sphinx's own HTML."""
    printed = print_page(folder, body, files, **options)
    _build(folder, "html", None, options)
    notes = read_notes(printed.with_suffix("") / NAME)
    return [tell(finding) for finding in check(folder / "html", printed, notes).wrong]


def _build(folder: Path, builder: str, said: io.StringIO | None, options: Mapping[str, object]) -> None:
    settings = {
        "extensions": ["myst_parser", "sphinx_typst"],
        "myst_enable_extensions": ["dollarmath"],
        "project": "Book",
        "numfig": True,
        "typst_missing_alt": "refuse",
        **options,
    }
    out = folder / ("out" if builder == "typst" else builder)
    build_book(folder / "source", out, builder, said, settings)


def build_book(
    source: Path,
    target: Path,
    builder: str,
    said: io.StringIO | None = None,
    settings: dict[str, object] | None = None,
) -> None:
    """Build a book in this process, with its conf.py where no settings are given."""
    # Sphinx goes on in the language of the first book of a process.
    translators.clear()
    with patch_docutils(), docutils_namespace():
        trees = target.parent / "trees"
        where = source if settings is None else None
        if settings is not None:
            # Sphinx notes in its own default what reads Markdown, and another extension does in the next book.
            settings = {"source_suffix": {".rst": "restructuredtext"}, **settings}
        Sphinx(source, where, target, trees, builder, settings, status=None, warning=said).build()


class Piece(NamedTuple):
    """Words on a page, set in one go."""

    height: float
    """Points above the foot of the page."""
    size: float
    font: str
    words: str


class PrintedFile:
    """A PDF with what tests look for in it."""

    def __init__(self, path: Path) -> None:
        self.pdf = PdfReader(path)
        self._path = path

    @cached_property
    def _read(self) -> list[tuple[str, list[Piece]]]:
        return [_read_page(page) for page in PdfReader(_without_drawings(self._path)).pages]

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, with single spaces."""
        return [" ".join(text.split()) for text, _ in self._read]

    @cached_property
    def text(self) -> str:
        return " ".join(self.pages)

    @property
    def pieces(self) -> list[list[Piece]]:
        """The pieces of text of each page."""
        return [pieces for _, pieces in self._read]

    @cached_property
    def tags(self) -> list[DictionaryObject]:
        """Every element of the structure tree, in reading order."""
        return [found for found in walk(self.pdf.trailer["/Root"]["/StructTreeRoot"].get("/K")) if "/S" in found]

    @cached_property
    def kinds(self) -> list[str]:
        """What each element of the structure tree is: H1, P, Table."""
        return [str(tag["/S"]).removeprefix("/") for tag in self.tags]

    def said_of(self, kind: str) -> list[str]:
        """The words for those who cannot see, of every figure or formula."""
        return [
            str(tag["/Alt"])
            for tag, found in zip(self.tags, self.kinds, strict=True)
            if found == kind and "/Alt" in tag
        ]

    @cached_property
    def places(self) -> dict[int, int]:
        """Page numbers from 0, by the number of the object that the page is."""
        return {page.indirect_reference.idnum: number for number, page in enumerate(self.pdf.pages)}

    def links(self) -> tuple[list[str], list[object]]:
        """The addresses that links lead to, and the places in the file that others do."""
        outside, inside = [], []
        for page in self.pdf.pages:
            for note in page.get("/Annots", []):
                link = note.get_object()
                action = link.get("/A", {})
                if action.get("/S") == "/URI":
                    outside.append(str(action["/URI"]))
                else:
                    inside.append(link.get("/Dest") or action["/D"])
        return outside, inside

    def broken_links(self) -> list[object]:
        """The links inside the file that lead nowhere."""
        names = self.pdf.named_destinations
        return [
            target
            for target in self.links()[1]
            if not (target in names if isinstance(target, str) else target[0].idnum in self.places)
        ]

    def fonts(self) -> dict[str, bool]:
        """Every font, with whether it is embedded."""
        found = {}
        for page in self.pdf.pages:
            for font in page["/Resources"].get("/Font", {}).values():
                inner = font.get_object().get("/DescendantFonts", [font])[0].get_object()
                embedded = bool({"/FontFile2", "/FontFile3"} & inner["/FontDescriptor"].get_object().keys())
                found[str(inner["/BaseFont"]).split("+")[-1]] = embedded
        return found


read_printed = cache(PrintedFile)


def _without_drawings(path: Path) -> io.BytesIO:
    """The file without its drawings, which take longest to read and hold no text."""
    content = io.BytesIO()
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            kept = pikepdf.parse_content_stream(page, TEXT_OPERATORS)
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
        pdf.save(content)
    return content


def _read_page(page: PageObject) -> tuple[str, list[Piece]]:
    found = []

    def visit(text: str, cm: list[float], tm: list[float], font: DictionaryObject | None, size: float) -> None:
        if text.strip() and font is not None:
            height = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            found.append(Piece(height, size * abs(tm[3] or 1) * abs(cm[3] or 1), str(font["/BaseFont"]), text.strip()))

    return page.extract_text(visitor_text=visit), found


def walk(root: object) -> Iterator[DictionaryObject]:
    """What stands below a place of the structure tree, in reading order: elements, and marks without a kind."""
    waiting = [root]
    while waiting:
        found = waiting.pop()
        found = found.get_object() if isinstance(found, IndirectObject) else found
        if isinstance(found, ArrayObject):
            waiting.extend(reversed(found))
        elif isinstance(found, DictionaryObject):
            yield found
            if "/K" in found:
                waiting.append(found["/K"])


@cache
def draw_pages(source: Path, dots: int) -> list[bytes]:
    """Draw each page of a Typst file as PNG, with so many dots to an inch."""
    drawn = typst.compile(
        source, root=source.parent, format="png", ppi=dots, font_paths=FONTS, ignore_system_fonts=True
    )
    return drawn if isinstance(drawn, list) else [drawn]


@cache
def ink_of_pages(source: Path) -> list[np.ndarray]:
    """Where there is ink on each page of a Typst file: 36 dots to an inch, so one for two points."""
    return [image.imread(io.BytesIO(page))[..., :3].min(axis=2) < 0.9 for page in draw_pages(source, 36)]


def ink_outside_margins(source: Path) -> list[int]:
    """The pages, from 1, with ink less than 10 mm from the edge, or without any; the first has a cover or band."""
    found, strip = [], 14
    for number, ink in enumerate(ink_of_pages(source)[1:], start=2):
        inner = np.zeros_like(ink)
        inner[strip:-strip, strip:-strip] = True
        if (ink & ~inner).any() or not ink.any():
            found.append(number)
    return found


def draw_font(family: str, letters: str) -> bytes:
    """Make a font in which every one of some letters is a square."""
    pen = TTGlyphPen(None)
    for place, step in enumerate([(0, 0), (0, 500), (500, 500), (500, 0)]):
        (pen.lineTo if place else pen.moveTo)(step)
    pen.closePath()
    square, names = pen.glyph(), [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    font = FontBuilder(1000)
    font.setupGlyphOrder(names)
    font.setupCharacterMap(dict(zip(map(ord, letters), names[1:], strict=True)))
    font.setupGlyf(dict.fromkeys(names, square))
    font.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    font.setupOS2()
    font.setupPost()
    content = io.BytesIO()
    font.save(content)
    return content.getvalue()
