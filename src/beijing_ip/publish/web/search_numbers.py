"""What the search says of an indicator: its figure of the book's year first, then those of other places and years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from beijing_ip.analysis.growth import growth, printed_growth
from beijing_ip.analysis.history import history_of
from beijing_ip.analysis.series import cut_series
from beijing_ip.data.editions import EditionRow, find_edition
from beijing_ip.data.observations import Indicator, Observation, load_observations, load_release
from beijing_ip.numbers.writing import format_date, format_quantity


@dataclass(frozen=True)
class NumberEntry:
    """An indicator as the search knows it: other names, the line that answers, and its other figures, a line each."""

    indicator: Indicator
    names: list[str]
    answer: str
    others: list[str]


def number_entries() -> Iterator[NumberEntry]:
    """Yield an entry for each indicator that has a figure, in the order of the figures.

    The answer is the figure of the book's year and place, as the release prints it where it does, with the change on
    the year before where both may be compared. Without a figure of that year, the answer says so.
    """
    by_indicator: dict[str, list[Observation]] = {}
    for row in load_observations():
        by_indicator.setdefault(row.indicator.indicator_id, []).append(row)
    release, edition = load_release(), find_edition()
    place, year = edition.place, str(edition.year)
    for name, rows in by_indicator.items():
        rows.sort(key=lambda row: _order(row, release.get(name), edition))
        first = rows[0]
        lines = list(dict.fromkeys(map(_line, rows)))
        if first.place != place and any(row.place == place for row in rows):
            answer = f"No figure of {place} in {year} was found"
        elif first.period.startswith(year):
            answer = lines.pop(0) + _change(first, edition.year)
        else:
            answer = f"No figure of {year} was found"
        phrases = [release[name].phrase] if name in release else []
        yield NumberEntry(first.indicator, [first.indicator.name_zh, *phrases], answer, lines)


def _order(row: Observation, printed: Observation | None, edition: EditionRow) -> tuple[bool, bool, bool, bool, int]:
    """The book's year, its place and its release stand first; then the preferred figures, the latest first."""
    in_year = row.period.startswith(str(edition.year))
    return not in_year, row.place != edition.place, row is not printed, row.series != "preferred", -int(row.period[:4])


def _line(row: Observation) -> str:
    unit = "" if row.unit in ("per cent", "rank") else f" {row.unit}"
    point = history_of().point(row)
    number = row.value_text if row.unit == "rank" else point.text if point.correction else row.in_digits
    line = f"{number}{unit}, {row.place}, {' to '.join(map(format_date, row.period.split('/')))}"
    # Whoever asks for a rank asks whose word it is.
    return f"{line}. {row.note_en}" if row.unit == "rank" else line


def _change(row: Observation, year: int) -> str:
    if row.unit in ("per cent", "rank") or row.period != str(year):
        return ""
    before = year - 1
    rate = growth(row.indicator.indicator_id, row.place, before, year).quantity
    printed = printed_growth(row.indicator.indicator_id, row.place, year)
    if rate is None and printed and printed.value:
        size = printed.in_digits.removeprefix("−")
        return f"; {'up' if printed.value > 0 else 'down'} {size} on {before} as printed"
    if rate is None or not rate.value:
        return ""
    # The words "up" and "down" stand for the sign.
    size = format_quantity(rate if rate.value > 0 else -rate, 0 if rate.is_bound else 1)
    used = cut_series(row.indicator.indicator_id, row.place).point(year)
    # A reader who computes it from the rounded number beside it would find another.
    whose = f"{used.text} is " if used and used.observation != row else ""
    return f"; {whose}{'up' if rate.value > 0 else 'down'} {size}% on {before}"
