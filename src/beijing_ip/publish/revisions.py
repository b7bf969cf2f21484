"""What was corrected, as the page Cite, correct, follow tells it: version by version, the newest first."""

from __future__ import annotations

from collections.abc import Mapping

from beijing_ip.analysis.vintages import Change, Version, Vintages
from beijing_ip.data.links import verbatim
from beijing_ip.data.observations import Observation, load_observations, load_sources
from beijing_ip.data.schema import Tables
from beijing_ip.numbers.writing import format_date, spell_count, upper_first
from beijing_ip.show.citations import cite_source


def corrected_section(tables: Tables | None = None) -> str:
    """Return in Markdown what each version added and changed, and every change with its figure and reason.

    `tables` are tables as `load_tables` returns them (the default).
    """
    vintages = Vintages(tables)
    figures = {row.observation_id: row for row in load_observations(tables)}
    changes = vintages.changes()
    told = []
    for version in reversed(vintages.all_versions()):
        own = [change for change in changes if change.version == version]
        added = vintages.added(version)
        if own or added or version.released:
            lines = [_head(version, added, own, is_first=vintages.is_first(version))]
            told.append("\n".join([*lines, *(["", *(_item(change, figures) for change in own)] if own else [])]))
    return "\n\n".join(told)


def revised_in_brief(version: str, tables: Tables | None = None) -> str:
    """Return in Markdown how many figures a version added and changed, and below it every change, without a link.

    A version that is not recorded, as its number has it, is the one to come. `tables` are as above.
    """
    vintages = Vintages(tables)
    versions = vintages.all_versions()
    at = next((at for at, each in enumerate(versions) if each.name == version), len(versions) - 1)
    added = vintages.added(versions[at])
    own = [change for change in vintages.changes() if change.version == versions[at]]
    new = f"{spell_count(added) if added else 'none'} new" if at else spell_count(added)
    since = f" since {versions[at - 1].name}" if at else ""
    figures = {row.observation_id: row for row in load_observations(tables)}
    told = f"**Figures:** {', '.join([new, *_changed(own, is_first=not at)])}{since}."
    return "\n".join([told, *(["", *(_item(change, figures, linked=False) for change in own)] if own else [])])


def _head(version: Version, added: int, changes: list[Change], *, is_first: bool) -> str:
    counts = [_count(added, "figure" if is_first else "new figure")] if added else []
    counts += _changed(changes, is_first=is_first)
    named = f"{version.name}, {format_date(version.released)}" if version.released else "The next version"
    return f"**{named}:** {'; '.join(counts)}."


def _changed(changes: list[Change], *, is_first: bool) -> list[str]:
    corrected = sum(bool(change.source_id) for change in changes)
    revised = len({change.observation_id for change in changes if not change.source_id})
    counts = [f"{spell_count(corrected)} corrected"] if corrected else []
    return counts if is_first else [*counts, f"{spell_count(revised) if revised else 'none'} changed"]


def _count(number: int, what: str) -> str:
    return f"{spell_count(number)} {what}{'' if number == 1 else 's'}"


def _item(change: Change, figures: Mapping[str, Observation], *, linked: bool = True) -> str:
    row = figures[change.observation_id]
    name = verbatim(f"{row.indicator.name_en}, {row.place}, {row.period}")
    source = f" Source: {cite_source(load_sources()[change.source_id])}." if change.source_id else ""
    told = f"{verbatim(change.what)}. {verbatim(upper_first(change.reason))}{source}"
    return f"- {row.link(name) if linked else name}: {told}"
