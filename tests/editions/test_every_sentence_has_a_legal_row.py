"""What releases write has a row that check accepts: ranges, nouns before numbers, ranks, factors, definitions."""

import pytest

from beijing_ip.data.drafting.edition import draft_edition
from beijing_ip.data.drafting.periods import find_period
from beijing_ip.data.drafting.release import Release
from beijing_ip.data.ledger import cuts_no_word, locate_in_text
from beijing_ip.data.loading import load_tables
from beijing_ip.data.rules.ledger import check_ledger_against_observations, check_ledger_rows, may_be
from beijing_ip.data.rules.observations import check_observation, check_phrases
from beijing_ip.data.schema import Row, Table
from beijing_ip.numbers.reading import locate_numerals

ROW = {
    "observation_id": "beijing.made-up.2021.text",
    "indicator_id": "made-up",
    "place": "Beijing",
    "period": "2021",
    "rounded_to": "1",
    "qualifier": "exact",
    "source_id": "text",
    "paragraph": "1",
    "sentence": "1",
    "kind": "count",
}
LEGAL = [
    # value_text, unit_printed, phrase, value, unit, further cells
    ("649", "applications", "applications amounted to 649", "649", "applications", {}),
    ("366", "were granted", "366 were granted", "366", "grants", {}),
    ("16", "years", "16-20 years", "16", "years", {}),
    ("20", "years", "16-20 years", "20", "years", {}),
    (
        "185",
        "patents in force for each 10,000 residents",
        "patents in force for each 10,000 residents, was 185",
        "185",
        "patents per 10,000 residents",
        {"kind": "ratio", "qualifier": "rounded"},
    ),
    (
        "185",
        "件",
        "每万人发明专利拥有量185件",
        "185",
        "patents per 10,000 residents",
        {"kind": "ratio", "qualifier": "rounded"},
    ),
    ("10", "倍", "增长近10倍", "10", "times", {"kind": "ratio", "qualifier": "nearly", "rounded_to": "10"}),
    ("1.2", "million", "from 1.2 to 1.5 million", "1200000", "cases", {"qualifier": "rounded", "rounded_to": "100000"}),
    ("12", "万件", "由12增至15万件", "120000", "cases", {"qualifier": "rounded", "rounded_to": "10000"}),
    ("首", "位", "居全国首位", "1", "rank", {"kind": "rank"}),
    ("1.025", "million", "numbered 1.025 million", "1025000", "works", {"qualifier": "rounded", "rounded_to": "1000"}),
]  # fmt: skip


def wrong(value_text, unit_printed, phrase, value, unit, further):
    row = {
        **ROW,
        "value_text": value_text,
        "unit_printed": unit_printed,
        "phrase": phrase,
        "value": value,
        "unit": unit,
    }
    return check_observation(Row({**row, **further}, 2), unit, True)


@pytest.mark.parametrize("cells", LEGAL, ids=lambda cells: cells[2])
def test_the_row_is_accepted(cells):
    assert wrong(*cells) == ()


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        # The noun before belongs to the number before, or is none.
        (("366", "applications", "applications, and 366 granted", "366", "grants", {}), "unit_printed"),
        (("649", "applications", "649 were amounted to", "649", "applications", {}), "unit_printed"),
        (("17", "years", "16-20 years", "17", "years", {}), "phrase"),
        (("1.5", "million", "from 1.2 to 1.5 million", "1500000", "cases", {"rounded_to": "100000"}), "qualifier"),
        (("1,200", "cases", "took 1,200 and 1,500 cases", "1200", "cases", {}), "unit_printed"),
        (("16", "months", "16-20 years", "16", "months", {}), "unit_printed"),
        (("10", "倍", "增长近10倍", "10", "times", {"kind": "ratio", "qualifier": "exact"}), "qualifier"),
    ],
)
def test_a_row_that_is_not_so_is_refused(cells, column):
    assert column in [name for name, _ in wrong(*cells)]


@pytest.mark.parametrize(
    ("became", "phrase", "token", "may"),
    [
        ("definition", "is small if it has fewer than 10 attorneys", "10", True),
        ("definition", "granted 163,000 patents", "163,000", False),
        ("denominator", "for each 10,000 residents", "10,000", True),
        ("denominator", "每万人", "万", True),
    ],
)
def test_what_is_no_figure_has_a_reason(became, phrase, token, may):
    (numeral,) = (numeral for numeral in locate_numerals(phrase) if numeral.text == token)
    assert may_be(became, numeral, phrase) is may


@pytest.mark.parametrize(
    ("text", "phrase", "whole"),
    [
        ("居全国首位。", "居全国首位", True),
        ("居全国首位。", "居全国首", False),
        ("共3284批次63.4万余件", "3284批次", True),
        ("共3284批次63.4万余件", "3284批", False),
        ("授权19.9万件", "授权19.9", False),
        ("授权19.9万件", "授权19.9万", False),
        ("They took 74,805, and", "took 74,805", True),
        ("They took 74,805, and", "took 74", False),
    ],
)
def test_phrases_cut_no_word_and_no_number(text, phrase, whole):
    start = text.index(phrase)
    assert cuts_no_word(text, start, start + len(phrase)) is whole


def tables_of(ledger, observations):
    names = ("source_id", "order", "paragraph", "sentence", "token", "phrase", "became", "observation_id", "note_en")
    return (
        Table(Row(dict(zip(names, row, strict=True)), number) for number, row in enumerate(ledger, 2)),
        Table(Row(row, number) for number, row in enumerate(observations, 2)),
        Table([Row({"source_id": "text", "sha256": "0" * 64, "title": ""}, 2)]),
    )


def of_ledger(ledger, observations):
    ledger, observations, sources = tables_of(ledger, observations)
    return [
        problem.column
        for problem in (
            *check_ledger_rows(ledger, sources),
            *check_ledger_against_observations(ledger, observations, sources),
            *check_phrases(observations, sources),
        )
    ]


def test_a_range_is_one_number_of_the_ledger_and_two_rows():
    ends = [
        {**ROW, "observation_id": f"a.{end}.2021.text", "value_text": end, "value": end, "phrase": "16-20 years",
         "unit_printed": "years"}
        for end in ("16", "20")
    ]  # fmt: skip
    whole = ["text", "1", "1", "1", "16-20", "16-20 years", "observation", "a.16.2021.text; a.20.2021.text", ""]
    assert of_ledger([whole], ends) == []
    assert "observation_id" in of_ledger([[*whole[:7], "a.16.2021.text", ""]], ends)


def test_a_number_printed_again_names_its_row_and_is_the_same_or_rounded():
    row = {
        **ROW,
        "value_text": "199,000",
        "value": "199000",
        "phrase": "all 199,000 patents",
        "unit_printed": "patents",
    }
    first = ["text", "1", "1", "1", "199,000", "all 199,000 patents", "observation", ROW["observation_id"], ""]
    again = ["text", "2", "1", "1", "200,000", "nearly 200,000 patents", "repeated", ROW["observation_id"], ""]
    assert of_ledger([first, again], [row]) == []
    assert of_ledger([first, [*again[:4], "190,000", "nearly 190,000 patents", *again[6:]]], [row]) == ["token"]
    assert "observation_id" in of_ledger([[*again[:1], "1", *again[2:]], [*first[:1], "2", *first[2:]]], [row])


def test_a_text_without_a_title_begins_with_a_paragraph_like_others():
    text = "In 2021, the courts concluded 12,345 cases on works. In 2021, they concluded 12,345 cases."
    draft = draft_edition(text, Release("Beijing", 2021, "made-up", title=""), load_tables())
    assert draft.rows["sources"][0]["title"] == ""
    assert [row["became"] for row in draft.rows["ledger"]] == ["date", "observation", "date", "repeated"]
    assert {row["paragraph"] for row in draft.rows["ledger"]} == {"1"}


@pytest.mark.parametrize(
    ("sentence", "token", "period"),
    [
        ("In 2021 it granted 5,000 patents.", "5,000", "2021"),
        ("It granted 5,000 patents.", "5,000", "2021"),
        ("The number for 2020, corrected, is 162,824.", "162,824", "2020"),
        ("It granted 5,000, up on 2020, and 700 inventions.", "700", "2021"),
        ("By 28 April 2022, there were 16 offices.", "16", "2022-04-28"),
        ("By the end of October 2021, there were 16 offices.", "16", "2021-10"),
        ("By the end of 2021 there were 16 offices.", "16", "2021"),
        ("By October it had 16 offices.", "16", "? 2021-10 | 2021"),
        ("Since 2016 it has helped 31 firms.", "31", "? 2016/2021 | 2021"),
        ("Cases rose from 1.2 to 1.5 million.", "1.2", "? 2020 | 2021"),
        ("案件由12增至15万件。", "12", "? 2020 | 2021"),
        ("In the first three quarters it granted 5,000.", "5,000", "? 2021-01/2021-09 | 2021"),
        ("截至2021年10月底，共有16家。", "16", "2021-10"),
        ("2016年以来，共支持31家。", "31", "? 2016/2021 | 2021"),
        ("2020年专利授权量为162824件。", "162824", "2020"),
        ("授权5000件，比2020年增长1成。", "5000", "2021"),
        ("It granted 5,000, up from 4,000 in 2020.", "4,000", "2020"),
        ("It granted 5,000, up from 4,000.", "4,000", "? 2020 | 2021"),
        ("It keeps 218.3 in force, against 185 the previous year.", "185", "2020"),
        ("It keeps 218.3 in force, 4.5% more than in 2020.", "4.5%", "2021"),
        ("It helped 40 firms founded in 2019.", "40", "? 2019 | 2021"),
        ("授权5000件，上年为4000件。", "4000", "2020"),
    ],
)
def test_the_period_is_read_from_the_sentence_or_asked(sentence, token, period):
    (entry,) = (entry for entry in locate_in_text(sentence) if entry.numeral.text == token)
    assert find_period(entry.numeral, sentence, entry.numeral.start, 2021)[0] == period


@pytest.mark.parametrize(
    ("text", "became"),
    [
        ("An examination took 16 months.", "observation"),
        ("Cases are closed within 15 days.", "definition"),
        ("应在15日内办结。", "definition"),
        ("An agency is called small if it has fewer than 10 attorneys.", "definition"),
        ("Copyright registrations were 919,543, those of software 163,215.", "observation"),
    ],
)
def test_a_limit_measures_nothing(text, became):
    draft = draft_edition(text, Release("Beijing", 2021, "made-up", title=""), load_tables())
    assert draft.rows["ledger"][-1]["became"] == became
    assert draft.open_cells("ledger") <= 1


def test_a_semicolon_does_not_end_what_was_said_of_time():
    text = "2020年专利授权量为162824件；商标注册量为363000件，申请量为565000件。发明专利授权量为79000件。"
    draft = draft_edition(text, Release("Beijing", 2021, "made-up", title=""), load_tables())
    periods = [row["period"] for row in draft.rows["observations"]]
    assert periods == ["2020", "? 2020 | 2021", "? 2020 | 2021", "2021"]


def test_both_ends_of_a_change_have_the_same_candidates():
    text = (
        "Mediation bodies for such quarrels grew from 16 to 20, while 17 district service centres opened their doors."
    )
    draft = draft_edition(text, Release("Beijing", 2022, "made-up", title=""), load_tables())
    asked = [row["indicator_id"].split(" | ")[0] for row in draft.rows["observations"]]
    assert asked[:2] == ["? mediation-organisations"] * 2
