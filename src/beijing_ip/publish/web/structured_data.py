"""What a page says of itself to people who cite it and to machines that read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import croissant
from ..naming import FOLDER_OF_DATA, name_of_data, name_of_json, name_of_workbook
from ..offered import describe_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CONTEXT = "https://schema.org"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECORDS = ("observations-by-year", "observations")
"""The tables whose columns the page describes too; croissant.json has those of all."""


def describe_page(
    app: Sphinx, page: str, title: str, description: str, address: str, pathto: Callable[..., str]
) -> str:
    """Return the page's entry for schema.org as JSON-LD: the report, a part of it, or the data.

    `address` is that of the page, empty if it is not known; `pathto` gives those of other pages and of files.
    """
    about = app.config.report_about
    creator = [croissant.describe_author(author) for author in about["authors"]]
    shared = {
        "license": croissant.LICENCE,
        "version": about["version"],
        "datePublished": about["date-released"].isoformat(),
        "inLanguage": "en",
    }
    report = {
        "@type": "Report",
        "name": about["title"],
        **croissant.describe_doi(about),
        "creator": creator,
        "keywords": about["keywords"],
        **shared,
        **({"url": pathto(app.config.root_doc)} if address else {}),
    }
    known = {"url": address} if address else {}
    if page == app.config.root_doc:
        package = describe_files()
        data = {"@type": "Dataset", "name": package["title"], "description": package["description"], "creator": creator}
        said = report | {"description": description, "hasPart": data | shared | {"url": pathto(croissant.PAGE)}}
    elif page == croissant.PAGE:
        return _write(describe_data(app, pathto) | {"isPartOf": report} | known)
    else:
        spoken = {"inLanguage": app.env.metadata[page].get("lang", app.config.language)}
        chapter = {"@type": "Chapter", "name": title, "description": description, **shared, **spoken}
        said = chapter | {"isPartOf": report}
    return _write({"@context": CONTEXT, "@graph": [said | known]})


def _write(said: dict[str, Any]) -> str:
    # "</script>" in a text would end the element, and "<!--" would keep it open.
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")


def describe_data(app: Sphinx, pathto: Callable[..., str]) -> dict[str, Any]:
    """Return the description of the data that lies beside them, as the page has it.

    The files have their addresses there, and those that hold all tables are among them.
    """
    folder = Path(app.srcdir) / FOLDER_OF_DATA
    said: dict[str, Any] = json.loads((folder / croissant.FILE).read_text(encoding="utf-8"))
    whole = [
        croissant.describe_file(name, title, mediatype, (folder / name).read_bytes())
        for name, title, mediatype in (
            (name_of_workbook(), "All tables as a workbook", SPREADSHEET),
            (name_of_json(), "All tables as JSON", "application/json"),
            (name_of_data(), "All files in one", "application/zip"),
        )
    ]
    offered = {Path(name).name: f"_downloads/{target}" for name, (_, target) in app.env.dlfiles.items()}
    return said | {
        "distribution": [
            file | {"contentUrl": pathto(offered[file["@id"]], 1)} for file in [*said["distribution"], *whole]
        ],
        "recordSet": [records for records in said["recordSet"] if records["@id"] in RECORDS],
    }
