"""The built pages as they are written, each read and parsed once for all tests; nobody may change what it gets."""

from functools import cache

import pytest
from browser import HTML
from bs4 import BeautifulSoup


@cache
def page(name: str) -> BeautifulSoup:
    """A page of the built book by its name without suffix; without a built book the test is left out."""
    if not (HTML / "index.html").exists():
        pytest.skip("there is no built book in _build/html: run make book first")
    return BeautifulSoup((HTML / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def title(name: str) -> str:
    """The heading of a page, without its number and the link beside it."""
    heading = page(name).h1
    assert heading, f"{name} has no heading"
    apart = heading.select(".section-number, .headerlink")
    texts = (text for text in heading.find_all(string=True) if not any(part in text.parents for part in apart))
    return "".join(texts).strip()
