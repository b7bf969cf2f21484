"""The audit says of every check what a reader with pencil and paper would say, and follows the numbers."""

import os
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import agrees, unlinked, with_rows

from beijing_ip.analysis import audit
from beijing_ip.analysis.audit_checks import CHECKS
from beijing_ip.analysis.evidence import VERDICTS, Evidence, compare_part_with_whole, compare_quantities
from beijing_ip.analysis.growth import growth
from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_observations, load_release
from beijing_ip.data.rules import check_rows
from beijing_ip.data.rules.text import check_against_text
from beijing_ip.data.schema import Row
from beijing_ip.numbers.quantity import Quantity

RELEASE = find_edition().source_id
CHINESE_REPORTS = find_edition().reports
WORK_CONFERENCE = find_edition().further_sources[0]

AGREES, WITHIN, CANNOT, NOT, WORDED = VERDICTS


def put(row_id, value, rounded_to=None, qualifier=None):
    """The tables with another value of one observation, as if it had been printed so."""
    (row,) = (row for row in load_tables()["observations"] if row["observation_id"] == row_id)
    cells = {"value": value, "value_text": value, "rounded_to": rounded_to, "qualifier": qualifier}
    return with_rows("observations", row.but(**{column: cell for column, cell in cells.items() if cell is not None}))


def of_release(indicator):
    return f"beijing.{indicator}.2020.{RELEASE}"


def verdicts(check, tables=None):
    return {finding.subject: finding.verdict for finding in audit.run_audit(tables) if finding.check == check}


# Verdicts at their edges

EXACT = Quantity.exact
PRINTED = Quantity.rounded(163_000, 1000)  # from 162,500 up to, not including, 163,500


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (EXACT(360), EXACT(360), AGREES),
        (EXACT(360), EXACT(361), CANNOT),
        (PRINTED, EXACT(163_000), AGREES),
        (PRINTED, EXACT(162_824), WITHIN),
        (PRINTED, EXACT(162_500), WITHIN),
        (PRINTED, EXACT(163_500), CANNOT),
        (PRINTED, Quantity.rounded(164_000, 1000), CANNOT),
        (PRINTED.count(), EXACT(163_499), WITHIN),
        (PRINTED.count(), EXACT("163499.5"), CANNOT),
        (Quantity.more_than(200_000), Quantity.more_than(200_000), AGREES),
        (Quantity.more_than(200_000), EXACT(200_000), CANNOT),
        (Quantity.more_than(200_000), EXACT(200_001), WITHIN),
        (Quantity.more_than(20), Quantity.nearly(20), CANNOT),
        (Quantity.printed(20, 10, "about"), EXACT(500), NOT),
    ],
)
def test_agreement_is_an_overlap_of_what_rounding_leaves_open(one, other, verdict):
    assert compare_quantities(one, other) == compare_quantities(other, one) == verdict


@pytest.mark.parametrize(
    ("part", "whole", "verdict"),
    [
        (EXACT(5), EXACT(360), AGREES),
        (EXACT(360), EXACT(360), AGREES),
        (EXACT(361), EXACT(360), CANNOT),
        (EXACT(162_500), PRINTED, AGREES),
        (EXACT(163_000), PRINTED, WITHIN),
        (EXACT(163_500), PRINTED, CANNOT),
        (PRINTED, PRINTED, WITHIN),
        (Quantity.more_than(360), EXACT(360), CANNOT),
        (EXACT(360), Quantity.more_than(360), AGREES),
        (EXACT(361), Quantity.more_than(360), WITHIN),
        (Quantity.printed(20, 10, "about"), EXACT(500), NOT),
    ],
)
def test_a_part_agrees_when_no_rounding_makes_it_larger(part, whole, verdict):
    assert compare_part_with_whole(part, whole) == verdict


# The release as it is, each verdict worked out by hand


def test_sums_of_the_release_are_exact():
    assert 316 + 5 + 39 == 360
    assert 856 + 234 + 221 + 4 == 1315
    assert set(verdicts("Sum").values()) == {AGREES}
    assert len(verdicts("Sum")) == 2


def test_parts_lie_in_their_wholes():
    assert list(verdicts("Part in a whole").values()) == [AGREES]
    assert list(verdicts("At least as many").values()) == [AGREES, AGREES]


def test_shares_that_the_words_suggest_are_not_comparable():
    assert verdicts("Seeming share") == {
        "Software copyright registrations and copyright registrations of works": NOT,
        "Trademark registrations and trademark applications": NOT,
        "Plant variety rights granted and plant variety applications": NOT,
        "Websites closed for copyright infringement and website inspections": NOT,
        "Court cases concluded and court cases accepted": NOT,
    }


def test_a_percentage_that_fits_some_count_at_any_value_proves_nothing():
    (finding,) = (finding for finding in audit.run_audit() if finding.check == "Percentage and count")
    assert finding.verdict == NOT
    assert "6,376 if rounded half up and 6,377 if cut off" in finding.explanation
    assert "the fit proves nothing" in finding.explanation


def test_the_ratio_rests_on_residents_before_the_census():
    # 336,000 rounded to 1,000 over 155.8 rounded to 0.1, for every 10,000
    low, high = Fraction(335_500 * 10_000) / Fraction("155.85"), Fraction(336_500 * 10_000) / Fraction("155.75")
    assert low < 21_536_000 < high < 21_893_095
    name = "Invention patents in force per 10,000 residents"
    assert verdicts("Ratio and stock") == {
        f"{name}, 2019, on residents at the end of the year, 2019": WITHIN,
        f"{name}, 2020, on residents at the end of the year, 2019": WITHIN,
        f"{name}, 2020, on residents counted by the census, 2020": CANNOT,
    }


def test_what_the_words_invite_is_refuted_by_a_number():
    # 163,000 / 155.8 for every 10,000 is about ten million residents; 1,005,000 - 204,000 is no 1,004,676, and of the
    # year before, for which one page counts software inside, 1,003,100 - 202,700 is no 1,003,091
    assert list(verdicts("Reading put to the test").values()) == [CANNOT, CANNOT, CANNOT]


def test_printed_growth_is_that_of_the_two_years():
    assert Fraction("-16.85") < Fraction(66_710 - 80_165, 80_165) * 100 < Fraction("-16.75")
    assert Fraction("-16.5") < Fraction(66_973 - 79_769, 79_769) * 100 < Fraction("-15.5")
    assert verdicts("Growth, printed and computed") == {
        "Court cases accepted, growth": WITHIN,
        "Court cases concluded, growth": WITHIN,
    }


def test_the_release_and_other_sources_print_the_same_but_for_one():
    found = verdicts("Two sources")
    assert Counter(found.values()) == {AGREES: 34, WITHIN: 3, CANNOT: 1}
    assert found["Patents granted, China Intellectual Property Information Network"] == WITHIN
    assert found["Court cases concluded, China Intellectual Property Information Network"] == CANNOT
    assert found["Pirated books destroyed, China News Service"] == AGREES
    assert found["Invention patents granted, Patent report by Chen Lixin"] == WITHIN
    notice = "Copyright registrations of works, China Intellectual Property News on the notice of the National"
    assert found[f"{notice} Copyright Administration"] == WITHIN


def test_the_pilot_stood_before_the_year_was_over():
    assert list(verdicts("Earlier date").values()) == [AGREES, AGREES]


def test_what_the_english_leaves_out_is_listed():
    left = {row.indicator.indicator_id: row.value for row in audit.figures_left_out()}
    assert left == {
        "market-regulation-dens": 8,
        "police-ip-cases": 584,
        "police-ip-suspects": 660,
        "police-ip-value": 15_000_000,
        "customs-batches-seized-growth": Fraction("33.9"),
        "customs-pieces-seized-growth": Fraction("249.1"),
        "court-cases-accepted-growth": Fraction("-16.8"),
        "court-cases-concluded-growth": -16,
    }
    in_february = {row.indicator.indicator_id: row.value for row in audit.figures_left_out([WORK_CONFERENCE])}
    assert in_february == {"invention-patents-in-force": 336_000, "administrative-ip-cases": 3580}
    only = {row.indicator.indicator_id: row.value for row in audit.figures_only_in_release()}
    assert only["copyright-expert-opinions"] == 1380
    assert only["public-service-points"] == 83


# The verdict follows the numbers


FLIPS = [
    ("Sum", "patent-adjudication-cases", ["38"], "The routes add up to all patent infringement cases", CANNOT),
    (
        "Sum",
        "patent-infringement-cases",
        ["400", "100", "rounded"],
        "The routes add up to all patent infringement cases",
        WITHIN,
    ),
    (
        "Part in a whole",
        "invention-patents-granted",
        ["164000"],
        "Invention patents granted are a part of all patents granted",
        CANNOT,
    ),
    (
        "At least as many",
        "insured-patents",
        ["141"],
        "Every insured enterprise holds at least one insured patent",
        CANNOT,
    ),
    (
        "Percentage and count",
        "mediation-disputes-accepted",
        ["7"],
        "Success rate of mediation of all disputes accepted for mediation",
        CANNOT,
    ),
    (
        "Percentage and count",
        "mediation-disputes-accepted",
        ["1001"],
        "Success rate of mediation of all disputes accepted for mediation",
        CANNOT,
    ),
    (
        "Ratio and stock",
        "invention-patents-per-10000-residents",
        ["153.5"],
        "Invention patents in force per 10,000 residents, 2020, on residents counted by the census, 2020",
        WITHIN,
    ),
    (
        "Reading put to the test",
        "invention-patents-per-10000-residents",
        ["75.7"],
        "Invention patents in force per 10,000 residents, read as the patents granted in the year",
        WITHIN,
    ),
    (
        "Reading put to the test",
        "copyright-registrations",
        ["1209000"],
        "Copyright registrations of works, read as including software",
        WITHIN,
    ),
    ("Growth, printed and computed", "court-cases-accepted", ["67710"], "Court cases accepted, growth", CANNOT),
    ("Two sources", "patents-granted", ["164000"], "Patents granted, Beijing Business Today", CANNOT),
    (
        "Two sources",
        "court-cases-concluded",
        ["68000"],
        "Court cases concluded, China Intellectual Property Information Network",
        AGREES,
    ),
    ("Earlier date", "insured-patents", ["1700"], "Patents insured in the pilot, 21 October 2020", CANNOT),
]


@pytest.mark.parametrize(
    ("check", "indicator", "to", "subject", "verdict"), FLIPS, ids=[f"{f[0]}: {f[1]}" for f in FLIPS]
)
def test_a_changed_number_changes_the_verdict(check, indicator, to, subject, verdict):
    assert verdicts(check)[subject] != verdict
    assert verdicts(check, put(of_release(indicator), *to))[subject] == verdict


def test_printed_growth_may_be_cut_off_in_the_audit_as_in_a_series():
    """80,165 to 66,710 is -16.784 per cent: -16.8 rounded, -16.7 cut off."""
    (name,) = (
        row.observation_id
        for row in load_observations()
        if (row.indicator.indicator_id, row.place, row.period) == ("court-cases-accepted-growth", "Beijing", "2020")
    )
    for printed, cut_off, fits in (("-16.8", False, True), ("-16.7", True, True), ("-16.9", False, False)):
        changed = put(name, printed)
        findings = audit.run_audit(changed)
        finding = next(one for one in findings if one.subject == "Court cases accepted, growth")
        assert finding.verdict == (WITHIN if fits else CANNOT)
        assert ("cut off and not rounded" in finding.explanation) == cut_off
        grown = growth("court-cases-accepted", "Beijing", 2019, 2020, tables=changed)
        assert agrees(grown, changed) == fits


def test_a_percentage_that_could_have_failed_and_fits_agrees():
    changed = put(of_release("mediation-disputes-accepted"), "1003")  # 635 of 1,003 is 63.31 %, 636 is 63.41 %
    assert list(verdicts("Percentage and count", changed).values()) == [CANNOT]
    changed = put(of_release("mediation-disputes-accepted"), "1377")  # 872 of 1,377 is 63.326 %
    assert list(verdicts("Percentage and count", changed).values()) == [WITHIN]


def test_more_concluded_than_accepted_is_said_only_while_it_is_so():
    def said(tables):
        courts = "Court cases concluded and court"
        return next(unlinked(f.explanation) for f in audit.run_audit(tables) if f.subject.startswith(courts))

    assert "66,973 is more than 66,710" in said(None)
    assert "is more than" not in said(put(of_release("court-cases-concluded"), "66000"))


# What every finding says


def test_every_finding_has_a_verdict_an_explanation_and_sources():
    for finding in audit.run_audit():
        assert finding.verdict in VERDICTS
        assert finding.explanation.endswith("."), finding
        assert finding.sources, finding
        assert finding.values, finding
        assert bool(finding.qualifies) == bool(finding.qualification), finding
        assert set(finding.qualifies) <= set(finding.indicators), finding


def test_every_check_finds_something_and_subjects_are_unique():
    findings = audit.run_audit()
    evidence = Evidence(load_tables())
    assert all(list(check(evidence)) for check in CHECKS)
    assert len({(finding.check, finding.subject) for finding in findings}) == len(findings)


def test_every_wording_has_a_chinese_term_a_chinese_source_and_a_misreading():
    findings = [finding for finding in audit.run_audit() if finding.check == "Wording"]
    rows = load_tables()["wordings"]
    assert len(findings) == len(rows) == 13
    for finding, row in zip(findings, rows, strict=True):
        assert finding.verdict == WORDED
        assert row["chinese"] in finding.explanation
        assert row["source_id"] in CHINESE_REPORTS
        assert row["source_id"] in [source.source_id for source in finding.sources]
        assert row["misreading_en"].startswith("That ")
        assert not row["reading_en"].endswith(".")


def test_qualifications_are_single_sentences():
    found = {name: audit.qualifications_of(name) for name in load_release()}
    assert found["gi-products"] == []
    assert len(found["court-cases-concluded"]) == 3
    for sentences in found.values():
        for sentence in sentences:
            assert sentence.endswith(".")
            assert ". " not in unlinked(sentence)


# Other editions

SMALL = {"edition_id": "nanjing-2020", "current": "yes", "place": "Nanjing", "source_id": "cnipa-nanjing-2021-05-06"}


@pytest.mark.parametrize("name", ["beijing-2019", "beijing-2021", "nanjing-2020"])
def test_the_audit_of_another_edition_holds_its_own_release_against_its_own_tables(name):
    rows = [row.but(current="yes" if row["edition_id"] == name else "") for row in load_tables()["editions"]]
    if name == SMALL["edition_id"]:
        rows.append(Row({**rows[-1], **SMALL, "year": "2020"}, rows[-1].number + 1))
    tables = with_rows("editions", *rows)
    release = find_edition(tables=tables).source_id
    findings = audit.run_audit(tables)
    # Sums, wordings and ratios are those of the release of 2020.
    assert not {finding.check for finding in findings} & {"Sum", "Wording", "Percentage and count", "Seeming share"}
    assert all(release == finding.values[0].source.source_id for finding in findings if finding.check == "Two sources")


def test_about_how_many_is_no_finding_where_it_would_have_to_be_calculated_with():
    open_on_both_sides = (
        "invention-patents-per-10000-residents",
        "patents-granted",
        "invention-patents-in-force",
        "court-cases-accepted",
    )
    rows = [
        row.but(qualifier="about" if row["indicator_id"] in open_on_both_sides else row["qualifier"])
        for row in load_tables()["observations"]
    ]
    checks = {finding.check for finding in audit.run_audit(with_rows("observations", *rows))}
    assert "Two sources" in checks and "Ratio and stock" not in checks


def test_a_number_with_its_last_digits_cut_off_is_no_other_number():
    rows = [row.but(current="yes" if row["edition_id"] == "beijing-2021" else "") for row in load_tables()["editions"]]
    findings = audit.run_audit(with_rows("editions", *rows))
    (works,) = (f for f in findings if f.check == "Two sources" and f.values[1].value == 1_025_511)
    assert (works.verdict, works.qualifies) == (WITHIN, ())
    assert "with its last digits cut off" in works.explanation


# What may be written into wordings.csv


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("indicators", "residents-census", "has no number in the release"),
        ("source_id", RELEASE, "is not in Chinese"),
    ],
)
def test_a_wording_of_something_else_is_refused(column, value, message):
    row = load_tables()["wordings"][1]
    (problem,) = check_rows(with_rows("wordings", row.but(**{column: value})))
    assert (problem.file, problem.row, problem.column) == ("wordings.csv", 3, column)
    assert message in problem.message


@pytest.mark.skipif(
    "BEIJING_IP_SOURCE" not in os.environ,
    reason="set BEIJING_IP_SOURCE to a copy of the press release (address in data/sources.csv)",
)
def test_a_wording_that_the_release_does_not_have_is_refused():
    text = Path(os.environ["BEIJING_IP_SOURCE"]).read_text(encoding="utf-8")
    assert check_against_text(load_tables(), text) == []
    row = load_tables()["wordings"][1]
    (problem,) = check_against_text(with_rows("wordings", row.but(english="new ideas")), text)
    assert (problem.file, problem.row, problem.column) == ("wordings.csv", 3, "english")
    assert "paragraph 5, sentence 1" in problem.message
