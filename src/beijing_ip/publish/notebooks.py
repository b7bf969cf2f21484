"""Execute the notebooks in place, with nothing in them that depends on the day or the machine."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from beijing_ip.show.output import environment_for_notebooks

PROCESSES = 2
CELL_TIMEOUT = 120
"""Seconds that one cell may take."""
KEPT_CELL_METADATA = ("mystnb", "tags")


class NotebookError(Exception):
    """A notebook cannot be read or did not run to its end; the text names it and shows the cell."""


def execute_notebook(path: Path) -> str:
    """Return the text of the notebook after a run in its own folder, normalised; the file is not touched.

    Raises NotebookError with the cell's code and traceback when a cell fails.
    """
    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError) as error:
        raise NotebookError(f"{path}: cannot be read as a notebook: {error}") from error
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute(env=environment_for_notebooks())
    except CellExecutionError as error:
        raise NotebookError(f"{path}: a cell failed\n{error}") from error
    return normalise(notebook)


def normalise(notebook: Any) -> str:
    """Return the notebook as text, the same text for the same content on every machine.

    Metadata keep the kernel's name and the language, and of each cell what its author set for the book.
    A cell keeps its id; one that has none, or the id of an earlier cell, is named by its position.
    """
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"file_extension": ".py", "name": "python", "pygments_lexer": "ipython3"},
        }
    )
    seen: set[str] = set()
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.get("id", "") in seen | {""}:
            cell["id"] = f"cell-{number}"
        seen.add(cell["id"])
        cell.metadata = nbformat.from_dict(
            {key: cell.metadata[key] for key in KEPT_CELL_METADATA if key in cell.metadata}
        )
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"


def execute_in_place(paths: Sequence[Path]) -> list[Path]:
    """Execute all notebooks, two at a time, and return those whose file changed.

    Files are written only when every notebook ran to its end. Raises NotebookError for all that did not.
    """
    texts: dict[Path, str] = {}
    failures: list[str] = []
    # The first kernel of a user looks for the fonts of the machine, and after five seconds says so in its notebook.
    import_module("matplotlib.font_manager")
    with ProcessPoolExecutor(PROCESSES) as pool:
        for path, future in [(path, pool.submit(execute_notebook, path)) for path in paths]:
            try:
                texts[path] = future.result()
            except NotebookError as error:
                failures.append(str(error))
    if failures:
        raise NotebookError("\n".join([*failures, "Nothing was written."]))
    changed = [path for path, text in texts.items() if path.read_text(encoding="utf-8") != text]
    for path in changed:
        path.write_text(texts[path], encoding="utf-8", newline="\n")
    return changed
