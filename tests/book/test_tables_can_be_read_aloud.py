"""Every table of a built page has a name and headers, is a table to all, and a cell of numbers holds a number."""

import re

import pytest
from bs4 import Tag
from pages import PAGES, parsed

pytestmark = pytest.mark.usefixtures("built")


def tables(page: str) -> list[Tag]:
    return parsed(page).select("article table")


def test_there_are_pages_with_tables() -> None:
    assert sum(len(tables(page)) for page in PAGES) > 50


@pytest.mark.parametrize("page", PAGES)
def test_every_table_has_a_name_of_its_own(page: str) -> None:
    names = [[caption.get_text().strip() for caption in table.select("caption")] for table in tables(page)]
    assert all(len(name) == 1 and name[0] for name in names), names
    assert len({name[0] for name in names}) == len(names), names


@pytest.mark.parametrize("page", PAGES)
def test_every_header_has_its_scope_and_none_is_empty(page: str) -> None:
    for table in tables(page):
        heads = table.select("thead th")
        assert heads and all(head["scope"] == "col" for head in heads)
        # A head over several columns names the rows below it.
        assert all(head["scope"] == ("rowgroup" if head.get("colspan") else "row") for head in table.select("tbody th"))
        assert [str(head) for head in table.select("th") if not head.get_text().strip()] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_table_is_one_to_those_who_hear_it(page: str) -> None:
    """HTML says what a table, a row and a cell is; a style that takes that away would need a role for each."""
    for table in tables(page):
        assert [str(part)[:80] for part in [table, *table.select("[role]")] if part.get("role")] == []
        cells = {sum(int(cell.get("colspan", 1)) for cell in row.select("th, td")) for row in table.select("tr")}
        assert len(cells) == 1, table.caption


NUMBER = re.compile(r"[+−-]?\d[\d,]*(\.\d+)?%?")


def test_a_cell_of_numbers_holds_a_number_and_nothing_else() -> None:
    """What is said of it, and what rounding leaves open, has a column of its own."""
    cells = [cell for page in PAGES for table in tables(page) for cell in table.select("tbody td.text-right")]
    said = [cell.get_text() for cell in cells]
    assert sum(map(bool, said)) > 500
    assert [words for words in said if words not in ("", "–") and not NUMBER.fullmatch(words)] == []
