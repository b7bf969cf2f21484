"""A figure has its words, its source, its numbers and its alternative text; one that lacks any is refused."""

import base64
import csv
import io
import re
import xml.etree.ElementTree as ET

import matplotlib as mpl
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from IPython.core.interactiveshell import InteractiveShell
from PIL import Image
from plotted import COURTS, KINDS, make

from beijing_ip.analysis.frames import series
from beijing_ip.publish.web.svg import read_drawing
from beijing_ip.show import figure, plots
from beijing_ip.show.figure_data import COLUMNS
from beijing_ip.show.figure_tables import FigureTables
from beijing_ip.show.output import VARIABLE, environment_for_notebooks
from beijing_ip.show.plots.cells import title_of


@pytest.mark.parametrize("kind", KINDS)
def test_page_and_telephone_have_the_same_marks(kind):
    made = make(kind)
    wide, narrow = read_drawing(made.svg, kind), read_drawing(made.narrow, f"{kind}-narrow")
    assert wide.marks
    assert {name.replace("-narrow-", "-", 1): title for name, title in narrow.marks.items()} == wide.marks
    assert len(set(wide.marks.values())) == len(wide.marks)
    assert (wide.width, narrow.width) == (528, 262)


def test_marks_say_value_range_and_source():
    titles = set(read_drawing(make("grants").svg, "grants").marks.values())
    assert any(
        re.match(r"Inventions, 2020: 63,000\. Rounded to 1,000: 62,500 to 63,499\. Release \(grade A\), paragraph", t)
        for t in titles
    )
    titles = set(read_drawing(make("growth").svg, "growth").marks.values())
    assert any(
        re.match(r"Court cases accepted, Growth, 2019 to 2020: −16\.8%\. .*Computed: .* ÷ .*grade A", t) for t in titles
    )


def test_a_printed_rate_is_not_called_computed():
    growth = series("customs-pieces-seized-growth", years=[2020]) / 100
    (cell,) = growth["customs-pieces-seized-growth"]
    row = dict(zip(COLUMNS, next(csv.reader([FigureTables(growth, "+.1%").csv().splitlines()[1]])), strict=True))
    assert [float(row[name]) for name in ("value", "lower", "upper")] == [249.1, 249.05, 249.15]
    assert row["indicator_id"] == "customs-pieces-seized-growth"
    assert row["note"].startswith("As printed by ") and "÷" not in row["note"]
    title, told = (title_of("Pieces", "", cell, "+.1%", language) for language in ("en", "zh"))
    assert "As printed by " in title and "原文数字：" in told and "÷" not in title + told
    # Of a ratio the reader sees another number than the source prints.
    assert "Computed: " in title_of("Pieces", "", cell, ".2f") and "Computed: " in title_of("", "", cell * 2, "+.1%")


@pytest.mark.parametrize("kind", KINDS)
def test_table_and_data_hold_the_same_numbers(kind):
    made = make(kind)
    assert made.table.startswith("|")
    rows = list(csv.DictReader(io.StringIO(made.data)))
    assert rows
    if kind != "events":
        table = made.table.replace("\u00a0", " ")
        # In the table the range says what "about" does.
        shown = [row["value_shown"].removeprefix("about ").removeprefix("from ").replace("-", "−") for row in rows]
        assert [number for number in shown if number not in table] == []
        assert all(row["source_title"] or row["note"].startswith("Computed") for row in rows)


def test_breaks_are_told_once_below():
    notes = make("courts").notes
    assert notes.count("is tied to the years before only by its wording") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"alt": ""}, "has no alt"),
        ({"subtitle": " "}, "has no subtitle"),
        ({"headline": "courts fell"}, "begin with a capital"),
        ({"headline": "Courts fell."}, "without a full stop"),
        ({"headline": "One" + " two" * 20}, "has 21 words"),
        ({"alt": "A finding."}, "repeats the headline"),
        ({"name": "Not an id"}, "becomes an address"),
        ({"data": pd.DataFrame({"a": [1.0]})}, "rests on a source"),
    ],
)
def test_a_figure_without_words_or_sources_is_refused(words, said):
    draw, data, _ = KINDS["courts"]
    given = {
        "name": "some",
        "headline": "A finding",
        "subtitle": "What and when",
        "alt": "What it shows.",
        "data": data,
    }
    with pytest.raises(ValueError, match=said):
        figure(draw, **{**given, **words})


def test_a_character_that_the_font_lacks_is_named():
    with pytest.raises(ValueError, match="no character"):
        KINDS["odd"] = (lambda ax: plots.lines(ax, COURTS).clear() or ax.set_title("☃"), COURTS, {})
        try:
            make("odd")
        finally:
            del KINDS["odd"]


def test_a_notebook_stores_a_small_picture_with_its_alternative_text():
    ((bundle, metadata),) = make("courts").outputs(book=False)
    # Markdown alone: nothing that a reader must trust before it is shown, no script, no HTML output, no SVG.
    assert (set(bundle), metadata) == ({"text/markdown", "text/plain"}, {})
    image = BeautifulSoup(bundle["text/markdown"], "html.parser").img
    assert image["alt"] == "What it shows."
    picture = base64.b64decode(image["src"].removeprefix("data:image/png;base64,"))
    assert len(picture) < 35_000
    assert Image.open(io.BytesIO(picture)).width == 2 * int(image["width"]) == 1408
    assert "\n\nSource: " in bundle["text/markdown"]


def test_the_book_gets_both_drawings_the_table_and_the_data(monkeypatch):
    head, picture, foot = make("courts").outputs(book=True)
    assert head[1] == {"text/markdown": {"figure": {"part": "head"}}}
    about = picture[1]["image/svg+xml"]["figure"]
    assert set(about) == {"name", "headline", "subtitle", "alt", "narrow"}
    assert ET.fromstring(picture[0]["image/svg+xml"]).get("aria-label") == "What it shows."
    below = foot[1]["text/markdown"]["figure"]
    assert below["part"] == "foot"
    assert below["data"].startswith("indicator_id,")
    assert "| 2020 " in foot[0]["text/markdown"]
    monkeypatch.setenv(VARIABLE, "book")
    assert VARIABLE not in environment_for_notebooks()


def test_a_figure_is_shown_as_one_output(monkeypatch):
    shown = []
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("IPython.display.display", lambda bundle, **more: shown.append(bundle))
    draw, data, _ = KINDS["courts"]
    assert InteractiveShell is not None
    figure(draw, name="some", headline="A finding", subtitle="What and when", alt="What it shows.", data=data)
    assert [next(iter(bundle)) for bundle in shown] == ["text/markdown"]


def test_the_same_figure_is_the_same_bytes_whatever_the_settings():
    one = make("grants")
    with mpl.rc_context({"lines.linewidth": 7, "font.size": 30, "axes.grid": True}):
        other = make("grants")
    assert (one.svg, one.narrow, one.picture(), one.data) == (other.svg, other.narrow, other.picture(), other.data)
