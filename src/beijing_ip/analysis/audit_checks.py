"""The checks of the audit: the release against itself, Chinese reports of the same conference, and other years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from beijing_ip.data.links import verbatim
from beijing_ip.data.observations import Observation, Source
from beijing_ip.data.schema import split_list
from beijing_ip.numbers.counts import consistent_counts
from beijing_ip.numbers.measures import fits_printed, growth_rate, percent, total
from beijing_ip.numbers.quantity import ROUNDING_RULES, Quantity
from beijing_ip.numbers.writing import format_date, join_words, lower_first

from .comparison import PATENTS_IN_FORCE, PATENTS_PER_10000_RESIDENTS
from .evidence import Evidence, Finding, Verdict, compare_part_with_whole, compare_quantities, is_open
from .growth import GROWTH_SUFFIX

MEDIATION_RATE, MEDIATION_BASE = "mediation-success-rate", "mediation-disputes-accepted"
"""The one percentage of the release, and the count that a reader would take for its base."""
RESIDENTS = "residents"
"""The concept of the numbers that can stand below the line of a ratio to residents."""

SAME_FIGURE = {"copyright-works-national-notice": "copyright-registrations"}
"""Indicators of other sources that count what an indicator of the release counts."""

# Checks of the release against itself


def check_sums(evidence: Evidence) -> Iterator[Finding]:
    """Parts that the release lists add up to the whole that it prints."""
    for row, whole, numbers in evidence.identities("sum"):
        parts = total(*(part.quantity for part in numbers))
        if is_open(parts):
            continue
        verdict = compare_quantities(parts, whole.quantity)
        added = " + ".join(f"{number:link digits}" for number in numbers)
        close = ", as printed." if verdict == "agrees" else f"; {whole:link digits} is printed."
        yield Finding(
            "Sum",
            verbatim(row["statement_en"].rstrip(".")),
            verdict,
            f"{added} = {parts}{close}",
            (whole, *numbers),
            (evidence.sources[row["source_id"]],),
        )


def check_parts(evidence: Evidence) -> Iterator[Finding]:
    """A part is no larger than its whole, and there are no fewer things than their holders."""
    for relation, check in (("part", "Part in a whole"), ("at-least", "At least as many")):
        for row, whole, numbers in evidence.identities(relation):
            verdict = compare_part_with_whole(numbers[0].quantity, whole.quantity)
            says = {
                "agrees": "is no more than",
                "agrees within rounding": "may, as rounded, be no more than",
            }.get(verdict, "is more than")
            yield Finding(
                check,
                verbatim(row["statement_en"].rstrip(".")),
                verdict,
                f"{numbers[0]:link digits} {says} {whole:link digits}. {verbatim(row['reason_en'])}",
                (whole, *numbers),
                (evidence.sources[row["source_id"]],),
            )


def check_seeming_shares(evidence: Evidence) -> Iterator[Finding]:
    """Numbers that the release sets as a part and its whole, and that are not."""
    worded = [set(split_list(row["indicators"])) for row in evidence.wordings]
    for row, whole, numbers in evidence.identities("part", holds="no"):
        part = numbers[0]
        exceeds = compare_part_with_whole(part.quantity, whole.quantity) == "cannot both be true"
        more = f" {part:link digits} is more than {whole:link digits}." if exceeds else ""
        pair = (whole.indicator.indicator_id, part.indicator.indicator_id)
        # Where the wording of the two is a finding of its own, that sentence stands beside them.
        told = any(set(pair) <= group for group in worded)
        yield Finding(
            "Seeming share",
            f"{_name(part)} and {_lower(whole)}",
            "not comparable",
            f"{verbatim(row['statement_en'])} {verbatim(row['reason_en'])}{more}",
            (whole, part),
            (evidence.sources[row["source_id"]],),
            () if told else pair,
            "" if told else verbatim(row["statement_en"]),
        )


def check_percentages(evidence: Evidence) -> Iterator[Finding]:
    """A printed percentage fits a whole number of the count that seems to be its base, where that can tell."""
    rate, base = evidence.release.get(MEDIATION_RATE), evidence.release.get(MEDIATION_BASE)
    if rate is None or base is None:
        return
    fits = [consistent_counts(rate.value_text, int(base.value), rule) for rule in ROUNDING_RULES]
    verdict: Verdict = "agrees within rounding"
    if not any(fit.counts for fit in fits):
        verdict = "cannot both be true"
    elif not any(fit.tells for fit in fits):
        verdict = "not comparable"
    said = " ".join(fit.sentence for fit in fits)
    if verdict == "not comparable":
        counts = join_words([f"{_range(fit.counts)} {_RULE[fit.rule]}" for fit in fits if fit.counts])
        said = (
            f"{rate:link digits} of {base:link digits} would be {counts}. At this total every percentage with as many "
            "decimals fits some count, so the fit proves nothing."
        )
    yield Finding(
        "Percentage and count",
        f"{_name(rate)} of all {_lower(base)}",
        verdict,
        f"{said} Of which disputes it is the rate is open.",
        (rate, base),
        (rate.source,),
        (rate.indicator.indicator_id,),
        "Of which disputes this is the rate is open, so no number of successes follows from it.",
    )


_RULE = {"half up": "if rounded half up", "truncation": "if cut off"}


def _range(counts: range) -> str:
    return f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"


# Checks of the release against other sources


def check_ratios_to_residents(evidence: Evidence) -> Iterator[Finding]:
    """A ratio to residents, the stock above its line, and each number of residents that may be below it."""
    own = evidence.release.get(PATENTS_PER_10000_RESIDENTS)
    if own is None:
        return
    earlier = [
        row
        for row in evidence.beside
        if row.indicator.indicator_id == PATENTS_PER_10000_RESIDENTS and row.period < own.period
    ]
    for ratio in (*earlier, own):
        for stock in evidence.of(PATENTS_IN_FORCE, ratio.period):
            if not is_open(_residents(stock, ratio)):
                yield from (_on_base(ratio, stock, base) for base in _bases(evidence, ratio))


def _on_base(ratio: Observation, stock: Observation, base: Observation) -> Finding:
    implied = _residents(stock, ratio)
    verdict = compare_quantities(implied, base.quantity)
    fits = verdict != "cannot both be true"
    year = base.period[:4]
    makes = f"{stock:link digits} in force and {ratio:link digits} for every 10,000 imply {implied:-3} residents"
    return Finding(
        "Ratio and stock",
        f"{_name(ratio)}, {ratio.period}, on {_lower(base)}, {year}",
        verdict,
        f"{makes}; the {base:link digits} {_lower(base)} ({year}) lie {'inside' if fits else 'outside'}.",
        (ratio, stock, base),
        _unique(ratio, stock, base),
        () if fits else (PATENTS_PER_10000_RESIDENTS,),
        "" if fits else f"{makes}, so the base is not the {base:link digits} {_lower(base)}.",
    )


def check_readings(evidence: Evidence) -> Iterator[Finding]:
    """What the words of the release invite a reader to conclude, held against a number that can tell."""
    ratio, grants = evidence.release.get(PATENTS_PER_10000_RESIDENTS), evidence.release.get("patents-granted")
    bases = _bases(evidence, ratio) if ratio else []
    if ratio and grants and bases and not is_open(implied := _residents(grants, ratio)):
        fits = [compare_quantities(implied, base.quantity) for base in bases]
        possible = [verdict for verdict in fits if verdict != "cannot both be true"]
        yield Finding(
            "Reading put to the test",
            f"{_name(ratio)}, read as the patents granted in the year",
            possible[0] if possible else "cannot both be true",
            f"{grants:link digits} grants at {ratio:link digits} for every 10,000 would mean {implied:-3} residents; "
            f"printed are {join_words([format(base, 'link digits') for base in bases])}.",
            (ratio, grants, *bases),
            _unique(ratio, grants, *bases),
        )
    own = evidence.release.get("copyright-registrations")
    if own is None or not evidence.of("software-copyright-registrations", own.period):
        return
    before = [row for row in evidence.beside if row.indicator == own.indicator and row.period < own.period]
    for works in (own, *before):
        for software in evidence.of("software-copyright-registrations", works.period):
            for notice in evidence.of("copyright-works-national-notice", works.period):
                if not is_open(works.quantity - software.quantity):
                    yield _with_software_inside(works, software, notice)


def _with_software_inside(works: Observation, software: Observation, notice: Observation) -> Finding:
    alone = works.quantity - software.quantity
    of_year = "" if works.paragraph else f", {works.period}"
    return Finding(
        "Reading put to the test",
        f"{_name(works)}{of_year}, read as including software",
        compare_quantities(alone, notice.quantity),
        f"With software inside, works alone would be {alone}; the national notice, which leaves software out, "
        f"counts {notice:link digits}.",
        (works, software, notice),
        _unique(works, software, notice),
    )


def check_other_sources(evidence: Evidence) -> Iterator[Finding]:
    """The same figure of the same year as the release and another source print it."""
    for other in evidence.beside:
        name = other.indicator.indicator_id
        own = evidence.release.get(SAME_FIGURE.get(name, name))
        if own is None or own.period != other.period:
            continue
        verdict = compare_quantities(own.quantity, other.quantity)
        cut_off = verdict == "cannot both be true" and _is_cut_off(own, other)
        if cut_off:
            verdict = "agrees within rounding"
        differ = verdict == "cannot both be true"
        yield Finding(
            "Two sources",
            f"{_name(own)}, {verbatim(other.source.short)}",
            verdict,
            f"{own:link digits} is {other:link digits} with its last digits cut off, and not rounded."
            if cut_off
            else _compared(own, other, verdict),
            (own, other),
            _unique(own, other),
            (own.indicator.indicator_id,) if differ else (),
            f"Another source, of grade {other.source.grade}, prints {other:link digits} for the same year; both cannot "
            "be true of the same thing."
            if differ
            else "",
        )


def _is_cut_off(own: Observation, other: Observation) -> bool:
    return fits_printed(other.quantity, own.value, own.rounded_to, own.qualifier)


def _compared(own: Observation, other: Observation, verdict: Verdict) -> str:
    if verdict == "agrees":
        return f"Both print {own:link digits}."
    if verdict == "agrees within rounding" and other.quantity.is_exact:
        return f"{other:link digits} is one of the numbers that print as {own:link digits}: {own.range}."
    if verdict == "cannot both be true":
        return (
            f"The release prints {own:link digits}; the other source prints {other:link digits}, which stands for "
            f"{other.range}. Both cannot be true of the same thing. {verbatim(other.note_en)}"
        )
    return f"The release prints {own:link digits} ({own.range}), the other source {other:link digits} ({other.range})."


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
            f"{_name(own)}, {spelled}",
            verdict,
            f"The {own:link digits} of the release were printed as of {spelled} already."
            if stood
            else f"{other:link digits} was printed as of {spelled}, {own:link digits} in the release.",
            (own, other),
            _unique(own, other),
            (own.indicator.indicator_id,) if stood else (),
            f"The same number was printed as of {spelled}; the release does not date it." if stood else "",
        )


def check_growth(evidence: Evidence) -> Iterator[Finding]:
    """A printed growth, and the growth that the printed values of the two years make."""
    for printed in evidence.beside:
        name = printed.indicator.indicator_id
        if not name.endswith(GROWTH_SUFFIX) or not printed.period.isdecimal():
            continue
        before = str(int(printed.period) - 1)
        for new in evidence.of(name.removesuffix(GROWTH_SUFFIX), printed.period):
            for old in evidence.of(name.removesuffix(GROWTH_SUFFIX), before):
                if old.quantity.lower is None or old.quantity.lower <= 0:
                    continue
                computed = percent(growth_rate(new.quantity, old.quantity))
                if is_open(computed):
                    continue
                verdict = compare_quantities(computed, printed.quantity)
                fits = fits_printed(computed, printed.value, printed.rounded_to, printed.qualifier)
                cut_off = verdict == "cannot both be true" and fits
                yield Finding(
                    "Growth, printed and computed",
                    _name(printed),
                    "agrees within rounding" if cut_off else verdict,
                    f"{old:link digits} in {before} and {new:link digits} in {printed.period} make {computed:2}%; "
                    f"{printed:link digits} is printed{', which is cut off and not rounded' if cut_off else ''}.",
                    (printed, new, old),
                    _unique(printed, new, old),
                )


def compare_wordings(evidence: Evidence) -> Iterator[Finding]:
    """What the release and Chinese reports of the same conference word differently; the original was not seen."""
    for row in evidence.wordings:
        values = tuple(evidence.release[name] for name in split_list(row["indicators"]))
        reports = f"but Chinese reports print {verbatim(row['chinese'])}: read it as {verbatim(row['reading_en'])}."
        says = f'The release says "{verbatim(row["english"])}", {reports}'
        yield Finding(
            "Wording",
            join_words([_name(value) if not n else _lower(value) for n, value in enumerate(values)]),
            "worded differently",
            f"{says} A wrong reading: {verbatim(lower_first(row['misreading_en']))}",
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
    compare_wordings,
)


# What the checks share


def _residents(stock: Observation, ratio: Observation) -> Quantity:
    if is_open(ratio.quantity):
        return ratio.quantity
    return 10_000 * stock.quantity / ratio.quantity


def _bases(evidence: Evidence, ratio: Observation) -> list[Observation]:
    """The numbers of residents that were counted by the end of the ratio's year."""
    return [row for row in evidence.beside if row.indicator.concept == RESIDENTS and row.period[:4] <= ratio.period]


def _unique(*rows: Observation) -> tuple[Source, ...]:
    return tuple({row.source.source_id: row.source for row in rows}.values())


def _name(row: Observation) -> str:
    return verbatim(row.indicator.name_en)


def _lower(row: Observation) -> str:
    return verbatim(lower_first(row.indicator.name_en))
