"""Measure the build: `python bench/bench.py`, from anywhere, with the Python of the environment that builds.

Plain `jupyter-book build .`, web edition only, against both editions as this project builds them, each in a fresh copy
of the checkout and each alone, in turns. It prints the median of several runs, their ratio, and whether it holds.
`--growth` measures larger and larger projects instead, `--setup` the first `make book` against another checkout.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import generate
from runs import ROOT, Run, RunError, beside, copy_checkout, environment, run, say, table

OURS = (sys.executable, "-m", "beijing_ip", "book")
"""What builds both editions."""
STOCK = (beside("jupyter-book"), "build", ".")
NOTEBOOK = "notebooks/3-judicial.ipynb"
COLD, SAME = "cold", "nothing changed"
SETUP_LIMIT = 0.6


@dataclass(frozen=True)
class Step:
    """One thing to measure: what changes before it, what its time is held against, and how much it may be."""

    name: str
    change: Callable[[Path], object] = lambda root: None
    against: str = COLD
    limit: float | None = None
    executed: int | None = None
    """How many pages may be executed at most, where that is known."""


def change_words(root: Path) -> None:
    _edit_cell(root / NOTEBOOK, "markdown", r"(?m)^(## [^\n]+)$", r"\1 again")


def change_code(root: Path) -> None:
    _edit_cell(root / NOTEBOOK, "code", r'\balt=(f?)"', r'alt=\1"Chart: ')


def _edit_cell(path: Path, kind: str, pattern: str, text: str) -> None:
    """Change the first match in the first cell of a kind that has one."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == kind and re.search(pattern, source):
            cell["source"] = re.sub(pattern, text, source, count=1).splitlines(keepends=True)
            break
    else:
        raise ValueError(f"{path.name} has no {kind} cell with {pattern}; say in bench.py what to change")
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def append(name: str, text: str) -> Callable[[Path], None]:
    """Return a change that adds text to the end of a file."""

    def change(root: Path) -> None:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def change_docstring(root: Path) -> None:
    path = root / "src/beijing_ip/analysis/growth.py"
    path.write_text(path.read_text(encoding="utf-8").replace('"""', '"""Again: ', 1), encoding="utf-8")


STEPS = (
    Step(COLD, limit=0.45),
    Step(SAME, against=SAME, limit=0.15, executed=0),
    Step("a note in one data row", generate.add_note, limit=0.2),
    Step("back to the state before", generate.take_note_back, executed=0),
    Step("a word in a notebook's text", change_words, limit=0.2, executed=1),
    Step("a word in a notebook's code", change_code, limit=0.2, executed=1),
    Step("a style", append("book/_static/report.css", "\n.again { color: inherit; }\n"), limit=0.06, executed=0),
    Step("a script", append("book/_static/card.js", "\n// Again.\n"), limit=0.06, executed=0),
    Step("a data row more", generate.add_one_row),
    Step("the docstring of a module", change_docstring, executed=0),
    Step("a blank line in CHANGELOG.md", append("CHANGELOG.md", "\n"), executed=1),
)


@dataclass
class Result:
    """What a step took in several runs: the seconds of stock's build that it is held against, and its own runs."""

    step: Step
    stock: list[float] = field(default_factory=list)
    ours: list[Run] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return statistics.median(one.seconds for one in self.ours)

    @property
    def ratio(self) -> float:
        return self.seconds / statistics.median(self.stock)

    @property
    def executed(self) -> int:
        return max(one.executed for one in self.ours)

    @property
    def holds(self) -> bool | None:
        """Whether the limits are kept; None where there is none."""
        asked = []
        if self.step.limit is not None:
            asked.append(self.ratio <= self.step.limit)
        if self.step.executed is not None:
            asked.append(self.executed <= self.step.executed)
        return all(asked) if asked else None

    def cells(self) -> list[str]:
        """The line of the table."""
        verdict = {True: "holds", False: "DOES NOT HOLD", None: ""}[self.holds]
        most = "" if self.step.executed is None else f" (at most {self.step.executed})"
        return [
            self.step.name,
            f"{statistics.median(self.stock):.1f} {self.step.against}",
            f"{self.seconds:.1f}",
            f"{self.ratio:.3f}",
            "" if self.step.limit is None else f"{self.step.limit:.2f}",
            verdict,
            f"{self.executed}{most}",
            f"{max(one.memory for one in self.ours):.0f}",
        ]


HEADER = ["step", "stock s", "ours s", "ratio", "limit", "", "pages executed", "memory MB"]


def measure(steps: Sequence[Step], runs: int) -> list[Result]:
    """Return what each step took, in so many runs; stock and ours take turns."""
    results = {step.name: Result(step) for step in steps}
    stock: dict[str, list[Run]] = {COLD: [], SAME: []}
    for number in range(1, runs + 1):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            theirs, ours = (copy_checkout(ROOT, Path(folder) / name) for name in ("stock", "ours"))
            for step in steps:
                if step.name in stock:
                    stock[step.name].append(run(STOCK, theirs))
                    say(f"run {number}, {step.name}, stock", stock[step.name][-1])
                step.change(ours)
                results[step.name].ours.append(run(OURS, ours))
                say(f"run {number}, {step.name}, ours", results[step.name].ours[-1])
    for result in results.values():
        result.stock = [one.seconds for one in stock[result.step.against]]
    worst = max(one.memory for taken in stock.values() for one in taken)
    print(f"\nStock: {worst:.0f} MB of memory at most.")
    return list(results.values())


def measure_setup(other: Path, runs: int) -> bool:
    """Print how long the first `make book` takes here and in another checkout, and return whether the limit holds."""
    seconds: dict[str, list[float]] = {"there": [], "here": []}
    for number in range(1, runs + 1):
        for name, checkout in (("there", other), ("here", ROOT)):
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                copy = copy_checkout(checkout, Path(folder) / name)
                # Nothing was ever downloaded or drawn.
                empty = {
                    variable: f"{folder}/cache" for variable in ("XDG_CACHE_HOME", "PIP_CACHE_DIR", "UV_CACHE_DIR")
                }
                variables = environment(copy, **empty)
                del variables["PYTHONPATH"]
                taken = run(["make", "book", f"PYTHON={Path(sys.executable).resolve()}"], copy, variables)
                say(f"run {number}, first make book {name}", taken)
                seconds[name].append(taken.seconds)
    there, here = (statistics.median(times) for times in seconds.values())
    holds = here / there <= SETUP_LIMIT
    line = ["first make book", f"{there:.1f}", f"{here:.1f}", f"{here / there:.3f}", f"{SETUP_LIMIT:.2f}"]
    verdict = "holds" if holds else "DOES NOT HOLD"
    print("\n" + table(["step", "there s", "here s", "ratio", "limit", ""], [[*line, verdict]]))
    return holds


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for, and return 1 where a limit does not hold."""
    parser = argparse.ArgumentParser(prog="bench.py", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="of each step; the median counts (3)")
    parser.add_argument("--setup-against", type=Path, metavar="CHECKOUT", help="measure the first make book instead")
    parser.add_argument("--growth", action="store_true", help="measure larger and larger projects instead")
    parser.add_argument("--chapters", type=int, nargs="*", default=[5, 10, 20, 50], help="for --growth")
    parser.add_argument("--rows", type=int, nargs="*", default=[700, 7_000, 30_000, 100_000], help="for --growth")
    parser.add_argument("--limit", type=float, default=1200, help="seconds that one build of --growth may take (1200)")
    given = parser.parse_args(arguments)
    print(f"Python {platform.python_version()}, {platform.machine()}; times in seconds\n", flush=True)
    try:
        if given.growth:
            import growth

            return 0 if growth.measure(given.chapters, given.rows, OURS, given.limit) else 1
        if given.setup_against:
            return 0 if measure_setup(given.setup_against.resolve(), given.runs) else 1
        results = measure(STEPS, given.runs)
    except RunError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n" + table(HEADER, [result.cells() for result in results]))
    return 1 if any(result.holds is False for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
