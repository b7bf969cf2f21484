"""A table that runs over pages says on each of them but the first that it is continued."""

from pathlib import Path

import pytest
from printed import PrintedFile
from sphinx.testing.util import SphinxTestApp

ROW = "| Row {0} | {0} | words |\n"
TABLE = "| Name | Count | Remark |\n|---|---:|---|\n"
BODY = f"""# Title

## Long

{TABLE}{"".join(map(ROW.format, range(90)))}
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> PrintedFile:
    folder = tmp_path_factory.mktemp("compact")
    (folder / "index.md").write_text(BODY, encoding="utf-8")
    settings = "project = 'Book'\nextensions = ['myst_parser', 'sphinx_typst']\n"
    (folder / "conf.py").write_text(settings, encoding="utf-8")
    app = SphinxTestApp("typst", folder)

    app.build()
    app.cleanup()
    return PrintedFile(Path(app.outdir) / "book.pdf")


def test_a_table_says_where_it_is_continued(book: PrintedFile) -> None:
    pages = [page for page in book.pages if "Row " in page]
    assert len(pages) > 1
    assert ["(continued)" in page for page in pages] == [False] + [True] * (len(pages) - 1)
