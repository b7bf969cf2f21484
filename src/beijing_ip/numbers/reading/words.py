"""The words of numbers in English and Chinese, their scales, and what digits look like."""

from __future__ import annotations

import re
from fractions import Fraction

# No press release prints a longer one, and a row of a million digits must not be converted.
LONGEST = 60
SMALL = {
    word: number
    for number, word in enumerate(
        re.findall(
            r"\S+",
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen",
        )
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate(re.findall(r"\S+", "twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
SCALES = {
    **{"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    **{"lakh": 10**5, "crore": 10**7},
}
# Of digits only; letters that may also be a metre or a part of a name are looked at more closely.
_SHORT_SCALES = {
    **{"k": 1000, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9},
    **{"tn": 10**12, "trn": 10**12, "lakhs": 10**5, "crores": 10**7, "dozen": 12},
}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    **{f"{word}th": number for word, number in SMALL.items() if number > 12},
    **{f"{word[:-1]}ieth": number for word, number in TENS.items()},
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 10**6,
}
PARTS = {
    "quarter": 4,
    "quarters": 4,
    "halves": 2,
    **{f"{word}s": number for word, number in ORDINALS.items() if number > 2},
}
TIMES = {
    **{"double": Fraction(2), "triple": Fraction(3), "quadruple": Fraction(4)},
    **{"twice": Fraction(2), "thrice": Fraction(3), "hundredfold": Fraction(100)},
    **{f"{word}fold": Fraction(number) for word, number in (SMALL | TENS).items() if number > 1},
}
# By how much something grew or shrank.
MULTIPLIED = {
    f"{stem}{ending}": factor
    for stem, factor in (
        *(("doubl", Fraction(2)), ("tripl", Fraction(3)), ("quadrupl", Fraction(4)), ("quintupl", Fraction(5))),
        ("halv", Fraction(1, 2)),
    )
    for ending in ("ed", "ing")
}
NOTHING = {"no": 0, "nil": 0, "none": 0}

ZH_DIGITS = {
    **{digit: number for number, digit in enumerate("零一二三四五六七八九")},
    **{digit: number for number, digit in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{"两": 2, "兩": 2, "○": 0},
}
ZH_SMALL_SCALES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
ZH_SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
ZH_TENS = {"廿": 20, "卅": 30}
ZH_NUMBER = "".join((*ZH_DIGITS, *ZH_TENS, *ZH_SMALL_SCALES, *ZH_SCALES))

_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    0xFF0E: ".",
    **{ord(separator): "" for separator in ",\uff0c\u2009\u202f\u00a0"},
}

# A measure word after a Chinese digit says that it counts. 一 needs more: 一个, 一种 are mostly an article.
MEASURE_WORDS = (
    "个個项起件家宗次名位条款部本册张份批套台座处所只支篇幅届期级层年月日天周号区县省市国方大步轮场站倍"
    "类种元吨公米里户院校党网组队团间颗粒棵头辆艘架枚块段笔万亿期连成代地点岁小分秒站维者"
)

_GROUPED = (
    r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![0-9])"
    r"|[0-9]{1,3}(?:[\u2009\u202f\u00a0][0-9]{3})+(?![0-9])"
    # "7,8%" has a decimal comma: nothing else can be meant.
    r"|[0-9]{1,3},[0-9]{1,2}(?=\s?(?:%|(?i:per\s?cent|million|billion|trillion|mln|bn)))"
)
_WIDE = r"[\uff10-\uff19]{1,3}(?:\uff0c[\uff10-\uff19]{3})+(?![\uff10-\uff19])"
PLAIN = rf"(?:{_GROUPED}|{_WIDE}|[0-9\uff10-\uff19]+)(?:[.\uff0e][0-9\uff10-\uff19]+)?"
ZH_SCALE_WORD = r"(?:[十百千]?[万萬]?[亿億]|[十百千]?[万萬]|百(?!分)|千(?![克米瓦伏卡赫帕]))"
EN_SCALE_WORD = (
    r"(?i:[\s-]?(?:hundred|thousand|million|billion|trillion|dozen|lakhs?|crores?)(?![A-Za-z])){1,2}"
    r"|\s?(?i:mln|bln|mn|bn|trn)(?![A-Za-z])|(?i:tn|[mbk])(?![A-Za-z0-9\u00b2\u00b3])"
)
PERCENT_WORDS = r"(?i:per\s?cent|pct|percentage[\s-]points?|ppts?|pps?|p\.p\.)(?![A-Za-z])"
PERCENT = rf"\s?[%\uff05‰]|\s?{PERCENT_WORDS}|\s?个?百分点"
MORE = re.compile(rf"({PLAIN})({ZH_SCALE_WORD})")
TENTHS = re.compile(
    "成(?P<half>[一二三四五六七八九半](?![一二三四五六七八九十个件家]))?(?![立果员本为功效长都交绩因熟套型份就品])"
)


# One character for one, so that places in a text stay: traditional ones, and the letter O between Chinese digits.
_SIMPLE = str.maketrans(
    "國連續萬億餘幾個點兩約過達將於內幣漲長據與減後歲條節號間時鐘類縮擴貳參陸佔為從預計單擊總貨處罰監鍾週項戶種件屆隨機",
    "国连续万亿余几个点两约过达将于内币涨长据与减后岁条节号间时钟类缩扩贰叁陆占为从预计单击总货处罚监钟周项户种件届随机",
)
_LETTER_O = re.compile("(?<=[零一二三四五六七八九〇])[OoＯ0]{1,3}(?=[零一二三四五六七八九〇年])")


_SPACED = re.compile(
    r"(?<![0-9.,/-])(?<![0-9]\s)[0-9]{1,3}(?: [0-9]{3})+(?![0-9]|[.,][0-9]{3}| [0-9])"
    r"(?=[.,][0-9]|\s?[A-Za-z\u4e00-\u9fff%])"
)


def simplify(text: str) -> str:
    """Return a text of the same length in simplified characters, as far as numbers need it.

    二OO八 is 二〇〇八, and a thin space stands for the plain one in "22 257 applications".
    """
    text = _LETTER_O.sub(lambda found: "〇" * len(found.group()), text.translate(_SIMPLE))
    return _SPACED.sub(lambda found: _thin(text, found), text)


def _thin(text: str, found: re.Match[str]) -> str:
    numbered = re.search(
        r"\b(?:Nos?\.|Class|Article|Section|Table|Figure|Chapter|Phase|[Tt]op|[Cc]all|[Tt]el\.?"
        r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]*)\s$",
        text[max(0, found.start() - 12) : found.start()],
    )
    return found.group() if numbered else found.group().replace(" ", "\u2009")


def read_digits(digits: str) -> tuple[Fraction, Fraction]:
    """The value of plain digits, and the unit of the last one."""
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    elif re.fullmatch("[0-9]{1,3},[0-9]{1,2}", digits):
        digits = digits.replace(",", ".")
    plain = digits if digits.isascii() and digits.isdigit() else digits.translate(_FULL_WIDTH)
    if plain.isdigit():
        return Fraction(int(plain)), Fraction(1)
    return Fraction(plain), Fraction(1, 10 ** len(plain.partition(".")[2]))


def read_tenths(value: Fraction, tenths: re.Match[str]) -> tuple[Fraction, Fraction]:
    """四成 is 40 per cent, 四成五 and 四成半 are 45; the unit of the last digit with it."""
    half = tenths["half"]
    if half is None:
        return value * 10, Fraction(10)
    return value * 10 + (5 if half == "半" else ZH_DIGITS[half]), Fraction(5 if half == "半" else 1)


def chinese_scale(word: str) -> int:
    """What a Chinese scale word multiplies by: 10,000 for 万, 100 million for 万万."""
    scale = 1
    for character in word:
        scale *= (ZH_SMALL_SCALES | ZH_SCALES).get(character, 1)
    return scale


def english_scale(words: str) -> int:
    """What English scale words multiply by: 100 million for "hundred million"."""
    scale = 1
    for word in re.findall("[a-z]+", words.lower()):
        scale *= (SCALES | _SHORT_SCALES)[word]
    return scale


def percent_unit(printed: str) -> str:
    """The unit of a percentage as a numeral has it, whatever sign or words print it."""
    sign = printed.strip().lower().replace("\uff05", "%")
    if sign in ("%", "‰"):
        return sign
    return "percentage points" if "point" in sign or "点" in sign or sign.startswith(("pp", "p.p")) else "%"
