"""Every colour of the charts has its counterpart in the page's themes, and all can be told from the ground."""

import re
from functools import cache
from typing import Any

from conftest import ROOT, contrast

from beijing_ip import series
from beijing_ip.publish.web import cards
from beijing_ip.show import plots
from beijing_ip.show.figures import compose
from beijing_ip.show.plots import style

CSS = (ROOT / "book" / "_static" / "figures.css").read_text(encoding="utf-8")
REPORT = (ROOT / "book" / "_static" / "report.css").read_text(encoding="utf-8")


@cache
def drawn() -> str:
    """Three lines, one of them dashed, and bars both ways with what rounding leaves open, for both widths."""
    places = series("invention-patents-in-force", place=["Beijing", "Shanghai", "Guangdong"])
    grants = series("patents-granted", "invention-patents-granted", "court-cases-accepted")
    growth = grants.pct_change(fill_method=None).loc[2020]

    def lines(ax: Any) -> None:
        plots.lines(ax, places)
        plots.mark_year(ax, 2020)

    words: Any = {"name": "some", "headline": "A finding", "subtitle": "What and when", "alt": "What it shows."}
    made = [
        compose(lines, data=places, **words),
        compose(lambda ax: plots.lines(ax, grants), data=grants, **words),
        compose(lambda ax: plots.bars(ax, growth, limit=0.2), data=growth, text="+.1%", **words),
    ]
    return "\n".join(picture for one in made for picture in (one.svg, one.narrow))


def palette(opening: str) -> dict[str, str]:
    block = CSS[CSS.index(opening) :].split("}")[0]
    return dict(re.findall(r"--chart-([\w]+): (#?\w+);", block))


LIGHT, DARK, FORCED = palette(":root {"), palette('html[data-theme="dark"] {'), palette("html[data-theme] {")


def full(colour: str) -> str:
    return "#" + "".join(letter * 2 for letter in colour[1:]) if len(colour) == 4 else colour.lower()


def test_the_light_palette_is_that_of_the_stored_charts() -> None:
    colours = {style.PAPER, style.INK, style.GREY, *style.COLOURS, style.RULE, style.TINT}
    # The page Explore has two more.
    assert {full(colour) for colour in LIGHT.values()} >= {full(colour) for colour in colours}
    assert set(LIGHT) == set(DARK) == set(FORCED)


def test_every_colour_of_a_chart_follows_the_theme() -> None:
    used = {(kind, full(colour)) for kind, colour in re.findall(r"(fill|stroke): (#[0-9a-f]+)", drawn())}
    rules = re.findall(r'\.figure-chart \[(fill|stroke)="(#\w+)"\] \{ (\w+): var\(--chart-(\w+)\); \}', CSS)
    assert all(kind == set_kind and LIGHT[name] == colour for kind, colour, set_kind, name in rules)
    assert len(used) > 8
    assert used <= {(kind, full(colour)) for kind, colour, _, _ in rules}
    assert len(rules) == 2 * len(LIGHT)


def test_text_and_marks_stand_out_from_the_ground() -> None:
    for theme in (LIGHT, DARK):
        # Values are written in ink and in the first colour, also in the shaded year.
        # A name at the end of a line and its values have the colour of the line.
        coloured = [(name, ground) for name in "1356" for ground in ("paper", "tint")]
        assert [pair for pair in coloured if contrast(*(theme[name] for name in pair)) < 4.5] == []
        text = [("ink", "paper"), ("grey", "paper"), ("1", "paper"), ("ink", "tint"), ("1", "tint")]
        assert [pair for pair in text if contrast(*(theme[name] for name in pair)) < 4.5] == []
        # A pale end is told by its edge, which is in the colour of the mark, and lines cross the band of a year.
        marks = [(name, ground) for name in "1234" for ground in ("paper", "tint")]
        assert [pair for pair in marks if contrast(*(theme[name] for name in pair)) < 3] == []
        # Two series take the first colour and the last: they differ in lightness too.
        assert contrast(theme["1"], theme["4"]) >= 1.5
        assert len(set(theme.values())) == len(theme)


def test_the_grounds_are_those_of_the_pages() -> None:
    grounds = dict(re.findall(r'(?m)^html\[data-theme="(\w+)"\] \{\s*--pst-color-background: (#\w+);', REPORT))
    assert grounds == {"light": LIGHT["paper"], "dark": DARK["paper"]}


def test_the_style_sheet_notes_the_contrasts_that_it_has() -> None:
    for theme, line in ((LIGHT, "light, on"), (DARK, "dark, on")):
        noted = re.findall(r"(#\w{6}) (\d+\.\d)", next(one for one in CSS.splitlines() if one.strip().startswith(line)))
        assert {colour for colour, _ in noted} == {theme[name] for name in ("ink", "grey", *"123456")}
        for colour, ratio in noted:
            assert f"{contrast(colour, theme['paper']):.1f}" == ratio, colour


def test_the_ground_of_cards_is_the_first_colour_of_the_charts() -> None:
    assert style.COLOURS[0] == cards.GROUND
