"""Documents that derive from the data and from CITATION.cff, so that nobody types a number twice.

`python -m beijing_ip documents` writes them: the codebook data/README.md, the findings and the picture at the head of
README.md. A test holds the committed files against what this module computes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from beijing_ip.analysis import derived
from beijing_ip.analysis.tidy import describe_downloads
from beijing_ip.data.observations import load_release
from beijing_ip.data.schema import DATA_FOLDER
from beijing_ip.show import tables
from beijing_ip.show.channels import channels_chart
from beijing_ip.show.citations import cite_source

from . import citation

ROOT = DATA_FOLDER.parent
START, END = "<!-- computed: start -->", "<!-- computed: end -->"
PICTURE = Path("book/_static/overview.svg")


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
    numbers = load_release()
    picture = channels_chart(numbers, "overview-channels")
    return {
        Path("data/README.md"): _codebook(),
        Path("README.md"): _readme(picture.alt),
        PICTURE: picture.svg,
    }


def citation_block() -> str:
    """Return how to cite the book, as one line of text and as BibTeX, in Markdown."""
    about = citation.load_citation(ROOT)
    return f"> {citation.citation_line(about)}\n\n```bibtex\n{citation.bibtex_entry(about)}\n```"


def changelog_section() -> str:
    """Return CHANGELOG.md without its title, as it stands on the page."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.sub(r"^## ", "### ", re.sub(r"\A# .*\n+", "", text), flags=re.MULTILINE)


def _codebook() -> str:
    package = describe_downloads()
    return (
        "<!-- Generated from datapackage.json by `python -m beijing_ip documents`; do not edit. -->\n\n"
        f"# {package['title']}\n\n{package['description']}\n\n"
        'Every table is UTF-8 text with commas. An empty cell means "not seen" or "not stated", never zero. '
        "Licence of text, selection and notes: CC BY 4.0; facts are nobody's.\n\n"
        f"{tables.codebook(package)}\n"
    )


def _readme(alt: str) -> str:
    numbers = load_release()
    grants, source = numbers["patents-granted"], numbers["patents-granted"].source
    share = derived.invention_share(numbers)
    pending = -derived.change_in_pending(numbers).quantity
    ecommerce = derived.share_of(numbers, "patent-infringement-cases-ecommerce", "patent-infringement-cases")
    found = (
        f"In {grants.period} applicants in Beijing were granted {grants:link} patents, of which {share} were "
        f"inventions. Of the {numbers['patent-infringement-cases']:link} patent infringement cases that the city's "
        f"office handled, {ecommerce:1} came from e-commerce. Courts accepted {numbers['court-cases-accepted']:link} "
        f"cases and concluded {pending} more than that."
    )
    picture = f"![{alt}]({PICTURE.as_posix()})"
    block = f"{START}\n{found}\n\n{picture}\n\nSource: {cite_source(source)}.\n{END}"
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    if text.count(START) != 1 or text.count(END) != 1:
        raise ValueError(f"README.md must hold {START} and {END} once each; put them around the findings")
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: block, text, flags=re.DOTALL)
