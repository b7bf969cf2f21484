"""No label of a plot lies on a line, a gridline or another label, on a page or on a telephone."""

import matplotlib.pyplot as plt
import pytest
from plotted import COURTS, KINDS, LINES, on_lines, overlaps, sheet, shown_texts

from beijing_ip.show import plots

both = pytest.mark.parametrize("narrow", [False, True], ids=["page", "telephone"])


@both
@pytest.mark.parametrize("kind", KINDS)
def test_no_text_touches_another_or_leaves_the_sheet(kind, narrow):
    assert overlaps(sheet(kind, narrow=narrow)) == []


@both
@pytest.mark.parametrize("kind", [*LINES, "slopes", "stock"])
def test_no_line_or_gridline_runs_through_a_label(kind, narrow):
    assert on_lines(sheet(kind, narrow=narrow)) == []


@both
def test_both_ends_of_a_growth_and_the_marked_year_are_labelled(narrow):
    texts = " ".join(text.get_text() for text in shown_texts(sheet("courts", narrow=narrow)))
    for year in (2017, 2019, 2020, 2021, 2022):
        for column in COURTS:
            assert f"{COURTS[column][year]}".removesuffix(" [b]") in texts, (year, column)


@both
def test_a_name_has_the_colour_of_its_line(narrow):
    found = sheet("grants", narrow=narrow)
    named = {
        text.get_text().split("\n")[0]: text.get_color() for text in found.axes[0].texts if "\n" in text.get_text()
    }
    lines = {line.get_label(): line.get_color() for line in found.axes[0].lines}
    assert named["Inventions"] == lines["Inventions"] != lines["All three kinds"]


def test_labels_follow_when_the_axes_are_changed():
    fig, ax = plt.subplots()
    plots.lines(ax, COURTS)
    fig.draw_without_rendering()
    before = [text.get_window_extent().y0 for text in ax.texts]
    ax.set_ylim(0, 300_000)
    fig.draw_without_rendering()
    assert all(text.get_window_extent().y0 < old for text, old in zip(ax.texts, before, strict=True))
    assert on_lines(fig) == []
    plt.close(fig)


def test_a_label_that_was_moved_stays():
    fig, ax = plt.subplots()
    plots.lines(ax, COURTS)
    fig.draw_without_rendering()
    ax.texts[0].xyann = (40, 40)
    fig.draw_without_rendering()
    assert ax.texts[0].xyann == (40, 40)
    plt.close(fig)


def test_a_base_that_a_tick_of_the_axis_names_is_not_written_twice():
    since = COURTS.loc[2019:2021] / COURTS.loc[2019] - 1
    figure, ax = plt.subplots()
    plots.lines(ax, since, text="+.1%")
    plots.mark_year(ax, 2020)
    figure.draw_without_rendering()
    labels = [text.get_text() for text in ax.texts]
    assert "0%" in [tick.get_text() for tick in ax.get_yticklabels()]
    assert "0%" not in labels and any("−16.8%" in label for label in labels)
    plt.close(figure)
