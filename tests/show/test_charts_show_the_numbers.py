"""What is drawn is what the numbers say: lengths, places, intervals, colours, and no text cut off or covered.

Everything is read back from the finished SVG, not from the objects that made it.
"""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from conftest import contrast
from hypothesis import given, settings
from hypothesis import strategies as st

from beijing_ip.numbers.quantity import Quantity
from beijing_ip.show import charts
from beijing_ip.show.charts import COLOURS, Event, Figure, Line, LineGap, LinePoint, Link, Mark, Pair, Panel

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
Box = tuple[float, float, float, float]

exact, rounded, more_than = Quantity.exact, Quantity.rounded, Quantity.more_than


def words(name: str) -> Any:
    return {
        "name": name,
        "headline": "A finding",
        "subtitle": "Measure, Beijing, 2020, cases",
        "alt": "What the chart shows.",
        "source": "Press release, paragraph 6.",
        "table": "| what | cases |\n|---|---:|\n| accepted | 3 |",
        "data": "what,cases\naccepted,3\n",
    }


# Reading a chart back


def _bounds(path: str) -> Box:
    """The box around a path's points; control points included, so it is never too small."""
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+(?:e-?[0-9]+)?", path)]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def _transform(element: ET.Element) -> tuple[float, float, float, float]:
    """Translation and scale, which is all that these charts use."""
    text = element.get("transform", "")
    assert not re.sub(r"(translate|scale)\([^)]*\)| ", "", text), "only translations and scales, no turned text"
    move = [float(n) for n in re.findall(r"translate\(([^)]*)\)", text + " translate(0 0)")[0].split()]
    scale = [float(n) for n in re.findall(r"scale\(([^)]*)\)", text + " scale(1 1)")[0].split()]
    return move[0], move[1], scale[0], scale[-1]


class Drawn:
    """The boxes of everything with an id, and every line of text with its box; points from the top left."""

    def __init__(self, figure: Figure, narrow: bool = False) -> None:
        self.name = f"{figure.name}-narrow" if narrow else figure.name
        self.root = ET.fromstring(
            figure.narrow if narrow else figure.svg, ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))
        )
        self.size = tuple(float(n) for n in self.root.attrib["viewBox"].split())[2:]
        self.marks: dict[str, Box] = {}
        self.styles: dict[str, str] = {}
        self.texts: list[tuple[str, Box]] = []
        glyphs = {path.attrib["id"]: path for path in self.root.iter(f"{SVG}path") if "id" in path.attrib}
        for group in self.root.iter(f"{SVG}g"):
            gid = group.get("id", "").removeprefix(f"{self.name}-")
            if gid.startswith("text_"):
                self.texts.append((self._comment(group), self._text_box(group, glyphs)))
            elif gid and not gid.startswith("figure") and (path := group.find(f"{SVG}path")) is not None:
                self.marks[gid] = _bounds(path.attrib["d"])
                self.styles[gid] = path.attrib.get("style", "")

    @staticmethod
    def _comment(group: ET.Element) -> str:
        return next((child.text or "").strip() for child in group.iter() if child.tag is ET.Comment)

    @staticmethod
    def _text_box(group: ET.Element, glyphs: dict[str, ET.Element]) -> Box:
        inner = group.find(f"{SVG}g")
        assert inner is not None
        x0, y0, sx, sy = _transform(inner)
        boxes = []
        for use in inner.iter(f"{SVG}use"):
            glyph = glyphs[use.attrib[HREF].removeprefix("#")]
            if not glyph.get("d"):
                continue
            left, bottom, right, top = _bounds(glyph.attrib["d"])
            _, _, gx, gy = _transform(glyph)
            dx, dy, _, _ = _transform(use)
            boxes.append(
                (
                    x0 + sx * (dx + gx * left),
                    y0 + sy * (dy + gy * top),
                    x0 + sx * (dx + gx * right),
                    y0 + sy * (dy + gy * bottom),
                )
            )
        return (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )

    def width(self, mark: str) -> float:
        return self.marks[mark][2] - self.marks[mark][0]

    def middle(self, mark: str) -> tuple[float, float]:
        left, top, right, bottom = self.marks[mark]
        return (left + right) / 2, (top + bottom) / 2

    @property
    def text(self) -> list[str]:
        return [text for text, _ in self.texts]


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def clashes(figure: Figure) -> list[str]:
    """Everything that leaves a sheet, wide or narrow, and every text that touches another text or lies on a mark."""
    return [clash for narrow in (False, True) for clash in _clashes(Drawn(figure, narrow))]


def _clashes(drawn: Drawn) -> list[str]:
    width, height = drawn.size
    marks = [(gid, box) for gid, box in drawn.marks.items() if not gid.startswith("patch")]
    found = [
        f"{what!r} leaves the sheet: {box}"
        for what, box in [*drawn.texts, *marks]
        if box[0] < 1 or box[1] < 1 or box[2] > width - 1 or box[3] > height - 1
    ]
    found += [f"{a[0]!r} on {b[0]!r}" for a, b in combinations(drawn.texts, 2) if overlap(a[1], b[1])]
    solid = re.compile(r"(bar|band|open|part|row|dot|ring|event|period|difference)\b")
    found += [
        f"{text!r} on {gid}"
        for text, box in drawn.texts
        for gid, mark in drawn.marks.items()
        if solid.match(gid) and overlap(box, mark)
    ]
    return found


# The charts of the report, in small

OFFICE = "Municipal Intellectual Property Office"
FLOWS = [
    Mark("Patents granted", rounded(163000, 1000), "163,000", "专利授权量", "Patents"),
    Mark("of which inventions", rounded(63000, 1000), "63,000", "其中发明专利", "Patents"),
    Mark("Trade mark applications", rounded(565000, 1000), "565,000", "商标申请量", "Trade marks"),
    Mark("Trade marks registered", rounded(363000, 1000), "363,000", "商标注册量", "Trade marks"),
    Mark("Works registered", rounded(1005000, 1000), "1.005 million", "著作权登记量", "Copyright"),
    Mark(
        "Software copyright registrations, counted beside the works and not inside them",
        rounded(204000, 1000),
        "204,000",
        "软件著作权登记量",
        "Copyright",
    ),
]
COARSE = [
    Mark("Fines and forfeits", rounded(56, 1), "56 million yuan", "罚没款"),
    Mark("Books destroyed", more_than(20), "more than 20", "销毁盗版图书"),
    Mark("Something else", Quantity.nearly(30), "nearly 30"),
    Mark("Complaints at exhibitions", exact(0), "0", "展会投诉"),
]
COMPLAINTS = [
    Mark("Trade marks", exact(856), "856", "商标"),
    Mark("Copyright", exact(234), "234", "版权"),
    Mark("Patents", exact(221), "221", "专利"),
    Mark("Business secrets", exact(4), "4", "商业秘密"),
]
ALL_COMPLAINTS = Mark("Tip-offs and complaints", exact(1315), "1,315", "举报投诉")
COUNTS = [
    Mark("Patent infringement cases", exact(360), "360 cases", "专利侵权纠纷", OFFICE),
    Mark("of which at exhibitions", exact(5), "5 cases", "展会", OFFICE),
    Mark("Fines and forfeits", rounded(56000000, 1000000), "56 million yuan", "罚没款", "Market regulation"),
    Mark("Websites inspected", rounded(18000, 1000), "18,000 inspections", "检查网站", "Culture enforcement"),
    Mark("Books destroyed", more_than(200000), "more than 200,000 books", "销毁盗版图书", "Culture enforcement"),
    Mark("Links deleted", rounded(8000, 1000), "8,000 links", "删除链接", "Culture enforcement"),
    Mark("Pieces seized", rounded(576000, 1000), "576,000 pieces", "查扣商品", "Beijing Customs"),
    Mark(
        "Disputes accepted by people's mediation organizations",
        exact(10070),
        "10,070 disputes",
        "人民调解组织受理纠纷",
    ),
]
ACCEPTED = Mark("Accepted", exact(66710), "66,710 cases", "受理")
CONCLUDED = Mark("Concluded", exact(66973), "66,973 cases", "审结")
MORE = Mark("Difference", exact(263), "263 more concluded than accepted")
EVENTS = [
    Event("20 to 26 June 2012", date(2012, 6, 20), date(2012, 6, 26), "Diplomatic conference in Beijing"),
    Event("24 June 2012", date(2012, 6, 24), None, "The Beijing Treaty on Audiovisual Performances is adopted"),
    Event("26 June 2012", date(2012, 6, 26), None, "Opened for signature; 48 states sign"),
    Event("24 April 2014", date(2014, 4, 24), None, "China's legislature ratifies the treaty"),
    Event("About September 2018", date(2018, 9, 1), None, "Tianping Chain goes online", approximate=True),
    Event("28 January 2020", date(2020, 1, 28), None, "Indonesia becomes the 30th party"),
    Event("28 April 2020", date(2020, 4, 28), None, "The treaty enters into force with 30 parties"),
    Event("June to October 2020", date(2020, 6, 1), date(2020, 10, 31), "Campaign against online piracy"),
    Event("22 April 2021", date(2021, 4, 22), None, "White paper released"),
]
LINKS = [
    Link(OFFICE, "Municipal Administration for Market Regulation", "Memorandum of understanding", "memorandum"),
    Link(OFFICE, "Municipal Justice Bureau", "Opinions on diversified mediation of disputes", "opinions"),
    Link(OFFICE, "Seven further departments", "Opinions on diversified mediation of disputes", "opinions"),
    Link(
        "Municipal Bureau of Copyright",
        "Beijing Internet Court",
        "Copyright and Tianping Blockchains",
        "platform",
    ),
    Link("CNIPA", OFFICE, "Joint oral trial chosen as national typical experience and practice", "recognition"),
    Link(
        "Ministry of Justice",
        OFFICE,
        "Joint oral trial chosen as national typical experience and practice",
        "recognition",
    ),
    Link("Beijing Customs", "", "Measures of Beijing Customs", "document"),
]


def point(year: int, value: int, text: str = "", doubtful: bool = False) -> LinePoint:
    return LinePoint(year, exact(value), text or f"{value:,}", doubtful)


GRANTS = Line(
    "All three kinds",
    "专利授权量",
    [
        [point(2013, 62600)],
        [
            point(2015, 94031),
            LinePoint(2016, more_than(100500), "more than 100,500"),
            point(2017, 106948),
            point(2018, 123496, doubtful=True),
            point(2019, 131716),
            point(2020, 162824),
            point(2021, 199000),
            point(2023, 193973),
            point(2024, 199702),
        ],
    ],
    [LineGap(2013, 2015, "the figure for 2013 is only the base of a growth rate")],
)
INVENTIONS = Line(
    "Inventions",
    "发明专利",
    [[point(2013, 20700), point(2014, 23237), point(2015, 35308), point(2019, 53127), point(2020, 63000)]],
)
WORDING = "the figures for 2022 are tied to those before by their wording only"
COURTS = [
    Line(
        "Cases accepted",
        "受理",
        [
            [point(2017, 41320), point(2018, 59094), point(2019, 80165), point(2020, 66710), point(2021, 85954)],
            [point(2022, 72778)],
        ],
        [LineGap(2021, 2022, WORDING)],
    ),
    Line(
        "Cases concluded",
        "审结",
        [
            [point(2017, 37522), point(2018, 55935), point(2019, 79769), point(2020, 66973), point(2021, 74805)],
            [point(2022, 74506)],
        ],
        [LineGap(2021, 2022, WORDING)],
    ),
]
NARROWER = "counterfeit and shoddy goods are included to 2020, but not from 2021"
FINES = Line(
    "Fines",
    "罚没款",
    [
        [LinePoint(2018, rounded(159, 1), "159", doubtful=True), LinePoint(2020, rounded(60, 20, "truncation"), "60")],
        [LinePoint(2021, more_than(27), "more than 27"), LinePoint(2023, Quantity.nearly(32), "nearly 32")],
    ],
    [LineGap(2020, 2021, NARROWER)],
)
APPLICATIONS = Line("Applications", "申请量", [[point(2016, 6651), point(2017, 5100), point(2019, 7200)]])
PANELS = [
    Panel("Patents granted", "专利授权量", "patents a year", [GRANTS, INVENTIONS], "Grants doubled."),
    Panel("Court cases", "法院知识产权案件", "cases a year", COURTS, "2020 is the only year with fewer cases."),
    Panel("Fines of market regulation", "罚没款", "million yuan a year", [FINES], "The fall is a narrower count."),
    Panel(
        "Market regulation cases",
        "市场监管案件",
        "cases concluded a year",
        [
            Line(
                "Cases",
                "案件",
                [[point(2018, 2406), point(2020, 1723)], [point(2021, 580)]],
                [LineGap(2020, 2021, NARROWER)],
            )
        ],
        "The fall is a narrower count.",
    ),
    Panel("PCT applications", "PCT国际专利申请", "applications a year", [APPLICATIONS], "2020 was not found."),
]
PLACES = [
    Pair("Beijing", "北京", rounded("155.8", "0.1"), "155.8", rounded("153.5", "0.1"), "153.5"),
    Pair("Shenzhen (2019)", "深圳", rounded("106.3", "0.1"), "106.3", rounded("78.9", "0.1"), "78.9"),
    Pair("Guangdong", "广东", exact(28), "28", exact(28), "28"),
    Pair("Somewhere", "", rounded(40, 20), "40", more_than(60), "more than 60"),
]
SAMPLES = {
    "flows": lambda: charts.bars(FLOWS, **words("flows")),
    "coarse": lambda: charts.bars(COARSE, **words("coarse")),
    "nothing": lambda: charts.bars(COARSE[3:], **words("nothing")),
    "wordy": lambda: charts.bars(
        [Mark("Books", more_than(7), "more than seven hundred thousand pirated books and discs")],
        **words("wordy"),
    ),
    "complaints": lambda: charts.part_of_whole(COMPLAINTS, ALL_COMPLAINTS, **words("complaints")),
    "counts": lambda: charts.dots_log(COUNTS, **words("counts")),
    "balance": lambda: charts.balance(ACCEPTED, CONCLUDED, MORE, **words("balance")),
    "timeline": lambda: charts.timeline(EVENTS, mark_year=2020, **words("timeline")),
    "network": lambda: charts.network(LINKS, **words("network")),
    "months": lambda: charts.timeline(EVENTS[5:], mark_year=2020, **words("months")),
    "folded": lambda: charts.timeline(EVENTS, mark_year=2020, fold=True, **words("folded")),
    "grants": lambda: charts.lines([GRANTS, INVENTIONS], unit_label="Patents a year", **words("grants")),
    "courts": lambda: charts.lines(COURTS, unit_label="Cases a year", **words("courts")),
    "cut": lambda: charts.lines(COURTS, unit_label="Cases a year", zero=False, **words("cut")),
    "fines": lambda: charts.lines([FINES], unit_label="Million yuan a year", **words("fines")),
    "page": lambda: charts.small_multiples(PANELS, mark_year=2020, **words("page")),
    "places": lambda: charts.paired_dots(PLACES, first_name="As printed", second_name="Recomputed", **words("places")),
}


@cache
def sample(name: str, narrow: bool = False) -> Drawn:
    return Drawn(SAMPLES[name](), narrow)


on_both_sheets = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
"""What is true of a chart is true on the sheet for a page and on the one for a telephone."""


# All charts


@pytest.mark.parametrize("name", SAMPLES)
def test_no_text_is_cut_off_or_covered(name: str) -> None:
    assert clashes(SAMPLES[name]()) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_the_narrow_picture_keeps_every_mark_and_word_and_its_letters_are_as_large(name: str) -> None:
    figure = SAMPLES[name]()
    wide, narrow = Drawn(figure), Drawn(figure, narrow=True)
    assert narrow.size[0] == charts.NARROW
    assert {gid for gid in wide.marks if not gid.startswith(("patch", "band", "lead"))} <= narrow.marks.keys()
    kept = "".join(narrow.text).replace(" ", "")
    # A name stands before a value only where there is no room for the value alone.
    words = {word.rstrip(":") for text in wide.text for word in text.split()}
    # Names of ticks are thinned where they would touch.
    assert [word for word in words if word not in kept and not re.fullmatch(r"\d{4}|10*(,000)*", word)] == []
    assert min(float(size) for size in re.findall(r"scale\(([\d.]+) -", figure.narrow)) >= 0.0825


LABELS = st.text(alphabet="Wide labels, iln-MQ知识产权保护、《书》", min_size=1, max_size=120).filter(str.strip)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            LABELS,
            st.integers(0, 10**7),
            st.text("0123456789,W ", min_size=1, max_size=60).filter(str.strip),
            LABELS,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_no_label_or_value_is_too_long_for_bars(rows: list[tuple[str, int, str, str]]) -> None:
    marks = [Mark(label, exact(value), text, zh, zh) for label, value, text, zh in rows]
    assert clashes(charts.bars(marks, **words("any"))) == []


@pytest.mark.parametrize("length", range(1, 12))
def test_a_value_stays_together_with_its_unit(length: int) -> None:
    label = "Word " * length
    parts = [Mark(f"{label}{n}", exact(n), f"{n} reports and tip-offs", "举报投诉") for n in (1, 2)]
    whole = Mark(label.strip(), exact(3), "3 reports and tip-offs", "举报投诉")
    text = Drawn(charts.part_of_whole(parts, whole, **words("any"))).text
    assert {"3 reports and tip-offs", "2 reports and tip-offs (66.7%)"} <= set(text)


def test_a_word_longer_than_a_line_is_broken() -> None:
    marks = [Mark("Donaudampfschiff" * 6, exact(1), "1", "知识产权保护\uff0c白皮书\u3002" * 9)]
    figure = charts.bars(marks, **words("any"))
    assert clashes(figure) == []
    assert "".join(Drawn(figure).text).replace(" ", "") == f"{marks[0].label}{marks[0].label_zh}1"
    assert not [text for text in Drawn(figure).text if text[0] in "\uff0c\u3002"], "no line begins with a comma"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.dates(date(2010, 1, 1), date(2022, 1, 1)), LABELS, st.booleans()),
        min_size=1,
        max_size=12,
    )
)
def test_no_crowd_of_events_is_too_dense_for_a_timeline(rows: list[tuple[date, str, bool]]) -> None:
    events = [Event(f"{day:%d %B %Y}", day, None, label, about) for day, label, about in rows]
    assert clashes(charts.timeline(events, mark_year=2020, **words("any"))) == []


def test_every_label_value_and_chinese_term_is_on_the_chart() -> None:
    for name, marks in (("flows", FLOWS), ("coarse", COARSE), ("complaints", COMPLAINTS), ("counts", COUNTS)):
        said = "".join(sample(name).text).replace(" ", "")
        for mark in marks:
            for text in (mark.label, mark.label_zh, mark.text, mark.group):
                assert text.replace(" ", "") in said, (name, text)


def test_the_same_input_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "import sys, matplotlib; matplotlib.rcParams['font.size'] = float(sys.argv[1]);"
        "matplotlib.rcParams['svg.fonttype'] = sys.argv[2];"
        "from test_charts_show_the_numbers import SAMPLES;"
        "sys.stdout.write(''.join(draw().svg for draw in SAMPLES.values()))"
    )
    here = str(Path(__file__).parent)
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, size, fonttype],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([here, *sys.path])},
            capture_output=True,
            check=True,
        ).stdout
        for seed, size, fonttype in (("1", "10", "path"), ("2", "23", "none"))
    ]
    assert runs[0] == runs[1]
    assert runs[0].decode().startswith("<svg")
    assert b"matplotlib" not in runs[0].lower(), "the version would change the bytes"


def test_nothing_of_a_chart_stays_behind_in_the_settings() -> None:
    with mpl.rc_context({"font.size": 23, "svg.fonttype": "none"}):
        before = dict(mpl.rcParams)
        SAMPLES["flows"]()
        assert dict(mpl.rcParams) == before


def test_dollars_are_dollars_and_no_formula() -> None:
    svg = charts.bars([Mark("US$5 to US$6", exact(1), "1")], **words("any")).svg
    label = svg[svg.index("<!-- US$5 to US$6 -->") :]
    assert label[: label.index("</g>")].count("<use") == len("US$5 to US$6")


def test_marks_and_letters_stand_out_from_the_paper() -> None:
    assert COLOURS == ("#12436D", "#22908A", "#801650", "#E0540C")
    assert all(contrast(colour, charts.PAPER) >= 3 for colour in COLOURS)
    assert all(contrast(colour, charts.PAPER) >= 4.5 for colour in (charts.INK, charts.GREY))
    assert contrast(COLOURS[0], charts.PAPER) >= 4.5, "white letters stand on it"


@pytest.mark.parametrize("name", SAMPLES)
@on_both_sheets
def test_no_two_marks_say_the_same(name: str, narrow: bool) -> None:
    titles = [title.text for title in sample(name, narrow).root.iter(f"{SVG}title")]
    assert sorted(titles) == sorted(set(titles))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_chart_uses_no_colour_but_the_palette_and_neutrals(name: str) -> None:
    used = set(re.findall(r"#[0-9a-f]{6}\b", SAMPLES[name]().svg.replace(' "', "")))
    neutral = {charts.INK, charts.GREY, charts.PAPER, charts.RULE, charts.TINT}
    assert used <= {colour.lower() for colour in (*COLOURS, *neutral)}


# Bars


@on_both_sheets
def test_bars_start_at_zero_and_are_as_long_as_their_values(narrow: bool) -> None:
    for name, marks in (("flows", FLOWS), ("coarse", COARSE[:3])):
        drawn = sample(name, narrow)
        starts = {round(drawn.marks[f"bar-{n}"][0], 3) for n in range(1, len(marks) + 1)}
        assert len(starts) == 1
        units = [drawn.width(f"bar-{n}") / float(mark.quantity.value) for n, mark in enumerate(marks, start=1)]
        assert max(units) == pytest.approx(min(units), rel=1e-3)


def test_the_longest_bar_fills_the_room_that_its_value_leaves() -> None:
    drawn = sample("flows")
    right = max(box[2] for _, box in drawn.texts)
    assert charts.WIDTH - 12 < right < charts.WIDTH - 1


def test_zero_is_a_number_and_no_bar() -> None:
    drawn = sample("coarse")
    assert "0" in drawn.text
    assert "bar-4" not in drawn.marks
    assert "0" in sample("nothing").text


@on_both_sheets
def test_a_visible_rounding_interval_is_drawn_from_its_lower_to_its_upper_end(narrow: bool) -> None:
    drawn = sample("coarse", narrow)
    start, unit = drawn.marks["bar-1"][0], drawn.width("bar-1") / 56
    assert drawn.marks["band-1"][0] == pytest.approx(start + 55.5 * unit, abs=0.01)
    assert drawn.marks["band-1"][2] == pytest.approx(start + 56.5 * unit, abs=0.01)
    assert "Pale end of a bar: the range that rounding leaves open." in drawn.text


def test_an_interval_narrower_than_a_pixel_is_not_drawn() -> None:
    drawn = sample("flows")
    assert not [gid for gid in drawn.marks if gid.startswith("band")]
    assert not [text for text in drawn.text if text.startswith("Pale end")]


def test_a_lower_bound_has_an_open_end_and_an_exact_number_has_none() -> None:
    drawn = sample("coarse")
    assert [gid for gid in drawn.marks if gid.startswith("open")] == ["open-2"]
    assert drawn.marks["open-2"][0] >= drawn.marks["bar-2"][2]
    assert f"fill: {charts.PAPER}" in drawn.styles["open-2"]


def test_negative_bars_are_refused() -> None:
    with pytest.raises(ValueError, match="start at zero"):
        charts.bars([Mark("Growth", exact(-3), "-3")], **words("any"))


@pytest.mark.parametrize("draw", [charts.bars, charts.dots_log, charts.timeline, charts.network])
def test_an_empty_chart_is_refused(draw: Any) -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        draw([], **words("any"))


# Parts of a whole


@on_both_sheets
def test_parts_are_as_wide_as_their_shares_and_fill_the_whole(narrow: bool) -> None:
    drawn = sample("complaints", narrow)
    whole = drawn.marks["part-4"][2] - drawn.marks["part-1"][0]
    for number, part in enumerate(COMPLAINTS, start=1):
        share = float(part.quantity.value) / 1315
        assert drawn.width(f"part-{number}") == pytest.approx(share * whole, abs=0.01)
        assert drawn.marks[f"row-{number}"][::2] == pytest.approx(drawn.marks[f"part-{number}"][::2], abs=0.01)
    for one, next_one in pairwise(range(1, 5)):
        assert drawn.marks[f"part-{one}"][2] == pytest.approx(drawn.marks[f"part-{next_one}"][0], abs=0.01)


def test_exact_parts_show_their_shares() -> None:
    assert {"856 (65.1%)", "234 (17.8%)", "221 (16.8%)", "4 (0.3%)"} <= set(sample("complaints").text)


def test_parts_that_cannot_sum_to_the_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot sum"):
        charts.part_of_whole(COMPLAINTS[:3], ALL_COMPLAINTS, **words("any"))


@pytest.mark.parametrize(("rest", "fits"), [(98000, False), (99000, True), (101000, True), (102000, False)])
def test_rounded_parts_may_differ_from_the_whole_within_their_rounding_only(rest: int, fits: bool) -> None:
    parts = [
        Mark("Inventions", rounded(63000, 1000), "63,000"),
        Mark("Rest", rounded(rest, 1000), f"{rest:,}"),
    ]
    whole = Mark("Patents", rounded(163000, 1000), "163,000")
    if fits:
        assert clashes(charts.part_of_whole(parts, whole, **words("any"))) == []
    else:
        with pytest.raises(ValueError, match="cannot sum"):
            charts.part_of_whole(parts, whole, **words("any"))


@pytest.mark.parametrize(
    ("parts", "whole", "complaint"),
    [
        ([exact(5)], exact(5), "two to 4"),
        ([exact(1)] * 5, exact(5), "two to 4"),
        ([more_than(1), exact(4)], exact(6), "no share"),
        ([exact(-1), exact(6)], exact(5), "negative"),
        ([exact(0), exact(0)], exact(0), "zero"),
    ],
)
def test_wholes_that_have_no_parts_to_show_are_refused(
    parts: Sequence[Quantity], whole: Quantity, complaint: str
) -> None:
    marks = [Mark(f"Part {n}", part, "x") for n, part in enumerate(parts)]
    with pytest.raises(ValueError, match=complaint):
        charts.part_of_whole(marks, Mark("All", whole, "x"), **words("any"))


# Dots in steps of ten


@on_both_sheets
def test_equal_ratios_are_equal_distances_between_dots(narrow: bool) -> None:
    drawn = sample("counts", narrow)
    places = [drawn.middle(f"dot-{number}")[0] for number in range(1, len(COUNTS) + 1)]
    logs = [math.log10(mark.quantity.value) for mark in COUNTS]
    steps = [(b - a) / (d - c) for (a, b), (c, d) in zip(pairwise(places), pairwise(logs), strict=True)]
    assert min(steps) > 0
    assert max(steps) == pytest.approx(min(steps), rel=1e-3)


def test_nothing_on_an_axis_in_steps_of_ten_has_a_length() -> None:
    drawn = sample("counts")
    assert not [gid for gid in drawn.marks if gid.startswith(("bar", "part"))]
    for number in range(1, len(COUNTS) + 1):
        assert drawn.width(f"dot-{number}") < 8


def test_the_axis_says_that_it_goes_in_steps_of_ten() -> None:
    text = sample("counts").text
    assert "Each step is ten times the last." in text
    assert text.count("1") == text.count("10,000") == 2, "named above and below"


@on_both_sheets
def test_a_lower_bound_is_a_hollow_dot_with_an_arrow(narrow: bool) -> None:
    drawn = sample("counts", narrow)
    hollow = [n for n in range(1, len(COUNTS) + 1) if f"fill: {charts.PAPER}" in drawn.styles[f"dot-{n}"]]
    assert hollow == [5]
    assert [gid for gid in drawn.marks if gid.startswith("open")] == ["open-5"]
    assert drawn.marks["open-5"][0] > drawn.marks["dot-5"][2]


ABOUT = Quantity.printed(400, 1, "about")


@on_both_sheets
def test_no_bound_and_no_approximate_number_is_drawn_as_an_exact_dot(narrow: bool) -> None:
    marks = [
        Mark("At most", Quantity.nearly(100), "nearly 100"),
        Mark("About", ABOUT, "about 400"),
        Mark("At least", more_than(10000), "more than 10,000"),
        Mark("Exact", exact(400), "400"),
    ]
    figure = charts.dots_log(marks, **words("any"))
    drawn = Drawn(figure, narrow)
    assert clashes(figure) == []
    assert [n for n in (1, 2, 3, 4) if f"fill: {charts.PAPER}" in drawn.styles[f"dot-{n}"]] == [1, 2, 3]
    assert {gid for gid in drawn.marks if gid.startswith("open")} == {"open-1", "open-3"}
    assert drawn.marks["open-1"][2] < drawn.marks["dot-1"][0], "an upper bound points to the left"
    assert drawn.marks["open-3"][0] > drawn.marks["dot-3"][2]
    for said in (
        "to the left is an upper bound",
        "to the right is a lower bound",
        "without an arrow is an approximate",
    ):
        assert said in figure.reading


def test_an_approximate_number_is_a_hollow_bar_and_an_upper_bound_a_pale_one() -> None:
    figure = charts.bars([Mark("About", ABOUT, "about 400"), *COARSE], **words("any"))
    drawn = Drawn(figure)
    assert f"fill: {charts.PAPER}" in drawn.styles["bar-1"]
    assert f"fill: {charts.TINT}" in drawn.styles["bar-4"]
    assert f"fill: {COLOURS[0].lower()}" in drawn.styles["bar-2"]
    assert "a hollow bar is an approximate number" in figure.reading


@on_both_sheets
def test_a_rounding_interval_wider_than_the_dot_is_drawn_on_the_axis(narrow: bool) -> None:
    marks = [
        Mark("Coarse", rounded(4, 2), "4"),
        Mark("Fine", exact(10), "10"),
        Mark("Most", exact(100), "100"),
    ]
    drawn = Drawn(charts.dots_log(marks, **words("any")), narrow)
    decade = drawn.middle("dot-3")[0] - drawn.middle("dot-2")[0]
    ten = drawn.middle("dot-2")[0]
    assert drawn.marks["band-1"][0] == pytest.approx(ten + decade * math.log10(0.3), abs=0.01)
    assert drawn.marks["band-1"][2] == pytest.approx(ten + decade * math.log10(0.5), abs=0.01)
    assert "band-2" not in drawn.marks


@pytest.mark.parametrize("value", [0, -1])
def test_zero_and_less_have_no_place_on_an_axis_in_steps_of_ten(value: int) -> None:
    with pytest.raises(ValueError, match="steps of ten has no place"):
        charts.dots_log([Mark("Complaints", exact(value), str(value))], **words("any"))


# In and out


@on_both_sheets
def test_a_balance_has_bars_from_zero_and_an_enlarged_axis_that_says_so(narrow: bool) -> None:
    drawn = sample("balance", narrow)
    first, second = drawn.width("bar-1"), drawn.width("bar-2")
    assert drawn.marks["bar-1"][0] == drawn.marks["bar-2"][0]
    assert first / second == pytest.approx(66710 / 66973, rel=1e-4)
    said = " ".join(drawn.text)
    assert "This axis does not start at zero." in said
    assert "263 more concluded than accepted" in said


@on_both_sheets
def test_the_enlarged_difference_is_true_to_its_own_axis(narrow: bool) -> None:
    drawn = sample("balance", narrow)
    low = next(box[0] for text, box in drawn.texts if text == "66,600")
    high = next(box[2] for text, box in drawn.texts if text == "67,000")
    apart = drawn.middle("dot-2")[0] - drawn.middle("dot-1")[0]
    assert drawn.width("difference") == pytest.approx(apart, abs=0.01)
    assert apart / (high - low) == pytest.approx(263 / 400, rel=0.01)


@pytest.mark.parametrize(("inflow", "outflow"), [(66710, 66973), (66973, 66710), (5, 5), (100, 200), (1, 900000)])
def test_a_balance_of_any_size_keeps_its_text_apart(inflow: int, outflow: int) -> None:
    figure = charts.balance(
        Mark("Accepted", exact(inflow), f"{inflow:,}"),
        Mark("Concluded", exact(outflow), f"{outflow:,}"),
        Mark("Difference", exact(outflow - inflow), f"{abs(outflow - inflow):,} apart"),
        **words("any"),
    )
    assert clashes(figure) == []


def test_a_difference_that_is_not_that_of_the_two_is_refused() -> None:
    with pytest.raises(ValueError, match="compute it from the two"):
        charts.balance(ACCEPTED, CONCLUDED, Mark("Difference", exact(262), "262"), **words("any"))


def test_a_balance_of_rounded_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="two exact numbers"):
        charts.balance(Mark("In", rounded(3000, 1000), "3,000"), CONCLUDED, MORE, **words("any"))


# Time


def level(drawn: Drawn, number: int) -> float:
    """How far down the mark of an event stands."""
    return next(drawn.middle(gid)[1] for gid in (f"event-{number}", f"period-{number}") if gid in drawn.marks)


@on_both_sheets
def test_an_event_stands_between_the_name_of_its_year_and_the_next(narrow: bool) -> None:
    drawn = sample("timeline", narrow)
    years = sorted((box[1], int(text)) for text, box in drawn.texts if re.fullmatch(r"20\d\d", text))
    assert [year for _, year in years] == list(range(2012, 2022)), "also those without an event"
    for number, event in enumerate(EVENTS, start=1):
        above = [year for top, year in years if top < level(drawn, number)]
        assert above[-1] == event.start.year


@pytest.mark.parametrize("name", ["timeline", "months", "folded"])
@on_both_sheets
def test_a_mark_stands_at_the_first_line_of_its_label_and_no_line_leads_there(name: str, narrow: bool) -> None:
    drawn = sample(name, narrow)
    starts = [box for text, box in drawn.texts if text in {event.date_text for event in EVENTS}]
    levels = [level(drawn, number) for number in range(1, len(starts) + 1)]
    for at, (_, top, _, bottom) in zip(levels, starts, strict=True):
        assert top < at < bottom + 1
    left = min(box[0] for box in starts)
    assert max(box[2] for gid, box in drawn.marks.items() if gid.startswith("line2d")) < left - 5


@on_both_sheets
def test_a_period_is_a_bar_and_a_day_is_a_dot(narrow: bool) -> None:
    drawn = sample("timeline", narrow)
    periods = {number for number, event in enumerate(EVENTS, start=1) if event.end and event.end > event.start}
    assert {int(gid.split("-")[1]) for gid in drawn.marks if gid.startswith("period")} == periods == {1, 8}
    for number in periods:
        _, top, _, bottom = drawn.marks[f"period-{number}"]
        assert bottom - top > 2 * drawn.width(f"period-{number}")


@on_both_sheets
def test_the_shade_holds_the_events_of_the_marked_year_and_no_others(narrow: bool) -> None:
    drawn = sample("timeline", narrow)
    _, top, _, bottom = drawn.marks["marked-year"]
    held = [event.start.year for number, event in enumerate(EVENTS, start=1) if top < level(drawn, number) < bottom]
    assert held == [2020] * 3


def test_only_approximate_dates_are_hollow_and_a_note_says_so() -> None:
    drawn = sample("timeline")
    hollow = [gid for gid, style in drawn.styles.items() if gid.startswith("event") and charts.PAPER in style]
    assert hollow == ["event-5"]
    assert "Hollow dot: the date is approximate." in drawn.text
    exact_only = Drawn(charts.timeline(EVENTS[:3], **words("any")))
    assert "Hollow dot: the date is approximate." not in exact_only.text
    assert "marked-year" not in exact_only.marks


def test_labels_keep_the_order_of_the_dates_whatever_order_they_are_given_in() -> None:
    drawn = Drawn(charts.timeline(EVENTS[::-1], **words("any")))
    tops = {text: box[1] for text, box in drawn.texts}
    places = [tops[event.date_text] for event in EVENTS]
    assert places == sorted(places)


def test_an_event_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        charts.timeline([Event("x", date(2020, 2, 1), date(2020, 1, 1), "x")], **words("any"))


# Who with whom


def rows_of(drawn: Drawn, role: str) -> Iterator[tuple[int, str]]:
    for gid in drawn.marks:
        if gid.startswith(role):
            _, row, letter = gid.split("-")
            yield int(row), letter


@on_both_sheets
def test_every_link_is_a_disc_in_the_row_of_its_measure_and_the_column_of_its_agency(narrow: bool) -> None:
    drawn = sample("network", narrow)
    texts = drawn.text
    letters = {texts[at + 1]: text for at, text in enumerate(texts) if len(text) == 1 and at + 1 < len(texts)}
    measures = list(dict.fromkeys(link.measure for link in LINKS))
    row = {measure: number for number, measure in enumerate(measures, start=1)}
    assert set(rows_of(drawn, "actor")) == {(row[link.measure], letters[link.actor]) for link in LINKS}
    assert set(rows_of(drawn, "partner")) == {
        (row[link.measure], letters[link.partner]) for link in LINKS if link.partner
    }


@on_both_sheets
def test_a_column_is_one_agency_and_a_row_one_measure(narrow: bool) -> None:
    drawn = sample("network", narrow)
    columns: dict[str, set[float]] = {}
    rows: dict[str, set[float]] = {}
    for gid in drawn.marks:
        if gid.startswith(("actor", "partner")):
            _, row, letter = gid.split("-")
            x, y = drawn.middle(gid)
            columns.setdefault(letter, set()).add(round(x, 1))
            rows.setdefault(row, set()).add(round(y, 1))
    for places in (columns, rows):
        assert all(len(place) == 1 for place in places.values())
        assert len(set.union(*places.values())) == len(places)


def test_partners_differ_from_actors_in_shape_and_not_in_colour_alone() -> None:
    drawn = sample("network")
    for gid, style in drawn.styles.items():
        if gid.startswith("partner"):
            assert f"fill: {charts.PAPER}" in style
        if gid.startswith("actor"):
            assert f"fill: {COLOURS[0].lower()}" in style


def test_the_agency_that_takes_part_most_often_comes_first() -> None:
    texts = sample("network").text
    assert texts[texts.index("A") + 1] == OFFICE


def test_more_agencies_than_columns_and_a_measure_of_two_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        charts.network([Link(OFFICE, f"Partner {n}", "Measure", "") for n in range(30)], **words("any"))
    with pytest.raises(ValueError, match="several kinds"):
        charts.network([Link("A", "B", "M", "pilot"), Link("A", "C", "M", "platform")], **words("any"))
