"""Every table of a built page has a name and headers, and on a card each cell has the words of its column."""

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
def test_every_cell_of_a_wide_table_has_the_words_of_its_column(page: str) -> None:
    for table in tables(page):
        columns = [head.get_text().strip() for head in table.select("thead tr > *")]
        is_wide = "wide" in table["class"]
        # Numbers stay side by side, under a first column that stays in sight.
        cells = [cell for row in table.select("tbody tr") for cell in row.find_all(["th", "td"], recursive=False)[1:]]
        are_numbers = all("text-right" in cell.get("class", []) for cell in cells)
        assert is_wide == (len(columns) >= 4 and not are_numbers)
        assert ("numbers" in table["class"]) == (len(columns) >= 4 and are_numbers)
        for row in table.select("tbody tr") if is_wide else []:
            cells = row.find_all(["th", "td"], recursive=False)
            if cells[0].get("scope") == "rowgroup":
                assert [cell["colspan"] for cell in cells] == [str(len(columns))]
                continue
            assert len(cells) == len(columns)
            for cell, column in zip(cells, columns, strict=True):
                assert cell.name == "th" or cell["data-label"] == column
        roles = {table.get("role"), *(cell.get("role") for cell in table.select("tr, th, td"))}
        assert roles >= {"table", "row", "cell", "columnheader"} if is_wide else roles == {None}


def test_in_a_column_of_numbers_digits_stand_under_digits() -> None:
    """What stands behind a number has a margin of its own, as wide in each cell of the column."""
    parted = 0
    for table in (table for page in PAGES for table in tables(page)):
        for row in table.select("tr"):
            for column, cell in enumerate(row.find_all(["th", "td"], recursive=False)):
                for aside in cell.select(".asides"):
                    parted += 1
                    named = next(name for name in cell["class"] if name.startswith("asides-"))
                    assert len(aside.get_text().split()) <= int(named.removeprefix("asides-"))
                    heads = table.select("thead tr:last-child > *")
                    assert named in heads[column]["class"], cell
    assert parted > 100
