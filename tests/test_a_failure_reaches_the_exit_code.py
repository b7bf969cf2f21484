"""What fails in one of the many checks is seen by who started them: a person, or CI."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

CHECKS = (
    *("check .", "format --check .", "-m mypy", "*--nbval notebooks"),
    *("* tests/book", "* tests/build", "* tests src/*"),
)
"""What `make test` calls, each as a pattern that fits its command alone."""
STUB = '#!/bin/sh\necho "$*" >> "$CALLS"\ncase "$*" in $FAILS) exit 1;; esac\n'


def put(folder: Path, *names: str) -> None:
    """Programs that note how they were called, and fail where they should."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(STUB, encoding="utf-8")
        (folder / name).chmod(0o755)


def run(folder: Path, command: list[str], fails: str) -> tuple[int, str]:
    """The exit code of a command, and the calls of what stands in for others."""
    calls = folder / "calls"
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    variables = {**os.environ, "PATH": path, "CALLS": str(calls), "FAILS": fails or "nothing", "MAKEFLAGS": ""}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, check=False)
    return done.returncode, calls.read_text(encoding="utf-8")


@pytest.mark.parametrize("fails", ["", *CHECKS])
def test_of_make_test(tmp_path: Path, fails: str) -> None:
    shutil.copyfile(ROOT / "Makefile", tmp_path / "Makefile")
    put(tmp_path / ".venv" / "bin", "python", "ruff")
    (tmp_path / "_build").mkdir()
    code, calls = run(tmp_path, ["make", "-o", ".venv/.ready-test", "-o", "book", "test"], fails)
    assert (code != 0) == bool(fails)
    assert len(calls.splitlines()) == len(CHECKS), "each check is made, also when an earlier one fails"


@pytest.mark.parametrize("fails", ["", "clean", "book", "test"])
def test_of_what_ci_runs(tmp_path: Path, fails: str) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copyfile(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    put(tmp_path / "bin", "make")
    for name in ("apt-get", "sudo"):
        (tmp_path / "bin" / name).symlink_to("/bin/true")
    code, calls = run(tmp_path, ["bash", ".ci/run"], fails)
    steps = ["clean", "book", "test"]
    assert (code != 0) == bool(fails)
    assert calls.split() == steps[: steps.index(fails) + 1 if fails else None]
