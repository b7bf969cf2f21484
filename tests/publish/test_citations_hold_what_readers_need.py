"""A citation names authors, title, version, day, DOI and address, in words and in what programs of references open."""

from datetime import date
from typing import Any

import pytest

from beijing_ip.publish.citation import bibtex_entry, citation_line, doi_address, ris_entry
from beijing_ip.publish.printing import brief_imprint, imprint

ABOUT: dict[str, Any] = {
    "title": "Patents in Example",
    "authors": [{"name": "The example authors"}, {"given-names": "Ada", "family-names": "Example"}],
    "version": "1.2.3",
    "date-released": date(2026, 5, 1),
    "license": "CC-BY-4.0",
}
DOI = "10.1234/example.5"
FIGURE = ("grants", "Figure 1: 12% of R&D in one place_name \\x", "https://example.org/book/page.html#grants")


def test_a_line_says_version_day_and_place_as_far_as_they_are_known() -> None:
    whole = "The example authors and Ada Example (2026). Patents in Example. Version 1.2.3, 1 May 2026."
    assert citation_line(ABOUT) == whole
    part = whole.replace("Patents in Example.", f"“{FIGURE[1]}”, in: Patents in Example.")
    assert citation_line(ABOUT, *FIGURE[1:]) == f"{part} {FIGURE[2]}"
    with_doi = {**ABOUT, "doi": DOI}
    assert citation_line(with_doi) == f"{whole} https://doi.org/{DOI}"
    assert citation_line(with_doi, *FIGURE[1:]) == f"{part} https://doi.org/{DOI}, {FIGURE[2]}"


@pytest.mark.parametrize("found", [{"doi": DOI}, {"identifiers": [{"type": "doi", "value": DOI}]}])
def test_a_doi_is_read_from_either_field_and_never_made_up(found: dict[str, Any]) -> None:
    assert doi_address({**ABOUT, **found}) == f"https://doi.org/{DOI}"
    assert doi_address({**ABOUT, "identifiers": [{"type": "url", "value": "https://example.org"}]}) == ""
    for entry in (bibtex_entry, ris_entry):
        assert DOI in entry({**ABOUT, **found}) and "doi" not in entry(ABOUT).lower()


def test_both_pdf_files_have_the_doi_beside_the_citation() -> None:
    source = {"publisher": "Office of examples", "title": "Example", "published": "2026-04-30", "address": ""}
    for entries in (imprint({**ABOUT, "doi": DOI}, source), brief_imprint({**ABOUT, "doi": DOI}, source)):
        assert citation_line({**ABOUT, "doi": DOI}) in entries[0]["text"]


def test_bibtex_keeps_names_capitals_and_signs() -> None:
    lines = dict(
        line.strip(" ,").split(" = ") for line in bibtex_entry({**ABOUT, "doi": DOI}, *FIGURE).split("\n")[1:-1]
    )
    # Without braces of its own the group would be a person whose family is called authors.
    assert lines.pop("author   ") == "{{The example authors} and Example, Ada}"
    assert lines.pop("title    ") == r"{{Figure 1: 12\% of R\&D in one place\_name \textbackslash{}x}}"
    assert lines.pop("booktitle") == "{{Patents in Example}}"
    assert [lines.pop(name) for name in ("year     ", "month    ", "day      ")] == ["{2026}", "may", "{1}"]
    assert lines == {
        "version  ": "{1.2.3}",
        "note     ": "{Text and data: CC-BY-4.0; code: MIT}",
        "doi      ": f"{{{DOI}}}",
        "url      ": f"{{{FIGURE[2]}}}",
    }


def test_ris_has_one_field_a_line() -> None:
    lines = ris_entry({**ABOUT, "doi": DOI}, *FIGURE).split("\r\n")
    assert lines[0] == "TY  - CHAP" and lines[-2:] == ["ER  - ", ""]
    fields = [tuple(line.split("  - ", 1)) for line in lines[:-2]]
    assert [text for tag, text in fields if tag == "AU"] == ["The example authors", "Example, Ada"]
    assert {("TI", FIGURE[1]), ("T2", "Patents in Example"), ("DA", "2026/05/01/"), ("ET", "1.2.3")} <= set(fields)
    assert {("DO", DOI), ("UR", FIGURE[2])} <= set(fields)
    assert "T2  - " not in ris_entry(ABOUT) and ris_entry(ABOUT).startswith("TY  - BOOK\r\n")
