"""Search engines find the data by what the page says of them, and loaders read their tables by the same description."""

import csv
import hashlib
import io
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin

import mlcroissant
import pandas as pd
import pytest
from pages import HTML, ROOT, parsed

from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_sources
from beijing_ip.publish import croissant
from beijing_ip.publish.citation import load_citation
from beijing_ip.publish.naming import name_of_data, name_of_json, name_of_workbook
from beijing_ip.publish.offered import BYTE_ORDER_MARK, describe_files, list_files
from beijing_ip.publish.web.structured_data import RECORDS, SPREADSHEET, describe_page

REQUIRED = ("name", "description")
RECOMMENDED = (
    *("alternateName", "creator", "distribution", "identifier", "isAccessibleForFree", "isPartOf", "keywords"),
    *("license", "measurementTechnique", "sameAs", "spatialCoverage", "temporalCoverage", "url"),
    *("variableMeasured", "version"),
)
UNTRUE = ("citation", "funder", "includedInDataCatalog")
"""Google's page on Dataset, "Structured data type definitions", requires and recommends these
(https://developers.google.com/search/docs/appearance/structured-data/dataset). `citation` is for articles beside the
data, it says, and not for how to cite them; nobody paid for them, and no catalogue has them."""
FILES = list_files(ROOT)
ABOUT = load_citation(ROOT)
CITED = {**ABOUT, "doi": "10.1234/example.5", "url": "https://example.org/book/"}
BY_YEAR = "observations-by-year"
# The loader asks its library for something old.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


def of_page() -> dict[str, Any]:
    if not (HTML / "index.html").exists():
        pytest.skip("there is no built book in _build/html: run make book first")
    said: dict[str, Any] = json.loads(parsed("book/data").find("script", type="application/ld+json").get_text())
    return said


def of_file() -> dict[str, Any]:
    said: dict[str, Any] = json.loads(FILES[croissant.FILE])
    return said


def load(said: Any, caplog: pytest.LogCaptureFixture) -> mlcroissant.Dataset:
    """What the reference loader makes of a description, which must have nothing to say of it."""
    dataset = mlcroissant.Dataset(jsonld=said)
    assert dataset.metadata.ctx.issues.report() == "" and caplog.messages == []
    return dataset


def test_the_page_says_what_google_asks_for() -> None:
    said = of_page()
    known = set(RECOMMENDED) - (set() if "doi" in ABOUT else {"identifier", "sameAs"})
    known -= set() if ABOUT.get("url") else {"url"}
    assert [name for name in (*REQUIRED, *sorted(known)) if not said.get(name)] == []
    assert not set(said) & set(UNTRUE) and said["@type"] == "Dataset"
    assert 50 <= len(said["description"]) <= 5000
    assert date.fromisoformat(said["datePublished"]) == ABOUT["date-released"]
    assert said["isBasedOn"]["url"] == load_sources()[find_edition().source_id].address
    assert said["license"] == said["isPartOf"]["license"] == "https://creativecommons.org/licenses/by/4.0/"
    measured = [(each["name"], each["alternateName"], each["unitText"]) for each in said["variableMeasured"]]
    assert measured == [(row["name_en"], row["name_zh"], row["unit"]) for row in load_tables()["indicators"]]
    kinds = [file["encodingFormat"] for file in said["distribution"]]
    assert sorted(set(kinds)) == ["application/json", SPREADSHEET, "application/zip", "text/csv"]
    assert all("DataDownload" in file["@type"] for file in said["distribution"])


def test_with_a_doi_and_an_address_nothing_is_left_open() -> None:
    said = croissant.describe_dataset(CITED, describe_files(), FILES) | {"isPartOf": of_page()["isPartOf"]}
    assert [name for name in (*REQUIRED, *RECOMMENDED) if not said.get(name)] == []
    assert said["identifier"] == said["sameAs"] == "https://doi.org/10.1234/example.5"
    assert said["url"] == "https://example.org/book/book/data.html"
    assert CITED["doi"] in said["citeAs"]


@pytest.mark.parametrize("page", ["book/index", "book/method"])
def test_doi_and_address_of_the_report_are_those_of_the_whole(page: str) -> None:
    app: Any = SimpleNamespace(
        config=SimpleNamespace(report_about=CITED, root_doc="book/index", language="en"),
        env=SimpleNamespace(metadata={page: {}}),
    )

    def described(address: str) -> tuple[dict[str, Any], dict[str, Any]]:
        said = describe_page(app, page, "Title", "About it.", address, lambda to: f"https://example.org/{to}.html")
        (entry,) = json.loads(said)["@graph"]
        return entry, entry if page == "book/index" else entry["isPartOf"]

    assert "url" not in described("")[1]
    entry, report = described(f"https://example.org/{page}.html")
    assert report["url"] == "https://example.org/book/index.html" and entry["url"] == f"https://example.org/{page}.html"
    assert report["@type"] == "Report" and report["identifier"] == "https://doi.org/10.1234/example.5"
    assert ("identifier" in entry) == (page == "book/index")


def test_page_and_file_describe_the_same_files_each_from_where_it_lies() -> None:
    page, file = of_page(), of_file()
    for one in page["distribution"]:
        address = one.pop("contentUrl")
        place = address.removeprefix(ABOUT.get("url", "")) if "://" in address else urljoin("book/", address)
        content = (HTML / place).read_bytes()
        assert content == FILES.get(one["@id"], content)
        assert hashlib.sha256(content).hexdigest() == one["sha256"]
        assert len(content) == int(one["contentSize"].removesuffix(" B"))
    assert [one.pop("contentUrl") for one in file["distribution"]] == [one["@id"] for one in file["distribution"]]
    # What holds all tables, and so this file, is beside them on the page alone.
    whole = [one["@id"] for one in page["distribution"] if one not in file["distribution"]]
    assert whole == [name_of_workbook(), name_of_json(), name_of_data()]
    page["distribution"] = [one for one in page["distribution"] if one["@id"] not in whole]
    file["recordSet"] = [each for each in file["recordSet"] if each["@id"] in RECORDS]
    assert [each["@id"] for each in file["recordSet"]] == list(RECORDS)
    assert {name: page[name] for name in file} == file
    assert set(page) - set(file) <= {"isPartOf", "url"}


def test_the_reference_loader_has_nothing_to_say_of_the_page(caplog: pytest.LogCaptureFixture) -> None:
    assert {each.uuid for each in load(of_page(), caplog).metadata.record_sets} == set(RECORDS)


def test_the_reference_loader_reads_every_table(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    dataset = load(tmp_path / croissant.FILE, caplog)
    package = describe_files()
    assert [each.uuid for each in dataset.metadata.record_sets] == [each["name"] for each in package["resources"]]
    rows = list(csv.DictReader(io.StringIO(FILES[f"{BY_YEAR}.csv"].decode().removeprefix(BYTE_ORDER_MARK))))
    read = list(dataset.records(BY_YEAR))
    assert len(read) == len(rows) > 500
    kinds = {field["name"]: field["type"] for field in package["resources"][0]["schema"]["fields"]}
    makers: dict[str, Any] = {"string": str.encode, "integer": int, "number": float, "date": pd.Timestamp}
    for row, found in zip(rows, read, strict=True):
        for name, cell in row.items():
            assert found[f"{BY_YEAR}/{name}"] == (makers[kinds[name]](cell) if cell else None), (row, name)
    for record_set in dataset.metadata.record_sets:
        assert next(iter(dataset.records(record_set.uuid)))


def test_a_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / f"{BY_YEAR}.csv").write_bytes(FILES[f"{BY_YEAR}.csv"] + b"\n")
    with pytest.raises(Exception, match=f"Download.{BY_YEAR}.csv") as error:
        list(mlcroissant.Dataset(jsonld=tmp_path / croissant.FILE).records(BY_YEAR))
    assert "is not identical with" in str(error.value.__cause__)
