"""The language of a book: the words that print itself adds, and its date."""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from sphinx.errors import ConfigError
from sphinx.locale import get_translation
from sphinx.util.logging import getLogger

LOGGER = getLogger(__name__)
FROM_RIGHT = {"ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}
"""Languages that are written from right to left."""
_FROM_SPHINX = {
    "contents": ("{}", "Table of Contents", "Contents"),
    "page": (" ({}\u00a0{{}})", "page"),
    "continued": ("({})", "continued from previous page"),
}
"""How print puts words that Sphinx knows in many languages, and what English calls them there, best first."""
_CALLED = {"figure": "Fig. %s", "table": "Table %s"}
"""How references call what is numbered, before Sphinx translates it."""
_SAME_EVERYWHERE = {"address"}


def split_language(language: str | None) -> tuple[str, str]:
    """Return a language and its country, such as `pt` and `br`; the country may be empty.

    Raises ConfigError for a language that is written from right to left.
    """
    name, *parts = re.split("[-_@]", (language or "en").lower())
    if name in FROM_RIGHT:
        raise ConfigError(
            f"language: {language!r} is written from right to left, and print sets books from left to right alone; "
            "passages in it print within a book in another language"
        )
    return name, next((part for part in parts if len(part) == 2), "tw" if "hant" in parts else "")


def find_words(config: Any) -> dict[str, str]:
    """Return the words that print adds in the language of a book, by the names that `typst_words` knows them by.

    What no one translated stays in English, and a warning names it. Raises ConfigError for a name that is not known.
    """
    name, country = split_language(config.language)
    table = read_words()
    english = table["en"]
    if unknown := [key for key in config.typst_words if key not in english]:
        raise ConfigError(f"typst_words: print has no word {', '.join(unknown)}; it has {', '.join(english)}")
    own = table.get("zh_tw") if name == "zh" and country in ("tw", "hk", "mo") else table.get(name)
    words = {**(_ask_sphinx(config) if own is None else own), **_ask_author(config), **config.typst_words}
    if missing := [key for key in english if key not in words and key not in _SAME_EVERYWHERE]:
        LOGGER.warning(
            "print has no words in the language %r for: %s; it says them in English, until typst_words gives them",
            config.language,
            ", ".join(missing),
            type="typst",
            subtype="words",
        )
    return english | words


@cache
def read_words() -> dict[str, dict[str, str]]:
    """Return the words of each language that print knows by itself."""
    with Path(__file__).with_name("words.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    languages = rows[0][1:]
    return {language: {row[0]: row[place] for row in rows[1:]} for place, language in enumerate(languages, start=1)}


def _ask_sphinx(config: Any) -> dict[str, str]:
    translate = get_translation("sphinx")
    words = {}
    for key, (pattern, *asked) in _FROM_SPHINX.items():
        if said := next((said for english in asked if (said := str(translate(english))) != english), ""):
            words[key] = pattern.format(said.replace("%s", "{}"))
    for kind, english in _CALLED.items():
        if (called := str(translate(english))) != english:
            words[kind] = called.replace("%s", "").strip()
    return words


def _ask_author(config: Any) -> dict[str, str]:
    """Return how the author calls figures and tables, where numfig_format is not as Sphinx has it."""
    translate = get_translation("sphinx")
    formats = {kind: str(config.numfig_format.get(kind, "")) for kind in _CALLED}
    return {
        # A sign after the number, such as a colon, parts it from a caption that stands in the same line.
        kind: called.partition("%s")[0].strip()
        for kind, called in formats.items()
        if re.search(r"%s\W*$", called) and called not in (_CALLED[kind], str(translate(_CALLED[kind])))
    }


def spell_date(day: str, language: str | None) -> str:
    """Return a date, YYYY-MM-DD, as the language spells it; any other text stays as it is."""
    try:
        parsed = date.fromisoformat(day)
    except ValueError:
        return day
    name, country = split_language(language)
    if name == "zh":
        return f"{parsed.year} 年 {parsed.month} 月 {parsed.day} 日"
    try:
        locale = Locale.parse("_".join(filter(None, [name, country.upper()])) if name != "en" else "en_GB")
    except (UnknownLocaleError, ValueError):
        return day
    return format_date(parsed, "long", locale=locale)
