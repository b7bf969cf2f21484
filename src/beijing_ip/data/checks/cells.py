"""The cells of a table against its description: types, forms, allowed values, rows that are there once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from ..schema import Problem, Row, Table, TableSchema
from .characters import narrow, odd_characters, shorten
from .dates import wrong_date
from .formulas import formula_in

LONGEST_CELL = 32_767
"""As many characters a cell of a workbook has at most (Excel and LibreOffice)."""
_FORMS = {
    "integer": (r"0|[1-9][0-9]*", "a whole number such as 5"),
    "number": (r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", "a plain number such as 1005000 or 63.32"),
}
_DATES = "[0-9]{4}"
"""How the patterns of all columns begin that hold dates."""
_AS_PRINTED = ("value_text", "unit_printed", "token", "phrase")


@lru_cache(maxsize=64)
def check_cells(schema: TableSchema, table: Table) -> tuple[Problem, ...]:
    """Hold the cells of a table against their description: types, allowed values, unique keys."""
    found = [(row, column, message) for row in table for column, message in _wrong_cells(schema, row)]
    unique = [field["name"] for field in schema.fields if field.get("constraints", {}).get("unique")]
    for columns in (*((name,) for name in unique), *((schema.key,) if len(schema.key) > 1 else ())):
        for rows in _repeated(table, columns):
            cells = shorten(", ".join(rows[0][column] for column in columns))
            for row, other in zip(rows, [rows[1], *rows], strict=False):
                cure = f"'{cells}' stands in row {other.number} too; every row needs its own, so change or remove one"
                found.append((row, columns[0], cure))
    return tuple(Problem(schema.path, row.number, column, message) for row, column, message in found)


def _repeated(table: Table, columns: Sequence[str]) -> list[list[Row]]:
    """Return the rows that have the same in some columns, together."""
    alike: dict[tuple[str, ...], list[Row]] = {}
    for row in table:
        alike.setdefault(tuple(row[column] for column in columns), []).append(row)
    return [rows for rows in alike.values() if len(rows) > 1]


@lru_cache(maxsize=4096)
def _wrong_cells(schema: TableSchema, row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((field["name"], message) for field in schema.fields for message in _wrong_cell(field, row))


def _wrong_cell(field: Mapping[str, Any], row: Row) -> Iterator[str]:
    """Say what is wrong with a cell; the first that is, since the rest mostly comes of it."""
    cell, limits = row[field["name"]], field.get("constraints", {})
    if not cell:
        if limits.get("required"):
            yield f"is empty; needed: {field['description']}"
        return
    if cell.strip() != cell:
        yield "begins or ends with a space; remove it"
        return
    if formula := formula_in(cell):
        where = "begins with" if cell.startswith(formula) else "has right behind a semicolon"
        yield f"{where} '{formula[0]}', which a spreadsheet takes for a formula; put a word before it"
        return
    if len(cell) > LONGEST_CELL:
        yield f"has {len(cell):,} characters, of which a spreadsheet keeps {LONGEST_CELL:,}; say it in fewer"
        return
    if odd := odd_characters(cell, as_printed=field["name"] in _AS_PRINTED):
        yield odd
        return
    pattern = limits.get("pattern", "")
    if field["type"] in _FORMS:
        form, words = _FORMS[field["type"]]
        if not re.fullmatch(form, cell):
            likely = _likely_number(cell)
            meant = f"; did you mean {likely}?" if re.fullmatch(form, likely) else ""
            yield f"is '{shorten(cell)}', which is not {words}{meant}"
    elif pattern.startswith(_DATES):
        if said := wrong_date(cell, pattern):
            yield said
    elif pattern and not re.fullmatch(pattern, cell):
        listed = re.sub(r" *[;,、] *", "; ", narrow(cell).lower())
        written = (listed, re.sub("[ _]", "-", listed), quote(cell, safe="%/:?=&+,@!~"))
        fits = [each for each in written if re.fullmatch(pattern, each)]
        meant = f"; did you mean '{fits[0]}'?" if fits else ""
        yield f"is '{shorten(cell)}'; write it like {field['example']}{meant}"
    if field["name"].endswith("_zh") and not re.search("[㐀-鿿]", cell):
        yield f"is '{shorten(cell)}', without a Chinese character; write the Chinese words"
    if "enum" in limits and cell not in limits["enum"]:
        near = difflib.get_close_matches(cell.lower(), limits["enum"], 1)
        meant = f"; did you mean '{near[0]}'?" if near else ""
        yield f"is '{shorten(cell)}'; allowed: {', '.join(limits['enum'])}{meant}"
    if "minimum" in limits and cell.isdecimal() and int(cell) < limits["minimum"]:
        yield f"is '{cell}'; the least is {limits['minimum']}"


def _likely_number(cell: str) -> str:
    """Return the number that a cell may mean that has separators, per cent, full-width or needless digits."""
    try:
        number = Decimal(re.sub(r"(?<=\d)[,' \u2009\u202f](?=\d{3})|%$", "", narrow(cell)))
    except InvalidOperation:
        return ""
    return f"{number.normalize():f}" if number.is_finite() and abs(number.adjusted()) < 20 else ""
