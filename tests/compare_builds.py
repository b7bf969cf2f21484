"""Hold one build of the book against another: `python tests/compare_builds.py OLD/_build NEW/_build`.

Prints each file that differs, with the reason where it is one of those that a change of code alone may have, and the
first line that differs. Exits with 1 where a difference has no such reason.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

EDITIONS = ("html", "pdf", "data")
CODE = re.compile(r'<div class="cell_input.*?</pre></div>', re.DOTALL)
# Which scripts and styles a page loads follows from how they are cut into files; what they do is tested in a browser.
LOADED = re.compile(r'^ *<(?:script\b[^>]*\bsrc="[^"]*"[^>]*></script|link rel="stylesheet"[^>]*)>\n', re.MULTILINE)


def reading(path: Path) -> tuple[str | bytes, str]:
    """What a reader sees of a file, and what of it was left aside."""
    content = path.read_bytes()
    if path.suffix != ".html":
        return content, ""
    text = content.decode()
    plain = LOADED.sub("", CODE.sub("", text))
    return plain, "" if plain == text else "folded code, or the names of scripts and styles"


def excuse(name: str) -> str:
    """Why a file may differ when only code has changed; empty where it may not."""
    if name.endswith(".buildinfo"):
        return "configuration of Sphinx"
    if name.startswith("html/_static/") and name.endswith((".js", ".css")) and "search-index" not in name:
        return "script or style"
    if name.startswith("html/_sources/"):
        return "source of a page, which holds its code"
    return ""


def first_difference(old: str | bytes, new: str | bytes) -> str:
    """The first line that is not the same, of both."""
    if isinstance(old, bytes) or isinstance(new, bytes):
        return f"{len(old)} and {len(new)} bytes"
    for before, after in zip(old.splitlines(), new.splitlines(), strict=False):
        if before != after:
            at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
            return f"…{before[max(0, at - 60) : at + 100]}\n      …{after[max(0, at - 60) : at + 100]}"
    return "one is longer"


def differences(old: Path, new: Path) -> Iterator[tuple[str, str, str]]:
    """Each file that differs: its name, the reason where there is a good one, and what differs."""
    files = [
        {str(path.relative_to(root)): path for part in EDITIONS for path in (root / part).rglob("*") if path.is_file()}
        for root in (old, new)
    ]
    for name in sorted(files[0].keys() | files[1].keys()):
        if name not in files[0] or name not in files[1]:
            yield name, excuse(name), f"only in {'the new' if name in files[1] else 'the old'} build"
            continue
        before, after = (one[name] for one in files)
        if before.read_bytes() == after.read_bytes():
            continue
        (seen, aside), (shown, _) = reading(before), reading(after)
        reason = aside if seen == shown else excuse(name)
        yield name, reason, "" if seen == shown else first_difference(seen, shown)


def main() -> int:
    old, new = map(Path, sys.argv[1:])
    open_ones = 0
    for name, reason, what in differences(old, new):
        open_ones += not reason
        print(f"{'same but for ' + reason if reason else 'DIFFERS'}: {name}{'' if reason else f': {what}'}")
    print(f"{open_ones} differences without a reason")
    return 1 if open_ones else 0


if __name__ == "__main__":
    sys.exit(main())
