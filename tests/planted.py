"""The tables with what would act behind the words of every cell of free text, if it were more than text."""

import csv
import re
from pathlib import Path

from beijing_ip.data.loading import load_tables
from beijing_ip.data.rules.vintages import NEXT, checksum
from beijing_ip.data.schema import Row, Table, Tables

LIVE = (
    "<b>bold</b><script>alert(1)</script><img src=x onerror=alert(2)>one|two[link](https://evil.example/)"
    "{{title}}$x$`code`*soft*__strong__~~gone~~&lt;\\*<https://evil.example/>![seen](x.svg){#there}www.evil.example"
    '"><svg/onload=alert(3)></script><!--]]>[act](javascript:alert(4))#show\\input{x}\\\\&#34;%0A$&%s{0}_static/no.css?v=00000000'
)
"""What would act in HTML, Markdown, MyST, Jinja, LaTeX, Typst, a script or a pattern, if it were more than text."""
SHORT = re.sub(r"one|two|[\d%]", "n", LIVE.replace(" ", ""))
"""The same without a number and in one word, for columns in which numbers are read and words are counted."""
WORDS = {
    "agencies": ("name_en", "short_en", "name_zh"),
    "breaks": ("reason_en",),
    "concordance": ("reason_en",),
    "corrections": ("reason_en",),
    "editions": ("title", "subtitle", "remarks_en"),
    "events": ("event_en", "note_en"),
    "identities": ("statement_en", "reason_en"),
    "indicators": ("name_en", "name_zh", "definition", "comparable_with", "not_comparable_with"),
    "ledger": ("note_en",),
    "measures": ("name_en", "name_zh", "instrument", "summary_en", "note_en", "phrase"),
    "observations": ("note_en", "note_zh", "phrase"),
    "places": ("name_zh", "note_en"),
    "sources": ("title", "publisher", "note_en"),
    "terms": ("term_en", "term_zh", "definition_en"),
    "unsaid": ("unsaid_en",),
    "vintages": ("reason_en",),
    "wordings": ("english", "reading_en", "misreading_en", "reading_zh", "misreading_zh"),
}
"""Columns of free text: any sign may stand there."""
UNITS = ("indicators", "observations", "vintages")
"""Tables that name the unit of a number, in the same words."""
BOUND = ("per cent", "rank", "yuan", "residents")
"""Words of a unit by which numbers are read."""


def planted() -> Tables:
    """The tables with what would act behind the words of every cell, and a mark before it that tells the column."""
    tables = {**load_tables(), **_with_a_revision()}
    for name, columns in WORDS.items():
        tables[name] = Table(row.but(**_with_live(name, row, columns)) for row in tables[name])
    for name in UNITS:
        tables[name] = Table(row.but(unit=_as_unit(row["unit"])) for row in tables[name])
    # What a version had is held by a checksum.
    vintages, order = tables["vintages"], [row["version"] for row in tables["versions"]]
    tables["versions"] = Table(
        row.but(sha256=checksum(row["version"], vintages, order)) if row["sha256"] else row
        for row in tables["versions"]
    )
    phrases = {row["observation_id"]: row["phrase"] for row in tables["observations"]}
    tables["ledger"] = Table(
        row.but(phrase=phrases.get(row["observation_id"], row["phrase"])) for row in tables["ledger"]
    )
    return tables


def _with_a_revision() -> Tables:
    """A figure that the next version has under another id, for else there may be no reason of a revision."""
    held = {name: load_tables()[name] for name in ("vintages", "versions")}
    cells = {"version": NEXT, "released": "", "sha256": "", "earlier_id": "a.b.1.c", "reason_en": "Renamed."}
    return {
        name: Table([*rows, rows[0].but(**{column: cells[column] for column in rows[0] if column in cells})])
        for name, rows in held.items()
    }


def live_in(column: str) -> str:
    """What stands behind the words of a column, such as indicators.name_en."""
    return SHORT if column.endswith((".phrase", ".unit")) else LIVE


def _with_live(table: str, row: Row, columns: tuple[str, ...]) -> dict[str, str]:
    cells = {}
    for column in columns:
        words, name = row[column], f"{table}.{column}"
        # A phrase that says by a word that something fell is read to its end.
        if not words or (column == "phrase" and row.get("value", "").startswith("-")):
            continue
        stop = words[-1] if words[-1] in ".。" else ""
        # The words of a headline are counted, and names stand there.
        live = live_in(name).replace(" ", "\u3000") if "name_" in column else live_in(name)
        cells[column] = f"{words.removesuffix(stop)} @{name}@{live}@{stop}"
    return cells


def _as_unit(words: str) -> str:
    return words if any(each in words for each in BOUND) else f"{words} @indicators.unit@{SHORT}@"


def write_planted(data: Path) -> None:
    """Write them over the files of a folder of data."""
    tables = planted()
    for name in (*WORDS, "versions"):
        rows = tables[name]
        with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
