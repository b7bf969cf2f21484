"""What Typst cannot set is told as errors of the book: page, line, its own words, what to do; never Typst's code."""

from pathlib import Path

import pytest
from printed import draw_font, print_page

from sphinx_typst import PrintError
from sphinx_typst.complaints import NO_MEANING

GOTHIC = [chr(code) for code in range(0x10330, 0x1033F)]
"""Letters that no typeface of the package has, one for each place where a character may stand."""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><text y="50">Drawn &#x{:X};</text></svg>'
PAGE = """## A heading {0}

A paragraph of
several lines with {1} and a bold **{1}**.

- in a list {2}

| a | b |
|---|---|
| x | y |
| x | {3} |

Code `{4}` in a line, and a formula $\\text{{word {5}}}$.

```python
first
listing("{6}")
```

```{{index}} entry {7}
```

```{{figure}} drawn.svg
:alt: Heard alone {8}

A caption {9}
```

A note[^one].

[^one]: What it says {10}.
"""


def errors_of(folder: Path, body: str, **options: object) -> list[str]:
    """The lines of the error that a book of one page raises."""
    with pytest.raises(PrintError) as error:
        print_page(folder, body, **options)
    return str(error.value).strip().splitlines()


def test_each_missing_character_is_told_once_with_its_first_line_and_its_words(tmp_path: Path) -> None:
    drawn = DRAWING.format(ord(GOTHIC[11])).encode()
    said = errors_of(tmp_path, PAGE.format(*GOTHIC), files={"drawn.svg": drawn}, typst_index_title="Index")
    places = {
        0: (3, "A heading {}"), 1: (6, "…h of several lines with {} and a bold"), 2: (8, "in a list {}"), 3: (13, "{}"),
        4: (15, "{}"), 5: (15, "word {}"), 6: (19, '"{}"'), 7: (22, "entry {}"), 9: (28, "A caption {}"),
        10: (33, "What it says {}."), 11: (25, "in the drawing "),
    }  # fmt: skip
    assert len(said) == len(places)
    for number, (line, words) in places.items():
        found = [one for one in said if f"“{GOTHIC[number]}” (U+{ord(GOTHIC[number]):04X}, GOTHIC LETTER" in one]
        assert len(found) == 1, words
        assert found[0].startswith(f"index.md, line {line}: no typeface at hand has ")
        assert words.format(GOTHIC[number]) in found[0].partition("add a folder with a font that has it")[2]
        assert ("; 2 times)" in found[0]) == (number == 1)


def test_everything_too_wide_is_told_at_once(tmp_path: Path) -> None:
    head = "Averylongheading0 that is higher than a page " * 400
    formula = "x_{1234567}y^{abcdefgh}" * 60
    body = f"A ${formula}$\n\n$$ z{formula} $$\n\n|{head}|\n|---|\n|x|\n"
    said = errors_of(tmp_path, body)
    assert [line.split(":")[0] for line in said] == ["index.md, line 3", "index.md, line 5", "index.md, line 7"]
    for line, words in zip(said, ("display it", "break it into lines", "higher than a page"), strict=True):
        assert words in line
    assert "x_{1234567}" in said[0] and "zx_{1234567}" in said[1] and "Averylongheading0" in said[2]


def test_a_character_of_an_icon_font_is_told_by_line_and_words(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "icons.ttf").write_bytes(draw_font("Icons", "\ue000"))
    said = errors_of(tmp_path, "An icon \ue000 here.", typst_font_paths=["../fonts"])
    told = NO_MEANING.format("“\ue000” (U+E000, without a name)")
    assert said == [f"index.md, line 3: {told}: An icon \ue000 here."]


OTHERS = {
    "raw Typst": ("Text.\n\n```{raw} typst\n#nothing(3)\n```", "index.md, line 5: Typst says: unknown variable"),
    "a broken picture": ("![words](broken.png)", "index.md, line 3: Typst says: failed to decode image"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_what_typst_says_itself_is_cut_and_kept_in_a_file(case: str, tmp_path: Path) -> None:
    body, begin = OTHERS[case]
    said = errors_of(tmp_path, body, files={"broken.png": b"\x89PNG\r\n\x1a\n" + bytes(100)})
    assert len(said) == 1 and said[0].startswith(begin)
    assert "book/errors.txt" in said[0] and "┌─" not in said[0]
    assert "error: " in (tmp_path / "out" / "book" / "errors.txt").read_text(encoding="utf-8")
