"""The chart of the ways that a dispute can go, which the first page and the picture in the README show."""

from __future__ import annotations

from beijing_ip.analysis.derived import Release
from beijing_ip.numbers.writing import join_words

from . import charts
from .captions import caption
from .marks import chart_mark

CHANNELS = (
    "court-cases-accepted",
    "mediation-disputes-accepted",
    "market-regulation-cases-concluded",
    "patent-infringement-cases",
)
"""The ways that a dispute can go, by what each of them counts."""


def channels_chart(release: Release, name: str) -> charts.Figure:
    """Draw the counts of the ways that a dispute can go: courts, mediation, market regulation, patent disputes.

    They are counts of different things, accepted or concluded, which neither add up nor make a ratio.
    """
    rows = [release[indicator] for indicator in CHANNELS]
    return charts.bars(
        [chart_mark(row) for row in rows],
        **caption(
            rows,
            name=name,
            headline=f"{rows[0]} court cases and {rows[1]} disputes for mediators, counted apart",
            subtitle=f"Cases and disputes in Beijing in {rows[0].period}, by channel, each in its own unit of count",
            alt="Bars from zero: " + join_words([f"{row.indicator.name_en.lower()}, {row}" for row in rows]) + ".",
        ),
    )
