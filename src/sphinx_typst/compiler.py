"""Calls Typst."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typst
from sphinx.errors import SphinxError

from .complaints import tell

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
"""Both hold: tagged for screen readers, and whole for an archive."""


class PrintError(SphinxError):
    """The book cannot be printed; the text says what to mend."""

    category = "This cannot be printed"


def compile_pdf(
    file: Path, target: Path, fonts: Sequence[Path], timestamp: int | None, sources: Path | None = None
) -> None:
    """Compile one Typst file to PDF/UA-1 and PDF/A-2a.

    Raises PrintError for whatever Typst reports, warnings included, with the place in the book where it is known;
    `sources` is the folder of the book's pages.
    """
    try:
        compiler = typst.Compiler(file, root=file.parent, font_paths=list(fonts), ignore_system_fonts=True)
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS, timestamp=timestamp)
    except typst.TypstError as error:
        raise PrintError(tell([error.diagnostic], file, sources)) from None
    if warnings:
        raise PrintError(tell([warning.diagnostic for warning in warnings], file, sources))
    target.parent.mkdir(parents=True, exist_ok=True)
    assert isinstance(pdf, bytes)
    target.write_bytes(pdf)


def list_families(folders: Sequence[Path]) -> list[str]:
    """Return the families of the fonts in some folders, in the order of the folders and of the names of their files."""
    families: dict[str, None] = {}
    for folder in folders:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]).fonts()
        families |= dict.fromkeys(font.family for font in sorted(fonts, key=lambda font: (font.path or "", font.index)))
    return list(families)
