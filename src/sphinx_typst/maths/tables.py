"""Reads environments: matrices, cases, and lines of formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import tree
from .commands import LINE_ENDS
from .symbols import MATRICES, TABLES, WHOLE

if TYPE_CHECKING:
    from .reader import Reader

_RULES = ("\\hline", "\\hdashline")


def read_lines(reader: Reader) -> tree.Node:
    """Read a whole formula: as Sphinx's HTML has it, lines that stand in no environment are aligned at their &."""
    lines, foot = _read_lines(reader)
    if len(lines) == 1 and len(lines[0].cells) == 1 and not foot:
        reader.tag = lines[0].tag
        return lines[0].cells[0]
    if any(line.ruled for line in lines) or foot:
        raise reader.tokens.wrong("\\hline stands outside of \\begin{array}")
    return tree.Table("aligned", lines, TABLES["aligned"].columns)


def read_table(reader: Reader, name: str = "") -> tree.Node:
    """Read an environment whose \\begin has been taken, or the argument of a command that is set like one.

    Raises FormulaError for one that is not known or has no end.
    """
    tokens, opened, font, tag = reader.tokens, reader.tokens.place, reader.font, reader.tag
    given = name or tokens.name()
    base = given.removesuffix("*")
    kind = TABLES.get(base)
    if kind is None or (given != base and base not in WHOLE and base not in MATRICES):
        raise tokens.wrong(f"\\begin{{{given}}} is not known")
    columns, rules = kind.columns, tuple[int, ...]()
    if kind.takes == "number":
        tokens.argument()
    elif tokens.sees("[") and base not in ("cases", "dcases") and not (base in MATRICES and given == base):
        option = "".join(token.text for token in tokens.option() or ())
        columns = option if given != base else columns
    if kind.takes == "columns":
        columns, rules = _read_columns(reader, tokens.name())
    if name:
        tokens.expect("{")
    reader.tag = None
    lines, foot = _read_lines(reader)
    if not tokens.look():
        tokens.place = opened
        raise tokens.wrong("{ is not closed" if name else f"\\end{{{given}}} is missing")
    end = tokens.take()
    if name:
        if end != "}":
            raise tokens.wrong(f"}} is missing before {end}")
    elif end != "\\end" or (closed := tokens.name()) != given:
        raise tokens.wrong(f"\\begin{{{given}}} ends with " + (end if end != "\\end" else f"\\end{{{closed}}}"))
    reader.font, reader.tag = font, tag
    if kind.takes == "columns":
        # As in HTML: columns that are not given stand like the last one.
        columns = columns.ljust(max(len(line.cells) for line in lines), columns[-1])
    if base in WHOLE and len(lines) == 1 and not foot:
        # A formula of one line is no table: its tag is that of the formula.
        reader.tag = lines[0].tag or tag
        if len(lines[0].cells) == 1:
            return lines[0].cells[0]
        lines = (tree.Line(lines[0].cells),)
    return tree.Table(base, lines, columns, kind.fences, rules, foot)


def _read_lines(reader: Reader) -> tuple[tuple[tree.Line, ...], bool]:
    lines: list[tree.Line] = []
    cells: list[tree.Node] = []
    ruled = _take_rules(reader)
    font = reader.font
    while True:
        cells.append(reader.row(*_RULES))
        reader.font = font
        text = reader.tokens.look()
        if text == "&":
            reader.tokens.next()
            continue
        if text in _RULES:
            raise reader.tokens.wrong(f"{text} stands inside of a line; it belongs after \\\\")
        is_last = text not in LINE_ENDS
        if not (is_last and cells == [tree.Row()] and lines and reader.tag is None):
            lines.append(tree.Line(tuple(cells), reader.tag, ruled))
            foot = False
        else:
            foot = ruled
        reader.tag = None
        if is_last:
            return tuple(lines), foot
        reader.take_line_end()
        cells, ruled = [], _take_rules(reader)


def _take_rules(reader: Reader) -> bool:
    found = False
    while reader.tokens.look() in _RULES:
        found = bool(reader.tokens.next())
    return found


def _read_columns(reader: Reader, given: str) -> tuple[str, tuple[int, ...]]:
    columns, rules = "", list[int]()
    given = re.sub(r"\*\{?(\d+)\}?\{?([lcr|]+)\}?", lambda match: match[2] * int(match[1]), given.replace(" ", ""))
    given = re.sub(r"[@!]\{[^{}]*\}", "", given)
    for char in given:
        if char in "lcr":
            columns += char
        elif char in "|:":
            rules.append(len(columns))
        else:
            raise reader.tokens.wrong(f"{char!r} in the columns of an array is not known; l, c, r and | are")
    return columns or "c", tuple(dict.fromkeys(rules))
