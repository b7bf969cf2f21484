"""A chapter goes on where a break parts every series of its place at its year: it says why, and tells the rest."""

import pytest
from conftest import NOTEBOOKS
from ran_pages import load_everything, run_page

from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.data.schema import Row, Table, Tables

REASON = "Counted anew in this test."
WITHOUT_CHANGES = {"4-policy-reforms"}
"""Chapters that hold no year against another."""


@pytest.fixture(scope="module")
def parted() -> Tables:
    load_everything()
    tables, edition = load_tables(), find_edition()
    breaks = list(tables["breaks"])
    for indicator in tables["indicators"]:
        cells = {
            "break_id": f"{indicator['indicator_id']}-test",
            "kind": "definition",
            "from_indicator": indicator["indicator_id"],
            "from_place": edition.place,
            "from_year": str(edition.before),
            "to_indicator": indicator["indicator_id"],
            "to_year": str(edition.year),
            "reason_en": REASON,
            "source_id": edition.source_id,
        }
        breaks.append(Row({**dict.fromkeys(breaks[0], ""), **cells}, breaks[-1].number + 1))
    return {**tables, "breaks": Table(breaks)}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_chapter_goes_on_where_breaks_part_its_series(path, parted):
    shown = run_page(path, parted).shown
    assert sum(len(each) > 100 for each in shown) > 4
    assert (REASON in shown[-1]) == (path.stem not in WITHOUT_CHANGES)
