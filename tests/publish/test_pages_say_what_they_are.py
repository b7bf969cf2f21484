"""The head and foot of every page: title, description, card, record for machines, citation, version, policy."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
import yaml
from bs4 import BeautifulSoup
from pages import CHAPTERS, HTML, PAGES, ROOT, parsed
from PIL import Image
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from beijing_ip.publish.citation import edition_line
from beijing_ip.publish.finish import SIZE
from beijing_ip.publish.offered import describe_files
from beijing_ip.publish.site_address import read_address
from beijing_ip.publish.web.cards import draw_card
from beijing_ip.show import tables

ABOUT = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
FIRST = PAGES[0]


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    if not (HTML / "index.html").exists():
        pytest.skip("there is no built book in _build/html: run make book first")


def title(name: str) -> str:
    """The heading of a page, without its number and the link beside it."""
    heading = parsed(name).h1
    apart = heading.select(".section-number, .headerlink")
    return "".join(text for text in heading.find_all(string=True) if text.parent not in apart).strip()


def test_tables_call_a_chapter_by_the_title_of_its_page() -> None:
    named = {f"notebooks/{name}": heading for heading, name in tables.CHAPTERS.values()}
    assert named == {name: title(name) for name in CHAPTERS}
    (indicators,) = (each for each in PACKAGE["resources"] if each["name"] == "indicators")
    (field,) = (field for field in indicators["schema"]["fields"] if field["name"] == "chapter")
    assert list(tables.CHAPTERS) == field["constraints"]["enum"]


def place_of(address: str, page: str) -> Path:
    """The file of an address, in full or from a page."""
    within = address.removeprefix(read_address(ROOT)) if "://" in address else urljoin(page, address)
    return HTML / within


def meta(name: str, key: str) -> str:
    found = parsed(name).find("meta", attrs={"name": key}) or parsed(name).find("meta", property=key)
    assert found, f"{name} does not say its {key}"
    return str(found["content"])


def test_title_and_description_are_the_pages_own() -> None:
    for name in PAGES:
        assert parsed(name).title.get_text().startswith(title(name)), name
        assert meta(name, "og:title") == title(name)
        assert len(meta(name, "description")) > 20, name
        assert meta(name, "og:description") == meta(name, "description"), name
    for key in ("og:title", "description"):
        assert len({meta(name, key) for name in PAGES}) == len(PAGES), f"two pages share their {key}"


def test_a_computed_sentence_stands_under_the_title_and_describes_the_page() -> None:
    for name in (FIRST, "book/summary-zh"):
        assert parsed(name).select_one("h1 + p").get_text() == meta(name, "description")


def test_every_page_has_a_card_that_is_light_and_described() -> None:
    for name in PAGES:
        path = place_of(meta(name, "og:image"), name)
        with Image.open(path) as card:
            assert (card.size, card.format) == ((1200, 630), "PNG"), name
        assert path.stat().st_size < 40_000, name
        assert meta(name, "og:image:alt").startswith(title(name))


def test_a_card_is_the_same_in_every_build(tmp_path: Path) -> None:
    words = (ABOUT["title"], "Judicial protection", "What came before the courts 法院.", "Version 1.0.0, 1 May 2026")
    first, second = tmp_path / "a" / "card.png", tmp_path / "b" / "card.png"
    draw_card(first, *words)
    draw_card(second, *words)
    assert first.read_bytes() == second.read_bytes()
    seen = [first.read_bytes()]
    for place in range(len(words)):
        draw_card(first, *(f"{word} again" if at == place else word for at, word in enumerate(words)))
        assert first.read_bytes() not in seen
        seen.append(first.read_bytes())


def two_pages(folder: Path, heading: str, **settings: object) -> dict[str, dict[str, Any]]:
    """Build a first page and another one, and return what their templates are given."""
    source = folder / "source"
    (source / "data").mkdir(parents=True)
    for name in ("CITATION.cff", "LICENSE-data", "data/README.md", "data/datapackage.json"):
        shutil.copy(ROOT / name, source / name)
    (source / "findings.md").write_text("# Findings\n\n```{toctree}\nother\n```\n", encoding="utf-8")
    (source / "other.md").write_text(f"# {heading}\n\nWhat came before them.\n", encoding="utf-8")
    (source / "404.html").write_text("Nothing here.\n", encoding="utf-8")
    settings |= {
        "templates_path": ["."],
        "extensions": ["myst_parser", "sphinx_typst", "beijing_ip.publish.web"],
        "root_doc": "findings",
    }
    seen = {}
    with patch_docutils(), docutils_namespace():
        app = Sphinx(source, None, folder / "out", folder / "trees", "html", settings, status=None, warning=None)
        app.connect("html-page-context", lambda _, name, __, context, ___: seen.update({name: context}), priority=999)
        app.build()
    return seen


def test_a_card_whose_font_lacks_a_character_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(ExtensionError, match=r"^other: .*'龘', '🏛'.*characters\.txt"):
        two_pages(tmp_path, "Courts 🏛 龘")


def test_where_the_pages_stand_is_in_all_their_addresses(tmp_path: Path) -> None:
    for folder, base in (
        (tmp_path / "a", "https://example.org/beijing"),
        (tmp_path / "b", "https://example.org/beijing/"),
    ):
        seen = two_pages(folder, "Courts", html_baseurl=base)
        other = seen["other"]
        assert other["address"] == "https://example.org/beijing/other.html" and other["address"] in other["citation"]
        assert other["card"] == "https://example.org/beijing/_static/cards/other.png"
        (entry,) = json.loads(other["structured"])["@graph"]
        assert entry["url"] == other["address"]
        # The start of the site leads to its first page.
        redirect = BeautifulSoup((folder / "out" / "index.html").read_text(encoding="utf-8"), "html.parser")
        assert redirect.find("link", rel="canonical")["href"] == "https://example.org/beijing/findings.html"


def record(name: str) -> dict[str, Any]:
    script = parsed(name).find("script", type="application/ld+json")
    written = json.loads(script.get_text())
    if name == "book/data":
        assert written["@context"]["@vocab"] == "https://schema.org/"
        return written
    assert written["@context"] == "https://schema.org"
    (entry,) = written["@graph"]
    return entry


def test_every_page_is_the_report_a_part_of_it_or_its_data() -> None:
    for name in PAGES:
        entry = record(name)
        assert entry["@type"] == {FIRST: "Report", "book/data": "Dataset"}.get(name, "Chapter"), name
        assert entry["version"] == ABOUT["version"], name
        assert date.fromisoformat(entry["datePublished"]) == ABOUT["date-released"], name
        assert name == FIRST or entry["isPartOf"]["name"] == ABOUT["title"], name
        assert name in (FIRST, "book/data") or (entry["name"], entry["description"]) == (
            title(name),
            meta(name, "description"),
        )
    first, data = record(FIRST), record("book/data")
    assert first["keywords"] == data["isPartOf"]["keywords"] == ABOUT["keywords"]
    assert {key: data[key] for key in ("@type", "name", "description", "creator")}.items() <= first["hasPart"].items()
    assert place_of(first["hasPart"]["url"], FIRST) == HTML / "book" / "data.html"


def test_the_data_are_described_with_every_table_and_indicator() -> None:
    entry = record("book/data")
    assert (entry["name"], entry["description"]) == (PACKAGE["title"], PACKAGE["description"])
    offered = {file["name"] for file in entry["distribution"]}
    assert offered >= {resource["path"] for resource in describe_files()["resources"]}
    lines = (ROOT / "data" / "indicators.csv").read_text(encoding="utf-8").splitlines()
    assert len(entry["variableMeasured"]) == len(lines) - 1
    assert re.fullmatch(r"\d{4}/\d{4}", entry["temporalCoverage"])
    assert "Beijing" in {place["name"] for place in entry["spatialCoverage"]}


def test_every_page_can_be_cited_and_says_its_version() -> None:
    for name in PAGES:
        cite, imprint = parsed(name).select_one("details.cite"), parsed(name).select_one("footer.imprint").get_text()
        assert cite.summary.get_text() == "Cite this page"
        for text in (cite.p.get_text(), cite.pre.get_text(), unquote(cite.select_one("a.cite-ris")["href"])):
            parts = (title(name), ABOUT["title"], ABOUT["version"], str(ABOUT["date-released"].year))
            assert [part for part in parts if part not in text] == [], name
        assert cite.pre.get_text().count("{") == cite.pre.get_text().count("}"), name
        for text in (cite.p.get_text(), imprint, parsed(name).select_one(".on-paper").get_text()):
            assert edition_line(ABOUT) in text, name


def test_keys_of_bibtex_are_plain_and_differ() -> None:
    keys = [re.match(r"@\w+\{(.*),", parsed(name).select_one("details.cite pre").get_text())[1] for name in PAGES]
    assert [key for key in keys if not re.fullmatch("[a-z0-9-]+", key)] == []
    assert len(set(keys)) == len(PAGES)


def test_every_page_forbids_other_hosts_and_scripts_and_styles_within_it() -> None:
    for name in (*PAGES, "search", "index"):
        policy = parsed(name).find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        assert rules["default-src"] == "'none'", name
        assert not re.search(r"https?:|\*|unsafe-", policy), name
        assert {rules.get(kind, "'self'") for kind in ("script-src", "style-src")} == {"'self'"}, name
        assert parsed(name).find_all("style") == parsed(name).find_all(style=True) == [], name
        # Data are no code: a browser runs neither of these.
        kinds = {script.get("type") for script in parsed(name).find_all("script", src=False)}
        assert kinds <= {"application/ld+json", "application/json"}, name
        tags = parsed(name).find_all(True)
        assert [tag for tag in tags if any(key.startswith("on") for key in tag.attrs)] == [], name


def test_no_page_loads_anything_from_another_host() -> None:
    for name in (*PAGES, "search", "index"):
        loaded = [
            tag.get("src") or tag["href"] for tag in parsed(name).select("[src], link[href]:not([rel=canonical])")
        ]
        foreign = [address for address in loaded if re.match(r"(\w+:)?//", address)]
        assert foreign == [], name


CHINESE_RUN, ENGLISH_RUN = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]{3,} [A-Za-z]{3,}")


def test_every_passage_says_its_language() -> None:
    for name in (*PAGES, "search"):
        content = parsed(name)
        assert content.html["lang"] == ("zh-Hans" if name == "book/summary-zh" else "en")
        wrong = [
            (language, text)
            for language, words in (("zh-Hans", CHINESE_RUN), ("en", ENGLISH_RUN))
            for text in content.body.find_all(string=words)
            if text.find_parent(lang=True)["lang"] != language
            and not text.find_parent(["code", "pre", "svg", "script"])
        ]
        assert wrong == [], name


def test_the_first_page_offers_the_printed_book_that_stands_beside_it() -> None:
    links = {(HTML / "book" / str(link["href"])).resolve() for link in parsed(FIRST).select("a[href$='.pdf']")}
    printed = ROOT / "_build" / "pdf"
    assert {path.name for path in links} == {path.name for path in printed.glob("*.pdf")}
    assert all(path.read_bytes() == (printed / path.name).read_bytes() for path in links)
    assert SIZE not in (HTML / f"{FIRST}.html").read_text(encoding="utf-8")
