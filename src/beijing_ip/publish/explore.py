"""What the page Explore shows: every series, cut at its breaks, as data for a browser.

What may be joined and what may be compared is decided in the room `analysis`; here it is packed with what must be said
of it. The scripts of the page (book/_static/explore/) draw and word nothing that is not in these data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, TypeVar

from beijing_ip.analysis.breaks import load_breaks
from beijing_ip.analysis.comparison import compare_places
from beijing_ip.analysis.datum import Datum, NoNumber
from beijing_ip.analysis.growth import (
    NO_AMOUNTS,
    growth_as_printed,
    growth_in,
    printed_growth,
    tells_more,
    without_growth,
)
from beijing_ip.analysis.history import Point, history_of
from beijing_ip.analysis.ratios import per_10000_residents, per_head_in_words, share_in_words, share_of_nation
from beijing_ip.analysis.series import BROKEN, DOUBTFUL, Series, cut_series
from beijing_ip.analysis.vintages import Vintages
from beijing_ip.data.editions import find_edition
from beijing_ip.data.observations import Indicator, Observation, Source, load_indicators, load_observations
from beijing_ip.data.schema import Tables, described_tables
from beijing_ip.numbers.measures import percent
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import format_date, format_quantity, lower_first, spell_period
from beijing_ip.show import chinese, figure_data
from beijing_ip.show.tables import CHAPTERS, STOCK_OR_FLOW

from .offered import VERSION_COLUMNS

FIGURE_COLUMNS = (
    "id", "period", "when", "text", "value", "lower", "upper", "printed", "printedUnit", "exactness", "doubtful",
    "source", "phrase", "where", "note", "correction", "history",
    "base",
)  # fmt: skip
"""What a row of figures holds.

`id` is that of the observation; `printedUnit`, `exactness`, `where`, `note`, `correction`, `history` and `base` are
places in `words`.
"""

RATIO_COLUMNS = ("period", "words", "value", "lower", "upper", "by", "printed")
"""What a row of `change`, `share` and `head` holds: for which figure, and the number in words, its ends and the id of
the observation by which it was divided. A refusal has the first two alone, its `words` being the reason. `printed`,
in a change alone, is the growth that a source prints, where it tells more than the computed one or is another.
"""

T = TypeVar("T")


class _Positions(dict[T, int]):
    """The place of each thing in a list that holds it once; what is looked up for the first time goes to its end."""

    def __missing__(self, thing: T) -> int:
        self[thing] = len(self)
        return self[thing]


def build_payload(tables: Tables | None = None) -> dict[str, Any]:
    """Return all that the page shows, as JSON can hold it: a few tables, and for each indicator its places.

    A place has its figures of full years in `points`, and in `segments` how many of them, one after the other, may be
    joined; each gap between segments has its reasons. `undated` are preferred figures of other periods, `others` what
    other sources print. `change` (on the year before), `share` (of the nation) and `head` (for every 10,000 residents)
    have a row for each preferred figure, see RATIO_COLUMNS. `pairs` says for two places in which years they may be
    compared, and why not in others; `apart` why two indicators are not one.
    """
    return _Payload(tables).build()


def list_indicators(
    tables: Tables | None = None,
) -> list[tuple[Indicator, list[Series], dict[str, list[Observation]]]]:
    """Return every indicator that has a figure, with its series and, by place, all its published numbers.

    The place of the book stands first, then those with most figures.
    """
    by_indicator: dict[str, dict[str, list[Observation]]] = {}
    for row in load_observations(tables):
        by_indicator.setdefault(row.indicator.indicator_id, {}).setdefault(row.place, []).append(row)
    listed, own = [], find_edition(tables=tables).place
    for name, meaning in load_indicators(tables).items():
        if by_place := by_indicator.get(name):
            many = [cut_series(name, place, tables=tables) for place in by_place]
            many.sort(key=lambda one: (one.place != own, -len(one.points), one.place))
            listed.append((meaning, many, by_place))
    return listed


class _Payload:
    """What all parts of the payload share: the tables, and the sentences and sources that many figures name."""

    def __init__(self, tables: Tables | None) -> None:
        self.tables = tables
        self.vintages = Vintages(tables)
        # The first of the sentences is the empty one.
        self.words = _Positions({"": 0})
        self.sources = _Positions[Source]()

    def build(self) -> dict[str, Any]:
        listed, edition = list_indicators(self.tables), find_edition(tables=self.tables)
        indicators = [self._indicator(*each) for each in listed]
        apart = list(self._apart([meaning.indicator_id for meaning, *_ in listed]))
        return {
            "year": edition.year,
            "nation": edition.nation,
            "placesZh": {place: chinese.name_of_place(place) for *_, held in listed for place in held},
            "release": edition.source_id,
            "csvColumns": [*figure_data.COLUMNS, *VERSION_COLUMNS],
            "columns": list(FIGURE_COLUMNS),
            "ratioColumns": list(RATIO_COLUMNS),
            "chapters": [[name, title, f"../notebooks/{page}.html"] for name, (title, page) in CHAPTERS.items()],
            "words": list(self.words),
            "broken": BROKEN,
            "doubtful": DOUBTFUL,
            "grades": _explain_grades(),
            "sources": [_source_cells(source) for source in self.sources],
            "indicators": indicators,
            "apart": apart,
        }

    def _indicator(
        self, meaning: Indicator, many: list[Series], by_place: Mapping[str, list[Observation]]
    ) -> dict[str, Any]:
        is_dated = meaning.stock_or_flow == "stock" and not any(one.points for one in many)
        return {
            "id": meaning.indicator_id,
            "concept": meaning.concept,
            "en": meaning.name_en,
            "zh": meaning.name_zh,
            "unit": meaning.unit,
            "kind": "stock at the time told" if is_dated else STOCK_OR_FLOW[meaning.stock_or_flow],
            "chapter": list(CHAPTERS).index(meaning.chapter),
            "definition": meaning.definition,
            "with": meaning.comparable_with,
            "without": meaning.not_comparable_with,
            "places": [self._place(one, by_place[one.place]) for one in many],
            "pairs": list(self._pairs(many)),
        }

    def _place(self, one: Series, rows: Sequence[Observation]) -> dict[str, Any]:
        name = one.indicator.indicator_id
        found = {
            "place": one.place,
            "points": [
                self._figure(point, compare_places(name, [one.place], point.year, tables=self.tables)[0].base)
                for point in one.points
            ],
            "segments": [len(segment.points) for segment in one.segments],
            "gaps": [[gap.after, gap.before, [self.words[each.reason_en] for each in gap.breaks]] for gap in one.gaps],
            "undated": [self._figure(outside_series(row, self.tables)) for row in one.kept_out],
            "others": [self._figure(outside_series(row, self.tables)) for row in rows if row.series == "alternative"],
            "growth": self._growth(one),
            **self._ratios(one, rows),
        }
        return {key: value for key, value in found.items() if value != []}

    def _figure(self, point: Point, base: str = "") -> list[Any]:
        row = point.observation
        lower, upper = row.whole(point.quantity).ends
        exactness = f"Corrected: {row.range_of(point.quantity)}" if point.correction else row.rounding
        cells = {
            "id": row.observation_id,
            "period": row.period,
            "when": "" if row.period.isdigit() else spell_period(row.period),
            "text": figure_text(point),
            "value": _json_number(point.quantity.value),
            "lower": _json_number(lower),
            "upper": _json_number(upper),
            "printed": row.value_text,
            "printedUnit": self.words[row.unit_printed],
            "exactness": self.words[exactness],
            "doubtful": int(point.doubtful),
            "source": self.sources[row.source],
            "phrase": row.phrase,
            "where": self.words[f"{row.where.capitalize()}." if row.where else ""],
            "note": self.words[row.note_en],
            "correction": self.words[point.correction.reason_en if point.correction else ""],
            "history": self.words[self.vintages.tell(row.observation_id)],
            "base": self.words[base],
        }
        return [cells[column] for column in FIGURE_COLUMNS]

    def _growth(self, one: Series) -> list[list[Any]]:
        """Growth from each year to each later one of the same segment: the two years, and it in words."""
        if one.indicator.unit in NO_AMOUNTS:
            return []
        found = []
        for segment in one.segments:
            for first, last in combinations(segment.points, 2):
                years = first.year, last.year
                grown = growth_in(one, *years)
                # The script sets a reason in the middle of a sentence.
                said = lower_first(grown.reason).removesuffix(".")
                if (rate := grown.quantity) is not None:
                    said = _say_growth(rate)
                found.append([*years, self.words[said]])
        return found

    def _ratios(self, one: Series, rows: Sequence[Observation]) -> dict[str, list[list[Any]]]:
        """Change on the year before, share of the nation and number per head of every preferred figure of a place."""
        change = []
        for point in one.points:
            before = one.point(point.year - 1)
            printed = printed_growth(one.indicator.indicator_id, one.place, point.year, tables=self.tables)
            said = growth_as_printed(printed) if printed else ""
            reason = without_growth(one, rows, point.year)
            if reason or not before:
                cells: list[Any] = [self._refusal(reason, said)]
            elif (rate := (grown := growth_in(one, before.year, point.year)).quantity) is None:
                cells = [self._refusal(grown.reason, said)]
            else:
                grows = _say_growth(rate)
                cells = [self.words[grows], *_json_ends(rate, grows), before.observation.observation_id]
                if printed and tells_more(printed.quantity, rate):
                    cells.append(self.words[said])
            change.append([point.year, *cells])
        partial = "It is of another time than a full year or its end."
        change += [[row.period, self.words[partial]] for row in one.kept_out]
        share, head = [], []
        for row in [*(point.observation for point in one.points), *one.kept_out]:
            part = share_of_nation(row, tables=self.tables)
            period = int(row.period) if row.period.isdigit() else row.period
            share.append([period, *self._number(part, share_in_words, percent)])
            head.append([period, *self._number(per_10000_residents(row, tables=self.tables), per_head_in_words)])
        return {"change": change, "share": share, "head": head}

    def _refusal(self, reason: str, printed: str) -> int:
        return self.words[f"{reason} Growth as printed: {printed}." if printed else reason]

    def _number(
        self, found: Datum | NoNumber, say: Callable[[Datum], str], scale: Callable[[Quantity], Quantity] = lambda q: q
    ) -> list[Any]:
        if isinstance(found, NoNumber):
            return [self.words[found.reason]]
        said = say(found)
        return [self.words[said], *_json_ends(scale(found), said), found.points[-1].observation.observation_id]

    def _pairs(self, many: Sequence[Series]) -> Iterator[list[Any]]:
        """Two places, the years in which they may be compared, and the years in which not, for each reason."""
        for (place, one), (other_place, other) in combinations(enumerate(many), 2):
            years = sorted({point.year for point in one.points} & {point.year for point in other.points})
            good: list[int] = []
            reasons: dict[str, list[int]] = {}
            for year in years:
                places = [one.place, other.place]
                held = compare_places(one.indicator.indicator_id, places, year, tables=self.tables)[1]
                if held.comparable:
                    good.append(year)
                for reason in held.reasons:
                    reasons.setdefault(reason, []).append(year)
            # Figures of one day or month, such as a census, are compared as those of a year are.
            for period in sorted({row.period for row in one.kept_out} & {row.period for row in other.kept_out}):
                if (year := int(period[:4])) not in years:
                    years.append(year)
                    why = self._parting(one, other)
                    for reason in why:
                        reasons.setdefault(reason, []).append(year)
                    good += [] if why else [year]
            if years:
                bad = [[self.words[reason], bad] for reason, bad in reasons.items()]
                yield [place, other_place, good, bad]

    def _parting(self, one: Series, other: Series) -> list[str]:
        if "residents" in one.indicator.unit:
            return ["What the two ratios were divided by is not known."]
        a, b = ((each.indicator.indicator_id, each.place) for each in (one, other))
        return list(dict.fromkeys(each.reason_en for each in history_of(self.tables).parting(a, b)))

    def _apart(self, names: Sequence[str]) -> Iterator[list[Any]]:
        """Two indicators that look alike, by their places in `names`, and the reasons why they are not one."""
        places = {name: place for place, name in enumerate(names)}
        found: dict[tuple[int, int], list[int]] = {}
        for each in load_breaks(self.tables):
            one, other = each.from_indicator, each.to_indicator
            if one != other and one in places and other in places:
                found.setdefault((places[one], places[other]), []).append(self.words[each.reason_en])
        yield from ([one, other, list(dict.fromkeys(reasons))] for (one, other), reasons in found.items())


def figure_text(point: Point) -> str:
    """Return a figure as Explore has it: in English digits with its hedge, a rank as printed."""
    row = point.observation
    return row.value_text if row.unit == "rank" else f"{point.text}{'%' if row.unit == 'per cent' else ''}"


def outside_series(row: Observation, tables: Tables | None = None) -> Point:
    """A figure that no segment holds."""
    return history_of(tables).point(row)


def _explain_grades() -> str:
    """What the grades of sources mean, as the description of the data has it."""
    fields = described_tables()["sources"]["schema"]["fields"]
    described = next(field["description"] for field in fields if field["name"] == "grade")
    return f"Grade {described} Only grade A is linked."


def _source_cells(source: Source) -> list[str]:
    dated = f", {format_date(source.published)}" if source.published else ""
    publisher = f", {source.publisher}" if source.title else ""
    name, brief = source.title or source.publisher, f"{source.short}{dated}"
    return [source.source_id, name, f"{publisher}{dated}", source.grade, source.address, brief]


def _json_number(value: Fraction | None) -> int | float | None:
    return None if value is None else int(value) if value.denominator == 1 else float(value)


def _say_growth(rate: Quantity) -> str:
    return f"{format_quantity(rate, 0 if rate.is_bound else 1, sign=True)}%"


def _json_ends(quantity: Quantity, said: str) -> list[int | float | None]:
    """Value and ends with the digits that every file has of them."""
    return [_json_number(Fraction(end)) if end else None for end in figure_data.interval_digits(quantity, said)]


def data_script(payload: Mapping[str, Any]) -> str:
    """Return a payload as the script that book/_static/figures/unpack.js reads: JSON, named reportFigures."""
    return f"const reportFigures = {json.dumps(payload, ensure_ascii=False, separators=(',', ':'))};\n"
