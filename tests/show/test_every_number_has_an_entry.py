"""Every number of the release has one entry, under an address of its own, with what must be read beside it."""

import re

import pytest

from beijing_ip import edition
from beijing_ip.analysis.audit import qualifications_of
from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_observations, load_release
from beijing_ip.numbers.writing import lower_first
from beijing_ip.show import every_number
from beijing_ip.show.tables import CHAPTERS

RELEASE = find_edition().source_id

ENTRIES = {chapter: every_number.chapter_table(chapter).splitlines()[2:] for chapter in CHAPTERS}


def entry_of(name: str) -> str:
    (found,) = (line for lines in ENTRIES.values() for line in lines if f"{{#{name}}}" in line)
    return found


def test_each_stands_once_in_its_chapter_in_the_order_of_the_text():
    rows = load_release().values()
    for chapter, lines in ENTRIES.items():
        addresses = [re.findall(r"\{#([a-z0-9-]+)\}", line) for line in lines]
        assert addresses == [[row.indicator.indicator_id] for row in rows if row.indicator.chapter == chapter]


@pytest.mark.parametrize("name", list(load_release()))
def test_an_entry_says_what_to_know(name):
    row, entry = load_release()[name], entry_of(name)
    meaning = row.indicator
    assert row.value_text in entry
    assert meaning.name_zh in entry
    assert f"¶\u00a0{row.paragraph}, sentence {row.sentence}".replace("\u00a0", " ") in entry.replace("\u00a0", " ")
    assert meaning.definition in entry
    assert lower_first(meaning.comparable_with) in entry
    assert lower_first(meaning.not_comparable_with) in entry


def test_every_number_that_the_audit_qualifies_has_its_sentences_in_its_entry():
    qualified = {name: care for name in load_release() if (care := qualifications_of(name))}
    assert len(qualified) > 10
    for lines in ENTRIES.values():
        said = ""
        for line in lines:
            (name,) = re.findall(r"\{#([a-z0-9-]+)\}", line)
            said = said if "*With care:* As above." in line else line
            assert [sentence for sentence in qualified.get(name, []) if sentence not in said] == [], name


def test_as_above_stands_only_under_the_same_words():
    for lines in ENTRIES.values():
        assert "As above." not in lines[0]
    assert "*With care:* As above." in entry_of("trademark-applications")
    assert qualifications_of("trademark-applications") == qualifications_of("trademark-registrations")


def test_other_sources_are_named_with_their_figures():
    for other in load_observations():
        own = load_release().get(other.indicator.indicator_id)
        if own and other.source.source_id != RELEASE and (other.place, other.period) == (own.place, own.period):
            assert f"{other:link}" in entry_of(other.indicator.indicator_id)
            assert f"{other.source.short} ({other.source.grade})" in entry_of(other.indicator.indicator_id)
    assert "100.4676万件" in entry_of("copyright-registrations")


def test_numbers_that_are_no_figures_are_counted():
    ledger = [row for row in load_tables()["ledger"] if row["source_id"] == RELEASE]
    others = [row for row in ledger if not row["observation_id"]]
    said = every_number.name_others(ledger)
    assert said.startswith(f"The other {len(others)} are ")
    assert all(f'"{row["phrase"]}"' in said for row in others if row["became"] != "date")


def test_a_computed_number_has_its_interval_and_its_formula():
    number = edition(2020)
    share = number["invention-patents-granted"] / number["patents-granted"]
    pending = number["court-cases-accepted"] - number["court-cases-concluded"]
    computed = [
        every_number.computed_row("Share", share, ".1%"),
        every_number.computed_row("Pending", pending, "", "Of the same courts."),
    ]
    table = every_number.computed_table(computed)
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.replace("\u00a0", " ").splitlines()[2:]]
    formula = "court cases accepted − court cases concluded. Of the same courts."
    assert rows == [
        ["**Share.** invention patents granted ÷ patents granted.", f"{share:link .1%}", "38.2 to 39.1%"],
        [f"**Pending.** {formula}", f"{pending:link}", "exact inputs"],
    ]


def test_an_unknown_chapter_is_refused():
    with pytest.raises(ValueError, match=r"'creations' is no chapter; take one of tables.CHAPTERS: creation, "):
        every_number.chapter_table("creations")
