"""Pages print once, in the order of the lists that name them, and lists of every form print what the web shows."""

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from printed import PrintedFile, build_book, compare_with_web, read_printed
from sphinx.errors import ConfigError

from sphinx_typst.check.command import check
from sphinx_typst.check.notes import NAME, read_notes
from sphinx_typst.preparation import order_pages

PAGES = {
    "index": """# Root

```{toctree}
:caption: First part
:numbered:
:maxdepth: 2
one
deep/two
```

```{toctree}
:caption: Second part
:titlesonly:
:glob:
:reversed:
glob/*
```

```{toctree}
:hidden:
hidden
```

```{toctree}
Elsewhere <https://example.org/elsewhere>
self
genindex
modindex
search
Another title <renamed>
untitled
several
late
```
""",
    "one": "# Page one\n\n## Section\n\n### Third level\n\n#### Fourth level\n\nText of one.",
    "deep/two": "# Page two\n\nAbove.\n\n```{toctree}\n:caption: Inner\nthree\n```\n\n## Own\n\nText of two.",
    "deep/three": "# Page three\n\n## Two\n\n### Three\n\n#### Four\n\n##### Five\n\n###### Six\n\nText of three.",
    "glob/a": "# Glob a\n\n## Below a\n\nText of a.",
    "glob/b": "# Glob b\n\nText of b.",
    "hidden": "# Hidden\n\nText of hidden.",
    "renamed": "# Renamed\n\nText of renamed.",
    "untitled": "Text without a heading.",
    "several": "# First\n\nText one.\n\n# Second\n\n## With $x$, `code` and *words*\n\n## Same\n\n## Same\n\nText two.",
    "late": "```{index} early word\n```\n\nText before the heading.\n\n# Late\n\nText after it, see {ref}`genindex`.",
}


def build(folder: Path, pages: Mapping[str, str], **options: object) -> Path:
    for page, text in pages.items():
        path = folder / "source" / f"{page}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    settings = {
        "extensions": ["myst_parser", "sphinx_typst"], "myst_enable_extensions": ["dollarmath"], "project": "Lists",
        "html_theme": "basic", "html_math_renderer": "mathml", "typst_index_title": "Index", **options,
    }  # fmt: skip
    for builder in ("html", "typst"):
        build_book(folder / "source", folder / builder, builder, settings=dict(settings))
    return folder


def wrong_words(folder: Path) -> list[str]:
    """What print says otherwise than the web."""
    notes = read_notes(folder / "typst" / "book" / NAME)
    return [found.words for found in check(folder / "html", folder / "typst" / "book.pdf", notes).wrong]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("lists"), PAGES)


@pytest.fixture(scope="module")
def book(folder: Path) -> PrintedFile:
    return read_printed(folder / "typst" / "book.pdf")


def test_a_page_in_several_lists_prints_once_with_what_lies_below_it() -> None:
    lists = {"index": ["one", "genindex", "two"], "one": ["two"], "two": ["three"], "three": ["one"]}
    env = SimpleNamespace(toctree_includes=lists, found_docs={"index", "one", "two", "three"})
    order = order_pages(env, SimpleNamespace(root_doc="index", typst_skip=[]))  # type: ignore[arg-type]
    assert order == [("index", 1), ("one", 1), ("two", 2), ("three", 3)]


def test_pages_and_their_lists_say_what_the_web_says(folder: Path) -> None:
    assert wrong_words(folder) == []


def test_the_first_page_need_not_have_a_title(tmp_path: Path) -> None:
    pages = {
        "index": "Words first.\n\n```{admonition} Called so\n```\n\n```{toctree}\none\n```",
        "one": "# One\n\nText.",
    }
    assert wrong_words(build(tmp_path, pages)) == []
    with pytest.raises(ConfigError, match="typst_root_title: the first page of the book has no title"):
        build(tmp_path, pages, typst_root_title="Overview")


@pytest.mark.parametrize(
    "words", ["1.1 Section", "1.1.1 Third level", "1.1.1.1 Fourth level", "2.1.1.1.1.1 Five", "First part 1 Page one"]
)
def test_headings_of_every_level_have_their_numbers(words: str, book: PrintedFile) -> None:
    assert words in book.text


def test_a_chapter_begins_its_sheet_with_what_stands_before_its_heading(book: PrintedFile) -> None:
    sheet = next(number for number, text in enumerate(book.pages) if "Text before the heading." in text)
    assert "Late" in book.pages[sheet] and "Text two." not in book.pages[sheet]
    assert f"early word {book.pdf.page_labels[sheet]}" in book.pages[-1]


def test_a_page_without_a_heading_has_a_sheet_of_its_own_without_the_name_of_another(book: PrintedFile) -> None:
    sheet = next(text for text in book.pages if "Text without a heading." in text)
    assert "Renamed" not in sheet and "First" not in sheet


def test_the_index_can_be_linked_to(book: PrintedFile) -> None:
    assert book.broken_links() == []
    assert "see Index (page " in book.text


def test_a_heading_without_words_is_none_and_loses_no_picture(tmp_path: Path) -> None:
    body = "## \n\nOne.\n\n## ![Logo](dot.svg)\n\nTwo.\n\n### <!-- Nothing -->\n\nThree.\n\n## Four of [this](#last)"
    body += "\n\nWords." * 60 + "\n\n(last)=\n## Five"
    assert compare_with_web(tmp_path, body) == []
    printed = read_printed(tmp_path / "out" / "book.pdf")
    assert printed.said_of("Figure") == ["Logo"]
    assert printed.kinds.count("H2") == 2
    # The page that a link leads to is no part of the words of a heading.
    assert "Four of this Words." in printed.text
