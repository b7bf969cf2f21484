"""Pages run and say what holds for years that have no edition yet: one with more grants, and one with fewer."""

import pytest
from conftest import with_rows
from pages import ROOT
from ran_pages import load_everything, run_page

from beijing_ip.data.loading import load_tables
from beijing_ip.data.schema import Tables

RELEASES = {"2022": "cnfi-2023-04-20", "2023": "cns-2024-04-23", "2024": "beijing-news-2025-04-24"}


def of_year(year: str) -> Tables:
    """The tables with another year in place of that which the book is about."""
    (current,) = (row for row in load_tables()["editions"] if row["current"])
    cells = dict.fromkeys(("reports", "further_sources", "previous", "remarks_en"), "")
    return with_rows("editions", current.but(edition_id=f"next-{year}", year=year, source_id=RELEASES[year], **cells))


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    load_everything()


@pytest.mark.parametrize("year", RELEASES)
def test_the_first_page_has_headlines_that_fit(year: str) -> None:
    shown = " ".join(run_page(ROOT / "book/index.md", of_year(year)).shown)
    assert "overview-changes" in shown


def test_a_year_with_fewer_grants_has_no_rise_of_them() -> None:
    shown = " ".join(run_page(ROOT / "notebooks/1-creation.ipynb", of_year("2023")).shown)
    assert "Grants fell from" in shown
    assert "of the rise" not in shown
    assert "mostly in" not in shown


def test_a_year_that_a_break_parts_from_those_before_is_told_alone() -> None:
    shown = " ".join(run_page(ROOT / "notebooks/3-judicial.ipynb", of_year("2022")).shown)
    assert "In 2022 the courts accepted" in shown
