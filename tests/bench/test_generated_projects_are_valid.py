"""What bench/generate.py makes is a project that the checks accept, so that growth is measured on something real."""

import json
import re
from pathlib import Path

import generate
import pytest
import yaml
from conftest import ROOT
from runs import copy_checkout

from beijing_ip.data.loading import check_data


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return copy_checkout(ROOT, tmp_path / "copy")


def test_rows_more_keep_all_rules(checkout: Path) -> None:
    generate.add_observations(checkout, 3000)
    generate.add_one_row(checkout)
    assert check_data(checkout / "data") == []
    assert len(generate.read_table(checkout / "data/observations.csv")) == 3001


def test_each_chapter_more_has_a_file_and_figures_of_its_own(checkout: Path) -> None:
    generate.add_chapters(checkout, 10)
    chapters = yaml.safe_load((checkout / "_toc.yml").read_text(encoding="utf-8"))["parts"][0]["chapters"]
    files = [checkout / f"{entry['file']}.ipynb" for entry in chapters]
    cells = [cell for file in files for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]]
    source = "\n".join("".join(cell["source"]) for cell in cells)
    figures = re.findall(r'\bname="([a-z0-9-]+)"', source)
    titles = [
        line for cell in cells for line in cell["source"][:1] if cell["cell_type"] == "markdown" and line[:2] == "# "
    ]
    assert set(checkout.glob("notebooks/*.ipynb")) == set(files)
    assert len(figures) == len(set(figures)) > 30
    assert len(titles) == len(set(titles)) == 10


def test_a_note_is_taken_back_to_the_byte(checkout: Path) -> None:
    table = checkout / "data/observations.csv"
    before = table.read_bytes()
    generate.add_note(checkout)
    assert table.read_bytes() != before
    generate.take_note_back(checkout)
    assert table.read_bytes() == before


def test_a_project_is_not_made_smaller(checkout: Path) -> None:
    with pytest.raises(ValueError, match="cannot become 4"):
        generate.add_chapters(checkout, 4)
    with pytest.raises(ValueError, match="cannot become 9"):
        generate.add_observations(checkout, 9)
