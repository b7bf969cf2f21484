"""A number opens its card: by pointer, keyboard and finger, in prose and charts, and it says what the data say."""

import csv
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any
from urllib.parse import unquote

import pytest
from browser import Tabs, Visit
from pages import ROOT, parsed

from beijing_ip.publish.site_address import read_address

PAGE, CHART, CHINESE = "notebooks/2-enforcement", "notebooks/1-creation", "book/summary-zh"
DATA = "_static/figures-data.js"
BATCHES = "beijing.customs-batches-seized.2020.cnipa-2021-04-30"
NATION = "china.customs-batches-seized.2020.xinhua-2021-04-26"
CASES = "beijing.court-cases-accepted.2020.cnipa-2021-04-30"
CORRECTED = "china.customs-batches-seized.2018.customs-2018-machine-translation"
CASES_BEFORE = "beijing.court-cases-accepted.2019.bjipo-2020-04-23"
ROWS = {row["observation_id"]: row for row in csv.DictReader((ROOT / "data/observations.csv").open(encoding="utf-8"))}
GRADES = {row["source_id"]: row["grade"] for row in csv.DictReader((ROOT / "data/sources.csv").open(encoding="utf-8"))}

ADD = """figures => {
    const link = Object.assign(document.createElement("a"), { href: "#main-content", textContent: "1" });
    link.dataset.figures = figures;
    document.querySelector("article").prepend(link);
}"""


def add(page: Any, figures: str) -> Any:
    """A number more, at the start of a page."""
    page.evaluate(ADD, figures)
    return page.locator("article > a").first


def number(page: Any, figures: str) -> Any:
    return page.locator(f'article a[data-figures="{figures}"]').first


def card(page: Any) -> Any:
    return page.locator(".number-card")


def said(page: Any) -> dict[str, str]:
    """What the open card says, by its labels."""
    card(page).locator(".number-card-actions").wait_for()
    terms = card(page).locator("dt")
    return dict(zip(terms.all_inner_texts(), card(page).locator("dd").all_inner_texts(), strict=True))


def value(figure: str) -> Fraction:
    return Fraction(ROWS[figure]["value"])


def is_focused(thing: Any) -> bool:
    return bool(thing.evaluate("thing => thing === document.activeElement"))


@pytest.fixture(scope="module")
def desk(tabs: Tabs) -> Iterator[Visit]:
    with tabs.lend(permissions=["clipboard-read", "clipboard-write"]) as seen:
        seen.open(PAGE)
        yield seen


def test_a_card_says_what_the_data_say_and_where_to_go_on(desk: Visit) -> None:
    page, row = desk.page, ROWS[BATCHES]
    assert DATA not in desk.weight, "the data come with the first card"
    number(page, BATCHES).click()
    told = said(page)
    assert DATA in desk.weight
    assert card(page).locator(".number-card-number").inner_text() == f"{row['value_text']} {row['unit']}"
    assert told["As printed"] == f"“{row['phrase']}”"
    assert told["How exact"] == "Exact count"
    assert told["Share of the nation"] == f"{float(100 * value(BATCHES) / value(NATION)):.1f}%"
    assert told["Source"].startswith(f"Paragraph {row['paragraph']}, sentence {row['sentence']}. ")
    assert told["Note"] == row["note_en"]
    assert told["Change on 2019"].endswith(
        "Growth as printed: +33.9% (China News Service (中新社), copy elsewhere, grade B)."
    )
    address, explore, entry = card(page).locator("a").evaluate_all("all => all.map(one => one.href)")
    assert unquote(address).endswith(f"#:~:text={row['phrase']}")
    # Within its series.
    years = [row["period"][:4] for row in ROWS.values() if row["indicator_id"] == "customs-batches-seized"]
    view = f"indicator=customs-batches-seized&places=beijing&from={min(years)}&to={max(years)}"
    assert explore.endswith(f"book/explore.html#{view}")
    assert entry.endswith("book/numbers.html#customs-batches-seized")
    assert parsed("book/numbers").find(id="customs-batches-seized")

    add(page, CASES).click()
    change = float(100 * (value(CASES) / value(CASES_BEFORE) - 1))
    assert said(page)["Change on 2019"] == f"{change:+.1f}%".replace("-", "−")

    add(page, NATION).click()
    assert "This figure is of China." in said(page)["What it counts"], "the definition names Beijing"

    chinese = "beijing.invention-patents-in-force.2013.beijing-daily-2014-04-08"
    add(page, chinese).click()
    assert said(page)["As printed"] == f"“{ROWS[chinese]['phrase']}”"
    assert card(page).locator("dd").first.locator("[lang=zh-Hans]").count() == 1
    term = card(page).locator("a", has_text="Glossary").get_attribute("href").partition("#")[2]
    assert parsed("book/glossary").find(id=term)
    page.keyboard.press("Escape")


def test_a_corrected_figure_says_since_when_and_by_whom_else_it_is_printed(desk: Visit) -> None:
    page = desk.page
    add(page, CORRECTED).click()
    told = said(page)
    assert told["History"].startswith("Since version 0.1.0, 23 November 2026: corrected to 44,500")
    assert "Also printed" not in told
    add(page, NATION).click()
    assert "History" not in said(page)
    assert said(page)["Also printed"].startswith(f"{card(page).locator('.number-card-number').inner_text()}, People")
    page.keyboard.press("Tab")
    card(page).get_by_role("button", name="batches").focus()
    page.keyboard.press("Enter")
    assert said(page)["Also printed"].endswith("(grade\u00a0B); used in series")
    card(page).get_by_role("button", name="Back").press("Enter")
    assert said(page)["Also printed"].endswith("(grade\u00a0B)")
    page.keyboard.press("Escape")


def test_a_card_opens_by_key_and_gives_the_focus_back(desk: Visit) -> None:
    page = desk.page
    add(page, CASES)
    link = add(page, BATCHES)
    for key, away in (("Enter", "Escape"), ("Space", "Escape"), ("Enter", "Shift+Tab")):
        link.focus()
        page.keyboard.press(key)
        said(page)
        assert is_focused(card(page).locator("h2"))
        page.keyboard.press(away)
        assert card(page).is_hidden() and is_focused(link), key
    page.keyboard.press("Enter")
    said(page)
    card(page).locator("button").last.focus()
    page.keyboard.press("Tab")
    assert card(page).is_hidden() and is_focused(page.locator("article > a").nth(1)), "the way goes on from the number"
    link.click(modifiers=["Shift"], no_wait_after=True)
    assert card(page).is_hidden(), "a click with a key is the browser's"
    link.click()
    said(page)
    page.mouse.click(5, 600)
    assert card(page).is_hidden()
    link.dblclick()
    assert card(page).is_visible(), "who clicks twice wants it open"
    link.click()
    assert card(page).is_hidden(), "who clicks once more wants it closed"


def test_a_computed_number_names_its_figures_and_each_opens_its_own_card(desk: Visit) -> None:
    page = desk.page
    link = page.locator("a.computed").first
    figures, how = link.get_attribute("data-figures").split(), link.get_attribute("title")
    link.click()
    card(page).get_by_text(how).wait_for()
    listed = card(page).locator("li button")
    assert listed.count() == len(figures) == 2
    listed.nth(1).click()
    assert said(page)["As printed"] == f"“{ROWS[figures[1]]['phrase']}”"
    card(page).get_by_role("button", name="Back").click()
    card(page).get_by_role("button", name="Copy with citation").click()
    card(page).locator("output", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    phrases = [ROWS[figure]["phrase"] for figure in figures]
    assert re.findall(r"\(grade ([A-C])\)", copied) == [GRADES[ROWS[figure]["source_id"]] for figure in figures]
    # Who reads it where it is not published is told that place all the same, if it is known.
    own = f"{base}{PAGE}.html" if (base := read_address(ROOT)) else page.url.split("#")[0]
    for part in (link.inner_text(), how, *phrases, "Version ", own):
        assert part in copied
    page.keyboard.press("Escape")


def test_an_open_card_is_in_the_window_and_axe_finds_nothing(desk: Visit) -> None:
    page = desk.page
    link = add(page, CASES)
    for width, dark in ((1280, False), (390, True)):
        desk.show(width, dark=dark)
        page.locator(f"html[data-theme='{'dark' if dark else 'light'}']").wait_for()
        link.click()
        said(page)
        box, at = card(page).bounding_box(), link.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= 800
        assert at["y"] >= 0 and (at["y"] + at["height"] <= box["y"] or at["y"] >= box["y"] + box["height"])
        assert desk.violations() == {}
        desk.show(width, paper=True)
        assert card(page).is_hidden()
        desk.show(width, dark=dark)
        page.keyboard.press("Escape")
    desk.show()


def test_a_mark_of_a_chart_opens_its_card(visit: Callable[..., Visit]) -> None:
    name = "creation-grants-since"
    for width, touch in ((1280, False), (390, True)):
        seen = visit(CHART, width=width, has_touch=touch)
        page = seen.page
        mark = page.locator(f"#{name} .figure-chart > svg:visible .mark").nth(3)
        row = ROWS[mark.get_attribute("data-figures")]
        mark.scroll_into_view_if_needed()
        if touch:
            mark.tap()
        else:
            box = mark.bounding_box()
            page.mouse.click(box["x"] + box["width"] + 5, box["y"] + 2)
            said(page)
            page.keyboard.press("Escape")
            mark.hover()
            page.locator(".figure-says").click()
        assert said(page)["As printed"] == f"“{row['phrase']}”"
        assert page.locator(".figure-says").is_hidden()
        assert mark.bounding_box()["y"] < card(page).bounding_box()["y"] or not touch
        page.keyboard.press("Escape")
        assert is_focused(mark)
        page.keyboard.press("Enter")
        said(page)


def test_a_card_speaks_chinese_on_a_chinese_page_from_the_disk(visit: Callable[..., Visit]) -> None:
    page = visit(CHINESE, files=True).page
    link = number(page, BATCHES)
    link.click()
    told = said(page)
    assert told["原文"] == f"“{ROWS[BATCHES]['phrase']}”" and "占全国" in told
    assert told["精确度"] == link.get_attribute("title")
    assert card(page).locator(".number-card-number").inner_text() == link.inner_text()
    english = [words for words in told.values() if re.search("[a-z]{2}", words)]
    assert len(english) == card(page).locator("dd:has([lang=en])").count() > 2
    card(page).get_by_role("button", name="复制数字和出处").click()
    copied = card(page).locator("output", has_text="引自").inner_text()
    assert f"，2020：{link.inner_text()} (“{ROWS[BATCHES]['phrase']}”)" in copied


def test_a_card_that_cannot_be_loaded_says_so_and_offers_the_link(browser: Any, site: str) -> None:
    context = browser.new_context()
    context.route("**/figures-data.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{site}{PAGE}.html")
    number(page, BATCHES).click()
    card(page).get_by_role("link", name="Follow its link").wait_for()
    context.unroute("**/figures-data.js")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    assert said(page)["Note"], "the next try succeeds"
    context.close()
