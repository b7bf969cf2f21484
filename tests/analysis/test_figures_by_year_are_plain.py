"""Whoever reads the file of the figures by year with any tool and plots it gets a right chart."""

import csv
import io
import re
from fractions import Fraction
from itertools import groupby, pairwise

from beijing_ip import series, tidy
from beijing_ip.analysis.breaks import load_breaks
from beijing_ip.analysis.tidy import COLUMNS, write_by_year
from beijing_ip.data.loading import load_tables

ROWS = list(csv.DictReader(io.StringIO(write_by_year())))
RECORD = {row["observation_id"]: row for row in load_tables()["observations"]}
CORRECTED = {row["observation_id"]: row for row in load_tables()["corrections"]}


def _key(row: dict[str, str]) -> tuple[str, str, int]:
    return row["indicator_id"], row["place"], int(row["year"])


def test_every_preferred_figure_of_a_full_year_is_there_once_in_order() -> None:
    wanted = {name for name, row in RECORD.items() if row["series"] == "preferred" and len(row["period"]) == 4}
    assert {row["observation_id"] for row in ROWS} == wanted
    assert len({_key(row) for row in ROWS}) == len(ROWS) == len(wanted)
    assert list(map(_key, ROWS)) == sorted(map(_key, ROWS))


def test_each_value_is_that_of_record_or_its_correction_which_the_note_tells() -> None:
    for row in ROWS:
        printed, mended = RECORD[row["observation_id"]], CORRECTED.get(row["observation_id"])
        assert row["value"] == (mended["corrected_value"] if mended else printed["value"])
        assert row["note"].startswith("Corrected; the source prints") == bool(mended)
        assert printed["note_en"] in row["note"]
    assert any(row["observation_id"] in CORRECTED for row in ROWS)


def test_numbers_are_plain_and_the_value_lies_in_its_interval() -> None:
    for row in ROWS:
        for name in ("value", "lower", "upper"):
            assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", row[name]) or (name != "value" and row[name] == ""), row
        low, value, high = (Fraction(row[name]) if row[name] else None for name in ("lower", "value", "upper"))
        assert (low is None or low <= value) and (high is None or value <= high), row
        assert (row["qualifier"] == "exact") == (low == value == high), row
        assert row["source_title"] and row["unit"]


def test_a_segment_ends_at_every_break_and_nowhere_else() -> None:
    breaks, cut = load_breaks(), 0
    for (indicator, place), rows in groupby(ROWS, key=lambda row: _key(row)[:2]):
        for old, new in pairwise(rows):
            crossed = [each for each in breaks if each.cuts(indicator, place, int(old["year"]), int(new["year"]))]
            assert int(new["segment"]) - int(old["segment"]) == bool(crossed), (indicator, place, new["year"])
            cut += bool(crossed)
            assert all(each.reason_en in new["note"] for each in crossed)
    assert cut > 10


def test_a_frame_in_long_form_has_the_same_columns_and_values() -> None:
    courts = series(accepted="court-cases-accepted", concluded="court-cases-concluded")
    courts["rate"] = courts["concluded"] / courts["accepted"]
    plain = tidy(courts)
    assert list(plain) == list(COLUMNS) == list(ROWS[0])
    by_key = {_key(row): row for row in ROWS}
    for row in plain.to_dict("records"):
        same = by_key[row["indicator_id"], row["place"], row["year"]]
        assert (row["value"], row["segment"]) == (float(same["value"]), int(same["segment"]))
        assert same["source_address"] == row["source_address"]
