"""Days are counted only between dates that are known to the day."""

import re

import pytest

from beijing_ip.data.frames import table_frame
from beijing_ip.show.events import days_between, timeline_events


def event(name):
    (found,) = timeline_events(table_frame("events").query("event_id == @name"))
    return found


def test_days_between_known_dates_are_counted():
    assert days_between(event("two-zones-announced"), event("two-zones-meeting")) == 35
    assert days_between(event("beijing-treaty-adopted"), event("beijing-treaty-in-force")) == 2_865


@pytest.mark.parametrize(
    ("first", "last"),
    [("services-zone-reply", "two-zones-meeting"), ("bjic-opened", "tianping-chain")],
    ids=["by", "approximate"],
)
def test_a_date_that_is_not_known_to_the_day_gives_no_days(first, last):
    for one, other in ((first, last), (last, first)):
        with pytest.raises(ValueError, match="is no day to count"):
            days_between(event(one), event(other))


def test_an_event_known_to_the_month_stands_in_its_middle():
    assert event("bjic-opened").start < event("tianping-chain").start


def test_chapters_count_days_only_so(notebooks):
    for name, notebook in notebooks.items():
        for cell in notebook["cells"]:
            assert not re.search(r"\.start\s*-\s*\w+\.start\b(?!\.)", "".join(cell["source"])), f"{name}: {cell['id']}"
