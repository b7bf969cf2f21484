"""The index of the search holds every page, passage by passage, with its address, and every number of the release."""

import json
import re

import pytest
from pages import HTML, PAGES, parsed

from beijing_ip.data.observations import load_release
from beijing_ip.publish.web.search import extract_passages, simplified_characters


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
    assert list(index) == [f"{name}.html" for name in PAGES]


def test_every_passage_has_an_address_on_its_page(index) -> None:
    for name in PAGES:
        anchors = {tag["id"] for tag in parsed(name).find_all(id=True)}
        assert {anchor for anchor, _, _ in index[f"{name}.html"]} - anchors <= {""}, name


def test_code_is_not_searched(index) -> None:
    assert not [text for found in index.values() for _, _, text in found if "from beijing_ip" in text]


def test_every_number_of_the_release_stands_in_the_index(index) -> None:
    numbers = {text for _, _, text in index["book/numbers.html"]}
    missing = [row.value_text for row in load_release().values() if not any(row.value_text in text for text in numbers)]
    assert missing == []


def test_a_passage_is_a_section_a_figure_or_a_term_and_none_holds_another() -> None:
    html = """<article><section id="top"><h1>Title<a class="headerlink">#</a></h1><p>First</p>
      <section id="in"><h2>Inside</h2><p>One</p><ul><li>Two</li></ul>
      <figure id="chart"><figcaption><p class="figure-headline">Finding</p></figcaption></figure>
      <div class="cell_input">print()</div>
      <table><tr id="term-x"><td>Patent</td><td>专利</td><td><p>A right</p></td><td><p>in plants</p></td></tr></table>
      </section></section></article>"""
    assert [tuple(found.values()) for found in extract_passages(html)] == [
        ("", "Title", "First"),
        ("in", "Inside", "One\nTwo"),
        ("chart", "Finding", ""),
        ("term-x", "Patent · 专利", "A right · in plants"),
    ]


def test_a_traditional_character_that_the_book_uses_is_not_read_as_another() -> None:
    assert simplified_characters("专利") == {"專": "专"}
    assert simplified_characters("专利 專利") == {}
