"""One published number: read from data/, checked, and given its rounding interval.

`load_release` gives the numbers of the current edition's release by indicator, `find_observations` some of all
sources, and `load_observations` all of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from urllib.parse import quote

from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import HEDGES, format_number

from .editions import EditionRow, find_edition
from .links import figures_link, markdown_link, verbatim, view_of
from .loading import load_tables
from .noting import Named, RowObject, note_question, noting
from .rules.observations import printed_quantity
from .schema import Tables


@dataclass(frozen=True, eq=False)
class Source(RowObject, table="sources", key="source_id"):
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

    @property
    def short(self) -> str:
        """The publisher without what stands in brackets or after a comma."""
        return re.split(r" \(|, ", self.publisher)[0]

    def link(self, words: str, phrase: str = "", title: str = "") -> str:
        """Return `words` as a Markdown link to the source, at the place of `phrase` where one is given.

        Only pages of grade A have an address; for the others the words stay as they are.
        """
        if not self.address:
            return words
        fragment = f"#:~:text={quote(phrase, safe='').replace('-', '%2D')}" if phrase else ""
        return markdown_link(words, f"{self.address}{fragment}", title)


@dataclass(frozen=True, eq=False)
class Indicator(RowObject, table="indicators", key="indicator_id"):
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


@dataclass(frozen=True, eq=False)
class Observation(
    RowObject,
    table="observations",
    key="observation_id",
    quantity=("value", "rounded_to", "qualifier", "kind"),
    indicator=("indicator_id",),
    source=("source_id",),
):
    """One published number as printed, with its meaning, its place in the source and its rounding interval.

    A number of a source whose text was not kept has no paragraph and no sentence.

    Formatting: `f"{x}"` gives the number with its hedge: of an English source as printed ("more than 200,000", "1.005
    million", "63.32%"), of a Chinese one in English digits. `f"{x:link}"` gives what the source prints, `as_printed`,
    as a link; see `link`. `f"{x:link digits}"` is the link of the number in English digits, `in_digits`.
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
    paragraph: int | None
    sentence: int | None
    phrase: str
    kind: str
    agency: str
    series: str
    note_en: str
    note_zh: str
    quantity: Quantity
    indicator: Indicator = field(repr=False)
    source: Source = field(repr=False)

    @property
    def where(self) -> str:
        """The place in the source in words; empty where no text of the source was kept."""
        return f"paragraph {self.paragraph}, sentence {self.sentence}" if self.paragraph else ""

    @property
    def rounding(self) -> str:
        """How exact the number is, in words."""
        if self.kind == "rank":
            return "A rank"
        if self.qualifier == "exact":
            return "Exact count"
        if self.quantity.is_bound:
            return f"A bound: {self.range}"
        if self.quantity.lower is None:
            return "Approximate: how far off it may be is not said"
        return f"Rounded to {format_number(self.rounded_to)}: {self.range}"

    @property
    def range(self) -> str:
        """All that prints as this number: first and last whole number, an interval, or a bound as it is printed."""
        if self.quantity.lower is None and self.quantity.upper is None:
            return "not bounded"
        if self.quantity.is_bound:
            return format_number(self.value, self.qualifier, printed=self.value_text)
        return self.range_of(self.quantity)

    def range_of(self, quantity: Quantity) -> str:
        """Return all between the ends of `quantity`, of this number or its correction: of a count the whole numbers."""
        if self.kind == "count" and not quantity.is_exact:
            first, last = quantity.integers()
            return f"{first:,} to {last:,}"
        return quantity.text()

    def whole(self, quantity: Quantity) -> Quantity:
        """Return `quantity`, of this number or its correction, with whole ends where it counts."""
        return quantity.count() if self.kind == "count" and not quantity.is_exact else quantity

    @property
    def as_printed(self) -> str:
        """The number as its source prints it, without "percent"; of a Chinese source the words around it, 16.3万件."""
        if self.source.language == "zh":
            return self.phrase
        return str(self).removesuffix("%") if self.unit_printed == "percent" else str(self)

    @property
    def in_digits(self) -> str:
        """The number in English digits, whatever its source prints: 1,005,000, more than 200,000, −4.31%."""
        return format_number(self.value, self.qualifier, printed=self.value_text, unit=self.unit)

    @property
    def subject(self) -> tuple[str, str, str]:
        """What it is a number of: the id of the indicator, the place, and the period."""
        return self.indicator.indicator_id, self.place, self.period

    @property
    def about(self) -> str:
        """Place and rounding, in sentences: "Paragraph 5, sentence 1. Exact count."."""
        return " ".join(f"{words[0].upper()}{words[1:]}." for words in (self.where, self.rounding) if words)

    def link(self, words: str, about: str = "") -> str:
        """Return any `words` as a Markdown link that opens the source at the number, and tells place and rounding.

        Pages of grade B and C have no address: there it opens the view of Explore that shows the figure, and tells
        publisher and grade too. `about` is what it tells, where that is not in English.
        """
        if self.source.address:
            return self.source.link(words, self.phrase, about or self.about)
        told = about or f"{self.about} {self.source.short} (grade {self.source.grade})."
        return figures_link(words, view_of([self.subject]), told, published=self.observation_id)

    def __str__(self) -> str:
        number = self.value_text
        if self.source.language == "zh" or not (self.kind == "rank" or any(map(str.isdigit, number))):
            number = format_number(self.value, printed=number)
        scale = re.match(r"(million|billion)\b", self.unit_printed)
        unit = "%" if self.unit == "per cent" else f" {scale[1]}" if scale else ""
        return f"{HEDGES[self.qualifier]}{number}{unit}{' yuan' if self.unit == 'yuan' else ''}"

    def __format__(self, spec: str) -> str:
        if spec == "":
            return str(self)
        if spec == "link":
            return self.link(verbatim(self.as_printed))
        if spec == "link digits":
            return self.link(self.in_digits)
        raise ValueError(f"{self.observation_id}: there is no format '{spec}'; use none, 'link' or 'link digits'")


def load_observations(tables: Tables | None = None) -> tuple[Observation, ...]:
    """Return every published number of every source, in the order of the file.

    `tables` are tables as `load_tables` returns them (the default). Raises DataError when data/ is not as it should be.
    """
    if tables is not None:
        return tuple(_read_observations(tables, _read_indicators(tables), _read_sources(tables)))
    note_question("observations")
    return _observations()


def find_observations(*, indicator: str = "", source: str = "", place: str = "") -> tuple[Observation, ...]:
    """Return the published numbers of an indicator, of a source, of a place, or of two or three of these.

    They stand in the order of the file; there may be none.
    """
    given = {"indicator_id": indicator, "source_id": source, "place": place}
    asked = {column: text for column, text in given.items() if text}
    note_question("observations", *asked.items())
    return _observations_by(*asked).get(tuple(asked.values()), ())


@cache
def _observations_by(*columns: str) -> Mapping[tuple[str, ...], tuple[Observation, ...]]:
    found: defaultdict[tuple[str, ...], list[Observation]] = defaultdict(list)
    with noting(None):
        for row in _observations():
            cells = {
                "indicator_id": row.indicator.indicator_id, "source_id": row.source.source_id, "place": row.place
            }  # fmt: skip
            found[tuple(cells[column] for column in columns)].append(row)
    return {cells: tuple(rows) for cells, rows in found.items()}


@cache
def _observations() -> tuple[Observation, ...]:
    with noting(None):
        return tuple(_read_observations(load_tables(), _indicators(), _sources()))


def load_indicators(tables: Tables | None = None) -> Mapping[str, Indicator]:
    """Return every indicator by its name. `tables` are tables as `load_tables` returns them (the default)."""
    return Named("indicators", _indicators()) if tables is None else _read_indicators(tables)


@cache
def _indicators() -> dict[str, Indicator]:
    with noting(None):
        return _read_indicators(load_tables())


def _read_indicators(tables: Tables) -> dict[str, Indicator]:
    return {row["indicator_id"]: Indicator(**row) for row in tables["indicators"]}


def load_sources(tables: Tables | None = None) -> Mapping[str, Source]:
    """Return every source by its name. `tables` are tables as `load_tables` returns them (the default)."""
    return Named("sources", _sources()) if tables is None else _read_sources(tables)


@cache
def _sources() -> dict[str, Source]:
    with noting(None):
        return _read_sources(load_tables())


def _read_sources(tables: Tables) -> dict[str, Source]:
    return {row["source_id"]: Source(**row) for row in tables["sources"]}


def _read_observations(
    tables: Tables, indicators: Mapping[str, Indicator], sources: Mapping[str, Source]
) -> Iterator[Observation]:
    for row in tables["observations"]:
        cells = dict(row)
        yield Observation(
            quantity=printed_quantity(row),
            indicator=indicators[cells.pop("indicator_id")],
            source=sources[cells.pop("source_id")],
            value=Fraction(cells.pop("value")),
            rounded_to=Fraction(cells.pop("rounded_to")),
            paragraph=_place(cells.pop("paragraph")),
            sentence=_place(cells.pop("sentence")),
            **cells,
        )


def _place(cell: str) -> int | None:
    return int(cell) if cell else None


def load_release(source_id: str = "") -> Mapping[str, Observation]:
    """Return the published numbers of one source by indicator, in the order of the text.

    Without a source they are those of the current edition (see `load_figures`). Raises DataError when data/ is not as
    it should be, KeyError when the source has no number, ValueError when it has several of one indicator.
    """
    if not source_id:
        return load_figures(find_edition())
    return _by_indicator(source_id, find_observations(source=source_id))


def load_figures(edition: EditionRow) -> Mapping[str, Observation]:
    """Return what the release of an edition prints of its place for its year, or a day in it, by indicator.

    Raises as `load_release` does.
    """
    rows = find_observations(source=edition.source_id, place=edition.place)
    return _by_indicator(edition.source_id, [row for row in rows if row.period[:4] == str(edition.year)])


def _by_indicator(source_id: str, rows: Iterable[Observation]) -> Mapping[str, Observation]:
    found: dict[str, Observation] = {}
    for row in rows:
        other = found.setdefault(row.indicator.indicator_id, row)
        if other is not row:
            both = f"{other.place}, {other.period}, and {row.place}, {row.period}"
            raise ValueError(
                f"{source_id} has several numbers of {row.indicator.indicator_id} ({both}): take them from "
                "find_observations()"
            )
    if not found:
        raise KeyError(f"data/observations.csv has no number from {source_id}")
    return found
