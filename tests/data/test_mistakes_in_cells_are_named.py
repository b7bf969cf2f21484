"""What people do to cells: each slip is one line, with what is wrong, where in the cell, and what is likely right."""

import re

import pytest
from conftest import with_rows

from beijing_ip.data.checks.dates import likely_dates, wrong_date
from beijing_ip.data.loading import find_problems, load_tables
from beijing_ip.data.schema import few_of_each, load_schemas

SCHEMAS = load_schemas()
PERIOD = next(f for f in SCHEMAS["observations"].fields if f["name"] == "period")["constraints"]["pattern"]


def said(tables):
    return [str(problem) for problem in few_of_each(find_problems(tables, SCHEMAS))]


def changed(name, number, **cells):
    """What is said of one row of a table with other cells."""
    row = next(row for row in load_tables()[name] if row.number == number)
    return said(with_rows(name, row.but(**cells)))


def first(name, number, **cells):
    problems = changed(name, number, **cells)
    (column,) = cells
    place = f"data/{name}.csv, row {number}, column {column}: "
    assert problems[0].startswith(place) and len(problems[0].splitlines()) == 1, problems
    return problems[0].removeprefix(place)


@pytest.mark.parametrize(
    ("period", "likely"),
    [
        *(
            ("2020/12", "2020-12"),
            ("2020.0", "2020"),
            ("FY2020", "2020"),
            ("2020年", "2020"),
            ("2020Q1", "2020-01/2020-03"),
        ),
        *(
            ("Dec 2020", "2020-12"),
            ("2020年12月", "2020-12"),
            ("2020年上半年", "2020-01/2020-06"),
            ("2016-2020", "2016/2020"),
        ),
        *(("31 December 2020", "2020-12-31"), ("2020/12/31", "2020-12-31"), ("31/12/2020", "2020-12-31")),
        *(("12/2020", "2020-12"), ("202012", "2020-12"), ("20201231", "2020-12-31"), ("2019/20", "2019/2020")),
        *(("２０２０", "2020"), ("2020-1", "2020-01"), ("43831", "2020-01-01"), ("end of 2020", "2020")),
        *(("20-Jun-12", "2012-06-20"), ("Dec-20", "2020-12")),
        *(("01/04/2020", "2020-04-01 or 2020-01-04"), ("2020-12-31 00:00:00", "2020-12-31")),
    ],
)
def test_a_period_in_another_form_is_told_the_forms_and_the_likely_one(period, likely):
    message = first("observations", 2, period=period)
    assert message.startswith(f"is '{period}'; write it like 2020 or 2020-09 or 2020-09-04 or 2016/2020 or ")
    assert message.endswith(f"; did you mean {likely}?")
    assert all(wrong_date(date, PERIOD) == "" for date in likely.split(" or "))


def test_of_what_is_no_date_none_is_guessed():
    for text in ("last year", "2020-13", "2020-02-30", "13", "H3 2020", "2020年五季度"):
        assert likely_dates(text) == []


@pytest.mark.parametrize(
    ("name", "column", "date", "right"),
    [
        ("sources", "published", "2021-02-30", "there is no such day; that month ends on the 28th"),
        ("sources", "published", "2021-13", "there is no such month"),
        ("sources", "published", "0221-04-30", "no date here is before 1800"),
        ("events", "start", "2012-06-31", "there is no such day; that month ends on the 30th"),
        ("events", "end", "2012-00-01", "there is no such month"),
        ("observations", "period", "2021-02-29", "there is no such day"),
        ("observations", "period", "2021/2020", "ends before it begins; write the earlier date first"),
        ("observations", "period", "2020-06/2020-06", "ends where it begins"),
        ("observations", "period", "2020/2021-04", "dates of different kinds"),
        ("breaks", "from_year", "0016", "no date here is before 1800"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(name, column, date, right):
    assert right in first(name, 2, **{column: date})


@pytest.mark.parametrize(
    ("name", "column", "date", "right"),
    [
        ("sources", "published", "2200-04-30", "which is in the future; write the day on which the page was published"),
        ("observations", "period", "2200", "but cnipa-2021-04-30 was published on 2021-04-30; one of them is wrong"),
        ("observations", "period", "2021-05", "but cnipa-2021-04-30 was published on 2021-04-30"),
        ("editions", "year", "2022", "was published on 2020-04-23"),
        ("events", "end", "2012-06-19", "is 2012-06-19, before the start, 2012-06-20"),
        ("events", "start", "2212-06-20", "which is in the future; the newest source is of"),
        ("breaks", "to_year", "2117", "which is in the future"),
    ],
)
def test_what_ends_before_it_begins_or_lies_in_the_future_is_refused(name, column, date, right):
    place = f"data/{name}.csv, row 2, column {column}: is {date}"
    assert any(problem.startswith(place) and right in problem for problem in changed(name, 2, **{column: date}))


@pytest.mark.parametrize(
    "cell",
    [
        *("=1+1", '=HYPERLINK("https://example.org")', "@SUM(A1)", "+cmd|' /C calc'!A0", "- one of two", "-", "+"),
        *("+1+cmd|' /C calc'!A0", "-2+3", "-49 to -37%", "-1.5%*9", "＝1+1", "－2+3"),
        # Where the comma is the decimal sign, the file is parted at semicolons.
        *("one;=1+1", "one; two; -2+3"),
    ],
)
def test_what_a_spreadsheet_takes_for_a_formula_is_refused(cell):
    message = first("events", 2, note_en=cell)
    assert re.match("(begins with|has right behind a semicolon) '[=@+＝－-]'", message), message
    assert message.endswith("put a word before it")


def test_a_number_with_its_sign_is_no_formula():
    for cell in ("+23.6%", "-0.5", "-1,204", "+.5", "minus 2 + 3", "one; +3%; 5", "a=1", "2-1"):
        assert changed("events", 2, note_en=cell) == []


def test_a_cell_that_no_workbook_holds_is_refused():
    assert first("events", 2, note_en="a" * 100_000) == (
        "has 100,000 characters, of which a spreadsheet keeps 32,767; say it in fewer"
    )


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "//example.org/a", "https:///a"),
        *("https://example.org@evil.example/", "https://раураl.com/", "https://example.org\\@evil.example/"),
    ],
)
def test_an_address_leads_to_a_page_on_the_web_alone(address):
    assert first("sources", 2, address=address).endswith("; write it like https://example.org/page.html")


@pytest.mark.parametrize(
    ("address", "right"),
    [
        (
            "https://example.org/a)[b](javascript:alert(1))",
            "https://example.org/a%29%5Bb%5D%28javascript:alert%281%29%29",
        ),
        ("https://example.org/专利?a=1", "https://example.org/%E4%B8%93%E5%88%A9?a=1"),
        ('https://example.org/"onmouseover="alert', "https://example.org/%22onmouseover=%22alert"),
    ],
)
def test_a_sign_that_ends_an_address_in_a_text_is_written_as_addresses_have_it(address, right):
    assert first("sources", 2, address=address).endswith(f"did you mean '{right}'?")
    assert changed("sources", 2, address=right) == []


def test_full_width_digits_are_named_or_read():
    problems = changed("observations", 2, value_text="１６３,０００", phrase="granted １６３,０００ patents")
    assert not any("2 numbers" in problem for problem in problems)
    named = "row 2, column value_text: is '１６３,０００', in full-width characters; write 163,000"
    assert any(named in problem for problem in problems) or not any("row 2, column value" in each for each in problems)


def test_unit_and_printed_unit_exchanged_are_told_as_that():
    (row,) = (row for row in load_tables()["observations"] if row.number == 3)
    problems = changed("observations", 3, unit=row["unit_printed"], unit_printed=row["unit"])
    assert problems == [
        "data/observations.csv, row 3, column unit: is 'new inventions', and unit_printed is 'patents'; "
        "the two are exchanged"
    ]


def test_one_cause_in_many_rows_is_a_few_lines():
    row = next(row for row in load_tables()["indicators"] if row["indicator_id"] == "patents-granted")
    problems = said(with_rows("indicators", row.but(unit="grants")))
    assert len(problems) == 3 and problems[2].endswith("more rows too)")


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("the\u202eoffice", "holds U+202E, right-to-left override, as character 4, behind 'the'; remove it"),
        ("the\u2066office", "holds U+2066"),
        ("the \u200boffice", "holds U+200B, zero width space, as character 5, behind 'the'; remove it"),
        ("the\x00office", "holds U+0000, a control character, as character 4, behind 'the'; remove it"),
        ("the\x07office", "holds U+0007"),
        ("the\toffice", "holds U+0009"),
        ("the\x9boffice", "holds U+009B"),
        ("the \ufeffoffice", "holds U+FEFF, zero width no-break space,"),
        ("the\xadoffice", "holds U+00AD, soft hyphen,"),
        ("the\xa0office", "holds U+00A0, no-break space, as character 4, behind 'the'; write a plain space"),
        ("the \ue000", "holds U+E000"),
        ("the \u3164office", "holds U+3164"),
        ("the\u200doffice", "holds U+200D, zero width joiner,"),
        ("the\u034foffice", "holds U+034F"),
        ("the\U000e0041office", "holds U+E0041"),
        ("the\U000e0100office", "holds U+E0100"),
        ("the\ufffeoffice", "holds U+FFFE, no character, as character 4, behind 'the'; remove it"),
        ("the\ufdd0office", "holds U+FDD0"),
        ("the\u2028office", "holds U+2028"),
        ("the\ud800office", "holds U+D800"),
        ("cafe\u0301 in", "holds a letter and its accent as two characters as character 4"),
        ("专⽤", "holds ⽤ (U+2F64) as character 2, behind '专', which only looks like 用; write 用"),
    ],
)
def test_what_nobody_sees_is_named_with_its_place(cell, named):
    for name, column in (("observations", "note_en"), ("events", "event_en"), ("terms", "definition_en")):
        assert first(name, 2, **{column: cell}).startswith(named)


WAYS = [("utf-8", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "gb18030"), ("gb18030", "latin-1"), ("gb18030", "utf-8")]


@pytest.mark.parametrize(("written", "read"), WAYS, ids="-".join)
@pytest.mark.parametrize("words", ["专利", "发明专利授权量", "北京市知识产权局"])
def test_words_in_a_wrong_encoding_are_named(words, written, read):
    wrong = words.encode(written).decode(read, "replace")
    for name, column in (("indicators", "name_zh"), ("events", "note_en")):
        message = first(name, 2, **{column: wrong})
        assert "in a wrong encoding; open the file as UTF-8, and write" in message or "characters were lost" in message
        assert "\ufffd" in wrong or words in message


def test_signs_in_a_wrong_encoding_are_named_and_accents_are_not():
    for wrong in ("the officeâ€™s", "cafÃ©", "a â€œquoteâ€\x9d", "it 鈥渜uotes", "专利??", "锟斤拷"):
        assert first("events", 2, note_en=wrong).startswith("holds '")
    for right in ("café", "São Paulo’s", "naïve", "Großspaß”", "“quotes” – and — dashes…", "±5 °C", "联通", "鈥"):
        assert changed("events", 2, note_en=right) == []


@pytest.mark.parametrize(
    ("column", "cell", "right"),
    [
        ("value", "163,000", "did you mean 163000?"),
        ("value", "1.63E+05", "did you mean 163000?"),
        ("value", "163000.0", "did you mean 163000?"),
        ("value", "１６３０００", "did you mean 163000?"),
        ("paragraph", "5.0", "did you mean 5?"),
        ("qualifier", "Rounded", "did you mean 'rounded'?"),
        ("series", "prefered", "did you mean 'preferred'?"),
        ("indicator_id", "patents_granted", "did you mean 'patents-granted'?"),
        ("indicator_id", "专利授权量", "did you mean 'patents-granted'?"),
        ("place", "Bejing", "did you mean 'Beijing'? A new one is added to data/places.csv first"),
        ("place", "beijing", "did you mean 'Beijing'?"),
        ("place", "北京", "did you mean 'Beijing'?"),
        ("place", "Nankin", "did you mean 'Nanjing'?"),
        ("place", "Atlantis", "is not in data/places.csv; a new one is added to data/places.csv first"),
        ("place", "Nan\xa0jing", "holds U+00A0"),
        ("agency", "cnipa;moj", "write one of them, since the cell names one row"),
    ],
)
def test_what_was_likely_meant_is_said(column, cell, right):
    assert right in first("observations", 2, **{column: cell})


def test_the_name_of_a_place_is_letters():
    """It stands in sentences, headlines, addresses and names of files as it is."""
    for name in ("Bei<b>jing</b>", "Bei*jing*", "../Beijing", "Beijing\\", "Bei_jing", "[Beijing](x)", "Beijing, "):
        problems = changed("places", 4, place=name)
        assert any(problem.startswith("data/places.csv, row 4, column place: ") for problem in problems), problems
    for name in ("Xi'an", "Hong Kong, China", "São Paulo", "Baden-Württemberg", "Washington, D.C."):
        problems = changed("places", 4, place=name)
        assert not any(problem.startswith("data/places.csv, row 4, column place") for problem in problems)


def test_what_else_was_likely_meant_is_said():
    address = next(row["address"] for row in load_tables()["sources"] if row["source_id"] == "cnipa-2021-04-30")
    assert "did you mean 'cnipa-2021-04-30'?" in first("events", 2, source_id=address)
    assert "did you mean 'patents; trademarks'?" in first("measures", 5, rights="Patents,trademarks")
    assert "without a Chinese character" in first("indicators", 2, name_zh="patents granted")


@pytest.mark.parametrize("separator", ["；", "，", "、", ",", " | "])
def test_another_sign_between_ids_is_named(separator):
    assert "write '; ' between several of them" in first("measures", 5, actors=f"municipality{separator}bjipo")


def test_an_id_renamed_in_its_own_table_alone_is_told_with_the_rows_that_have_the_old_one():
    row = next(row for row in load_tables()["indicators"] if row["indicator_id"] == "patents-granted")
    problems = said(with_rows("indicators", row.but(indicator_id="grants-of-patents")))
    assert problems and all("'patents-granted' is not in data/indicators.csv" in problem for problem in problems)
    assert all("renamed to 'grants-of-patents', which no row names, write that" in each for each in problems[:3])
    assert len([each for each in problems if each.startswith("data/observations.csv")]) == 3
    assert any("more rows too)" in problem for problem in problems)
