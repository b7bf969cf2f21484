"""An option that is misspelt, of another kind or without what it needs is an error, before any page is read."""

import datetime
from pathlib import Path

import pytest
from printed import build_book, print_page, read_printed
from sphinx.errors import ConfigError

WRONG = {
    "typst_titel": ("Mine", "there is no such option; did you mean typst_title?"),
    "typst_skip": ("intro", "'intro' is not a list"),
    "typst_macros": (["RR"], "is not names with values"),
    "typst_caption_tables": ("often", "'often' is not true or false"),
    "typst_lists": (["figure"], "'figure' is none of figures, tables"),
    "typst_missing_alt": ("ask", "'ask' is none of refuse, say"),
    "typst_imprint": ([{"title": "Place"}], "an entry has no 'text': {'title': 'Place'}"),
    "typst_excerpts": (
        [{"name": "a", "parts": [], "page": 1}],
        "an entry has 'page', which print does not know; did you mean pages?",
    ),
    "typst_date": ("31.12.2020", "'31.12.2020' is no date; write it as 2020-12-31"),
    "typst_look": ({"acent": "#000000"}, "the template has no 'acent'; did you mean accent?"),
    "typst_font_paths": (["absent", "web"], "there is no folder absent"),
}


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "web").mkdir(parents=True)
    (source / "web" / "a.woff2").touch()
    # Nobody reads it.
    (source / "index.rst").write_text("Title\n=====\n\n:nothing:`at all`\n", encoding="utf-8")
    options = "".join(f"{name} = {value!r}\n" for name, (value, _) in WRONG.items())
    (source / "conf.py").write_text(f'extensions = ["sphinx_typst"]\nproject = "Book"\n{options}', encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        build_book(source, tmp_path / "out", "typst")
    said = str(error.value).splitlines()
    for name, (_, wrong) in WRONG.items():
        assert [line for line in said if line.startswith(f"{name}: ") and wrong in line], name
    assert "typst_font_paths: Typst reads no fonts for the web; take the same as .ttf or .otf: a.woff2" in said
    assert len(said) == len(WRONG) + 1


def test_a_date_that_yaml_has_read_is_a_date(tmp_path: Path) -> None:
    options = {
        "typst_edition": "Version 2.1",
        "typst_date": datetime.date(2020, 12, 31),
        "typst_description": "So cited.",
    }
    printed = read_printed(print_page(tmp_path, "Text.", **options))
    assert "Version 2.1, 31 December 2020" in printed.pages[0]
    assert printed.pdf.metadata.subject == "So cited."
