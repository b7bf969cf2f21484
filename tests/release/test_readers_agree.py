"""What a reader's tool reads from a release is what the data say: the same numbers, the same types, Chinese intact."""

import re
import shutil
import subprocess
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from frictionless import Package
from released import NAME, Expected, run_r

BY_YEAR = "observations-by-year.csv"
PANDAS = {"string": "str", "integer": "Int64", "number": "float64", "date": "str"}
DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
R = {"string": "character", "integer": "integer", "number": "numeric", "date": "character"}
DIALOG = "Text - txt - csv (StarCalc):44/59/9,34,76,1,,0,false,true"
"""What the dialog of LibreOffice offers for a file with a byte-order mark: UTF-8, split at comma, semicolon and tab,
special numbers found. Where no dialog opens, it looks at no mark."""


def check(rows: list[tuple[object, ...]], expected: Expected) -> None:
    assert len(rows) == len(expected.rows)
    for row, wanted in zip(rows, expected.rows, strict=True):
        assert row == wanted
        # Python takes 3 for 3.0 and True for 1.
        kinds = [type(cell) for cell in row if cell is not None]
        assert kinds == [type(cell) for cell in wanted if cell is not None], row


def test_the_tables_hold_what_only_careful_reading_keeps(expected: dict[str, Expected]) -> None:
    cells = [cell for table in expected.values() for row in table.rows for cell in row]
    text = "".join(cell for cell in cells if isinstance(cell, str))
    assert {"专", "é", "…", ";", '"', ","} <= set(text)
    assert any(isinstance(cell, float) and cell != int(cell) for cell in cells) and None in cells
    assert any(isinstance(cell, str) and cell.isdigit() for cell in cells), "text that looks like a number"


def from_pandas(frame: pd.DataFrame, expected: Expected) -> list[tuple[object, ...]]:
    """The rows as Python has them: a date is text to pandas, and an integer a float where cells are empty."""
    days = [kind == "date" for kind in expected.types.values()]
    rows = frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)
    return [tuple(date.fromisoformat(c) if day and c else c for c, day in zip(row, days, strict=True)) for row in rows]


def test_pandas(unpacked: Path, expected: dict[str, Expected]) -> None:
    for path, table in expected.items():
        frame = pd.read_csv(unpacked / path, dtype={name: PANDAS[kind] for name, kind in table.types.items()})
        assert list(frame) == list(table.types)
        check(from_pandas(frame, table), table)


def test_pandas_needs_no_option_for_the_file_for_analysis(released: Path, expected: dict[str, Expected]) -> None:
    check(from_pandas(pd.read_csv(released / BY_YEAR), expected[BY_YEAR]), expected[BY_YEAR])


def test_duckdb(unpacked: Path, expected: dict[str, Expected]) -> None:
    for path, table in expected.items():
        types = {name: DUCKDB[kind] for name, kind in table.types.items()}
        found = duckdb.sql(f"FROM read_csv('{unpacked / path}', types = {types})")
        assert found.columns == list(types)
        check(found.fetchall(), table)


def test_duckdb_needs_no_option_for_the_file_for_analysis(released: Path, expected: dict[str, Expected]) -> None:
    table = expected[BY_YEAR]
    found = duckdb.sql(f"FROM '{released / BY_YEAR}'")
    assert list(map(str, found.types)) == [DUCKDB[kind] for kind in table.types.values()]
    check(found.fetchall(), table)


def test_frictionless(released: Path, expected: dict[str, Expected]) -> None:
    package = Package(str(released / f"{NAME}-data.zip"))
    report = package.validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    assert {resource.path for resource in package.resources} == set(expected)
    for resource in package.resources:
        rows = [tuple(row.to_dict().values()) for row in resource.read_rows()]
        check([tuple(float(c) if isinstance(c, Decimal) else c for c in row) for row in rows], expected[resource.path])


READ_IN_R = """
options(warn = 2)
kinds <- read.csv("types.csv", colClasses = "character")
for (path in unique(kinds$path)) {
  of <- kinds[kinds$path == path, ]
  table <- read.csv(path, colClasses = setNames(of$type, of$name), na.strings = "")
  stopifnot(identical(names(table), of$name))
  for (name in names(table)) if (is.numeric(table[[name]])) {
    written <- format(table[[name]], digits = 15, trim = TRUE, scientific = FALSE)
    table[[name]] <- ifelse(is.na(table[[name]]), NA, written)
  }
  write.csv(table, paste0("read-", path), row.names = FALSE, na = "", fileEncoding = "UTF-8")
}
plain <- sapply(read.csv("observations-by-year.csv"), class)
writeLines(paste(names(plain), plain), "plain.txt")
"""


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed (apt-get install r-base-core)")
def test_r(unpacked: Path, expected: dict[str, Expected], tmp_path: Path) -> None:
    for path in expected:
        shutil.copyfile(unpacked / path, tmp_path / path)
    kinds = [f"{path},{name},{R[kind]}" for path, table in expected.items() for name, kind in table.types.items()]
    (tmp_path / "types.csv").write_text("path,name,type\n" + "\n".join(kinds) + "\n", encoding="utf-8")
    (tmp_path / "read.R").write_text(READ_IN_R, encoding="utf-8")
    done = run_r("read.R", tmp_path)
    assert done.returncode == 0, done.stderr
    for path, table in expected.items():
        read = pd.read_csv(tmp_path / f"read-{path}", dtype={n: PANDAS[kind] for n, kind in table.types.items()})
        check(from_pandas(read, table), table)
    plain = [tuple(line.split()) for line in (tmp_path / "plain.txt").read_text(encoding="utf-8").splitlines()]
    as_whole = {"numeric": {"numeric", "integer"}}
    for (name, found), (wanted, kind) in zip(plain, expected[BY_YEAR].types.items(), strict=True):
        assert name == wanted and found in as_whole.get(R[kind], {R[kind]})


def same(found: object, wanted: object) -> bool:
    """Whether a spreadsheet shows what was written. Text that looks like a number or a day is one to it."""
    if isinstance(found, datetime):
        return str(wanted) == found.date().isoformat()
    if isinstance(found, (int, float)) and isinstance(wanted, str):
        number, percent = re.fullmatch(r"([-+]?[\d.,]+)(%?)", wanted).groups()
        return found == pytest.approx(float(number.replace(",", "")) / (100 if percent else 1), rel=1e-12)
    return found == wanted and isinstance(found, str) == isinstance(wanted, str)


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not there (apt-get install libreoffice-calc)"
)
def test_libreoffice(unpacked: Path, expected: dict[str, Expected], tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(unpacked / path) for path in expected]
    command = ["soffice", "--headless", profile, f"--infilter={DIALOG}", "--convert-to", "xlsx", "--outdir", "."]
    subprocess.run([*command, *files], cwd=tmp_path, capture_output=True, check=True, timeout=120)
    for path, table in expected.items():
        book = openpyxl.load_workbook(tmp_path / path.replace(".csv", ".xlsx"))
        head, *rows = book.active.iter_rows(values_only=True)
        assert list(head) == list(table.types), f"{path}: the mark is no part of a name, and each column has its own"
        lines = zip(rows, table.rows, strict=True)
        wrong = [pair for line in lines for pair in zip(*line, strict=True) if not same(*pair)]
        assert wrong == [], path
