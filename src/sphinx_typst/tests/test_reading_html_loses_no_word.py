"""Whatever HTML stands in a page, each word that it shows is read once and in its place, or something is refused."""

import re
from itertools import count

from docutils import nodes
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_typst.html.kinds import Refused
from sphinx_typst.html.pages import read_html
from sphinx_typst.html.places import Places

WORDS = ("a", "b", "big", "cite", "code", "em", "font", "i", "kbd", "label", "mark", "s", "small", "span", "sub", "u")
"""Elements that hold words."""
BLOCKS = ("article", "blockquote", "center", "div", "figure", "section")
"""Elements that hold all."""
HOLDERS = (
    ("ul", "li"),
    ("ol", "li"),
    ("details", "summary"),
    ("dl", "dt"),
    ("dl", "dd"),
    ("tr", "td"),
    ("table", "tr"),
)
"""Elements that hold one kind of others."""
MARKDOWN = "@"
"""Stands for a paragraph in Markdown between pieces of HTML."""


def element(name: str, inner: list[str]) -> str:
    return f"<{name}>{''.join(inner)}</{name}>"


def elements(names: tuple[str, ...], inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(element, st.sampled_from(names), st.lists(inside, max_size=3))


TEXT = st.sampled_from(["# ", " #", "#", "\n# #\n", "<br>", "<!-- unseen -->", "<wbr>", "<i hidden>unseen</i>"])
LINE = st.recursive(TEXT, lambda inside: elements(WORDS, inside), max_leaves=6)


def hold(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """What may stand in a page, of parts that may."""
    item = st.builds(element, st.just("li"), st.lists(inside, max_size=2))
    row = st.builds(element, st.just("tr"), st.lists(elements(("td", "th"), inside), min_size=1, max_size=3))
    terms = st.builds(lambda term, body: element("dt", [term]) + element("dd", [body]), LINE, inside)
    summary = st.builds(lambda title, body: element("summary", [title]) + body, LINE, inside)
    return st.one_of(
        elements(BLOCKS, inside),
        elements(("p", "h3"), LINE),
        st.builds(element, st.sampled_from(["ul", "ol"]), st.lists(item, max_size=3)),
        st.builds(element, st.just("table"), st.lists(row, max_size=3)),
        st.builds(element, st.just("dl"), st.lists(terms, max_size=2)),
        st.builds(element, st.just("details"), st.lists(summary, min_size=1, max_size=1)),
        elements(("pre",), st.sampled_from(["# ", "#\n", "<b>#</b>", "<span>#</span>"])),
    )


PAGE = st.recursive(st.one_of(LINE, st.just(MARKDOWN)), hold, max_leaves=12)
ANYTHING = st.recursive(
    st.one_of(TEXT, st.just(MARKDOWN)),
    lambda inside: st.one_of(
        elements((*WORDS, *BLOCKS, "p", "h3", "pre", *(name for pair in HOLDERS for name in pair)), inside),
        st.builds(lambda part, end: part[: len(part) - end], inside, st.integers(0, 12)),
    ),
    max_leaves=12,
)


def read(markup: str) -> tuple[list[str], nodes.section]:
    """Read pieces of HTML with Markdown between them; return the words of both, and what became of them."""
    number = count(1)
    markup = re.sub("[#@]", lambda found: f"w{next(number)} " if found[0] == "#" else f"@w{next(number)}@", markup)
    page = nodes.section()
    for place, piece in enumerate(markup.split(MARKDOWN)):
        page += nodes.paragraph("", "", nodes.Text(piece)) if place % 2 else nodes.raw("", piece, format="html")
    read_html(page, Places("", lambda page: False))
    return re.findall(r"w\d+", markup), page


def words_of(page: nodes.section) -> list[str]:
    return [word for text in page.findall(nodes.Text) for word in re.findall(r"w\d+|unseen", text)]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(PAGE)
def test_sound_html_is_read_whole(markup: str) -> None:
    words, page = read(markup)
    assert [found["why"] for found in page.findall(Refused)] == []
    assert words_of(page) == words


@settings(max_examples=150, deadline=None, derandomize=True)
@given(ANYTHING)
def test_of_broken_html_words_are_read_or_something_is_refused(markup: str) -> None:
    words, page = read(markup)
    if not any(page.findall(Refused)):
        assert words_of(page) == words
