"""The same numbers in Chinese, as Chinese reports print them, with their sources and formulas in Chinese.

16.3万件, 20余万册, 同比下降16.8%, 17.6%至19.6%: a number of a Chinese page stands as printed there; of an English page
one rounded to thousands or more stands in 万, which loses and adds no digit. Measure words are those of the Chinese
reports, read from the data, where these print the figure. No thousands are parted by commas, as in Chinese papers.
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from beijing_ip.analysis.breaks import Break
from beijing_ip.analysis.datum import Datum, MissingFigureError, NoNumber
from beijing_ip.data.editions import find_edition
from beijing_ip.data.links import verbatim
from beijing_ip.data.loading import find_rows
from beijing_ip.data.observations import Observation, Source, find_observations
from beijing_ip.numbers.decimals import format_decimal
from beijing_ip.numbers.writing import format_date, lower_first

from .citations import paragraphs_by_source

TEN_THOUSAND = 10_000
_ORDINALS = "零一二三四五六七八九十"
_SCALE = re.compile("([万萬亿億])?([余多])?")
_SIMPLE = str.maketrans("萬億", "万亿")
_BEFORE = {"about": "约", "estimate": "约", "nearly": "近", "more-than": "逾", "at-least": "至少", "at-most": "至多"}
_HEDGES = {
    "about ": "约",
    "nearly ": "近",
    "more than ": "超过",
    "less than ": "不足",
    "at least ": "至少",
    "at most ": "至多",
    "not bounded": "上下限不详",
}
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
_KINDS_OF_PLACE = {"municipality": "市", "province": "省", "city": "市"}
# The beginnings of publishers that data/agencies.csv does not name, the longest first.
_PUBLISHERS = {
    "Magazine digest of the press conferences": "某杂志",
    "Chinese National Federation of Industries (Taiwan)": "Chinese National Federation of Industries（台湾）",
    "Notice of the National Copyright Administration": "国家版权局",
    "National Copyright Administration": "国家版权局",
    "China Intellectual Property News": "《中国知识产权报》",
    "People's Daily Online": "人民网",
    "Xinhua": "新华社",
}
# What a citation says of a page that is not the publisher's own, by the beginning of the publisher, the longest first.
_CARRIERS = {
    "Beijing Municipal Intellectual Property Office, carrying Xinhua of 21 April 2020": "北京市知识产权局网站转载新华社"
    "2020年4月21日报道",
    "China Intellectual Property News on the notice of the National Copyright Administration": "《中国知识产权报》关于"
    "国家版权局通报的报道",
    "China National Intellectual Property Administration, mirror of a press report": "新闻报道所载国家知识产权局数据",
    "China National Intellectual Property Administration (English site)": "国家知识产权局英文网站",
    "Chinese National Federation of Industries (Taiwan), after Jimu News": "Chinese National Federation of Industries"
    "（台湾），转载极目新闻",
    "Magazine digest of the press conferences of the Beijing High People's Court": "某杂志摘编的北京市高级人民法院和"
    "北京市知识产权局发布会内容",
    "Notice of the National Copyright Administration on 2019": "国家版权局关于2019年的通报",
    "Notice of the National Copyright Administration on 2021": "国家版权局关于2021年的通报",
    "Xinhua after the General Administration of Customs": "新华社据海关总署",
}
_FROM_TITLE = "（标题计为第1段）"
_COPY = re.compile(r"\b(copy|mirror|repost)\b")
_BREAKS = {
    "definition": "前后所指不同。",
    "scope": "前后统计范围不同。",
    "base": "前后所用基数不同。",
    "period": "前后时间跨度不同。",
    "doubt": "前后数值存疑。",
}
_REASONS = dict.fromkeys(
    ("courts-accepted-2021-2022", "courts-concluded-2021-2022"),
    "按公布的同比增减推算，2020年与2021年的数据前后衔接；2022年仅因表述相同而列入。",
)


def translate(text: str) -> str:
    """Return a number that was written in English in Chinese: "about 39%" is 约39%, "17.6 to 19.6%" 17.6%至19.6%.

    Raises ValueError for other English words.
    """
    for english, chinese in _HEDGES.items():
        text = text.replace(english, chinese)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    if found := re.fullmatch(r"(\S+?) to (\S+?)(%?)", text):
        text = f"{found[1]}{found[3]}至{found[2]}{found[3]}"
    if re.search("[A-Za-z]", text):
        raise ValueError(f"there are no Chinese words for the number '{text}': add them to beijing_ip.show.chinese")
    return text


def write(cell: Datum | Observation | float, spec: str = "") -> str:
    """Return a number without its measure word: a published one as Chinese print writes it, a computed one in a format.

    16.3万, 66710, 20余万, 63.32%, 第一; with ".1%" 15.2%, 约23.5%, 17.6%至19.6%.
    """
    if isinstance(cell, NoNumber):
        raise MissingFigureError(cell.reason)
    if isinstance(cell, Datum):
        if not cell.is_published or spec or cell.points[0].correction:
            return translate(format(cell, spec))
        cell = cell.observation
    return _published(cell) if isinstance(cell, Observation) else f"{cell:{spec or '.6g'}}".replace("-", "−")


def _published(row: Observation) -> str:
    if row.kind == "rank":
        return f"第{_ORDINALS[int(row.value)] if row.value < len(_ORDINALS) else int(row.value)}"
    sign, percent = "−" * (row.value < 0), "%" * (row.unit == "per cent")
    digits = row.value_text.lstrip("-−").replace(",", "")
    if row.source.language == "zh" and re.fullmatch(r"[\d.]+", digits):
        # The words after the digits stand in the phrase as the page has them: 20余万册, 63.4万余件.
        after = re.search(rf"(?<![\d.]){re.escape(row.value_text)}([余多]?[万萬亿億]?[余多]?)", row.phrase)
        scale = (after[1] if after else _scale_of(row)[0]).translate(_SIMPLE)
        before = "" if re.search("[余多]", scale) else _BEFORE.get(row.qualifier, "")
        return f"{before}{sign}{digits}{scale}{percent}"
    in_ten_thousands = row.kind != "ratio" and row.rounded_to >= TEN_THOUSAND / 10
    value = abs(row.value) / TEN_THOUSAND if in_ten_thousands else abs(row.value)
    if row.kind != "ratio":
        digits = format_decimal(value).replace(",", "")
    more = "余" if row.qualifier == "more-than" else ""
    before = "" if more else _BEFORE.get(row.qualifier, "")
    return f"{before}{sign}{digits}{more}{'万' if in_ten_thousands else ''}{percent}"


def _scale_of(row: Observation) -> re.Match[str]:
    found = _SCALE.match(row.unit_printed)
    assert found is not None  # Both parts may be missing.
    return found


def measure_word(row: Observation) -> str:
    """Return the measure word of a published number; empty for per cent and ranks."""
    if row.kind == "rank" or row.unit == "per cent":
        return ""
    if row.source.language == "zh":
        return row.unit_printed[_scale_of(row).end() :]
    # As the Chinese reports of the press conference have it, the later one before the earlier: 件, 家(次), 元.
    for report in reversed(find_edition().reports):
        for reported in find_observations(indicator=row.indicator.indicator_id, source=report):
            return reported.unit_printed[_scale_of(reported).end() :]
    for other in find_observations(indicator=row.indicator.indicator_id):
        if other.source.language == "zh":
            return other.unit_printed[_scale_of(other).end() :]
    return _MEASURES.get(row.unit, "")


def count(cell: Datum | Observation) -> str:
    """Return a published number with its measure word: 16.3万件."""
    return f"{write(cell)}{measure_word(_row_of(cell))}"


def link(cell: Datum | Observation | NoNumber, spec: str = "") -> str:
    """Return a number as a link, as `Datum.link` does: a published one with its measure word, a computed one by `spec`.

    16.3万件 opens the source at its place; 约23.5% tells its interval and its formula. Raises ValueError where there is
    no number.
    """
    if isinstance(cell, NoNumber):
        return cell.link("")
    if isinstance(cell, Datum) and not cell.is_published:
        return cell.link(write(cell, spec), about=told(cell, spec))
    row = _row_of(cell)
    return row.link(count(cell), about(row))


def told(cell: Datum, spec: str = "") -> str:
    """Return what the link of a number tells: of a published one place and rounding, of a computed one its formula."""
    if cell.read_figure:
        return about(cell.read_figure)
    return f"{_between(cell, spec)}。计算：{formula(cell)}。"


def about(row: Observation) -> str:
    """Return place and rounding in sentences; of a page without an address also its publisher: 第5段第1句。精确数。"""
    where = f"{place(row)}{_FROM_TITLE}" if row.paragraph else ""
    read_in = "" if row.source.address else short_name(row.source)
    return "".join(f"{each}。" for each in (where, exactness(row), read_in) if each)


def _between(cell: Datum, spec: str) -> str:
    return "输入均为精确数" if cell.is_exact else translate(cell.interval(spec))


def _row_of(cell: Datum | Observation) -> Observation:
    return cell.observation if isinstance(cell, Datum) else cell


def accounts(share: Datum) -> str:
    """Return a share (0.1 is ten per cent) as a verb and a number with its link: 占15.2%, 约占38.7%."""
    linked = link(share, ".1%")
    return f"约占{linked.replace('约', '', 1)}" if linked.startswith("[约") else f"占{linked}"


def change(rate: Datum | NoNumber, decimals: int = 1) -> str:
    """Return a growth rate (0.1 is ten per cent more) as a verb and a number with its link: 增长23.6%, 下降16.8%.

    持平 where it is exactly zero. Raises MissingFigureError where there is none, or rounding leaves its sign open.
    """
    if isinstance(rate, NoNumber):
        raise MissingFigureError(rate.reason)
    if rate.is_exact and rate.value == 0:
        return "持平"
    if rate.contains(0) or (rate.lower is None and rate.upper is None):
        raise MissingFigureError(f"The printed numbers leave open whether it rose or fell: {rate.formula}.")
    verb, size = ("增长", rate) if rate.value > 0 else ("下降", -rate)
    return f"{verb}{link(size, f'.{decimals}%')}"


def name_of_place(name: str) -> str:
    """Return a place in Chinese, 北京; the country that the book's place lies in is 全国.

    A place of which data/places.csv has no Chinese name keeps its English one.
    """
    about = find_edition()
    if name == about.nation != about.place:
        return "全国"
    return next((row["name_zh"] for row in find_rows("places", place=name) if row["name_zh"]), name)


def full_name_of_place(name: str) -> str:
    """Return a place in Chinese with what it is: 北京市."""
    kind = next(row["level"] for row in find_rows("places", place=name))
    return f"{name_of_place(name)}{_KINDS_OF_PLACE.get(kind, '')}"


def title() -> str:
    """Return the title of the book: 北京市2020年知识产权保护."""
    about = find_edition()
    return f"{full_name_of_place(about.place)}{about.year}年知识产权保护"


def place(row: Observation) -> str:
    """Return where a number stands: 第5段第1句; empty where no text of the source was kept."""
    return f"第{row.paragraph}段第{row.sentence}句" if row.paragraph else ""


def exactness(row: Observation) -> str:
    """Return what rounding leaves open: 精确数, 排名, 162500至163499."""
    if row.kind == "rank":
        return "排名"
    return "精确数" if row.quantity.is_exact else translate(row.range)


def formula(cell: Datum) -> str:
    """Return in Chinese how a number was computed."""
    names = {}
    for point in cell.points:
        row = point.observation
        period = format_date(row.period, "zh") if re.fullmatch("[0-9-]+", row.period) else row.period
        english = f"{lower_first(row.indicator.name_en)} ({row.place}, {row.period})"
        names[english] = f"{row.indicator.name_zh}（{name_of_place(row.place)}，{period}）"
    said = cell.formula
    for english in sorted(names, key=len, reverse=True):
        said = said.replace(english, names[english])
    return said


def reason(breaks: Iterable[Break]) -> str:
    """Return why rows of data/breaks.csv part two figures; of one without Chinese words of its own only the kind."""
    return "".join(dict.fromkeys(_REASONS.get(each.break_id) or _BREAKS[each.kind] for each in breaks))


def publisher(source: Source) -> str:
    """Return the publisher in Chinese, where its Chinese name is known."""
    if found := re.search(r"\(([\u4e00-\u9fff]+)\)", source.publisher):
        return found[1]
    for row in find_rows("agencies"):
        if source.publisher.startswith(row["name_en"]):
            return row["name_zh"]
    return next((name for start, name in _PUBLISHERS.items() if source.publisher.startswith(start)), source.short)


def short_name(source: Source) -> str:
    """Return the release or the publisher, with the grade: 新闻稿（A级）."""
    return f"{'新闻稿' if source.source_id == find_edition().source_id else publisher(source)}（{source.grade}级）"


def carrier(source: Source) -> str:
    """Return who published a page and after whom: 北京市知识产权局网站转载新华社2020年4月21日报道."""
    return next((name for start, name in _CARRIERS.items() if source.publisher.startswith(start)), publisher(source))


def cite_source(source: Source) -> str:
    """Name one source: title or publisher as a link where the grade is A, publisher, date, whether a copy, grade."""
    title, carried = verbatim(source.title), verbatim(carrier(source))
    parts = [source.link(title or carried), title and carried, source.published and format_date(source.published, "zh")]
    copied = "转载件，" if _COPY.search(source.publisher) else ""
    return f"{'，'.join(filter(None, parts))}（{copied}{source.grade}级）"


def source_line(rows: Sequence[Observation]) -> str:
    """Name the sources of published numbers, with their paragraphs and grades, in Markdown."""
    lines = []
    for source, paragraphs in paragraphs_by_source(rows).items():
        places = "、".join(map(str, paragraphs))
        lines.append(cite_source(source) + (f"，第{places}段{_FROM_TITLE}" if places else ""))
    return f"{'；'.join(lines)}。"


def summarise_sources(sources: Collection[Source]) -> str:
    """Name the publishers with the best pages and the most, and say how many pages there are, of what grades."""
    ordered = sorted(sources, key=lambda source: source.grade)
    pages = Counter(verbatim(publisher(source)) for source in ordered)
    publishers = list(pages) if len(pages) <= 3 else [name for name, _ in pages.most_common()]
    rest = f"等{len(publishers)}个来源" if len(publishers) > 3 else ""
    grades = "、".join(sorted({source.grade for source in sources}))
    return f"{'、'.join(publishers[:2] if rest else publishers)}{rest}（共{len(sources)}个网页，来源等级{grades}）"


def join_words(words: Sequence[str]) -> str:
    """Join words as a sentence does: 甲、乙和丙."""
    return "和".join(["、".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def say(text: str) -> None:
    """Show Markdown `text` as the output of a cell, its lines joined: between Chinese characters a space is seen."""
    from . import prose

    prose.say(re.sub(r"(?<=\S)\n[ \t]*(?![-\s|])(?=\S)", "", inspect.cleandoc(text)))
