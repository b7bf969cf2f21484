"""No chart without words: headline, subtitle, alternative text, source, table, and letters to draw them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import IPython.display
import pytest

from beijing_ip.numbers.quantity import Quantity
from beijing_ip.show import charts
from beijing_ip.show.charts import Event, Figure, Line, LineGap, LinePoint, Link, Mark, Pair, Panel
from beijing_ip.show.charts.phrases import PHRASES
from beijing_ip.show.fonts import CHARTS

WORDS: dict[str, Any] = {
    "name": "some-figure",
    "headline": "Courts concluded more cases than they accepted",
    "subtitle": "Civil and administrative cases, Beijing, 2020",
    "alt": 'Two bars of almost the same length, "accepted" & concluded.',
    "source": "Press release, paragraph 6.",
    "table": "| what | cases |\n|---|---:|\n| accepted | 3 |",
    "data": "what,cases\naccepted,3\n",
}
THREE = Mark("Cases accepted", Quantity.exact(3), "3 cases", "受理")
FOUR = Mark("Cases concluded", Quantity.exact(4), "4 cases", "审结")
SEVEN = Mark("Both", Quantity.exact(7), "7 cases")
ONE = Mark("Difference", Quantity.exact(1), "1 more concluded than accepted")
CASES = Line("Cases accepted", "受理", [[LinePoint(2019, Quantity.exact(3), "3")]])
CASES_LATER = [[LinePoint(2020, Quantity.exact(4), "4")]]
PAIR = Pair("Beijing", "北京", Quantity.exact(3), "3", Quantity.exact(4), "4")
NAMES = {"first_name": "As printed", "second_name": "Recomputed"}
KINDS = {
    "bars": lambda words: charts.bars([THREE], **words),
    "part_of_whole": lambda words: charts.part_of_whole([THREE, FOUR], SEVEN, **words),
    "dots_log": lambda words: charts.dots_log([THREE], **words),
    "balance": lambda words: charts.balance(THREE, FOUR, ONE, **words),
    "timeline": lambda words: charts.timeline([Event("2020", date(2020, 1, 1), None, "Start")], **words),
    "network": lambda words: charts.network([Link("Office", "", "Measure", "")], **words),
    "lines": lambda words: charts.lines([CASES], unit_label="Cases a year", **words),
    "small_multiples": lambda words: charts.small_multiples(
        [Panel("Courts", "法院", "cases a year", [CASES], "One year.")], mark_year=2020, **words
    ),
    "pairs": lambda words: charts.paired_dots([PAIR], **NAMES, **words),
}


@cache
def drawn(kind: str) -> Figure:
    """A chart of one kind with all its words, drawn once."""
    return KINDS[kind](WORDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_without_one_of_its_words_cannot_be_drawn(kind: str) -> None:
    for word in WORDS:
        without = {key: text for key, text in WORDS.items() if key != word}
        for words in (without, {**without, word: ""}, {**without, word: "  \n"}):
            with pytest.raises(ValueError, match=rf"has no {word}:"):
                KINDS[kind](words)


def test_a_figure_without_one_of_its_words_cannot_be_made() -> None:
    figure = drawn("bars")
    for word in (*WORDS, "svg", "narrow", "reading"):
        with pytest.raises(ValueError, match=rf"has no {word}:"):
            replace(figure, **{word: " "})


@pytest.mark.parametrize(
    ("word", "text", "complaint"),
    [
        ("name", "Some-figure", "becomes an address"),
        ("name", "some figure", "becomes an address"),
        ("name", "some--figure", "becomes an address"),
        ("headline", "Courts concluded more cases.", "without a full stop"),
        ("headline", "courts concluded more cases", "begin with a capital"),
        ("alt", WORDS["headline"], "repeats the headline"),
        ("alt", WORDS["headline"] + ".", "repeats the headline"),
        ("table", "what, cases\naccepted, 3", "Markdown pipe table"),
        ("table", "| what | cases |\n|---|---|", "at least one row"),
        ("data", "what,cases\n", "at least one row"),
        ("data", "what,cases\naccepted\n", "each with as many cells"),
        ("svg", '<?xml version="1.0"?><svg/>', "without an XML declaration"),
        ("narrow", '<?xml version="1.0"?><svg/>', "without an XML declaration"),
    ],
)
def test_words_that_break_a_rule_are_refused(word: str, text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        replace(drawn("bars"), **{word: text})


@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_carries_its_alternative_text(kind: str) -> None:
    figure = drawn(kind)
    for svg in (figure.svg, figure.narrow):
        root = ET.fromstring(svg)
        assert svg.startswith("<svg ")
        assert root.get("role") == "img"
        assert root.get("aria-label") == WORDS["alt"]


def test_the_picture_scales() -> None:
    figure = drawn("bars")
    for picture, expected in ((figure.svg, charts.WIDTH), (figure.narrow, charts.NARROW)):
        root = ET.fromstring(picture)
        _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
        assert width == expected
        assert (root.get("width"), root.get("height")) == (f"{width:g}pt", f"{height:g}pt")


@pytest.mark.parametrize("kind", KINDS)
def test_two_charts_on_one_page_share_no_id(kind: str) -> None:
    one, other = drawn(kind), KINDS[kind]({**WORDS, "name": "another-figure"})
    pictures = [one.svg, one.narrow, other.svg, other.narrow]
    ids = re.findall(r'\bid="([^"]+)"', "".join(pictures))
    assert len(ids) == len(set(ids))
    assert all(name.startswith(("some-figure-", "another-figure-")) for name in ids)
    for picture in pictures:
        own = {(name, "") for name in re.findall(r'\bid="([^"]+)"', picture)}
        assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', picture)) <= own


@pytest.mark.parametrize("picture", ["svg", "narrow"])
def test_a_mark_tells_its_value_and_what_is_known_of_it(picture: str) -> None:
    mark = replace(THREE, period="2020", about="Exact count. Press <release> & more.")
    figure = charts.bars([mark], **WORDS)
    root = ET.fromstring(getattr(figure, picture))
    (found,) = [element for element in root.iter() if element.get("class") == "mark"]
    assert found.get("id") == ("some-figure-bar-1" if picture == "svg" else "some-figure-narrow-bar-1")
    assert found[0].tag.endswith("title")
    assert found[0].text == "Cases accepted, 2020: 3 cases. Exact count. Press <release> & more."


def shown(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, str], dict[str, Any]]]:
    outputs = []

    def display(data: dict[str, str], *, raw: bool, metadata: dict[str, Any]) -> None:
        assert raw
        outputs.append((data, metadata))

    monkeypatch.setattr(IPython.display, "display", display)
    figure._ipython_display_()
    return outputs


def test_a_notebook_shows_head_picture_and_foot(monkeypatch: pytest.MonkeyPatch) -> None:
    figure = drawn("bars")
    head, picture, foot = shown(figure, monkeypatch)
    assert head[0]["text/markdown"] == f"**{WORDS['headline']}**\n\n{WORDS['subtitle']}"
    assert head[1] == {"text/markdown": {"figure": {"part": "head"}}}
    assert picture[0]["image/svg+xml"] == figure.svg
    told = {key: WORDS[key] for key in ("name", "headline", "subtitle", "alt")}
    assert picture[1] == {"image/svg+xml": {"figure": {**told, "narrow": figure.narrow}}}
    assert foot[0]["text/markdown"] == (
        f"Source: {WORDS['source']}\n\nHow to read this: {figure.reading}\n\n{WORDS['table']}"
    )
    below = {"part": "foot", "name": WORDS["name"], "reading": figure.reading, "data": WORDS["data"]}
    assert foot[1] == {"text/markdown": {"figure": below}}
    assert [len(output[0]) for output in (head, picture, foot)] == [2, 2, 2]
    assert picture[0]["text/plain"] == WORDS["alt"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda text: charts.bars([replace(THREE, label=text)], **WORDS),
        lambda text: charts.bars([replace(THREE, label_zh=text)], **WORDS),
        lambda text: charts.bars([replace(THREE, text=text)], **WORDS),
        lambda text: charts.bars([replace(THREE, group=text)], **WORDS),
        lambda text: charts.timeline([Event(text, date(2020, 1, 1), None, "Start")], **WORDS),
        lambda text: charts.network([Link("Office", text, "Measure", "")], **WORDS),
        lambda text: charts.paired_dots([replace(PAIR, second_text=text)], **NAMES, **WORDS),
        lambda text: charts.paired_dots([PAIR], first_name=text, second_name="Recomputed", **WORDS),
        lambda text: charts.lines([replace(CASES, label_zh=text)], unit_label="Cases a year", **WORDS),
        lambda text: charts.lines([CASES], unit_label=text, **WORDS),
        lambda text: charts.lines(
            [replace(CASES, segments=[*CASES.segments, *CASES_LATER], gaps=[LineGap(2019, 2020, text)])],
            unit_label="Cases a year",
            **WORDS,
        ),
        lambda text: charts.small_multiples(
            [Panel("Courts", "法院", "cases a year", [CASES], text)], mark_year=2020, **WORDS
        ),
    ],
)
def test_a_character_that_the_font_lacks_is_an_error_and_no_empty_box(draw: Any) -> None:
    with pytest.raises(ValueError, match=r"no character '龘' \(U\+9F98\).*characters\.txt"):
        draw("龘 cases")


def test_the_carried_font_draws_every_character_that_it_promises() -> None:
    promised = set((CHARTS / "characters.txt").read_text(encoding="utf-8")) - {"\n"}
    assert promised <= charts.CHARACTERS
    assert set("知识产权保护白皮书、。《》〈〉「」\uff0c\uff08\uff09\uff1b\uff1a–—‘’“”…·•×÷−≤≥→%‰¥£€²³") <= promised


def test_every_word_of_a_chart_is_in_both_languages_and_can_be_drawn() -> None:
    english, chinese = PHRASES["en"], PHRASES["zh"]
    assert english.keys() == chinese.keys()
    for key, phrase in english.items():
        assert set(re.findall(r"{(\w+)", phrase)) == set(re.findall(r"{(\w+)", chinese[key])), key
        assert set(phrase + chinese[key]) <= charts.CHARACTERS, key
        assert not re.search("[A-Za-z]", re.sub("{.*?}", "", chinese[key])), key


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_in_chinese_adds_no_english_word(kind: str) -> None:
    chinese = KINDS[kind]({**WORDS, "language": "zh"})
    english = drawn(kind)
    assert chinese.reading != english.reading
    assert not re.search("[A-Za-z]", re.sub("|".join(NAMES.values()), "", chinese.reading))
    with pytest.raises(ValueError, match="no language 'fr'"):
        KINDS[kind]({**WORDS, "language": "fr"})


def test_the_carried_fonts_are_small_and_licensed() -> None:
    fonts = sorted(CHARTS.glob("*.otf"))
    assert [font.name for font in fonts] == ["BeijingIPSans-Bold.otf", "BeijingIPSans-Regular.otf"]
    assert all(font.stat().st_size < 400_000 for font in fonts)
    licence = (CHARTS / "OFL.txt").read_text(encoding="utf-8")
    assert "Copyright 2014-2021 Adobe" in licence
    assert "Reserved Font Name 'Source'" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
