"""What the rows of data/ must fulfil beyond their description; each rule returns what it found wrong, with the cure.

The parameters of a rule are the tables that it reads, so that a changed row asks only the rules that it concerns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from inspect import signature
from typing import TypeAlias

from ..schema import Problem, Table, Tables
from .breaks import check_breaks, check_corrections
from .dates import check_dates, check_published
from .editions import check_editions, check_places
from .events import check_events, check_measures, check_quoted_places
from .identities import check_identities
from .ledger import check_ledger_against_observations, check_ledger_rows
from .observations import check_observations, check_phrases, check_preferred
from .vintages import check_versions, check_vintages
from .wordings import check_wordings

Rule: TypeAlias = Callable[..., Iterable[Problem]]

RULES: tuple[Rule, ...] = (
    check_observations,
    check_preferred,
    check_phrases,
    check_ledger_rows,
    check_ledger_against_observations,
    check_wordings,
    check_measures,
    check_events,
    check_published,
    check_dates,
    check_quoted_places,
    check_places,
    check_editions,
    check_breaks,
    check_corrections,
    check_versions,
    check_vintages,
)


def check_rows(tables: Tables) -> Iterator[Problem]:
    """Yield everything that the rows say against each other, rule by rule; none is good.

    Whether numbers add up is asked last, once each of them is known to be what its row says.
    """
    good = True
    for rule in RULES:
        for problem in _ask(rule, tables):
            good = False
            yield problem
    if good:
        yield from _ask(check_identities, tables)


def _ask(rule: Rule, tables: Tables) -> tuple[Problem, ...]:
    return _answer(rule, *(tables[name] for name in _tables_read(rule)))


@cache
def _tables_read(rule: Rule) -> tuple[str, ...]:
    return tuple(signature(rule).parameters)


@lru_cache(maxsize=64)
def _answer(rule: Rule, *tables: Table) -> tuple[Problem, ...]:
    return tuple(rule(*tables))
