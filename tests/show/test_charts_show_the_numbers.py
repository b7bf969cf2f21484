"""What is drawn is what the numbers say: lengths, places, intervals and bounds of bars, parts, dots and pairs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from drawn import Drawn, clashes
from samples import (
    ACCEPTED,
    ALL_COMPLAINTS,
    COARSE,
    COMPLAINTS,
    CONCLUDED,
    COUNTS,
    FLOWS,
    MORE,
    PLACES,
    exact,
    more_than,
    on_both_sheets,
    rounded,
    sample,
    words,
)

from beijing_ip.numbers.quantity import Quantity
from beijing_ip.show import charts
from beijing_ip.show.charts import COLOURS, Figure, Mark

# Bars


@on_both_sheets
def test_bars_start_at_zero_and_are_as_long_as_their_values(narrow: bool) -> None:
    for name, marks in (("flows", FLOWS), ("coarse", COARSE[:3])):
        drawn = sample(name, narrow)
        starts = {round(drawn.marks[f"bar-{n}"][0], 3) for n in range(1, len(marks) + 1)}
        assert len(starts) == 1
        units = [drawn.width(f"bar-{n}") / float(mark.quantity.value) for n, mark in enumerate(marks, start=1)]
        assert max(units) == pytest.approx(min(units), rel=1e-3)


def test_the_longest_bar_fills_the_room_that_its_value_leaves() -> None:
    drawn = sample("flows")
    right = max(box[2] for _, box in drawn.texts)
    assert charts.WIDTH - 12 < right < charts.WIDTH - 1


def test_zero_is_a_number_and_no_bar() -> None:
    drawn = sample("coarse")
    assert "0" in drawn.text
    assert "bar-4" not in drawn.marks
    assert "0" in sample("nothing").text


@on_both_sheets
def test_a_visible_rounding_interval_is_drawn_from_its_lower_to_its_upper_end(narrow: bool) -> None:
    drawn = sample("coarse", narrow)
    start, unit = drawn.marks["bar-1"][0], drawn.width("bar-1") / 56
    assert drawn.marks["band-1"][0] == pytest.approx(start + 55.5 * unit, abs=0.01)
    assert drawn.marks["band-1"][2] == pytest.approx(start + 56.5 * unit, abs=0.01)
    assert "Pale end of a bar: the range that rounding leaves open." in drawn.text


def test_an_interval_narrower_than_a_pixel_is_not_drawn() -> None:
    drawn = sample("flows")
    assert not drawn.starting("band")
    assert not [text for text in drawn.text if text.startswith("Pale end")]


def test_a_lower_bound_has_an_open_end_and_an_exact_number_has_none() -> None:
    drawn = sample("coarse")
    assert drawn.starting("open") == ["open-2"]
    assert drawn.marks["open-2"][0] >= drawn.marks["bar-2"][2]
    assert "open-2" in drawn.hollow


ABOUT = Quantity.printed(400, 1, "about")


def test_an_approximate_number_is_a_hollow_bar_and_an_upper_bound_a_pale_one() -> None:
    figure = charts.bars([Mark("About", ABOUT, "about 400"), *COARSE], **words("any"))
    drawn = Drawn(figure)
    assert "bar-1" in drawn.hollow
    assert f"fill: {charts.TINT}" in drawn.styles["bar-4"]
    assert f"fill: {COLOURS[0].lower()}" in drawn.styles["bar-2"]
    edge = f"stroke: {COLOURS[0].lower()}"
    assert edge in drawn.styles["bar-1"] and edge in drawn.styles["bar-4"], "white on white is not seen"
    assert "a hollow bar is an approximate number" in figure.reading


def test_negative_bars_are_refused() -> None:
    with pytest.raises(ValueError, match="start at zero"):
        charts.bars([Mark("Growth", exact(-3), "-3")], **words("any"))


def test_an_empty_chart_is_refused() -> None:
    kinds: tuple[Callable[..., Figure], ...] = (charts.bars, charts.dots_log, charts.timeline, charts.network)
    for draw in kinds:
        with pytest.raises(ValueError, match="nothing to draw"):
            draw([], **words("any"))


# Parts of a whole


@on_both_sheets
def test_parts_are_as_wide_as_their_shares_and_fill_the_whole(narrow: bool) -> None:
    drawn = sample("complaints", narrow)
    whole = drawn.marks["part-4"][2] - drawn.marks["part-1"][0]
    for number, part in enumerate(COMPLAINTS, start=1):
        share = float(part.quantity.value) / 1315
        assert drawn.width(f"part-{number}") == pytest.approx(share * whole, abs=0.01)
        assert drawn.marks[f"row-{number}"][::2] == pytest.approx(drawn.marks[f"part-{number}"][::2], abs=0.01)
    for one, next_one in pairwise(range(1, 5)):
        assert drawn.marks[f"part-{one}"][2] == pytest.approx(drawn.marks[f"part-{next_one}"][0], abs=0.01)


def test_exact_parts_show_their_shares() -> None:
    assert {"856 (65.1%)", "234 (17.8%)", "221 (16.8%)", "4 (0.3%)"} <= set(sample("complaints").text)


def test_parts_that_cannot_sum_to_the_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot sum"):
        charts.part_of_whole(COMPLAINTS[:3], ALL_COMPLAINTS, **words("any"))


def test_rounded_parts_may_differ_from_the_whole_within_their_rounding_only() -> None:
    whole = Mark("Patents", rounded(163000, 1000), "163,000")
    inventions = Mark("Inventions", rounded(63000, 1000), "63,000")
    for rest in (99000, 101000):
        parts = [inventions, Mark("Rest", rounded(rest, 1000), f"{rest:,}")]
        assert clashes(charts.part_of_whole(parts, whole, **words("any"))) == [], rest
    for rest in (98000, 102000):
        with pytest.raises(ValueError, match="cannot sum"):
            charts.part_of_whole([inventions, Mark("Rest", rounded(rest, 1000), f"{rest:,}")], whole, **words("any"))


def test_wholes_that_have_no_parts_to_show_are_refused() -> None:
    for parts, whole, complaint in (
        ([exact(5)], exact(5), "two to 4"),
        ([exact(1)] * 5, exact(5), "two to 4"),
        ([more_than(1), exact(4)], exact(6), "no share"),
        ([exact(-1), exact(6)], exact(5), "negative"),
        ([exact(0), exact(0)], exact(0), "zero"),
    ):
        marks = [Mark(f"Part {n}", part, "x") for n, part in enumerate(parts)]
        with pytest.raises(ValueError, match=complaint):
            charts.part_of_whole(marks, Mark("All", whole, "x"), **words("any"))


# Dots in steps of ten


@on_both_sheets
def test_equal_ratios_are_equal_distances_between_dots(narrow: bool) -> None:
    drawn = sample("counts", narrow)
    places = [drawn.middle(f"dot-{number}")[0] for number in range(1, len(COUNTS) + 1)]
    logs = [math.log10(mark.quantity.value) for mark in COUNTS]
    steps = [(b - a) / (d - c) for (a, b), (c, d) in zip(pairwise(places), pairwise(logs), strict=True)]
    assert min(steps) > 0
    assert max(steps) == pytest.approx(min(steps), rel=1e-3)


def test_nothing_on_an_axis_in_steps_of_ten_has_a_length() -> None:
    drawn = sample("counts")
    assert not drawn.starting("bar", "part")
    for number in range(1, len(COUNTS) + 1):
        assert drawn.width(f"dot-{number}") < 8


def test_the_axis_says_that_it_goes_in_steps_of_ten() -> None:
    text = sample("counts").text
    assert "Each step is ten times the last." in text
    assert text.count("1") == text.count("10,000") == 2, "named above and below"


@on_both_sheets
def test_a_lower_bound_is_a_hollow_dot_with_an_arrow(narrow: bool) -> None:
    drawn = sample("counts", narrow)
    assert [gid for gid in drawn.hollow if gid.startswith("dot")] == ["dot-5"]
    assert drawn.starting("open") == ["open-5"]
    assert drawn.marks["open-5"][0] > drawn.marks["dot-5"][2]


@on_both_sheets
def test_no_bound_and_no_approximate_number_is_drawn_as_an_exact_dot(narrow: bool) -> None:
    marks = [
        Mark("At most", Quantity.nearly(100), "nearly 100"),
        Mark("About", ABOUT, "about 400"),
        Mark("At least", more_than(10000), "more than 10,000"),
        Mark("Exact", exact(400), "400"),
    ]
    figure = charts.dots_log(marks, **words("any"))
    drawn = Drawn(figure, narrow)
    assert clashes(figure) == []
    assert [gid for gid in drawn.hollow if gid.startswith("dot")] == ["dot-1", "dot-2", "dot-3"]
    assert set(drawn.starting("open")) == {"open-1", "open-3"}
    assert drawn.marks["open-1"][2] < drawn.marks["dot-1"][0], "an upper bound points to the left"
    assert drawn.marks["open-3"][0] > drawn.marks["dot-3"][2]
    for said in (
        "to the left is an upper bound",
        "to the right is a lower bound",
        "without an arrow is an approximate",
    ):
        assert said in figure.reading


@on_both_sheets
def test_a_rounding_interval_wider_than_the_dot_is_drawn_on_the_axis(narrow: bool) -> None:
    marks = [
        Mark("Coarse", rounded(4, 2), "4"),
        Mark("Fine", exact(10), "10"),
        Mark("Most", exact(100), "100"),
    ]
    drawn = Drawn(charts.dots_log(marks, **words("any")), narrow)
    decade = drawn.middle("dot-3")[0] - drawn.middle("dot-2")[0]
    ten = drawn.middle("dot-2")[0]
    assert drawn.marks["band-1"][0] == pytest.approx(ten + decade * math.log10(0.3), abs=0.01)
    assert drawn.marks["band-1"][2] == pytest.approx(ten + decade * math.log10(0.5), abs=0.01)
    assert "band-2" not in drawn.marks


def test_zero_and_less_have_no_place_on_an_axis_in_steps_of_ten() -> None:
    for value in (0, -1):
        with pytest.raises(ValueError, match="steps of ten has no place"):
            charts.dots_log([Mark("Complaints", exact(value), str(value))], **words("any"))


# In and out


@on_both_sheets
def test_a_balance_has_bars_from_zero_and_an_enlarged_axis_that_says_so(narrow: bool) -> None:
    drawn = sample("balance", narrow)
    first, second = drawn.width("bar-1"), drawn.width("bar-2")
    assert drawn.marks["bar-1"][0] == drawn.marks["bar-2"][0]
    assert first / second == pytest.approx(66710 / 66973, rel=1e-4)
    said = " ".join(drawn.text)
    assert "This axis does not start at zero." in said
    assert "263 more concluded than accepted" in said


@on_both_sheets
def test_the_enlarged_difference_is_true_to_its_own_axis(narrow: bool) -> None:
    drawn = sample("balance", narrow)
    low = next(box[0] for text, box in drawn.texts if text == "66,600")
    high = next(box[2] for text, box in drawn.texts if text == "67,000")
    apart = drawn.middle("dot-2")[0] - drawn.middle("dot-1")[0]
    assert drawn.width("difference") == pytest.approx(apart, abs=0.01)
    assert apart / (high - low) == pytest.approx(263 / 400, rel=0.01)


def test_a_balance_of_any_size_keeps_its_text_apart() -> None:
    for inflow, outflow in ((66973, 66710), (5, 5), (100, 200), (1, 900000)):
        figure = charts.balance(
            Mark("Accepted", exact(inflow), f"{inflow:,}"),
            Mark("Concluded", exact(outflow), f"{outflow:,}"),
            Mark("Difference", exact(outflow - inflow), f"{abs(outflow - inflow):,} apart"),
            **words("any"),
        )
        assert clashes(figure) == [], (inflow, outflow)


def test_a_difference_that_is_not_that_of_the_two_is_refused() -> None:
    with pytest.raises(ValueError, match="compute it from the two"):
        charts.balance(ACCEPTED, CONCLUDED, Mark("Difference", exact(262), "262"), **words("any"))


def test_a_balance_of_rounded_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="two exact numbers"):
        charts.balance(Mark("In", rounded(3000, 1000), "3,000"), CONCLUDED, MORE, **words("any"))


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
    assert drawn.starting("open") == ["open-4-b"]
    assert drawn.middle("open-4-b")[0] > drawn.marks["ring-4"][2]
    assert drawn.starting("band") == ["band-4-a"]
    scale = (drawn.middle("dot-1")[0] - drawn.middle("dot-3")[0]) / (155.8 - 28)
    assert drawn.width("band-4-a") == pytest.approx(20 * scale, abs=0.1)
    assert "Arrow: only a bound is known, and the number lies that way." in " ".join(drawn.text)


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
