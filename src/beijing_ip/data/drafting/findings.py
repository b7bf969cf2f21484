"""What a maintainer should look at in a draft: what is missing or new, and where a number breaks with the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from beijing_ip.numbers.writing import format_number

from ..ledger import spell_place
from ..schema import Row, Tables
from .choosing import Choice
from .evidence import Knowledge, Profile, fits_name
from .figures import Figure
from .release import Release

_LIKE_TEN = (Fraction(9), Fraction(11))
_FAR = 4
"""So many times the last value, or so small a part of it, is told."""
_FEW_WORDS = 0.45


def find_findings(
    figures: Sequence[Figure],
    choices: Sequence[Choice],
    tables: Tables,
    known: Knowledge,
    release: Release,
    before: str,
) -> list[str]:
    """Return one line for each thing to look at: number by number, then what the edition before had and this lacks."""
    found = []
    names = {choice.indicator_id for choice in choices}
    values = {
        choice.indicator_id: figure.value
        for figure, choice in zip(figures, choices, strict=True)
        if choice.sure and figure.period == str(release.year)
    }
    for figure, choice in zip(figures, choices, strict=True):
        where = f"{spell_place(*figure.place)}, '{figure.numeral.text}'"
        found += [f"{where}: {line}" for line in _lines(figure, choice, tables, known, release, values)]
    for row in tables["observations"]:
        if row["source_id"] == before and row["indicator_id"] not in names:
            found.append(f"missing: {row['indicator_id']}, which the edition before has as '{row['phrase']}'.")
    return found


def _lines(
    figure: Figure,
    choice: Choice,
    tables: Tables,
    known: Knowledge,
    release: Release,
    values: Mapping[str, Fraction],
) -> Iterator[str]:
    if not choice.sure:
        likely = choice.candidates[0] if choice.candidates else ""
        yield f"{likely} at {choice.confidence:.0%}: asked." if likely else "no indicator fits: new, or no figure."
        return
    profile = known.profiles[choice.indicator_id]
    told = f"{profile.indicator_id} at {choice.confidence:.0%}"
    if figure.earlier:
        yield from _correction(figure, profile, tables, release)
        return
    if choice.confidence < 0.75:
        yield f"{told}."
    if profile.is_growth:
        yield from _growth(figure, profile, known, release, values)
        return
    if profile.last and profile.last[1] and figure.value and figure.sort != "rank":
        yield from _jump(figure.value, profile)
    fits = fits_name(profile, figure.around, figure.language, known)
    if figure.sort != "rank" and fits < _FEW_WORDS:
        yield f"{told}: its words are not those of earlier years; look whether it still counts the same."
    yield from _breaks(profile, tables["breaks"], release)


def _jump(value: Fraction, profile: Profile) -> Iterator[str]:
    assert profile.last is not None
    period, last = profile.last
    times = max(value / last, last / value)
    if times < _FAR:
        return
    much = "about ten times" if _LIKE_TEN[0] <= times <= _LIKE_TEN[1] else f"about {float(times):.0f} times"
    sides = (much, "") if value > last else ("", f" is {much} as much as this")
    held = f"{format_number(last)} of {period}"
    said = f"is {sides[0]} the {held}" if sides[0] else f"the {held}{sides[1]}"
    yield f"{profile.indicator_id}: {said}; a comma, another unit or another scope?"


def _growth(
    figure: Figure, profile: Profile, known: Knowledge, release: Release, values: Mapping[str, Fraction]
) -> Iterator[str]:
    base = known.profiles.get(profile.indicator_id.removesuffix("-growth"))
    if base is None or base.last is None or base.last[0] != str(release.year - 1) or base.indicator_id not in values:
        return
    computed = (values[base.indicator_id] / base.last[1] - 1) * 100
    if abs(abs(computed) - abs(figure.value)) > max(figure.numeral.digits_unit, Fraction(1, 2)):
        yield (
            f"{base.indicator_id}: on {format_number(base.last[1])} of {base.last[0]} the growth would be "
            f"{float(computed):.1f} per cent; was that year corrected, or is another number meant?"
        )


def _correction(figure: Figure, profile: Profile, tables: Tables, release: Release) -> Iterator[str]:
    there = [
        row
        for row in tables["observations"]
        if (row["place"], row["indicator_id"], row["period"]) == (release.place, profile.indicator_id, figure.period)
    ]
    for row in there:
        if row["series"] == "preferred" and Fraction(row["value"]) != figure.value:
            yield (
                f"{profile.indicator_id} of {figure.period} is {format_number(Fraction(row['value']))} in "
                f"{row['source_id']}; if this corrects it, mark this row preferred and that one alternative."
            )


def _breaks(profile: Profile, breaks: Sequence[Row], release: Release) -> Iterator[str]:
    for row in breaks:
        if row["from_indicator"] != profile.indicator_id or row["from_place"] not in ("", release.place):
            continue
        other = row["to_place"] not in ("", release.place) or not row["from_year"]
        if not other and row["from_year"] < str(release.year) <= (row["to_year"] or str(release.year)):
            since = row["from_year"]
            yield f"{profile.indicator_id}: breaks.csv parts it after {since}; look on which side this number lies."


def lies_in_break(indicator: str, place: str, year: int, breaks: Sequence[Row]) -> bool:
    """Whether a year lies strictly between the two that a break parts, so that its side is not known."""
    return any(
        row["from_indicator"] == row["to_indicator"] == indicator
        and {row["from_place"], row["to_place"] or row["from_place"]} <= {"", place}
        and row["from_year"] < str(year) < row["to_year"]
        for row in breaks
        if row["from_year"] and row["to_year"]
    )
