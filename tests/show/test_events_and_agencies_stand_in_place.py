"""An event stands under its year, an agency in its column: timelines and networks show what they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from drawn import Drawn
from samples import EVENTS, LINKS, OFFICE, on_both_sheets, sample, words

from beijing_ip.show import charts
from beijing_ip.show.charts import COLOURS, Event, Link

# Time


def level(drawn: Drawn, number: int) -> float:
    """How far down the mark of an event stands."""
    return next(drawn.middle(gid)[1] for gid in (f"event-{number}", f"period-{number}") if gid in drawn.marks)


@on_both_sheets
def test_an_event_stands_between_the_name_of_its_year_and_the_next(narrow: bool) -> None:
    drawn = sample("timeline", narrow)
    years = sorted((box[1], int(text)) for text, box in drawn.texts if re.fullmatch(r"20\d\d", text))
    assert [year for _, year in years] == list(range(2012, 2022)), "also those without an event"
    for number, event in enumerate(EVENTS, start=1):
        above = [year for top, year in years if top < level(drawn, number)]
        assert above[-1] == event.start.year


@pytest.mark.parametrize("name", ["timeline", "months", "folded"])
@on_both_sheets
def test_a_mark_stands_at_the_first_line_of_its_label_and_no_line_leads_there(name: str, narrow: bool) -> None:
    drawn = sample(name, narrow)
    starts = [box for text, box in drawn.texts if text in {event.date_text for event in EVENTS}]
    levels = [level(drawn, number) for number in range(1, len(starts) + 1)]
    for at, (_, top, _, bottom) in zip(levels, starts, strict=True):
        assert top < at < bottom + 1
    left = min(box[0] for box in starts)
    assert max(box[2] for gid, box in drawn.marks.items() if gid.startswith("line2d")) < left - 5


@on_both_sheets
def test_a_period_is_a_bar_and_a_day_is_a_dot(narrow: bool) -> None:
    drawn = sample("timeline", narrow)
    periods = {number for number, event in enumerate(EVENTS, start=1) if event.end and event.end > event.start}
    assert {int(gid.split("-")[1]) for gid in drawn.marks if gid.startswith("period")} == periods == {1, 8}
    for number in periods:
        _, top, _, bottom = drawn.marks[f"period-{number}"]
        assert bottom - top > 2 * drawn.width(f"period-{number}")


@on_both_sheets
def test_the_shade_holds_the_events_of_the_marked_year_and_no_others(narrow: bool) -> None:
    drawn = sample("timeline", narrow)
    _, top, _, bottom = drawn.marks["marked-year"]
    held = [event.start.year for number, event in enumerate(EVENTS, start=1) if top < level(drawn, number) < bottom]
    assert held == [2020] * 3


def test_only_approximate_dates_are_hollow_and_a_note_says_so() -> None:
    drawn = sample("timeline")
    assert drawn.hollow == ["event-5"]
    assert "Hollow dot: the date is approximate." in drawn.text
    exact_only = Drawn(charts.timeline(EVENTS[:3], **words("any")))
    assert "Hollow dot: the date is approximate." not in exact_only.text
    assert "marked-year" not in exact_only.marks


def test_labels_keep_the_order_of_the_dates_whatever_order_they_are_given_in() -> None:
    drawn = Drawn(charts.timeline(EVENTS[::-1], **words("any")))
    tops = {text: box[1] for text, box in drawn.texts}
    places = [tops[event.date_text] for event in EVENTS]
    assert places == sorted(places)


@on_both_sheets
def test_a_short_time_is_divided_into_months(narrow: bool) -> None:
    drawn = sample("months", narrow)
    assert "2020" not in drawn.text
    months = [text for text in drawn.text if re.fullmatch(r"[A-Z][a-z]{2}( 20\d\d)?", text)]
    assert months[:2] == ["Jan 2020", "Feb"] and months[11:14] == ["Dec", "Jan 2021", "Feb"]
    assert months[-1] == "Apr" and len(months) == 16
    _, top, _, bottom = drawn.marks["marked-year"]
    assert [top < box[1] < bottom for text, box in drawn.texts if text in months] == [True] * 12 + [False] * 4


def test_a_long_time_is_not_divided_into_months() -> None:
    assert not [text for text in sample("timeline").text if re.match(r"(Jan|Feb|Apr)\b", text)]


@on_both_sheets
def test_a_year_without_an_event_is_named_and_several_share_a_row_only_when_folded(narrow: bool) -> None:
    assert {"2013", "2015", "2016", "2017", "2019"} <= set(sample("timeline", narrow).text)
    assert not sample("timeline", narrow).starting("folded")
    drawn = sample("folded", narrow)
    assert {"2013", "2015–17", "2019"} <= set(drawn.text)
    assert drawn.starting("folded") == ["folded-2015–17"]
    _, top, _, bottom = drawn.marks["folded-2015–17"]
    middles = [drawn.middle(gid)[1] for gid in drawn.marks if gid.startswith(("event", "period"))]
    assert middles and not [middle for middle in middles if top < middle < bottom]


def test_an_event_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        charts.timeline([Event("x", date(2020, 2, 1), date(2020, 1, 1), "x")], **words("any"))


# Who with whom


def rows_of(drawn: Drawn, role: str) -> Iterator[tuple[int, str]]:
    for gid in drawn.marks:
        if gid.startswith(role):
            _, row, letter = gid.split("-")
            yield int(row), letter


@on_both_sheets
def test_every_link_is_a_disc_in_the_row_of_its_measure_and_the_column_of_its_agency(narrow: bool) -> None:
    drawn = sample("network", narrow)
    texts = drawn.text
    letters = {texts[at + 1]: text for at, text in enumerate(texts) if len(text) == 1 and at + 1 < len(texts)}
    measures = list(dict.fromkeys(link.measure for link in LINKS))
    row = {measure: number for number, measure in enumerate(measures, start=1)}
    assert set(rows_of(drawn, "actor")) == {(row[link.measure], letters[link.actor]) for link in LINKS}
    assert set(rows_of(drawn, "partner")) == {
        (row[link.measure], letters[link.partner]) for link in LINKS if link.partner
    }


@on_both_sheets
def test_a_column_is_one_agency_and_a_row_one_measure(narrow: bool) -> None:
    drawn = sample("network", narrow)
    columns: dict[str, set[float]] = {}
    rows: dict[str, set[float]] = {}
    for gid in drawn.marks:
        if gid.startswith(("actor", "partner")):
            _, row, letter = gid.split("-")
            x, y = drawn.middle(gid)
            columns.setdefault(letter, set()).add(round(x, 1))
            rows.setdefault(row, set()).add(round(y, 1))
    for places in (columns, rows):
        assert all(len(place) == 1 for place in places.values())
        assert len(set.union(*places.values())) == len(places)


def test_partners_differ_from_actors_in_shape_and_not_in_colour_alone() -> None:
    drawn = sample("network")
    for gid, style in drawn.styles.items():
        if gid.startswith("partner"):
            assert f"fill: {charts.PAPER}" in style
        if gid.startswith("actor"):
            assert f"fill: {COLOURS[0].lower()}" in style


def test_the_agency_that_takes_part_most_often_comes_first() -> None:
    texts = sample("network").text
    assert texts[texts.index("A") + 1] == OFFICE


def test_more_agencies_than_columns_and_a_measure_of_two_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        charts.network([Link(OFFICE, f"Partner {n}", "Measure", "") for n in range(30)], **words("any"))
    with pytest.raises(ValueError, match="several kinds"):
        charts.network([Link("A", "B", "M", "pilot"), Link("A", "C", "M", "platform")], **words("any"))
