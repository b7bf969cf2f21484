"""A section whose blocks all stayed out has no heading on the page."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

OPTIONS = ["-q", "-C", "-b", "pseudoxml", "-D", "extensions=myst_nb,beijing_ip.publish.left_out"]


def cell(source: str, *tags: str, shown: str = "") -> nbformat.NotebookNode:
    outputs = [nbformat.v4.new_output("display_data", {"text/markdown": shown})] if shown else []
    return nbformat.v4.new_code_cell(source, outputs=outputs, metadata={"tags": list(tags)})


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("book")
    words = nbformat.v4.new_markdown_cell
    cells = [
        words("# Title"), cell("import pandas", "hide-cell"),
        words("## Told"), cell("1", "hide-input", shown="It rose."), cell("2", "hide-input"),
        words("## Silent"), cell("frame", "hide-cell", shown="a frame"), cell("3", "hide-input"),
        words("## Silent too"), cell("4", "remove-input"), words("### Silent part"), cell("5", "hide-input"),
        words("## Written"), words("By hand."),
    ]  # fmt: skip
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "index.ipynb")
    # A process of its own: MyST-NB changes what other books of this process are read with.
    command = [sys.executable, "-m", "sphinx", *OPTIONS, "-D", "nb_execution_mode=off", folder, folder / "out"]
    subprocess.run(command, check=True)
    return (folder / "out" / "index.pseudoxml").read_text(encoding="utf-8")


def test_a_section_that_shows_nothing_is_gone(page: str) -> None:
    assert re.findall(r"<title>\s+(.*)", page) == ["Title", "Told", "Written"]


def test_a_cell_that_shows_nothing_is_gone(page: str) -> None:
    assert re.findall(r'cell_index="(\d+)"', page) == ["1", "3"]
