"""Every cell of a table of the HTML stands in the PDF, once and in its row, however the table is fitted to the page."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from printed import PrintedFile, ink_of_pages, ink_outside_margins, print_page
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_typst.check.blocks import join_blocks
from sphinx_typst.check.command import check, tell
from sphinx_typst.check.markup import Tag, read_page
from sphinx_typst.check.notes import NAME, read_notes
from sphinx_typst.check.tags import Element, TaggedFile
from sphinx_typst.compiler import PrintError

WORDS = ["alpha", "beta", "internationalization", "of", "many", "small", "words"]
SETTINGS = {
    "extensions": ["myst_parser", "sphinx_typst"],
    "myst_enable_extensions": ["dollarmath", "colon_fence"],
    "project": "Book",
    "numfig": True,
}


def frame(rows: int, columns: int, index: object = None, heads: object = None) -> str:
    """The HTML that pandas shows for a frame of numbers and words."""
    random = np.random.default_rng(7)
    held = pd.DataFrame(random.normal(size=(rows, columns)).round(3))
    for place in range(1, columns, 3):
        held[place] = [" ".join(random.choice(WORDS, 2)) for _ in range(rows)]
    held.columns = heads if heads is not None else [f"column_{place}" for place in range(columns)]
    held.index = index if index is not None else held.index
    return f"```{{raw}} html\n{held.to_html(border=0)}\n```"


QUARTERS = pd.MultiIndex.from_product([["2024", "2025", "Internationalization"], [f"quarter_{n}" for n in range(8)]])
REGIONS = pd.MultiIndex.from_product([["North", "South"], ["one", "two"]], names=["Region", "Kind"])
LONG = [f"the rather long name of the row with the number {n}" for n in range(4)]
WIDE = "|".join(f"heading_{n}" for n in range(30))
OPTIONS = """
:::{table} Caption with *markup*, $a_1$ and a note[^cap]
:name: one
:widths: 10 20 70
:align: right

| left | centre | right |
|:-----|:------:|------:|
| foot[^a] | $x^2$ | 1.5 |
| [link](https://example.org/a) | ![A dot](dot.svg) | 12 % |
:::

{numref}`one`

```{list-table}
:header-rows: 2
:stub-columns: 1
:width: 100%

* - h1
  - h2
* - hh1
  - hh2
* - 1. first
    2. second
  - ```python
    code = 1
    ```
* -
  - :::{table} In a cell
    | n | m |
    |---|---|
    | 1 | 2 |
    :::
```

```{csv-table}
:header: one, "two, and more"
:delim: ;
:stub-columns: 1

"a ""b"", c"; c
"d
e";
```

[^cap]: A note in a caption.
[^a]: A note in a cell.
"""
SPANS = """
```{eval-rst}
+-------+----------------+-----+
| deep  | across two     | c   |
|       +-------+--------+-----+
|       | a     | b      | c2  |
+=======+=======+========+=====+
| x     | wide and more  |     |
+-------+-------+--------+-----+
| low   | y     | square | 1   |
+-------+-------+        +-----+
|       | z     |        | 2   |
+-------+-------+--------+-----+
```
"""
BROAD = (
    "```{raw} html\n<table><tbody>"
    + "".join(
        f"<tr><th>{row}</th>{''.join(f'<td>number_{row}_{place}</td>' for place in range(8))}"
        f"{'<td colspan=6 rowspan=2>across and down</td>' if row % 2 else ''}"
        f"{''.join(f'<td>more_{row}_{place}</td>' for place in range(8))}</tr>"
        for row in range(1, 5)
    )
    + "<tr><th>title</th>"
    + "<td></td>" * 22
    + "</tr><tr><th colspan=2>both</th><td colspan=20></td><td>end</td></tr></tbody></table>\n```"
)
MANY = pd.MultiIndex.from_product([["North", "South"], [f"row {n}" for n in range(70)]])
LINES = " ".join(f"word_{n}" for n in range(1500))
PAGES = {
    "cells over several columns and rows": SPANS,
    "a cell higher than a page": f"| A | B |\n|---|---|\n| a | {LINES} |\n| b | c |",
    "a cell over more rows than a page has": frame(140, 2, MANY),
    "twelve columns": frame(4, 12),
    "blocks over pages": frame(60, 16),
    "eighty columns": frame(2, 80),
    "long names of rows": frame(4, 20, LONG),
    "heads over several columns and rows": frame(4, 24, REGIONS, QUARTERS),
    "no heads of rows": f"|{WIDE}|\n|{'---|' * 30}\n|{'|'.join(f'x{n}' for n in range(30))}|",
    "cells that reach into other blocks and rows": BROAD,
    "words wider than the page": "| One | Two | Three |\n|---|---|---|\n"
    f"| {'Averylongword' * 15} | x | {'0123456789' * 9} |",
    "in a list and a box": f"- item\n\n{'  ' + frame(2, 16).replace(chr(10), chr(10) + '  ')}\n\n"
    f":::{{note}}\n{frame(2, 14)}\n:::",
}
"""Pages with a table or several."""


def web_tables(source: Path, folder: Path) -> list[list[list[str]]]:
    with patch_docutils(), docutils_namespace():
        Sphinx(source, None, folder / "html", folder / "trees", "html", SETTINGS, status=None, warning=None).build()
    page = read_page(folder / "html", "index").main
    rows = ([row for row in table.walk() if row.name == "tr"] for table in page.walk() if table.name == "table")
    return [
        [once([plain(cell.text) for cell in row.children if isinstance(cell, Tag)]) for row in found] for found in rows
    ]


def printed_tables(file: Path) -> list[list[list[str]]]:
    tables = [part for part in walk(join_blocks(TaggedFile(file).read())) if part.kind == "Table"]
    found = []
    for table in tables:
        rows = [[cell for cell in row.children if isinstance(cell, Element)] for row in walk(table) if row.kind == "TR"]
        found.append([once([plain(cell.text) for cell in row]) for row in rows])
    return found


def once(texts: list[str]) -> list[str]:
    # A cell over several columns may be in two blocks; whether it is the same cell cannot be told from its words.
    return [text for text, _ in groupby(texts)]


def walk(part: Element) -> Iterator[Element]:
    yield part
    for child in part.children:
        if isinstance(child, Element):
            yield from walk(child)


def plain(text: str) -> str:
    # Where lines end in print is not told by a space.
    return "".join(text.split())


@pytest.mark.parametrize("name", PAGES)
def test_every_cell_prints_once_in_its_row(name: str, tmp_path: Path) -> None:
    file = print_page(tmp_path, PAGES[name], **SETTINGS)
    web = web_tables(tmp_path / "source", tmp_path)
    assert web and printed_tables(file) == web
    assert ink_outside_margins(tmp_path / "out" / "book" / "book.typ") == []


def test_what_cells_and_captions_hold_prints_as_on_the_web(tmp_path: Path) -> None:
    file = print_page(tmp_path, OPTIONS, **SETTINGS)
    assert len(web_tables(tmp_path / "source", tmp_path)) == PrintedFile(file).kinds.count("Table") == 4
    result = check(tmp_path / "html", file, read_notes(tmp_path / "out" / "book" / NAME))
    assert [tell(finding) for finding in result.wrong] == []
    # A list of tables has no footnotes.
    assert [page.count("A note in a caption.") for page in PrintedFile(file).pages[2:]] == [1]


def test_a_head_that_stands_again_has_its_footnote_once(tmp_path: Path) -> None:
    body = f"(here)=\n## Part\n\n|Head[^a]|{WIDE}|\n|{'---|' * 31}\n|[a link](#here)[^b]|{'x|' * 30}\n"
    file = print_page(tmp_path, f"{body}\n[^a]: Note of a head.\n[^b]: Note of a row.", **SETTINGS)
    assert web_tables(tmp_path / "source", tmp_path)
    result = check(tmp_path / "html", file, read_notes(tmp_path / "out" / "book" / NAME))
    assert [tell(finding) for finding in result.wrong] == []
    text = PrintedFile(file).text
    assert text.count("a link") > text.count("Note of a head.") == text.count("Note of a row.") == 1


def test_figures_and_pictures_stay_in_their_cells(tmp_path: Path) -> None:
    figure = "```{figure} dot.svg\n    :alt: A dot\n    :width: 900px\n\n    Caption\n    ```"
    other = f"* - {'word ' * 300}\n  - ![A dot](dot.svg)"
    print_page(tmp_path, f"```{{list-table}}\n* - {figure}\n  - {figure}\n{other}\n```")
    file = tmp_path / "out" / "book" / "book.typ"
    assert ink_outside_margins(file) == []
    # Both are black: between them is a strip of the page.
    row = ink_of_pages(file)[2][90]
    assert row.sum() > 100 and np.flatnonzero(np.diff(row.astype(int))).size == 4


def test_a_block_says_which_columns_it_holds_and_has_a_head_of_its_own(tmp_path: Path) -> None:
    file = PrintedFile(print_page(tmp_path, frame(3, 20)))
    assert file.kinds.count("Table") == file.text.count(" of 20 ") == file.kinds.count("THead") > 1
    assert "Columns 1–" in file.text


def test_a_long_table_too_wide_for_a_page_is_turned_with_its_caption(tmp_path: Path) -> None:
    head = "|".join(f"Share_of_all_agencies_{n}" for n in range(6))
    rows = "\n".join(f"|{'|'.join(f'{n}' for n in range(6))}|" for _ in range(30))
    body = f":::{{table}} A caption\n:name: wide\n\n|{head}|\n|{'---|' * 6}\n{rows}\n:::\n\n{{numref}}`wide`"
    file = PrintedFile(print_page(tmp_path, body, **SETTINGS))
    turned = [page for page in file.pdf.pages if page.mediabox.width > page.mediabox.height]
    assert ["A caption" in page.extract_text() for page in turned] == [True]
    assert file.broken_links() == []


def test_a_head_higher_than_a_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match=r"index.md, line 3.*higher than a page: word_0"):
        print_page(tmp_path, f"| {LINES} |\n|---|\n| x |")
