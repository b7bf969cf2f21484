"""The numerals of a text in reading order, and whether data/ledger.csv accounts for each of them.

:func:`locate_in_text` lists them with their places, :func:`compare_with_ledger` holds a text against the rows of a
ledger. What the rows themselves must fulfil is said by `rules.ledger`. Nothing here reads a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

from beijing_ip.numbers.reading import Numeral, locate_numerals
from beijing_ip.numbers.reading.words import MEASURE_WORDS

from .schema import Row

Difference: TypeAlias = Literal["number", "words", "place"]

# A full stop ends an English sentence before a space and a capital, but not after these.
_SENTENCE_END = re.compile(
    r"[。！？；][。！？；”’」』）》]*\s*"
    r"|(?<=[.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bU\.S\.)[\"”’)]?\s+(?=[\"“‘(]?[A-Z])"
)
_AROUND = 40
_ZH_DIGIT = "0-9一二三四五六七八九十百千万亿"
# Two characters that belong together: of a word, of a number, of a rank (首位), of a number and what it counts.
_JOINED = re.compile(
    rf"[A-Za-z0-9]{{2}}|[{_ZH_DIGIT}余多][{_ZH_DIGIT}余多]|[第][{_ZH_DIGIT}]|首位"
    rf"|[{_ZH_DIGIT}余多][{MEASURE_WORDS}]|批次|[家人件]次|[万亿]元|[0-9][%‰倍]"
)

_IN_NUMBER = re.compile("[0-9][.,][0-9]")


@dataclass(frozen=True, slots=True)
class LocatedNumeral:
    """One numeral of a text: its number in reading order, its place, and the words of its sentence around it."""

    order: int
    paragraph: int
    sentence: int
    numeral: Numeral
    context: str

    @property
    def place(self) -> tuple[int, int]:
        """Paragraph and sentence, both counted from 1; the title is paragraph 1."""
        return self.paragraph, self.sentence


def sentence_spans(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield paragraph, sentence, start and end of every sentence of an English or Chinese text.

    A line that is not empty is a paragraph. A Chinese sentence ends at 。！？ or ；.
    """
    paragraph, at = 0, 0
    for line in text.splitlines(keepends=True):
        start, end = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        at += len(line)
        if start >= end:
            continue
        paragraph += 1
        sentence = 0
        while start < end:
            stop = _SENTENCE_END.search(text, start, end)
            # A closing quotation mark belongs to the sentence, the space behind it does not.
            last = stop.start() + len(stop.group().rstrip()) if stop else end
            sentence += 1
            yield paragraph, sentence, start, last
            start = stop.end() if stop else end


def split_sentences(text: str) -> dict[tuple[int, int], str]:
    """Return the sentences of a text by (paragraph, sentence), both counted from 1; the title is paragraph 1."""
    return {(paragraph, sentence): text[start:end] for paragraph, sentence, start, end in sentence_spans(text)}


def locate_in_text(text: str) -> list[LocatedNumeral]:
    """Return every numeral of an English or Chinese text in reading order, in digits and in words, with its place."""
    places = sentence_spans(text)
    paragraph = sentence = start = end = 0
    entries = []
    for order, numeral in enumerate(locate_numerals(text), 1):
        while end <= numeral.start:
            paragraph, sentence, start, end = next(places)
        around = text[max(start, numeral.start - _AROUND) : min(end, numeral.end + _AROUND)]
        entries.append(LocatedNumeral(order, paragraph, sentence, numeral, around))
    return entries


# A text against a ledger


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the ledger and the numeral that stands for it in the text now; `difference` says what is not the same.

    "number": other digits or another word. "words": the number is there, the words around it are not.
    "place": number and words are there, in another paragraph or sentence.
    """

    row: Row
    entry: LocatedNumeral
    difference: Difference


@dataclass(frozen=True)
class LedgerComparison:
    """What a text has of a ledger: each row is accounted for, changed or missing; every other numeral is new."""

    accounted: list[tuple[Row, LocatedNumeral]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    missing: list[Row] = field(default_factory=list)
    new: list[LocatedNumeral] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether every row is in the text as it says, and the text has no numeral beside them."""
        return not (self.changed or self.missing or self.new)

    @property
    def same_release(self) -> bool:
        """Whether most rows are in the text, so that it is a version of the release and no other text."""
        return len(self.accounted) + len(self.changed) > len(self.missing)

    def lines(self) -> list[str]:
        """Return what differs, one line each, in reading order, with its place and the cure."""
        said = [(change.entry.order, _changed_line(change)) for change in self.changed]
        said += [(entry.order, _new_line(entry)) for entry in self.new]
        orders = {int(row["order"]): entry.order for row, entry in self.accounted}
        orders |= {int(change.row["order"]): change.entry.order for change in self.changed}
        for row in self.missing:
            before = max((order for order in orders if order < int(row["order"])), default=0)
            said.append((orders.get(before, 0), _missing_line(row)))
        return [line for _, line in sorted(said, key=lambda numbered: numbered[0])]


def compare_with_ledger(text: str, rows: Sequence[Row]) -> LedgerComparison:
    """Hold a text against the rows of one ledger.

    A numeral is paired with the row whose phrase it stands in; else with the row whose phrase is the same but for the
    number; else with a row of the same number or the same sentence, if most words of the phrase are around it.
    """
    entries = locate_in_text(text)
    pairs: dict[int, int] = {}
    by_start = {entry.numeral.start: number for number, entry in enumerate(entries)}
    for number, row in enumerate(rows):
        offset = token_start(row)
        at = [start + offset for start in _occurrences(row["phrase"], text)]
        same = [by_start[start] for start in at if start in by_start]
        _pair(pairs, rows, entries, number, [n for n in same if entries[n].numeral.text == row["token"]])
    taken = set(pairs.values())
    rest = [number for number in range(len(entries)) if number not in taken]
    for number, row in enumerate(rows):
        if number not in pairs:
            before, after = _parts(row)
            alike = [n for n in rest if _stands_between(text, entries[n].numeral, before, after)]
            _pair(pairs, rows, entries, number, alike)
    _pair_by_likeness(pairs, rows, entries)
    result = LedgerComparison()
    for number, row in enumerate(rows):
        if number not in pairs:
            result.missing.append(row)
            continue
        entry = entries[pairs[number]]
        difference = _difference(text, row, entry)
        if difference is None:
            result.accounted.append((row, entry))
        else:
            result.changed.append(Change(row, entry, difference))
    taken = set(pairs.values())
    result.new.extend(entry for number, entry in enumerate(entries) if number not in taken)
    return result


def place_of(row: Row) -> tuple[int, int]:
    """Return paragraph and sentence of a row that quotes a text."""
    return int(row["paragraph"]), int(row["sentence"])


@lru_cache(maxsize=1024)
def token_start(row: Row) -> int:
    """Return where the token begins in the phrase; a rule of the ledger says that it is there once, as a numeral."""
    starts = [numeral.start for numeral in locate_numerals(row["phrase"]) if numeral.text == row["token"]]
    return starts[0] if starts else max(row["phrase"].find(row["token"]), 0)


def _parts(row: Row) -> tuple[str, str]:
    offset = token_start(row)
    return row["phrase"][:offset], row["phrase"][offset + len(row["token"]) :]


def _occurrences(phrase: str, text: str) -> Iterator[int]:
    start = text.find(phrase)
    while start >= 0:
        if cuts_no_word(text, start, start + len(phrase)):
            yield start
        start = text.find(phrase, start + 1)


def cuts_no_word(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` cuts no English word at its ends, and no number with its unit in either language."""
    return not (_joined(text, start) or _joined(text, end))


def _joined(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    in_number = _IN_NUMBER.fullmatch(text, at - 1, at + 2) or _IN_NUMBER.fullmatch(text, max(at - 2, 0), at + 1)
    return bool(_JOINED.fullmatch(text, at - 1, at + 1) or in_number)


def _stands_between(text: str, numeral: Numeral, before: str, after: str) -> bool:
    start, end = numeral.start - len(before), numeral.end + len(after)
    return (
        start >= 0
        and text.startswith(after, numeral.end)
        and text.startswith(before, start)
        and cuts_no_word(text, start, end)
    )


def _pair(
    pairs: dict[int, int],
    rows: Sequence[Row],
    entries: Sequence[LocatedNumeral],
    number: int,
    candidates: Iterable[int],
) -> None:
    """Pair a row with the free candidate in its own sentence, else with the first free one."""
    taken = set(pairs.values())
    free = [n for n in candidates if n not in taken]
    if free:
        place = place_of(rows[number])
        pairs[number] = min(free, key=lambda n: (entries[n].place != place, n))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{3,}|[\u4e00-\u9fff]", text.lower()))


def _pair_by_likeness(pairs: dict[int, int], rows: Sequence[Row], entries: Sequence[LocatedNumeral]) -> None:
    taken = set(pairs.values())
    rest = [number for number in range(len(entries)) if number not in taken]
    around = {n: _words(entries[n].context) for n in rest}
    likeness = []
    for number, row in enumerate(rows):
        if number in pairs:
            continue
        words = _words("".join(_parts(row)))
        for n in rest:
            shared = len(words & around[n]) / len(words) if words else 0
            same_number, same_place = entries[n].numeral.text == row["token"], entries[n].place == place_of(row)
            if (shared >= 0.5 and (same_number or same_place)) or (same_number and same_place):
                likeness.append((-(shared + same_number + same_place), number, n))
    for _, number, n in sorted(likeness):
        if number not in pairs and n not in pairs.values():
            pairs[number] = n


def _difference(text: str, row: Row, entry: LocatedNumeral) -> Difference | None:
    if entry.numeral.text != row["token"]:
        return "number"
    if not _stands_between(text, entry.numeral, *_parts(row)):
        return "words"
    return "place" if entry.place != place_of(row) else None


def spell_place(paragraph: str | int, sentence: str | int) -> str:
    """Return a place in a text in words: "paragraph 5, sentence 1"."""
    return f"paragraph {paragraph}, sentence {sentence}"


def _rows_of(row: Row) -> str:
    named = f" and {row['observation_id']} in observations.csv" if row["observation_id"] else ""
    return f"row {row['order']} of the ledger{named}"


def _changed_line(change: Change) -> str:
    row, entry = change.row, change.entry
    was, now = spell_place(row["paragraph"], row["sentence"]), spell_place(*entry.place)
    if change.difference == "number":
        cure = f"copy it anew into {_rows_of(row)}, if this text is the right one"
        return f"changed: {now}: '{entry.numeral.text}' where the ledger has '{row['phrase']}'; {cure}"
    if change.difference == "words":
        return (
            f"changed: {now}: '{row['token']}' is there, but not in the words '{row['phrase']}'; "
            f'read "{entry.context}" and mend the phrase of {_rows_of(row)}'
        )
    return f"changed: {now}: '{row['phrase']}' stood in {was}; mend the place of {_rows_of(row)}"


def _missing_line(row: Row) -> str:
    where = spell_place(row["paragraph"], row["sentence"])
    return f"missing: {where}: '{row['phrase']}' is not in the text; take out {_rows_of(row)}, if the text is right"


def _new_line(entry: LocatedNumeral) -> str:
    return (
        f"new: {spell_place(*entry.place)}: '{entry.numeral.text}' in \"{entry.context}\" is in no row; "
        "add one to ledger.csv and, if it is a figure, to observations.csv"
    )
