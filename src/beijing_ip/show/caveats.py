"""What must be read beside a number: what the audit says of it goes wherever a figure, table or list shows it."""

from __future__ import annotations

from collections.abc import Sequence

from beijing_ip.analysis.audit import qualifications_of
from beijing_ip.analysis.derived import Derived
from beijing_ip.data.observations import Observation
from beijing_ip.numbers.writing import join_words, lower_first

from . import tables
from .tables import TableNumber


def list_caveats(rows: Sequence[TableNumber]) -> str:
    """What the audit says of numbers and of what they are derived from, as a list; empty where it says nothing.

    A sentence that concerns several numbers stands once.
    """
    concerned: dict[str, dict[str, None]] = {}
    for row in published_inputs(rows):
        for sentence in qualifications_of(row.indicator.indicator_id):
            concerned.setdefault(sentence, {})[row.indicator.name_en] = None
    lines: dict[tuple[str, ...], list[str]] = {}
    for sentence, names in concerned.items():
        lines.setdefault(tuple(names), []).append(sentence)
    if not lines:
        return ""
    entries = [
        f"- **{join_words([lower_first(name) if n else name for n, name in enumerate(names)])}.** {' '.join(sentences)}"
        for names, sentences in lines.items()
    ]
    return "\n".join(["Read with care:", "", *entries])


def numbers_with_caveats(rows: Sequence[TableNumber]) -> str:
    """Numbers as a table, and below it what the audit says of them."""
    return "\n\n".join(filter(None, [tables.numbers_table(rows), list_caveats(rows)]))


def explanations_with_caveats(rows: Sequence[Observation]) -> str:
    """Every number of a chapter as a list, each with what the audit says of it."""
    names = [row.indicator.indicator_id for row in rows]
    return tables.explanations_list(rows, {name: qualifications_of(name) for name in names})


def published_inputs(rows: Sequence[TableNumber]) -> list[Observation]:
    """Published numbers among some, and those from which the computed ones come."""
    return [row for entry in rows for row in (entry.inputs if isinstance(entry, Derived) else (entry,))]
