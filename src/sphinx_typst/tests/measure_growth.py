"""What a long book costs: `python measure_growth.py 50 100 200 400 800 1000` prints generated books of about so many
pages, each in a process of its own, and tells the seconds of the processor and the highest use of memory."""

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pypdf import PdfReader
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

TEXT = (
    "the book of a page in which each word stands once more while 163,000 readers read on and some of them take notes "
    "that are as long as what they read or longer than that since 专利授权量 and `code` are in it too"
)
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
PAGES_OF_CHAPTER = 4.1


def print_book(folder: Path, chapters: int, sections: int = 3) -> tuple[float, int]:
    """Print a generated book; return the seconds that printing alone took the processor, and the number of pages."""
    _write_book(folder, chapters, sections)
    settings = {
        "extensions": ["myst_parser", "sphinx_typst"],
        "myst_enable_extensions": ["dollarmath"],
        "project": "Book",
        "numfig": True,
    }
    with patch_docutils(), docutils_namespace():
        app = Sphinx(folder, None, folder / "out", folder / "trees", "typst", settings, status=None, warning=None)
        app.builder.read()
        start = time.process_time()
        app.builder.write()
        end = time.process_time()
    return end - start, len(PdfReader(folder / "out" / "book.pdf").pages)


def _write_book(folder: Path, chapters: int, sections: int) -> None:
    """Write pages with what ordinary books have, no two paragraphs alike: Typst keeps what it has set."""
    folder.mkdir(parents=True)
    # Nor two books of one process.
    chance = random.Random(str(folder))
    names = [f"chapter-{number}" for number in range(chapters)]
    for number, name in enumerate(names):
        (folder / f"{name}.md").write_text(_chapter(number, chapters, sections, chance), encoding="utf-8")
    toc = "```{toctree}\n:maxdepth: 1\n\n" + "\n".join(names) + "\n```"
    (folder / "index.md").write_text(f"# Book\n\n{toc}\n", encoding="utf-8")
    (folder / "dot.svg").write_text(DOT, encoding="utf-8")


def _chapter(number: int, chapters: int, sections: int, chance: random.Random) -> str:
    def words(count: int = 70) -> str:
        return " ".join(chance.choices(TEXT.split(), k=count)).capitalize() + "."

    parts = [
        f"# Chapter {number}",
        f"{words(30)} [](chapter-{chance.randrange(chapters)}.md) {words(30)}[^note]",
        f"```{{figure}} dot.svg\n:alt: A dot\n:width: 60%\n\nFigure of chapter {number}\n```",
    ]
    for section in range(sections):
        parts += [f"## Section {number}.{section}", *(words() for _ in range(5)), f"- {words(9)}\n- {words(9)}"]
        parts += [f"```python\nfor row in range({chance.randrange(99)}):\n    print(row, {number})\n```"]
        parts += [f"$$\\sum_{{i=1}}^{{{chance.randrange(99)}}} x_i^2 = {number}$$", words()]
        parts += [f"```{{note}}\n{words(30)}\n```"]
        rows = "".join(f"| Row {row} | {chance.randrange(100_000):,} | {words(6)} |\n" for row in range(7))
        parts += [f"| Row | Count | Words |\n|:--|--:|:--|\n{rows}"]
    return "\n\n".join([*parts, f"[^note]: {words(20)}\n"])


def _measure_here(chapters: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seconds, pages = print_book(Path(folder) / "book", chapters)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{pages:>6}{seconds:>10.1f}{1000 * seconds / pages:>10.1f}{memory:>10.0f}{memory / pages:>10.2f}")


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        _measure_here(int(sys.argv[2]))
    else:
        print(" pages   seconds   ms/page        MB   MB/page", flush=True)
        for pages in sys.argv[1:]:
            chapters = str(max(1, round(int(pages) / PAGES_OF_CHAPTER)))
            subprocess.run([sys.executable, __file__, "--one", chapters], check=True)
