"""A chart answers to keyboard, pointer and finger, and says nothing less without its script."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser import Tabs, Visit

PAGES_WITH_CHARTS = ("notebooks/1-creation", "notebooks/2-enforcement", "notebooks/4-policy-reforms")
PAGE, NAME = "notebooks/1-creation", "creation-grants-since"
SHOWN = f"#{NAME} .figure-chart > svg:visible"


GRACE = 250
"""Milliseconds that figures.js leaves the pointer to move from a mark onto its words."""


def says(page: Any) -> str | None:
    """The words beside a mark, or None when there are none."""
    box = page.locator(".figure-says")
    return " ".join(box.inner_text().split()) if box.is_visible() else None


def label(mark: Any) -> str:
    return " ".join(mark.get_attribute("aria-label").split())


@pytest.mark.parametrize("files", [False, True], ids=["http", "file"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_keyboard_goes_from_mark_to_mark_and_each_says_its_number(
    visit: Callable[..., Visit], width: int, files: bool
) -> None:
    page = visit(PAGE, width=width, files=files).page
    marks = page.locator(f"{SHOWN} .mark")
    count = marks.count()
    assert count > 1
    page.locator(f"#{NAME} .figure-data summary").focus()
    page.keyboard.press("Shift+Tab")
    for key, number in [("", 0), ("ArrowRight", 1), ("End", count - 1), ("ArrowLeft", count - 2), ("Home", 0)]:
        if key:
            page.keyboard.press(key)
        assert marks.nth(number).evaluate("mark => mark === document.activeElement"), key
        assert says(page) == label(marks.nth(number))
    page.keyboard.press("Escape")
    assert says(page) is None
    assert marks.nth(0).evaluate("mark => mark === document.activeElement"), "Escape keeps the place"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.figure-chart')") is None, "a chart is one stop"


@pytest.fixture(scope="module", params=PAGES_WITH_CHARTS)
def phone(request: pytest.FixtureRequest, tabs: Tabs) -> Iterator[Visit]:
    """Each page on a phone, opened once for the tests that look at all its charts."""
    with tabs.lend() as seen:
        seen.show(390)
        seen.open(request.param)
        yield seen


def test_no_text_of_a_chart_is_under_eleven_pixels_on_a_phone(phone: Visit) -> None:
    sizes = phone.page.evaluate(
        "[...document.querySelectorAll('.figure-chart > svg')].filter(svg => svg.checkVisibility())"
        ".flatMap(svg => [...svg.querySelectorAll('text')]"
        ".map(text => text.getScreenCTM().a * parseFloat(getComputedStyle(text).fontSize)))"
    )
    assert len(sizes) > 20
    assert min(sizes) >= 11


CHARTS = """all => all.map(svg => [svg.classList[0], svg.checkVisibility(), svg.getAttribute("role"),
    svg.querySelectorAll(".mark[tabindex='0']").length])"""
REACHED_UNSEEN = """[...document.querySelectorAll(".mark")]
    .filter(mark => !mark.checkVisibility() && (mark.focus(), document.activeElement === mark)).length"""


def test_every_shown_chart_is_one_stop_and_the_other_is_none(phone: Visit) -> None:
    for width, shown in ((1280, "wide"), (390, "narrow")):
        phone.show(width)
        charts = phone.page.locator(".figure-chart > svg").evaluate_all(CHARTS)
        assert len(charts) == 2 * phone.page.locator("figure.finding").count() > 0
        for kind, is_shown, role, stops in charts:
            assert is_shown == (kind == shown)
            assert stops == 1
            assert role != "img", "a picture has no parts to reach"
        assert phone.page.evaluate(REACHED_UNSEEN) == 0


def test_what_a_mark_says_is_its_stored_title(visit: Callable[..., Visit]) -> None:
    titles = visit(PAGE, java_script_enabled=False).page.locator(f"#{NAME} svg.wide .mark title").all_text_contents()
    marks = visit(PAGE).page.locator(f"{SHOWN} .mark").all()
    assert [label(mark) for mark in marks] == [" ".join(title.split()) for title in titles]


def test_the_pointer_sees_the_words_beside_the_mark_and_can_move_onto_them(visit: Callable[..., Visit]) -> None:
    page = visit(PAGE).page
    mark = page.locator(f"{SHOWN} .mark").first
    mark.hover()
    assert says(page) == label(mark)
    box, at = page.locator(".figure-says").bounding_box(), mark.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280 and box["y"] >= 0
    assert box["y"] + box["height"] <= at["y"] or box["y"] >= at["y"] + at["height"], "it covers its mark"
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
    page.wait_for_timeout(GRACE + 100)
    assert says(page) == label(mark)
    page.mouse.move(2, 2)
    page.locator(".figure-says").wait_for(state="hidden")


def test_a_finger_sees_the_words_of_a_mark_without_a_card_inside_the_window(visit: Callable[..., Visit]) -> None:
    page = visit("notebooks/4-policy-reforms", width=390, has_touch=True).page
    marks = page.locator("#policy-timeline svg:visible .mark")
    for mark in (marks.first, marks.last):
        mark.scroll_into_view_if_needed()
        mark.tap()
        assert says(page) == label(mark)
        box = page.locator(".figure-says").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.locator("#policy-timeline .figure-headline").tap()
    assert says(page) is None


def test_without_a_script_the_numbers_and_the_hover_text_are_there(visit: Callable[..., Visit]) -> None:
    page = visit(PAGE, java_script_enabled=False, files=True).page
    chart = page.locator(f"#{NAME} svg.wide")
    assert chart.is_visible() and chart.get_attribute("role") == "img"
    assert all(title.strip() for title in chart.locator(".mark > title").all_text_contents())
    table = page.locator(f"#{NAME} .figure-data table")
    assert not table.is_visible()
    page.locator(f"#{NAME} summary", has_text="Data").click()
    assert table.is_visible()


@pytest.mark.parametrize("name", [PAGE, "book/summary-zh"])
def test_how_to_cite_a_figure_is_copied_with_its_address(visit: Callable[..., Visit], name: str) -> None:
    page = visit(name, permissions=["clipboard-read", "clipboard-write"]).page
    cite = page.locator(".figure-cite").first
    cite.locator("summary").click()
    cite.locator("button").click()
    cite.locator("output", has_text=re.compile("Copied|已复制")).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    figure = page.locator("figure.finding").first
    assert figure.locator(".figure-headline").inner_text() in copied
    assert copied.endswith(f"{name}.html#{figure.get_attribute('id')}")


def test_paper_shows_what_the_screen_folds_away(visit: Callable[..., Visit]) -> None:
    seen = visit(PAGE, width=700, dark=True)
    seen.show(700, paper=True)
    page = seen.page
    assert page.locator(f"#{NAME} svg.wide").is_visible() and not page.locator(f"#{NAME} svg.narrow").is_visible()
    assert page.locator(f"#{NAME} .figure-data tbody tr").first.bounding_box()["height"] > 5
    assert not page.locator(f"#{NAME} .figure-csv").is_visible()
    colour = page.locator(f"#{NAME} svg.wide path.mark").first.evaluate("path => getComputedStyle(path).fill")
    assert colour == "rgb(18, 67, 109)", "dark colours on paper"
