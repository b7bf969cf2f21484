"""What was public once has its address for good: the page, file or figure itself, or a page that leads to its heir."""

import os
from pathlib import Path

import pytest
from pages import HTML, MOVED, PAGES, ROOT, parsed

LIST = Path(__file__).parent / "addresses.txt"
LINES = LIST.read_text(encoding="utf-8").splitlines()
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


def addresses_of_today() -> set[str]:
    """Pages and figures, and what the book offers: files to take along, and notebooks."""
    files = [*(HTML / "_downloads").rglob("*.*"), *(HTML / "_sources").rglob("*.ipynb")]
    figures = {f"{page}.html#{one['id']}" for page in PAGES for one in parsed(page).select("figure[id]")}
    pages = {f"{page}.html" for page in (*PAGES, *MOVED, "index", "search")}
    return {*pages, *figures, *(path.relative_to(HTML).as_posix() for path in files if path.is_file())}


@pytest.mark.usefixtures("built")
def test_every_page_is_listed_and_all_that_a_version_makes_public() -> None:
    new = addresses_of_today() - set(ADDRESSES)
    if os.environ.get("RENEW"):
        remarks = [line for line in LINES if line.startswith("#")]
        LIST.write_text("\n".join([*remarks, *sorted({*ADDRESSES, *new})]) + "\n", encoding="utf-8")
        return
    if "\n## Next\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"):
        # Files and figures may still get another name.
        new = {address for address in new if address.endswith(".html")}
    assert new == set(), "add them: RENEW=1 .venv/bin/python -m pytest tests/publish/test_addresses_stay.py"


@pytest.mark.usefixtures("built")
def test_what_moved_leads_to_a_page_of_today() -> None:
    for old, new in MOVED.items():
        page, _, place = new.partition("#")
        assert page in PAGES, old
        assert not place or parsed(page).find(id=place), old
