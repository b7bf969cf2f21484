"""What a reader opens in _build/pdf: complete, tagged, fonts and links that hold, the same from the same inputs."""

import os
import re
from pathlib import Path

import numpy as np
import yaml
from pages import CHAPTERS, HTML, PAGES, ROOT, parsed
from printed import PrintedFile, ink_of_pages, ink_outside_margins, read_printed
from printed_book import BOOK, BRIEF, path_of, source_of

from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_release
from beijing_ip.publish.citation import citation_line, edition_line, load_citation
from sphinx_typst import FONTS, compile_pdf
from sphinx_typst.check.command import check, tell
from sphinx_typst.check.notes import NAME, read_notes


def chapter_title(notebook: dict) -> str:
    return "".join(notebook["cells"][0]["source"]).splitlines()[0].removeprefix("# ")


def front_titles(book: PrintedFile) -> list[str]:
    """The bookmarks that are not below another."""
    return [entry.title for entry in book.pdf.outline if not isinstance(entry, list)]


def test_the_file_says_what_it_is(book: PrintedFile) -> None:
    root = book.pdf.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    for words in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", "<dc:title>", "<dc:language>"):
        assert words in xmp
    assert book.pdf.metadata.title == "Intellectual property protection in Beijing, 2020"
    assert book.pdf.metadata.author == "The beijing-ip authors"
    assert book.pdf.metadata.subject == citation_line(load_citation(ROOT))
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_cover_imprint_and_brief_say_version_and_day(book: PrintedFile, brief: PrintedFile) -> None:
    about = load_citation(ROOT)
    assert book.pages[0].endswith(f"{about['authors'][0]['name']} {edition_line(about)}")
    # A long address goes on on the next line.
    cited = "".join(citation_line(about).split())
    assert f"Howtocite{cited}" in "".join(book.pages[1].split())
    assert edition_line(about) in brief.pages[0] and cited in "".join(brief.pages[1].split())
    assert brief.pdf.metadata.subject == citation_line(about)


def test_chapters_stand_in_the_order_of_the_contents(book: PrintedFile, notebooks: dict[str, dict]) -> None:
    titles = front_titles(book)
    headings = [chapter_title(notebooks[Path(name).name]) for name in CHAPTERS]
    places = [next(i for i, title in enumerate(titles) if title.endswith(heading)) for heading in headings]
    assert places == sorted(places)
    assert titles[0] == "Contents" and titles[-1] == "Index of indicators"
    openings = [f"{number} {heading} " for number, heading in enumerate(headings, start=1)]
    starts = [next(i for i, text in enumerate(book.pages) if text.startswith(opening)) for opening in openings]
    assert starts == sorted(starts)


def test_print_says_what_the_web_pages_say(book: PrintedFile) -> None:
    result = check(HTML, path_of(BOOK), read_notes(source_of(BOOK).parent / NAME))
    assert [tell(finding) for finding in result.wrong] == []
    assert result.words > 30_000


def test_every_observation_prints_with_its_place(book: PrintedFile) -> None:
    text = book.text.replace("\u00a0", " ")
    assert [row for row in map(str, load_release().values()) if row.replace("\u00a0", " ") not in text] == []


def test_every_figure_prints_with_number_headline_and_words(book: PrintedFile) -> None:
    text = book.text.replace("’", "'")
    said, count = book.said_of("Figure"), 0
    for chapter, name in enumerate(CHAPTERS, start=1):
        for place, figure in enumerate(parsed(name).select("figure.finding"), start=1):
            count += 1
            assert figure.select_one("svg.wide")["aria-label"] in said
            headline = figure.select_one(".figure-headline").get_text().strip().replace("’", "'")
            assert f"Figure {chapter}.{place} {headline}" in text
    assert count >= 14


def test_the_book_has_at_most_64_pages(book: PrintedFile) -> None:
    assert len(book.pages) <= 64


def test_code_does_not_print(book: PrintedFile, notebooks: dict[str, dict]) -> None:
    for notebook in notebooks.values():
        for cell in notebook["cells"]:
            lines = "".join(cell["source"]).splitlines() if cell["cell_type"] == "code" else []
            code = [line.strip() for line in lines if re.search(r"^(from|import) |\w\(|^\w+ = ", line)]
            assert [line for line in code if line in book.text] == []
    assert "What each number counts" not in book.text, "a part for the screen prints"


def test_chinese_terms_can_be_copied(book: PrintedFile) -> None:
    text = "".join(book.text.split())
    assert [row["term_zh"] for row in load_tables()["terms"] if "".join(row["term_zh"].split()) not in text] == []


def test_chinese_passages_say_so(book: PrintedFile) -> None:
    """A part that is all Chinese says so in its tag, Chinese within English where it is drawn."""
    assert sum(str(tag.get("/Lang", "")).lower().startswith("zh") for tag in book.tags) > 30
    drawn = [len(re.findall(rb"/Lang\s*\(zh", page.get_contents().get_data())) for page in book.pdf.pages]
    assert sum(drawn) > 200


def test_tables_have_header_cells(book: PrintedFile) -> None:
    assert book.kinds.count("Table") >= 25
    assert book.kinds.count("THead") == book.kinds.count("Table")


def test_every_link_leads_somewhere(book: PrintedFile) -> None:
    outside, inside = book.links()
    assert len(outside) > 100 and len(inside) > 100
    assert [address for address in outside if not address.startswith(("https://", "http://"))] == []
    assert book.broken_links() == []


def test_every_font_is_embedded(name: str) -> None:
    fonts = read_printed(path_of(name)).fonts()
    assert len(fonts) >= 4
    assert [font for font, embedded in fonts.items() if not embedded] == []


def test_the_index_names_every_indicator_with_pages(book: PrintedFile) -> None:
    start = max(i for i, text in enumerate(book.pages) if text.startswith("Index of indicators"))
    # A line may break after a hyphen.
    index = " ".join(book.pages[start:]).replace("- ", "-")
    for name in {row.indicator.name_en.replace("'", "’") for row in load_release().values()}:
        found = re.search(rf"{re.escape(name)} ((?:\d+(?:, )?)+)", index)
        assert found, f"{name} is not in the index"
        for number in found[1].strip(", ").split(", "):
            page = "".join(book.pages[book.pdf.page_labels.index(number)].split())
            assert "".join(name.split()) in page, f"{name} is not on page {number}"


def test_contents_give_the_right_pages(book: PrintedFile) -> None:
    for title in ("Creation", "Enforcement", "Judicial protection"):
        number = re.search(rf"\d {title} (\d+)", book.pages[2])
        assert number and title in book.pages[book.pdf.page_labels.index(number[1])]


def test_the_brief_has_two_pages_and_three_charts(brief: PrintedFile) -> None:
    assert len(brief.pages) == 2
    assert len(brief.said_of("Figure")) == 3
    assert "What happened" in brief.text and "How sure?" in brief.text
    # A finding is one paragraph; the way to its chapter is for the book alone.
    assert re.search(r"\+[\d.]+% patents granted\. [\d,]+ in all\.", brief.text)
    assert not {"Creation", "Enforcement", "How to read a number"} & set(re.split(r" ?[.·] ?", brief.text))


def test_both_pages_of_the_brief_are_full() -> None:
    for ink in ink_of_pages(source_of(BRIEF)):
        lines = np.flatnonzero(ink.any(axis=1))
        assert np.diff(lines).max() < 0.2 * len(ink), "a fifth of a page or more is left empty"


def test_the_years_stand_on_two_turned_pages(book: PrintedFile) -> None:
    boxes = [page.mediabox for page in book.pdf.pages]
    turned = [text for text, box in zip(book.pages, boxes, strict=True) if box.width > box.height]
    assert len(turned) == 2
    assert turned[0].startswith("The years in one table")


def test_nothing_stands_outside_the_margins(name: str) -> None:
    assert ink_outside_margins(source_of(name)) == []


def test_the_same_input_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    day = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["date-released"]
    given = os.environ.get("SOURCE_DATE_EPOCH")
    seconds = int(given) if given else (day - type(day)(1970, 1, 1)).days * 86400
    again = tmp_path / "again.pdf"
    compile_pdf(source_of(name), again, [FONTS], seconds)
    assert again.read_bytes() == path_of(name).read_bytes()


def test_a_table_has_the_same_number_on_the_web_and_in_print(book: PrintedFile) -> None:
    web = [one.get_text() for page in PAGES for one in parsed(page).select("caption .table-number")]
    code = source_of(BOOK).read_text(encoding="utf-8")
    numbers = re.findall(r'^}, number: "([\d.]+)", lang: "\w*", shown: false', code, re.MULTILINE)
    assert len(numbers) > 10
    assert web == [f"Table {number}" for number in numbers]
    ids = [one["id"] for page in PAGES for one in parsed(page).select(".table-box[id]")]
    assert ids == [f"table-{number.replace('.', '-')}" for number in numbers]
    text = " ".join(book.pages)
    assert [number for number in numbers if f"Table {number}" not in text] == []
