"""Jupyter kernels that start at once: forked from one process which has loaded everything before.

A kernel so made is a kernel like any other, with a connection file and its own process. What it saves is the second or
two that each would need to load pandas, matplotlib and this package, and to read and check the tables.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

BASICS = (
    *("ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.completerlib", "IPython.extensions.storemagic"),
    *("pandas", "matplotlib.figure", "beijing_ip.analysis.frames", "beijing_ip.show.figures"),
)
"""What every kernel and almost every page loads."""


class KernelServer:
    """The process that kernels are forked from; start it before any thread and any socket of ZeroMQ."""

    def __init__(self, root: Path) -> None:
        ours, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            ours.close()
            _serve(theirs, root)
        theirs.close()
        self._socket = ours
        self._lines = ours.makefile("rw", encoding="utf-8")

    def load(self, modules: Sequence[str]) -> None:
        """Have some modules loaded for all kernels to come; one that cannot be is left to the page that wants it."""
        self._say({"load": list(modules)})

    def fork(self, connection_file: str, folder: str, report: str) -> int:
        """Start a kernel in a folder and return its process id; at its end it writes what it read into `report`."""
        self._say({"connection_file": connection_file, "folder": folder, "report": report})
        return int(self._lines.readline())

    def stop(self) -> None:
        """End the process, once its kernels have ended."""
        self._lines.close()
        self._socket.close()
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)

    def _say(self, job: dict[str, Any]) -> None:
        self._lines.write(json.dumps(job) + "\n")
        self._lines.flush()


def _serve(connection: socket.socket, root: Path) -> None:
    # An interruption is for the build, which then closes the socket. Kernels that end leave no trace.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    # The debugger, which nobody starts here, would remark on modules that Python holds ready.
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    _load(BASICS)
    _read_figures()
    with connection.makefile("rw", encoding="utf-8") as lines:
        for line in lines:
            job = json.loads(line)
            if "load" in job:
                _load(job["load"])
                continue
            gc.freeze()
            pid = os.fork()
            if pid == 0:
                connection.close()
                _be_kernel(root, **job)
            lines.write(f"{pid}\n")
            lines.flush()
    os._exit(0)


def _load(modules: Sequence[str]) -> None:
    for name in modules:
        with suppress(Exception):
            import_module(name)


def _read_figures() -> None:
    """Make of the tables what almost every page makes of them; each notes for itself what it reads of that."""
    from beijing_ip.analysis.history import history_of
    from beijing_ip.data.observations import load_release

    history_of()
    load_release()


def _be_kernel(root: Path, connection_file: str, folder: str, report: str) -> None:
    status = 1
    try:
        # Not of the group that a terminal interrupts: the build ends its kernels.
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.chdir(folder)
        sys.path.insert(0, "")
        sys.argv = ["ipykernel_launcher"]

        from ipykernel.kernelapp import IPKernelApp

        from beijing_ip.data import reads

        opened: set[str] = set()
        app: Any = IPKernelApp.instance(connection_file=connection_file, parent_handle=os.getppid(), log_level="ERROR")
        app.config.HistoryManager.enabled = False
        app.initialize([])
        # A kernel that is ended while it computes complains, whatever the environment sets.
        app.log_level = "CRITICAL"
        sys.addaudithook(lambda event, arguments: _note_opened(opened, root, event, arguments))
        reads.start_recording()
        app.start()
        said = {"units": sorted(reads.recorded()), "files": sorted(opened)}
        Path(report).write_text(json.dumps(said), encoding="utf-8")
        status = 0
    finally:
        os._exit(status)


def _note_opened(opened: set[str], root: Path, event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        path = Path(os.path.abspath(arguments[0]))  # noqa: PTH100 (symbolic links stay as they are)
        if path.is_relative_to(root) and not path.is_relative_to(root / "_build"):
            name = path.relative_to(root).as_posix()
            if not name.startswith((".", "src/")):
                opened.add(name)
