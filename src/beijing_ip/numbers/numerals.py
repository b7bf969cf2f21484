"""Reading a number as print writes it, in English and Chinese.

:func:`find` lists the numerals of a text in reading order; :func:`read` reads the two fields of a row, the
number as printed and the unit beside it. Values are exact fractions.

What counts as a numeral:

- every number in digits, also in dates and names (5G, G20, COVID-19); they differ in ``kind``;
- number words with a value: eight, twenty-first, two thirds, double, half, a dozen, 八个, 第一, 三分之二,
  四成, 零;
- "no" before a noun ("no complaint") is 0; "no longer", "no doubt" and the like are not numerals;
- "one" that counts ("one-stop", "one case") is 1; the pronoun ("the new one", "316 ones") is not a numeral;
- "second" is an ordinal, except as a unit of time after a number, "per" or "each";
- a single Chinese digit counts before a measure word, a full stop of a list or after 第; in other words
  (统一, 一些, 进一步, 十分) it is not a numeral.

Not numerals, since they have no value: dozens of, several hundred, 几十, 数百, 若干, a number of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

Hedge: TypeAlias = Literal["exact", "more-than", "nearly", "about"]
Kind: TypeAlias = Literal["cardinal", "ordinal", "percent", "fraction", "range", "year", "date", "name"]
Language: TypeAlias = Literal["en", "zh"]


class NumeralError(ValueError):
    """The text is not a numeral that can be read."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """One numeral of a text.

    ``value`` keeps the printed kind of unit: per cent stays per cent (63.32% is 63.32), scale words are
    multiplied out (16.3万 is 163000). For a range it is the first number and ``upper`` the last.
    ``digits_unit`` is the unit of the last printed digit times the scale: 1000 for 16.3万, 1 for 163,000.
    ``qualifier`` is what the words around it say, ``hedge`` those words; "exact" means that there are none,
    not that the number was not rounded. ``includes`` is true when the bound itself is meant too: "at least",
    以上.
    ``unit`` is "%", "‰", "percentage points", 成, or the scale word. ``text`` is ``source[start:end]``.
    """

    text: str
    value: Fraction
    digits_unit: Fraction
    qualifier: Hedge
    unit: str
    kind: Kind
    start: int
    end: int
    language: Language
    upper: Fraction | None = None
    hedge: str = ""
    includes: bool = False

    @property
    def coarsest(self) -> Fraction:
        """The unit of the last digit that is not zero: 1000 for 163,000. Print cannot tell which of the
        units from ``digits_unit`` to this one the number was rounded to."""
        unit, numbers = self.digits_unit, [n for n in (self.value, self.upper) if n]
        if not numbers or any(number % unit for number in numbers) or (unit.numerator != 1 and unit % 10):
            return unit
        while not any(number % (unit * 10) for number in numbers):
            unit *= 10
        return unit


# Words

_SMALL = {
    word: number
    for number, word in enumerate(
        re.findall(
            r"\S+",
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen",
        )
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(re.findall(r"\S+", "twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
_ORDINALS = {
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
    **{f"{word}th": number for word, number in _SMALL.items() if number > 12},
    **{f"{word[:-1]}ieth": number for word, number in _TENS.items()},
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 10**6,
}
_PARTS = {
    "quarter": 4,
    "quarters": 4,
    "halves": 2,
    **{f"{word}s": number for word, number in _ORDINALS.items() if number > 2},
}
_TIMES = {"double": 2, "doubled": 2, "doubling": 2, "twice": 2, "twofold": 2} | {
    "triple": 3,
    "tripled": 3,
    "tripling": 3,
    "thrice": 3,
    "threefold": 3,
}
_NOTHING = {"no": 0, "nil": 0, "none": 0}

_ZH_DIGITS = {
    **{digit: number for number, digit in enumerate("零一二三四五六七八九")},
    **{digit: number for number, digit in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{"两": 2, "兩": 2, "○": 0},
}
_ZH_SMALL_SCALES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_ZH_SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_ZH_NUMBER = "".join((*_ZH_DIGITS, *_ZH_SMALL_SCALES, *_ZH_SCALES))

_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    0xFF0E: ".",
    **{ord(separator): "" for separator in ",\uff0c\u2009\u202f\u00a0"},
}

# A measure word after a Chinese digit says that it counts. 一 needs more: 一个, 一种 are mostly an article.
_MEASURES = (
    "个個项起件家宗次名位条款部本册张份批套台座处所只支篇幅届期级层年月日天周号区县省市国方大步轮场站倍"
    "类种元吨公米里户院校党网组队团间颗粒棵头辆艘架枚块段笔万亿期连成代地点岁小分秒站维者"
)

# Digits

_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?:[\u2009\u202f\u00a0][0-9]{3})+(?![0-9])"
_WIDE = r"[\uff10-\uff19]{1,3}(?:\uff0c[\uff10-\uff19]{3})+(?![\uff10-\uff19])"
_PLAIN = rf"(?:{_GROUPED}|{_WIDE}|[0-9\uff10-\uff19]+)(?:[.\uff0e][0-9\uff10-\uff19]+)?"
_ZH_SCALE_WORD = r"(?:[十百千]?[万萬]?[亿億]|[十百千]?[万萬]|百(?!分)|千(?![克米瓦伏卡赫帕]))"
_EN_SCALE_WORD = r"(?i:[\s-]?(?:hundred|thousand|million|billion|trillion|dozen)(?![A-Za-z])){1,2}|\s?bn(?![A-Za-z])"
_PERCENT = r"\s?[%\uff05‰]|\s?(?i:per\s?cent|percentage\spoints?)(?![A-Za-z])|个?百分点"
_DIGIT = re.compile(
    rf"(?P<number>{_PLAIN})"
    rf"(?:(?P<middle>\s?[余多几来])?\s?(?P<scale>{_ZH_SCALE_WORD})"
    rf"(?P<more>(?:{_PLAIN}{_ZH_SCALE_WORD})*)"
    r"|(?P<ordinal>(?i:st|nd|rd|th)(?![A-Za-z]))"
    rf"|(?P<en_scale>{_EN_SCALE_WORD}))?"
    rf"(?P<percent>{_PERCENT})?"
)
_MORE = re.compile(rf"({_PLAIN})({_ZH_SCALE_WORD})")
_DATE = re.compile(r"(?<![0-9])([12][0-9]{3})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12][0-9]|3[01])(?![0-9])")
_TENTHS = re.compile(
    "成(?P<half>[一二三四五六七八九半](?![一二三四五六七八九十个件家]))?(?![立果员本为功效长都交绩因熟套型份就品])"
)
# No press release prints a longer one, and a row of a million digits must not be converted.
_LONGEST = 60

_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8)}
_VULGAR_FRACTION = re.compile(f"[{''.join(_VULGAR)}]")


def _decimal(digits: str) -> tuple[Fraction, Fraction]:
    """The value of plain digits, and the unit of the last one."""
    plain = digits if digits.isascii() and digits.isdigit() else digits.translate(_FULL_WIDTH)
    if plain.isdigit():
        return Fraction(int(plain)), Fraction(1)
    return Fraction(plain), Fraction(1, 10 ** len(plain.partition(".")[2]))


def _tenths(value: Fraction, tenths: re.Match[str]) -> tuple[Fraction, Fraction]:
    """四成 is two fifths, 四成五 is 45 per cent; the unit of the last digit with it."""
    half = tenths["half"]
    if half is None:
        return value / 10, Fraction(1, 10)
    return value / 10 + Fraction(5 if half == "半" else _ZH_DIGITS[half], 100), Fraction(1, 100)


def _zh_scale(word: str) -> int:
    scale = 1
    for character in word:
        scale *= (_ZH_SMALL_SCALES | _ZH_SCALES).get(character, 1)
    return scale


def _en_scale(words: str) -> int:
    scale = 1
    for word in re.findall("[a-z]+", words.lower()):
        scale *= 12 if word == "dozen" else _SCALES[word]
    return scale


def _percent_unit(printed: str) -> str:
    sign = printed.strip().lower().replace("\uff05", "%")
    if sign in ("%", "‰"):
        return sign
    return "percentage points" if "points" in sign or "point" in sign or "点" in sign else "%"


def _numeral(
    text: str,
    span: tuple[int, int],
    value: Fraction,
    digits_unit: Fraction,
    kind: Kind,
    unit: str = "",
    hedge: str = "",
) -> Numeral:
    start, end = span
    language = _language(text, start, end)
    return Numeral(text[start:end], value, digits_unit, "exact", unit, kind, start, end, language, hedge=hedge)


_WIDE_CHARACTER = re.compile("[\uff00-\uffef]")
_LETTER = re.compile(r"[A-Za-z\u4e00-\u9fff]")


def _language(text: str, start: int, end: int) -> Language:
    """Chinese when it holds a Chinese character or, lacking letters, stands beside one in its line."""
    if _WIDE_CHARACTER.search(text, start, end):
        return "zh"
    letter = _LETTER.search(text[start : end + 12].partition("\n")[0])
    if letter is not None:
        return "zh" if letter.group() > "z" else "en"
    before = _LETTER.findall(text[max(0, start - 12) : start].rpartition("\n")[2])
    return "zh" if before and before[-1] > "z" else "en"


_MONTH = (
    "(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?\\.?|July?\\.?|Aug(?:ust|\\.)?|"
    "Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)"
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\s$")
_MONTH_AFTER = re.compile(rf"\s(?:of\s)?{_MONTH}(?![a-z])")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?i:in|of|by|since|from|until|till|to|and|during|year|early|mid|late|end|fiscal|before|after|on|than)"
    rf"|{_MONTH}|[0-9],|[(\[(])[\s-]$"
)
_THINGS_AFTER = re.compile(
    r"\s(?!(?:this|thus|does|across|towards|versus|always)\b)[a-z]{3,}s(?<!was)(?<!has)(?<!its)\b"
)
_COUNTED_AFTER = re.compile(rf"\s?[余多{_MEASURES.replace('年', '')}]")


def _is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits from 1900 to 2099 are a year, by the words around them."""
    if re.match("\\s?年|s\\b|[-—–至到~\\uff5e]+[12][0-9]{3}年", text[end : end + 8]):
        return True
    before = text[max(0, start - 12) : start]
    if re.search(r"\b(?i:the)\s$", before):
        return True
    if _THINGS_AFTER.match(text[end : end + 30]) or _COUNTED_AFTER.match(text[end : end + 2]):
        return False
    return bool(_YEAR_BEFORE.search(before)) or not re.match(r"\s[a-z]", text[end : end + 2])


def _kind_of_digits(text: str, start: int, end: int, digits: str) -> Kind:
    """What a number in digits without a scale is: a number, a year, a date or part of a name."""
    before, after = text[max(0, start - 12) : start], text[end : end + 14]
    if not digits.isdigit():
        return "cardinal"
    if re.match(":[0-9]{2}", after) or re.search("[0-9]:$", before):
        return "date"
    number = int(digits)
    if len(digits) == 4 and 1900 <= number <= 2099 and not re.search("[A-Za-z]$", before):
        return "year" if _is_year(text, start, end) else "cardinal"
    if number <= 31 and (re.match("\\s?(?:月|日)", after) or _MONTH_BEFORE.search(before) or _MONTH_AFTER.match(after)):
        return "date"
    if number < 100 and re.match("年代", after):
        return "date"
    if len(digits) > 1 and number < 10 ** (len(digits) - 1):
        return "name"
    if re.search("[A-Za-z]-?$", before) or re.match("[A-Z](?![a-z])", after):
        return "name"
    return "cardinal"


def _digits(text: str) -> Iterator[Numeral]:
    """The numerals written in digits."""
    behind = 0
    for found in _DIGIT.finditer(text):
        start, end = found.span()
        date = _DATE.match(text, start) if start >= behind else None
        if date:
            for group, part in ((1, "year"), (3, "date"), (4, "date")):
                kind: Kind = "year" if part == "year" else "date"
                yield _numeral(text, date.span(group), *_decimal(date[group]), kind)
            behind = date.end()
        elif start >= behind and end - start <= _LONGEST:
            yield _one_in_digits(text, found)
    for found in _VULGAR_FRACTION.finditer(text):
        over, under = _VULGAR[found.group()]
        yield _numeral(text, found.span(), Fraction(over, under), Fraction(1, under), "fraction")


def _one_in_digits(text: str, found: re.Match[str]) -> Numeral:
    start, end = found.span()
    value, unit = _decimal(found["number"])
    kind: Kind = "cardinal"
    printed = ""
    if found["scale"]:
        scale = _zh_scale(found["scale"])
        value, unit, printed = value * scale, unit * scale, found["scale"]
        for digits, word in _MORE.findall(found["more"]):
            below, unit = (number * _zh_scale(word) for number in _decimal(digits))
            value += below
    elif found["en_scale"]:
        scale = _en_scale(found["en_scale"])
        value, unit = value * scale, unit * scale
        printed = " ".join(re.findall("[A-Za-z]+", found["en_scale"]))
    elif found["ordinal"]:
        dated = _MONTH_BEFORE.search(text[max(0, start - 12) : start]) or _MONTH_AFTER.match(text[end : end + 14])
        kind = "date" if dated and value <= 31 else "ordinal"
    if found["percent"]:
        kind, printed = "percent", _percent_unit(found["percent"])
    elif kind == "cardinal" and not printed:
        kind = _kind_of_digits(text, start, end, found["number"])
        tenths = _TENTHS.match(text, end) if kind == "cardinal" else None
        if tenths:
            value, unit, kind, printed, end = *_tenths(value, tenths), "fraction", "成", tenths.end()
    start, value, kind = _before_digits(text, start, value, kind)
    return _numeral(text, (start, end), value, unit, kind, printed, (found["middle"] or "").strip())


_SIGN = re.compile(r"(?:(?<![A-Za-z0-9)\]_%])[-−]|负)$")
_ORDER = re.compile(r"(?:第\s?|\bNo\.\s?|№\s?)$")


def _before_digits(text: str, start: int, value: Fraction, kind: Kind) -> tuple[int, Fraction, Kind]:
    """Take in 第 or "No." (an ordinal) or a minus sign before digits."""
    before = text[max(0, start - 5) : start]
    order = _ORDER.search(before)
    if order and kind in ("cardinal", "year", "name"):
        return start - len(order.group()), value, "ordinal"
    sign = _SIGN.search(before)
    if sign and kind in ("cardinal", "percent"):
        return start - 1, -value, kind
    return start, value, kind


# English words

_CARDINALS = {*_SMALL, *_TENS, *_SCALES, "dozen"} - {"bn"}
_ENGLISH_WORDS = {*_CARDINALS, *_ORDINALS, *_PARTS, *_TIMES, *_NOTHING, "half"}
_WORD = re.compile("[A-Za-z]+")
_PERCENT_WORDS = re.compile(r"\s(?i:per\s?cent|percentage\spoints?)(?![A-Za-z])")
_GAP = re.compile(r"[\s-]|\sand\s(?:an?\s)?|\san?\s")

_AFTER_ONE = re.findall(
    r"\S+",
    "is was are were be been has had have who whom whose that which can could may might must "
    "should will would does did on at by for with as from than under into and another who's "
    "'s",
)
_PRONOUN_BEFORE = re.compile(
    r"\b(?i:the|this|that|an?|each|every|any|no|another|which|new|old|last|next|previous|former|only|some|same|"
    r"first|right|other|loved|good|is|not)\s$"
)
_LABEL_BEFORE = re.compile(r"\b(?i:phase|number|chapter|article|part|level|class|tier|step|grade|plus|to)\s$")
_NOT_AFTER_NO = re.findall(
    r"\S+",
    "longer more doubt matter one less later fewer other such better way wonder use means "
    "sooner exception idea stranger need and or",
)
_VAGUE_BEFORE = re.compile(r"\b(?i:several|few|many|dozens|tens|hundreds|thousands|couple)(?:\sof)?\s$")
_NEXT_WORD = re.compile(r"\s([A-Za-z']+)")


def _english(text: str) -> Iterator[Numeral]:
    """The numerals written as English words."""
    run: list[re.Match[str]] = []
    gaps: list[str] = []
    for found in _WORD.finditer(text):
        if found.group().lower() not in _ENGLISH_WORDS or not _stands_alone(text, *found.span()):
            continue
        if run:
            gap = text[run[-1].end() : found.start()] if found.start() - run[-1].end() < 8 else "..."
            if _GAP.fullmatch(gap):
                gaps.append(" ".join(gap.replace("-", " ").split()))
            else:
                yield from _read_run(text, run, gaps)
                run, gaps = [], []
        run.append(found)
    yield from _read_run(text, run, gaps)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isdigit() or before in ("_", "'", "’") or after.isdigit() or after == "_")


def _read_run(text: str, run: list[re.Match[str]], gaps: list[str]) -> Iterator[Numeral]:
    """The numerals of words that stand beside each other."""
    words = [found.group().lower() for found in run]
    at = 0
    while at < len(words):
        value, unit, kind, after = _words_at(words, gaps, at)
        start, end = run[at].start(), run[after - 1].end()
        before = text[max(0, start - 16) : start]
        first = words[at]
        article = re.search(r"\b[Aa]n?\s$", before)
        if after == at + 1 and first in _ORDINALS and article and re.match(r"\sof\b", text[end : end + 4]):
            value, unit, kind = Fraction(1, _ORDINALS[first]), Fraction(1, _ORDINALS[first]), "fraction"
        if first == "quarter":
            value = value if article and re.match(r"\sof\b", text[end : end + 4]) else None
        if value is not None and (after > at + 1 or _counts(text, first, start, end, at > 0)):
            if article and (
                first in _SCALES or first in ("dozen", "quarter") or (kind == "fraction" and first != "half")
            ):
                start -= len(article.group())
            percent = _PERCENT_WORDS.match(text, end) if kind == "cardinal" else None
            if percent:
                printed = _percent_unit(percent.group())
                yield _numeral(text, (start, percent.end()), value, unit, "percent", printed)
            else:
                yield _numeral(text, (start, end), value, unit, kind)
        at = after


def _words_at(words: list[str], gaps: list[str], at: int) -> tuple[Fraction | None, Fraction, Kind, int]:
    """The value, its unit and kind, and the place behind the longest numeral that starts at ``at``."""
    word = words[at]
    if word in _ORDINALS:
        return Fraction(_ORDINALS[word]), Fraction(1), "ordinal", at + 1
    if word in _TIMES or word in _NOTHING:
        return Fraction((_TIMES | _NOTHING)[word]), Fraction(1), "cardinal", at + 1
    if word == "quarter":
        return Fraction(1, 4), Fraction(1, 4), "fraction", at + 1
    if word in _PARTS:
        return None, Fraction(1), "fraction", at + 1
    if word == "half":
        if at + 1 < len(words) and words[at + 1] in (*_SCALES, "dozen") and gaps[at] in ("", "a"):
            scale = _SCALES.get(words[at + 1], 12)
            return Fraction(scale, 2), Fraction(scale, 2), "cardinal", at + 2
        return Fraction(1, 2), Fraction(1, 2), "fraction", at + 1
    value, unit, last, after = _cardinal_at(words, gaps, at)
    if after == len(words):
        return value, unit, "cardinal", after
    word, gap = words[after], gaps[after - 1]
    if word == "half" and gap in ("and a", "and an"):
        value, unit, after = value + Fraction(1, 2), Fraction(1, 2), after + 1
        if after < len(words) and words[after] in _SCALES and not gaps[after - 1]:
            scale = _SCALES[words[after]]
            value, unit, after = value * scale, unit * scale, after + 1
        return value, unit, "cardinal", after
    if gap == "" and word in ({**_PARTS, "half": 2}):
        part = Fraction(1, _PARTS.get(word, 2))
        return value * part, part, "fraction", after + 1
    if word in _ORDINALS and gap in ("", "and"):
        number = _ORDINALS[word]
        if (last == "tens" and number < 10 and not gap) or (last in _SCALES and number < 100):
            return value + number, Fraction(1), "ordinal", after + 1
        if number > 2 and value == 1 and not gap:
            return Fraction(1, number), Fraction(1, number), "fraction", after + 1
    return value, unit, "cardinal", after


def _cardinal_at(words: list[str], gaps: list[str], at: int) -> tuple[Fraction, Fraction, str, int]:
    """Read words such as "two hundred and five thousand"; also what kind of word came last."""
    whole, group, group_unit, unit = 0, 0, 1, 1
    last, largest, after = "", 10**15, at
    while after < len(words):
        word = words[after]
        if after > at and gaps[after - 1] and (gaps[after - 1] != "and" or last not in _SCALES):
            break
        if word in _SMALL and (not last or last in _SCALES or (last == "tens" and 0 < _SMALL[word] < 10)):
            group, last, group_unit = group + _SMALL[word], "small", 1
        elif word in _TENS and (not last or last in _SCALES):
            group, last, group_unit = group + _TENS[word], "tens", 1
        elif word == "dozen" and last in ("", "small"):
            group, last, group_unit = (group or 1) * 12, "dozen", 1
        elif word == "hundred" and last in ("", "small", "tens") and group < 100:
            group, last, group_unit = (group or 1) * 100, word, 100
        elif word in _SCALES and word != "hundred" and _SCALES[word] < largest:
            largest = _SCALES[word]
            whole, group, unit, last = whole + (group or 1) * largest, 0, group_unit * largest, word
            group_unit = 1
        else:
            break
        if last not in _SCALES or last == "hundred":
            unit = group_unit
        after += 1
    return Fraction(whole + group), Fraction(unit), last, after


def _counts(text: str, word: str, start: int, end: int, follows_number: bool) -> bool:
    """Whether a word that may be a numeral is one, by the words around it."""
    before = text[max(0, start - 16) : start]
    found = _NEXT_WORD.match(text, end, end + 24)
    following = found[1] if found else ""
    if word == "one":
        if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha():
            return True
        if _LABEL_BEFORE.search(before):
            return True
        return bool(following) and following not in _AFTER_ONE and not _PRONOUN_BEFORE.search(before)
    if word == "no":
        return following[:1].islower() and following not in _NOT_AFTER_NO
    if word == "none":
        return not re.search(r"\bto\s$", before)
    if word == "second":
        return not (follows_number or re.search(r"(?:\b(?:per|each|every|split)|[0-9])[\s-]$", before))
    if word in _SCALES:
        return not _VAGUE_BEFORE.search(before)
    return True


# Chinese words

_ZH_LAST = f"[{_ZH_NUMBER}]+(?:点[{''.join(_ZH_DIGITS)}]+)?"
_CHINESE = re.compile(
    rf"(?P<whole>[{_ZH_NUMBER}]+)(?:(?P<middle>[余多几来])(?P<scale>[万萬亿億]+))?"
    rf"(?:点(?P<decimals>[{''.join(_ZH_DIGITS)}]+)(?P<after>[百千]?[万萬亿億]+)?)?"
    rf"(?:分之(?P<over>{_PLAIN}|{_ZH_LAST}))?"
    r"(?P<points>个百分点)?"
)
_ZH_SPECIAL = re.compile(
    "一半|(?<!一)半(?=[年数个月天])|(?<=[过近超逾])半(?![年数个月天])"
    "|双(?=随机|一流|重|倍|碳|减)|首(?=[个次部家批届例件条座项])"
)
_FIVE_YEAR_PLAN = re.compile("十[一二三四五]五")
_BARE_BEFORE = "每上近逾超过破"
_NOT_AFTER_ZERO = "售件部星碎食钱散头"
_NOT_BEFORE_ONE = "统唯之进同单专逐任万某每另这那第如"
_AFTER_ONE_ZH = "个個件家起宗次名位条部本册张份套台座处所支篇届期级年天周月日号区县市省国人倍类项亿万站"
_NOT_AFTER_TWO = "难面侧旁极者袖"


def _chinese_number(word: str) -> tuple[Fraction, Fraction, bool] | None:
    """The value of a Chinese number word, its unit, and whether it lacks a leading digit (百万, 千)."""
    if all(character in _ZH_DIGITS for character in word):
        if len(word) == 2 and word[0] not in "零〇○" and word[1] not in "零〇○":
            return None
        return Fraction(int("".join(str(_ZH_DIGITS[character]) for character in word))), Fraction(1), False
    scales = _ZH_SMALL_SCALES | _ZH_SCALES
    whole = section = 0
    digit: int | None = None
    last = unit = 1
    small = 10**4
    bare = word[0] in scales and scales[word[0]] > 10
    for place, character in enumerate(word):
        if character in _ZH_DIGITS:
            if digit:
                return None
            digit = _ZH_DIGITS[character]
            continue
        scale = scales[character]
        if scale < 10**4:
            first_ten = scale == 10 and not section and (digit is None or digit == 0)
            if scale >= small or (not digit and not first_ten and place):
                return None
            section, small = section + (digit or 1) * scale, scale
        else:
            section += digit or 0
            if not section and not whole and place:
                return None
            if scale > last > 1:
                whole = (whole + section) * scale
            elif section or not place:
                whole += (section or 1) * scale
            else:
                return None
            section, small = 0, 10**4
        unit = unit * scale if place and word[place - 1] in scales and unit > 1 and scale >= 10**4 else scale
        digit, last = None, max(last, scale) if scale >= 10**4 else last
    if digit:
        before = scales.get(word[-2], 1)
        short = before // 10 if before > 10 else 1
        return Fraction(whole + section + digit * short), Fraction(short), bare
    if word[-1] in _ZH_DIGITS:
        return None
    return Fraction(whole + section), Fraction(unit if unit > 10 else 1), bare


def _chinese(text: str) -> Iterator[Numeral]:
    """The numerals written as Chinese words."""
    for found in _CHINESE.finditer(text):
        read_here = _one_in_chinese(text, found)
        if read_here is not None:
            yield read_here
    for found in _ZH_SPECIAL.finditer(text):
        word = found.group()
        if word[-1] == "半":
            yield _numeral(text, found.span(), Fraction(1, 2), Fraction(1, 2), "fraction")
        elif word == "双":
            yield _numeral(text, found.span(), Fraction(2), Fraction(1), "cardinal")
        else:
            yield _numeral(text, found.span(), Fraction(1), Fraction(1), "ordinal")


def _one_in_chinese(text: str, found: re.Match[str]) -> Numeral | None:
    start, end = found.span()
    if end - start > _LONGEST:
        return None
    word, before, after = found["whole"], text[start - 1 : start], text[end : end + 1]
    if found["over"]:
        return _chinese_fraction(text, found)
    if _FIVE_YEAR_PLAN.fullmatch(word):
        return _numeral(text, (start, end), Fraction(10 + _ZH_DIGITS[word[1]]), Fraction(1), "name")
    parsed = _chinese_number(word)
    if parsed is None:
        return _few(text, found)
    value, unit, bare = parsed
    ordinal = before == "第"
    if ordinal:
        start -= 1
    elif before in ("几", "数") and word[0] not in _ZH_DIGITS:
        return None
    if found["scale"]:
        value, unit = value * _zh_scale(found["scale"]), unit * _zh_scale(found["scale"])
    if found["decimals"]:
        decimals = len(found["decimals"])
        digits = int("".join(str(_ZH_DIGITS[character]) for character in found["decimals"]))
        scale = _zh_scale(found["after"] or "")
        value, unit = (value + Fraction(digits, 10**decimals)) * scale, Fraction(scale, 10**decimals)
    if found["points"]:
        return _numeral(text, (start, end), value, unit, "percent", "percentage points", found["middle"] or "")
    if not ordinal and len(word) == 1 and not found["decimals"]:
        listed = _listed(text, start, end)
        if listed:
            ordinal = True
        elif (tenths := _TENTHS.match(text, end)) and word in _ZH_DIGITS and word not in "零〇":
            return _numeral(text, (start, tenths.end()), *_tenths(value, tenths), "fraction", "成")
        elif not found["scale"] and not _single_counts(word, before, text[end : end + 2]):
            return None
    elif not ordinal and bare and not (after and after in "元人件册级") and not (before and before in _BARE_BEFORE):
        return None
    kind: Kind = "ordinal" if ordinal else "cardinal"
    if not ordinal and after in ("月", "日") and value <= 31:
        kind = "date"
    elif not ordinal and after == "年" and 1000 <= value <= 2999 and word[-1] in _ZH_DIGITS:
        kind = "year"
    printed = found["scale"] or found["after"] or ""
    return _numeral(text, (start, end), value, unit, kind, printed, found["middle"] or "")


def _few(text: str, found: re.Match[str]) -> Numeral | None:
    """三四个: three or four."""
    word, end = found["whole"], found.end()
    if len(word) != 2 or end != found.start() + 2 or text[end : end + 1] not in tuple(_MEASURES):
        return None
    first, last = (_ZH_DIGITS.get(character, 0) for character in word)
    if not 0 < first < last <= first + 2:
        return None
    few = _numeral(text, found.span(), Fraction(first), Fraction(1), "range")
    return replace(few, upper=Fraction(last))


def _chinese_fraction(text: str, found: re.Match[str]) -> Numeral | None:
    over, under = found["over"], _chinese_number(found["whole"])
    whole, _, decimals = over.partition("点")
    if over[0] in _ZH_NUMBER:
        parsed = _chinese_number(whole)
        if parsed is None:
            return None
        value, unit = parsed[:2]
        if decimals:
            digits = int("".join(str(_ZH_DIGITS[character]) for character in decimals))
            unit = Fraction(1, 10 ** len(decimals))
            value += digits * unit
    else:
        value, unit = _decimal(over)
    if under is None or under[0] == 0:
        return None
    if found["whole"] in ("百", "千"):
        return _numeral(text, found.span(), value, unit, "percent", "%" if found["whole"] == "百" else "‰")
    return _numeral(text, found.span(), value / under[0], unit / under[0], "fraction")


def _listed(text: str, start: int, end: int) -> bool:
    """Whether a digit numbers the points of a list: 一是…, 二、…, (三)."""
    before = text[max(0, start - 2) : start].strip(" \u3000")[-1:]
    if before in ("(", "\uff08"):
        return text[end : end + 1] in (")", "\uff09")
    return before in ("", *"\n。;:,\uff1b\uff1a\uff0c") and text[end : end + 1] in ("、", "是")


def _single_counts(word: str, before: str, after: str) -> bool:
    """Whether a single Chinese character that may be a number is one here."""
    follower = after[:1]
    if follower in ("至", "到") and word in _ZH_DIGITS and after[1:] and after[1:] in _ZH_NUMBER:
        return True
    if word in "零〇○":
        return word == "零" and bool(follower.strip()) and follower not in _NOT_AFTER_ZERO
    if word in _ZH_SCALES or word in "百千佰仟":
        return before != "" and before in _BARE_BEFORE
    if word in "两兩":
        return follower >= "\u4e00" and follower not in _NOT_AFTER_TWO and before not in ("斤", "一")
    if word == "一":
        return (before == "" or before not in _NOT_BEFORE_ONE) and follower != "" and follower in _AFTER_ONE_ZH
    if word == "十":
        return after == "分之" or (follower != "" and follower in _MEASURES + "几余多来" and follower != "分")
    return follower != "" and follower in _MEASURES


# Hedges and ranges

_EN_MORE = (
    r"more\sthan|over|above|exceed(?:ed|ing|s)?|surpass(?:ed|ing|es)?|in\sexcess\sof|upwards?\sof"
    r"|greater\sthan|topp(?:ed|ing)"
)
_EN_FLOOR = r"at\sleast|(?:no|not)\s(?:less|fewer)\sthan|a\sminimum\sof"
_EN_LESS = r"nearly|almost|close\sto|less\sthan|fewer\sthan|under|below|approaching"
_EN_CEILING = r"up\sto|at\smost|(?:no|not)\s(?:more|greater)\sthan|a\smaximum\sof|not\sexceeding"
_EN_ABOUT = r"about|around|some|approximately|approx\.|roughly|circa|an\sestimated|estimated"
_BEFORE_EN = re.compile(
    rf"\b(?i:(?P<floor>{_EN_FLOOR})|(?P<ceiling>{_EN_CEILING})|(?P<more>{_EN_MORE})|(?P<less>{_EN_LESS})|(?P<about>{_EN_ABOUT}))"
    r"\s(?:(?:an?|the|a\stotal\sof)\s)?(?:RMB|CNY|US\$|[¥\uffe5$€£])?\s?$"
)
_AFTER_EN = re.compile(
    r"(?i:(?P<floor>\sor\smore\b|\s(?:and|or)\sabove\b|\+|\splus\b)|(?P<more>-odd\b)"
    r"|(?P<ceiling>\sor\s(?:less|fewer)\b|\s(?:and|or)\sbelow\b)|(?P<about>\sor\sso\b))"
)
_BEFORE_ZH = re.compile(
    r"(?:(?P<floor>不少于|不低于|不小于|至少|最少|起码)|(?P<ceiling>不超过|不多于|不高于|至多|最多)"
    r"|(?P<more>超过|超出|突破|多于|高于|大于|超|逾|(?<=[达])到|(?<![经通])过(?=[百千万亿半]))"
    r"|(?P<less>将近|接近|不到|不足|少于|低于|小于|(?<![最附靠远])近)"
    r"|(?P<about>大约|约为|大概|大致|估计|(?<![节条公契合签预制违])约))[达为有了]?(?:人民币|[¥\uffe5])?\s?$"
)
_AFTER_ZH = re.compile(
    rf"(?P<more>\s?[余多](?!少))|(?P<few>几(?=[{_MEASURES}]))|(?P<around>来(?=[{_MEASURES}]))"
    r"|[^\W\d_,。]{0,3}?(?:(?P<floor>及?以上|之上)|(?P<ceiling>及?以下|以内|之内)|(?P<about>左右|上下)|(?P<over>有余))|(?P<plus>\+)"
)
_RECENT = re.compile("\\s?(?:多|余|几)?(?:年|个月|月|周|天|日|载|期)")

_MEANINGS: dict[str, tuple[Hedge, bool]] = {
    "floor": ("more-than", True),
    "plus": ("more-than", True),
    "more": ("more-than", False),
    "few": ("more-than", False),
    "over": ("more-than", False),
    "less": ("nearly", False),
    "ceiling": ("nearly", True),
    "about": ("about", False),
    "around": ("about", False),
}
_UNHEDGED: tuple[Kind, ...] = ("ordinal", "year", "date", "name")


def _hedged(text: str, numeral: Numeral) -> Numeral:
    """The numeral with what the words before, inside or behind it say about its bound."""
    if numeral.hedge:
        return replace(numeral, qualifier="about" if numeral.hedge == "来" else "more-than")
    if numeral.kind in _UNHEDGED:
        return numeral
    before, after = text[max(0, numeral.start - 30) : numeral.start], text[numeral.end : numeral.end + 12]
    if numeral.language == "zh":
        found = _BEFORE_ZH.search(before[-10:])
        if found and found.group().startswith("近") and _RECENT.match(after):
            found = None
        found = found or _AFTER_ZH.match(after)
    else:
        found = _BEFORE_EN.search(before) or _AFTER_EN.match(after)
    if found is None or found.lastgroup is None:
        return numeral
    qualifier, includes = _MEANINGS[found.lastgroup]
    return replace(numeral, qualifier=qualifier, hedge=found[found.lastgroup].strip(), includes=includes)


_JOINED = re.compile(r"\s?(?:——|[-–—~\uff5e])\s?|\s?[至到]\s?|\sto\s|(?P<counter>[\u4e00-\u9fff])[至到]")
_FROM_BEFORE = re.compile(r"(?:\bfrom\s(?:about\s|around\s)?|[从由自])$", re.IGNORECASE)


_RANGE_KINDS = (
    ("cardinal", "cardinal"),
    ("percent", "percent"),
    ("cardinal", "percent"),
    ("date", "cardinal"),
)


def _ranged(text: str, first: Numeral, last: Numeral) -> Numeral | None:
    """The two as one range, when the words between them say so: 10-20, 10至20万, between 3 and 5."""
    if last.start - first.end > 6 or last.hedge or first.upper is not None:
        return None
    gap, before = text[first.end : last.start], text[max(0, first.start - 14) : first.start]
    if gap == "/" and first.kind == last.kind == "cardinal" and 0 < first.value < last.value and first.text.isdigit():
        unit = Fraction(1, last.value.numerator)
        found = replace(first, value=first.value / last.value, digits_unit=unit, kind="fraction")
        return replace(found, end=last.end, text=text[first.start : last.end], language=last.language)
    if (first.kind, last.kind) not in _RANGE_KINDS and not (first.text.startswith("第") and last.kind == "cardinal"):
        return None
    joined = _JOINED.fullmatch(gap)
    between = re.search(r"\bbetween\s$", before) and gap == " and "
    between = between or (gap in ("和", "与", "至", "到") and text[last.end : last.end + 2] == "之间")
    if not (joined or between):
        return None
    if joined and joined["counter"] and joined["counter"] != text[last.end : last.end + 1]:
        return None
    if re.search("[a-z至到]", gap) and _FROM_BEFORE.search(before):
        return None
    value, unit = first.value, first.digits_unit
    if last.unit and not first.unit and last.kind == "cardinal":
        printed = last.value / _scale_of(last)
        if first.value < printed:
            value, unit = first.value * _scale_of(last), first.digits_unit * _scale_of(last)
    if value >= last.value:
        return None
    kind: Kind = "date" if first.kind == "date" else "range"
    return Numeral(
        text[first.start : last.end], value, min(unit, last.digits_unit), "exact", last.unit, kind,
        first.start, last.end, last.language, upper=last.value,
    )  # fmt: skip


def _scale_of(numeral: Numeral) -> int:
    if numeral.language == "zh" or numeral.unit[0] in _ZH_NUMBER:
        return _zh_scale(numeral.unit)
    return _en_scale(numeral.unit)


def locate_numerals(text: str) -> list[Numeral]:
    """All numerals of an English or Chinese text, in reading order, none overlapping another.

    A range is one numeral. A date is as many as it is printed with ("April 22, 2021" has two). Digits are
    never lost: what is no number (5G, a telephone number) is found with the kind "name". Only a row of more
    than 60 characters is passed over, for no number is so long.
    """
    numerals = sorted([*_digits(text), *_english(text), *_chinese(text)], key=lambda n: (n.start, -n.end))
    result: list[Numeral] = []
    for numeral in numerals:
        if result and numeral.start < result[-1].end:
            continue
        ranged = _ranged(text, result[-1], numeral) if result else None
        if ranged is not None:
            result[-1] = ranged
        else:
            result.append(numeral)
    return [_hedged(text, numeral) for numeral in result]


# The two fields of a row

_SCALE_AT_START = re.compile(
    rf"\s*(?:(?P<zh>{_ZH_SCALE_WORD})|(?P<en>(?i:(?:hundred|thousand|million|billion|trillion|dozen|bn)(?![A-Za-z])[\s-]*){{1,2}}))"
)
_ZH_ALONE = {
    "半": (Fraction(1, 2), Fraction(1, 2)),
    "双": (Fraction(2), Fraction(1)),
    "首": (Fraction(1), Fraction(1)),
}
_BARE_ZH = re.compile(f"[{_ZH_NUMBER}]+")


def read_number(value_text: str, unit_printed: str) -> tuple[Fraction, Fraction]:
    """The value of a row and the unit of its last printed digit, from the two fields as printed.

    ``value_text`` is the number without its hedge: "1.005", "200,000", "21st", "eight", "first", "no", 八.
    Scale words at the start of ``unit_printed`` (million, 万, 亿) are multiplied out: ("1.005", "million") is
    (1005000, 1000). Everything else stays in the printed unit: ("63.32", "%") is (63.32, 1/100).

    Raises :class:`NumeralError` when the first field is not one number, saying what is wrong.
    """
    printed = value_text.strip()
    if not printed:
        raise NumeralError("there is no number: write it as printed, such as '163,000'")
    value, digits_unit = _read_number(printed, value_text)
    scale = _SCALE_AT_START.match(unit_printed)
    if scale is None:
        return value, digits_unit
    factor = _zh_scale(scale["zh"]) if scale["zh"] else _en_scale(scale["en"])
    return value * factor, digits_unit * factor


def _read_number(printed: str, value_text: str) -> tuple[Fraction, Fraction]:
    if printed.lower() in _NOTHING or printed.lower() == "one":
        return Fraction(0 if printed.lower() in _NOTHING else 1), Fraction(1)
    if _BARE_ZH.fullmatch(printed):
        parsed = _chinese_number(printed)
        if parsed is not None:
            return parsed[0], parsed[1]
    if printed in _ZH_ALONE:
        return _ZH_ALONE[printed]
    numerals = locate_numerals(printed)
    if not numerals:
        raise NumeralError(
            f"'{value_text}' is no number in digits or words: write it as printed, such as '163,000', 'eight' or '八'"
        )
    numeral = numerals[0]
    if len(numerals) > 1:
        raise NumeralError(
            f"'{value_text}' holds {len(numerals)} numbers ({', '.join(n.text for n in numerals)}): keep one"
        )
    if numeral.upper is not None:
        raise NumeralError(f"'{value_text}' is a range: make it two rows, one for each end")
    if numeral.hedge:
        raise NumeralError(
            f"'{value_text}' holds the hedge '{numeral.hedge}': write the number alone and put the hedge "
            "into the qualifier"
        )
    if numeral.text != printed:
        spare = printed.replace(numeral.text, "", 1).strip()
        raise NumeralError(f"'{value_text}' holds more than the number '{numeral.text}': take out '{spare}'")
    return numeral.value, numeral.digits_unit
