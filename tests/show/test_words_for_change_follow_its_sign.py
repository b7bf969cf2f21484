"""A sentence that says "rose" or "fell" says so only where rounding leaves no other answer."""

import pytest

from beijing_ip import series
from beijing_ip.analysis.datum import NoNumber
from beijing_ip.show.changes import more_or_fewer, rise_or_fall, rose_or_fell


def test_the_verb_is_that_of_the_sign() -> None:
    rates = series(courts="court-cases-accepted", grants="patents-granted").pct_change(fill_method=None).loc[2020]
    assert [rise_or_fall(rate, link=False) for rate in rates] == ["fell by 16.8%", "rose by 23.6%"]
    assert rise_or_fall(rates["courts"]).startswith("fell by [16.8%](")
    one = series("court-cases-accepted", years=[2020]).iloc[0, 0]
    assert rise_or_fall(one - one) == "was unchanged"
    assert [(rose_or_fell(rate), more_or_fewer(rate)) for rate in rates] == [("fell", "fewer"), ("rose", "more")]


def test_a_second_growth_that_goes_the_same_way_has_no_verb() -> None:
    up, down = series("patents-granted", "court-cases-accepted").pct_change(fill_method=None).loc[2020]
    assert rise_or_fall(up, link=False, after=up) == "by 23.6%"
    assert rise_or_fall(down, link=False, after=up) == "fell by 16.8%"


def test_no_verb_where_rounding_leaves_the_sign_open_or_there_is_no_growth() -> None:
    rounded = series("patents-granted", years=[2021]).iloc[0, 0]
    for unknown, why in ((rounded / rounded - 1, "leave open"), (NoNumber("No line joins them."), "No line joins")):
        with pytest.raises(ValueError, match=why):
            rise_or_fall(unknown)
