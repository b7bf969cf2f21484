"""What a figure is of the nation's, and for every 10,000 residents; or the reason why there is no such number."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from beijing_ip.data.editions import nation_of
from beijing_ip.data.observations import Observation
from beijing_ip.data.schema import Tables
from beijing_ip.numbers.decimals import format_decimal
from beijing_ip.numbers.writing import join_words

from .comparison import CENSUS, compare_places
from .datum import Datum, NoNumber, datum_of
from .history import History, history_of

_RATIO = re.compile(r"per |rank")
"""Units of what is no count and no sum."""
_COUNTED_IN = {"copyright-registrations": "copyright-works-national-notice"}
"""Where the nation is counted under another name, of the same definition (`comparable_with`)."""
_OPEN = re.compile(r"Nothing|after a look")
"""What `comparable_with` says of an indicator whose scope is not settled."""
_FROM_ANYWHERE = re.compile(r"foreign|the office|national body|residents", re.IGNORECASE)
"""What the definition of an indicator says that counts more, or something else, than what residents hold."""
FEWEST = Fraction(1, 10)
"""Below so many for every 10,000 residents a number tells nothing."""
_COUNTED = {
    "enforcement": "goods and cases, which come from anywhere",
    "judicial": "cases, which come from anywhere",
    "policy": "services and those who use them",
    "international": "events, to which people come from anywhere",
}
"""What the indicators of a chapter count, where it need not be the residents'."""


def share_of_nation(row: Observation, *, tables: Tables | None = None) -> Datum | NoNumber:
    """Return a preferred figure divided by that of the nation for the same period, or the reason why not."""
    indicator, place, period = row.indicator, row.place, row.period
    if indicator.indicator_id.endswith("-share-of-nation"):
        return NoNumber("It is such a share itself.")
    nation = nation_of(place)
    if place == nation:
        return NoNumber("It is the figure of the nation itself.")
    if not nation:
        return NoNumber(f"{place} lies in no country.")
    if _RATIO.search(indicator.unit):
        return NoNumber("It is no count and no sum, so no share of it is formed.")
    history = history_of(tables)
    whole = _at(history, indicator.indicator_id, nation, period)
    if whole is None and (name := _COUNTED_IN.get(indicator.indicator_id)):
        whole = _at(history, name, nation, period)
        if parting := _parting_since(history, name, row):
            part = _at(history, name, place, period)
            share = part / whole if part and whole else None
            told = f"By the national count of both it is {share_in_words(share)}." if isinstance(share, Datum) else ""
            return NoNumber(" ".join(filter(None, [*parting, told])))
    if whole is None:
        return NoNumber(_no_whole(history, row))
    if _OPEN.search(indicator.comparable_with):
        return NoNumber(f"A share needs one scope, and this one is open. To compare with: {indicator.comparable_with}")
    if period.isdigit() and whole.observation.indicator == indicator:
        held = compare_places(indicator.indicator_id, [place, nation], int(period), tables=tables)[1]
        if not held.comparable:
            return NoNumber(" ".join(held.reasons) or held.sentence)
    share = datum_of(history.point(row)) / whole
    if isinstance(share, Datum) and share.lower == 0 and share.upper is None:
        return NoNumber("The figures are bounds, which leave open how large the share is.")
    return share


def per_10000_residents(row: Observation, *, tables: Tables | None = None) -> Datum | NoNumber:
    """Return a preferred figure for every 10,000 residents whom the census counted in its year, or the reason."""
    indicator = row.indicator
    if "residents" in indicator.unit:
        return NoNumber("It is divided by residents already.")
    if _RATIO.search(indicator.unit):
        return NoNumber("It is no count and no sum, so it is not divided by residents.")
    if indicator.unit == "persons" and _FROM_ANYWHERE.search(indicator.definition):
        return NoNumber("It counts the residents themselves.")
    if indicator.chapter in _COUNTED and indicator.unit != "applications":
        return NoNumber(f"It counts {_COUNTED[indicator.chapter]}, not what the residents of {row.place} hold.")
    history = history_of(tables)
    census = history.preferred_if_any(CENSUS, row.place)
    day = census[0].period if census else ""
    if not census:
        return NoNumber(f"No census count of {row.place} was seen.")
    if row.period != day[:4]:
        return NoNumber(f"The census counted residents in {day[:4]}, and the figure is of another time.")
    if _FROM_ANYWHERE.search(indicator.definition):
        return NoNumber(f"It holds more than the residents of {row.place} have.")
    head = datum_of(history.point(row)) / datum_of(history.point(census[0])) * 10_000
    if isinstance(head, Datum) and head.value < FEWEST:
        return NoNumber("They are too few to be told for every 10,000 residents.")
    return head


def share_of_residents(place: str, nation: str) -> Datum | NoNumber:
    """Return which part of the people of a nation live in a place, by the latest census of both; or the reason."""
    history = history_of()
    days = {each: [row.period for row in history.preferred_if_any(CENSUS, each)] for each in (place, nation)}
    both = sorted({*days[place]} & {*days[nation]})
    if not both:
        return NoNumber(f"No census that counted {place} and {nation} was seen.")
    part, whole = (_at(history, CENSUS, each, both[-1]) for each in (place, nation))
    assert part is not None and whole is not None
    return part / whole


def _at(history: History, indicator: str, place: str, period: str) -> Datum | None:
    rows = (row for row in history.preferred_if_any(indicator, place) if row.period == period)
    return next((datum_of(history.point(row)) for row in rows), None)


def _parting_since(history: History, name: str, row: Observation) -> list[str]:
    """Why two counts of a place, which were one, are apart from a year on."""
    own = (row.indicator.indicator_id, row.place)
    breaks = history.parting((name, row.place), own)
    return [each.reason_en for each in breaks if each.to_year and each.to_year <= row.period]


def _no_whole(history: History, row: Observation) -> str:
    """That the nation has no such figure, and why the one of that year that looks like it is none."""
    own, nation = (row.indicator.indicator_id, row.place), nation_of(row.place)
    reasons: dict[str, list[str]] = {}
    for each in history.breaks(own[0]):
        for name in (each.from_indicator, each.to_indicator):
            if name == own[0] or not each.parts(own, (name, nation)):
                continue
            if any(other.period[:4] == row.period[:4] for other in history.preferred_if_any(name, nation)):
                reasons.setdefault(each.reason_en, []).append(f"“{history.indicator(name).name_en}”")
    alike = [
        f"{join_words(names)} {'are' if len(names) > 1 else 'is'} not the same. {reason}"
        for reason, names in reasons.items()
    ]
    return " ".join(["No such figure of the nation was seen.", *alike])


def share_in_words(share: Datum) -> str:
    """Return a share in per cent as one number for a sentence: "15.2%", "at most 0.9%"."""
    if share.lower == 0 and share.upper is not None:
        return f"at most {format_decimal(Fraction(math.ceil(1000 * share.upper), 10), 1)}%"
    return f"{share:.1%}"


def per_head_in_words(head: Datum) -> str:
    """Return a number per 10,000 residents for a sentence: one decimal, or three digits where it is small."""
    return f"{head:.1f}" if head.value >= 10 else f"{head}"
