"""The years in one table: every figure of the data in its year, and no change or share that may not be formed."""

import pytest
from conftest import printed_growth

from beijing_ip.analysis.growth import growth
from beijing_ip.numbers.decimals import format_decimal
from beijing_ip.show.years_table import (
    change_on_year_before,
    figures_by_year,
    share_of_nation,
    yearly_indicators,
    years_table,
)

YEAR, YEARS = 2020, range(2013, 2025)
CHAPTERS = ("creation", "enforcement", "judicial")


def cells(chapter):
    """Each indicator with its cells by their heads; what stands behind a number is added to it."""
    names = yearly_indicators(chapter, YEAR)
    head, _, _, *lines = (
        [cell.strip() for cell in line[1:-1].split("|")]
        for line in years_table({"Any": names}, YEARS, YEAR).splitlines()
    )
    found = {}
    for name, line in zip(names, lines, strict=True):
        row, last = found.setdefault(name, {}), ""
        for title, cell in zip(head, line, strict=True):
            last = title or last
            row[last] = f"{row.get(last, '')} {cell}".strip()
    return found


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_figure_stands_in_the_column_of_its_year(chapter):
    for name, row in cells(chapter).items():
        figures = figures_by_year(name)
        for year, written in ((year, row[str(year)]) for year in YEARS):
            if year not in figures:
                assert written == ""
            elif figures[year].unit != "yuan":
                assert format_decimal(figures[year].value) in written, (name, year)
                assert ("[b]" in written, "[u]" in written) == (figures[year].after_break, figures[year].doubtful)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_change_is_the_growth_that_the_data_allow(chapter):
    for name, row in cells(chapter).items():
        known = growth(name, "Beijing", YEAR - 1, YEAR)
        usable = (known.quantity is not None and not known.quantity.is_bound) or printed_growth(known) is not None
        assert bool(row[f"Change {YEAR}"]) == usable, name


def test_a_printed_growth_stands_where_the_year_before_was_not_seen():
    assert f"{change_on_year_before('customs-pieces-seized', YEAR):+.1%}" == "+249.1%"
    assert "2019" in change_on_year_before("market-regulation-cases-concluded", YEAR).reason


def test_a_share_is_formed_only_where_city_and_nation_count_the_same():
    assert f"{share_of_nation('invention-patents-in-force', YEAR):.1%}" == "15.2%"
    # As the card of the same number says it.
    assert f"{share_of_nation('copyright-registrations', YEAR):.1%}" == "30.3%"
    assert "of the nation" in share_of_nation("court-cases-accepted", YEAR).reason
    assert "no count" in share_of_nation("invention-patents-per-10000-residents", YEAR).reason
