"""What the words of a text and those of a table have in common: stems of English words, pairs of Chinese characters.

Words that releases use for one thing are made one. The lists hold words of reports on intellectual property.
"""

from __future__ import annotations

import re
from functools import lru_cache

_EMPTY = """
a an the of in on at by to for from with than and or as is are was were be been being had has have which who that this
these those it its they their there over up down out into through more nearly about almost some all both also among
total totally including included per cent percent million billion thousand number numbers came come reached reach
amounted amounting amount stood year last such not here where when made issued new one ones other others place
beijing city municipal municipality china chinese
"""
_STOP = frozenset(_EMPTY.split())
# What is written in another way in another release, each line by its first word.
_ALIKE = (
    "conclude settle complete finish close adjudge",
    "accept receive docket",
    "grant authorise authorize award",
    "court judicial juridical judge",
    "enterprise company firm",
    "complaint tip-off tip-offs report compliant",
    "trade-secret secret",
    "website web-site site",
    "link webpage url",
    "commodity goods good item piece article product",
    "book copy publication",
    "specialty product",
    "variety species",
    "inspect visit inspection",
    "fine forfeit penalty confiscation",
    "organisation organization committee institution",
    "exhibition fair expo",
    "e-commerce online-shopping ecommerce",
    "resident people inhabitant population citizen person",
    "force valid effective",
    "trademark mark brand",
    "software program programme",
    "application filing file apply",
    "culture cultural",
    "delete remove",
    "destroy dispose",
    "handle deal treat",
    "seize hold detain confiscate intercept",
    "catch arrest detain",
    "solve crack uncover",
    "department agency",
    "international pct",
    "monitor monitoring find",
    "centre center",
    "mediate mediation",
    "invention inventive",
    "premise shop venue establishment",
)
_SUFFIXES = ("isations", "isation", "ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ies", "ed", "es")
# Chinese words, each line those that are one; the first stands for the rest.
_ZH_WORDS = """
知识产权 知产
知识产权法院
互联网法院
最高人民法院
市场监管 市场监督管理 工商
著作权 版权 作品
软件 计算机软件
商标
专利
发明
实用新型
外观设计 外观
植物新品种 植物品种
地理标志 地标
商业秘密
授权 授予
申请 申报
注册
登记
有效 拥有
高价值
每万人 每万人口
每百万人
侵权 侵害
盗版 盗印
假冒
纠纷
案件 案
刑事
民事
行政
一审
二审
执法
法院
受理 新收 收案
审结 办结 结案 结
立案
处理 查处 查办 办理
查获 扣留 查扣 扣押
涉嫌 嫌疑
商品 货物 物品
海关
公安 警方
侦破 破获
抓获
刑事拘留 刑拘
犯罪嫌疑人
涉案金额 案值
罚没款 罚没 罚款
网站
链接
关闭 取缔
删除
下线
监测 巡查监测
巡查
检查
实体
经营单位 门店
销毁
图书 书籍
收缴
制品
鉴定
意见
举报投诉 投诉举报 举报 投诉
调解
成功率
人民调解
组织 委员会
保险 投保
企业 公司
公共服务
中心
工作站
展会 展览
电商 电子商务
行政裁决 裁决
部门
国际
马德里
常住人口
更正 修正
各级
各类
满意度
仲裁
质押
专用标志
核准
产品
"""
_ZH_EMPTY = re.compile(
    "其中|分别|共计|累计|合计|全年|全市|北京市|北京|全国|系统|达到|以上|超过|总数|[为共达约近超的了年月日底据量类等件家起个]|截至"
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_ZH = re.compile(r"[\u4e00-\u9fff]+")
_BASE = re.compile(r"(?:per|each|every)\s([0-9,]+|million)|每(百?万)")


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word.removesuffix(suffix).rstrip("ei")[:9]
    return (word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word).rstrip("ei")[:9]


_SAME = {_stem(word): _stem(line.split()[0]) for line in _ALIKE for word in line.split()}


@lru_cache(maxsize=4096)
def english_tokens(text: str) -> tuple[tuple[str, int], ...]:
    """Return the stems of an English text and where each begins; words that say nothing are left out."""
    lowered = text.lower().replace("’", "'")
    for words, same in (
        ("intellectual property court", "ipcourt"),
        ("intellectual property", "ip"),
        ("took in", "accept"),
        ("taken in", "accept"),
    ):
        lowered = lowered.replace(words, same.ljust(len(words)))
    found = [(_token(match[0]), match.start()) for match in _WORD.finditer(lowered) if match[0] not in _STOP]
    found += [
        (f"per {re.sub('[^0-9a-z]', '', match[1])}", match.start()) for match in _BASE.finditer(lowered) if match[1]
    ]
    for match in re.finditer(r"in force", lowered):
        found.append(("in force", match.start()))
    return tuple(sorted(found, key=lambda token: token[1]))


def _token(word: str) -> str:
    stem = _stem(word)
    return _SAME.get(stem, stem)


_ZH_SAME = {word: line.split()[0] for line in _ZH_WORDS.split("\n") if line for word in line.split()}
_ZH_KNOWN = re.compile("|".join(sorted(_ZH_SAME, key=len, reverse=True)))


@lru_cache(maxsize=4096)
def chinese_tokens(text: str) -> tuple[tuple[str, int], ...]:
    """Return the words of a Chinese text that are known, pairs of characters of the rest, and where each begins."""
    found = [(_ZH_SAME[match[0]], match.start()) for match in _ZH_KNOWN.finditer(text)]
    rest = _ZH_KNOWN.sub(lambda match: " " * len(match[0]), text)
    rest = _ZH_EMPTY.sub(lambda match: " " * len(match[0]), rest)
    for run in _ZH.finditer(rest):
        found += [(run[0][at : at + 2], run.start() + at) for at in range(len(run[0]) - 1)]
    return tuple(sorted(found, key=lambda token: token[1]))


def chinese_words(text: str) -> list[tuple[int, int]]:
    """Return where the known Chinese words of a text begin and end."""
    return [match.span() for match in _ZH_KNOWN.finditer(text)]


def tokens_of(text: str, language: str) -> tuple[tuple[str, int], ...]:
    """Return what a text says, as pieces to compare, each with its place."""
    return chinese_tokens(text) if language == "zh" else english_tokens(text)
