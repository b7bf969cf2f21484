"""What is drawn is what the numbers and dates say, in words and letters that the charts have, in both languages."""

import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from conftest import contrast, examples
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from plotted import COMPLAINTS, EVENTS, FORCE, overlaps

from beijing_ip.data.frames import table_frame
from beijing_ip.show import plots
from beijing_ip.show.figures import draw_sheet
from beijing_ip.show.fonts import CHARTS
from beijing_ip.show.plots import style
from beijing_ip.show.plots.happenings import happenings
from beijing_ip.show.plots.marks import marks_of
from beijing_ip.show.plots.words import WORDS

LABELS = st.text("abc defghij 知识产权", min_size=1, max_size=90).filter(str.strip)


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def dots(ax):
    return {mark.title.split(":")[0]: artist.get_xydata()[0] for artist, mark in marks_of(ax.figure)}


def test_parts_are_as_wide_as_their_shares_and_fill_the_whole(ax):
    drawn = plots.parts(ax, COMPLAINTS)
    left = 0.0
    for name, cell in COMPLAINTS.items():
        part = drawn[name][0]
        assert (part.get_x(), part.get_width()) == pytest.approx((left, float(cell.value)))
        left += part.get_width()
    assert ax.get_xlim() == pytest.approx((0, left))


def test_lines_dots_and_slopes_stand_at_their_values(ax):
    plots.lines(ax, FORCE)
    values = {f"{place}, {year}": float(cell) for place, column in FORCE.items() for year, cell in column.items()}
    assert {name: y for name, (_, y) in dots(ax).items()} == pytest.approx(values)
    ax.clear()
    plots.dots(ax, FORCE.T)
    assert sorted(x for x, _ in dots(ax).values()) == pytest.approx(sorted(values.values()))
    ax.clear()
    plots.slopes(ax, FORCE)
    assert sorted(y for _, y in dots(ax).values()) == pytest.approx(sorted(values.values()))


def test_events_stand_in_the_order_of_their_dates_and_only_doubtful_ones_are_hollow(ax):
    plots.timeline(ax, EVENTS[::-1], year=2020)
    told = {each.title: each for each in happenings(EVENTS)}
    marks = sorted(marks_of(ax.figure), key=lambda each: each[0].get_ydata()[0])
    assert {mark.title for _, mark in marks} == told.keys()
    days = [told[mark.title].first for _, mark in marks]
    assert days == sorted(days)
    for dot, mark in marks:
        assert (to_hex(dot.get_markerfacecolor()) == to_hex(style.PAPER)) == told[mark.title].approximate


def test_a_date_says_how_exactly_it_is_known():
    events = table_frame("events")
    for row, each in ((row, happenings(row.to_frame().T)[0]) for _, row in events.iterrows()):
        assert each.when.startswith({"day": "", "by": "by ", "approximate": "about "}[row["precision"]])
        assert each.approximate == (row["precision"] != "day")
        assert each.first.day == (int(row["start"][8:]) if len(row["start"]) == 10 else 15), "the middle of the month"


@examples(24)
@given(st.dictionaries(LABELS, st.integers(-(10**6), 10**7), min_size=1, max_size=5))
def test_no_label_is_too_long_for_bars(rows):
    column = pd.Series({label: float(value) for label, value in rows.items()}, name="2020", dtype=object)
    for width in (style.WIDTH, style.NARROW):
        sheet = draw_sheet(lambda ax: plots.bars(ax, column), width, None, "en", None)
        sheet.draw_without_rendering()
        assert overlaps(sheet) == []


def test_every_word_of_a_chart_is_in_both_languages_and_can_be_drawn():
    english, chinese = WORDS["en"], WORDS["zh"]
    assert english.keys() <= chinese.keys()
    for key, phrase in english.items():
        assert set(re.findall(r"{(\w+)", phrase)) == set(re.findall(r"{(\w+)", chinese[key])), key
        # How to read a chart stands below it, in the letters of the page.
        assert key.startswith("reads_") or set(phrase + chinese[key]) <= style.CHARACTERS | {"\n"}, key


def test_the_carried_fonts_are_whole_small_and_licensed():
    promised = set((CHARTS / "characters.txt").read_text(encoding="utf-8")) - {"\n"}
    assert promised <= style.CHARACTERS
    fonts = sorted(CHARTS.glob("*.otf"))
    assert [font.name for font in fonts] == ["BeijingIPSans-Bold.otf", "BeijingIPSans-Regular.otf"]
    assert all(font.stat().st_size < 400_000 for font in fonts)
    licence = (CHARTS / "OFL.txt").read_text(encoding="utf-8")
    assert "Copyright 2014-2021 Adobe" in licence and "Reserved Font Name 'Source'" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_marks_and_letters_stand_out_from_the_paper():
    assert all(contrast(colour, style.PAPER) >= 3 for colour in style.COLOURS)
    assert all(contrast(colour, style.PAPER) >= 4.5 for colour in (style.INK, style.GREY))
