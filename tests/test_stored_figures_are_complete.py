"""Every figure stored in a notebook has its words and its table, and every number in it comes from the data."""

import re

import pytest
from conftest import NOTEBOOKS

PARTS = ("main-points", "need-to-know", "not-said", "every-figure", "derived", "sources")


def stored_figures(notebook):
    for cell in notebook["cells"]:
        outputs = cell.get("outputs", [])
        for number, output in enumerate(outputs):
            if "image/svg+xml" in output.get("data", {}):
                yield cell["id"], outputs[number - 1], output, outputs[number + 1]


def test_chapters_have_figures(notebooks):
    assert all(list(stored_figures(notebook)) for notebook in notebooks.values())


def test_every_figure_has_name_headline_subtitle_alternative_text_source_and_table(notebooks):
    for chapter, notebook in notebooks.items():
        for cell, head, chart, foot in stored_figures(notebook):
            words = chart["metadata"]["image/svg+xml"]["figure"]
            assert all(words[part].strip() for part in ("name", "headline", "subtitle", "alt")), f"{chapter}: {cell}"
            shown = "".join(foot["data"]["text/markdown"])
            assert shown.startswith("Source: "), f"{chapter}: {cell}"
            assert re.search(r"^\|[:\-| ]+\|$", shown, re.MULTILINE), f"{chapter}: {cell} has no table"
            assert words["headline"] in "".join(head["data"]["text/markdown"])


def test_figure_names_are_permanent_and_unique(notebooks):
    names = [
        chart["metadata"]["image/svg+xml"]["figure"]["name"]
        for notebook in notebooks.values()
        for _, _, chart, _ in stored_figures(notebook)
    ]
    assert len(names) == len(set(names))
    assert {
        "creation-grants",
        "creation-trademarks",
        "creation-copyright",
        "creation-plant-varieties",
        "enforcement-patent-routes",
        "enforcement-complaints",
        "enforcement-all-counts",
        "judicial-balance",
        "judicial-mediation",
        "judicial-channels",
        "policy-network",
        "policy-kinds",
        "policy-two-zones",
        "international-treaty",
    } <= set(names)


def test_alternative_text_says_the_numbers_of_the_chart(notebooks):
    for chapter, notebook in notebooks.items():
        for cell, _, chart, foot in stored_figures(notebook):
            alt = chart["metadata"]["image/svg+xml"]["figure"]["alt"]
            table = "".join(foot["data"]["text/markdown"]).replace("\u00a0", " ")
            numbers = re.findall(r"\d[\d,.]*\d|\d", alt)
            rows = str(sum(line.startswith("|") for line in table.splitlines()) - 2)
            assert numbers, f"{chapter}: {cell}"
            assert [number for number in numbers if number not in table and number != rows] == [], f"{chapter}: {cell}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_chapter_has_every_part(path, notebooks):
    ids = [cell["id"] for cell in notebooks[path.stem]["cells"]]
    assert [part for part in PARTS if part in ids] == list(PARTS)
    assert [ids.index(part) for part in PARTS] == sorted(ids.index(part) for part in PARTS)


def test_stored_notebooks_are_executed_and_normal(notebooks):
    for name, notebook in notebooks.items():
        assert notebook["metadata"]["kernelspec"]["name"] == "python3"
        assert not {"version", "codemirror_mode"} & set(notebook["metadata"]["language_info"]), name
        for cell in notebook["cells"]:
            assert "execution" not in cell["metadata"], name
            if cell["cell_type"] == "code":
                assert cell["execution_count"] is not None, f"{name}: {cell['id']} was not executed"
                assert not any(output["output_type"] in ("error", "stream") for output in cell["outputs"])
