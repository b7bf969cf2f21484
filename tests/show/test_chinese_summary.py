"""中文摘要 says in Chinese what the first page says in English: the same numbers, and the terms that the data know."""

import re
from collections import Counter
from functools import cache

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import unlinked
from pages import HTML, ROOT

from beijing_ip import series
from beijing_ip.analysis.audit import qualifications_of
from beijing_ip.analysis.breaks import load_breaks
from beijing_ip.analysis.datum import Datum, MissingFigureError, NoNumber
from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_observations, load_release
from beijing_ip.numbers.reading import locate_numerals
from beijing_ip.show import chinese, prose
from beijing_ip.show.years_table import change_on_year_before

CHINESE_REPORTS = find_edition().reports

RELEASE = load_release()
CARDS = ".tag_key-figures li"


def test_a_number_is_written_as_the_chinese_reports_write_it() -> None:
    for report in CHINESE_REPORTS:
        shared = {name: row for name, row in load_release(report).items() if name in RELEASE}
        ours = {name: chinese.count(RELEASE[name]) for name in shared}
        assert ours == {name: row.phrase for name, row in shared.items()} != {}


def test_a_number_of_a_chinese_page_keeps_its_digits_and_its_measure_word() -> None:
    rows = [row for row in load_observations() if row.source.language == "zh" and row.kind == "count"]
    assert len(rows) > 300
    for row in rows:
        printed = re.sub("[ ,]", "", row.phrase).replace("萬", "万")
        written = chinese.write(row).lstrip("逾近约−")
        if re.fullmatch(r"[\d.]+", row.value_text):
            assert written in printed, row.observation_id


def test_a_number_is_counted_as_chinese_sources_count_the_same_things() -> None:
    counted: dict[str, set[str]] = {}
    for row in load_observations():
        if row.source.language == "zh":
            counted.setdefault(row.unit, set()).add(row.unit_printed.lstrip("万亿"))
    ours = {row.unit: chinese.measure_word(row) for row in RELEASE.values() if chinese.measure_word(row)}
    alone = {unit: word for unit, word in ours.items() if word not in counted.get(unit, ())}
    assert alone == {"opinions": "份", "service points": "个", "departments": "个", "exhibitions": "个"}


def test_a_number_in_chinese_is_the_same_number() -> None:
    for name, row in RELEASE.items():
        (numeral,) = locate_numerals(chinese.count(row))
        assert numeral.value == row.value, name
        assert (numeral.qualifier == "more-than") == (row.qualifier == "more-than"), name


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("23.6%", "23.6%"),
        ("about 39%", "约39%"),
        ("+17.6 to +19.6%", "+17.6%至+19.6%"),
        ("162,500 to 163,499", "162500至163499"),
        ("more than 200,000", "超过200000"),
        ("−263", "−263"),
    ],
)
def test_a_computed_number_is_the_english_one_in_chinese(english: str, expected: str) -> None:
    assert chinese.translate(english) == expected


def test_a_number_that_has_no_chinese_words_is_refused() -> None:
    with pytest.raises(ValueError, match="no Chinese words"):
        chinese.translate("hardly 20")


def test_words_for_change_follow_its_sign() -> None:
    for name, words in (
        ("patents-granted", "增长23.6%"),
        ("invention-patents-granted", "增长17.6%至19.6%"),
        ("trademark-registrations", "下降约23.5%"),
    ):
        assert unlinked(chinese.change(change_on_year_before(name, 2020))) == words
    same = series("court-cases-accepted", years=[2020]).iloc[0, 0]
    assert chinese.change(same - same) == "持平"
    rounded = series("patents-granted", years=[2021]).iloc[0, 0]
    for unknown in (rounded / rounded - 1, NoNumber("There is none.")):
        with pytest.raises(MissingFigureError, match=r"leave open|There is none"):
            chinese.change(unknown)


def test_a_formula_is_told_in_chinese() -> None:
    growth = change_on_year_before("patents-granted", 2020)
    assert isinstance(growth, Datum)
    assert chinese.formula(growth) == "(专利授权量（北京，2020年） ÷ 专利授权量（北京，2019年）) − 1"
    elsewhere = series("patents-granted", place="Nanjing", years=[2020]).iloc[0, 0]
    assert chinese.formula(elsewhere * 2) == "专利授权量（南京，2020年） × 2"


def test_a_break_without_chinese_words_of_its_own_tells_its_kind() -> None:
    assert all(re.fullmatch(r"[^A-Za-z]+。", chinese.reason([each])) for each in load_breaks())


def test_places_have_the_names_of_the_table() -> None:
    assert chinese.title() == "北京市2020年知识产权保护"
    names = {"Beijing": "北京", "China": "全国", "Germany": "德国", "Guangdong": "广东", "nowhere": "nowhere"}
    assert {place: chinese.name_of_place(place) for place in names} == names
    assert [chinese.full_name_of_place(place) for place in ("Guangdong", "Nanjing", "Japan")] == [
        "广东省",
        "南京市",
        "日本",
    ]


def test_a_publisher_has_its_chinese_name_where_it_is_known() -> None:
    sources = {row.source.source_id: row.source for row in load_observations()}
    assert chinese.cite_source(sources["cns-2021-04-25"]) == "中新社，2021年4月25日（转载件，B级）"
    assert chinese.carrier(sources["bjipo-2020-04-23"]) == "北京市知识产权局网站转载新华社2020年4月21日报道"
    assert chinese.short_name(sources["cnipa-2021-04-30"]) == "新闻稿（A级）"


def test_lines_are_joined_without_a_space_and_lists_and_tables_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(prose, "say", shown.append)
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


def test_cards_tell_the_same_findings_in_the_same_order() -> None:
    english, ours = (article(page).select(CARDS) for page in ("index", "summary-zh"))
    assert len(english) == len(ours) == 6
    for there, here in zip(english, ours, strict=True):
        assert _percentages(there) == _percentages(here)
        for kind in ('a[href*=":~:text="]', "a[href*=notebooks]"):
            assert [link["href"] for link in there.select(kind)] == [link["href"] for link in here.select(kind)]


def _percentages(card: Tag) -> Counter[str]:
    return Counter(re.findall(r"[\d.]+%", card.get_text()))


def test_every_linked_number_is_the_one_that_stands_at_its_place() -> None:
    by_place = {}
    for row in RELEASE.values():
        by_place[re.search(r"\((\S+)", row.source.link("x", row.phrase))[1].rstrip(")")] = row
    shown = article("summary-zh").select(f'{CARDS} a[href*=":~:text="]')
    assert len(shown) >= 8
    assert {link.text: chinese.count(by_place[str(link["href"])]) for link in shown} == {a.text: a.text for a in shown}


def test_charts_show_the_same_numbers() -> None:
    for name in ("overview-changes", "overview-shares"):
        there, here = (
            article(page).select_one(f"#{each} svg[role=img]")
            for page, each in (("index", name), ("summary-zh", f"{name}-zh"))
        )
        assert there is not None
        assert here is not None
        alt = [str(svg["aria-label"]) for svg in (there, here)]
        assert len(re.findall(r"[\d.]+%", alt[0])) > 5
        assert re.findall(r"[\d.]+(?=%)", alt[1]) == re.findall(r"[\d.]+(?=%| to )", alt[0])


def test_what_the_audit_adds_is_told_in_notes() -> None:
    named = {row["indicators"] for row in load_tables()["wordings"]}
    assert named
    text = article("summary-zh").get_text()
    for name, words in (
        ("court-cases-concluded", "统计范围可能更宽"),
        ("court-cases-accepted", "以前年度受理的案件"),
    ):
        assert qualifications_of(name)
        assert words in text


def test_terms_that_stand_out_are_terms_of_the_data() -> None:
    known = {term for row in load_tables()["terms"] for term in re.split(r"[;；]\s*", row["term_zh"])}
    known |= {row["name_zh"] for name in ("indicators", "agencies") for row in load_tables()[name]}
    shown = {
        strong.text
        for output in article("summary-zh").select(".cell_output:not(:has(figure))")
        for strong in output.select("li strong")
        if "%" not in strong.text
    }
    assert len(shown) >= 6
    assert shown - known == set()


def test_the_summary_is_in_chinese_and_says_so() -> None:
    page = article("summary-zh")
    assert page["lang"] == "zh-Hans"
    parts = page.select("h1, h2, figure thead th, figcaption p, summary, caption, figure svg title")
    assert len(parts) > 20
    names = "China IP Magazine|Chinese National Federation of Industries|CSV"
    latin = [part.text for part in parts if re.search("[A-Za-z]{2}", re.sub(names, "", part.text))]
    assert latin == []
    pictures = [str(svg["aria-label"]) for svg in page.select("figure svg[role=img]")]
    assert len(pictures) >= 3
    assert [words for words in pictures if not re.search("[一-鿿]", words)] == []


def test_the_first_page_leads_there() -> None:
    assert "summary-zh" in (ROOT / "_toc.yml").read_text(encoding="utf-8")
    header = (HTML / "book" / "index.html").read_text(encoding="utf-8") if HTML.exists() else "summary-zh.html"
    assert "summary-zh.html" in header
