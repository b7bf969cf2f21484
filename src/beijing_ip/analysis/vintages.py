"""Since which version of the book each figure is in it, and which one it has otherwise than before, when and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from beijing_ip.data.loading import load_tables
from beijing_ip.data.rules.vintages import NEXT, Figure, list_changes
from beijing_ip.data.schema import Tables, group_by
from beijing_ip.numbers.writing import format_date, format_number, upper_first

_LABELS = {
    "value_text": "printed",
    "value": "value",
    "unit": "counted in",
    "rounded_to": "rounded to",
    "qualifier": "hedge",
    "series": "in the series",
    "corrected_value": "corrected to",
    "corrected_rounded_to": "correction rounded to",
}
_NUMBERS = ("value", "rounded_to", "corrected_value", "corrected_rounded_to")


@dataclass(frozen=True)
class Version:
    """One version of the book; the one to come has no day and is called next."""

    name: str
    released: str

    @property
    def since(self) -> str:
        """From when on it holds what is new in it, in words."""
        return (
            f"since version {self.name}, {format_date(self.released)}" if self.released else "from the next version on"
        )


@dataclass(frozen=True)
class Change:
    """A figure that a version has otherwise than the one before, or corrected from its first one on."""

    version: Version
    observation_id: str
    what: str
    reason: str
    source_id: str
    """What a correction rests on; empty for what we mended ourselves."""


class Vintages:
    """The versions of all figures of some tables, as `load_tables` returns them (the default)."""

    def __init__(self, tables: Tables | None = None) -> None:
        tables = tables or load_tables()
        self._by_name = {row["version"]: Version(row["version"], row["released"]) for row in tables["versions"]}
        self._by_name.setdefault(NEXT, Version(NEXT, ""))
        self._rows = group_by(tables["vintages"], "observation_id")
        self._corrections = {row["observation_id"]: row for row in tables["corrections"]}
        self._now = {row["observation_id"]: row for row in tables["observations"]}

    def all_versions(self) -> list[Version]:
        """Return the versions in their order, last the one to come."""
        return list(self._by_name.values())

    def since(self, observation_id: str) -> Version:
        """Return the version in which a figure stands first."""
        rows = self._rows.get(observation_id)
        return self._by_name[rows[0]["version"] if rows else NEXT]

    def added(self, version: Version) -> int:
        """Return how many figures stand first in a version."""
        return sum(self.since(name) == version for name in self._now)

    def is_first(self, version: Version) -> bool:
        """Whether no version came before."""
        return version == self.all_versions()[0]

    def changes(self) -> list[Change]:
        """Return what changed, the newest version first."""
        order = {name: at for at, name in enumerate(self._by_name)}
        found = [change for name in self._now for change in self.changes_of(name)]
        return sorted(found, key=lambda change: -order[change.version.name])

    def changes_of(self, observation_id: str) -> list[Change]:
        """Return what changed of one figure, the newest version first."""
        return list(self._changes_of(observation_id))[::-1]

    def tell(self, observation_id: str) -> str:
        """Return in sentences what a reader should know of the versions of a figure; nothing of most."""
        first = self.since(observation_id)
        told = [] if self.is_first(first) else [f"In the book {first.since}."]
        for change in self.changes_of(observation_id):
            # The reason of a correction is told beside what was corrected.
            reason = "" if change.source_id else f" {change.reason}"
            told.append(f"{upper_first(change.version.since)}: {change.what}.{reason}")
        return " ".join(told)

    def _changes_of(self, name: str) -> Iterator[Change]:
        rows = self._rows.get(name, [])
        for at, after in enumerate(rows):
            version, before = self._by_name[after["version"]], rows[at - 1] if at else None
            if after["corrected_value"] and not (before and before["corrected_value"]):
                yield self._corrected(version, name, after)
            if before and (what := _spell(before, after)):
                yield Change(version, name, what, after["reason_en"], "")
        if name in self._corrections and not (rows and rows[-1]["corrected_value"]):
            value = self._corrections[name]["corrected_value"]
            yield self._corrected(self._by_name[NEXT], name, self._now[name].but(corrected_value=value))

    def _corrected(self, version: Version, name: str, figure: Figure) -> Change:
        used, printed = (format_number(Fraction(figure[column])) for column in ("corrected_value", "value"))
        row: Figure = self._corrections.get(name, {"reason_en": "", "source_id": ""})
        return Change(version, name, f"corrected to {used}; printed {printed}", row["reason_en"], row["source_id"])


def _spell(before: Figure, after: Figure) -> str:
    changed = list_changes(before, after)
    if not before["corrected_value"]:
        # That a correction came is told for itself.
        changed = {column: cells for column, cells in changed.items() if not column.startswith("corrected")}
    if "value" in changed:
        changed.pop("value_text", None)
    told = [
        f"{_LABELS[column]} {_say(column, new)}, before {_say(column, old)}" for column, (old, new) in changed.items()
    ]
    if earlier := after["earlier_id"]:
        told.append(f"its id was {earlier}")
    return "; ".join(told)


def _say(column: str, cell: str) -> str:
    return format_number(Fraction(cell)) if cell and column in _NUMBERS else cell or "none"
