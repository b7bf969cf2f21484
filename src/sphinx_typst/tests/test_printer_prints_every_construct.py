"""A small book with every construct, in English and Chinese, as the printer's PDF: text, tags, links and pictures.

How its pages look, and the tree of its tags, are compared with what is kept in stress_expected. After a change
that is meant, RENEW=1 in the environment of these tests writes both anew; look at what changed before you commit it.
"""

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib import image
from printed import PrintedFile, draw_pages, ink_outside_margins, read_printed
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from sphinx_typst.check.command import check, tell
from sphinx_typst.check.notes import NAME, read_notes

STRESS = Path(__file__).parent / "stress_book"
EXPECTED = Path(__file__).parent / "stress_expected"


def build(target: Path) -> Path:
    """Print the stress book in a process of its own, warnings being errors."""
    source = target / "source"
    shutil.copytree(STRESS, source)
    run_sphinx("-b", "typst", "-W", "-n", source, target / "out")
    return target / "out"


def run_sphinx(*given: str | Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", *map(str, given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("stress"))


@pytest.fixture(scope="module")
def source(out: Path) -> Path:
    return out / "stress" / "stress.typ"


@pytest.fixture(scope="module")
def stress(out: Path) -> PrintedFile:
    return read_printed(out / "stress.pdf")


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
    # formulas_of_a_lecture.md
    "An argument without braces is one token", "Lines without an environment", "若", "The number of (8.1)",
    "otherwise", "(A)", "is set smaller",
    # ordinary.md
    "The first definition.", "The second definition.", "-v, --verbose", "-f FILE, --file=FILE",
    "A note with a number of its own7 and the same again7", "7The seventh note.",
    # screen_only.md
    "Embedded page: https://example.org/map",
    "Video: https://example.org/film.mp4", "Diagram, in the web edition", "What follows a diagram",
    # listings.md
    "Listing 11.1 A listing with numbers of lines", "10 return int", "goes on below itself, twice",
    "See Listing 11.1 for", "A listing with markup", "its spaces, and a link",
    # descriptions.md
    "halved(number: int, times: int = 1)", "Halves a number", "The number to halve", "Press(paper)", "Runs; see halved",
    "Greek α and an arrow → and a check mark ✓", "α → β", "γ",
    # The index
    "I Indexed word", "ink paper, press", "Other word, see Indexed word", "Related word, see also Indexed word",
    "second entry",
]  # fmt: skip


def test_no_word_of_its_web_edition_is_lost(out: Path, tmp_path: Path) -> None:
    # As it was read for print.
    run_sphinx("-b", "html", "-d", out / ".doctrees", out.parent / "source", tmp_path)
    result = check(tmp_path, out / "stress.pdf", read_notes(out / "stress" / NAME))
    assert [tell(finding) for finding in result.wrong] == []
    assert result.words > 900


def test_all_text_prints_in_reading_order(stress: PrintedFile) -> None:
    start = 0
    for phrase in IN_ORDER:
        found = stress.text.find(phrase, start)
        assert found >= 0, f"{phrase!r} does not stand after {stress.text[max(0, start - 60) : start]!r}"
        start = found + len(phrase)


def test_what_is_not_for_print_does_not_print(stress: PrintedFile) -> None:
    for words in ("A comment that does not print", "This prints nowhere", "hidden_code", "pipe()"):
        assert words not in stress.text


def test_lines_of_chinese_join_without_a_space(source: Path) -> None:
    # In the Typst file, since an extracted text has a space wherever a line ends on the page.
    assert "都应印出。第二行" in source.read_text(encoding="utf-8")


def test_every_construct_has_its_tag(stress: PrintedFile) -> None:
    kinds = ["H1", "H2", "H3", "P", "L", "LI", "LBody", "Table", "THead", "TR", "TH", "TD", "Figure", "Formula", "Link"]
    kinds += ["Note", "Code", "BlockQuote", "TOC", "TOCI", "Caption", "Em", "Strong"]
    assert [kind for kind in kinds if kind not in stress.kinds] == []
    assert stress.kinds.count("Formula") == len(stress.said_of("Formula")) == 24
    assert stress.kinds.count("Note") == 3


def test_pictures_and_formulas_say_what_they_show(stress: PrintedFile) -> None:
    pictures = {"Two bars, the upper one longer.", "A dark dot.", "Bars drawn by a cell.", "两条横条，上面的一条较长。"}
    assert pictures <= set(stress.said_of("Figure"))
    assert "a over b is at most square root of x sub i squared end root" in stress.said_of("Formula")


def test_passages_say_their_language(stress: PrintedFile) -> None:
    assert stress.pdf.trailer["/Root"]["/Lang"] == "en"
    assert any(str(tag.get("/Lang", "")).lower().startswith("zh") for tag in stress.tags)


def test_every_link_inside_the_book_leads_to_a_page(stress: PrintedFile) -> None:
    outside, inside = stress.links()
    assert len(inside) > 20
    assert stress.broken_links() == []
    assert {"https://example.org/one", "https://example.org/three#:~:text=words"} <= set(outside)


def test_every_font_is_embedded_bold_and_chinese_too(stress: PrintedFile) -> None:
    fonts = stress.fonts()
    assert [font for font, embedded in fonts.items() if not embedded] == []
    assert {"BookSans-Bold", "BookSansSC-Regular", "BookSerifSC-Bold", "LibertinusSerif-Italic"} <= fonts.keys()


def test_bookmarks_and_page_labels_follow_the_book(stress: PrintedFile) -> None:
    titles = [entry.title for entry in stress.pdf.outline if not isinstance(entry, list)]
    assert titles[-14:] == [
        "What is in it", "1 Structure", "2 References", "3 Figures and tables", "4 Formulas",
        "5 Parts that open and close", "6 Outputs of notebooks", "7 中文章节", "8 Formulas of a lecture",
        "9 What ordinary books have", "10 What only a screen shows", "11 Listings", "12 Descriptions of an interface",
        "Index",
    ]  # fmt: skip
    assert stress.pdf.page_labels[1] == "ii"
    assert "1" in stress.pdf.page_labels


def test_nothing_stands_outside_the_margins(source: Path) -> None:
    assert ink_outside_margins(source) == []


def test_two_builds_in_two_places_are_the_same_bytes(out: Path, tmp_path: Path) -> None:
    again = build(tmp_path)
    for name in ("stress.pdf", "part.pdf"):
        assert (again / name).read_bytes() == (out / name).read_bytes()


def test_an_excerpt_holds_its_parts_alone(out: Path) -> None:
    part = read_printed(out / "part.pdf")
    assert len(part.pages) == 1
    assert "third in order" in part.text and "A headline for the chart" in part.text
    assert "A quoted sentence" not in part.text


DOTS = 45
"""To an inch: enough to see one letter, and few enough to keep the pictures small."""
FEW = 4
"""Dots that may differ, since not every machine rounds the edge of a letter alike."""


def changed_dots(one: bytes, other: bytes) -> int:
    """How many dots of two pictures of a page are not as dark, so that an eye would see it."""
    dark = [image.imread(io.BytesIO(page))[..., :3].mean(axis=2) for page in (one, other)]
    return int((abs(dark[0] - dark[1]) > 0.12).sum()) if dark[0].shape == dark[1].shape else dark[0].size


def changed_pages(source: Path) -> list[str]:
    """The names of the pages that do not look as kept, or are there only now or only in what is kept."""
    kept = {path.name: path.read_bytes() for path in EXPECTED.glob("*.png")}
    drawn = pages_by_name(source)
    changed = [name for name in kept.keys() & drawn.keys() if changed_dots(kept[name], drawn[name]) > FEW]
    return sorted([*changed, *(kept.keys() ^ drawn.keys())])


def pages_by_name(source: Path) -> dict[str, bytes]:
    return {f"{number:02}.png": page for number, page in enumerate(draw_pages(source, DOTS), start=1)}


def test_every_page_looks_as_before(source: Path) -> None:
    if os.environ.get("RENEW"):
        for old in EXPECTED.glob("*.png"):
            old.unlink()
        for name, page in pages_by_name(source).items():
            (EXPECTED / name).write_bytes(page)
    assert changed_pages(source) == []


def test_the_comparison_of_pages_sees_a_small_change(source: Path, tmp_path: Path) -> None:
    changes = {
        "a letter is missing": ("Definition one", "Definition on"),
        "a Chinese character is missing": ("专利授权量", "专利授权"),
        "a block has moved by four points": ("#title-of(", "#v(4pt)\n#title-of("),
    }
    code = source.read_text(encoding="utf-8")
    shutil.copytree(source.parent, tmp_path / "changed")
    for number, (change, (before, after)) in enumerate(changes.items()):
        assert before in code
        changed = tmp_path / "changed" / f"{number}.typ"
        changed.write_text(code.replace(before, after, 1), encoding="utf-8")
        assert changed_pages(changed), change


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


def test_the_tree_of_tags_is_as_before(stress: PrintedFile) -> None:
    assert stress.kinds[0] == "Document"
    tree = "\n".join(outline(stress.tags[0])) + "\n"
    kept = EXPECTED / "tags.txt"
    if os.environ.get("RENEW"):
        kept.write_text(tree, encoding="utf-8")
    assert tree.splitlines() == kept.read_text(encoding="utf-8").splitlines()
