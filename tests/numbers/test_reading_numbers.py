"""Every numeral of a text is found and read as print means it, in English and in Chinese."""

from __future__ import annotations

import csv
import os
import re
import time
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beijing_ip.numbers.reading import Numeral, NumeralError, locate_numerals, read_number

with (Path(__file__).parent / "number_expressions.csv").open(encoding="utf-8", newline="") as lines:
    EXPRESSIONS = list(csv.DictReader(lines))
with (Path(__file__).parent / "unseen_expressions.csv").open(encoding="utf-8", newline="") as lines:
    UNSEEN = list(csv.DictReader(lines))


def only(text: str) -> Numeral:
    """The one numeral of a text."""
    numerals = locate_numerals(text)
    assert len(numerals) == 1, [numeral.text for numeral in numerals]
    return numerals[0]


# The corpus


def test_expressions_are_read_as_expected() -> None:
    # A text with two numerals has two rows.
    for text, rows in groupby(EXPRESSIONS, itemgetter("text")):
        expected = []
        for row in rows:
            amounts = {name: Fraction(row[name]) if row[name] else None for name in ("value", "upper", "digits_unit")}
            expected += [{**row, **amounts, "changes": row["changes"] == "yes"}] if row["value"] else []
        found = [{field: getattr(numeral, field) for field in EXPRESSIONS[0]} for numeral in locate_numerals(text)]
        assert [{**numeral, "text": text} for numeral in found] == expected, text


def test_the_corpus_covers_both_languages_and_every_kind() -> None:
    assert len(EXPRESSIONS) >= 170
    for language in ("en", "zh"):
        rows = [row for row in EXPRESSIONS if row["language"] == language]
        assert len(rows) >= 70
        assert {row["qualifier"] for row in rows} >= {"exact", "more-than", "at-least", "nearly", "at-most", "about"}
        kinds = {"cardinal", "ordinal", "percent", "fraction", "range", "year", "date", "name"}
        assert {row["kind"] for row in rows} >= kinds


@given(texts=st.lists(st.sampled_from([row["text"] for row in EXPRESSIONS if row["value"]]), min_size=2, max_size=4))
def test_expressions_in_one_text_keep_their_readings_and_order(texts: list[str]) -> None:
    found = locate_numerals("\n\n".join(texts))
    alone = [numeral for text in texts for numeral in locate_numerals(text)]
    for field in ("text", "value", "qualifier", "kind", "changes"):
        assert [getattr(numeral, field) for numeral in found] == [getattr(numeral, field) for numeral in alone]


# Expressions of releases that the rules were not made from


def kind_in_short(numeral: Numeral) -> str:
    """What a numeral is: date, period, duration, name, ordinal, else a change or a level."""
    if numeral.kind in ("period", "duration", "name", "ordinal"):
        return numeral.kind
    return "date" if numeral.kind in ("year", "date") else "change" if numeral.changes else "level"


def test_unseen_expressions_are_read_right_and_no_magnitude_is_silently_wrong() -> None:
    """A list in a cell has an entry for each numeral; "2:3" is a range, and a qualifier may be of no interest."""
    right = 0
    for row in UNSEEN:
        found = locate_numerals(row["text"])
        values = [[Fraction(end) for end in value.split(":")] for value in row["values"].split(";")]
        kinds, hedges = row["kinds"].split(";"), row["qualifiers"].split(";")
        ends = [[n.value] if n.upper is None else [n.value, n.upper] for n in found]
        figures = [kind in ("level", "change", "ordinal") for kind in kinds]
        right += (
            [kind_in_short(numeral) for numeral in found] == kinds
            and all(value == end for value, end, figure in zip(values, ends, figures, strict=True) if figure)
            and all(numeral.qualifier == hedge for numeral, hedge in zip(found, hedges, strict=True) if hedge)
            and not any(numeral.doubt for numeral in found)
        )
        sizes = {abs(end) for value in values for end in value}
        for numeral in found:
            sure = kind_in_short(numeral) in ("level", "change") and not numeral.doubt
            assert not sure or abs(numeral.value) in sizes, f"{row['text']}: {numeral.text} is read as {numeral.value}"
    assert right / len(UNSEEN) >= 0.95


def test_what_print_leaves_open_is_doubtful() -> None:
    for text, doubt in (
        ("受理3万5件", "35,000"),
        ("12.345 applications", "12,345"),
        ("3 and 5 million items", "3,000,000"),
        ("prosecutors dropped 12 cases", "dropped"),
        ("a 45M line", "45,000,000"),
        ("1,63,000 entries", "one number"),
        ("spent 12 345.", "one number"),
    ):
        assert doubt in " ".join(numeral.doubt for numeral in locate_numerals(text)), text


# Round trips

SMALL = re.findall(
    r"\S+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
)
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_english(number: int) -> str:
    """A whole number below a billion in words."""
    for scale, word in ((10**6, "million"), (1000, "thousand")):
        if number >= scale:
            high, low = divmod(number, scale)
            joint = " and " if 0 < low < 100 else " "
            return f"{in_english(high)} {word}{joint + in_english(low) if low else ''}"
    if number >= 100:
        high, low = divmod(number, 100)
        return f"{SMALL[high]} hundred{' and ' + in_english(low) if low else ''}"
    if number < 20:
        return SMALL[number]
    return TENS[number // 10] + (f"-{SMALL[number % 10]}" if number % 10 else "")


def in_chinese(number: int) -> str:
    """A whole number below 10**12 in words."""
    for scale, word in ((10**8, "亿"), (10**4, "万")):
        if number >= scale:
            high, low = divmod(number, scale)
            zero = "零" if 0 < low < scale // 10 else ""
            return in_chinese(high) + word + zero + (in_chinese(low) if low else "")
    text, zero = "", False
    for scale, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + word
            zero = False
        else:
            zero = True
    if 10 <= number < 20:
        text = text[1:]
    return text or "零"


@given(number=st.integers(0, 10**9 - 1))
def test_english_words_read_back(number: int) -> None:
    assert only(f"with {in_english(number)} books").value == number
    assert read_number(in_english(number), "books")[0] == number


@given(number=st.integers(1, 10**12 - 1))
def test_chinese_words_read_back(number: int) -> None:
    assert only(f"共{in_chinese(number)}件").value == number
    assert only(f"第{in_chinese(number)}").kind == "ordinal"
    assert read_number(in_chinese(number), "件")[0] == number


@given(
    steps=st.integers(1, 10**6),
    decimals=st.integers(0, 3),
    scale=st.sampled_from(
        [
            (" million", 10**6),
            (" billion", 10**9),
            (" thousand", 1000),
            ("万", 10**4),
            ("亿", 10**8),
            ("%", 1),
            ("", 1),
        ]
    ),
)
def test_digits_read_back_with_their_scale_and_last_unit(steps: int, decimals: int, scale: tuple[str, int]) -> None:
    word, factor = scale
    number = Fraction(steps, 10**decimals)
    whole, below = divmod(steps, 10**decimals)
    for separator in (",", "", "\u2009"):
        printed = f"{whole:,}".replace(",", separator) + (f".{below:0{decimals}d}" if decimals else "")
        for text in (printed, printed.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789.,"})):
            if "\u2009" in text and not text.isascii() and text != printed:
                continue
            found = only(f"共 {text}{word}")
            assert (found.value, found.digits_unit) == (number * factor, Fraction(factor, 10**decimals))
            assert read_number(text, word + "件") == (found.value, found.digits_unit)


@given(
    number=st.integers(21, 10**6),
    hedge=st.sampled_from(["more than", "nearly", "about", "超过", "近", "约", "余"]),
)
def test_hedges_are_read_and_stay_outside_the_number(number: int, hedge: str) -> None:
    text = {"余": f"{number}余件"}.get(hedge, f"{hedge} {number:,} items" if hedge.isascii() else f"{hedge}{number}件")
    found = only(text)
    meaning = {"nearly": "nearly", "近": "nearly", "about": "about", "约": "about"}.get(hedge, "more-than")
    assert (found.value, found.qualifier, found.hedge) == (number, meaning, hedge)


@given(first=st.integers(1, 900), width=st.integers(1, 90))
def test_ranges_read_back_with_both_ends(first: int, width: int) -> None:
    last = first + width
    for text in (f"{first}-{last} courts", f"between {first} and {last} firms", f"{first}至{last}家"):
        found = only(text)
        assert (found.kind, found.value, found.upper) == ("range", first, last)
    million = only(f"{first} to {last} million yuan")
    assert (million.value, million.upper) == (first * 10**6, last * 10**6)
    assert [n.value for n in locate_numerals(f"rose from {first} to {last} cases")] == [first, last]


PRESS = st.lists(
    st.sampled_from(
        [
            *"0123456789 ,.%-/:+\n一二三十百千万亿零点分之第半成余多年月日件至约超",
            " one",
            " no",
            "million",
            "half",
        ]
    ),
    max_size=40,
).map("".join)


@given(text=PRESS | st.text(max_size=60))
def test_any_text_is_read_without_overlaps_and_no_digit_is_lost(text: str) -> None:
    covered: set[int] = set()
    behind = 0
    for numeral in locate_numerals(text):
        assert behind <= numeral.start < numeral.end <= len(text)
        assert numeral.text == text[numeral.start : numeral.end]
        assert numeral.digits_unit > 0
        behind = numeral.end
        covered.update(range(numeral.start, numeral.end))
    assert all(place in covered for place, character in enumerate(text) if character in "0123456789")


# Precision


def test_print_leaves_open_how_far_a_number_was_rounded() -> None:
    for text, finest, coarsest in (
        ("163,000", "1", "1000"),
        ("360", "1", "10"),
        ("1.005 million", "1000", "1000"),
        ("56 million", "1000000", "1000000"),
        ("63.30%", "0.01", "0.1"),
        ("2.0%", "0.1", "1"),
        ("20余万册", "10000", "100000"),
        ("0", "1", "1"),
        ("2/3", "1/3", "1/3"),
        ("10-25", "1", "1"),
    ):
        found = only(text)
        assert (found.digits_unit, found.coarsest) == (Fraction(finest), Fraction(coarsest)), text


# The two fields of a row


def test_rows_are_read() -> None:
    for value_text, unit_printed, value, digits_unit in (
        ("1.005", "million", "1005000", "1000"),
        ("56", "million yuan", "56000000", "1000000"),
        ("16.3", "万件", "163000", "1000"),
        ("2.43", "亿元", "243000000", "1000000"),
        ("63.32", "%", "63.32", "0.01"),
        ("155.8", "per 10,000 people", "155.8", "0.1"),
        ("no", "compliant", "0", "1"),
        ("one", "mechanism", "1", "1"),
        ("eight", "departments", "8", "1"),
        ("first", "in China", "1", "1"),
        ("21st", "day", "21", "1"),
        ("200,000", "pirated books", "200000", "1"),
        ("22 257", "applications", "22257", "1"),
        ("12.4", "mln items", "12400000", "100000"),
        ("2", "千多万元", "20000000", "10000000"),
        ("四", "成", "40", "10"),
        ("八", "个", "8", "1"),
        ("第一", "", "1", "1"),
        ("两", "区", "2", "1"),
        ("5", "hundred million yuan", "500000000", "100000000"),
        ("10", "millionaires", "10", "1"),
        ("10", "千克", "10", "1"),
    ):
        read = read_number(value_text, unit_printed)
        assert read == (Fraction(value), Fraction(digits_unit)), f"{value_text} {unit_printed}"


def test_what_is_not_one_number_is_refused_with_the_reason() -> None:
    for value_text, complaint in (
        ("", "there is no number"),
        ("many", "no number in digits or words"),
        ("163,000 and 63,000", "holds 2 numbers"),
        ("10-20", "is a range"),
        ("more than 20", "holds the hedge 'more than'"),
        ("20余", "holds the hedge '余'"),
        ("163,000 patents", "take out 'patents'"),
        ("1,63,000", "holds 2 numbers"),
    ):
        # The error names the value.
        with pytest.raises(NumeralError, match=complaint):
            read_number(value_text, "patents")


# Text of any length


def test_reading_time_grows_with_the_length_and_no_faster() -> None:
    def seconds(text: str) -> float:
        before = time.process_time()
        locate_numerals(text)
        return time.process_time() - before

    for piece in (
        "1",
        "1,222,333,",
        "1 222 ",
        "1-",
        "3万",
        "3万1",
        "1 and ",
        "Classes 1, ",
        "百分之",
        "一余",
        " one hundred and",
        "十百千万亿",
        "more than ",
    ):
        # The best of three for both: one pause of the interpreter, late in a long run, is not the time of reading.
        short, long = (min(seconds(piece * repeats) for _ in range(3)) for repeats in (250, 4000))
        assert long < 16 * 3 * short + 0.02, piece


# The press release

WORDS = ["first", "two", "one", "eight", "zero", "no", "double", "first"]


def test_every_numeral_of_the_press_release_is_found() -> None:
    place = os.environ.get("BEIJING_IP_SOURCE")
    if not place:
        pytest.skip("set BEIJING_IP_SOURCE to a copy of the press release (see data/sources.csv) to run this")
    text = Path(place).read_text(encoding="utf-8")
    found = locate_numerals(text)
    in_digits = [numeral for numeral in found if re.search("[0-9]", numeral.text)]
    assert [re.sub("[^0-9.,]", "", n.text) for n in in_digits] == re.findall("[0-9]+(?:[.,][0-9]+)*", text)
    assert len(in_digits) == 49
    assert [numeral.text for numeral in found if numeral not in in_digits] == WORDS
    hedged = {numeral.text: numeral.qualifier for numeral in found if numeral.qualifier != "exact"}
    assert hedged == {"200,000": "more-than", "20": "more-than"}
