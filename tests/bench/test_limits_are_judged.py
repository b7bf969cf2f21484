"""The table of bench.py and the exponents of growth.py say where a limit does not hold."""

from pathlib import Path

import pytest
from conftest import ROOT
from growth import exponent, judge
from runs import Run, RunError, copy_checkout, run

from bench import COLD, STEPS, Result, Step

PAGES = "Execute ...\n  2 executed: book/index, notebooks/3-judicial\n  0 executed\n"


def result(step: Step, seconds: float) -> Result:
    return Result(step, [10.0, 12.0, 11.0], [Run(seconds, 1, 300, PAGES)] * 3)


@pytest.mark.parametrize(("seconds", "holds"), [(2.2, True), (2.3, False)])
def test_a_ratio_above_its_limit_does_not_hold(seconds: float, holds: bool) -> None:
    one = result(Step("a row", limit=0.2), seconds)
    assert one.holds is holds
    assert ("DOES NOT HOLD" in one.cells()) is not holds


def test_more_pages_executed_than_may_be_do_not_hold() -> None:
    assert result(Step("a style", limit=0.9, executed=0), 1).holds is False
    assert result(Step("a style", limit=0.9, executed=2), 1).holds is True


def test_pages_and_memory_are_read_from_what_a_build_prints() -> None:
    one = Run(1, 1, 300, PAGES)
    assert (one.executed, one.pages) == (2, "book/index, notebooks/3-judicial")
    assert Run(1, 1, 300, "Nothing has changed.").executed == 0


def test_every_change_that_is_measured_changes_the_copy(tmp_path: Path) -> None:
    copy = copy_checkout(ROOT, tmp_path / "copy")
    for step in STEPS:
        before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
        step.change(copy)
        after = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
        assert (before != after) is (step.against == COLD and step.name != COLD), step.name


def test_growth_is_told_from_its_cost_at_any_size() -> None:
    sizes = [5, 10, 20, 50]
    assert exponent(sizes, [size**2 for size in sizes]) == pytest.approx(2)
    assert judge(sizes, [3 + size for size in sizes])[1]
    assert not judge(sizes, [1000 + size**3 / 20 for size in sizes])[1]


def test_a_command_that_fails_or_hangs_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"(?s)false .* ended with 1"):
        run(["false"], tmp_path)
    with pytest.raises(RunError, match="took more than 0 s"):
        run(["sleep", "9"], tmp_path, limit=0.1)
