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
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

if TYPE_CHECKING:
    from subprocess import Popen

BASICS = (
    *("ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.completerlib", "IPython.extensions.storemagic"),
    *("pandas", "matplotlib.figure", "beijing_ip.analysis.frames", "beijing_ip.show.figures"),
)
"""What every kernel and almost every page loads."""
_POLL = 0.005


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
    from beijing_ip.data.observations import find_observations
    from beijing_ip.data.schema import RELEASE

    history_of()
    find_observations(source=RELEASE)


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


class _Process:
    """A kernel as its provisioner watches it: no child of this process, so that only signals tell of it."""

    stdout = stderr = stdin = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None and not self._signal(0):
            self.returncode = 0
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        while self.poll() is None:
            time.sleep(_POLL)
        return 0

    def send_signal(self, number: int) -> None:
        self._signal(number)

    def terminate(self) -> None:
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> bool:
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            return False
        return True


class ForkedProvisioner(LocalProvisioner):
    """Starts a kernel by asking a KernelServer for it."""

    server: KernelServer

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Start the kernel for the connection file that its manager has written."""
        report = options["env"]["BEIJING_IP_REPORT"]
        manager: Any = self.parent
        self.pid = self.server.fork(manager.connection_file, options["cwd"], report)
        self.process = cast("Popen[Any]", _Process(self.pid))
        self.pgid = None
        return self.connection_info


class _Factory(KernelProvisionerFactory):
    server: KernelServer

    def create_provisioner_instance(self, kernel_id: str, kernel_spec: Any, parent: Any) -> Any:
        made = ForkedProvisioner(kernel_id=kernel_id, kernel_spec=kernel_spec, parent=parent)
        made.server = self.server
        return made


def fork_all_kernels_from(server: KernelServer) -> None:
    """Have every kernel that this process starts from now on forked from a server."""
    KernelProvisionerFactory.clear_instance()
    _Factory.clear_instance()
    _Factory.instance().server = server
