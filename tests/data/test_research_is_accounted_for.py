"""Every row of the two research files became an observation, is derived, or was left out for a reason; none twice."""

import csv
import os
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from beijing_ip.data.loading import load_tables

FOLDER = os.environ.get("BEIJING_IP_RESEARCH", "")
FILES = {"beijing": "beijing-2013-2025.csv", "comparators": "comparators.csv"}
SPECIFIC = ("research_place", "research_year", "research_value")

needs_research = pytest.mark.skipif(
    not FOLDER, reason="set BEIJING_IP_RESEARCH to the folder of the two research files to run this"
)


def research() -> list[tuple[str, int, dict[str, str]]]:
    found = []
    for name, file in FILES.items():
        with (Path(FOLDER) / file).open(encoding="utf-8", newline="") as lines:
            found += [(name, number, row) for number, row in enumerate(csv.DictReader(lines), 2)]
    return found


def fate(name: str, row: dict[str, str]) -> dict[str, str] | None:
    """The most specific row of the concordance for one row of the research."""
    facts = dict(zip(SPECIFIC, (row["place"], row["year"], row["value"]), strict=True))
    fitting = [
        entry
        for entry in load_tables()["concordance"]
        if (entry["research_file"], entry["research_id"]) == (name, row["indicator_id"])
        and all(entry[key] in ("", value) for key, value in facts.items())
        and (entry["became"] == "derived") == (row["derived"] == "yes")
    ]
    return max(fitting, key=lambda entry: sum(bool(entry[key]) for key in SPECIFIC), default=None)


@needs_research
def test_every_row_of_the_research_has_one_fate():
    lost = [f"{name} row {number}" for name, number, row in research() if fate(name, row) is None]
    assert lost == []


@needs_research
def test_every_supported_row_is_an_observation_of_its_indicator_and_value():
    # Two court bodies and the copyright centre are no places; their figures stand under China.
    places = {"CPCC (Copyright Protection Centre of China, national body)": "China",
              "Supreme People's Court IP Tribunal": "China"}  # fmt: skip
    held = {(row["indicator_id"], row["place"], Fraction(row["value"])) for row in load_tables()["observations"]}
    corrected = {row["observation_id"]: Fraction(row["corrected_value"]) for row in load_tables()["corrections"]}
    for row in load_tables()["observations"]:
        if row["observation_id"] in corrected:
            held.add((row["indicator_id"], row["place"], corrected[row["observation_id"]]))
    missing = []
    for name, number, row in research():
        entry = fate(name, row)
        if entry is None or entry["became"] != "observation":
            continue
        value = Fraction(row["value"])
        if entry["indicator_id"] == "invention-patents-per-million-residents":
            value *= 100
        # A statement about both flows was printed as growth, not as a level.
        if entry["indicator_id"] == "court-cases-concluded-all-kinds-growth":
            value = Fraction("0.13")
        if (entry["indicator_id"], places.get(row["place"], row["place"]), value) not in held:
            missing.append(f"{name} row {number}: {entry['indicator_id']} {row['value']}")
    assert missing == []


def test_what_was_left_out_has_a_reason_and_what_became_a_figure_an_indicator():
    for entry in load_tables()["concordance"]:
        assert bool(entry["indicator_id"]) == (entry["became"] == "observation"), entry
        assert bool(entry["reason_en"]) == (entry["became"] != "observation"), entry


def test_concordance_maps_to_indicators_that_have_figures():
    held = {row["indicator_id"] for row in load_tables()["observations"]}
    assert {entry["indicator_id"] for entry in load_tables()["concordance"]} - {""} <= held


def test_no_figure_stands_twice():
    rows = load_tables()["observations"]
    counted = Counter((row["indicator_id"], row["place"], row["period"], row["source_id"]) for row in rows)
    assert [key for key, times in counted.items() if times > 1] == []


def test_every_indicator_has_a_figure():
    held = {row["indicator_id"] for row in load_tables()["observations"]}
    assert {row["indicator_id"] for row in load_tables()["indicators"]} <= held


def test_only_grade_a_sources_have_an_address():
    for source in load_tables()["sources"]:
        assert bool(source["address"]) <= (source["grade"] == "A"), source["source_id"]
