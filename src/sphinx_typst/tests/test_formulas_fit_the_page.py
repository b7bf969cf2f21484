"""Displayed formulas stay on the page; what cannot be set is refused with page and line of the formula's own line."""

from pathlib import Path

import pytest
from printed import ink_outside_margins, print_page, read_printed

from sphinx_typst import PrintError

TERMS = " + ".join(f"\\beta_{{{number}}} x_{{{number}}}" for number in range(1, 60))


def first(count: int) -> str:
    """A sum of so many terms, in one line."""
    return " + ".join(TERMS.split(" + ")[:count])


def test_a_wide_formula_is_set_smaller_and_one_that_breaks_is_not(tmp_path: Path) -> None:
    body = f"$$\ny = {first(19)}\n$$\n\nIn a line: $y = {first(30)}$, and $\\left( {first(9)} \\right)$."
    target = print_page(tmp_path, body)
    assert ink_outside_margins(target.parent / "book" / "book.typ") == []
    assert len(read_printed(target).said_of("Formula")) == 3


def test_a_long_formula_that_is_a_heading_has_its_words_in_the_bookmarks(tmp_path: Path) -> None:
    words = "a rather long sentence that its author has set in the letters of formulas, as headings go"
    target = print_page(tmp_path, f"## $\\textit{{{words}}}$\n\nText.")
    printed = read_printed(target)
    assert words in str(printed.pdf.outline)
    assert ink_outside_margins(target.parent / "book" / "book.typ") == []


WRONG = {
    "too wide": (f"Text.\n\n$$\ny = {TERMS}\n$$", 5, "too wide"),
    "too wide for a line": (f"Text.\n\nMore, $\\left( {TERMS} \\right)$", 5, "wider than a line"),
    "in the third line of a block": ("Text.\n\n$$\na\n+ b\n+ \\wrong\n$$", 8, "\\wrong is not known"),
    "in a directive": ("```{math}\n:label: one\n\na \\\\\n\\wrong\n```", 7, "\\wrong is not known"),
    "in the second line of a paragraph": ("Text\nand $\\wrong$.", 4, "\\wrong is not known"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_set_is_refused_at_its_line(case: str, tmp_path: Path) -> None:
    body, line, said = WRONG[case]
    with pytest.raises(PrintError) as error:
        print_page(tmp_path, body)
    assert f"index.md, line {line}: " in str(error.value)
    assert said in str(error.value)


def test_a_long_derivation_goes_on_on_the_next_page(tmp_path: Path) -> None:
    lines = " \\\\\n".join(f"a_{{{number}}} &= \\frac{{b}}{{{number}}}" for number in range(100, 160))
    target = print_page(tmp_path, f"$$\n\\begin{{align}}\n{lines}\n\\end{{align}}\n$$")
    printed = read_printed(target)
    assert [any(str(number) in page for page in printed.pages) for number in (100, 159)] == [True, True]
    assert ink_outside_margins(target.parent / "book" / "book.typ") == []


def test_numbers_tags_and_definitions(tmp_path: Path) -> None:
    body = "$\\def\\half{\\frac12}$\n\n$$\n\\half x\n$$ (one)\n\n$$\ny \\tag{B*}\n$$\n\nSee {eq}`one`."
    printed = read_printed(print_page(tmp_path, body, math_numsep="-"))
    assert printed.said_of("Formula") == ["fraction 1 over 2 end fraction x", "y, tagged (B*)"]
    assert [word in printed.text for word in ("(1)", "(B*)", "See (1)")] == [True, True, True]


def test_an_excerpt_knows_what_stands_before_it(tmp_path: Path) -> None:
    excerpts = [{"name": "part", "parts": ["index#second"]}]
    target = print_page(tmp_path, "$\\def\\half{\\frac12}$\n\n## Second\n\nThere is $\\half$.", typst_excerpts=excerpts)
    assert read_printed(target.parent / "part.pdf").said_of("Formula") == ["1 over 2"]
