"""What a figure is of the nation's, and for every 10,000 residents; or the reason why there is no such number."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from beijing_ip.data.observations import Observation
from beijing_ip.data.schema import Tables
from beijing_ip.numbers.decimals import format_decimal

from .comparison import CENSUS, compare_places
from .datum import Datum, NoNumber, datum_of
from .history import History, history_of

NATION = "China"
_ELSEWHERE = {"World", "United States", "Germany", "Japan", "Republic of Korea", "EPO", "EUIPO"}
"""Places that are no part of the nation."""
_RATIO = re.compile(r"per |rank")
"""Units of what is no count and no sum."""
_OPEN = re.compile(r"Nothing|after a look")
"""What `comparable_with` says of an indicator whose scope is not settled."""
_FROM_ANYWHERE = re.compile(r"foreign|the office|national body|World|residents", re.IGNORECASE)
"""What the definition of an indicator says that counts more, or something else, than what residents hold."""
FEWEST = Fraction(1, 10)
"""Below so many for every 10,000 residents a number tells nothing."""
_COUNTED = {"enforcement": "Goods and cases", "judicial": "Cases", "policy": "Services", "international": "Events"}
"""What the indicators of a chapter count, where it need not be the residents'."""


def share_of_nation(row: Observation, *, tables: Tables | None = None) -> Datum | NoNumber:
    """Return a preferred figure divided by that of the nation for the same period, or the reason why not."""
    indicator, place, period = row.indicator, row.place, row.period
    if place == NATION:
        return NoNumber("It is the figure of the nation itself.")
    if place in _ELSEWHERE:
        return NoNumber(f"{place} is no part of China.")
    if _RATIO.search(indicator.unit):
        return NoNumber("It is no count and no sum, so no share of it is formed.")
    history = history_of(tables)
    whole = _at(history, indicator.indicator_id, NATION, period)
    if whole is None:
        return NoNumber(_no_whole(history, row))
    if _OPEN.search(indicator.comparable_with):
        return NoNumber(f"A share needs one scope, and this one is open. To compare with: {indicator.comparable_with}")
    if period.isdigit():
        held = compare_places(indicator.indicator_id, [place, NATION], int(period), tables=tables)[1]
        if not held.comparable:
            return NoNumber(" ".join(held.reasons) or held.sentence)
    share = datum_of(history.point(row)) / whole
    if isinstance(share, Datum) and share.lower == 0 and share.upper is None:
        return NoNumber("The figures are bounds, which leave open how large the share is.")
    return share


def per_10000_residents(row: Observation, *, tables: Tables | None = None) -> Datum | NoNumber:
    """Return a preferred figure for every 10,000 residents whom the census counted in its year, or the reason."""
    indicator = row.indicator
    if _RATIO.search(indicator.unit):
        return NoNumber("It is no count and no sum, so it is not divided by residents.")
    if indicator.unit == "persons" and _FROM_ANYWHERE.search(indicator.definition):
        return NoNumber("It counts the residents themselves.")
    history = history_of(tables)
    census = _preferred(history, CENSUS, row.place)
    day = census[0].period if census else ""
    if not census:
        return NoNumber(f"No census count of {row.place} was seen.")
    if row.period != day[:4]:
        return NoNumber(f"The census counted residents in {day[:4]}, and the figure is not of that full year.")
    if indicator.chapter in _COUNTED:
        return NoNumber(
            f"{_COUNTED[indicator.chapter]} come from anywhere, not from the residents of {row.place} alone."
        )
    if _FROM_ANYWHERE.search(indicator.definition):
        return NoNumber(f"It holds more than the residents of {row.place} have.")
    head = datum_of(history.point(row)) / datum_of(history.point(census[0])) * 10_000
    if isinstance(head, Datum) and head.value < FEWEST:
        return NoNumber("They are too few to be told for every 10,000 residents.")
    return head


def _at(history: History, indicator: str, place: str, period: str) -> Datum | None:
    rows = (row for row in _preferred(history, indicator, place) if row.period == period)
    return next((datum_of(history.point(row)) for row in rows), None)


def _preferred(history: History, indicator: str, place: str) -> list[Observation]:
    """As History.preferred; none of a place that the tables do not have."""
    return history.preferred(indicator, place) if place in history.places else []


def _no_whole(history: History, row: Observation) -> str:
    """That the nation has no such figure, and why one that looks like it is none."""
    own = (row.indicator.indicator_id, row.place)
    alike = [
        each.reason_en
        for each in history.breaks
        for name in (each.from_indicator, each.to_indicator)
        if name != own[0] and _preferred(history, name, NATION) and each.parts(own, (name, NATION))
    ]
    return " ".join(["No such figure of the nation was seen.", *dict.fromkeys(alike)])


def share_in_words(share: Datum) -> str:
    """Return a share in per cent as one number for a sentence: "15.2%", "at most 0.9%"."""
    if share.lower == 0 and share.upper is not None:
        return f"at most {format_decimal(Fraction(math.ceil(1000 * share.upper), 10), 1)}%"
    return f"{share:.1%}"


def per_head_in_words(head: Datum) -> str:
    """Return a number per 10,000 residents for a sentence: one decimal, or three digits where it is small."""
    return f"{head:.1f}" if head.value >= 10 else f"{head}"
