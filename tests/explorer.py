"""The page Explore, opened once for many tests: `desk` on a wide screen, `phone` on a dark phone."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Tabs, Visit

from beijing_ip.publish.offered import encode_rows

PAGE = "book/explore"
VIEWS = {
    "one place": "patents-granted&places=beijing",
    "bases that differ": "invention-patents-per-10000-residents&places=beijing,shanghai,shenzhen,china",
    "breaks and bounds": "website-inspections&places=beijing",
    "one figure": "patent-infringement-cases-ecommerce&places=beijing",
    "no full year": "residents-census&places=beijing,shanghai",
    "China beside it": "copyright-works-national-notice&places=beijing,china,shanghai",
    "two indicators": "court-cases-accepted,court-cases-concluded&places=beijing",
    "shares": "invention-patents-in-force&places=beijing,china,shanghai&show=share",
    "changes": "court-cases-accepted&places=beijing&show=change",
    "parts of a year": "customs-batches-seized&places=beijing,china",
    "not known": "patents-grantd&places=beijing",
}


class Explorer:
    """The page, opened once; another view is another address of it."""

    def __init__(self, seen: Visit) -> None:
        self.seen, self.page = seen, seen.page

    def show(self, asked: str) -> Any:
        """Go to a view by its name, or by what its address says behind `#indicator=`."""
        self.page.evaluate(
            """asked => new Promise((done) => {
                if (location.hash === asked) return done();
                addEventListener("hashchange", () => setTimeout(done), { once: true });
                location.hash = asked;
            })""",
            f"#indicator={VIEWS.get(asked, asked)}",
        )
        return self.page

    def text(self, selector: str) -> str:
        # The page has curly apostrophes, the data have straight ones.
        return str(self.page.locator(selector).inner_text()).replace("’", "'")


def opened(tabs: Tabs, *, width: int = 1280, height: int = 800, dark: bool = False, **how: Any) -> Iterator[Explorer]:
    with tabs.lend(**how) as seen:
        seen.show(width, height, dark=dark)
        seen.open(PAGE)
        yield Explorer(seen)


@pytest.fixture(scope="module")
def desk(tabs: Tabs) -> Iterator[Explorer]:
    """On a wide screen, from the disk."""
    yield from opened(tabs, files=True)


@pytest.fixture(scope="module")
def phone(tabs: Tabs) -> Iterator[Explorer]:
    """On a dark phone, over http."""
    yield from opened(tabs, width=390, height=844, dark=True)


def rows_of(page: Any) -> list[dict[str, str]]:
    with page.expect_download() as started:
        page.locator(".explore-csv").click()
    content = Path(started.value.path()).read_bytes()
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert content == encode_rows([head, *rows]), "with its mark and its quotes, as every CSV of the book"
    return [dict(zip(head, row, strict=True)) for row in rows]
