"""What a screen alone can show prints as a line that says what it is and where to find it."""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from printed import print_page, read_printed
from sphinx.application import Sphinx

from sphinx_typst import Writer, prints
from sphinx_typst.handlers.elsewhere import write_elsewhere


class Film(nodes.General, nodes.Element):
    """A node that only a screen can show."""


class FilmDirective(Directive):
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        return [Film(address="".join(self.arguments))]


@prints(Film)
def _film(writer: Writer, node: Film) -> str:
    return write_elsewhere(writer, node, "Video", node["address"])


def setup(app: Sphinx) -> None:
    """Make this file an extension of the books that it prints."""
    app.add_directive("film", FilmDirective)


def test_it_says_the_best_place_to_find_it(tmp_path: Path) -> None:
    extensions = ["myst_parser", "sphinx_typst", __name__]
    page = "```{film} https://example.org/film\n```\n\n## Part\n\n```{film}\n```\n"
    text = read_printed(print_page(tmp_path, page, extensions=extensions)).text
    assert "Video: https://example.org/film" in text
    assert "Video, in the web edition" in text
    (tmp_path / "zh").mkdir()
    options = {"html_baseurl": "https://example.org/book", "language": "zh_CN"}
    file = read_printed(print_page(tmp_path / "zh", page, extensions=extensions, **options))
    assert "https://example.org/book/index.html#part" in file.links()[0]
    assert "视频：" in file.text
