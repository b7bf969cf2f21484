"""Every number of the release as an entry to look up: what it counts, what to hold it against, who else prints it.

Each entry has the name of its indicator as its address, so that prose and tables can link to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from beijing_ip.analysis.audit import qualifications_of
from beijing_ip.analysis.audit_checks import SAME_FIGURE
from beijing_ip.analysis.derived import (
    Derived,
    Release,
    change_in_pending,
    clearance_rate,
    copyright_and_software,
    disputes_per_organisation,
    enterprises_per_gi_product,
    fines_per_case,
    implied_mediation_successes,
    invention_share,
    national_cases_at_most,
    other_patents_granted,
    other_patents_share,
    patents_per_enterprise,
    pieces_per_batch,
    residents_per_invention_patent,
)
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import Observation, load_observations, load_release
from beijing_ip.data.schema import Row, split_list
from beijing_ip.numbers.writing import format_quantity, join_words, lower_first, spell_count

from .tables import keep_together, markdown_table

_FORMULAS = (
    invention_share,
    other_patents_granted,
    other_patents_share,
    residents_per_invention_patent,
    copyright_and_software,
    enterprises_per_gi_product,
    fines_per_case,
    pieces_per_batch,
    clearance_rate,
    change_in_pending,
    national_cases_at_most,
    patents_per_enterprise,
    disputes_per_organisation,
    implied_mediation_successes,
)
_KIND_OF_COUNT = {
    "flow": "flow",
    "stock": "stock at the end of the year",
    "undated stock": "stock, not dated",
    "neither": "",
}
_KINDS = {
    "date": ("date", "dates"),
    "name": ("part of a name", "parts of names"),
    "denominator": ("base of a ratio", "bases of ratios"),
    "idiom": ("number word in a set expression", "number words in set expressions"),
}


def chapter_table(chapter: str) -> str:
    """Return the numbers of one chapter as a table of entries, in the order of the text, in MyST Markdown.

    `chapter` is one of `tables.CHAPTERS`. Raises ValueError for a chapter that has no number.
    """
    rows = [row for row in load_release().values() if row.indicator.chapter == chapter]
    if not rows:
        raise ValueError(f"no number of the release belongs to the chapter '{chapter}'; take one of tables.CHAPTERS")
    care = [_care(row) for row in rows]
    before = [[], *care]
    return markdown_table(
        [
            _entry(row, "As above." if said and said == last else " ".join(said))
            for row, said, last in zip(rows, care, before, strict=False)
        ],
        ["Number and place", "What it counts, what to compare it with, and who else prints it"],
    )


def _entry(row: Observation, care: str) -> list[str]:
    indicator = row.indicator
    unit = "" if row.kind == "rank" or row.unit in ("per cent", "yuan") else f" {row.unit}"
    ours = "\\*" if indicator.name_zh_origin == "ours" else ""
    in_words = "" if row.kind == "rank" or any(map(str.isdigit, row.value_text)) else f' (printed "{row.value_text}")'
    place = keep_together(f"¶ {row.paragraph}, sentence {row.sentence}")
    exact = "a rank" if row.kind == "rank" else "exact" if row.quantity.is_exact else row.range
    about = "; ".join(filter(None, [place, exact, _KIND_OF_COUNT[indicator.stock_or_flow]]))
    told = {
        "Compare with": lower_first(indicator.comparable_with),
        "Not with": lower_first(indicator.not_comparable_with),
        "With care": care,
        "Also": _elsewhere(row),
    }
    return [
        f"**[{indicator.name_en}]{{#{indicator.indicator_id}}}** {indicator.name_zh}{ours}: "
        f"**{row:link}**{unit}{in_words}. {about}.",
        " ".join([indicator.definition, *(f"*{name}:* {words}" for name, words in told.items() if words)]),
    ]


def _care(row: Observation) -> list[str]:
    """What to know of a number: the findings of the audit, and its note where these do not tell how it is worded."""
    told = any(row.indicator.indicator_id in split_list(entry["indicators"]) for entry in load_tables()["wordings"])
    return [*([] if told else [row.note_en]), *qualifications_of(row.indicator.indicator_id)]


def _elsewhere(row: Observation) -> str:
    """The figure of the same place and period as other sources print it, those that print it alike together."""
    others = [
        other
        for other in load_observations()
        if SAME_FIGURE.get(other.indicator.indicator_id, other.indicator.indicator_id) == row.indicator.indicator_id
        and (other.place, other.period) == (row.place, row.period)
        and other.source != row.source
    ]
    listed = "; ".join(
        f"{printed}, {join_words([f'{other.source.short} ({other.source.grade})' for other in same])}"
        for printed, same in groupby(others, lambda other: f"{other:link}")
    )
    return f"{listed}." if listed else ""


def list_derived() -> tuple[Derived, ...]:
    """Return the numbers that are computed from those of the release alone, but for one bound that says so.

    Shares of parts that the release lists with their whole are left to the chapters."""
    release: Release = load_release()
    return tuple(formula(release) for formula in _FORMULAS)


def derived_table(rows: Sequence[Derived]) -> str:
    """Computed numbers as a table: how a sentence prints them, the interval, the formula and what it assumes."""
    return markdown_table(
        [
            [
                row.name,
                keep_together(_in_a_sentence(row)),
                "exact inputs" if row.quantity.is_exact else keep_together(str(row)),
                f"{row.formula}. {row.assumption}".strip() if row.assumption else f"{row.formula}.",
            ]
            for row in rows
        ],
        ["Computed", "In a sentence", "Interval", "Formula, and what it assumes"],
        right=["In a sentence"],
    )


def _in_a_sentence(row: Derived) -> str:
    percent = row.unit == "per cent"
    sign = "%" if percent else " yuan" if row.unit.startswith("yuan") else ""
    return f"{format_quantity(row.quantity, 1 if percent else None)}{sign}"


def name_others(ledger: Iterable[Row]) -> str:
    """Return in words which numbers of the release are no figures, by what they are.

    Raises KeyError for a kind that has no words here.
    """
    others = [row for row in ledger if not row["observation_id"]]
    named = []
    for kind, words in _KINDS.items():
        same = [row for row in others if row["became"] == kind]
        shown = ", ".join(dict.fromkeys(f'"{row["token"] if kind == "date" else row["phrase"]}"' for row in same))
        named += [f"{spell_count(len(same))} {words[len(same) > 1]} ({shown})"] if same else []
    return f"The other {len(others)} are {join_words(named)}."
