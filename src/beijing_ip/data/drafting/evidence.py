"""How well the words around a number fit an indicator: its names, and the words in which it was printed before."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..ledger import LocatedNumeral
from ..schema import Row, Tables
from .words import tokens_of

# Of the words before or behind a number less counts, the more marks and numbers stand between.
_MARK = re.compile(r"[,，、]|\b(?:and|with|including|among|out\sof|while)\b|其中|和|及")
_STRONG = re.compile(r"[;；：:]")
_ACROSS = {"mark": 0.75, "strong": 0.4, "number": 0.6, "sentence": 0.3}
_GROWTH = re.compile(r"(?:-growth)$")


@dataclass(frozen=True)
class Profile:
    """What is known of one indicator that helps to know it again."""

    indicator_id: str
    unit: str
    concept: str
    names: Mapping[str, frozenset[str]]
    """By language, the words of its name."""
    phrases: Mapping[str, Sequence[frozenset[str]]]
    """By language, the words of the phrases in which it was printed."""
    vocabulary: Mapping[str, frozenset[str]]
    """By language, these and the words of its definition."""
    measures: frozenset[str]
    """Chinese measure words that it was printed with."""
    nearness: float
    """What it tells that it was printed of the place, of one like it, or of others alone."""
    before: int | None = None
    """Where it stands in the edition before; None where it does not."""
    last: tuple[str, Fraction] | None = None
    """The last period of the place, and its value."""

    @property
    def is_growth(self) -> bool:
        """Whether it is growth on the year before."""
        return _GROWTH.search(self.indicator_id) is not None


@dataclass(frozen=True)
class Knowledge:
    """The indicators of data/ as they are known for one place, and how telling each word is."""

    profiles: Mapping[str, Profile]
    nouns: frozenset[str]
    """The English nouns that indicators count."""
    wholes: Mapping[str, frozenset[str]]
    """By whole, the parts that are said to add up to it."""
    weight: Mapping[str, Mapping[str, float]] = field(repr=False)

    def of(self, language: str, word: str) -> float:
        """How telling a word is; one that no indicator has tells little."""
        return self.weight[language].get(word, 0.5)


def read_knowledge(tables: Tables, place: str, year: int, previous: str) -> Knowledge:
    """Return what tables know before a year; `previous` is the release of the edition before, or ""."""
    languages = {row["source_id"]: row["language"] for row in tables["sources"]}
    earlier = [row for row in tables["observations"] if row["period"][:4] <= str(year)]
    by_indicator: defaultdict[str, list[Row]] = defaultdict(list)
    for row in earlier:
        by_indicator[row["indicator_id"]].append(row)
    order = [row["indicator_id"] for row in earlier if row["source_id"] == previous]
    levels = {row["place"]: row["level"] in ("world", "country", "office") for row in tables["places"]}
    profiles = {}
    for indicator in tables["indicators"]:
        name, rows = indicator["indicator_id"], by_indicator[indicator["indicator_id"]]
        here = sorted((row for row in rows if row["place"] == place), key=lambda row: row["period"])
        past = [row for row in here if row["period"][:4] < str(year) and row["series"] == "preferred"]
        names = {
            "en": _tokens(indicator["name_en"], "en"),
            "zh": _tokens(re.sub("（.*?）", "", indicator["name_zh"]), "zh"),
        }
        phrases = {
            "en": _described(_phrases(rows, languages, "en"), "en"),
            "zh": _described([*_phrases(rows, languages, "zh"), *(row["note_zh"] for row in rows)], "zh"),
        }
        further = {"en": indicator["definition"], "zh": indicator["name_zh"]}
        profiles[name] = Profile(
            name,
            indicator["unit"],
            indicator["concept"],
            names,
            phrases,
            {
                language: names[language].union(*phrases[language], _tokens(further[language], language))
                for language in names
            },
            frozenset(_measure(row["unit_printed"]) for row in rows if languages.get(row["source_id"]) == "zh") - {""},
            _nearness_of(here, rows, levels, place) + _across_breaks(name, tables["breaks"], place, year),
            order.index(name) if name in order else None,
            (past[-1]["period"], Fraction(past[-1]["value"])) if past else None,
        )
    nouns = frozenset(noun_of(profile.unit) for profile in profiles.values())
    weight = {language: _weights([p.vocabulary[language] for p in profiles.values()]) for language in ("en", "zh")}
    return Knowledge(profiles, nouns, _wholes(tables), weight)


def _wholes(tables: Tables) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in tables["identities"]:
        if row["relation"] == "sum":
            found[row["whole"]].add(row["part"])
    return {whole: frozenset(parts) for whole, parts in found.items()}


def _nearness_of(here: Sequence[Row], rows: Sequence[Row], levels: Mapping[str, bool], place: str) -> float:
    if here:
        return 0.03 + 0.01 * min(len({row["period"] for row in here}), 4)
    return 0.0 if not rows or any(levels[row["place"]] == levels[place] for row in rows) else -0.1


def _across_breaks(name: str, breaks: Iterable[Row], place: str, year: int) -> float:
    """What breaks say: that from one year to the next another indicator takes the place of this one, or it does."""
    told = 0.0
    for row in breaks:
        here = row["from_place"] in ("", place) and row["to_place"] in ("", place)
        two = row["from_indicator"] != row["to_indicator"]
        if two and here and row["from_year"] and row["from_year"] < str(year) <= (row["to_year"] or str(year)):
            told += 0.1 * (row["to_indicator"] == name) - 0.1 * (row["from_indicator"] == name)
    return max(-0.1, min(0.1, told))


def _phrases(rows: Iterable[Row], languages: Mapping[str, str], language: str) -> list[str]:
    return [row["phrase"] for row in rows if languages.get(row["source_id"]) == language]


def _described(phrases: Sequence[str], language: str) -> list[frozenset[str]]:
    # A phrase tells only where it holds more than a unit.
    found = [_tokens(phrase, language) for phrase in phrases]
    return list(dict.fromkeys(tokens for tokens in found if len(tokens) >= 2))


def _measure(unit: str) -> str:
    """The Chinese measure word that ends a printed unit, without its scale."""
    return re.sub("^[十百千万亿余多]+", "", unit)[:2]


def noun_of(unit: str) -> str:
    """Return the stem of the noun that a unit names: patents per 10,000 residents is patents."""
    return next((token for token, _ in tokens_of(unit, "en")), "")


def _tokens(text: str, language: str) -> frozenset[str]:
    return frozenset(token for token, _ in tokens_of(text, language))


def _weights(vocabularies: Sequence[frozenset[str]]) -> dict[str, float]:
    times = Counter(word for words in vocabularies for word in words)
    return {word: math.log(1 + len(vocabularies) / count) for word, count in times.items()}


# The words around a number


def words_around(
    entry: LocatedNumeral, text: str, spans: Mapping[tuple[int, int], tuple[int, int]], others: Sequence[LocatedNumeral]
) -> dict[str, float]:
    """Return how near each word of a sentence stands to a number: 1 beside it, less over marks and other numbers.

    `others` are the numbers that are no dates; the sentence before, in its paragraph, counts a little.
    """
    numeral, language = entry.numeral, entry.numeral.language
    start, end = spans[entry.place]
    walls = [(other.numeral.start, other.numeral.end) for other in others if other is not entry]
    near: dict[str, float] = {}
    for token, at in tokens_of(text[start:end], language):
        weight = _distance(text, start + at, numeral.start, numeral.end, walls, language)
        near[token] = max(near.get(token, 0), weight)
    for sentence in range(1, entry.sentence):
        weight = 0.3 if sentence == entry.sentence - 1 else 0.15
        for token, _ in tokens_of(text[slice(*spans[entry.paragraph, sentence])], language):
            near[token] = max(near.get(token, 0), weight)
    return near


def _distance(text: str, at: int, start: int, end: int, walls: Sequence[tuple[int, int]], language: str) -> float:
    behind = at >= end
    between = text[end:at] if behind else text[at:start]
    crossed = sum(end <= wall[0] < at if behind else at < wall[1] <= start for wall in walls)
    weight = _ACROSS["number"] ** crossed * _ACROSS["strong"] ** len(_STRONG.findall(between))
    weight *= float(_ACROSS["mark"] ** min(len(_MARK.findall(between)), 3))
    if language == "zh":
        # In Chinese the noun stands before its number, and what follows belongs to the next.
        return weight * (0.35 if behind and (len(between) > 2 or _MARK.search(between)) else 1)
    return weight * max(0.5, 1 - 0.05 * len(between.split()))


# Scores


def score_indicator(profile: Profile, around: Mapping[str, float], language: str, known: Knowledge) -> float:
    """Return how well words fit an indicator, 0 to about 1.2: words alone up to 1, the past of the place beside them.

    Counted are the words of its name, those of a phrase in which it was printed, and how many of the words near the
    number are its own.
    """
    named = _covered(profile.names[language], around, language, known)
    printed = max((_covered(words, around, language, known) for words in profile.phrases[language]), default=0.0)
    if not (named or printed):
        return 0.0
    local = {word: weight for word, weight in around.items() if weight >= 0.5}
    own = _told(profile.names[language], local, language, known)
    told = _told(profile.vocabulary[language], local, language, known)
    score = 0.25 * max(named, printed) + 0.35 * named + 0.25 * own + 0.15 * told
    return score + profile.nearness + 0.03 * (profile.before is not None)


def _told(words: frozenset[str], local: Mapping[str, float], language: str, known: Knowledge) -> float:
    """How much of what stands near a number some words tell."""
    whole = sum(weight * known.of(language, word) for word, weight in local.items())
    told = sum(weight * known.of(language, word) for word, weight in local.items() if word in words)
    return told / whole if whole else 0.0


def find_specific(names: Iterable[str], around: Mapping[str, float], language: str, known: Knowledge) -> set[str]:
    """Return the indicators whose name holds all of another's and more, and all of it stands near the number.

    Where two say more in different ways, as civil and administrative cases do, the number is of both together.
    """
    present = [
        (name, words)
        for name in names
        if (words := known.profiles[name].names[language]) and all(around.get(word, 0) >= 0.45 for word in words)
    ]
    found = set()
    for name, words in present:
        over = {other: more for other, more in present if words < more}
        apart = any(not (one <= two or two <= one) for one in over.values() for two in over.values())
        found |= {name} if apart else set(over)
    return found


def fits_name(profile: Profile, around: Mapping[str, float], language: str, known: Knowledge) -> float:
    """Return how much of a name, or of a phrase in which it was printed, stands near a number."""
    named = [profile.names[language], *profile.phrases[language]]
    return max(_covered(words, around, language, known) for words in named)


def fits_unit(profile: Profile, unit: str, language: str, known: Knowledge) -> float:
    """Return what the words beside a number say for or against the unit of an indicator."""
    if language == "zh":
        measure = _measure(unit)
        if not measure or not profile.measures:
            return 0.0
        return 0.05 if measure in profile.measures else -0.08
    counted = {token for token, _ in tokens_of(unit, "en")} & known.nouns
    if not counted:
        return 0.0
    return 0.08 if noun_of(profile.unit) in counted else -0.08


def _covered(words: frozenset[str], around: Mapping[str, float], language: str, known: Knowledge) -> float:
    whole = sum(known.of(language, word) for word in words) or 1
    return sum(known.of(language, word) * around.get(word, 0) for word in words) / whole


def fits_magnitude(profile: Profile, value: Fraction) -> float:
    """Return what the last value of the place says: a little for a like one, a little against a tenth or ten times."""
    if profile.last is None or not profile.last[1]:
        return 0.0
    if not value:
        return -0.15
    times = abs(math.log10(abs(float(value / profile.last[1]))))
    return 0.04 if times < 0.31 else 0.0 if times < 0.9 else -0.08
