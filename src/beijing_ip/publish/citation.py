"""How the book, or a page of it, is cited: a line of text, and an entry of BibTeX.

Both come from CITATION.cff, and the title and the place among its keywords from the edition.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import find_rows


def load_citation(root: Path) -> dict[str, Any]:
    """Return the fields of CITATION.cff in `root`."""
    return read_citation((root / "CITATION.cff").read_text(encoding="utf-8"))


def read_citation(text: str) -> dict[str, Any]:
    """Return the fields of a text like that of CITATION.cff, which name the current edition."""
    fields: dict[str, Any] = yaml.safe_load(name_citation(text))
    return fields


def name_citation(text: str) -> str:
    """Return the text of CITATION.cff with the title of the current edition, and its place as the keyword."""
    about = find_edition()
    text = re.sub(r"(?m)^title: .*$", lambda _: f"title: {_in_yaml(about.title)}", text)
    return re.sub(r"(?m)^  - (.*)$", lambda found: f"  - {name_keyword(found[1])}", text)


def _in_yaml(words: str) -> str:
    """Return words as YAML reads them back, in quotes where a sign in them would say something else."""
    return words if re.fullmatch(r"\w[\w ,.()’–—-]*", words) else json.dumps(words, ensure_ascii=False)


def name_keyword(word: str) -> str:
    """Return a keyword; in place of the name of a place that of the current edition."""
    return find_edition().place if find_rows("places", place=word) else word


def author_names(fields: Mapping[str, Any]) -> str:
    """Return the names of the authors, joined as BibTeX joins them."""
    return " and ".join(author["name"] for author in fields["authors"])


def citation_line(fields: Mapping[str, Any], title: str = "", address: str = "") -> str:
    """Return the citation as a line of text; `title` is that of a page, empty for the book as a whole."""
    whole = f"{fields['title']}. Version {fields['version']}."
    part = f"“{title}”, in: {whole}" if title else whole
    return f"{author_names(fields)} ({fields['date-released'].year}). {part}{f' {address}' if address else ''}"


def bibtex_entry(fields: Mapping[str, Any], page: str = "", title: str = "", address: str = "") -> str:
    """Return the citation as an entry of BibTeX.

    `page` is the name of a page's file, which is plain ASCII and becomes a part of the key, and `title` its title; both
    are empty for the book as a whole.
    """
    book = f"{{{fields['title']}}}"
    entries = {
        "author": f"{{{author_names(fields)}}}",
        **({"title": f"{{{title}}}", "booktitle": book} if title else {"title": book}),
        "year": fields["date-released"].year,
        "month": fields["date-released"].month,
        "version": fields["version"],
        "note": f"Text and data: {fields['license'][1]}; code: {fields['license'][0]}",
        **({"url": address} if address else {}),
    }
    lines = [f"  {name:<9} = {{{entry}}}," for name, entry in entries.items()]
    key = f"beijing-ip-{page}" if page else "beijing-ip"
    return "\n".join([f"@{'incollection' if page else 'book'}{{{key},", *lines, "}"])
