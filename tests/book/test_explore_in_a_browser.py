"""The page Explore in Chromium: choose, read, go by keyboard, link, download; every picture of it obeys the breaks."""

import csv
import io
import re
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
from beijing_ip.analysis.frames import compare, series
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
    "breaks and bounds": "website-inspections&places=beijing",
    "one figure": "patent-infringement-cases-ecommerce&places=beijing",
    "no full year": "residents-census&places=beijing,shanghai",
    "China beside it": "copyright-works-national-notice&places=beijing,china,shanghai",
    "two indicators": "court-cases-accepted,court-cases-concluded&places=beijing",
    "shares": "invention-patents-in-force&places=beijing,china,shanghai&show=share",
    "changes": "court-cases-accepted&places=beijing&show=change",
    "parts of a year": "customs-batches-seized&places=beijing,china",
    "not known": "patents-grantd&places=beijing",
}
LATIN_SIZE = 11
SCRIPT_LIMIT = 150_000
PRINTABLE = 657
"""The width of A4 less margins of 18 mm, in pixels."""


class Explorer:
    """The page, opened once; another view is another address of it."""

    def __init__(self, seen: Visit) -> None:
        self.seen, self.page = seen, seen.page

    def show(self, asked: str) -> Any:
        """Go to a view by its name, or by what its address says behind `#indicator=`."""
        self.page.evaluate(
            """asked => new Promise((done) => {
                if (location.hash === asked) return done();
                addEventListener("hashchange", () => setTimeout(done), { once: true });
                location.hash = asked;
            })""",
            f"#indicator={VIEWS.get(asked, asked)}",
        )
        return self.page

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).inner_text())


def opened(tabs: Tabs, *, width: int = 1280, height: int = 800, dark: bool = False, **how: Any) -> Iterator[Explorer]:
    with tabs.lend(**how) as seen:
        seen.show(width, height, dark=dark)
        seen.open(PAGE)
        yield Explorer(seen)


@pytest.fixture(scope="module")
def desk(tabs: Tabs) -> Iterator[Explorer]:
    """On a wide screen, from the disk."""
    yield from opened(tabs, files=True)


@pytest.fixture(scope="module")
def phone(tabs: Tabs) -> Iterator[Explorer]:
    """On a dark phone, over http."""
    yield from opened(tabs, width=390, height=844, dark=True)


def rows_of(page: Any) -> list[dict[str, str]]:
    with page.expect_download() as started:
        page.locator(".explore-csv").click()
    text = Path(started.value.path()).read_text(encoding="utf-8")
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK))))


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


# What the pictures show


DRAWN = """async addresses => {
    const found = [];
    const box = (one) => one.getBoundingClientRect();
    // A stroke within a box: a point of it every half pixel is looked at.
    const crosses = ({ left, right, top, bottom }, line) => {
        const [a, b] = ["1", "2"].map((n) => new DOMPoint(line["x" + n].baseVal.value, line["y" + n].baseVal.value)
            .matrixTransform(line.getScreenCTM()));
        const steps = Math.ceil(2 * Math.hypot(a.x - b.x, a.y - b.y));
        return Array.from({ length: steps + 1 }, (_, n) => n / steps)
            .map((n) => [a.x + (b.x - a.x) * n, a.y + (b.y - a.y) * n])
            .some(([x, y]) => x > left && x < right && y > top + 2 && y < bottom - 2);
    };
    for (const address of addresses) {
        await new Promise(done => { addEventListener("hashchange", done, { once: true }); location.hash = address; });
        const joins = [...document.querySelectorAll(".explore-chart .join")]
            .map(({ dataset }) => [dataset.place, +dataset.from, +dataset.to]);
        const struck = [];
        for (const svg of document.querySelectorAll(".explore-chart svg")) {
            const lines = [...svg.querySelectorAll(".join, .break, .stem, .grid, .zero")];
            const labels = [...svg.querySelectorAll(".value, .end")];
            for (const label of labels) {
                if (lines.some((line) => crosses(box(label), line))) struck.push(label.textContent);
                for (const other of labels) {
                    const [a, b] = [box(label), box(other)];
                    const beside = a.left >= b.right || b.left >= a.right;
                    const apart = a.top + 3 >= b.bottom || b.top + 3 >= a.bottom;
                    if (label !== other && !beside && !apart) struck.push(other.textContent);
                }
            }
        }
        found.push([joins.sort(), struck]);
    }
    return found;
}"""


def test_no_line_crosses_a_break_and_none_runs_through_a_label(desk: Explorer) -> None:
    """Every indicator with those of its places that have most figures."""
    by_indicator: dict[str, list[Series]] = {}
    for indicator, place in sorted({(row.indicator.indicator_id, row.place) for row in load_observations()}):
        by_indicator.setdefault(indicator, []).append(cut_series(indicator, place))
    addresses, allowed = [], []
    for indicator, held in by_indicator.items():
        shown = sorted(held, key=lambda one: -len(one.points))[:4]
        if all(len(one.points) < 2 for one in shown):
            continue
        slugs = ",".join(one.place.lower().replace(" ", "-") for one in shown)
        years = [
            int(year)
            for row in load_observations()
            if row.indicator.indicator_id == indicator
            for year in (row.period[:4], row.period.split("/")[-1][:4])
        ]
        addresses.append(f"#indicator={indicator}&places={slugs}&from={min(years)}&to={max(years)}")
        allowed.append(
            sorted([one.place, *pair] for one in shown for each in one.segments for pair in pairwise(each.years))
        )
    drawn = desk.page.evaluate(DRAWN, addresses)
    assert [
        (address, want, got) for address, want, (got, _) in zip(addresses, allowed, drawn, strict=True) if want != got
    ] == []
    assert [(address, struck) for address, (_, struck) in zip(addresses, drawn, strict=True) if struck] == []


def test_two_indicators_have_a_panel_each_with_its_own_axis(desk: Explorer) -> None:
    page = desk.show("court-cases-accepted,invention-patents-in-force&places=beijing")
    panels = page.locator(".explore-panel")
    assert panels.locator("h3").all_inner_texts() == ["Court cases accepted", "Invention patents in force"]
    assert panels.locator("svg .unit").all_text_contents() == ["Cases", "Patents"]
    marks = "all => all.map(one => [...one.querySelectorAll('.mark')].map(mark => mark.id.split('-beijing')[0]))"
    names = [set(each) for each in panels.locator("svg").evaluate_all(marks)]
    assert names == [{"explore-court-cases-accepted"}, {"explore-invention-patents-in-force"}]
    assert {row["indicator_id"] for row in rows_of(page)} == {"court-cases-accepted", "invention-patents-in-force"}
    texts = "all => all.map(one => [...one.querySelectorAll('.tick')].map(tick => tick.textContent))"
    ticks = panels.locator("svg").evaluate_all(texts)
    years = [[text for text in each if text[:2] == "20" and len(text) == 4] for each in ticks]
    assert years[0] == years[1] != [], "both panels have the same years"


def test_a_share_is_what_python_divides_and_a_refusal_is_said(desk: Explorer) -> None:
    page = desk.show("shares")
    stock = series("invention-patents-in-force", place=["Beijing", "China"]).dropna()
    labels = page.locator(".mark.series-0").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    told = {
        f"Beijing, {year}: {share:.1%} of the nation" for year, share in (stock["Beijing"] / stock["China"]).items()
    }
    assert len(labels) == len(told) and all(any(label.startswith(one) for one in told) for label in labels)
    assert "No such figure of the nation was seen." in desk.text(".explore-refusals")
    assert "336,000 patents (Beijing, 2020), divided by 2,213,000 patents (China, 2020)" in desk.text(
        ".explore-detail article.active"
    )
    page = desk.show("court-cases-accepted&places=beijing&show=share")
    assert not compare("court-cases-accepted", ["Beijing", "China"], 2020).loc["China", "comparable"]
    assert page.locator(".explore-chart svg").count() == 0 and "understates" in desk.text(".explore-chart")
    page = desk.show("changes")
    assert page.locator(".join").count() == 0 and desk.text(".explore-lead strong") == "2020: −16.8% on the year before"


def test_figures_of_parts_of_a_year_stand_inside_their_year_and_join_nothing(desk: Explorer) -> None:
    page = desk.show("parts of a year")
    inside = """() => {
        const ticks = [...document.querySelectorAll(".explore-chart .tick")];
        const years = Object.fromEntries(ticks.map(one => [one.textContent, one.getBoundingClientRect()]));
        const middle = ({ left, right }) => (left + right) / 2;
        const band = middle(years[2024]) - middle(years[2023]);
        const part = document.querySelector(".explore-chart .part").getBoundingClientRect();
        return [part.left - middle(years[2024]) + band / 2, middle(years[2024]) + band / 2 - part.right, band / 4];
    }"""
    before, after, quarter = page.evaluate(inside)
    assert before >= -2 and abs(after - quarter) < 3, (
        "January to September is three quarters of its year, from its start"
    )
    assert page.locator('.join[data-to*="-"], .join[data-from*="-"]').count() == 0
    assert page.locator("tr.part th").all_inner_texts() == ["January 2024 to September 2024"]
    assert "part of a year" in desk.text(".explore-shown")


def test_the_reason_of_each_break_stands_below_the_chart(desk: Explorer) -> None:
    page = desk.show("breaks and bounds")
    gaps = cut_series("website-inspections").gaps
    assert page.locator(".explore-chart .break").count() == len(gaps)
    assert all(gap.reason in desk.text(".explore-breaks") for gap in gaps)


def test_places_stand_together_only_with_words_on_what_they_rest_on(desk: Explorer) -> None:
    page = desk.show("bases that differ")
    held = compare_places("invention-patents-per-10000-residents", ["Beijing", "Shanghai"], 2020)[1]
    assert not held.comparable
    assert "Not comparable" in desk.text(".explore-panel .explore-warning")
    assert "Not comparable" in desk.text(".explore-status"), "those who listen are told"
    assert " ".join(held.reasons) in desk.text(".explore-shown")
    assert desk.text(".explore-detail article.active").count("census counted") == 1
    never, not_in_these_years = "places=shanghai,fujian&from=2018&to=2022", "places=beijing,tianjin&from=2020&to=2024"
    for asked in (never, not_in_these_years):
        page = desk.show(f"patents-granted&{asked}")
        answers = page.locator("h3:has-text('Can these places be compared?') + ul li").all_inner_texts()
        assert len(answers) == 1 and answers[0].startswith("No year shown has figures of both: "), asked
    desk.show("patents-granted&places=shanghai,tianjin")
    assert "Not comparable" not in desk.text(".explore-status")


def test_the_marks_of_places_and_of_uncertain_figures_differ(desk: Explorer) -> None:
    page = desk.show("patents-granted&places=beijing,shanghai,guangdong,tianjin")
    paths = [page.locator(f".mark.series-{n} .symbol").first.get_attribute("d") or "" for n in (2, 3)]
    assert tuple(path.count("L") + 1 for path in paths) == (4, 3)
    page = desk.show("one place")
    points = cut_series("patents-granted").points
    loose = {p.year for p in points if p.doubtful or p.quantity.lower is None or p.quantity.upper is None}
    hollow = page.locator(".mark.hollow").evaluate_all("all => all.map(one => one.id)")
    assert hollow == [f"explore-patents-granted-beijing-{year}" for year in sorted(loose)]
    arrows = page.locator(".mark:has(.arrow)").evaluate_all("all => all.map(one => one.id)")
    assert arrows == [f"explore-patents-granted-beijing-{p.year}" for p in points if p.quantity.is_bound]


def test_one_figure_is_shown_as_a_figure_and_years_without_one_say_so(desk: Explorer) -> None:
    page = desk.show("one figure")
    assert page.locator(".explore-chart svg").count() == 0
    assert "316 cases" in desk.text(".explore-figures") and not page.locator(".explore-detail").is_visible()
    page = desk.show("patents-granted&places=fujian&from=2013&to=2014")
    assert desk.text(".explore-chart") == "No figure in these years."
    assert page.locator(".explore-shown table").count() == 0
    desk.seen.show(width=900)
    expect(page.locator(".explore-chart")).to_have_text("No figure in these years.")
    desk.seen.show()
    page.locator("#explore-to").select_option("2024")
    expect(page.locator(".explore-chart")).not_to_contain_text("No figure")


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


# To take along


@pytest.mark.parametrize(
    "name", ["one place", "breaks and bounds", "no full year", "parts of a year", "two indicators"]
)
def test_the_download_equals_the_data(desk: Explorer, name: str) -> None:
    page = desk.show(name)
    rows = rows_of(page)
    indicators, places = (part.split(",") for part in VIEWS[name].split("&places="))
    history = {}
    for indicator in indicators:
        for place in (each.capitalize() for each in places):
            cut = cut_series(indicator, place)
            quantities = {point.observation: (point.quantity, point.text) for point in cut.points}
            for row in (*quantities, *cut.kept_out):
                quantity, text = quantities.get(row, (row.quantity, None))
                history[indicator, place, row.period] = (row, quantity, text)
    assert {row.pop(VERSION) for row in rows} == {load_citation(ROOT)["version"]}
    assert tuple(rows[0]) == figure_data.COLUMNS
    assert {(row["indicator_id"], row["place"], row["period"]) for row in rows} == set(history)
    shown = " ".join(page.locator(".explore-shown table").all_inner_texts())
    for row in rows:
        observed, quantity, text = history[row["indicator_id"], row["place"], row["period"]]
        expected = dict(
            zip(
                figure_data.COLUMNS,
                figure_data.observed_row(observed, quantity, text or row["value_shown"], row["note"]),
                strict=True,
            )
        )
        assert row == expected
        assert row["value_shown"] in shown and observed.note_en in row["note"]
    parted = [row for row in rows if "Not to be joined to " in row["note"]]
    gaps = [
        gap for indicator in indicators for place in places for gap in cut_series(indicator, place.capitalize()).gaps
    ]
    assert len(parted) == len(gaps) and all(any(gap.reason in row["note"] for gap in gaps) for row in parted)


def test_a_csv_of_shares_says_how_they_were_computed_or_why_not(desk: Explorer) -> None:
    page = desk.show("invention-patents-in-force&places=beijing&from=2019&to=2021&show=share")
    assert (
        page.locator(".explore-csv").get_attribute("download")
        == "invention-patents-in-force-beijing-2019-2021-share.csv"
    )
    rows = {row["period"]: row for row in rows_of(page)}
    assert (rows["2020"]["value_shown"], rows["2020"]["unit"]) == ("15.2", "per cent of China")
    assert "divided by" in rows["2020"]["note"]
    assert rows["2021-07"]["value"] == ""
    assert "No such figure" in rows["2021-07"]["note"]
    fell = {row["period"]: row for row in rows_of(desk.show("changes"))}["2020"]
    assert fell["value_shown"].startswith("-") and float(fell["value"]) < 0


def test_a_picture_holds_headline_sources_and_citation(visit: Callable[..., Visit]) -> None:
    # On a page of its own: Chromium makes those wait that have taken many files from one page.
    page = visit(f"{PAGE}#indicator=court-cases-accepted,court-cases-concluded", files=True).page
    with page.expect_download() as started:
        page.get_by_role("button", name="Picture, SVG").click()
    assert started.value.suggested_filename == "court-cases-accepted-court-cases-concluded-beijing-2017-2022.svg"
    text = Path(started.value.path()).read_text(encoding="utf-8")
    for words in (
        "Court cases accepted and court cases concluded",
        "2020: 66,710 cases",
        "Sources: ",
        "Version",
        "#indicator=court",
    ):
        assert words in text, words
    assert text.count("<svg") == 3 and "class=" not in text and "http://" not in text.replace("http://www.w3.org", "")
    with page.expect_download() as started:
        page.get_by_role("button", name="Picture, PNG").click()
    assert Path(started.value.path()).read_bytes().startswith(b"\x89PNG")


def test_the_link_and_the_citation_of_a_view_are_copied(visit: Callable[..., Visit]) -> None:
    page = visit(f"{PAGE}#indicator=patents-granted", permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("#indicator=patents-granted&places=beijing&from=2013&to=2024")
    page.get_by_role("button", name="Copy citation").click()
    page.get_by_text("Citation copied").wait_for()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited in page.locator(".explore-citation").inner_text() and cited.endswith(link)
    assert "Patents granted, Beijing, 2013 to 2024" in cited


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
