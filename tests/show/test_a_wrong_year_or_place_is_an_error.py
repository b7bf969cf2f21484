"""Whoever changes the year or a place of a chapter gets what the data have, or an error: never a false sentence."""

import pytest

from beijing_ip import edition, series
from beijing_ip.show import plots
from beijing_ip.show.figures import compose


def test_a_place_an_indicator_or_an_edition_that_the_data_do_not_know_is_an_error() -> None:
    release = edition()
    for ask in (series, release.series):
        with pytest.raises(KeyError, match="Atlantis"):
            ask("invention-patents-in-force", place=["Atlantis"])
        with pytest.raises(KeyError, match="did you mean 'invention-patents-in-force'"):
            ask("invention-patent-in-force")
    with pytest.raises(KeyError, match="beijing-2019, beijing-2020"):
        edition("atlantis-2020")


def test_a_figure_names_no_place_of_which_it_has_no_number() -> None:
    shanghai = series("invention-patents-in-force", place=["Shanghai", "China"])
    words = {"name": "some", "headline": "Stock grew", "alt": "Two lines.", "data": shanghai}

    def draw(ax: object) -> None:
        plots.lines(ax, shanghai)

    with pytest.raises(ValueError, match=r"speaks of Beijing, but all its numbers are of China and Shanghai"):
        compose(draw, subtitle="Invention patents in force, Beijing", **words)
    assert compose(draw, subtitle="Invention patents in force, Shanghai", **words).data
