"""A number of a Chinese source reads as a number in an English sentence, with its hedge; its own words are kept."""

from beijing_ip.data.observations import load_observations


def test_a_chinese_number_is_written_in_digits_with_its_hedge() -> None:
    chinese = [row for row in load_observations() if row.source.language == "zh"]
    assert len(chinese) > 100
    for row in chinese:
        assert row.as_printed == row.phrase
        assert str(row).removesuffix(" yuan") == row.in_digits
        assert row.in_digits.isascii() or row.value < 0
        assert row.in_digits.startswith("more than ") == (row.qualifier == "more-than")


def test_an_english_number_is_as_printed_and_a_percentage_has_its_sign_whatever_the_source_prints() -> None:
    printed = {row.observation_id: row for row in load_observations() if row.source.language != "zh"}
    for row in printed.values():
        assert row.as_printed == str(row) or (f"{row.as_printed}%", "percent") == (str(row), row.unit_printed)
        assert row.value_text in str(row) or not any(map(str.isdigit, row.value_text))
        assert str(row).endswith("%") == (row.unit == "per cent")
    assert {row.unit_printed for row in printed.values() if row.unit == "per cent"} == {"%", "percent"}
