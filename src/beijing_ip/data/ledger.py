"""The numerals of a text in reading order, and whether data/ledger.csv accounts for each of them.

:func:`found` lists them with their places, :func:`compare` holds a text against the rows of a ledger, and
:func:`broken` and :func:`against_text` are what the rows themselves must fulfil. Nothing here reads a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from beijing_ip.numbers.reading import Numeral, locate_numerals

from .schema import Problem, Tables

Row: TypeAlias = Mapping[str, str]
Difference: TypeAlias = Literal["number", "words", "place"]

# A full stop ends an English sentence before a space and a capital, but not after these.
_SENTENCE_END = re.compile(
    r"[。！？；][。！？；”’」』）》]*\s*"
    r"|(?<=[.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bU\.S\.)[\"”’)]?\s+(?=[\"“‘(]?[A-Z])"
)
_AROUND = 40


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
        offset = _offset(row)
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


def _place(row: Row) -> tuple[int, int]:
    return int(row["paragraph"]), int(row["sentence"])


def _offset(row: Row) -> int:
    """Where the token begins in the phrase; a rule of the ledger says that it is there once, as a numeral."""
    starts = [numeral.start for numeral in locate_numerals(row["phrase"]) if numeral.text == row["token"]]
    return starts[0] if starts else max(row["phrase"].find(row["token"]), 0)


def _parts(row: Row) -> tuple[str, str]:
    offset = _offset(row)
    return row["phrase"][:offset], row["phrase"][offset + len(row["token"]) :]


def _occurrences(phrase: str, text: str) -> Iterator[int]:
    start = text.find(phrase)
    while start >= 0:
        if cuts_no_word(text, start, start + len(phrase)):
            yield start
        start = text.find(phrase, start + 1)


def cuts_no_word(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` cuts no English word or number at its ends."""
    return not (_joined(text, start) or _joined(text, end))


def _joined(text: str, at: int) -> bool:
    return 0 < at < len(text) and re.fullmatch(r"[A-Za-z0-9]{2}", text[at - 1 : at + 1]) is not None


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
        place = _place(rows[number])
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
            same_number, same_place = entries[n].numeral.text == row["token"], entries[n].place == _place(row)
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
    return "place" if entry.place != _place(row) else None


def _where(paragraph: str | int, sentence: str | int) -> str:
    return f"paragraph {paragraph}, sentence {sentence}"


def _rows_of(row: Row) -> str:
    named = f" and {row['observation_id']} in observations.csv" if row["observation_id"] else ""
    return f"row {row['order']} of the ledger{named}"


def _changed_line(change: Change) -> str:
    row, entry = change.row, change.entry
    was, now = _where(row["paragraph"], row["sentence"]), _where(*entry.place)
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
    where = _where(row["paragraph"], row["sentence"])
    return f"missing: {where}: '{row['phrase']}' is not in the text; take out {_rows_of(row)}, if the text is right"


def _new_line(entry: LocatedNumeral) -> str:
    return (
        f"new: {_where(*entry.place)}: '{entry.numeral.text}' in \"{entry.context}\" is in no row; "
        "add one to ledger.csv and, if it is a figure, to observations.csv"
    )


# The rows of a ledger


def check_ledger(tables: Tables) -> list[Problem]:
    """Return what the rows of ledger.csv say against each other and against observations.csv; none is good.

    A source whose text was kept has every published number of observations.csv in the ledger once, in the same order,
    with the same words at the same place.
    """
    rows, observations = _numbered(tables, "ledger"), _numbered(tables, "observations")
    titles = {row["source_id"]: row["title"] for _, row in _numbered(tables, "sources") if row["sha256"]}
    published = {cells["observation_id"]: cells for _, cells in observations if cells["source_id"] in titles}
    problems = []
    before: dict[str, Row] = {}
    seen: dict[str, str] = {}
    phrases: dict[tuple[str, str], str] = {}
    for number, row in rows:
        found_here = list(_row_rules(row, titles, before.get(row["source_id"])))
        found_here += _observation_rules(row, published, seen)
        problems += [Problem("ledger.csv", number, column, message) for column, message in found_here]
        before[row["source_id"]] = row
        seen.setdefault(row["observation_id"], row["order"])
        phrase = row["source_id"], row["phrase"]
        if phrase in phrases:
            message = f"'{row['phrase']}' locates row {phrases[phrase]} of the ledger too; use other words"
            problems.append(Problem("ledger.csv", number, "phrase", message))
        phrases.setdefault(phrase, row["order"])
    last: dict[str, tuple[int, str]] = {}
    for number, cells in observations:
        name, source = cells["observation_id"], cells["source_id"]
        if name not in published:
            continue
        if name not in seen:
            message = f"'{name}' is in no row of ledger.csv; say there which number of the text it is"
            problems.append(Problem("observations.csv", number, "observation_id", message))
            continue
        order, earlier = last.get(source, (0, ""))
        if int(seen[name]) < order:
            message = f"'{name}' stands before {earlier} in the ledger and after it here; keep to the order of the text"
            problems.append(Problem("observations.csv", number, "observation_id", message))
        last[source] = int(seen[name]), name
    return problems


def _numbered(tables: Tables, name: str) -> list[tuple[int, dict[str, str]]]:
    table = tables[name]
    # Lists of whole columns: going through a frame row by row is several times slower.
    columns = [table[column].tolist() for column in table.columns]
    rows = zip(table.index.tolist(), zip(*columns, strict=True), strict=True)
    return [(number, dict(zip(table.columns, cells, strict=True))) for number, cells in rows]


def _row_rules(row: Row, titles: Mapping[str, str], before: Row | None) -> Iterator[tuple[str, str]]:
    if row["source_id"] not in titles:
        yield "source_id", f"is '{row['source_id']}', of which no text was kept; a ledger needs the text"
        return
    title, phrase = titles[row["source_id"]], row["phrase"]
    start = title.find(phrase)
    in_title = start >= 0 and cuts_no_word(title, start, start + len(phrase))
    if in_title != (row["paragraph"] == "1"):
        stands = "stands" if in_title else "does not stand"
        yield "paragraph", f"is {row['paragraph']}, but '{phrase}' {stands} in the title of the source, paragraph 1"
    order = int(before["order"]) + 1 if before else 1
    if int(row["order"]) != order:
        yield "order", f"is {row['order']}; the rows of a text are numbered from 1 without a gap, so this is {order}"
    if before and _place(row) < _place(before):
        column = "paragraph" if int(row["paragraph"]) < int(before["paragraph"]) else "sentence"
        after = _where(before["paragraph"], before["sentence"])
        yield column, f"is {row[column]}, but the row before stands in {after}; keep to the order of the text"
    numerals = [numeral for numeral in locate_numerals(row["phrase"]) if numeral.text == row["token"]]
    if len(numerals) != 1:
        times = f"{len(numerals)} times" if numerals else "not"
        yield "token", f"'{row['token']}' is {times} a number of the phrase '{row['phrase']}'; it must be one of it"
        return
    if row["became"] != "observation" and not _may_be(row["became"], numerals[0], row["phrase"]):
        fits = [became for became in _REASONS if _may_be(became, numerals[0], row["phrase"])]
        cure = f"it reads as: {', '.join(fits) or 'observation'}"
        yield "became", f"is '{row['became']}', which '{row['token']}' in '{row['phrase']}' cannot be; {cure}"
    if (row["became"] == "observation") != bool(row["observation_id"]):
        cure = "name the row of observations.csv" if row["became"] == "observation" else "leave it empty"
        yield "observation_id", f"is '{row['observation_id']}', but the number became: {row['became']}; {cure}"
    if (row["became"] == "observation") == bool(row["note_en"]):
        cure = "leave it empty for an observation" if row["note_en"] else "say why the number is no observation"
        yield "note_en", f"is '{row['note_en']}'; {cure}"


_REASONS = ("date", "name", "denominator", "idiom")


def _may_be(became: str, numeral: Numeral, phrase: str) -> bool:
    """Whether a numeral in these words can be a date, part of a name, a denominator, or a word in a set expression."""
    before, after = phrase[: numeral.start], phrase[numeral.end :]
    named = numeral.kind == "name" or re.match(r"\s[A-Z]", after) is not None
    if became == "date":
        return numeral.kind in ("year", "date") and not (named and re.search(r"\b[Tt]he\s$", before))
    if became == "name":
        return numeral.kind != "date" and (named or (numeral.language == "zh" and numeral.kind != "year"))
    if became == "denominator":
        return re.search(r"(?:\b(?:per|each|every)\s|每)$", before) is not None
    return not any(map(str.isdigit, numeral.text))


def _observation_rules(row: Row, published: Mapping[str, Row], seen: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    name = row["observation_id"]
    if not name:
        return
    if name in seen:
        yield "observation_id", f"'{name}' is row {seen[name]} of the ledger already; a number is printed in one place"
    if name not in published:
        yield "observation_id", f"'{name}' is no row of observations.csv with a source whose text was kept"
        return
    cells = published[name]
    for column in ("source_id", "paragraph", "sentence", "phrase"):
        if row[column] != cells[column]:
            message = f"is '{row[column]}', but observations.csv has '{cells[column]}' for {name}; one of them is wrong"
            yield column, message
    scale = row["token"].removeprefix(cells["value_text"]).strip()
    if not row["token"].startswith(cells["value_text"]) or not cells["unit_printed"].startswith(scale):
        printed = f"{cells['value_text']} {cells['unit_printed']}"
        yield "token", f"is '{row['token']}', but observations.csv has '{printed}' for {name}; one of them is wrong"


def check_ledger_against_text(tables: Tables, source_id: str, text: str) -> list[Problem]:
    """Hold the ledger of one source against its text: the same numerals, one to one, in the same order.

    That each phrase stands once in the text, at its place, is a rule of all tables that quote it.
    """
    entries = locate_in_text(text)
    by_start = {entry.numeral.start: entry for entry in entries}
    problems, accounted = [], set()
    for number, row in _numbered(tables, "ledger"):
        if row["source_id"] != source_id:
            continue
        entry = by_start.get(text.find(row["phrase"]) + _offset(row))
        if entry is None or entry.numeral.text != row["token"]:
            message = f"'{row['token']}' is no number of the text in the words '{row['phrase']}'"
            problems.append(Problem("ledger.csv", number, "token", message))
            continue
        accounted.add(entry.order)
        if entry.order != int(row["order"]):
            message = f"is {row['order']}, but '{row['phrase']}' holds number {entry.order} of the text"
            problems.append(Problem("ledger.csv", number, "order", message))
    for entry in entries:
        if entry.order not in accounted:
            message = (
                f"number {entry.order} of the text, '{entry.numeral.text}' in {_where(*entry.place)}, is in no row; "
                f'add it: "{entry.context}"'
            )
            problems.append(Problem("ledger.csv", 0, "", message))
    return problems
