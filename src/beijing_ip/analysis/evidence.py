"""What the audit rests on: the published numbers of the release's year, and the verdict on two of them.

Verdicts are computed: two figures agree when the intervals that their rounding leaves open meet, and cannot both be
true when they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import Observation, Source, find_observations, load_observations, load_sources
from beijing_ip.data.schema import Row, Tables, group_by
from beijing_ip.numbers.quantity import Quantity

Verdict = Literal["agrees", "agrees within rounding", "cannot both be true", "not comparable", "worded differently"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Finding:
    """What one check found: the published numbers that it held against each other, and the verdict with its reason.

    `explanation` is Markdown, in which numbers are links. So is `qualification`, a sentence that must stand beside the
    figures of the indicators that `qualifies` names.
    """

    check: str
    subject: str
    verdict: Verdict
    explanation: str
    values: tuple[Observation, ...]
    sources: tuple[Source, ...]
    qualifies: tuple[str, ...] = ()
    qualification: str = ""

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that the check touched, each once."""
        return tuple(dict.fromkeys(row.indicator.indicator_id for row in self.values))


class Evidence:
    """The published numbers that the release can be held against, and the tables that say how.

    Those are the numbers of its own place for its year, for days in it and for the year before; of other numbers than
    the release's own only the preferred ones. Longer series are another matter (`analysis.series`).
    """

    def __init__(self, tables: Tables | None = None) -> None:
        self.tables = load_tables() if tables is None else tables
        self.sources = load_sources(tables)
        given = None if tables is None else load_observations(tables)
        edition = find_edition(tables=tables)
        self.release_id, self.place, self.year = edition.source_id, edition.place, str(edition.year)
        self.release = {
            row.indicator.indicator_id: row
            for row in given or find_observations(source=edition.source_id)
            if (row.source.source_id, row.place, row.period[:4]) == (edition.source_id, self.place, self.year)
        }
        self.wordings = [row for row in self.tables["wordings"] if row["edition_id"] == edition.edition_id]
        rows = given or find_observations(place=self.place)
        self.beside = [row for row in rows if row.source.source_id != edition.source_id and self._bears(row)]

    def _bears(self, row: Observation) -> bool:
        near = re.fullmatch(rf"({self.year}|{int(self.year) - 1})(-\d\d-\d\d)?", row.period)
        told_twice = row.indicator.indicator_id in self.release and row.period == self.year
        return row.place == self.place and near is not None and (row.series == "preferred" or told_twice)

    def of(self, indicator: str, period: str) -> list[Observation]:
        """Every number of one indicator and period: the release's own where it has one, else those of others."""
        own = self.release.get(indicator)
        if own and own.period == period:
            return [own]
        return [row for row in self.beside if (row.indicator.indicator_id, row.period) == (indicator, period)]

    def identities(self, relation: str, holds: str = "yes") -> Iterator[tuple[Row, Observation, list[Observation]]]:
        """Yield the statements of data/identities.csv of one kind, each with its whole and its parts."""
        for rows in group_by(self.tables["identities"], "identity_id").values():
            first = rows[0]
            if (first["source_id"], first["relation"], first["holds"]) != (self.release_id, relation, holds):
                continue
            named = [first["whole"], *(row["part"] for row in rows)]
            # One release may tell of several places.
            if all(name in self.release for name in named):
                whole, *parts = (self.release[name] for name in named)
                yield first, whole, parts


def compare_quantities(one: Quantity, other: Quantity) -> Verdict:
    """Hold two numbers for the same thing against each other, with what their rounding leaves open.

    They cannot both be true when no value lies in both intervals. A number that is open on both sides excludes
    nothing, so nothing is comparable with it.
    """
    if is_open(one) or is_open(other):
        return "not comparable"
    if not (one - other).contains(0):
        return "cannot both be true"
    return "agrees" if one.value == other.value else "agrees within rounding"


def compare_part_with_whole(part: Quantity, whole: Quantity) -> Verdict:
    """Hold a part against a whole that is at least as large.

    It agrees when no rounding could make the part the larger; it cannot be true when every rounding does.
    """
    if is_open(part) or is_open(whole):
        return "not comparable"
    rest = whole - part
    if rest.upper is not None and (rest.upper < 0 or (rest.upper == 0 and not rest.upper_closed)):
        return "cannot both be true"
    return "agrees" if rest.lower is not None and rest.lower >= 0 else "agrees within rounding"


def is_open(quantity: Quantity) -> bool:
    """Whether a number has no bound on either side, as after "about", so that nothing can be calculated with it."""
    return quantity.lower is None and quantity.upper is None
