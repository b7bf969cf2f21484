"""What the data are, for machines: one description that search engines read as schema.org, and loaders as Croissant.

Croissant 1.0 (http://mlcommons.org/croissant/1.0) is schema.org's Dataset with a checksum of each file, and the columns
of each table with their types. `croissant.json` has it beside the tables, whose addresses are their names there; the
page *Data* has the same with its own addresses, since search engines read pages alone (`web/structured_data.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_sources
from beijing_ip.show import chinese

from .citation import bibtex_entry, doi_address, name_of
from .naming import short_title

FILE = "croissant.json"
PAGE = "book/data"
"""The page that offers the files."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
_TERMS = (
    "citeAs column equivalentProperty extract field fileObject fileProperty fileSet format includes isLiveDataset "
    "jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate separator source "
    "subField transform"
)
CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    **{term: f"cr:{term}" for term in _TERMS.split()},
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    # Chinese names are not English.
    "alternateName": {"@id": "sc:alternateName", "@language": None},
}
"""The words of Croissant, as its specification asks for them."""
_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date"}


def describe_dataset(
    about: Mapping[str, Any], package: Mapping[str, Any], files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return the description, from the fields of CITATION.cff, that of the data, and the files themselves by name.

    The addresses of the page *Data* and of the DOI are in it as far as they are known.
    """
    rows = load_tables()["observations"]
    years = sorted({row["period"][:4] for row in rows})
    source = load_sources()[find_edition().source_id]
    creator = [describe_author(author) for author in about["authors"]]
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "conformsTo": CONFORMS_TO,
        "name": package["title"],
        "alternateName": [short_title(), chinese.title()],
        "description": package["description"],
        **({"url": f"{about['url']}{PAGE}.html"} if about.get("url") else {}),
        **describe_doi(about),
        "creator": creator,
        "publisher": creator,
        "citeAs": bibtex_entry(about),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "version": about["version"],
        "datePublished": about["date-released"].isoformat(),
        "dateModified": about["date-released"].isoformat(),
        "isLiveDataset": False,
        "inLanguage": ["en", "zh-Hans"],
        "keywords": package["keywords"],
        "isBasedOn": {
            "@type": "WebPage",
            "name": source.title or source.publisher,
            **({"url": source.address} if source.address else {}),
        },
        "measurementTechnique": "Copied as printed from a press release and other pages; each number with its place, "
        "the grade of its source, and what rounding leaves open.",
        "temporalCoverage": f"{years[0]}/{years[-1]}",
        "spatialCoverage": [{"@type": "Place", "name": place} for place in sorted({row["place"] for row in rows})],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": row["name_en"], "alternateName": row["name_zh"], "unitText": row["unit"]}
            for row in load_tables()["indicators"]
        ],
        "distribution": [
            describe_file(each["path"], each["title"], each["mediatype"], files[each["path"]])
            for each in package["resources"]
        ],
        "recordSet": [_records(resource) for resource in package["resources"]],
    }


def describe_author(author: Mapping[str, str]) -> dict[str, str]:
    """Return an author of CITATION.cff, a group or a person, as schema.org has them."""
    who = {"@type": "Organization" if "name" in author else "Person", "name": name_of(author)}
    return who | ({"sameAs": author["orcid"]} if "orcid" in author else {})


def describe_doi(about: Mapping[str, Any]) -> dict[str, str]:
    """Return what says of a work that it has the DOI of CITATION.cff; nothing where there is none."""
    doi = doi_address(about)
    return {"identifier": doi, "sameAs": doi} if doi else {}


def describe_file(name: str, title: str, mediatype: str, content: bytes) -> dict[str, Any]:
    """Return a file by its name, which is also its address for those that lie beside it."""
    return {
        # Croissant's checker takes the first of them, search engines the second.
        "@type": ["cr:FileObject", "DataDownload"],
        "@id": name,
        "name": name,
        "description": title,
        "contentUrl": name,
        "encodingFormat": mediatype,
        "contentSize": f"{len(content)} B",
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _records(resource: Mapping[str, Any]) -> dict[str, Any]:
    name, schema = resource["name"], resource["schema"]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": resource["title"],
        "description": resource["description"],
        **({"key": [{"@id": f"{name}/{column}"} for column in schema["primaryKey"]]} if "primaryKey" in schema else {}),
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{field['name']}",
                "name": field["name"],
                "description": field["description"],
                "dataType": _TYPES[field["type"]],
                "source": {"fileObject": {"@id": resource["path"]}, "extract": {"column": field["name"]}},
            }
            for field in schema["fields"]
        ],
    }
