"""The tables with what would act behind the words of every cell of free text, if it were more than text."""

import csv
from pathlib import Path

from beijing_ip.data.loading import load_tables
from beijing_ip.data.rules.vintages import NEXT
from beijing_ip.data.schema import Table, Tables

LIVE = (
    "<b>bold</b><script>alert(1)</script><img src=x onerror=alert(2)>one|two[link](https://evil.example/)"
    "{{title}}$x$`code`*soft*__strong__~~gone~~&lt;\\*<https://evil.example/>![seen](x.svg){#there}www.evil.example"
    '"><svg/onload=alert(3)></script><!--]]>[act](javascript:alert(4))#show\\input{x}\\\\&#34;%0A$&%s{0}'
)
"""What would act in HTML, Markdown, MyST, Jinja, LaTeX, Typst, a script or a pattern, if it were more than text."""
WORDS = {
    "agencies": ("name_en", "short_en", "name_zh"),
    "breaks": ("reason_en",),
    "corrections": ("reason_en",),
    "editions": ("title", "subtitle", "remarks_en"),
    "events": ("event_en", "note_en"),
    "identities": ("statement_en", "reason_en"),
    "indicators": ("name_en", "name_zh", "definition", "comparable_with", "not_comparable_with"),
    "ledger": ("note_en",),
    "measures": ("name_en", "name_zh", "instrument", "summary_en", "note_en"),
    "observations": ("note_en", "note_zh"),
    "places": ("name_zh", "note_en"),
    "sources": ("title", "publisher", "note_en"),
    "terms": ("term_en", "term_zh", "definition_en"),
    "unsaid": ("unsaid_en",),
    "vintages": ("reason_en",),
    "wordings": ("reading_en", "misreading_en", "reading_zh", "misreading_zh"),
}
"""Columns of free text: any sign may stand there."""


def planted() -> Tables:
    """The tables with what would act behind the words of every cell, and a mark before it that tells the column."""
    tables = {**load_tables(), **_with_a_revision()}
    for name, columns in WORDS.items():
        rows = []
        for row in tables[name]:
            cells = {column: _with_live(row[column], f"{name}.{column}") for column in columns if row[column]}
            rows.append(row.but(**cells))
        tables[name] = Table(rows)
    return tables


def _with_a_revision() -> Tables:
    """A figure that the next version has under another id, for else there may be no reason of a revision."""
    held = {name: load_tables()[name] for name in ("vintages", "versions")}
    cells = {"version": NEXT, "released": "", "sha256": "", "earlier_id": "a.b.1.c", "reason_en": "Renamed."}
    return {
        name: Table([*rows, rows[0].but(**{column: cells[column] for column in rows[0] if column in cells})])
        for name, rows in held.items()
    }


def _with_live(words: str, column: str) -> str:
    stop = words[-1] if words[-1] in ".。" else ""
    # The words of a headline are counted, and names stand there.
    live = LIVE.replace(" ", "\u3000") if "name_" in column else LIVE
    return f"{words.removesuffix(stop)} @{column}@{live}@{stop}"


def write_planted(data: Path) -> None:
    """Write them over the files of a folder of data."""
    tables = planted()
    for name in (*WORDS, "versions"):
        rows = tables[name]
        with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
