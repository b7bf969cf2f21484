"""The head and foot of every page: title, description, card, record for machines, citation, version, policy."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from browser import CHAPTERS, HTML, PAGES, ROOT
from bs4 import BeautifulSoup
from PIL import Image
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from beijing_ip.show import tables

ABOUT = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
FIRST = PAGES[0]


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    if not (HTML / "index.html").exists():
        pytest.skip("there is no built book in _build/html: run make book first")


def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup((HTML / f"{page}.html").read_text(encoding="utf-8"), "html.parser")


def heading(page: str) -> str:
    title = soup(page).h1
    for apart in title.select(".section-number, .headerlink"):
        apart.extract()
    return title.get_text().strip()


def test_tables_call_a_chapter_by_the_title_of_its_page() -> None:
    named = {f"notebooks/{page}": title for title, page in tables.CHAPTERS.values()}
    assert named == {page: heading(page) for page in CHAPTERS}
    (indicators,) = (each for each in PACKAGE["resources"] if each["name"] == "indicators")
    (field,) = (field for field in indicators["schema"]["fields"] if field["name"] == "chapter")
    assert list(tables.CHAPTERS) == field["constraints"]["enum"]


def said(page: str, name: str) -> str:
    found = soup(page).find("meta", attrs={"name": name}) or soup(page).find("meta", property=name)
    assert found, f"{page} does not say its {name}"
    return str(found["content"])


@pytest.mark.parametrize("page", PAGES)
def test_title_and_description_are_the_pages_own(page: str) -> None:
    assert soup(page).title.get_text().startswith(heading(page))
    assert said(page, "og:title") == heading(page)
    assert len(said(page, "description")) > 20
    assert said(page, "og:description") == said(page, "description")


def test_no_two_pages_share_title_or_description() -> None:
    for name in ("og:title", "description"):
        told = [said(page, name) for page in PAGES]
        assert len(set(told)) == len(told), name


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_a_card_that_is_light_and_described(page: str) -> None:
    path = (HTML / f"{page}.html").parent / said(page, "og:image")
    with Image.open(path) as card:
        assert (card.size, card.format) == ((1200, 630), "PNG")
    assert path.stat().st_size < 40_000
    assert said(page, "og:image:alt").startswith(heading(page))


def test_a_card_is_the_same_in_every_build(tmp_path: Path) -> None:
    from beijing_ip.publish.web.cards import draw_card

    words = (ABOUT["title"], "Judicial protection", "What came before the courts 法院.")
    first, second = tmp_path / "a" / "card.png", tmp_path / "b" / "card.png"
    draw_card(first, *words)
    draw_card(second, *words)
    assert first.read_bytes() == second.read_bytes()
    before = first.read_bytes()
    draw_card(first, ABOUT["title"], "Another page", words[2])
    assert first.read_bytes() != before


def two_pages(folder: Path, title: str, **settings: object) -> dict[str, dict[str, Any]]:
    """Build a first page and another one, and return what their templates are given."""
    source = folder / "source"
    (source / "data").mkdir(parents=True)
    for name in ("CITATION.cff", "LICENSE-data", "data/README.md", "data/datapackage.json"):
        shutil.copy(ROOT / name, source / name)
    (source / "index.md").write_text("# Findings\n\n```{toctree}\nother\n```\n", encoding="utf-8")
    (source / "other.md").write_text(f"# {title}\n\nWhat came before them.\n", encoding="utf-8")
    settings |= {"extensions": ["myst_parser", "sphinx_typst", "beijing_ip.publish.web"], "root_doc": "index"}
    seen = {}
    with patch_docutils(), docutils_namespace():
        app = Sphinx(source, None, folder / "out", folder / "trees", "html", settings, status=None, warning=None)
        app.connect("html-page-context", lambda _, page, __, context, ___: seen.update({page: context}), priority=999)
        app.build()
    return seen


@pytest.mark.parametrize("character", ["龘", "🏛"])
def test_a_card_whose_font_lacks_a_character_stops_the_build(character: str, tmp_path: Path) -> None:
    with pytest.raises(ExtensionError, match=rf"^other: .*{character}.*characters\.txt"):
        two_pages(tmp_path, f"Courts {character}")


@pytest.mark.parametrize("base", ["https://example.org/beijing", "https://example.org/beijing/"])
def test_where_the_pages_stand_is_in_all_their_addresses(base: str, tmp_path: Path) -> None:
    seen = two_pages(tmp_path, "Courts", html_baseurl=base)
    other = seen["other"]
    assert other["address"] == "https://example.org/beijing/other.html" and other["address"] in other["citation"]
    assert other["card"] == "https://example.org/beijing/_static/cards/other.png"
    (entry,) = json.loads(other["structured"])["@graph"]
    assert entry["url"] == other["address"]
    # The start of the site leads to its first page.
    redirect = BeautifulSoup((tmp_path / "out" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert redirect.find("link", rel="canonical")["href"] == "https://example.org/beijing/index.html"


def graph(page: str) -> list[dict]:
    script = soup(page).find("script", type="application/ld+json")
    record = json.loads(script.get_text())
    assert record["@context"] == "https://schema.org"
    return record["@graph"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_the_report_a_part_of_it_or_its_data(page: str) -> None:
    (entry,) = graph(page)
    assert entry["@type"] == {FIRST: "Report", "book/data": "Dataset"}.get(page, "Chapter")
    assert entry["version"] == ABOUT["version"]
    assert date.fromisoformat(entry["datePublished"]) == ABOUT["date-released"]
    if page != FIRST:
        assert entry["isPartOf"]["name"] == ABOUT["title"]


def test_the_data_are_described_with_every_table_and_indicator() -> None:
    (entry,) = graph("book/data")
    assert (entry["name"], entry["description"]) == (PACKAGE["title"], PACKAGE["description"])
    offered = {Path(file["contentUrl"]).name: HTML / "book" / file["contentUrl"] for file in entry["distribution"]}
    assert set(offered) == {Path(resource["path"]).name for resource in PACKAGE["resources"]}
    for name, path in offered.items():
        assert path.read_bytes() == (ROOT / "data" / name).read_bytes()
    lines = (ROOT / "data" / "indicators.csv").read_text(encoding="utf-8").splitlines()
    assert len(entry["variableMeasured"]) == len(lines) - 1
    assert re.fullmatch(r"\d{4}/\d{4}", entry["temporalCoverage"])
    assert "Beijing" in {place["name"] for place in entry["spatialCoverage"]}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_cited_and_says_its_version(page: str) -> None:
    cite, imprint = soup(page).select_one("details.cite"), soup(page).select_one("footer.imprint")
    assert heading(page) in cite.p.get_text() and heading(page) in cite.pre.get_text()
    for text in (cite.p.get_text(), cite.pre.get_text()):
        assert ABOUT["title"] in text and ABOUT["version"] in text and str(ABOUT["date-released"].year) in text
    assert cite.pre.get_text().count("{") == cite.pre.get_text().count("}")
    assert ABOUT["version"] in imprint.get_text() and str(ABOUT["date-released"].day) in imprint.get_text()


def test_keys_of_bibtex_are_plain_and_differ() -> None:
    keys = [re.match(r"@\w+\{(.*),", soup(page).select_one("details.cite pre").get_text())[1] for page in PAGES]
    assert [key for key in keys if not re.fullmatch("[a-z0-9-]+", key)] == []
    assert len(set(keys)) == len(PAGES)


@pytest.mark.parametrize("page", [*PAGES, "search", "index"])
def test_every_page_forbids_other_hosts_and_scripts_and_styles_within_it(page: str) -> None:
    content = soup(page)
    policy = content.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert not re.search(r"https?:|\*|unsafe-", policy)
    assert {rules.get(name, "'self'") for name in ("script-src", "style-src")} == {"'self'"}
    assert content.find_all("style") == content.find_all(style=True) == []
    scripts = content.find_all("script", src=False)
    # Data are no code: a browser runs neither of these.
    assert [script for script in scripts if script.get("type") not in ("application/ld+json", "application/json")] == []
    assert not [tag for tag in content.find_all(True) if any(name.startswith("on") for name in tag.attrs)]


CHINESE_RUN, ENGLISH_RUN = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]{3,} [A-Za-z]{3,}")


@pytest.mark.parametrize("page", [*PAGES, "search"])
def test_every_passage_says_its_language(page: str) -> None:
    content = soup(page)
    assert content.html["lang"] == ("zh-Hans" if page == "book/summary-zh" else "en")
    wrong = [
        (language, text)
        for language, words in (("zh-Hans", CHINESE_RUN), ("en", ENGLISH_RUN))
        for text in content.body.find_all(string=words)
        if text.find_parent(lang=True)["lang"] != language and not text.find_parent(["code", "pre", "svg", "script"])
    ]
    assert wrong == []


def test_the_first_page_offers_the_printed_book_if_it_is_up_to_date() -> None:
    from beijing_ip.publish.web.downloads import list_printed_files

    offered = {HTML / "_downloads" / file for file, _ in list_printed_files(ROOT, "beijing-ip-2020")}
    links = {(HTML / "book" / str(link["href"])).resolve() for link in soup(FIRST).select("a[href$='.pdf']")}
    assert links == offered
    assert all(path.is_file() for path in links)
