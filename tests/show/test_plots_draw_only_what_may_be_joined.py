"""A line stops at every break, what has no number is not drawn, and all that is drawn can be changed."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex
from plotted import COURTS, FILED, FINES, GRANTS, GROWTH, PENDING

from beijing_ip import series
from beijing_ip.analysis.datum import NoNumber
from beijing_ip.analysis.frames import breaks_between
from beijing_ip.show import plots
from beijing_ip.show.figures import compose
from beijing_ip.show.plots.marks import marks_of

WORDS = {"name": "some", "headline": "A finding", "subtitle": "What and when", "alt": "What it shows."}


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


@pytest.mark.parametrize("frame", [COURTS, FILED, FINES, GRANTS], ids=["courts", "filed", "cases", "grants"])
def test_no_line_crosses_a_break(ax, frame):
    plots.lines(ax, frame)
    for column in frame:
        for gap in breaks_between(frame[column]):
            strokes = [
                line.get_xdata() for line in ax.lines if line.get_label() == column and len(line.get_xdata()) > 1
            ]
            assert all(max(xs) <= gap.after or min(xs) >= gap.before for xs in strokes), (column, gap)


def test_a_break_is_drawn_once_and_says_why(ax):
    plots.lines(ax, COURTS)
    titles = [mark.title for _, mark in marks_of(ax.figure) if mark.kind == "break"]
    assert len(titles) == 1
    assert titles[0].startswith("No line joins Accepted and concluded, 2021 and 2022: Printed growth")


def test_what_has_no_number_is_not_drawn(ax):
    assert isinstance(GRANTS["All three kinds"][2014], NoNumber)
    plots.lines(ax, GRANTS)
    titles = [mark.title for _, mark in marks_of(ax.figure)]
    assert not any(title.startswith("All three kinds, 2014") for title in titles)
    assert any(title.startswith("Inventions, 2014: 23,237.") for title in titles)


def test_bars_leave_out_what_has_no_number(ax):
    column = GROWTH.copy()
    column.iloc[0] = NoNumber("Not to be joined.")
    plots.bars(ax, column, text="+.1%")
    assert len(marks_of(ax.figure)) == len(column) - 1
    with pytest.raises(ValueError, match="no number to draw"):
        plots.bars(ax, column.iloc[:1])


def test_bars_start_at_zero_and_show_what_rounding_leaves_open(ax):
    drawn = plots.bars(ax, GROWTH, text="+.1%")
    solid, pale, *_ = drawn["Invention patents granted"]
    growth = GROWTH["Invention patents granted"]
    assert solid.get_x() == 0
    assert solid.get_x() + solid.get_width() == pytest.approx(float(growth.lower))
    assert pale.get_x() + pale.get_width() == pytest.approx(float(growth.upper))


def test_steps_start_again_behind_a_break(ax):
    drawn = plots.waterfall(ax, PENDING)
    assert drawn[2018][0].get_y() == pytest.approx(float(PENDING[2017].value))
    assert drawn[2022][0].get_y() + drawn[2022][0].get_height() == pytest.approx(0)
    assert float(drawn["Total 2017–2021"][0].get_height()) == float(PENDING.loc[:2021].sum().value)


def test_bounds_and_doubtful_figures_are_hollow_and_dashed(ax):
    plots.lines(ax, GRANTS)
    dots = {mark.title.split(":")[0]: artist for artist, mark in marks_of(ax.figure) if mark.kind == "dot"}
    assert to_hex(dots["Inventions, 2016"].get_markerfacecolor()) == "#ffffff"
    assert to_hex(dots["Inventions, 2017"].get_markerfacecolor()) != "#ffffff"
    dashed = [line.get_xdata() for line in ax.lines if line.get_linestyle() == "--" and len(line.get_xdata()) > 1]
    assert any(min(xs) <= 2016 <= max(xs) for xs in dashed)


def test_what_was_changed_after_a_plot_is_kept():
    def draw(ax):
        drawn = plots.lines(ax, COURTS)
        for artist in drawn["Accepted"]:
            artist.set_color("#d5d9dd")
        ax.set_ylim(0, 200_000)

    made = compose(draw, data=COURTS, **WORDS)
    assert "#d5d9dd" in made.svg
    assert "#12436d" not in made.svg
    assert "200,000" in made.svg


def test_an_unknown_column_to_colour_is_named(ax):
    with pytest.raises(KeyError, match=r"Acepted.*Accepted, Concluded"):
        plots.lines(ax, COURTS, colours={"Acepted": "red"})


def test_years_that_the_user_leaves_out_are_not_drawn_outside_the_axes():
    def draw(ax):
        plots.lines(ax, COURTS)
        ax.set_xlim(2018.5, 2021.2)

    assert "clip-path" in compose(draw, data=COURTS, **WORDS).svg


def test_another_range_or_place_is_one_argument(ax):
    plots.lines(ax, series("invention-patents-in-force", place=["Beijing", "Shanghai"], years=range(2019, 2022)))
    assert {line.get_label() for line in ax.lines} >= {"Beijing", "Shanghai"}
