"""No chart cuts off or covers a text, however long its labels and however many its marks, on a page or a telephone.

The same input gives the same bytes, in the colours of the palette and with nothing of anyone's own settings.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl
import pytest
from conftest import contrast, examples
from drawn import SVG, Drawn, clashes, find_clashes, joined
from hypothesis import given
from hypothesis import strategies as st
from samples import (
    COARSE,
    COMPLAINTS,
    COUNTS,
    FLOWS,
    LABELS,
    ONE_CHART,
    SAMPLES,
    exact,
    more_than,
    rounded,
    sample,
    sample_figure,
    words,
)

from beijing_ip.numbers.quantity import Quantity
from beijing_ip.show import charts
from beijing_ip.show.charts import COLOURS, Event, Line, LineGap, LinePoint, Mark, Pair, Panel


def test_no_text_is_cut_off_or_covered() -> None:
    both = [(name, narrow) for name in SAMPLES for narrow in (False, True)]
    assert {each: found for each in both if (found := find_clashes(sample(*each)))} == {}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_narrow_picture_keeps_every_mark_and_word_and_its_letters_are_as_large(name: str) -> None:
    wide, narrow = sample(name), sample(name, narrow=True)
    assert narrow.size[0] == charts.NARROW
    assert {gid for gid in wide.marks if not gid.startswith(("patch", "band", "lead"))} <= narrow.marks.keys()
    kept = "".join(narrow.text).replace(" ", "")
    # A name stands before a value only where there is no room for the value alone.
    said = {word.rstrip(":") for text in wide.text for word in text.split()}
    # Names of ticks are thinned where they would touch.
    assert [word for word in said if word not in kept and not re.fullmatch(r"\d{4}|10*(,000)*", word)] == []
    assert min(float(size) for size in re.findall(r"scale\(([\d.]+) -", narrow.svg)) >= 0.0825


def test_every_label_value_and_chinese_term_is_on_the_chart() -> None:
    for name, marks in (("flows", FLOWS), ("coarse", COARSE), ("complaints", COMPLAINTS), ("counts", COUNTS)):
        said = "".join(sample(name).text).replace(" ", "")
        for mark in marks:
            for text in (mark.label, mark.label_zh, mark.text, mark.group):
                assert text.replace(" ", "") in said, (name, text)


def test_no_two_marks_say_the_same() -> None:
    for name in SAMPLES:
        for narrow in (False, True):
            titles = [title.text for title in sample(name, narrow).root.iter(f"{SVG}title")]
            assert sorted(titles) == sorted(set(titles)), (name, narrow)


# Any labels and numbers


@examples(24)
@given(
    st.lists(
        st.tuples(
            LABELS,
            st.integers(0, 10**7),
            st.text("0123456789,W ", min_size=1, max_size=60).filter(str.strip),
            LABELS,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_no_label_or_value_is_too_long_for_bars(rows: list[tuple[str, int, str, str]]) -> None:
    marks = [Mark(label, exact(value), text, zh, zh) for label, value, text, zh in rows]
    assert clashes(charts.bars(marks, **words("any"))) == []


@examples(24)
@given(
    st.lists(
        st.tuples(LABELS, st.integers(0, 10**6), LABELS, st.integers(0, 10**6), LABELS),
        min_size=1,
        max_size=5,
    ),
    LABELS,
)
def test_no_label_or_value_is_too_long_for_pairs(rows: list[tuple[str, int, str, int, str]], name: str) -> None:
    drawn = [
        Pair(label, label, Quantity.nearly(first), text, more_than(second), other)
        for label, first, text, second, other in rows
    ]
    assert clashes(charts.paired_dots(drawn, first_name=name, second_name=name, **words("any"))) == []


def test_a_value_stays_together_with_its_unit() -> None:
    for length in range(1, 12):
        label = "Word " * length
        parts = [Mark(f"{label}{n}", exact(n), f"{n} reports and tip-offs", "举报投诉") for n in (1, 2)]
        whole = Mark(label.strip(), exact(3), "3 reports and tip-offs", "举报投诉")
        text = Drawn(charts.part_of_whole(parts, whole, **words("any"))).text
        assert {"3 reports and tip-offs", "2 reports and tip-offs (66.7%)"} <= set(text), length


def test_a_word_longer_than_a_line_is_broken() -> None:
    marks = [Mark("Donaudampfschiff" * 6, exact(1), "1", "知识产权保护\uff0c白皮书\u3002" * 9)]
    figure = charts.bars(marks, **words("any"))
    assert clashes(figure) == []
    assert "".join(Drawn(figure).text).replace(" ", "") == f"{marks[0].label}{marks[0].label_zh}1"
    assert not [text for text in Drawn(figure).text if text[0] in "\uff0c\u3002"], "no line begins with a comma"


def test_dollars_are_dollars_and_no_formula() -> None:
    svg = charts.bars([Mark("US$5 to US$6", exact(1), "1")], **words("any")).svg
    label = svg[svg.index("<!-- US$5 to US$6 -->") :]
    assert label[: label.index("</g>")].count("<use") == len("US$5 to US$6")


@examples(24)
@given(
    st.lists(
        st.tuples(st.dates(date(2010, 1, 1), date(2022, 1, 1)), LABELS, st.booleans()),
        min_size=1,
        max_size=12,
    )
)
def test_no_crowd_of_events_is_too_dense_for_a_timeline(rows: list[tuple[date, str, bool]]) -> None:
    events = [Event(f"{day:%d %B %Y}", day, None, label, about) for day, label, about in rows]
    assert clashes(charts.timeline(events, mark_year=2020, **words("any"))) == []


@examples(24)
@given(st.lists(st.dates(date(2014, 1, 1), date(2022, 12, 31)), min_size=20, max_size=24), st.booleans())
def test_twenty_events_in_nine_years_stand_apart(days: list[date], fold: bool) -> None:
    events = [Event(f"{day:%d %B %Y}", day, None, "Amended Patent Law and Copyright Law in force") for day in days]
    assert clashes(charts.timeline(events, mark_year=2020, fold=fold, **words("any"))) == []


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A line of up to twelve years, cut at random, with values that lie close together or far apart."""
    years = sorted(draw(st.sets(st.integers(2013, 2024), min_size=2, max_size=12)))
    values = st.one_of(st.integers(0, 9), st.integers(900, 1100), st.integers(0, 10**7))
    kinds = [exact, more_than, Quantity.nearly, lambda value: rounded(value * 100, 100)]
    segments: list[list[LinePoint]] = [[]]
    gaps = []
    for before, year in zip([None, *years], years, strict=False):
        if before is not None and draw(st.booleans()):
            segments.append([])
            gaps.append(LineGap(before, year, draw(st.sampled_from(["One reason", "Another", "A third"]))))
        quantity = draw(st.sampled_from(kinds))(draw(values))
        segments[-1].append(LinePoint(year, quantity, f"{float(quantity.value):,.0f}", draw(st.booleans())))
    return Line(draw(LABELS), draw(LABELS), segments, gaps)


@examples(60)
@given(st.lists(lines(), min_size=1, max_size=4))
def test_no_crowd_of_lines_hides_a_text_a_value_or_a_break(many: list[Line]) -> None:
    figure = charts.lines(many, unit_label="Cases a year", **words("any"))
    sheets = [Drawn(figure, narrow) for narrow in (False, True)]
    for drawn in sheets:
        assert find_clashes(drawn) == []
        assert joined(drawn, "", many) == []
    said = "".join(sheets[0].text).replace(" ", "")
    for line in many:
        marked = [point for point in line.points if point.year == 2020]
        for point in (line.points[0], *marked, line.points[-1]):
            assert point.text.replace(" ", "") in said
        for gap in line.gaps:
            assert gap.reason.replace(" ", "") in said


@examples(24)
@given(st.lists(st.tuples(LABELS, LABELS, st.lists(lines(), min_size=1, max_size=4)), min_size=1, max_size=5))
def test_no_crowd_of_panels_hides_a_text_or_a_break(rows: list[tuple[str, str, list[Line]]]) -> None:
    panels = [
        Panel(f"{number} {title}", reading, "cases a year", many, reading)
        for number, (title, reading, many) in enumerate(rows, start=1)
    ]
    figure = charts.small_multiples(panels, mark_year=2020, **words("any"))
    drawn = Drawn(figure)
    assert find_clashes(drawn) == find_clashes(Drawn(figure, narrow=True)) == []
    for number, panel in enumerate(panels, start=1):
        for at, line in enumerate(panel.lines, start=1):
            inside = {
                f"line-{number}-{at}-{index}-"
                for index, segment in enumerate(line.segments, start=1)
                if len(segment) > 1
            }
            mine = drawn.starting(f"line-{number}-{at}-")
            assert {gid[: gid.rindex("-") + 1] for gid in mine} == inside
            for gid in mine:
                segment = line.segments[int(gid.split("-")[3]) - 1]
                ends = [drawn.middle(f"dot-{number}-{at}-{end.year}")[0] for end in (segment[0], segment[-1])]
                assert ends[0] - 0.01 <= drawn.marks[gid][0] <= drawn.marks[gid][2] <= ends[1] + 0.01


def test_values_of_any_size_find_an_axis() -> None:
    for values in ((0, 0), (7, 7), (0, 1), (3, 10**12)):
        points = [LinePoint(year, exact(value), f"{value:,}") for year, value in zip((2019, 2020), values, strict=True)]
        for zero in (True, False):
            figure = charts.lines([Line("Cases", "", [points])], unit_label="Cases", zero=zero, **words("any"))
            assert clashes(figure) == [], (values, zero)
    hundredths = Line("Rate", "", [[LinePoint(2020, exact(Fraction(7, 100)), "0.07")]])
    assert "0.06" in Drawn(charts.lines([hundredths], unit_label="Rate", **words("any"))).text


# The same for everybody


def test_the_same_input_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "import sys, matplotlib; matplotlib.rcParams['font.size'] = 23;"
        "matplotlib.rcParams['svg.fonttype'] = 'none';"
        "from samples import SAMPLES;"
        "sys.stdout.write(''.join(draw().svg for draw in SAMPLES.values()))"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert found == "".join(sample_figure(name).svg for name in SAMPLES)
    assert "matplotlib" not in found.lower(), "the version would change the bytes"


def test_nothing_of_a_chart_stays_behind_in_the_settings() -> None:
    with mpl.rc_context({"font.size": 23, "svg.fonttype": "none"}):
        before = dict(mpl.rcParams)
        SAMPLES["flows"]()
        assert dict(mpl.rcParams) == before


def test_marks_and_letters_stand_out_from_the_paper() -> None:
    assert all(contrast(colour, charts.PAPER) >= 3 for colour in COLOURS)
    assert all(contrast(colour, charts.PAPER) >= 4.5 for colour in (charts.INK, charts.GREY))
    assert contrast(COLOURS[0], charts.PAPER) >= 4.5, "white letters stand on it"


def test_a_chart_uses_no_colour_but_the_palette_and_neutrals() -> None:
    allowed = {charts.INK, charts.GREY, charts.PAPER, charts.RULE, charts.TINT, *(colour.lower() for colour in COLOURS)}
    used = {name: set(re.findall(r"#[0-9a-f]{6}\b", sample(name).svg.replace(' "', ""))) for name in SAMPLES}
    assert {name: colours - allowed for name, colours in used.items() if colours - allowed} == {}


def test_text_over_the_years_has_only_colours_that_can_be_read_as_text() -> None:
    for name in (*ONE_CHART, "page"):
        texts = [group for group in sample(name).root.iter(f"{SVG}g") if "text_" in group.get("id", "")]
        styles = [inner.get("style", "") for group in texts for inner in group if inner.tag == f"{SVG}g"]
        used = {colour for style in styles for colour in re.findall(r"fill: (#\w+)", style)}
        assert used and used <= {charts.INK, charts.GREY, COLOURS[0].lower()}, name
