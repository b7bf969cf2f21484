"""What a reader opens in _build/pdf: complete, tagged, fonts and links that hold, the same from the same inputs."""

import hashlib
import json
import os
import re
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader
from test_printer_prints_every_construct import check_margins, tags

from beijing_ip.data.observations import load_release, load_tables
from sphinx_typst.builder import FONTS
from sphinx_typst.compiler import compile_pdf

ROOT = Path(__file__).parents[2]
PDF = ROOT / "_build" / "pdf"
TYPST = ROOT / "_build" / "typst"
BOOK, BRIEF = "beijing-ip-2020", "beijing-ip-2020-brief"
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
NOTEBOOKS = [chapter["file"] for part in TOC["parts"] if part.get("numbered") for chapter in part["chapters"]]


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    if not (PDF / f"{BOOK}.pdf").exists():
        message = "there is no printed book in _build/pdf: run make pdf first"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="session")
def book() -> PdfReader:
    return PdfReader(PDF / f"{BOOK}.pdf")


@pytest.fixture(scope="session")
def pages(book: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in book.pages]


def test_the_file_says_what_it_is(book: PdfReader) -> None:
    xmp = book.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    for words in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", "<dc:title>", "<dc:language>"):
        assert words in xmp
    assert book.metadata.title == "Intellectual property protection in Beijing, 2020"
    assert book.metadata.author == "The beijing-ip authors"
    assert book.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert book.trailer["/Root"]["/Lang"] == "en"
    assert book.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_chapters_stand_in_the_order_of_the_contents(book: PdfReader, pages: list[str]) -> None:
    titles = [entry.title for entry in book.outline if not isinstance(entry, list)]
    headings = []
    for name in NOTEBOOKS:
        cells = json.loads((ROOT / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        headings.append("".join(cells[0]["source"]).splitlines()[0].removeprefix("# "))
    places = [next(i for i, title in enumerate(titles) if title.endswith(heading)) for heading in headings]
    assert places == sorted(places)
    assert titles[0] == "Contents" and titles[-1] == "Index of indicators"
    openings = [f"{number} {heading} " for number, heading in enumerate(headings, start=1)]
    starts = [next(i for i, text in enumerate(pages) if text.startswith(opening)) for opening in openings]
    assert starts == sorted(starts)


def test_every_observation_prints_with_its_place(pages: list[str]) -> None:
    text = " ".join(pages).replace("\u00a0", " ")
    for row in load_release().values():
        assert str(row).replace("\u00a0", " ") in text


def test_every_figure_prints_with_number_headline_and_words(book: PdfReader, pages: list[str]) -> None:
    text = " ".join(pages).replace("’", "'")
    said = {str(tag["/Alt"]) for tag in tags(book) if tag["/S"] == "/Figure" and "/Alt" in tag}
    count = 0
    for chapter, name in enumerate(NOTEBOOKS, start=1):
        place = 0
        for cell in json.loads((ROOT / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                figure = output.get("metadata", {}).get("image/svg+xml", {}).get("figure")
                if figure:
                    place += 1
                    count += 1
                    assert figure["alt"] in said
                    assert re.search(rf"Figure {chapter}\.{place} {re.escape(figure['headline'])}", text)
    assert count >= 14


def test_the_findings_are_two_pages_that_face_each_other(book: PdfReader) -> None:
    places = {entry.title: book.get_destination_page_number(entry) for entry in book.outline if isinstance(entry, dict)}
    first = places["Key findings"]
    following = min(place for place in places.values() if place > first)
    assert following - first == 2
    # The cover is a right page by itself, so a left page has an odd place counted from nought.
    assert first % 2 == 1


def test_code_does_not_print(pages: list[str]) -> None:
    assert not re.search(r"from beijing_ip|\bsay\(|read_release\(", " ".join(pages))


def test_chinese_terms_can_be_copied(pages: list[str]) -> None:
    text = "".join(" ".join(pages).split())
    for term in load_tables()["terms"]["term_zh"]:
        assert "".join(term.split()) in text


def test_chinese_passages_say_so(book: PdfReader) -> None:
    assert sum(str(tag.get("/Lang", "")).lower().startswith("zh") for tag in tags(book)) > 50


def test_tables_have_header_cells(book: PdfReader) -> None:
    kinds = [str(tag["/S"]) for tag in tags(book)]
    assert kinds.count("/Table") >= 40
    assert kinds.count("/THead") == kinds.count("/Table")


def test_every_link_leads_somewhere(book: PdfReader) -> None:
    known = {page.indirect_reference.idnum for page in book.pages}
    names = book.named_destinations
    outside = 0
    for page in book.pages:
        for note in page.get("/Annots", []):
            link = note.get_object()
            action = link.get("/A", {})
            if action.get("/S") == "/URI":
                assert action["/URI"].startswith("https://") or action["/URI"].startswith("http://")
                outside += 1
            else:
                target = link.get("/Dest") or action["/D"]
                assert target in names if isinstance(target, str) else target[0].idnum in known
    assert outside > 100


@pytest.mark.parametrize("name", [BOOK, BRIEF])
def test_every_font_is_embedded(name: str) -> None:
    for page in PdfReader(PDF / f"{name}.pdf").pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object().get("/DescendantFonts", [font])[0].get_object()
            assert {"/FontFile2", "/FontFile3"} & inner["/FontDescriptor"].get_object().keys()


def test_the_index_names_every_indicator_with_pages(book: PdfReader, pages: list[str]) -> None:
    start = max(i for i, text in enumerate(pages) if text.startswith("Index of indicators"))
    # A line may break after a hyphen.
    index = " ".join(pages[start:]).replace("- ", "-")
    used = {row.indicator.name_en for row in load_release().values()}
    for name in (name.replace("'", "’") for name in used):
        found = re.search(rf"{re.escape(name)} ((?:\d+(?:, )?)+)", index)
        assert found, f"{name} is not in the index"
        for number in found[1].strip(", ").split(", "):
            assert "".join(name.split()) in "".join(pages[book.page_labels.index(number)].split())


def test_contents_give_the_right_pages(book: PdfReader, pages: list[str]) -> None:
    contents = pages[2]
    for title in ("Creation", "Enforcement", "Judicial protection"):
        number = re.search(rf"\d {title} (\d+)", contents)
        assert number and title in pages[book.page_labels.index(number[1])]


def test_the_brief_has_two_pages_and_three_charts() -> None:
    brief = PdfReader(PDF / f"{BRIEF}.pdf")
    assert len(brief.pages) == 2
    assert sum(tag["/S"] == "/Figure" and "/Alt" in tag for tag in tags(brief)) == 3
    text = " ".join(" ".join(page.extract_text() for page in brief.pages).split())
    assert "What was found" in text and "How to read a number".lower() in text.lower()


@pytest.mark.parametrize("name", [BOOK, BRIEF])
def test_nothing_stands_outside_the_margins(name: str, tmp_path: Path) -> None:
    # The colour of the first page, cover or band, reaches to the edge of the sheet.
    check_margins(TYPST / name / f"{name}.typ", tmp_path, skip=1)


@pytest.mark.parametrize("name", [BOOK, BRIEF])
def test_the_same_input_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    day = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["date-released"]
    given = os.environ.get("SOURCE_DATE_EPOCH")
    seconds = int(given) if given else (day - type(day)(1970, 1, 1)).days * 86400
    again = tmp_path / "again.pdf"
    compile_pdf(TYPST / name / f"{name}.typ", again, [FONTS], seconds)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256((PDF / f"{name}.pdf").read_bytes()).digest()
