"""All that the book offers in one workbook: a cover, contents and notes, then a sheet for each table.

It follows the guidance of the UK Government Analysis Function on accessible spreadsheets: one marked-up table a sheet,
in column A, with its title in A1; no merged cells, no empty rows, no colour, no filters. The head of a table, and what
its rows are about, stay in sight and stand on each printed page. What a cell of data/ holds is written as a number, a
date or text, never as a formula or a link.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from beijing_ip.data.checks.formulas import formula_in
from beijing_ip.numbers.writing import join_words

from .citation import load_citation, name_of
from .offered import describe_files
from .offered_tables import OfferedTable, read_number, read_tables
from .release_figures import read_release_figures
from .workbook_words import CONTENTS, EMPTY, FIELDS, Line, contents, cover, fields, notes

COVER = "Cover"
LONGEST_CELL = 32_767
"""So many characters a cell of a spreadsheet can hold."""
NARROW, WIDE, COVER_WIDTH, PAGE = 36, 80, 72, 200
"""Widths in digits: where text is wrapped, where long text is, that of the cover, and about that of a printed page, on
which the text is then as small as a footnote."""
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.4, "bottom": 0.6}
"""Of a printed page, in inches."""
_TITLE = 1.5
"""The size of a title, with its room, as that of the text."""
_LETTER = 0.85
"""The width of a letter as that of a digit, with what is lost where lines end."""
_LINE, _HIGHEST = 15.75, 409.0
"""Heights in points: of a line of text, and of a row at most."""
_FONT = {"font_name": "Arial", "font_size": 12, "font_scheme": "none"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"\d{4}")
_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets disagree on days before it."""


def write_workbook(files: Mapping[str, bytes], root: Path) -> bytes:
    """Return the workbook of the files that are offered (`offered.list_files`); the same for the same files.

    Raises ValueError, which names sheet, row and column, for a cell that a spreadsheet cannot hold.
    """
    # A build that writes no workbook need not load it.
    from xlsxwriter import Workbook

    about, package = load_citation(root), describe_files()
    tables = [read_release_figures(), *read_tables(files)]
    described = [notes(), *tables, fields(tables)]
    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(_FONT),
    }
    with Workbook(content, options) as book:
        book.set_properties(
            {
                "title": package["title"],
                "subject": package["description"],
                "author": join_words([name_of(author) for author in about["authors"]]),
                "keywords": "; ".join(package["keywords"]),
                "comments": f"Version {about['version']}. Licence: {package['licenses'][0]['name']}.",
                "created": datetime.combine(about["date-released"], time()),
            }
        )
        book.set_custom_property("Language", "en-GB", "text")
        writer = _Writer(book)
        writer.write_cover(package["title"], cover(package, about))
        for table in [contents(described), *described]:
            writer.write_table(table)
    return content.getvalue()


class _Writer:
    """Writes sheets into a workbook, with a few formats for all of them."""

    def __init__(self, book: Any) -> None:
        self._book = book
        top = {"valign": "top"}
        self._title = book.add_format({**_FONT, **top, "bold": True, "font_size": 16})
        self._cover_title = book.add_format({**_FONT, **top, "bold": True, "font_size": 16, "text_wrap": True})
        self._heading = book.add_format({**_FONT, "bold": True, "font_size": 14})
        self._head = book.add_format({**_FONT, **top, "bold": True, "text_wrap": True, "bottom": 2})
        self._words = book.add_format({**_FONT, **top, "text_wrap": True})
        self._guarded = book.add_format({**_FONT, **top, "text_wrap": True, "quote_prefix": True})
        self._link = book.add_format({**_FONT, **top, "text_wrap": True, "font_color": "#0563C1", "underline": 1})
        self._day = book.add_format({**_FONT, **top, "num_format": "yyyy-mm-dd", "align": "left"})
        # A number keeps away from the words in the next column.
        self._plain = book.add_format({**_FONT, **top, "num_format": "0_)"})
        self._year = book.add_format({**_FONT, **top, "num_format": "0", "align": "left"})
        self._right = book.add_format(
            {**_FONT, **top, "bold": True, "text_wrap": True, "bottom": 2, "align": "right", "indent": 1}
        )
        self._numbers: dict[int, Any] = {}

    def write_cover(self, title: str, lines: Sequence[Line]) -> None:
        """Write the first sheet: title, and lines in column A."""
        sheet = self._add_sheet(COVER, title)
        sheet.set_column(0, 0, COVER_WIDTH)
        sheet.set_portrait()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, _plain(title), self._cover_title)
        sheet.set_row(0, _height(_TITLE * _LETTER * len(title) / COVER_WIDTH, _TITLE))
        for row, line in enumerate(lines, start=1):
            # A heading has room above it, which takes no empty row.
            sheet.set_row(row, 33 if line.heading else _height(_LETTER * len(line.words) / COVER_WIDTH))
            if line.link:
                sheet.write_url(row, 0, line.link, self._link, _plain(line.words))
            else:
                sheet.write_string(row, 0, _plain(line.words), self._heading if line.heading else self._words)
        sheet.activate()

    def write_table(self, table: OfferedTable) -> None:
        """Write a sheet with one table below its title, what it is, and where its empty cells come from."""
        sheet = self._add_sheet(table.title, table.title)
        above = [_first_sentence(table.description)]
        above += [] if table.title in (CONTENTS, "Notes", FIELDS) else [EMPTY]
        for row, words in enumerate(above, start=1):
            sheet.write_string(row, 0, _plain(words))
        head = len(above) + 1
        last = head + max(len(table.rows), 1)
        kinds = [_kind(field) for field in table.fields]
        heads = [self._right if kind in ("number", "integer") else self._head for kind in kinds]
        names = [field["name"] for field in table.fields]
        sheet.add_table(
            head, 0, last, len(names) - 1,
            {
                "name": re.sub(r"\W", "_", table.name),
                "columns": [
                    {"header": name, "header_format": look} for name, look in zip(names, heads, strict=True)
                ],
                "autofilter": False,
                "style": None,
                "title": table.title,
                "description": table.description,
            },
        )  # fmt: skip
        named = _naming_columns(table)
        sheet.freeze_panes(head + 1, named)
        sheet.repeat_rows(head)
        sheet.repeat_columns(0, named - 1)
        self._lay_out(sheet, table, head, named)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        for row, cells in enumerate(table.rows, start=head + 1):
            for column, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
                if cell:
                    self._write_cell(sheet, row, column, cell, kind)
        if table.title == CONTENTS:
            for row, cells in enumerate(table.rows, start=head + 1):
                sheet.write_url(row, 0, f"internal:'{cells[0]}'!A1", self._link, cells[0])

    def _add_sheet(self, name: str, title: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, _plain(title), self._title)
        sheet.set_row(0, _TITLE * _LINE)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(**_MARGINS)
        sheet.set_footer("&L&A&RPage &P of &N")
        return sheet

    def _lay_out(self, sheet: Any, table: OfferedTable, head: int, named: int) -> None:
        """Make columns and rows as large as what they hold; not every program does that when it opens the file."""
        names = [field["name"] for field in table.fields]
        # A number is shown with separators, and the letters of a head are bold.
        room = [4 / 3 if field["type"] == "number" else 1 for field in table.fields]
        held = [[_width(cell) * each for cell, each in zip(cells, room, strict=True)] for cells in table.rows]
        widths = [
            _column_width(name, max((cells[column] for cells in held), default=0)) for column, name in enumerate(names)
        ]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        repeated = sum(widths[:named])
        sheet.fit_to_pages(math.ceil((sum(widths) - repeated) / (PAGE - repeated)), 0)
        for row, cells in enumerate([[1.3 * len(name) for name in names], *held], start=head):
            lines = max(_LETTER * cell / width for cell, width in zip(cells, widths, strict=True))
            sheet.set_row(row, _height(lines))

    def _write_cell(self, sheet: Any, row: int, column: int, cell: str, kind: str) -> None:
        place = f"sheet {sheet.name}, row {row + 1}, column {column + 1}"
        if kind in ("number", "integer"):
            sheet.write_number(row, column, read_number(cell, place), self._number(cell, kind))
        elif kind == "day" and _YEAR.fullmatch(cell):
            sheet.write_number(row, column, int(cell), self._year)
        elif kind == "day" and _DAY.fullmatch(cell) and (day := date.fromisoformat(cell)) >= _FIRST_DAY:
            sheet.write_datetime(row, column, day, self._day)
        elif len(cell) > LONGEST_CELL:
            raise ValueError(f"{place}: the text has {len(cell):,} characters, and a cell holds {LONGEST_CELL:,}")
        else:
            # Marked as text, so that it stays text when somebody edits the cell.
            sheet.write_string(row, column, _plain(cell), self._guarded if formula_in(cell) else self._words)

    def _number(self, cell: str, kind: str) -> Any:
        """The format that shows the digits of a number, with separators where it is no year and no place in a text."""
        if kind == "integer":
            return self._plain
        decimals = len(cell.partition(".")[2])
        if decimals not in self._numbers:
            code = f"#,##0{'.' * bool(decimals)}{'0' * decimals}_)"
            self._numbers[decimals] = self._book.add_format({**_FONT, "valign": "top", "num_format": code})
        return self._numbers[decimals]


def _kind(field: Mapping[str, Any]) -> str:
    """What the cells of a column are: number, integer, day (as much of it as is known) or text."""
    if field["type"] in ("number", "integer"):
        return str(field["type"])
    dated = field["type"] == "date" or field.get("constraints", {}).get("pattern", "").startswith("[0-9]{4}")
    return "day" if dated else "text"


def _naming_columns(table: OfferedTable) -> int:
    """How many columns say what a row is about: the first, and one more where rows have the same in it."""
    first = [row[0] for row in table.rows]
    return 1 if len(set(first)) == len(first) else 2


def _column_width(head: str, longest: float) -> float:
    # A short head stands in one line, a longer one in two; long text in three, as far as that is not too wide.
    room = 1.2 * len(head) + 2 if len(head) <= 18 else 0.7 * len(head) + 2
    return max(room, min(longest + 2, max(NARROW, min(_LETTER * longest / 3, WIDE))))


def _height(lines: float, size: float = 1) -> float:
    return min(max(math.ceil(lines), 1) * size * _LINE, _HIGHEST)


def _width(text: str) -> int:
    """How many characters wide a text is; a Chinese one counts two."""
    return len(text) if text.isascii() else sum(1 + (unicodedata.east_asian_width(sign) in "FW") for sign in text)


def _plain(text: str) -> str:
    # XlsxWriter takes such text for markup of its own, and writes it as it is.
    own = text.startswith("<r>") and text.endswith("</r>")
    return f'<r><t xml:space="preserve">{escape(text)}</t></r>' if own else text


def _first_sentence(words: str) -> str:
    return re.split(r"(?<=\.) ", words)[0]
