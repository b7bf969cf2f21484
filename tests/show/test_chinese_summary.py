"""中文摘要 says in Chinese what the first page says in English: the same numbers, and the terms that the data know."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from pages import HTML, ROOT
from bs4 import BeautifulSoup, Tag

from beijing_ip.analysis import derived
from beijing_ip.data.observations import CHINESE_REPORTS, load_release, load_tables
from beijing_ip.data.schema import records
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.reading import locate_numerals
from beijing_ip.show import chinese

RELEASE = load_release()


def test_a_number_is_written_as_the_chinese_reports_write_it() -> None:
    for report in CHINESE_REPORTS:
        shared = {name: row for name, row in load_release(report).items() if name in RELEASE}
        ours = {name: chinese.format_counted(RELEASE[name]).replace(",", "") for name in shared}
        assert ours == {name: row.phrase for name, row in shared.items()} != {}


def test_a_number_in_chinese_is_the_same_number() -> None:
    for name, row in RELEASE.items():
        (numeral,) = locate_numerals(chinese.format_counted(row))
        assert numeral.value == row.value, name
        assert (numeral.qualifier == "more-than") == (row.qualifier == "more-than"), name


def test_an_interval_is_the_english_one_in_chinese() -> None:
    for quantity, text in (
        (derived.invention_share(RELEASE).quantity, "38.2至39.1"),
        (derived.other_patents_granted(RELEASE).quantity, "9.9万至10.1万"),
        (Quantity.exact(-263), "−263"),
        (Quantity.more_than(20), "大于20"),
    ):
        assert chinese.format_interval(quantity) == text


def test_an_interval_that_has_no_chinese_words_is_refused() -> None:
    with pytest.raises(ValueError, match="no Chinese words"):
        chinese.translate_interval("nearly 20")


def test_lines_are_joined_without_a_space_and_lists_and_tables_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(chinese, "say_words", shown.append)
    chinese.say("专利\n授权量\n\n- 商标\n  注册量\n- 海关\n\n| 甲 |\n|:--|")
    assert shown == ["专利授权量\n\n- 商标注册量\n- 海关\n\n| 甲 |\n|:--|"]


@cache
def article(page: str) -> Tag:
    path = HTML / "book" / f"{page}.html"
    if not path.exists():
        pytest.skip("there is no built book in _build/html: run make book first")
    found = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").find("article")
    assert isinstance(found, Tag)
    return found


def places(page: str) -> dict[str, str]:
    """What a page prints at each place of the release: the address of the place to the words of its last link."""
    links = article(page).select('a[href*=":~:text="]')
    return {str(link["href"]): link.get_text() for link in links if "句" not in link.text and "¶" not in link.text}


def findings(page: str, heading: str) -> Iterator[str]:
    yield from (str(a["href"]) for a in article(page).select(f'section[id="{heading}"] a[href*=":~:text="]'))


def test_every_number_of_the_first_page_stands_in_the_summary() -> None:
    expected = set(findings("index", "what-was-found")) | set(
        findings("index", "headline-figures-and-where-they-stand")
    )
    assert len(expected) >= 12
    assert expected - set(places("summary-zh")) == set()


def test_every_number_of_the_summary_is_the_one_that_stands_at_its_place() -> None:
    by_place = {}
    for row in RELEASE.values():
        by_place[re.search(r"\((\S+)", row.source.link("x", row.phrase))[1].rstrip(")")] = row
    shown = places("summary-zh")
    assert set(shown) <= set(by_place)
    assert {place: text for place, text in shown.items() if text != chinese.format_counted(by_place[place])} == {}


def test_derived_numbers_of_the_first_page_stand_in_the_summary() -> None:
    text = article("summary-zh").get_text()
    for number, spec in (
        (derived.invention_share(RELEASE), ""),
        (derived.fines_per_case(RELEASE), ""),
        (derived.share_of(RELEASE, "patent-infringement-cases-ecommerce", "patent-infringement-cases"), "1"),
    ):
        assert chinese.format_interval(number, spec) in text
    assert f"多{-derived.change_in_pending(RELEASE).quantity}件" in text


def test_headline_indicators_bear_their_chinese_names() -> None:
    text = article("summary-zh").get_text()
    named = [
        cell.get_text()
        for cell in article("index").select("#headline-figures-and-where-they-stand tbody tr > :first-child")
    ]
    names = [row.indicator.name_zh for row in RELEASE.values() if any(row.indicator.name_zh in cell for cell in named)]
    assert len(names) >= 12
    assert [name for name in names if name.split("(")[0] not in text] == []


def test_terms_that_stand_out_are_terms_of_the_data() -> None:
    known = {term for row in records(load_tables()["terms"]) for term in re.split(r"[;；]\s*", row["term_zh"])}
    known |= {row["name_zh"] for name in ("indicators", "agencies") for row in records(load_tables()[name])}
    shown = {term for strong in article("summary-zh").select("li strong") for term in strong.text.split("、")}
    assert len(shown) > 15
    assert {term for term in shown if term not in known and term not in "、".join(known)} == set()


def test_the_summary_is_in_chinese_and_says_so() -> None:
    page = article("summary-zh")
    assert page["lang"] == "zh-Hans"
    parts = page.select("h1, h2, thead th, figcaption p, summary, caption")
    assert len(parts) > 20
    assert [part.text for part in parts if re.search("[A-Za-z]{2}", part.text.replace("#", ""))] == []
    pictures = [str(svg["aria-label"]) for svg in page.select("figure svg[role=img]")]
    assert len(pictures) >= 3
    assert [words for words in pictures if not re.search("[一-鿿]", words)] == []


def test_the_misreadings_of_the_data_are_on_the_page() -> None:
    text = article("summary-zh").get_text()
    assert [row["wording_id"] for row in records(load_tables()["wordings"]) if row["misreading_zh"] not in text] == []


def test_the_first_page_leads_there() -> None:
    assert article("index").find("a", href="summary-zh.html")
    assert "summary-zh" in (ROOT / "_toc.yml").read_text(encoding="utf-8")
