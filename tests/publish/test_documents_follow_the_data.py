"""What is written twice says the same: README, codebook, citation, versions, the description of the data."""

import json
import re
import tomllib

import yaml
from conftest import ROOT
from frictionless import Package

from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_release
from beijing_ip.data.schema import DATA_FOLDER, load_description
from beijing_ip.publish import documents


def test_derived_documents_are_current():
    for path, text in documents.render_documents().items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"{path}: run make documents"


def test_numbers_of_the_readme_are_computed():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    before, rest = text.split(documents.START)
    computed, after = rest.split(documents.END)
    after = after.split(documents.CITED[0])[0] + after.split(documents.CITED[1])[1]
    assert str(load_release()["patents-granted"]) in computed
    assert len(re.findall(r"(?m)^- .*\.$", computed)) == 6
    typed = re.findall(r"\d[\d,.]*\d|\d", re.sub(r"(?m)`[^`]*`|CC BY 4\.0|\A# .*|3\.1[123]|^\d\. ", "", before + after))
    assert typed == []


def test_version_and_title_are_the_same_everywhere():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cff["version"] == project["version"] == load_description()["version"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert find_edition().title == cff["title"] == readme.splitlines()[0].removeprefix("# ")
    assert load_description()["title"].startswith(cff["title"])


def test_data_package_is_valid_by_an_independent_validator():
    package = Package(str(DATA_FOLDER / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    assert len(report.tasks) == len(load_description()["resources"])


def test_every_table_of_data_is_described():
    described = {resource["path"] for resource in load_description()["resources"]}
    assert described == {path.name for path in DATA_FOLDER.glob("*.csv")}


def test_every_number_means_something_and_every_meaning_has_a_number():
    observed, described = (
        {row["indicator_id"] for row in load_tables()[name]} for name in ("observations", "indicators")
    )
    assert observed == described


def test_no_file_names_a_machine():
    files = [path for path in [*DATA_FOLDER.iterdir(), *(ROOT / "notebooks").iterdir()] if path.is_file()]
    for path in files:
        assert not re.search(r"/(home|root|work|Users|tmp)/", path.read_text(encoding="utf-8")), path.name


def test_notebooks_are_stored_as_plain_json():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=False) + "\n", path.name
