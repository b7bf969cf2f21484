"""Who took a number from a version is told what became of it: on the page, newest first, and on the number's card."""

import re
from fractions import Fraction

import pytest
from conftest import unlinked, with_rows
from pages import parsed

from beijing_ip.analysis.vintages import Vintages
from beijing_ip.data.links import verbatim
from beijing_ip.data.loading import load_tables
from beijing_ip.data.rules.vintages import NEXT, check_vintages
from beijing_ip.data.schema import Row, Table, Tables
from beijing_ip.numbers.writing import format_number
from beijing_ip.publish.explore import FIGURE_COLUMNS, build_payload
from beijing_ip.publish.revisions import corrected_section, revised_in_brief

PRINTED = {row["observation_id"]: row for row in load_tables()["observations"]}
CORRECTIONS = load_tables()["corrections"]
RESIDENTS = "beijing.residents-year-end.2019.beijing-communique-2019"
PATENTS = "beijing.patents-granted.2020.cnipa-2021-04-30"
CALLED = "beijing.grants.2020.cnipa-2021-04-30"
WHY = "Two <b>digits</b> were exchanged."


def changed(*rows: dict[str, str]) -> Tables:
    """The tables with rows more in vintages.csv, each a figure with some cells otherwise than now."""
    held = load_tables()["vintages"]
    last = {row["observation_id"]: row for row in held}
    more = [Row({**last[row["observation_id"]], **row}, len(held) + 2 + at) for at, row in enumerate(rows)]
    versions = [("9.0.0", "2030-01-02"), (NEXT, "")]
    told = [
        Row(dict(zip(("version", "released", "sha256"), (*each, ""), strict=True)), 90 + at)
        for at, each in enumerate(versions)
    ]
    tables = with_rows("versions", *told, tables={**load_tables(), "vintages": Table([*held, *more])})
    assert list(check_vintages(tables["vintages"], tables["versions"])) == []
    return tables


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Two figures that changed in a version, and one of them again since."""
    return changed(
        {"observation_id": RESIDENTS, "version": "9.0.0", "value": "21537000", "reason_en": WHY},
        {"observation_id": PATENTS, "version": "9.0.0", "earlier_id": CALLED, "reason_en": "Renamed."},
        {"observation_id": RESIDENTS, "version": NEXT, "rounded_to": "100", "reason_en": "Read anew."},
    )


def test_the_page_tells_each_correction_and_what_it_rests_on() -> None:
    told = corrected_section()
    for row in CORRECTIONS:
        used, printed = Fraction(row["corrected_value"]), Fraction(PRINTED[row["observation_id"]]["value"])
        (line,) = (line for line in told.splitlines() if f"figure={row['observation_id']}" in line)
        assert f": corrected to {format_number(used)}; printed {format_number(printed)}. " in line
        assert verbatim(row["reason_en"]) in line and "Source: " in line


@pytest.mark.usefixtures("built")
def test_the_built_page_tells_what_was_corrected() -> None:
    shown = " ".join(parsed("book/cite").select_one("section#what-was-corrected").get_text().split())
    told = [unlinked(line.partition(" Source: ")[0]) for line in corrected_section().splitlines() if line]
    plain = [re.sub(r"^- |\*\*|\\(?=[^\w\s])", "", line) for line in told]
    assert any("corrected to" in line for line in plain)
    assert [line for line in plain if line not in shown] == []


def test_each_version_says_how_much_it_added_and_changed() -> None:
    heads = re.findall(r"^\*\*(\S+), (.+?):\*\* (.+)$", corrected_section(), re.MULTILINE)
    versions = [row["version"] for row in load_tables()["versions"] if row["released"]]
    assert [name for name, *_ in heads] == versions[::-1]
    assert heads[-2:] == [
        ("0.2.0", "28 November 2026", "three new figures; none changed."),
        ("0.1.0", "23 November 2026", "675 figures; one corrected."),
    ]


def test_a_change_is_told_before_and_after_with_its_reason_newest_first(tables: Tables) -> None:
    told = corrected_section(tables)
    heads = ["**The next version:** one changed.", "**9.0.0, 2 January 2030:** two changed.", "**0.2.0,", "**0.1.0,"]
    assert [told.find(head) for head in heads] == sorted(told.index(head) for head in heads)
    newest, version, _ = re.split(r"\n\n(?=\*\*)", told, maxsplit=2)
    assert "value 21,536,000, before 21,537,000; rounded to 100, before 1,000. Read anew." in newest
    assert "value 21,537,000, before 21,536,000. Two \\<b\\>digits\\</b\\> were exchanged." in version
    assert f"its id was {CALLED}. Renamed." in version


def test_a_release_begins_with_what_became_of_the_figures(tables: Tables) -> None:
    assert revised_in_brief("0.1.0").startswith("**Figures:** 675, one corrected.\n\n- Batches seized by customs, ")
    assert revised_in_brief("0.2.0") == "**Figures:** three new, none changed since 0.1.0."
    head, _, *items = revised_in_brief("9.0.0", tables).splitlines()
    last = [row["version"] for row in load_tables()["versions"] if row["released"]][-1]
    assert head == f"**Figures:** none new, two changed since {last}." and len(items) == 2
    to_come = revised_in_brief("", tables)
    assert to_come == revised_in_brief("9.1.0", tables)
    assert to_come.startswith("**Figures:** none new, one changed since 9.0.0.\n\n- ") and "](" not in to_come


def test_a_correction_that_comes_later_is_told_by_its_version() -> None:
    added = Row({**CORRECTIONS[0], "observation_id": RESIDENTS, "corrected_value": "21546000"}, 99)
    newest = corrected_section(with_rows("corrections", added)).split("\n\n**")[0]
    assert newest.startswith("**The next version:** one corrected; none changed.\n")
    assert "corrected to 21,546,000; printed 21,536,000." in newest


def test_the_card_tells_what_is_more_than_the_publication(tables: Tables) -> None:
    payload = build_payload(tables)
    at = FIGURE_COLUMNS.index("history")
    told = {
        row[0]: payload["words"][row[at]]
        for indicator in payload["indicators"]
        for place in indicator["places"]
        for kind in ("points", "undated", "others")
        for row in place.get(kind, [])
    }
    new = {row["observation_id"] for row in load_tables()["vintages"] if row["version"] != "0.1.0"}
    assert {name for name, words in told.items() if words} == {
        *new, *(row["observation_id"] for row in CORRECTIONS), RESIDENTS, PATENTS
    }  # fmt: skip
    assert {told[name] for name in new} == {"In the book since version 0.2.0, 28 November 2026."}
    assert told[RESIDENTS] == (
        "From the next version on: value 21,536,000, before 21,537,000; rounded to 100, before 1,000. Read anew. "
        f"Since version 9.0.0, 2 January 2030: value 21,537,000, before 21,536,000. {WHY}"
    )


def test_a_figure_without_a_version_comes_with_the_next_one() -> None:
    vintages = Table(row for row in load_tables()["vintages"] if row["observation_id"] != PATENTS)
    assert Vintages({**load_tables(), "vintages": vintages}).tell(PATENTS) == "In the book from the next version on."
