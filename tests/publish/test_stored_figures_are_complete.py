"""Every stored figure has its words, and a picture that needs no trust; its numbers come from the data."""

import csv
import io
import re
from fractions import Fraction
from itertools import accumulate

import pytest
from bs4 import BeautifulSoup
from composed import WITH_FIGURES, figures_of
from conftest import NOTEBOOKS

# A name is an address, in links and in citations: one that was published stays.
NAMES = {
    "1-creation": [
        "creation-grants-since", "creation-grants-nation", "creation-per-head", "creation-stock-growth",
        "creation-trademarks-since", "creation-works-since",
    ],
    "2-enforcement": [
        "enforcement-customs-nation", "enforcement-customs-pieces-a-batch", "enforcement-market-since",
        "enforcement-patent-cases-since", "enforcement-patent-routes", "enforcement-police-since",
        "enforcement-complaints",
    ],
    "3-judicial": ["judicial-courts-since", "judicial-pending", "judicial-nation"],
    "4-policy-reforms": ["policy-timeline"],
    "5-international-cooperation": ["international-treaty", "international-pct-since"],
    "index": ["overview-changes", "overview-shares", "overview-courts"],
}  # fmt: skip
CHAPTERS = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def stored(notebook):
    """What the cells of a notebook show in Markdown with a picture."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            text = "".join(output.get("data", {}).get("text/markdown", ""))
            if "<img" in text:
                assert set(output["data"]) == {"text/markdown", "text/plain"} and output["metadata"] == {}
                yield text


@CHAPTERS
def test_a_stored_figure_has_headline_picture_alternative_text_and_source(path, notebooks):
    texts, asked = list(stored(notebooks[path.stem])), [each.words for each in figures_of(path)]
    assert len(texts) == len(asked) > 0
    for text, words in zip(texts, asked, strict=True):
        assert text.startswith(f"**{words['headline']}**\n\n{words['subtitle']}\n\n<img "), words["name"]
        assert len(words["headline"].split()) <= 15, words["headline"]
        image = BeautifulSoup(text, "html.parser").img
        assert image["alt"] == words["alt"], words["name"]
        assert image["src"].startswith("data:image/png;base64,"), words["name"]
        assert re.search(r"^Source: .*grade [ABC]", text, re.MULTILINE), words["name"]


def test_figure_names_are_permanent_and_unique():
    names = {path.stem: [each.words["name"] for each in figures_of(path)] for path in WITH_FIGURES}
    assert {page: names[page] for page in NAMES} == NAMES
    every = [name for listed in names.values() for name in listed]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("path", WITH_FIGURES, ids=lambda path: path.stem)
def test_table_and_data_of_a_figure_hold_the_same_numbers(path):
    for words, table, data in figures_of(path):
        rows = list(csv.DictReader(io.StringIO(data)))
        assert rows and table.count("\n") >= 2, words["name"]
        for row in rows:
            if "value" in row:
                # A table says by the range beside a number that it is about so much; one in Chinese writes as Chinese
                # papers do.
                shown = row["value_shown"].removeprefix("about ").removeprefix("from ").replace("-", "−")
                assert shown in table or words.get("language") == "zh", (words["name"], row)
                value, lower, upper = (Fraction(row[key]) if row[key] else None for key in ("value", "lower", "upper"))
                assert (lower is None or lower <= value) and (upper is None or value <= upper), (words["name"], row)


@pytest.mark.parametrize("path", WITH_FIGURES, ids=lambda path: path.stem)
def test_alternative_text_says_numbers_of_the_figure(path):
    for words, table, data in figures_of(path):
        values = [Fraction(row["value"]) for row in csv.DictReader(io.StringIO(data)) if row.get("value")]
        totals = [f"{float(total):,.0f}" for total in accumulate(values)]
        known = " ".join([table, words["headline"], words["subtitle"], *totals])
        numbers = re.findall(r"\d[\d,.]*\d|\d", words["alt"])
        assert numbers and [number for number in numbers if number not in known] == [], words["name"]


@CHAPTERS
def test_chapters_have_their_parts_in_order(path, notebooks):
    cells = ["".join(cell["source"]) for cell in notebooks[path.stem]["cells"] if cell["cell_type"] == "markdown"]
    headings = [line for cell in cells for line in cell.splitlines() if line.startswith("#")]
    assert headings[0].startswith("# ") and not any(each.startswith("# ") for each in headings[1:])
    assert headings[1] == "## Main points"
    assert headings[-2:] == ["## What the release does not say", "## What stayed out"]


def test_notebooks_are_short_and_light(notebooks):
    assert all(len(notebook["cells"]) < 30 for notebook in notebooks.values())
    assert sum(path.stat().st_size for path in NOTEBOOKS) < 1_500_000


def test_stored_notebooks_are_executed_and_normal(notebooks):
    for name, notebook in notebooks.items():
        assert notebook["metadata"]["kernelspec"]["name"] == "python3"
        assert not {"version", "codemirror_mode"} & set(notebook["metadata"]["language_info"]), name
        for cell in notebook["cells"]:
            assert "execution" not in cell["metadata"], name
            if cell["cell_type"] == "code":
                assert cell["execution_count"] is not None, f"{name}: {cell['id']} was not executed"
                assert not any(output["output_type"] in ("error", "stream") for output in cell["outputs"])
