"""Eight times as many observations, breaks and indicators take about eight times as long to pack for Explore."""

import time

from beijing_ip.data.loading import load_tables
from beijing_ip.data.schema import Row, Table, Tables
from beijing_ip.publish.explore import build_payload

RENAMED = {
    "indicators": ("indicator_id", "concept"),
    "observations": ("observation_id", "indicator_id"),
    "corrections": ("observation_id",),
    "breaks": ("break_id", "from_indicator", "to_indicator"),
}
"""The columns that make a row one of another indicator."""


def enlarge(times: int) -> Tables:
    """Return the tables with copies of all indicators, under names of their own."""
    tables = dict(load_tables())
    for name, columns in RENAMED.items():
        copies = [
            {**row, **{column: f"{row[column]}-{number}" for column in columns if number}}
            for number in range(times)
            for row in tables[name]
        ]
        tables[name] = Table(Row(cells, number) for number, cells in enumerate(copies, start=2))
    return tables


def test_time_grows_with_the_observations() -> None:
    seconds = []
    # What the first one loads is no time of its own.
    for times in (1, 1, 8):
        tables = enlarge(times)
        start = time.process_time()
        build_payload(tables)
        seconds.append(time.process_time() - start)
    # More than the even share, for machines that do something else meanwhile.
    assert seconds[2] / seconds[1] < 1.6 * 8
