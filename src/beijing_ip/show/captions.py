"""Captions: to headline, subtitle and alternative text come the source line, the table, the data and the notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from beijing_ip.analysis.comparison import PerHead
from beijing_ip.analysis.series import Series
from beijing_ip.data.frames import records
from beijing_ip.data.observations import Source

from . import charts, figure_data, series_tables, tables
from .caveats import list_caveats, published_inputs
from .citations import cite_source, source_line, summarise_sources
from .events import timeline_events
from .tables import TableNumber


def caption(rows: Sequence[TableNumber], *, name: str, headline: str, subtitle: str, alt: str) -> charts.Caption:
    """Complete the words of a figure (name, headline, subtitle, alt) with its source line, its table and its notes."""
    return charts.Caption(
        name=name,
        headline=headline,
        subtitle=subtitle,
        alt=alt,
        source=source_line(published_inputs(rows)),
        table=tables.numbers_table(rows),
        data=figure_data.numbers_csv(rows),
        notes=list_caveats(rows),
    )


def series_caption(many: Sequence[Series], *, name: str, headline: str, subtitle: str, alt: str) -> charts.Caption:
    """Complete the words of a chart over time with its sources, and the table of its points and breaks."""
    return charts.Caption(
        name=name,
        headline=headline,
        subtitle=subtitle,
        alt=alt,
        source=f"{summarise_sources(series_tables.sources_of(many))}, named below the table.",
        table=series_tables.series_table(many),
        data=figure_data.write_csv([figure_data.point_row(one, point) for one in many for point in one.points]),
        notes=series_tables.series_notes(many),
    )


def per_head_caption(rows: Sequence[PerHead], *, name: str, headline: str, subtitle: str, alt: str) -> charts.Caption:
    """Complete the words of a chart of ratios per 10,000 residents: printed, recomputed, and what they were made of."""
    sources = {
        source.source_id: source
        for row in rows
        for source in (
            row.stock.observation.source,
            row.residents.source,
            *([row.printed.observation.source] if row.printed else []),
        )
    }
    table = tables.markdown_table(
        [
            [
                f"{row.place}, {row.year}",
                row.printed.text if row.printed else "none seen",
                row.text,
                f"{row.stock.text}: {cite_source(row.stock.observation.source)}",
                f"{int(row.residents.value):,}: {cite_source(row.residents.source)}",
            ]
            for row in rows
        ],
        ["Place and year of the stock", "As printed", "Recomputed", "Stock", "Residents"],
        right=["As printed", "Recomputed"],
    )
    base = rows[0].residents.indicator.name_en.lower()
    source = f"{summarise_sources(sources.values())}, named for each number in the table; base: {base}."
    data = figure_data.write_csv(each for row in rows for each in figure_data.per_head_rows(row))
    return charts.Caption(
        name=name, headline=headline, subtitle=subtitle, alt=alt, source=source, table=table, data=data
    )


def event_caption(
    rows: pd.DataFrame, sources: Mapping[str, Source], *, name: str, headline: str, subtitle: str, alt: str
) -> charts.Caption:
    """Complete the words of a timeline with its sources and the table of its events."""
    events = records(rows)
    used = [sources[each] for each in dict.fromkeys(rows["source_id"])]
    table = tables.markdown_table(
        [
            [
                tables.keep_together(mark.date_text),
                event["event_en"],
                cite_source(sources[event["source_id"]]),
                event["note_en"],
            ]
            for event, mark in zip(events, timeline_events(rows), strict=True)
        ],
        ["Date", "Event", "Source", "Note"],
    )
    data = figure_data.write_csv(
        [
            [
                *(event[each] for each in ("event_id", "event_en", "start", "end", "precision", "source_id")),
                sources[event["source_id"]].grade,
                event["note_en"],
            ]
            for event in events
        ],
        ["event_id", "event", "start", "end", "precision", "source_id", "grade", "note"],
    )
    source = f"{summarise_sources(used)}, named in the table."
    return charts.Caption(
        name=name, headline=headline, subtitle=subtitle, alt=alt, source=source, table=table, data=data
    )
