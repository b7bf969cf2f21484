"""Numerals written in digits, English and Chinese: numbers, years, dates, names, signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from ..decimals import format_decimal
from .numeral import Kind, Numeral, numeral_at
from .words import (
    EN_SCALE_WORD,
    LONGEST,
    MEASURE_WORDS,
    MORE,
    PERCENT,
    PLAIN,
    TENTHS,
    ZH_SCALE_WORD,
    chinese_scale,
    english_scale,
    percent_unit,
    read_digits,
    read_tenths,
)

_DIGIT = re.compile(
    rf"(?P<number>{PLAIN})"
    rf"(?:(?P<middle>\s?[余多几来])?\s?(?P<scale>{ZH_SCALE_WORD}(?:(?P<between>[余多几])[万亿]+)?)"
    rf"(?P<more>(?:{PLAIN}{ZH_SCALE_WORD})*)(?P<rest>(?:{PLAIN})(?![0-9]|[.,][0-9]|\s?[年月日%]))?"
    r"|(?P<ordinal>(?i:st|nd|rd|th)(?![A-Za-z]))"
    rf"|(?P<en_scale>{EN_SCALE_WORD}))?"
    rf"(?P<percent>{PERCENT})?"
)
_DATE = re.compile(r"(?<![0-9])([12][0-9]{3})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12][0-9]|3[01])(?![0-9])")
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8)}
_VULGAR_FRACTION = re.compile(f"[{''.join(_VULGAR)}]")
_MONTH = (
    "(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?\\.?|July?\\.?|Aug(?:ust|\\.)?|"
    "Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)"
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\s$")
_MONTH_AFTER = re.compile(rf"\s(?:of\s)?{_MONTH}(?![a-z])")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?i:in|of|by|since|from|until|till|to|and|during|year|early|mid|late|end|fiscal|before|after|between|on|than)"
    rf"|{_MONTH}|[0-9],|[(\[(])[\s-]$"
)
_THINGS_AFTER = re.compile(
    r"\s(?!(?:this|thus|does|across|towards|versus|always)\b)[a-z]{3,}s(?<!was)(?<!has)(?<!its)\b"
)
_COUNTED_AFTER = re.compile(rf"\s?[余多{MEASURE_WORDS.replace('年', '')}]")


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


def numerals_in_digits(text: str) -> Iterator[Numeral]:
    """The numerals written in digits."""
    behind = 0
    for found in _DIGIT.finditer(text):
        start, end = found.span()
        date = _DATE.match(text, start) if start >= behind else None
        if date:
            for group, part in ((1, "year"), (3, "date"), (4, "date")):
                kind: Kind = "year" if part == "year" else "date"
                yield numeral_at(text, date.span(group), *read_digits(date[group]), kind)
            behind = date.end()
        elif start >= behind and end - start <= LONGEST:
            yield _one_in_digits(text, found)
    for found in _VULGAR_FRACTION.finditer(text):
        over, under = _VULGAR[found.group()]
        yield numeral_at(text, found.span(), Fraction(over, under), Fraction(1, under), "fraction")


def _one_in_digits(text: str, found: re.Match[str]) -> Numeral:
    start, end = found.span()
    value, unit = read_digits(found["number"])
    kind: Kind = "cardinal"
    printed = doubt = ""
    if found["scale"]:
        scale = chinese_scale(found["scale"])
        value, unit, printed = value * scale, unit * scale, found["scale"]
        for digits, word in MORE.findall(found["more"]):
            below, unit = (number * chinese_scale(word) for number in read_digits(digits))
            value += below
        if found["rest"]:
            # 9万7,411; but 3万5 may be 35,000.
            below, last = read_digits(found["rest"])
            if below >= unit or found["middle"]:
                end = found.start("rest")
            else:
                doubt = f"{found.group()} may be {format_decimal(value + below * unit / 10)}" if below < 10 else ""
                value, unit = value + below, last
    elif found["en_scale"]:
        scale, doubt = _scale_in_english(text, found)
        value, unit = value * scale, unit * scale
        printed = " ".join(re.findall("[A-Za-z]+", found["en_scale"]))
        if scale == 1:
            printed, end = "", found.end("number")
    elif found["ordinal"]:
        dated = _MONTH_BEFORE.search(text[max(0, start - 12) : start]) or _MONTH_AFTER.match(text[end : end + 14])
        kind = "date" if dated and value <= 31 else "ordinal"
    if found["percent"]:
        kind, printed = "percent", percent_unit(found["percent"])
    elif kind == "cardinal" and not printed:
        kind = _kind_of_digits(text, start, end, found["number"])
        tenths = TENTHS.match(text, end) if kind == "cardinal" else None
        if tenths:
            value, unit, kind, printed, end = *read_tenths(value, tenths), "percent", "成", tenths.end()
    start, value, kind = _before_digits(text, start, value, kind)
    if re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", found["number"]) and not printed:
        doubt = f"{found['number']} may be {found['number'].replace('.', ',')}"
    hedge = (found["middle"] or found["between"] or "").strip()
    return numeral_at(text, (start, end), value, unit, kind, printed, hedge, doubt)


_CURRENCY = re.compile(r"(?:[$€£¥\uffe5₹]|\b[A-Z][A-Za-z]{1,2}\$?)\s?$")
_METRES = re.compile(
    r"[\s-](?:long|wide|deep|high|tall|away|from|above|below|race|sprint|relay|hurdles|freestyle|run|radius|tower|by|x)\b"
)


def _scale_in_english(text: str, found: re.Match[str]) -> tuple[int, str]:
    """The scale of the words behind digits, and the doubt that a single letter leaves."""
    words = found["en_scale"]
    scale = english_scale(words)
    if len(words) > 1 or _CURRENCY.search(text[max(0, found.start() - 6) : found.start()]):
        return scale, ""
    after = text[found.end() : found.end() + 16]
    if words == "m" and _METRES.match(after):
        return 1, ""
    sure = words == "m" and re.match(r"\s[a-z]{2}", after)
    many = format_decimal(read_digits(found["number"])[0] * scale)
    return scale, "" if sure else f"{found.group()} may be {many}, or {found['number']} with a unit or in a name"


_SIGN = re.compile(r"(?:(?<![A-Za-z0-9)\]_%元件家个起人名项次年月日号第])[-−]|负)$")
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
