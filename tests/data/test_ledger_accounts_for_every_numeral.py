"""Every number of the release, in digits and in words, is in the ledger, and what differs in a text is named."""

import os
import re
import string
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from beijing_ip.__main__ import main
from beijing_ip.data.editions import find_edition
from beijing_ip.data.ledger import compare_with_ledger, locate_in_text, split_sentences
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_release
from beijing_ip.numbers.reading import locate_numerals

RELEASE = find_edition().source_id

LEDGER = [row for row in load_tables()["ledger"] if row["source_id"] == RELEASE]
BY_TOKEN = {row["phrase"]: row for row in LEDGER}


def stand_in():
    """A text with the phrases of the ledger at their places, since the release itself is not part of the project."""
    quoted = [row for row in LEDGER if not any(row["phrase"] in o["phrase"] and row is not o for o in LEDGER)]
    paragraphs = []
    for paragraph in range(1, int(LEDGER[-1]["paragraph"]) + 1):
        rows = [row for row in quoted if int(row["paragraph"]) == paragraph]
        last = max((int(row["sentence"]) for row in rows), default=1)
        written = [
            ", ".join(row["phrase"] for row in rows if int(row["sentence"]) == sentence)
            for sentence in range(1, last + 1)
        ]
        paragraphs.append(" ".join(f"Words: {words or 'without any'}." for words in written))
    return "\n\n".join(paragraphs)


@pytest.fixture(scope="module")
def release_text():
    if not (named := os.environ.get("BEIJING_IP_SOURCE")):
        pytest.skip("set BEIJING_IP_SOURCE to a copy of the press release to count its numbers")
    return Path(named).read_text(encoding="utf-8")


# The release


def test_every_number_of_the_text_is_a_row_and_nothing_else_is(release_text):
    entries = locate_in_text(release_text)
    assert [(e.order, *e.place, e.numeral.text) for e in entries] == [
        (int(row["order"]), int(row["paragraph"]), int(row["sentence"]), row["token"]) for row in LEDGER
    ]
    in_digits = re.findall(r"\d[\d,.]*\d|\d", release_text)
    assert len([row for row in LEDGER if re.search(r"\d", row["token"])]) == len(in_digits) == 49
    assert len(LEDGER) == 57
    assert compare_with_ledger(release_text, LEDGER).whole


@pytest.mark.parametrize(
    ("phrase", "token", "became"),
    [
        ("Nearing the 21st World Intellectual Property Day", "21st", "name"),
        ("on April 22", "22", "date"),
        ("Protection of 2020", "2020", "date"),
        ("including the 2020 CIFTIS", "2020", "name"),
        ("per 10,000 people", "10,000", "denominator"),
        ("two zones", "two", "idiom"),
        ("one-stop", "one", "idiom"),
        ("with eight departments including", "eight", "observation"),
        ("zero tolerance", "zero", "idiom"),
        ("the first international treaty established", "first", "observation"),
        ("ranking first in China", "first", "observation"),
        ("no compliant was received", "no", "observation"),
        ("double randomly", "double", "idiom"),
    ],
)
def test_numbers_that_are_easily_missed_are_in_the_ledger(phrase, token, became):
    row = BY_TOKEN[phrase]
    assert (row["token"], row["became"]) == (token, became)
    assert bool(row["observation_id"]) == (became == "observation") != bool(row["note_en"])


def test_every_figure_of_the_book_is_in_the_ledger_once():
    named = [row["observation_id"] for row in LEDGER if row["observation_id"]]
    assert named == [row.observation_id for row in load_release().values()]


# A text that differs


def test_the_stand_in_is_accounted_for():
    assert [(e.numeral.text, e.place) for e in locate_in_text(stand_in())] == [
        (row["token"], (int(row["paragraph"]), int(row["sentence"]))) for row in LEDGER
    ]
    assert compare_with_ledger(stand_in(), LEDGER).whole


@given(data=st.data(), row=st.sampled_from([row for row in LEDGER if re.search(r"\d", row["token"])]))
@settings(max_examples=60, deadline=None)
def test_a_changed_digit_is_one_changed_number_and_no_other(data, row):
    # Words that another row quotes too change that row as well.
    assume(not any(row["phrase"] in other["phrase"] for other in LEDGER if other is not row))
    digit = data.draw(st.sampled_from([at for at, character in enumerate(row["token"]) if character.isdigit()]))
    other = data.draw(st.sampled_from([d for d in string.digits[1:] if d != row["token"][digit]]))
    token = row["token"][:digit] + other + row["token"][digit + 1 :]
    text = stand_in().replace(row["phrase"], row["phrase"].replace(row["token"], token), 1)
    assume([n.text for n in locate_numerals(text)] == [token if r is row else r["token"] for r in LEDGER])
    result = compare_with_ledger(text, LEDGER)
    assert [(change.row, change.entry.numeral.text, change.difference) for change in result.changed] == [
        (row, token, "number")
    ]
    assert (result.missing, result.new, len(result.accounted)) == ([], [], len(LEDGER) - 1)
    (line,) = result.lines()
    assert line.startswith(f"changed: paragraph {row['paragraph']}, sentence {row['sentence']}: '{token}'")
    assert f"row {row['order']} of the ledger" in line


@pytest.mark.parametrize("phrase", ["88 newly patented plant species", "no compliant was received", "one-stop"])
def test_a_number_taken_out_is_missing(phrase):
    result = compare_with_ledger(stand_in().replace(phrase, "something", 1), LEDGER)
    assert [row["phrase"] for row in result.missing] == [phrase]
    assert (result.changed, result.new) == ([], [])
    assert result.lines()[0].startswith(f"missing: paragraph {BY_TOKEN[phrase]['paragraph']}, sentence")


@pytest.mark.parametrize("sentence", ["and 7 more offices", "of nearly 40 per cent", "in three towns"])
def test_a_number_put_in_is_new(sentence):
    result = compare_with_ledger(stand_in().replace("142 enterprises", f"142 enterprises {sentence}", 1), LEDGER)
    assert [entry.numeral.text for entry in result.new] == [locate_numerals(sentence)[0].text]
    assert (result.changed, result.missing) == ([], [])
    assert result.lines()[0].startswith("new: paragraph 8, sentence 4: ")


def test_a_sentence_that_moved_has_its_numbers_at_another_place():
    moved = "Words: covering 1,660 patents, 142 enterprises."
    text = stand_in()
    assert moved in text
    result = compare_with_ledger(text.replace(f"{moved} ", "", 1) + f"\n\n{moved}", LEDGER)
    assert (result.missing, result.new) == ([], [])
    changes = {change.row["phrase"]: (change.difference, change.entry.place) for change in result.changed}
    assert changes["covering 1,660 patents"] == ("place", (12, 1))
    assert changes["142 enterprises"] == ("place", (12, 1))
    assert "mend the place of row 43" in " ".join(result.lines())


def test_other_words_around_a_number_are_a_change_of_words():
    result = compare_with_ledger(stand_in().replace("seized 576,000 pieces", "took 576,000 pieces", 1), LEDGER)
    assert [(change.row["token"], change.difference) for change in result.changed] == [("576,000", "words")]
    assert (result.missing, result.new) == ([], [])


def test_the_command_says_what_differs_and_fails(tmp_path, capsys):
    path = tmp_path / "release.txt"
    path.write_text(stand_in(), encoding="utf-8")
    assert main(["ledger", str(path)]) == 0
    assert capsys.readouterr().out == f"{len(LEDGER)} accounted for, 0 changed, 0 missing, 0 new.\n"
    path.write_text(stand_in().replace("163,000", "164,000"), encoding="utf-8")
    assert main(["ledger", str(path)]) == 1
    assert capsys.readouterr().out.startswith("changed: paragraph 5, sentence 1: '164,000' where the ledger has")
    assert main(["ledger", str(tmp_path / "none.txt")]) == 1
    assert "none.txt" in capsys.readouterr().err


# Any text


@given(text=st.text(alphabet='ab 12,.%\n零一三万件第年。；A"-', max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text):
    entries = locate_in_text(text)
    assert [e.numeral for e in entries] == locate_numerals(text)
    places = split_sentences(text)
    assert all(e.numeral.text in places[e.place] or e.numeral.text in text for e in entries)
    compare_with_ledger(text, LEDGER)


# Sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Title\n\nOne case. Two cases? "Three" cases.', ["Title", "One case.", "Two cases?", '"Three" cases.']),
        ("Mr. Pan met Dr. Li. They spoke of U.S. Customs.", ["Mr. Pan met Dr. Li.", "They spoke of U.S. Customs."]),
        ("It was 1.5 million. no. 5 was left.", ["It was 1.5 million. no. 5 was left."]),
        (
            "标题\n授权16.3万件。其中发明6.3万件；商标36万件!是吗？是。",
            ["标题", "授权16.3万件。", "其中发明6.3万件；", "商标36万件!是吗？", "是。"],
        ),
        ("他说：“增长三成。”全市共有八家。", ["他说：“增长三成。”", "全市共有八家。"]),
        ("增长16.3%!下降。", ["增长16.3%!下降。"]),
    ],
)
def test_sentences_end_where_print_ends_them(text, expected):
    assert list(split_sentences(text).values()) == expected


def test_places_count_paragraphs_from_the_title_and_sentences_anew_in_each():
    text = "标题2020\n\n  专利3件。商标4件；\n\nIn all 5 cases. There were 6."
    assert [(e.numeral.text, *e.place) for e in locate_in_text(text)] == [
        ("2020", 1, 1), ("3", 2, 1), ("4", 2, 2), ("5", 3, 1), ("6", 3, 2),
    ]  # fmt: skip
