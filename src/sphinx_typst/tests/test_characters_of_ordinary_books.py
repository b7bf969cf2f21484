"""Characters of every kind print, or are left out where a screen shows nothing for them either."""

import unicodedata
from pathlib import Path

import pytest
from printed import compare_with_web, draw_font, ink_outside_margins, print_page, read_printed
from pypdf import PdfReader

from sphinx_typst import PrintError


def test_fonts_of_the_book_serve_as_a_last_resort_in_the_order_of_their_names(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    (fonts / "2.ttf").write_bytes(draw_font("Second Letters", "a𐌰𐌱"))
    (fonts / "1.ttf").write_bytes(draw_font("First Letters", "𐌰"))
    body = "## Head 𐌰\n\nText a𐌰𐌱 **𐌰** `𐌰` $x + \\text{𐌰}$ 中\n\n```\n𐌱\n```"
    given = {"typst_font_paths": ["../fonts"], "typst_look": {"text": ["New Computer Modern"]}}
    printed = read_printed(print_page(tmp_path, body, **given))
    assert "Text a𐌰𐌱 𐌰 𐌰" in printed.text
    pieces = [piece for page in printed.pieces for piece in page]
    by_letter = {letter: {piece.font.split("+")[1] for piece in pieces if letter in piece.words} for letter in "𐌰𐌱中"}
    assert by_letter["𐌰"] == {"FirstLetters"} and by_letter["𐌱"] == {"SecondLetters"}
    assert by_letter["中"] == {"BookSerifSC-Regular-Identity-H"}


def test_what_shows_nothing_on_a_screen_is_no_error_and_no_box(tmp_path: Path) -> None:
    signs = [chr(code) for code in [*range(1, 0x600), *range(0x2000, 0x2070), *range(0xFE00, 0xFE10), 0x3000, 0xFEFF]]
    shown = [sign for sign in signs if unicodedata.category(sign) in {"Cf", "Cc", "Zs", "Zl", "Zp"} or sign >= "\ufe00"]
    words = "".join(f"x{sign}" for sign in shown if sign not in "\n\r\t ") + "y"
    listing = "".join(sign for sign in shown if not sign.isspace())
    body = f"- **{words}** `{words}` 中\u200b文\n\n```\nin {listing}a listing\n```\n\nOne line \u2028 alone."
    target = print_page(tmp_path, body)
    assert "One line alone." in read_printed(target).text
    assert not {"\ufeff", "\x07", "\x1b", "\u2028"} & set((target.parent / "book" / "book.typ").read_text("utf-8"))


def test_text_is_found_as_on_a_screen(tmp_path: Path) -> None:
    text = read_printed(print_page(tmp_path, "Re\u0301sume\u0301 a\u030a 10\u00a0km 10\u202f000 Donau\u00addampf")).text
    # Which of them are kept as such depends on who reads; what is looked for does not.
    assert "Résumé å 10 km 10 000 Donaudampf" in unicodedata.normalize("NFC", text).replace("\u00ad", "")


LONG = "some_package.linear_model_selection.LogisticRegressionCrossValidatedEstimator.fit_transform_and_predict"
LONG_WORDS = f"""## {LONG}

### `{LONG.replace("_", "")}`

Words {LONG}, **{LONG}**, {"ACGT" * 40} and {"é" * 150}.

- - - > {LONG}

:::{{admonition}} {LONG}
{LONG}
:::

{LONG}
: {LONG}[^note] <https://example.org/{LONG}>

[^note]: Of {LONG}

:::{{figure}} dot.svg
:alt: A dot
{LONG}
:::

{{index}}`{LONG}` {{index}}`{"Index" * 20}`

| {LONG} | {LONG} |
|---|---|
| {LONG} | {"ACGT" * 40} |
"""


def test_no_word_is_too_long_for_its_line(tmp_path: Path) -> None:
    given = {"myst_enable_extensions": ["colon_fence", "deflist"], "typst_index_title": "Index"}
    assert [found for found in compare_with_web(tmp_path, LONG_WORDS, **given) if "lost" in found] == []
    assert ink_outside_margins(tmp_path / "out" / "book" / "book.typ") == []
    assert LONG in str(read_printed(tmp_path / "out" / "book.pdf").pdf.outline)


def test_letters_of_lists_in_lists_can_be_read(tmp_path: Path) -> None:
    printed = read_printed(print_page(tmp_path, "- one\n  - two\n    - three\n      - four\n        - five\n"))
    sizes = [piece.size for page in printed.pieces for piece in page if piece.words in {"two", "three", "four", "five"}]
    assert len(sizes) == 4 and len(set(sizes)) == 1 and min(sizes) > 9


PICTURES = [
    "✅ ❌ ⚠️ 🎉 📝",
    "👍🏽",
    "👩🏿‍🚀",
    "👨‍👩‍👧‍👦",
    "🇩🇪",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "1️⃣ #️⃣",
    "🐶‍🚀",
]
"""Emoji, and their sequences: of a skin, of parts that are joined, of flags, of keys, and one that nobody draws."""
WRITTEN = {
    "Japanese": ("ひらがな・カタカナ、日本語の本", "BookSerifSC-Regular"),
    "traditional Chinese": ("臺灣繁體中文書，歷史與龍鳳", "BookSerifSC-Regular"),
    "rarer Chinese": ("鑫翱沅㎡", "BookSerifSC-Regular"),
    "Korean": ("한국어 문장입니다.", "BookSansSC-Regular"),
    "mathematics": ("∀x∈ℝ 𝐀𝒜𝔸 ⇒ ↦", "NewCMMath-Regular"),
    "money": ("€ £ ¥ ₽ ₹ ₩ ₿ ₺", "LibertinusSerif-Regular"),
    "Hebrew": ("שלום", "LibertinusSerif-Regular"),
}


def test_emoji_print_as_on_a_screen_in_text_headings_tables_and_listings(tmp_path: Path) -> None:
    words = " ".join(PICTURES)
    body = f"## Head {words}\n\nText {words}, **{words}**.\n\n| {words} |\n|---|\n| `{words}` |\n\n```\nof {words}\n```"
    target = print_page(tmp_path, body)
    printed = read_printed(target)
    # The heading stands in the contents too.
    assert printed.text.count("👩🏿‍🚀") == printed.text.count("1️⃣") == printed.text.count("✅") == 7
    fonts = {piece.font.split("+")[1] for page in printed.pieces for piece in page if set(piece.words) & set("✅🎉👍1")}
    assert fonts - {"BookSans-Regular", "BookSans-Bold"} == {"BookEmoji-Regular"}


def test_every_script_of_an_ordinary_book_prints_in_a_typeface_that_has_it(tmp_path: Path) -> None:
    body = "\n\n".join(words for words, _ in WRITTEN.values())
    target = print_page(tmp_path, body)
    printed = read_printed(target)
    pieces = [piece for page in printed.pieces for piece in page]
    for case, (words, font) in WRITTEN.items():
        assert case == "Hebrew" or words.replace(" ", "") in printed.text.replace(" ", "")
        assert any(font in piece.font and piece.words[0] in words for piece in pieces), case
    languages = {str(tag.get("/Lang")).lower() for tag in printed.tags}
    assert {"ja", "zh-cn"} <= languages


def test_letters_that_would_not_be_joined_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match="DEVANAGARI LETTER HA"):
        print_page(tmp_path, "Hindi हिन्दी and a letter for mathematics 𝔸")


def test_characters_of_other_kinds_stand_in_formulas(tmp_path: Path) -> None:
    body = "$🍎 + 𝐱\u200b_{👩🏿‍🚀} = 5\u202f000 – ½ 𝟏 𝑦$"
    printed = read_printed(print_page(tmp_path, body))
    assert printed.said_of("Formula") == ["🍎 plus bold x sub 👩🏿‍🚀 end sub equals 5 000 – ½ bold 1 y"]


def test_letters_in_drawings_are_found_in_every_typeface(tmp_path: Path) -> None:
    words = "ok ✅ 日本語 の 한국 鑫 1️⃣ 👩🏿‍🚀 ⚠&#xFE0F; re&#x301;s a&#xAD;b&#xFEFF;c &#60;"
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="50"><text y="20">{}</text></svg>'
    target = print_page(tmp_path, "![alt](a.svg)", files={"a.svg": svg.format(words).encode()})
    text = PdfReader(target).pages[-1].extract_text()
    assert "ok ✅ 日本語 の 한국 鑫 1 👩🚀 ⚠ rés abc <" in " ".join(text.split())


def test_a_letter_that_a_drawing_cannot_keep_is_refused_by_name(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="50"><text y="20">x&#x302;</text></svg>'
    with pytest.raises(PrintError, match=r"line 3: the picture a.svg has a letter with a mark .*, x\u0302, "):
        print_page(tmp_path, "![alt](a.svg)", files={"a.svg": svg.encode()})
