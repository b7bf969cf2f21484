"""Whoever changes the year or a place of a chapter gets what the data have, or an error: never a false sentence."""

import re
from pathlib import Path

import pytest
from composed import WITH_FIGURES, code_of, listening, run

from beijing_ip import series
from beijing_ip.show import plots
from beijing_ip.show.figures import compose

PAGES = pytest.mark.parametrize("path", WITH_FIGURES, ids=lambda path: path.stem)


@PAGES
def test_a_place_that_the_data_do_not_know_says_nothing_of_it(path: Path) -> None:
    changed = [
        (number, cell.replace(f'"{place}"', '"Atlantis"', 1))
        for number, cell in enumerate(code_of(path))
        for place in ("Beijing", "China", "Shanghai")
        if re.search(rf'place=(\[[^\]]*)?"{place}"', cell)
    ]
    for number, cell in changed:
        with listening() as (said, _), pytest.raises(KeyError, match="Atlantis"):
            run([*code_of(path)[:number], cell], path.name)
        assert not [words for words in said if "Atlantis" in words]


def test_a_figure_names_no_place_of_which_it_has_no_number() -> None:
    shanghai = series("invention-patents-in-force", place=["Shanghai", "China"])
    words = {"name": "some", "headline": "Stock grew", "alt": "Two lines.", "data": shanghai}

    def draw(ax: object) -> None:
        plots.lines(ax, shanghai)

    with pytest.raises(ValueError, match=r"speaks of Beijing, but all its numbers are of China and Shanghai"):
        compose(draw, subtitle="Invention patents in force, Beijing", **words)
    assert compose(draw, subtitle="Invention patents in force, Shanghai", **words).data
