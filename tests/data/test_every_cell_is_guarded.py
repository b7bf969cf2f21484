"""A slip in any cell of the release's rows is an error: found by other cells, or else by the text.

Every cell of the fields that a machine can check is changed in every way listed below, one at a time, in memory.
"""

import os
import re
from collections import Counter
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from beijing_ip.data import ledger, rules, schema
from beijing_ip.data.rules import RELEASE

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


@pytest.fixture(scope="module", autouse=True)
def once_for_each_phrase():
    """The same phrases are read thousands of times; reading each once keeps the test short."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (rules, ledger):
            patch.setattr(module, "locate_numerals", lru_cache(maxsize=None)(module.locate_numerals))
        yield


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
    tables = schema.read_tables()[0]
    released = tables["observations"].query("source_id == @RELEASE")
    without = {name: tables[name].iloc[:0] for name in ("breaks", "corrections")}
    return {**tables, **without, "observations": released}


@cache
def fields(name):
    return {field["name"]: field for field in schema.described_tables()[name]["schema"]["fields"]}


@cache
def of_release(name):
    return tables()[name].query("source_id == @RELEASE")


# How a cell can slip


def changed(name, column, row):
    """Every other text that the cell could hold by a slip."""
    cell, values = tables()[name].loc[row, column], list(of_release(name)[column])
    at = of_release(name).index.get_loc(row)
    for digit in re.finditer("[0-9]", cell):
        yield cell[: digit.start()] + str((int(digit[0]) + 1) % 10) + cell[digit.end() :]
    for place in {0, len(cell) // 2, len(cell) - 1}:
        yield cell[:place] + cell[place + 1 :]
    yield from (values[(at + 1) % len(values)], values[at - 1], "", f"{cell} ")
    yield from fields(name)[column].get("constraints", {}).get("enum", [])
    if column in NUMBERS and (last := re.search(r"[0-9](?=[^0-9]*$)", cell)):
        yield cell[: last.end()] + "0" + cell[last.end() :]
        yield re.sub(r"(?<=[0-9])0(?=[^0-9]*$)", "", cell)
    if column in PLACES:
        yield from (str(int(cell) + 1), str(int(cell) - 1))


# What check says


def problems(tables, name, text=None):
    """What `check` finds in changed tables after their description; cheap rules are asked first."""
    found = schema._foreign_keys(schema.described_tables()[name], tables)
    for rule in (ledger.check_ledger, rules.check_rows):
        found = found or rule(tables)
    return found or (rules.check_against_text(tables, text) if text else [])


def badly_written(name, column, values):
    """Those of many cells that are not as datapackage.json describes the column."""
    described = {**fields(name)[column]}
    described["constraints"] = {**described.get("constraints", {}), "unique": False}
    alone = {"path": name, "schema": {"fields": [described], "primaryKey": [column]}}
    table = pd.DataFrame({column: values}, dtype=str)
    return {table.loc[problem.row, column] for problem in schema._against_schema(alone, table)}


def names_the_place(problem, name, row):
    """An error names the changed row, or says by its observation what it does not agree with."""
    if (problem.file, problem.row) == (f"{name}.csv", row):
        return True
    return tables()[name].loc[row, "observation_id"] in problem.message


def slips():
    """Every change of one cell: table, row, column, new text; and whether the description alone refuses it."""
    for name, columns in CHECKED.items():
        for column in columns:
            made = [
                (name, row, column, value)
                for row, cell in of_release(name)[column].items()
                for value in dict.fromkeys(changed(name, column, row))
                if value != cell
            ]
            bad = badly_written(name, column, list(dict.fromkeys(value for *_, value in made)))
            yield from ((slip, slip[-1] in bad) for slip in made)


def unnoticed(all_slips, text=None):
    """Those of some changes of one cell that `check` does not see; an error that does not say where is one too."""
    left = []
    for name, row, column, value in all_slips:
        table = tables()[name].copy()
        table.loc[row, column] = value
        found = problems({**tables(), name: table}, name, text)
        if not any(names_the_place(problem, name, row) for problem in found):
            left.append((name, row, column, value))
    return left


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
    return made, unnoticed(slip for slip, refused in made if not refused)


def test_every_field_is_checked_or_left_to_people():
    for name, columns in CHECKED.items():
        assert sorted([*columns, *LEFT_TO_PEOPLE[name]]) == sorted(fields(name))


def test_every_cell_is_changed_in_several_ways(found_by_cells):
    made = Counter((name, row, column) for (name, row, column, _), _ in found_by_cells[0])
    assert len(made) == sum(len(of_release(name)) * len(columns) for name, columns in CHECKED.items())
    empty = [place for place in made if tables()[place[0]].loc[place[1], place[2]] == ""]
    assert min(count for place, count in made.items() if place not in empty) >= 2


def test_other_cells_give_away_every_slip_but_these(found_by_cells):
    left = {}
    for name, row, column, _ in found_by_cells[1]:
        assert name == "ledger"
        left.setdefault(int(tables()[name].loc[row, "order"]), Counter())[column] += 1
    assert left == NEEDS_THE_TEXT
    became = tables()["ledger"].set_index("order")["became"]
    assert all(became[str(order)] != "observation" for order in left)


def test_the_text_gives_away_every_slip(found_by_cells, text):
    assert unnoticed(found_by_cells[1], text) == []


# Slips of whole rows


def test_a_deleted_row_is_noticed():
    for name in CHECKED:
        for row in of_release(name).index:
            assert problems({**tables(), name: tables()[name].drop(row)}, name), (name, row)


def test_a_duplicated_row_is_noticed():
    for name in CHECKED:
        table = tables()[name]
        for row in of_release(name).index:
            twice = pd.concat([table, table.loc[[row]].set_axis([table.index[-1] + 1])])
            assert problems({**tables(), name: twice}, name), (name, row)


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
    became = tables()["ledger"]["became"]
    left = swapped(name, columns)
    assert name == "ledger" or left == []
    assert all("observation" not in (became[one], became[other]) or columns[-1] == "note_en" for one, other in left)
    assert all({became[one], became[other]} != {"observation"} for one, other in left)


def test_the_text_gives_away_rows_that_swap_words(text):
    for columns in (["token", "phrase"], ["token", "phrase", "became", "observation_id", "note_en"]):
        assert swapped("ledger", columns, text) == []


def swapped(name, columns, text=None):
    """Pairs of rows that could swap these cells without an error."""
    cells = {row: tuple(of_release(name).loc[row, columns]) for row in of_release(name).index}
    left = []
    for one, other in combinations(cells, 2):
        if cells[one] != cells[other] and other - one in (1, 2, 3, 7, 19):
            table = tables()[name].copy()
            table.loc[one, columns], table.loc[other, columns] = cells[other], cells[one]
            if not problems({**tables(), name: table}, name, text):
                left.append((one, other))
    return left


def test_numbers_that_agree_in_row_and_ledger_but_not_with_their_sum_are_noticed():
    for identity in tables()["identities"].query("relation == 'sum'")["part"]:
        name = f"beijing.{identity}.2020.{RELEASE}"  # noqa: F841 (read by the queries)
        changed_tables = {table: tables()[table].copy() for table in CHECKED}
        (row,) = changed_tables["observations"].query("observation_id == @name").index
        (entry,) = changed_tables["ledger"].query("observation_id == @name").index
        was = tables()["observations"].loc[row, "value_text"]
        for table, at, columns in [
            ("observations", row, ["value_text", "value", "phrase"]),
            ("ledger", entry, ["token", "phrase"]),
        ]:
            for column in columns:
                cell = changed_tables[table].loc[at, column]
                changed_tables[table].loc[at, column] = cell.replace(was, str(int(was) + 1), 1)
        (problem,) = rules.check_rows({**tables(), **changed_tables})
        assert problem.file == "identities.csv"
        assert "add up to" in problem.message
