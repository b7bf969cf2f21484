"""Ordinary pandas on frames of published figures: intervals stay, breaks refuse, what is missing says why."""

from __future__ import annotations

import re
from fractions import Fraction

import pandas as pd
import pytest
from conftest import with_row_added

from beijing_ip import compare, edition, series, tidy
from beijing_ip.analysis.breaks import load_breaks
from beijing_ip.analysis.datum import Datum, NoNumber, datum_of
from beijing_ip.analysis.frames import breaks_between
from beijing_ip.analysis.growth import growth
from beijing_ip.analysis.history import history_of
from beijing_ip.analysis.series import cut_series
from beijing_ip.data.links import markdown_link
from beijing_ip.data.loading import load_tables
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import format_quantity


def _usable() -> list[tuple[str, str]]:
    rows = load_tables()["observations"]
    kept = [row for row in rows if row["series"] == "preferred" and len(row["period"]) == 4]
    return sorted({(row["indicator_id"], row["place"]) for row in kept})


def test_a_division_in_pandas_carries_what_rounding_leaves_open() -> None:
    patents = series(all="patents-granted", inventions="invention-patents-granted", years=[2020])
    share = (patents["inventions"] / patents["all"]).loc[2020]
    assert isinstance(share, Datum)
    assert (share.lower, share.upper) == (Fraction(62_500, 162_824), Fraction(63_499, 162_824))
    assert len(share.points) == 2 and "÷" in share.formula


def test_growth_in_pandas_is_the_growth_of_the_report_and_refuses_the_same_years() -> None:
    for indicator, place in _usable():
        column = series(indicator, place=place)[indicator]
        for year, cell in column.pct_change().items():
            if year - 1 not in column.index or not isinstance(column[year - 1], Datum):
                continue
            known = growth(indicator, place, year - 1, year)
            if known.quantity is None or known.quantity.is_bound:
                continue
            assert isinstance(cell, Datum), (indicator, place, year)
            assert (cell * 100).value == known.quantity.value
            assert (cell * 100).lower == known.quantity.lower
            assert (cell * 100).upper == known.quantity.upper


def test_no_number_crosses_a_break() -> None:
    seen = 0
    for each in load_breaks():
        if each.from_indicator != each.to_indicator or not (each.from_year.isdigit() and each.to_year.isdigit()):
            continue
        place = each.from_place or "Beijing"
        try:
            column = series(each.from_indicator, place=place)[each.from_indicator]
        except KeyError:
            continue
        if not each.cuts(each.from_indicator, place, int(column.index[0]), int(column.index[-1])):
            continue
        old = [cell for year, cell in column.items() if year <= int(each.from_year) and isinstance(cell, Datum)]
        new = [cell for year, cell in column.items() if year >= int(each.to_year) and isinstance(cell, Datum)]
        for a, b in [(old[-1], new[0])] if old and new else []:
            seen += 1
            for result in (b / a, b - a, a + b):
                assert isinstance(result, NoNumber)
                assert each.reason_en in result.reason
            assert breaks_between(column)
    assert seen > 10


def test_places_that_may_not_be_compared_give_a_reason() -> None:
    ratio = series("invention-patents-per-10000-residents", place=["Beijing", "Shanghai"], years=[2020])
    refused = (ratio["Beijing"] / ratio["Shanghai"]).loc[2020]
    assert isinstance(refused, NoNumber) and refused.reason
    books = series("pirated-books-destroyed")["pirated-books-destroyed"]
    assert "bounds" in (books[2020] - books[2019]).reason, "more than a less more than b is no number"
    routes = series(part="patent-adjudication-cases", whole="patent-infringement-cases", years=[2020]).loc[2020]
    assert (routes["part"] / routes["whole"]).is_exact, "a part that the data declare may be held against its whole"
    table = compare("court-cases-accepted", ["Beijing", "China"], 2020)
    assert not table.loc["China", "comparable"] and "criminal" in table.loc["China", "reason"]


def test_a_missing_number_is_missing_for_pandas_and_an_error_in_a_sentence() -> None:
    accepted = series("court-cases-accepted")["court-cases-accepted"]
    over_break = accepted.pct_change().loc[2022]
    assert isinstance(over_break, NoNumber) and pd.isna(over_break)
    assert isinstance((over_break * 100 - 1), NoNumber) and "tied" in (1 - over_break).reason
    with pytest.raises(ValueError, match="tied to the years before"):
        f"{over_break:.1%}"
    hole = series("invention-patents-in-force").loc[2014].iloc[0]
    assert "2014" in hole.reason and pd.isna(hole)
    assert accepted.astype(float).notna().all()
    after_hole = series("patent-infringement-cases").pct_change().loc[2020].iloc[0]
    assert isinstance(after_hole, NoNumber) and "2019" in after_hole.reason
    assert isinstance(accepted.pct_change().iloc[0], NoNumber)


def test_a_wrong_year_indicator_or_place_is_an_error_that_says_what_is_there() -> None:
    with pytest.raises(KeyError, match="beijing-2020"):
        edition(1999)
    with pytest.raises(KeyError, match="did you mean 'court-cases-accepted'"):
        series("court-case-accepted")
    with pytest.raises(KeyError, match="no place"):
        series("court-cases-accepted", place="Pekin")
    with pytest.raises(KeyError, match="no figure"):
        series("court-cases-accepted", years=[2001])
    with pytest.raises(KeyError, match="has no figure of criminal"):
        edition(2020)["police-ip-cases"]


def test_every_year_is_a_row_so_that_a_shift_is_a_year() -> None:
    for indicator, place in _usable():
        index = series(indicator, place=place).index
        assert list(index) == list(range(index[0], index[-1] + 1))


@pytest.mark.parametrize(
    ("low", "high", "decimals", "written"),
    [
        ("2.617", "2.626", 2, "about 2.62"),
        ("2.617", "2.626", 1, "2.6"),
        ("38.2", "39.1", 0, "about 39"),
        ("38.2", "39.0", 1, "about 38.6"),
        ("17.6", "19.5", 1, "17.6 to 19.5"),
        ("4.403", "4.411", 1, "4.4"),
        ("-16.81", "-16.79", 1, "−16.8"),
        ("0.951", "1.049", 1, "1"),
        ("51200", "52200", 0, "about 51,700"),
        ("20735", "21735", 0, "about 21,200"),
        ("153.24", "153.71", 1, "about 153.5"),
    ],
)
def test_one_number_shows_the_digits_that_hold(low: str, high: str, decimals: int, written: str) -> None:
    ends = Fraction(low), Fraction(high)
    quantity = Quantity(sum(ends, Fraction(0)) / 2, *ends, True, True)
    assert format_quantity(quantity, decimals) in (written, written + ".0")


def test_the_tidy_frame_is_plain_sorted_and_says_where_a_line_may_run() -> None:
    courts = series(accepted="court-cases-accepted", concluded="court-cases-concluded")
    plain = tidy(courts)
    assert plain["value"].dtype == plain["lower"].dtype == float
    assert plain.equals(plain.sort_values(["indicator_id", "place", "year"], ignore_index=True))
    one = plain[plain["indicator_id"] == "court-cases-accepted"].set_index("year")["segment"]
    assert one.loc[2021] != one.loc[2022] and one.loc[2017] == one.loc[2021]


def test_a_link_opens_the_source_or_where_there_is_no_page_the_view_that_shows_the_figure() -> None:
    printed, relayed = edition(2020)["copyright-registrations"], series("patents-granted", years=[2020]).iloc[0, 0]
    assert re.fullmatch(r'\[1\.005 million\]\(https://\S+#:~:text=\S+ "Paragraph \d+.+"\)', f"{printed:link}")
    assert relayed.observation.source.address == ""
    assert f"{relayed:link}" == (
        "[162,824](../book/explore.md#indicator=patents-granted&places=beijing&from=2020&to=2020"
        f"&figure={relayed.figures[0]} "
        '"Exact count. China Intellectual Property Information Network (grade B).")'
    )
    assert f"{relayed:link ,.0f}" == f"{relayed:link}" == relayed.link("162,824")


def test_a_printed_rate_divided_by_100_is_not_told_as_computed() -> None:
    printed = series("customs-batches-seized-growth").loc[2020].iloc[0]
    link = (printed / 100).link("33.9%", "%")
    assert "figure=" in link and "Computed" not in link and printed.observation.about in link
    assert "Computed" in (printed / 10).link("3.39"), "of any other computation the formula is told"


def test_the_link_of_a_computed_number_names_its_figures_and_tells_interval_and_formula() -> None:
    patents = series(all="patents-granted", inventions="invention-patents-granted", years=[2019, 2020])
    rounded = edition(2020)["invention-patents-granted"] / edition(2020)["patents-granted"]
    found = re.fullmatch(r'\[about 38\.7%\]\(\S+&figures=(\S+) "(.+)"\)', f"{rounded:link .1%}")
    assert found and tuple(found[1].split(",")) == rounded.figures
    assert found[2] == f"38.2 to 39.1%. Computed: {rounded.formula}."
    growth = patents["all"].pct_change().loc[2020]
    assert f"{growth:link +.1%}".startswith("[+23.6%](../book/explore.md#indicator=patents-granted&places=beijing&")
    assert "&from=2019&to=2020&show=change&figures=" in f"{growth:link .1%}" and "Exact inputs. " in f"{growth:link}"
    with pytest.raises(ValueError, match="are apart"):
        f"{NoNumber('The years are apart.'):link .1%}"


@pytest.mark.parametrize(("indicator", "place", "divisor", "shown"), [
    ("invention-patents-in-force", "China", "invention-patents-in-force", "&show=share&"),
    ("invention-patents-in-force", "Beijing", "residents-census", "&show=head&"),
    ("patents-granted", "Beijing", "invention-patents-granted", None),
])  # fmt: skip
def test_a_link_opens_explore_at_what_the_number_is(
    indicator: str, place: str, divisor: str, shown: str | None
) -> None:
    above = series(indicator, years=[2020]).iloc[0, 0]
    period = "2020-11-01" if divisor == "residents-census" else "2020"
    ratio = above / series(divisor, place=place, period=period).iloc[0, 0]
    link = f"{ratio * 10_000 if shown and 'head' in shown else ratio:link}"
    assert shown in link if shown else "&show=" not in link
    assert ("china" in link.partition("&figures")[0]) is False


def test_a_title_may_hold_quotes_and_brackets() -> None:
    link = markdown_link("1", "https://example.org", 'the "first" [one] (a \\ b)')
    assert link == '[1](https://example.org "the \\"first\\" [one] (a \\\\ b)")'


def test_a_divisor_said_to_be_about_so_much_gives_a_number_without_bounds() -> None:
    """The census puts Guangdong at about 126 million: no bounds, and no zero."""
    stock = series("invention-patents-in-force", place="Guangdong", years=[2020]).iloc[0, 0]
    residents = series("residents-census", place="Guangdong", period="2020-11-01").iloc[0, 0]
    ratio = stock / residents * 10_000
    assert isinstance(ratio, Datum) and (ratio.lower, ratio.upper) == (None, None)
    assert f"{ratio:.1f}" == "about 27.9"


def test_a_column_is_cut_where_its_series_is() -> None:
    for indicator, place in _usable():
        cut = cut_series(indicator, place).gaps
        assert breaks_between(series(indicator, place=place)[indicator]) == list(cut), (indicator, place)


def test_a_new_break_cuts_lines_growth_and_table_without_new_code(monkeypatch: pytest.MonkeyPatch) -> None:
    more = with_row_added(
        "breaks", break_id="new", kind="definition", from_indicator="patents-granted", from_year="2018",
        to_indicator="patents-granted", to_year="2020", reason_en="Invented for this test.", source_id="x",
    )  # fmt: skip
    known = history_of(more)
    for module in (cut_series, datum_of):
        monkeypatch.setitem(module.__globals__, "history_of", lambda tables=None: known)
    grants = series("patents-granted", years=range(2017, 2022))["patents-granted"]
    # 2019 lies between the two sides: it may be joined with one of them, not with both.
    (gap,) = breaks_between(grants)
    assert (gap.after, gap.before, gap.reason) == (2019, 2020, "Invented for this test.")
    assert isinstance(grants[2020] - grants[2018], NoNumber)
    assert str(grants[2020]).endswith("[b]") and "[b]" not in str(grants[2019])


# Lower and upper end, worked out on paper from the printed digits: half a unit of the last digit either way.
NUMBER = edition(2020)
BY_HAND = [
    (
        NUMBER["invention-patents-granted"] / NUMBER["patents-granted"],
        Fraction(62_500, 163_499),
        Fraction(63_499, 162_500),
    ),
    (NUMBER["patents-granted"] - NUMBER["invention-patents-granted"], 162_500 - 63_499, 163_499 - 62_500),
    (
        10_000 / NUMBER["invention-patents-per-10000-residents"],
        Fraction(10_000) / Fraction("155.85"),
        Fraction(10_000) / Fraction("155.75"),
    ),
    (
        NUMBER["copyright-registrations"] + NUMBER["software-copyright-registrations"],
        1_004_500 + 203_500,
        1_005_499 + 204_499,
    ),
    (
        NUMBER["market-regulation-fines-and-forfeits"] / NUMBER["market-regulation-cases-concluded"],
        Fraction(55_500_000, 1_723),
        Fraction(56_500_000, 1_723),
    ),
    (
        NUMBER["customs-pieces-seized"] / NUMBER["customs-batches-seized"],
        Fraction(575_500, 2_728),
        Fraction(576_499, 2_728),
    ),
    (
        NUMBER["court-cases-concluded"] / NUMBER["court-cases-accepted"],
        Fraction(66_973, 66_710),
        Fraction(66_973, 66_710),
    ),
    (NUMBER["court-cases-accepted"] - NUMBER["court-cases-concluded"], -263, -263),
    (
        NUMBER["patent-infringement-cases-ecommerce"] / NUMBER["patent-infringement-cases"],
        Fraction(316, 360),
        Fraction(316, 360),
    ),
]


@pytest.mark.parametrize(("computed", "lower", "upper"), BY_HAND, ids=[cell.formula for cell, *_ in BY_HAND])
def test_a_computed_number_is_the_interval_by_hand(computed: Datum, lower: Fraction, upper: Fraction) -> None:
    assert (computed.lower, computed.upper) == (lower, upper)
    assert computed.contains(computed.value)


def test_courts_of_beijing_clear_and_pile_up_as_computed_by_hand() -> None:
    courts = series(into="court-cases-accepted", out="court-cases-concluded")
    assert (courts["into"] - courts["out"]).dropna().astype(float).to_dict() == {
        2017: 41320 - 37522, 2018: 59094 - 55935, 2019: 80165 - 79769,
        2020: 66710 - 66973, 2021: 85954 - 74805, 2022: 72778 - 74506,
    }  # fmt: skip


def test_shares_and_ratios_by_hand_and_those_that_are_refused() -> None:
    works = series("copyright-works-national-notice", place=["Beijing", "China"])
    share = works["Beijing"] / works["China"]
    assert [f"{share[year]:.1%}" for year in (2016, 2020, 2023)] == ["43.3%", "30.3%", "17.1%"]
    grants = compare("patents-granted", ["Beijing", "China"], 2020)["figure"]
    refused = grants["Beijing"] / grants["China"]
    assert isinstance(refused, NoNumber) and "foreign applicants" in refused.reason
    stock = series("invention-patents-in-force", place=["Beijing", "Shanghai"], years=[2020]).loc[2020]
    residents = series("residents-census", place=["Beijing", "Shanghai"], period="2020-11-01").loc[2020]
    held = stock / residents * 10_000
    assert round(float(held["Shanghai"]), 1) == 58.5 and 2.5 < float(held["Beijing"] / held["Shanghai"]) < 2.7
