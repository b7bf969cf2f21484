"""What a maintainer says of a text, and the rows of sources.csv and editions.csv that it makes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from ..checks.open_cells import OPEN
from ..schema import Tables


@dataclass(frozen=True)
class Release:
    """Whose figures a text has, of which year, and where it was published; without a language or title as it reads."""

    place: str
    year: int
    source_id: str
    address: str = ""
    publisher: str = ""
    published: str = ""
    title: str | None = None
    language: str = ""
    reports: str = ""


def title_of(text: str, given: str | None) -> str:
    """Return the title of a text: as given, else its first line, if that reads like one and no sentence."""
    if given is not None:
        return given
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    is_sentence = re.search(r"[.!?。！？；;:：]$", first) or len(first) > 120 or re.search("[,，].*[,，]", first)
    return "" if is_sentence else first


def source_row(release: Release, text: str) -> dict[str, str]:
    """Return the row of a text in sources.csv."""
    chinese = len(re.findall(r"[\u4e00-\u9fff]", text)) * 4 > len(text)
    return {
        "source_id": release.source_id,
        "title": title_of(text, release.title),
        "publisher": release.publisher or f"{OPEN} who published the text, and where it was read",
        "published": release.published,
        "address": release.address,
        "language": release.language or ("zh" if chinese else "en"),
        "grade": "A" if release.address else "B",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "note_en": "",
    }


def edition_row(release: Release, edition_id: str, previous: str, tables: Tables) -> dict[str, str]:
    """Return the row of an edition in editions.csv, after the edition before or, without one, after the current."""
    model = next((row for row in tables["editions"] if row["edition_id"] == previous), None)
    model = model or next(row for row in tables["editions"] if row["current"])
    there = next((row for row in tables["editions"] if row["edition_id"] == edition_id), None)
    # What another place is compared with is this one's peer.
    peers = [model["place"], *model["peers"].split("; ")]
    reports = [release.reports, there["source_id"] if there else "", there["reports"] if there else ""]
    return {
        "edition_id": edition_id,
        "current": there["current"] if there else "",
        "place": release.place,
        "year": str(release.year),
        "source_id": release.source_id,
        "reports": "; ".join(filter(None, reports)),
        "further_sources": there["further_sources"] if there else "",
        "previous": previous,
        "peers": "; ".join(peer for peer in peers if peer not in ("", release.place)),
        "title": f"Intellectual property protection in {release.place}, {release.year}",
        "subtitle": model["subtitle"],
        "remarks_en": "",
    }
