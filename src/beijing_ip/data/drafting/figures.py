"""The numbers of a text that may be published figures, each with its sort, its period and the words around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from beijing_ip.numbers.reading import Numeral

from ..ledger import LocatedNumeral

Sort: TypeAlias = Literal["count", "amount", "percent", "growth", "rank", "times"]

_GROWS = re.compile(
    r"\b(?:up|down|rise|rose|risen|growth|grew|grown|increas\w*|decreas\w*|declin\w*|drop\w*|fell|fall\w*|gain\w*|jump\w*"
    r"|surg\w*|shr[aiu]nk)\b|同比|增长|增加|上升|下降|减少|提高|降低|增幅|降幅|[比较].{1,6}[多少高低]"
)
_TIMES = re.compile(r"\s?(?:times|-?fold)\b|\s?倍")
_YUAN = re.compile(r"\s?(?:\w+\s)?(?:yuan|RMB|CNY)\b|\s?(?:[余多]?[万亿]*)元")


@dataclass(frozen=True)
class Figure:
    """A number of a text that may be a published figure."""

    entry: LocatedNumeral
    sort: Sort
    period: str
    earlier: bool
    """Whether it is of a year before the one that the text is about."""
    around: Mapping[str, float]
    unit: str
    """The words beside it, as they would be written into its row."""
    leads: bool = False
    """Whether it is growth to the number behind it: "rose by 5% to 1,200"."""

    @property
    def numeral(self) -> Numeral:
        """The number as it was read."""
        return self.entry.numeral

    @property
    def value(self) -> Fraction:
        """Its value; of a range the lower end."""
        return self.entry.numeral.value

    @property
    def language(self) -> str:
        """The language of the words around it."""
        return self.entry.numeral.language

    @property
    def place(self) -> tuple[int, int]:
        """Paragraph and sentence."""
        return self.entry.place


def leads_to_next(numeral: Numeral, text: str) -> bool:
    """Whether a growth leads to the number that it is of: rose by 5% to 1,200, 增长5%至1200件."""
    return (
        re.match(r"\s?(?:,\s)?(?:to|reaching)\s|[，,]?(?:至|达到?|为)", text[numeral.end : numeral.end + 12])
        is not None
    )


def sort_of(numeral: Numeral, text: str) -> Sort:
    """Return what sort of number it is, as the words beside it tell."""
    before, after = text[max(0, numeral.start - 40) : numeral.start], text[numeral.end : numeral.end + 24]
    clause = re.split(r"[,;.，；。、]", before)[-1]
    if numeral.unit in ("%", "‰", "percentage points"):
        return (
            "growth" if _GROWS.search(clause) or re.match(r"\s(?:more|fewer|less|higher|lower)\b", after) else "percent"
        )
    if _TIMES.match(after) or numeral.kind == "factor":
        return "times"
    if numeral.kind == "ordinal":
        return "rank"
    if re.search(r"(?:yuan|元)", numeral.text) or _YUAN.match(after) or re.search(r"(?:RMB|CNY|¥)\s?$", before):
        return "amount"
    return "count"
