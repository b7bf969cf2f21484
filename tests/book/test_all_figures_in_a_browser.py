"""The table of all figures in Chromium: nothing is missing, it fills as it is read, and an address opens a choice."""

from collections.abc import Callable
from typing import Any

import pytest
from browser import Visit
from pages import parsed
from playwright.sync_api import expect

from beijing_ip.data.observations import load_observations

PAGE = "book/all-figures"
ROWS = "table.all-figures tbody tr:not([aria-hidden])"
FIGURES = load_observations()
MOST_ELEMENTS = 5_000

# To the end, a screen at a time, as a reader goes; every figure that has stood there.
READ = """async () => {
    const seen = new Map();
    const look = () => {
        for (const row of document.querySelectorAll("table.all-figures tbody tr:not([aria-hidden])")) {
            const [number] = row.querySelectorAll("[data-figures]");
            const [, place, period, , unit, , source, grade] = [...row.cells].map((cell) => cell.textContent);
            seen.set(number.dataset.figures, [place, unit, grade, row.querySelector(".figures-source a")?.href || ""]);
        }
    };
    let most = 0;
    while (true) {
        look();
        most = Math.max(most, document.querySelectorAll("*").length);
        const before = scrollY;
        scrollBy({ top: innerHeight, behavior: "instant" });
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
        if (scrollY === before) return { seen: [...seen], most };
    }
}"""
SHIFT = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const { value } of list.getEntries()) sum += value; })
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 300);
})"""


def shown(page: Any) -> set[str]:
    return set(page.eval_on_selector_all(f"{ROWS} [data-figures]", "all => all.map(one => one.dataset.figures)"))


@pytest.mark.parametrize(("width", "files"), [(1280, True), (390, False)])
def test_every_figure_is_there_once_it_is_read(visit: Callable[..., Visit], width: int, files: bool) -> None:
    seen = visit(PAGE, width=width, dark=width == 390, files=files)
    page = seen.page
    assert page.locator(ROWS).count() == 50 and page.locator("*").count() < MOST_ELEMENTS / 3
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SHIFT) < 0.02
    assert seen.violations() == {}
    if not files:
        assert sum(seen.weight.values()) < 350_000
    read = page.evaluate(READ)
    assert read["most"] < MOST_ELEMENTS
    assert {name: tuple(cells) for name, cells in read["seen"]} == {
        row.observation_id: (row.place, row.unit, row.source.grade, row.source.address) for row in FIGURES
    }


def test_a_choice_stands_in_the_address_and_the_address_makes_the_choice(visit: Callable[..., Visit]) -> None:
    page = visit(f"{PAGE}#q=seized&place=China").page
    of_china = {
        row.observation_id for row in FIGURES if row.place == "China" and "seized" in row.indicator.name_en.lower()
    }
    assert shown(page) == of_china != set()
    expect(page.get_by_role("status")).to_have_text(f"{len(of_china)} of {len(FIGURES)} figures")
    page.get_by_label("Year").select_option("2020")
    page.get_by_label("Words").fill("")
    page.get_by_role("button", name="Number").click()
    assert page.url.endswith("#place=China&year=2020&sort=number")
    expect(page.get_by_role("columnheader", name="Number")).to_have_attribute("aria-sort", "ascending")
    rows = sorted((row for row in FIGURES if row.place == "China" and "2020" in row.period), key=lambda row: row.value)
    assert shown(page) >= {row.observation_id for row in rows[:5]}
    page.get_by_role("button", name="Number").click()
    first = page.locator(f"{ROWS} [data-figures]").first
    expect(first).to_have_attribute("data-figures", rows[-1].observation_id)
    page.get_by_label("Grade").select_option("C")
    page.get_by_label("Words").fill("no such words")
    expect(page.get_by_role("status")).to_have_text(f"0 of {len(FIGURES)} figures")


def test_a_figure_is_found_by_its_digits_and_in_chinese(visit: Callable[..., Visit]) -> None:
    page = visit(PAGE).page
    for words in ("163,000", "163,0", "163000 2020", "163 000", "１６３０００", "专利授权量 beijing 2020"):
        page.get_by_label("Words").fill(words)
        assert "beijing.patents-granted.2020.cnipa-2021-04-30" in shown(page), words


def test_every_indicator_leads_to_where_the_book_explains_it(visit: Callable[..., Visit]) -> None:
    entries = visit(PAGE).page.evaluate("published.indicators.map(one => one.entry)")
    pages = {name: {tag["id"] for tag in parsed(f"book/{name}").select("[id]")} for name in ("numbers", "glossary")}
    apart = [entry.split(".html#") for entry in entries]
    assert [anchor for page, anchor in apart if anchor not in pages[page]] == []


def test_a_number_opens_its_card(visit: Callable[..., Visit]) -> None:
    page = visit(f"{PAGE}#q=163000").page
    page.locator(f"{ROWS} [data-figures]").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Patents granted")


def test_a_card_gives_the_focus_back_however_far_a_reader_has_scrolled(visit: Callable[..., Visit]) -> None:
    page = visit(PAGE).page
    page.locator(f"{ROWS} [data-figures]").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("As printed")
    page.evaluate("scrollTo({ top: 20_000, behavior: 'instant' })")
    expect(page.locator("table.all-figures tr[aria-hidden]").first).to_be_attached()
    page.wait_for_timeout(200)
    page.keyboard.press("Escape")
    expect(page.locator(f"{ROWS} [data-figures]:focus")).to_have_count(1)


def test_what_is_copied_has_the_rows_far_away_too(visit: Callable[..., Visit]) -> None:
    page = visit(f"{PAGE}#place=Beijing", permissions=["clipboard-read", "clipboard-write"]).page
    page.evaluate("getSelection().selectAllChildren(document.querySelector('table.all-figures'))")
    page.keyboard.press("Control+c")
    page.wait_for_timeout(50)
    text = page.evaluate("navigator.clipboard.readText()")
    rows = [line for line in text.splitlines() if "\tBeijing\t" in line]
    assert len(rows) == sum(row.place == "Beijing" for row in FIGURES) > 100


def test_without_scripts_the_page_says_where_the_rows_are(visit: Callable[..., Visit]) -> None:
    page = visit(PAGE, java_script_enabled=False).page
    assert page.locator("noscript a").get_attribute("href") == "data.html"
