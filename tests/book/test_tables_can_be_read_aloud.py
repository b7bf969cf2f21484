"""Every table of a built page has a name and headers, and on a card each cell has the words of its column."""

from pathlib import Path

import pytest
from browser import HTML, PAGES
from bs4 import BeautifulSoup, Tag

EVERY = [page for page in PAGES if (HTML / f"{page}.html").exists()]


def tables(page: str) -> list[Tag]:
    path: Path = HTML / f"{page}.html"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select("article table")


def test_there_are_pages_with_tables() -> None:
    if not HTML.exists():
        pytest.skip("there is no built book in _build/html: run make book first")
    assert EVERY == PAGES
    assert sum(len(tables(page)) for page in EVERY) > 50


@pytest.mark.parametrize("page", EVERY)
def test_every_table_has_a_name_of_its_own(page: str) -> None:
    names = [[caption.get_text().strip() for caption in table.select("caption")] for table in tables(page)]
    assert all(len(name) == 1 and name[0] for name in names), names
    assert len({name[0] for name in names}) == len(names), names


@pytest.mark.parametrize("page", EVERY)
def test_every_header_has_its_scope_and_none_is_empty(page: str) -> None:
    for table in tables(page):
        heads = table.select("thead th")
        assert heads and all(head["scope"] == "col" for head in heads)
        # A head over several columns names the rows below it.
        assert all(head["scope"] == ("rowgroup" if head.get("colspan") else "row") for head in table.select("tbody th"))
        assert [str(head) for head in table.select("th") if not head.get_text().strip()] == []


@pytest.mark.parametrize("page", EVERY)
def test_every_cell_of_a_wide_table_has_the_words_of_its_column(page: str) -> None:
    for table in tables(page):
        columns = [head.get_text().strip() for head in table.select("thead th")]
        is_wide = "wide" in table["class"]
        assert is_wide == (len(columns) >= 4)
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
