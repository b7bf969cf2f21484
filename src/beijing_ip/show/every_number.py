"""Every number of the release as an entry to look up: what it counts, what to hold it against, who else prints it.

Each entry has the name of its indicator as its address, so that prose and tables can link to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from beijing_ip.analysis.audit import qualifications_of
from beijing_ip.analysis.audit_checks import SAME_FIGURE
from beijing_ip.analysis.datum import Datum, MissingFigureError, NoNumber
from beijing_ip.analysis.history import history_of
from beijing_ip.data.editions import find_edition
from beijing_ip.data.links import verbatim
from beijing_ip.data.loading import find_rows
from beijing_ip.data.observations import Observation, find_observations, load_release
from beijing_ip.data.schema import Row, split_list
from beijing_ip.numbers.writing import format_number, join_words, lower_first, spell_count

from .plots.cells import is_percent, plain
from .tables import CHAPTERS, keep_together, markdown_table

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

    `chapter` is one of `tables.CHAPTERS`; empty where the release has no number of it. Raises ValueError for another.
    """
    if chapter not in CHAPTERS:
        raise ValueError(f"'{chapter}' is no chapter; take one of tables.CHAPTERS: {', '.join(CHAPTERS)}")
    rows = [row for row in load_release().values() if row.indicator.chapter == chapter]
    if not rows:
        return ""
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
    unit = "" if row.kind == "rank" or row.unit in ("per cent", "yuan") else f" {verbatim(row.unit)}"
    ours = "\\*" if indicator.name_zh_origin == "ours" else ""
    in_words = "" if row.kind == "rank" or any(map(str.isdigit, row.value_text)) else f' (printed "{row.value_text}")'
    place = keep_together(f"¶ {row.paragraph}, sentence {row.sentence}") if row.paragraph else ""
    about = "; ".join(filter(None, [place, _exactness(row), _KIND_OF_COUNT[indicator.stock_or_flow]]))
    told = {
        "Compare with": verbatim(lower_first(indicator.comparable_with)),
        "Not with": verbatim(lower_first(indicator.not_comparable_with)),
        "With care": care,
        "Also": _elsewhere(row),
    }
    return [
        f"**[{verbatim(indicator.name_en)}]{{#{indicator.indicator_id}}}** {verbatim(indicator.name_zh)}{ours}: "
        f"**{row:link}**{unit}{in_words}. {about}.{_corrected(row)}",
        " ".join([verbatim(indicator.definition), *(f"*{name}:* {words}" for name, words in told.items() if words)]),
    ]


def _corrected(row: Observation) -> str:
    point = history_of().point(row)
    if not point.correction:
        return ""
    return f" *Corrected:* {format_number(point.quantity.value)}. {verbatim(point.correction.reason_en)}"


def _exactness(row: Observation) -> str:
    if row.kind == "rank":
        return "a rank"
    if row.quantity.is_exact:
        return "exact"
    return "a bound" if row.quantity.is_bound else row.range


def _care(row: Observation) -> list[str]:
    """What to know of a number: the findings of the audit, and its note where these do not tell how it is worded."""
    worded = find_rows("wordings", edition_id=find_edition().edition_id)
    told = any(row.indicator.indicator_id in split_list(entry["indicators"]) for entry in worded)
    return [*([] if told else [verbatim(row.note_en)]), *qualifications_of(row.indicator.indicator_id)]


def _elsewhere(row: Observation) -> str:
    """The figure of the same place and period as other sources print it; those without an address together if alike."""
    own = row.indicator.indicator_id
    others = [
        other
        for name in (own, *(name for name, same in SAME_FIGURE.items() if same == own))
        for other in find_observations(indicator=name, place=row.place)
        if other.period == row.period and other.source != row.source
    ]
    groups = [list(same) for _, same in groupby(others, lambda other: (other.as_printed, other.source.address))]
    listed = "; ".join(
        f"{same[0]:link}, {join_words([f'{verbatim(other.source.short)} ({other.source.grade})' for other in same])}"
        for same in groups
    )
    return f"{listed}." if listed else ""


def computed_row(name: str, number: Datum | NoNumber, spec: str = "", assumption: str = "") -> list[str]:
    """Return a computed number as a row of `computed_table`.

    `spec` is the format of a sentence (".1%", or ""), `assumption` a sentence or nothing. Raises MissingFigureError
    where there is no number.
    """
    if isinstance(number, NoNumber):
        raise MissingFigureError(number.reason)
    between = "exact inputs" if number.is_exact else f"{plain(number, spec).text()}{'%' * is_percent(spec)}"
    # All is of one place and year.
    formula = re.sub(r" \([^()]*, \d{4}\)", "", number.formula)
    written = number.link(keep_together(format(number, spec)), spec)
    return [f"**{name}.** {f'{verbatim(formula)}. {assumption}'.strip()}", written, keep_together(between)]


def computed_table(rows: Sequence[Sequence[str]]) -> str:
    """Return computed numbers as a table: how a sentence prints them, the interval, the formula and what it assumes."""
    return markdown_table(rows, ["Computed, by which formula, and what it assumes", "In a sentence", "Interval"])


def name_others(ledger: Iterable[Row]) -> str:
    """Return in words which numbers of the release are no figures, by what they are; empty where all are.

    Raises KeyError for a kind that has no words here.
    """
    others = [row for row in ledger if not row["observation_id"]]
    named = []
    for kind, words in _KINDS.items():
        same = [row for row in others if row["became"] == kind]
        shown = ", ".join(dict.fromkeys(f'"{row["token"] if kind == "date" else row["phrase"]}"' for row in same))
        named += [f"{spell_count(len(same))} {words[len(same) > 1]} ({shown})"] if same else []
    return f"The other {len(others)} are {join_words(named)}." if others else ""
