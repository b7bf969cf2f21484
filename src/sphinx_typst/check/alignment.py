"""Aligns two long sequences, most of which are the same, in a time that grows with their length alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

RUNS = (8, 3, 1)
"""How many entries make an anchor, tried in this order."""
SMALL = 40_000
"""Pairs of entries up to which a part without anchors is compared entry by entry."""


class Hunk(NamedTuple):
    """A part in which two sequences differ: from `start` to `end` in the first, and in the second."""

    start: int
    end: int
    other_start: int
    other_end: int


def align(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Hunk]:
    """Return where two sequences differ, in order; between these parts they are the same."""
    found, waiting = [], [Hunk(0, len(one), 0, len(other))]
    while waiting:
        part = _strip(one, other, waiting.pop())
        if part.start == part.end and part.other_start == part.other_end:
            continue
        if part.start == part.end or part.other_start == part.other_end:
            found.append(part)
        elif parts := _split(one, other, part):
            waiting.extend(parts)
        elif (part.end - part.start) * (part.other_end - part.other_start) <= SMALL:
            found.extend(_compare(one, other, part))
        else:
            found.append(part)
    return _merge(sorted(found))


def _strip(one: Sequence[Hashable], other: Sequence[Hashable], part: Hunk) -> Hunk:
    start, end, other_start, other_end = part
    while start < end and other_start < other_end and one[start] == other[other_start]:
        start, other_start = start + 1, other_start + 1
    while start < end and other_start < other_end and one[end - 1] == other[other_end - 1]:
        end, other_end = end - 1, other_end - 1
    return Hunk(start, end, other_start, other_end)


def _split(one: Sequence[Hashable], other: Sequence[Hashable], part: Hunk) -> list[Hunk]:
    """Return the parts between the anchors, or nothing where there are none.

    An anchor stands once on each side; where nothing does, it is one that stands as often on both.
    """
    for several in (False, True):
        for length in RUNS:
            places = _places_of_runs(one, part.start, part.end, length, several)
            others = _places_of_runs(other, part.other_start, part.other_end, length, several)
            found = ((place, others[run]) for run, place in places.items() if len(place) == len(others.get(run, ())))
            if pairs := sorted(pair for own, its in found for pair in zip(own, its, strict=True)):
                return list(_between(part, _longest_rise(pairs), length))
    return []


def _places_of_runs(
    entries: Sequence[Hashable], start: int, end: int, length: int, several: bool
) -> dict[Hashable, list[int]]:
    """Where each run of entries stands, in order; without `several` those alone that stand there once."""
    places: dict[Hashable, list[int]] = {}
    for place in range(start, end - length + 1):
        places.setdefault(tuple(entries[place : place + length]), []).append(place)
    return places if several else {run: found for run, found in places.items() if len(found) == 1}


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of pairs, which rise on the first side, that rise on the second side too."""
    ends: list[int] = []
    tails: list[int] = []
    before = [-1] * len(pairs)
    for number, (_, place) in enumerate(pairs):
        height = bisect_left(ends, place)
        before[number] = tails[height - 1] if height else -1
        if height == len(ends):
            ends.append(place)
            tails.append(number)
        else:
            ends[height], tails[height] = place, number
    chosen, number = [], tails[-1]
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def _between(part: Hunk, anchors: Sequence[tuple[int, int]], length: int) -> Iterator[Hunk]:
    start, other_start = part.start, part.other_start
    for place, other_place in anchors:
        if place >= start and other_place >= other_start:
            yield Hunk(start, place, other_start, other_place)
            start, other_start = place + length, other_place + length
    yield Hunk(start, part.end, other_start, part.other_end)


def _compare(one: Sequence[Hashable], other: Sequence[Hashable], part: Hunk) -> Iterator[Hunk]:
    matcher = SequenceMatcher(
        None, one[part.start : part.end], other[part.other_start : part.other_end], autojunk=False
    )
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind != "equal":
            yield Hunk(
                part.start + start, part.start + end, part.other_start + other_start, part.other_start + other_end
            )


def _merge(hunks: Sequence[Hunk]) -> list[Hunk]:
    merged: list[Hunk] = []
    for hunk in hunks:
        if merged and merged[-1].end == hunk.start and merged[-1].other_end == hunk.other_start:
            hunk = Hunk(merged[-1].start, hunk.end, merged[-1].other_start, hunk.other_end)
            merged.pop()
        merged.append(hunk)
    return merged
