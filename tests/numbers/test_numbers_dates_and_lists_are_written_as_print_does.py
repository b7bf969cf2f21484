"""A number with its hedge, a date and a list read as print writes them, in every place the same."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beijing_ip.numbers.reading import locate_numerals
from beijing_ip.numbers.writing import format_date, format_number, in_years, join_words, lower_first, spell_count


def test_a_number_keeps_its_hedge_its_sign_and_the_zeros_that_were_printed() -> None:
    for value, qualifier, printed, unit, written in (
        ("163000", "rounded", "163,000", "patents", "163,000"),
        ("98417", "exact", "98417", "patents", "98,417"),
        ("1005000", "rounded", "1.005", "registrations", "1,005,000"),
        ("163000", "rounded", "16.3", "patents", "163,000"),
        ("200000", "more-than", "200,000", "pieces", "more than 200,000"),
        ("41000000", "nearly", "41", "pieces", "nearly 41,000,000"),
        ("126000000", "about", "126", "persons", "about 126,000,000"),
        ("5", "estimate", "5", "patents", "an estimated 5"),
        ("20.2", "rounded", "20.20", "per cent", "20.20%"),
        ("-4.31", "rounded", "4.31", "per cent", "−4.31%"),
        ("8", "exact", "eight", "departments", "8"),
        ("1", "exact", "第一", "rank", "1"),
    ):
        assert format_number(Fraction(value), qualifier, printed=printed, unit=unit) == written
    assert format_number(Fraction("-16.8")) == "−16.8"


@given(
    steps=st.integers(1, 10**9),
    decimals=st.integers(0, 3),
    qualifier=st.sampled_from(["exact", "more-than", "nearly", "about"]),
    unit=st.sampled_from(["cases", "per cent"]),
)
def test_a_written_number_reads_back(steps: int, decimals: int, qualifier: str, unit: str) -> None:
    value = Fraction(steps, 10**decimals)
    (found,) = locate_numerals(f"{format_number(value, qualifier, unit=unit)} of them")
    assert (found.value, found.qualifier) == (value, qualifier)
    assert (found.kind == "percent") == (unit == "per cent")


def test_a_date_is_as_long_as_what_is_known_of_it() -> None:
    for day, language, written in (
        ("2021-04-30", "en", "30 April 2021"),
        ("2018-09", "en", "September 2018"),
        ("2020", "en", "2020"),
        (date(2020, 4, 28), "en", "28 April 2020"),
        ("2020-04-28", "zh", "2020年4月28日"),
        ("2018-09", "zh", "2018年9月"),
        ("2020", "zh", "2020年"),
    ):
        assert format_date(day, language) == written


def test_lists_and_counts_stand_in_a_sentence() -> None:
    assert [join_words(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
    spans = [in_years(years) for years in ([2020], [2019, 2020], [2017, 2018, 2019], [2017, 2019, 2020])]
    assert spans == ["in 2020", "in 2019 and 2020", "from 2017 to 2019", "in 2017, 2019 and 2020"]
    assert [spell_count(count) for count in (0, 1, 9, 10, 1660)] == ["no", "one", "nine", "10", "1,660"]
    assert [lower_first(words) for words in ("Patents granted", "", "5G")] == ["patents granted", "", "5G"]
    with pytest.raises(ValueError, match="nothing to list"):
        join_words([])
