"""One published number: read from data/, checked, and given its rounding interval.

`check` holds every table against its description and its own logic, and, where a copy of the source is at hand,
every number against the text. `release` gives the numbers of the press release by indicator.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pandas as pd

from . import datapackage
from .datapackage import DATA, DataError, Problem, Tables, records
from .numerals import NumeralError, find, read
from .quantity import Qualifier, Quantity, total

RELEASE = "cnipa-2021-04-30"
CHINESE_REPORTS = ("bbt-2021-04-22", "cns-2021-04-25")
"""What the notes call Chinese reports: two reports of the press conference of the release."""
SOURCE_VARIABLE = "BEIJING_IP_SOURCE"
LONGEST_PHRASE = 10


@dataclass(frozen=True)
class Source:
    """Where a number or a date was read, with the grade of the page."""

    source_id: str
    title: str
    publisher: str
    published: str
    address: str
    language: str
    grade: str
    sha256: str
    note_en: str

    def link(self, words: str, phrase: str = "", title: str = "") -> str:
        """Return `words` as a Markdown link to the source, at the place of `phrase` where one is given.

        Only pages of grade A have an address; for the others the words stay as they are.
        """
        if not self.address:
            return words
        fragment = f"#:~:text={quote(phrase, safe='').replace('-', '%2D')}" if phrase else ""
        hover = f' "{title}"' if title else ""
        return f"[{words}]({self.address}{fragment}{hover})"


@dataclass(frozen=True)
class Indicator:
    """What a number means: one definition, its unit, and what it may be compared with."""

    indicator_id: str
    concept: str
    name_en: str
    name_zh: str
    name_zh_origin: str
    unit: str
    stock_or_flow: str
    definition: str
    chapter: str
    comparable_with: str
    not_comparable_with: str


@dataclass(frozen=True)
class Observation:
    """One published number as printed, with its meaning, its place in the source and its rounding interval.

    Formatting: `f"{x}"` gives the number as printed, hedge included ("more than 200,000", "1.005 million",
    "63.32%"); `f"{x:link}"` the same as a link that opens the source at that place.
    """

    observation_id: str
    place: str
    period: str
    value_text: str
    unit_printed: str
    value: Fraction
    unit: str
    rounded_to: Fraction
    qualifier: str
    paragraph: int
    sentence: int
    phrase: str
    kind: str
    agency: str
    note_en: str
    note_zh: str
    indicator: Indicator = field(repr=False)
    source: Source = field(repr=False)

    @property
    def quantity(self) -> Quantity:
        """The value in `unit` with the interval that its rounding (half up) leaves open; counts are whole numbers."""
        quantity = Quantity.printed(self.value, self.rounded_to, cast(Qualifier, self.qualifier))
        return quantity.count() if self.kind == "count" else quantity

    @property
    def where(self) -> str:
        """The place in the source in words."""
        return f"paragraph {self.paragraph}, sentence {self.sentence}"

    @property
    def rounding(self) -> str:
        """How exact the number is, in words."""
        if self.kind == "rank":
            return "A rank"
        if self.qualifier == "exact":
            return "Exact count"
        if self.quantity.is_bound:
            return f"A bound: {self.range}"
        return f"Rounded to {_plain(self.rounded_to)}: {self.range}"

    @property
    def range(self) -> str:
        """All that prints as this number: first and last whole number for a count, an interval otherwise."""
        if self.kind == "count" and not self.quantity.is_bound and not self.quantity.is_exact:
            first, last = self.quantity.integers()
            return f"{first:,} to {last:,}"
        return str(self.quantity)

    def __str__(self) -> str:
        number = f"{int(self.value):,}" if not any(map(str.isdigit, self.value_text)) else self.value_text
        scale = re.match(r"(million|billion)\b", self.unit_printed)
        if self.kind == "rank":
            number = self.value_text
        elif self.unit_printed.startswith("%"):
            number += "%"
        elif scale:
            number += f" {scale[1]}"
        if self.unit == "yuan":
            number += " yuan"
        return f"{self.qualifier.replace('-', ' ')} {number}" if self.qualifier not in ("exact", "rounded") else number

    def __format__(self, spec: str) -> str:
        if spec == "":
            return str(self)
        if spec == "link":
            return self.source.link(str(self), self.phrase, f"{self.where.capitalize()}. {self.rounding}.")
        raise ValueError(f"{self.observation_id}: there is no format '{spec}'; use none or 'link'")


def _plain(number: Fraction) -> str:
    return f"{int(number):,}" if number.denominator == 1 else str(float(number))


@cache
def tables(folder: Path = DATA) -> Tables:
    """Return every table of data/ by name, all cells text.

    Raises DataError, which lists every problem, when anything in the folder is not as it should be.
    """
    read_tables, problems = _checked(folder)
    if problems:
        raise DataError(problems)
    return read_tables


def check(folder: Path = DATA, text: str | None = None) -> list[str]:
    """Return every problem in data/, one sentence each, file by file and row by row; none is good.

    With `text` (default: the file that BEIJING_IP_SOURCE names), every number of the press release is also held
    against the text: paragraph, sentence, phrase and digits.
    """
    read_tables, problems = _checked(folder)
    if text is None and (named := os.environ.get(SOURCE_VARIABLE)):
        try:
            text = Path(named).read_text(encoding="utf-8")
        except OSError as error:
            return [
                *map(str, sorted(problems)),
                f"{SOURCE_VARIABLE} names {named}, which cannot be read: {error.strerror}",
            ]
    if text is not None and not problems:
        problems += against_text(read_tables, text)
    return [str(problem) for problem in sorted(problems)]


def against_text(read_tables: Tables, text: str) -> list[Problem]:
    """Hold every row that quotes the press release against `text`, a copy of it.

    A phrase must occur once in the text, in the paragraph and sentence that the row names, and hold the printed
    number and unit.
    """
    wanted = read_tables["sources"].set_index("source_id").loc[RELEASE, "sha256"]
    found = hashlib.sha256(text.encode()).hexdigest()
    if wanted and found != wanted:
        return [
            Problem(
                "sources.csv",
                0,
                "sha256",
                f"the text has the checksum {found}, not that of {RELEASE}; it is another text",
            )
        ]
    places = sentences(text)
    problems = []
    for name in ("observations", "measures"):
        for row, cells in read_tables[name].iterrows():
            if cells.get("source_id", RELEASE) != RELEASE:
                continue
            problems += [
                Problem(f"{name}.csv", int(str(row)), column, message)
                for column, message in _against_text(cells, text, places)
            ]
    return problems


def sentences(text: str) -> dict[tuple[int, int], str]:
    """Return the sentences of a release by (paragraph, sentence), both counted from 1; the title is paragraph 1."""
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    return {
        (number, place): sentence
        for number, paragraph in enumerate(paragraphs, 1)
        for place, sentence in enumerate(re.split(r"(?<=\.)\s+(?=[A-Z])", paragraph), 1)
    }


def _against_text(cells: pd.Series[Any], text: str, places: Mapping[tuple[int, int], str]) -> Iterator[tuple[str, str]]:
    phrase = cells["phrase"]
    occurrences = text.count(phrase)
    if occurrences != 1:
        yield "phrase", f"'{phrase}' occurs {occurrences} times in the text; choose words that occur once"
        return
    place = next((place for place, sentence in places.items() if phrase in sentence), None)
    if place is None:
        yield "phrase", f"'{phrase}' runs over the end of a sentence; stay inside one"
        return
    for column, stands in zip(("paragraph", "sentence"), place, strict=True):
        if int(cells[column]) != stands:
            yield (
                column,
                f"is {cells[column]}, but the phrase stands in paragraph {place[0]}, sentence {place[1]}",
            )
    if "value_text" in cells:
        after = places[place].split(phrase, 1)
        rest = phrase[phrase.find(cells["value_text"]) :] + after[1]
        printed = rf"{re.escape(cells['value_text'])}\s*{re.escape(cells['unit_printed'])}(?!\w)"
        told = cells["unit_printed"] in places[place]
        if not re.match(printed, rest) and not (told and cells["kind"] in ("ratio", "rank", "count")):
            yield (
                "unit_printed",
                f"'{cells['unit_printed']}' does not follow {cells['value_text']} in the text",
            )


def _checked(folder: Path) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    read_tables, problems = datapackage.read(folder)
    if not problems:
        problems += _observation_rules(read_tables)
    if not problems:
        problems += _identity_rules(read_tables)
    return read_tables, problems


def _observation_rules(read_tables: Tables) -> list[Problem]:
    rows = read_tables["observations"]
    units = read_tables["indicators"].set_index("indicator_id")["unit"]
    problems = [
        Problem("observations.csv", int(str(row)), column, message)
        for row, cells in rows.iterrows()
        for column, message in _row_rules(cells, units[cells["indicator_id"]])
    ]
    preferred = rows[rows["series"] == "preferred"]
    for row, cells in preferred[preferred.duplicated(["place", "indicator_id", "period"], keep=False)].iterrows():
        thing = ", ".join([cells["place"], cells["indicator_id"], cells["period"]])
        message = f"{thing} has several preferred values; mark all but one 'alternative'"
        problems.append(Problem("observations.csv", int(str(row)), "series", message))
    for row, cells in rows[rows.duplicated(["source_id", "phrase"], keep=False)].iterrows():
        message = f"'{cells['phrase']}' locates another number of the source too; each needs a phrase of its own"
        problems.append(Problem("observations.csv", int(str(row)), "phrase", message))
    return problems


def _row_rules(cells: pd.Series[Any], unit: str) -> Iterator[tuple[str, str]]:
    expected = ".".join([cells["place"].lower(), cells["indicator_id"], cells["period"], cells["source_id"]])
    if cells["observation_id"] != expected:
        yield (
            "observation_id",
            f"is '{cells['observation_id']}'; its place, indicator, period and source make {expected}",
        )
    if cells["unit"] != unit:
        yield "unit", f"is '{cells['unit']}'; the indicator {cells['indicator_id']} is in {unit}"
    value, rounded_to = Fraction(cells["value"]), Fraction(cells["rounded_to"])
    try:
        said, finest = read(cells["value_text"], cells["unit_printed"])
    except NumeralError as error:
        yield "value_text", str(error)
        return
    if said != value:
        yield (
            "value",
            f"is {cells['value']}, but '{cells['value_text']} {cells['unit_printed']}' reads {_plain(said)}",
        )
    yield from _rounding_rules(cells, value, rounded_to, finest)
    yield from _phrase_rules(cells, said)


def _rounding_rules(
    cells: pd.Series[Any], value: Fraction, rounded_to: Fraction, finest: Fraction
) -> Iterator[tuple[str, str]]:
    last = f"the last digit of '{cells['value_text']} {cells['unit_printed']}' stands for {_plain(finest)}"
    if not re.fullmatch(r"10*|0\.0*1", cells["rounded_to"]):
        yield "rounded_to", f"is {cells['rounded_to']}; write the unit of a digit, such as 1000, 1 or 0.1"
    elif value % rounded_to:
        yield "rounded_to", f"is {cells['rounded_to']}, which does not divide {cells['value']}; {last}"
    elif finest != 1 and rounded_to != finest:
        yield "rounded_to", f"is {cells['rounded_to']}, but {last}"
    elif rounded_to < finest:
        yield "rounded_to", f"is {cells['rounded_to']}, finer than the last digit printed, {_plain(finest)}"
    exact = rounded_to == 1 and cells["kind"] in ("count", "rank")
    if cells["qualifier"] in ("exact", "rounded") and (cells["qualifier"] == "exact") != exact:
        right = "exact" if exact else "rounded"
        yield "qualifier", f"is '{cells['qualifier']}'; a {cells['kind']} rounded to {cells['rounded_to']} is {right}"


def _phrase_rules(cells: pd.Series[Any], said: Fraction) -> Iterator[tuple[str, str]]:
    phrase = cells["phrase"]
    if len(phrase.split()) > LONGEST_PHRASE:
        yield "phrase", f"has more than {LONGEST_PHRASE} words; a few are enough to find the place"
    if not re.search(rf"(?<![\w.,]){re.escape(cells['value_text'])}(?![\w]|[.,]\d)", phrase):
        yield "phrase", f"'{phrase}' does not hold the printed number '{cells['value_text']}'"
        return
    numerals = find(phrase)
    if len(numerals) != 1:
        yield "phrase", f"'{phrase}' holds {len(numerals)} numerals; choose words around this number alone"
    elif cells["kind"] != "rank":
        hedge = numerals[0].qualifier
        if (hedge if hedge != "exact" else "") != (
            cells["qualifier"] if cells["qualifier"] not in ("exact", "rounded") else ""
        ):
            yield "qualifier", f"is '{cells['qualifier']}', but the phrase '{phrase}' says '{hedge}'"


def _identity_rules(read_tables: Tables) -> list[Problem]:
    problems = []
    numbers = {
        o.indicator.indicator_id: o.quantity for o in _observations(read_tables) if o.source.source_id == RELEASE
    }
    for identity, rows in read_tables["identities"].groupby("identity_id", sort=False):
        first = int(rows.index[0])
        for column in ("relation", "whole", "holds"):
            if rows[column].nunique() > 1:
                message = f"differs between the rows of {identity}; one statement has one {column}"
                problems.append(Problem("identities.csv", first, column, message))
        whole, parts = numbers[rows["whole"].iloc[0]], total(*(numbers[part] for part in rows["part"]))
        if rows["holds"].iloc[0] == "no":
            continue
        gap = whole - parts
        summed = rows["relation"].iloc[0] == "sum"
        impossible = not gap.contains(0) if summed else gap.upper is not None and gap.upper < 0
        if impossible:
            message = (
                f"the parts of {identity} add up to {parts}, but {rows['whole'].iloc[0]} is {whole}; "
                "one of these rows of observations.csv is wrong"
            )
            problems.append(Problem("identities.csv", first, "part", message))
    return problems


def _observations(read_tables: Tables) -> list[Observation]:
    sources = {row["source_id"]: Source(**row) for row in records(read_tables["sources"])}
    indicators = {row["indicator_id"]: Indicator(**row) for row in records(read_tables["indicators"])}
    result = []
    for row in records(read_tables["observations"]):
        del row["series"]
        result.append(
            Observation(
                indicator=indicators[row.pop("indicator_id")],
                source=sources[row.pop("source_id")],
                value=Fraction(row.pop("value")),
                rounded_to=Fraction(row.pop("rounded_to")),
                paragraph=int(row.pop("paragraph")),
                sentence=int(row.pop("sentence")),
                **row,
            )
        )
    return result


@cache
def release(source_id: str = RELEASE) -> Mapping[str, Observation]:
    """Return the published numbers of one source by indicator, in the order of the text.

    Raises DataError when data/ is not as it should be, KeyError when the source has no number.
    """
    found = {o.indicator.indicator_id: o for o in _observations(tables()) if o.source.source_id == source_id}
    if not found:
        raise KeyError(f"data/observations.csv has no number from {source_id}")
    return found


@cache
def sources() -> Mapping[str, Source]:
    """Return every source by its name."""
    return {row["source_id"]: Source(**row) for row in records(tables()["sources"])}
