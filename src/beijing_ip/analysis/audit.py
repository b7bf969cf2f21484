"""Does the release agree with itself, with Chinese reports of the same conference, and with other years?

`run_audit` runs every check and returns one finding for each thing checked. Nothing here draws or writes; what must
stand beside a figure is said by `qualifications_of`.
"""

from __future__ import annotations

from collections.abc import Sequence

from beijing_ip.data.editions import find_edition
from beijing_ip.data.noting import KeptWithNotes
from beijing_ip.data.observations import Observation
from beijing_ip.data.schema import Tables

from .audit_checks import CHECKS
from .evidence import Evidence, Finding


def run_audit(tables: Tables | None = None) -> list[Finding]:
    """Run every check and return its findings, check by check.

    `tables` are tables as `load_tables` returns them (the default).
    """
    if tables is None:
        return list(_audited())
    return list(_findings(Evidence(tables)))


@KeptWithNotes
def _audited() -> tuple[Finding, ...]:
    return _findings(Evidence())


def _findings(evidence: Evidence) -> tuple[Finding, ...]:
    return tuple(finding for check in CHECKS for finding in check(evidence))


def qualifications_of(indicator_id: str) -> list[str]:
    """Return the sentences that must stand beside the figure of one indicator; none for most."""
    return list(dict.fromkeys(finding.qualification for finding in _audited() if indicator_id in finding.qualifies))


def figures_left_out(sources: Sequence[str] | None = None) -> list[Observation]:
    """Return the figures of the release's year that these sources print and the release does not.

    Without sources they are the reports of the same press conference.
    """
    sources = find_edition().reports if sources is None else sources
    evidence = Evidence()
    left = [row for row in evidence.beside if row.indicator.indicator_id not in evidence.release]
    return [row for row in left if row.source.source_id in sources and row.period == evidence.year]


def figures_only_in_release() -> list[Observation]:
    """Return the release's figures that no other source of the data prints; ranks are claims, and left out."""
    evidence = Evidence()
    elsewhere = {row.indicator.indicator_id for row in evidence.beside}
    return [row for name, row in evidence.release.items() if name not in elsewhere and row.kind != "rank"]
