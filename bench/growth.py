"""How the work and the memory of a build grow with the number of chapters and of observations."""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import generate
from runs import ROOT, RunError, copy_checkout, run, say, table

CHECK = (sys.executable, "-m", "beijing_ip", "check")
LINEAR = 1.1
"""An exponent up to which growth counts as linear, since no two runs take the same time."""


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return the power of the size with which the cost grows: the slope through all points, both as logarithms."""
    xs, ys = ([math.log(value) for value in values] for values in (sizes, costs))
    middle = sum(xs) / len(xs)
    return sum((x - middle) * y for x, y in zip(xs, ys, strict=True)) / sum((x - middle) ** 2 for x in xs)


def judge(sizes: Sequence[float], costs: Sequence[float]) -> tuple[list[str], bool]:
    """Return what is said of costs, and whether they grow linearly or better: on the whole, and at the end.

    What a build costs at any size hides growth on the whole; between the two largest sizes it hides least.
    """
    powers = exponent(sizes, costs), exponent(sizes[-2:], costs[-2:])
    linear = max(powers) <= LINEAR
    return [*(f"{power:.2f}" for power in powers), "linear or better" if linear else "WORSE THAN LINEAR"], linear


def measure(chapters: Sequence[int], rows: Sequence[int], build: Sequence[str], limit: float) -> bool:
    """Build projects of these sizes, print what each step costs, and return whether all grow linearly or better."""
    good = True
    for what, sizes, enlarge in (
        ("chapters", chapters, generate.add_chapters),
        ("observations", rows, generate.add_observations),
    ):
        costs: dict[str, list[float]] = {}
        done: list[int] = []
        for size in sorted(sizes):
            try:
                found = _measure_one(f"{size} {what}", size, enlarge, build, limit)
            except RunError as error:
                print(f"{size} {what}: {error}", file=sys.stderr)
                good = False
                break
            done.append(size)
            for name, cost in found.items():
                costs.setdefault(name, []).append(cost)
        if len(done) > 1:
            good &= _report(what, done, costs)
    return good


def _report(what: str, sizes: Sequence[int], costs: Mapping[str, Sequence[float]]) -> bool:
    judged = {name: judge(sizes, values) for name, values in costs.items()}
    header = [what, *(f"{size:,}" for size in sizes), "exponent", "at the end", ""]
    lines = [[name, *(f"{cost:.1f}" for cost in costs[name]), *words] for name, (words, _) in judged.items()]
    print("\n" + table(header, lines) + "\n", flush=True)
    return all(linear for _, linear in judged.values())


def _measure_one(
    what: str, size: int, enlarge: Callable[[Path, int], None], build: Sequence[str], limit: float
) -> dict[str, float]:
    """Seconds of computing, which other work on the machine hardly changes, and MB of memory, by what they are for."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = copy_checkout(ROOT, Path(folder) / "growth")
        enlarge(root, size)
        for step, command in (("check", CHECK), ("cold", build), ("nothing changed", build), ("one row", build)):
            if step == "one row":
                generate.add_note(root)
            taken = run(command, root, limit=limit)
            say(f"{what}, {step}", taken)
            found |= {f"{step}, s": taken.cpu, f"{step}, MB": taken.memory}
    return found
