"""The open cells answered one by one on a terminal; each answer is written before the next question."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from ..checks.cells import check_cells
from ..checks.files import read_table
from ..checks.open_cells import NEW, NO_FIGURE, OPEN, candidates_of
from ..ledger import split_sentences
from ..loading import texts_at_hand
from ..rules.ledger import reasons_of
from ..rules.observations import kind_of_unit, last_digit
from ..schema import DATA_FOLDER, Row, Table, load_schemas
from .edition import observation_id
from .files import read_folder, write_folder

Rows: TypeAlias = dict[str, list[dict[str, str]]]

_ORDER = ("sources", "editions", "indicators", "observations", "ledger")
_FOLLOWS = {("observations", "observation_id"), ("ledger", "observation_id")}
_QUIT, _SKIP = ("quit", "q"), ("", "skip", "s")
_ID = "[a-z][a-z0-9]*(-[a-z0-9]+)*"


def ask_open(
    draft: Path | None = None,
    data: Path = DATA_FOLDER,
    answer: Callable[[str], str] = input,
    say: Callable[[str], Any] = print,
) -> None:
    """Ask for each open cell of a draft, or of data/ without one, and write each answer at once.

    A number takes the candidate, any other word is the answer itself; "skip" leaves a cell open, "quit" ends. The
    sentence of a number is told where its text is at hand.
    """
    skipped: set[tuple[str, ...]] = set()
    rows = _read(draft or data, data)
    sentences = _sentences(rows, data)
    while True:
        waiting = [one for one in _open_cells(rows) if _name(rows, *one) not in skipped]
        if not waiting:
            return
        name, row, column = waiting[0]
        say("")
        say(f"{len(waiting)} open. {_where(name, row)}")
        if sentence := sentences.get((row.get("source_id", ""), row.get("paragraph", ""), row.get("sentence", ""))):
            say(f"  {sentence}")
        told = _ask(rows, name, row, column, data, answer, say)
        if told == NEW and (name, column) == ("observations", "indicator_id"):
            told = _ask_id(answer)
        if told in _QUIT:
            return
        if told in _SKIP:
            skipped.add(_name(rows, name, row, column))
            continue
        before = {name: [dict(row) for row in table] for name, table in rows.items()}
        _apply(rows, name, row, column, told, data)
        settle(rows, data)
        changed = {name: table for name, table in rows.items() if table != before.get(name)}
        write_folder(draft or data, changed, data)


def settle(rows: Rows, data: Path = DATA_FOLDER) -> None:
    """Fill in what follows from answers: ids, units and kinds of figures, and the rows of the ledger that name them."""
    units = {row["indicator_id"]: row["unit"] for row in _all("indicators", rows, data)}
    for row in rows.get("observations", []):
        indicator = row["indicator_id"]
        if indicator.startswith(OPEN):
            continue
        if row["unit"].startswith(OPEN) and not units.get(indicator, OPEN).startswith(OPEN):
            _set_unit(row, units[indicator])
        if row["observation_id"].startswith(OPEN) and not row["period"].startswith(OPEN):
            row["observation_id"] = observation_id(row["place"], indicator, row["period"], row["source_id"])
    for entry in rows.get("ledger", []):
        if entry["observation_id"].startswith(OPEN):
            names = [row["observation_id"] for row in _of_entry(rows, entry)]
            if names and not any(name.startswith(OPEN) for name in names):
                entry["observation_id"] = "; ".join(names)


def _read(folder: Path, data: Path) -> Rows:
    return {name: [dict(row) for row in table] for name, table in read_folder(folder, data).items()}


def _all(name: str, rows: Rows, data: Path) -> list[dict[str, str]]:
    """The rows of data/ and those of the draft behind them."""
    schema = load_schemas(data)[name]
    return [*map(dict, read_table(data / schema.path, schema.columns)), *rows.get(name, [])]


def _open_cells(rows: Rows) -> Iterator[tuple[str, dict[str, str], str]]:
    names = [*(name for name in _ORDER if name in rows), *(name for name in rows if name not in _ORDER)]
    for name in names:
        for row in rows[name]:
            for column, cell in row.items():
                follows = (name, column) in _FOLLOWS or (column == "unit" and name == "observations")
                if cell.startswith(OPEN) and not follows:
                    yield name, row, column


def _name(rows: Rows, name: str, row: dict[str, str], column: str) -> tuple[str, ...]:
    return name, column, row[column], row.get("phrase", ""), row.get("value_text", "")


def _sentences(rows: Rows, data: Path) -> dict[tuple[str, str, str], str]:
    """The sentences of the texts at hand, by source, paragraph and sentence."""
    of_source = {row["sha256"]: row["source_id"] for row in _all("sources", rows, data)}
    found = {}
    for text in texts_at_hand([]):
        source = of_source.get(hashlib.sha256(text.encode()).hexdigest(), "")
        for (paragraph, sentence), words in split_sentences(text).items():
            found[source, str(paragraph), str(sentence)] = words
    return found


def _where(name: str, row: dict[str, str]) -> str:
    if "phrase" not in row:
        return f"{name}.csv"
    return f"{name}.csv, paragraph {row['paragraph']}, sentence {row['sentence']}: '{row['phrase']}'"


def _ask(
    rows: Rows,
    name: str,
    row: dict[str, str],
    column: str,
    data: Path,
    answer: Callable[[str], str],
    say: Callable[[str], Any],
) -> str:
    candidates = candidates_of(row[column])
    titles = {one["indicator_id"]: one["name_en"] for one in _all("indicators", rows, data)}
    titles |= {NEW: "an indicator that data/indicators.csv does not have yet", NO_FIGURE: "nothing is counted"}
    asked = "" if candidates else row[column].removeprefix(OPEN).strip()
    say(f"{column} is open{f': {asked}' if asked else ''}")
    for number, candidate in enumerate(candidates, 1):
        say(f"  {number}  {candidate}{f': {titles[candidate]}' if candidate in titles else ''}")
    while True:
        try:
            told = answer("number, words, skip or quit: " if candidates else "words, skip or quit: ").strip()
        except EOFError:
            return _QUIT[0]
        if told.isdigit() and 1 <= int(told) <= len(candidates):
            return candidates[int(told) - 1]
        if told in _QUIT or told in _SKIP or told in (NEW, NO_FIGURE):
            return told
        wrong = _wrong(name, {**row, column: told}, column, titles, data)
        if not wrong:
            return told
        say(wrong)


def _wrong(name: str, row: dict[str, str], column: str, known: dict[str, str], data: Path) -> str:
    """What is wrong with an answer, or nothing."""
    if (name, column) == ("observations", "indicator_id"):
        return "" if row[column] in known else f"'{row[column]}' is in no row of indicators.csv; say new for a new one"
    problems = check_cells(load_schemas(data)[name], Table([Row(row, 2)]))
    return next((problem.message for problem in problems if problem.column == column), "")


def _apply(
    rows: Rows,
    name: str,
    row: dict[str, str],
    column: str,
    told: str,
    data: Path,
) -> None:
    if (name, column) != ("observations", "indicator_id"):
        row[column] = told
        if (name, column) == ("observations", "period") and not row["indicator_id"].startswith(OPEN):
            _set_series(rows, row, data)
        return
    if told == NO_FIGURE:
        _take_out(rows, row)
        return
    _add_new_indicator(rows, told, data)
    row["indicator_id"] = told
    _set_series(rows, row, data)
    unit = next(one["unit"] for one in _all("indicators", rows, data) if one["indicator_id"] == told)
    _set_unit(row, unit)


def _set_series(rows: Rows, row: dict[str, str], data: Path) -> None:
    """Give a row the agency of the others of its indicator; where they have a preferred one it is another source's."""
    before = [
        other
        for other in _all("observations", rows, data)
        if other is not row and (other["place"], other["indicator_id"]) == (row["place"], row["indicator_id"])
    ]
    row["agency"] = before[-1]["agency"] if before else ""
    taken = any(other["series"] == "preferred" and other["period"] == row["period"] for other in before)
    row["series"] = "alternative" if taken else "preferred"


def _set_unit(row: dict[str, str], unit: str) -> None:
    row["unit"] = unit
    if unit.startswith(OPEN):
        return
    row["kind"] = kind_of_unit(unit)
    if row["kind"] in ("ratio", "amount") and row["qualifier"] == "exact":
        row["qualifier"] = "rounded"
        if row["rounded_to"] == "1":
            row["rounded_to"] = str(last_digit(Fraction(row["value"])))


def _take_out(rows: Rows, row: dict[str, str]) -> None:
    """Remove a row that is no figure; its row of the ledger says instead what the number is."""
    gone = [other for other in rows["observations"] if _place(other) == _place(row)]
    rows["observations"] = [other for other in rows["observations"] if other not in gone]
    for entry in rows["ledger"]:
        if _place(entry) == _place(row):
            entry["observation_id"] = ""
            reasons = reasons_of(entry["token"], entry["phrase"]) or [
                "date",
                "name",
                "denominator",
                "definition",
                "idiom",
            ]
            entry["became"] = f"{OPEN} {' | '.join(reasons)}" if len(reasons) > 1 else reasons[0]
            entry["note_en"] = f"{OPEN} why the number is no figure"


def _place(row: dict[str, str]) -> tuple[str, ...]:
    return row["source_id"], row["paragraph"], row["sentence"], row["phrase"]


def _of_entry(rows: Rows, entry: dict[str, str]) -> list[dict[str, str]]:
    return [row for row in rows.get("observations", []) if _place(row) == _place(entry)]


def _ask_id(answer: Callable[[str], str]) -> str:
    """The id of a new indicator, or "quit" or "skip"."""
    while True:
        try:
            told = answer("id of the new indicator, such as patents-granted; skip or quit: ").strip()
        except EOFError:
            return _QUIT[0]
        if told in _QUIT or told in _SKIP or (re.fullmatch(_ID, told) and told not in (NEW, NO_FIGURE)):
            return told


def _add_new_indicator(rows: Rows, told: str, data: Path) -> None:
    """Add an open row to indicators.csv, if there is none of this id."""
    if told not in {row["indicator_id"] for row in _all("indicators", rows, data)}:
        rows.setdefault("indicators", []).append(
            {
                "indicator_id": told,
                "concept": told,
                "name_en": f"{OPEN} its name in English",
                "name_zh": f"{OPEN} its name in Chinese",
                "name_zh_origin": f"{OPEN} seen | ours",
                "unit": f"{OPEN} its unit, such as patents, per cent, yuan, rank or times",
                "stock_or_flow": f"{OPEN} flow | stock | undated stock | neither",
                "definition": f"{OPEN} what is counted, for whom, and when",
                "chapter": f"{OPEN} creation | enforcement | judicial | policy | international",
                "comparable_with": "Nothing yet.",
                "not_comparable_with": "Nothing yet.",
            }
        )
