"""How Jupyter's client starts a kernel: by asking for one that is forked."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Any, cast

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from .kernels import KernelServer

if TYPE_CHECKING:
    from subprocess import Popen

_POLL = 0.005


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
