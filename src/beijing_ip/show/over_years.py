"""From series to a page: lines that stop at breaks, tables with a source for each year, comparisons in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase

from beijing_ip.analysis.audit import in_digits
from beijing_ip.analysis.series import (
    BROKEN,
    DOUBTFUL,
    PRINTED_RATIO,
    STOCK,
    ClearedYear,
    Comparison,
    Growth,
    PerHead,
    Point,
    Series,
    Share,
    growth,
    series,
)
from beijing_ip.data.observations import Source, load_tables
from beijing_ip.data.schema import records
from beijing_ip.numbers.measures import ratio
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import join_words, lower_first

from . import charts, figure_data, tables
from .captions import cite_source, describe_number, describe_place, summarise_sources

YEAR = 2020
"""The year of the white paper, marked in every chart over time."""


def chart_line(one: Series, label: str = "") -> charts.Line:
    """Return what a chart draws for a series: its segments, and the reason of every gap between them."""
    segments = [
        [
            charts.LinePoint(point.year, point.quantity, point.text, point.doubtful, _about(point))
            for point in segment.points
        ]
        for segment in one.segments
    ]
    gaps = [charts.LineGap(gap.after, gap.before, gap.reason) for gap in one.gaps]
    return charts.Line(label or one.indicator.name_en, one.indicator.name_zh, segments, gaps, _unit(one))


def _unit(one: Series) -> str:
    return _sign(one) or one.indicator.unit


def _about(point: Point) -> str:
    """How exact the figure of a year is, and where it stands."""
    if point.correction is None:
        return describe_number(point.observation)
    return f"Corrected: {point.correction.reason_en} {describe_place(point.observation)}"


def chart_panel(one: Series, reading: str, label: str = "") -> charts.Panel:
    """Return a small chart of one series with the sentence that says how to read it."""
    name = label or one.indicator.name_en
    return charts.Panel(name, one.indicator.name_zh, one.indicator.unit, [chart_line(one, one.place)], reading)


def series_caption(many: Sequence[Series], *, name: str, headline: str, subtitle: str, alt: str) -> charts.Caption:
    """Complete the words of a chart over time with its sources, and the table of its points and breaks."""
    return charts.Caption(
        name=name,
        headline=headline,
        subtitle=subtitle,
        alt=alt,
        source=series_source_line(many),
        table=series_table(many),
        data=figure_data.write_csv([figure_data.point_row(one, point) for one in many for point in one.points]),
        notes=series_notes(many),
    )


def series_source_line(many: Sequence[Series]) -> str:
    """Say where the points were read: publishers, number of pages, grades. Each page is named below the table."""
    return f"{summarise_sources(_sources(many))}, named below the table."


def series_table(many: Sequence[Series]) -> str:
    """Every point of some series, a row for each year: the number, what rounding leaves open, a letter for its source.

    As statistical offices do, [b] marks a figure that a break parts from the one before, [u] one of low reliability.
    """
    letters = _letters(many)
    places = len({one.place for one in many}) > 1
    headers = [f"{one.indicator.name_en}, {one.place}" if places else one.indicator.name_en for one in many]
    years = sorted({point.year for one in many for point in one.points})
    rows = [[str(year), *(_cell(one, year, letters) for one in many)] for year in years]
    return tables.markdown_table(rows, ["Year", *headers], right=headers)


def series_notes(many: Sequence[Series]) -> str:
    """What belongs under the table: the sources by letter, the shorthand, and where lines stop and why."""
    letters = _letters(many)
    named = "; ".join(f"({letters[source.source_id]}) {cite_source(source)}" for source in _sources(many))
    shorthand = []
    if any(one.gaps for one in many):
        shorthand.append(f"[b] {BROKEN}.")
    if any(point.doubtful for one in many for point in one.points):
        shorthand.append(f"[u] {DOUBTFUL}.")
    # A reason that cuts several series at one place stands once.
    parted: dict[tuple[str, int, int, str], list[str]] = {}
    for one in many:
        for gap in one.gaps:
            parted.setdefault((one.place, gap.after, gap.before, gap.reason), []).append(one.indicator.name_en)
    breaks = []
    for (place, after, before, reason), names in parted.items():
        concerned = join_words([lower_first(name) if n else name for n, name in enumerate(names)])
        breaks.append(f"- **{concerned}, {place}, {after} to {before}.** {reason}")
    paragraphs = [
        f"Read in: {named}.",
        " ".join(shorthand),
        "\n".join(["No line joins these:", "", *breaks]) if breaks else "",
    ]
    return "\n\n".join(filter(None, paragraphs))


def series_table_with_notes(many: Sequence[Series]) -> str:
    """A table of series with what belongs under it."""
    return f"{series_table(many)}\n\n{series_notes(many)}"


def _sources(many: Sequence[Series]) -> list[Source]:
    return list({source.source_id: source for one in many for source in one.sources}.values())


def _letters(many: Sequence[Series]) -> dict[str, str]:
    names = [source.source_id for source in _sources(many)]
    return {name: ascii_lowercase[n % 26] * (n // 26 + 1) for n, name in enumerate(names)}


def _cell(one: Series, year: int, letters: Mapping[str, str]) -> str:
    point = one.point(year)
    if point is None:
        return ""
    either_way = point.observation.rounded_to / 2
    rounded = point.observation.qualifier == "rounded" and point.correction is None
    parts = [
        "[b]" if any(gap.before == year for gap in one.gaps) else "",
        "[u]" if point.doubtful else "",
        f"{point.text}{_sign(one)}",
        f"± {float(either_way):,g}" if rounded else "",
        f"({letters[point.observation.source.source_id]})",
    ]
    return "\u00a0".join(filter(None, parts))


def comparison_list(rows: Iterable[Comparison]) -> str:
    """One sentence for each place: what may be compared, what may not, and why."""
    return "\n".join(f"- {row.sentence}{f' *Divided by:* {row.base}.' if row.base else ''}" for row in rows)


def growth_table(rows: Sequence[Growth]) -> str:
    """Growth as a table: computed with its interval, or the reason why there is none; printed growth beside it."""
    agreement = {True: "agree", False: "do not agree", None: ""}
    return tables.markdown_table(
        [
            [
                f"{row.indicator.name_en}, {row.place}",
                f"{row.from_year} to {row.to_year}",
                str(row),
                in_digits(row.printed) if row.printed else "none seen",
                agreement[row.agrees],
            ]
            for row in rows
        ],
        ["Indicator and place", "Years", "Computed growth, or why none", "Printed", "Agreement"],
    )


def clearance_table(rows: Sequence[ClearedYear]) -> str:
    """Clearance by year as a table: accepted, concluded, rate, change in pending cases."""
    return tables.markdown_table(
        [[str(row.year), row.accepted.text, row.concluded.text, f"{row.rate:1}%", str(row.pending)] for row in rows],
        ["Year", "Accepted", "Concluded", "Clearance rate", "Change in pending"],
        right=["Accepted", "Concluded", "Clearance rate", "Change in pending"],
    )


def shares_table(rows: Sequence[Share]) -> str:
    """The share of a place in a larger one by year, as a table."""
    numbers = [*(point.observation.place for point in (rows[0].part, rows[0].whole)), "Share"]
    return tables.markdown_table(
        [[str(row.year), row.part.text, row.whole.text, f"{row.quantity}%"] for row in rows],
        ["Year", *numbers],
        right=numbers,
    )


def chart_pair(row: PerHead) -> charts.Pair:
    """Return what a chart draws for one place, the printed ratio and the recomputed one, or raise ValueError."""
    if row.printed is None:
        raise ValueError(f"no printed ratio of {row.place} in {row.year}: show it in a table")
    return charts.Pair(
        f"{row.place}, {row.year}",
        "",
        row.printed.quantity,
        row.printed.text,
        row.quantity,
        row.text,
        _about(row.printed),
        _recomputed(row),
        row.printed.observation.indicator.unit,
    )


def _recomputed(row: PerHead) -> str:
    """The interval of a recomputed ratio, and from what it was computed."""
    between = "" if row.quantity.lower is None and row.quantity.upper is None else f"{row.quantity}. "
    stock, residents = row.stock.observation.indicator, row.residents.indicator
    return f"{between}Computed: {lower_first(stock.name_en)} ÷ {lower_first(residents.name_en)} × 10,000."


def _sign(one: Series) -> str:
    return "%" if one.indicator.unit == "per cent" else ""


def describe_series(one: Series) -> str:
    """Return one sentence on a series in the year of the white paper: growth on the last figure before, or why none."""
    now = one.point(YEAR)
    if now is None:
        return "No figure of the year may be used."
    before = [point.year for point in one.points if point.year < YEAR]
    if not before:
        return f"{now.text}{_sign(one)}; no earlier figure may be used."
    grown_by = growth(one.indicator.indicator_id, one.place, before[-1], YEAR)
    if grown_by.quantity is None:
        parted = any(before[-1] <= gap.after and gap.before <= YEAR for gap in one.gaps)
        why = "since a line would cross a break." if parted else f"because: {grown_by.reason}"
        return f"{now.text}{_sign(one)}; not held against {before[-1]} {why}"
    doubt = ", which was read in a poor copy" if grown_by.doubtful else ""
    return f"{now.text}{_sign(one)}: {format_growth(grown_by)} on {before[-1]}{doubt}."


def format_growth(one: Growth) -> str:
    """Return growth in per cent with its sign, as `_one_number` writes it; raises ValueError where there is none."""
    quantity = _grown(one)
    if quantity.is_bound:
        return f"{quantity.text(0)}%"
    return f"{'+' if quantity.value > 0 else ''}{_one_number(quantity, 1)}%"


def _grown(one: Growth) -> Quantity:
    if one.quantity is None:
        raise ValueError(f"no growth of {one.indicator.indicator_id}: {one.reason}")
    return one.quantity


def _one_number(quantity: Quantity, decimals: int) -> str:
    """The number that all inside an interval prints as with so many decimals, else the shortest one inside.

    The interval itself where it is wider than a tenth of what it is about: one number would hide too much.
    """
    text = quantity.text(decimals)
    if " to " not in text or quantity.lower is None or quantity.upper is None:
        return text
    return quantity.text() if quantity.upper - quantity.lower > abs(quantity.value) / 10 else quantity.short()


def growth_in_words(one: Growth) -> str:
    """Return growth as a verb and a number, "fell by 23.5%"; raises ValueError where rounding leaves its sign open."""
    quantity = _grown(one)
    if quantity.lower is None or quantity.upper is None or quantity.contains(0):
        raise ValueError(f"whether {one.indicator.indicator_id} rose or fell is not known: say its range instead")
    if quantity.value > 0:
        return f"rose by {_one_number(quantity, 1)}%"
    return f"fell by {_one_number(-quantity, 1)}%"


def has_risen(one: Series) -> bool | None:
    """Return whether a series rose in the year of the white paper on the figure before; None where none may say."""
    before = [point.year for point in one.points if point.year < YEAR]
    if not before or one.point(YEAR) is None:
        return None
    quantity = growth(one.indicator.indicator_id, one.place, before[-1], YEAR).quantity
    if quantity is None or quantity.lower is None or quantity.upper is None or quantity.contains(0):
        return None
    return quantity.value > 0


def usable_series(chapter: str, place: str = "Beijing") -> list[Series]:
    """Return the series of a chapter that have the year of the white paper and another year; percentages left out."""
    names = [row["indicator_id"] for row in records(load_tables()["indicators"]) if row["chapter"] == chapter]
    found = [series(name, place) for name in names]
    return [one for one in found if one.point(YEAR) and len(one.points) > 1 and one.indicator.unit != "per cent"]


def format_ratio(one: Quantity, other: Quantity, decimals: int) -> str:
    """Return how many times as large one number is as another, as one number.

    It has so many decimals where all inside its interval prints so, and is the shortest number inside elsewhere.
    """
    return _one_number(ratio(one, other), decimals)


def per_head_caption(rows: Sequence[PerHead], *, name: str, headline: str, subtitle: str, alt: str) -> charts.Caption:
    """Complete the words of a chart of ratios per 10,000 residents: printed, recomputed, and what they were made of."""
    sources = {
        source.source_id: source
        for row in rows
        for source in (
            row.stock.observation.source,
            row.residents.source,
            *([row.printed.observation.source] if row.printed else []),
        )
    }
    table = tables.markdown_table(
        [
            [
                f"{row.place}, {row.year}",
                row.printed.text if row.printed else "none seen",
                row.text,
                f"{row.stock.text}: {cite_source(row.stock.observation.source)}",
                f"{int(row.residents.value):,}: {cite_source(row.residents.source)}",
            ]
            for row in rows
        ],
        ["Place and year of the stock", "As printed", "Recomputed", "Stock", "Residents"],
        right=["As printed", "Recomputed"],
    )
    base = rows[0].residents.indicator.name_en.lower()
    source = f"{summarise_sources(sources.values())}, named for each number in the table; base: {base}."
    data = figure_data.write_csv(each for row in rows for each in _head_data(row))
    return charts.Caption(
        name=name, headline=headline, subtitle=subtitle, alt=alt, source=source, table=table, data=data
    )


def _head_data(row: PerHead) -> list[list[str]]:
    """The ratio as printed and as recomputed, and the two numbers from which it was."""
    ratio_of = series(PRINTED_RATIO, row.place)
    unit, year = ratio_of.indicator.unit, str(row.year)
    name = f"{ratio_of.indicator.name_en}, recomputed"
    return [
        *([figure_data.point_row(ratio_of, row.printed)] if row.printed else []),
        figure_data.computed_row(name, row.place, year, row.text, row.quantity, unit, _recomputed(row)),
        figure_data.point_row(series(STOCK, row.place), row.stock),
        figure_data.observation_row(row.residents, f"{int(row.residents.value):,}"),
    ]
