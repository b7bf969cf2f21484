"""The printed book and its brief, as `make pdf` leaves them."""

import os
from pathlib import Path

import pytest
from pages import ROOT
from printed import PrintedFile, read_printed

from beijing_ip.data.editions import find_edition

PDF = ROOT / "_build" / "pdf"
BOOK = find_edition().file_name
BRIEF = f"{BOOK}-brief"


def path_of(name: str) -> Path:
    """The PDF of this name; without it the test is left out, and fails where nothing may be left out."""
    path = PDF / f"{name}.pdf"
    if not path.exists():
        message = f"there is no {path.name} in _build/pdf: run make book first"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return path


def source_of(name: str) -> Path:
    """The Typst file that a PDF is made from."""
    return ROOT / "_build" / "work" / "typst" / name / f"{name}.typ"


@pytest.fixture(scope="session")
def book() -> PrintedFile:
    return read_printed(path_of(BOOK))


@pytest.fixture(scope="session")
def brief() -> PrintedFile:
    return read_printed(path_of(BRIEF))


@pytest.fixture(params=[BOOK, BRIEF])
def name(request: pytest.FixtureRequest) -> str:
    """The name of each file in turn."""
    path_of(request.param)
    return str(request.param)
