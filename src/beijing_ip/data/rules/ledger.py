"""The rows of ledger.csv: each is a numeral of a text, and every published number of a kept text is one of them.

A source whose text was kept has every published number of observations.csv in the ledger once, in the same order, with
the same words at the same place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from math import floor

from beijing_ip.numbers.reading import Numeral, locate_numerals

from ..ledger import cuts_no_word, place_of, spell_place
from ..schema import Problem, Row, Table, look_up, split_list

_REASONS = ("date", "name", "denominator", "definition", "idiom")
# Words that say what a word is to mean, and words that set a limit.
SAYS_MEANING = re.compile(
    r"\b(?:called|means?|meaning|defined|definition|counts?\sas|known\sas)\b|是指|指的是|称为|定义|即"
)
SETS_LIMIT = re.compile(
    r"\b(?:fewer|less|more)\sthan\b|\bat\s(?:least|most)\b|\bwithin\b|不超过|以[上下内]|之内|[日天]内"
)


def check_ledger_rows(ledger: Table, sources: Table) -> Iterator[Problem]:
    """The rows of a text are numbered in its order, each quotes words of its own, and each became what it can be."""
    checksums, titles = (look_up(sources, "source_id", column) for column in ("sha256", "title"))
    before: dict[str, Row] = {}
    phrases: dict[tuple[str, str], str] = {}
    for row in ledger:
        source = row["source_id"]
        if not checksums[source]:
            message = f"is '{source}', of which no text was kept; a ledger needs the text"
            yield Problem("ledger.csv", row.number, "source_id", message)
        else:
            for column, message in (*_out_of_order(row, before.get(source)), *_wrong_cells(row, titles[source])):
                yield Problem("ledger.csv", row.number, column, message)
        before[source] = row
        phrase = source, row["phrase"]
        if phrase in phrases:
            message = f"'{row['phrase']}' locates row {phrases[phrase]} of the ledger too; use other words"
            yield Problem("ledger.csv", row.number, "phrase", message)
        phrases.setdefault(phrase, row["order"])


def check_ledger_against_observations(ledger: Table, observations: Table, sources: Table) -> Iterator[Problem]:
    """The rows that became an observation and the observations of the kept texts are the same, in the same order."""
    checksums = look_up(sources, "source_id", "sha256")
    published = {row["observation_id"]: row for row in observations if checksums[row["source_id"]]}
    seen: dict[str, str] = {}
    for row in ledger:
        if row["became"] == "repeated":
            for column, message in _unlike_first(row, published, seen):
                yield Problem("ledger.csv", row.number, column, message)
            continue
        for name in split_list(row["observation_id"]):
            for column, message in _unlike_observation(row, name, published, seen):
                yield Problem("ledger.csv", row.number, column, message)
            seen.setdefault(name, row["order"])
    last: dict[str, tuple[int, str]] = {}
    for name, observation in published.items():
        source = observation["source_id"]
        if name not in seen:
            message = f"'{name}' is in no row of ledger.csv; say there which number of the text it is"
            yield Problem("observations.csv", observation.number, "observation_id", message)
            continue
        order, earlier = last.get(source, (0, ""))
        if int(seen[name]) < order:
            message = f"'{name}' stands before {earlier} in the ledger and after it here; keep to the order of the text"
            yield Problem("observations.csv", observation.number, "observation_id", message)
        last[source] = int(seen[name]), name


def _out_of_order(row: Row, before: Row | None) -> Iterator[tuple[str, str]]:
    order = int(before["order"]) + 1 if before else 1
    if int(row["order"]) != order:
        yield "order", f"is {row['order']}; the rows of a text are numbered from 1 without a gap, so this is {order}"
    if before and place_of(row) < place_of(before):
        column = "paragraph" if int(row["paragraph"]) < int(before["paragraph"]) else "sentence"
        after = spell_place(*place_of(before))
        yield column, f"is {row[column]}, but the row before stands in {after}; keep to the order of the text"


@lru_cache(maxsize=1024)
def _wrong_cells(row: Row, title: str) -> tuple[tuple[str, str], ...]:
    return tuple(_row_rules(row, title))


def _row_rules(row: Row, title: str) -> Iterator[tuple[str, str]]:
    phrase = row["phrase"]
    start = title.find(phrase)
    in_title = start >= 0 and cuts_no_word(title, start, start + len(phrase))
    # A text without a title begins with a paragraph like others.
    if title and in_title != (row["paragraph"] == "1"):
        stands = "stands" if in_title else "does not stand"
        yield "paragraph", f"is {row['paragraph']}, but '{phrase}' {stands} in the title of the source, paragraph 1"
    numerals = [numeral for numeral in locate_numerals(phrase) if numeral.text == row["token"]]
    if len(numerals) != 1:
        times = f"{len(numerals)} times" if numerals else "not"
        yield "token", f"'{row['token']}' is {times} a number of the phrase '{phrase}'; it must be one of it"
        return
    figure = row["became"] in ("observation", "repeated")
    ends = 1 if numerals[0].upper is None else 2
    if figure and len(split_list(row["observation_id"])) not in (0, ends):
        rows = "the rows of both ends, with '; ' between them" if ends > 1 else "one row"
        yield "observation_id", f"is '{row['observation_id']}', but '{row['token']}' is {rows}"
    if not figure and not may_be(row["became"], numerals[0], phrase):
        cure = f"it reads as: {', '.join(reasons_of(row['token'], phrase)) or 'observation'}"
        yield "became", f"is '{row['became']}', which '{row['token']}' in '{phrase}' cannot be; {cure}"
    if figure != bool(row["observation_id"]):
        cure = "name the row of observations.csv" if figure else "leave it empty"
        yield "observation_id", f"is '{row['observation_id']}', but the number became: {row['became']}; {cure}"
    if figure == bool(row["note_en"]):
        cure = "leave it empty for an observation" if row["note_en"] else "say why the number is no observation"
        yield "note_en", f"is '{row['note_en']}'; {cure}"


def reasons_of(token: str, phrase: str) -> list[str]:
    """Return what a number can be that is no figure: date, name, denominator, definition, idiom."""
    numerals = [numeral for numeral in locate_numerals(phrase) if numeral.text == token]
    return [became for became in _REASONS if any(may_be(became, numeral, phrase) for numeral in numerals)]


def may_be(became: str, numeral: Numeral, phrase: str) -> bool:
    """Whether a numeral in these words can be a date, a part of a name, a base, a definition, a set expression."""
    before, after = phrase[: numeral.start], phrase[numeral.end :]
    named = numeral.kind == "name" or re.match(r"\s[A-Z]", after) is not None
    if became == "date":
        return numeral.kind in ("year", "date", "period") and not (named and re.search(r"\b[Tt]he\s$", before))
    if became == "name":
        return numeral.kind != "date" and (named or (numeral.language == "zh" and numeral.kind != "year"))
    if became == "denominator":
        return re.search(r"(?:\b(?:per|each|every)\s|每)$", before) is not None
    if became == "definition":
        said = SAYS_MEANING.search(phrase) or SETS_LIMIT.search(phrase)
        return numeral.kind == "duration" or (numeral.kind in ("cardinal", "percent", "range") and bool(said))
    return not any(map(str.isdigit, numeral.text))


def _unlike_first(row: Row, published: Mapping[str, Row], seen: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A number that is printed again is the one of a row before, or that one rounded."""
    name = row["observation_id"]
    if name not in seen or name not in published:
        yield "observation_id", f"is '{name}', which no row of the ledger before names; a number is repeated after it"
        return
    numeral = next(numeral for numeral in locate_numerals(row["phrase"]) if numeral.text == row["token"])
    value, unit = abs(Fraction(published[name]["value"])), numeral.coarsest
    if abs(numeral.value) not in (value, floor(value / unit + Fraction(1, 2)) * unit):
        printed = published[name]["value_text"]
        yield "token", f"is '{row['token']}', but {name} is '{printed}'; a number that is repeated is the same"


def _unlike_observation(
    row: Row, name: str, published: Mapping[str, Row], seen: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    if name in seen:
        yield "observation_id", f"'{name}' is row {seen[name]} of the ledger already; a number is printed in one place"
    if name not in published:
        yield "observation_id", f"'{name}' is no row of observations.csv with a source whose text was kept"
        return
    observed = published[name]
    for column in ("source_id", "paragraph", "sentence", "phrase"):
        if row[column] != observed[column]:
            here, there = row[column], observed[column]
            yield column, f"is '{here}', but observations.csv has '{there}' for {name}; one of them is wrong"
    if len(split_list(row["observation_id"])) > 1:
        # A range: that the row is an end of it is a rule of the row.
        return
    # The token of 2700余万元 has its hedge in it, the unit has not.
    scale = row["token"].removeprefix(observed["value_text"]).strip().lstrip("余餘多几幾来來")
    if not row["token"].startswith(observed["value_text"]) or not observed["unit_printed"].startswith(scale):
        printed = f"{observed['value_text']} {observed['unit_printed']}"
        yield "token", f"is '{row['token']}', but observations.csv has '{printed}' for {name}; one of them is wrong"
