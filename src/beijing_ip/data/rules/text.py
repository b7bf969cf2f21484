"""What data/ quotes from a text, held against a copy of it: place, words and digits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from ..ledger import LocatedNumeral, cuts_no_word, locate_in_text, spell_place, split_sentences, token_start
from ..schema import Problem, Row, Tables, split_list


def check_against_text(tables: Tables, text: str) -> list[Problem]:
    """Hold every row that quotes a source against `text`, a copy of it: the source whose checksum the text has.

    A phrase must occur once in the text, in the paragraph and sentence that the row names; that it holds the number and
    the unit is a rule of the row itself. The ledger has the numerals of the text, one to one, in the same order.
    """
    found = hashlib.sha256(text.encode()).hexdigest()
    source = next((row["source_id"] for row in tables["sources"] if row["sha256"] == found), "")
    if not source:
        message = f"no source has the checksum {found} of the text; it is another text, or its source lacks it"
        return [Problem("sources.csv", 0, "sha256", message)]
    places = split_sentences(text)
    problems = [
        Problem(f"{name}.csv", row.number, column, message)
        for name in ("observations", "ledger", "measures")
        for row in tables[name]
        if row["source_id"] == source
        for column, message in _misquoted(row, text, places)
    ]
    problems = problems or list(_misquoted_wordings(tables, source, places))
    return problems or list(_unaccounted([row for row in tables["ledger"] if row["source_id"] == source], text))


def _misquoted(row: Row, text: str, places: Mapping[tuple[int, int], str]) -> Iterator[tuple[str, str]]:
    phrase = row["phrase"]
    occurrences = text.count(phrase)
    if occurrences != 1:
        yield "phrase", f"'{phrase}' occurs {occurrences} times in the text; choose words that occur once"
        return
    if not cuts_no_word(text, start := text.index(phrase), start + len(phrase)):
        yield "phrase", f"'{phrase}' begins or ends inside a word; quote whole words"
        return
    place = next((place for place, sentence in places.items() if phrase in sentence), None)
    if place is None:
        yield "phrase", f"'{phrase}' runs over the end of a sentence; stay inside one"
        return
    for column, stands in zip(("paragraph", "sentence"), place, strict=True):
        if int(row[column]) != stands:
            yield column, f"is {row[column]}, but the phrase stands in {spell_place(*place)}"


def _misquoted_wordings(tables: Tables, source: str, places: Mapping[tuple[int, int], str]) -> Iterator[Problem]:
    stands = {
        row["indicator_id"]: (int(row["paragraph"]), int(row["sentence"]))
        for row in tables["observations"]
        if row["source_id"] == source
    }
    editions = {row["edition_id"] for row in tables["editions"] if row["source_id"] == source}
    for row in tables["wordings"]:
        if row["edition_id"] not in editions:
            continue
        for indicator in split_list(row["indicators"]):
            place = stands[indicator]
            if row["english"] not in places.get(place, ""):
                where = f"{spell_place(*place)}, where {indicator} stands"
                message = f"'{row['english']}' is not in {where}; copy a few words as printed"
                yield Problem("wordings.csv", row.number, "english", message)


def _unaccounted(ledger: Sequence[Row], text: str) -> Iterator[Problem]:
    entries = _numerals(text)
    by_start = {entry.numeral.start: entry for entry in entries}
    accounted = set()
    for row in ledger:
        entry = by_start.get(text.find(row["phrase"]) + token_start(row))
        if entry is None or entry.numeral.text != row["token"]:
            message = f"'{row['token']}' is no number of the text in the words '{row['phrase']}'"
            yield Problem("ledger.csv", row.number, "token", message)
            continue
        accounted.add(entry.order)
        if entry.order != int(row["order"]):
            message = f"is {row['order']}, but '{row['phrase']}' holds number {entry.order} of the text"
            yield Problem("ledger.csv", row.number, "order", message)
    for entry in entries:
        if entry.order not in accounted:
            message = (
                f"number {entry.order} of the text, '{entry.numeral.text}' in {spell_place(*entry.place)}, "
                f'is in no row; add it: "{entry.context}"'
            )
            yield Problem("ledger.csv", 0, "", message)


@lru_cache(maxsize=2)
def _numerals(text: str) -> list[LocatedNumeral]:
    return locate_in_text(text)
