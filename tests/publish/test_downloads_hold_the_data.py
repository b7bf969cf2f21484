"""What a page offers to take along is whole, names its sources and its edition, and is what its link says."""

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import date

import pandas as pd
import pytest
import yaml
from pages import HTML, ROOT, parsed

from beijing_ip.data.checks.formulas import formula_in
from beijing_ip.data.columns import SOURCE_COLUMNS
from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_sources
from beijing_ip.publish.citation import load_citation
from beijing_ip.publish.finish import format_size
from beijing_ip.publish.naming import name_of_data
from beijing_ip.publish.offered import (
    BYTE_ORDER_MARK,
    VERSION_COLUMNS,
    VERSION_FIELDS,
    describe_files,
    encode_csv,
    list_files,
    version_cells,
)
from beijing_ip.publish.web.downloads import describe_file
from beijing_ip.show.figure_data import FIELDS

RELEASE = find_edition().source_id

FILES = list_files(ROOT)
BOOK = version_cells(load_citation(ROOT))
BOOK_VERSION, BOOK_RELEASED = BOOK
TABLES = {each["path"]: each["schema"] for each in describe_files()["resources"]}
DRAWN = HTML / "_downloads" / "figures"


def read(content: bytes) -> list[dict[str, str]]:
    """The rows of a file that is offered, each cell as it stands."""
    text = content.decode()
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def says_its_version(row: dict[str, str]) -> bool:
    """Whether a row ends with the version of the book and the day of it."""
    return tuple(row.items())[-2:] == tuple(zip(VERSION_COLUMNS, BOOK, strict=True))


def check_sources(rows: list[dict[str, str]], *, of: str = "") -> None:
    """Each row names by title, address and grade what its ids name, each in its place, and the version of the book."""
    for row in rows:
        assert says_its_version(row)
        named = [load_sources()[name] for name in re.split("; ?", row.get("source_id") or of) if name]
        # Each source keeps its place in the list, whether it has an address or not.
        wanted = [
            [source.title or source.publisher for source in named],
            [source.address for source in named],
            [source.grade for source in named],
        ]
        assert [row[name] for name in SOURCE_COLUMNS] == ["; ".join(cells) if any(cells) else "" for cells in wanted], (
            row
        )


def check_plain(content: bytes, fields: list[dict]) -> None:
    """Programs read the file without an option: what is a number, a year or text, and which cells are empty."""
    kinds = {field["name"]: field["type"] for field in fields}
    frame, rows = pd.read_csv(io.BytesIO(content)), read(content)
    assert list(frame) == list(kinds) and len(frame) == len(rows)
    for name, kind in kinds.items():
        cells = [row[name] for row in rows]
        assert list(frame[name].isna()) == [cell == "" for cell in cells], name
        if kind == "date":
            assert all(date.fromisoformat(cell).isoformat() == cell for cell in cells), name
        elif kind != "string":
            assert all(re.fullmatch(r"(-?(0|[1-9]\d*)(\.\d+)?)?", cell) for cell in cells), name
            assert pd.api.types.is_numeric_dtype(frame[name]), name
        assert not any(cell == "" for cell in cells) or not _is_needed(fields, name), name


def _is_needed(fields: list[dict], name: str) -> bool:
    return any(field["name"] == name and field.get("constraints", {}).get("required") for field in fields)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_offered_says_what_the_table_of_record_says(name: str) -> None:
    rows = read(FILES[name])
    assert all(map(says_its_version, rows))
    check_plain(FILES[name], TABLES[name]["fields"])
    if name == "measures.csv" or ("source_id" in rows[0] and name != "sources.csv"):
        check_sources(rows, of=RELEASE if name == "measures.csv" else "")
    else:
        assert {"title", "address", "grade"} <= set(rows[0]) or not any("source" in column for column in rows[0])
    if name != "observations-by-year.csv":
        record = load_tables()[name.removesuffix(".csv")]
        assert [{column: row[column] for column in record[0]} for row in rows] == list(map(dict, record))
        assert set(rows[0]) - set(record[0]) <= {*SOURCE_COLUMNS, *VERSION_COLUMNS}


def test_the_file_for_analysis_stands_first_and_joins_the_tables_of_record() -> None:
    assert next(iter(TABLES)) == "observations-by-year.csv"
    record = {row["observation_id"]: row for row in load_tables()["observations"]}
    for row in read(FILES["observations-by-year.csv"]):
        assert row["source_id"] == record[row["observation_id"]]["source_id"]


@pytest.mark.usefixtures("built")
def test_no_csv_of_the_built_book_holds_a_formula() -> None:
    """Tables, figures, and those that are packed: a spreadsheet shows each cell as it stands."""
    files = {path.relative_to(HTML).as_posix(): path.read_bytes() for path in HTML.rglob("*.csv")}
    for packed in HTML.rglob("*.zip"):
        with zipfile.ZipFile(packed) as archive:
            names = [name for name in archive.namelist() if name.endswith(".csv")]
            files |= {f"{packed.name}/{name}": archive.read(name) for name in names}
    assert len(files) > len(TABLES) * 2 + 20
    for name, content in files.items():
        for row in read(content):
            assert [cell for cell in row.values() if formula_in(cell)] == [], (name, row)
            assert [cell for cell in row.values() if set(cell) & set("\t\r\n")] == [], (
                name,
                row,
            )


@pytest.mark.usefixtures("built")
def test_the_csv_of_each_figure_names_its_sources() -> None:
    files = sorted(DRAWN.glob("*.csv"))
    assert len(files) > 20
    for file in files:
        content = file.read_bytes()
        rows = read(content)
        check_sources(rows)
        assert all(row["source_id"] for row in rows), file.name
        if "value_shown" in rows[0]:
            assert not any("−" in row["value_shown"] for row in rows), "to a spreadsheet that minus is text"
            check_plain(content, [*FIELDS, *VERSION_FIELDS])


def test_what_would_be_computed_is_not_written() -> None:
    with pytest.raises(ValueError, match="would compute the cell '=1'"):
        encode_csv("name,note\na,=1\n", load_citation(ROOT))


@pytest.mark.usefixtures("built")
def test_all_files_in_one_are_the_files_and_their_description() -> None:
    (link,) = parsed("book/data").select(f"a.reference.download[href$='/{name_of_data()}']")
    with zipfile.ZipFile(HTML / "book" / str(link["href"])) as archive:
        assert {entry.orig_filename: archive.read(entry) for entry in archive.infolist()} == FILES
    held = {path.name for path in (ROOT / "data").iterdir()} | {
        "LICENSE-data",
        "observations-by-year.csv",
        "croissant.json",
        "CITATION.cff",
    }
    assert set(FILES) == held
    assert yaml.safe_load(FILES["CITATION.cff"]) == load_citation(ROOT)
    assert FILES["LICENSE-data"] == (ROOT / "LICENSE-data").read_bytes()
    assert json.loads(FILES["datapackage.json"])["version"] == BOOK_VERSION
    for each in [*SOURCE_COLUMNS, *VERSION_COLUMNS]:
        assert f"`{each}`" in FILES["README.md"].decode()


def test_a_primary_key_has_no_empty_cell() -> None:
    """Else a database takes no row of the table: a key that may be empty in part is but unique."""
    for resource in describe_files()["resources"]:
        schema = resource["schema"]
        held = {field["name"] for field in schema["fields"] if field.get("constraints", {}).get("required")}
        assert set(schema.get("primaryKey", ())) <= held, resource["name"]
        assert ("primaryKey" in schema) != ("uniqueKeys" in schema), resource["name"]


def test_the_file_for_analysis_is_described_as_the_table_of_record_is() -> None:
    resources = {each["name"]: each for each in json.loads(FILES["datapackage.json"])["resources"]}
    record, made = resources["observations"], resources["observations-by-year"]
    assert set(made) >= set(record) and made["dialect"] == record["dialect"]
    held, here = ({key["fields"][0] for key in each["schema"]["foreignKeys"]} for each in (record, made))
    assert "place" in here and here >= held & {field["name"] for field in made["schema"]["fields"]}
    words, same = (
        {field["name"]: set(field.get("constraints", {}).get("enum", ())) for field in each["schema"]["fields"]}
        for each in (record, made)
    )
    assert words["qualifier"] and words["source_grade"] == {"A", "B", "C"}
    assert all(same[name] == words[name] for name in words if name in same)


def test_each_table_is_sealed() -> None:
    for resource in json.loads(FILES["datapackage.json"])["resources"]:
        content = FILES[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_description_names_the_encoding_as_every_reader_of_a_data_package_knows_it() -> None:
    # Not Python's own name for UTF-8 with a mark.
    described = json.loads(FILES["datapackage.json"])["resources"]
    assert {resource["encoding"] for resource in described} == {"utf-8"}


def test_a_size_has_three_digits_at_most() -> None:
    sizes = {999: "999 bytes", 1000: "1.0 kB", 99_949: "99.9 kB", 250_123: "250 kB", 4_200_000: "4.2 MB"}
    assert {count: format_size(count).replace("\u00a0", " ") for count in sizes} == sizes


@pytest.mark.usefixtures("built")
def test_every_link_of_the_page_data_says_what_the_file_is() -> None:
    links = parsed("book/data").select("a.reference.download")
    assert {str(link["href"]).rpartition("/")[2] for link in links} >= {*TABLES, "datapackage.json"}
    for link in links:
        file = (HTML / "book" / str(link["href"])).resolve()
        assert link.next_sibling.get_text() == f" ({describe_file(file.read_bytes(), file.name)})", link
        if file.name in FILES:
            assert file.read_bytes() == FILES[file.name]
    assert describe_file(FILES["observations.csv"], "observations.csv").startswith("CSV with sources, ")
