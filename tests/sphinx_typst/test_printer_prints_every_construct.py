"""A small book with every construct, in English and Chinese, as the printer's PDF: text, tags, links and pictures.

How its pages look, and the tree of its tags, are compared with what is kept in tests/stress_expected. After a change
that is meant, RENEW=1 in the environment of these tests writes both anew; look at what changed before you commit it.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import typst
from matplotlib import image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

import sphinx_typst

STRESS = Path(__file__).parent / "stress_book"
EXPECTED = Path(__file__).parent / "stress_expected"
FONTS = [Path(typst.__file__).parent, sphinx_typst.FONTS]


def build(target: Path) -> Path:
    """Print the stress book in a process of its own, warnings being errors."""
    source = target / "source"
    shutil.copytree(STRESS, source)
    command = [sys.executable, "-m", "sphinx", "-b", "typst", "-W", "-n", "-q", str(source), str(target / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target / "out"


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("stress"))


@pytest.fixture(scope="session")
def pdf(out: Path) -> PdfReader:
    return PdfReader(out / "stress.pdf")


@pytest.fixture(scope="session")
def text(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def tags(pdf: PdfReader) -> Iterator[DictionaryObject]:
    """Every element of the structure tree, in reading order."""
    root = pdf.trailer["/Root"]["/StructTreeRoot"]
    waiting: list[object] = [root.get("/K")]
    while waiting:
        found = waiting.pop()
        found = found.get_object() if isinstance(found, IndirectObject) else found
        if isinstance(found, ArrayObject):
            waiting.extend(reversed(found))
        elif isinstance(found, DictionaryObject):
            if "/S" in found:
                yield found
            if "/K" in found:
                waiting.append(found["/K"])


IN_ORDER = [
    # The front matter
    "Stress book of the printer", "Every construct once", "31 December 2020", "https://example.org/imprint",
    "Contents", "Figures", "Tables", "What is in it",
    # structure.md
    "Plain, emphasised, strong, literal", "CNIPA (China National Intellectual Property Administration)",
    "characters \\ # $ @ < > _ * ` ~ that Typst would read", "first", "nested two", "3. third in order", "Term one",
    "Definition one", "With a second paragraph", "value of the field", "run on under their entry",
    "Where: on this page. How exact: to the last digit.", "A quoted sentence", "Its author",
    "def answer() -> int:", "Second line of verse", "A section of the third level", "A small heading",
    "Note", "A note in a box", "A warning with emphasis", "A title of its own", "What to see also", "Text of the topic",
    "This prints in the PDF alone", "A case that a court took in", "second entry",
    # references.md
    "See Structure (page 2), Lists", "Fig. 3.1, Table 3.1, (4.1) and Stock", "and the first again", "a file",
    "The second footnote, with code",
    # figures.md
    "A headline for the chart", "The subtitle of the chart", "An inline picture", "A table with a caption", "12.25%",
    "It runs over several lines", "Agency_with_a_long_name", "turned", "And another.", "Head across",
    # maths.md, in which the letters of formulas come as they stand
    "A formula in a line", "and one on its own", "(4.1)", "otherwise",
    # design.md
    "First tab", "Text of the second tab", "A dropdown", "Text that a screen folds away", "Card one",
    "Foot of card one", "Head of it", "Text of the margin note", "Text of the sidebar", "A badge in a line",
    "Text in a div", "A button to structure",
    # outputs.ipynb
    "print('shown code')", "printed text", "Computed Markdown with | no table", "a folded output", "computed row",
    "66710", "A computed headline", "A computed subtitle", "Source: computed.", "in the foot",
    # chinese.md
    "中文章节", "本章用中文书写：粗体、强调、代码。专利授权量为 163,000 件", "第二行与第一行之间没有空格",
    "北京市知识产权局", "图 7.1", "图的标题：两条横条",
    # The index
    "Indexed word", "second entry",
]  # fmt: skip


def test_all_text_prints_in_reading_order(text: str) -> None:
    start = 0
    for phrase in IN_ORDER:
        found = text.find(phrase, start)
        assert found >= 0, f"{phrase!r} does not stand after {text[max(0, start - 60) : start]!r}"
        start = found + len(phrase)


def test_what_is_not_for_print_does_not_print(text: str) -> None:
    for words in ("A comment that does not print", "This prints nowhere", "hidden_code", "pipe()"):
        assert words not in text


def test_lines_of_chinese_join_without_a_space(out: Path) -> None:
    # In the Typst file, since an extracted text has a space wherever a line ends on the page.
    assert "都应印出。第二行" in (out / "stress" / "stress.typ").read_text(encoding="utf-8")


def test_every_construct_has_its_tag(pdf: PdfReader) -> None:
    count = Counter(str(tag["/S"]) for tag in tags(pdf))
    kinds = ["/H1", "/H2", "/H3", "/P", "/L", "/LI", "/LBody", "/Table", "/THead", "/TR", "/TH", "/TD", "/Figure"]
    kinds += ["/Formula", "/Link", "/Note", "/Code", "/BlockQuote", "/TOC", "/TOCI", "/Caption", "/Em", "/Strong"]
    assert [kind for kind in kinds if not count[kind]] == []
    assert count["/Formula"] == 5
    assert count["/Note"] == 2


def test_pictures_and_formulas_say_what_they_show(pdf: PdfReader) -> None:
    said = {str(tag["/S"]): set() for tag in tags(pdf) if tag["/S"] in ("/Figure", "/Formula")}
    for tag in tags(pdf):
        if str(tag["/S"]) in said and "/Alt" in tag:
            said[str(tag["/S"])].add(str(tag["/Alt"]))
    pictures = {"Two bars, the upper one longer.", "A dark dot.", "Bars drawn by a cell.", "两条横条，上面的一条较长。"}
    assert pictures <= said["/Figure"]
    assert "a over b is at most square root of the quantity x sub i squared" in said["/Formula"]


def test_passages_say_their_language(pdf: PdfReader) -> None:
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert any(str(tag.get("/Lang", "")).lower().startswith("zh") for tag in tags(pdf))


def test_every_link_inside_the_book_leads_to_a_page(pdf: PdfReader) -> None:
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    inside = [link for link in links if "/Dest" in link or link.get("/A", {}).get("/S") == "/GoTo"]
    names = pdf.named_destinations
    pages = {page.indirect_reference.idnum for page in pdf.pages}
    assert len(inside) > 20
    for link in inside:
        target = link.get("/Dest") or link["/A"]["/D"]
        if isinstance(target, str):
            assert target in names
        else:
            assert target[0].idnum in pages
    addresses = {link["/A"]["/URI"] for link in links if link.get("/A", {}).get("/S") == "/URI"}
    assert {"https://example.org/one", "https://example.org/three#:~:text=words"} <= addresses


def test_every_font_is_embedded_bold_and_chinese_too(pdf: PdfReader) -> None:
    names = set()
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object().get("/DescendantFonts", [font])[0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & descriptor.keys(), f"{inner['/BaseFont']} is not embedded"
            names.add(str(inner["/BaseFont"]).split("+")[-1])
    assert {"BookSans-Bold", "BookSansSC-Regular", "BookSerifSC-Bold", "LibertinusSerif-Italic"} <= names


def test_bookmarks_and_page_labels_follow_the_book(pdf: PdfReader) -> None:
    titles = [entry.title for entry in pdf.outline if not isinstance(entry, list)]
    assert titles[-9:] == [
        "What is in it", "1 Structure", "2 References", "3 Figures and tables", "4 Formulas",
        "5 Parts that open and close", "6 Outputs of notebooks", "7 中文章节", "Index",
    ]  # fmt: skip
    assert pdf.page_labels[1] == "ii"
    assert "1" in pdf.page_labels


def test_nothing_stands_outside_the_margins(out: Path, tmp_path: Path) -> None:
    check_margins(out / "stress" / "stress.typ", tmp_path)


def draw(source: Path, folder: Path, dots: int) -> list[Path]:
    """Draw each page with so many dots an inch, and return the pictures in the order of the pages."""
    folder.mkdir(exist_ok=True)
    typst.compile(
        source, root=source.parent, output=folder / "{0p}.png", format="png", ppi=dots, font_paths=FONTS,
        ignore_system_fonts=True,
    )  # fmt: skip
    return sorted(folder.glob("*.png"))


def check_margins(source: Path, folder: Path, skip: int = 1) -> None:
    """Draw each page and look for ink in a strip of 10 mm at each side, and above and below."""
    pages = draw(source, folder, dots=36)
    strip = 14
    for page in pages[skip:]:
        ink = image.imread(page)[..., :3].min(axis=2) < 0.9
        inner = np.zeros_like(ink)
        inner[strip:-strip, strip:-strip] = True
        assert not (ink & ~inner).any(), f"page {page.stem} has ink outside of its margins"
        assert ink.any(), f"page {page.stem} is empty"


def test_a_table_too_wide_for_the_page_is_turned(pdf: PdfReader) -> None:
    turned = [page for page in pdf.pages if page.mediabox.width > page.mediabox.height]
    assert ["Share_of_all_agencies" in page.extract_text() for page in turned] == [True]


def test_two_builds_in_two_places_are_the_same_bytes(out: Path, tmp_path: Path) -> None:
    again = build(tmp_path)
    for name in ("stress.pdf", "part.pdf"):
        assert (again / name).read_bytes() == (out / name).read_bytes()


def test_an_excerpt_holds_its_parts_alone(out: Path) -> None:
    pages = PdfReader(out / "part.pdf").pages
    text = " ".join(page.extract_text() for page in pages)
    assert len(pages) == 1
    assert "third in order" in text and "A headline for the chart" in text
    assert "A quoted sentence" not in text


def changed_dots(one: Path, other: Path) -> int:
    """How many dots of two pictures of a page are not as dark, so that an eye would see it."""
    first, second = (image.imread(path)[..., :3].mean(axis=2) for path in (one, other))
    return int((abs(first - second) > 0.12).sum()) if first.shape == second.shape else first.size


DOTS = 45
"""To an inch: enough to see one letter, and few enough to keep the pictures small."""
FEW = 4
"""Dots that may differ, since not every machine rounds the edge of a letter alike."""


def test_every_page_looks_as_before(out: Path, tmp_path: Path) -> None:
    drawn = draw(out / "stress" / "stress.typ", tmp_path, DOTS)
    if os.environ.get("RENEW"):
        for old in EXPECTED.glob("*.png"):
            old.unlink()
        for page in drawn:
            shutil.copy(page, EXPECTED / page.name)
    kept = sorted(EXPECTED.glob("*.png"))
    assert [page.name for page in drawn] == [page.name for page in kept]
    changed = {page.stem: changed_dots(page, old) for page, old in zip(drawn, kept, strict=True)}
    assert {page: dots for page, dots in changed.items() if dots > FEW} == {}, "dots that differ, by page"


CHANGES = {
    "a letter is missing": ("Definition one", "Definition on"),
    "a Chinese character is missing": ("专利授权量", "专利授权"),
    "a block has moved by four points": ("#title-of(", "#v(4pt)\n#title-of("),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_comparison_of_pages_sees(change: str, out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(out / "stress", folder)
    source = folder / "stress.typ"
    before, after = CHANGES[change]
    code = source.read_text(encoding="utf-8")
    assert before in code
    source.write_text(code.replace(before, after, 1), encoding="utf-8")
    drawn, kept = draw(source, tmp_path / "pages", DOTS), sorted(EXPECTED.glob("*.png"))
    assert any(changed_dots(page, old) > FEW for page, old in zip(drawn, kept, strict=True))


def outline(element: DictionaryObject, depth: int = 0) -> list[str]:
    """The kinds of an element of the structure tree and of all in it, in reading order, one line where they fit."""
    below = element.get("/K")
    parts = below if isinstance(below, ArrayObject) else [below]
    found = [part.get_object() if isinstance(part, IndirectObject) else part for part in parts]
    inner = [outline(part, depth + 1) for part in found if isinstance(part, DictionaryObject) and "/S" in part]
    kind = str(element["/S"]).removeprefix("/")
    if not inner:
        return ["  " * depth + kind]
    words = " ".join(line.strip() for lines in inner for line in lines)
    if all(len(lines) == 1 for lines in inner) and len(kind) + len(words) + 2 * depth < 100:
        return ["  " * depth + f"{kind}({words})"]
    return ["  " * depth + kind, *(line for lines in inner for line in lines)]


def test_the_tree_of_tags_is_as_before(pdf: PdfReader) -> None:
    document = next(tags(pdf))
    assert document["/S"] == "/Document"
    tree = "\n".join(outline(document)) + "\n"
    kept = EXPECTED / "tags.txt"
    if os.environ.get("RENEW"):
        kept.write_text(tree, encoding="utf-8")
    assert tree.splitlines() == kept.read_text(encoding="utf-8").splitlines()
