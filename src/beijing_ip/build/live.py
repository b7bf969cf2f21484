"""The book in a browser, built again whenever something changed that it is made of: `make live`.

The build is a process of its own each time, so that changed modules are read anew.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from .inputs import list_inputs
from .live_server import Site, open_site

BOOK = (sys.executable, "-m", "beijing_ip", "book")
PAUSE = 0.2
"""Seconds between two looks at the files."""
REST = 0.05
"""Seconds without a change before they are built: what is saved at once is built at once."""
PATIENCE = 1.0
"""Seconds after which files are built that never rest."""
LAST_WORDS = 10.0
"""Seconds that a build has to end when it is told to."""

Look = dict[str, tuple[int, int, int]]
"""What can be seen of files without reading them, by path."""


def look(root: Path) -> Look:
    """Return what can be seen of every file that a build may read: when it changed, its size, and which file it is."""
    found = {}
    for name in list_inputs(root):
        # A file may go while one looks.
        with suppress(OSError):
            seen = (root / name).stat()
            found[name] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
    return found


def changes(before: Look, after: Look) -> set[str]:
    """Return the paths that are new, gone or different."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def wait_for_change(root: Path, seen: Look) -> Look:
    """Wait until the files differ from `seen`, and then until they rest, and return them as they are then."""
    while True:
        now = look(root)
        if now != seen:
            end = time.monotonic() + PATIENCE
            while time.monotonic() < end:
                time.sleep(REST)
                if (later := look(root)) == now:
                    break
                now = later
            if now != seen:
                return now
        time.sleep(PAUSE)


def build(command: Sequence[str], root: Path) -> bool:
    """Run one build to its end and return whether it succeeded. When interrupted, leave no process of it."""
    # In a group of its own, so that it ends when it is told to, and once.
    process = subprocess.Popen(command, cwd=root, start_new_session=True)
    try:
        return process.wait() == 0
    finally:
        with suppress(OSError, subprocess.TimeoutExpired, KeyboardInterrupt):
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGINT)
                process.wait(LAST_WORDS)
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def follow(root: Path, site: Site, command: Sequence[str]) -> None:
    """Build now and after each change, and have the open pages show it; an interrupt ends it."""
    seen: Look = {}
    while True:
        now = wait_for_change(root, seen)
        if seen:
            print("Changed:", *sorted(changes(seen, now)), flush=True)
        seen = now
        start = time.monotonic()
        site.failed = not build(command, root)
        if site.failed:
            print("The build failed, for the reason above. The open pages stay as they were.", flush=True)
        else:
            print(f"{site.address} is up to date after {time.monotonic() - start:.1f} s.", flush=True)


def live(root: Path, port: int | None = None, command: Sequence[str] = BOOK) -> int:
    """Serve the book on the loopback address and build it after each change until interrupted; return an exit code."""
    try:
        site = open_site(root / "_build" / "html", port)
    except (OSError, OverflowError) as error:
        print(f"Port {port} cannot be had ({error}): name another one, or none.", file=sys.stderr)
        return 1
    # A terminal that closes ends it like Ctrl-C.
    for end in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(end) != signal.SIG_IGN:
            signal.signal(end, signal.default_int_handler)
    with site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        print(f"The book is at {site.address} and follows what you change. Ctrl-C ends this.", flush=True)
        try:
            follow(root, site, command)
        except KeyboardInterrupt:
            print()
        site.shutdown()
    return 0
