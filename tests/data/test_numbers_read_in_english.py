"""A number of a Chinese source reads as a number in an English sentence, with its hedge; its own words are kept."""

from beijing_ip.data.observations import load_observations


def test_a_chinese_number_is_written_in_digits_with_its_hedge() -> None:
    chinese = [row for row in load_observations() if row.source.language == "zh" and row.kind != "rank"]
    assert len(chinese) > 100
    written = {row.as_printed: str(row) for row in chinese}
    assert all(text.isascii() or "\N{MINUS SIGN}" in text for text in written.values())
    assert {row.as_printed for row in chinese} == {row.phrase for row in chinese}
    bounds = [row for row in chinese if row.qualifier == "more-than"]
    assert bounds and all(str(row).startswith("more than ") for row in bounds)
