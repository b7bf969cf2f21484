"""Each block of a chapter names the indicators that it needs: an edition without one of them leaves it out.

What is written and compared in a block, of the year and of the place or its nation, it needs, and what it needs is
written, compared or drawn in its cell. A chart may show more than it needs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from composed import code_of, listening
from conftest import NOTEBOOKS

from beijing_ip import edition, show
from beijing_ip.analysis.datum import Datum
from beijing_ip.analysis.frames import published_in
from beijing_ip.data.observations import Observation
from beijing_ip.show import Chapter

Need = tuple[str, str]
"""A place and an indicator."""


@dataclass
class Block:
    """What a block names, what it writes or compares of the full year, and all that it shows, of any day in it.

    `ever` are the indicators that it names of whatever year, `at_all` those that it shows of whatever year.
    """

    named: set[Need]
    ever: set[str]
    told: set[Need] = field(default_factory=set)
    shown: set[Need] = field(default_factory=set)
    at_all: set[str] = field(default_factory=set)
    drawn: bool = False

    @property
    def missing(self) -> list[Need]:
        """What it tells and does not name."""
        return sorted(need for need in self.told - self.named if need[1] not in self.ever)


class Listener:
    """Runs the cells of a chapter and writes down what each of its blocks rests on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.blocks: list[Block] = []
        self.inside: list[Block] = []
        release = edition()
        self.places, self.year = (release.place, release.nation), str(release.year)
        block, listener = Chapter.block, self

        @contextmanager
        def listened(chapter: Chapter, *names: str, **others: Any) -> Iterator[None]:
            here, there = listener.places
            needs = {(here, name) for name in names} | {(there, name) for name in others.get("nation", ())}
            made = Block(needs, {*others.get("any_year", ())})
            listener.blocks.append(made)
            listener.inside.append(made)
            with block(chapter, *names, **others):
                yield
            listener.inside.pop()

        monkeypatch.setattr(Chapter, "block", listened)
        for kind, names in ((Datum, ("link", "contains", "__lt__", "__gt__")), (Observation, ("link",))):
            for name in names:
                monkeypatch.setattr(kind, name, self.heard(getattr(kind, name)))
        # The words of a chart, which may name a number beside what it needs.
        monkeypatch.setattr(Datum, "__format__", self.heard(Datum.__format__, told=False))

    def heard(self, method: Any, *, told: bool = True) -> Any:
        def called(number: Any, *given: Any, **options: Any) -> Any:
            for each in (number, *given):
                rows = [point.observation for point in each.points] if isinstance(each, Datum) else [each]
                self.note([row for row in rows if isinstance(row, Observation)], told=told)
            return method(number, *given, **options)

        return called

    def note(self, rows: list[Observation], *, told: bool) -> None:
        for row in rows:
            if not self.inside or row.place not in self.places:
                continue
            block, need = self.inside[-1], (row.place, row.indicator.indicator_id)
            block.at_all.add(need[1])
            if row.period.startswith(self.year):
                block.shown.add(need)
            if told and row.period == self.year:
                block.told.add(need)

    def draw(self, draw: object, *, data: pd.DataFrame | pd.Series, **words: Any) -> None:
        drawn = [point.observation for point in published_in(data)]
        self.note(drawn, told=False)
        # A chart of events rests on no figure.
        self.inside[-1].drawn = bool(drawn)

    def cells(self, path: Path) -> Iterator[list[Block]]:
        """The blocks of each cell."""
        names: dict[str, Any] = {"display": lambda *shown: None}
        with listening():
            vars(show).update(figure=self.draw)
            for code in code_of(path):
                self.blocks = []
                exec(compile(code, path.name, "exec"), names)
                yield self.blocks
        assert names["chapter"].stayed_out == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_block_names_the_indicators_that_it_needs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [blocks for blocks in Listener(monkeypatch).cells(path) if blocks]
    assert len(cells) > 2
    assert [block.missing for blocks in cells for block in blocks if block.missing] == []
    for blocks in cells:
        for named, shown in (("named", "shown"), ("ever", "at_all")):
            needs, found = (set().union(*(getattr(block, what) for block in blocks)) for what in (named, shown))
            assert sorted(needs - found) == []
    assert all(block.named | block.ever for blocks in cells for block in blocks if block.drawn)
