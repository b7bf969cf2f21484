"""Series as tables in Markdown, with a source for each year, and under them the breaks and what the signs mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase

from beijing_ip.analysis.comparison import ClearedYear, Comparison, Share
from beijing_ip.analysis.growth import Growth
from beijing_ip.analysis.series import BROKEN, DOUBTFUL, Series
from beijing_ip.data.observations import Source
from beijing_ip.numbers.writing import join_words, lower_first

from .citations import cite_source
from .marks import percent_sign
from .tables import markdown_table


def series_table(many: Sequence[Series]) -> str:
    """Every point of some series, a row for each year: the number, what rounding leaves open, a letter for its source.

    As statistical offices do, [b] marks a figure that a break parts from the one before, [u] one of low reliability.
    """
    letters = _source_letters(many)
    places = len({one.place for one in many}) > 1
    headers = [f"{one.indicator.name_en}, {one.place}" if places else one.indicator.name_en for one in many]
    years = sorted({point.year for one in many for point in one.points})
    rows = [[str(year), *(_series_cell(one, year, letters) for one in many)] for year in years]
    return markdown_table(rows, ["Year", *headers], right=headers)


def series_notes(many: Sequence[Series]) -> str:
    """What belongs under the table: the sources by letter, the shorthand, and where lines stop and why."""
    letters = _source_letters(many)
    named = "; ".join(f"({letters[source.source_id]}) {cite_source(source)}" for source in sources_of(many))
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


def sources_of(many: Sequence[Series]) -> list[Source]:
    """The sources of the points of series, each once, in the order in which they come."""
    return list({source.source_id: source for one in many for source in one.sources}.values())


def _source_letters(many: Sequence[Series]) -> dict[str, str]:
    names = [source.source_id for source in sources_of(many)]
    return {name: ascii_lowercase[n % 26] * (n // 26 + 1) for n, name in enumerate(names)}


def _series_cell(one: Series, year: int, letters: Mapping[str, str]) -> str:
    point = one.point(year)
    if point is None:
        return ""
    either_way = point.observation.rounded_to / 2
    rounded = point.observation.qualifier == "rounded" and point.correction is None
    parts = [
        "[b]" if any(gap.before == year for gap in one.gaps) else "",
        "[u]" if point.doubtful else "",
        f"{point.text}{percent_sign(one)}",
        f"± {float(either_way):,g}" if rounded else "",
        f"({letters[point.observation.source.source_id]})",
    ]
    return "\u00a0".join(filter(None, parts))


def growth_table(rows: Sequence[Growth]) -> str:
    """Growth as a table: computed with its interval, or the reason why there is none; printed growth beside it."""
    agreement = {True: "agree", False: "do not agree", None: ""}
    return markdown_table(
        [
            [
                f"{row.indicator.name_en}, {row.place}",
                f"{row.from_year} to {row.to_year}",
                str(row),
                row.printed.in_digits if row.printed else "none seen",
                agreement[row.agrees],
            ]
            for row in rows
        ],
        ["Indicator and place", "Years", "Computed growth, or why none", "Printed", "Agreement"],
    )


def clearance_table(rows: Sequence[ClearedYear]) -> str:
    """Clearance by year as a table: accepted, concluded, rate, change in pending cases."""
    return markdown_table(
        [[str(row.year), row.accepted.text, row.concluded.text, f"{row.rate:1}%", str(row.pending)] for row in rows],
        ["Year", "Accepted", "Concluded", "Clearance rate", "Change in pending"],
        right=["Accepted", "Concluded", "Clearance rate", "Change in pending"],
    )


def shares_table(rows: Sequence[Share]) -> str:
    """The share of a place in a larger one by year, as a table."""
    numbers = [*(point.observation.place for point in (rows[0].part, rows[0].whole)), "Share"]
    return markdown_table(
        [[str(row.year), row.part.text, row.whole.text, f"{row.quantity}%"] for row in rows],
        ["Year", *numbers],
        right=numbers,
    )


def comparison_list(rows: Iterable[Comparison]) -> str:
    """One sentence for each place: what may be compared, what may not, and why."""
    return "\n".join(f"- {row.sentence}{f' *Divided by:* {row.base}.' if row.base else ''}" for row in rows)
