"""What Zenodo reads of a release, .zenodo.json: title, authors, licence and source, for the record that gets a DOI.

Where this file lies, Zenodo does not read CITATION.cff, which says less: neither the source nor the language. The
names are those of Zenodo's deposits (https://developers.zenodo.org, "Deposit metadata").
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from beijing_ip.data.editions import find_edition
from beijing_ip.data.observations import load_sources

from .citation import licence_line, name_of


def describe_deposit(about: Mapping[str, Any], package: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a release, from the fields of CITATION.cff and the description of the data.

    It has no DOI: Zenodo gives one.
    """
    source = load_sources()[find_edition().source_id]
    related = {"identifier": source.address, "relation": "isDerivedFrom", "scheme": "url"}
    return {
        "title": about["title"],
        "upload_type": "dataset",
        "description": f"<p>{escape(package['description'])}</p>",
        "creators": [_creator(author) for author in about["authors"]],
        "version": about["version"],
        "publication_date": about["date-released"].isoformat(),
        "access_right": "open",
        "license": about["license"],
        "notes": f"{licence_line(about)}.",
        "keywords": list(about["keywords"]),
        "language": "eng",
        **({"related_identifiers": [related]} if source.address else {}),
    }


def _creator(author: Mapping[str, str]) -> dict[str, str]:
    orcid = author.get("orcid", "").rpartition("/")[2]
    said = {"name": name_of(author, inverted=True), "affiliation": author.get("affiliation", ""), "orcid": orcid}
    return {name: text for name, text in said.items() if text}
