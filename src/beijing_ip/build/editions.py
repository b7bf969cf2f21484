"""Have Sphinx make the editions: the pages read once, then both written at the same time, each by a process."""

from __future__ import annotations

import gc
import multiprocessing
import shutil
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from .errors import BuildError

EDITIONS = {"html": "html", "pdf": "typst"}
"""The editions, each with the builder of Sphinx that makes it."""
_RARELY = (50_000, 20, 20)
"""When Python looks for what can be forgotten; the memory of Sphinx grows by a tenth, and by no more for more pages."""
ROOM = 10_000_000
"""Bytes on the disk without which an edition may well fail."""
_FORK = multiprocessing.get_context("fork")


def make_editions(root: Path, work: Path, editions: Sequence[str], options: Mapping[str, Any]) -> None:
    """Make some editions in `work`, warnings being errors; `options` are values of Sphinx's configuration.

    Raises BuildError when anything is warned of, or cannot be made.
    """
    load_sphinx()
    read = _FORK.Event()
    first, *others = (name for name in EDITIONS if name in editions)
    processes = [_FORK.Process(target=_make, args=(root, work, first, options, read, True))]
    processes += [_FORK.Process(target=_make, args=(root, work, name, options, read, False)) for name in others]
    try:
        for process in processes:
            process.start()
        processes[0].join()
        # Others that still wait for pages to be read need not wait any longer.
        if processes[0].exitcode:
            for process in processes[1:]:
                process.terminate()
        for process in processes:
            process.join()
    finally:
        for process in processes:
            if process.is_alive():
                process.kill()
                process.join()
    if any(process.exitcode for process in processes):
        # Sphinx would not warn again of a page that it has read, and the next build would pass.
        shutil.rmtree(work / "doctrees", ignore_errors=True)
        said = "The book has warnings or errors, printed above. Mend each one and build again."
        if (left := shutil.disk_usage(work).free) < ROOM:
            said += f"\n{work}: the disk is full but for {left / 1e6:.1f} MB, which may be why."
        raise BuildError(said)


def load_sphinx() -> None:
    """Load what both processes need, once; it takes a second, in which something else may be done."""
    for name in ("jupyter_book.sphinx", "myst_nb.sphinx_", "sphinx.builders.html", "beijing_ip.publish.web"):
        import_module(name)
    import_module("sphinx_typst.builder")
    # Python would walk over all that is loaded again and again, in search of what nobody holds any more: a third of the
    # time of Sphinx, whose pages are large trees. So it does that more rarely, and leaves aside what stays to the end.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_RARELY)


def _make(root: Path, work: Path, edition: str, options: Mapping[str, Any], read: Any, reads: bool) -> None:
    from jupyter_book.sphinx import build_sphinx

    from beijing_ip.publish import execution_cache

    if reads:
        execution_cache.pages_are_read[:] = [read.set]
    else:
        read.wait()
    result = build_sphinx(
        root,
        work / EDITIONS[edition],
        noconfig=True,
        path_config=root / "_config.yml",
        confoverrides={
            "external_toc_path": str(root / "_toc.yml"),
            "nitpicky": True,
            "latex_individualpages": False,
            "report_reads": reads,
            **options,
        },
        doctreedir=work / "doctrees",
        builder=EDITIONS[edition],
        warningiserror=True,
        keep_going=True,
        quiet=True,
    )
    sys.stdout.flush()
    sys.stderr.flush()
    sys.exit(0 if result == 0 else 1)
