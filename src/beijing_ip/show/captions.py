"""From published and derived numbers to what a page needs: marks for a chart, a source line, a table, the care to take.

Stands above `audit`: what the audit says of a number goes with it wherever a figure, a table or a list shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

import pandas as pd

from beijing_ip.analysis.audit import qualifications_of
from beijing_ip.analysis.derived import Derived, Release
from beijing_ip.data.observations import Observation, Source, load_sources, load_tables
from beijing_ip.data.rules import RELEASE
from beijing_ip.data.schema import records, split_list
from beijing_ip.numbers.writing import format_date, join_words, lower_first, spell_count

from . import charts, chinese, figure_data, tables

Row = Observation | Derived

CHANNELS = (
    "court-cases-accepted",
    "mediation-disputes-accepted",
    "market-regulation-cases-concluded",
    "patent-infringement-cases",
)
"""The ways that a dispute can go, by what each of them counts."""


def chart_mark(row: Row, label: str = "", group: str = "", text: str = "") -> charts.Mark:
    """Return what a chart draws for one number: its label in English and Chinese, and its value with the unit."""
    if isinstance(row, Derived):
        label, text, period = label or row.name, text or f"{row} {row.unit}", row.inputs[0].period
        return charts.Mark(label, row.quantity, text, group=group, period=period, about=describe_number(row))
    unit = "" if row.unit in ("yuan", "per cent") else f" {row.unit}"
    name, text = row.indicator, text or f"{row}{unit}"
    return charts.Mark(label or name.name_en, row.quantity, text, name.name_zh, group, row.period, describe_number(row))


def describe_number(row: Row) -> str:
    """Say how exact a number is and where it stands, or how it was computed, for the title of its mark."""
    if isinstance(row, Derived):
        return f"{'From exact counts' if row.quantity.is_exact else row}. Computed: {row.formula}."
    return f"{row.rounding}. {describe_place(row)}"


def link_in_words(row: Observation) -> str:
    """Return a whole number as a link to its place, in words where it is below ten: "no", "eight", "1,660"."""
    about = f"{row.where.capitalize()}. {row.rounding}."
    return row.source.link(spell_count(int(row.value)), row.phrase, about)


def describe_place(row: Observation) -> str:
    """Say where a number stands: the source, its grade and the place in it."""
    return f"{', '.join(filter(None, [_named(row.source), row.where]))}."


def _named(source: Source) -> str:
    return f"{'Release' if source.source_id == RELEASE else source.short} (grade {source.grade})"


def chart_mark_zh(row: Row, label: str = "", group: str = "", text: str = "") -> charts.Mark:
    """Return what a chart in Chinese draws for one number: its Chinese label, and its value with the measure word."""
    if isinstance(row, Derived):
        name, formula, unit = chinese.name_formula_unit(row)
        text, period = text or f"{chinese.format_interval(row)}{unit}", row.inputs[0].period
        said = f"{chinese.describe_certainty(row)}。计算：{formula}。"
        return charts.Mark(label or name, row.quantity, text, group=group, period=period, about=said)
    source = f"{chinese.publisher_name(row.source)}（{row.source.grade}级）"
    said = f"{chinese.describe_exactness(row)}。{source}，{chinese.describe_place(row)}。"
    label, text = label or row.indicator.name_zh, text or chinese.format_counted(row)
    return charts.Mark(label, row.quantity, text, group=group, period=row.period, about=said)


def caption(
    rows: Sequence[Row], *, name: str, headline: str, subtitle: str, alt: str, language: charts.Language = "en"
) -> charts.Caption:
    """Complete the words of a figure (name, headline, subtitle, alt) with its source line, its table and its notes."""
    return charts.Caption(
        name=name,
        headline=headline,
        subtitle=subtitle,
        alt=alt,
        source=source_line(_published(rows), language),
        table=tables.numbers_table(rows, language),
        data=figure_data.write_csv(
            [
                figure_data.derived_row(row) if isinstance(row, Derived) else figure_data.observation_row(row)
                for row in rows
            ]
        ),
        notes=caveats(rows) if language == "en" else _care_zh(rows),
        language=language,
    )


def numbers_with_caveats(rows: Sequence[Row]) -> str:
    """Numbers as a table, and below it what the audit says of them."""
    return "\n\n".join(filter(None, [tables.numbers_table(rows), caveats(rows)]))


def explanations_with_caveats(rows: Sequence[Observation]) -> str:
    """Every number of a chapter as a list, each with what the audit says of it."""
    names = [row.indicator.indicator_id for row in rows]
    return tables.explanations_list(rows, {name: qualifications_of(name) for name in names})


def caveats(rows: Sequence[Row]) -> str:
    """What the audit says of numbers and of what they are derived from, as a list; empty where it says nothing.

    A sentence that concerns several numbers stands once.
    """
    concerned: dict[str, dict[str, None]] = {}
    for row in _published(rows):
        for sentence in qualifications_of(row.indicator.indicator_id):
            concerned.setdefault(sentence, {})[row.indicator.name_en] = None
    lines: dict[tuple[str, ...], list[str]] = {}
    for sentence, names in concerned.items():
        lines.setdefault(tuple(names), []).append(sentence)
    if not lines:
        return ""
    entries = [
        f"- **{join_words([lower_first(name) if n else name for n, name in enumerate(names)])}.** {' '.join(sentences)}"
        for names, sentences in lines.items()
    ]
    return "\n".join(["Read with care:", "", *entries])


def _care_zh(rows: Sequence[Row]) -> str:
    """Where the English words of a number mislead, as a list in Chinese; empty where they do not."""
    names = {row.indicator.indicator_id: row.indicator.name_zh for row in _published(rows)}
    lines = []
    for row in records(load_tables()["wordings"]):
        concerned = [names[name] for name in split_list(row["indicators"]) if name in names]
        if concerned:
            said = f"新闻稿作“{row['english']}”，中文报道作“{row['chinese']}”：{row['reading_zh']}。"
            lines.append(f"- **{'、'.join(concerned)}**：{said}")
    return "\n".join(["请注意：", "", *lines]) if lines else ""


def _published(rows: Sequence[Row]) -> list[Observation]:
    return [row for entry in rows for row in (entry.inputs if isinstance(entry, Derived) else (entry,))]


def summarise_sources(sources: Collection[Source]) -> str:
    """Name the publishers with the most pages, count the others, and say how many pages there are, of what grades."""
    publishers = [name for name, _ in Counter(source.short for source in sources).most_common()]
    # "And one other" would take as much room as its name.
    named = publishers if len(publishers) <= 3 else [*publishers[:2], f"{len(publishers) - 2} others"]
    grades = join_words(sorted({source.grade for source in sources}))
    return f"{join_words(named)} ({len(sources)} page{'s' if len(sources) > 1 else ''} of grade {grades})"


def source_line(rows: Sequence[Observation], language: str = "en") -> str:
    """Name the source of published numbers, with its paragraphs and its grade, in Markdown."""
    found: dict[str, tuple[Source, set[int]]] = {}
    for row in rows:
        found.setdefault(row.source.source_id, (row.source, set()))[1].update({row.paragraph} if row.paragraph else ())
    lines = []
    for source, paragraphs in found.values():
        if language == "zh":
            numbers_zh = "、".join(str(number) for number in sorted(paragraphs))
            lines.append(chinese.cite_source(source) + (f"，第{numbers_zh}段" if numbers_zh else ""))
            continue
        places = join_words([str(number) for number in sorted(paragraphs)]) if paragraphs else ""
        plural = "s" if len(paragraphs) > 1 else ""
        lines.append(f"{cite_source(source)}, paragraph{plural} {places}" if places else cite_source(source))
    return f"{'；'.join(lines)}。" if language == "zh" else f"{'; '.join(lines)}."


def cite_source(source: Source) -> str:
    """Name one source in Markdown: title or publisher as a link where the grade is A, date, grade."""
    dated = f", {format_date(source.published)}" if source.published else ""
    publisher = f", {source.publisher}" if source.title else ""
    return f"{source.link(source.title or source.publisher)}{publisher}{dated} (grade {source.grade})"


def timeline_events(rows: pd.DataFrame) -> list[charts.Event]:
    """Return the rows of events.csv as a timeline draws them; a date that is not known to the day is approximate.

    An event known to the month stands in its middle.
    """
    return [_event(row) for row in records(rows)]


def _event(row: Mapping[str, str]) -> charts.Event:
    start, end = row["start"], row["end"]
    first = date.fromisoformat(start if len(start) == 10 else f"{start}-15")
    last = date.fromisoformat(end) if end and end != start else None
    hedge = {"day": "", "by": "by ", "approximate": "about "}[row["precision"]]
    text = f"{hedge}{format_date(start)}" if not last else _spelled_period(first, last)
    source = _named(load_sources()[row["source_id"]])
    return charts.Event(text, first, last, row["event_en"], row["precision"] != "day", f"{source}.")


def days_between(first: charts.Event, last: charts.Event) -> int:
    """Return the days from the start of one event to that of another.

    Raises ValueError where one of the dates is not known to the day.
    """
    for event in (first, last):
        if event.approximate:
            raise ValueError(f"{event.label}: {event.date_text} is no day to count from or to; say only what is known")
    return (last.start - first.start).days


def _spelled_period(first: date, last: date) -> str:
    shared = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if shared else format_date(first.isoformat())} to {format_date(last.isoformat())}"


def event_caption(
    rows: pd.DataFrame, sources: Mapping[str, Source], *, name: str, headline: str, subtitle: str, alt: str
) -> charts.Caption:
    """Complete the words of a timeline with its sources and the table of its events."""
    used = [sources[name] for name in dict.fromkeys(rows["source_id"])]
    table = tables.markdown_table(
        [
            [
                tables.keep_together(_event(row).date_text),
                row["event_en"],
                cite_source(sources[row["source_id"]]),
                row["note_en"],
            ]
            for row in records(rows)
        ],
        ["Date", "Event", "Source", "Note"],
    )
    columns = ["event_id", "event", "start", "end", "precision", "source_id", "grade", "note"]
    data = figure_data.write_csv(
        [
            [
                *(row[name] for name in ("event_id", "event_en", "start", "end", "precision", "source_id")),
                sources[row["source_id"]].grade,
                row["note_en"],
            ]
            for row in records(rows)
        ],
        columns,
    )
    source = f"{summarise_sources(used)}, named in the table."
    return charts.Caption(
        name=name, headline=headline, subtitle=subtitle, alt=alt, source=source, table=table, data=data
    )


def channels_chart(release: Release, name: str) -> charts.Figure:
    """Draw the counts of the ways that a dispute can go: courts, mediation, market regulation, patent disputes.

    They are counts of different things, accepted or concluded, which neither add up nor make a ratio.
    """
    rows = [release[indicator] for indicator in CHANNELS]
    return charts.bars(
        [chart_mark(row) for row in rows],
        **caption(
            rows,
            name=name,
            headline=f"{rows[0]} court cases and {rows[1]} disputes for mediators, counted apart",
            subtitle=f"Cases and disputes in Beijing in {rows[0].period}, by channel, each in its own unit of count",
            alt="Bars from zero: " + join_words([f"{row.indicator.name_en.lower()}, {row}" for row in rows]) + ".",
        ),
    )
