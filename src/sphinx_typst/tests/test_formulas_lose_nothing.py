"""Whatever the reader takes in comes out again: in Typst, in words and in MathML, and every sign has its glyph."""

import json
import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import math_core
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_typst.maths import tree
from sphinx_typst.maths.mathml import write_mathml
from sphinx_typst.maths.reading import read_formula
from sphinx_typst.maths.symbols import SIGNS
from sphinx_typst.maths.tokens import read_macros
from sphinx_typst.maths.typst import write, write_typst
from sphinx_typst.maths.words import write_words

# Trees, each with the LaTeX that stands for it

Written = tuple[str, tree.Node]
MARKERS = {"ζ": "zeta", "η": "eta", "ξ": "xi", "ψ": "psi", "Ω": "capital omega"}
"""Letters that stand in no name of a function and in no word beside their own."""


def in_braces(written: Written) -> str:
    return "{" + written[0] + "}"


LETTERS = st.sampled_from([(f"\\{SPOKEN.split()[-1].title() if ' ' in SPOKEN else SPOKEN} ", tree.Letter(char))
                           for char, SPOKEN in MARKERS.items()])  # fmt: skip
LEAVES = st.one_of(
    LETTERS,
    st.sampled_from(["7", "12", "3.14"]).map(lambda text: (f"{{{text}}}", tree.Number(text))),
    st.sampled_from("xyz").map(lambda char: (f"\\mathbf{{{char}}}", tree.Letter(char, "bold"))),
    st.sampled_from(["\\le ", "+", "=", "\\infty "]).map(lambda text: (text, read_formula(text).body)),
    st.sampled_from(["if", "a b"]).map(lambda text: (f"\\text{{{text}}}", tree.Words((text,)))),
    st.just(("\\sin ", tree.Name("sin"))),
    st.just(("\\quad ", tree.Space(1.0))),
)


def larger(inner: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    plain = inner.filter(lambda one: not isinstance(one[1], (tree.Symbol, tree.Space)))
    cells = st.lists(st.lists(inner, min_size=2, max_size=2), min_size=1, max_size=3)
    return st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(
            lambda parts: ("{" + "".join(one for one, _ in parts) + "}", tree.Row(tuple(node for _, node in parts)))
        ),
        st.tuples(plain, plain).map(
            lambda two: (f"\\frac{in_braces(two[0])}{in_braces(two[1])}", tree.Fraction(two[0][1], two[1][1]))
        ),
        plain.map(lambda one: (f"\\sqrt{in_braces(one)}", tree.Root(one[1]))),
        st.tuples(LETTERS, plain, plain).map(
            lambda all_: (
                f"{in_braces(all_[0])}_{in_braces(all_[1])}^{in_braces(all_[2])}",
                tree.Scripts(all_[0][1], all_[1][1], all_[2][1]),
            )
        ),
        plain.map(lambda one: (f"\\widehat{in_braces(one)}", tree.Marked(one[1], "widehat"))),
        st.tuples(plain, plain).map(
            lambda two: (
                f"\\left( {two[0][0]} \\middle| {two[1][0]} \\right]",
                tree.Fenced("(", (bare(two[0]), bare(two[1])), "]", ("|",)),
            )
        ),
        cells.map(
            lambda lines: (
                "\\begin{pmatrix}" + "\\\\".join("&".join(one for one, _ in line) for line in lines) + "\\end{pmatrix}",
                tree.Table("pmatrix", tuple(tree.Line(tuple(map(bare, line))) for line in lines), "c", ("(", ")")),
            )
        ),
    )


def bare(written: Written) -> tree.Node:
    """The node as it is read where its braces stand alone."""
    return written[1]


WRITTEN = st.recursive(LEAVES, larger, max_leaves=12)


@given(WRITTEN)
@settings(max_examples=150, deadline=None)
def test_a_tree_written_in_latex_reads_back_the_same(written: Written) -> None:
    assert read_formula(written[0]).body == written[1]


@given(WRITTEN)
@settings(max_examples=150, deadline=None)
def test_no_letter_is_lost_and_none_comes_twice(written: Written) -> None:
    formula = read_formula(written[0])
    said = f" {write_words(formula)} ".replace(" capital omega", " Ω")
    shown = "".join(ET.fromstring(write_mathml(formula, "", True)).itertext())
    for char, name in MARKERS.items():
        times = written[0].count(f"\\{name.split()[-1].title() if ' ' in name else name} ")
        counted = len(re.findall(rf"\b{name if name.isalpha() else char}\b", said))
        assert (write_typst(formula).count(char), shown.count(char), counted) == (times, times, times)
    for number in ("12", "3.14"):
        assert write_typst(formula).count(number) == written[0].count(f"{{{number}}}")


# Others

AGREED = r"""
\frac{a+b}{c} | \sqrt[3]{x} | x_i^2 + y'_j | \sum_{i=1}^n i \le \prod_j j | \int_0^\infty e^{-x^2} \, dx
\mathbb{R} \mathcal{L} \mathfrak{g} \mathbf{x} \mathrm{d} | \left( \frac{a}{b} \right] | \lim_{n \to \infty} a_n
\begin{pmatrix} a & b \\ c & d \end{pmatrix} | \begin{cases} 1 & x > 0 \\ 0 & y \end{cases} | \hat{x} + \bar{y}
\begin{aligned} a &= b \\ c &= d \end{aligned} | \binom{n}{k} | \alpha \beta \Gamma \varepsilon \varphi \Omega
\forall x \in A \; \exists y \notin B : x \neq y \implies A \subseteq B | \overbrace{a+b}^n | \log x \sin y
a \equiv b | \not= | \operatorname{tr} A | \partial_t u = \nabla^2 u | f \colon A \to B | \boldsymbol{\theta}
\| x \| \cdot \langle u \mid v \rangle | \overset{!}{=} | \xrightarrow{f} | \frac12 x | x_12 | \dfrac{\hbar}{2m}
"""


def leaves(markup: str) -> str:
    """The letters and signs of a formula, whatever they are made of; what is not seen is left out."""
    markup = re.sub(r"&(?!lt;|gt;|amp;)\w+;", lambda match: unescape(match[0]), markup)
    texts = (part.text or "" for part in ET.fromstring(markup).iter())
    alike = {"-": "−", "∣": "|", "∥": "‖", "¯": "¯", "‾": "¯", "^": "^", "\u0302": "^", "ˆ": "^", "*": "∗", "∖": "\\"}
    joined = re.sub(r"[\s\u2061-\u2064]", "", "".join(texts))
    return "".join(alike.get(char, char) for char in joined)


def test_another_reader_sees_the_same_letters() -> None:
    other = math_core.LatexToMathML()
    formulas = [formula.strip() for formula in AGREED.replace("\n", " | ").split(" | ") if formula.strip()]
    differ = {}
    for latex in formulas:
        ours = leaves(write_mathml(read_formula(latex), "", True))
        theirs = leaves(other.convert_with_local_state(latex, displaystyle=True))
        if ours != theirs:
            differ[latex] = (ours, theirs)
    assert differ == {}


CONFIGS = {
    "mathjax3_config": {"tex": {"macros": {"RR": "\\mathbb{R}", "two": ["#1_{#2}", 2], "opt": ["#1^{#2}", 2, "n"]}}},
    "mathjax_config": {"TeX": {"Macros": {"RR": "\\mathbb{R}", "two": ["#1_{#2}", 2], "opt": ["#1^{#2}", 2, "n"]}}},
    "typst_macros": {"\\RR": "\\mathbb{R}", "two": ["#1_{#2}", 2], "opt": ["#1^{#2}", 2, "n"]},
}


def test_macros_of_the_configuration_are_known() -> None:
    for option, given_ in CONFIGS.items():
        macros = read_macros(SimpleNamespace(**{option: given_}))
        formula = read_formula("\\RR \\two{a}b \\opt x \\opt[k]{y}", macros)
        assert formula == read_formula("\\mathbb{R} a_{b} n^{x} k^{y}"), option


# Signs

CLASSES = {"op": "large", "int": "large", "bin": "binary", "rel": "relation", "open": "opening", "close": "closing",
           "punct": "punctuation"}  # fmt: skip


def test_every_sign_has_a_glyph_and_its_room(tmp_path: Path) -> None:
    fonts = {"font_paths": [Path(typst.__file__).parent], "ignore_system_fonts": True}
    signs = {(sign.text, sign.kind): read_formula(command).body for command, sign in SIGNS.items()}
    file = tmp_path / "signs.typ"
    shown = "\n".join(f'#math.equation(alt: "sign", ${write(node)}$)' for node in signs.values())
    file.write_text(f"#set document(title: [Signs])\n#set text(fallback: false)\n{shown}", encoding="utf-8")
    _, warnings = typst.Compiler(file, **fonts).compile_with_warnings(format="pdf", pdf_standards=["ua-1"])
    assert warnings == []
    rooms = []
    for (text, kind), node in signs.items():
        known = f'class("{CLASSES.get(kind, "normal")}", \\{text})'
        rooms.append(f"measure($a {write(node)} b$).width == measure($a {known} b$).width")
    file.write_text("#context [#metadata((" + ", ".join(rooms) + "))<found>]", encoding="utf-8")
    found = json.loads(typst.query(file, "<found>", field="value", **fonts))[0]
    assert [sign for sign, same in zip(signs, found, strict=True) if not same] == []
