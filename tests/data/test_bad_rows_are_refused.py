"""Bad input never becomes a chart: each kind of bad row gives one clear error with file, row, column and cure."""

import csv
import re
import shutil
from functools import partial

import pytest

from beijing_ip.__main__ import main
from beijing_ip.data import loading
from beijing_ip.data.loading import check_data, load_tables
from beijing_ip.data.observations import load_release
from beijing_ip.data.schema import DATA_FOLDER, DataError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv(loading.SOURCE_VARIABLE, raising=False)
    shutil.copytree(DATA_FOLDER, tmp_path / "data")
    return tmp_path / "data"


def change(folder, file, row, column, value):
    """Write one cell; rows are numbered as a spreadsheet numbers them."""
    path = folder / file
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    rows[row - 1][rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows(rows)


CASES = [
    ("observations.csv", 2, "value", "163k", "163k", "such as 1005000"),
    ("observations.csv", 2, "value", "16300", "reads 163,000", "16300"),
    ("observations.csv", 2, "value_text", "168,000 or so", "holds the hedge", "into the qualifier"),
    ("observations.csv", 2, "paragraph", "five", "not a whole number", "such as 5"),
    ("observations.csv", 2, "paragraph", "0", "the least is 1", "0"),
    ("observations.csv", 2, "unit", "grants", "is in patents", "grants"),
    ("observations.csv", 2, "rounded_to", "10000", "is 10000", "supports 1,000"),
    ("observations.csv", 2, "rounded_to", "300", "is 300", "supports 1,000"),
    ("observations.csv", 2, "rounded_to", "1", "is 1", "supports 1,000"),
    ("observations.csv", 16, "rounded_to", "10", "is 10", "an exact count supports 1"),
    ("observations.csv", 2, "qualifier", "exactly", "allowed: exact, rounded", "exactly"),
    ("observations.csv", 2, "qualifier", "more-than", "has no hedge", "granted 163,000 patents"),
    (
        "observations.csv",
        2,
        "indicator_id",
        "patent-granted",
        "did you mean 'patents-granted'",
        "indicators.csv",
    ),
    (
        "observations.csv",
        2,
        "source_id",
        "cnipa-2021-04-31",
        "did you mean 'cnipa-2021-04-30'",
        "sources.csv",
    ),
    ("observations.csv", 2, "agency", "cnpa", "did you mean 'cnipa'", "agencies.csv"),
    (
        "observations.csv",
        2,
        "observation_id",
        "beijing.patents-granted.2019.cnipa-2021-04-30",
        "make",
        "granted.2020",
    ),
    ("observations.csv", 2, "period", "last year", "write it like 2020", "last year"),
    ("observations.csv", 2, "phrase", "granted many patents", "does not hold the printed number", "163,000"),
    ("observations.csv", 2, "phrase", "granted 163,0001 patents", "does not hold the printed number", "163,000"),
    (
        "observations.csv",
        2,
        "phrase",
        "granted 1163,000 patents",
        "does not hold the printed number",
        "163,000",
    ),
    ("observations.csv", 2, "phrase", "163,000 patents, including 63,000", "holds 2 numerals", "alone"),
    ("observations.csv", 3, "phrase", "granted 163,000 patents", "locates another number", "phrase of its own"),
    ("observations.csv", 2, "kind", "amount", "a number in patents", "is a count"),
    ("observations.csv", 2, "unit_printed", "licences", "does not follow '163,000'", "granted 163,000 patents"),
    ("observations.csv", 2, "sentence", "", "say where the phrase stands", "is ''"),
    ("observations.csv", 41, "qualifier", "exact", "is rounded", "a ratio"),
    ("observations.csv", 2, "kind", "total", "allowed: count, amount, ratio, rank", "total"),
    ("observations.csv", 2, "note_en", "", "is empty", "careful reader"),
    ("observations.csv", 2, "note_en", " Beijing", "space", "remove"),
    ("observations.csv", 6, "rounded_to", "100", "supports 1,000", "1.005 million"),
    ("observations.csv", 24, "qualifier", "rounded", "has 'more-than'", "more than 200,000"),
    ("observations.csv", 16, "value", "318", "reads 316", "318"),
    ("observations.csv", 11, "qualifier", "about", "has no hedge", "ranking first in China"),
    ("ledger.csv", 2, "paragraph", "2", "stands in the title", "paragraph 1"),
    ("ledger.csv", 3, "order", "99", "without a gap, so this is 2", "99"),
    ("ledger.csv", 3, "became", "date", "it reads as: name", "21st"),
    ("ledger.csv", 3, "note_en", "", "say why the number is no observation", "''"),
    ("ledger.csv", 7, "token", "164,000", "not a number of the phrase", "granted 163,000 patents"),
    ("ledger.csv", 7, "phrase", "granted 163,000", "observations.csv has", "granted 163,000 patents"),
    ("ledger.csv", 7, "sentence", "2", "observations.csv has '1'", "one of them is wrong"),
    ("ledger.csv", 8, "paragraph", "4", "the row before stands in paragraph 5", "order of the text"),
    ("ledger.csv", 9, "observation_id", "", "name the row of observations.csv", "observation"),
    ("ledger.csv", 52, "paragraph", "8", "which quotes 'zero tolerance', has 9", "measures.csv"),
    ("indicators.csv", 2, "stock_or_flow", "both", "allowed: stock, undated stock, flow", "both"),
    ("indicators.csv", 2, "name_en", "Invention patents granted", "stands in row", "its own"),
    ("sources.csv", 2, "published", "30 April 2021", "did you mean 2021-04-30", "30 April"),
    ("sources.csv", 2, "grade", "A+", "allowed: A, B, C", "A+"),
    ("editions.csv", 4, "current", "yes", "2 editions have it", "write yes in the one"),
    ("editions.csv", 4, "edition_id", "beijing-2022", "place and year make beijing-2021", "beijing-2022"),
    ("editions.csv", 3, "source_id", "shanghai-2020-04-28", "has no figure of Beijing for 2020", "add its rows"),
    ("editions.csv", 3, "place", "China", "no part of a country", "a province or a city"),
    ("editions.csv", 3, "previous", "beijing-2021", "no earlier edition of Beijing", "beijing-2021"),
    ("editions.csv", 3, "peers", "Shanghai; Beijing", "names Beijing itself", "other places"),
    ("editions.csv", 3, "reports", "cnipa-2021-04-30", "is not in Chinese", "further_sources"),
    ("places.csv", 4, "within", "Tianjing", "did you mean 'Tianjin'", "Tianjing"),
    ("places.csv", 3, "within", "Nanjing", "leads back to China", "larger place"),
    ("identities.csv", 2, "part", "patent-infringement-case", "did you mean 'patent-infringement-cases'", "is not in"),
    ("identities.csv", 2, "holds", "no", "differs between the rows", "one"),
    ("measures.csv", 5, "actors", "municipality; bjpo", "did you mean", "bjpo"),
    ("measures.csv", 5, "kind", "law", "allowed: claim, policy", "law"),
    ("measures.csv", 6, "name_zh_origin", "", "seen or is ours", "''"),
    ("measures.csv", 2, "name_zh_origin", "seen", "there is no Chinese name", "seen"),
    ("events.csv", 2, "start", "20 June 2012", "did you mean 2012-06-20", "20 June"),
    ("events.csv", 3, "start", "2012-06", "no day; a date to the month is approximate", "2012-06"),
    ("breaks.csv", 2, "to_year", "2018", "preferred figure of patent-applications for 2017 too", "on one side of it"),
    ("versions.csv", 3, "released", "2026-11-22", "is 2026-11-22, before", "first version stands first"),
    ("versions.csv", 2, "released", "", "is ''", "the day on which it came out"),
    ("vintages.csv", 2, "version", "99.0.0", "is not in data/versions.csv", "99.0.0"),
    ("vintages.csv", 2, "reason_en", "A slip.", "stands first here", "leave it empty"),
    ("wordings.csv", 2, "chinese", "patents", "write it like 发明专利授权量", "patents"),
    ("wordings.csv", 2, "indicators", "patents-granted; patents-grant", "did you mean", "patents-grant"),
]


@pytest.mark.parametrize(
    ("file", "row", "column", "value", "wrong", "right"),
    CASES,
    ids=[f"{c[0]}:{c[2]}={c[3][:20]}" for c in CASES],
)
def test_a_bad_cell_is_named_with_its_cure(folder, file, row, column, value, wrong, right):
    change(folder, file, row, column, value)
    problems = check_data(folder)
    place = f"data/{file}, row {row}, column {column}: "
    found = [problem for problem in problems if problem.startswith(place)]
    assert found, problems
    assert wrong in " ".join(found)
    assert right in " ".join(found)


def test_several_bad_rows_are_reported_together(folder):
    change(folder, "observations.csv", 2, "qualifier", "exactly")
    change(folder, "observations.csv", 9, "paragraph", "five")
    change(folder, "events.csv", 3, "theme", "war")
    assert [problem.split(":")[0] for problem in check_data(folder)] == [
        "data/events.csv, row 3, column theme",
        "data/observations.csv, row 2, column qualifier",
        "data/observations.csv, row 9, column paragraph",
    ]


def test_parts_that_do_not_add_up_are_refused(folder):
    change(folder, "observations.csv", 16, "value_text", "317")
    change(folder, "observations.csv", 16, "value", "317")
    change(folder, "observations.csv", 16, "phrase", "including 317 ones in e-commerce")
    change(folder, "ledger.csv", 24, "token", "317")
    change(folder, "ledger.csv", 24, "phrase", "including 317 ones in e-commerce")
    (problem,) = check_data(folder)
    assert "patent-cases-by-route add up to 361" in problem
    assert "is 360" in problem


def test_a_part_larger_than_its_whole_is_refused(folder):
    for column, value in [
        ("value_text", "163,000"),
        ("value", "163000"),
        ("phrase", "including 163,000 new inventions"),
    ]:
        change(folder, "observations.csv", 3, column, value)
        if column != "value":
            change(folder, "ledger.csv", 8, column.replace("value_text", "token"), value)
    (problem,) = check_data(folder)
    assert "was released otherwise: value_text 63,000" in problem
    for column, value in [
        ("value_text", "165,000"),
        ("value", "165000"),
        ("phrase", "including 165,000 new inventions"),
    ]:
        change(folder, "observations.csv", 3, column, value)
        if column != "value":
            change(folder, "ledger.csv", 8, column.replace("value_text", "token"), value)
    (problem,) = check_data(folder)
    assert problem.startswith("data/identities.csv")
    assert "patents-granted" in problem


def test_two_preferred_values_of_one_thing_are_refused(folder):
    path = folder / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    copy = lines[2].replace("cnipa-2021-04-30", "cns-2021-04-25").replace(',5,1,"including', ',,,"including')
    path.write_text("\n".join([*lines, copy]) + "\n", encoding="utf-8")
    problems = check_data(folder)
    assert [p.split(":")[0] for p in problems] == [
        "data/observations.csv, row 3, column series",
        f"data/observations.csv, row {len(lines) + 1}, column series",
    ]
    assert "mark all but one 'alternative'" in problems[0]


def test_a_row_twice_is_refused(folder):
    path = folder / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    problems = check_data(folder)
    assert any("row 2, column observation_id" in p and f"stands in row {len(lines) + 1} too" in p for p in problems)


def test_a_missing_cell_and_a_missing_file_are_named(folder):
    path = folder / "events.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], "ciftis-2020,2020-09-04"]) + "\n", encoding="utf-8")
    assert "row 2: has 2 cells where the header has 9" in check_data(folder)[0]
    path.unlink()
    assert "the file is missing" in check_data(folder)[0]


def test_text_that_is_not_utf8_is_named_with_its_row(folder):
    path = folder / "terms.csv"
    path.write_bytes(path.read_bytes().replace("白皮书".encode(), "白皮书".encode("gb18030"), 1))
    (problem,) = check_data(folder)
    assert problem.startswith("data/terms.csv, row 2: ")
    assert "UTF-8" in problem


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\u2028"], ids=repr)
def test_a_line_break_in_a_cell_is_refused(folder, line_break):
    change(folder, "events.csv", 3, "note_en", f"one line{line_break}and another")
    (problem,) = check_data(folder)
    assert problem.startswith("data/events.csv, row 3, column note_en: holds a line break; write the cell on one line")


def test_lines_may_end_as_on_windows(folder):
    path = folder / "terms.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert check_data(folder) == []


@pytest.mark.parametrize("rest", ["", "x" * 200_000], ids=["short", "long"])
def test_a_quote_that_does_not_close_is_named_with_its_row(folder, rest):
    path = folder / "agencies.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[4] = re.sub(",(?=[^,]*$)", ',"', lines[4])
    path.write_text("\n".join([*lines, rest]), encoding="utf-8")
    (problem,) = check_data(folder)
    assert problem.startswith("data/agencies.csv, row 5") and "quotes" in problem


def test_a_source_that_is_not_utf8_is_named(folder, tmp_path, monkeypatch):
    path = tmp_path / "release.txt"
    path.write_bytes("北京市".encode("gb18030"))
    monkeypatch.setenv(loading.SOURCE_VARIABLE, str(path))
    (problem,) = check_data(folder)
    assert problem.startswith(f"{loading.SOURCE_VARIABLE} names {path}, which is not UTF-8; save")


def test_a_source_with_several_numbers_of_one_indicator_has_no_one_number_for_it():
    with pytest.raises(ValueError, match=r"several numbers of residents-census \(.*take them from find_observations"):
        load_release("peoples-daily-2021-05-11")
    with pytest.raises(KeyError, match="has no number from nowhere"):
        load_release("nowhere")
    assert len(load_release()) > 30


def test_a_word_that_only_the_glossary_has_is_named(folder):
    change(folder, "terms.csv", 11, "term_en", "Registry entry")
    assert check_data(folder) == []
    shutil.copytree(DATA_FOLDER.parent / "book", folder.parent / "book")
    assert check_data(folder)[-1].startswith("data/terms.csv, row 11, column term_en: 'Registry entry' is on no page")
    (folder.parent / "book" / "index.md").write_text("# Findings\n\nEach registry\nentry counts.\n", encoding="utf-8")
    assert not any("row 11" in problem for problem in check_data(folder))


def test_nothing_is_read_from_a_bad_folder(folder):
    change(folder, "observations.csv", 2, "value", "16300")
    with pytest.raises(DataError, match="row 2, column value"):
        load_tables(folder)


def test_command_exits_non_zero_and_prints_the_problem(folder, monkeypatch, capsys):
    change(folder, "observations.csv", 2, "value", "16300")
    monkeypatch.setattr(loading, "check_data", partial(check_data, folder))
    assert main(["check"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("data/observations.csv, row 2, column value: ")
    assert "1 problem(s)" in said.err


def test_data_as_they_stand_are_good():
    assert check_data() == []
