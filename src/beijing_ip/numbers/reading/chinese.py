"""Numerals written as Chinese words: 八个, 第一, 三分之二, 四成."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from .numeral import Kind, Numeral, numeral_at
from .words import (
    LONGEST,
    MEASURE_WORDS,
    PLAIN,
    TENTHS,
    ZH_DIGITS,
    ZH_NUMBER,
    ZH_SCALES,
    ZH_SMALL_SCALES,
    ZH_TENS,
    chinese_scale,
    read_digits,
    read_tenths,
)

_ZH_LAST = f"[{ZH_NUMBER}]+(?:点[{''.join(ZH_DIGITS)}]+)?"
_CHINESE = re.compile(
    rf"(?P<whole>[{ZH_NUMBER}]+)(?:(?P<middle>[余多几来])(?P<scale>[万萬亿億]+))?"
    rf"(?:点(?P<decimals>[{''.join(ZH_DIGITS)}]+)(?P<after>[百千]?[万萬亿億]+)?)?"
    rf"(?:分之(?P<over>{PLAIN}|{_ZH_LAST}))?"
    r"(?P<points>\s?个百分点)?"
)
_ZH_SPECIAL = re.compile(
    "一半|(?<!一)半(?=[年数个月天])|(?<=[年月])半(?![年数个月天])|(?<=[过近超逾])半(?![年数个月天])"
    "|翻了?[一两二三四]?[番倍](?!译)|双(?=随机|一流|重|倍|碳|减)|首(?=[个次部家批届例件条座项位])"
)
_FIVE_YEAR_PLAN = re.compile("十[一二三四五]五")
_BARE_BEFORE = "每上近逾超过破"
_NOT_AFTER_ZERO = "售件部星碎食钱散头"
_NOT_BEFORE_ONE = "统唯之进同单专逐任万某每另这那第如"
_AFTER_ONE_ZH = "个個件家起宗次名位条部本册张份套台座处所支篇届期级年天周月日号区县市省国人倍类项亿万站"
_NOT_AFTER_TWO = "难面侧旁极者袖"


def chinese_number(word: str) -> tuple[Fraction, Fraction, bool] | None:
    """The value of a Chinese number word, its unit, and whether it lacks a leading digit (百万, 千)."""
    if all(character in ZH_DIGITS for character in word):
        if len(word) == 2 and word[0] not in "零〇○" and word[1] not in "零〇○":
            return None
        return Fraction(int("".join(str(ZH_DIGITS[character]) for character in word))), Fraction(1), False
    scales = ZH_SMALL_SCALES | ZH_SCALES
    whole = section = 0
    digit: int | None = None
    last = unit = 1
    small = 10**4
    bare = word[0] in scales and scales[word[0]] > 10
    for place, character in enumerate(word):
        if character in ZH_TENS:
            section, digit = section + ZH_TENS[character], None
            continue
        if character in ZH_DIGITS:
            if digit:
                return None
            digit = ZH_DIGITS[character]
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
    if word[-1] in ZH_DIGITS and digit is None:
        return None
    return Fraction(whole + section), Fraction(unit if unit > 10 else 1), bare


def numerals_in_chinese(text: str) -> Iterator[Numeral]:
    """The numerals written as Chinese words."""
    for found in _CHINESE.finditer(text):
        read_here = _one_in_chinese(text, found)
        if read_here is not None:
            yield read_here
    for found in _ZH_SPECIAL.finditer(text):
        word = found.group()
        if word[-1] == "半":
            yield numeral_at(text, found.span(), Fraction(1, 2), Fraction(1, 2), "fraction")
        elif word[0] == "翻":
            times = ZH_DIGITS.get(word[-2], 1) if word[-1] == "番" else 1
            yield numeral_at(text, found.span(), Fraction(2**times), Fraction(1), "factor")
        elif word == "双":
            yield numeral_at(text, found.span(), Fraction(2), Fraction(1), "cardinal")
        else:
            yield numeral_at(text, found.span(), Fraction(1), Fraction(1), "ordinal")


def _one_in_chinese(text: str, found: re.Match[str]) -> Numeral | None:
    start, end = found.span()
    if end - start > LONGEST:
        return None
    word, before, after = found["whole"], text[start - 1 : start], text[end : end + 1]
    if found["over"]:
        return _chinese_fraction(text, found)
    if _FIVE_YEAR_PLAN.fullmatch(word):
        return numeral_at(text, (start, end), Fraction(10 + ZH_DIGITS[word[1]]), Fraction(1), "name")
    parsed = chinese_number(word)
    if parsed is None:
        return _few(text, found)
    value, unit, bare = parsed
    ordinal = before == "第"
    if ordinal:
        start -= 1
    elif before in ("几", "数") and word[0] not in ZH_DIGITS:
        return None
    if found["scale"]:
        value, unit = value * chinese_scale(found["scale"]), unit * chinese_scale(found["scale"])
    if found["decimals"]:
        decimals = len(found["decimals"])
        digits = int("".join(str(ZH_DIGITS[character]) for character in found["decimals"]))
        scale = chinese_scale(found["after"] or "")
        value, unit = (value + Fraction(digits, 10**decimals)) * scale, Fraction(scale, 10**decimals)
    if found["points"]:
        return numeral_at(text, (start, end), value, unit, "percent", "percentage points", found["middle"] or "")
    if not ordinal and len(word) == 1 and not found["decimals"]:
        listed = _listed(text, start, end)
        if listed:
            ordinal = True
        elif (tenths := TENTHS.match(text, end)) and word in ZH_DIGITS and word not in "零〇":
            return numeral_at(text, (start, tenths.end()), *read_tenths(value, tenths), "percent", "成")
        elif not found["scale"] and not _single_counts(word, before, text[end : end + 2]):
            return None
    elif not ordinal and bare and not (after and after in "元人件册级余多") and not (before and before in _BARE_BEFORE):
        return None
    kind: Kind = "ordinal" if ordinal else "cardinal"
    if not ordinal and after in ("月", "日") and value <= 31:
        kind = "date"
    elif not ordinal and after == "年" and 1000 <= value <= 2999 and word[-1] in ZH_DIGITS:
        kind = "year"
    printed = found["scale"] or found["after"] or ""
    return numeral_at(text, (start, end), value, unit, kind, printed, found["middle"] or "")


def _few(text: str, found: re.Match[str]) -> Numeral | None:
    """三四个: three or four."""
    word, end = found["whole"], found.end()
    if len(word) != 2 or end != found.start() + 2 or text[end : end + 1] not in tuple(MEASURE_WORDS):
        return None
    first, last = (ZH_DIGITS.get(character, 0) for character in word)
    if not 0 < first < last <= first + 2:
        return None
    few = numeral_at(text, found.span(), Fraction(first), Fraction(1), "range")
    return replace(few, upper=Fraction(last))


def _chinese_fraction(text: str, found: re.Match[str]) -> Numeral | None:
    over, under = found["over"], chinese_number(found["whole"])
    whole, _, decimals = over.partition("点")
    if over[0] in ZH_NUMBER:
        parsed = chinese_number(whole)
        if parsed is None:
            return None
        value, unit = parsed[:2]
        if decimals:
            digits = int("".join(str(ZH_DIGITS[character]) for character in decimals))
            unit = Fraction(1, 10 ** len(decimals))
            value += digits * unit
    else:
        value, unit = read_digits(over)
    if under is None or under[0] == 0:
        return None
    if found["whole"] in ("百", "千"):
        return numeral_at(text, found.span(), value, unit, "percent", "%" if found["whole"] == "百" else "‰")
    return numeral_at(text, found.span(), value / under[0], unit / under[0], "fraction")


def _listed(text: str, start: int, end: int) -> bool:
    """Whether a digit numbers the points of a list: 一是…, 二、…, (三)."""
    before = text[max(0, start - 2) : start].strip(" \u3000")[-1:]
    if before in ("(", "\uff08"):
        return text[end : end + 1] in (")", "\uff09")
    return before in ("", *"\n。;:,\uff1b\uff1a\uff0c") and text[end : end + 1] in ("、", "是")


def _single_counts(word: str, before: str, after: str) -> bool:
    """Whether a single Chinese character that may be a number is one here."""
    follower = after[:1]
    if after == "季度":
        return True
    if follower in ("至", "到") and word in ZH_DIGITS and after[1:] and after[1:] in ZH_NUMBER:
        return True
    if word in "零〇○":
        return word == "零" and bool(follower.strip()) and follower not in _NOT_AFTER_ZERO
    if word in ZH_SCALES or word in "百千佰仟":
        return (before != "" and before in _BARE_BEFORE) or (follower in ("余", "多") and after[1:] in MEASURE_WORDS)
    if word in "两兩":
        return follower >= "\u4e00" and follower not in _NOT_AFTER_TWO and before not in ("斤", "一")
    if word == "一":
        return (before == "" or before not in _NOT_BEFORE_ONE) and follower != "" and follower in _AFTER_ONE_ZH
    if word == "十":
        return after == "分之" or (follower != "" and follower in MEASURE_WORDS + "几余多来" and follower != "分")
    return follower != "" and follower in MEASURE_WORDS
