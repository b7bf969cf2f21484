"""Compares the words of a web edition with those of the PDF that was printed from the same pages."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .comparison import ADDED, CHANGED, FORMED, KINDS, LINKED, LOST, MOVED, SAID, SPACED, TWICE, Finding, compare
from .markup import Page, list_pages, read_page, title_of
from .notes import NAME, Notes, read_notes
from .web import read_web
from .words import Stream, excuse, excuse_lines

SAYS = {
    LOST: "lost in print: {words}",
    ADDED: "in print alone: {words}",
    TWICE: "twice in print: {words}",
    MOVED: "elsewhere in print: {words}, {other}",
    CHANGED: "other words in print: {words} became {other}",
    SPACED: "other spaces in print: {words} became {other}",
    SAID: "says something else in print: {words} became {other}",
    LINKED: "leads elsewhere in print: {words} became {other}",
    FORMED: "stands otherwise in print: {words} became {other}",
}
"""How each kind of finding is told."""


@dataclass
class Result:
    """What a comparison found."""

    words: int
    """How many words of the web must stand in print."""
    pages: int
    findings: list[Finding]

    @property
    def wrong(self) -> list[Finding]:
        """The findings that are not meant."""
        return [finding for finding in self.findings if not finding.reason]


def check(html: Path, pdf: Path, notes: Notes | None = None) -> Result:
    """Compare the words of a web edition with those of a PDF that this builder made from the same pages.

    Without notes of the builder the pages are ordered by their titles, and parts that the configuration keeps from
    print are reported as lost. Raises ValueError for a page that is not there, and for a PDF without tags.
    """
    from .printed import read_printed

    printed = read_printed(pdf)
    findings = []
    if notes is None:
        read = {page: read_page(html, page) for page in list_pages(html)}
        pages, others = _order(read, printed)
        findings = [Finding(LOST, page, "", "the whole page") for page in others]
        notes = Notes()
    else:
        pages = {page: read_page(html, page) for page in notes.pages}
    web = read_web(pages, notes.skipped, notes.titles, notes.macros)
    excuse(web, notes.screen, "for a screen alone")
    excuse(printed, {"": [text for texts in notes.print.values() for text in texts]}, "for print alone")
    excuse_lines(printed, notes.elsewhere, "in place of what only a screen shows")
    must = sum(not word.may_miss for word in web.words)
    return Result(must, len(pages), [*compare(web, printed, notes.unlinked), *findings])


def _order(read: dict[str, Page], printed: Stream) -> tuple[dict[str, Page], list[str]]:
    """Return the pages in the order in which print has their titles, and the names of those that it lacks."""
    places: dict[str, list[int]] = {}
    for place, (_, heading) in enumerate(printed.places):
        places.setdefault(heading, []).append(place)
    found, others = [], []
    for page, content in read.items():
        title = title_of(content.main)
        if places.get(title):
            found.append((places[title].pop(0), page))
        else:
            others.append(page)
    return {page: read[page] for _, page in sorted(found)}, others


def tell(finding: Finding) -> str:
    """Return a finding on one line."""
    said = SAYS[finding.kind].format(
        words=repr(finding.words), other=finding.other if finding.kind == MOVED else repr(finding.other)
    )
    place = f"{finding.page}, {finding.heading!r}" if finding.heading else finding.page
    after = f" (after {finding.before!r})" if finding.before else ""
    return f"{place}: {said}{after}" + (f" [{finding.reason}]" if finding.reason else "")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 1 where print and web differ as they should not, and 2 where they cannot be compared."""
    parser = argparse.ArgumentParser(prog="sphinx-typst", description=__doc__)
    parser.add_argument("--check", nargs=2, metavar=("HTML_FOLDER", "FILE.pdf"), type=Path, required=True)
    parser.add_argument("--notes", type=Path, help=f"{NAME}, which the builder writes beside its Typst file")
    parser.add_argument("--all", action="store_true", help="show also what is meant to differ")
    given = parser.parse_args(arguments)
    html, pdf = given.check
    beside = pdf.with_suffix("") / NAME
    path = given.notes or (beside if beside.is_file() else None)
    began = time.perf_counter()
    try:
        result = check(html, pdf, read_notes(path) if path else None)
    except ImportError as error:
        print(
            f"{error.name} is not installed, which reads PDF files: pip install 'sphinx-typst[check]'", file=sys.stderr
        )
        return 2
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    for finding in result.findings if given.all else result.wrong:
        print(tell(finding))
    count = Counter(finding.kind for finding in result.wrong)
    told = ", ".join(f"{count[kind]} {name}" for kind, name in KINDS.items())
    print(f"{result.words:,} words on {result.pages} pages in {time.perf_counter() - began:.1f} s: {told}")
    if not path:
        print(f"without notes of the builder; --notes {NAME} tells which differences are meant")
    return 1 if result.wrong else 0
