"""Documents that derive from data, locks and CHANGELOG.md, so that nobody types a number, a version or a title twice.

`python -m beijing_ip documents` writes them: the codebook data/README.md, the title, the findings and the citation at
the head of README.md, what CITATION.cff and data/datapackage.json say of the edition, the version wherever it stands,
what Zenodo reads of it, and environment.yml. A test holds the committed files against what this module computes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from beijing_ip.analysis.datum import Datum, MissingFigureError
from beijing_ip.analysis.frames import edition
from beijing_ip.analysis.ratios import share_of_residents
from beijing_ip.data.editions import find_edition
from beijing_ip.data.links import verbatim
from beijing_ip.data.observations import load_sources
from beijing_ip.data.schema import DATA_FOLDER, load_description
from beijing_ip.show.changes import rise_or_fall
from beijing_ip.show.citations import cite_source
from beijing_ip.show.years_table import change_on_year_before, changes_of

from . import citation, offered
from .deposit import describe_deposit
from .environment import render_environment
from .repository import read_repository, say_where_to_report
from .version import read_version

ROOT = DATA_FOLDER.parent
START, END = "<!-- computed: start -->", "<!-- computed: end -->"
CITED = "<!-- citation: start -->", "<!-- citation: end -->"


def write_documents() -> list[Path]:
    """Write every derived document where it differs from what the data say; return those written.

    Raises ValueError when README.md has lost the marks between which its computed part stands.
    """
    written = []
    for path, text in render_documents().items():
        target = ROOT / path
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
            written.append(path)
    return written


def render_documents() -> Mapping[Path, str]:
    """Return every derived document by its path from the root of the repository."""
    package = offered.name_package(load_description())
    version = read_version(ROOT)
    say_version = {
        "CITATION.cff": citation.name_citation((ROOT / "CITATION.cff").read_text(encoding="utf-8"), ROOT),
        "data/datapackage.json": json.dumps(package, ensure_ascii=False, indent=2) + "\n",
        "pyproject.toml": (ROOT / "pyproject.toml").read_text(encoding="utf-8"),
    }
    texts = {name: version.write_into(name, text) for name, text in say_version.items()}
    about = citation.read_citation(texts["CITATION.cff"])
    return {
        **{Path(name): text for name, text in texts.items()},
        Path(".zenodo.json"): json.dumps(describe_deposit(about, package), ensure_ascii=False, indent=2) + "\n",
        Path("data/README.md"): _codebook(package),
        Path("README.md"): _readme(about),
        Path("environment.yml"): render_environment(ROOT),
    }


def citation_block() -> str:
    """Return how to cite the book, as one line of text and as BibTeX, in Markdown."""
    about = citation.load_citation(ROOT)
    return f"> {_cited(about)}\n\n```bibtex\n{citation.bibtex_entry(about)}\n```"


def _cited(about: Mapping[str, Any]) -> str:
    """The citation of the book in Markdown, its addresses as links; one in the title is words of the title."""
    before, title, behind = citation.citation_line(about).partition(about["title"])
    parts = re.split(r"(https?://[^\s,]+)", behind)
    return verbatim(before + title) + "".join(f"<{part}>" if n % 2 else verbatim(part) for n, part in enumerate(parts))


def report_section() -> str:
    """Return in Markdown where to report an error in the book."""
    return f"{say_where_to_report(read_repository(ROOT))} What is mended is listed below."


def changelog_sections() -> tuple[str, str]:
    """Return CHANGELOG.md without its title, as it stands on the page: its newest section, and those before."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    about, *sections = re.split(r"^(?=## )", re.sub(r"\A# .*\n+", "", text), flags=re.MULTILINE)
    newest, *earlier = (section.replace("## ", "### ", 1) for section in sections)
    return about + newest, "".join(earlier)


def _codebook(package: Mapping[str, Any]) -> str:
    mark = "<!-- Generated from datapackage.json by `python -m beijing_ip documents`; do not edit. -->"
    return f"{mark}\n\n{offered.codebook(package)}"


def _findings() -> list[str]:
    """The findings of the first page, a sentence each; a number of a page that may be opened is a link to it.

    What rests on a figure that was not seen is left out; where that is all, numbers of the release stand alone.
    """
    release = edition()
    place, nation, year = release.place, release.nation, release.year

    def grown(indicator: str, place: str = place) -> str:
        return rise_or_fall(change_on_year_before(indicator, year, place), link=False)

    def shares(indicator: str) -> Any:
        parts = release.series(indicator, place=[place, nation], years=[year - 1, year])
        return parts[place] / parts[nation]

    def printed(indicator: str) -> str:
        change = change_on_year_before(indicator, year, place)
        return ", by a report of the press conference," if isinstance(change, Datum) and change.read_figure else ""

    sentences: tuple[Callable[[], str], ...] = (
        lambda: f"Patents granted {grown('patents-granted')} to {release['patents-granted']:link}.",
        lambda: (
            f"Invention patents in force {grown('invention-patents-in-force')}: "
            f"{shares('invention-patents-in-force')[year]:.1%} of the nation's domestic ones, "
            f"with {share_of_residents(place, nation):.2%} of its people."
        ),
        lambda: (
            f"Court cases taken in {grown('court-cases-accepted')} to {release['court-cases-accepted']:link}; "
            f"{release['court-cases-concluded']:link} were concluded."
        ),
        lambda: (
            f"Trademark registrations {grown('trademark-registrations')} to {release['trademark-registrations']:link}, "
            "counted per class; in the nation, foreign applicants included, they "
            f"{grown('trademark-registrations-all-applicants', nation)}."
        ),
        lambda: (
            f"Registrations of works, software apart, {grown('copyright-works-national-notice')} to "
            f"{release['copyright-registrations']:link}, which is "
            f"{shares('copyright-works-national-notice')[year]:.1%} of the nation's; a year before it was "
            f"{shares('copyright-works-national-notice')[year - 1]:.1%}."
        ),
        lambda: (
            f"Batches seized by customs {grown('customs-batches-seized')}{printed('customs-batches-seized')} to "
            f"{release['customs-batches-seized']:link}."
        ),
    )
    found = []
    for sentence in sentences:
        with suppress(MissingFigureError):
            found.append(sentence())
    numbers = (cell for cell in release.values() if cell.unit != "rank")
    alone = (f"{verbatim(cell.observation.indicator.name_en)}: {cell:link}." for cell in numbers)
    return found or list(islice(alone, len(sentences)))


def _readme(cited: Mapping[str, Any]) -> str:
    about = find_edition()
    source = load_sources()[about.source_id]
    found = "\n".join(f"- {each}" for each in _findings())
    compared = ", against the year before" if changes_of(about.year) else ""
    findings = (
        f"In {about.year}, in {about.place}{compared}:\n\n{found}\n\n"
        f"The numbers with a link: {cite_source(source)}. The others: their sources stand in the book."
    )
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    text = re.sub(r"\A# .*", lambda _: f"# {verbatim(about.title)}", text)
    text = _between(text, (START, END), findings)
    return _between(text, CITED, f"> {_cited(cited)}")


def _between(text: str, marks: tuple[str, str], block: str) -> str:
    start, end = marks
    if text.count(start) != 1 or text.count(end) != 1:
        raise ValueError(f"README.md must hold {start} and {end} once each; put them around what is computed")
    before, rest = text.split(start)
    return f"{before}{start}\n{block}\n{end}{rest.split(end)[1]}"
