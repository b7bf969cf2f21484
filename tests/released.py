"""What a release has, written once for all the tests that read it, and its tables as the data say them."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pages import ROOT

from beijing_ip.data.editions import find_edition
from beijing_ip.publish.offered import BYTE_ORDER_MARK, describe_files, list_files

NAME = find_edition().file_name
READ_AS = {"string": str, "integer": int, "number": float, "date": date.fromisoformat}
"""What a cell of each type of a Data Package is in Python."""


@dataclass(frozen=True)
class Expected:
    """One table as the data say it: what each column holds, and the rows, an empty cell as None."""

    types: dict[str, str]
    rows: list[tuple[object, ...]]


def expect(path: str, types: dict[str, str]) -> Expected:
    text = list_files(ROOT)[path].decode().removeprefix(BYTE_ORDER_MARK)
    _, *rows = csv.reader(io.StringIO(text, newline=""))
    read = [READ_AS[kind] for kind in types.values()]
    cells = ([(to, cell) for to, cell in zip(read, row, strict=True)] for row in rows)
    return Expected(types, [tuple(to(cell) if cell else None for to, cell in row) for row in cells])


def run_r(script: str, folder: Path, locale: str = "C.UTF-8") -> subprocess.CompletedProcess[str]:
    """Run a script in R, in UTF-8: in a language of ASCII alone it would know no byte-order mark."""
    variables = {**os.environ, "LC_ALL": locale}
    command = ["Rscript", "--vanilla", script]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)


def write_release(**variables: str) -> None:
    """Write it by its command, with some variables of the environment."""
    command = [sys.executable, "-m", "beijing_ip", "release"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **variables}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def expected() -> dict[str, Expected]:
    """Every table of the release by its file name."""
    described = {each["path"]: each["schema"]["fields"] for each in describe_files()["resources"]}
    return {path: expect(path, {f["name"]: f["type"] for f in fields}) for path, fields in described.items()}


@pytest.fixture(scope="session")
def released(built: None) -> Path:
    """The folder of a release."""
    write_release()
    return ROOT / "_build" / "release"


@pytest.fixture(scope="session")
def unpacked(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which a reader has unpacked the data."""
    folder = tmp_path_factory.mktemp("data")
    with zipfile.ZipFile(released / f"{NAME}-data.zip") as archive:
        archive.extractall(folder)
    return folder
