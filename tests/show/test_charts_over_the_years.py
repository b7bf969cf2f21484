"""Lines over the years stop where the data stop: no chart joins what a break keeps apart, or hides that it does not."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from drawn import SVG, Drawn, clashes, distance, find_clashes, joined, year_at
from samples import (
    COURTS,
    GRANTS,
    INVENTIONS,
    NARROWER,
    ONE_CHART,
    PANELS,
    WORDING,
    exact,
    more_than,
    on_both_sheets,
    point,
    sample,
    words,
)

from beijing_ip.numbers.quantity import Quantity
from beijing_ip.show import charts
from beijing_ip.show.charts import COLOURS, Line, LineGap, LinePoint, Panel


@on_both_sheets
def test_no_line_is_drawn_across_a_gap(narrow: bool) -> None:
    for name, lines in ONE_CHART.items():
        assert joined(sample(name, narrow), "", lines) == [], name
    page = sample("page", narrow)
    for number, panel in enumerate(PANELS, start=1):
        assert all(page.starting(f"line-{number}-{at}-") for at in range(1, len(panel.lines) + 1))
        assert joined(page, f"{number}-", panel.lines) == [], panel.title


@on_both_sheets
def test_inside_a_segment_every_point_is_joined_to_the_next(narrow: bool) -> None:
    drawn = sample("grants", narrow)
    across = year_at(drawn, "", [GRANTS, INVENTIONS])
    strokes = [
        (round(one[0], 1), round(other[0], 1))
        for gid, points, _ in drawn.strokes
        if gid.startswith("line-1-")
        for one, other in pairwise(points)
    ]
    years = [each.year for each in GRANTS.segments[1]]
    assert strokes == [(round(across(a), 1), round(across(b), 1)) for a, b in pairwise(years)]


def test_a_point_alone_is_a_dot_without_a_line() -> None:
    drawn = sample("grants")
    assert "dot-1-2013" in drawn.marks
    assert not drawn.starting("line-1-1-")


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


# Shapes


def test_bounds_and_doubtful_figures_are_hollow_and_only_bounds_have_an_arrow() -> None:
    assert set(sample("grants").hollow) == {"dot-1-2016", "dot-1-2018"}
    assert set(sample("fines").hollow) == {"dot-1-2018", "dot-1-2021", "dot-1-2023"}
    for name, expected in (("grants", {"open-1-2016"}), ("fines", {"open-1-2021", "open-1-2023"})):
        assert set(sample(name).starting("open")) == expected
    drawn = sample("fines")
    assert drawn.middle("open-1-2021")[1] < drawn.marks["dot-1-2021"][1], "a lower bound points up"
    assert drawn.middle("open-1-2023")[1] > drawn.marks["dot-1-2023"][3], "an upper bound points down"


def test_a_number_that_its_source_calls_about_right_is_drawn_as_doubtful() -> None:
    about = LinePoint(2020, Quantity.printed(5, 1, "about"), "about 5")
    drawn = Drawn(charts.lines([Line("Cases", "", [[about]])], unit_label="Cases", **words("any")))
    assert set(drawn.hollow) == {"dot-1-2020"}
    assert "Hollow, on a dashed line: doubtful or approximate." in drawn.text


@on_both_sheets
def test_only_the_line_beside_a_doubtful_figure_is_dashed_and_only_across_a_missing_year_thin(narrow: bool) -> None:
    drawn = sample("grants", narrow)
    across = year_at(drawn, "", [GRANTS, INVENTIONS])
    doubtful, left_out = [], []
    for gid, points, style in drawn.strokes:
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
    assert drawn.starting("band") == ["band-1-2020"]


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
        (base - drawn.middle(f"dot-{number}-{each.year}")[1]) / float(each.quantity.value)
        for number, line in enumerate(ONE_CHART[name], start=1)
        for each in line.points
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
            (base - drawn.middle(f"dot-{number}-{at}-{each.year}")[1]) / float(each.quantity.value)
            for at, line in enumerate(panel.lines, start=1)
            for each in line.points
        ]
        assert max(scales) == pytest.approx(min(scales), rel=0.06)


@on_both_sheets
def test_a_rule_lies_at_the_height_that_its_name_says(narrow: bool) -> None:
    drawn = sample("courts", narrow)
    heights = {text: (box[1] + box[3]) / 2 for text, box in drawn.texts if re.fullmatch(r"[2468]0,000|0", text)}
    assert set(heights) == {"0", "20,000", "40,000", "60,000", "80,000"}
    for number, line in enumerate(COURTS, start=1):
        for each in line.points:
            share = float(each.quantity.value) / 80000
            expected = heights["0"] + share * (heights["80,000"] - heights["0"])
            assert drawn.middle(f"dot-{number}-{each.year}")[1] == pytest.approx(expected, abs=1)


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
        assert distance(drawn.middle(dot), boxes[text]) < 18, text
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
    assert not drawn.starting("lead")
    ends = {x for gid, points, style in drawn.strokes for x, _ in points if charts.RULE not in style}
    axis = drawn.marks["marked-year"][2] + (drawn.middle("dot-2-2021")[0] - drawn.middle("dot-2-2020")[0])
    assert max(ends) == pytest.approx(axis, abs=0.01), "only the axis and its rules reach beyond the last point"


@on_both_sheets
def test_a_line_that_ends_before_the_last_year_has_its_value_at_its_last_point(narrow: bool) -> None:
    drawn = ended(narrow)
    assert distance(drawn.middle("dot-1-2018"), dict(drawn.texts)["1,548"]) < 12
    assert not [text for text in drawn.text if "(2018)" in text], "its place says the year"


@on_both_sheets
def test_only_a_label_that_had_to_move_has_a_leader_and_that_is_thin_and_grey(narrow: bool) -> None:
    assert not sample("grants", narrow).starting("lead")
    close = [Line(f"Line {n}", "", [[point(2019, 80 + n), point(2020, 90 + n)]]) for n in range(4)]
    drawn = Drawn(charts.lines(close, unit_label="Cases", **words("any")), narrow)
    leads = [(points, style) for gid, points, style in drawn.strokes if gid.startswith("lead-")]
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
        for each in (line.points[0], line.point(2020)):
            if each.text in boxes:
                box = boxes[each.text]
                own = distance(drawn.middle(f"dot-{number}-{each.year}"), box)
                assert own < min(distance(other, box) for other in others), each.text
            else:
                named = f"{line.label}: {each.text}", f"{line.label}, {each.year}: {each.text}"
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
        assert find_clashes(Drawn(figure, narrow)) == []


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
