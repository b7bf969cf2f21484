"""The rows of breaks.csv and corrections.csv: what they cut and correct is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from beijing_ip.numbers.writing import format_number

from ..schema import Problem, Row, Table, look_up


def check_breaks(breaks: Table, indicators: Table, observations: Table) -> Iterator[Problem]:
    """A break parts figures that somebody would join, and stands between two years that follow each other."""
    concepts = look_up(indicators, "indicator_id", "concept")
    known = {(row["indicator_id"], place) for row in observations for place in (row["place"], "")}
    figures = sorted(
        (row["indicator_id"], row["place"], row["period"])
        for row in observations
        if row["series"] == "preferred" and len(row["period"]) == 4
    )
    for row in breaks:
        for column, message in _one_break(row, concepts, known, figures):
            yield Problem("breaks.csv", row.number, column, message)


def _one_break(
    row: Row, concepts: Mapping[str, str], known: set[tuple[str, str]], figures: Sequence[tuple[str, str, str]]
) -> Iterator[tuple[str, str]]:
    first, last = row["from_indicator"], row["to_indicator"]
    place, other = row["from_place"], row["to_place"] or row["from_place"]
    if concepts[first] != concepts[last]:
        yield "to_indicator", f"'{last}' is of another concept than {first}, so that nobody would join the two"
    for column, side in (("from_place", (first, place)), ("to_place", (last, other))):
        if side not in known:
            yield column, f"there is no observation of {side[0]} in {side[1] or 'any place'}, so that nothing is cut"
    since, until = row["from_year"], row["to_year"]
    if first == last and place == other and not (since and until):
        yield "from_year", "is empty, or the other year is; a break inside one indicator stands between two years"
    if since and until and (since > until or (since == until and (first, place) == (last, other))):
        yield "to_year", f"is {until}, which does not come after {since}"
    for name, where, year in figures:
        if name == first == last and {place, other} <= {"", where} and since < year < until:
            cure = f"a break stands between two years that follow each other, so that {year} lies on one side of it"
            yield "to_year", f"is {until}, but {where} has a preferred figure of {name} for {year} too; {cure}"


def check_corrections(corrections: Table, observations: Table) -> Iterator[Problem]:
    """A correction changes the value of the figure that it names."""
    observed = {row["observation_id"]: row for row in observations}
    for row in corrections:
        value, unit = Fraction(row["corrected_value"]), Fraction(row["rounded_to"])
        used = observed[row["observation_id"]]
        if value == Fraction(used["value"]):
            message = f"is {format_number(value)}, which is what the source printed; a correction changes the value"
            yield Problem("corrections.csv", row.number, "corrected_value", message)
        if unit <= 0 or value % unit:
            message = f"is {format_number(unit)}, of which {format_number(value)} is no multiple"
            yield Problem("corrections.csv", row.number, "rounded_to", message)
