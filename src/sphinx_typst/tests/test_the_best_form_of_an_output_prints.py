"""Of the forms of an output the one prints that says what the web shows; what a script draws is said to be there."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from printed import print_page, read_printed

DOT = base64.b64encode((Path(__file__).parent / "stress_book" / "dot.png").read_bytes()).decode()
MOUNT = '<div id="chart-1" class="plot"></div><script>draw("chart-1", "Unseen words")</script>'
PAGE = "<html><head><title>Unseen title</title></head><body><p>Words of a page in a page</p></body></html>"
FRAME = """<style>#T_1 {color: red}</style><table id="T_1"><caption>Caption of a frame</caption>
<thead><tr><th class="blank">&nbsp;</th><th id="T_1_0">Column</th></tr></thead>
<tbody><tr><th id="T_1_1">row</th><td id="T_1_2">66710</td></tr></tbody></table>"""
OUTPUTS: dict[str, tuple[Mapping[str, str], str]] = {
    "words as HTML": ({"text/html": "<b>Words</b> of HTML", "text/plain": "Unseen plain"}, "Words of HTML"),
    "words beside LaTeX": ({"text/html": "<p>Fitted</p>", "text/latex": "$unseen$"}, "Fitted"),
    "a frame with styles": ({"text/html": FRAME}, "Caption of a frame Column row 66710"),
    "a chart": ({"text/html": MOUNT, "text/plain": "Unseen()"}, "Interactive output, in the web edition"),
    "a chart with text": ({"text/html": MOUNT, "text/markdown": "A *still* chart"}, "A still chart"),
    "a chart with a picture": ({"text/html": MOUNT, "image/png": DOT}, "after it"),
    "a chart in two outputs": ({"text/html": '<div id="chart-2"></div>'}, "Interactive output, in the web edition"),
    "its script": ({"application/javascript": "unseen()", "text/plain": "<Unseen object>"}, "after it"),
    "a widget": (
        {"application/vnd.jupyter.widget-view+json": '{"model_id": "1"}', "text/plain": "Unseen(value=0)"},
        "Interactive output, in the web edition",
    ),
    "a page in a page": ({"text/html": f'<iframe srcdoc="{PAGE}"></iframe>'}, "Words of a page in a page"),
    "a map": (
        {"text/html": f"<iframe srcdoc='{MOUNT}'></iframe>"},
        "Interactive output, in the web edition",
    ),
    "a film": (
        {"text/html": '<iframe src="https://www.youtube.com/embed/abc?rel=0"></iframe>', "text/plain": "<Unseen>"},
        "Video: https://www.youtube.com/watch?v=abc",
    ),
    "nothing but a style": ({"text/html": "<style>p {color: red}</style><script>unseen()</script>"}, "after it"),
}
"""The forms of each output, and what it prints."""


def cell(kind: str, source: str, *outputs: Mapping[str, object]) -> dict[str, object]:
    shown = {"outputs": list(outputs), "execution_count": None} if kind == "code" else {}
    about = {"tags": ["remove-input"], "mystnb": {"image": {"alt": "a square"}}}
    return {"cell_type": kind, "metadata": about, "source": source, **shown}


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    cells = [cell("markdown", "# Outputs")]
    for name, (data, _) in OUTPUTS.items():
        output = {"output_type": "display_data", "data": data, "metadata": {}}
        cells += [
            cell("markdown", f"Now {name}:"),
            cell("code", "shown", output),
            cell("markdown", f"after it {name}."),
        ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    files = {"outputs.ipynb": json.dumps(notebook).encode()}
    options: dict[str, object] = {"extensions": ["myst_nb", "sphinx_typst"], "nb_execution_mode": "off"}
    options["typst_look"] = {"height": "2000pt"}
    page = "```{toctree}\noutputs\n```"
    return read_printed(print_page(tmp_path_factory.mktemp("outputs"), page, files, **options)).text


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_best_form_prints(name: str, text: str) -> None:
    assert f"Now {name}: {OUTPUTS[name][1]}" in text, text[text.index(f"Now {name}") :][:200]


def test_no_other_form_prints(text: str) -> None:
    assert "nseen" not in text
