"""The code of the pages, run in this process without a kernel, and what it asks `figure` to draw."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from pages import ROOT

from beijing_ip import show
from beijing_ip.show.figure_tables import EventTables, FigureTables
from beijing_ip.show.plots.happenings import is_events

WITH_FIGURES = sorted(
    path
    for path in (*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("book/*.md"))
    if "figure(" in path.read_text(encoding="utf-8")
)


class Asked(NamedTuple):
    """What a cell gives to `figure`, with the table and the CSV that come of its data."""

    words: dict[str, Any]
    table: str
    csv: str


def code_of(path: Path) -> list[str]:
    """The code cells of a notebook or of a page."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        return ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    cells = re.findall(r"```\{code-cell\}\n(.*?)```\n", text, flags=re.DOTALL)
    return [re.sub(r"^:tags:.*\n", "", cell) for cell in cells]


@contextmanager
def listening() -> Iterator[tuple[list[str], list[Asked]]]:
    """What cells say and the figures that they ask for, while nothing is shown."""
    said: list[str] = []
    asked: list[Asked] = []

    def figure(draw: object, *, data: pd.DataFrame | pd.Series, **words: Any) -> None:
        frame = data.to_frame() if isinstance(data, pd.Series) else data
        make = EventTables if is_events(frame) else FigureTables
        tables = make(frame, words.get("text"), words.get("language", "en"))
        asked.append(Asked(words, tables.table().replace("\u00a0", " "), tables.csv()))

    kept = show.say, show.figure
    vars(show).update(say=said.append, figure=figure)
    try:
        yield said, asked
    finally:
        show.say, show.figure = kept


def run(cells: list[str], where: str) -> None:
    """Run cells one after the other, as a notebook does."""
    names: dict[str, Any] = {"display": lambda *shown: None}
    for cell in cells:
        exec(compile(cell, where, "exec"), names)


@cache
def figures_of(path: Path) -> list[Asked]:
    """Every figure of a page."""
    with listening() as (_, asked):
        run(code_of(path), path.name)
    return asked
