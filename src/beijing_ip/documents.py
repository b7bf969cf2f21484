"""Documents that derive from the data and from CITATION.cff, so that nobody types a number twice.

`python -m beijing_ip documents` writes them: the codebook data/README.md, the findings and the picture at the head of
README.md. A test holds the committed files against what this module computes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from . import indicators, tables
from .datapackage import DATA, description
from .figures import channels, cited
from .observations import release

ROOT = DATA.parent
START, END = "<!-- computed: start -->", "<!-- computed: end -->"
PICTURE = Path("book/_static/overview.svg")


def write() -> list[Path]:
    """Write every derived document where it differs from what the data say; return those written.

    Raises ValueError when README.md has lost the marks between which its computed part stands.
    """
    written = []
    for path, text in documents().items():
        target = ROOT / path
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
            written.append(path)
    return written


def documents() -> Mapping[Path, str]:
    """Return every derived document by its path from the root of the repository."""
    numbers = release()
    other_channels = indicators.court_cases_to_other_channels(numbers)
    picture = channels(numbers, "overview-channels", _headline(other_channels))
    return {
        Path("data/README.md"): _codebook(),
        Path("README.md"): _readme(picture.alt),
        PICTURE: picture.svg,
    }


def citation() -> str:
    """Return how to cite the book, as one line of text and as BibTeX, in Markdown; both from CITATION.cff."""
    about: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    authors = " and ".join(author["name"] for author in about["authors"])
    year, version = str(about["date-released"])[:4], about["version"]
    return (
        f"> {authors} ({year}). *{about['title']}*. Version {version}.\n\n"
        "```bibtex\n"
        "@book{beijing-ip,\n"
        f"  author  = {{{{{authors}}}}},\n"
        f"  title   = {{{{{about['title']}}}}},\n"
        f"  year    = {{{year}}},\n"
        f"  version = {{{version}}},\n"
        f"  note    = {{Text and data: {about['license'][1]}; code: {about['license'][0]}}},\n"
        "}\n"
        "```"
    )


def changes() -> str:
    """Return CHANGELOG.md without its title, as it stands on the page."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.sub(r"^## ", "### ", re.sub(r"\A# .*\n+", "", text), flags=re.MULTILINE)


def _headline(other_channels: indicators.Derived) -> str:
    return f"Courts took in {other_channels:1} cases for each one in the other channels together"


def _codebook() -> str:
    package = description()
    return (
        "<!-- Generated from datapackage.json by `python -m beijing_ip documents`; do not edit. -->\n\n"
        f"# {package['title']}\n\n{package['description']}\n\n"
        'Every table is UTF-8 text with commas. An empty cell means "not seen" or "not stated", never zero. '
        "Licence of text, selection and notes: CC BY 4.0; facts are nobody's.\n\n"
        f"{tables.codebook(package)}\n"
    )


def _readme(alt: str) -> str:
    numbers = release()
    grants, source = numbers["patents-granted"], numbers["patents-granted"].source
    share = indicators.invention_share(numbers)
    pending = -indicators.change_in_pending(numbers).quantity
    others = indicators.court_cases_to_other_channels(numbers)
    ecommerce = indicators.share_of(numbers, "patent-infringement-cases-ecommerce", "patent-infringement-cases")
    found = (
        f"In {grants.period} applicants in Beijing were granted {grants:link} patents, of which {share} were "
        f"inventions. Of the {numbers['patent-infringement-cases']:link} patent infringement cases that the city's "
        f"office handled, {ecommerce:1} came from e-commerce. Courts took in {others:1} cases for each one in "
        f"mediation, market regulation and that office together, and concluded {pending} more than they accepted."
    )
    picture = f"![{alt}]({PICTURE.as_posix()})"
    block = f"{START}\n{found}\n\n{picture}\n\nSource: {cited(source)}.\n{END}"
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    if text.count(START) != 1 or text.count(END) != 1:
        raise ValueError(f"README.md must hold {START} and {END} once each; put them around the findings")
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: block, text, flags=re.DOTALL)
