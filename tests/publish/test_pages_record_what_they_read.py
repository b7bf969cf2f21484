"""What a page read of data/ is all that it rests on: nothing else changes it, and nobody else waits for a change."""

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from conftest import with_row_added, with_rows
from ran_pages import PAGES, Ran, load_everything, run_page

from beijing_ip.data.loading import load_tables
from beijing_ip.data.reads import GONE, digests
from beijing_ip.data.schema import Row, Table, Tables, load_schemas

LISTED = {"all-figures", "cite", "explore", "sources"}
"""Pages that list or count all observations."""
COMPARED = {"audit", "numbers"}
"""Pages that hold the release against all else that is known of the city."""

NOTED_ON = {
    "court-cases-accepted": {"3-judicial", "index", "numbers", "summary-zh"},
    "court-cases-concluded": {"3-judicial", "audit", "index", "numbers", "summary-zh"},
    "customs-batches-seized": {"numbers"},
    "patent-infringement-cases": {"2-enforcement", "numbers"},
    "patents-granted": {"1-creation"},
    "pct-applications": {"5-international-cooperation"},
    "police-ip-cases": {"2-enforcement"},
    "website-inspections": set(),
}
"""Of some indicators, by hand: the pages that tell a note of a number, or put it into the file of a chart."""

VALUED_ON = {
    "customs-batches-seized": {
        "2-enforcement", "5-international-cooperation", "audit", "cite", "explore", "index", "numbers", "summary-zh",
        "years",
    },
    "designs-in-applications": {"explore"},
    "pct-applications": {"5-international-cooperation", "explore", "index", "summary-zh", "years"},
}  # fmt: skip
"""The same of values. First pages and the years in one table look for every indicator of the city; one is corrected."""


@cache
def ran() -> dict[str, Ran]:
    """Every page as it is, by its name."""
    load_everything()
    return {path.stem: run_page(path) for path in PAGES}


@cache
def known() -> dict[str, str]:
    """All units that any page read, with their digests."""
    return digests(frozenset().union(*(page.units for page in ran().values())), load_tables())


def concerned(tables: Tables) -> dict[str, set[str]]:
    """The pages that must be made again when the tables of data/ become these, each with the units that changed."""
    changed = {unit for unit, digest in digests(known(), tables).items() if digest != known()[unit]}
    return {name: set(page.units & changed) for name, page in ran().items() if page.units & changed}


def changed(column: str, text: str, **cells: str) -> Tables:
    """The tables with another text in one column of those observations that have these cells."""
    rows = [row for row in load_tables()["observations"] if cells.items() <= dict(row).items()]
    return with_rows("observations", *(row.but(**{column: text}) for row in rows))


def first(name: str) -> Row:
    """The first observation whose id begins so."""
    return next(row for row in load_tables()["observations"] if row["observation_id"].startswith(name))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_reads_nothing_that_is_not_recorded(path: Path) -> None:
    page = ran()[path.stem]
    others = all_else_changed(page.units)
    assert digests(page.units, others) == {unit: known()[unit] for unit in page.units}
    assert run_page(path, others).shown == page.shown


def test_a_note_concerns_exactly_the_pages_that_tell_it() -> None:
    names = {row["observation_id"]: row["indicator_id"] for row in load_tables()["observations"]}
    read: dict[str, set[str]] = defaultdict(set)
    told: dict[str, set[str]] = defaultdict(set)
    marked = [row.but(note_en=f"{row['note_en']} ‡{row['observation_id']}‡") for row in load_tables()["observations"]]
    for page, units in concerned(with_rows("observations", *marked)).items():
        for unit in units:
            read[names[unit.removeprefix("observations/").split("#")[0]]].add(page)
        (path,) = (path for path in PAGES if path.stem == page)
        for name in re.findall("‡(.*?)‡", " ".join(run_page(path, with_rows("observations", *marked)).shown)):
            told[names[name]].add(page)
    used = "\n".join(f"{name}: {', '.join(sorted(read[name])) or 'none'}" for name in sorted(set(names.values())))
    # The audit reads one note more, which Every number, where it is asked, has no place to tell.
    told["court-cases-concluded"].add("numbers")
    # Whether a source counts software inside.
    told["copyright-registrations"] |= {"1-creation", "audit"}
    assert {name: pages for name, pages in read.items() if pages} == told, used
    assert {name: read[name] for name in NOTED_ON} == NOTED_ON, used


def test_a_value_concerns_the_pages_that_compute_with_it() -> None:
    assert {name: {*concerned(changed("value", "1", indicator_id=name))} for name in VALUED_ON} == VALUED_ON


def test_a_row_more_concerns_the_pages_that_asked_for_its_indicator_and_place() -> None:
    year = {"observation_id": "new", "period": "2031"}
    elsewhere = with_row_added("observations", **{**first("guangdong.pct-applications"), **year})
    assert {*concerned(elsewhere)} == LISTED | {"5-international-cooperation"}
    here = with_row_added("observations", **{**first("beijing.pct-applications"), **year})
    assert {*concerned(here)} == LISTED | COMPARED | VALUED_ON["pct-applications"]


def test_a_correction_concerns_the_pages_that_have_what_it_corrects() -> None:
    name = first("beijing.pct-applications.2019")["observation_id"]
    added = with_row_added("corrections", observation_id=name, corrected_value="1")
    assert {*concerned(added)} == VALUED_ON["pct-applications"] | {"cite"}


def test_rows_that_move_concern_those_who_ask_for_more_than_them() -> None:
    rows = sorted(load_tables()["observations"], key=lambda row: row["indicator_id"] == "pct-applications")
    assert {*concerned({**load_tables(), "observations": Table(rows)})} == LISTED | COMPARED


def test_what_is_no_longer_there_is_said() -> None:
    units = ("observations/gone#value", "observations/gone#", "sunken/row#name", "breaks/gone#", "sunken?*")
    found = digests(units, load_tables())
    assert {found[unit] for unit in units[:-1]} == {GONE}
    assert found["sunken?*"] == digests(["observations?indicator_id=none"], load_tables()).popitem()[1]


def test_what_is_loaded_after_recording_began_is_watched_too() -> None:
    code = (
        "from beijing_ip.data.reads import recorded, start_recording; start_recording(); import beijing_ip;"
        "beijing_ip.series('court-cases-accepted'); print(*recorded())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert re.search(r"\bbreaks/\S+#\S*from_year", done.stdout)


def test_nothing_is_watched_before_recording_begins() -> None:
    # In a process of its own: another test may have begun.
    code = """
from beijing_ip.data import reads
from beijing_ip.data.observations import Observation, load_observations
from beijing_ip.data.schema import Row
def watched():
    return "value" in vars(Observation), Row.__getitem__.__qualname__ != "Row.__getitem__"
load_observations()
print(watched())
reads.start_recording()
print(watched())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["(False, False)", "(True, True)"]


Question = list[tuple[str, str]]


def all_else_changed(units: frozenset[str]) -> Tables:
    """Tables that have the cells that some units name and the rows that answer their questions; all else is not so.

    Other rows are left out, every row comes again with another key and other words unless it answers a question, and
    every number is corrected of which nobody asked whether it is.
    """
    cells, asked = defaultdict(set), defaultdict(list)
    for unit in units:
        if found := re.fullmatch(r"(\w+)/(.*)#(.*)", unit):
            cells[found[1], found[2]] |= {*found[3].split(",")} - {""}
        else:
            table, question = unit.split("?")
            asked[table].append([("*", question[1:])] if question[0] == "*" else parse_qsl(question, True))
    made = {}
    for name, table in load_tables().items():
        schema, questions = load_schemas()[name], asked[name]
        looked_for = {*schema.key, *(column for question in questions for column in _columns(question))}
        rows, seen = [], set()
        for row in table:
            own = cells.get((name, "|".join(row[column] for column in schema.key)))
            if own is None and not _answers(row, questions, seen) and name not in ("indicators", "sources"):
                continue
            kept = looked_for | (own or set())
            text = {field["name"]: _another(field, row) for field in schema.fields if field["name"] not in kept}
            text |= {column: load_tables()[other][-1][its] for column, other, its in schema.links if column in text}
            rows.append({**row, **text})
        words = {column: "not as it was" for column in table[0] if column.endswith("_en")}
        more = [{**row, schema.key[0]: f"{row[schema.key[0]]}-more", **words} for row in table]
        if name == "corrections":
            observed = [row["observation_id"] for row in load_tables()["observations"]]
            more = [{**more[0], "observation_id": each} for each in observed if (name, each) not in cells]
        rows += [row for row in more if not _answers(row, questions, seen)]
        made[name] = Table(Row(row, number) for number, row in enumerate(rows, 2))
    return made


def _columns(question: Question) -> list[str]:
    return [part for column, text in question for part in (text if column == "*" else column).split(".") if part]


def _answers(row: Mapping[str, str], questions: list[Question], seen: set[tuple[str, str]]) -> bool:
    """Whether a row belongs to an answer; to what a column holds at all belongs the first row of each text."""
    new = {(text, row[text]) for ((column, text), *_) in questions if column == "*" and text} - seen
    seen |= new
    return bool(new) or any(
        (column == "*" and not text)
        or (column != "*" and all(value in [row[each] for each in name.split(".")] for name, value in question))
        for question in questions
        for column, text in question[:1]
    )  # fmt: skip


def _another(field: dict, row: Row) -> str:
    """Another text for a cell, which can still be read as what it was."""
    if field.get("constraints", {}).get("pattern") == "[0-9]{4}":
        return "1977"
    allowed = field.get("constraints", {}).get("enum", [])
    others = [each for each in allowed if each != row[field["name"]]]
    return others[0] if others else {"integer": "77", "number": "1"}.get(field["type"], "not as it was")
