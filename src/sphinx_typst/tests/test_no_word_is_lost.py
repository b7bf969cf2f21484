"""The words of the HTML stand in the PDF, in order: nothing lost, nothing twice; and what is lost is found."""

import io
import random
import shutil
import string
import time
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
import typst
from printed import SVG, build_book, compare_with_web, print_page, read_printed

import sphinx_typst
from sphinx_typst import compile_pdf
from sphinx_typst.check.command import Result, check
from sphinx_typst.check.comparison import KINDS, compare
from sphinx_typst.check.formulas import FormulaReader
from sphinx_typst.check.markup import parse
from sphinx_typst.check.notes import NAME, read_notes
from sphinx_typst.check.words import Stream

FONTS = [Path(typst.__file__).parent, sphinx_typst.FONTS]
BODY = """# Title

Term
: The first definition of the term.
: The second definition of it.

- an apple on the list
- a pear on the list

| Name | Count |
|:-----|------:|
| Alpha | 1,234 |
| Beta | 5,678 |
| Gamma | |

A sentence with a note[^one] and the term 专利授权量 in it.

```python
answer = 42
question = None
```

:::{warning}
A word of warning.
:::

## A part with $a_1 + b$

![A dot](dot.svg)

See [a place](https://example.org/place), [this part](#here) and [the other page](other.md).

$$
x^2 = \\half{y}
$$

```{raw} typst
#block(fill: luma(95%))[Words for *print* alone.]
```

(here)=
### A smaller part

What it says.

[^one]: What the note says.
"""
OTHER = "# Other page\n\n" + "A paragraph of it.\n\n" * 99
SETTINGS: dict[str, object] = {
    "project": "Book",
    "extensions": ["myst_parser", "sphinx_typst"],
    "myst_enable_extensions": ["colon_fence", "deflist", "dollarmath"],
    "mathjax3_config": {"tex": {"macros": {"half": [r"\frac{#1}{2}", 1]}}},
}
BROKEN = {
    "a definition is lost": ('"The second definition of it."', '""', "The second definition of it."),
    "a word has lost a letter": ('"The first definition', '"The frst definition', "first"),
    "a Chinese character is lost": ("专利授权量", "专利授权", "量"),
    "two items are exchanged": ("apple", " pear", "apple"),
    "a cell of a table is lost": ('"5,678"', '""', "5,678"),
    "a word of code is lost": ('"question "', '""', "question"),
    "a footnote is lost": ('"What the note says."', '""', "What the note says"),
    "the title of a box is lost": ('"Warning"', '""', "Warning"),
    "a paragraph stands there twice": ('"A word of warning."', '"A word of warning. A word of warning."', "warning"),
    "a letter of a formula is another": ("attach(a, b: 1)", "attach(c, b: 1)", "a sub 1 plus b"),
    "what is heard of a formula lacks a part": ("y over 2", "y", "x squared equals y over 2"),
    "a picture is described otherwise": ("A dot", "A lot", "A dot"),
    "a picture is not described": ('alt: "A dot"', 'alt: " "', "A dot"),
    "a link has another address": ("https://example.org/place", "https://example.org/", "a place"),
    "a link is no link": ('link("https://example.org/place", ', "emph(", "a place"),
    "a link leads to another page": ('see(label("other")', 'see(label("index#here")', "the other page"),
    "the head of a table is a row like others": ("header: (", "header: (), ..(", "the head of a table"),
    "a table has another shape": ('"5,678"\n},)', '"5,678"\n},), ([], [])', "4 rows, 2 columns"),
    "a cell stands in another column": ('"Gamma"\n},\n{', '},\n{\n"Gamma"', "words in cells 4/1"),
    "words stand beyond the sheet": ('"What it says."', 'box(move(dx: 400pt, "What it says."))', "What it says"),
    "words are too small to read": ('"What it says."', 'text(size: 2pt, "What it says.")', "What it says"),
    "a heading has another level": ("level: 3", "level: 2", "A smaller part"),
}
"""What is done to the Typst file of the page, and words that the finding has."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    source = folder / "source"
    source.mkdir()
    (source / "index.md").write_text(BODY + "```{toctree}\nother\n```\n", encoding="utf-8")
    (source / "other.md").write_text(OTHER, encoding="utf-8")
    (source / "dot.svg").write_text(SVG, encoding="utf-8")
    for builder in ("html", "typst"):
        build_book(source, folder / builder, builder, settings=dict(SETTINGS))
    return folder


def told(result: Result) -> Mapping[str, str]:
    return {f"{KINDS[finding.kind]}: {finding.words}": finding.page for finding in result.wrong}


def test_nothing_is_found_where_nothing_is_wrong(page: Path) -> None:
    notes = read_notes(page / "typst" / "book" / NAME)
    assert told(check(page / "html", page / "typst" / "book.pdf", notes)) == {}


def test_without_notes_what_is_for_print_alone_is_found(page: Path) -> None:
    assert list(told(check(page / "html", page / "typst" / "book.pdf"))) == ["in print alone: Words for print alone."]


@pytest.mark.parametrize(
    "markup",
    [
        r'<span class="math notranslate nohighlight">\(\half{y}+\mathbf{A}\)</span>',
        r'<div class="math"><span class="eqno">(1)</span>\[\half{y}+\mathbf A\]</div>',
        r'<img class="math" alt="\half{y} + \mathbf{A}">',
        r'<div class="math"><math><mi>?</mi><annotation encoding="TeX">\half y+\mathbf A</annotation></math>',
        '<math alttext="fraction y over 2 end fraction plus bold capital A">'
        "<mfrac><mi>y</mi><mn>2</mn></mfrac><mo>+</mo><mi>𝐀</mi></math>",
    ],
)
def test_a_formula_is_read_however_a_page_has_it(markup: str) -> None:
    reader = FormulaReader({"tex": {"macros": {"half": [r"\frac{#1}{2}", 1]}}}, {})
    assert reader.read(parse(markup).children[0]) == ("fraction y over 2 end fraction plus bold capital A", "2Ay")


def test_what_a_theme_adds_to_pages_prints(tmp_path: Path) -> None:
    body = "```{margin} A title\nWords in the margin.\n```\n\nA sign[^note].\n\n[^note]: {-} Beside it."
    said = io.StringIO()
    theme = {"html_theme": "sphinx_book_theme", "html_theme_options": {"use_sidenotes": True}}
    text = read_printed(print_page(tmp_path, body, said=said, **theme)).text
    assert "A title Words in the margin." in text
    assert "Beside it." in text and "{-}" not in text
    assert said.getvalue() == ""


def test_letters_are_read_whatever_number_the_file_gives_them(tmp_path: Path) -> None:
    # Two of these pairs are written as brackets, which stand in each other.
    pairs = " ".join(f"{one * 3}{other * 3}" for one, other in pairwise(string.ascii_letters))
    # No block of a table, though it has numbers like the line above one.
    numbers = "Words with a 1 by 1 matrix.\n\n| Head |\n|------|\n| cell |"
    assert compare_with_web(tmp_path, f"{pairs}\n\n{numbers}") == []


def test_a_heading_and_a_link_to_a_formula_are_read_whole(tmp_path: Path) -> None:
    fill = "```{raw} typst\n#v(1fr)\n```"
    body = f"See {{eq}}`one`.\n\n{fill}\n\n$$\na = b\n$$ (one)\n\n{fill}\n\n```{{raw}} typst\n#pagebreak()\n```\n\n"
    body += "Words behind it.\n\n(there)=\n## Far\n\n### Back to {ref}`the first <first>`"
    body = f"(first)=\n## First\n\n{body}"
    assert compare_with_web(tmp_path, body) == []


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_lost_or_twice_is_found(broken: str, page: Path, tmp_path: Path) -> None:
    before, after, said = BROKEN[broken]
    shutil.copytree(page / "typst" / "book", tmp_path / "book")
    file = tmp_path / "book" / "book.typ"
    code = file.read_text(encoding="utf-8")
    assert before in code
    if broken == "two items are exchanged":
        code = code.replace(" apple", "@").replace(" pear", " apple").replace("@", " pear")
    else:
        # The last: what comes before may only be measured, for the width of a column.
        code = after.join(code.rsplit(before, 1))
    file.write_text(code, encoding="utf-8")
    compile_pdf(file, tmp_path / "broken.pdf", FONTS, 0)
    found = told(check(page / "html", tmp_path / "broken.pdf", read_notes(tmp_path / "book" / NAME)))
    assert any(said in words for words in found), found


def stream_of(*lines: tuple[str, str]) -> Stream:
    """Lines, each with the reason why print may miss it."""
    stream = Stream()
    for line, reason in lines:
        with stream.within(may_miss=reason):
            stream.add_text(line)
        stream.add_gap()
    stream.finish()
    return stream


def test_a_line_that_print_may_miss_is_missed_whole() -> None:
    code = [("call(one)", ""), ("other(two)", "folded code"), ("call(three)", "")]
    findings = compare(stream_of(*code), stream_of(("more", ""), code[0], code[2]), {})
    assert [(finding.words, finding.reason) for finding in findings] == [("more", ""), ("other(two)", "folded code")]


def seconds_and_findings(count: int) -> tuple[float, int]:
    """Compare so many words with the same of which every fifth is another."""
    chosen = random.Random(1)
    words = [f"w{chosen.randrange(5000)}" for _ in range(count)]
    sides = []
    for changed in (words, [word if number % 5 else f"{word}x" for number, word in enumerate(words)]):
        sides.append(Stream())
        sides[-1].add_text(" ".join(changed))
        sides[-1].finish()
    start = time.process_time()
    findings = compare(*sides, {})
    return time.process_time() - start, len(findings)


def test_time_grows_with_the_words() -> None:
    seconds_and_findings(1_000)
    (short, few), (long, many) = seconds_and_findings(5_000), seconds_and_findings(50_000)
    print(f"{few} differences in {short:.1f} s, {many} in {long:.1f} s")
    assert (few, many) == (1_000, 10_000)
    # Each word with each other would take 100 times as long; the short one is over in a moment.
    assert long / short < 50
