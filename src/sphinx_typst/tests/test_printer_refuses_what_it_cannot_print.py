"""Whatever cannot be printed is an error that names page and line, never an empty place in the PDF."""

import logging
from pathlib import Path

import pytest
from docutils import nodes
from docutils.parsers.rst import Directive
from printed import print_page, read_printed
from sphinx.application import Sphinx

from sphinx_typst import PrintError, Writer, prints
from sphinx_typst.writer import HANDLERS


class Unknown(nodes.General, nodes.Element):
    """A node that no one prints."""


class Secret(nodes.paragraph):
    """A paragraph with a word of its own, which only its function for HTML writes."""


class Whisper(Directive):
    def run(self) -> list[nodes.Node]:
        node = Secret("", "inner words")
        node.line = self.lineno
        return [node]


def write_secret(translator: nodes.NodeVisitor, node: Secret) -> None:
    """Stand for what an extension writes as HTML."""


class Unprintable(Directive):
    has_content = True

    def run(self) -> list[nodes.Node]:
        node = Unknown("", nodes.Text("strange thing"))
        node.line = self.lineno
        return [node]


def setup(app: Sphinx) -> None:
    """Make this file an extension of the books that it prints."""
    app.add_directive("unprintable", Unprintable)
    app.add_directive("whisper", Whisper)
    app.add_node(Secret, html=(write_secret, write_secret))


def printed(folder: Path, body: str, **options: object) -> Path:
    """Print a book of one page, in which `{unprintable}` makes a node that no one prints."""
    options.setdefault("extensions", ["myst_parser", "sphinx_typst", __name__])
    return print_page(folder, body, **options)


CASES = {
    "unknown node": ("```{unprintable}\n```", "'Unknown': strange thing"),
    "a kind derived from a known one, with words of its own": ("```{whisper}\n```", "'Secret': inner words"),
    "a footnote in a heading": ("## Words[^a]\n\n[^a]: A note.", "a footnote in a heading"),
    "unresolved reference": ("Text.\n\n{ref}`nowhere`", "nowhere"),
    "link to a page that is not there": ("[words](absent.md)", "absent.md"),
    "unresolved numbered reference": ("{numref}`nowhere`", "nowhere"),
    "missing picture": ("```{image} absent.png\n:alt: words\n```", "absent.png"),
    "picture elsewhere": ("```{image} https://example.org/a.png\n:alt: words\n```", "lies elsewhere"),
    "picture without words": ("```{image} dot.svg\n```", "has no alternative text"),
    "missing glyph": ("Words 𐌰 words", "𐌰"),
    "missing glyph of a bold Chinese word": ("**龘**", "龘"),
    "formula that is not known": ("Sum $\\unknown x$", "\\unknown"),
    "raw HTML": ("```{raw} html\n<form>words</form>\n```", "raw html cannot be printed"),
    "missing download": ("{download}`words <absent.csv>`", "absent.csv"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_error_names_page_and_line(case: str, tmp_path: Path) -> None:
    body, said = CASES[case]
    with pytest.raises(PrintError) as error:
        printed(tmp_path, body)
    assert said in str(error.value)
    assert "index.md" in str(error.value)
    line = 5 if case == "unresolved reference" else 3
    assert f"index.md, line {line}" in str(error.value) or f"index.md:{line}" in str(error.value)
    assert not (tmp_path / "out" / "book.pdf").exists()


def test_all_errors_are_reported_at_once(tmp_path: Path) -> None:
    with pytest.raises(PrintError) as error:
        printed(tmp_path, "{ref}`nowhere`\n\n```{image} dot.svg\n```\n\n```{unprintable}\n```")
    for words in ("nowhere", "alternative text", "Unknown"):
        assert words in str(error.value)


def test_a_typeface_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match="unknown font family"):
        printed(tmp_path, "Text", typst_look={"text": ["Nobodys Typeface"]})


def test_an_excerpt_with_too_many_pages_is_an_error(tmp_path: Path) -> None:
    long = "\n\n".join(["A paragraph of text."] * 100)
    with pytest.raises(PrintError, match="pages instead of 1"):
        printed(tmp_path, long, typst_excerpts=[{"name": "part", "pages": 1, "parts": ["index"]}])


def test_a_sound_page_prints(tmp_path: Path) -> None:
    logging.getLogger("sphinx").handlers.clear()
    assert printed(tmp_path, "Text with $x^2$.").stat().st_size > 5000


def test_an_extension_prints_a_node_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sphinx_typst.writer.HANDLERS", dict(HANDLERS))

    @prints(Unknown)
    def _unknown(writer: Writer, node: Unknown) -> str:
        return writer.write_children(node)

    assert "strange thing" in read_printed(printed(tmp_path, "```{unprintable}\n```")).text


def test_a_book_may_bring_its_own_template_and_fonts(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    own = '#import "blocks.typ": *\n#let book(title: "", ..about, doc) = { set document(title: title); [Mine:]; doc }'
    (tmp_path / "own.typ").write_text(own, encoding="utf-8")
    target = printed(tmp_path, "Text.", typst_template="../own.typ", typst_font_paths=["../fonts"])
    assert read_printed(target).text == "Mine: Title Text."


def test_a_list_can_be_linked_to(tmp_path: Path) -> None:
    body = "```{eval-rst}\nSee there_.\n\n.. _there:\n\n- one\n- two\n```"
    # Beside the link from the contents.
    assert len(read_printed(printed(tmp_path, body)).links()[1]) == 2
