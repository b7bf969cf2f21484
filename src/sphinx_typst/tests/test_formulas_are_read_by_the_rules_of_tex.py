"""Formulas are read by TeX's rules, said in words that leave nothing open, and refused by name where they cannot be."""

import pytest

from sphinx_typst.maths.reading import read_formula
from sphinx_typst.maths.tokens import Macros
from sphinx_typst.maths.tree import FormulaError
from sphinx_typst.maths.words import write_words

SPOKEN = {
    "x^2": "x squared",
    "\\frac12x": "fraction 1 over 2 end fraction x",
    "x_12": "x sub 1 2",
    "x^-1": "x superscript minus 1",
    "x^{-1}": "x to the power minus 1",
    "\\sqrt2": "square root of 2",
    "{a \\over b}": "a over b",
    "{n \\choose k}": "n choose k",
    "x'": "x prime",
    "\\frac{a}{b} = \\frac12 + y": "a over b equals fraction 1 over 2 end fraction plus y",
    "\\begin{pmatrix} 1 & \\\\ & 2 \\end{pmatrix}": "2 by 2 matrix; row 1: 1, empty; row 2: empty, 2; end matrix",
    "\\frac{a}{b+c}": "fraction a over b plus c end fraction",
    "\\sum_{i=1}^{n} x_i": "sum from i equals 1 to n of x sub i",
    "p \\ge 12.5\\% % a comment\n": "p is at least 12.5 per cent",
    "\\left[a, b\\right)": "open square bracket a, b close bracket",
    "{\\bf x} + y": "bold x plus y",
    "\\newcommand{\\E}[2][X]{\\mathrm{E}_{#1}\\left[#2\\right]}\\E{a}\\E[Y]b":
        "capital E sub capital X open square bracket a close square bracket "
        "capital E sub capital Y open square bracket b close square bracket",
    "a &= b \\\\ c &= d": "line 1: a equals b; line 2: c equals d",
    "{\\\\{ a }\\\\[2pt] + b}": "a plus b",
    "\\begin{cases} 1 & \\text{if $x>0$} \\\\ 0 \\end{cases}": "cases: 1, if x is more than 0; 0; end cases",
}  # fmt: skip


@pytest.mark.parametrize("latex", SPOKEN)
def test_a_formula_is_said_in_words(latex: str) -> None:
    assert write_words(read_formula(latex)) == SPOKEN[latex]


BROKEN = {
    "\\frac{a}": "ends too early", "{a": "not closed", "a}": "} closes nothing", "\\left( a": "no \\right",
    "\\begin{cases} a": "\\end{cases} is missing", "\\begin{array}{lX} a \\end{array}": "'X'",
    "\\unknown": "\\unknown", "x^a^b": "two things are raised", "\\left x": "no bracket",
    "\\left( a \\right}": "no bracket",
    "\\begin{tikz}": "tikz",
    "\\def\\a{\\a}\\a": "uses itself", "a # b": "#", "\\hspace{1parsec}": "1parsec", "\\require{mhchem}": "mhchem",
    "\\eqref{one}": "{eq}`one`", "x\u0302": "combining circumflex", "\\text{\\alpha}": "\\alpha",
    "\\begin{aligned} a": "missing",
}  # fmt: skip


@pytest.mark.parametrize("latex", BROKEN)
def test_a_broken_formula_is_refused_by_name(latex: str) -> None:
    with pytest.raises(FormulaError) as error:
        print(read_formula(latex))
    assert BROKEN[latex] in str(error.value)


def test_an_error_says_in_which_line_it_lies() -> None:
    with pytest.raises(FormulaError) as error:
        read_formula("\\begin{aligned}\na &= b \\\\\nc &= \\unknown\n\\end{aligned}")
    assert error.value.line == 2


def test_a_page_keeps_the_commands_that_a_formula_defines() -> None:
    macros = Macros()
    read_formula("\\def\\half{\\frac12}", macros)
    assert write_words(read_formula("\\sqrt\\half", macros)) == "square root of fraction 1 over 2 end fraction end root"
