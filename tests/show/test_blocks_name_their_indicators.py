"""Each block of a chapter names at its head the indicators that it needs: an edition without one can leave it out."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import NOTEBOOKS

from beijing_ip import show
from beijing_ip.analysis.datum import Datum
from beijing_ip.analysis.frames import Edition

NEEDS = re.compile(r"# Needs (.*?)\.$", re.DOTALL | re.MULTILINE)


def blocks(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Every section of a notebook that has code: its heading and its cells; first what stands before all."""
    heading, code = "", list[str]()
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and source.startswith("## "):
            if code:
                yield heading, code
            heading, code = source.splitlines()[0][3:], []
        elif cell["cell_type"] == "code":
            code.append(source)
    if code:
        yield heading, code


def indicators_of(value: object) -> set[str]:
    """The indicators on which a number, a column or a frame rests."""
    if isinstance(value, Datum):
        return {point.observation.indicator.indicator_id for point in value.points}
    if isinstance(value, pd.DataFrame):
        return {name for _, column in value.items() for name in indicators_of(column)}
    if isinstance(value, pd.Series):
        return {name for cell in value for name in indicators_of(cell)}
    return set()


def needed(code: str, names: dict[str, Any]) -> set[str]:
    """The indicators that a cell needs: those of the names that it reads, and those that it asks the data for."""
    tree = ast.parse(code)
    found = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found |= indicators_of(names.get(node.id))
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Name)
            and isinstance(node.slice, ast.Constant)
        ) and isinstance(names.get(node.value.id), Edition):
            found.add(str(node.slice.value))
    return found


def needs_of(path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[set[str], set[str]]]:
    """For each block what it names at its head, and what it needs when it runs."""
    for name in ("figure", "say"):
        monkeypatch.setattr(show, name, lambda *words, **more: None, raising=False)
    names: dict[str, Any] = {"display": lambda *shown: None}
    found = {}
    for heading, cells in blocks(path):
        needs = set[str]()
        for code in cells:
            exec(compile(code, f"{path.name}: {heading}", "exec"), names)
            needs |= needed(code, names)
        head = NEEDS.match(cells[0])
        named = set(re.findall(r"[a-z0-9-]+", head[1])) if head else set()
        if heading:
            found[heading] = (named - {"#"}, needs)
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_block_names_the_indicators_that_it_needs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        heading: {"missing": sorted(needs - named), "not needed": sorted(named - needs)}
        for heading, (named, needs) in needs_of(path, monkeypatch).items()
        if named != needs
    }
    assert not wrong
