"""Lines over the years stop where the data stop: no chart joins what a break keeps apart, or hides that it does not.

Everything is read back from the finished SVG, as in test_charts_show_the_numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_charts_show_the_numbers import (
    COURTS,
    FINES,
    GRANTS,
    INVENTIONS,
    LABELS,
    NARROWER,
    PANELS,
    PLACES,
    SVG,
    WORDING,
    Drawn,
    clashes,
    exact,
    more_than,
    on_both_sheets,
    overlap,
    point,
    rounded,
    sample,
    words,
)

from beijing_ip.numbers.quantity import Quantity
from beijing_ip.show import charts
from beijing_ip.show.charts import COLOURS, Event, Line, LineGap, LinePoint, Pair, Panel

Place = tuple[float, float]


def places(path: str) -> list[Place]:
    """The points of a path that is made of straight strokes."""
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def paths(drawn: Drawn) -> list[tuple[str, list[Place], str]]:
    """Every straight stroke of a chart, with or without an id: the id, the points, the style."""
    found = []
    for group in drawn.root.iter(f"{SVG}g"):
        path = group.find(f"{SVG}path")
        if path is not None and "fill: none" in path.attrib.get("style", "") and "C" not in path.attrib["d"]:
            gid = group.get("id", "").removeprefix(f"{drawn.name}-")
            found.append((gid, places(path.attrib["d"]), path.attrib["style"]))
    return found


def year_at(drawn: Drawn, prefix: str, lines: list[Line]) -> Any:
    """Where a year lies, from the dots of one chart or panel."""
    dots = {
        line_point.year: drawn.middle(f"dot-{prefix}{number}-{line_point.year}")[0]
        for number, line in enumerate(lines, start=1)
        for line_point in line.points
    }
    (first, left), *_, (last, right) = sorted(dots.items())
    return lambda year: left + (year - first) * (right - left) / (last - first)


def joined(drawn: Drawn, prefix: str, lines: list[Line]) -> list[str]:
    """Every stroke that runs from one side of a gap to the other; level rules may."""
    across = year_at(drawn, prefix, lines)
    found = []
    for number, line in enumerate(lines, start=1):
        for gap in line.gaps:
            middle = across((gap.after + gap.before) / 2)
            for gid, points, _ in paths(drawn):
                xs, ys = [x for x, _ in points], [y for _, y in points]
                level = max(ys) - min(ys) < 0.01 and not gid.startswith(("line-", "lead-"))
                other = gid.startswith(f"line-{prefix}") and not gid.startswith(f"line-{prefix}{number}-")
                spans = min(xs) < middle - 0.01 and middle + 0.01 < max(xs)
                if spans and not (level or other):
                    found.append(f"{gid or 'a stroke'} crosses {gap}")
    return found


ONE_CHART = {"grants": [GRANTS, INVENTIONS], "courts": COURTS, "cut": COURTS, "fines": [FINES]}


@pytest.mark.parametrize("name", ONE_CHART)
@on_both_sheets
def test_no_line_is_drawn_across_a_gap(name: str, narrow: bool) -> None:
    assert joined(sample(name, narrow), "", ONE_CHART[name]) == []


@on_both_sheets
def test_no_line_of_a_panel_is_drawn_across_a_gap(narrow: bool) -> None:
    drawn = sample("page", narrow)
    for number, panel in enumerate(PANELS, start=1):
        across = year_at(drawn, f"{number}-", list(panel.lines))
        for at, line in enumerate(panel.lines, start=1):
            drawn_lines = [box for gid, box in drawn.marks.items() if gid.startswith(f"line-{number}-{at}-")]
            assert drawn_lines
            for gap in line.gaps:
                middle = across((gap.after + gap.before) / 2)
                assert all(box[2] < middle or middle < box[0] for box in drawn_lines)


@on_both_sheets
def test_inside_a_segment_every_point_is_joined_to_the_next(narrow: bool) -> None:
    drawn = sample("grants", narrow)
    across = year_at(drawn, "", [GRANTS, INVENTIONS])
    strokes = [
        (round(one[0], 1), round(other[0], 1))
        for gid, points, _ in paths(drawn)
        if gid.startswith("line-1-")
        for one, other in pairwise(points)
    ]
    years = [line_point.year for line_point in GRANTS.segments[1]]
    assert strokes == [(round(across(a), 1), round(across(b), 1)) for a, b in pairwise(years)]


def test_a_point_alone_is_a_dot_without_a_line() -> None:
    drawn = sample("grants")
    assert "dot-1-2013" in drawn.marks
    assert not [gid for gid in drawn.marks if gid.startswith("line-1-1-")]


@pytest.mark.parametrize(("name", "reason"), [("courts", WORDING), ("fines", NARROWER), ("page", NARROWER)])
def test_the_reason_of_a_gap_stands_in_words_under_its_letter(name: str, reason: str) -> None:
    drawn = sample(name)
    assert reason in " ".join(drawn.text)
    assert "Breaks, where a line stops:" in drawn.text


@on_both_sheets
def test_a_letter_stands_over_its_break_and_before_its_reason(narrow: bool) -> None:
    drawn = sample("courts", narrow)
    (left, _, right, _), *_ = [box for text, box in drawn.texts if text == "a"]
    assert left < drawn.middle("break-1")[0] < right
    assert drawn.text.count("a") == 2
    after = drawn.text[len(drawn.text) - drawn.text[::-1].index("a") :]
    assert after[0] == "2021|2022:", "all lines break here, so none is named"


def test_a_break_of_one_line_among_several_names_that_line() -> None:
    assert "All three kinds 2013|2015:" in sample("grants").text


def test_one_reason_has_one_letter_and_names_every_panel() -> None:
    said = " ".join(sample("page").text)
    assert said.count(NARROWER) == 1
    assert "Fines of market regulation, 2020|2021; Market regulation cases, 2020|2021:" in said


def test_two_gaps_between_the_same_segments_have_both_their_reasons() -> None:
    gaps = [LineGap(2018, 2019, "one reason"), LineGap(2020, 2021, "another reason")]
    line = Line("Cases", "", [[point(2018, 5)], [point(2021, 6)]], gaps)
    drawn = Drawn(charts.lines([line], unit_label="Cases", **words("any")))
    assert {"one reason", "another reason", "a", "b"} <= set(drawn.text)
    assert {"break-1", "break-2"} <= set(drawn.marks)


# Any series


@st.composite
def series(draw: st.DrawFn) -> Line:
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


def on_lines(drawn: Drawn) -> list[str]:
    """Every text that a line, a break or a leader runs through."""
    found = []
    for gid, points, _ in paths(drawn):
        if gid.startswith(("line-", "break-", "lead-")):
            for (x, y), (other_x, other_y) in pairwise(points):
                steps = [(x + (other_x - x) * n / 60, y + (other_y - y) * n / 60) for n in range(61)]
                dots = [(at - 0.2, up - 0.2, at + 0.2, up + 0.2) for at, up in steps]
                found += [f"{text!r} on {gid}" for text, box in drawn.texts if any(overlap(box, dot) for dot in dots)]
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(series(), min_size=1, max_size=4))
def test_no_crowd_of_lines_hides_a_text_a_value_or_a_break(lines: list[Line]) -> None:
    figure = charts.lines(lines, unit_label="Cases a year", **words("any"))
    assert clashes(figure) == []
    drawn = Drawn(figure)
    for sheet in (drawn, Drawn(figure, narrow=True)):
        assert on_lines(sheet) == []
        assert joined(sheet, "", lines) == []
    said = "".join(drawn.text).replace(" ", "")
    for line in lines:
        marked = [line_point for line_point in line.points if line_point.year == 2020]
        for line_point in (line.points[0], *marked, line.points[-1]):
            assert line_point.text.replace(" ", "") in said
        for gap in line.gaps:
            assert gap.reason.replace(" ", "") in said


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(LABELS, LABELS, st.lists(series(), min_size=1, max_size=4)), min_size=1, max_size=5))
def test_no_crowd_of_panels_hides_a_text_or_a_break(rows: list[tuple[str, str, list[Line]]]) -> None:
    panels = [
        Panel(f"{number} {title}", reading, "cases a year", lines, reading)
        for number, (title, reading, lines) in enumerate(rows, start=1)
    ]
    figure = charts.small_multiples(panels, mark_year=2020, **words("any"))
    assert clashes(figure) == []
    drawn = Drawn(figure)
    assert on_lines(drawn) == on_lines(Drawn(figure, narrow=True)) == []
    for number, panel in enumerate(panels, start=1):
        for at, line in enumerate(panel.lines, start=1):
            inside = {
                f"line-{number}-{at}-{index}-"
                for index, segment in enumerate(line.segments, start=1)
                if len(segment) > 1
            }
            mine = [gid for gid in drawn.marks if gid.startswith(f"line-{number}-{at}-")]
            assert {gid[: gid.rindex("-") + 1] for gid in mine} == inside
            for gid in mine:
                segment = line.segments[int(gid.split("-")[3]) - 1]
                ends = [drawn.middle(f"dot-{number}-{at}-{end.year}")[0] for end in (segment[0], segment[-1])]
                assert ends[0] - 0.01 <= drawn.marks[gid][0] <= drawn.marks[gid][2] <= ends[1] + 0.01


# Shapes


def hollow(drawn: Drawn) -> set[str]:
    return {gid for gid, style in drawn.styles.items() if gid.startswith("dot") and f"fill: {charts.PAPER}" in style}


def test_bounds_and_doubtful_figures_are_hollow_and_only_bounds_have_an_arrow() -> None:
    assert hollow(sample("grants")) == {"dot-1-2016", "dot-1-2018"}
    assert hollow(sample("fines")) == {"dot-1-2018", "dot-1-2021", "dot-1-2023"}
    for name, expected in (("grants", {"open-1-2016"}), ("fines", {"open-1-2021", "open-1-2023"})):
        assert {gid for gid in sample(name).marks if gid.startswith("open")} == expected
    drawn = sample("fines")
    assert drawn.middle("open-1-2021")[1] < drawn.marks["dot-1-2021"][1], "a lower bound points up"
    assert drawn.middle("open-1-2023")[1] > drawn.marks["dot-1-2023"][3], "an upper bound points down"


def test_a_number_that_its_source_calls_about_right_is_drawn_as_doubtful() -> None:
    about = LinePoint(2020, Quantity.printed(5, 1, "about"), "about 5")
    drawn = Drawn(charts.lines([Line("Cases", "", [[about]])], unit_label="Cases", **words("any")))
    assert hollow(drawn) == {"dot-1-2020"}
    assert "Hollow, on a dashed line: doubtful or approximate." in drawn.text


@on_both_sheets
def test_only_the_line_beside_a_doubtful_figure_is_dashed_and_only_across_a_missing_year_thin(narrow: bool) -> None:
    drawn = sample("grants", narrow)
    across = year_at(drawn, "", [GRANTS, INVENTIONS])
    doubtful, left_out = [], []
    for gid, points, style in paths(drawn):
        if gid.startswith("line-1-"):
            years = [round(2013 + (x - across(2013)) / (across(2014) - across(2013))) for x, _ in points]
            doubtful += list(pairwise(years)) if "stroke-dasharray" in style else []
            left_out += list(pairwise(years)) if "stroke-width: 0.8" in style else []
    assert doubtful == [(2017, 2018), (2018, 2019)]
    assert left_out == [(2021, 2023)]
    assert "Thin line: passes over a year for which no figure was found." in " ".join(drawn.text)


def test_what_no_point_shows_is_not_explained() -> None:
    notes = [text for text in sample("courts").text if text.startswith(("Hollow", "Thin", "Upright"))]
    assert notes == []
    assert len([text for text in sample("fines").text if text.startswith(("Hollow", "Thin", "Upright"))]) == 5


@on_both_sheets
def test_a_visible_rounding_interval_is_an_upright_from_its_lower_to_its_upper_end(narrow: bool) -> None:
    drawn = sample("fines", narrow)
    zero = next(box for text, box in drawn.texts if text == "0")
    base = (zero[1] + zero[3]) / 2
    scale = (base - drawn.middle("dot-1-2018")[1]) / 159
    _, top, _, bottom = drawn.marks["band-1-2020"]
    assert (base - bottom, base - top) == pytest.approx((60 * scale, 80 * scale), abs=0.7)
    assert [gid for gid in drawn.marks if gid.startswith("band")] == ["band-1-2020"]


def test_lines_differ_in_the_shape_of_their_points_and_not_in_colour_alone() -> None:
    lines = [Line(f"Line {n}", "", [[point(2019, 10 * n), point(2020, 12 * n)]]) for n in (1, 2, 3, 4)]
    figure = charts.lines(lines, unit_label="Cases", **words("any"))
    drawn = Drawn(figure)
    shapes = set()
    for number in (1, 2, 3, 4):
        (path,) = (
            group.find(f"{SVG}path").attrib["d"]  # type: ignore[union-attr]
            for group in drawn.root.iter(f"{SVG}g")
            if group.get("id") == f"any-dot-{number}-2019"
        )
        left, top, *_ = drawn.marks[f"dot-{number}-2019"]
        shapes.add(
            tuple(round(n - (left, top)[at % 2], 1) for at, n in enumerate(map(float, re.findall(r"[\d.]+", path))))
        )
    assert len(shapes) == 4
    assert len({re.findall("stroke: (#.{6})", drawn.styles[f"line-{n}-1-1"])[0] for n in (1, 2, 3, 4)}) == 4


def test_more_lines_than_colours_are_refused() -> None:
    lines = [Line(f"Line {n}", "", [[point(2019, n)]]) for n in range(5)]
    with pytest.raises(ValueError, match="one to 4"):
        charts.lines(lines, unit_label="Cases", **words("any"))
    with pytest.raises(ValueError, match="at most 4"):
        charts.small_multiples([Panel("Cases", "", "cases", lines, "Many.")], mark_year=2020, **words("any"))


# Axes


@pytest.mark.parametrize("name", ["grants", "courts", "fines"])
@on_both_sheets
def test_points_are_as_high_above_zero_as_their_values(name: str, narrow: bool) -> None:
    drawn = sample(name, narrow)
    zero = next(box for text, box in drawn.texts if text == "0")
    base = (zero[1] + zero[3]) / 2
    scales = [
        (base - drawn.middle(f"dot-{number}-{line_point.year}")[1]) / float(line_point.quantity.value)
        for number, line in enumerate(ONE_CHART[name], start=1)
        for line_point in line.points
    ]
    assert max(scales) == pytest.approx(min(scales), rel=0.03)


@on_both_sheets
def test_every_panel_has_its_own_axis_from_zero(narrow: bool) -> None:
    drawn = sample("page", narrow)
    zeros = [box for text, box in drawn.texts if text == "0"]
    assert len(zeros) == len(PANELS)
    for number, panel in enumerate(PANELS, start=1):
        base = (zeros[number - 1][1] + zeros[number - 1][3]) / 2
        scales = [
            (base - drawn.middle(f"dot-{number}-{at}-{line_point.year}")[1]) / float(line_point.quantity.value)
            for at, line in enumerate(panel.lines, start=1)
            for line_point in line.points
        ]
        assert max(scales) == pytest.approx(min(scales), rel=0.06)


@on_both_sheets
def test_a_rule_lies_at_the_height_that_its_name_says(narrow: bool) -> None:
    drawn = sample("courts", narrow)
    heights = {text: (box[1] + box[3]) / 2 for text, box in drawn.texts if re.fullmatch(r"[2468]0,000|0", text)}
    assert set(heights) == {"0", "20,000", "40,000", "60,000", "80,000"}
    for number, line in enumerate(COURTS, start=1):
        for line_point in line.points:
            share = float(line_point.quantity.value) / 80000
            expected = heights["0"] + share * (heights["80,000"] - heights["0"])
            assert drawn.middle(f"dot-{number}-{line_point.year}")[1] == pytest.approx(expected, abs=1)


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    sentence = "This axis does not start at zero."
    assert sentence in sample("cut").text
    assert "0" not in sample("cut").text
    assert all(sentence not in sample(name).text for name in ("grants", "courts", "fines", "page"))


def test_an_axis_in_millions_says_so() -> None:
    line = Line("Works", "", [[point(2019, 1003091), point(2020, 1004676)]])
    drawn = Drawn(charts.lines([line], unit_label="Works a year", **words("any")))
    assert "Works a year, axis in millions" in drawn.text
    assert {"0", "0.5", "1.0"} <= set(drawn.text)


@pytest.mark.parametrize("values", [(0, 0), (7, 7), (0, 1), (3, 10**12)])
@pytest.mark.parametrize("zero", [True, False])
def test_values_of_any_size_find_an_axis(values: tuple[int, int], zero: bool) -> None:
    line = Line("Cases", "", [[point(2019, values[0]), point(2020, values[1])]])
    figure = charts.lines([line], unit_label="Cases", zero=zero, **words("any"))
    assert clashes(figure) == []


def test_a_fraction_has_an_axis_with_decimals() -> None:
    line = Line("Rate", "", [[LinePoint(2020, Quantity.exact(Fraction(7, 100)), "0.07")]])
    assert "0.06" in Drawn(charts.lines([line], unit_label="Rate", **words("any"))).text


def test_a_negative_value_is_refused_on_an_axis_from_zero_and_drawn_below_zero_on_another() -> None:
    line = Line("Change", "", [[point(2019, -3), point(2020, 4)]])
    with pytest.raises(ValueError, match="starts at zero"):
        charts.lines([line], unit_label="Per cent", **words("any"))
    with pytest.raises(ValueError, match="starts at zero"):
        charts.small_multiples([Panel("Change", "", "per cent", [line], "Up.")], mark_year=2020, **words("any"))
    drawn = Drawn(charts.lines([line], unit_label="Per cent", zero=False, **words("any")))
    assert drawn.middle("dot-1-2019")[1] > drawn.middle("dot-1-2020")[1]
    assert "\N{MINUS SIGN}2" in drawn.text


# The marked year


@pytest.mark.parametrize("name", ["grants", "courts", "fines"])
@on_both_sheets
def test_the_marked_year_is_shaded_and_named(name: str, narrow: bool) -> None:
    drawn = sample(name, narrow)
    across = year_at(drawn, "", ONE_CHART[name])
    left, _, right, _ = drawn.marks["marked-year"]
    assert ((left + right) / 2, right - left) == pytest.approx((across(2020), across(2020) - across(2019)), abs=0.01)
    name_box = next(box for text, box in drawn.texts if text == "2020")
    assert (name_box[0] + name_box[2]) / 2 == pytest.approx(across(2020), abs=1)


def test_without_a_marked_year_nothing_is_shaded() -> None:
    drawn = Drawn(charts.lines(COURTS, unit_label="Cases", mark_year=None, **words("any")))
    assert "marked-year" not in drawn.marks
    assert "66,710" not in drawn.text


@on_both_sheets
def test_year_names_stand_under_their_years_and_apart(narrow: bool) -> None:
    drawn = sample("grants", narrow)
    across = year_at(drawn, "", [GRANTS, INVENTIONS])
    named = {int(text): box for text, box in drawn.texts if re.fullmatch(r"20[12]\d", text)}
    assert len(named) >= (4 if narrow else 5)
    for year, box in named.items():
        assert (box[0] + box[2]) / 2 == pytest.approx(across(year), abs=8)


@on_both_sheets
def test_first_last_and_marked_values_are_written_near_their_points(narrow: bool) -> None:
    drawn = sample("grants", narrow)
    boxes = dict(drawn.texts)
    near = {"162,824": "dot-1-2020", "63,000": "dot-2-2020"} | ({} if narrow else {"20,700": "dot-2-2013"})
    for text, dot in near.items():
        assert apart(drawn.middle(dot), boxes[text]) < 18, text
    if narrow:
        assert "Inventions, 2013: 20,700." in " ".join(drawn.text), "a break leaves it no room"
    assert boxes["199,702"][0] > drawn.marks["dot-1-2024"][2]


ENDED = [
    Line("With counterfeits", "", [[point(2015, 677), point(2016, 840), point(2018, 1548, doubtful=True)]]),
    Line("Disputes alone", "", [[point(2017, 245), point(2018, 300), point(2020, 360), point(2021, 645)]]),
]


def ended(narrow: bool) -> Drawn:
    return Drawn(charts.lines(ENDED, unit_label="Cases", **words("ended")), narrow)


@on_both_sheets
def test_nothing_is_drawn_from_a_last_point_into_later_years(narrow: bool) -> None:
    drawn = ended(narrow)
    last = drawn.middle("dot-1-2018")[0]
    assert max(box[2] for gid, box in drawn.marks.items() if gid.startswith("line-1-")) == pytest.approx(last, abs=0.01)
    assert not [gid for gid in drawn.marks if gid.startswith("lead")]
    ends = {x for gid, points, style in paths(drawn) for x, _ in points if charts.RULE not in style}
    axis = drawn.marks["marked-year"][2] + (drawn.middle("dot-2-2021")[0] - drawn.middle("dot-2-2020")[0])
    assert max(ends) == pytest.approx(axis, abs=0.01), "only the axis and its rules reach beyond the last point"


@on_both_sheets
def test_a_line_that_ends_before_the_last_year_has_its_value_at_its_last_point(narrow: bool) -> None:
    drawn = ended(narrow)
    assert apart(drawn.middle("dot-1-2018"), dict(drawn.texts)["1,548"]) < 12
    assert not [text for text in drawn.text if "(2018)" in text], "its place says the year"


@on_both_sheets
def test_only_a_label_that_had_to_move_has_a_leader_and_that_is_thin_and_grey(narrow: bool) -> None:
    assert not [gid for gid in sample("grants", narrow).marks if gid.startswith("lead")]
    close = [Line(f"Line {n}", "", [[point(2019, 80 + n), point(2020, 90 + n)]]) for n in range(4)]
    drawn = Drawn(charts.lines(close, unit_label="Cases", **words("any")), narrow)
    leads = [(points, style) for gid, points, style in paths(drawn) if gid.startswith("lead-")]
    assert leads
    for points, style in leads:
        assert f"stroke: {charts.GREY}" in style and "stroke-width: 0.5" in style
        assert min(x for x, _ in points) > drawn.marks["dot-1-2020"][2]


def marks_without_a_number(drawn: Drawn) -> int:
    """How many marks in a colour of the lines stand for no point."""
    colours = tuple(f"fill: {colour.lower()}" for colour in COLOURS)
    return sum(gid.startswith("patch") and any(c in style for c in colours) for gid, style in drawn.styles.items())


@on_both_sheets
def test_no_mark_is_repeated_beside_a_value_where_it_would_be_read_as_a_point(narrow: bool) -> None:
    assert marks_without_a_number(sample("fines", narrow)) == 0
    assert marks_without_a_number(sample("courts")) == 0, "both are named at their ends"
    for drawn in (sample("grants", narrow), ended(narrow)):
        assert marks_without_a_number(drawn) == 2, "one in the key for each line"
        keys = [box for gid, box in drawn.marks.items() if gid.startswith("patch")][1:]
        assert max(box[3] for box in keys) < drawn.marks["marked-year"][1], "above the plot"


def apart(place: Place, box: tuple[float, float, float, float]) -> float:
    across, down = max(box[0] - place[0], place[0] - box[2], 0), max(box[1] - place[1], place[1] - box[3], 0)
    return float((across**2 + down**2) ** 0.5)


@pytest.mark.parametrize("name", ["grants", "courts"])
@on_both_sheets
def test_a_value_without_a_name_stands_nearest_to_its_own_line(name: str, narrow: bool) -> None:
    drawn, lines = sample(name, narrow), ONE_CHART[name]
    boxes = dict(drawn.texts)
    for number, line in enumerate(lines, start=1):
        others = [
            drawn.middle(f"dot-{at}-{other_point.year}")
            for at, other in enumerate(lines, start=1)
            for other_point in other.points
            if at != number
        ]
        for line_point in (line.points[0], next(each for each in line.points if each.year == 2020)):
            if line_point.text in boxes:
                box = boxes[line_point.text]
                own = apart(drawn.middle(f"dot-{number}-{line_point.year}"), box)
                assert own < min(apart(other, box) for other in others), line_point.text
            else:
                named = f"{line.label}: {line_point.text}", f"{line.label}, {line_point.year}: {line_point.text}"
                assert any(text in " ".join(drawn.text) for text in named)


def test_values_that_lie_too_close_are_named_all_or_none() -> None:
    twins = [
        Line(name, "", [[point(2019, 79000), LinePoint(2020, exact(value), f"{value:,}"), point(2021, 80000)]])
        for name, value in (("Accepted", 66710), ("Concluded", 66973))
    ]
    said = Drawn(charts.lines(twins, unit_label="Cases", **words("any")), narrow=True).text
    named = [f"{line.label}: {line.points[1].text}" in said for line in twins]
    assert all(named) or {"66,710", "66,973"} <= set(said)


def test_the_first_line_has_the_colour_of_the_subject() -> None:
    for lines in (COURTS, COURTS[::-1], [*COURTS, GRANTS]):
        drawn = Drawn(charts.lines(lines, unit_label="Cases", **words("any")))
        assert COLOURS[0].lower() in drawn.styles["line-1-1-1"] + drawn.styles.get("line-1-2-1", "")


@pytest.mark.parametrize("name", [*ONE_CHART, "page"])
def test_text_has_only_colours_that_can_be_read_as_text(name: str) -> None:
    drawn = sample(name)
    texts = [group for group in drawn.root.iter(f"{SVG}g") if "text_" in group.get("id", "")]
    styles = [inner.get("style", "") for group in texts for inner in group if inner.tag == f"{SVG}g"]
    used = {colour for style in styles for colour in re.findall(r"fill: (#\w+)", style)}
    assert used <= {charts.INK, charts.GREY, COLOURS[0].lower()}


def test_the_highest_point_has_room_for_its_value_and_its_arrow_below_the_letters() -> None:
    peak = [[point(2018, 5), LinePoint(2020, more_than(90), "more than 90")], [point(2021, 8), point(2022, 6)]]
    figure = charts.lines(
        [Line("Cases", "", peak, [LineGap(2020, 2021, "x")])], unit_label="Cases a year", **words("any")
    )
    drawn = Drawn(figure)
    assert clashes(figure) == []
    assert "more than 90" in drawn.text
    letter = next(box for text, box in drawn.texts if text == "a")
    assert drawn.marks["open-1-2020"][1] > letter[3]
    assert not [text for name in ("grants", "courts", "fines") for text in sample(name).text if "Too close" in text]


# Panels


def test_every_panel_says_its_title_unit_value_and_reading() -> None:
    said = " ".join(sample("page").text)
    for panel in PANELS:
        for text in (panel.title, panel.title_zh, panel.unit, panel.reading):
            assert text in said
    assert "Cases accepted, 2020: 66,710" in said
    assert "2020: 1,723" in said


@pytest.mark.parametrize("row", [(1, 2), (3, 4)])
def test_the_heads_of_a_row_end_at_one_height(row: tuple[int, int]) -> None:
    drawn = sample("page")
    feet = []
    for number in row:
        left, top, right, _ = drawn.marks[f"marked-year-{number}"]
        column = range(0, 165) if (left + right) / 2 < 165 else range(165, 330)
        above = [box[3] for text, box in drawn.texts if len(text) > 1 and round(box[0]) in column and box[3] < top]
        feet.append(max(above))
    assert feet[0] == pytest.approx(feet[1], abs=2.5), "but for what hangs below the line"


def test_a_value_that_finds_no_room_between_breaks_is_left_out_of_a_panel() -> None:
    segments = [[LinePoint(2019, more_than(3000), "more than 3,000")], [point(2020, 18000)], [point(2021, 3100)]]
    line = Line("Visits", "", segments, [LineGap(2019, 2020, "x"), LineGap(2020, 2021, "y")])
    panels = [Panel("Inspections", "", "visits", [line], "No trend."), PANELS[0]]
    figure = charts.small_multiples(panels, mark_year=2020, **words("any"))
    for narrow in (False, True):
        assert on_lines(Drawn(figure, narrow)) == []


def test_a_panel_without_a_figure_for_the_marked_year_says_so() -> None:
    drawn = sample("page")
    assert drawn.text.count("no figure") == 1
    assert drawn.text[drawn.text.index("PCT applications") :].index("no figure") < 6


def test_all_panels_share_the_years() -> None:
    drawn = sample("page")
    shades = [drawn.marks[f"marked-year-{number}"] for number in range(1, len(PANELS) + 1)]
    assert len({round(box[2] - box[0], 2) for box in shades}) == 1
    assert len({round(box[0], 2) for box in shades}) == 2, "one place in each of two columns"
    assert drawn.text.count("2013") == drawn.text.count("2024") == drawn.text.count("2020") == len(PANELS)


@pytest.mark.parametrize("word", ["title", "unit", "reading"])
def test_a_panel_without_its_words_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="title, a unit and a reading"):
        charts.small_multiples([replace(PANELS[0], **{word: " "})], mark_year=2020, **words("any"))


def test_empty_pages_and_panels_and_panels_of_one_title_are_refused() -> None:
    for panels, complaint in (
        ([], "nothing to draw"),
        ([replace(PANELS[0], lines=[])], "nothing to draw"),
        ([PANELS[0], PANELS[0]], "two panels are called"),
    ):
        with pytest.raises(ValueError, match=complaint):
            charts.small_multiples(panels, mark_year=2020, **words("any"))
    with pytest.raises(ValueError, match="nothing to draw"):
        charts.lines([], unit_label="Cases", **words("any"))
    with pytest.raises(ValueError, match="no unit"):
        charts.lines(COURTS, unit_label=" ", **words("any"))


# Lines that cannot be


@pytest.mark.parametrize(
    ("segments", "gaps", "complaint"),
    [
        ([], [], "no segment"),
        ([[point(2019, 1)], []], [], "no segment"),
        ([[point(2020, 1), point(2019, 1)]], [], "upwards"),
        ([[point(2019, 1), point(2019, 2)]], [], "upwards"),
        ([[point(2020, 1)], [point(2020, 2)]], [LineGap(2019, 2020, "x")], "upwards"),
        ([[point(2019, 1)], [point(2020, 2)]], [], "have no gap between them"),
        ([[point(2019, 1)], [point(2020, 2)]], [LineGap(2019, 2020, " ")], "no reason"),
        (
            [[point(2019, 1)], [point(2020, 2)]],
            [LineGap(2018, 2019, "x"), LineGap(2019, 2020, "x")],
            "does not lie between",
        ),
        ([[point(2019, 1), point(2020, 2)]], [LineGap(2019, 2020, "x")], "does not lie between"),
        ([[point(2018, 1)], [point(2020, 2)]], [LineGap(2019, 2019, "x")], "does not lie between"),
    ],
)
def test_a_line_whose_segments_and_gaps_do_not_agree_is_refused(
    segments: list[list[LinePoint]], gaps: list[LineGap], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        Line("Cases", "", segments, gaps)


# Pairs


@on_both_sheets
def test_both_values_of_a_pair_stand_on_one_axis_from_zero(narrow: bool) -> None:
    drawn = sample("places", narrow)
    zero = drawn.middle("dot-1")[0] - drawn.middle("ring-1")[0]
    scale = zero / (155.8 - 153.5)
    start = drawn.middle("dot-1")[0] - 155.8 * scale
    for number, row in enumerate(PLACES, start=1):
        for mark, quantity in (("dot", row.first), ("ring", row.second)):
            place = start + float(quantity.value) * scale
            assert drawn.middle(f"{mark}-{number}")[0] == pytest.approx(place, abs=0.1)
    zero_name = next(box for text, box in drawn.texts if text == "0")
    assert (zero_name[0] + zero_name[2]) / 2 == pytest.approx(start, abs=1)


def test_the_two_of_a_pair_differ_in_shape_and_both_show_when_they_are_equal() -> None:
    drawn = sample("places")
    assert "fill: none" in drawn.styles["ring-3"]
    assert f"fill: {COLOURS[0].lower()}" in drawn.styles["dot-3"]
    assert drawn.middle("ring-3") == pytest.approx(drawn.middle("dot-3"), abs=0.01)
    assert drawn.width("ring-3") > drawn.width("dot-3") + 2
    assert drawn.width("join-2") == pytest.approx(drawn.middle("dot-2")[0] - drawn.middle("ring-2")[0], abs=0.01)


def test_both_values_and_both_names_are_written() -> None:
    text = sample("places").text
    assert {"As printed", "Recomputed", "155.8", "153.5", "106.3", "78.9", "more than 60"} <= set(text)


@on_both_sheets
def test_bounds_and_wide_rounding_of_a_pair_are_drawn(narrow: bool) -> None:
    drawn = sample("places", narrow)
    assert [gid for gid in drawn.marks if gid.startswith("open")] == ["open-4-b"]
    assert drawn.middle("open-4-b")[0] > drawn.marks["ring-4"][2]
    assert [gid for gid in drawn.marks if gid.startswith("band")] == ["band-4-a"]
    scale = (drawn.middle("dot-1")[0] - drawn.middle("dot-3")[0]) / (155.8 - 28)
    assert drawn.width("band-4-a") == pytest.approx(20 * scale, abs=0.1)
    assert "Arrow: only a bound is known, and the number lies that way." in " ".join(drawn.text)


@settings(max_examples=25, deadline=None)
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


def test_values_too_long_to_stand_beside_the_label_stand_below_it() -> None:
    rows = [replace(PLACES[0], first_text="155.8 for each 10,000 residents at year end")]
    figure = charts.paired_dots(rows, first_name="As printed", second_name="Recomputed", **words("any"))
    drawn = Drawn(figure)
    boxes = dict(drawn.texts)
    assert clashes(figure) == []
    assert boxes["Beijing"][3] < boxes["155.8 for each 10,000 residents at year end"][1] < boxes["153.5"][1]
    assert sample("places").texts[2][1][1] == pytest.approx(dict(sample("places").texts)["155.8"][1], abs=3)


def test_no_pairs_and_negative_pairs_are_refused() -> None:
    for rows, complaint in (([], "nothing to draw"), ([replace(PLACES[0], second=exact(-1))], "starts at zero")):
        with pytest.raises(ValueError, match=complaint):
            charts.paired_dots(rows, first_name="a", second_name="b", **words("any"))


# Time scales of events


@on_both_sheets
def test_a_short_time_is_divided_into_months(narrow: bool) -> None:
    drawn = sample("months", narrow)
    assert "2020" not in drawn.text
    months = [text for text in drawn.text if re.fullmatch(r"[A-Z][a-z]{2}( 20\d\d)?", text)]
    assert months[:2] == ["Jan 2020", "Feb"] and months[11:14] == ["Dec", "Jan 2021", "Feb"]
    assert months[-1] == "Apr" and len(months) == 16
    _, top, _, bottom = drawn.marks["marked-year"]
    assert [top < box[1] < bottom for text, box in drawn.texts if text in months] == [True] * 12 + [False] * 4


def test_a_long_time_is_not_divided_into_months() -> None:
    assert not [text for text in sample("timeline").text if re.match(r"(Jan|Feb|Apr)\b", text)]


@on_both_sheets
def test_a_year_without_an_event_is_named_and_several_share_a_row_only_when_folded(narrow: bool) -> None:
    assert {"2013", "2015", "2016", "2017", "2019"} <= set(sample("timeline", narrow).text)
    assert not [gid for gid in sample("timeline", narrow).marks if gid.startswith("folded")]
    drawn = sample("folded", narrow)
    assert {"2013", "2015–17", "2019"} <= set(drawn.text)
    assert [gid for gid in drawn.marks if gid.startswith("folded")] == ["folded-2015–17"]
    _, top, _, bottom = drawn.marks["folded-2015–17"]
    middles = [drawn.middle(gid)[1] for gid in drawn.marks if gid.startswith(("event", "period"))]
    assert middles and not [middle for middle in middles if top < middle < bottom]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.dates(date(2014, 1, 1), date(2022, 12, 31)), min_size=20, max_size=24), st.booleans())
def test_twenty_events_in_nine_years_stand_apart(days: list[date], fold: bool) -> None:
    events = [Event(f"{day:%d %B %Y}", day, None, "Amended Patent Law and Copyright Law in force") for day in days]
    assert clashes(charts.timeline(events, mark_year=2020, fold=fold, **words("any"))) == []
