"""What stands under a figure, made from the cells of its frame: table, CSV, source line, and what to read with care."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from string import ascii_lowercase

import pandas as pd

from beijing_ip.analysis.datum import Datum, NoNumber
from beijing_ip.analysis.frames import breaks_between, published_in
from beijing_ip.analysis.history import Point
from beijing_ip.data.columns import SOURCE_COLUMNS, source_cells
from beijing_ip.data.links import verbatim
from beijing_ip.data.observations import Source, load_sources
from beijing_ip.numbers.writing import format_number, join_words, lower_first, upper_first

from . import chinese, citations
from .figure_data import computed_row, observed_row, write_csv
from .plots.cells import Formats, format_of, how_known, is_number, is_percent, plain, printed_rate, range_of, text_of
from .plots.happenings import happenings
from .plots.words import WORDS, Language
from .tables import SplitNumber, keep_together, markdown_table, split_number

_NAMED_SOURCES = 3
"""More sources than these are counted in the source line; the table names all."""
_WITH_RANGES = 2
"""Up to so many columns of numbers each has a column of notes and one of ranges."""


class FigureTables:
    """The words and numbers under one figure. `formats` are those of computed cells, by column or row."""

    def __init__(self, frame: pd.DataFrame, formats: Formats = None, language: Language = "en") -> None:
        self.frame, self.formats, self.language = frame, formats, language
        self.words = WORDS[language]
        self.named = chinese if language == "zh" else citations
        self.points = published_in(frame)
        sources = list(dict.fromkeys(point.observation.source for point in self.points))
        self.letters = {source: _letter(number) for number, source in enumerate(sources)}

    def source(self) -> str:
        """Name the sources of all cells, in Markdown."""
        if len(self.letters) > _NAMED_SOURCES:
            return f"{self.named.summarise_sources(list(self.letters))}{self.words['stop']}"
        return str(self.named.source_line([point.observation for point in self.points]))

    def table(self) -> str:
        """Return the cells as a Markdown table, rows and columns as in the frame.

        Beside a column of numbers stands what is said of them: letters, and what rounding leaves open. Each has a
        column of its own, or both have one where a page would not hold as many.
        """
        index = verbatim(str(self.frame.index.name or "").capitalize())
        heads = [self.words["year"] if self.frame.index.name == "year" else index]
        columns: list[Sequence[str]] = [[verbatim(str(label)) for label in self.frame.index]]
        numeric = []
        for name, column in self.frame.items():
            cells = [self._split(label, name, cell) for label, cell in column.items()]
            numbers, notes, ranges = zip(*cells, strict=True)
            heads.append(verbatim(upper_first(str(name))))
            columns.append(numbers)
            if any(isinstance(cell, Datum) for cell in column):
                numeric.append(heads[-1])
            if self.frame.shape[1] > _WITH_RANGES:
                notes, ranges = tuple(" ".join(filter(None, both)) for both in zip(notes, ranges, strict=True)), ()
            # Who sees the column of notes needs no head for it, and the page names it for those who hear it.
            for head, words in (("", notes), (self.words["range"], ranges)):
                if any(words):
                    heads.append(head)
                    columns.append(words)
        return markdown_table(list(zip(*columns, strict=True)), heads, right=numeric)

    def key(self) -> str:
        """Return what belongs under the table: the sources by their letters, and what [b] and [u] mean."""
        cells = [cell for _, column in self.frame.items() for cell in column if isinstance(cell, Datum)]
        joined = self.words["semicolon"]
        said = []
        if len(self.letters) > 1:
            cite = self.named.cite_source
            # A computed number rests on several sources, so its cell has no letter.
            lettered = any(cell.is_published for cell in cells)
            named = joined.join(f"({letter}) " * lettered + cite(source) for source, letter in self.letters.items())
            said.append(self.words["read_in"].format(sources=named))
        said.append(self.words["defined"])
        said.append(self.words["key_b"] if any(cell.after_break for cell in cells) else "")
        said.append(self.words["key_u"] if any(cell.doubtful for cell in cells) else "")
        return "\n\n".join(filter(None, said))

    def care(self) -> list[str]:
        """Return what must be read with care: where lines stop and why. What a number counts stands in Every number."""
        return list(self._breaks())

    def _breaks(self) -> Iterator[str]:
        # A reason that cuts several columns at one place stands once.
        parted: dict[tuple[object, ...], list[str]] = {}
        told: set[str] = set()
        if self.frame.index.name == "year":
            for name, column in self.frame.items():
                for gap in breaks_between(column):
                    why = chinese.reason(gap.breaks) if self.language == "zh" else gap.reason
                    parted.setdefault((gap.after, gap.before, why), []).append(str(name))
                    told.update(each.reason_en for each in gap.breaks)
        for (after, before, reason), names in parted.items():
            together = "、".join(names) if self.language == "zh" else _join(names)
            head = self.words["not_joined"].format(names=together, after=after, before=before)
            yield self.words["headed"].format(head=verbatim(head), text=verbatim(str(reason)))
        missing: dict[str, dict[str, None]] = {}
        for name, column in self.frame.items():
            for label, cell in column.items():
                known = isinstance(cell, NoNumber) and not cell.reason.startswith("There is no figure")
                if isinstance(cell, NoNumber) and known and not any(reason in cell.reason for reason in told):
                    missing.setdefault(cell.reason, {})[f"{name}, {label}"] = None
        for reason, places in missing.items():
            head = self.words["comma"].join([self.words["no_number"], _join(places)])
            yield self.words["headed"].format(head=verbatim(head), text=verbatim(str(reason)))

    def csv(self) -> str:
        """Return every number as CSV, a row each, under `figure_data.COLUMNS`."""
        rows = []
        for name, column in self.frame.items():
            gaps = {gap.before: gap for gap in breaks_between(column)} if self.frame.index.name == "year" else {}
            for label, cell in column.items():
                if isinstance(cell, Datum):
                    rows.append(self._row(name, label, cell, f"{gaps[label].reason}" if label in gaps else ""))
        return write_csv(rows)

    def _split(self, label: Hashable, name: Hashable, cell: object) -> SplitNumber:
        if isinstance(cell, NoNumber) or not is_number(cell):
            return SplitNumber("–" if isinstance(cell, float) else verbatim(str(cell)))
        spec = format_of(self.formats, name, label)
        found = split_number(text_of(cell, spec)) or SplitNumber(text_of(cell, spec))
        notes = []
        if isinstance(cell, Datum):
            if cell.is_published and cell.points[0].correction:
                number = format_number(cell.value)
                found = SplitNumber(number, "", text_of(cell, spec).removeprefix(number).strip(" ()"))
            letter = self.letters.get(cell.points[0].observation.source, "") if cell.is_published else ""
            notes += ["[b]" * cell.after_break, "[u]" * cell.doubtful]
            notes.append(f"({letter})" if letter and len(self.letters) > 1 else "")
        between = range_of(cell, spec) or found.range
        number = found.number
        if self.language == "zh":
            number, between = chinese.translate(number), chinese.translate(between)
        # A range breaks after "to" at most, and a bound before its number.
        between = re.sub("(?<=to|an)\u00a0", " ", between.replace(" ", "\u00a0"))
        if isinstance(cell, Datum) and cell.points:
            written = spec if isinstance(spec, str) else ""
            told = chinese.told(cell, written) if self.language == "zh" else ""
            # Where there is no one number, the range opens what is known.
            if number:
                number = cell.link(number, written, told)
            else:
                between = cell.link(between, written, told)
        return SplitNumber(number, "\u00a0".join(filter(None, notes)), between)

    def _row(self, name: Hashable, label: Hashable, cell: Datum, reason: str) -> list[str]:
        point, spec = cell.points[0], format_of(self.formats, name, label)
        row = point.observation
        text = text_of(cell, spec)
        if cell.is_published:
            notes = [row.where and f"{row.where[0].upper()}{row.where[1:]}.", row.note_en, _corrected(point)]
            notes.append(f"Not to be joined to the figure before: {reason}" if reason else "")
            return observed_row(row, point.quantity, text, " ".join(filter(None, notes)))
        period = str(label) if self.frame.index.name == "year" else row.period
        note = how_known(cell, spec)
        if printed_rate(cell, spec):
            return observed_row(row, point.quantity, text, note)
        unit = "per cent" if is_percent(spec) else cell.unit
        called = _named(name, label, self.frame)
        sources = list(dict.fromkeys(each.observation.source for each in cell.points))
        return computed_row(called, row.place, period, text, plain(cell, spec), unit, sources, note)


def _named(name: Hashable, label: Hashable, frame: pd.DataFrame) -> str:
    return str(name) if frame.index.name == "year" else f"{label}, {name}"


def _corrected(point: Point) -> str:
    return f"Corrected: {point.correction.reason_en}" if point.correction else ""


def _letter(number: int) -> str:
    return ascii_lowercase[number % 26] * (number // 26 + 1)


def _join(names: Mapping[str, None] | list[str]) -> str:
    return join_words([lower_first(name) if number else upper_first(name) for number, name in enumerate(names)])


class EventTables(FigureTables):
    """The same for a frame of events."""

    def __init__(self, frame: pd.DataFrame, formats: Formats = None, language: Language = "en") -> None:
        super().__init__(frame.iloc[:0, :0], formats, language)
        self.events = frame
        text = str(formats or "event_en")
        self.told = happenings(frame, text=text, language=language)
        sources: list[Source] = list(dict.fromkeys(each.source for each in self.told))
        self.letters = {source: _letter(number) for number, source in enumerate(sources)}

    def source(self) -> str:
        """Name the sources of all events, in Markdown."""
        if len(self.letters) > _NAMED_SOURCES:
            return f"{self.named.summarise_sources(list(self.letters))}{self.words['stop']}"
        return f"{self.words['semicolon'].join(map(self.named.cite_source, self.letters))}{self.words['stop']}"

    def table(self) -> str:
        """Return the events as a Markdown table."""
        heads = {"en": ["Date", "Event", "Source"], "zh": ["日期", "事件", "来源"]}[self.language]
        return markdown_table(
            [[keep_together(e.when), verbatim(e.words), self.named.cite_source(e.source)] for e in self.told], heads
        )

    def key(self) -> str:
        """Return nothing: each row names its source."""
        return ""

    def csv(self) -> str:
        """Return the events as CSV, with the columns of data/events.csv and those of their sources."""
        columns = [*map(str, self.events.columns), *SOURCE_COLUMNS]
        rows = self.events.fillna("").astype(str).to_numpy().tolist()
        named = [source_cells([load_sources()[name]]) for name in self.events["source_id"]]
        return write_csv([[*row, *cells] for row, cells in zip(rows, named, strict=True)], columns)
