"""Links lead to the place in print, else to the web edition, and one that leads to neither is refused."""

from pathlib import Path

import pytest
from printed import print_page, read_printed

from sphinx_typst import PrintError

PAGES = {
    "other.rst": b"Other\n=====\n\n.. _there:\n\nThere\n-----\n\nWords.\n",
    "kept.rst": b":orphan:\n\n.. _kept-place:\n\nKept\n====\n\nWords of the web.\n",
}
BODY = """
```{toctree}
other
```

```{eval-rst}
See `one <other.html>`_, `two <other.html#there>`_, `three <%s>`_, :doc:`kept` and :ref:`five <kept-place>`.
```
"""


def test_a_page_that_prints_is_linked_to_also_by_its_name_on_the_web(tmp_path: Path) -> None:
    book = read_printed(print_page(tmp_path, BODY % "https://example.org/three", PAGES))
    assert "See one (page 2), two (page 2), three, Kept and five." in book.text
    assert book.links()[0] == ["https://example.org/three"]
    assert book.broken_links() == []


def test_what_does_not_print_is_found_in_the_web_edition(tmp_path: Path) -> None:
    book = read_printed(print_page(tmp_path, BODY % "files/data.csv", PAGES, html_baseurl="https://example.org/book/"))
    places = ["files/data.csv", "kept.html", "kept.html#kept-place"]
    assert book.links()[0] == [f"https://example.org/book/{place}" for place in places]


def test_a_file_beside_a_web_edition_that_has_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        PrintError, match=r"index.md, line \d+: the link 'three' leads to files/data.csv .*html_baseurl"
    ):
        print_page(tmp_path, BODY % "files/data.csv", PAGES)


def test_what_sphinx_could_not_read_is_refused_unless_its_warnings_are_suppressed(tmp_path: Path) -> None:
    body = "```{eval-rst}\nWords with |nothing| behind.\n```"
    (tmp_path / "said").mkdir()
    with pytest.raises(PrintError, match=r"index.md, line \d+: Sphinx could not read this.*\|nothing\|"):
        print_page(tmp_path, body)
    book = read_printed(print_page(tmp_path / "said", body, suppress_warnings=["docutils"]))
    assert "Words with |nothing| behind." in book.text
