"""A reader who looks for a term, in English or Chinese, or for a number, is led to where it stands.

Which place answers which question is asked in test_search_answers_readers.py.
"""

import csv
import gzip
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from browser import Visit
from pages import HTML, ROOT
from playwright.sync_api import expect

with (ROOT / "data" / "terms.csv").open(encoding="utf-8", newline="") as table:
    TERMS = list(csv.DictReader(table))
CHINESE = [term for row in TERMS for term in re.split(r"[;；]\s*", row["term_zh"]) if term]
NAMES = [*CHINESE, *(row["term_en"] for row in TERMS)]

ADDRESSES = """async queries => {
    const engine = await bookSearch.load();
    await engine.ready;
    return queries.map(query => {
        const { question, found } = engine.find(query);
        return found.map(result => engine.describe(result, question).address);
    });
}"""


class Search:
    """The search page, opened once, and what it finds for one question after the other."""

    def __init__(self, visit: Callable[..., Visit], query: str = "", *, files: bool = False, **options: Any) -> None:
        self.seen = visit(f"search?q={quote(query)}", files=files, **options)
        self.page = self.seen.page
        self.results = self.page.locator("#search-results")
        self.status = self.page.get_by_role("status")

    def ask(self, query: str) -> None:
        self.page.locator("#search-query").fill(query)
        self.page.locator("#search-query").press("Enter")
        self.status.get_by_text(f"for “{query}”").wait_for()

    def marks(self) -> list[str]:
        return self.results.locator("mark").all_text_contents()

    def addresses(self, *queries: str) -> list[list[str]]:
        """Where each query leads, best first."""
        return self.page.evaluate(ADDRESSES, list(queries))


@pytest.fixture
def search(visit: Callable[..., Visit]) -> Search:
    return Search(visit)


@pytest.mark.parametrize("files", [False, True], ids=["http", "file"])
def test_every_term_of_the_glossary_leads_there_at_once(visit: Callable[..., Visit], files: bool) -> None:
    found = Search(visit, files=files).addresses(*NAMES)
    led = [any("#term-" in place for place in places[:3]) for places in found]
    far = [name for name, is_led in zip(NAMES, led, strict=True) if not is_led]
    assert far == []


def test_the_same_places_are_found_however_it_is_written(search: Search) -> None:
    pairs = [
        ("163,000", "163000"),
        ("163 000", "163000"),
        ("１６３０００", "163000"),
        # Chinese reports print it without a comma.
        ("66,710", "66710"),
        ("16.3万件", "16.3 万件"),
        ("patents", "patent"),
        ("policy", "policies"),
        ("e-commerce", "E-COMMERCE"),
        ("the courts", "courts"),
        ("Figure 2.1", "fig. 2.1"),
        ("trademrk", "trademark"),
        ("專利", "专利"),
        ("知識產權 法院", "知识产权 法院"),
        ("國際合作", "国际合作"),
    ]
    for one, other in pairs:
        found, same = search.addresses(one, other)
        assert found and found == same, one


def test_a_number_is_no_part_of_another(search: Search) -> None:
    search.ask("360")
    assert set(search.marks()) == {"360"}
    assert search.addresses("1630") == [[]]


def test_what_is_quoted_stands_together_and_so_does_chinese(search: Search) -> None:
    quoted, loose = search.addresses('"new inventions"', "new inventions")
    assert quoted and len(quoted) < len(loose)
    together, apart = search.addresses("专利侵权", "专利 侵权")
    assert together and set(together) < set(apart)


def test_a_slip_is_read_as_the_word_of_the_book_and_says_so(search: Search) -> None:
    search.ask("trademrk")
    assert search.status.inner_text().endswith("for “trademrk”, “trademrk” read as “trademark”")


def test_results_say_their_kind_and_a_number_its_figure_and_chinese_its_language(search: Search) -> None:
    search.ask("有效发明专利量")
    first = search.results.locator("li").first
    assert first.locator(".search-kind").inner_text() == "Number Explore"
    assert first.locator(".search-answer").inner_text().startswith("336,000 patents, Beijing, 2020")
    assert first.locator("mark > span").evaluate_all("all => all.map(one => one.lang)") == ["zh-Hans"]
    assert search.results.locator('li[lang="zh-Hans"]').count() and not search.results.locator('[lang=""]').count()


def test_nothing_found_says_what_may_help(search: Search) -> None:
    search.ask("qqqq")
    assert search.status.inner_text() == "Nothing found for “qqqq”"
    assert search.page.get_by_text("What may help").is_visible()
    search.ask("专利")
    assert not search.page.get_by_text("What may help").is_visible()
    # The next results follow the first ten, and the keyboard goes on there.
    search.page.get_by_role("button", name=re.compile("Show .* more")).click()
    assert search.results.locator("li").nth(10).locator("a:focus").count() == 1


@pytest.mark.parametrize("files", [False, True], ids=["http", "file"])
def test_search_by_keyboard_from_a_chapter_to_the_term(visit: Callable[..., Visit], files: bool) -> None:
    seen = visit("notebooks/1-creation", files=files)
    seen.page.keyboard.press("Control+k")
    seen.page.keyboard.type("植物新品种权")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/search.html?q=*")
    first = seen.page.locator('#search-results a[href*="#term-"]').first
    first.focus()
    assert seen.page.title().startswith("植物新品种权 – Search")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/glossary.html#term-plant-variety-right")
    assert "植物新品种权" in seen.page.locator("tr:target").inner_text()


def test_suggestions_load_with_the_focus_and_are_followed_by_keyboard(visit: Callable[..., Visit]) -> None:
    seen = visit("notebooks/1-creation", width=390)
    field, options = seen.page.get_by_role("combobox"), seen.page.get_by_role("option")
    assert not [address for address in seen.weight if "search-index" in address]
    field.focus()
    seen.page.keyboard.type("criminal cases")
    options.first.wait_for()
    assert 1 < options.count() <= 6
    assert options.first.inner_text().split("\n")[0] == "Number"
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 390
    assert field.get_attribute("aria-expanded") == "true" and not field.get_attribute("aria-activedescendant")
    seen.page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    seen.page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false" and not options.first.is_visible()
    assert field.input_value() == "criminal cases"
    seen.page.keyboard.type(" ")
    options.first.wait_for()
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.type("s")
    assert not field.get_attribute("aria-activedescendant"), "a choice answers its own question alone"
    expect(options.first).to_have_attribute("aria-selected", "false")
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/explore.html#indicator=police-ip-cases*")


def test_back_from_a_result_leads_to_the_question_that_was_typed(visit: Callable[..., Visit]) -> None:
    page = visit("search").page
    page.keyboard.type("customs")
    page.locator("#search-results a").first.click()
    page.wait_for_url("**/notebooks/*")
    page.go_back()
    expect(page.locator("#search-status")).to_contain_text("for “customs”")


def test_the_page_is_painted_before_the_index_is_asked_for(visit: Callable[..., Visit]) -> None:
    search = Search(visit, "patents")
    search.results.locator("li").first.wait_for()
    painted, asked = search.page.evaluate(
        """() => [performance.getEntriesByName("first-contentful-paint")[0].startTime,
                  performance.getEntriesByType("resource").find(one => one.name.includes("search-index")).startTime]"""
    )
    assert painted < asked


def test_the_index_is_small() -> None:
    assert len(gzip.compress((HTML / "_static" / "search-index.js").read_bytes())) < 120_000
