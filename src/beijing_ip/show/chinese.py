"""The same numbers in Chinese, as Chinese reports print them, with captions, tables and caveats in Chinese.

16.3万件, 20余万册, 38.2%至39.1%: numbers rounded to thousands or more are written in 万, which loses and adds no digit;
measure words are those of the Chinese reports, read from the data, where these print the figure. Names of agencies and
remarks on wording come from the data too; names of what is derived, and formulas, stand here.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache

from beijing_ip.analysis.derived import Derived
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import CHINESE_REPORTS, Observation, Source, load_release
from beijing_ip.data.schema import split_list
from beijing_ip.numbers.decimals import format_decimal
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import format_date

from . import charts, figure_data, prose
from .caveats import published_inputs
from .citations import paragraphs_by_source
from .tables import TableNumber, markdown_table

TEN_THOUSAND = 10_000
_ORDINALS = "零一二三四五六七八九十"
# For figures that no Chinese report prints.
_MEASURES = {
    "opinions": "份",
    "patents": "件",
    "enterprises": "家",
    "service points": "个",
    "departments": "个",
    "exhibitions": "个",
    "complaints": "件",
}
_STOCK_OR_FLOW = {"flow": "流量", "stock": "存量", "undated stock": "存量，新闻稿未注明日期", "neither": "—"}
_DERIVED = {
    "Invention patents granted, share": ("发明专利占比", "发明专利授权量 ÷ 专利授权量", ""),
    "Utility models and designs granted": ("实用新型和外观设计授权量", "专利授权量 − 发明专利授权量", "件"),
    "Utility models and designs granted, share": ("实用新型和外观设计占比", "100% − 发明专利占比", ""),
    "Patent infringement cases in e-commerce, share": ("电商案件占比", "电商专利侵权案件 ÷ 专利侵权纠纷案件", ""),
    "Residents for each invention patent in force": (
        "每件有效发明专利对应的居民数",
        "10,000 ÷ 每万人发明专利拥有量",
        "人",
    ),
    "Fines and forfeits for each concluded case": ("案均罚没款", "罚没款 ÷ 市场监管系统侵权假冒案件结案", "元"),
    "Clearance rate": ("结收案比", "审结案件 ÷ 受理案件", ""),
    "Change in pending cases": ("未结案件增减", "受理案件 − 审结案件", "件"),
}


@cache
def _reported_measures() -> Mapping[str, str]:
    """The measure word of each figure that a Chinese report of the press conference prints: 件, 家(次), 元."""
    return {
        name: re.sub("^[万亿]", "", row.unit_printed)
        for report in CHINESE_REPORTS
        for name, row in load_release(report).items()
    }


def measure_word(row: Observation) -> str:
    """Return the measure word of a published number; empty for per cent and ranks."""
    if row.kind == "rank" or row.unit == "per cent":
        return ""
    reported = _reported_measures()
    return reported[row.indicator.indicator_id] if row.indicator.indicator_id in reported else _MEASURES[row.unit]


def number_in_chinese(row: Observation) -> str:
    """Return a published number without its measure word: 16.3万, 66,710, 63.32%, 第一; 20余万 for a lower bound.

    Raises ValueError for a number that is hedged in any other way.
    """
    if row.kind == "rank":
        return f"第{_ORDINALS[int(row.value)]}"
    if row.qualifier not in ("exact", "rounded", "more-than"):
        raise ValueError(f"{row.observation_id}: there are no Chinese words here for '{row.qualifier}'")
    in_ten_thousands = row.kind != "ratio" and row.rounded_to >= TEN_THOUSAND / 10
    value = row.value / TEN_THOUSAND if in_ten_thousands else row.value
    digits = row.value_text if row.kind == "ratio" else format_decimal(value)
    more = "余" if row.qualifier == "more-than" else ""
    return f"{digits}{more}{'万' if in_ten_thousands else ''}{'%' if row.unit == 'per cent' else ''}"


def format_counted(row: Observation) -> str:
    """Return a published number with its measure word: 16.3万件."""
    return f"{number_in_chinese(row)}{measure_word(row)}"


def link_number(row: Observation) -> str:
    """Return a published number with its measure word as a link that opens the source at its place."""
    return row.source.link(format_counted(row), row.phrase, f"{describe_place(row)}。{describe_exactness(row)}。")


def describe_place(row: Observation) -> str:
    """Return where a number stands: 第5段第1句."""
    return f"第{row.paragraph}段第{row.sentence}句"


def describe_exactness(row: Observation) -> str:
    """Return what rounding leaves open: 精确, 名次, 162,500至163,499."""
    if row.kind == "rank":
        return "名次"
    return "精确" if row.quantity.is_exact else translate_interval(row.range)


def translate_interval(text: str) -> str:
    """Return an interval, printed in English, in Chinese: "38.2 to 39.1%" is 38.2%至39.1%, whole thousands are in 万.

    Raises ValueError for other English words.
    """
    if found := re.fullmatch(r"(\S+?) to (\S+?)(%?)", text):
        lower, upper = (f"{end}{found[3]}" for end in found.groups()[:2])
        if lower.endswith(",000") and upper.endswith(",000"):
            lower, upper = _in_ten_thousands(lower), _in_ten_thousands(upper)
        return f"{lower}至{upper}"
    in_chinese = text.replace("more than ", "大于").replace("at least ", "至少")
    if re.search("[a-z]", in_chinese):
        raise ValueError(f"there are no Chinese words for the interval '{text}'")
    return in_chinese


def _in_ten_thousands(text: str) -> str:
    return f"{format_decimal(Fraction(text.replace(',', '')) / TEN_THOUSAND)}万"


def format_short(row: Derived) -> str:
    """Return a derived number as the shortest one inside its interval: 38.7%, 10万."""
    text = format(row, "short").removesuffix(" yuan")
    return _in_ten_thousands(text) if text.endswith(",000") else text


def format_interval(row: Derived | Quantity, spec: str = "") -> str:
    """Return a derived number as the interval that rounding leaves open, or as its exact value."""
    return translate_interval(format(row, spec).removesuffix(" yuan"))


def describe_certainty(row: Derived) -> str:
    """Return what the rounding of its inputs leaves open, or that these are exact; their quotient need not be."""
    return "由精确数算出" if row.quantity.is_exact else format_interval(row)


def name_formula_unit(row: Derived) -> tuple[str, str, str]:
    """Return name, formula and unit of a derived number. Raises KeyError for one that has no Chinese words yet."""
    return _DERIVED[row.name]


def stock_or_flow(row: Observation) -> str:
    """Return 流量 or 存量, with a remark where no date is stated; a dash where a number is neither."""
    return _STOCK_OR_FLOW[row.indicator.stock_or_flow]


def publisher_name(source: Source) -> str:
    """Return the publisher in Chinese, where the data know its Chinese name."""
    if found := re.search(r"\(([\u4e00-\u9fff]+)\)", source.publisher):
        return found[1]
    for row in load_tables()["agencies"]:
        if source.publisher.startswith(row["name_en"]):
            return f"{row['name_zh']}{'英文网站' if 'English site' in source.publisher else ''}"
    return source.publisher


def cite_source(source: Source) -> str:
    """Name one source: title as a link where the grade is A, publisher, date, grade."""
    named = f"{source.link(source.title)}，" if source.title else ""
    return f"{named}{publisher_name(source)}，{format_date(source.published, 'zh')}（{source.grade}级）"


def say(text: str) -> None:
    """Show Markdown `text` as the output of a cell, its lines joined: between Chinese characters a space is seen."""
    prose.say(re.sub(r"(?<=\S)\n[ \t]*(?![-\s|])(?=\S)", "", inspect.cleandoc(text)))


def chart_mark(row: TableNumber, label: str = "", group: str = "", text: str = "") -> charts.Mark:
    """Return what a chart in Chinese draws for one number: its Chinese label, and its value with the measure word."""
    if isinstance(row, Derived):
        name, formula, unit = name_formula_unit(row)
        text, period = text or f"{format_interval(row)}{unit}", row.inputs[0].period
        said = f"{describe_certainty(row)}。计算：{formula}。"
        return charts.Mark(label or name, row.quantity, text, group=group, period=period, about=said)
    source = f"{publisher_name(row.source)}（{row.source.grade}级）"
    said = f"{describe_exactness(row)}。{source}，{describe_place(row)}。"
    label, text = label or row.indicator.name_zh, text or format_counted(row)
    return charts.Mark(label, row.quantity, text, group=group, period=row.period, about=said)


def caption(rows: Sequence[TableNumber], *, name: str, headline: str, subtitle: str, alt: str) -> charts.Caption:
    """Complete the words of a figure (name, headline, subtitle, alt) with its source line, its table and its notes."""
    return charts.Caption(
        name=name,
        headline=headline,
        subtitle=subtitle,
        alt=alt,
        source=source_line(published_inputs(rows)),
        table=numbers_table(rows),
        data=figure_data.numbers_csv(rows),
        notes=list_caveats(rows),
        language="zh",
    )


def source_line(rows: Sequence[Observation]) -> str:
    """Name the sources of published numbers, with their paragraphs and grades, in Markdown."""
    lines = []
    for source, paragraphs in paragraphs_by_source(rows).items():
        places = "、".join(map(str, paragraphs))
        lines.append(cite_source(source) + (f"，第{places}段" if places else ""))
    return f"{'；'.join(lines)}。"


def numbers_table(rows: Sequence[TableNumber]) -> str:
    """The table under a figure: what, the number, its measure word, what rounding leaves open, and where it stands."""
    return markdown_table(
        [_published_cells(row) if isinstance(row, Observation) else _computed_cells(row) for row in rows],
        ["指标", "数值", "单位", "舍入区间", "出处或公式"],
        right=["数值"],
    )


def _published_cells(row: Observation) -> list[str]:
    where = row.source.link(describe_place(row), row.phrase)
    return [row.indicator.name_zh, number_in_chinese(row), measure_word(row), describe_exactness(row), where]


def _computed_cells(row: Derived) -> list[str]:
    name, formula, unit = name_formula_unit(row)
    return [name, format_short(row), unit, describe_certainty(row), formula]


def list_caveats(rows: Sequence[TableNumber]) -> str:
    """Where the English words of a number mislead, as a list; empty where they do not."""
    names = {row.indicator.indicator_id: row.indicator.name_zh for row in published_inputs(rows)}
    lines = []
    for row in load_tables()["wordings"]:
        concerned = [names[name] for name in split_list(row["indicators"]) if name in names]
        if concerned:
            said = f"新闻稿作“{row['english']}”，中文报道作“{row['chinese']}”：{row['reading_zh']}。"
            lines.append(f"- **{'、'.join(concerned)}**：{said}")
    return "\n".join(["请注意：", "", *lines]) if lines else ""
