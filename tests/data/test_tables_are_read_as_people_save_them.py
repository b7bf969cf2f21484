"""A table is read as spreadsheets and people save it; where it cannot be, a line says which column or row, and why."""

import csv
import io
import shutil

import pytest

from beijing_ip.data.checks.files import read_table
from beijing_ip.data.loading import load_tables
from beijing_ip.data.schema import DATA_FOLDER, DataError, load_schemas

COLUMNS = load_schemas()["events"].columns


@pytest.fixture
def path(tmp_path):
    shutil.copy(DATA_FOLDER / "events.csv", tmp_path)
    return tmp_path / "events.csv"


def said(path):
    with pytest.raises(DataError) as raised:
        read_table(path, COLUMNS)
    return [str(problem) for problem in raised.value.problems]


def rewrite(path, change, **how):
    """Write the table anew, after `change` has made other rows of its rows."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    with path.open("w", encoding=how.pop("encoding", "utf-8"), newline="") as file:
        csv.writer(file, **{"lineterminator": "\n", **how}).writerows(change(rows))


@pytest.mark.parametrize(
    "how",
    [
        {"encoding": "utf-8-sig", "lineterminator": "\r\n"},
        {"encoding": "utf-8-sig"},
        {"lineterminator": "\r"},
        {"quoting": csv.QUOTE_ALL},
    ],
    ids=str,
)
def test_a_table_saved_in_another_way_is_simply_read(path, how):
    rewrite(path, lambda rows: rows, **how)
    assert read_table(path, COLUMNS) == load_tables()["events"]


def test_columns_are_taken_by_their_names(path):
    rewrite(path, lambda rows: [row[::-1] for row in rows])
    assert read_table(path, COLUMNS) == load_tables()["events"]


@pytest.mark.parametrize(
    ("separator", "words"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars"), ("；", "Chinese semicolons")]
)
def test_another_separator_is_named(path, separator, words):
    rewrite(path, lambda rows: rows, delimiter=separator)
    assert said(path) == [
        f"data/events.csv, row 1: the cells are separated by {words}; save the file as CSV with commas"
    ]


def without(name):
    return lambda rows: [[cell for at, cell in enumerate(row) if at != rows[0].index(name)] for row in rows]


def renamed(name, other):
    return lambda rows: [[other if cell == name else cell for cell in rows[0]], *rows[1:]]


def added(name, cell="x"):
    return lambda rows: [[*rows[0], name], *([*row, cell] for row in rows[1:])]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without("theme"), "row 1, column theme: is missing in the header; add the column, best behind place"),
        (renamed("start", "Start "), "row 1, column Start : is no column of this table; did you mean 'start'"),
        (renamed("theme", "remark"), "row 1, column theme: is missing in the header"),
        (renamed("end", "start"), "row 1, column start: stands in the header 2 times; remove one of them"),
        (added("colour"), "row 1, column colour: is no column of this table, but column 10 is called so; remove it"),
        (added("", ""), "row 1: column 10 has no name; remove what is empty, and the commas with it"),
        (lambda rows: rows[1:], "row 1: names no column of this table; the first row must be event_id,start,end"),
        (lambda rows: [], "row 1: is empty; the first row names the columns: event_id,start,end"),
    ],
    ids=["missing", "near", "replaced", "doubled", "added", "nameless", "none", "empty"],
)
def test_a_wrong_column_is_named_and_no_other(path, change, message):
    rewrite(path, change)
    problems = said(path)
    assert any(problem.startswith(f"data/events.csv, {message}") for problem in problems), problems
    assert len(problems) <= 2


@pytest.mark.parametrize("commas", ["", "," * 8, " ,,,,,,,,", "," * 20], ids=repr)
def test_empty_rows_are_one_line(path, commas):
    whole = path.read_text(encoding="utf-8")
    path.write_text(f"{whole}{commas}\n", encoding="utf-8")
    rows = whole.count("\n")
    assert said(path) == [f"data/events.csv, row {rows + 1}: an empty row; remove it"]
    path.write_text(whole + f"{commas}\n" * 900, encoding="utf-8")
    assert said(path) == [
        f"data/events.csv, row {rows + 1}: this and the rows up to {rows + 900} are empty; remove them"
    ]


def test_rows_of_another_width_are_a_few_lines(path):
    rewrite(path, lambda rows: [rows[0], *([*row, ""] for row in rows[1:])])
    problems = said(path)
    assert len(problems) == 3
    assert problems[0].startswith("data/events.csv, row 2: has 10 cells where the header has 9; put quotes around")
    assert problems[2].endswith("more rows too)")


def test_a_file_in_utf_16_or_with_a_name_that_is_nearly_right_is_named(path):
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    assert said(path) == ["data/events.csv: is UTF-16; save it as CSV UTF-8"]
    path.rename(path.with_name("gone"))
    assert said(path) == ["data/events.csv: the file is missing; datapackage.json describes it"]
    path.with_name("gone").rename(path.with_name("event.csv"))
    assert said(path) == ["data/events.csv: the file is missing; there is a file event.csv: give it this name"]
