"""Turned chapters, titles within tables, what an excerpt leaves to the book, figures whose table does not print."""

import re
from pathlib import Path

import pytest
from docutils import nodes
from printed import PrintedFile, read_printed
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_typst.preparation import SCREEN_ONLY

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
YEARS = " | ".join(map(str, range(2001, 2013)))
WIDE = f"| Indicator | {YEARS} |\n|:--{'|--:' * 12}|\n| Cases that courts took in {'| 1,234,567' * 12} |\n"
# Groups of one, two and three rows, so that without care some of the titles come to the foot of a page.
ROWS = "".join(
    f"| **Group {group}** | |\n{f'| Row of {group} | 1 |{chr(10)}' * (group % 3 + 1)}" for group in range(150)
)
PAGES = {
    "index": """# Book

See the wide page in [a sentence](wide.md) of its own.

A sentence that ends. [Read on](wide.md)

一句完整的话。[继续阅读](wide.md)

```{toctree}
wide
groups
figure
```
""",
    "wide": f"# Wide\n\n{WIDE}\n## Second\n\n{WIDE}",
    "groups": f"# Groups\n\n| Name | Count |\n|:--|--:|\n{ROWS}",
    "figure": """# Figure

```{figure} dot.svg
:alt: A dot.

A headline
```
""",
}
PARTS = {"figure-source": "Where it was read.", "figure-reading": "How to read it.", "figure-data": "The data."}


def _add_foot(app: Sphinx, tree: nodes.document) -> None:
    """Give the figure a foot as an extension does, long enough to be set apart from it."""
    for figure in list(tree.findall(nodes.figure)):
        foot = nodes.container(classes=["figure-foot"])
        for name, words in PARTS.items():
            foot += nodes.container(
                "", nodes.paragraph("", f"{words} " * 500 * (name == "figure-data")), classes=[name]
            )
        table = nodes.table("", classes=[SCREEN_ONLY] * app.config.without_table)
        group = nodes.tgroup("", nodes.colspec(colwidth=1), cols=1)
        group += nodes.tbody("", nodes.row("", nodes.entry("", nodes.paragraph("", "A number"))))
        table += group
        foot.children[-1].insert(0, table)
        figure.parent.insert(figure.parent.index(figure) + 1, foot)


def build(folder: Path, **options: object) -> Path:
    source = folder / "source"
    source.mkdir()
    for name, text in PAGES.items():
        (source / f"{name}.md").write_text(text, encoding="utf-8")
    (source / "dot.svg").write_text(DOT, encoding="utf-8")
    settings = {
        "extensions": ["myst_parser", "sphinx_typst"],
        "project": "Book",
        "typst_name": "book",
        "typst_turned": ["wide"],
        "typst_excerpts": [{"name": "part", "title": "Part", "pages": 1, "parts": ["index"]}],
        **options,
    }
    without_table = settings.pop("without_table", False)
    with patch_docutils(), docutils_namespace():
        app = Sphinx(source, None, folder / "out", folder / "trees", "typst", settings, status=None, warning=None)
        app.add_config_value("without_table", without_table, "env")
        app.connect("doctree-read", _add_foot)
        app.build()
    return folder / "out"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("book"))


def turned_pages(book: PrintedFile) -> list[str]:
    boxes = [page.mediabox for page in book.pdf.pages]
    return [text for text, box in zip(book.pages, boxes, strict=True) if box.width > box.height]


def test_a_chapter_of_wide_tables_stands_on_turned_sheets_one_after_the_other(out: Path) -> None:
    book = read_printed(out / "book.pdf")
    (sheet,) = turned_pages(book)
    assert sheet.startswith("Wide") and "Second" in sheet
    assert sheet.count("Cases that courts took in") == 2, "the label has room for its words on one line"
    assert all(text for text in book.pages[2:]), "a page is empty"


def test_the_title_of_rows_is_never_left_at_the_foot_of_a_page(out: Path) -> None:
    pages = [re.findall(r"Group \d+|Row of \d+", page) for page in read_printed(out / "book.pdf").pages]
    pages = [found for found in pages if found]
    assert len(pages) > 5
    assert [found[-1] for found in pages if found[-1].startswith("Group")] == []
    assert sum(entry.startswith("Group") for found in pages for entry in found) == 150


def test_a_page_on_turned_sheets_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="typst_turned: there is no page 'absent'"):
        build(tmp_path, typst_turned=["absent"])


def test_an_excerpt_leaves_out_what_leads_on(out: Path) -> None:
    part, book = read_printed(out / "part.pdf").text, read_printed(out / "book.pdf").text
    for words in ("Read on", "继续阅读"):
        assert words in book and words not in part
    assert "See the wide page in a sentence of its own." in part


def test_a_table_names_its_figure_only_where_it_prints(out: Path, tmp_path: Path) -> None:
    assert "To Figure" in read_printed(out / "book.pdf").text
    without = read_printed(build(tmp_path, without_table=True) / "book.pdf").text
    assert "To Figure" not in without and "A number" not in without and "The data." in without
