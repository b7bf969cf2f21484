"""What print itself says is in the language of the book, or the build names the words that are not."""

import io
import re
from pathlib import Path

import pytest
from printed import print_page, read_printed
from sphinx.errors import ConfigError

from sphinx_typst.language import read_words

BODY = """Vor [](#unten).

```{warning}
Inhalt der Warnung.
```

```{figure} dot.svg
:alt: Punkt

Bild
```

```{table} Zahlen

| a | b |
|---|---|
ROWS
```

```{index} see: Ding; Wort
```

<iframe src="https://example.org/a"></iframe>

<video></video>

(unten)=
## Abschnitt
""".replace("ROWS", "\n".join(f"| {number} | x |" for number in range(70)))


def said_in(folder: Path, language: str, said: io.StringIO | None = None, **options: object) -> str:
    """The text of a book of one page in a language."""
    given = {"typst_index_title": "Register", "typst_date": "2020-12-31", **options}
    return read_printed(print_page(folder, BODY, said=said, language=language, **given)).text


SAID = {
    "de": ["31. Dezember 2020", "Inhalt Title", "Abbildungen", "Tabellen", "Abschnitt (Seite 2)", "Warnung",
           "Abbildung 1", "Tabelle 1", "(Fortsetzung)", "Eingebettete Seite: https", "Video, in der Webausgabe",
           "Ding, siehe Wort"],
    "fr": ["31 décembre 2020", "Table des matières", "Figures", "Tableaux", "Abschnitt (page 2)", "Avertissement",
           "Figure 1", "Tableau 1", "(suite)", "Page intégrée : https", "Vidéo, dans l’édition en ligne",
           "Ding, voir Wort"],
    # Sphinx has these; the rest stays in English, and is named.
    "tr": ["31 Aralık 2020", "İçindekiler", "Figures", "Tables", "Abschnitt (sayfa 2)", "Uyarı", "Şekil 1", "Tablo 1",
           "(önceki sayfadan devam)", "Ding, bakınız Wort"],
}  # fmt: skip


@pytest.mark.parametrize("language", SAID)
def test_print_itself_speaks_the_language(language: str, tmp_path: Path) -> None:
    said = io.StringIO()
    text = said_in(tmp_path, language, said)
    start = 0
    for words in SAID[language]:
        start = text.find(words, start)
        assert start >= 0, (words, text)
    named = re.search(r"no words in the language 'tr' for: figures, tables,", said.getvalue())
    assert bool(named) == (language == "tr")
    if language != "tr":
        english, own = (set(" ".join(read_words()[name].values()).split()) for name in ("en", language))
        assert (english - own) & set(text.split()) <= {":"}


def test_the_author_has_the_last_word(tmp_path: Path) -> None:
    own = {"typst_words": {"contents": "Was drin ist", "Video": "Film"}, "numfig_format": {"figure": "Skizze %s:"}}
    text = said_in(tmp_path, "de", **own)
    assert "Was drin ist Title" in text and "Film, in der Webausgabe" in text and "Skizze 1" in text


WRONG = {
    "an unknown word": (
        {"typst_words": {"content": "Inhalt"}},
        "typst_words: print has no word content",
    ),
    "a language from right to left": ({"language": "he"}, "'he' is written from right to left"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_refused_by_name(case: str, tmp_path: Path) -> None:
    options, said = WRONG[case]
    with pytest.raises(ConfigError, match=re.escape(said)):
        print_page(tmp_path, "Text.", **options)


def test_every_language_has_every_word_and_its_gaps() -> None:
    table = read_words()
    for language, words in table.items():
        assert [key for key in table["en"] if words[key].count("{}") != table["en"][key].count("{}")] == [], language
        assert all(words.values()), language


def test_a_japanese_book_is_japanese_in_its_captions_and_at_the_ends_of_its_lines(tmp_path: Path) -> None:
    body = "カタカナで\nカタカナが漢字\n漢字が続きます。\n\n第二段落\n\n```{figure} dot.svg\n:alt: 点\n\n図の説明\n```"
    printed = read_printed(print_page(tmp_path, body, language="ja"))
    assert "カタカナでカタカナが漢字漢字が続きます。" in printed.text
    assert "図 1" in printed.text
    assert {str(tag["/Lang"]).lower() for tag in printed.tags if "/Lang" in tag} <= {"ja"}
