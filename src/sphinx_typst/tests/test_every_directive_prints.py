"""A book with every directive and role of docutils and Sphinx says the same words in print as on the web."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from docutils.parsers.rst import directives, roles
from printed import PrintedFile, build_book, read_printed
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_typst.check.command import check
from sphinx_typst.check.comparison import MOVED
from sphinx_typst.check.notes import NAME, read_notes

BOOK = Path(__file__).parent / "directives"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book as a web edition and in print."""
    folder = tmp_path_factory.mktemp("directives")
    source = folder / "source"
    shutil.copytree(BOOK, source)
    for builder in ("html", "typst"):
        build_book(source, folder / builder, builder)
    return folder


@pytest.fixture(scope="module")
def book(folder: Path) -> PrintedFile:
    return read_printed(folder / "typst" / "book.pdf")


MEANT = {"'1' '[number]'"}
"""What is right, and only said in another way: the number of `sectnum` is that of a heading."""


def test_print_says_what_the_web_says(folder: Path) -> None:
    result = check(folder / "html", folder / "typst" / "book.pdf", read_notes(folder / "typst" / "book" / NAME))
    found = {
        f"{found.words!r} {found.other if found.kind == MOVED else repr(found.other)}"
        for found in result.wrong
        if found.page != "diagrams" or shutil.which("dot")
    }
    assert sorted(found - MEANT) == []
    assert result.words > 2000


def test_a_link_to_a_page_that_does_not_print_leads_to_the_web(book: PrintedFile) -> None:
    outside, _ = book.links()
    assert {"https://example.org/book/orphan.html", "https://example.org/book/orphan.html#orphan-target"} <= set(
        outside
    )


NOT_HERE = {
    ":keyword": "for the manual of Python itself",
    ":math:numref": "a name for eq that pages cannot call",
    "line-block": "an older name, of which docutils warns",
    "parsed-literal": "refused, which has a test of its own",
    "restructuredtext-test-directive": "for tests of docutils",
}


def names_of_sphinx(target: Path) -> Iterator[str]:
    """Every directive, and every role with a colon before it, by the name that pages call it by."""
    with patch_docutils(), docutils_namespace():
        app = Sphinx(BOOK, BOOK, target, target, "dummy", status=None)
        yield from directives._directive_registry
        yield from directives._directives
        yield from (f":{name}" for name in roles._roles if name)
        for name, domain in app.env.domains.items():
            prefix = "" if name == "std" else f"{name}:"
            yield from (prefix + directive for directive in domain.directives)
            yield from (f":{prefix}{role}" for role in domain.roles)


def test_every_directive_and_role_stands_in_the_book(tmp_path: Path) -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in BOOK.glob("*.rst"))
    used = {*re.findall(r"^ *(?:\.\. |\|\w+\| )+([\w:-]+)::(?:\s|$)", text, re.M)}
    used |= {f":{name}" for name in re.findall(r":((?:\w+:)?\w+):`", text)}
    # The roles of sphinx.ext.autosummary and the like are called as the default role too.
    used |= {f":{name}" for name in re.findall(r"default-role:: (\w+)", text)}
    names = set(names_of_sphinx(tmp_path))
    assert sorted(names - used - NOT_HERE.keys()) == []
    assert sorted(NOT_HERE.keys() - names) == []
