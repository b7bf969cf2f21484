"""The block of a figure on a built page: every part, in one order, with a file of the very numbers."""

import io
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, unquote, urljoin

import pandas as pd
import pytest
from bs4 import Tag
from composed import WITH_FIGURES, figures_of
from docutils import nodes
from pages import HTML, PAGES, ROOT, parsed
from PIL import Image

from beijing_ip.data.observations import load_observations
from beijing_ip.publish.citation import citation_line, edition_line, load_citation
from beijing_ip.publish.finish import format_size
from beijing_ip.publish.web import figure_blocks
from beijing_ip.publish.web.figure_blocks import LABELS
from beijing_ip.publish.web.pictures import PictureError, PictureText, draw_picture

DOWNLOADS = HTML / "_downloads" / "figures"
PARTS = ["figcaption", "figure-chart", "figure-source", "figure-notes", "figure-tools"]
TOOLS = ["figure-data", "figure-reading", "figure-cite", "figure-csv", "figure-picture"]
"""The last is followed by a link to Explore where the figure has an indicator."""


pytestmark = pytest.mark.usefixtures("built")


@pytest.fixture(scope="module")
def figures(built: None) -> dict[str, tuple[str, Tag]]:
    """Every figure of the book with its page, by its name."""
    found = [(page, figure) for page in PAGES for figure in parsed(page).select("figure.finding")]
    assert len({figure["id"] for _, figure in found}) == len(found) > 20
    return {str(figure["id"]): (page, figure) for page, figure in found}


def only(parent: Tag, selector: str) -> Tag:
    (found,) = parent.select(selector)
    return found


def test_every_figure_has_its_parts_in_one_order(figures: dict[str, tuple[str, Tag]]) -> None:
    for name, (_, figure) in figures.items():
        parts = [child.get("class", [child.name])[0] for child in figure.find_all(recursive=False)]
        assert [part for part in PARTS if part in parts] == parts, name
        assert set(PARTS) - set(parts) <= {"figure-notes"}, name
        tools = [child["class"][0] for child in only(figure, ".figure-tools").find_all(recursive=False)]
        assert tools in (TOOLS, [*TOOLS, "figure-explore"]), name
        assert re.fullmatch(r"(Figure |图)\d+(\.\d+)?", only(figure, ".figure-number").get_text()), name
        source = only(figure, ".figure-source").get_text()
        assert re.fullmatch("Source: .*grade.*|来源：.*级.*", source.strip(), re.DOTALL), name


def test_a_figure_is_named_by_its_headline_and_its_chart_says_more(figures: dict[str, tuple[str, Tag]]) -> None:
    for name, (_, figure) in figures.items():
        headline = only(figure, ".figure-headline")
        assert figure["aria-labelledby"] == headline["id"]
        for svg in figure.select(".figure-chart > svg"):
            assert svg["role"] == "img", f"{name}: without a script a chart is one picture"
            assert svg["aria-label"] not in ("", headline.get_text()), name
            assert not svg.select("[tabindex]"), name


def test_what_must_be_read_with_care_is_never_folded_away(figures: dict[str, tuple[str, Tag]]) -> None:
    opened = 0
    for name, (_, figure) in figures.items():
        assert "Read with care" not in "".join(part.get_text() for part in figure.select("details")), name
        for notes in figure.select(".figure-notes"):
            assert not notes.find_parent("details"), name
            opened += "Read with care" in notes.get_text()
    assert opened > 5


def test_data_and_reading_are_folded_until_asked_for(figures: dict[str, tuple[str, Tag]]) -> None:
    for name, (page, figure) in figures.items():
        fixed = LABELS["zh" if page.endswith("-zh") else "en"]
        for part, words in (("figure-data", fixed["data"]), ("figure-reading", fixed["reading"])):
            details = only(figure, f"details.{part}")
            assert not details.has_attr("open"), name
            assert only(details, "summary").get_text() == words, name
        assert len(figure.select("details.figure-data table")) == 1, name
        reading = only(figure, "details.figure-reading").get_text().replace(fixed["reading"], "", 1)
        assert reading.strip(), name
        page_text = figure.get_text(" ", strip=True)
        assert page_text.count(" ".join(reading.split())) <= 1, f"{name}: how to read it stands there twice"


def test_numbers_of_the_data_stand_flush_right(figures: dict[str, tuple[str, Tag]]) -> None:
    flush = 0
    for name, (_, figure) in figures.items():
        # A range stands beside its number, flush left.
        cells = figure.select(".figure-data tbody td:not(.beside)")
        numbers = [
            cell for cell in cells if re.match(r"(about |约)?[+−]?\d[\d,.]*(%|万|亿|\W|$)", cell.get_text(strip=True))
        ]
        assert [str(cell) for cell in numbers if "text-right" not in cell.get("class", [])] == [], name
        flush += len(numbers)
    assert flush > 200


def test_a_figure_says_how_to_cite_it(figures: dict[str, tuple[str, Tag]]) -> None:
    about = load_citation(ROOT)
    for name, (page, figure) in figures.items():
        headline, number = only(figure, ".figure-headline").get_text(), only(figure, ".figure-number").get_text()
        cite = only(figure, "details.figure-cite")
        words, entry = only(cite, ".figure-citation").get_text(), only(cite, "pre").get_text().replace("\\", "")
        file = unquote(only(cite, "a.cite-ris")["href"])
        assert only(cite, "summary").get_text() == ("引用本图" if page == "book/summary-zh" else "Cite this figure")
        assert f"\nLA  - {'zh-Hans' if page == 'book/summary-zh' else 'en'}\r\n" in file
        for part in (headline, number, about["title"], about["version"], str(about["date-released"].year)):
            assert part in words and part in entry and part in file, name
        assert edition_line(about) in words and words.endswith(f"{page}.html#{name}"), name
        assert f"{{beijing-ip-{name}," in entry
        assert only(cite, "a.figure-address")["href"] == f"#{name}"


def test_a_figure_leads_to_the_view_of_explore_that_shows_its_indicators_places_and_years(
    figures: dict[str, tuple[str, Tag]],
) -> None:
    known = {row.observation_id: row for row in load_observations()}
    led = 0
    for name, (page, figure) in figures.items():
        marks = figure.select("svg.wide [data-figures]")
        rows = [known[each] for mark in marks for each in str(mark["data-figures"]).split()]
        addresses = [urljoin(f"/{page}.html", str(link["href"])) for link in figure.select("a.figure-explore")]
        assert len(addresses) == bool(rows), name
        for address in addresses:
            target, _, view = address.partition("#")
            asked = {key: values[0].split(",") for key, values in parse_qs(view).items()}
            assert target == "/book/explore.html"
            assert asked["indicator"] == list(dict.fromkeys(row.indicator.indicator_id for row in rows))[:2], name
            shown = [row for row in rows if row.indicator.indicator_id in asked["indicator"]]
            assert asked["from"] + asked["to"] == [end(row.period[:4] for row in shown) for end in (min, max)], name
            assert len(asked["places"]) == min(4, len({row.place for row in shown})), name
            led += 1
    assert led > 20


def test_the_data_of_a_figure_lead_to_the_entries_of_its_indicators(figures: dict[str, tuple[str, Tag]]) -> None:
    held = {str(entry["id"]) for entry in parsed("book/numbers").select("article [id]")}
    told = 0
    for name, (page, figure) in figures.items():
        data = pd.read_csv(DOWNLOADS / f"{name}.csv", dtype=str)
        wanted = held & set(data["indicator_id"].dropna()) if "indicator_id" in data else set()
        links = [urljoin(f"/{page}.html", str(link["href"])) for link in figure.select(".figure-data a")]
        found = {link.partition("#")[2] for link in links if link.startswith("/book/numbers.html#")}
        assert found == wanted, name
        told += len(found)
    assert told > 10


def test_every_csv_is_linked_once_and_said_to_be_what_it_is(figures: dict[str, tuple[str, Tag]]) -> None:
    links = [(page, str(link["href"])) for page in PAGES for link in parsed(page).select(".figure-csv")]
    linked = Counter(urljoin(f"{page}.html", address) for page, address in links)
    assert linked == {f"_downloads/figures/{name}.csv": 1 for name in figures}
    assert {path.stem for path in DOWNLOADS.iterdir()} == set(figures)
    for name, (_, figure) in figures.items():
        link, file = only(figure, "a.figure-csv"), DOWNLOADS / f"{name}.csv"
        rows, size = len(pd.read_csv(file)), format_size(file.stat().st_size)
        said = {"en": f"CSV with sources, {rows} rows, {size}", "zh": f"CSV（含来源），{rows}行，{size}"}
        assert link["download"] == file.name and rows > 1
        assert link.get_text() == said["zh" if name.endswith("-zh") else "en"]


def test_every_figure_can_be_taken_along_as_a_picture(figures: dict[str, tuple[str, Tag]]) -> None:
    for name, (page, figure) in figures.items():
        link, file = only(figure, "a.figure-picture"), DOWNLOADS / f"{name}.png"
        assert urljoin(f"{page}.html", str(link["href"])) == f"_downloads/figures/{file.name}"
        assert link["download"] == file.name and format_size(file.stat().st_size) in link.get_text()
        with Image.open(file) as picture:
            assert picture.format == "PNG" and picture.width > 1100 and picture.height > 400, name


def test_a_picture_holds_the_words_that_its_chart_must_not_be_shown_without() -> None:
    whole = PictureText("en", "Headline", "Subtitle", "Source: 来源", "Read with care:", ("One.", "Another."), "Cited")
    chart = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 330 100"><path d="M0 0h9v9z"/></svg>'
    pictures = [draw_picture(chart, whole)]
    for part in ("headline", "subtitle", "source", "care", "citation"):
        pictures.append(draw_picture(chart, replace(whole, **{part: "Other words"})))
    pictures += [draw_picture(chart, replace(whole, notes=notes)) for notes in (("One.",), ("One.", "Other words."))]
    assert len(set(pictures)) == len(pictures)
    assert draw_picture(chart, whole) == pictures[0]
    with pytest.raises(PictureError, match="☃"):
        draw_picture(chart, replace(whole, source="\N{SNOWMAN}"))


def test_a_picture_is_given_all_words_of_its_figure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """And the citation of the book, which says version and day, and the terms."""
    given: list[PictureText] = []
    monkeypatch.setattr(figure_blocks, "draw_picture", lambda chart, parts: given.append(parts) or b"picture")
    about = load_citation(ROOT)
    block: Any = SimpleNamespace(
        config=SimpleNamespace(report_about=about), app=SimpleNamespace(outdir=tmp_path), _language="en-GB"
    )
    notes = nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", words)) for words in ("One.", "Another.")))
    parts = {
        "figure-source": nodes.container("", nodes.paragraph("", "Source: A.")),
        "figure-notes": nodes.container("", nodes.paragraph("", "Read with care:"), notes),
    }
    figure = nodes.figure("", ids=["name"], wide="<svg/>")
    words = nodes.caption("", "Headline"), nodes.legend("", nodes.paragraph("", "Subtitle"))
    assert figure_blocks.FigureBlocks._write_picture(block, figure, *words, parts) == len(b"picture")
    assert (tmp_path / figure_blocks.FOLDER / "name.png").read_bytes() == b"picture"
    cited = f"{citation_line(about)} CC\u00a0BY\u00a04.0."
    told = ("Headline", "Subtitle", "Source: A.", "Read with care:", ("One.", "Another."), cited)
    assert given == [PictureText("en", *told)]


def test_every_csv_holds_the_numbers_that_its_cell_gives(figures: dict[str, tuple[str, Tag]]) -> None:
    about = load_citation(ROOT)
    asked = {str(each.words["name"]): each.csv for path in WITH_FIGURES for each in figures_of(path)}
    assert asked.keys() == figures.keys() == {path.stem for path in DOWNLOADS.glob("*.csv")}
    for name, csv in asked.items():
        given = pd.read_csv(io.StringIO(csv), dtype=str).assign(
            book_version=about["version"], book_released=str(about["date-released"])
        )
        pd.testing.assert_frame_equal(pd.read_csv(DOWNLOADS / f"{name}.csv", dtype=str), given)
        assert len(given) > 0


def test_excel_reads_the_chinese_of_a_csv() -> None:
    """It takes a file for that of an older code page unless the file begins with this mark."""
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in DOWNLOADS.glob("*.csv"))


def test_both_charts_of_a_figure_have_the_same_marks(figures: dict[str, tuple[str, Tag]]) -> None:
    for name, (_, figure) in figures.items():
        wide, narrow = (
            {str(mark["id"]).removeprefix(prefix): only(mark, "title").get_text() for mark in chart.select(".mark")}
            for width, prefix in (("wide", f"{name}-"), ("narrow", f"{name}-narrow-"))
            for chart in [only(figure, f".figure-chart > svg.{width}")]
        )
        assert wide and wide == narrow, name


def test_the_words_of_a_chart_are_text_and_no_id_stands_twice() -> None:
    for page in PAGES:
        soup = parsed(page)
        assert all(chart.select("text") for chart in soup.select(".figure-chart > svg")), page
        ids = Counter(str(tag["id"]) for tag in soup.find_all(id=True))
        assert [name for name, count in ids.items() if count > 1] == [], page


def test_the_script_is_loaded_where_there_is_a_figure_and_nowhere_else() -> None:
    for page in PAGES:
        soup = parsed(page)
        scripts = soup.select('script[src*="/figures.js"]')
        assert len(scripts) == bool(soup.select("figure.finding")), page
        assert all(script.has_attr("defer") for script in scripts), page
    assert (HTML / "_static" / "figures.js").stat().st_size < 8000
