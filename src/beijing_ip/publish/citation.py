"""How the book, or a page or figure of it, is cited: a line of text, an entry of BibTeX, and RIS.

All come from CITATION.cff, and the title and the place among its keywords from the edition.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import find_rows
from beijing_ip.numbers.writing import format_date, join_words

from .repository import read_repository
from .site_address import read_address

TEX_NAMES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""Signs that a backslash before them does not make text; of braces BibTeX counts those too."""
CODE_LICENCE = "MIT"
"""CITATION.cff has that of text and data, and says this one in words: of a list of licences a reader may choose."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def load_citation(root: Path) -> dict[str, Any]:
    """Return the fields of CITATION.cff in `root`; edition and settings say what it names, also where it is older.

    Raises AddressError where a setting is no address.
    """
    return read_citation(name_citation((root / "CITATION.cff").read_text(encoding="utf-8"), root))


def read_citation(text: str) -> dict[str, Any]:
    """Return the fields of a text like that of CITATION.cff."""
    fields: dict[str, Any] = yaml.safe_load(text)
    return fields


def name_citation(text: str, root: Path) -> str:
    """Return the text of CITATION.cff with title and place of the current edition, and the addresses in the settings.

    Raises AddressError where a setting is no address.
    """
    about = find_edition()
    text = re.sub(r"(?m)^title: .*$", lambda _: f"title: {_in_yaml(about.title)}", text)
    text = re.sub(r"(?m)^  - (.*)$", lambda found: f"  - {name_keyword(found[1])}", text)
    named = {"url": read_address(root), "repository-code": read_repository(root)}
    lines = "".join(f"{field}: {address}\n" for field, address in named.items() if address)
    text = re.sub(r"(?m)^(url|repository-code): .*\n", "", text)
    return re.sub(r"(?m)^date-released: .*\n", lambda found: found[0] + lines, text)


def _in_yaml(words: str) -> str:
    """Return words as YAML reads them back, in quotes where a sign in them would say something else."""
    return words if re.fullmatch(r"\w[\w ,.()’–—-]*", words) else json.dumps(words, ensure_ascii=False)


def name_keyword(word: str) -> str:
    """Return a keyword; in place of the name of a place that of the current edition."""
    return find_edition().place if find_rows("places", place=word) else word


def in_tex(words: str) -> str:
    """Return words in which TeX sees no sign of its own: a bare per cent sign would hide the rest of the line."""
    return re.sub(r"[%&#$_{}\\~^]", lambda sign: TEX_NAMES.get(sign[0], f"\\{sign[0]}"), words)


def name_of(author: Mapping[str, str], *, inverted: bool = False) -> str:
    """Return an author of CITATION.cff, which knows groups by name and people by parts; `inverted` is family first."""
    if "name" in author:
        return author["name"]
    given, *family = (author.get(part, "") for part in ("given-names", "name-particle", "family-names"))
    parts = list(filter(None, [given, " ".join(filter(None, family))]))
    return ", ".join(reversed(parts)) if inverted else " ".join(parts)


def doi_address(fields: Mapping[str, Any]) -> str:
    """Return the DOI of CITATION.cff as an address; empty where it has none. It is that of the version."""
    found = [each["value"] for each in fields.get("identifiers", ()) if each["type"] == "doi"]
    doi = fields.get("doi") or next(iter(found), "")
    return f"https://doi.org/{doi}" if doi else ""


def edition_line(fields: Mapping[str, Any]) -> str:
    """Return the version and its day in words: Version 0.2.0, 28 November 2026."""
    return f"Version {fields['version']}, {format_date(fields['date-released'])}"


def licence_line(fields: Mapping[str, Any]) -> str:
    """Return which licence is of what, by the names of SPDX: Text and data: CC-BY-4.0; code: MIT."""
    return f"Text and data: {fields['license']}; code: {CODE_LICENCE}"


def licence_in_words(fields: Mapping[str, Any]) -> str:
    """Return the licence of text and data as people write it, on one line: CC BY 4.0."""
    return str(fields["license"]).replace("-", "\u00a0")


def citation_line(fields: Mapping[str, Any], title: str = "", address: str = "") -> str:
    """Return the citation as a line of text: authors, title, version, day, DOI and address, as far as they are known.

    `title` is that of a page or a figure, empty for the book as a whole, and `address` where it is; the book knows its
    own.
    """
    whole = f"{fields['title']}. {edition_line(fields)}."
    part = f"“{title}”, in: {whole}" if title else whole
    authors = join_words([name_of(author) for author in fields["authors"]])
    found = ", ".join(filter(None, [doi_address(fields), _address(fields, title, address)]))
    return f"{authors} ({fields['date-released'].year}). {part}{f' {found}' if found else ''}"


def bibtex_entry(fields: Mapping[str, Any], name: str = "", title: str = "", address: str = "") -> str:
    """Return the citation as an entry that BibTeX and BibLaTeX read alike.

    `name` is that of a page or a figure, which is plain ASCII and becomes a part of the key, and `title` its title;
    both are empty for the book as a whole.
    """
    # In braces of its own a title keeps its capitals, and the name of a group stays whole.
    book, day = f"{{{{{in_tex(fields['title'])}}}}}", fields["date-released"]
    authors = (f"{{{each['name']}}}" if "name" in each else name_of(each, inverted=True) for each in fields["authors"])
    doi = doi_address(fields).removeprefix("https://doi.org/")
    entries = {
        "author": f"{{{' and '.join(authors)}}}",
        **({"title": f"{{{{{in_tex(title)}}}}}", "booktitle": book} if title else {"title": book}),
        "year": f"{{{day.year}}}",
        # A word of BibTeX's own, which each style spells.
        "month": _MONTHS[day.month - 1],
        "day": f"{{{day.day}}}",
        "version": f"{{{fields['version']}}}",
        "note": f"{{{licence_line(fields)}}}",
        **({"doi": f"{{{doi}}}"} if doi else {}),
        **({"url": f"{{{found}}}"} if (found := _address(fields, title, address)) else {}),
    }
    lines = [f"  {field:<9} = {entry}," for field, entry in entries.items()]
    return "\n".join([f"@{'incollection' if name else 'book'}{{{_key(name)},", *lines, "}"])


def ris_entry(
    fields: Mapping[str, Any], name: str = "", title: str = "", address: str = "", language: str = "en"
) -> str:
    """Return the citation as RIS, which Zotero, EndNote and Mendeley open.

    `language` is that of what is cited; the other parameters are those of bibtex_entry.
    """
    day = fields["date-released"]
    entries = [
        ("TY", "CHAP" if name else "BOOK"),
        ("ID", _key(name)),
        *(("AU", name_of(author, inverted=True)) for author in fields["authors"]),
        *([("TI", title), ("T2", fields["title"])] if title else [("TI", fields["title"])]),
        ("PY", day.year),
        ("DA", f"{day:%Y/%m/%d}/"),
        ("ET", fields["version"]),
        ("LA", language),
        ("DO", doi_address(fields).removeprefix("https://doi.org/")),
        ("UR", _address(fields, title, address)),
        ("N1", licence_line(fields)),
    ]
    lines = [f"{tag}  - {' '.join(str(entry).split())}" for tag, entry in entries if entry]
    return "\r\n".join([*lines, "ER  - ", ""])


def ris_link(fields: Mapping[str, Any], name: str, title: str, address: str, language: str, words: str) -> str:
    """Return a link, as HTML, that saves the citation as RIS; the page holds the file, which nobody has to fetch."""
    data = quote(ris_entry(fields, name, title, address, language))
    return (
        f'<a class="cite-ris" download="{_key(name)}.ris" '
        f'href="data:application/x-research-info-systems;charset=utf-8,{data}">{words}</a>'
    )


def _address(fields: Mapping[str, Any], title: str, address: str) -> str:
    return address if title else str(fields.get("url", ""))


def _key(name: str) -> str:
    return f"beijing-ip-{name}" if name else "beijing-ip"
