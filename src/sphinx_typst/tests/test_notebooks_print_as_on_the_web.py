"""What the cells of notebooks hold and put out prints as MyST-NB shows it on the web."""

import base64
from pathlib import Path

import pytest
from nbformat import writes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from printed import PrintedFile, compare_with_web, print_page, read_printed

from sphinx_typst import PrintError

GIF = base64.b64encode(b"GIF89a\1\0\1\0\x80\0\0\0\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;").decode()
PICTURE = base64.b64encode((Path(__file__).parent / "stress_book" / "dot.png").read_bytes()).decode()


def cell(source: str, *outputs: object, tags: tuple[str, ...] = (), **metadata: object) -> object:
    found = new_code_cell(source, outputs=list(outputs))
    found.metadata.update({"tags": list(tags), **metadata})
    return found


def stream(text: str, name: str = "stdout") -> object:
    return new_output("stream", name=name, text=text)


def shown(**data: object) -> object:
    """An output in several kinds, with underscores for the slash in their names."""
    return new_output("display_data", data={kind.replace("_", "/"): given for kind, given in data.items()})


ERROR = new_output(
    "error",
    ename="ZeroDivisionError",
    evalue="division by zero",
    traceback=["\x1b[0;31m---------\x1b[0m", "\x1b[0;31mZeroDivisionError\x1b[0m: division by \x1b[43mzero\x1b[0m"],
)
HEADED = "# A heading\n\nText with a [link](https://example.org/m).\n\n- item\n\n## Another"
FIGURE = {
    "figure": {"caption": "A *caption*\n\nA legend.", "name": "of-a-cell"},
    "image": {"alt": "A dot.", "width": "40px"},
}
CELLS = [
    new_markdown_cell("# Outputs\n\nSee {numref}`of-a-cell`."),
    cell("streams()", stream("first\n"), stream("complaint\n", "stderr"), stream("second\n")),
    cell(
        "colours()",
        stream("\x1b[31mred\x1b[0m \x1b[1;32mbold\x1b[0m \x1b[38;5;208morange\x1b[0m \x1b[2K\x1b[1G done\n"),
    ),
    cell("progress()", stream("\r  0%|    |\r100%|####|\n")),
    cell("fails()", ERROR),
    cell("formula()", shown(text_latex=r"$\displaystyle x^{2}$", text_plain="x**2")),
    cell("markdown()", shown(text_markdown=HEADED, text_plain="<Markdown>")),
    cell("plain()", shown(text_plain="array([[1, 2],\n       [3, 4]])")),
    cell("empty()", stream(""), stream("\n\n"), shown(text_plain="")),
    cell("hidden_code()", stream("of hidden code\n"), tags=("hide-input",)),
    cell("code_of_hidden_output()", stream("a hidden output\n"), tags=("hide-output",)),
    cell("hidden_cell()", stream("of a hidden cell\n"), tags=("hide-cell",)),
    cell("removed_code()", stream("of removed code\n"), tags=("remove-input",)),
    cell("code_of_removed_output()", stream("a removed output\n"), tags=("remove-output",)),
    cell("removed_cell()", stream("of a removed cell\n"), tags=("remove-cell",)),
    cell("silent()", stream("a removed complaint\n", "stderr"), tags=("remove-stderr",)),
    cell("scrolls()", stream("scrolled\n"), tags=("output_scroll", "full-width", "margin")),
    cell("numbered = 1\nlines = 2", mystnb={"number_source_lines": True}),
    cell("figure()", shown(image_png=PICTURE, text_plain="<Figure>"), mystnb=FIGURE),
    cell("gif()", shown(image_gif=GIF, text_plain="<Image>"), mystnb={"image": {"alt": "A small dot."}}),
]


LIST = "```{toctree}\npage\n```"
OPTIONS = {"extensions": ["myst_nb", "sphinx_typst"], "nb_execution_mode": "off"}


def notebook(*cells: object) -> bytes:
    language = {"kernelspec": {"name": "python3", "display_name": "Python"}, "language_info": {"name": "python"}}
    return writes(new_notebook(cells=list(cells), metadata=language)).encode()


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], PrintedFile]:
    folder = tmp_path_factory.mktemp("notebook")
    found = compare_with_web(folder, LIST, {"page.ipynb": notebook(*CELLS)}, **OPTIONS)
    return found, read_printed(folder / "out" / "book.pdf")


def test_cells_and_outputs_print_the_words_of_the_web(findings: tuple[list[str], PrintedFile]) -> None:
    assert findings[0] == []
    printed = findings[1]
    for words in (
        "See Fig. 1", "first complaint second", "red bold orange done", "0%| | 100%|####|",
        "ZeroDivisionError: division by zero", "A heading Text with a link",
        "array([[1, 2], [3, 4]])",
        "empty()", "hidden_code() of hidden code code_of_hidden_output() a hidden output",
        "hidden_cell() of a hidden cell of removed code",
        "code_of_removed_output() silent() scrolls() scrolled 1 numbered = 1 2 lines = 2",
    ):  # fmt: skip
        assert words in printed.text
    assert {"A dot.", "A small dot."} <= set(printed.said_of("Figure"))


@pytest.mark.parametrize("words", ["\x1b", "removed_c", "<"])
def test_what_the_web_does_not_show_does_not_print(words: str, findings: tuple[list[str], PrintedFile]) -> None:
    assert words not in findings[1].text


def test_folded_code_prints_unless_it_is_left_to_the_screen(
    tmp_path: Path, findings: tuple[list[str], PrintedFile]
) -> None:
    text = findings[1].text
    assert "hidden_code() of hidden code" in text and "hidden_cell() of a hidden cell" in text
    page = {"page.ipynb": notebook(*CELLS)}
    assert compare_with_web(tmp_path, LIST, page, typst_folded_code=False, **OPTIONS) == []
    text = read_printed(tmp_path / "out" / "book.pdf").text
    assert "hidden_c" not in text and "of hidden code" in text and "of a hidden cell" in text


def test_a_picture_that_nobody_described_says_where_a_cell_has_its_words(tmp_path: Path) -> None:
    undescribed = cell("figure()", shown(image_png=PICTURE, text_plain="<Figure>"))
    with pytest.raises(PrintError, match=r"page.ipynb, cell 1, .*: a picture that this cell puts out .*mystnb"):
        print_page(tmp_path, LIST, {"page.ipynb": notebook(undescribed)}, **OPTIONS)


def test_no_page_parts_short_code_from_what_it_puts_out(tmp_path: Path) -> None:
    cells = [cell(f"call_{number}()\nagain()", stream(f"output_{number}\n")) for number in range(60)]
    print_page(tmp_path, LIST, {"page.ipynb": notebook(*cells)}, **OPTIONS)
    pages = read_printed(tmp_path / "out" / "book.pdf").pages
    assert len(pages) > 5
    assert [page for page in pages if page.count("call_") != page.count("output_")] == []
