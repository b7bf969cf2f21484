"""A diagram of Graphviz prints as a picture where its program is at hand, else as a line that says where it is."""

import sys
from pathlib import Path

import pytest
from printed import SVG, print_page, read_printed

from sphinx_typst import PrintError

PAGE = "```{digraph} d\na -> b;\n```\n\n```{graphviz}\n:alt: Two places\n:caption: A caption\ndigraph { a -> b }\n```"


def print_diagrams(folder: Path, program: str) -> Path:
    """Print a page with two diagrams, which a program draws that is said in Python; none where nothing is said."""
    options = {"graphviz_dot": "no-such-program"}
    if program:
        script = folder / "draw"
        script.write_text(f"#!{sys.executable}\n{program}\n", encoding="utf-8")
        script.chmod(0o755)
        options = {"graphviz_dot": str(script)}
    extensions = ["myst_parser", "sphinx.ext.graphviz", "sphinx_typst"]
    return print_page(folder, PAGE, extensions=extensions, **options)


def test_it_is_drawn_and_says_what_the_web_says(tmp_path: Path) -> None:
    book = read_printed(print_diagrams(tmp_path, f"print({SVG!r})"))
    assert book.said_of("Figure")[:2] == ["digraph d { a -> b; }", "Two places"]
    assert "A caption" in book.text and "Diagram" not in book.text


def test_without_the_program_a_line_stands_for_it(tmp_path: Path) -> None:
    assert read_printed(print_diagrams(tmp_path, "")).text.count("Diagram, in the web edition") == 2


def test_one_that_cannot_be_drawn_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match=r"index.md:3: this diagram cannot be drawn: a word too many"):
        print_diagrams(tmp_path, "raise SystemExit('a word too many')")
