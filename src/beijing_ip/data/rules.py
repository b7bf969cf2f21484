"""What the rows of data/ must fulfil beyond their description: a number, its text, its rounding and its place agree.

Rules know frames and quantities; they read no file. Each returns what it found wrong, with the cure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

import pandas as pd

from beijing_ip.numbers.measures import total
from beijing_ip.numbers.quantity import Qualifier, Quantity
from beijing_ip.numbers.reading import NumeralError, locate_numerals, read_number
from beijing_ip.numbers.writing import format_exact

from . import ledger
from .ledger import split_sentences
from .schema import Problem, Tables, records, split_list

RELEASE = "cnipa-2021-04-30"
LONGEST_PHRASE = 10
DECREASE = re.compile(r"下降|减少|\b(?:down|fell|decreased?)\b")


def check_rows(tables: Tables) -> list[Problem]:
    """Return everything that the rows say against each other; none is good."""
    problems = _observation_rules(tables) + _wording_rules(tables)
    problems += ledger.check_ledger(tables) + _place_rules(tables)
    problems += _break_rules(tables) + _correction_rules(tables)
    problems += _measure_rules(tables) + _event_rules(tables)
    return problems or _identity_rules(tables)


def check_against_text(tables: Tables, text: str) -> list[Problem]:
    """Hold every row that quotes the press release against `text`, a copy of it.

    A phrase must occur once in the text, in the paragraph and sentence that the row names; that it holds the number and
    the unit is a rule of the row itself.
    """
    wanted = tables["sources"].set_index("source_id").loc[RELEASE, "sha256"]
    found = hashlib.sha256(text.encode()).hexdigest()
    if wanted and found != wanted:
        message = f"the text has the checksum {found}, not that of {RELEASE}; it is another text"
        return [Problem("sources.csv", 0, "sha256", message)]
    places = split_sentences(text)
    problems = []
    for name in ("observations", "ledger", "measures"):
        for row, cells in tables[name].iterrows():
            if cells.get("source_id", RELEASE) != RELEASE:
                continue
            problems += [
                Problem(f"{name}.csv", int(str(row)), column, message)
                for column, message in _against_text(cells, text, places)
            ]
    problems = problems or _wordings_against_text(tables, places)
    return problems or ledger.check_ledger_against_text(tables, RELEASE, text)


def _against_text(cells: pd.Series[Any], text: str, places: Mapping[tuple[int, int], str]) -> Iterator[tuple[str, str]]:
    phrase = cells["phrase"]
    occurrences = text.count(phrase)
    if occurrences != 1:
        yield "phrase", f"'{phrase}' occurs {occurrences} times in the text; choose words that occur once"
        return
    if not ledger.cuts_no_word(text, start := text.index(phrase), start + len(phrase)):
        yield "phrase", f"'{phrase}' begins or ends inside a word; quote whole words"
        return
    place = next((place for place, sentence in places.items() if phrase in sentence), None)
    if place is None:
        yield "phrase", f"'{phrase}' runs over the end of a sentence; stay inside one"
        return
    for column, stands in zip(("paragraph", "sentence"), place, strict=True):
        if int(cells[column]) != stands:
            yield column, f"is {cells[column]}, but the phrase stands in paragraph {place[0]}, sentence {place[1]}"


def _observation_rules(tables: Tables) -> list[Problem]:
    rows = tables["observations"]
    units = tables["indicators"].set_index("indicator_id")["unit"]
    kept = tables["sources"].set_index("source_id")["sha256"] != ""
    problems = [
        Problem("observations.csv", int(str(row)), column, message)
        for row, cells in zip(rows.index, records(rows), strict=True)
        for column, message in _row_rules(cells, units[cells["indicator_id"]], kept[cells["source_id"]])
    ]
    preferred = rows[rows["series"] == "preferred"]
    for row, cells in preferred[preferred.duplicated(["place", "indicator_id", "period"], keep=False)].iterrows():
        thing = ", ".join([cells["place"], cells["indicator_id"], cells["period"]])
        message = f"{thing} has several preferred values; mark all but one 'alternative'"
        problems.append(Problem("observations.csv", int(str(row)), "series", message))
    quoted = rows[rows["source_id"].map(kept)]
    for row, cells in quoted[quoted.duplicated(["source_id", "phrase"], keep=False)].iterrows():
        message = f"'{cells['phrase']}' locates another number of the source too; each needs a phrase of its own"
        problems.append(Problem("observations.csv", int(str(row)), "phrase", message))
    return problems


def _row_rules(cells: Mapping[str, str], unit: str, kept: bool) -> Iterator[tuple[str, str]]:
    place = cells["place"].lower().replace(" ", "-")
    expected = ".".join([place, cells["indicator_id"], cells["period"], cells["source_id"]])
    if cells["observation_id"] != expected:
        yield "observation_id", f"is '{cells['observation_id']}'; place, indicator, period and source make {expected}"
    if cells["unit"] != unit:
        yield "unit", f"is '{cells['unit']}'; the indicator {cells['indicator_id']} is in {unit}"
    if cells["kind"] != (kind := kind_of_unit(unit)):
        yield "kind", f"is '{cells['kind']}'; a number in {unit} is a {kind}"
    for column in ("paragraph", "sentence"):
        if bool(cells[column]) != kept:
            cure = "say where the phrase stands" if kept else "leave it empty, since no text of the source was kept"
            yield column, f"is '{cells[column]}'; {cure}"
    follows = re.search(rf"{re.escape(cells['value_text'])}\s*[^\W\d_]", cells["phrase"])
    if not cells["unit_printed"] and (kept or follows):
        yield "unit_printed", "is empty; copy the words after the number, which only a number alone in a table lacks"
    try:
        said, finest = read_number(cells["value_text"], cells["unit_printed"])
    except NumeralError as error:
        yield "value_text", str(error)
        return
    printed = f"'{cells['value_text']} {cells['unit_printed']}'"
    if DECREASE.search(cells["phrase"]):
        said, printed = -said, f"{printed}, which '{cells['phrase']}' calls a decrease,"
    if said != Fraction(cells["value"]):
        yield "value", f"is {cells['value']}, but {printed} reads {format_exact(said)}"
        return
    yield from _rounding_rules(cells, said, finest)
    yield from _phrase_rules(cells)


def kind_of_unit(unit: str) -> str:
    """Return the kind of a number in this unit."""
    if unit == "yuan":
        return "amount"
    return "rank" if unit == "rank" else "ratio" if re.search(r"\bper\b", unit) else "count"


def _rounding_rules(cells: Mapping[str, str], value: Fraction, finest: Fraction) -> Iterator[tuple[str, str]]:
    """What print supports: the last decimal, the last digit before a word such as 万, else the last digit not 0."""
    exact = cells["qualifier"] == "exact"
    if exact and (finest != 1 or cells["kind"] in ("ratio", "amount")):
        yield "qualifier", f"is 'exact'; a {cells['kind']} printed to {format_exact(finest)} is rounded"
        return
    supported = Fraction(1) if exact else finest if finest != 1 or not value else _last_digit(value)
    if Fraction(cells["rounded_to"]) != supported:
        hedge = "an exact count" if exact else f"'{cells['value_text']} {cells['unit_printed']}' without more"
        yield "rounded_to", f"is {cells['rounded_to']}; {hedge} supports {format_exact(supported)}"
    elif cells["qualifier"] == "rounded" and cells["kind"] in ("count", "rank") and supported == 1:
        yield "qualifier", f"is 'rounded'; a {cells['kind']} printed to the last digit is exact"


def _last_digit(value: Fraction) -> Fraction:
    digits = str(abs(int(value)))
    return Fraction(10 ** (len(digits) - len(digits.rstrip("0"))))


def _phrase_rules(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    phrase, number, unit = cells["phrase"], cells["value_text"], cells["unit_printed"]
    if len(phrase.split()) > LONGEST_PHRASE:
        yield "phrase", f"has more than {LONGEST_PHRASE} words; a few are enough to find the place"
    if not re.search(rf"(?<![A-Za-z\d.,]){re.escape(number)}(?![A-Za-z\d]|[.,]\d)", phrase):
        yield "phrase", f"'{phrase}' does not hold the printed number '{number}'"
        return
    after = rf"{re.escape(number)}[\s余多]*{re.escape(unit)}(?![A-Za-z]|\sof\b)"
    before = rf"(?<![A-Za-z]){re.escape(unit)}(?![A-Za-z]).*{re.escape(number)}"
    if not re.search(after, phrase) and not (cells["kind"] in ("ratio", "rank") and re.search(before, phrase)):
        yield "unit_printed", f"is '{unit}', which does not follow '{number}' in the phrase '{phrase}'"
        return
    around = locate_numerals(phrase.replace(unit, " " * len(unit)) if cells["kind"] == "ratio" else phrase)
    if len(around) != 1:
        yield "phrase", f"'{phrase}' holds {len(around)} numerals; choose words around this number alone"
    else:
        hedge = {"exact": ""}.get(around[0].qualifier, around[0].qualifier)
        if hedge != {"exact": "", "rounded": ""}.get(cells["qualifier"], cells["qualifier"]):
            says = f"'{hedge}'" if hedge else "no hedge"
            yield "qualifier", f"is '{cells['qualifier']}', but the phrase '{phrase}' has {says}"


def _wording_rules(tables: Tables) -> list[Problem]:
    released = set(tables["observations"].query("source_id == @RELEASE")["indicator_id"])
    languages = tables["sources"].set_index("source_id")["language"]
    problems = []
    for row, cells in tables["wordings"].iterrows():
        for indicator in split_list(cells["indicators"]):
            if indicator not in released:
                message = f"'{indicator}' has no number in the release, so the release cannot word it"
                problems.append(Problem("wordings.csv", int(str(row)), "indicators", message))
        if languages[cells["source_id"]] != "zh":
            message = f"'{cells['source_id']}' is not in Chinese; name the Chinese report that has the term"
            problems.append(Problem("wordings.csv", int(str(row)), "source_id", message))
    return problems


def _wordings_against_text(tables: Tables, places: Mapping[tuple[int, int], str]) -> list[Problem]:
    released = records(tables["observations"].query("source_id == @RELEASE"))
    stands = {cells["indicator_id"]: (int(cells["paragraph"]), int(cells["sentence"])) for cells in released}
    problems = []
    for row, cells in tables["wordings"].iterrows():
        for indicator in split_list(cells["indicators"]):
            place = stands[indicator]
            if cells["english"] not in places.get(place, ""):
                where = f"paragraph {place[0]}, sentence {place[1]}, where {indicator} stands"
                message = f"'{cells['english']}' is not in {where}; copy a few words as printed"
                problems.append(Problem("wordings.csv", int(str(row)), "english", message))
    return problems


def _place_rules(tables: Tables) -> list[Problem]:
    """Words that are quoted in two rows stand at one place, since each phrase occurs once in the release."""
    quotes = [
        (f"{name}.csv", row, cells)
        for name in ("ledger", "measures")
        for row, cells in zip(tables[name].index, records(tables[name]), strict=True)
        if cells.get("source_id", RELEASE) == RELEASE
    ]
    problems = []
    for file, row, cells in quotes:
        for other_file, other_row, other in quotes:
            if other is cells or cells["phrase"] not in other["phrase"]:
                continue
            for column in ("paragraph", "sentence"):
                if cells[column] != other[column]:
                    same = f"data/{other_file}, row {other_row}, which quotes '{other['phrase']}', has {other[column]}"
                    problems.append(Problem(file, row, column, f"is {cells[column]}; {same}; one of them is wrong"))
    return problems


def _measure_rules(tables: Tables) -> list[Problem]:
    problems = []
    for row, cells in tables["measures"].iterrows():
        if bool(cells["name_zh"]) != bool(cells["name_zh_origin"]):
            cure = "say whether the name was seen or is ours" if cells["name_zh"] else "there is no Chinese name"
            message = f"is '{cells['name_zh_origin']}'; {cure}"
            problems.append(Problem("measures.csv", int(str(row)), "name_zh_origin", message))
    return problems


def _event_rules(tables: Tables) -> list[Problem]:
    rows = tables["events"].query("precision != 'approximate'")
    return [
        Problem("events.csv", int(str(row)), "start", f"is {start}, no day; a date to the month is approximate")
        for row, start in rows["start"].items()
        if len(start) < len("2020-09-04")
    ]


def _identity_rules(tables: Tables) -> list[Problem]:
    problems = []
    released = tables["observations"].query("source_id == @RELEASE")
    numbers = {cells["indicator_id"]: printed_quantity(cells) for cells in records(released)}
    for identity, rows in tables["identities"].groupby("identity_id", sort=False):
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


def _break_rules(tables: Tables) -> list[Problem]:
    concepts = tables["indicators"].set_index("indicator_id")["concept"]
    rows = tables["observations"]
    known = {*zip(rows["indicator_id"], rows["place"], strict=True), *((name, "") for name in rows["indicator_id"])}
    full = rows[(rows["series"] == "preferred") & (rows["period"].str.len() == 4)]
    figures = sorted(zip(full["indicator_id"], full["place"], full["period"], strict=True))
    return [
        Problem("breaks.csv", int(str(row)), column, message)
        for row, cells in tables["breaks"].iterrows()
        for column, message in _one_break(cells, concepts, known, figures)
    ]


def _one_break(
    cells: pd.Series[Any],
    concepts: pd.Series[str],
    known: set[tuple[str, str]],
    figures: Sequence[tuple[str, str, str]],
) -> Iterator[tuple[str, str]]:
    first, last = cells["from_indicator"], cells["to_indicator"]
    place, other = cells["from_place"], cells["to_place"] or cells["from_place"]
    if concepts[first] != concepts[last]:
        yield "to_indicator", f"'{last}' is of another concept than {first}, so that nobody would join the two"
    for column, side in (("from_place", (first, place)), ("to_place", (last, other))):
        if side not in known:
            yield column, f"there is no observation of {side[0]} in {side[1] or 'any place'}, so that nothing is cut"
    since, until = cells["from_year"], cells["to_year"]
    if first == last and place == other and not (since and until):
        yield "from_year", "is empty, or the other year is; a break inside one indicator stands between two years"
    if since and until and (since > until or (since == until and (first, place) == (last, other))):
        yield "to_year", f"is {until}, which does not come after {since}"
    for name, where, year in figures:
        if name == first == last and {place, other} <= {"", where} and since < year < until:
            cure = f"a break stands between two years that follow each other, so that {year} lies on one side of it"
            yield "to_year", f"is {until}, but {where} has a preferred figure of {name} for {year} too; {cure}"


def _correction_rules(tables: Tables) -> list[Problem]:
    observed = tables["observations"].set_index("observation_id")
    printed = observed["value"]
    problems = []
    for row, cells in tables["corrections"].iterrows():
        value, unit = Fraction(cells["corrected_value"]), Fraction(cells["rounded_to"])
        used = observed.loc[cells["observation_id"]]
        if used["series"] != "preferred" or len(used["period"]) != 4:
            message = (
                f"'{cells['observation_id']}' is no preferred figure of a full year, so that nothing would be used "
                "instead of it; say what is wrong in its note_en"
            )
            problems.append(Problem("corrections.csv", int(str(row)), "observation_id", message))
        if value == Fraction(printed[cells["observation_id"]]):
            message = f"is {format_exact(value)}, which is what the source printed; a correction changes the value"
            problems.append(Problem("corrections.csv", int(str(row)), "corrected_value", message))
        if unit <= 0 or value % unit:
            message = f"is {format_exact(unit)}, of which {format_exact(value)} is no multiple"
            problems.append(Problem("corrections.csv", int(str(row)), "rounded_to", message))
    return problems


def printed_quantity(cells: Mapping[Any, str] | pd.Series[Any]) -> Quantity:
    """Return the value of one row with the interval that rounding half up leaves open; counts are whole numbers."""
    quantity = Quantity.printed(
        Fraction(cells["value"]), Fraction(cells["rounded_to"]), cast(Qualifier, cells["qualifier"])
    )
    return quantity.count() if cells["kind"] == "count" else quantity
