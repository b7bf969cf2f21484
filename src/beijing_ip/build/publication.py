"""Put a new edition in the place of the one before, at once: until then the old one stays as it was."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from .inputs import digest_files, digest_of

_HERE, _EXCHANGE = -100, 2
"""What Linux calls AT_FDCWD and RENAME_EXCHANGE."""
_LEFT_OUT = shutil.ignore_patterns(".buildinfo", ".doctrees")
"""What Sphinx keeps for itself."""


def publish(made: Path, public: Path, finish: Callable[[Path], None] = lambda folder: None) -> None:
    """Put a copy of the folder `made`, with what `finish` does to it, in the place of the folder `public`."""
    new, old = (public.with_name(f".{public.name}.{word}") for word in ("new", "old"))
    # Another user's folder could be put aside, and then not be removed.
    for left in (new, old, public):
        if left.exists() and not os.access(left, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(left))
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    try:
        shutil.copytree(made, new, ignore=_LEFT_OUT, copy_function=shutil.copyfile)
        finish(new)
        if not public.exists():
            new.rename(public)
        elif not _exchange(new, public):
            public.rename(old)
            new.rename(public)
    finally:
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system can: nobody finds neither."""
    with suppress(OSError, AttributeError):
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        return not rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return False


def digest_folder(folder: Path) -> str:
    """Return a digest of all files of a folder; empty where there is none."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return digest_of(digest_files(folder, names)) if names else ""
