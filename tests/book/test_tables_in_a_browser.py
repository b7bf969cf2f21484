"""Tables in Chromium: digits under digits, copied as rows of numbers, sorted by value and searched, at any width."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from browser import Visit
from pages import CHAPTERS

UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"

# Where the whole number of each cell ends, column by column: the right edge of its last digit before the point.
ENDS = """all => all.map(table => {
    const columns = {};
    for (const cell of table.querySelectorAll('tbody td.text-right')) {
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        const node = walker.nextNode();
        const found = node && node.data.match(/^[+\u2212-]?[\\d,]+/);
        if (!found || !cell.getClientRects().length) continue;
        const range = document.createRange();
        range.setStart(node, 0);
        range.setEnd(node, found[0].length);
        (columns[cell.cellIndex] ||= []).push(Math.round(range.getBoundingClientRect().right * 4) / 4);
    }
    return Object.values(columns).map(ends => Math.max(...ends) - Math.min(...ends));
})"""


@pytest.mark.parametrize(("page", "width"), [(CHAPTERS[0], 1280), (CHAPTERS[0], 390), ("book/years", 1280)])
def test_digits_stand_under_digits(visit: Callable[..., Visit], page: str, width: int) -> None:
    seen = visit(page, width=width)
    seen.page.evaluate(UNFOLD)
    columns = [gap for table in seen.page.locator("article table.numbers").evaluate_all(ENDS) for gap in table]
    assert len(columns) > 8
    assert max(columns) <= 0.5


def copied(page: Any, table: str, start: str = "tr:first-child > :first-child", end: str = "") -> tuple[str, str]:
    """What the clipboard holds, as text and as HTML, after the cells from one to another were copied."""
    page.evaluate(
        """([table, start, end]) => {
            const whole = document.querySelector(table);
            const cells = [...whole.querySelectorAll('td, th')];
            const range = document.createRange();
            range.setStart(whole.querySelector(start), 0);
            const last = end ? whole.querySelector(end) : cells[cells.length - 1];
            range.setEnd(last, last.childNodes.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [table, start, end],
    )
    page.keyboard.press("Control+c")
    page.wait_for_timeout(50)
    read = """async () => {
        const [item] = await navigator.clipboard.read();
        return Promise.all(['text/plain', 'text/html'].map(async kind => (await item.getType(kind)).text()));
    }"""
    text, html = page.evaluate(read)
    return text, html


@pytest.mark.parametrize("width", [1280, 390])
def test_a_copied_table_is_rows_and_tabs(visit: Callable[..., Visit], width: int) -> None:
    """A number is a number to a spreadsheet, and the picture of a minus is not copied."""
    options = {"permissions": ["clipboard-read", "clipboard-write"]}
    seen = visit(CHAPTERS[0], width=width, **options)
    seen.page.evaluate(UNFOLD)
    text, html = copied(seen.page, "figure .figure-data table")
    rows = [line.split("\t") for line in text.splitlines()]
    assert rows[0] == [
        "Year",
        "All patents",
        "All patents, notes",
        "Invention patents",
        "Invention patents, notes",
        "Utility models and designs",
        "Utility models and designs, notes",
    ]
    assert rows[1][:3] == ["2013", "62600", "(a) 62,550 to 62,649"]
    assert {len(row) for row in rows} == {7} and len(rows) == 13
    assert html.count("<tr") == 13 and ">62600<" in html
    seen.open("book/years")
    text, _ = copied(seen.page, "article table")
    fields = [cell for line in text.splitlines() for cell in line.split("\t")]
    assert "-16.8%" in fields and "23.6%" in fields
    assert not re.search("[\u2212\u00a0\u202f]", text)
    # Part of a row, from one cell to another.
    text, _ = copied(
        seen.page, "article table", "tbody tr:nth-child(2) > :first-child", "tbody tr:nth-child(2) > :nth-child(2)"
    )
    assert text == "Patents granted\t23.6%"


def test_text_around_a_table_is_copied_with_it(visit: Callable[..., Visit]) -> None:
    page = visit("book/glossary", permissions=["clipboard-read", "clipboard-write"]).page
    page.locator("article").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.wait_for_timeout(50)
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert "Glossary" in lines
    assert next(line for line in lines if line.startswith("Batch 批次\t"))


def column(page: Any, number: int) -> list[str]:
    cells = page.locator(f"article table tbody:first-of-type tr > :nth-child({number})")
    return [text for text in cells.all_inner_texts() if text.strip()]


def test_a_column_is_sorted_by_value_and_by_keyboard(visit: Callable[..., Visit]) -> None:
    """Up, down, and as it was; rows stay under the title of their group, and the header says how they are sorted."""
    page = visit("book/years").page
    rows = page.locator("article table tbody:first-of-type tr > :first-child")
    before = rows.all_inner_texts()
    heads = page.locator("article table thead th").all_inner_texts()
    place = next(number for number, head in enumerate(heads, start=1) if head == "2019")
    head = page.locator(f"article table thead th:nth-child({place})")
    for wanted in ("ascending", "descending"):
        head.get_by_role("button").press("Enter")
        assert head.get_attribute("aria-sort") == wanted
        values = [float(text.replace(",", "")) for text in column(page, place)]
        assert len(values) > 5 and values == sorted(values, reverse=wanted == "descending")
        assert rows.first.inner_text() == before[0]
    assert page.locator("th[aria-sort$='scending']").count() == 1
    head.get_by_role("button").press("Space")
    assert (head.get_attribute("aria-sort"), rows.all_inner_texts()) == ("none", before)


def test_a_search_looks_into_all_tables_of_a_page_and_counts(visit: Callable[..., Visit]) -> None:
    page = visit("book/glossary").page
    box = page.get_by_role("searchbox", name="Search the tables of this page")
    status = page.locator("form.filter [role=status]")
    all_rows = page.locator("article tbody tr").count()
    assert status.inner_text() == f"{all_rows} of {all_rows} rows shown"
    box.fill("受理")
    shown = page.locator("article tbody tr:visible")
    assert 0 < shown.count() < 20 and all("受理" in text for text in shown.all_inner_texts())
    assert status.inner_text() == f"{shown.count()} of {all_rows} rows shown"
    box.press("Escape")
    assert shown.count() == all_rows


def test_without_a_script_all_rows_are_there_and_nothing_that_does_not_work(visit: Callable[..., Visit]) -> None:
    page = visit("book/sources", java_script_enabled=False).page
    assert page.locator("article tbody tr:visible").count() > 200
    assert page.locator("form.filter:visible, .sort").count() == 0
