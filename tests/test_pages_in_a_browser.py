"""Every page in Chromium: no error, nothing from elsewhere, nothing sticks out."""

from collections.abc import Callable

import pytest
from browser import PAGES, Visit

EVERY = [*PAGES, "search"]
WIDTHS = (390, 768, 1280)


@pytest.mark.parametrize("files", [False, True], ids=["http", "file"])
@pytest.mark.parametrize("page", [*EVERY, "index"])
def test_a_page_runs_without_errors_and_asks_no_other_host(visit: Callable[..., Visit], page: str, files: bool) -> None:
    seen = visit(page, files=files)
    seen.page.wait_for_timeout(100)
    assert (seen.errors, seen.foreign) == ([], [])


@pytest.mark.parametrize("page", EVERY)
def test_nothing_sticks_out_sideways(visit: Callable[..., Visit], page: str) -> None:
    seen = visit(page)
    too_wide = {}
    for width in WIDTHS:
        seen.page.set_viewport_size({"width": width, "height": 800})
        if seen.page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide[width] = seen.page.evaluate(STICKING_OUT, width)
    assert too_wide == {}


STICKING_OUT = """width => [...document.querySelectorAll('body *')]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .map(element => element.outerHTML.slice(0, 120)).slice(0, 5)"""
