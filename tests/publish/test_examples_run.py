"""The examples of the README, which the page Data shows too, run as they stand and find what the package finds.

R is no part of the locks: its example runs where it is installed.
"""

import io
import re
import shutil
from datetime import date
from pathlib import Path

import duckdb
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from pages import HTML, ROOT, parsed
from released import run_r

from beijing_ip import series
from beijing_ip.publish.offered import list_files

MARKS = "<!-- examples: start -->", "<!-- examples: end -->"
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = README.split(MARKS[0])[1].split(MARKS[1])[0]
OPENING = dict(
    re.findall(r"^- (\w+): `(.+)`$", README.split("<!-- open: start -->")[1].split("<!-- open: end -->")[0], re.M)
)
"""The one line for each program."""
CODE = re.findall(r"^```(\w+)\n(.*?)^```", EXAMPLES, re.DOTALL | re.MULTILINE)
TABLE = pd.read_csv(io.BytesIO(list_files(ROOT)["observations-by-year.csv"]))
COURTS, GRANTS = "court-cases-accepted", "patents-granted"


def example(language: str, *, which: int = 0) -> str:
    """The code of one example, by its language and place among those of it."""
    return [code for name, code in CODE if name == language][which]


@pytest.fixture
def beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the downloaded file, in which the example runs."""
    (tmp_path / "observations-by-year.csv").write_bytes(list_files(ROOT)["observations-by-year.csv"])
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def drawn():
    """The axes that an example drew."""
    plt.close("all")
    yield lambda: plt.gcf().axes[0]
    plt.close("all")


def lines_of(indicator: str) -> list[list[tuple[int, float]]]:
    """What may be drawn: for each segment of Beijing its years and numbers."""
    column = series(indicator)[indicator].dropna()
    segments = sorted({cell.segment for cell in column})
    return [[(year, float(cell)) for year, cell in column.items() if cell.segment == one] for one in segments]


def test_there_are_a_few_lines_for_each_tool_that_fit_the_page() -> None:
    assert [name for name, _ in CODE] == ["python", "python", "r", "sql"]
    lines = [line for _, code in CODE for line in code.splitlines()]
    assert all(len([line for line in code.splitlines() if line]) <= 6 for _, code in CODE)
    assert max(map(len, lines)) <= 88, "a longer line does not fit its block on the page"
    assert list(OPENING) == ["pandas", "R", "DuckDB"]


def test_pandas_with_this_package(capsys: pytest.CaptureFixture[str], drawn) -> None:
    names: dict[str, object] = {}
    exec(example("python"), names)
    growth = names["growth"].dropna()
    assert "66,710" in capsys.readouterr().out
    assert [bar.get_height() for bar in drawn().patches] == [pytest.approx(float(cell)) for cell in growth]
    assert 2022 not in growth.index and growth.loc[2020] < 0


def test_pandas_with_the_file_alone(beside_the_file: Path, drawn) -> None:
    for indicator in (GRANTS, COURTS):
        plt.close("all")
        exec(example("python", which=1).replace(GRANTS, indicator), {})
        found = [[(x, y) for x, y in line.get_xydata() if y == y] for line in drawn().lines]
        assert found == lines_of(indicator)


def test_the_obvious_plot_is_right(beside_the_file: Path, drawn) -> None:
    figures = pd.read_csv("observations-by-year.csv")
    figures.query("indicator_id == 'patents-granted' and place == 'Beijing'").plot(x="year", y="value")
    assert [[tuple(at) for at in line.get_xydata()] for line in drawn().lines] == lines_of(GRANTS)


def test_one_line_opens_the_file_in_pandas(beside_the_file: Path) -> None:
    assert len(eval(OPENING["pandas"], {"pd": pd})) == len(pd.read_csv("observations-by-year.csv")) > 500


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
@pytest.mark.parametrize(("locale", "first"), [("C.UTF-8", "observation_id"), ("C", "X.U.FEFF.observation_id")])
def test_r(beside_the_file: Path, locale: str, first: str) -> None:
    chinese = sum("中" in title for title in TABLE["source_title"].fillna(""))
    opened = f'''
found <- {OPENING["R"]}
stopifnot(names(found)[1] == "{first}", identical(found, figures), nrow(found) == {len(TABLE)})
stopifnot(sum(grepl("\\u4e2d", found$source_title, fixed = TRUE)) == {chinese})
'''
    code = example("r") + opened + 'cat(paste(courts$segment, courts$year, courts$value, sep = ","), sep = "\\n")\n'
    # Lines that touch no plot fail, and a warning is an error.
    Path("example.R").write_text("options(warn = 2)\npdf(NULL)\n" + code, encoding="utf-8")
    run = run_r("example.R", beside_the_file, locale)
    assert run.returncode == 0, run.stderr
    rows = [line.split(",") for line in run.stdout.split()]
    parts = [
        [(int(year), float(value)) for at, year, value in rows if at == one] for one in sorted({r[0] for r in rows})
    ]
    assert parts == lines_of(COURTS)


def test_duckdb(beside_the_file: Path) -> None:
    found = {year: (value, change) for year, value, change in duckdb.sql(example("sql")).fetchall()}
    columns = "observation_id, year, value, book_version, book_released"
    opened = duckdb.sql(f"SELECT {columns} {OPENING['DuckDB']}").fetchall()[0]
    assert [type(cell) for cell in opened] == [str, int, float, str, date]
    courts = series(COURTS)[COURTS]
    growth = courts.pct_change(fill_method=None) * 100
    assert list(found) == list(courts.dropna().index)
    for year, (value, change) in found.items():
        assert value == float(courts.loc[year])
        known = float(growth.loc[year])
        assert (change is None and known != known) or change == pytest.approx(known)


def test_the_page_shows_the_same_code() -> None:
    if not (HTML / "index.html").exists():
        pytest.skip("there is no built book in _build/html: run make book first")
    shown = [block.get_text().strip() for block in parsed("book/data").select("div.highlight pre")]
    assert shown == [code.strip() for _, code in CODE]
