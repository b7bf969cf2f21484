"""What a page says of itself to people who cite it and to machines that read it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CONTEXT = "https://schema.org"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def plain_citation(about: Mapping[str, Any], page: str, address: str) -> str:
    """Return a page's citation as a line of text; `page` is empty for the book as a whole."""
    whole = f"{about['title']}. Version {about['version']}."
    part = f"“{page}”, in: {whole}" if page else whole
    return f"{_authors(about)} ({about['date-released'].year}). {part}{f' {address}' if address else ''}"


def bibtex(about: Mapping[str, Any], page: str, address: str) -> str:
    """Return a page's citation as an entry of BibTeX; `page` is empty for the book as a whole."""
    day = about["date-released"]
    key = "-".join(["beijing-ip", *page.lower().replace("?", "").split()])
    book = f"{{{about['title']}}}"
    fields = {
        "author": f"{{{_authors(about)}}}",
        **({"title": f"{{{page}}}", "booktitle": book} if page else {"title": book}),
        "year": str(day.year),
        "month": str(day.month),
        "version": about["version"],
        **({"url": address} if address else {}),
    }
    lines = [f"  {name:<9} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@{'incollection' if page else 'book'}{{{key},", *lines, "}"])


def structured(app: Sphinx, page: str, title: str, description: str, address: str, pathto: Callable[..., str]) -> str:
    """Return the page's entry for schema.org as JSON-LD: the report, a part of it, or the data.

    `address` is that of the page, empty if it is not known; `pathto` gives those of other pages and of files.
    """
    about = app.config.report_about
    creator = [{"@type": "Organization", "name": author["name"]} for author in about["authors"]]
    shared = {
        "license": LICENCE,
        "version": about["version"],
        "datePublished": about["date-released"].isoformat(),
        "inLanguage": "en",
    }
    report = {"@type": "Report", "name": about["title"], "creator": creator, "keywords": about["keywords"], **shared}
    if page == app.config.root_doc:
        data = {"@type": "Dataset", "name": _package(app)["title"], "url": pathto("book/data"), "creator": creator}
        graph = [report | {"description": description, "hasPart": data | shared}]
    elif page == "book/data":
        graph = [dataset(app, pathto) | {"creator": creator} | shared | {"isPartOf": report}]
    else:
        spoken = {"inLanguage": app.env.metadata[page].get("lang", app.config.language)}
        chapter = {"@type": "Chapter", "name": title, "description": description, **shared, **spoken}
        graph = [chapter | {"isPartOf": report}]
    if address:
        graph = [entry | {"url": address} for entry in graph]
    # "</script>" in a text would end the element.
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False).replace("</", "<\\/")


def dataset(app: Sphinx, pathto: Callable[..., str]) -> dict[str, Any]:
    """Return the data as schema.org describes a Dataset: from their description, the indicators and the downloads."""
    root = Path(app.srcdir)
    package = _package(app)
    with (root / "data" / "indicators.csv").open(encoding="utf-8", newline="") as file:
        indicators = list(csv.DictReader(file))
    with (root / "data" / "observations.csv").open(encoding="utf-8", newline="") as file:
        observations = list(csv.DictReader(file))
    years = sorted({row["period"][:4] for row in observations})
    places = sorted({row["place"] for row in observations})
    files = {source: f"_downloads/{target}" for source, (_, target) in app.env.dlfiles.items()}
    return {
        "@type": "Dataset",
        "name": package["title"],
        "description": package["description"],
        "keywords": package["keywords"],
        "isAccessibleForFree": True,
        "temporalCoverage": f"{years[0]}/{years[-1]}",
        "spatialCoverage": [{"@type": "Place", "name": place} for place in places],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": row["name_en"], "alternateName": row["name_zh"], "unitText": row["unit"]}
            for row in indicators
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": resource["title"],
                "encodingFormat": resource["mediatype"],
                "contentUrl": pathto(files[source], 1),
            }
            for resource in package["resources"]
            for source in files
            if Path(source).name == Path(resource["path"]).name
        ],
    }


def _package(app: Sphinx) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((Path(app.srcdir) / "data" / "datapackage.json").read_text(encoding="utf-8"))
    return described


def _authors(about: Mapping[str, Any]) -> str:
    return " and ".join(author["name"] for author in about["authors"])
