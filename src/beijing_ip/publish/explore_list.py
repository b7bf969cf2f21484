"""The page Explore without its data: the place of the tool, and the list of all indicators as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from beijing_ip.analysis.series import Series
from beijing_ip.data.editions import find_edition
from beijing_ip.data.observations import Indicator, Observation, load_observations
from beijing_ip.numbers.writing import spell_count, spell_period
from beijing_ip.show.tables import CHAPTERS

from .explore import figure_text, list_indicators, outside_series


def count_figures() -> dict[str, int]:
    """Return how many figures there are, and of how many indicators and places."""
    rows = load_observations()
    return {
        "indicators": len({row.indicator for row in rows}),
        "places": len({row.place for row in rows}),
        "figures": len(rows),
    }


def render_tool() -> str:
    """Return the HTML of the tool: what stands there without JavaScript."""
    return (
        '<div id="explorer" class="explore"><noscript><p>Choosing and drawing need JavaScript. Without it, '
        "every indicator stands in the list below, and every figure in "
        '<a href="data.html">the tables of the page Data</a>.</p></noscript></div>'
    )


def render_directory() -> str:
    """Return all indicators as an HTML table: places and years, and of the first place two figures.

    The one is of the year that the book is about, the other the latest. The address of a view, `#indicator=...`, is
    also that of its row, so that it leads somewhere without JavaScript.
    """
    body = []
    headers = ("Indicator, places and years", f"In {find_edition().year}", "Latest")
    listed = list_indicators()
    for chapter, (title, page) in CHAPTERS.items():
        entries = [_list_row(*each) for each in listed if each[0].chapter == chapter]
        count = f"{spell_count(len(entries))} indicator{'s' if len(entries) > 1 else ''}"
        address = f"../notebooks/{page}.html"
        body.append(
            f'<tbody><tr><th scope="rowgroup" colspan="{len(headers)}"><a href="{address}">{title}</a>: {count}</th>'
            f"</tr>{''.join(entries)}</tbody>"
        )
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in headers)
    return (
        '<div class="table-box"><table class="table explore-list">'
        "<caption>Every indicator that has a figure, by chapter; the figures are those of the first place</caption>"
        f"<thead><tr>{head}</tr></thead>{''.join(body)}</table></div>"
    )


def _list_row(meaning: Indicator, many: list[Series], by_place: Mapping[str, list[Observation]]) -> str:
    address = f"indicator={meaning.indicator_id}"
    first = many[0]
    others = [row for row in by_place[first.place] if row.series == "alternative"]
    points = [*first.points, *map(outside_series, (*first.kept_out, *others))]
    latest = max(points, key=lambda point: _period_end(point.observation.period))
    now = next((point for point in points if point.observation.period == str(find_edition().year)), None)
    years = [year for rows in by_place.values() for row in rows for year in re.findall(r"\d{4}", row.period)]
    unit = "" if meaning.unit in ("per cent", "rank") else f" {meaning.unit}"
    when = min(years) if min(years) == max(years) else f"{min(years)} to {max(years)}"
    period = latest.observation.period
    said = period if period.isdigit() else spell_period(period)
    cells = (
        f"{figure_text(now)}{unit}" if now else "",
        f"{figure_text(latest)}{'' if now else unit}, {said}" if latest is not now else "",
    )
    return (
        f'<tr id="{address}"><th scope="row"><a href="#{address}">{escape(meaning.name_en)}</a> '
        f'<span lang="zh-Hans">{escape(meaning.name_zh)}</span> '
        f"<small>{escape(', '.join(one.place for one in many))}; {when}</small></th>"
        f"{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    )


def _period_end(period: str) -> list[str]:
    """When a period ends; what it leaves out, the month or the day, is the last one."""
    return [*period.split("/")[-1].split("-"), "99", "99"][:3]
