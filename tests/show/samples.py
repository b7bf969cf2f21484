"""The charts of the report, in small."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest
from drawn import Drawn
from hypothesis import strategies as st

from beijing_ip.numbers.quantity import Quantity
from beijing_ip.show import charts
from beijing_ip.show.charts import Event, Figure, Line, LineGap, LinePoint, Link, Mark, Pair, Panel

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
SAMPLES: dict[str, Callable[[], Figure]] = {
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
ONE_CHART = {"grants": [GRANTS, INVENTIONS], "courts": COURTS, "cut": COURTS, "fines": [FINES]}


@cache
def sample_figure(name: str) -> Figure:
    """One of the samples, drawn once for all tests."""
    return SAMPLES[name]()


@cache
def sample(name: str, narrow: bool = False) -> Drawn:
    """One of the samples, read back."""
    return Drawn(sample_figure(name), narrow)


on_both_sheets = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
"""What is true of a chart is true on the sheet for a page and on the one for a telephone."""

LABELS = st.text(alphabet="Wide labels, iln-MQ知识产权保护、《书》", min_size=1, max_size=120).filter(str.strip)
