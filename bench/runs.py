"""Copies of a checkout, and commands run in them: how long they took, how much memory, what they executed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns("_build", ".venv*", ".git", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis")
EXECUTED = re.compile(r"^\s*(\d+) executed\b[:,]?[ \t]*(.*)$", re.MULTILINE)
NOT_INHERITED = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "SOURCE_DATE_EPOCH")
LONGEST_PAUSE = 0.5
"""Seconds between two looks at what is at work; fewer at first, so that short runs are seen too."""


class RunError(Exception):
    """A command failed or took too long; the text names it and shows the end of what it printed."""


@dataclass(frozen=True)
class Run:
    """What came of a command."""

    seconds: float
    cpu: float
    """Seconds that its processes computed, about."""
    memory: float
    """The most memory that its processes held at one time, in MB; shared pages are counted once."""
    output: str

    @property
    def executed(self) -> int:
        """How many pages were executed, as the command says; where none were it may say nothing."""
        return sum(int(number) for number, _ in EXECUTED.findall(self.output))

    @property
    def pages(self) -> str:
        """The names of the pages that were executed, where the command says them."""
        return ", ".join(names.strip() for number, names in EXECUTED.findall(self.output) if int(number) and names)


def copy_checkout(source: Path, target: Path) -> Path:
    """Copy what a repository keeps, as it is now, or all but what was built where there is no repository."""
    command = ["git", "-C", str(source), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if not (source / ".git").exists() or shutil.which("git") is None:
        shutil.copytree(source, target, ignore=LEFT_OUT, copy_function=shutil.copyfile)
        return target
    for name in subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\0"):
        if name and (source / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target / name)
    return target


def environment(checkout: Path, **more: str) -> dict[str, str]:
    """The variables of a command that works in a checkout and uses the package of that checkout."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return kept | {"PYTHONPATH": str(checkout / "src")} | more


def run(
    command: Sequence[str],
    checkout: Path,
    variables: Mapping[str, str] | None = None,
    limit: float = 3600,
    umask: int = -1,
) -> Run:
    """Run one command in a checkout. Raises RunError when it fails, or takes longer than so many seconds."""
    with tempfile.TemporaryFile() as printed:
        start, waited = time.monotonic(), _waited_for()
        process = subprocess.Popen(
            command,
            cwd=checkout,
            env=dict(variables or environment(checkout)),
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=umask,
        )
        watch = _Watch(process.pid)
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            cpu, memory = watch.stop()
        seconds = time.monotonic() - start
        printed.seek(0)
        output = printed.read().decode(errors="replace")
    if code != 0:
        what = f"took more than {limit:.0f} s" if code is None else f"ended with {code}"
        raise RunError(f"{' '.join(command)} in {checkout} {what}\n{output[-3000:]}")
    return Run(seconds, max(cpu, _waited_for() - waited), memory, output)


def _waited_for() -> float:
    """Seconds that processes computed whose end was waited for: exact, but without the kernels of a build."""
    times = os.times()
    return times.children_user + times.children_system


class _Watch:
    """Looks from time to time at what a process and all that it started compute and hold."""

    def __init__(self, process: int) -> None:
        self._process, self._done = process, threading.Event()
        self._times: dict[int, float] = {}
        self._memory = 0.0
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        pause = 0.05
        while not self._done.wait(pause):
            pause = min(pause * 1.5, LONGEST_PAUSE)
            family = list(_family(self._process))
            self._times |= {one: _computed(one) for one in family}
            self._memory = max(self._memory, sum(map(_held, family)))

    def stop(self) -> tuple[float, float]:
        """Return the seconds that all computed together and the most MB that they held; 0 where nobody tells."""
        self._done.set()
        self._thread.join()
        return sum(self._times.values()), self._memory / 1000


def _family(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _family(int(child))


def _computed(process: int) -> float:
    times = _read(Path(f"/proc/{process}/stat")).rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def _held(process: int) -> int:
    """Its memory in kB, with its part of the pages that it shares."""
    found = re.search(r"^Pss:\s+(\d+)", _read(Path(f"/proc/{process}/smaps_rollup")), re.MULTILINE)
    return int(found[1]) if found else 0


def _read(path: Path) -> str:
    """A file about a process; empty when the process has ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


def beside(program: str) -> str:
    """The path of a program of the environment that runs this."""
    return str(Path(sys.executable).parent / program)


def say(what: str, taken: Run) -> None:
    """Print one run as it ends."""
    executed = f", {taken.executed} pages executed {taken.pages}".rstrip() if taken.executed else ""
    print(f"{what}: {taken.seconds:.1f} s ({taken.cpu:.1f} s computing), {taken.memory:.0f} MB{executed}", flush=True)


def table(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Return lines of cells as plain text, each column as wide as it needs."""
    widths = [max(map(len, column)) for column in zip(header, *lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (header, *lines)
    )
