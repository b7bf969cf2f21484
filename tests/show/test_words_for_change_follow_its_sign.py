"""A sentence that says "rose" or "fell" says so only where rounding leaves no other answer."""

from dataclasses import replace

import pytest

from beijing_ip.analysis.growth import growth
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.show.changes import growth_in_words


def test_the_verb_is_that_of_the_sign() -> None:
    fall = growth("court-cases-accepted", "Beijing", 2019, 2020)
    rise = growth("patents-granted", "Beijing", 2019, 2020)
    assert fall.printed and growth_in_words(fall) == f"fell by {fall.printed.value_text.lstrip('-')}%"
    assert growth_in_words(rise).startswith("rose by ") and rise.quantity is not None and rise.quantity.value > 0


def test_no_verb_where_rounding_leaves_the_sign_open() -> None:
    one = growth("patents-granted", "Beijing", 2019, 2020)
    with pytest.raises(ValueError, match="not known"):
        growth_in_words(replace(one, quantity=Quantity.rounded(0, 1)))


def test_no_verb_where_there_is_no_growth() -> None:
    with pytest.raises(ValueError, match="no growth"):
        growth_in_words(growth("patent-applications", "Beijing", 2016, 2017))
