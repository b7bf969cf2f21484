"""Does the release agree with itself, with Chinese reports of the same conference, and with other years?

`audit` runs every check and returns one finding for each thing checked. Verdicts are computed: two figures agree when
the intervals that their rounding leaves open meet, and cannot both be true when they do not. Nothing here draws or
writes; what must stand beside a figure is said by `qualifications`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, get_args

from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import CHINESE_REPORTS, Observation, Source, load_observations
from beijing_ip.data.schema import RELEASE, Row, Tables, group_by, split_list
from beijing_ip.numbers.counts import consistent_counts
from beijing_ip.numbers.measures import fits_printed, growth_rate, percent, rate_per, total
from beijing_ip.numbers.quantity import RULES, Quantity
from beijing_ip.numbers.writing import format_date, format_number, join_words, lower_first

Verdict = Literal["agrees", "agrees within rounding", "cannot both be true", "not comparable", "worded differently"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

RATE_AND_BASE = ("mediation-success-rate", "mediation-disputes-accepted")
"""The one percentage of the release, and the count that a reader would take for its base."""
RATIO, STOCK, RESIDENTS = "invention-patents-per-10000-residents", "invention-patents-in-force", "residents"
"""A ratio, the stock above its line, and the concept below it."""
GROWTH = "-growth"
"""What the name of an indicator has at its end when it is the growth of another."""


@dataclass(frozen=True)
class Finding:
    """What one check found: the published numbers that it held against each other, and the verdict with its reason.

    `qualification` is a sentence that must stand beside the figures of the indicators that `qualifies` names.
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
    the release's own only the preferred ones. Longer series are another matter (`series`).
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.rows = load_observations(tables)
        self.sources = {row["source_id"]: Source(**row) for row in tables["sources"]}
        self.release = {row.indicator.indicator_id: row for row in self.rows if row.source.source_id == RELEASE}
        self.beside = [row for row in self.rows if row.source.source_id != RELEASE and self._bears(row)]

    def _bears(self, row: Observation) -> bool:
        own = self.release[RATIO]
        year = int(own.period)
        near = re.fullmatch(rf"({year}|{year - 1})(-\d\d-\d\d)?", row.period)
        told_twice = row.indicator.indicator_id in self.release and row.period == own.period
        return row.place == own.place and near is not None and (row.series == "preferred" or told_twice)

    def of(self, indicator: str, period: str) -> list[Observation]:
        """Every number of one indicator and period: the release's own where it has one, else those of others."""
        own = self.release.get(indicator)
        if own and own.period == period:
            return [own]
        return [row for row in self.beside if (row.indicator.indicator_id, row.period) == (indicator, period)]


def run_audit(tables: Tables | None = None) -> list[Finding]:
    """Run every check and return its findings, check by check.

    `tables` are tables as `observations.tables` returns them (the default).
    """
    if tables is None:
        return list(_audited())
    evidence = Evidence(tables)
    return [finding for check in CHECKS for finding in check(evidence)]


@cache
def _audited() -> tuple[Finding, ...]:
    return tuple(run_audit(load_tables()))


def qualifications_of(indicator_id: str) -> list[str]:
    """Return the sentences that must stand beside the figure of one indicator; none for most."""
    return list(dict.fromkeys(finding.qualification for finding in _audited() if indicator_id in finding.qualifies))


def figures_left_out(sources: Sequence[str] = CHINESE_REPORTS) -> list[Observation]:
    """Return the figures of the release's year that these sources print and the release does not."""
    evidence = Evidence(load_tables())
    year = evidence.release[RATIO].period
    return [
        row
        for row in evidence.beside
        if row.source.source_id in sources and row.period == year and row.indicator.indicator_id not in evidence.release
    ]


def figures_only_in_english() -> list[Observation]:
    """Return the release's figures that no other source of the data prints; ranks are claims, and left out."""
    evidence = Evidence(load_tables())
    elsewhere = {row.indicator.indicator_id for row in evidence.beside}
    return [row for name, row in evidence.release.items() if name not in elsewhere and row.kind != "rank"]


def in_digits(row: Observation) -> str:
    """The value in English digits, whatever the language of the source, with its hedge and the sign of per cent."""
    return format_number(row.value, row.qualifier, printed=row.value_text, unit=row.unit)


# Verdicts


def compare_quantities(one: Quantity, other: Quantity) -> Verdict:
    """Hold two numbers for the same thing against each other, with what their rounding leaves open.

    They cannot both be true when no value lies in both intervals. A number that is open on both sides excludes
    nothing, so nothing is comparable with it.
    """
    if _is_open(one) or _is_open(other):
        return "not comparable"
    if not (one - other).contains(0):
        return "cannot both be true"
    return "agrees" if one.value == other.value else "agrees within rounding"


def compare_part_with_whole(part: Quantity, whole: Quantity) -> Verdict:
    """Hold a part against a whole that is at least as large.

    It agrees when no rounding could make the part the larger; it cannot be true when every rounding does.
    """
    if _is_open(part) or _is_open(whole):
        return "not comparable"
    rest = whole - part
    if rest.upper is not None and (rest.upper < 0 or (rest.upper == 0 and not rest.upper_closed)):
        return "cannot both be true"
    return "agrees" if rest.lower is not None and rest.lower >= 0 else "agrees within rounding"


def _is_open(quantity: Quantity) -> bool:
    return quantity.lower is None and quantity.upper is None


# Checks of the release against itself


def check_sums(evidence: Evidence) -> Iterator[Finding]:
    """Parts that the release lists add up to the whole that it prints."""
    for row, numbers, whole in _identities(evidence, "sum"):
        parts = total(*(part.quantity for part in numbers))
        verdict = compare_quantities(parts, whole.quantity)
        added = " + ".join(map(in_digits, numbers))
        close = ", as printed." if verdict == "agrees" else f"; {in_digits(whole)} is printed."
        yield Finding(
            "Sum",
            row["statement_en"].rstrip("."),
            verdict,
            f"{added} = {parts}{close}",
            (whole, *numbers),
            (evidence.sources[row["source_id"]],),
        )


def check_parts(evidence: Evidence) -> Iterator[Finding]:
    """A part is no larger than its whole, and there are no fewer things than their holders."""
    for relation, check in (("part", "Part in a whole"), ("at-least", "At least as many")):
        for row, numbers, whole in _identities(evidence, relation):
            verdict = compare_part_with_whole(numbers[0].quantity, whole.quantity)
            says = {
                "agrees": "is no more than",
                "agrees within rounding": "may, as rounded, be no more than",
            }.get(verdict, "is more than")
            yield Finding(
                check,
                row["statement_en"].rstrip("."),
                verdict,
                f"{in_digits(numbers[0])} {says} {in_digits(whole)}. {row['reason_en']}",
                (whole, *numbers),
                (evidence.sources[row["source_id"]],),
            )


def check_seeming_shares(evidence: Evidence) -> Iterator[Finding]:
    """Numbers that the release sets as a part and its whole, and that are not."""
    worded = [set(split_list(row["indicators"])) for row in evidence.tables["wordings"]]
    for row, numbers, whole in _identities(evidence, "part", holds="no"):
        part = numbers[0]
        exceeds = compare_part_with_whole(part.quantity, whole.quantity) == "cannot both be true"
        more = f" {in_digits(part)} is more than {in_digits(whole)}." if exceeds else ""
        pair = (whole.indicator.indicator_id, part.indicator.indicator_id)
        # Where the wording of the two is a finding of its own, that sentence stands beside them.
        told = any(set(pair) <= group for group in worded)
        yield Finding(
            "Seeming share",
            f"{part.indicator.name_en} and {_lower(whole)}",
            "not comparable",
            f"{row['statement_en']} {row['reason_en']}{more}",
            (whole, part),
            (evidence.sources[row["source_id"]],),
            () if told else pair,
            "" if told else row["statement_en"],
        )


def check_percentages(evidence: Evidence) -> Iterator[Finding]:
    """A printed percentage fits a whole number of the count that seems to be its base, where that can tell."""
    rate, base = (evidence.release[name] for name in RATE_AND_BASE)
    fits = [consistent_counts(rate.value_text, int(base.value), rule) for rule in RULES]
    verdict: Verdict = "agrees within rounding"
    if not any(fit.counts for fit in fits):
        verdict = "cannot both be true"
    elif not any(fit.tells for fit in fits):
        verdict = "not comparable"
    said = " ".join(fit.sentence for fit in fits)
    if verdict == "not comparable":
        counts = join_words([f"{_range(fit.counts)} {_RULE[fit.rule]}" for fit in fits if fit.counts])
        said = (
            f"{in_digits(rate)} of {in_digits(base)} would be {counts}. At this total every percentage with as many "
            "decimals fits some count, so the fit proves nothing."
        )
    yield Finding(
        "Percentage and count",
        f"{rate.indicator.name_en} of all {_lower(base)}",
        verdict,
        f"{said} The release does not say of which disputes it is the rate.",
        (rate, base),
        (rate.source,),
        (rate.indicator.indicator_id,),
        "The release does not say of which disputes this is the rate, so no number of successes follows from it.",
    )


_RULE = {"half up": "if rounded half up", "truncation": "if cut off"}


def _range(counts: range) -> str:
    return f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"


# Checks of the release against other sources


def check_ratios_to_residents(evidence: Evidence) -> Iterator[Finding]:
    """A ratio to residents, the stock above its line, and each number of residents that may be below it."""
    own = evidence.release[RATIO]
    earlier = [row for row in evidence.beside if row.indicator.indicator_id == RATIO and row.period < own.period]
    for ratio in (*earlier, own):
        for stock in evidence.of(STOCK, ratio.period):
            for base in _bases(evidence, ratio):
                yield _on_base(ratio, stock, base)


def _on_base(ratio: Observation, stock: Observation, base: Observation) -> Finding:
    implied = _residents(stock, ratio)
    verdict = compare_quantities(implied, base.quantity)
    fits = verdict != "cannot both be true"
    year = base.period[:4]
    makes = f"{in_digits(stock)} in force and {in_digits(ratio)} for every 10,000 imply {implied:-3} residents"
    return Finding(
        "Ratio and stock",
        f"{ratio.indicator.name_en}, {ratio.period}, on {_lower(base)}, {year}",
        verdict,
        f"{makes}; the {in_digits(base)} {_lower(base)} ({year}) lie {'inside' if fits else 'outside'}.",
        (ratio, stock, base),
        _unique(ratio, stock, base),
        () if fits else (RATIO,),
        "" if fits else f"{makes}, so the base is not the {in_digits(base)} {_lower(base)}.",
    )


def check_readings(evidence: Evidence) -> Iterator[Finding]:
    """What the words of the release invite a reader to conclude, held against a number that can tell."""
    ratio, grants = evidence.release[RATIO], evidence.release["patents-granted"]
    bases = _bases(evidence, ratio)
    implied = _residents(grants, ratio)
    if bases:
        fits = [compare_quantities(implied, base.quantity) for base in bases]
        possible = [verdict for verdict in fits if verdict != "cannot both be true"]
        yield Finding(
            "Reading put to the test",
            f"{ratio.indicator.name_en}, read as the patents granted in the year",
            possible[0] if possible else "cannot both be true",
            f"{in_digits(grants)} grants at {in_digits(ratio)} for every 10,000 would mean {implied:-3} residents; "
            f"printed are {join_words([in_digits(base) for base in bases])}.",
            (ratio, grants, *bases),
            _unique(ratio, grants, *bases),
        )
    works = evidence.release["copyright-registrations"]
    software = evidence.release["software-copyright-registrations"]
    for notice in evidence.of("copyright-works-national-notice", works.period):
        alone = works.quantity - software.quantity
        verdict = compare_quantities(alone, notice.quantity)
        yield Finding(
            "Reading put to the test",
            f"{works.indicator.name_en}, read as including software",
            verdict,
            f"With software inside, works alone would be {alone}; the national notice, which leaves software out, "
            f"counts {in_digits(notice)}.",
            (works, software, notice),
            _unique(works, software, notice),
        )


def check_other_sources(evidence: Evidence) -> Iterator[Finding]:
    """The same figure of the same year as the release and another source print it."""
    same = {"copyright-works-national-notice": "copyright-registrations"}
    for other in evidence.beside:
        name = other.indicator.indicator_id
        own = evidence.release.get(same.get(name, name))
        if own is None or own.period != other.period:
            continue
        verdict = compare_quantities(own.quantity, other.quantity)
        differ = verdict == "cannot both be true"
        yield Finding(
            "Two sources",
            f"{own.indicator.name_en}, {other.source.short}",
            verdict,
            _compared(own, other, verdict),
            (own, other),
            _unique(own, other),
            (own.indicator.indicator_id,) if differ else (),
            f"Another source, of grade {other.source.grade}, prints {in_digits(other)} for the same year; both cannot "
            "be true of the same thing."
            if differ
            else "",
        )


def _compared(own: Observation, other: Observation, verdict: Verdict) -> str:
    if verdict == "agrees":
        return f"Both print {in_digits(own)}."
    if verdict == "agrees within rounding" and other.quantity.is_exact:
        return f"{in_digits(other)} is one of the numbers that print as {in_digits(own)}: {own.range}."
    if verdict == "cannot both be true":
        return (
            f"The release prints {in_digits(own)}; the other source prints {in_digits(other)}, which stands for "
            f"{other.range}. Both cannot be true of the same thing. {other.note_en}"
        )
    return f"The release prints {in_digits(own)} ({own.range}), the other source {in_digits(other)} ({other.range})."


def check_earlier_dates(evidence: Evidence) -> Iterator[Finding]:
    """A figure that the release prints for the year, and another source for a day within it."""
    for other in evidence.beside:
        own = evidence.release.get(other.indicator.indicator_id)
        if own is None or not other.period.startswith(f"{own.period}-"):
            continue
        verdict = compare_quantities(own.quantity, other.quantity)
        day = date.fromisoformat(other.period)
        spelled = format_date(day)
        stood = verdict == "agrees"
        yield Finding(
            "Earlier date",
            f"{own.indicator.name_en}, {spelled}",
            verdict,
            f"The {in_digits(own)} of the release were printed as of {spelled} already."
            if stood
            else f"{in_digits(other)} was printed as of {spelled}, {in_digits(own)} in the release.",
            (own, other),
            _unique(own, other),
            (own.indicator.indicator_id,) if stood else (),
            f"The same number was printed as of {spelled}; the release does not date it." if stood else "",
        )


def check_growth(evidence: Evidence) -> Iterator[Finding]:
    """A printed growth, and the growth that the printed values of the two years make."""
    for printed in evidence.beside:
        name = printed.indicator.indicator_id
        if not name.endswith(GROWTH):
            continue
        before = str(int(printed.period) - 1)
        for new in evidence.of(name.removesuffix(GROWTH), printed.period):
            for old in evidence.of(name.removesuffix(GROWTH), before):
                computed = percent(growth_rate(new.quantity, old.quantity))
                verdict = compare_quantities(computed, printed.quantity)
                fits = fits_printed(computed, printed.value, printed.rounded_to, printed.qualifier)
                cut_off = verdict == "cannot both be true" and fits
                yield Finding(
                    "Growth, printed and computed",
                    printed.indicator.name_en,
                    "agrees within rounding" if cut_off else verdict,
                    f"{in_digits(old)} in {before} and {in_digits(new)} in {printed.period} make {computed:2}%; "
                    f"{in_digits(printed)} is printed{', which is cut off and not rounded' if cut_off else ''}.",
                    (printed, new, old),
                    _unique(printed, new, old),
                )


def check_wordings(evidence: Evidence) -> Iterator[Finding]:
    """What the release and Chinese reports of the same conference word differently; the original was not seen."""
    for row in evidence.tables["wordings"]:
        values = tuple(evidence.release[name] for name in split_list(row["indicators"]))
        reports = f"but Chinese reports print {row['chinese']}: read it as {row['reading_en']}."
        says = f'The release says "{row["english"]}", {reports}'
        yield Finding(
            "Wording",
            join_words([value.indicator.name_en if not n else _lower(value) for n, value in enumerate(values)]),
            "worded differently",
            f"{says} A wrong reading: {lower_first(row['misreading_en'])}",
            values,
            (*_unique(*values), evidence.sources[row["source_id"]]),
            tuple(split_list(row["indicators"])),
            says,
        )


CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    check_sums,
    check_parts,
    check_seeming_shares,
    check_percentages,
    check_ratios_to_residents,
    check_readings,
    check_growth,
    check_other_sources,
    check_earlier_dates,
    check_wordings,
)


# What the checks share


def _identities(
    evidence: Evidence, relation: str, holds: str = "yes"
) -> Iterator[tuple[Row, list[Observation], Observation]]:
    for rows in group_by(evidence.tables["identities"], "identity_id").values():
        first = rows[0]
        if (first["relation"], first["holds"]) == (relation, holds):
            yield first, [evidence.release[row["part"]] for row in rows], evidence.release[first["whole"]]


def _residents(stock: Observation, ratio: Observation) -> Quantity:
    return rate_per(stock.quantity, ratio.quantity, 10_000)


def _bases(evidence: Evidence, ratio: Observation) -> list[Observation]:
    """The numbers of residents that were counted by the end of the ratio's year."""
    return [row for row in evidence.beside if row.indicator.concept == RESIDENTS and row.period[:4] <= ratio.period]


def _unique(*rows: Observation) -> tuple[Source, ...]:
    return tuple({row.source.source_id: row.source for row in rows}.values())


def _lower(row: Observation) -> str:
    return lower_first(row.indicator.name_en)
