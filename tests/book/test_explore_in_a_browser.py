"""The page Explore in Chromium: choose, read, go by keyboard, link, download; every picture of it obeys the breaks."""

import csv
import io
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browser import Tabs, Visit
from conftest import contrast
from pages import HTML, ROOT
from playwright.sync_api import expect

from beijing_ip.analysis.comparison import compare_places
from beijing_ip.analysis.history import Point
from beijing_ip.analysis.series import Series, cut_series
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_observations
from beijing_ip.publish.citation import load_citation
from beijing_ip.publish.offered import BYTE_ORDER_MARK, VERSION
from beijing_ip.show import figure_data

PAGE = "book/explore"
VIEWS = {
    "one place": "patents-granted&places=beijing",
    "bases that differ": "invention-patents-per-10000-residents&places=beijing,shanghai,shenzhen,china",
    "a break": "court-cases-accepted&places=beijing",
    "breaks and bounds": "website-inspections&places=beijing",
    "one figure": "patent-infringement-cases-ecommerce&places=beijing",
    "no full year": "residents-census&places=beijing,shanghai",
    "China beside it": "copyright-works-national-notice&places=beijing,china,shanghai",
}
BUSIEST = ["bases that differ", "breaks and bounds", "one figure"]
LATIN_SIZE = 11
SCRIPT_LIMIT = 150_000
PRINTABLE = 657
"""The width of A4 less margins of 18 mm, in pixels."""


def view(name: str) -> str:
    return f"{PAGE}#indicator={VIEWS[name]}"


@pytest.fixture(scope="module", params=VIEWS)
def desk(request: pytest.FixtureRequest, tabs: Tabs) -> Iterator[Visit]:
    """Each view on a wide screen, opened once from the disk for the tests that only look at it."""
    with tabs.lend(files=True) as seen:
        seen.show()
        seen.open(view(request.param))
        yield seen


@pytest.fixture(scope="module", params=VIEWS)
def phone(request: pytest.FixtureRequest, tabs: Tabs) -> Iterator[Visit]:
    """Each view on a phone, dark, opened once for the tests that only look at it."""
    with tabs.lend() as seen:
        seen.show(390, 844, dark=True)
        seen.open(view(request.param))
        yield seen


def rows_of(page: Any) -> list[dict[str, str]]:
    with page.expect_download() as started:
        page.locator(".explore-csv").click()
    text = Path(started.value.path()).read_text(encoding="utf-8")
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK))))


def test_a_view_opens_from_its_address(phone: Visit) -> None:
    assert phone.page.locator("#explore-title").is_visible()


def test_a_view_opens_from_its_address_on_the_disk(desk: Visit) -> None:
    assert desk.page.locator("#explore-title").is_visible()


JOINS = """async addresses => {
    const found = [];
    for (const address of addresses) {
        await new Promise(done => { addEventListener("hashchange", done, { once: true }); location.hash = address; });
        const joins = [...document.querySelectorAll(".explore-chart .join")];
        found.push([document.getElementById("explore-indicator").value,
            joins.map(({ dataset }) => [dataset.place, Number(dataset.from), Number(dataset.to)]).sort()]);
    }
    return found;
}"""


def test_every_line_of_every_indicator_lies_in_one_segment(visit: Callable[..., Visit]) -> None:
    by_indicator: dict[str, list[Series]] = {}
    for indicator, place in sorted({(row.indicator.indicator_id, row.place) for row in load_observations()}):
        by_indicator.setdefault(indicator, []).append(cut_series(indicator, place))
    addresses, allowed = [], []
    for indicator, held in by_indicator.items():
        shown = sorted(held, key=lambda one: -len(one.points))[:4]
        slugs = ",".join(one.place.lower().replace(" ", "-") for one in shown)
        addresses.append(f"#indicator={indicator}&places={slugs}")
        pairs = [[one.place, *pair] for one in shown for segment in one.segments for pair in pairwise(segment.years)]
        allowed.append([indicator, sorted(pairs) if any(len(one.points) > 1 for one in shown) else []])
    drawn = visit(PAGE).page.evaluate(JOINS, addresses)
    assert [each for each in zip(allowed, drawn, strict=True) if each[0] != each[1]] == []


def test_the_reason_of_each_break_stands_below_the_chart(visit: Callable[..., Visit]) -> None:
    page = visit(view("breaks and bounds")).page
    gaps = cut_series("website-inspections").gaps
    assert page.locator(".explore-chart .break").count() == len(gaps)
    said = page.locator(".explore-breaks").inner_text()
    assert all(gap.reason in said for gap in gaps)


def test_places_stand_together_only_with_words_on_what_they_rest_on(visit: Callable[..., Visit]) -> None:
    page = visit(view("bases that differ")).page
    held = compare_places("invention-patents-per-10000-residents", ["Beijing", "Shanghai"], 2020)[1]
    assert not held.comparable
    assert "Not comparable" in page.locator(".explore-warning").inner_text()
    assert " ".join(held.reasons) in page.locator(".explore-shown").inner_text()
    assert page.locator(".explore-detail article.active").inner_text().count("census counted") == 1


def test_places_that_share_no_year_that_is_shown_are_not_called_comparable(visit: Callable[..., Visit]) -> None:
    never, not_in_these_years = "places=shanghai,fujian", "places=beijing,tianjin&from=2020&to=2024"
    for asked in (never, not_in_these_years):
        page = visit(f"{PAGE}#indicator=patents-granted&{asked}").page
        assert page.locator(".explore-warning.not").inner_text().startswith("Not to be compared: no year shown"), asked
        answers = page.locator("h3:has-text('Can these places be compared?') + ul li").all_inner_texts()
        assert len(answers) == 1 and answers[0].startswith("No year shown has figures of both: "), asked


def test_a_reader_chooses_an_indicator_in_either_language(visit: Callable[..., Visit]) -> None:
    page = visit(PAGE).page
    box, choice = page.get_by_label("Find an indicator"), page.get_by_label("Indicator", exact=True)
    names = {row["indicator_id"]: row for row in load_tables()["indicators"]}
    for words, column in (("商标", "name_zh"), ("court cases", "name_en")):
        box.fill(words)
        found = choice.locator("option").evaluate_all("all => all.map(one => one.value)")
        assert found and all(words.lower() in names[each][column].lower() for each in found if words != "court cases")
        assert f"{len(found)} indicators found" in page.locator(".explore-controls").inner_text()
    choice.select_option("court-cases-accepted")
    assert page.locator("#explore-title").inner_text() == names["court-cases-accepted"]["name_en"]
    assert "indicator=court-cases-accepted" in page.url


def test_places_and_years_change_what_is_shown_and_the_address(visit: Callable[..., Visit]) -> None:
    page = visit(PAGE).page
    page.get_by_role("checkbox", name="Shanghai").check()
    page.locator("#explore-from").select_option("2018")
    page.wait_for_url("**places=beijing,shanghai&from=2018*")
    shown = page.locator(".explore-shown table tbody tr th").all_inner_texts()
    years = {point.year for place in ("Beijing", "Shanghai") for point in cut_series("patents-granted", place).points}
    assert shown == [str(year) for year in sorted(years) if year >= 2018]
    page.go_back()
    page.wait_for_url("**from=2013*")
    assert page.get_by_role("checkbox", name="Shanghai").is_checked()
    page.go_back()
    expect(page.get_by_role("checkbox", name="Shanghai")).not_to_be_checked()


def test_one_place_always_stays_and_a_fifth_is_refused(visit: Callable[..., Visit]) -> None:
    page = visit(f"{PAGE}#indicator=patents-granted&places=beijing").page
    page.get_by_role("checkbox", name="Beijing").click(force=True)
    assert page.get_by_role("checkbox", name="Beijing").is_checked()
    page = visit(f"{PAGE}#indicator=patents-granted&places=beijing,shanghai,fujian,guangdong").page
    page.get_by_role("checkbox", name="Tianjin").click(force=True)
    assert not page.get_by_role("checkbox", name="Tianjin").is_checked()


def test_the_figures_are_in_the_first_screen_and_a_half_of_a_phone(phone: Visit) -> None:
    shown = phone.page.locator(".explore-chart svg, .single .explore-detail").first.bounding_box()
    assert shown and shown["y"] + min(shown["height"], 250) <= 1.5 * 844


def test_places_and_years_are_folded_on_a_phone(visit: Callable[..., Visit]) -> None:
    choices = visit(view("one place"), width=390, height=844).page.locator(".explore-choices")
    assert not choices.get_by_role("checkbox").first.is_visible()
    assert choices.locator("summary").inner_text().startswith("Places and years: Beijing")
    choices.locator("summary").press("Enter")
    assert choices.get_by_role("checkbox").first.is_visible()


def test_chinese_says_that_it_is_chinese(desk: Visit) -> None:
    unmarked = """() => {
        const walker = document.createTreeWalker(document.querySelector(".explore-shown"), NodeFilter.SHOW_TEXT);
        const found = [];
        while (walker.nextNode()) {
            const { data, parentElement } = walker.currentNode;
            if (/[\u3400-\u9fff]/.test(data) && !parentElement.closest("[lang|=zh]")) found.push(data);
        }
        return found;
    }"""
    assert desk.page.locator(".explore-shown [lang|=zh]").count() > 2
    assert desk.page.evaluate(unmarked) == []


def test_what_must_not_be_compared_is_said_to_those_who_listen(visit: Callable[..., Visit]) -> None:
    page = visit(view("one place").replace("patents-granted", "copyright-works-national-notice")).page
    page.get_by_role("checkbox", name="Tianjin").click()
    status = page.locator(".explore-status")
    expect(status).to_contain_text("Not comparable: Beijing and Tianjin in 2020")
    page.get_by_role("checkbox", name="Tianjin").click()
    expect(status).not_to_contain_text("Not comparable")
    page.get_by_role("checkbox", name="Beijing").click(force=True)
    expect(status).to_have_text("One place stays chosen.")


def test_a_nonsense_address_shows_the_first_view(visit: Callable[..., Visit]) -> None:
    seen = visit(f"{PAGE}#indicator=none&places={quote('<b>')}&from=abc&to=9")
    assert seen.page.locator("#explore-indicator").input_value() == "patents-granted"


def test_the_list_below_opens_an_indicator_and_comes_back_up(visit: Callable[..., Visit]) -> None:
    page = visit(PAGE).page
    page.locator('.explore-list a[href="#indicator=court-cases-concluded"]').click()
    page.wait_for_url("**#indicator=court-cases-concluded&places=**")
    assert page.evaluate("document.activeElement.id") == "explore-title"
    expect(page.locator("#explore-title")).to_be_in_viewport()


def test_figures_are_reached_and_read_by_keyboard(visit: Callable[..., Visit]) -> None:
    page = visit(view("China beside it")).page
    marks = page.locator(".explore-chart .mark")
    assert page.locator('.explore-chart .mark[tabindex="0"]').count() == 1
    page.locator('.explore-chart .mark[tabindex="0"]').focus()
    focused = "document.activeElement.getAttribute('aria-label')"
    start = page.evaluate(focused)
    assert start.startswith("Beijing, 2020: ")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused).startswith("Beijing, 2021: ")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused).startswith("China, 2021: ")
    page.keyboard.press("Home")
    first = cut_series("copyright-works-national-notice", "China").points[0]
    assert page.evaluate(focused).startswith(f"China, {first.year}: {first.text} ")
    active = page.locator(".explore-detail article.active")
    assert active.count() == 1 and first.text in active.inner_text() and "grade" in active.inner_text()
    assert marks.count() == page.locator(".explore-detail article").count()


def test_keys_of_the_browser_are_left_to_it(visit: Callable[..., Visit]) -> None:
    page = visit(view("one place")).page
    page.locator('.explore-chart .mark[tabindex="0"]').focus()
    page.evaluate("addEventListener('keydown', (event) => { window.taken = event.defaultPrevented; })")
    for key, taken in (("Alt+ArrowLeft", False), ("Control+Home", False), ("Meta+ArrowLeft", False), ("Home", True)):
        where, _, name = key.rpartition("+")
        page.evaluate(
            """([name, where]) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
                key: name, bubbles: true, cancelable: true,
                altKey: where === "Alt", ctrlKey: where === "Control", metaKey: where === "Meta" }))""",
            [name, where],
        )
        assert page.evaluate("window.taken") == taken, key


def test_pointing_at_a_figure_shows_it_without_moving_the_page(visit: Callable[..., Visit]) -> None:
    page = visit(view("one place")).page
    height = "document.querySelector('.explore-detail').offsetHeight"
    before = page.evaluate(height)
    page.locator("#explore-beijing-2016 .symbol").hover()
    text = page.locator(".explore-detail article.active").inner_text()
    assert cut_series("patents-granted").point(2016).text in text
    assert page.evaluate(height) == before


def test_the_marks_of_places_differ_in_shape(visit: Callable[..., Visit]) -> None:
    page = visit(f"{PAGE}#indicator=patents-granted&places=beijing,shanghai,guangdong,tianjin").page
    paths = [page.locator(f".mark.series-{n} .symbol").first.get_attribute("d") or "" for n in (2, 3)]
    assert tuple(path.count("L") + 1 for path in paths) == (4, 3)


def test_uncertain_figures_are_hollow_and_bounds_have_arrows(visit: Callable[..., Visit]) -> None:
    page = visit(view("one place")).page
    points = cut_series("patents-granted").points
    loose = {p.year for p in points if p.doubtful or p.quantity.lower is None or p.quantity.upper is None}
    hollow = page.locator(".mark.hollow").evaluate_all("all => all.map(one => one.id)")
    assert hollow == [f"explore-beijing-{year}" for year in sorted(loose)]
    arrows = page.locator(".mark:has(.arrow)").evaluate_all("all => all.map(one => one.id)")
    assert arrows == [f"explore-beijing-{p.year}" for p in points if p.quantity.is_bound]


def data_row(one: Series, point: Point) -> list[str]:
    """A figure as the CSV of a chart has it; its note says what parts it from the one before, or was corrected."""
    row = point.observation
    notes = [
        f"{row.where[0].upper()}{row.where[1:]}." if row.where else "",
        row.note_en,
        f"Corrected: {point.correction.reason_en}" if point.correction else "",
        *(f"Not to be joined to {gap.after}: {gap.reason}" for gap in one.gaps if row.period == str(gap.before)),
    ]
    return figure_data.observed_row(row, point.quantity, point.text, " ".join(filter(None, notes)))


@pytest.mark.parametrize("name", VIEWS)
def test_the_download_equals_the_data(visit: Callable[..., Visit], name: str) -> None:
    page = visit(view(name), files=True).page
    rows = rows_of(page)
    shown = page.locator(".explore-shown table").first.inner_text()
    indicator, places = VIEWS[name].split("&places=")
    expected = []
    for place in places.split(","):
        one = cut_series(indicator, place.capitalize())
        undated = [Point(int(row.period[:4]), row.quantity, row) for row in one.kept_out]
        expected += [data_row(one, point) for point in (*one.points, *undated)]
    assert {row.pop(VERSION) for row in rows} == {load_citation(ROOT)["version"]}
    assert sorted(list(row.values()) for row in rows) == sorted(expected) != []
    assert tuple(rows[0]) == figure_data.COLUMNS
    assert [row for row in rows if row["value_shown"] not in shown] == []


def test_the_download_is_named_after_what_it_holds(visit: Callable[..., Visit]) -> None:
    page = visit(f"{PAGE}#indicator=patents-granted&places=beijing&from=2019&to=2021").page
    assert page.locator(".explore-csv").get_attribute("download") == "patents-granted-beijing-2019-2021.csv"
    assert {row["period"] for row in rows_of(page)} == {"2019", "2020", "2021"}


def test_the_link_to_a_view_is_copied(visit: Callable[..., Visit]) -> None:
    page = visit(PAGE, permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith("&places=beijing&from=2013&to=2024")


def test_one_figure_is_shown_as_a_figure_and_not_as_an_empty_chart(visit: Callable[..., Visit]) -> None:
    page = visit(view("one figure")).page
    assert page.locator(".explore-chart svg").count() == 0
    assert "316 cases" in page.locator(".explore-detail").inner_text()


def test_years_without_a_figure_say_so(visit: Callable[..., Visit]) -> None:
    page = visit(f"{PAGE}#indicator=patents-granted&places=fujian&from=2013&to=2014").page
    assert page.locator(".explore-chart").inner_text() == "No figure in these years."
    assert not page.locator(".explore-detail").is_visible()
    assert page.locator(".explore-shown table").count() == 0
    page.set_viewport_size({"width": 900, "height": 800})
    expect(page.locator(".explore-chart")).to_have_text("No figure in these years.")
    page.locator("#explore-from").select_option("2013")
    page.locator("#explore-to").select_option("2024")
    expect(page.locator(".explore-chart")).not_to_contain_text("No figure")
    assert page.locator(".explore-detail").is_visible()


def test_text_is_large_enough_and_nothing_sticks_out_on_a_phone(phone: Visit) -> None:
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    texts = phone.page.locator(".explore-chart text")
    cut = """all => all.filter(one => { const box = one.getBoundingClientRect();
        return box.width && (box.right > 390 || box.left < 0); }).map(one => one.textContent)"""
    assert texts.evaluate_all(cut) == []
    sizes = texts.evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert all(size >= LATIN_SIZE for size in sizes)


@pytest.mark.parametrize("phone", BUSIEST, indirect=True)
def test_axe_finds_nothing_on_a_dark_phone(phone: Visit) -> None:
    assert phone.violations() == {}


@pytest.mark.parametrize("desk", BUSIEST, indirect=True)
def test_axe_finds_nothing_on_a_wide_light_screen(desk: Visit) -> None:
    assert desk.violations() == {}


def test_lines_have_contrast_in_both_modes(visit: Callable[..., Visit]) -> None:
    seen = visit(view("bases that differ"))
    for dark in (False, True):
        seen.show(dark=dark)
        seen.page.locator(f"html[data-theme='{'dark' if dark else 'light'}']").wait_for()
        strokes = seen.page.locator(".explore-chart .join").evaluate_all(
            "all => all.map(one => getComputedStyle(one).stroke)"
        )
        ground = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert len(set(strokes)) == 3
        assert all(contrast(colour, ground) >= 3 for colour in set(strokes)), dark


def test_scripts_are_light(visit: Callable[..., Visit]) -> None:
    seen = visit(PAGE)
    scripts = [name.split("?")[0] for name in seen.weight if name.split("?")[0].endswith(".js")]
    assert "_static/explore/page.js" in scripts
    code = [name for name in scripts if name != "_static/figures-data.js"]
    assert sum((HTML / name).stat().st_size for name in code) < SCRIPT_LIMIT
    assert sum(seen.weight.values()) < 350_000


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


def test_paper_shows_the_chosen_view_and_not_the_list_to_choose_from(visit: Callable[..., Visit]) -> None:
    seen = visit(PAGE)
    seen.show(PRINTABLE, paper=True)
    chart = seen.page.locator(".explore-chart svg").bounding_box()
    assert chart and chart["width"] <= PRINTABLE
    assert not seen.page.locator("#all-indicators").is_visible()
    assert not seen.page.locator(".explore-controls").is_visible()
