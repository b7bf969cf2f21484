"""What several tests share: the folder of the project, its notebooks, and its pages in a browser."""

import json
import math
import os
import re
import signal

import pytest
from hypothesis import Phase, settings
from pages import HTML, ROOT

from beijing_ip.analysis.growth import GROWTH_SUFFIX, Growth
from beijing_ip.analysis.history import history_of
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import Observation
from beijing_ip.data.schema import Row, Table, Tables
from beijing_ip.numbers.measures import fits_printed

pytest_plugins = ["browser", "explorer", "printed_book", "released"]

# A shell starts what runs beside other commands deaf to an interrupt, and so would be the builds that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples in every run: a test that fails does so for everybody.
settings.register_profile("reproducible", derandomize=True, deadline=None)
settings.load_profile("reproducible")

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def examples(many: int) -> settings:
    """Return how many examples a test tries that draws a chart of each: a sixth of them outside CI.

    There what fails is not made shorter either, which takes minutes; set CI=1 for that.
    """
    if os.environ.get("CI"):
        return settings(max_examples=many, deadline=None)
    return settings(max_examples=math.ceil(many / 6), deadline=None, phases=[Phase.explicit, Phase.generate])


def unlinked(text: str) -> str:
    """Markdown without the links of its numbers."""
    return re.sub(r'\[([^]]+)\]\(\S+ "(?:[^"\\]|\\.)+"\)', r"\1", text)


def with_rows(name: str, *rows: Row, tables: Tables | None = None) -> Tables:
    """The tables with some rows of one of them in place of those of the same number, or after them."""
    tables = tables or load_tables()
    by_number = {row.number: row for row in (*tables[name], *rows)}
    return {**tables, name: Table(by_number.values())}


def with_row_added(name: str, **cells: str) -> Tables:
    """The tables with one row more in one of them; what is not named is empty."""
    last = load_tables()[name][-1]
    return with_rows(name, Row({column: cells.get(column, "") for column in last}, last.number + 1))


def printed_growth(one: Growth, tables: Tables | None = None) -> Observation | None:
    """The growth that a source prints for the same two years, if one does."""
    rows = history_of(tables).preferred(one.indicator.indicator_id + GROWTH_SUFFIX, one.place)
    return next((row for row in rows if row.period == str(one.to_year) and one.to_year - one.from_year == 1), None)


def agrees(one: Growth, tables: Tables | None = None) -> bool | None:
    """Whether printed growth, rounded half up or cut off, fits the figures; None where one of the two is missing."""
    printed = printed_growth(one, tables)
    if one.quantity is None or printed is None:
        return None
    return fits_printed(one.quantity, printed.value, printed.rounded_to, printed.qualifier)


def contrast(one: str, other: str) -> float:
    """The contrast ratio, as WCAG 2.2 defines it, of two colours such as `#fff`, `#12436D` or `rgb(18, 67, 109)`."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    if colour.startswith("#"):
        digits = colour[1:] if len(colour) == 7 else "".join(letter * 2 for letter in colour[1:])
        levels = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    else:
        levels = [int(level) for level in re.findall(r"\d+", colour)[:3]]
    parts = [level / 255 for level in levels]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.fixture(scope="session")
def built() -> None:
    """For tests of what is built: without it they are left out, and fail where nothing may be left out."""
    if not (HTML / "index.html").exists():
        message = "there is no built book in _build/html: run make book first"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="session")
def notebooks() -> dict[str, dict]:
    """Every stored notebook by its name."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in NOTEBOOKS}
