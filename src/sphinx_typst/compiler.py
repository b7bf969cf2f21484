"""Calls Typst, and says in which page and line of the book an error lies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import typst
from sphinx.errors import SphinxError

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
"""Both hold: tagged for screen readers, and whole for an archive."""
_SPOT = re.compile(r"┌─ (?P<file>[^\s:]+):(?P<line>\d+)")
_DRAWING = re.compile(r"┌─ \S*images/(?P<name>[^:/]+\.svg):")
_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')


class PrintError(SphinxError):
    """The book cannot be printed; the text says what to mend."""

    category = "This cannot be printed"


def compile_pdf(file: Path, target: Path, fonts: Sequence[Path], timestamp: int | None) -> None:
    """Compile one Typst file to PDF/UA-1 and PDF/A-2a.

    Raises PrintError for whatever Typst reports, warnings included, with the place in the book where it is known.
    """
    try:
        compiler = typst.Compiler(file, root=file.parent, font_paths=list(fonts), ignore_system_fonts=True)
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS, timestamp=timestamp)
    except typst.TypstError as error:
        raise PrintError(_add_places(error.diagnostic, file)) from None
    if warnings:
        raise PrintError("\n".join(_add_places(warning.diagnostic, file) for warning in warnings))
    target.parent.mkdir(parents=True, exist_ok=True)
    assert isinstance(pdf, bytes)
    target.write_bytes(pdf)


def _add_places(diagnostic: str, file: Path) -> str:
    """Return what Typst reports, each error with the page and line of the book."""
    lines = file.read_text(encoding="utf-8").splitlines()
    said = []
    for report in re.split(r"\n(?=error|warning)", diagnostic.strip()):
        place = _find_place(report, file.name, file.parent, lines)
        said.append(f"{place}: {report}" if place else report)
    return "\n".join(said)


def _find_drawing(report: str, folder: Path) -> str:
    """Return the name of the picture that a report of Typst is about, or nothing."""
    if named := _DRAWING.search(report):
        return named["name"]
    glyph = _GLYPH.search(report)
    drawings = sorted((folder / "images").glob("*.svg")) if glyph else []
    return next((file.name for file in drawings if glyph and glyph["text"] in file.read_text(errors="replace")), "")


def _find_place(report: str, name: str, folder: Path, lines: Sequence[str]) -> str:
    spots = [int(match["line"]) for match in _SPOT.finditer(report) if Path(match["file"]).name == name]
    if not spots and (glyph := _GLYPH.search(report)):
        spots = [number for number, line in enumerate(lines, start=1) if glyph["text"] in line][:1]
    if not spots and (drawing := _find_drawing(report, folder)):
        spots = [number for number, line in enumerate(lines, start=1) if f'"images/{drawing}"' in line][:1]
    return next((line[4:] for line in reversed(lines[: spots[0]]) if line.startswith("//@ ")), "") if spots else ""
