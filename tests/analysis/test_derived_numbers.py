"""Every derived indicator against a value computed by hand from the printed numbers."""

import inspect
from dataclasses import replace
from fractions import Fraction

import pytest

from beijing_ip.analysis import derived
from beijing_ip.data.observations import load_release
from beijing_ip.numbers.quantity import Quantity

# Lower and upper end, worked out on paper from the printed digits: half a unit of the last digit either way.
BY_HAND = {
    "invention_share": (Fraction(62_500, 163_499) * 100, Fraction(63_499, 162_500) * 100),
    "other_patents_share": (100 - Fraction(63_499, 162_500) * 100, 100 - Fraction(62_500, 163_499) * 100),
    "other_patents_granted": (162_500 - 63_499, 163_499 - 62_500),
    "residents_per_invention_patent": (Fraction(10_000) / Fraction("155.85"), Fraction(10_000) / Fraction("155.75")),
    "copyright_and_software": (1_004_500 + 203_500, 1_005_499 + 204_499),
    "enterprises_per_gi_product": (4, 4),
    "fines_per_case": (Fraction(55_500_000, 1_723), Fraction(56_500_000, 1_723)),
    "pieces_per_batch": (Fraction(575_500, 2_728), Fraction(576_499, 2_728)),
    "patents_per_enterprise": (Fraction(1_660, 142), Fraction(1_660, 142)),
    "disputes_per_organisation": (Fraction(10_070, 15), Fraction(10_070, 15)),
    "clearance_rate": (Fraction(66_973, 66_710) * 100, Fraction(66_973, 66_710) * 100),
    "change_in_pending": (-263, -263),
    "implied_mediation_successes": (6_376, 6_377),
    "national_cases_at_most": (None, Fraction(18_464 + 6_092, 66_710) * 100),
}

SHARES = [
    ("patent-infringement-cases-ecommerce", "patent-infringement-cases", Fraction(31_600, 360)),
    ("patent-infringement-cases-exhibitions", "patent-infringement-cases", Fraction(500, 360)),
    ("patent-adjudication-cases", "patent-infringement-cases", Fraction(3_900, 360)),
    ("ip-complaints-trademark", "ip-complaints", Fraction(85_600, 1_315)),
    ("ip-complaints-copyright", "ip-complaints", Fraction(23_400, 1_315)),
    ("ip-complaints-patent", "ip-complaints", Fraction(22_100, 1_315)),
    ("ip-complaints-trade-secret", "ip-complaints", Fraction(400, 1_315)),
]


def all_derived():
    return {
        name: function
        for name, function in inspect.getmembers(derived, inspect.isfunction)
        if list(inspect.signature(function).parameters) == ["release"]
    }


def test_every_derived_indicator_has_a_value_by_hand():
    assert set(all_derived()) == set(BY_HAND)


@pytest.mark.parametrize("name", BY_HAND)
def test_derived_indicator_is_the_interval_by_hand(name):
    quantity = all_derived()[name](load_release()).quantity
    assert (quantity.lower, quantity.upper) == BY_HAND[name]
    assert quantity.contains(quantity.value)


@pytest.mark.parametrize(("part", "whole", "value"), SHARES)
def test_share_of_exact_counts_is_exact(part, whole, value):
    quantity = derived.share_of(load_release(), part, whole).quantity
    assert (quantity.lower, quantity.value, quantity.upper) == (value, value, value)


def test_a_share_is_what_its_formula_says_also_where_the_release_lists_every_part():
    numbers = dict(load_release())
    part, whole = numbers["patent-infringement-cases-ecommerce"], numbers["patent-infringement-cases"]
    numbers[part.indicator.indicator_id] = replace(part, quantity=Quantity.rounded(320, 10).count())
    found = derived.share_of(numbers, part.indicator.indicator_id, whole.indicator.indicator_id)
    assert (found.quantity.lower, found.quantity.upper) == (Fraction(31_500, 360), Fraction(32_400, 360))
    assert found.formula == "patent infringement cases in e-commerce ÷ patent infringement cases handled"
    assert found.inputs == (numbers[part.indicator.indicator_id], whole)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("software-copyright-registrations", "copyright-registrations"),
        ("trademark-registrations", "trademark-applications"),
        ("plant-variety-grants", "plant-variety-applications"),
        ("infringing-websites-closed", "website-inspections"),
        ("court-cases-concluded", "court-cases-accepted"),
    ],
)
def test_a_share_that_the_numbers_do_not_allow_is_refused_with_the_reason(part, whole):
    with pytest.raises(derived.NotAPartError, match="is no part of"):
        derived.share_of(load_release(), part, whole)


def test_a_share_that_nobody_stated_is_refused():
    with pytest.raises(derived.NotAPartError, match=r"identities\.csv does not say"):
        derived.share_of(load_release(), "patents-granted", "trademarks-in-force")


def test_derived_indicator_says_formula_inputs_and_unit():
    for name, function in all_derived().items():
        found = function(load_release())
        assert found.formula and found.inputs and found.unit and found.name[0].isupper(), name


def test_a_changed_input_changes_the_result():
    numbers = dict(load_release())
    before = derived.clearance_rate(numbers).quantity
    numbers["court-cases-concluded"] = numbers["court-cases-accepted"]
    assert derived.clearance_rate(numbers).quantity.value == 100 != before.value
