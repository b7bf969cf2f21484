"""The pages of the book, and what each shows when it is executed."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import is_myst_markdown_notebook, myst_nb_reader_plugin
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from sphinx_external_toc.parsing import parse_toc_yaml
from traitlets.config import Config

from beijing_ip.publish.notebooks import CELL_TIMEOUT

from .errors import BuildError
from .inputs import Code, digest, digest_files, write_whole
from .kernels import KernelServer
from .provisioner import fork_all_kernels_from
from .results import Result, Results, State

PATIENCE = 60
"""Seconds that a kernel has, when all its cells are done, to say what it has read."""


@dataclass(frozen=True)
class Page:
    """One page with code: its name in the table of contents, its file, and its cells."""

    name: str
    path: Path
    notebook: Any

    @property
    def code(self) -> str:
        """The digest of its code with the tags of the cells, by which MyST-NB looks up what they show."""
        cells = (cell for cell in self.notebook.cells if cell.cell_type == "code")
        return digest(*(part for cell in cells for part in (cell.source, json.dumps(cell.metadata, sort_keys=True))))

    @property
    def source(self) -> str:
        """All its code."""
        return "\n".join(cell.source for cell in self.notebook.cells if cell.cell_type == "code")


def list_pages(root: Path) -> dict[str, Path]:
    """Return the source files of the book in reading order, by their names in the table of contents.

    Raises BuildError for an entry that has no file.
    """
    found = {}
    for name in parse_toc_yaml(root / "_toc.yml"):
        files = [path for suffix in (".ipynb", ".md") if (path := root / f"{name}{suffix}").exists()]
        if len(files) != 1:
            raise BuildError(
                f"_toc.yml lists {name}, which should be one file but is {len(files)}: "
                f"expected {name}.ipynb or {name}.md"
            )
        found[name] = files[0]
    return found


def read_pages(root: Path) -> list[Page]:
    """Return the pages with code: notebooks, and Markdown with a notebook's header.

    Raises BuildError for a page that cannot be read.
    """
    pages = []
    for name, path in list_pages(root).items():
        try:
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".ipynb":
                pages.append(Page(name, path, nbformat.reads(text, as_version=4)))
            elif is_myst_markdown_notebook(text):
                pages.append(Page(name, path, myst_nb_reader_plugin(str(path))))
        except (OSError, ValueError, nbformat.reader.NotJSONError) as error:
            raise BuildError(f"{path.relative_to(root)}: cannot be read as a notebook: {error}") from error
    return pages


def execute(
    root: Path,
    pages: Sequence[Page],
    server: KernelServer,
    results: Results,
    code: Code,
    environment: str,
    units: Callable[..., Mapping[str, str]],
    meanwhile: Callable[[], None],
) -> tuple[dict[str, Result], list[str]]:
    """Return what each page shows, by its name, and the names of those that had to be executed for it.

    `meanwhile` is called while pages are executed, if any is. Raises BuildError with the cell of every page that
    failed; what the other pages showed is kept.
    """

    def files(names: Any) -> dict[str, str]:
        there = [name for name in names if (root / name).is_file()]
        return {**dict.fromkeys(names, ""), **digest_files(root, there)}

    states = {
        page.name: State(digest(environment, code.meaning_of(code.imported_by(page.source))), units, files)
        for page in pages
    }
    found = {page.name: results.find(page.code, states[page.name]) for page in pages}
    todo = [page for page in pages if found[page.name] is None]
    shown = {name: result for name, result in found.items() if result is not None}
    if todo:
        server.load(sorted({name for page in todo for name in code.imported_by(page.source)}))
        fork_all_kernels_from(server)
        with TemporaryDirectory(prefix="beijing-ip-") as folder, asyncio.Runner(loop_factory=_Loop) as runner:
            fresh = runner.run(_execute_all(root, todo, Path(folder), results, states, meanwhile))
        shown |= fresh
    return shown, [page.name for page in todo]


class _Loop(asyncio.SelectorEventLoop):
    """A loop that leaves signals to the build: each notebook would take them over, for its own kernel alone."""

    def add_signal_handler(self, *_: Any) -> None:  # type: ignore[override]
        raise RuntimeError("signals are for the build")


async def _execute_all(
    root: Path,
    pages: Sequence[Page],
    folder: Path,
    results: Results,
    states: Mapping[str, State],
    meanwhile: Callable[[], None],
) -> dict[str, Result]:
    # Whoever waits for a kernel to start or to end leaves its processor to another.
    places = asyncio.Semaphore((os.cpu_count() or 1) + 1)
    failures: dict[str, str] = {}

    async def one(number: int, page: Page) -> tuple[str, Result] | None:
        async with places:
            report = folder / f"{number}.json"
            try:
                result = await _execute_one(page, report)
                if not report.exists():
                    raise BuildError(f"whose kernel did not end within {PATIENCE} s")
                results.keep(page.code, states[page.name], json.loads(report.read_text(encoding="utf-8")), result)
                return page.name, result
            except BuildError as error:
                failures[page.name] = f"{page.path.relative_to(root)}, {error}"
                return None

    # The longest first, as their size tells.
    order = sorted(enumerate(pages), key=lambda item: -item[1].path.stat().st_size)
    other = asyncio.to_thread(meanwhile)
    *done, _ = await asyncio.gather(*(one(number, page) for number, page in order), other)
    if failures:
        raise BuildError("\n\n".join(failures[page.name] for page in pages if page.name in failures))
    return dict(found for found in done if found)


async def _execute_one(page: Page, report: Path) -> Result:
    notebook = nbformat.from_dict(page.notebook)
    at = [0]

    async def remember(cell: Any, cell_index: int) -> None:
        at[0] = cell_index

    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        on_cell_start=remember,
        # Not by ports: another program could take one after it was chosen and before the kernel opens it.
        config=Config(
            {"KernelManager": {"transport": "ipc", "ip": str(report.with_suffix("")), "shutdown_wait_time": PATIENCE}}
        ),
        resources={"metadata": {"path": str(page.path.parent)}},
    )
    start = time.monotonic()
    try:
        await client.async_execute(env={**os.environ, "BEIJING_IP_REPORT": str(report)})
    except CellTimeoutError as error:
        raise BuildError(f"cell {at[0] + 1} took longer than {CELL_TIMEOUT} s\n{_code(notebook, at[0])}") from error
    except DeadKernelError as error:
        raise BuildError(f"cell {at[0] + 1} ended its kernel\n{_code(notebook, at[0])}") from error
    except CellExecutionError as error:
        raise BuildError(f"cell {at[0] + 1} failed\n{error}") from error
    finally:
        if client.km is None:
            # Interrupted after its kernel ended, nbclient would end it again at exit, and complain that there is none.
            atexit.unregister(client._cleanup_kernel)
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            # A warning may come from the machine, and would be shown as long as the page stays as it is.
            if output.output_type == "stream" and output.name == "stderr":
                raise BuildError(f"cell {number} wrote to stderr, which no page shows\n{output.text.rstrip()}")
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    return Result(json.loads(json.dumps(outputs)), time.monotonic() - start)


def _code(notebook: Any, index: int) -> str:
    return str(notebook.cells[index].source).rstrip()


def hand_to_sphinx(folder: Path, pages: Sequence[Page], shown: Mapping[str, Result]) -> None:
    """Put what pages show into the cache in which MyST-NB looks it up by their code."""
    said = folder / "given.json"
    given: dict[str, str] = {}
    with suppress(OSError, ValueError):
        given = json.loads(said.read_text(encoding="utf-8"))
    wanted = {page.code: shown[page.name].digest for page in pages}
    if given == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    said.unlink(missing_ok=True)
    cache = get_cache(folder)
    for page in pages:
        if given.get(page.code) != wanted[page.code]:
            notebook = nbformat.from_dict(page.notebook)
            cells = (cell for cell in notebook.cells if cell.cell_type == "code")
            for number, (cell, outputs) in enumerate(zip(cells, shown[page.name].outputs, strict=True), start=1):
                cell.execution_count = number
                cell.outputs = [nbformat.from_dict(output) for output in outputs]
            bundle = CacheBundleIn(notebook, str(page.path), data={"execution_seconds": 0})
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    write_whole(said, json.dumps(wanted))
