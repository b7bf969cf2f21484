"""A book five times as long takes about five times as long to print, up to 400 pages, and 700 where CI is set."""

import os
import time
from pathlib import Path

from printed import SVG
from pypdf import PdfReader
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

PARAGRAPH = "A paragraph of running text, with a number such as 163,000 and a term such as 专利授权量 in it. " * 4
TABLE = "| Row | Count |\n|:--|--:|\n" + "".join(f"| Row {n} | {n * 1001:,} |\n" for n in range(30))
FIGURE = "```{figure} dot.svg\n:alt: A dot\n:width: 60%\n\nA headline\n```"
CHAPTER = "\n\n".join([FIGURE, TABLE, *[PARAGRAPH] * 24])


def seconds_and_pages(folder: Path, chapters: int) -> tuple[float, int]:
    """Print a generated book; the time is that of printing alone, without reading the pages."""
    source = folder / f"book-{chapters}"
    source.mkdir()
    names = [f"chapter-{number}" for number in range(chapters)]
    for name in names:
        (source / f"{name}.md").write_text(f"# Title of {name}\n\n{CHAPTER}\n", encoding="utf-8")
    (source / "index.md").write_text("# Book\n\n```{toctree}\n" + "\n".join(names) + "\n```\n", encoding="utf-8")
    (source / "dot.svg").write_text(SVG, encoding="utf-8")
    settings = {"extensions": ["myst_parser", "sphinx_typst"], "project": "Book", "numfig": True}
    with patch_docutils(), docutils_namespace():
        app = Sphinx(source, None, source / "out", source / "trees", "typst", settings, status=None, warning=None)
        app.builder.read()
        start = time.process_time()
        app.builder.write()
        end = time.process_time()
    return end - start, len(PdfReader(source / "out" / "book.pdf").pages)


def test_time_grows_with_the_pages(tmp_path: Path) -> None:
    chapters = 34 if os.environ.get("CI") else 20
    # What the first book loads is no time of printing.
    seconds_and_pages(tmp_path, 2)
    short, few = seconds_and_pages(tmp_path, chapters)
    long, many = seconds_and_pages(tmp_path, 5 * chapters)
    print(f"{few} pages in {short:.1f} s, {many} pages in {long:.1f} s")
    assert few >= 4 * chapters and many >= 20 * chapters
    # More than the even share, for machines that do something else meanwhile.
    assert long / short < 1.6 * many / few
