"""The printed files before every public checker that can be installed: what each of them finds is an error.

Typst itself checks PDF/UA-1 and PDF/A-2a as far as a program can. pdfua reads the files again for PDF/UA-1, and qpdf
(inside pikepdf) their syntax. Poppler, MuPDF and Ghostscript read them where they are installed; each test that is
skipped says which is not. veraPDF is on no registry that the book installs from.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pages import ROOT
from printed import PrintedFile
from printed_book import BOOK, BRIEF, path_of


def run(program: str, *options: object) -> subprocess.CompletedProcess[str]:
    """Run a program of the system; the test is skipped where it is not installed."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed, so the PDF was not read with it")
    return subprocess.run([program, *map(str, options)], capture_output=True, text=True, check=False)


def test_pdfua_finds_nothing(name: str) -> None:
    command = [Path(sys.executable).parent / "pdfua", "check", path_of(name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def syntax_errors(file: Path) -> list[str]:
    """What qpdf says of the syntax of a file."""
    with pikepdf.open(file, suppress_warnings=True, attempt_recovery=False) as pdf:
        return [*map(str, pdf.check_pdf_syntax()), *map(str, pdf.get_warnings())]


def test_qpdf_finds_nothing(name: str) -> None:
    assert syntax_errors(path_of(name)) == []


def test_qpdf_finds_a_damaged_stream(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.pdf"
    content = bytearray((path_of(BRIEF)).read_bytes())
    start = content.index(b"stream") + 40
    content[start : start + 40] = bytes(40)
    damaged.write_bytes(content)
    assert syntax_errors(damaged)


def test_mupdf_draws_every_page_without_a_word(name: str) -> None:
    done = run("mutool", "draw", "-q", "-r", 9, "-o", os.devnull, "-F", "pgm", path_of(name))
    said = [line for line in done.stderr.splitlines() if "ICC support is not available" not in line]
    assert (done.returncode, said) == (0, [])


def test_ghostscript_reads_every_page_without_a_word(name: str) -> None:
    done = run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONERROR", "-sDEVICE=nullpage", path_of(name))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_poppler_finds_a_tagged_file_and_every_font_embedded(name: str) -> None:
    done = run("pdfinfo", path_of(name))
    assert re.search(r"^Tagged: +yes$", done.stdout, re.MULTILINE)
    # Poppler takes the standard's own `Suspects false` for a mistake, which it is not (ISO 32000-1, table 321).
    assert [line for line in done.stderr.splitlines() if "Suspects object is wrong type" not in line] == []
    fonts = run("pdffonts", path_of(name)).stdout.splitlines()[2:]
    assert len(fonts) >= 4
    for font in fonts:
        embedded, subset, unicode = font.split()[-5:-2]
        assert (embedded, subset, unicode) == ("yes", "yes", "yes"), font


@cache
def poppler_pages(name: str) -> list[str]:
    """The text of each page as poppler finds it, without spaces, and with straight apostrophes."""
    text = run("pdftotext", "-raw", "-enc", "UTF-8", path_of(name), "-").stdout
    return ["".join(page.split()).replace("’", "'") for page in text.split("\f")[:-1]]


def test_poppler_extracts_text_from_every_page(name: str) -> None:
    pages = poppler_pages(name)
    with pikepdf.open(path_of(name)) as pdf:
        assert len(pages) == len(pdf.pages)
    assert [number for number, text in enumerate(pages, start=1) if len(text) < 40] == []
    # A character without a meaning, or with one that a typeface keeps for itself.
    assert re.findall(r"[\ufffd\ue000-\uf8ff]", "".join(pages)) == []


def test_poppler_reads_in_order_chinese_included(book: PrintedFile) -> None:
    pages = poppler_pages(BOOK)
    front = [entry for entry in book.pdf.outline if not isinstance(entry, list)]
    assert len(front) > 12
    for entry in front:
        title = "".join(str(entry.title).split()).replace("’", "'")
        assert title in pages[book.pdf.get_destination_page_number(entry)]
    read = "".join(pages)
    with (ROOT / "data" / "terms.csv").open(encoding="utf-8", newline="") as file:
        terms = [row["term_zh"] for row in csv.DictReader(file)]
    assert [term for term in terms if "".join(term.split()) not in read] == []


def test_poppler_reads_the_brief_in_order() -> None:
    read = "".join(poppler_pages(BRIEF))
    place = 0
    for words in ("Whathappened", "patentsgranted", "courtcasestakenin", "Howsure?", "Figure1", "Figure2", "Figure3"):
        place = read.index(words, place)
