"""What the book shows over time never joins what data/breaks.csv keeps apart, and follows the file, not the code."""

import re

from conftest import ROOT, with_row_added

from beijing_ip.analysis.breaks import load_breaks
from beijing_ip.analysis.series import series
from beijing_ip.data.observations import load_observations
from beijing_ip.show import captions, charts, marks, series_tables

SHOWN = sorted(
    {
        (row.indicator.indicator_id, row.place)
        for row in load_observations()
        if row.series == "preferred" and re.fullmatch(r"\d{4}", row.period)
    }
)


def test_drawn_segments_stop_at_every_break():
    for indicator, place in SHOWN:
        for segment in marks.chart_line(series(indicator, place)).segments:
            first, last = segment[0].year, segment[-1].year
            crossed = [each.break_id for each in load_breaks() if each.cuts(indicator, place, first, last)]
            assert not crossed, (indicator, place)


def test_the_source_of_every_drawn_figure_is_named_below():
    for indicator, place in SHOWN:
        one = series(indicator, place)
        below = series_tables.series_notes([one])
        for point in one.points:
            source = point.observation.source
            assert source.publisher in below or source.title in below, (indicator, place, point.year)


def with_a_new_break():
    return with_row_added(
        "breaks",
        break_id="made-up",
        kind="definition",
        from_indicator="patents-granted",
        from_year="2019",
        to_indicator="patents-granted",
        to_year="2020",
        reason_en="Invented for this test.",
        source_id="cnipa-2021-04-30",
    )


def test_a_new_break_cuts_the_chart_the_table_and_the_sentence_without_new_code():
    words = {"headline": "Grants", "subtitle": "Patents granted", "alt": "A line."}
    before, after = series("patents-granted"), series("patents-granted", tables=with_a_new_break())
    drawn = [
        charts.lines(
            [marks.chart_line(one)],
            unit_label="Patents",
            **captions.series_caption([one], name="grants-test", **words),
        )
        for one in (before, after)
    ]
    assert len(marks.chart_line(before).segments) == 1
    assert len(marks.chart_line(after).segments) == 2
    assert drawn[0].svg != drawn[1].svg
    assert "[b]" not in drawn[0].table
    assert re.search(r"\| 2020 .*\[b\]", drawn[1].table)
    assert "Invented for this test." in drawn[1].notes


def test_book_draws_over_time_only_from_series():
    """Lines in notebooks and pages are made by over_time.line or panel, which know no way around a break."""
    for path in [*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "book").glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"charts\.(Line|Point|Panel|Gap)\(", text), path.name


def test_growth_is_formed_only_where_breaks_are_known():
    """By analysis.growth, which refuses, and by the audit, which holds it against a printed one."""
    using = {
        path.stem
        for path in [*(ROOT / "src/beijing_ip").rglob("*.py"), *ROOT.glob("book/*.md"), *ROOT.glob("notebooks/*.ipynb")]
        if "growth_rate(" in path.read_text(encoding="utf-8")
    }
    assert using == {"measures", "growth", "audit_checks"}
