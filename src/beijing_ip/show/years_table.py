"""The years in one table: indicators as rows, years as columns, with change and share where they may be formed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from beijing_ip.analysis import ratios
from beijing_ip.analysis.datum import Datum, NoNumber
from beijing_ip.analysis.frames import series
from beijing_ip.analysis.growth import GROWTH_SUFFIX
from beijing_ip.analysis.history import history_of
from beijing_ip.data.editions import find_edition
from beijing_ip.data.links import verbatim
from beijing_ip.data.loading import find_rows
from beijing_ip.numbers.decimals import format_decimal

from .tables import SplitNumber, markdown_table, split_number

_HEDGES = {"more-than": "[m]", "at-least": "[≥]", "nearly": "[n]", "at-most": "[≤]", "about": "[a]", "estimate": "[a]"}
_MILLION = 1_000_000
_FIXED = "\u00a0"
"""A space at which no line breaks, so that a range in a narrow column has two lines at most."""


def figures_by_year(indicator: str, place: str = "", years: Sequence[int] | None = None) -> dict[int, Datum]:
    """Return the figures of full years of one indicator, or of some years; none where no page gives any.

    Here and below, a place that is not named is that of the current edition.
    """
    history, place = history_of(), place or find_edition().place
    if indicator not in history.indicators or not history.preferred_if_any(indicator, place):
        return {}
    try:
        column = series(indicator, place=place, years=years)[indicator]
    except KeyError:
        return {}
    return {int(str(year)): cell for year, cell in column.items() if isinstance(cell, Datum)}


def yearly_indicators(chapter: str, year: int, place: str = "") -> list[str]:
    """Return the indicators of a chapter that have a figure of the year and of another one; rates left out."""
    rows = [row for row in find_rows("indicators", chapter=chapter) if row["unit"] != "per cent"]
    known = {row["indicator_id"]: figures_by_year(row["indicator_id"], place) for row in rows}
    return [name for name, figures in known.items() if year in figures and len(figures) > 1]


def change_on_year_before(indicator: str, year: int, place: str = "") -> Datum | NoNumber:
    """Return the growth rate of a year (0.1 is ten per cent more): computed, or else as printed for that year.

    A bound is no growth. Where there is neither, the reason.
    """
    figures = figures_by_year(indicator, place, [year - 1, year])
    for wanted in (year, year - 1):
        if wanted not in figures:
            computed: Datum | NoNumber = NoNumber(f"There is no figure of {indicator} for {wanted}.")
            break
    else:
        computed = figures[year] / figures[year - 1] - 1
    printed = figures_by_year(f"{indicator}{GROWTH_SUFFIX}", place, [year]).get(year)
    for rate in (computed, printed / 100 if printed else computed):
        if isinstance(rate, Datum) and not rate.is_bound:
            return rate
    return computed if isinstance(computed, NoNumber) else NoNumber("A bound gives no growth.")


def share_of_nation(indicator: str, year: int, place: str = "") -> Datum | NoNumber:
    """Return a place's share of the nation's number of a count (`ratios.share_of_nation`), or the reason.

    A bound is no share.
    """
    part = figures_by_year(indicator, place, [year]).get(year)
    if part is None:
        return NoNumber(f"There is no figure of {indicator} for {place} and {year}.")
    share = ratios.share_of_nation(part.observation)
    if isinstance(share, Datum) and (share.is_bound or share.lower == 0):
        return NoNumber("A bound gives no share.")
    return share


TOLD_TWICE = {
    "copyright-registrations": "copyright-works-national-notice",
    "invention-patents-per-10000-residents": "invention-patents-in-force",
}
"""A rounded copy of another number, and a stock told once more as a ratio."""


def changes_of(year: int, place: str = "") -> dict[str, Datum]:
    """Return by indicator how all counts of a place changed on the year before (`change_on_year_before`).

    The largest stands first. What is TOLD_TWICE, or is no count, is left out; so are residents.
    """
    return _of_all_counts(change_on_year_before, year, place)


def shares_of(year: int, place: str = "") -> dict[str, Datum]:
    """Return by indicator the shares of a place in the nation's numbers (`share_of_nation`), as `changes_of` does."""
    return _of_all_counts(share_of_nation, year, place)


def _of_all_counts(compute: Callable[[str, int, str], Datum | NoNumber], year: int, place: str) -> dict[str, Datum]:
    counts = (row for row in find_rows("indicators") if row["unit"] not in ("per cent", "rank"))
    names = [row["indicator_id"] for row in counts if row["concept"] != "residents"]
    found = {name: cell for name in names if isinstance(cell := compute(name, year, place), Datum)}
    once = {name: cell for name, cell in found.items() if TOLD_TWICE.get(name) not in found}
    return dict(sorted(once.items(), key=lambda item: item[1].value, reverse=True))


def years_table(groups: Mapping[str, Sequence[str]], years: Sequence[int], year: int, place: str = "") -> str:
    """Return groups of indicators over the years in Markdown, each under its name, with change and share of one year.

    Money is in millions of yuan.

    As statistical offices do, a letter in a column behind the number marks what is to be known of it: [b] a figure that
    a break parts from the one before, [u] one of low reliability, [m], [n] and [a] one printed as more than, nearly or
    about that number, [p] a rate as printed. Each number is a link, as in a sentence.
    """
    headers = ["Indicator", f"Change {year}", f"Share of\u00a0{find_edition().nation}", *map(str, years)]
    parted: list[list[SplitNumber]] = []
    for group, indicators in groups.items():
        parted.append([SplitNumber(f"**{group}**"), *[SplitNumber("")] * len(headers[1:])])
        parted += _rows(indicators, years, year, place)
    heads, columns = [], []
    for head, cells in zip(headers, zip(*parted, strict=True), strict=True):
        heads.append(head)
        columns.append([cell.number for cell in cells])
        if any(cell.notes for cell in cells):
            heads.append("")
            columns.append([cell.notes for cell in cells])
    return markdown_table(list(zip(*columns, strict=True)), heads, right=headers[1:])


def _rows(indicators: Sequence[str], years: Sequence[int], year: int, place: str) -> list[list[SplitNumber]]:
    rows = []
    for name in indicators:
        figures, meaning = figures_by_year(name, place), history_of().indicator(name)
        unit = "million yuan" if meaning.unit == "yuan" else meaning.unit
        said = unit.split()[0] in meaning.name_en.lower()
        rates = (change_on_year_before(name, year, place), "+.1%"), (share_of_nation(name, year, place), ".1%")
        rows.append(
            [
                SplitNumber(verbatim(meaning.name_en if said else f"{meaning.name_en}, {unit}")),
                *(_write_rate(rate, spec) for rate, spec in rates),
                *(_write(figures[each]) if each in figures else SplitNumber("") for each in years),
            ]
        )
    return rows


def _write_rate(rate: Datum | NoNumber, spec: str) -> SplitNumber:
    if isinstance(rate, NoNumber):
        return SplitNumber("")
    said = split_number(format(rate, spec))
    assert said is not None
    if not said.number:
        return SplitNumber("", rate.link(said.range.replace(" to", f"{_FIXED}to"), spec))
    # One figure behind it: it was printed and not computed.
    printed = len(rate.points) == 1
    link = rate.points[0].observation.link(said.number) if printed else rate.link(said.number, spec)
    return SplitNumber(link, f"{'[a]' * bool(said.range)}{'[p]' * printed}")


def _write(cell: Datum) -> SplitNumber:
    number = format_decimal(cell.value / _MILLION if cell.unit == "yuan" else cell.value)
    hedge = _HEDGES.get(cell.observation.qualifier, "")
    return SplitNumber(cell.link(number), f"{hedge}{'[b]' * cell.after_break}{'[u]' * cell.doubtful}")
