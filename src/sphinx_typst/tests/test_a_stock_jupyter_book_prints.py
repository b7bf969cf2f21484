"""A book with the configuration that Jupyter Book makes of little prints what its web edition shows."""

import pytest
from jupyter_book.config import get_final_config
from printed import PrintedFile, build_book, read_printed

from sphinx_typst.check.command import check, tell

CELLS = """---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---
# One

(my-cell)=
```{code-cell}
print(1)
```

See {ref}`the cell <my-cell>`.

# Again a title

More words.
"""
BOOK = {
    "_config.yml": 'title: A small course\nauthor: Jane Doe\nexecute: {execute_notebooks: "off"}\n',
    "_toc.yml": "format: jb-book\nroot: index\nparts:\n- caption: First part\n  chapters:\n  - file: part\n"
    "    sections:\n    - file: one\n    - file: two\n",
    "index.md": "# Welcome\n\nWords.\n\n```{tableofcontents}\n```\n",
    "part.md": "# The part\n\n```{tableofcontents}\n```\n",
    "one.md": CELLS,
    "two.md": "# Two\n\nSee [](one.md) and [that cell](my-cell).\n",
}


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], PrintedFile]:
    source = tmp_path_factory.mktemp("stock")
    for name, content in BOOK.items():
        (source / name).write_text(content, encoding="utf-8")
    for builder in ("typst", "html"):
        chosen = {"latex_individualpages": False}
        given, _ = get_final_config(user_yaml=source / "_config.yml", sourcedir=source, cli_config=chosen)
        given["extensions"] = [*given["extensions"], "sphinx_typst"]
        build_book(source, source / "_build" / builder, builder, settings=given)
    printed = source / "_build" / "typst" / "book.pdf"
    return [tell(found) for found in check(source / "_build" / "html", printed).wrong], read_printed(printed)


def test_no_word_of_its_web_edition_is_lost(stock: tuple[list[str], PrintedFile]) -> None:
    assert stock[0] == []


def test_it_has_its_title_its_author_and_its_lists_of_pages(stock: tuple[list[str], PrintedFile]) -> None:
    book = stock[1]
    assert book.pages[0] == "A small course Jane Doe"
    assert book.pages[2].startswith("Welcome Words. First part The part 2")
    assert "The part One 2 Again a title 2 Two 2" in book.text


def test_links_lead_to_cells_and_to_pages_with_two_titles(stock: tuple[list[str], PrintedFile]) -> None:
    book = stock[1]
    assert "See the cell." in book.text and "See One and that cell." in book.text
    assert book.broken_links() == []
