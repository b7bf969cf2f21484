"""The words of the glossary, held against those of the pages: a term that changes in one place changes in the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ..checks.characters import shorten
from ..schema import Problem, Tables

_GLOSSARY = "glossary.md"


def check_terms(tables: Tables, root: Path) -> Iterator[Problem]:
    """Each term of the glossary stands on a page below `root` or in another table; nothing is asked without pages."""
    pages = [_words_of(path) for path in (*root.glob("book/*.md"), *root.glob("notebooks/*.ipynb"))]
    if not pages:
        return
    others = (value for name, table in tables.items() if name != "terms" for row in table for value in row.values())
    text = "\n".join([*pages, *others]).lower()
    for row in tables["terms"]:
        word = row["term_en"].lower().removeprefix("the ").removesuffix("s")
        if word not in text:
            cure = "write it where they have another word for it"
            message = f"'{shorten(row['term_en'])}' is on no page and in no other table; {cure}"
            yield Problem("terms.csv", row.number, "term_en", message)


def _words_of(path: Path) -> str:
    """Return what somebody wrote on a page, its lines joined; the glossary itself is made of the terms."""
    if path.name == _GLOSSARY:
        return ""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        try:
            text = " ".join(line for cell in json.loads(text)["cells"] for line in cell["source"])
        except (ValueError, KeyError):
            return text
    return " ".join(text.split())
