"""The figures of the release as a table for readers: each with its unit, hedge, interval, change, place and source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from beijing_ip.analysis.growth import growth_in, printed_growth, without_growth
from beijing_ip.analysis.series import cut_series
from beijing_ip.analysis.tidy import plain_digits
from beijing_ip.data.columns import ENDS_FIELDS, describe_field
from beijing_ip.data.editions import find_edition
from beijing_ip.data.observations import Observation, find_observations, load_release
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import format_quantity, join_words
from beijing_ip.show.figure_data import DIGITS, interval_digits

from .offered_tables import OfferedTable


class Change(NamedTuple):
    """How a figure changed on the year before, in per cent; without a quantity, `about` says why there is none."""

    quantity: Quantity | None
    about: str


def read_release_figures() -> OfferedTable:
    """Return the figures of the current edition's release in the order of its text, a row each."""
    about = find_edition()
    return OfferedTable(
        "release-figures",
        "Release figures",
        f"Every figure that the release prints of {about.place} for {about.year}, in the order of its text, with its "
        f"change on {about.before} where one may be computed or is printed.",
        _fields(about.before),
        [[plain_digits(cell) for cell in _row(row)] for row in load_release().values()],
    )


def change_of(row: Observation) -> Change:
    """Return the change of a figure's indicator on the year before: computed, or else as printed for that year.

    It is that of the series, where a more exact print may stand than in the release. A bound is no change.
    """
    year = int(row.period[:4])
    name = row.indicator.indicator_id
    one = cut_series(name, row.place)
    computed = growth_in(one, year - 1, year)
    if computed.quantity and not computed.quantity.is_bound:
        figures = [f"{point.text} in {point.year}" for point in (one.point(year), one.point(year - 1)) if point]
        return Change(computed.quantity, f"Computed from {join_words(figures)}.")
    printed = printed_growth(name, row.place, year)
    if printed and not printed.quantity.is_bound:
        return Change(printed.quantity, f"As printed by {printed.source.title or printed.source.publisher}.")
    rows = find_observations(indicator=name, place=row.place)
    return Change(None, without_growth(one, rows, year) or computed.reason or "A bound gives no change.")


def _fields(before: int) -> list[dict[str, Any]]:
    change = f"Change on {before}"
    return [
        describe_field("Indicator", "string", "What was counted or measured."),
        describe_field("Value [note 2]", "number", "The number, as printed, in the unit beside it."),
        describe_field("Unit", "string", "Unit of value, least and most."),
        describe_field("Hedge [note 3]", "string", "How the release hedges the number."),
        _may_be_empty("Least [note 4]", "number", ENDS_FIELDS[0]["description"]),
        _may_be_empty("Most [note 4]", "number", ENDS_FIELDS[1]["description"]),
        _may_be_empty(f"{change} in words [note 5]", "string", "The change as a sentence prints it."),
        _may_be_empty(f"{change}, per cent", "number", f"The change that the printed numbers give. {DIGITS}"),
        _may_be_empty(f"{change}, least", "number", "The least that rounding leaves open."),
        _may_be_empty(f"{change}, most", "number", "The most that rounding leaves open."),
        describe_field("About the change", "string", "How the change is known, or why there is none."),
        describe_field("As printed", "string", "The number as the release prints it."),
        _may_be_empty("Paragraph [note 7]", "integer", "Where it stands; the title is paragraph 1."),
        _may_be_empty("Sentence", "integer", "Which sentence of the paragraph."),
        describe_field("Words around it", "string", "A few words of the release, exactly as printed."),
        describe_field("Stock or flow [note 6]", "string", "Whether it counts events of the year or what exists."),
        describe_field("Compare with", "string", "What the number may be held against."),
        describe_field("Do not compare with", "string", "What looks alike and is not."),
        describe_field("Remarks", "string", "What a careful reader must know before using the number."),
        describe_field("Chinese name [note 13]", "string", "Name of the indicator in Chinese."),
        describe_field("Source", "string", "Title of the release."),
        _may_be_empty("Source address", "string", "Address of that page, where the copy is of grade A."),
        describe_field("observation_id", "string", "The row of the sheet Observations."),
    ]


def _may_be_empty(name: str, kind: str, meaning: str) -> dict[str, Any]:
    return describe_field(name, kind, meaning, required=False)


def _row(row: Observation) -> Iterator[object]:
    meaning, change = row.indicator, change_of(row)
    yield from (meaning.name_en, row.value, row.unit, row.qualifier.replace("-", " "), *row.whole(row.quantity).ends)
    yield from (*_write_change(change.quantity), change.about)
    yield from (row.as_printed, row.paragraph, row.sentence, row.phrase, meaning.stock_or_flow)
    yield from (meaning.comparable_with, meaning.not_comparable_with, row.note_en, meaning.name_zh)
    yield from (row.source.title or row.source.publisher, row.source.address, row.observation_id)


def _write_change(rate: Quantity | None) -> Iterator[object]:
    """In words, and as numbers."""
    if rate is None:
        yield from [None] * 4
        return
    said = f"{format_quantity(rate, 1, sign=True)}%"
    yield from (said, *interval_digits(rate, said))
