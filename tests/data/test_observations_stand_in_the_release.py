"""Every number and every measure against the press release itself, where a copy is at hand."""

import os
import re
from pathlib import Path

import pytest
from conftest import with_rows

from beijing_ip.data.ledger import split_sentences
from beijing_ip.data.loading import check_data, load_tables
from beijing_ip.data.observations import load_release
from beijing_ip.data.rules.text import check_against_text
from beijing_ip.data.schema import DATA_FOLDER

if not os.environ.get("BEIJING_IP_SOURCE"):
    pytest.skip(
        "set BEIJING_IP_SOURCE to a copy of the press release (address in data/sources.csv) to run these",
        allow_module_level=True,
    )


@pytest.fixture(scope="module")
def release_text():
    return Path(os.environ["BEIJING_IP_SOURCE"]).read_text(encoding="utf-8")


def test_check_finds_every_row_in_the_text(release_text):
    assert check_data(text=release_text) == []


def test_phrase_holds_the_number_in_its_sentence(release_text):
    sentences = split_sentences(release_text)
    for indicator, row in load_release().items():
        sentence = sentences[row.paragraph, row.sentence]
        assert release_text.count(row.phrase) == 1, indicator
        assert row.phrase in sentence, indicator
        assert row.value_text in row.phrase, indicator
        assert row.unit_printed in sentence, indicator


def test_every_digit_numeral_of_the_text_is_an_observation_or_a_date_or_a_base(release_text):
    rest = release_text
    for row in load_release().values():
        rest = rest.replace(row.phrase, row.phrase.replace(row.value_text, "", 1), 1)
    left = re.findall(r"\d[\d,.]*\d|\d", rest)
    assert sorted(left) == sorted(["21", "2020", "22", "2020", "2020", "10,000", "2020", "2020", "2020", "2020"])


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("phrase", "granted 173,000 patents"),
        ("paragraph", "6"),
        ("sentence", "2"),
        ("phrase", "patents"),
    ],
)
def test_a_row_that_the_text_does_not_bear_out_is_named(release_text, column, wrong):
    row = load_tables()["observations"][0]
    found = check_against_text(with_rows("observations", row.but(**{column: wrong})), release_text)
    assert [(problem.file, problem.row, problem.column) for problem in found] == [("observations.csv", 2, column)]


def test_another_text_is_refused(release_text):
    found = check_data(DATA_FOLDER, release_text.replace("163,000", "164,000"))
    assert len(found) == 1
    assert "another text" in found[0]
