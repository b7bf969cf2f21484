"""Every page in Chromium: no error, nothing from elsewhere, nothing sticks out, nothing axe objects to, light."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import CHAPTERS, PAGES, Visit

EVERY = [*PAGES, "search"]
WIDTHS = (390, 768, 1280)
HEAVIEST = 350_000
"""Bytes of the first load of a chapter, compressed."""


@pytest.mark.parametrize("files", [False, True], ids=["http", "file"])
@pytest.mark.parametrize("page", [*EVERY, "index"])
def test_a_page_runs_without_errors_and_asks_no_other_host(visit: Callable[..., Visit], page: str, files: bool) -> None:
    seen = visit(page, files=files)
    seen.page.wait_for_timeout(100)
    assert (seen.errors, seen.foreign) == ([], [])


@pytest.mark.parametrize("page", EVERY)
def test_nothing_sticks_out_sideways(visit: Callable[..., Visit], page: str) -> None:
    seen = visit(page)
    too_wide = {}
    for width in WIDTHS:
        seen.page.set_viewport_size({"width": width, "height": 800})
        if seen.page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide[width] = seen.page.evaluate(STICKING_OUT, width)
    assert too_wide == {}


STICKING_OUT = """width => [...document.querySelectorAll('body *')]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .map(element => element.outerHTML.slice(0, 120)).slice(0, 5)"""


CONTRAST = {"runOnly": ["color-contrast"]}
ALL_BUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
CHECKS = [(False, 1280, {}), (False, 390, ALL_BUT_CONTRAST), (True, 1280, CONTRAST)]


@pytest.mark.parametrize("page", EVERY)
def test_axe_finds_nothing(visit: Callable[..., Visit], page: str) -> None:
    """Everything folded is opened first. Contrast, which takes longest, is checked in each mode but at one width.

    Of long tables and of the code, which is the same throughout, the beginning is checked.
    """
    found = {}
    for dark, width, options in CHECKS:
        seen = visit(page, width=width, dark=dark, bypass_csp=True, reduced_motion="reduce")
        seen.page.evaluate(UNFOLD)
        results = Axe().run(seen.page, options={"resultTypes": ["violations"], **options}).response
        found |= {
            f"{'dark' if dark else 'light'} {width} {violation['id']}": sentence(violation)
            for violation in results["violations"]
        }
    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)


UNFOLD = """() => {
    for (const body of document.querySelectorAll('tbody')) [...body.rows].slice(5).forEach(row => row.remove());
    [...document.querySelectorAll('details.hide')].slice(1).forEach(code => code.remove());
    document.documentElement.classList.add('code-shown');
    document.querySelectorAll('details').forEach(details => { details.open = true });
}"""


def sentence(violation: dict[str, Any]) -> str:
    places = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
    return f"{violation['help']} ({len(violation['nodes'])}): {places}"


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_chapter_is_light(visit: Callable[..., Visit], page: str) -> None:
    weight = visit(page).weight
    heaviest_first = sorted(weight.items(), key=lambda item: -item[1])
    assert sum(weight.values()) <= HEAVIEST, json.dumps(dict(heaviest_first), indent=1)


def test_the_first_screen_has_key_figures_how_sure_and_the_ways_on(visit: Callable[..., Visit]) -> None:
    seen = visit(PAGES[0], width=1280, height=800)
    for part in (".tag_key-figures li:last-child", ".tag_how-sure", "#where-to-go-next li:last-child"):
        box = seen.page.locator(part).bounding_box()
        assert box and box["y"] + box["height"] <= 800, part
    phone = visit(PAGES[0], width=390, height=844)
    box = phone.page.locator(".tag_key-figures li:last-child").bounding_box()
    assert box and box["y"] + box["height"] <= 844


def test_contents_open_and_close_by_keyboard_on_a_phone_without_a_script(visit: Callable[..., Visit]) -> None:
    page = visit(CHAPTERS[0], width=390, java_script_enabled=False).page
    link = page.locator("#contents a").first
    assert not link.is_visible()
    page.locator(".contents-button").focus()
    page.keyboard.press("Enter")
    assert link.is_visible()
    page.keyboard.press("Tab")
    assert page.locator("#contents a:focus").count() == 1
    page.keyboard.press("Escape")
    assert not link.is_visible()


def test_the_chosen_colours_stay_on_the_next_page(visit: Callable[..., Visit]) -> None:
    seen = visit(CHAPTERS[0])
    theme = "document.documentElement.dataset.theme"
    assert seen.page.evaluate(theme) == "light"
    button = seen.page.locator(".mode-button")
    while button.get_attribute("aria-label") != "Colours: dark":
        button.press("Enter")
    assert seen.page.evaluate(theme) == "dark"
    seen.page.goto(f"{seen.base}{CHAPTERS[1]}.html")
    assert seen.page.evaluate(theme) == "dark"


def test_one_button_shows_the_code_of_a_page(visit: Callable[..., Visit]) -> None:
    page = visit(CHAPTERS[0]).page
    assert page.locator("details.hide:visible").count() == 0
    page.get_by_role("button", name="Show the code of this page").press("Enter")
    assert page.locator("details.hide:visible").count() > 3
    assert page.locator("details.hide pre").first.is_visible()
    unscripted = visit(CHAPTERS[0], java_script_enabled=False).page
    assert unscripted.locator("details.hide summary:visible").count() > 3
    assert unscripted.locator(".pst-js-only:visible").count() == 0


def test_the_code_is_folded_before_the_script_of_the_page_is_there(browser: Any, site: str) -> None:
    """Else everything below it would move up when the script comes."""
    context = browser.new_context()
    context.route("**/*.js*", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{site}{CHAPTERS[0]}.html")
    assert page.locator("details.hide").count() > 3
    assert page.locator("details.hide:visible").count() == 0
    context.close()


PRINTABLE = 657
"""The width of A4 less margins of 18 mm, in pixels."""


@pytest.mark.parametrize("page", PAGES)
def test_a_printed_page_fits_the_sheet(visit: Callable[..., Visit], page: str) -> None:
    """Else the browser would print all of it smaller."""
    seen = visit(page, width=PRINTABLE, dark=True)
    seen.page.emulate_media(media="print")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= PRINTABLE
    dark = "all => all.filter(one => getComputedStyle(one).color === 'rgb(255, 255, 255)').map(one => one.textContent)"
    assert seen.page.locator("main :is(h1, h2, p):visible").evaluate_all(dark) == []


def test_explore_prints_the_chosen_view_and_not_the_list_to_choose_from(visit: Callable[..., Visit]) -> None:
    page = visit("book/explore").page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PRINTABLE, "height": 900})
    chart = page.locator(".explore-chart svg").bounding_box()
    assert chart and chart["width"] <= PRINTABLE
    assert not page.locator("#all-indicators").is_visible() and not page.locator(".explore-controls").is_visible()


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_a_link_of_the_masthead_and_a_date_stand_on_one_line(visit: Callable[..., Visit], width: int) -> None:
    page = visit("book/sources", width=width).page
    broken = "all => all.filter(one => { const text = document.createRange(); text.selectNodeContents(one);"
    broken += " return text.getBoundingClientRect().height > 2 * parseFloat(getComputedStyle(one).fontSize); }).length"
    for passages in (page.locator(".masthead .ways a:visible"), page.locator("td.date")):
        assert passages.count() and passages.evaluate_all(broken) == 0


def test_the_link_over_the_masthead_leads_to_the_text(visit: Callable[..., Visit]) -> None:
    page = visit(CHAPTERS[0]).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


@pytest.mark.parametrize("files", [False, True], ids=["http", "file"])
def test_a_page_is_set_in_the_letters_of_print(visit: Callable[..., Visit], files: bool) -> None:
    page = visit(CHAPTERS[0], files=files).page
    faces = page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family))"
    )
    # The face that stands in until then bears the same words in its name.
    assert "Book Sans" in {face.strip('"') for face in faces}


def test_signs_are_seen_where_the_reader_has_colours_of_their_own(visit: Callable[..., Visit]) -> None:
    for dark in (False, True):
        page = visit(CHAPTERS[0], width=390, dark=dark, forced_colors="active").page
        colours = "el => [getComputedStyle(el).backgroundColor, getComputedStyle(document.body).backgroundColor]"
        for sign in page.locator(".icon:visible").all():
            own, ground = sign.evaluate(colours)
            assert own != ground


def test_a_list_that_lies_over_the_page_closes_behind_the_focus(visit: Callable[..., Visit]) -> None:
    page = visit(CHAPTERS[0], width=390).page
    page.locator(".contents-button").press("Enter")
    page.locator("#contents a").last.press("Tab")
    assert page.locator("#contents :focus").count() == 0
    assert not page.locator("#contents").is_visible()


def test_contents_say_which_page_is_shown(visit: Callable[..., Visit]) -> None:
    for name in PAGES[:2]:
        page = visit(name).page
        current = page.locator('#contents a[aria-current="page"]')
        assert current.count() == 1
        assert page.evaluate(
            "(link) => link.href.split('#')[0] === location.href.split('#')[0]", current.element_handle()
        )


def test_the_title_of_the_search_page_says_what_it_is_and_what_was_asked(visit: Callable[..., Visit]) -> None:
    assert visit("search").page.title().startswith("Search")
    assert "专利" in visit("search?q=专利").page.title()
