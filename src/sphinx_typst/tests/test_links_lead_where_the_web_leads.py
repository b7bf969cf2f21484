"""Links lead to the place in print, else to the web edition; those to neither are words, or missed, as on the web."""

import io
from pathlib import Path

import pytest
from printed import compare_with_web, print_page, read_printed

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


def test_links_to_no_page_of_the_book_are_words_and_are_told_once(tmp_path: Path) -> None:
    said = io.StringIO()
    more = '<a href="absent.html">four</a> <a href="#absent">more</a>\n\n```{eval-rst}\n'
    more += "`five <example.org>`_, `six <//example.org/six>`_\n```"
    book = read_printed(print_page(tmp_path, BODY % "files/data.csv" + more, PAGES, said=said))
    assert "three, Kept and five. four more five, six" in book.text
    assert book.links()[0] == ["https://example.org/six"]
    [line] = said.getvalue().splitlines()
    assert "are words in print: 4, the first at index.md, line 9 (files/data.csv), index.md, line" in line


MISSING = "[a *link*](absent.md), [another](#absent), {doc}`absent page <absent>`, {download}`data <absent.csv>`"


def test_links_whose_targets_are_missing_are_words_where_the_book_suppresses_the_warning(tmp_path: Path) -> None:
    suppressed = ["myst.xref_missing", "ref.doc", "download.not_readable"]
    for number, kind in enumerate(suppressed):
        (tmp_path / kind).mkdir()
        with pytest.raises(PrintError, match=["absent.md", "absent", "absent.csv"][number]):
            print_page(tmp_path / kind, MISSING, suppress_warnings=[other for other in suppressed if other != kind])
    assert compare_with_web(tmp_path, MISSING, suppress_warnings=suppressed) == []
    assert "a link, another, absent page, data" in read_printed(tmp_path / "out" / "book.pdf").text


def test_what_sphinx_could_not_read_is_refused_unless_its_warnings_are_suppressed(tmp_path: Path) -> None:
    body = "```{eval-rst}\nWords with |nothing| behind.\n```"
    (tmp_path / "said").mkdir()
    with pytest.raises(PrintError, match=r"index.md, line \d+: Sphinx could not read this.*\|nothing\|"):
        print_page(tmp_path, body)
    assert compare_with_web(tmp_path / "said", body, suppress_warnings=["docutils"]) == []
    assert "Words with |nothing| behind." in read_printed(tmp_path / "said" / "out" / "book.pdf").text
