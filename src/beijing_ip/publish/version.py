"""Which version of the book this is: the newest dated section of CHANGELOG.md says it, and nobody types it again.

`python -m beijing_ip documents` writes it into each of FILES. A release is refused where one of them says another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from beijing_ip.numbers.writing import format_date

CHANGELOG = "CHANGELOG.md"
NEXT = "Next"
"""What the section is called that is not released yet."""
FILES = {
    "CITATION.cff": {r"(?m)^version: .*$": "version: {version}", r"(?m)^date-released: .*$": "date-released: {day}"},
    "data/datapackage.json": {
        r'(?m)^  "version": ".*"': '  "version": "{version}"',
        r'(?m)^  "created": ".*"': '  "created": "{day}T00:00:00Z"',
    },
    ".zenodo.json": {
        r'(?m)^  "version": ".*"': '  "version": "{version}"',
        r'(?m)^  "publication_date": ".*"': '  "publication_date": "{day}"',
    },
    "pyproject.toml": {r'(?m)^version = ".*"$': 'version = "{version}"'},
}
"""Each file that says the version, with what stands there and how it is written."""
EXAMPLE = "## 0.1.0, 31 January 2026"
_HEADING = re.compile(r"^## (.*)$", re.MULTILINE)
_DATED = re.compile(r"(\d+\.\d+\.\d+), (\d{1,2} [A-Z][a-z]+ \d{4})")


class VersionError(ValueError):
    """It is not clear which version this is; the text says where, and what to do."""


@dataclass(frozen=True)
class Version:
    """The version of the book, and what changed, in Markdown."""

    number: str
    released: date
    changes: str
    coming: str
    """What changed since; empty where nothing did."""

    @property
    def name(self) -> str:
        """What files and pages call it: what is not released yet says so, such as 0.1.0+next."""
        return f"{self.number}+next" if self.coming else self.number

    def write_into(self, name: str, text: str) -> str:
        """Return the text of one of FILES with this version."""
        for pattern, written in FILES[name].items():
            text = re.sub(pattern, written.format(version=self.name, day=self.released.isoformat()), text, count=1)
        return text


def read_version(root: Path) -> Version:
    """Return the version that CHANGELOG.md in `root` tells of.

    Raises VersionError when a heading is none of a version.
    """
    _, *parts = _HEADING.split((root / CHANGELOG).read_text(encoding="utf-8"))
    sections = list(zip(parts[::2], (text.strip() for text in parts[1::2]), strict=True))
    coming = sections.pop(0)[1] if sections and sections[0][0] == NEXT else ""
    if not sections:
        raise VersionError(f'{CHANGELOG}: no section tells of a version. Add one: "{EXAMPLE}".')
    found = [(*_read_heading(heading), text) for heading, text in sections]
    number, released, changes = found[0]
    return Version(number, released, changes, coming)


def _read_heading(heading: str) -> tuple[str, date]:
    dated = _DATED.fullmatch(heading)
    day = next((day for day in _days_of(dated[2]) if format_date(day) == dated[2]), None) if dated else None
    if not dated or not day:
        raise VersionError(
            f'{CHANGELOG}: "## {heading}" is no heading of a version. Write "## {NEXT}" above all others, or '
            f'number and day, as in "{EXAMPLE}".'
        )
    return dated[1], day


def _days_of(written: str) -> Iterator[date]:
    day, _, year = written.split()
    for month in range(1, 13):
        try:
            yield date(int(year), month, int(day))
        except ValueError:
            continue


def find_disagreements(root: Path, version: Version) -> list[str]:
    """Return a line for each file that says another version, with what to do."""
    wrong = [
        name for name in FILES if version.write_into(name, text := (root / name).read_text(encoding="utf-8")) != text
    ]
    return [
        f"{name}: says another version or day than {CHANGELOG}, which has {version.name} of "
        f"{format_date(version.released)}. Run make documents."
        for name in wrong
    ]
