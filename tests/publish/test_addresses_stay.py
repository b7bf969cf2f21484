"""What was public once has its address for good: the page, file or figure itself, or a page that leads to its heir."""

from pathlib import Path

import pytest
from pages import HTML, MOVED, PAGES, parsed

LINES = (Path(__file__).parent / "addresses.txt").read_text(encoding="utf-8").splitlines()
ADDRESSES = [line for line in LINES if not line.startswith("#")]


@pytest.mark.usefixtures("built")
def test_every_address_that_was_ever_public_still_leads_somewhere() -> None:
    gone = []
    for address in ADDRESSES:
        name, _, place = address.partition("#")
        page = name.removesuffix(".html")
        there = (HTML / name).is_file()
        if not there or (place and page not in MOVED and parsed(page).find(id=place) is None):
            gone.append(address)
    assert gone == []
    assert sorted(set(ADDRESSES)) == ADDRESSES


def test_every_page_of_today_is_listed_and_every_moved_one() -> None:
    assert {f"{page}.html" for page in (*PAGES, *MOVED)} - set(ADDRESSES) == set()


@pytest.mark.usefixtures("built")
def test_what_moved_leads_to_a_page_of_today() -> None:
    for old, new in MOVED.items():
        page, _, place = new.partition("#")
        assert page in PAGES, old
        assert not place or parsed(page).find(id=place), old
