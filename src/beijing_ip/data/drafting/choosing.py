"""Which indicator each number of a text is: the best way to give every number one of its own, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import takewhile

from .evidence import Knowledge, Profile, find_specific, fits_magnitude, fits_name, fits_unit, score_indicator
from .figures import Figure
from .matching import match_rows

SURE = 0.5
"""From here on an indicator is written; below it is asked."""
_FOLLOWS = {"growth": "-growth", "rank": "-rank"}
_MOST_CANDIDATES = 5


@dataclass(frozen=True)
class Choice:
    """An indicator for one number, with the confidence from 0 to 1, and the candidates, the likeliest first."""

    indicator_id: str
    confidence: float
    candidates: tuple[str, ...]

    @property
    def sure(self) -> bool:
        """Whether it may be written without a question."""
        return bool(self.indicator_id) and self.confidence >= SURE


def choose_indicators(
    figures: Sequence[Figure], known: Knowledge, values: Mapping[tuple[str, str], Fraction]
) -> list[Choice]:
    """Return a choice for each number of a text, in its order.

    `values` are those that tables have of the place, by indicator and period: a number of an earlier year should be
    near them.
    """
    scores = [_scores(figure, known, values) for figure in figures]
    _favour_sums(figures, scores, known)
    chosen = _assign(figures, scores)
    # Who follows whom in the edition before is known once the others are.
    _favour_order(figures, scores, chosen, known)
    chosen = _assign(figures, scores)
    _follow(figures, scores, chosen, known)
    chosen = _assign(figures, scores)
    return _with_bases([_choice(number, figures, scores, chosen, known) for number in range(len(figures))], figures)


def _with_bases(choices: list[Choice], figures: Sequence[Figure]) -> list[Choice]:
    """Growth and rank are no surer than what they are of."""
    sure = {choice.indicator_id: choice.confidence for choice in choices}
    made = []
    for choice, figure in zip(choices, figures, strict=True):
        base = choice.indicator_id.removesuffix(_FOLLOWS.get(figure.sort, " "))
        bound = sure.get(base, 1) if base != choice.indicator_id else 1
        made.append(replace(choice, confidence=min(choice.confidence, bound)))
    return made


def _scores(figure: Figure, known: Knowledge, values: Mapping[tuple[str, str], Fraction]) -> dict[str, float]:
    found = {}
    for name, profile in known.profiles.items():
        if figure.sort in _FOLLOWS and name.endswith(_FOLLOWS[figure.sort]):
            continue
        if not _may_be(figure, profile):
            continue
        score = score_indicator(profile, figure.around, figure.language, known)
        if score > 0.15:
            unit = fits_unit(profile, figure.unit, figure.language, known) if figure.sort == "count" else 0
            found[name] = score + unit + _past(figure, profile, values)
    for name in find_specific(found, figure.around, figure.language, known):
        found[name] += 0.08
    return found


def _may_be(figure: Figure, profile: Profile) -> bool:
    if profile.is_growth or figure.sort in ("growth", "times"):
        return False
    unit = {"per cent": "percent", "yuan": "amount", "rank": "rank"}.get(profile.unit, "count")
    return unit == figure.sort


def _past(figure: Figure, profile: Profile, values: Mapping[tuple[str, str], Fraction]) -> float:
    printed = values.get((profile.indicator_id, figure.period))
    if figure.earlier and printed:
        return 0.3 if abs(figure.value - printed) <= abs(printed) / 20 else -0.1
    return fits_magnitude(profile, figure.value)


def _assign(figures: Sequence[Figure], scores: Sequence[Mapping[str, float]]) -> list[str]:
    """Give each number an indicator, none twice for a period, so that the scores together are the highest."""
    names = sorted({(figure.period, name) for figure, found in zip(figures, scores, strict=True) for name in found})
    columns = {name: at for at, name in enumerate(names)}
    # A column of its own lets each number go without.
    costs = [[0.0] * (len(names) + len(figures)) for _ in figures]
    for number, (figure, found) in enumerate(zip(figures, scores, strict=True)):
        for name, score in found.items():
            costs[number][columns[figure.period, name]] = -(score**2)
    chosen = match_rows(costs)
    return [
        names[at][1] if at < len(names) and names[at][1] in found and names[at][0] == figure.period else ""
        for at, figure, found in zip(chosen, figures, scores, strict=True)
    ]


def _favour_sums(figures: Sequence[Figure], scores: Sequence[dict[str, float]], known: Knowledge) -> None:
    """A number that those behind it add up to is the whole, and they are its parts."""
    counts = [number for number, figure in enumerate(figures) if figure.sort == "count"]
    for at, whole in enumerate(counts):
        parts = _parts_of(
            whole, [n for n in counts[at + 1 :] if figures[n].place[0] == figures[whole].place[0]], figures
        )
        for name in list(scores[whole]) if parts else []:
            kinds = [[n for n in scores[part] if _is_part(n, name, known)] for part in parts]
            if not all(kinds):
                continue
            scores[whole][name] += 0.15
            for part, found in zip(parts, kinds, strict=True):
                scores[part].update({n: scores[part][n] + 0.15 for n in found})
                if name in scores[part]:
                    scores[part][name] -= 0.15


def _parts_of(whole: int, behind: Sequence[int], figures: Sequence[Figure]) -> list[int]:
    total, parts = Fraction(0), list[int]()
    for number in behind:
        total += figures[number].value
        parts.append(number)
        if total == figures[whole].value and len(parts) >= 2:
            return parts
        if total >= figures[whole].value:
            break
    return []


def _is_part(name: str, whole: str, known: Knowledge) -> bool:
    return name in known.wholes.get(whole, ()) or name.startswith(f"{whole}-")


def _favour_order(
    figures: Sequence[Figure], scores: Sequence[dict[str, float]], chosen: Sequence[str], known: Knowledge
) -> None:
    alone = [number for number, figure in enumerate(figures) if figure.sort not in _FOLLOWS]
    for at, number in enumerate(alone):
        found = scores[number]
        gains: dict[str, float] = {}
        for step in (-1, 1):
            if not 0 <= at + step < len(alone):
                continue
            other = alone[at + step]
            beside = known.profiles.get(chosen[other])
            if beside is None:
                continue
            here, there = figures[number].place, figures[other].place
            near = 0.04 if here == there else 0.02 if here[0] == there[0] else 0
            alike = {name: _alike(name, beside.indicator_id) for name in found}
            for name in found:
                gain = near * min(alike[name], 3)
                # Of fines of one kind of case or another, it is those of the case beside them.
                gain += 0.08 * (here == there and _goes_with(name, beside.indicator_id, found))
                gain += near * (known.profiles[name].concept == beside.concept)
                if beside.before is not None and known.profiles[name].before == beside.before - step:
                    gain += 0.04
                gains[name] = max(gains.get(name, 0), gain)
        for name, gain in gains.items():
            found[name] += gain


def _alike(name: str, other: str) -> int:
    """How many words two ids begin with alike: parts of one thing are named alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(_words(name), _words(other), strict=False)))


def _goes_with(name: str, beside: str, others: Iterable[str]) -> bool:
    """Whether an id begins as that of the number beside it, and others that end alike begin so for a shorter while."""
    words, shared = _words(name), _alike(name, beside)
    ends = [other for other in others if other != name and _words(other)[-2:] == words[-2:]]
    rivals = [_alike(other, beside) for other in ends if _words(other)[-(len(words) - shared) :] == words[shared:]]
    return shared >= 2 and bool(rivals) and 0 < max(rivals) < shared


def _words(name: str) -> list[str]:
    return [word.removesuffix("s") for word in name.split("-")]


def _follow(
    figures: Sequence[Figure], scores: Sequence[dict[str, float]], chosen: Sequence[str], known: Knowledge
) -> None:
    """Growth and rank are of the number they stand with: the one before in the sentence, else the one behind."""
    for number, figure in enumerate(figures):
        if figure.sort not in _FOLLOWS:
            continue
        base = next((n for n in range(number - 1, -1, -1) if figures[n].sort not in _FOLLOWS), None)
        if figure.leads or base is None or figures[base].place != figure.place:
            base = next((n for n in range(number + 1, len(figures)) if figures[n].sort not in _FOLLOWS), base)
        if base is None or abs(figures[base].place[0] - figure.place[0]) > 0:
            continue
        near = 1 if figures[base].place == figure.place else 0.7
        for candidate, score in scores[base].items():
            name = f"{candidate}{_FOLLOWS[figure.sort]}"
            if name in known.profiles:
                # It is of the chosen one, if of any.
                sure = 1 if candidate == chosen[base] else 0.7
                scores[number][name] = max(scores[number].get(name, 0), score * near * sure)


def _choice(
    number: int,
    figures: Sequence[Figure],
    scores: Sequence[Mapping[str, float]],
    chosen: Sequence[str],
    known: Knowledge,
) -> Choice:
    found = scores[number]
    taken = {(name, figures[n].period): n for n, name in enumerate(chosen) if name and n != number}

    def free(name: str) -> bool:
        other = taken.get((name, figures[number].period))
        return other is None or scores[other][name] < found[name] + 0.1

    ranked = sorted(found, key=lambda name: (-found[name], name))
    name = chosen[number]
    candidates = tuple(dict.fromkeys([*([name] if name else []), *ranked]))[:_MOST_CANDIDATES]
    if not name:
        return Choice("", 0.0, candidates)
    second = max((found[other] for other in ranked if other != name and free(other)), default=0.0)
    margin = found[name] - second
    enough = min(max((found[name] - 0.35) / 0.35, 0), 1)
    apart = min(max((margin + 0.02) / 0.12, 0), 1)
    figure = figures[number]
    if figure.sort not in _FOLLOWS:
        # Few of its words are there, however few others are.
        fits = fits_name(known.profiles[name], figure.around, figure.language, known)
        enough *= 1 if fits >= 0.55 else 0.5
    return Choice(name, round(enough * (0.4 + 0.6 * apart), 2), candidates)
