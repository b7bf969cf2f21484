"""A derived number carries exactly the interval that the rounding of its inputs leaves open."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from mpmath import iv, mp  # type: ignore[import-untyped]

from beijing_ip.numbers.counts import consistent_counts
from beijing_ip.numbers.ends import End
from beijing_ip.numbers.measures import growth_rate, percent, total
from beijing_ip.numbers.quantity import QUALIFIERS, ROUNDING_RULES, Quantity, RoundingRule

iv.dps = mp.dps = 60

rounded, exact = Quantity.rounded, Quantity.exact

numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=60)


@st.composite
def quantities(draw: st.DrawFn, positive: bool = False, bounded: bool = False) -> Quantity:
    """Bounded, one-sided or exact, with any mixture of open and closed ends."""
    places = numbers.filter(lambda n: n > 0) if positive else numbers
    low, high = sorted((draw(places), draw(places)))
    if low == high:
        return exact(low)
    value = (low + high) / 2
    form = "both" if bounded else draw(st.sampled_from(("both", "both", "both", "lower", "upper")))
    if form == "lower":
        return Quantity(value, low, None, draw(st.booleans()), False)
    if form == "upper" and not positive:
        return Quantity(value, None, high, False, draw(st.booleans()))
    return Quantity(value, low, high, draw(st.booleans()), draw(st.booleans()))


def points(quantity: Quantity) -> list[Fraction]:
    """Some numbers that the quantity may be: its closed ends, places just inside, and the middle."""
    low = quantity.lower if quantity.lower is not None else (quantity.upper or Fraction(0)) - 10**9
    high = quantity.upper if quantity.upper is not None else low + 2 * 10**9
    width = high - low
    return [p for p in (low, high, *(low + width * Fraction(n, 1000) for n in (1, 500, 999))) if quantity.contains(p)]


def as_mpmath(quantity: Quantity) -> Any:
    """The interval in mpmath, whose ends are floats of 60 digits rounded outward."""
    low, high = (iv.mpf(end.numerator) / end.denominator for end in (quantity.lower, quantity.upper) if end is not None)
    return iv.mpf([low.a, high.b])


def prints_as(number: Fraction, unit: Fraction, rule: RoundingRule) -> Fraction:
    """The number as print would round it, written another way than the module does."""
    steps = abs(number) / unit
    whole = steps.numerator // steps.denominator
    if rule == "half up" and 2 * (steps - whole) >= 1:
        whole += 1
    return whole * unit if number >= 0 else -whole * unit


# Reading a printed number


@given(
    rule=st.sampled_from(ROUNDING_RULES),
    steps=st.integers(-50, 50),
    unit=st.sampled_from([Fraction(1, 100), Fraction(1), Fraction(10)]),
)
def test_an_interval_holds_exactly_the_numbers_that_print_as_the_value(
    rule: RoundingRule, steps: int, unit: Fraction
) -> None:
    value = steps * unit
    quantity = rounded(value, unit, rule)
    for eighths in range(-20, 21):
        candidate = value + eighths * unit / 8
        assert quantity.contains(candidate) == (prints_as(candidate, unit, rule) == value)


def test_the_counts_behind_a_printed_number_are_all_found() -> None:
    for rule, value in product(ROUNDING_RULES, (1000, 163000)):
        brute = [n for n in range(value - 2000, value + 2000) if prints_as(Fraction(n), Fraction(1000), rule) == value]
        assert rounded(value, 1000, rule).integers() == (brute[0], brute[-1]), (rule, value)


def test_whole_numbers_stop_short_of_open_ends() -> None:
    assert rounded(163000, 1000).integers() == (162500, 163499)
    assert rounded(1, 1).integers() == (1, 1)
    assert Quantity.more_than(20).integers() == (21, None)
    assert Quantity.nearly(20).integers() == (None, 19)
    narrowed = rounded(163000, 1000).count()
    assert (narrowed.lower, narrowed.upper, narrowed.lower_closed, narrowed.upper_closed) == (
        162500,
        163499,
        True,
        True,
    )
    with pytest.raises(ValueError, match="no whole number"):
        (rounded("0.5", "0.1")).count()


def test_qualifiers_leave_the_bounds_they_mean() -> None:
    made = {q: Quantity.printed(200000, 1 if q == "exact" else 1000, q) for q in QUALIFIERS}
    assert made["exact"].is_exact
    assert made["rounded"] == rounded(200000, 1000)
    assert made["more-than"].is_bound and made["more-than"].lower == 200000 and not made["more-than"].contains(200000)
    assert made["nearly"].is_bound and made["nearly"].upper == 200000 and not made["nearly"].contains(200000)
    assert made["at-least"].low_end() == End(Fraction(200000), True) and made["at-least"].upper is None
    assert made["at-most"].high_end() == End(Fraction(200000), True) and made["at-most"].lower is None
    # A fall by more than 5% is below -5.
    assert Quantity.printed(-5, 1, "more-than") == -Quantity.more_than(5)
    for hedge in ("about", "estimate"):
        assert made[hedge].lower is None and made[hedge].upper is None and not made[hedge].is_bound  # type: ignore[index]
    assert Quantity.printed(163000, 1000, "rounded", "truncation") == rounded(163000, 1000, "truncation")


def test_wrong_rows_are_refused_with_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="called exact and rounded to 1,000"):
        Quantity.printed(163000, 1000, "exact")
    with pytest.raises(ValueError, match="no multiple of 1,000"):
        rounded(163500, 1000)
    with pytest.raises(ValueError, match="above zero"):
        rounded(163000, 0)
    with pytest.raises(ValueError, match="no qualifier"):
        Quantity.printed(1, 1, "roughly")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no rounding rule"):
        rounded(1, 1, "up")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'163,000' is no number"):
        exact("163,000")


def test_floats_are_refused_everywhere() -> None:
    one = exact(1)
    uses: list[Callable[[], object]] = [
        lambda: exact(0.1),  # type: ignore[arg-type]
        lambda: rounded(0.5, 1),  # type: ignore[arg-type]
        lambda: Quantity.more_than(0.1),  # type: ignore[arg-type]
        lambda: Quantity(0.1, None, None, False, False),  # type: ignore[arg-type]
        lambda: one + 0.1,  # type: ignore[operator]
        lambda: 0.1 / one,  # type: ignore[operator]
        lambda: one.contains(0.1),  # type: ignore[arg-type]
        lambda: consistent_counts("50", 10.0),  # type: ignore[arg-type]
    ]
    for use in uses:
        with pytest.raises(TypeError, match=r"float|Fraction"):
            use()


# Calculating


@given(a=quantities(), b=quantities(), name=st.sampled_from(["add", "sub", "mul", "truediv"]))
def test_results_hold_every_combination_of_possible_operands(a: Quantity, b: Quantity, name: str) -> None:
    apply = getattr(operator, name)
    if name == "truediv" and (b.contains(0) or b.value == 0):
        with pytest.raises(ZeroDivisionError, match="may be zero"):
            apply(a, b)
        return
    result = apply(a, b)
    assert result.value == apply(a.value, b.value)
    for x, y in product(points(a), points(b)):
        assert result.contains(apply(x, y))


@given(a=quantities(bounded=True), b=quantities(bounded=True), name=st.sampled_from(["add", "sub", "mul", "truediv"]))
def test_ends_are_no_wider_than_interval_arithmetic_and_no_narrower(a: Quantity, b: Quantity, name: str) -> None:
    assume(name != "truediv" or (b.lower or 0) > 0 or (b.upper or 0) < 0)
    apply = getattr(operator, name)
    outside = apply(as_mpmath(a), as_mpmath(b))
    result = apply(a, b)
    for end, bound in ((result.lower, outside.a), (result.upper, outside.b)):
        assert abs(mp.mpf(end.numerator) / end.denominator - mp.mpf(bound.mid)) < mp.mpf(10) ** -40


@given(a=quantities(), b=quantities(), name=st.sampled_from(["add", "mul", "truediv"]))
def test_a_closed_end_is_reached_and_an_open_end_is_not(a: Quantity, b: Quantity, name: str) -> None:
    assume(name != "truediv" or not (b.contains(0) or b.value == 0))
    apply = getattr(operator, name)
    result = apply(a, b)
    ends_a, ends_b = ([e for e in (q.lower, q.upper, Fraction(0)) if e is not None and q.contains(e)] for q in (a, b))
    inside = [apply(x, y) for x, y in product(ends_a + points(a), ends_b + points(b))]
    for end, closed in ((result.lower, result.lower_closed), (result.upper, result.upper_closed)):
        if end is not None:
            assert (end in inside) == closed


def test_dividing_by_what_may_be_zero_says_so() -> None:
    with pytest.raises(ZeroDivisionError, match="may be zero"):
        exact(1) / rounded(0, 1)
    with pytest.raises(ZeroDivisionError, match="may be zero"):
        1 / exact(0)
    assert (1 / Quantity(Fraction(1), Fraction(0), Fraction(2), False, True)).upper is None


def test_columns_of_quantities_calculate_in_pandas() -> None:
    accepted = pd.Series([exact(80165), rounded(66700, 100)], index=[2019, 2020])
    concluded = pd.Series([exact(78200), exact(68900)], index=[2019, 2020])
    growth = 100 * (accepted / accepted.shift() - 1)
    assert pd.isna(growth[2019]) and growth[2020] == percent(growth_rate(rounded(66700, 100), exact(80165)))
    assert (concluded / accepted)[2020] == exact(68900) / rounded(66700, 100)
    assert (1 - concluded / accepted)[2019] == exact(1 - Fraction(78200, 80165))
    assert accepted.sum() == sum(accepted) == rounded(66700, 100) + 80165
    assert (-accepted)[2019] == exact(-80165)


# Growth


def test_growth_and_totals_are_the_hand_computed_ones() -> None:
    assert growth_rate(exact(66710), exact(80165)) == exact(Fraction(66710 - 80165, 80165))
    assert percent(growth_rate(exact(66710), exact(80165))).short() == "−16.78"
    assert growth_rate(rounded(200, 100), rounded(100, 100)).lower == 0
    assert growth_rate(rounded(200, 100), rounded(100, 100)).upper == 4
    assert total(exact(316), exact(5), exact(39)) == exact(360)
    assert total() == exact(0)
    assert exact(1660) / exact(142) == exact(Fraction(1660, 142))
    assert percent(rounded("0.5", "0.1")) == rounded(50, 10)
    with pytest.raises(ValueError, match="above zero"):
        growth_rate(exact(1), Quantity.nearly(20))


# The counts behind a percentage


@given(
    rule=st.sampled_from(ROUNDING_RULES), total_count=st.integers(1, 400), decimals=st.integers(0, 2), data=st.data()
)
def test_consistent_counts_are_those_that_print_as_the_percentage(
    rule: RoundingRule, total_count: int, decimals: int, data: st.DataObject
) -> None:
    units = data.draw(st.integers(0, 130 * 10**decimals))
    unit = Fraction(1, 10**decimals)
    whole, below = divmod(units, 10**decimals)
    printed = f"{whole}.{below:0{decimals}d}" if decimals else f"{whole}"
    brute = [c for c in range(2 * total_count) if prints_as(Fraction(100 * c, total_count), unit, rule) == units * unit]
    assert list(consistent_counts(printed, total_count, rule).counts) == brute


def test_a_fit_tells_nothing_just_where_every_percentage_fits() -> None:
    for rule, (percentage, totals) in product(ROUNDING_RULES, {"50": range(90, 110), "50.0": range(997, 1004)}.items()):
        unit = Fraction(1, 10 ** len(percentage.partition(".")[2]))
        every = {n * unit for n in range(int(100 / unit) + 1)}
        for count in totals:
            reached = {prints_as(Fraction(100 * n, count), unit, rule) for n in range(count + 1)}
            result = consistent_counts(percentage, count, rule)
            assert result.tells == (reached != every), (rule, percentage, count)
            if result.tells and result.counts:
                assert f"{len(reached):,} of the {len(every):,} percentages" in result.sentence


def test_the_mediation_rate_fits_one_count_under_each_rule_and_proves_nothing() -> None:
    half_up, truncated = (consistent_counts("63.32", 10070, rule) for rule in ROUNDING_RULES)
    assert list(half_up.counts) == [6376] and list(truncated.counts) == [6377]
    assert not half_up.tells and not truncated.tells
    assert "6,376 only" in half_up.sentence and "proves nothing" in half_up.sentence
    assert "fits no whole number" in consistent_counts("63.32", 7).sentence
    assert "10 of the 1,001" in consistent_counts("33.3", 9).sentence
    with pytest.raises(ValueError, match="no printed percentage"):
        consistent_counts("63.32%", 10070)
    with pytest.raises(ValueError, match="at least 1"):
        consistent_counts("63.32", 0)


# Printing


def digits(text: str) -> Fraction:
    return Fraction(text.replace(",", "").replace("−", "-"))


def printed(quantity: Quantity, decimals: int) -> set[Fraction]:
    """What the ends of a bounded interval print as, half up; an open end as the numbers just inside of it do."""
    assert quantity.lower is not None and quantity.upper is not None
    inside = (quantity.upper - quantity.lower) / 10**12
    ends = (
        quantity.lower + (0 if quantity.lower_closed else inside),
        quantity.upper - (0 if quantity.upper_closed else inside),
    )
    return {prints_as(end, Fraction(10) ** -decimals, "half up") for end in ends}


@given(quantity=quantities(), decimals=st.none() | st.integers(-2, 4))
def test_printed_intervals_never_claim_more_than_is_known(quantity: Quantity, decimals: int | None) -> None:
    text = quantity.text(decimals)
    if quantity.is_bound:
        words, _, number = text.rpartition(" ")
        lower = words in ("more than", "at least")
        end, shown = (quantity.lower if lower else quantity.upper), digits(number)
        assert end is not None and (shown <= end if lower else shown >= end)
        assert words in (("at least", "at most") if quantity.contains(shown) else ("more than", "less than"))
    elif not quantity.is_exact:
        assert quantity.lower is not None and quantity.upper is not None
        assert decimals is None or (" to " not in text) == (len(printed(quantity, decimals)) == 1)
        if " to " not in text:
            assert decimals is not None and printed(quantity, decimals) == {digits(text)}
            return
        low, high = map(digits, text.split(" to "))
        assert low <= quantity.lower < quantity.upper <= high
        assert high - low <= (quantity.upper - quantity.lower) * Fraction(7, 5)


@given(quantity=quantities(bounded=True))
def test_the_short_form_is_the_shortest_decimal_inside(quantity: Quantity) -> None:
    assume(not quantity.is_exact)
    text = quantity.short()
    number = digits(text)
    assert quantity.contains(number)
    significant = len(text.replace(",", "").replace("−", "").replace(".", "").strip("0")) or 1
    assert quantity.lower is not None and quantity.upper is not None
    middle = (quantity.lower + quantity.upper) / 2
    for exponent in range(-7, 5):
        unit = Fraction(10) ** exponent
        for steps in {middle // unit, middle // unit + 1}:
            if quantity.contains(steps * unit):
                used = len(str(abs(steps)).strip("0")) or 1
                assert used >= significant
                if used == significant:
                    assert abs(steps * unit - middle) >= abs(number - middle)


def test_an_interval_inside_one_printed_number_is_that_number() -> None:
    batches = percent(exact(2728) / rounded(61900, 100))
    assert (f"{batches:1}", f"{batches:2}", str(batches)) == ("4.4", "4.403 to 4.411", "4.403 to 4.411")
    held = 10_000 * rounded(336000, 1000) / exact(21893095)
    assert (f"{held:1}", str(held)) == ("153.2 to 153.8", "153.24 to 153.71")
    assert f"{rounded(163000, 1000):-3}" == "163,000" and f"{rounded('15.65', '0.01'):1}" == "15.645 to 15.655"
    assert f"{rounded(-5, 1):0}" == "−5" and f"{rounded(0, 1):0}" == "0"
    half = Fraction(9, 2)
    assert f"{Quantity(Fraction(4), Fraction(4), half, True, True):0}" == "4.0 to 4.5"
    assert f"{Quantity(Fraction(4), Fraction(4), half, True, False):0}" == "4"


def test_numbers_print_as_a_reader_expects() -> None:
    inventions = percent(rounded(63000, 1000) / rounded(163000, 1000))
    assert (str(inventions), f"{inventions:short}", f"{inventions:2}") == (
        "38.2 to 39.1",
        "39",
        "38.22 to 39.08",
    )
    fines = rounded(56_000_000, 10**6) / 1723
    assert (fines.text(), fines.short(), f"{fines:-2}") == ("32,200 to 32,800", "32,500", "32,200 to 32,800")
    assert str(Quantity.more_than(200000)) == Quantity.more_than(200000).short() == "more than 200,000"
    assert str(Quantity.nearly(190000)) == "less than 190,000"
    assert str(Quantity.more_than(20).count()) == "at least 21"
    assert str(Quantity.nearly(20).count()) == "at most 19"
    assert str(Quantity.more_than(200000) / 7) == "more than 28,571"
    assert [str(exact(n)) for n in (360, "155.8", "-16.8", 0)] == ["360", "155.8", "−16.8", "0"]
    assert str(exact(Fraction(1660, 142))) == "11.69"
    assert str(exact(Fraction(1234567, 3))) == "411,522"
    assert f"{exact('155.8'):0}" == "156" and f"{exact(1723):-3}" == "1,723"
    assert str(rounded(163000, 1000)) == "162,500 to 163,500"


def test_what_has_no_bound_is_not_printed() -> None:
    unknown = Quantity.printed(500, 1, "about")
    for show in (unknown.text, unknown.short, unknown.__str__):
        with pytest.raises(ValueError, match="no bound on either side"):
            show()
    assert "500" in repr(unknown)
    with pytest.raises(ValueError, match="no way to print"):
        format(exact(1), "5.2f")


def test_ties_of_the_short_form_end_in_an_even_digit() -> None:
    assert Quantity(Fraction(5, 2), Fraction(3, 2), Fraction(7, 2), True, True).short() == "2"
    assert Quantity(Fraction(7, 2), Fraction(5, 2), Fraction(9, 2), True, True).short() == "4"
    assert Quantity(Fraction(0), Fraction(-1), Fraction(1), False, False).short() == "0"
    assert (-Quantity(Fraction(5, 2), Fraction(3, 2), Fraction(7, 2), True, True)).short() == "−2"
