"""A number that a version had is not changed, withdrawn or renamed without a word to those who took it from there."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from ran_pages import forget_all

from beijing_ip.data import loading
from beijing_ip.data.loading import check_data, load_tables
from beijing_ip.data.renaming import rename_indicator
from beijing_ip.data.revising import declare_revisions, find_unrecorded, record_version
from beijing_ip.data.rules.vintages import NEXT, NUMBER, check_declared, check_versions, check_vintages
from beijing_ip.data.schema import DATA_FOLDER, DataError, Row, Table
from beijing_ip.numbers.writing import format_date
from beijing_ip.publish.version import read_version

FIGURE = "beijing.residents-year-end.2019.beijing-communique-2019"
CORRECTED = load_tables()["corrections"][0]["observation_id"]
LAST = load_tables()["versions"][-1]["version"]
WHY = "Two digits were exchanged."
NOTED = "reason_en: is open: why value_text is 2153.7, not 2153.6, value is 21537000, not 21536000"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv(loading.SOURCE_VARIABLE, raising=False)
    shutil.copytree(DATA_FOLDER, tmp_path / "data")
    # A term is looked for on the pages.
    (tmp_path / "book").mkdir()
    shutil.copy(DATA_FOLDER / "terms.csv", tmp_path / "book" / "terms.md")
    yield tmp_path / "data"
    # Rows that were read before are no longer those that are read now.
    forget_all()


def edit(path: Path, old: str, new: str, of: str = FIGURE) -> None:
    """Put other words into the row of a figure."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    edited = [line.replace(old, new) if line.startswith(of) else line for line in lines]
    assert edited != lines
    path.write_text("".join(edited), encoding="utf-8")
    load_tables.cache_clear()


def mistake(data: Path) -> None:
    edit(data / "observations.csv", "2153.6", "2153.7")
    edit(data / "observations.csv", "21536000", "21537000")


def vintages(data: Path, of: str = FIGURE) -> list[dict[str, str]]:
    with (data / "vintages.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["observation_id"] == of]


def declare(data: Path, reason: str = WHY) -> list[str]:
    load_tables.cache_clear()
    return declare_revisions(reason, data)


def record(data: Path, version: str = "9.0.0") -> tuple[int, int]:
    load_tables.cache_clear()
    return record_version(version, "2030-01-01", data)


def test_no_figure_differs_from_the_last_version_without_a_reason() -> None:
    tables = load_tables()
    assert list(check_declared(tables["vintages"], tables["observations"], tables["corrections"])) == []


def test_a_changed_number_without_a_reason_is_refused(data: Path) -> None:
    mistake(data)
    (problem,) = check_data(data)
    assert problem.startswith("data/observations.csv, row ")
    assert "was released otherwise: value_text 2153.6, value 21536000" in problem
    with pytest.raises(DataError, match="was released otherwise"):
        record(data)


def test_a_number_that_is_replaced_everywhere_is_refused(data: Path) -> None:
    mistake(data)
    edit(data / "vintages.csv", "2153.6", "2153.7")
    edit(data / "vintages.csv", "21536000", "21537000")
    # The later versions have that figure as well.
    problems = check_data(data)
    for row, problem in zip(load_tables()["versions"], problems, strict=False):
        said = f"data/versions.csv, row {row.number}, column sha256: is not that of the numbers of version "
        assert problem.startswith(said + row["version"])
    assert len(problems) == min(3, len(load_tables()["versions"])), "of many alike three are said"


def test_it_is_drafted_with_the_reason_left_open(data: Path) -> None:
    mistake(data)
    assert declare(data, reason="") == [FIGURE]
    (problem,) = check_data(data)
    assert problem.endswith(NOTED)
    with pytest.raises(DataError, match="is open"):
        record(data)


def test_with_a_reason_it_holds_before_and_after(data: Path) -> None:
    mistake(data)
    declare(data)
    assert check_data(data) == []
    before, after = vintages(data)
    assert (before["version"], before["value"]) == ("0.1.0", "21536000")
    assert (after["version"], after["value"], after["reason_en"]) == (NEXT, "21537000", WHY)


def test_a_number_that_changes_again_is_declared_again_and_keeps_its_reason(data: Path) -> None:
    mistake(data)
    declare(data)
    edit(data / "observations.csv", "2153.7", "2153.8")
    edit(data / "observations.csv", "21537000", "21538000")
    assert "was released otherwise" in check_data(data)[0]
    declare(data, reason="")
    assert check_data(data) == []
    assert [(row["value"], row["reason_en"]) for row in vintages(data)] == [("21536000", ""), ("21538000", WHY)]


def test_what_is_as_it_was_again_leaves_no_trace(data: Path) -> None:
    mistake(data)
    declare(data)
    edit(data / "observations.csv", "2153.7", "2153.6")
    edit(data / "observations.csv", "21537000", "21536000")
    assert declare(data) == []
    for name in ("vintages.csv", "versions.csv"):
        assert (data / name).read_bytes() == (DATA_FOLDER / name).read_bytes()


def test_a_figure_that_was_released_is_not_taken_away(data: Path) -> None:
    path = data / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(FIGURE)), encoding="utf-8")
    load_tables.cache_clear()
    (problem,) = check_data(data)
    assert f"{FIGURE} is gone" in problem


def test_a_correction_says_why_itself_but_not_why_it_changes(data: Path) -> None:
    with (data / "corrections.csv").open("a", encoding="utf-8") as rows:
        rows.write(f"{FIGURE},21546000,1000,A slip of the page.,beijing-communique-2019\n")
    assert check_data(data) == [] == declare(data)
    edit(data / "corrections.csv", "44500", "44600", of=CORRECTED)
    (problem,) = check_data(data)
    assert "was released otherwise: corrected_value 44500" in problem


def test_two_released_figures_cannot_be_exchanged() -> None:
    tables = load_tables()
    one, two, *others = tables["vintages"]
    assert one["value"] != two["value"]
    numbers = [{column: row[column] for column in NUMBER} for row in (two, one)]
    exchanged = Table([one.but(**numbers[0]), two.but(**numbers[1]), *others])
    problems = [problem.message for problem in check_versions(tables["versions"], exchanged)]
    assert len(problems) == len(tables["versions"]) and all("is not that of the numbers" in each for each in problems)


def test_a_version_takes_in_what_is_new_and_what_changed(data: Path) -> None:
    mistake(data)
    declare(data)
    new = FIGURE.replace("2019.", "2018.")
    line = next(line for line in (data / "observations.csv").read_text("utf-8").splitlines() if line.startswith(FIGURE))
    with (data / "observations.csv").open("a", encoding="utf-8") as rows:
        rows.write(f"{line.replace(FIGURE, new).replace('Beijing,2019', 'Beijing,2018')}\n")
    load_tables.cache_clear()
    assert "2 figures are not as version" in find_unrecorded(LAST, load_tables(data))
    with pytest.raises(ValueError, match="give the next version its number"):
        record(data, LAST)
    assert record(data) == (1, 1)
    assert [row["version"] for row in vintages(data)] == ["0.1.0", "9.0.0"]
    assert [(row["version"], row["reason_en"]) for row in vintages(data, new)] == [("9.0.0", "")]
    load_tables.cache_clear()
    assert check_data(data) == []
    assert find_unrecorded("9.0.0", load_tables(data)) == ""
    assert record(data) == (0, 0)
    # A version that changes nothing is sealed as a whole too.
    assert record(data, "9.0.1") == (0, 0)
    load_tables.cache_clear()
    assert check_data(data) == []
    *before, last = [row["sha256"] for row in load_tables(data)["versions"][-3:]]
    assert before[0] != before[1] == last


def test_a_renamed_figure_says_what_it_was_called(data: Path) -> None:
    new = FIGURE.replace("residents-year-end", "held")
    rename_indicator("residents-year-end", "held", data.parent)
    load_tables.cache_clear()
    assert check_data(data) == []
    assert [(row["version"], row["earlier_id"]) for row in vintages(data, new)] == [("0.1.0", ""), (NEXT, FIGURE)]
    assert new in declare(data)
    rename_indicator("held", "residents-year-end", data.parent)
    assert (data / "vintages.csv").read_bytes() == (DATA_FOLDER / "vintages.csv").read_bytes()
    assert (data / "versions.csv").read_bytes() == (DATA_FOLDER / "versions.csv").read_bytes()


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"version": LAST}, "repeats the figure"),
        ({"version": LAST, "value": "1"}, "say why value is 1, not 21536000"),
        ({"version": LAST, "earlier_id": "a.b.1.c"}, "say why its id changed"),
        ({"version": "0.1.0", "value": "1", "reason_en": WHY}, "stand in their order"),
    ],
)
def test_a_row_more_says_what_changed_and_why(cells: dict[str, str], message: str) -> None:
    held = [row.but(version=LAST) if cells["version"] < LAST else row for row in load_tables()["vintages"]]
    row = next(row for row in held if row["observation_id"] == FIGURE)
    table = Table([*held, Row({**row, **cells}, len(held) + 2)])
    assert [message in problem.message for problem in check_vintages(table, load_tables()["versions"])] == [True]


def test_the_versions_are_those_of_the_list_of_changes() -> None:
    """Who gives a version its number and day records it: `python -m beijing_ip revisions --release`."""
    versions = {row["version"]: row["released"] for row in load_tables()["versions"] if row["released"]}
    now = read_version(ROOT)
    assert list(versions.items())[-1] == (now.number, now.released.isoformat())
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    told = re.findall(r"^## (\d+\.\d+\.\d+), (.+)$", changes, re.MULTILINE)
    assert told == [(name, format_date(day)) for name, day in reversed(versions.items())]
