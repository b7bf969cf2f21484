"""Every page in Chromium: no error, nothing from elsewhere, nothing sticks out, nothing axe objects to, light."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from browser import Tabs, Visit
from pages import CHAPTERS, PAGES, parsed
from pypdf import PdfReader

EVERY = [*PAGES, "search"]
WIDTHS = (1280, 768, 390)
PRINTABLE = {"": 657, "wide": 986}
"""The width of A4 less margins of 18 mm, in pixels; of a page with many years side by side, its height."""
HEAVIEST = 350_000
"""Bytes of the first load of a page, compressed."""
MOST, MOST_OF_A_CHAPTER = 5_000, 3_000
"""Elements of a page when its scripts have run."""
STEADY = 0.02
"""Layout shift (https://web.dev/cls) that nobody notices."""


@dataclass(frozen=True)
class Measured:
    """What one load of a page shows, before anything on it is changed and after."""

    name: str
    weight: dict[str, int]
    elements: int
    faces: set[str]
    current: list[str]
    """What the contents mark as the page itself."""
    too_wide: dict[str, list[str]]
    white_on_paper: list[str]
    paper: bytes
    """The page as the browser prints it on A4."""
    used: float
    """How much of the width of the paper its text takes, from 0 to 1."""
    violations: dict[str, str]
    errors: list[str]
    foreign: list[str]


@pytest.fixture(scope="module", params=EVERY)
def measured(request: pytest.FixtureRequest, tabs: Tabs) -> Measured:
    """Each page is opened once for all the tests of this module that look at every page."""
    with tabs.lend(strict=False) as seen:
        seen.show()
        seen.open(request.param)
        faces, weight = seen.page.evaluate(FACES), seen.weight
        elements = seen.page.locator("*").count()
        contents = seen.page.locator('#contents a[aria-current="page"]')
        current = contents.evaluate_all("all => all.map(one => one.pathname)")
        too_wide = {"wide": sticking_out(seen)}
        seen.show(PRINTABLE["wide" if seen.page.locator("body.wide").count() else ""], dark=True, paper=True)
        seen.page.locator("html[data-theme='dark']").wait_for()
        too_wide["paper"] = sticking_out(seen)
        white = seen.page.locator("main :is(h1, h2, p):visible").evaluate_all(WHITE)
        used = seen.page.locator("article :is(p, table):visible").evaluate_all(USED) if request.param != "search" else 1
        paper = seen.page.pdf(format="A4", prefer_css_page_size=True)
        seen.show(768)
        too_wide["tablet"] = sticking_out(seen)
        seen.show(390)
        too_wide["phone"] = sticking_out(seen)
        violations = objected(seen)
    return Measured(
        request.param,
        weight,
        elements,
        set(faces),
        current,
        too_wide,
        white,
        paper,
        used,
        violations,
        seen.errors,
        seen.foreign,
    )


# The face that stands in until then bears the same words in its name.
FACES = """document.fonts.ready.then(() =>
    [...document.fonts].filter(face => face.status === 'loaded').map(face => face.family.replaceAll('"', '')))"""
WHITE = """all => all.filter(one => getComputedStyle(one).color === 'rgb(255, 255, 255)').map(one => one.textContent)"""
USED = "all => Math.max(...all.map(one => one.getBoundingClientRect().width)) / innerWidth"
STICKING_OUT = """width => document.documentElement.scrollWidth <= width ? [] :
    ['the page', ...[...document.querySelectorAll('body *')]
        .filter(element => element.getBoundingClientRect().right > width + 1)
        .map(element => element.outerHTML.slice(0, 120)).slice(0, 5)]"""


def sticking_out(seen: Visit) -> list[str]:
    return seen.page.evaluate(STICKING_OUT, seen.page.viewport_size["width"])


def objected(seen: Visit) -> dict[str, str]:
    """What axe finds in both widths, and of contrast in both modes, when everything folded is opened.

    Frames are opened too. Of long tables and of the code, which is the same throughout, the beginning is checked; of
    charts, the marks.
    """
    seen.show(390, reduced_motion="reduce")
    seen.page.evaluate(UNFOLD)
    found = {"narrow": seen.violations(but_contrast=True)}
    seen.show(dark=True, reduced_motion="reduce")
    seen.page.locator("html[data-theme='dark']").wait_for()
    found["dark"] = seen.low_contrasts()
    seen.show(reduced_motion="reduce")
    seen.page.locator("html[data-theme='light']").wait_for()
    found["wide and light"] = seen.violations()
    return {f"{state} {rule}": places for state, rules in found.items() for rule, places in rules.items()}


UNFOLD = """() => {
    for (const body of document.querySelectorAll('tbody')) [...body.rows].slice(5).forEach(row => row.remove());
    [...document.querySelectorAll('details.hide:not(:has(table))')].slice(1).forEach(code => code.remove());
    for (const shape of document.querySelectorAll('.figure-chart svg *')) {
        if (!shape.matches('.mark, title') && !shape.querySelector('.mark')) shape.remove();
    }
    document.documentElement.classList.add('code-shown');
    document.querySelectorAll('details').forEach(details => { details.open = true });
}"""


def test_a_page_runs_without_errors_and_asks_no_other_host(measured: Measured) -> None:
    assert (measured.errors, measured.foreign) == ([], [])


def test_nothing_sticks_out_sideways_on_screen_and_on_paper(measured: Measured) -> None:
    """On paper the browser would print all of the page smaller."""
    assert not any(measured.too_wide.values()), json.dumps(measured.too_wide, indent=1, ensure_ascii=False)


def test_axe_finds_nothing(measured: Measured) -> None:
    assert measured.violations == {}, json.dumps(measured.violations, indent=1, ensure_ascii=False)


def test_a_page_is_light(measured: Measured) -> None:
    heaviest_first = sorted(measured.weight.items(), key=lambda item: -item[1])
    assert sum(measured.weight.values()) <= HEAVIEST, json.dumps(dict(heaviest_first), indent=1)
    reads_like_a_chapter = measured.name in (*CHAPTERS, PAGES[0], "book/summary-zh")
    assert measured.elements <= (MOST_OF_A_CHAPTER if reads_like_a_chapter else MOST)


def test_what_is_white_on_a_dark_screen_is_not_white_on_paper(measured: Measured) -> None:
    assert measured.white_on_paper == []


NO_LAST_LINES = "h1, h2, h3, h4, caption, summary, thead tr, .figure-number, .figure-headline, .figure-subtitle"


def test_a_sheet_ends_with_no_heading_and_the_last_one_is_not_empty(measured: Measured) -> None:
    if measured.name not in PAGES:
        return
    page = parsed(measured.name)
    # A browser writes what it prints without spaces that one could rely on.
    packed = re.compile(r"\s|#$").sub
    heads = {packed("", head.get_text()) for head in page.select(NO_LAST_LINES)}
    for number, sheet in enumerate(PdfReader(io.BytesIO(measured.paper)).pages):
        lines = [packed("", line) for line in sheet.extract_text().splitlines() if line.strip()]
        stranded = {head for head in heads if re.search("[^0-9]", lines[-1]) and head.endswith(lines[-1])}
        assert stranded == set(), f"{stranded} at the foot of sheet {number + 1}"
    assert len(lines) >= 3, f"the last sheet has nothing but {lines}"


def test_text_on_paper_is_as_wide_as_the_sheet(measured: Measured) -> None:
    assert measured.used > 0.95


def test_a_page_is_set_in_the_letters_of_print(measured: Measured) -> None:
    assert "Book Sans" in measured.faces


def test_contents_say_which_page_is_shown(measured: Measured) -> None:
    assert measured.current == ([f"/{measured.name}.html"] if measured.name in PAGES else [])


def test_a_page_from_the_disk_runs_without_errors_and_asks_no_other_host(tabs: Tabs) -> None:
    with tabs.lend(files=True) as seen:
        for name in EVERY:
            seen.open(name)
            assert "Book Sans" in seen.page.evaluate(FACES), name
            assert (seen.errors, seen.foreign) == ([], []), name


def test_the_start_of_the_site_leads_to_the_first_page(visit: Callable[..., Visit]) -> None:
    for files in (False, True):
        visit("index", files=files).page.wait_for_url(f"**/{PAGES[0]}.html")


def test_the_first_screen_has_the_six_findings_and_how_sure_they_are(visit: Callable[..., Visit]) -> None:
    seen = visit(PAGES[0], width=1280, height=900)
    assert seen.page.locator(".tag_key-figures li").count() == 6
    for part in (".tag_key-figures li:last-child", ".tag_how-sure"):
        box = seen.page.locator(part).bounding_box()
        assert box and box["y"] + box["height"] <= 900, part
    seen.show(390, 844)
    box = seen.page.locator(".tag_key-figures li:nth-child(3)").bounding_box()
    assert box and box["y"] + box["height"] <= 844


SHIFTS = """window.shifts = [];
    new PerformanceObserver(list => shifts.push(...list.getEntries()
            .map(({ value, sources }) => [value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 120))])))
        .observe({ type: 'layout-shift', buffered: true });"""
PAINTED = """new Promise(done => new PerformanceObserver(list =>
        list.getEntries().some(entry => entry.name === 'first-contentful-paint') && done())
    .observe({ type: 'paint', buffered: true }))"""
LATE = re.compile(r"/fonts/|/_static/(?!mode\.js)[^?]*\.js")
SETTLED = "document.fonts.ready.then(() => new Promise(done => setTimeout(() => done(shifts), 100)))"


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_when_letters_and_scripts_come_late(browser: Any, site: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    late: list[Any] | None = []
    context.route(LATE, lambda route: route.continue_() if late is None else late.append(route))
    context.add_init_script(SHIFTS)
    pages = {name: context.new_page() for name in (*EVERY, "search?q=patents")}
    for name, page in pages.items():
        path, question, query = name.partition("?")
        page.goto(f"{site}{path}.html{question}{query}", wait_until="commit")
    for page in pages.values():
        page.evaluate(PAINTED)
    held, late = late, None
    assert held and len(held) > len(pages)
    for route in held:
        route.continue_()
    found = {}
    for name, page in pages.items():
        page.wait_for_load_state()
        found[name] = page.evaluate(SETTLED)
    context.close()
    moved = {name: shifts for name, shifts in found.items() if sum(shift[0] for shift in shifts) >= STEADY}
    assert moved == {}, json.dumps(moved, indent=1, ensure_ascii=False)


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


def test_a_list_that_lies_over_the_page_closes_behind_the_focus(visit: Callable[..., Visit]) -> None:
    page = visit(CHAPTERS[0], width=390).page
    page.locator(".contents-button").press("Enter")
    assert page.locator("#contents").is_visible()
    page.locator("#contents a").last.press("Tab")
    assert page.locator("#contents :focus").count() == 0
    assert not page.locator("#contents").is_visible()


def test_contents_open_and_close_where_a_browser_knows_no_popover(visit: Callable[..., Visit]) -> None:
    """As Safari 15, on a telephone; in a wide window they stand beside the page all the time."""
    seen = visit(CHAPTERS[0], width=390, service_workers="block")
    page = seen.page

    def forget(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r" popover(?:=\"\")?>", ">", answer.text()))

    page.add_init_script("delete HTMLElement.prototype.popover; delete HTMLElement.prototype.hidePopover")
    page.route("**/*.html", forget)
    seen.open(CHAPTERS[0])
    contents, button = page.locator("#contents"), page.locator(".contents-button")
    assert page.locator("[popover]").count() == 0 and not contents.is_visible()
    button.click()
    assert contents.is_visible() and button.get_attribute("aria-expanded") == "true"
    button.click()
    assert not contents.is_visible()
    seen.show(width=1280)
    assert contents.is_visible() and page.locator("#on-this-page").is_visible()


def test_the_chosen_colours_stay_on_the_next_page(visit: Callable[..., Visit]) -> None:
    seen = visit(CHAPTERS[0])
    theme = "document.documentElement.dataset.theme"
    assert seen.page.evaluate(theme) == "light"
    button = seen.page.locator(".mode-button")
    while button.get_attribute("aria-label") != "Colours: dark":
        button.press("Enter")
    assert seen.page.evaluate(theme) == "dark"
    seen.open("book/method")
    assert seen.page.evaluate(theme) == "dark"


def test_one_button_shows_the_code_of_a_page(visit: Callable[..., Visit]) -> None:
    page = visit(CHAPTERS[0]).page
    assert page.locator("details.hide:visible").count() == 0
    page.get_by_role("button", name="Show the code and frames of this page").press("Enter")
    assert page.locator("details.hide:visible").count() > 3
    assert page.locator("details.hide pre").first.is_visible()


def test_without_a_script_each_passage_of_code_opens_by_itself(visit: Callable[..., Visit]) -> None:
    page = visit(CHAPTERS[0], java_script_enabled=False).page
    assert page.locator("details.hide summary:visible").count() > 3
    assert page.locator(".pst-js-only:visible").count() == 0


def test_the_code_is_folded_before_the_script_of_the_page_is_there(browser: Any, site: str) -> None:
    """Else everything below it would move up when the script comes."""
    context = browser.new_context()
    context.route("**/*.js*", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{site}{CHAPTERS[0]}.html")
    assert page.locator("details.hide").count() > 3
    assert page.locator("details.hide:visible").count() == 0
    context.close()


def test_a_link_of_the_masthead_stands_on_one_line(visit: Callable[..., Visit]) -> None:
    seen = visit("book/sources")
    broken = "all => all.filter(one => { const text = document.createRange(); text.selectNodeContents(one);"
    broken += " return text.getBoundingClientRect().height > 2 * parseFloat(getComputedStyle(one).fontSize); }).length"
    for width in WIDTHS:
        seen.show(width)
        ways = seen.page.locator(".masthead .ways a:visible")
        assert ways.count() and ways.evaluate_all(broken) == 0, width


def test_the_link_over_the_masthead_leads_to_the_text(visit: Callable[..., Visit]) -> None:
    page = visit(CHAPTERS[0]).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_signs_are_seen_where_the_reader_has_colours_of_their_own(visit: Callable[..., Visit]) -> None:
    seen = visit(CHAPTERS[0], width=390)
    colours = "all => all.map(el => [el, document.body].map(one => getComputedStyle(one).backgroundColor))"
    for dark in (False, True):
        seen.show(390, dark=dark, forced_colors="active")
        signs = seen.page.locator(".icon:visible").evaluate_all(colours)
        assert signs and all(own != ground for own, ground in signs), dark
