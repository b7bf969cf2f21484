"""A draft of an edition: every number has a row, most rows know their indicator, and what it fills in is right."""

import csv
from collections import Counter

import pytest
from maintainer import EXPECTED
from maintainer import TEXTS as HOME

from beijing_ip.data.drafting.edition import draft_edition
from beijing_ip.data.drafting.release import Release
from beijing_ip.data.ledger import locate_in_text
from beijing_ip.data.loading import load_tables
from beijing_ip.data.rules.observations import check_observation
from beijing_ip.data.schema import Row, Table

TEXTS = {"beijing-2021": ("Beijing", 2021), "beijing-2021-zh": ("Beijing", 2021), "shanghai-2020": ("Shanghai", 2020)}
FURTHER = {f"beijing-{year}{zh}": ("Beijing", year) for year in (2019, 2023) for zh in ("", "-zh")}


def text_of(name):
    return (HOME / f"{name}.txt").read_text(encoding="utf-8")


def tables_before(place, year):
    """The tables as they would be before anything of the year was read: no figure of it, no edition, no break."""
    tables = load_tables()
    return {
        **tables,
        "observations": Table(
            row for row in tables["observations"] if row["place"] != place or row["period"][:4] < str(year)
        ),
        "editions": Table(row for row in tables["editions"] if row["year"] < str(year) or row["current"]),
        "breaks": Table(row for row in tables["breaks"] if (row["to_year"] or "0") < str(year)),
    }


def drafted(name):
    place, year = (TEXTS | FURTHER)[name]
    return draft_edition(text_of(name), Release(place, year, "made-up"), tables_before(place, year))


@pytest.fixture(scope="module", params=[*TEXTS, *FURTHER])
def name(request):
    return request.param


def asked(draft):
    """Each figure of the ledger with its row of observations; of a range with that of its lower end."""
    rows = {(row["paragraph"], row["sentence"], row["phrase"]): row for row in draft.rows["observations"][::-1]}
    return [
        (row["token"], rows[row["paragraph"], row["sentence"], row["phrase"]]["indicator_id"])
        for row in draft.rows["ledger"]
        if row["became"] == "observation"
    ]


def test_indicators_are_filled_in_and_right(name):
    expected = [(row["token"], row["expected"]) for row in EXPECTED if row["text"] == name]
    found = asked(drafted(name))
    assert [token for token, _ in found] == [token for token, _ in expected]
    pairs = [(right, given) for (_, right), (_, given) in zip(expected, found, strict=True)]
    filled = [(right, given) for right, given in pairs if not given.startswith("?")]
    wrong = [pair for pair in filled if pair[0] != pair[1]]
    assert len(wrong) <= len(filled) / 10, wrong
    assert len(filled) - len(wrong) >= 0.65 * len([right for right, _ in pairs if right != "new"])


def test_every_number_has_a_row_and_few_cells_are_open(name):
    draft = drafted(name)
    assert [row["token"] for row in draft.rows["ledger"]] == [e.numeral.text for e in locate_in_text(text_of(name))]
    rows = [row for table in ("editions", "sources", "observations", "ledger") for row in draft.rows[table]]
    opened = Counter(sum(cell.startswith("?") for cell in row.values()) for row in rows)
    assert draft.open_cells() <= len(rows)
    assert sum(count for cells, count in opened.items() if cells > 3) == 0


def row_of(text, **further):
    """The one figure of a text on Beijing in 2021, with what is to be looked at."""
    draft = draft_edition(text, Release("Beijing", 2021, "made-up", **further), tables_before("Beijing", 2021))
    (row,) = draft.rows["observations"]
    return row, " ".join(draft.remarks)


def test_a_draft_fills_in_what_print_says_and_asks_what_it_leaves_open():
    row, said = row_of("In 2021 the courts concluded 74,000 cases on intellectual property.")
    assert (row["value"], row["rounded_to"], row["qualifier"], row["kind"]) == ("74000", "1000", "rounded", "count")
    assert row["observation_id"] == "beijing.court-cases-concluded.2021.made-up"
    assert "held for rounded to 1000; print does not say so" in said
    row, _ = row_of("At least 12 patent infringement cases were handled at exhibitions.")
    assert (row["value"], row["qualifier"], row["phrase"]) == (
        "12",
        "at-least",
        "At least 12 patent infringement cases",
    )
    row, _ = row_of("The team cut 12 cases.")
    assert row["value"] == "? whether it fell by 12 or that many were cut; it reads -12"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In 2021 the courts concluded 6,697 cases.", "is about ten times as much as this; a comma, another unit"),
        ("In 2021 the courts concluded 669,730 cases.", "is about ten times the 66,973 of 2020"),
        ("In 2021 the courts concluded 70,000 civil and administrative cases.", "missing: patents-granted, which the"),
        ("The city approved 41 drones.", "asked"),
    ],
)
def test_what_breaks_with_the_past_is_said(text, words):
    assert words in row_of(text)[1]


def test_a_printed_growth_that_does_not_fit_is_said():
    text = "In 2021 the courts concluded 74,805 cases, up by 21.7% on the year before."
    draft = draft_edition(text, Release("Beijing", 2021, "made-up"), tables_before("Beijing", 2021))
    (line,) = (line for line in draft.remarks if "21.7%" in line)
    assert "on 66,973 of 2020 the growth would be 11.7 per cent" in line


def test_a_break_and_a_correction_are_said():
    tables = {**tables_before("Beijing", 2021), "breaks": load_tables()["breaks"]}
    text = (
        "There were 185 invention patents in force for every 10,000 residents. In 2020 it had granted 162,900 patents."
    )
    draft = draft_edition(text, Release("Beijing", 2021, "made-up"), tables)
    assert any("breaks.csv parts it after 2020" in line for line in draft.remarks)
    assert any("patents-granted of 2020 is 162,824 in cnipr-2021-02; if this corrects it" in x for x in draft.remarks)
    row = next(row for row in draft.rows["observations"] if row["period"] == "2020")
    assert row["series"] == "alternative"


def test_what_is_filled_in_is_accepted_whatever_is_written():
    """Expressions of all kinds, seven to a text: a row is right in itself, or a cell of it is open."""
    path = HOME.parent / "numbers/number_expressions.csv"
    written = [row["text"] for row in csv.DictReader(path.open(encoding="utf-8")) if "\n" not in row["text"]]
    indicators = {row["indicator_id"]: row["unit"] for row in load_tables()["indicators"]}
    for start in range(0, len(written), 21):
        parts = [text[0].upper() + text[1:] + ("." if text.isascii() else "。") for text in written[start : start + 7]]
        draft = draft_edition(" ".join(parts), Release("Beijing", 2021, "made-up", title=""), load_tables())
        for row in draft.rows["observations"]:
            indicator = row["indicator_id"].removeprefix("? ").split(" | ")[0]
            unit = indicators.get(indicator) or {"ratio": "per cent", "amount": "yuan"}.get(row["kind"], row["kind"])
            period = row["period"].removeprefix("? ").split(" | ")[0]
            filled = {**row, "indicator_id": indicator, "unit": unit, "period": period}
            filled["observation_id"] = f"beijing.{indicator}.{period}.made-up"
            if not any(cell.startswith("?") for cell in filled.values()):
                assert check_observation(Row(filled, 2), unit, True) == (), filled
