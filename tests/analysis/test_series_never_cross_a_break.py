"""No line, growth or comparison joins what data/breaks.csv keeps apart, and no doubtful figure passes for solid."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from conftest import ROOT, agrees, with_row_added

from beijing_ip.analysis.breaks import load_breaks
from beijing_ip.analysis.comparison import compare_places
from beijing_ip.analysis.growth import growth
from beijing_ip.analysis.series import cut_series
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_observations, load_release

BREAKS = load_breaks()
EVERY = sorted({(row.indicator.indicator_id, row.place) for row in load_observations()})
WITHIN = [
    (each, place)
    for each in BREAKS
    if each.from_indicator == each.to_indicator and each.to_place in ("", each.from_place)
    for indicator, place in EVERY
    if indicator == each.from_indicator and each.from_place in ("", place)
]
BETWEEN_PLACES = [each for each in BREAKS if each.to_place not in ("", each.from_place)]


def test_no_segment_crosses_a_break():
    for each, place in WITHIN:
        for segment in cut_series(each.from_indicator, place).segments:
            before = [year for year in segment.years if year <= int(each.from_year)]
            after = [year for year in segment.years if year >= int(each.to_year)]
            assert not (before and after), (each.break_id, place)


def test_growth_across_a_break_is_a_reason_and_no_number():
    asked = 0
    for each, place in WITHIN:
        years = [point.year for point in cut_series(each.from_indicator, place).points]
        for first, last in combinations(years, 2):
            if first <= int(each.from_year) and last >= int(each.to_year):
                found = growth(each.from_indicator, place, first, last)
                assert found.quantity is None, (each.break_id, place, first, last)
                assert each.reason_en in found.reason, (each.break_id, place, first, last)
                asked += 1
    assert asked > 100


def test_breaks_inside_an_indicator_have_figures_on_both_sides():
    cut = {each.break_id for each, place in WITHIN for gap in cut_series(each.from_indicator, place).gaps
           for each in gap.breaks}  # fmt: skip
    # One side of these is not of a full year, so that it is no point in the first place.
    assert {each.break_id for each, _ in WITHIN} - cut <= {
        "trademark-registrations-2016-2017",
        "trademark-applications-2016-2017",
        "online-piracy-websites-2017-2021",
    }


def test_places_that_a_break_keeps_apart_are_not_comparable():
    refused = set()
    for each in BETWEEN_PLACES:
        years = {
            int(row.period)
            for row in load_observations()
            if (row.indicator.indicator_id, row.place) == (each.to_indicator, each.to_place)
            and row.series == "preferred"
            and len(row.period) == 4
        }
        if each.to_year:
            years &= set(range(int(each.from_year), int(each.to_year) + 1))
        for year in years:
            here, there = compare_places(each.from_indicator, [each.from_place or "Beijing", each.to_place], year)
            if here.point and there.point and there.indicator.indicator_id == each.to_indicator:
                assert not there.comparable, (each.break_id, year)
                assert each.reason_en in there.sentence, (each.break_id, year)
                refused.add(each.break_id)
    assert refused


def test_a_new_break_cuts_a_series_without_touching_code():
    assert len(cut_series("patents-granted").segments) == 1
    more = with_row_added(
        "breaks", break_id="new", kind="definition", from_indicator="patents-granted", from_place="Beijing",
        from_year="2018", to_indicator="patents-granted", to_year="2020", reason_en="For a test.", source_id="x",
    )  # fmt: skip
    one = cut_series("patents-granted", tables=more)
    # 2019 lies between the two sides: it may be joined with one of them, not with both.
    assert [segment.years[0] for segment in one.segments] == [2013, 2020]
    assert one.gaps[0].reason == "For a test."
    assert growth("patents-granted", "Beijing", 2018, 2020, tables=more).reason == "For a test."
    assert growth("patents-granted", "Beijing", 2018, 2020).quantity is not None


def test_a_break_for_every_place_cuts_every_place():
    more = with_row_added(
        "breaks", break_id="new", kind="base", from_indicator="invention-patents-in-force", from_year="2019",
        to_indicator="invention-patents-in-force", to_year="2020", reason_en="For a test.", source_id="x",
    )  # fmt: skip
    for place in ("Beijing", "China", "Shanghai", "Guangdong"):
        one = cut_series("invention-patents-in-force", place, tables=more)
        assert (2019, 2020) in [(gap.after, gap.before) for gap in one.gaps], place


def test_every_preferred_figure_of_a_full_year_is_a_point_in_one_segment_and_no_other_is():
    annual = {}
    for row in load_tables()["observations"]:
        if row["series"] == "preferred" and len(row["period"]) == 4:
            annual.setdefault((row["indicator_id"], row["place"]), {})[int(row["period"])] = row["observation_id"]
    for indicator, place in EVERY:
        points = cut_series(indicator, place).points
        assert {point.year: point.observation.observation_id for point in points} == annual.get((indicator, place), {})
        years = [point.year for point in points]
        assert years == sorted(set(years)), (indicator, place)
        for point in points:
            assert point.correction or point.quantity == point.observation.quantity, (indicator, place, point.year)


def test_a_grade_c_figure_is_never_solid():
    for indicator, place in EVERY:
        for segment in cut_series(indicator, place).segments:
            for point in segment.points:
                assert point.doubtful or point.observation.source.grade != "C", (indicator, place, point.year)


def test_grade_c_is_told_in_points():
    one = cut_series("patents-granted")
    assert one.point(2018).doubtful and one.point(2018).observation.source.grade == "C"
    assert not one.point(2019).doubtful


def test_lower_bounds_stay_lower_bounds():
    one = cut_series("website-inspections")
    assert one.point(2019).quantity.upper is None
    assert one.point(2019).text == "more than 3,000"
    grown = growth("patents-granted", "Beijing", 2016, 2017)
    assert grown.quantity.lower is None, "a year before of more than 100,500 leaves open how small the growth is"
    assert float(grown.quantity.upper) == pytest.approx((106948 / 100501 - 1) * 100)
    risen = growth("invention-patents-granted", "Beijing", 2015, 2016)
    assert risen.quantity.upper is None
    assert float(risen.quantity.lower) == pytest.approx((40001 / 35308 - 1) * 100)
    assert growth("patent-applications", "Beijing", 2016, 2017).quantity is None


def test_a_correction_is_used_and_said():
    point = cut_series("customs-batches-seized", "China").point(2018)
    assert point.observation.value == 445000
    assert point.quantity.value == 44500
    assert point.doubtful
    assert "corrected" in point.text and "445,000" in point.text
    assert "growth of 132.1 per cent" in point.correction.reason_en


def test_decimals_are_kept_in_words():
    ratio = "invention-patents-per-10000-residents"
    more = with_row_added(
        "corrections", observation_id=cut_series(ratio).point(2017).observation.observation_id,
        corrected_value="94.6", rounded_to="0.1", reason_en="For a test.", source_id="x",
    )  # fmt: skip
    point = cut_series(ratio, tables=more).point(2017)
    assert point.text.startswith("94.6 (corrected; printed ")
    point = cut_series("patents-granted").point(2020)
    for printed, value, text in (("十二点五", "12.5", "12.5"), ("half", "0.5", "0.5"), ("50.0", "50", "50.0")):
        row = replace(point.observation, value_text=printed, value=Fraction(value))
        assert replace(point, observation=row).text == text
    row = load_release()["mediation-success-rate"]
    assert str(replace(row, value_text="half", unit_printed="", value=Fraction(1, 2))) == "0.5%"


def test_figures_that_are_not_of_a_full_year_are_kept_out():
    one = cut_series("trademark-registrations")
    assert [row.period for row in one.kept_out] == ["2015-12-16/2016-12-15"]
    assert one.point(2016) is None
    assert [row.period for row in cut_series("invention-patents-in-force").kept_out] == ["2021-07"]


def test_a_break_between_places_cuts_neither_of_them():
    assert ("Beijing", "Shanghai") in {(each.from_place, each.to_place) for each in BETWEEN_PLACES}
    one = cut_series("invention-patents-per-10000-residents")
    assert [(segment.years[0], segment.years[-1]) for segment in one.segments] == [(2013, 2020), (2021, 2023)]


def test_a_break_between_years_keeps_no_two_places_apart():
    more = with_row_added(
        "breaks", break_id="new", kind="base", from_indicator="invention-patents-in-force", from_year="2019",
        to_indicator="invention-patents-in-force", to_year="2020", reason_en="For a test.", source_id="x",
    )  # fmt: skip
    places = ["Beijing", "Shanghai"]
    assert all(row.comparable for row in compare_places("invention-patents-in-force", places, 2020, tables=more))


def test_years_asked_for_leave_the_breaks_where_they_are():
    one = cut_series("invention-patents-per-10000-residents", years=(2019, 2022))
    assert [segment.years for segment in one.segments] == [(2019,), (2022,)]
    assert [(gap.after, gap.before) for gap in one.gaps] == [(2019, 2022)]
    links = cut_series("copyright-links-monitored", years=(2021, 2024))
    (gap,) = links.gaps
    assert (gap.after, gap.before) == (2021, 2024)
    assert [each.to_year for each in gap.breaks] == ["2023", "2024"], "both breaks lie where 2023 was left out"


def test_years_asked_for_are_left_out_after_the_series_is_cut():
    more = with_row_added(
        "breaks", break_id="new", kind="definition", from_indicator="patents-granted", from_place="Beijing",
        from_year="2018", to_indicator="patents-granted", to_year="2020", reason_en="For a test.", source_id="x",
    )  # fmt: skip
    one = cut_series("patents-granted", years=[2019, 2020], tables=more)
    assert [segment.years for segment in one.segments] == [(2019,), (2020,)]
    assert [(gap.after, gap.before, gap.reason) for gap in one.gaps] == [(2019, 2020, "For a test.")]


PRINTED = [
    (row.indicator.indicator_id.removesuffix("-growth"), row.place, int(row.period))
    for row in load_observations()
    if row.indicator.indicator_id.endswith("-growth") and row.series == "preferred"
]


def test_printed_growth_agrees_with_computed_growth_within_a_segment():
    found = {(name, place, year): growth(name, place, year - 1, year) for name, place, year in PRINTED}
    agree = {key: agrees(each) for key, each in found.items() if each.quantity is not None}
    # 47.4 per cent is printed where the two counts make 47.07: the page implies another number for the year before.
    assert [key for key, fits in agree.items() if not fits] == [
        ("court-cases-accepted-first-instance", "Beijing", 2018)
    ]
    assert len(agree) >= 20
    assert all(each.reason for each in found.values() if each.quantity is None)


def test_comparisons_say_base_and_why():
    beijing, china, shanghai, nanjing = compare_places(
        "invention-patents-per-10000-residents", ["Beijing", "China", "Shanghai", "Nanjing"], 2020
    )
    assert china.comparable and "similar definition" in china.sentence
    assert "21.53 million to" in beijing.base and "census counted 21.89 million" in beijing.base
    assert not shanghai.comparable and "recompute" in shanghai.sentence
    assert not nanjing.comparable and "not known" in nanjing.sentence
    courts = compare_places("court-cases-accepted", ["Beijing", "China", "Shandong"], 2020)
    assert courts[1].indicator.indicator_id == "court-cases-accepted-all-kinds" and not courts[1].comparable
    assert "criminal" in courts[1].sentence
    assert not courts[2].comparable and "first instance" in courts[2].sentence


def test_two_places_are_comparable_in_either_order_or_in_none():
    seen = {}
    for row in load_observations():
        if row.period.isdigit():
            seen.setdefault((row.indicator.indicator_id, int(row.period)), {})[row.place] = None
    held = 0
    for (indicator, year), places in seen.items():
        # A place without a figure of this indicator and year stands for all such places.
        for one, other in combinations([*places, "Shenzhen"], 2):
            if one != other:
                there, back = (compare_places(indicator, pair, year)[1] for pair in ([one, other], [other, one]))
                assert there.comparable == back.comparable, (indicator, year, there.sentence, back.sentence)
                held += there.comparable
    assert held


def test_a_base_that_is_not_known_and_a_figure_that_is_missing_part_both_ways():
    ratio = "invention-patents-per-10000-residents"
    nanjing, beijing = compare_places(ratio, ["Nanjing", "Beijing"], 2020)
    assert nanjing.comparable and not beijing.comparable
    assert "What the ratio of Nanjing was divided by is not known" in beijing.sentence
    assert compare_places(ratio, ["Beijing", "Nanjing"], 2020)[1].reasons == beijing.reasons
    fujian, beijing = compare_places("patents-granted", ["Fujian", "Beijing"], 2013)
    assert not fujian.comparable and not beijing.comparable
    assert "Fujian has no usable figure for 2013" in beijing.sentence


def test_unknown_names_are_answered_with_the_nearest():
    with pytest.raises(KeyError, match="did you mean 'patents-granted'"):
        cut_series("patent-granted")
    with pytest.raises(KeyError, match="did you mean 'Shanghai'"):
        cut_series("patents-granted", "Shanghia")
    with pytest.raises(ValueError, match="earlier year to a later"):
        growth("patents-granted", "Beijing", 2020, 2019)


def test_growth_is_formed_only_where_breaks_are_known():
    """By analysis.growth and by the cells of frames, which refuse, and by the audit, for a printed one."""
    using = {
        path.stem
        for path in [*(ROOT / "src/beijing_ip").rglob("*.py"), *ROOT.glob("book/*.md"), *ROOT.glob("notebooks/*.ipynb")]
        if "growth_rate(" in path.read_text(encoding="utf-8")
    }
    assert using == {"measures", "growth", "audit_checks"}
