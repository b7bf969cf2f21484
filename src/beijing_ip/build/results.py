"""What pages showed when they were executed, kept for as long as nothing that they rest on has changed, and longer.

A result is found by the code of a page; which of several holds now is known by what the page read when it ran: the
modules that it imports, the rows of data/ that it asked for, the files that it opened. So a change that is taken back
finds the result from before.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .inputs import digest, digest_of, write_whole

KEPT = 12
"""Results of one page's code that are kept, those used last."""
FORGOTTEN = 400
"""Results that are kept in all."""


@dataclass(frozen=True)
class State:
    """What a page may rest on, as it is now; each part a digest."""

    modules: str
    """The modules that its code imports, with the environment."""
    units: Callable[[Iterable[str]], Mapping[str, str]]
    """Gives rows of data/ and questions to its tables their digests."""
    files: Callable[[Iterable[str]], Mapping[str, str]]
    """Gives files their digests."""

    def of(self, units: Iterable[str], files: Iterable[str]) -> str:
        """Return the digest of all that a page read."""
        return digest(self.modules, digest_of(self.units(units)), digest_of(self.files(files)))


@dataclass(frozen=True)
class Result:
    """The outputs of a page's code cells, in order, as a notebook has them."""

    outputs: list[list[dict[str, Any]]]
    seconds: float

    @property
    def digest(self) -> str:
        """What tells it from any other result."""
        return digest(json.dumps(self.outputs, sort_keys=True))


class Results:
    """The folder that keeps results."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def find(self, code: str, state: State) -> Result | None:
        """Return the result of some code that holds in a state; None if there is none."""
        for about in sorted(self._folder.glob(f"{code}-*.read.json"), key=_used, reverse=True):
            try:
                read = json.loads(about.read_text(encoding="utf-8"))
                if read["state"] == state.of(read["units"], read["files"]):
                    content = json.loads(_shown(about).read_text(encoding="utf-8"))
                    os.utime(about)
                    return Result(content, read["seconds"])
            except (OSError, ValueError, KeyError):
                # One that cannot be read is none.
                about.unlink(missing_ok=True)
        return None

    def keep(self, code: str, state: State, read: Mapping[str, list[str]], result: Result) -> None:
        """Keep what some code showed in a state, with the units and files that it read."""
        units, files = read["units"], read["files"]
        now = state.of(units, files)
        about = self._folder / f"{code}-{now}.read.json"
        # The outputs come first, so that what is found is whole.
        write_whole(_shown(about), json.dumps(result.outputs, ensure_ascii=False))
        write_whole(
            about, json.dumps({"state": now, "units": units, "files": files, "seconds": round(result.seconds, 2)})
        )
        _forget(self._folder.glob(f"{code}-*.read.json"), KEPT)
        _forget(self._folder.glob("*.read.json"), FORGOTTEN)


def _shown(about: Path) -> Path:
    return about.with_name(about.name.replace(".read.json", ".shown.json"))


def _used(path: Path) -> float:
    return path.stat().st_mtime


def _forget(files: Iterable[Path], kept: int) -> None:
    for about in sorted(files, key=_used, reverse=True)[kept:]:
        about.unlink(missing_ok=True)
        _shown(about).unlink(missing_ok=True)
