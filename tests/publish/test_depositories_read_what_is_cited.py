"""GitHub and Zenodo read who made the data, when, from what and under which licence, in the forms that they know."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from jsonschema import Draft7Validator, FormatChecker

from beijing_ip.data.observations import load_sources
from beijing_ip.publish import documents
from beijing_ip.publish.citation import CODE_LICENCE, name_citation
from beijing_ip.publish.deposit import describe_deposit

DOI = r"^10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+$"
TEXT = {"type": "string", "minLength": 1}
LINES = {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True}
DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$", "format": "date"}


def record(needed: str, **properties: Any) -> dict[str, Any]:
    """A JSON object that has the needed properties and none that is not named."""
    return {"type": "object", "required": needed.split(), "additionalProperties": False, "properties": properties}


AUTHOR = {
    "anyOf": [
        record("name", name=TEXT, orcid=TEXT, website=TEXT),
        record("", **dict.fromkeys(("family-names", "given-names", "name-particle", "affiliation", "orcid"), TEXT)),
    ]
}
CITATION = record(
    "cff-version message title authors",
    **{
        "cff-version": {"const": "1.2.0"},
        "message": TEXT,
        "title": TEXT,
        "type": {"enum": ["dataset", "software"]},
        "authors": {"type": "array", "items": AUTHOR, "minItems": 1, "uniqueItems": True},
        "version": TEXT,
        "date-released": DAY,
        # A list would mean that a reader may choose.
        "license": {"const": "CC-BY-4.0"},
        "keywords": LINES,
        "doi": {"type": "string", "pattern": DOI},
        "identifiers": {
            "type": "array",
            "items": record("type value", type={"enum": ["doi", "url", "swh", "other"]}, value=TEXT, description=TEXT),
        },
        **dict.fromkeys(("abstract", "url", "repository-code"), TEXT),
    },
)
"""What this project may use of the Citation File Format 1.2.0, as its schema has it.

`cffconvert --validate` asks the whole of it (https://github.com/citation-file-format/citation-file-format)."""
PERSON = record("name", name=TEXT, affiliation=TEXT, orcid={"type": "string", "pattern": r"^(\d{4}-){3}\d{3}[\dX]$"})
DEPOSIT = record(
    "title description access_right upload_type license creators",
    title={"type": "string", "minLength": 3},
    upload_type={"const": "dataset"},
    description=TEXT,
    creators={"type": "array", "items": PERSON, "minItems": 1, "uniqueItems": True},
    version={"type": "string"},
    publication_date=DAY,
    access_right={"const": "open"},
    license={"const": "CC-BY-4.0"},
    notes={"type": "string"},
    keywords=LINES,
    language={"type": "string", "pattern": "^[a-z]{2,3}$"},
    related_identifiers={
        "type": "array",
        "items": record(
            "identifier relation",
            identifier=TEXT,
            relation={"enum": ["isDerivedFrom", "isDocumentedBy", "isSupplementTo", "references"]},
            scheme={"enum": ["doi", "url"]},
            resource_type={"enum": ["dataset", "publication-other", "publication-report", "software"]},
        ),
    },
)
"""What this project may use of a deposit, by the schema at https://github.com/zenodraft/metadata-schema-zenodo."""


def wrong(schema: dict[str, Any], said: object) -> list[str]:
    found = Draft7Validator(schema, format_checker=FormatChecker()).iter_errors(said)
    return [f"{error.json_path}: {error.message}" for error in found]


def cited(text: str) -> dict[str, Any]:
    """A text like CITATION.cff, as validators read it: days as text."""
    fields: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return fields


CFF = (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_citation_cff_is_valid() -> None:
    assert wrong(CITATION, cited(CFF)) == []
    assert all(words in cited(CFF)["message"] for words in ("CC BY 4.0", CODE_LICENCE))
    assert wrong(CITATION, cited(CFF + "doi: 10.1234/example.5\n")) == []


def test_it_has_the_addresses_of_the_settings_and_no_others(tmp_path: Path) -> None:
    named = {"url": "https://example.org/book/", "repository-code": "https://git.example/owner/name"}
    settings = {"html": {"baseurl": named["url"]}, "repository": {"url": named["repository-code"]}}
    (tmp_path / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    text = name_citation(CFF, tmp_path)
    assert wrong(CITATION, cited(text)) == []
    assert {field: cited(text).get(field) for field in named} == named
    assert name_citation(text, tmp_path) == text
    (tmp_path / "_config.yml").write_text("html:\n  baseurl:\n", encoding="utf-8")
    assert not {*named} & {*cited(name_citation(text, tmp_path))}


@pytest.mark.parametrize("line", ["doi: https://doi.org/10.1234/example", "released: 2026-11-28", "license: []"])
def test_what_it_does_not_know_is_refused(line: str) -> None:
    assert wrong(CITATION, cited(CFF.replace("license:", "keep:") if "license" in line else f"{CFF}{line}\n"))


def test_the_deposit_is_valid_and_says_what_the_citation_says() -> None:
    deposit = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    assert wrong(DEPOSIT, deposit) == []
    fields = cited(CFF)
    assert [deposit[name] for name in ("title", "version", "publication_date", "keywords")] == [
        fields[name] for name in ("title", "version", "date-released", "keywords")
    ]
    assert [author["name"] for author in deposit["creators"]] == [author["name"] for author in fields["authors"]]
    assert "doi" not in deposit, "Zenodo gives one"
    (derived,) = deposit["related_identifiers"]
    assert derived["identifier"] == load_sources()[documents.find_edition().source_id].address


def test_words_of_a_description_are_text_and_people_are_named_family_first() -> None:
    ada = {"given-names": "Ada", "family-names": "Example", "orcid": "https://orcid.org/0000-0002-1825-0097"}
    about = {
        **{"title": "Example", "version": "1.0.0", "date-released": date(2026, 5, 1), "keywords": ["one"]},
        **{"authors": [{**ada, "affiliation": "Example & Co"}], "license": "CC-BY-4.0"},
    }
    deposit = describe_deposit(about, {"description": "a <script>alert(1)</script> & b"})
    assert wrong(DEPOSIT, deposit) == []
    assert deposit["description"] == "<p>a &lt;script&gt;alert(1)&lt;/script&gt; &amp; b</p>"
    assert deposit["creators"] == [
        {"name": "Example, Ada", "affiliation": "Example & Co", "orcid": "0000-0002-1825-0097"}
    ]
