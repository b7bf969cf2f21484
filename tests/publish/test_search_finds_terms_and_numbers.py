"""A reader who looks for a term, in English or Chinese, or for a number, is led to where it stands."""

import csv
import json
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from browser import CHAPTERS, HTML, PAGES, ROOT, Visit
from bs4 import BeautifulSoup

from beijing_ip.data.observations import load_release
from beijing_ip.publish.web.search import extract_passages, simplified_characters


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TERMS = rows("terms")
CHINESE = [term for row in TERMS for term in re.split(r"[;；]\s*", row["term_zh"]) if term]
ENGLISH = [row["term_en"] for row in TERMS]


@pytest.fixture(scope="module")
def index() -> dict[str, list[list[str]]]:
    """The passages of every page by its address."""
    file = HTML / "_static" / "search-index.js"
    if not file.exists():
        pytest.skip("there is no built book in _build/html: run make book first")
    data = re.match(r"const searchIndex = (.*);\n", file.read_text(encoding="utf-8"))
    assert data
    return {page["address"]: page["passages"] for page in json.loads(data[1])["pages"]}


def test_the_index_has_every_page_in_reading_order(index) -> None:
    assert list(index) == [f"{page}.html" for page in PAGES]


def test_every_passage_has_an_address_on_its_page(index) -> None:
    for address, found in index.items():
        anchors = {
            tag["id"] for tag in BeautifulSoup((HTML / address).read_text("utf-8"), "html.parser").find_all(id=True)
        }
        assert {anchor for anchor, _, _ in found} - anchors <= {""}, address


def test_code_is_not_searched(index) -> None:
    assert not [text for found in index.values() for _, _, text in found if "from beijing_ip" in text]


def test_every_number_of_the_release_stands_in_the_index(index) -> None:
    numbers = {text for _, _, text in index["book/numbers.html"]}
    missing = [row.value_text for row in load_release().values() if not any(row.value_text in text for text in numbers)]
    assert missing == []


def test_a_passage_is_a_section_a_figure_or_a_term_and_none_holds_another() -> None:
    page = """<article><section id="top"><h1>Title<a class="headerlink">#</a></h1><p>First</p>
      <section id="in"><h2>Inside</h2><p>One</p><ul><li>Two</li></ul>
      <figure id="chart"><figcaption><p class="figure-headline">Finding</p></figcaption></figure>
      <div class="cell_input">print()</div>
      <table><tr id="term-x"><td>Patent</td><td>专利</td><td><p>A right</p></td><td><p>in plants</p></td></tr></table>
      </section></section></article>"""
    assert [tuple(found.values()) for found in extract_passages(page)] == [
        ("", "Title", "First"),
        ("in", "Inside", "One\nTwo"),
        ("chart", "Finding", ""),
        ("term-x", "Patent · 专利", "A right · in plants"),
    ]


def search(visit: Callable[..., Visit], query: str, **options: object) -> Visit:
    seen = visit(f"search?q={quote(query)}", **options)
    assert (seen.errors, seen.foreign) == ([], [])
    return seen


def pages_found(seen: Visit) -> list[str]:
    return seen.page.locator("#search-results h2").all_inner_texts()


@pytest.mark.parametrize("files", [False, True], ids=["http", "file"])
def test_every_term_of_the_glossary_is_found_there(visit: Callable[..., Visit], files: bool) -> None:
    seen = search(visit, "", files=files)
    for term in [*CHINESE, *ENGLISH]:
        seen.page.get_by_role("searchbox").last.fill(term)
        seen.page.keyboard.press("Enter")
        assert "Glossary" in pages_found(seen), term
    assert (seen.errors, seen.foreign) == ([], [])


def test_a_traditional_character_that_the_book_uses_is_not_read_as_another() -> None:
    assert simplified_characters("专利") == {"專": "专"}
    assert simplified_characters("专利 專利") == {}


@pytest.mark.parametrize("query", ["专利", "商标", "法院", "著作权", "海关"])
def test_chinese_terms_lead_to_the_glossary_first_and_are_marked(visit: Callable[..., Visit], query: str) -> None:
    seen = search(visit, query)
    assert pages_found(seen)[0] == "Glossary"
    marks = seen.page.locator("#search-results mark").all_text_contents()
    assert len(marks) > 5 and set(marks) == {query}


def test_chinese_in_the_results_says_its_language(visit: Callable[..., Visit]) -> None:
    results = search(visit, "法院").page.locator("#search-results")
    assert set(results.locator("mark > span").evaluate_all("all => all.map(one => one.lang)")) == {"zh-Hans"}
    assert results.locator('section[lang="zh-Hans"] h2').all_inner_texts() == ["中文摘要"]
    assert not results.locator('[lang=""]').count()


def test_a_chinese_run_is_found_as_it_stands(visit: Callable[..., Visit], index) -> None:
    # 专利 and 侵权 stand on more pages than 专利侵权.
    holding = [page for page, found in index.items() if "专利侵权" in json.dumps(found, ensure_ascii=False)]
    apart = [page for page, found in index.items() if re.search("专利", json.dumps(found, ensure_ascii=False))]
    assert len(holding) < len(apart)
    assert len(pages_found(search(visit, "专利侵权"))) == len(holding)


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("163,000", "163000"),
        # Chinese reports print it without a comma.
        ("66,710", "66710"),
        ("patents", "patent"),
        ("policy", "policies"),
        ("e-commerce", "E-COMMERCE"),
        ("16.3万件", "16.3 万件"),
        ("the courts", "courts"),
        ("１６３０００", "163000"),
        ("專利", "专利"),
        ("商標", "商标"),
        ("知識產權 法院", "知识产权 法院"),
        ("國際合作", "国际合作"),
    ],
)
def test_the_same_places_are_found_however_it_is_written(visit: Callable[..., Visit], query: str, same: str) -> None:
    found = [
        [link.get_attribute("href") for link in search(visit, words).page.locator("#search-results a").all()]
        for words in (query, same)
    ]
    assert found[0] and found[0] == found[1]


@pytest.mark.parametrize("number", ["163,000", "66,710", "360"])
def test_a_number_leads_to_the_findings_and_its_chapter_before_the_pages_that_document_it(
    visit: Callable[..., Visit], number: str
) -> None:
    results = search(visit, number).page.locator("#search-results h2 a")
    found = [
        address.removesuffix(".html") for address in results.evaluate_all("all => all.map(a => a.pathname.slice(1))")
    ]
    # The Chinese summary is of both kinds: its place follows its headlines alone.
    report = [page in (PAGES[0], *CHAPTERS) for page in found if page != "book/summary-zh"]
    assert report[0] and report == sorted(report, reverse=True)


def test_a_number_is_no_part_of_another(visit: Callable[..., Visit]) -> None:
    assert set(search(visit, "360").page.locator("#search-results mark").all_text_contents()) == {"360"}
    assert pages_found(search(visit, "1630")) == []


def test_words_in_quotation_marks_stand_together(visit: Callable[..., Visit]) -> None:
    seen = search(visit, '"new inventions"')
    together = pages_found(seen)
    marks = seen.page.locator("#search-results mark").all_text_contents()
    assert {words.lower() for words in marks} == {"new inventions"}
    assert together and len(together) < len(pages_found(search(visit, "new inventions")))


def test_nothing_found_says_what_may_help(visit: Callable[..., Visit]) -> None:
    seen = search(visit, "qqqq")
    assert seen.page.get_by_role("status").inner_text() == "Nothing found for “qqqq”"
    assert seen.page.get_by_text("What may help").is_visible()
    assert not search(visit, "专利").page.get_by_text("What may help").is_visible()


@pytest.mark.parametrize("files", [False, True], ids=["http", "file"])
def test_search_by_keyboard_from_a_chapter_to_the_term(visit: Callable[..., Visit], files: bool) -> None:
    seen = visit("notebooks/1-creation", files=files)
    seen.page.keyboard.press("Control+k")
    seen.page.keyboard.type("植物新品种权")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/search.html?q=*")
    first = seen.page.locator("#search-results li a").first
    first.focus()
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/glossary.html#term-plant-variety-right")
    assert "植物新品种权" in seen.page.locator("tr:target").inner_text()
    assert (seen.errors, seen.foreign) == ([], [])


def test_only_the_search_page_loads_the_index(visit: Callable[..., Visit]) -> None:
    assert not [address for address in visit("book/index").weight if "search" in address]
    loaded = {address: size for address, size in search(visit, "专利").weight.items() if "search-index" in address}
    assert list(loaded) == ["_static/search-index.js"] and max(loaded.values()) < 150_000
