"""A draft of an edition: the rows of all tables that a text makes, and what is doubtful in them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..checks.open_cells import NEW, NO_FIGURE, OPEN
from ..ledger import LocatedNumeral, locate_in_text, sentence_spans
from ..schema import Row, Tables, slug_of
from .became import FIGURE, became
from .choosing import Choice, choose_indicators
from .evidence import Knowledge, read_knowledge, words_around
from .figures import Figure, leads_to_next, sort_of
from .findings import find_findings, lies_in_break
from .periods import find_period
from .phrases import find_phrase
from .printed import ends_of, kind_of_figure, printed_fields, read_print
from .release import Release, edition_row, source_row

_FROM_TO = re.compile(r".*(?:\bfrom\s#\sto\s|[由从]#[^0-9，。]{0,4}[至到])")


@dataclass(frozen=True)
class Draft:
    """New rows by table, each a mapping of column to text, and what is to be looked at, one line each."""

    edition_id: str
    rows: Mapping[str, Sequence[dict[str, str]]]
    remarks: Sequence[str] = field(default=())

    def open_cells(self, *tables: str) -> int:
        """How many cells are open, in all tables or in some."""
        asked = tables or tuple(self.rows)
        return sum(cell.startswith(OPEN) for name in asked for row in self.rows[name] for cell in row.values())


def draft_edition(text: str, release: Release, tables: Tables) -> Draft:
    """Return the rows that a release makes, as far as print and the tables tell; every number has a row.

    Raises ValueError for a place that places.csv does not have, and for a source or an edition that there is.
    """
    edition_id = f"{slug_of(release.place)}-{release.year}"
    _refuse(release, edition_id, tables)
    previous = _previous(release, tables)
    before = next((row["source_id"] for row in tables["editions"] if row["edition_id"] == previous), "")
    known = read_knowledge(tables, release.place, release.year, before)
    entries = locate_in_text(text)
    spans = {(paragraph, sentence): (start, end) for paragraph, sentence, start, end in sentence_spans(text)}
    figures, notes, whys = _read_figures(entries, text, spans, release.year)
    values = {
        (row["indicator_id"], row["period"]): Fraction(row["value"])
        for row in tables["observations"]
        if row["place"] == release.place and row["series"] == "preferred"
    }
    again = _find_repeated(figures)
    figures = {order: figure for order, figure in figures.items() if order not in again}
    choices = choose_indicators(list(figures.values()), known, values)
    observations: list[dict[str, str]] = []
    ledger: list[dict[str, str]] = []
    remarks: list[str] = []
    chosen = dict(zip(figures, choices, strict=True))
    taken = {
        (row["place"], row["indicator_id"], row["period"])
        for row in tables["observations"]
        if row["series"] == "preferred"
    }
    # Where a break leaves open on which side a figure lies, it joins no series until somebody says.
    taken |= {
        (release.place, name, str(release.year))
        for name in known.profiles
        if lies_in_break(name, release.place, release.year, tables["breaks"])
    }
    agencies = _agencies(tables, release.place)
    for entry in entries:
        sentence = text[slice(*spans[entry.place])]
        if entry.order in again:
            phrase = find_phrase(entry, text, sentence)
            first = next(row for row in ledger if row["order"] == str(again[entry.order]))
            ledger.append(_ledger_row(release, entry, phrase, "repeated", "", first["observation_id"]))
            continue
        if entry.order not in figures:
            was, note = notes[entry.order]
            phrase = find_phrase(entry, text, sentence, became=was, used={row["phrase"] for row in ledger})
            ledger.append(_ledger_row(release, entry, phrase, was, note, ""))
            continue
        figure, choice = figures[entry.order], chosen[entry.order]
        made = _observations(release, figure, choice, text, sentence, known, agencies, taken)
        for row, doubt in made:
            observations.append(row)
            line = _where(row, choice, known)
            remarks += [f"{line}: {why}." for why in (doubt, whys.get(entry.order, "")) if why]
        names = "; ".join(row["observation_id"] for row, _ in made)
        if any(row["observation_id"].startswith(OPEN) for row, _ in made):
            names = made[0][0]["observation_id"]
        ledger.append(_ledger_row(release, entry, made[0][0]["phrase"], FIGURE, "", names))
    remarks += find_findings(list(figures.values()), choices, tables, known, release, before)
    rows = {
        "editions": [edition_row(release, edition_id, previous, tables)],
        "sources": [source_row(release, text)],
        "observations": observations,
        "ledger": ledger,
    }
    return Draft(edition_id, rows, remarks)


def _refuse(release: Release, edition_id: str, tables: Tables) -> None:
    places = [row["place"] for row in tables["places"]]
    if release.place not in places:
        near = difflib.get_close_matches(release.place, places, 1)
        meant = f"did you mean '{near[0]}'? A" if near else "a"
        raise ValueError(f"'{release.place}' is not in data/places.csv; {meant} new one is added there first")
    if any(row["source_id"] == release.source_id and row["sha256"] for row in tables["sources"]):
        raise ValueError(f"data/sources.csv has a text of '{release.source_id}'; choose another --source-id")
    if any(row["edition_id"] == edition_id and _has_text(row, tables) for row in tables["editions"]):
        raise ValueError(f"data/editions.csv has '{edition_id}', and its text is in the ledger")


def _has_text(edition: Row, tables: Tables) -> bool:
    return any(row["source_id"] == edition["source_id"] for row in tables["ledger"])


def _previous(release: Release, tables: Tables) -> str:
    """The last edition before of the place, else the current one, whose order is the only one known."""
    rows = [row for row in tables["editions"] if int(row["year"]) < release.year and row["place"] == release.place]
    return max(rows, key=lambda row: row["year"])["edition_id"] if rows else ""


def _read_figures(
    entries: Sequence[LocatedNumeral], text: str, spans: Mapping[tuple[int, int], tuple[int, int]], year: int
) -> tuple[dict[int, Figure], dict[int, tuple[str, str]], dict[int, str]]:
    """The figures by their order, what the other numbers are, and why a period is open."""
    notes = {entry.order: became(entry, text, text[slice(*spans[entry.place])], year) for entry in entries}
    counted = [entry for entry in entries if notes[entry.order][0] == FIGURE]
    sorts = {entry.order: sort_of(entry.numeral, text) for entry in counted}
    figures: dict[int, Figure] = {}
    whys = {}
    for entry in counted:
        start, end = spans[entry.place]
        period, why = find_period(entry.numeral, text[start:end], entry.numeral.start - start, year)
        if not why and period == str(year) and period not in text[start:end] and figures:
            period, why = _carried(figures[max(figures)], entry, text[:start], period)
        # Growth parts no two nouns: "patents rose by 5% to 1,200".
        beside = [other for other in counted if other.place == entry.place and sorts[other.order] != "growth"]
        around = words_around(entry, text, spans, beside)
        before = figures[max(figures)] if figures else None
        if (
            before
            and before.sort == sorts[entry.order]
            and _FROM_TO.fullmatch(
                text[before.numeral.start - 6 : before.numeral.start]
                + "#"
                + text[before.numeral.end : entry.numeral.start]
            )
        ):
            # "grew from 16 to 20": both are of what grew.
            around = dict(before.around)
        earlier, unit = period[:4].isdigit() and period[:4] < str(year), printed_fields(entry, text)[1]
        leads = sorts[entry.order] == "growth" and leads_to_next(entry.numeral, text)
        figures[entry.order] = Figure(entry, sorts[entry.order], period, earlier, around, unit, leads)
        if why:
            whys[entry.order] = why
    return figures, notes, whys


def _carried(last: Figure, entry: LocatedNumeral, before: str, period: str) -> tuple[str, str]:
    """A semicolon ends a sentence here, but not what its first half says of time: then the period is asked."""
    near = last.place in (entry.place, (entry.paragraph, entry.sentence - 1))
    joined = near and before.rstrip()[-1:] in tuple(";；")
    earlier = last.period.removeprefix(OPEN).split(" | ")[0].strip()
    if not joined or not earlier.isdigit() or earlier >= period:
        return period, ""
    return f"{OPEN} {earlier} | {period}", f"the sentence before the semicolon is of {earlier}"


def _find_repeated(figures: Mapping[int, Figure]) -> dict[int, int]:
    """Numbers that are printed again, by their order that of the first: long ones of the same sort and period."""
    first: dict[tuple[object, ...], int] = {}
    again = {}
    for order, figure in figures.items():
        digits = len(str(figure.value.numerator).strip("0"))
        key = figure.value, figure.sort, figure.period, figure.numeral.unit
        if digits >= 3 and figure.numeral.upper is None and first.setdefault(key, order) != order:
            again[order] = first[key]
    return again


def _observations(
    release: Release,
    figure: Figure,
    choice: Choice,
    text: str,
    sentence: str,
    known: Knowledge,
    agencies: Mapping[str, str],
    taken: set[tuple[str, str, str]],
) -> list[tuple[dict[str, str], str]]:
    """The row of a number, or the two of a range, each with a doubt about its rounding or ""."""
    made = []
    ends = ends_of(figure.numeral)
    for end in ends:
        sure = choice.sure and len(ends) == 1
        likely = choice.indicator_id
        unit = known.profiles[likely].unit if likely else ""
        kind = kind_of_figure(unit, "", figure.sort)
        printed = read_print(end, figure.entry, text, kind)
        phrase = find_phrase(figure.entry, text, sentence, printed.unit_printed, kind)
        name, indicator = _names(release, figure, choice, sure)
        series = "alternative" if (release.place, likely, figure.period) in taken else "preferred"
        row = {
            "observation_id": name,
            "indicator_id": indicator,
            "place": release.place,
            "period": figure.period,
            "value_text": printed.value_text,
            "unit_printed": printed.unit_printed,
            "value": printed.value,
            "unit": unit or f"{OPEN} the unit of the new indicator",
            "rounded_to": printed.rounded_to,
            "qualifier": printed.qualifier,
            "source_id": release.source_id,
            "paragraph": str(figure.entry.paragraph),
            "sentence": str(figure.entry.sentence),
            "phrase": phrase,
            "kind": kind,
            "agency": agencies.get(likely, "") if sure else "",
            "series": series,
            "note_en": "As printed.",
            "note_zh": "",
        }
        made.append((row, printed.doubt))
    return made


def _names(release: Release, figure: Figure, choice: Choice, sure: bool) -> tuple[str, str]:
    """The id of a row and its indicator; where one is open both are, since the one holds the other."""
    period_open = figure.period.startswith(OPEN)
    if sure:
        indicator = choice.indicator_id
        if not period_open:
            return observation_id(release.place, indicator, figure.period, release.source_id), indicator
        return OPEN, indicator
    asked = " | ".join([*choice.candidates, NEW, NO_FIGURE])
    return OPEN, f"{OPEN} {asked}"


def observation_id(place: str, indicator: str, period: str, source: str) -> str:
    """Return the id of a row: place, indicator, period and source."""
    return ".".join([slug_of(place), indicator, period, source])


def _agencies(tables: Tables, place: str) -> dict[str, str]:
    return {row["indicator_id"]: row["agency"] for row in tables["observations"] if row["place"] == place}


def _where(row: Mapping[str, str], choice: Choice, known: Knowledge) -> str:
    return f"paragraph {row['paragraph']}, sentence {row['sentence']}, '{row['value_text']}'"


def _ledger_row(
    release: Release, entry: LocatedNumeral, phrase: str, was: str, note: str, names: str
) -> dict[str, str]:
    return {
        "source_id": release.source_id,
        "order": str(entry.order),
        "paragraph": str(entry.paragraph),
        "sentence": str(entry.sentence),
        "token": entry.numeral.text,
        "phrase": phrase,
        "became": was,
        "observation_id": names,
        "note_en": note,
    }
