"""What the audit says of a number stands wherever a chapter shows that number in a figure, a table or a list."""

import copy
import re

import pytest
from conftest import NOTEBOOKS

from beijing_ip.analysis import derived
from beijing_ip.analysis.audit import qualifications_of
from beijing_ip.data.observations import load_release
from beijing_ip.show import caveats, channels, tables

QUALIFIED = {name: row for name, row in load_release().items() if qualifications_of(name)}


def shown_in(cell):
    """All that a code cell shows in Markdown, with plain spaces."""
    texts = ["".join(output.get("data", {}).get("text/markdown", "")) for output in cell.get("outputs", [])]
    return "\n\n".join(texts).replace("\u00a0", " ")


def places(text):
    """The parts of an output that show numbers: the items of a list, else the tables with what is around them."""
    items = re.split(r"(?m)^(?=- \*\*[^\n]*\*\* )", text)
    listed = [item for item in items if "*How exact:*" in item]
    if listed:
        return listed
    return [text] if re.search(r"(?m)^\|[:\-| ]+\|$", text) else []


def shows(text, row):
    """Whether a list item, the first cell of a table row, or a cell with a link shows the number of an indicator."""
    name, both = re.escape(row.indicator.name_en), re.escape(f"{row.indicator.name_en} {row.indicator.name_zh}")
    item = rf"^- \*\*{name}\*\* {re.escape(row.indicator.name_zh)}: "
    return re.search(rf"(?m){item}|^\| {both} +\||(?:\| |; ){name}: \[", text) is not None


def missing(notebook):
    """Every number shown without a sentence that must stand beside it: the cell, the indicator and the sentence."""
    return [
        (cell["id"], name, sentence)
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        for part in places(shown_in(cell))
        for name, row in QUALIFIED.items()
        if shows(part, row)
        for sentence in qualifications_of(name)
        if sentence not in part or row.indicator.name_en.lower() not in part.split(sentence)[0].lower()
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_number_that_the_audit_qualifies_has_its_qualification_beside_it(path, notebooks):
    assert missing(notebooks[path.stem]) == []


def test_every_qualified_number_is_shown_in_a_chapter(notebooks):
    parts = [part for notebook in notebooks.values() for cell in notebook["cells"] for part in places(shown_in(cell))]
    assert [name for name, row in QUALIFIED.items() if not any(shows(part, row) for part in parts)] == []


def test_every_chapter_with_a_qualified_number_has_a_figure_or_table_with_it(notebooks):
    cells = [
        (name, cell["id"])
        for name, notebook in notebooks.items()
        for cell in notebook["cells"]
        if "Read with care:" in shown_in(cell)
    ]
    assert {"creation-grants", "creation-trademarks", "creation-copyright"} <= figures_in(notebooks, cells)
    assert {name for name, _ in cells} >= {"1-creation", "2-enforcement", "3-judicial", "4-policy-reforms"}


def figures_in(notebooks, cells):
    return {
        output["metadata"]["image/svg+xml"]["figure"]["name"]
        for name, notebook in notebooks.items()
        for cell in notebook["cells"]
        if (name, cell["id"]) in cells
        for output in cell["outputs"]
        if "image/svg+xml" in output.get("data", {})
    }


def test_a_qualification_taken_away_is_missed(notebooks):
    notebook = copy.deepcopy(notebooks["1-creation"])
    sentence = qualifications_of("trademark-registrations")[0]
    taken = 0
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            text = "".join(output.get("data", {}).get("text/markdown", ""))
            if sentence in text:
                output["data"]["text/markdown"] = text.replace(sentence, "")
                taken += 1
    assert taken
    assert {name for _, name, _ in missing(notebook)} == {"trademark-registrations", "trademark-applications"}


def test_a_derived_number_carries_what_is_said_of_its_inputs():
    shown = caveats.list_caveats([derived.fines_per_case(load_release())])
    for name in ("market-regulation-cases-concluded", "market-regulation-fines-and-forfeits"):
        assert all(sentence in shown for sentence in qualifications_of(name))


def test_notes_of_a_figure_stand_below_its_table(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **_: shown.append(data))
    chart = channels.channels_chart(load_release(), "test-channels")
    chart._ipython_display_()
    assert shown[-1]["text/markdown"].endswith(f"{chart.table}\n\n{chart.notes}")
    assert qualifications_of("court-cases-accepted")[0] in chart.notes


def test_a_sentence_about_several_numbers_stands_once():
    rows = [load_release()["trademark-registrations"], load_release()["trademark-applications"]]
    (sentence,) = qualifications_of("trademark-registrations")
    assert caveats.list_caveats(rows).count(sentence) == 1
    assert "**Trademark registrations and trademark applications.**" in caveats.list_caveats(rows)


def test_nothing_is_added_to_numbers_without_a_qualification():
    rows = [load_release()["gi-products"], load_release()["gi-mark-enterprises"]]
    assert caveats.list_caveats(rows) == ""
    assert caveats.numbers_with_caveats(rows) == tables.numbers_table(rows)
    assert "Read with care" not in caveats.explanations_with_caveats(rows)
