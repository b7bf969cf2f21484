"""The counts behind a printed percentage of a known total."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from .decimals import read_fraction
from .ends import first_whole
from .quantity import Quantity, RoundingRule, check_rule


@dataclass(frozen=True, slots=True)
class ConsistentCounts:
    """The counts that a printed percentage of a known total allows, and whether that says anything."""

    percentage: str
    total: int
    rule: RoundingRule
    counts: range
    tells: bool

    @property
    def sentence(self) -> str:
        """What may be concluded, as one sentence in plain words."""
        rule = "rounded half up" if self.rule == "half up" else "truncated"
        said = f"{self.percentage}% of {self.total:,} ({rule})"
        if not self.counts:
            return f"{said} fits no whole number: the percentage, the total or the rounding rule is wrong."
        said += f" fits {self.counts[0]:,}"
        said += " only" if len(self.counts) == 1 else f" and every count up to {self.counts[-1]:,}"
        if not self.tells:
            return (
                f"{said}; at this total every percentage with as many decimals fits some count, "
                "so the fit proves nothing."
            )
        possible = 100 * 10 ** _printed_decimals(self.percentage) + 1
        return (
            f"{said}; at this total {self.total + 1:,} of the {possible:,} percentages from 0 to 100 "
            "with as many decimals fit a count."
        )


def _printed_decimals(percentage: str) -> int:
    return len(percentage.partition(".")[2])


def consistent_counts(percentage: str, total: int, rule: RoundingRule = "half up") -> ConsistentCounts:
    """All whole numbers that, divided by ``total``, print as exactly this percentage under the rule.

    ``percentage`` is as printed, without the sign: "63.32" has two decimals, "50.0" one. It may exceed 100.
    ``tells`` is False when at that total every percentage with as many decimals fits some count, which is so
    when one count more moves the percentage by no more than the unit of its last digit
    (100 / total <= 10 ** -decimals); then a fit proves nothing.

    Raises ``ValueError`` for a percentage that is not plain digits or a total below 1.
    """
    check_rule(rule)
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", percentage, re.ASCII):
        raise ValueError(f"{percentage!r} is no printed percentage: write its digits alone, such as '63.32'")
    if read_fraction(total) < 1:
        raise ValueError(f"a total of {total} has no percentages: it must be at least 1")
    unit = Fraction(1, 10 ** _printed_decimals(percentage))
    allowed = Quantity.rounded(percentage, unit, rule) * Fraction(total, 100)
    # A printed percentage is bounded; the low end of a printed 0 is below zero, where there are no counts.
    first = max(first_whole(allowed.low_end()), 0)
    last = -first_whole(allowed.high_end().negated())
    return ConsistentCounts(percentage, total, rule, range(first, last + 1), Fraction(100, total) > unit)
