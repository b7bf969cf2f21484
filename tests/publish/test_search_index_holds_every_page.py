"""The index of the search holds every page, place by place, with its address, and every indicator with its figure."""

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from pages import HTML, PAGES, parsed

from beijing_ip.data.observations import load_observations, load_release, load_sources
from beijing_ip.publish.web.search import KINDS, simplified_characters
from beijing_ip.publish.web.search_entries import extract_entries
from beijing_ip.publish.web.search_numbers import number_entries


@pytest.fixture(scope="module")
def index() -> dict[str, Any]:
    file = HTML / "_static" / "search-index.js"
    if not file.exists():
        pytest.skip("there is no built book in _build/html: run make book first")
    data = re.match(r"const searchIndex = (.*);\n", file.read_text(encoding="utf-8"))
    assert data
    return json.loads(data[1])


def entries(index: dict[str, Any], kind: str) -> list[tuple[str, str, str]]:
    """Address, title and text of the entries of a kind."""
    return [
        (f"{index['pages'][page][1]}#{anchor}", title, text)
        for name, page, anchor, title, _, text in index["entries"]
        if KINDS[name] == kind
    ]


def test_the_index_has_every_page_in_reading_order_and_every_figure(index) -> None:
    assert [address for _, address, _, _ in index["pages"]] == [f"{name}.html" for name in PAGES]
    figures = {f"{name}.html#{figure['id']}" for name in PAGES for figure in parsed(name).select("figure[id]")}
    assert {address for address, _, _ in entries(index, "figure")} == figures


def test_every_place_has_an_address_on_its_page(index) -> None:
    anchors = {name: {tag["id"] for tag in parsed(name).find_all(id=True)} for name in PAGES}
    found: dict[str, set[str]] = {}
    for _, page, anchor, *_ in index["entries"]:
        found.setdefault(PAGES[page], set()).add(unquote(anchor))
    for name in PAGES:
        lost = {anchor for anchor in found[name] - anchors[name] if anchor and not anchor.startswith("indicator=")}
        assert not lost, name


def test_code_is_not_searched(index) -> None:
    assert not [entry for entry in index["entries"] if "from beijing_ip" in entry[-1]]


def test_every_number_and_every_source_has_an_entry(index) -> None:
    found = {address: text for address, _, text in entries(index, "number")}
    for name, row in load_release().items():
        text = found[f"book/numbers.html#{name}"]
        assert row.value_text in text or row.in_digits in text
    of_others = {row.indicator.indicator_id for row in load_observations()} - set(load_release())
    assert {f"book/explore.html#indicator={name}" for name in of_others} <= set(found)
    sources = [f"book/sources.html#source-{name}" for name in load_sources()]
    assert [address for address, _, _ in entries(index, "source")] == sources


def test_a_number_answers_with_the_books_year_or_says_that_there_is_none() -> None:
    answers = {entry.indicator.indicator_id: entry.answer for entry in number_entries()}
    assert answers["patents-granted"].startswith("163,000 patents, Beijing, 2020; 162,824 is up ")
    assert answers["invention-patents-in-force"].startswith("336,000 patents, Beijing, 2020; up about ")
    assert answers["court-cases-accepted"].endswith("; down 16.8% on 2019")
    assert answers["customs-batches-seized"].endswith("; up 33.9% on 2019 as printed")
    assert answers["pct-applications"] == "No figure of Beijing in 2020 was found"
    assert not [answer for answer in answers.values() if "2020" not in answer]


def test_what_stands_in_a_place_of_its_own_is_no_part_of_the_one_around_it() -> None:
    html = """<article><section id="top"><h1>Title<a class="headerlink">#</a></h1><p>First</p>
      <section id="in"><h2>Inside</h2><p>One</p><ul><li>Two</li></ul>
      <figure id="chart"><figcaption><p class="figure-number">Figure 2.1</p><p class="figure-headline">Finding</p>
      </figcaption><table><caption>Data</caption><tr><td>2020</td><td>5</td></tr></table></figure>
      <div class="cell_input">print()</div>
      <table id="table-3"><caption><span class="table-number">Table 3</span> Rights</caption>
      <tr id="term-x"><td><strong>Patent</strong> <span lang="zh-Hans">专利</span>*</td>
      <td><p>A right</p></td><td><p>in plants</p></td></tr>
      <tr><td>Other</td></tr><tr><td><span id="cases">Cases</span> 5</td><td>All</td></tr></table>
      </section></section></article>"""
    found = [(one.kind, one.anchor, one.title, one.names, one.text) for one in extract_entries(html, numbers=["cases"])]
    assert found == [
        ("page", "", "Title", [], "First"),
        ("page", "in", "Inside", [], "One\nTwo"),
        ("figure", "chart", "Finding", ["Figure 2.1"], "2020 · 5"),
        ("table", "table-3", "Rights", ["Table 3"], "Other"),
        ("term", "term-x", "Patent", ["专利"], "A right · in plants"),
        ("number", "cases", "Cases 5", [], "All"),
    ]


def test_a_traditional_character_that_the_book_uses_is_not_read_as_another() -> None:
    assert simplified_characters("专利") == {"專": "专"}
    assert simplified_characters("专利 專利") == {}


def test_every_page_leads_to_the_search_without_a_script_and_engines_may_list_it() -> None:
    for name in PAGES:
        (form,) = parsed(name).select("header form.search")
        assert str(form["action"]).endswith("search.html") and form.select_one("input[name=q]"), name
    page = parsed("search")
    assert page.select_one("meta[name=description]") and not page.select_one("meta[name=robots]")
