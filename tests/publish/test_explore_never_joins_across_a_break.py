"""The page Explore may join two figures exactly where one segment of a series holds both, and says why elsewhere."""

import csv
import io
import json
import os
import subprocess
import sys
from fractions import Fraction
from itertools import combinations, pairwise

from bs4 import BeautifulSoup
from conftest import ROOT, with_row_added

from beijing_ip.analysis import tidy
from beijing_ip.analysis.breaks import load_breaks
from beijing_ip.analysis.comparison import compare_places
from beijing_ip.analysis.datum import datum_of
from beijing_ip.analysis.frames import compare, series
from beijing_ip.analysis.growth import GROWTH_SUFFIX, growth
from beijing_ip.analysis.ratios import share_in_words
from beijing_ip.analysis.series import cut_series
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_observations, load_release
from beijing_ip.data.schema import Table, described_tables
from beijing_ip.publish import explore, explore_list
from beijing_ip.publish.offered import VERSION_COLUMNS
from beijing_ip.publish.release_figures import change_of, read_release_figures
from beijing_ip.show import figure_data
from beijing_ip.show.plots.words import WORDS

PAYLOAD = explore.build_payload()
DATA = json.loads(json.dumps(PAYLOAD))
PLACES = [(entry, place) for entry in DATA["indicators"] for place in entry["places"]]
ONLY = {"indicator_id": "patents-granted", "place": "Beijing", "series": "preferred"}


def figures(place, kind="points"):
    return [dict(zip(DATA["columns"], row, strict=True)) for row in place.get(kind, [])]


def joined(place):
    """The pairs of years that the script joins: neighbours within a segment."""
    years, start = [int(one["period"]) for one in figures(place)], 0
    for length in place.get("segments", []):
        yield from pairwise(years[start : start + length])
        start += length


def test_every_join_lies_in_one_segment_and_the_other_way_round():
    for entry, place in PLACES:
        one = cut_series(entry["id"], place["place"])
        pairs = [pair for segment in one.segments for pair in pairwise(segment.years)]
        assert list(joined(place)) == pairs, (entry["id"], place["place"])
        assert sum(place.get("segments", [])) == len(place.get("points", [])), (entry["id"], place["place"])


def test_a_figure_has_the_same_ends_in_every_file():
    by_year = {row["observation_id"]: row for row in csv.DictReader(io.StringIO(tidy.write_by_year()))}
    released = {row[-1]: row[4:6] for row in read_release_figures().rows}
    corrected = []
    for entry, place in PLACES:
        points = cut_series(entry["id"], place["place"]).points
        for point, shown in zip(points, figures(place), strict=True):
            name = point.observation.observation_id
            ends = [by_year[name][end] for end in ("lower", "upper")]
            row = figure_data.observed_row(point.observation, point.quantity, point.text, "")
            assert [row[figure_data.COLUMNS.index(end)] for end in ("lower", "upper")] == ends, name
            assert [shown["lower"], shown["upper"]] == [float(end) if end else None for end in ends], name
            assert released.get(name, ends) == ends, name
            if point.correction:
                between = " to ".join(f"{int(end):,}" for end in ends)
                assert DATA["words"][shown["exactness"]] == f"Corrected: {between}"
                assert datum_of(point).range == between
                corrected.append(name)
    assert corrected


def test_no_join_crosses_a_row_of_the_breaks():
    """Straight from the table, without the module that cuts the series."""
    rows = [each for each in load_breaks() if each.from_indicator == each.to_indicator]
    rows = [each for each in rows if each.from_year and each.to_year]
    assert rows
    for each in rows:
        for entry, place in PLACES:
            if entry["id"] != each.from_indicator or not {each.from_place, each.to_place} <= {"", place["place"]}:
                continue
            crossing = [
                (first, last)
                for first, last in joined(place)
                if first <= int(each.from_year) and last >= int(each.to_year)
            ]
            assert crossing == [], (each.break_id, place["place"], each.reason_en)


def test_every_break_comes_with_its_reason():
    for entry, place in PLACES:
        one = cut_series(entry["id"], place["place"])
        told = [
            (after, before, " ".join(dict.fromkeys(DATA["words"][n] for n in reasons)))
            for after, before, reasons in place.get("gaps", [])
        ]
        assert told == [(gap.after, gap.before, gap.reason) for gap in one.gaps], (entry["id"], place["place"])
        assert all(reason for *_, reason in told), (entry["id"], place["place"])


def test_growth_is_told_within_a_segment_only():
    for entry, place in PLACES:
        one = cut_series(entry["id"], place["place"])
        within = {pair for segment in one.segments for pair in combinations(segment.years, 2)}
        told = {(first, last) for first, last, _ in place.get("growth", [])}
        expected = within if entry["unit"] not in ("per cent", "rank") else set()
        assert told == expected, (entry["id"], place["place"])


def test_words_instead_of_growth_fit_into_a_sentence():
    told = {DATA["words"][n] for _, place in PLACES for *_, n in place.get("growth", [])}
    reasons = [text for text in told if text.startswith(("the ", "The "))]
    assert reasons and not [text for text in told if text.endswith(".") or text.startswith("The ")]


def test_every_figure_of_the_data_is_there_once():
    shown = [
        (one["id"], entry["id"], place["place"], one["period"], DATA["sources"][one["source"]][0], one["printed"])
        for entry, place in PLACES
        for kind in ("points", "undated", "others")
        for one in figures(place, kind)
    ]
    rows = [
        (row.observation_id, row.indicator.indicator_id, row.place, row.period, row.source.source_id, row.value_text)
        for row in load_observations()
    ]
    assert sorted(shown) == sorted(rows)


def test_a_share_is_what_frames_divide_and_nothing_that_they_refuse():
    """Each share is that of pandas; where a frame has both figures and refuses to divide them, so does the page."""
    shares = 0
    for entry, place in PLACES:
        for period, word, *ends in place.get("share", []):
            told = DATA["words"][word]
            if not ends:
                assert told.endswith("."), "a refusal is a sentence"
                continue
            shares += 1
            when = {"years": [period]} if isinstance(period, int) else {"period": period}
            nation, whole, _ = ends[3].split(".", 2)
            assert nation == "china", told
            parts = series(entry["id"], place=[place["place"]], **when).iloc[0, 0]
            share = parts / series(whole, place=["China"], **when).iloc[0, 0]
            assert told == share_in_words(share), (entry["id"], place["place"], period)
            if isinstance(period, int) and whole == entry["id"]:
                assert compare(entry["id"], [place["place"], "China"], period).loc["China", "comparable"]
    assert shares > 40


def test_shares_and_numbers_per_head_are_those_of_the_chapters():
    def told(indicator, kind, period=2020, name="Beijing"):
        (rows,) = (place[kind] for entry, place in PLACES if (entry["id"], place["place"]) == (indicator, name))
        return next(DATA["words"][word] for when, word, *_ in rows if when == period)

    assert told("invention-patents-in-force", "share") == "15.2%"
    assert told("customs-batches-seized", "share") == "4.4%"
    assert told("copyright-works-national-notice", "share", 2019) == "37.1%"
    assert told("patent-infringement-cases", "share") == "at most 0.9%"
    assert told("invention-patents-in-force", "head") == "about 153.5"
    assert "foreign applicants" in told("patents-granted", "share"), "the nation's number is of another scope"
    assert "understates" in told("court-cases-accepted", "share") and "cases, which come" in told(
        "court-cases-accepted", "head"
    )
    assert told("copyright-registrations", "share") == told("copyright-works-national-notice", "share") == "30.3%"
    assert told("copyright-registrations", "share", 2022).endswith(
        f" it is {told('copyright-works-national-notice', 'share', 2022)}."
    ), "where the city counts more than the notice, the share is that of the notice"
    assert "campaign" not in told("customs-batches-seized", "share", 2024), "the campaign was in another year"
    assert "census" in told("invention-patents-in-force", "head", 2019)
    assert "notes" in told("court-cases-accepted-all-kinds", "share", 2021, "Guangdong")


def test_a_printed_growth_is_told_where_the_computed_one_is_missing_wider_or_another():
    told = {}
    for entry, place in PLACES:
        for period, word, *number in place.get("change", []):
            printed = DATA["words"][number[4]] if len(number) > 4 else "" if number else DATA["words"][word]
            told[entry["id"], place["place"], str(period)] = printed
    counted = []
    for row in load_observations():
        name = row.indicator.indicator_id
        key = (name.removesuffix(GROWTH_SUFFIX), row.place, row.period)
        if name.endswith(GROWTH_SUFFIX) and row.series == "preferred" and key in told:
            counted.append((row, key))
    assert len(counted) > 30
    for row, key in counted:
        if f"{row.in_digits} (" not in told[key]:
            rate = growth(*key[:2], int(row.period) - 1, int(row.period)).quantity
            assert not told[key], key
            assert row.quantity.lower <= rate.lower <= rate.upper <= row.quantity.upper, key
    assert "+33.9% (" in told["customs-batches-seized", "Beijing", "2020"]


def test_what_was_seen_of_the_year_before_is_not_denied():
    seen = {}
    for row in load_observations():
        seen.setdefault((row.indicator.indicator_id, row.place), []).append(row.period)
    for entry, place in PLACES:
        for period, word, *_ in place.get("change", []):
            if DATA["words"][word].startswith("No figure of the year before"):
                assert str(period - 1) not in " ".join(seen[entry["id"], place["place"]]), (entry["id"], period)


def test_the_workbook_says_why_there_is_no_change_as_the_card_does():
    told = {
        (entry["id"], place["place"], change[0]): DATA["words"][change[1]]
        for entry, place in PLACES
        for change in place.get("change", [])
    }
    without = [row for row in load_release().values() if not change_of(row).quantity]
    assert any(change_of(row).about.startswith("No figure of the year before") for row in without)
    for row in without:
        card = told[row.indicator.indicator_id, row.place, int(row.period)]
        # Two bounds have a change on the card, such as "more than −5%".
        assert change_of(row).about == ("A bound gives no change." if "%" in card else card), row.observation_id


def test_one_growth_is_one_number_in_every_file():
    told = {
        (entry["id"], place["place"], period): ends
        for entry, place in PLACES
        for period, _, *ends in place.get("change", [])
    }
    by_id, compared = {row.observation_id: row for row in load_release().values()}, 0
    for cells in read_release_figures().rows:
        row = by_id[cells[-1]]
        rate, about = change_of(row)
        if rate and about.startswith("Computed"):
            computed = figure_data.computed_row("Growth", row.place, row.period, cells[6], rate, "per cent", [], "")
            assert computed[6:9] == cells[7:10], row.observation_id
            assert told[row.indicator.indicator_id, row.place, int(row.period)][:3] == list(map(float, cells[7:10]))
            value, lower, upper = map(Fraction, cells[7:10])
            assert lower <= rate.lower <= rate.upper <= upper and lower <= value <= upper
            compared += 1
    assert compared > 5


def test_two_places_are_comparable_exactly_where_both_ways_say_so():
    for entry in DATA["indicators"]:
        for one, other, good, bad in entry["pairs"]:
            names = [entry["places"][n]["place"] for n in (one, other)]
            refused = {year for _, years in bad for year in years}
            assert not refused & set(good)
            full, dated = (
                [{one["period"] for one in figures(entry["places"][n], kind)} for n in (one, other)]
                for kind in ("points", "undated")
            )
            for year in {*good, *refused}:
                if not all(str(year) in periods for periods in full):
                    assert any(period.startswith(str(year)) for period in set.intersection(*dated))
                    continue
                held = [compare_places(entry["id"], order, year)[1].comparable for order in (names, names[::-1])]
                assert all(held) == (year in good), (entry["id"], names, year)
            assert all(DATA["words"][n] for n, _ in bad)


def test_indicators_that_the_breaks_keep_apart_are_told_apart():
    told = {(one, other): [DATA["words"][n] for n in reasons] for one, other, reasons in DATA["apart"]}
    places = {entry["id"]: n for n, entry in enumerate(DATA["indicators"])}
    for each in load_breaks():
        pair = places.get(each.from_indicator), places.get(each.to_indicator)
        if None not in pair and pair[0] != pair[1]:
            assert each.reason_en in told[pair]


def test_a_new_break_parts_what_the_page_would_join():
    more = with_row_added(
        "breaks", break_id="new", kind="definition", from_indicator="patents-granted", from_place="Beijing",
        from_year="2019", to_indicator="patents-granted", to_year="2020", reason_en="For a test.", source_id="x",
    )  # fmt: skip
    for tables, is_joined in ((load_tables(), True), (more, False)):
        few = {**tables, "observations": Table(row for row in tables["observations"] if ONLY.items() <= row.items())}
        (entry,) = explore.build_payload(few)["indicators"]
        assert ((2019, 2020) in list(joined(entry["places"][0]))) == is_joined


def test_the_script_words_no_sentence_that_python_has():
    folder = ROOT / "book" / "_static"
    scripts = [*(folder / "explore").glob("*.js"), folder / "figures" / "unpack.js"]
    script = "\n".join(path.read_text(encoding="utf-8") for path in scripts)
    for name in ("broken", "doubtful", "grades"):
        assert DATA[name] not in script and f"data.{name}" in script
    below = WORDS["en"]["key_b"], WORDS["en"]["key_u"]
    assert below == (f"[b] {DATA['broken']}.", f"[u] {DATA['doubtful']}.")
    fields = described_tables()["sources"]["schema"]["fields"]
    described = next(field["description"] for field in fields if field["name"] == "grade")
    assert DATA["grades"] == f"Grade {described} Only grade A is linked."
    assert all(f"{grade}: " in described for grade in "ABC") and "paraphrased" not in script


def test_without_a_script_every_indicator_is_listed_and_its_address_leads_there():
    page = BeautifulSoup(explore_list.render_tool() + explore_list.render_directory(), "html.parser")
    assert "list below" in page.noscript.get_text()
    rows = [row["id"] for row in page.select("table tr[id]")]
    assert sorted(rows) == sorted(f"indicator={entry['id']}" for entry in DATA["indicators"])
    assert [link["href"] for link in page.select("table th[scope=row] a")] == [f"#{row}" for row in rows]


def test_the_list_says_the_year_of_the_book_first_and_the_latest_figure_beside_it():
    page = BeautifulSoup(explore_list.render_directory(), "html.parser")
    shown = {
        row["id"].removeprefix("indicator="): [cell.get_text() for cell in row.select("td")]
        for row in page.select("tr[id]")
    }
    assert shown["invention-patents-in-force"] == ["336,000 patents", "663,490, 2024"]
    assert shown["insured-patents"][1] == "", "a full year ends after a day in it"
    assert shown["gi-products"][1].endswith(", September 2024"), "a month is later than a full year before it"
    assert shown["pct-applications"] == ["", "11,438 applications, 2023"], "the latest stands alone"


def test_the_data_are_the_same_in_every_run():
    """Also where Python orders its sets in another way."""
    code = "from beijing_ip.publish import explore; print(explore.data_script(explore.build_payload()))"
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    again = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert again.stdout.decode().rstrip("\n") == explore.data_script(PAYLOAD).rstrip("\n")


def test_its_csv_fills_every_column_of_the_csv_of_a_figure():
    script = (ROOT / "book" / "_static" / "explore" / "files.js").read_text(encoding="utf-8")
    columns = [*figure_data.COLUMNS, *VERSION_COLUMNS]
    assert [name for name in columns if f"{name}: " not in script] == []
    assert DATA["csvColumns"] == columns
