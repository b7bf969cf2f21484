"""A slip in any cell of the release's rows is an error: found by other cells, or else by the text.

Every cell of the fields that a machine can check is changed in every way listed below, one at a time, in memory.
"""

import os
import re
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from conftest import with_rows

from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import find_problems, load_tables
from beijing_ip.data.rules.text import check_against_text
from beijing_ip.data.schema import Row, Table, load_schemas

RELEASE = find_edition().source_id

SCHEMAS = load_schemas()
CHECKED = {
    "observations": [
        *("observation_id", "indicator_id", "place", "period", "value_text", "unit_printed", "value", "unit"),
        *("rounded_to", "qualifier", "source_id", "paragraph", "sentence", "phrase", "kind"),
    ],
    "ledger": ["source_id", "order", "paragraph", "sentence", "token", "phrase", "became", "observation_id"],
}
LEFT_TO_PEOPLE = {
    "observations": {
        "agency": "the release often names it sentences away, in words of its own",
        "series": "which source to prefer is a judgement; only two preferred values of one thing are an error",
        "note_en": "words of ours; only that there are some is checked",
        "note_zh": "wording of Chinese reports, whose text was not kept",
    },
    "ledger": {"note_en": "words of ours; only that they stand where there is no observation is checked"},
}
PLACES = ("paragraph", "sentence", "order")
NUMBERS = (*PLACES, "value", "value_text", "rounded_to", "token")


@pytest.fixture(scope="module")
def text():
    if not (named := os.environ.get("BEIJING_IP_SOURCE")):
        pytest.skip("set BEIJING_IP_SOURCE to a copy of the press release to change cells with the text at hand")
    return Path(named).read_text(encoding="utf-8")


@cache
def tables():
    """The data; of the observations those of the release, for what others say can only add errors.

    Breaks and corrections are about the others.
    """
    edition = Table(row.but(previous="") for row in load_tables()["editions"] if row["current"])
    none = {"breaks": Table(), "corrections": Table()}
    return {**load_tables(), **none, "editions": edition, "observations": of_release("observations")}


@cache
def of_release(name):
    return Table(row for row in load_tables()[name] if row["source_id"] == RELEASE)


@cache
def fields(name):
    return {field["name"]: field for field in SCHEMAS[name].fields}


def changed_to(name, *rows):
    """The data with other rows in place of those of the same number."""
    return with_rows(name, *rows, tables=tables())


# How a cell can slip


def changed(name, column, row):
    """Every other text that the cell could hold by a slip."""
    cell, values = row[column], [other[column] for other in of_release(name)]
    at = of_release(name).index(row)
    for digit in re.finditer("[0-9]", cell):
        yield cell[: digit.start()] + str((int(digit[0]) + 1) % 10) + cell[digit.end() :]
    for place in {0, len(cell) // 2, len(cell) - 1}:
        yield cell[:place] + cell[place + 1 :]
    yield from (values[(at + 1) % len(values)], values[at - 1], "", f"{cell} ")
    yield from fields(name)[column].get("constraints", {}).get("enum", [])
    if column == "place":
        yield from (place["place"] for place in load_tables()["places"])
    if column in NUMBERS and (last := re.search(r"[0-9](?=[^0-9]*$)", cell)):
        yield cell[: last.end()] + "0" + cell[last.end() :]
        yield re.sub(r"(?<=[0-9])0(?=[^0-9]*$)", "", cell)
    if column in PLACES:
        yield from (str(int(cell) + 1), str(int(cell) - 1))


# What check says


def problems(tables, text=None):
    """What `check` finds in changed tables, and then, if it is asked, the text."""
    good = True
    for problem in find_problems(tables, SCHEMAS):
        good = False
        yield problem
    if good and text:
        yield from check_against_text(tables, text)


def names_the_place(problem, name, row):
    """An error names the changed row, or says by its observation what it does not agree with."""
    return (problem.file, problem.row) == (f"{name}.csv", row.number) or row["observation_id"] in problem.message


def slips():
    """Every change of one cell: table, row, column, new text."""
    for name, columns in CHECKED.items():
        for column in columns:
            for row in of_release(name):
                for value in dict.fromkeys(changed(name, column, row)):
                    if value != row[column]:
                        yield name, row, column, value


def unnoticed(all_slips, text=None):
    """Those of some changes of one cell that `check` does not see; an error that does not say where is one too."""
    return [
        (name, row, column, value)
        for name, row, column, value in all_slips
        if not any(
            names_the_place(problem, name, row)
            for problem in problems(changed_to(name, row.but(**{column: value})), text)
        )
    ]


# The changes that nothing but the text gives away: the places and words of numbers that became no observation, of
# which no other row speaks. By order in the ledger: how many changes of each column.
NEEDS_THE_TEXT = {
    1: {"sentence": 2},
    2: {"phrase": 3},
    3: {"paragraph": 1, "sentence": 2, "phrase": 1},
    4: {"paragraph": 2, "sentence": 2, "phrase": 2},
    5: {"paragraph": 2, "sentence": 2, "phrase": 2},
    14: {"sentence": 1, "phrase": 2},
    15: {"phrase": 1},
    21: {"sentence": 1, "phrase": 2},
    42: {"paragraph": 1, "sentence": 2, "phrase": 2},
    46: {"phrase": 2},
    51: {"phrase": 2},
    53: {"phrase": 3},
    55: {"sentence": 1, "phrase": 2},
    56: {"phrase": 2},
}


@pytest.fixture(scope="module")
def found_by_cells():
    """All slips, and those among them that no other cell gives away."""
    made = list(slips())
    return made, unnoticed(made)


def test_every_field_is_checked_or_left_to_people():
    for name, columns in CHECKED.items():
        assert sorted([*columns, *LEFT_TO_PEOPLE[name]]) == sorted(fields(name))


def test_every_cell_is_changed_in_several_ways(found_by_cells):
    made = Counter((name, row, column) for name, row, column, _ in found_by_cells[0])
    assert len(made) == sum(len(of_release(name)) * len(columns) for name, columns in CHECKED.items())
    assert min(count for (_, row, column), count in made.items() if row[column]) >= 2


def test_other_cells_give_away_every_slip_but_these(found_by_cells):
    left = {}
    for name, row, column, _ in found_by_cells[1]:
        assert (name, row["became"] != "observation") == ("ledger", True)
        left.setdefault(int(row["order"]), Counter())[column] += 1
    assert left == NEEDS_THE_TEXT


def test_the_text_gives_away_every_slip(found_by_cells, text):
    assert unnoticed(found_by_cells[1], text) == []


# Slips of whole rows


def test_a_deleted_row_is_noticed():
    for name in CHECKED:
        for row in of_release(name):
            without = {**tables(), name: Table(other for other in tables()[name] if other is not row)}
            assert any(problems(without)), row


def test_a_duplicated_row_is_noticed():
    for name in CHECKED:
        for row in of_release(name):
            twice = {**tables(), name: Table([*tables()[name], Row(row, tables()[name][-1].number + 1)])}
            assert any(problems(twice)), row


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("observations", ["value"]),
        ("observations", ["value_text", "value"]),
        ("observations", ["value_text", "value", "unit_printed", "rounded_to", "qualifier", "phrase"]),
        ("observations", ["indicator_id"]),
        ("observations", ["indicator_id", "observation_id", "unit", "kind"]),
        ("ledger", ["token"]),
        ("ledger", ["token", "phrase"]),
        ("ledger", ["observation_id"]),
        ("ledger", ["token", "phrase", "became", "observation_id", "note_en"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "+".join(value),
)
def test_two_rows_that_swap_cells_are_noticed(name, columns):
    """All pairs that stand near each other, and some that do not; numbers that are no observations need the text."""
    left = swapped(name, columns)
    assert name == "ledger" or left == []
    for pair in left:
        became = {row["became"] for row in pair}
        assert "observation" not in became or (columns[-1] == "note_en" and became != {"observation"})


def test_the_text_gives_away_rows_that_swap_words(text):
    for columns in (["token", "phrase"], ["token", "phrase", "became", "observation_id", "note_en"]):
        assert swapped("ledger", columns, text) == []


def swapped(name, columns, text=None):
    """Pairs of rows that could swap these cells without an error."""
    left = []
    for one, other in combinations(of_release(name), 2):
        first, second = ({column: row[column] for column in columns} for row in (one, other))
        if first == second or other.number - one.number not in (1, 2, 3, 7, 19):
            continue
        if not any(problems(changed_to(name, one.but(**second), other.but(**first)), text)):
            left.append((one, other))
    return left


def test_numbers_that_agree_in_row_and_ledger_but_not_with_their_sum_are_noticed():
    parts = [row["part"] for row in tables()["identities"] if row["relation"] == "sum"]
    assert parts
    for part in parts:
        (row,) = (row for row in of_release("observations") if row["indicator_id"] == part)
        (entry,) = (entry for entry in of_release("ledger") if entry["observation_id"] == row["observation_id"])
        was, now = row["value_text"], str(int(row["value_text"]) + 1)
        phrase = row["phrase"].replace(was, now, 1)
        observed = changed_to("observations", row.but(value_text=now, value=now, phrase=phrase))
        listed = changed_to("ledger", entry.but(token=now, phrase=phrase))
        (problem,) = problems({**observed, "ledger": listed["ledger"]})
        assert problem.file == "identities.csv"
        assert "add up to" in problem.message
