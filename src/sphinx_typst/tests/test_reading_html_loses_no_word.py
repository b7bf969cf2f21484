"""Whatever HTML stands in a page, each word that it shows is read once and in its place, or something is refused."""

import re
from itertools import count, cycle

import pytest
from docutils import nodes
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_typst.html.kinds import Refused
from sphinx_typst.html.pages import read_html
from sphinx_typst.html.places import Places

WORDS = (
    "a", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark", "s", "small", "span",
    "sub", "sup", "u",
)  # fmt: skip
LINES = {name: f"<{name}># {{}} #</{name}>" for name in WORDS} | {
    "link": '<a href="https://example.org"># {} #</a>', "break": "#<br>{}#", "remark": "#<!-- unseen -->{}#",
    "hidden": "# <i hidden>unseen</i>{} #",
}  # fmt: skip
"""Parts of a line, with a place for other parts in them; # stands for a word."""
BLOCKS = {
    name: f"<{name}># {{}} #</{name}>"
    for name in ("article", "blockquote", "center", "div", "figure", "footer", "header", "main", "section")
} | {
    "ul": "<ul><li># {} #<li>#</ul>", "ol": "<ol><li># {}</li><li>{}</li><li>#</li></ol>",
    "dl": "<dl><dt>#</dt><dt>#</dt><dd># {} #</dd><dd>#</dd></dl>",
    "details": "<details><summary>#</summary># {} #</details>", "open": "<details>{}</details>",
    "table": "<table><caption>#</caption><tr><th>#</th><td># {} #</td></tr><tr><td colspan=2>#</td></tr></table>",
    "frame": "<table><thead><tr><th>{}<th>#<tbody><tr><td rowspan=2>#<td>#<tr><td>{}</table>",
    "picture": '<figure><img src="a.png"><figcaption># {} #</figcaption></figure>',
    "Markdown": "<div>#@{}#</div>",
}  # fmt: skip
"""Parts of a page, with a place for other parts in them; @ stands for a paragraph in Markdown."""
PARAGRAPHS = {"p": "<p># {} #</p>", "h3": "<h3># {} #</h3>", "pre": "<pre># {} #</pre>", "line": "# {} #"}
ANYTHING = st.recursive(
    st.sampled_from(["# ", " #", "\n# #\n", "<br>", "<!-- unseen -->", "@"]),
    lambda inside: st.one_of(
        st.builds(
            lambda name, inner: f"<{name}>{''.join(inner)}</{name}>",
            st.sampled_from([*WORDS, *BLOCKS, "p", "h3", "pre", "li", "summary", "dt", "dd", "tr", "td"]),
            st.lists(inside, min_size=1, max_size=3),
        ),
        st.builds(lambda part, end: part[: len(part) - end], inside, st.integers(0, 12)),
    ),
    max_leaves=12,
)


def fill(outer: str, inner: str) -> str:
    return outer.replace("{}", inner)


def read(markup: str) -> tuple[list[str], nodes.section]:
    """Read pieces of HTML with Markdown between them; return the words of both, and what became of them."""
    number = count(1)
    markup = re.sub("[#@]", lambda found: f"w{next(number)} " if found[0] == "#" else f"@w{next(number)}@", markup)
    page = nodes.section()
    for place, piece in enumerate(markup.split("@")):
        page += nodes.paragraph("", "", nodes.Text(piece)) if place % 2 else nodes.raw("", piece, format="html")
    read_html(page, Places("", lambda page: False))
    return re.findall(r"w\d+", markup), page


def words_of(page: nodes.section) -> list[str]:
    return [word for text in page.findall(nodes.Text) for word in re.findall(r"w\d+|unseen", text)]


@pytest.mark.parametrize("outer", BLOCKS)
def test_sound_html_is_read_whole(outer: str) -> None:
    lines = cycle(LINES.values())
    inner = [
        fill(block, fill(paragraph, next(lines))) for block in BLOCKS.values() for paragraph in PARAGRAPHS.values()
    ]
    for part in [*PARAGRAPHS.values(), *LINES.values(), *inner]:
        words, page = read(fill(BLOCKS[outer], fill(part, fill(next(lines), ""))))
        assert [found["why"] for found in page.findall(Refused)] == [], part
        assert words_of(page) == words, part


@settings(max_examples=150, deadline=None, derandomize=True)
@given(ANYTHING)
def test_of_broken_html_words_are_read_or_something_is_refused(markup: str) -> None:
    words, page = read(markup)
    if not any(page.findall(Refused)):
        assert words_of(page) == words
