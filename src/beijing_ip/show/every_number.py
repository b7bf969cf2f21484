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
    share_of,
)
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import Observation, load_observations, load_release, load_sources
from beijing_ip.data.schema import Row, split_list
from beijing_ip.numbers.writing import join_words, lower_first

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
    "date": "Dates",
    "name": "Parts of names",
    "denominator": "Base of a ratio",
    "idiom": "Number words in set expressions",
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
        ["Number and place", "What it counts, and what to compare it with", "To be read with care; printed elsewhere"],
    )


def _entry(row: Observation, care: str) -> list[str]:
    indicator = row.indicator
    unit = "" if row.kind == "rank" or row.unit in ("per cent", "yuan") else f" {row.unit}"
    ours = "\\*" if indicator.name_zh_origin == "ours" else ""
    in_words = "" if row.kind == "rank" or any(map(str.isdigit, row.value_text)) else f' (printed "{row.value_text}")'
    place = keep_together(f"¶ {row.paragraph}, sentence {row.sentence}")
    exact = "a rank" if row.kind == "rank" else "exact" if row.quantity.is_exact else row.range
    about = "; ".join(filter(None, [place, exact, _KIND_OF_COUNT[indicator.stock_or_flow]]))
    elsewhere = _elsewhere(row)
    return [
        f"**[{indicator.name_en}]{{#{indicator.indicator_id}}}** {indicator.name_zh}{ours}: "
        f"**{row:link}**{unit}{in_words}. {about}.",
        f"{indicator.definition} *Compare with:* {lower_first(indicator.comparable_with)} "
        f"*Not with:* {lower_first(indicator.not_comparable_with)}",
        f"{care}{f' *Also:* {elsewhere}.' if elsewhere else ''}",
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
    return "; ".join(
        f"{printed}, {join_words([f'{other.source.short} ({other.source.grade})' for other in same])}"
        for printed, same in groupby(others, lambda other: f"{other:link}")
    )


def list_derived() -> tuple[Derived, ...]:
    """Return the numbers that are computed from those of the release alone, but for one bound that says so."""
    release: Release = load_release()
    shares = [
        share_of(release, row["part"], row["whole"])
        for row in load_tables()["identities"]
        if (row["relation"], row["holds"]) == ("sum", "yes")
    ]
    return (*(formula(release) for formula in _FORMULAS), *shares)


def derived_table(rows: Sequence[Derived]) -> str:
    """Computed numbers as a table: how a sentence prints them, the interval, the formula and what it assumes."""
    return markdown_table(
        [
            [
                row.name,
                keep_together(f"{row:short}"),
                "exact inputs" if row.quantity.is_exact else keep_together(str(row)),
                f"{row.formula}. {row.assumption}".strip() if row.assumption else f"{row.formula}.",
            ]
            for row in rows
        ],
        ["Computed", "In short", "Interval", "Formula, and what it assumes"],
        right=["In short"],
    )


def not_figures_table(ledger: Iterable[Row]) -> str:
    """The numbers of the release that are no figures, by what they are: a date, a name, the base of a ratio, an idiom.

    Raises KeyError for a kind that has no words here.
    """
    sources, kinds = load_sources(), list(_KINDS)
    rows = sorted((row for row in ledger if not row["observation_id"]), key=lambda row: kinds.index(row["became"]))
    cells = []
    for kind, same in groupby(rows, lambda row: row["became"]):
        places = [
            f"{sources[row['source_id']].link(row['token'], row['phrase'])} (¶\u00a0{row['paragraph']})" for row in same
        ]
        cells.append([_KINDS[kind], lower_first(", ".join(places))])
    return markdown_table(cells, ["What", "Printed"])
