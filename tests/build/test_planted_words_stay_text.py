"""Words of a cell are text in all that is built of them: pages, scripts, what machines read, print, files and pictures.

One project in which each cell of free text holds what would act is built once, and read in many places. That no page of
the book itself takes a cell for markup is in `tests/publish/test_cells_stay_text.py`.
"""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
import typst
from browser import Visit
from bs4 import BeautifulSoup
from conftest import ROOT
from planted import LIVE, WORDS, live_in, write_planted
from playwright.sync_api import Error
from pypdf import PdfReader
from small_project import Project

from beijing_ip.data.loading import load_tables
from beijing_ip.publish.offered import BYTE_ORDER_MARK
from beijing_ip.publish.web.pictures import PICTURE_TEMPLATE, PictureText
from beijing_ip.show.fonts import PRINT

FIGURE = """
from beijing_ip.analysis.frames import series
from beijing_ip.data.observations import load_indicators
from beijing_ip.show import figure, plots

name = load_indicators()["patents-granted"].name_en
stock = series("patents-granted")["patents-granted"].rename(name)
figure(
    lambda ax: plots.lines(ax, stock), name="planted", headline=name, subtitle=name, alt=f"A line: {name}.", data=stock
)
"""
TAKEN = ("all-figures", "cite", "explore")
"""Pages of the book that the project has too, without their links to others."""
SAFE = ("http://", "https://", "#", "../", "data:image/svg+xml", "data:application/x-research-info-systems;")
"""How addresses on a page begin; the others are names of files."""


PRINTED_BACKSLASH = "\0"
PRINTED = {"backslash": PRINTED_BACKSLASH, "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
"""What LaTeX prints for its names of signs; a backslash is put in last."""


def plain(text: str) -> str:
    """What is read, without spaces, which a line may break, and without what typesetting does to quotes and dashes."""
    for of_print, typed in (("“", '"'), ("”", '"'), ("–", "--")):
        text = text.replace(of_print, typed)
    return "".join(text.split())


def acting(text: str) -> dict[str, str]:
    """The columns of which a cell is shown otherwise than as text, with what is shown."""
    text, found = plain(text), {}
    for mark in re.finditer(r"@([a-z]+\.[a-z_]+)@", text):
        wanted = seen_in(mark[1])
        shown = text[mark.end() :][: len(wanted)]
        if shown != wanted:
            found[mark[1]] = shown
    return found


def seen_in(column: str) -> str:
    return f"{plain(live_in(column))}@"


def columns_in(text: str) -> set[str]:
    return set(re.findall(r"@([a-z]+\.[a-z_]+)@", plain(text)))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project.make(tmp_path_factory.mktemp("planted") / "project")
    write_planted(made.root / "data")
    (made.root / "book/index.md").write_text("# {{ title }}\n\nWords.\n")
    for name in TAKEN:
        text = (ROOT / f"book/{name}.md").read_text(encoding="utf-8").partition("## All indicators")[0]
        (made.root / f"book/{name}.md").write_text(re.sub(r"\[([^]]*)\]\([a-z-]+\.md\)", r"\1", text), encoding="utf-8")
    # Where the table of a figure has its numbers explained.
    shutil.copy(made.root / "book/index.md", made.root / "book/numbers.md")
    made.write("one", FIGURE)
    (made.root / "book/two.md").unlink()
    made.list_pages("one", "numbers", *TAKEN)
    made.build(command=made.command("book"))
    return made


@pytest.fixture(scope="module")
def html(project: Project) -> Path:
    return project.root / "_build/html"


@pytest.fixture
def seen(html: Path, browser: Any) -> Iterator[Visit]:
    """A tab on the disk, in which nothing opened a dialog, failed, or was asked of another host."""
    context, said = browser.new_context(), []
    page = context.new_page()
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    visit = Visit(page, f"{html.as_uri()}/")
    yield visit
    context.close()
    assert (said, visit.errors, visit.foreign) == ([], [], [])


def test_a_page_shows_words_as_text_and_runs_none(html: Path) -> None:
    found = set()
    for path in html.rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for entry in [code.extract() for code in page.select("pre:has(code), .highlight-bibtex pre")]:
            check_bibtex(entry.get_text())
        attributes = [(tag.name, name, str(value)) for tag in page.find_all(True) for name, value in tag.attrs.items()]
        texts = [page.get_text(), *(value for _, name, value in attributes if name not in ("id", "href"))]
        assert [wrong for text in texts if (wrong := acting(text))] == [], path.name
        found |= {column for text in texts for column in columns_in(text)}
        assert [each for each in attributes if each[1].startswith("on") or each[1] == "srcdoc"] == [], path.name
        addresses = [value for _, name, value in attributes if name in ("href", "src", "action", "xlink:href")]
        assert [each for each in addresses if ":" in each and not each.startswith(SAFE)] == [], path.name
        for script in page.find_all("script"):
            if not script.get("src"):
                assert script["type"] == "application/ld+json"
                said = list(_texts(json.loads(script.string or "")))
                assert [wrong for text in said if (wrong := acting(text))] == [], path.name
                found |= {f"machines: {column}" for text in said for column in columns_in(text)}
    assert found >= {"indicators.name_en", "editions.title", "sources.publisher", "machines: editions.title"}


def check_bibtex(entry: str) -> None:
    """An entry ends where it begins to end, and LaTeX prints its words."""
    if entry.lstrip().startswith("@"):
        depths = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in entry.strip()))
        assert depths[-1] == 0 and depths.index(0, entry.index("{")) == len(depths) - 1
        words = re.sub(r"\\text(\w+)\{\}", lambda name: PRINTED[name[1]], entry)
        words = re.sub(r"\\([&%$#_])", r"\1", words)
        assert acting(words.replace(PRINTED_BACKSLASH, "\\")) == {} != columns_in(words)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def test_print_shows_words_as_text(project: Project) -> None:
    pdf = PdfReader(project.root / "_build/pdf/beijing-ip-2020.pdf")
    assert pdf.metadata is not None
    title = plain(pdf.metadata.title or "")
    cover, *pages = (plain(page.extract_text()) for page in pdf.pages)
    assert title.endswith(f"@editions.title@{seen_in('editions.title')}") and cover.startswith(title)
    assert (acting(cover), columns_in(cover)) == ({}, {"editions.title", "editions.subtitle"})
    # What goes on from page to page, without their feet, and without the entry of BibTeX, which escapes it.
    text = "".join(re.sub(rf"\d+{re.escape(title)}(Pageone)?$", "", page) for page in pages)
    text = re.sub(r"@book\{.*?month=", "", text)
    assert acting(text) == {}
    assert columns_in(text) >= {"sources.publisher", "sources.title", "indicators.name_en", "editions.title"}
    links = [link.get_object().get("/A", {}) for page in pdf.pages for link in page.get("/Annots", ())]
    assert {str(link["/S"]) for link in links if link} <= {"/URI", "/GoTo"}
    assert all(str(link["/URI"]).startswith(("http://", "https://")) for link in links if "/URI" in link)


def test_files_to_take_along_hold_the_words_themselves(html: Path) -> None:
    with zipfile.ZipFile(html.parent / "data/beijing-ip-2020-data.zip") as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".csv")}
        package = json.loads(archive.read("datapackage.json"))
    files |= {path.name: path.read_text(encoding="utf-8") for path in html.rglob("figures/*.csv")}
    assert "planted.csv" in files
    for name, text in files.items():
        for row in csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")):
            assert [wrong for cell in row.values() if (wrong := acting(cell))] == [], name
    for table, columns in WORDS.items():
        written = {column for row in load_tables()[table] for column in columns if row[column]}
        assert {f"{table}.{column}" for column in written} <= columns_in(files[f"{table}.csv"])
    whole = json.loads((html.parent / "data/beijing-ip-2020.json").read_text(encoding="utf-8"))
    assert [wrong for text in _texts(whole) if (wrong := acting(text))] == []
    assert acting(package["title"]) == {} != columns_in(package["title"])
    book = openpyxl.load_workbook(html.parent / "data/beijing-ip-2020.xlsx")
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    whole = list(_texts(json.loads((html.parent / "data/beijing-ip-2020.json").read_text(encoding="utf-8"))))
    for said in (cells, whole):
        assert [wrong for text in said if (wrong := acting(text))] == []
        assert {f"{table}.{column}" for table, columns in WORDS.items() for column in columns} <= set().union(
            *map(columns_in, said)
        )


def test_explore_its_table_and_its_files_show_words_as_text(seen: Visit) -> None:
    seen.open("book/explore#indicator=patents-granted&places=beijing,shanghai&show=change")
    page = seen.page
    page.locator(".explore-chart svg").wait_for()
    for details in page.locator("article.bd-article details").all():
        details.evaluate("one => one.open = true")
    check_bibtex(page.locator("article pre").evaluate("one => { one.remove(); return one.textContent; }"))
    shown = page.locator("article.bd-article").inner_text()
    titles = page.evaluate("[...document.querySelectorAll('[aria-label]')].map((one) => one.ariaLabel).join(' ')")
    assert (acting(shown), acting(titles)) == ({}, {})
    assert columns_in(shown) >= {"indicators.name_en", "indicators.name_zh", "indicators.definition", "sources.title"}
    with page.expect_download() as started:
        page.locator(".explore-csv").click()
    text = Path(started.value.path()).read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")):
        assert [wrong for cell in row.values() if (wrong := acting(cell))] == []
        assert columns_in(row["indicator"]) == {"indicators.name_en"}
    with page.expect_download() as started:
        page.get_by_role("button", name="Picture, SVG").click()
    picture = ElementTree.parse(started.value.path()).getroot()
    assert {tag.tag.partition("}")[2] for tag in picture.iter()} <= {
        "svg",
        "g",
        "path",
        "line",
        "rect",
        "text",
        "circle",
    }
    words = "".join(picture.itertext())
    assert acting(words) == {}
    # The citation stands last, with what is shown in it.
    assert columns_in(words.rpartition("“")[2]) == {"indicators.name_en", "editions.title"}


def test_search_card_and_the_table_of_all_figures_show_words_as_text(seen: Visit) -> None:
    page = seen.page
    for asked in ("patents granted", "<img src=x onerror=alert(1)>"):
        seen.open("search")
        page.locator("#search-query").fill(asked)
        page.keyboard.press("Enter")
        page.locator("#search-results li").first.wait_for()
        status = page.locator("#search-status").inner_text()
        assert asked in status
        # An excerpt may begin and end within a cell.
        names = page.locator("#search-results a").all_inner_texts()
        assert [wrong for name in names if (wrong := acting(name))] == []
        assert {column for name in names for column in columns_in(name)} & {"indicators.name_en", "editions.title"}
    seen.open("book/all-figures")
    page.locator("main table [data-figures]").first.click()
    page.locator(".number-card dl").wait_for()
    for place in ("main table", ".number-card"):
        shown = page.locator(place).inner_text()
        assert acting(shown) == {} and "indicators.name_en" in columns_in(shown), place


def test_no_script_of_a_page_can_make_markup_or_code_of_a_text(seen: Visit) -> None:
    """Which the browser holds, so that a slip in a script shows nothing rather than what a cell holds."""
    seen.open("book/all-figures")
    for slip in (
        "document.body.innerHTML = '<b>x</b>'",
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
        "document.head.append(Object.assign(document.createElement('script'), { src: 'x.js' }))",
        "document.head.append(Object.assign(document.createElement('script'), { text: 'alert(1)' }))",
        "trustedTypes.createPolicy('card', { createHTML: (text) => text })",
        "trustedTypes.createPolicy('other', { createHTML: (text) => text })",
    ):
        with pytest.raises(Error, match=r"Trusted|Policy"):
            seen.page.evaluate(slip)
    seen.errors.clear()


def test_a_picture_shows_words_as_text(html: Path) -> None:
    """The same template as PDF, in which its words can be read."""
    assert (html / "_downloads/figures/planted.png").stat().st_size > 10_000
    mark = f"@indicators.name_en@{LIVE}@"
    parts = PictureText("en", *(f"{word} {mark}" for word in ("Head", "Sub", "Source", "Care")), (mark, mark), mark)
    chart = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 330 10"><path d="M0 0h330"/></svg>'
    inputs = {"chart": chart, "width": "330", "parts": json.dumps(asdict(parts))}
    compiler = typst.Compiler(PICTURE_TEMPLATE, root=PICTURE_TEMPLATE.parent, font_paths=[PRINT], sys_inputs=inputs)
    text = PdfReader(io.BytesIO(compiler.compile(format="pdf"))).pages[0].extract_text()
    assert len(re.findall("@indicators.name_en@", plain(text))) == 7
    assert acting(text) == {}
