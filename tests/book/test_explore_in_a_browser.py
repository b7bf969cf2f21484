"""The page Explore in Chromium: choose, read, go by keyboard, on a phone and on paper."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from browser import Visit
from conftest import contrast
from explorer import PAGE, Explorer
from pages import HTML
from playwright.sync_api import expect

from beijing_ip.analysis.series import cut_series
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_observations

LATIN_SIZE = 11
SCRIPT_LIMIT = 150_000
PRINTABLE = 657
"""The width of A4 less margins of 18 mm, in pixels."""


# What the reader sees first


def test_the_year_of_the_book_is_said_first_and_the_latest_does_not_hide_it(desk: Explorer) -> None:
    page = desk.show("invention-patents-in-force")
    assert page.locator(".explore-lead > *").all_inner_texts() == [
        "2020: 336,000 patents",
        "Latest: 663,490 patents (2024)",
    ]
    assert desk.text(".explore-detail article.active").startswith("336,000 patents")
    assert page.locator(".explore-chart .value.now").text_content() == "336,000"


def test_the_list_below_opens_an_indicator_and_comes_back_up(desk: Explorer) -> None:
    page = desk.show("one place")
    page.locator('.explore-list a[href="#indicator=court-cases-concluded"]').click()
    page.wait_for_url("**#indicator=court-cases-concluded&places=**")
    assert page.evaluate("document.activeElement.id") == "explore-title"
    expect(page.locator("#explore-title")).to_be_in_viewport()


def test_every_published_figure_can_be_read_on_the_page(desk: Explorer) -> None:
    """Also those that other sources print; each stands with its indicator and place."""
    found = desk.page.evaluate(
        """() => published.indicators.map((indicator) => {
            const places = explore.placesOf([indicator]);
            const text = [];
            for (let n = 0; n < places.length; n += explore.MOST_PLACES) {
                const [from, to] = explore.rangeOf([indicator]);
                const some = places.slice(n, n + explore.MOST_PLACES);
                const view = explore.compose({ indicators: [indicator], places: some, from, to, show: "figure" });
                for (const panel of view.panels) {
                    const box = document.createElement("div");
                    explore.explain(d3.select(box), panel);
                    text.push(box.textContent);
                }
            }
            return [indicator.id, text.join(" ")];
        })"""
    )
    said = dict(found)
    figures = desk.page.evaluate("[...published.figures.values()].map((one) => [one.id, one.indicator.id, one.text])")
    assert {name for name, *_ in figures} == {row.observation_id for row in load_observations()}
    assert [name for name, indicator, text in figures if text not in said[indicator]] == []


# What is asked for


def test_an_unknown_name_is_said_with_what_is_near_and_not_replaced(desk: Explorer) -> None:
    page = desk.show("patents-grantd")
    problem = page.locator(".explore-problems")
    assert "There is no indicator “patents-grantd”." in problem.inner_text()
    assert problem.locator("a").first.inner_text() == "Patents granted"
    assert not page.locator(".explore-shown").is_visible() and page.locator("#explore-indicator").input_value() == ""
    problem.locator("a").first.click()
    page.wait_for_url("**#indicator=patents-granted&places=beijing**")
    assert desk.text("#explore-title") == "Patents granted" and problem.inner_text() == ""

    desk.show(f"patents-granted&places={quote('<b>atlantis')}")
    assert "“<b>atlantis”" in problem.inner_text() and not page.locator(".explore-shown").is_visible()
    desk.show("patents-granted&places=beijing,atlantis&from=2019&to=2021")
    assert "“atlantis”" in problem.inner_text() and desk.text(".explore-subtitle").startswith("Beijing, 2019 to 2021")
    desk.show("patents-granted&places=beijing&from=1999&to=abc")
    assert "“1999”" in problem.inner_text() and "“abc”" in problem.inner_text()
    desk.show("patents-granted&places=beijing&show=colour")
    assert "“colour”" in problem.inner_text() and problem.locator("a").count() == 4
    desk.show("patents-granted,none&places=beijing")
    assert "“none”" in problem.inner_text() and desk.text("#explore-title") == "Patents granted"
    page.evaluate("location.hash = 'none'")
    expect(problem).to_contain_text("There is no indicator “none”.")
    page.evaluate("location.hash = 'places=beijing'")
    expect(problem).to_have_text(re.compile("names no indicator"))


@pytest.mark.parametrize("files", [False, True], ids=["http", "file"])
def test_who_skips_to_the_text_keeps_the_view(visit: Callable[..., Visit], files: bool) -> None:
    asked = "#indicator=court-cases-accepted&places=beijing&from=2018&to=2021"
    page = visit(f"{PAGE}{asked}", files=files).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert page.url.endswith(asked)
    assert page.locator("#explore-title").inner_text() == "Court cases accepted"
    assert page.evaluate("document.activeElement.closest('#main-content, body').matches('#main-content, body')")


def test_an_address_opens_the_same_view_again(desk: Explorer, phone: Explorer) -> None:
    asked = "court-cases-accepted,patents-granted&places=beijing,shanghai&from=2018&to=2021&show=change"
    seen = [
        one.show(asked).evaluate(
            """() => [explore.addressOf(explore.chosen()), document.getElementById("explore-title").textContent,
                document.querySelector(".explore-subtitle").textContent,
                [...document.querySelectorAll(".explore-shown .mark")].map((mark) => mark.id),
                [...document.querySelectorAll(".explore-shown table")].map((table) => table.textContent)]"""
        )
        for one in (desk, phone)
    ]
    assert seen[0] == seen[1] and seen[0][0] == f"#indicator={asked}"
    assert seen[0][2].startswith("Beijing and Shanghai, 2018 to 2021. Change on the year before.")


def test_controls_change_the_address_and_back_undoes_it(desk: Explorer) -> None:
    page = desk.show("one place")
    page.wait_for_url("**places=beijing**")
    page.get_by_role("checkbox", name="Shanghai").check()
    page.locator("#explore-from").select_option("2018")
    page.wait_for_url("**places=beijing,shanghai&from=2018*")
    shown = page.locator(".explore-shown table tbody tr th").all_inner_texts()
    years = {point.year for place in ("Beijing", "Shanghai") for point in cut_series("patents-granted", place).points}
    assert shown == [str(year) for year in sorted(years) if year >= 2018]
    page.locator("#explore-show").select_option("change")
    page.locator("#explore-beside").select_option("invention-patents-granted")
    page.wait_for_url("**#indicator=patents-granted,invention-patents-granted&*show=change")
    assert page.locator(".explore-panel").count() == 2
    for _ in range(3):
        page.go_back()
    page.wait_for_url("**from=2013*")
    assert (
        page.get_by_role("checkbox", name="Shanghai").is_checked()
        and page.locator("#explore-show").input_value() == "figure"
    )
    page.go_back()
    expect(page.get_by_role("checkbox", name="Shanghai")).not_to_be_checked()


def test_a_reader_finds_an_indicator_by_words_in_either_language_or_by_a_number(desk: Explorer) -> None:
    page = desk.show("one place")
    box, found = page.get_by_label("Find an indicator"), page.locator(".explore-found a")
    names = {row["indicator_id"]: row for row in load_tables()["indicators"]}

    def ids(words: str) -> list[str]:
        box.fill(words)
        return [str(href).removeprefix("#indicator=") for href in found.evaluate_all("all => all.map(one => one.hash)")]

    assert (marks := ids("商标")) and all("商标" in names[each]["name_zh"] for each in marks)
    assert "court-cases-accepted" in ids("court cases") and " found" in desk.text(".explore-filter [role=status]")
    assert ids("336 000") == ids("336,000") == ids("３３６０００") == ["invention-patents-in-force"]
    assert ids("zzz") == []
    box.fill("market regulation fines")
    box.press("Enter")
    page.wait_for_url("**#indicator=market-regulation-fines-and-forfeits&**")
    page.locator("#explore-indicator").select_option("court-cases-accepted")
    assert desk.text("#explore-title") == names["court-cases-accepted"]["name_en"]


def test_the_wheel_moves_the_page_wherever_it_is_turned(desk: Explorer) -> None:
    page = desk.show("one place")
    inside = """() => [...document.querySelectorAll("#explorer *, .explore-list, .table-box")].filter((one) =>
        one.scrollHeight > one.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(one).overflowY)
        || one.matches("select") && one.size > 1).map((one) => one.className || one.id)"""
    assert page.evaluate(inside) == []


def test_one_place_always_stays_and_a_fifth_is_refused(desk: Explorer) -> None:
    page = desk.show("patents-granted&places=beijing")
    page.get_by_role("checkbox", name="Beijing").click(force=True)
    assert page.get_by_role("checkbox", name="Beijing").is_checked()
    expect(page.locator(".explore-status")).to_have_text("One place stays chosen.")
    page = desk.show("patents-granted&places=beijing,shanghai,fujian,guangdong")
    page.get_by_role("checkbox", name="Tianjin").click(force=True)
    assert not page.get_by_role("checkbox", name="Tianjin").is_checked()


# By keyboard, and for those who listen


def test_figures_are_reached_and_read_by_keyboard(desk: Explorer) -> None:
    page = desk.show("China beside it")
    start = page.locator('.explore-chart .mark[tabindex="0"]')
    assert start.count() == 1
    start.focus()
    focused = "document.activeElement.getAttribute('aria-label')"
    assert page.evaluate(focused).startswith("Beijing, 2020: ")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused).startswith("Beijing, 2021: ")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused).startswith("China, 2021: ")
    page.keyboard.press("Home")
    first = cut_series("copyright-works-national-notice", "China").points[0]
    assert page.evaluate(focused).startswith(f"China, {first.year}: {first.text} ")
    active = page.locator(".explore-detail article.active")
    assert active.count() == 1 and first.text in active.inner_text() and "grade" in active.inner_text()
    assert page.locator(".explore-chart .mark").count() == page.locator(".explore-detail article").count()
    page.evaluate("addEventListener('keydown', (event) => { window.taken = event.defaultPrevented; })")
    for key, taken in (("Alt+ArrowLeft", False), ("Control+Home", False), ("Meta+ArrowLeft", False), ("End", True)):
        where, _, name = key.rpartition("+")
        page.evaluate(
            """([name, where]) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
                key: name, bubbles: true, cancelable: true,
                altKey: where === "Alt", ctrlKey: where === "Control", metaKey: where === "Meta" }))""",
            [name, where],
        )
        assert page.evaluate("window.taken") == taken, key


def test_pointing_at_a_figure_shows_it_without_moving_the_page(desk: Explorer) -> None:
    page = desk.show("one place")
    height = "document.querySelector('.explore-detail').offsetHeight"
    before = page.evaluate(height)
    page.locator("#explore-patents-granted-beijing-2016 .symbol").hover()
    point = cut_series("patents-granted").point(2016)
    assert point and point.text in desk.text(".explore-detail article.active")
    assert page.evaluate(height) == before


@pytest.mark.parametrize("name", ["bases that differ", "two indicators", "shares"])
def test_chinese_says_that_it_is_chinese(desk: Explorer, name: str) -> None:
    unmarked = """() => {
        const walker = document.createTreeWalker(document.querySelector(".explore-shown"), NodeFilter.SHOW_TEXT);
        const found = [];
        while (walker.nextNode()) {
            const { data, parentElement } = walker.currentNode;
            if (/[\u3400-\u9fff]/.test(data) && !parentElement.closest("[lang|=zh]")) found.push(data);
        }
        return found;
    }"""
    page = desk.show(name)
    assert page.locator(".explore-shown [lang|=zh]").count() > 2
    assert page.evaluate(unmarked) == []


# On a phone, on paper, in other colours, without scripts


@pytest.mark.parametrize("name", ["bases that differ", "one figure", "two indicators", "changes", "not known"])
def test_a_phone_shows_all_in_its_width(phone: Explorer, name: str) -> None:
    page = phone.show(name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    texts = page.locator(".explore-chart text")
    cut = """all => all.filter(one => { const box = one.getBoundingClientRect();
        return box.width && (box.right > 390 || box.left < 0); }).map(one => one.textContent)"""
    assert texts.evaluate_all(cut) == []
    sizes = texts.evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert all(size >= LATIN_SIZE for size in sizes)
    page.evaluate("scrollTo(0, 0)")
    shown = page.locator(".explore-chart svg, .explore-figures, .explore-problems p").first.bounding_box()
    assert shown and shown["y"] + min(shown["height"], 250) <= 1.5 * 844


def test_the_list_is_read_on_a_phone_and_the_choices_are_folded(phone: Explorer) -> None:
    page = phone.show("one place")
    caption = page.locator(".explore-list caption").bounding_box()
    assert caption and caption["width"] > 300 and caption["height"] < 100
    choices = page.locator(".explore-choices")
    assert not choices.get_by_role("checkbox").first.is_visible()
    assert choices.locator("summary").inner_text().startswith("Places, years and more: Beijing")
    choices.locator("summary").press("Enter")
    assert choices.get_by_role("checkbox").first.is_visible()


def test_axe_finds_nothing_on_a_dark_phone_or_a_wide_light_screen(phone: Explorer, desk: Explorer) -> None:
    for one, name in ((phone, "two indicators"), (phone, "not known"), (desk, "bases that differ"), (desk, "shares")):
        one.show(name)
        assert one.seen.violations() == {}, name


def test_lines_have_contrast_in_both_modes(desk: Explorer) -> None:
    page = desk.show("bases that differ")
    for dark in (True, False):
        desk.seen.show(dark=dark)
        page.locator(f"html[data-theme='{'dark' if dark else 'light'}']").wait_for()
        strokes = page.locator(".explore-chart .join").evaluate_all(
            "all => all.map(one => getComputedStyle(one).stroke)"
        )
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert len(set(strokes)) == 3
        assert all(contrast(colour, ground) >= 3 for colour in set(strokes)), dark


def test_the_page_is_light(visit: Callable[..., Visit]) -> None:
    seen = visit(PAGE)
    scripts = [name.split("?")[0] for name in seen.weight if name.split("?")[0].endswith(".js")]
    assert "_static/explore/page.js" in scripts
    code = [name for name in scripts if name != "_static/figures-data.js"]
    assert sum((HTML / name).stat().st_size for name in code) < SCRIPT_LIMIT
    assert sum(seen.weight.values()) < 350_000
    assert seen.page.evaluate("document.querySelectorAll('*').length") <= 5_000
    assert (HTML / f"{PAGE}.html").stat().st_size < 150_000
    seen.open(f"{PAGE}#indicator=court-cases-accepted")
    seen.show(PRINTABLE, paper=True)
    chart = seen.page.locator(".explore-chart svg").bounding_box()
    assert chart and chart["width"] <= PRINTABLE
    assert not seen.page.locator("#all-indicators").is_visible()
    assert not seen.page.locator(".explore-controls").is_visible()


def test_only_this_page_loads_its_scripts(visit: Callable[..., Visit]) -> None:
    # Without the fingerprints, which may hold any letters and digits.
    names = " ".join(name.partition("?")[0] for name in visit("book/method").weight)
    assert "explore" not in names and "d3" not in names


def test_without_scripts_the_list_of_indicators_is_there(visit: Callable[..., Visit]) -> None:
    page = visit(f"{PAGE}#indicator=court-cases-accepted", java_script_enabled=False).page
    assert "need JavaScript" in page.locator("#explorer").inner_text()
    assert page.locator(".explore-list tr[id]").count() == len(
        {row.indicator.indicator_id for row in load_observations()}
    )
