"""What a page offers to take along is whole, and as large as it says."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from frictionless import Package
from pages import HTML, ROOT, parsed

from beijing_ip.data.schema import load_description
from beijing_ip.publish.web.downloads import encode_by_year, format_size, pack_tables


def test_all_tables_in_one_file_are_the_tables_and_their_description() -> None:
    content = pack_tables(ROOT)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    files = [*(ROOT / "data").iterdir(), ROOT / "LICENSE-data"]
    by_year, description = held.pop("observations-by-year.csv"), json.loads(held.pop("datapackage.json"))
    assert held == {file.name: file.read_bytes() for file in files if file.name != "datapackage.json"}
    assert by_year == encode_by_year()
    assert description.pop("resources")[:-1] == (of_data := load_description())["resources"]
    assert description == {name: value for name, value in of_data.items() if name != "resources"}
    assert pack_tables(ROOT) == content


def test_what_is_packed_is_valid_by_an_independent_validator(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(pack_tables(ROOT))) as archive:
        archive.extractall(tmp_path)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    assert "observations-by-year" in {task.name for task in report.tasks}


def test_a_size_has_three_digits_at_most() -> None:
    sizes = {999: "999 bytes", 1000: "1.0 kB", 99_949: "99.9 kB", 250_123: "250 kB", 4_200_000: "4.2 MB"}
    assert {count: format_size(count).replace("\u00a0", " ") for count in sizes} == sizes


def test_every_file_of_the_page_data_says_its_true_size() -> None:
    if not (HTML / "index.html").exists():
        pytest.skip("there is no built book in _build/html: run make book first")
    links = parsed("book/data").select("a.reference.download")
    assert len(links) > len(list((ROOT / "data").glob("*.csv")))
    for link in links:
        size = format_size((HTML / "book" / str(link["href"])).resolve().stat().st_size)
        assert re.match(f", {re.escape(size)}", str(link.next_sibling)), link
