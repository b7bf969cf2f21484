"""A reader who looks for a term, in English or Chinese, or for a number, is led to where it stands."""

import csv
import json
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from browser import Visit
from pages import CHAPTERS, HTML, PAGES, ROOT

with (ROOT / "data" / "terms.csv").open(encoding="utf-8", newline="") as table:
    TERMS = list(csv.DictReader(table))
CHINESE = [term for row in TERMS for term in re.split(r"[;；]\s*", row["term_zh"]) if term]
ENGLISH = [row["term_en"] for row in TERMS]


class Search:
    """The search page, opened once, and what it finds for one query after the other."""

    def __init__(self, visit: Callable[..., Visit], query: str = "", *, files: bool = False) -> None:
        self.seen = visit(f"search?q={quote(query)}", files=files)
        self.page = self.seen.page
        self.results = self.page.locator("#search-results")

    def ask(self, query: str) -> list[str]:
        """The titles of the pages found."""
        self.page.locator("#search-query").fill(query)
        self.page.locator("#search-query").press("Enter")
        return self.titles()

    def titles(self) -> list[str]:
        return self.results.locator("h2").all_inner_texts()

    def marks(self) -> list[str]:
        return self.results.locator("mark").all_text_contents()

    def addresses(self) -> list[str]:
        return self.results.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")


@pytest.fixture
def search(visit: Callable[..., Visit]) -> Search:
    return Search(visit)


LED_ELSEWHERE = """terms => terms.filter(term => {
    const form = document.getElementById("search-form");
    form.q.value = term;
    form.requestSubmit();
    return [...document.querySelectorAll("#search-results h2")].every(title => title.textContent !== "Glossary");
})"""


@pytest.mark.parametrize("files", [False, True], ids=["http", "file"])
def test_every_term_of_the_glossary_is_found_there(visit: Callable[..., Visit], files: bool) -> None:
    assert Search(visit, files=files).page.evaluate(LED_ELSEWHERE, [*CHINESE, *ENGLISH]) == []


def test_chinese_terms_lead_to_the_glossary_first_and_are_marked(search: Search) -> None:
    for query in ("专利", "商标", "法院", "著作权", "海关"):
        assert search.ask(query)[0] == "Glossary", query
        assert len(search.marks()) > 5 and set(search.marks()) == {query}


def test_chinese_in_the_results_says_its_language(search: Search) -> None:
    search.ask("法院")
    assert set(search.results.locator("mark > span").evaluate_all("all => all.map(one => one.lang)")) == {"zh-Hans"}
    assert search.results.locator('section[lang="zh-Hans"] h2').all_inner_texts() == [
        "北京市2020年知识产权保护（中文摘要）"
    ]
    assert not search.results.locator('[lang=""]').count()


def test_a_chinese_run_is_found_as_it_stands(search: Search) -> None:
    # 专利 and 侵权 stand on more pages than 专利侵权.
    index = (HTML / "_static" / "search-index.js").read_text(encoding="utf-8")
    pages = json.loads(index[index.index("{") : index.index(";\n")])["pages"]
    texts = [json.dumps(page["passages"], ensure_ascii=False) for page in pages]
    holding, apart = (sum(words in text for text in texts) for words in ("专利侵权", "专利"))
    assert len(search.ask("专利侵权")) == holding < apart


def test_the_same_places_are_found_however_it_is_written(search: Search) -> None:
    for query, same in (
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
    ):
        found = []
        for words in (query, same):
            search.ask(words)
            found.append(search.addresses())
        assert found[0] and found[0] == found[1], query


def test_a_number_leads_to_the_findings_and_its_chapter_before_the_pages_that_document_it(search: Search) -> None:
    for number in ("163,000", "66,710", "360"):
        search.ask(number)
        paths = search.results.locator("h2 a").evaluate_all("all => all.map(a => a.pathname.slice(1))")
        # The Chinese summary is of both kinds: its place follows its headlines alone.
        names = [path.removesuffix(".html") for path in paths if path != "book/summary-zh.html"]
        report = [name in (PAGES[0], *CHAPTERS) for name in names]
        assert report[0] and report == sorted(report, reverse=True), number


def test_a_number_is_no_part_of_another(search: Search) -> None:
    search.ask("360")
    assert set(search.marks()) == {"360"}
    assert search.ask("1630") == []


def test_words_in_quotation_marks_stand_together(search: Search) -> None:
    together = search.ask('"new inventions"')
    assert {words.lower() for words in search.marks()} == {"new inventions"}
    assert together and len(together) < len(search.ask("new inventions"))


def test_nothing_found_says_what_may_help(search: Search) -> None:
    assert search.ask("qqqq") == []
    assert search.page.get_by_role("status").inner_text() == "Nothing found for “qqqq”"
    assert search.page.get_by_text("What may help").is_visible()
    search.ask("专利")
    assert not search.page.get_by_text("What may help").is_visible()


def test_an_address_with_a_query_shows_what_is_found(visit: Callable[..., Visit]) -> None:
    search = Search(visit, "专利")
    assert search.titles()[0] == "Glossary"
    assert search.page.title().startswith("专利 – Search")


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


def test_only_the_search_page_loads_the_index(visit: Callable[..., Visit]) -> None:
    assert not [address for address in visit("book/index").weight if "search" in address]
    weight = Search(visit).seen.weight
    loaded = {address: size for address, size in weight.items() if "search-index" in address}
    assert list(loaded) == ["_static/search-index.js"] and max(loaded.values()) < 150_000
