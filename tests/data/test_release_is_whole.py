"""No figure of the release is missing from the data, as counted without the text."""

import re

from beijing_ip.data.observations import load_release

IN_PARAGRAPHS = {5: 12, 6: 20, 8: 3, 9: 4}


def test_release_has_as_many_figures_in_digits_as_its_paragraphs():
    in_digits = [row for row in load_release().values() if re.search(r"\d", row.value_text)]
    counted = {p: sum(row.paragraph == p for row in in_digits) for p in IN_PARAGRAPHS}
    assert counted == IN_PARAGRAPHS
    assert len(in_digits) == sum(IN_PARAGRAPHS.values())


def test_release_has_its_figures_in_words():
    in_words = {row.value_text: row.value for row in load_release().values() if not re.search(r"\d", row.value_text)}
    assert in_words == {"first": 1, "eight": 8, "no": 0}
