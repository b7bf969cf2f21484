"""How the book, or a page of it, is cited: a line of text, and an entry of BibTeX. Both come from CITATION.cff."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


def load_citation(root: Path) -> dict[str, Any]:
    """Return the fields of CITATION.cff in `root`."""
    fields: dict[str, Any] = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    return fields


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
