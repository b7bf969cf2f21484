"""The workbook and the JSON file say what the CSV says, with types, as text what is text, and for every reader."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from html import unescape
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest
from pages import HTML, ROOT, parsed

from beijing_ip.analysis.datum import Datum, NoNumber
from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_release
from beijing_ip.publish import workbook
from beijing_ip.publish.citation import citation_line, edition_line, load_citation
from beijing_ip.publish.json_file import write_json
from beijing_ip.publish.naming import name_of_json, name_of_workbook
from beijing_ip.publish.offered import VERSION_COLUMNS, list_files
from beijing_ip.publish.offered_tables import read_tables
from beijing_ip.publish.release_figures import change_of, read_release_figures
from beijing_ip.publish.repository import places_of
from beijing_ip.publish.web import downloads
from beijing_ip.publish.workbook import write_workbook
from beijing_ip.show.years_table import change_on_year_before

HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("https://evil.example/","here")',
    "{=1+1}",
    "<script>alert(1)</script>",
    "<r><t>markup of the file</t></r>",
    "<r>_x0041_</r>",
    "https://evil.example/",
    "mailto:a@evil.example",
    "internal:Cover!A1",
    "[words](https://evil.example/)",
    "_x0041_",
    "_x000D_",
    "  spaces  ",
    "a & b < c > \"d\" 'e'",
    "'quoted",
    "00123",
    "1,5",
    "1E5",
    "TRUE",
    "#N/A",
    "国家知识产权局，“专利”：16.3万件",
    "two\nlines",
    "𠮷 beyond the plane",
)
"""What a spreadsheet would act on, or an XML file hold otherwise, if it were more than text."""
FILES = list_files(ROOT)
TABLES = list(read_tables(FILES))
CONTENT = write_workbook(FILES, ROOT)
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
BESIDE = ["Cover", "Contents", "Notes", "Release figures"]


def with_hostile_cells() -> dict[str, bytes]:
    """The files with a hostile text in each of the last rows of the remarks on observations."""
    rows = list(csv.reader(io.StringIO(FILES["observations.csv"].decode("utf-8-sig"), newline="")))
    column = rows[0].index("note_en")
    for row, words in zip(rows[-len(HOSTILE) :], HOSTILE, strict=True):
        row[column] = words
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return {**FILES, "observations.csv": file.getvalue().encode()}


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(CONTENT))


@pytest.fixture(scope="module")
def hostile():
    return write_workbook(with_hostile_cells(), ROOT)


def rows_of(sheet):
    """The rows of the one table of a sheet, its head first, and where it begins."""
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


def as_written(value) -> str:
    """A cell of a spreadsheet as CSV has it."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_sheet_has_the_cells_of_its_csv_with_their_types(book, table) -> None:
    head, *rows = rows_of(book[table.title])
    text = FILES[f"{table.name}.csv"].decode("utf-8-sig")
    record = list(csv.DictReader(io.StringIO(text, newline="")))
    assert head == [field["name"] for field in table.fields]
    assert len(rows) == len(record)
    left_out = record[0].keys() - set(head)
    assert left_out == {*VERSION_COLUMNS}, "what the cover says is left out"
    for cells, wanted in zip(rows, record, strict=True):
        for field, cell in zip(table.fields, cells, strict=True):
            printed = wanted[field["name"]]
            if field["type"] in ("number", "integer"):
                assert cell is None if printed == "" else Decimal(repr(cell)) == Decimal(printed), (field, printed)
                assert cell is None or isinstance(cell, int if field["type"] == "integer" else (int, float))
            else:
                assert as_written(cell) == printed, field["name"]
                # A number stands for a year alone, a day for a full date, and only where a column has dates.
                assert isinstance(cell, str | None) or re.match(r"\d{4}(-\d\d-\d\d)?$", printed), field["name"]


def test_years_have_no_separator_and_numbers_show_the_digits_that_the_csv_has(book) -> None:
    sheet = book["Observations by year"]
    (table,) = sheet.tables.values()
    head, *rows = sheet[table.ref]
    at = {cell.value: number for number, cell in enumerate(head)}
    (csv_rows,) = (each.rows for each in TABLES if each.title == sheet.title)
    for row, printed in zip(rows, csv_rows, strict=True):
        assert row[at["year"]].number_format == "0_)"
        decimals = len(printed[at["value"]].partition(".")[2])
        assert row[at["value"]].number_format == f"#,##0{'.' * bool(decimals)}{'0' * decimals}_)"
    assert {row[at["value"]].number_format for row in rows} >= {"#,##0_)", "#,##0.00_)"}
    days = [cell for row in book["Events"] for cell in row if cell.is_date]
    assert days and {cell.number_format for cell in days} == {"yyyy-mm-dd"}


def test_sheets_stand_in_order_each_with_its_title_and_one_table_below_it(book) -> None:
    assert book.sheetnames == [*BESIDE, *(table.title for table in TABLES), "Fields"]
    assert book.active.title == "Cover"
    assert all(bool(sheet.sheet_view.tabSelected) == (sheet.title == "Cover") for sheet in book)
    for sheet in book:
        assert sheet["A1"].value == sheet.title or sheet.title == "Cover"
        assert not sheet.merged_cells.ranges and not sheet.conditional_formatting
        assert all(row.hidden is False for row in sheet.row_dimensions.values())
        for row in range(1, sheet.max_row + 1):
            assert any(cell.value is not None for cell in sheet[row]), f"{sheet.title} has an empty row, {row}"
    for sheet in list(book)[1:]:
        (table,) = sheet.tables.values()
        first = int(re.match(r"A(\d+):", table.ref)[1])
        assert table.headerRowCount == 1 and table.autoFilter is None
        rows = rows_of(sheet)[1:]
        named = "A" if len({row[0] for row in rows}) == len(rows) else "B"
        assert sheet.freeze_panes == f"{chr(ord(named) + 1)}{first + 1}", "head and first columns stay in sight"
        assert (sheet.print_title_rows, sheet.print_title_cols) == (f"${first}:${first}", f"$A:${named}")
        assert sheet.max_row == int(re.search(r"(\d+)$", table.ref)[1]), "nothing stands below a table"
        assert sheet["A2"].value and first <= 4
    names = [table for sheet in book for table in sheet.tables]
    assert len(set(names)) == len(names) == len(book.sheetnames) - 1


def test_columns_are_as_wide_as_what_they_hold_and_long_text_is_wrapped(book) -> None:
    for sheet in list(book)[1:]:
        (table,) = sheet.tables.values()
        # Columns alike stand there once.
        widths = {n: each.width for each in sheet.column_dimensions.values() for n in range(each.min, each.max + 1)}
        for row in sheet[table.ref]:
            for cell in row:
                width = widths[cell.column]
                if isinstance(cell.value, str):
                    assert cell.alignment.wrap_text
                    lines = sheet.row_dimensions[cell.row].height / 15.75
                    assert lines > 25 or lines * width * 1.3 >= len(cell.value), cell
                elif cell.value is not None:
                    assert len(cell.number_format.replace("_)", "")) <= width, cell
                    assert len(f"{cell.value:,}" if not cell.is_date else "2020-01-01") < width, cell


def test_contents_links_to_every_sheet_and_fields_explains_every_column(book) -> None:
    sheet = book["Contents"]
    linked = {cell.value: cell.hyperlink.location for row in sheet for cell in row if cell.hyperlink}
    assert linked == {name: f"'{name}'!A1" for name in book.sheetnames[2:]}
    counts = {name: rows for name, _, rows in rows_of(sheet)[1:]}
    assert counts == {name: len(rows_of(book[name])) - 1 for name in book.sheetnames[2:]}
    explained = {(name, column): words for name, column, words, *_ in rows_of(book["Fields"])[1:]}
    for title in [BESIDE[-1], *(table.title for table in TABLES)]:
        for column in rows_of(book[title])[0]:
            assert explained[title, column], (title, column)


def test_notes_are_numbered_and_every_note_that_is_named_is_there(book) -> None:
    notes = [note for note, *_ in rows_of(book["Notes"])[1:]]
    assert notes == [f"Note {number}" for number in range(1, len(notes) + 1)]
    named = re.findall(r"\[(note \d+)\]", " ".join(rows_of(book["Release figures"])[0]))
    assert len(named) > 4 and {name.capitalize() for name in named} <= set(notes)


def test_the_cover_says_version_date_licence_citation_and_source(book) -> None:
    about = load_citation(ROOT)
    sheet = book["Cover"]
    said = "\n".join(str(cell.value) for (cell,) in sheet)
    for words in (edition_line(about), citation_line(about), "CC-BY-4.0", "How to report a fault"):
        assert words in said
    assert {cell.hyperlink.target for (cell,) in sheet if cell.hyperlink and cell.hyperlink.target} == {
        CC_BY,
        load_release()["patents-granted"].source.address,
        *(places_of(about.get("repository-code", "")) or ()),
    }
    made = book.properties
    assert made.title == sheet["A1"].value and made.creator == "The beijing-ip authors"
    assert made.created.date() == made.modified.date() == about["date-released"]
    assert book.custom_doc_props["Language"].value == "en-GB"


def test_figures_of_the_release_come_with_the_change_that_the_chapters_tell(book) -> None:
    _, *rows = rows_of(book["Release figures"])
    assert [row[-1] for row in rows] == [row.observation_id for row in load_release().values()]
    assert [row[1] for row in rows] == [float(row.value) for row in load_release().values()]
    year = find_edition().year
    changed = 0
    for name, row in load_release().items():
        told, change = change_on_year_before(name, year), change_of(row)
        if isinstance(told, NoNumber):
            assert change.quantity is None and change.about
            continue
        changed += 1
        ends = [None if end is None else end * 100 for end in (told.value, told.lower, told.upper)]
        assert [change.quantity.value, change.quantity.lower, change.quantity.upper] == ends, name
    assert changed > 10


def test_each_column_of_the_figures_of_the_release_has_what_its_head_says(book) -> None:
    head, *rows = rows_of(book["Release figures"])
    heads = [re.sub(r" \[note \d+\]$", "", name) for name in head]
    year = find_edition().year
    record = {row["observation_id"]: row for row in load_tables()["observations"]}
    meanings = {row["indicator_id"]: row for row in load_tables()["indicators"]}
    for cells, (name, row) in zip(rows, load_release().items(), strict=True):
        held = dict(zip(heads, cells, strict=True))
        printed, meaning, source = record[held["observation_id"]], meanings[name], row.source
        for end, wanted in (("Least", row.quantity.lower), ("Most", row.quantity.upper)):
            # What is counted is whole: "more than 580" cases are 581 or more.
            assert (found := held.pop(end)) is wanted is None or abs(found - wanted) <= 1, (name, end)
        change = change_on_year_before(name, year)
        computed = isinstance(change, Datum)
        low, high = held.pop(f"Change on {year - 1}, least"), held.pop(f"Change on {year - 1}, most")
        if computed:
            lost = change.lower * 100 - Fraction(repr(low)), Fraction(repr(high)) - change.upper * 100
            assert all(0 <= each < Fraction(1, 100) for each in lost), f"{name}: rounded outwards to a hundredth"
        else:
            assert low is high is None
        assert (about := held.pop("About the change")) and about.startswith(("Computed", "As printed")) == computed
        assert held == {
            "Indicator": meaning["name_en"],
            "Value": float(printed["value"]),
            "Unit": printed["unit"],
            "Hedge": printed["qualifier"].replace("-", " "),
            f"Change on {year - 1} in words": f"{change:+.1%}" if computed else None,
            f"Change on {year - 1}, per cent": round(float(change.value) * 100, 2) if computed else None,
            "As printed": row.as_printed,
            "Paragraph": int(printed["paragraph"]),
            "Sentence": int(printed["sentence"]) if printed["sentence"] else None,
            "Words around it": printed["phrase"],
            "Stock or flow": meaning["stock_or_flow"],
            "Compare with": meaning["comparable_with"],
            "Do not compare with": meaning["not_comparable_with"],
            "Remarks": printed["note_en"],
            "Chinese name": meaning["name_zh"],
            "Source": source.title,
            "Source address": source.address,
            "observation_id": printed["observation_id"],
        }


def test_each_table_says_what_it_is_to_those_who_hear_it(book) -> None:
    """The words that stand for a table, which no reader of spreadsheets in Python knows."""
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/tables/")]
    said = dict(re.search(r'altText="(.+?)" altTextSummary="(.+?)"', text).groups() for text in texts)
    assert [*said] == book.sheetnames[1:]
    assert {name: unescape(words) for name, words in said.items() if name in {each.title for each in TABLES}} == {
        each.title: each.description for each in TABLES
    }


def cells_of(content: bytes):
    """All cells of a workbook as the XML has them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                yield from re.findall(r"<c [^>]*?(?:/>|>.*?</c>)", archive.read(name).decode())


def test_text_stays_text_whatever_it_begins_with(hostile) -> None:
    made = openpyxl.load_workbook(io.BytesIO(hostile), rich_text=False)
    head, *rows = rows_of(made["Observations"])
    column = head.index("note_en")
    for row, words in zip(rows[-len(HOSTILE) :], HOSTILE, strict=True):
        assert row[column] == words
    sheet = made["Observations"]
    noted = [cell for row in sheet.iter_rows(min_row=sheet.max_row - len(HOSTILE) + 1) for cell in row]
    acting = [cell for cell in noted if isinstance(cell.value, str) and cell.value[0] in "=+-@"]
    assert len(acting) >= 5 and all(cell.quotePrefix for cell in acting)
    assert not any("<f" in cell for cell in cells_of(hostile)), "no cell is a formula"
    assert not any(cell.hyperlink for row in sheet for cell in row), "no text became a link"
    with zipfile.ZipFile(io.BytesIO(hostile)) as archive:
        names = archive.namelist()
        assert not [name for name in names if re.search(r"vba|macro|externalLink|drawing|activeX|embed", name)]


@pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed: apt-get install libreoffice-calc"
)
def test_libreoffice_shows_every_sheet_as_the_csv_has_it(hostile, tmp_path) -> None:
    (tmp_path / "book.xlsx").write_bytes(hostile)
    options = "44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         f"csv:Text - txt - csv (StarCalc):{options}", "--outdir", tmp_path, tmp_path / "book.xlsx"],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for table in read_tables(with_hostile_cells()):
        text = (tmp_path / f"book-{table.title}.csv").read_text(encoding="utf-8")
        _, _, _, head, *rows = csv.reader(io.StringIO(text, newline=""))
        assert head == [field["name"] for field in table.fields]
        assert len(rows) == len(table.rows)
        for row, wanted in zip(rows, table.rows, strict=True):
            for shown, cell, field in zip(row, wanted, table.fields, strict=True):
                plain = shown.strip().replace(",", "") if field["type"] in ("number", "integer") else shown
                assert (plain if cell not in HOSTILE else shown) == cell or plain.strip() == cell, field["name"]


def test_no_entry_of_the_workbook_has_the_time_at_which_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("note_en", "x" * 40_000, "column 18: the text has 40,000 characters"),
        ("value", "0.1234567890123456", "column 7"),
    ],
)
def test_what_a_spreadsheet_cannot_hold_is_named_and_nothing_is_written(monkeypatch, column, cell, said) -> None:
    (record,) = (table for table in TABLES if table.name == "observations")
    at = [field["name"] for field in record.fields].index(column)
    rows = [[cell if number == at else held for number, held in enumerate(row)] for row in record.rows[:1]]
    monkeypatch.setattr(workbook, "read_tables", lambda files: [replace(record, rows=rows)])
    with pytest.raises(ValueError, match=f"sheet Observations, row 5, {said}"):
        write_workbook(FILES, ROOT)


def test_json_has_the_same_tables_typed_without_loss() -> None:
    content = write_json(FILES, ROOT).decode()
    made = json.loads(content, parse_float=Decimal)
    about = load_citation(ROOT)
    assert (made["version"], made["released"]) == (about["version"], about["date-released"].isoformat())
    (licence,), (source,) = made["licenses"], made["sources"]
    assert licence["name"] in about["license"] and licence["path"] == CC_BY
    assert (source["path"], made["citation"]) == (
        load_release()["patents-granted"].source.address,
        citation_line(about),
    )
    assert load_release()["patents-granted"].source.title in source["title"]
    assert [*made["tables"]] == [*made["fields"]] == [table.name for table in TABLES]
    assert next(iter(made["tables"])) == "observations-by-year"
    for table in TABLES:
        kinds = {field["name"]: field["type"] for field in made["fields"][table.name]}
        for held, row in zip(made["tables"][table.name], table.rows, strict=True):
            assert [*held] == [*kinds]
            for (name, value), cell in zip(held.items(), row, strict=True):
                if not cell:
                    assert value is None
                elif kinds[name] in ("number", "integer"):
                    assert not isinstance(value, str) and Decimal(value) == Decimal(cell)
                else:
                    assert value == cell
    loaded = pd.DataFrame(json.loads(content)["tables"]["observations-by-year"])
    plain = pd.read_csv(io.BytesIO(FILES["observations-by-year.csv"]))[[*loaded]]
    pd.testing.assert_frame_equal(loaded, plain, check_dtype=False)


@pytest.mark.usefixtures("built")
def test_the_page_data_offers_both_first() -> None:
    links = parsed("book/data").select("article a.reference.download")
    assert [str(link["href"]).rpartition("/")[2] for link in links[:2]] == [name_of_workbook(), name_of_json()]
    for link, content in zip(links, (CONTENT, write_json(FILES, ROOT)), strict=False):
        assert (HTML / "book" / str(link["href"])).resolve().read_bytes() == content


def test_files_that_hold_all_others_are_made_anew_where_they_would_be_others(monkeypatch, tmp_path) -> None:
    made = []
    monkeypatch.setattr(downloads, "write_workbook", lambda files, root: made.append("") or b"book%d" % len(made))
    monkeypatch.setattr(downloads, "write_json", lambda files, root: b"json")
    config = SimpleNamespace(report_code="code", report_about={"version": "1"})
    app = SimpleNamespace(srcdir=tmp_path, doctreedir=tmp_path, config=config)
    (tmp_path / downloads.FOLDER).mkdir(parents=True)
    book = tmp_path / downloads.FOLDER / name_of_workbook()

    def changed(files: dict[str, bytes]) -> bool:
        before = len(made)
        for name, content in downloads._make_whole(app, files).items():
            (tmp_path / downloads.FOLDER / name).write_bytes(content)
        assert book.read_bytes() == b"book%d" % len(made)
        return len(made) > before

    assert [changed({"a.csv": b"1"}), changed({"a.csv": b"1"}), changed({"a.csv": b"2"})] == [True, False, True]
    for name, value in (("report_code", "other"), ("report_about", {"version": "2"})):
        setattr(config, name, value)
        assert [changed({"a.csv": b"2"}), changed({"a.csv": b"2"})] == [True, False], name
    book.write_bytes(b"half")
    assert [changed({"a.csv": b"2"}), changed({"a.csv": b"2"})] == [True, False]
    book.unlink()
    assert changed({"a.csv": b"2"})


def test_release_figures_are_rows_of_the_release() -> None:
    table = read_release_figures()
    assert len({len(row) for row in table.rows} | {len(table.fields)}) == 1
    needed = [field.get("constraints", {}).get("required") for field in table.fields]
    for row in table.rows:
        assert all(cell for cell, wanted in zip(row, needed, strict=True) if wanted), row
