"""What a page says of itself to people who cite it and to machines that read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beijing_ip.data.loading import load_tables

from ..offered import describe_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CONTEXT = "https://schema.org"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def describe_page(
    app: Sphinx, page: str, title: str, description: str, address: str, pathto: Callable[..., str]
) -> str:
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
        data = {"@type": "Dataset", "name": describe_files()["title"], "url": pathto("book/data"), "creator": creator}
        graph = [report | {"description": description, "hasPart": data | shared}]
    elif page == "book/data":
        graph = [describe_data(app, pathto) | {"creator": creator} | shared | {"isPartOf": report}]
    else:
        spoken = {"inLanguage": app.env.metadata[page].get("lang", app.config.language)}
        chapter = {"@type": "Chapter", "name": title, "description": description, **shared, **spoken}
        graph = [chapter | {"isPartOf": report}]
    if address:
        graph = [entry | {"url": address} for entry in graph]
    # "</script>" in a text would end the element, and "<!--" would keep it open.
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False).replace("<", "\\u003c")


def describe_data(app: Sphinx, pathto: Callable[..., str]) -> dict[str, Any]:
    """Return the data as schema.org describes a Dataset: from their description, the indicators and the downloads."""
    package, observations = describe_files(), load_tables()["observations"]
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
            for row in load_tables()["indicators"]
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
