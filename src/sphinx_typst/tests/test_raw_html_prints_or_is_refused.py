"""HTML in a page prints what a browser shows of it, or is refused by page, line and words."""

import base64
from pathlib import Path

import pytest
from printed import SVG, PrintedFile, compare_with_web, print_page, read_printed

from sphinx_typst import PrintError

EXTENSIONS = ["dollarmath", "tasklist", "html_image", "html_admonition"]
DATA = f"data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()}"
PAGE = f"""
Words <b>bold *with emphasis*</b>, H<sub>2</sub>O, x<sup>2</sup>, <kbd>Ctrl</kbd>, <mark>marked</mark>, <u>under</u>,
<s>struck</s>, <q>quoted</q>, <abbr title="in full">AB</abbr>, <code>code</code>, &copy;.<br>After a break,
<a href="https://example.org/out">a link out</a>, <a href="#place">one to a place</a>. <!-- Unseen remark -->

<a id="place"></a>

<!-- Unseen remark -->

<details>
<summary>The <b>label</b></summary>

Markdown *in* the box.

</details>

<div class="x" id="held">

In a div, <span hidden>Unseen words</span><span style="color: red; display: none">Unseen words</span>to its end.

</div>

<p>A paragraph with <code>linked <a href="https://example.org/code">code</a></code> and
   a <img src="dot.svg" alt="dot in a line"> in  it. <b>bold </b> <i> and italic</i></p>
<h3>A heading in HTML</h3>
<ul><li>one<ul><li>one below</li></ul><li><p>two</p><p>two again</p></ul>
<ol start="3" type="a"><li>third<li>fourth</ol>
<dl><dt>A term<dd>what it means</dl>
<blockquote><p>A quoted line.</p></blockquote>
<hr>
<pre>first line
  <span>second</span> line &lt;x&gt;</pre>
<figure><img src="dot.svg" alt="a dot"><figcaption>Under <em>the dot</em>.</figcaption></figure>
<center><img src="{DATA}" alt="a dot from an address"></center>
<svg viewBox="0 0 9 9" width="9" height="9"><title>a drawn square</title><rect width="9" height="9"/></svg>

<table><caption>What the table has</caption><thead><tr><th>Head</th><th>Other</th></tr></thead>
<tbody><tr><th>row</th><td><a href="https://example.org/cell">in a cell</a> and <b>bold</b></td></tr>
<tr><td>short</td></tr><tr><td colspan="2"><ul><li>listed in a cell</li></ul></td></tr></tbody></table>

<table><tr><td>

Markdown **in** a cell

</td><td>beside it</td></tr></table>

- [ ] a task to do
- [x] a task that is done

A line that ends
softly<br>
and hard, with <u>words</u>.

A break</br>in a line, and a link to [a name](#place) in HTML.

<math display="block"><mi>y</mi><annotation encoding="application/x-tex">y</annotation></math>

<p>MathML <math><msup><mi>x</mi><mn>2</mn></msup><annotation encoding="application/x-tex">x^2</annotation></math>.</p>

<center>

In the middle

</center>

A line <div>and a block in it</div> and its end.

<img src="dot.svg" alt="a dot by Markdown" width="20px">

## A <u>part</u><a id="part"></a>

See <a href="#part">the part</a>.

<div class="admonition note"><p class="title">Called so</p>What the box says.</div>

<div><progress value="3" max="4"></progress> 75 % <input class="xr-toggle" type="checkbox"> done</div>
"""
PHRASES = [
    "Words bold with emphasis, H2O, x2, Ctrl, marked, under, struck, “quoted”, AB (in full), code, ©.",
    "After a break, a link out, one to a place.", "The label", "Markdown in the box.", "In a div, to its end.",
    "A paragraph with linked code and a in it. bold and italic", "A heading in HTML", "one", "one below", "two again",
    "c. third", "d. fourth", "A term", "what it means", "A quoted line.", "first line", "second line <x>",
    "Under the dot.", "What the table has", "Head", "in a cell and bold", "short", "listed in a cell",
    "Markdown in a cell", "beside it", "☐ a task to do", "☑ a task that is done",
    "A break in a line, and a link to a name in HTML.", "In the middle", "A line", "and a block in it", "and its end.",
    "A part", "See the part.", "Called so", "What the box says.",
    "75 % done",
]  # fmt: skip


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], PrintedFile]:
    folder = tmp_path_factory.mktemp("html")
    found = compare_with_web(folder, PAGE, myst_enable_extensions=EXTENSIONS)
    return found, read_printed(folder / "out" / "book.pdf")


@pytest.fixture(scope="module")
def page(findings: tuple[list[str], PrintedFile]) -> PrintedFile:
    return findings[1]


def test_all_that_a_browser_shows_prints_in_order(page: PrintedFile) -> None:
    start = 0
    for phrase in PHRASES:
        found = page.text.find(phrase, start)
        assert found >= 0, f"{phrase!r} does not stand after {page.text[max(0, start - 60) : start]!r}"
        start = found + len(phrase)
    assert "Unseen" not in page.text


def test_links_and_pictures_keep_where_they_lead_and_what_they_show(page: PrintedFile) -> None:
    outside, _ = page.links()
    assert {f"https://example.org/{name}" for name in ("out", "code", "cell")} <= set(outside)
    assert page.broken_links() == []
    said = {"dot in a line", "a dot", "a dot from an address", "a drawn square", "a dot by Markdown"}
    assert said <= set(page.said_of("Figure"))
    assert page.said_of("Formula") == ["y", "x squared"]


def test_the_web_edition_has_the_same_words(findings: tuple[list[str], PrintedFile]) -> None:
    assert findings[0] == []


REFUSED = {
    "<form>words in a form</form>": "<form> words in a form",
    "<p>Text <button>press</button></p>": "<button> press",
    "<select><option>chosen</option></select>": "<select> chosen",
    "<math><mi>x</mi></math>": "a formula in MathML; write it in LaTeX: x",
    "<x-widget>of a library</x-widget>": "<x-widget> of a library",
    "<div>never ended": "<div> has no end",
    "never *begun*</b>": "</b> ends nothing",
    "a <b>half": "<b> has no end",
    '<img src="absent.png" alt="words">': "absent.png is not there",
    '<p><img src="dot.svg"></p>': "dot.svg has no alternative text",
    '<p><svg width="9"><rect width="9" height="9"/></svg></p>': "has no alternative text",
    "<ol reversed><li>last</li></ol>": "<ol> with numbers of its own: last",
    "<table>words<tr><td>1</td></tr></table>": "outside of the cells of a table: words",
    "<dl>words<dt>term</dt></dl>": "something else than terms: words",
    'Text <svg width="9" aria-label="drawn"><text>Markdown *in* it</text></svg>': "<svg> with Markdown in it: Markdown",
    '<pre>code <img src="dot.svg" alt="dot"></pre>': "<pre> with a picture or player in it: code",
    "<q><p>quoted</p></q>": "<q> quoted",
    "### A heading <div>with a block</div>": "<div> with a block",
    "<!-- a remark": "<!--> has no end",
}
"""Pieces of HTML, and what the error says of each."""


def test_what_print_cannot_keep_is_refused_by_line_and_words(tmp_path: Path) -> None:
    with pytest.raises(PrintError) as error:
        print_page(tmp_path, "\n\n".join(REFUSED))
    errors = str(error.value).splitlines()
    for place, said in enumerate(REFUSED.values()):
        start = f"index.md, line {3 + 2 * place}: "
        assert any(line.startswith(start) and said in line for line in errors), (start, said, error.value)


def test_what_a_screen_alone_shows_is_said(tmp_path: Path) -> None:
    pieces = """
<video controls><source src="https://example.org/film.mp4">Plays no film.</video> <audio src="sound.mp3"></audio>

<div id="map"></div>
<script>draw("map")</script>

Between.

<div id="globe"></div>

<div id="place"></div>

After.

<script>draw("globe")</script>
"""
    text = read_printed(print_page(tmp_path, pieces)).text
    assert "Video: https://example.org/film.mp4 Sound, in the web edition Interactive part, in the web edition" in text
    # What a script names elsewhere on the page is filled; any other empty element is only a place.
    assert "Between. Interactive part, in the web edition After." in text
    assert "Plays no film" not in text and "draw" not in text


def test_a_link_of_markdown_leads_to_a_name_in_html_on_another_page(tmp_path: Path) -> None:
    page = "[There](other.md#there)\n\n```{toctree}\nother\n```"
    other = b"# Other\n\nBefore.\n\n<a name='there'></a>\n\nAfter."
    file = read_printed(print_page(tmp_path, page, {"other.md": other}))
    assert "There" in file.text
    assert file.broken_links() == []
