"""Build the book in unlike places, and hold every byte of one against the others: `python bench/reproduce.py`.

The places differ in path, time, time zone, language, permissions of new files, order of sets and home folder; each
`--python` adds one with an environment of its own, set up from the locks by make. Compared are both editions, the
notebooks executed anew, and what plain `jupyter-book build .` makes; between places of one Python, whose packages it
lists, also the release. Files must also be readable as the place says.
"""

from __future__ import annotations

import argparse
import locale
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from runs import ROOT, RunError, beside, copy_checkout, environment, run, say

COMPARED = ("ours/_build/html", "ours/_build/pdf", "ours/notebooks", "plain/_build/html")
RELEASE = "ours/_build/release"
LOCALES = ("zh_CN.utf8", "de_DE.utf8", "C.utf8")
LATER = "2031-05-06 07:08:09"
"""What the clock says in the second place where there is faketime; its files say so everywhere."""
AROUND = 40
"""Bytes that are shown on each side of a difference."""


@dataclass(frozen=True)
class Place:
    """Where and how the book is built; below `folder`, once by this project and once by plain Jupyter Book."""

    folder: Path
    umask: int = 0o022
    variables: Mapping[str, str] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    """What stands before each command."""
    changed: float | None = None
    """When all files were changed, in seconds since 1970; now where it is None."""
    set_up_for: Path | None = None
    """The Python that gets an environment of its own here; the one that runs this where it is None."""

    @property
    def compared(self) -> tuple[str, ...]:
        """The folders that must be those of the first place; a release lists the packages of its Python."""
        return COMPARED if self.set_up_for else (*COMPARED, RELEASE)

    def build(self) -> None:
        """Build all that is compared. Raises RunError for what fails."""
        with self._umask():
            for name in ("ours", "plain"):
                copy = copy_checkout(ROOT, self.folder / name)
                if self.changed is not None:
                    for path in copy.rglob("*"):
                        os.utime(path, (self.changed, self.changed))
        python = self._set_up()
        # Both read `jupyter-book`, a script, with the Python of its environment.
        for name, command in (
            ("ours", ["-m", "beijing_ip", "book"]),
            ("ours", ["-m", "beijing_ip", "notebooks"]),
            *([("ours", ["-m", "beijing_ip", "release"])] if RELEASE in self.compared else []),
            ("plain", [str(python.parent / "jupyter-book"), "build", "."]),
        ):
            root = self.folder / name
            variables = environment(root, **self.variables)
            taken = run([*self.before, str(python), *command], root, variables, umask=self.umask)
            say(f"{root}: {' '.join(map(str, command[-2:]))}", taken)

    @contextmanager
    def _umask(self) -> Iterator[None]:
        before = os.umask(self.umask)
        try:
            yield
        finally:
            os.umask(before)

    def _set_up(self) -> Path:
        if self.set_up_for is None:
            return Path(beside("python"))
        copy = copy_checkout(ROOT, self.folder / "environment")
        variables = environment(copy)
        del variables["PYTHONPATH"]
        run(["make", ".venv/.ready", f"PYTHON={self.set_up_for}"], copy, variables)
        return copy / ".venv" / "bin" / "python"


def list_places(folder: Path, pythons: Sequence[Path]) -> list[Place]:
    """Return the places: this Python twice, as unlike as the machine allows, and each other Python."""
    language = next(filter(_is_known, LOCALES), "C")
    home = folder / "home"
    home.mkdir()
    first = Place(folder / "first", variables={"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "0"})
    second = Place(
        folder / "第二 place",
        umask=0o077,
        variables={"TZ": "America/New_York", "LC_ALL": language, "PYTHONHASHSEED": "12345", "HOME": str(home)},
        before=("faketime", LATER) if shutil.which("faketime") else (),
        changed=datetime.fromisoformat(LATER).timestamp(),
    )
    print(f"Second place: language {language}, {'another' if second.before else 'the same'} time of the clock")
    others = [Place(folder / f"python-{number}", set_up_for=python) for number, python in enumerate(pythons, 1)]
    return [first, second, *others]


def _is_known(language: str) -> bool:
    try:
        locale.setlocale(locale.LC_ALL, language)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_ALL, "C")
    return True


def differences(first: Path, other: Path) -> Iterator[str]:
    """Yield each file of the two folders that is not the same in both, with what differs first."""
    files = [{path.relative_to(root) for path in root.rglob("*") if path.is_file()} for root in (first, other)]
    if not files[0] | files[1]:
        yield f"{first} is empty, so that nothing was compared"
    for name in sorted(files[0] | files[1]):
        if name not in files[0] or name not in files[1]:
            yield f"{name}: only in {first if name in files[0] else other}"
        elif said := _compare((first / name).read_bytes(), (other / name).read_bytes()):
            yield f"{name}: {said}"


def _compare(one: bytes, other: bytes) -> str:
    if one == other:
        return ""
    pairs = enumerate(zip(one, other, strict=False))
    at = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    around = slice(max(0, at - AROUND), at + AROUND)
    return f"differs from byte {at:,} on\n    {one[around]!r}\n    {other[around]!r}"


def wrong_modes(folder: Path, umask: int) -> Iterator[str]:
    """Yield each file or folder that others may not read or write as the umask says."""
    for path in sorted(folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = (0o777 if path.is_dir() else 0o666) & ~umask
        if mode != wanted:
            yield f"{path}: has the mode {mode:o}, where a umask of {umask:03o} gives {wanted:o}"


def report(places: Sequence[Place]) -> int:
    """Print what differs between the first place and the others, and return how much that is."""
    found = []
    for place in places[1:]:
        for part in place.compared:
            found += [f"{part}/{said}" for said in differences(places[0].folder / part, place.folder / part)]
    for place in places:
        for part in place.compared:
            if "_build" in part:
                found += wrong_modes(place.folder / part, place.umask)
    print(*found, sep="\n")
    count = sum(path.is_file() for part in places[0].compared for path in (places[0].folder / part).rglob("*"))
    print(f"\n{len(places)} places, {count} files in each: {f'{len(found)} DIFFER' if found else 'the same bytes'}")
    return len(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build and compare, and return 1 where something differs or fails."""
    parser = argparse.ArgumentParser(prog="reproduce.py", description=__doc__)
    parser.add_argument("--python", type=Path, action="append", default=[], help="another Python to build with")
    parser.add_argument("--folder", type=Path, help="an empty folder to build in, which stays")
    given = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="reproduce-")))
        folder.mkdir(parents=True, exist_ok=True)
        places = list_places(folder.resolve(), given.python)
        try:
            for place in places:
                place.build()
        except RunError as error:
            print(error, file=sys.stderr)
            return 1
        return 1 if report(places) else 0


if __name__ == "__main__":
    sys.exit(main())
