"""What stands in a cell of data/ is text wherever it is shown, also if it looks like HTML, Markdown or a formula."""

import datetime
import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from docutils import nodes
from markdown_it import MarkdownIt
from pages import ROOT
from planted import LIVE, UNITS, WORDS, live_in, planted
from ran_pages import PAGES, load_everything, run_page

from beijing_ip.data.links import markdown_link, verbatim
from beijing_ip.data.schema import load_schemas
from beijing_ip.publish.citation import in_tex
from beijing_ip.publish.notebook_figures import take_html_for_text
from beijing_ip.publish.offered import codebook
from beijing_ip.publish.web.structured_data import describe_page
from beijing_ip.show.tables import markdown_table

ABOUT = {"authors": [], "title": LIVE, "version": "1", "date-released": datetime.date(2026, 1, 1), "keywords": []}


class Text(HTMLParser):
    """The text of a piece of HTML, with the titles of links; each element is a mark in it."""

    def __init__(self, markup):
        super().__init__()
        self.parts = []
        self.feed(markup)
        self.close()

    def handle_data(self, data):
        self.parts.append(data)

    def handle_starttag(self, tag, attrs):
        self.parts += [f"⟦{tag}⟧", *(f"{value}⟦⟧" for name, value in attrs if name in ("title", "alt"))]


def read(markup):
    return "".join(Text(markup).parts).replace("\u00a0", " ").replace("\u3000", " ")


def texts_of(shown):
    """What a reader sees of the outputs of a page."""
    markdown = MarkdownIt("gfm-like")
    for output in shown:
        for data, _ in json.loads(output) if output.startswith("[[") else []:
            if "text/markdown" in data:
                yield read(markdown.render(data["text/markdown"]))
            elif "text/html" in data:
                yield read(data["text/html"])


def acting(texts):
    """The columns of which a cell was shown otherwise than as text, with what was shown."""
    found = {}
    for text in texts:
        for mark in re.finditer(r"@([a-z]+\.[a-z_]+)@", text):
            shown, live = text[mark.end() :], live_in(mark[1])
            if not shown.startswith((f"{live}@", f"{in_tex(live)}@")):
                at = next((n for n, (one, other) in enumerate(zip(shown, live, strict=False)) if one != other), 0)
                found.setdefault(mark[1], f"{text[mark.start() - 40 : mark.end()]}…{shown[max(0, at - 20) : at + 60]}")
    return found


@pytest.fixture(scope="module")
def tables():
    load_everything()
    return planted()


def test_each_column_of_free_text_is_planted():
    """But for numerals and ids, and for what stands in the phrase beside it or is the phrase of an observation."""
    left = {"value_text", "token", "unit_printed", "earlier_id"}
    for name, schema in load_schemas().items():
        known = {*WORDS.get(name, ()), *schema.key, *(column for column, *_ in schema.links), *left}
        known |= {"unit"} if name in UNITS else {"phrase", "observation_id"} if name == "ledger" else set()
        for field in schema.fields:
            limits = field.get("constraints", {})
            if field["type"] == "string" and not (limits.get("enum") or limits.get("pattern")):
                assert field["name"] in known, f"{name}.{field['name']}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_page_takes_words_of_a_cell_for_markup(path, tables):
    assert acting(texts_of(run_page(path, tables).shown)) == {}


def test_words_are_the_same_before_and_behind_markdown():
    for words in (
        LIVE,
        "- item",
        "1. first",
        "# head",
        "_so_",
        "a_b",
        "R&D",
        "5 * 3 = 15",
        ": term",
        "\\",
        "a@b.example",
    ):
        for markup in (verbatim(words), f"**{verbatim(words)}**", markdown_link(verbatim(words), "a.md", words)):
            shown = read(MarkdownIt("gfm-like").render(markup))
            assert re.sub("⟦[a-z]*⟧", "", shown).strip() in (words, words * 2)
        table = read(MarkdownIt("gfm-like").render(markdown_table([[verbatim(words)]], [verbatim(words)])))
        assert re.sub("⟦[a-z]*⟧", "", table).split() == [*words.split(), *words.split()]


def test_html_in_markdown_is_text_but_for_the_tables_that_open():
    """Also where words of a cell were written into Markdown as they are."""
    own = '<details class="fields"><summary>19 fields</summary>'
    within = nodes.paragraph("", "", nodes.raw("", "<b onclick=alert(1)>", format="html"), nodes.Text("bold"))
    page = nodes.container("", within, *(nodes.raw("", each, format="html") for each in ("<script>x</script>", own)))
    take_html_for_text(page)
    assert [node.astext() for node in page.findall(nodes.raw)] == [own]
    assert page.children[0].astext() == "<b onclick=alert(1)>bold"
    assert page.children[1].astext() == "<script>x</script>"


def test_the_codebook_names_the_edition_in_words():
    """Also where a page in Markdown is made of a description, which is JSON and holds them as they are."""
    package = {"title": f"Title @editions.title@{LIVE}@", "description": f"@editions.place@{LIVE}@", "resources": []}
    shown = read(MarkdownIt("gfm-like").render(codebook(package)))
    assert shown.count(LIVE) == 2 and acting([shown]) == {}


def test_no_script_makes_markup_or_code_of_a_text():
    """Which browsers that know trusted types hold too (`test_planted_words_stay_text.py`); others do not."""
    makes = re.compile(
        r"(inner|outer)HTML\s*\+?=[^=]|(insertAdjacent|parse|set)HTML|document\.write|\.html\(|\beval\(|\bFunction\("
        r"|createContextualFragment|DOMParser|srcdoc|javascript:|set(Timeout|Interval)\([\"'`]"
    )
    scripts = [*(ROOT / "book/_static").rglob("*.js"), *(ROOT / "src").rglob("*.js")]
    assert len(scripts) > 15
    for path in scripts:
        if path.parent.name != "vendor":
            assert not makes.search(path.read_text(encoding="utf-8")), path.name


def test_what_machines_read_of_a_page_cannot_end_its_script():
    app = SimpleNamespace(
        config=SimpleNamespace(report_about=ABOUT, root_doc="book/index", language="en"),
        env=SimpleNamespace(metadata={"page": {}}),
    )
    said = describe_page(app, "page", f"<!--<script>{LIVE}", f"</script>{LIVE}", "", None)
    assert "<" not in said
    assert json.loads(said)["@graph"][0]["name"] == f"<!--<script>{LIVE}"
