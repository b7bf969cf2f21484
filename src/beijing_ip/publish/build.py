"""Build the book: execute its pages in parallel, then let Jupyter Book put them together.

`jupyter-book build .` does the same by itself, but one page after the other, and it succeeds when there are
warnings. Both use the same cache of executed pages (see `beijing_ip.publish.execution_cache`).
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor
from myst_nb.core.read import is_myst_markdown_notebook
from sphinx_external_toc.parsing import parse_toc_yaml

from beijing_ip.show.output import say_for_book

from .execution_cache import cache_folder
from .notebooks import CELL_TIMEOUT

READ_MARKDOWN = {"type": "plugin", "name": "myst_nb_md"}


class BuildError(Exception):
    """The book could not be built; the text says what to mend."""


@contextmanager
def report_time(what: str) -> Iterator[None]:
    """Print what is being done, and how many seconds it took."""
    print(f"{what} ...", flush=True)
    start = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - start:.1f} s", flush=True)


def list_pages(root: Path) -> list[Path]:
    """Return the source files of the book in reading order, as the table of contents lists them.

    Raises BuildError for an entry that has no file.
    """
    found = []
    for name in parse_toc_yaml(root / "_toc.yml"):
        candidates = [root / f"{name}{suffix}" for suffix in (".ipynb", ".md")]
        files = [path for path in candidates if path.exists()]
        if len(files) != 1:
            raise BuildError(
                f"_toc.yml lists {name}, which should be one file but is {len(files)}: "
                f"expected {name}.ipynb or {name}.md"
            )
        found += files
    return found


def is_executable(page: Path) -> bool:
    """Return whether the page has code to execute: a notebook, or Markdown with a notebook's header."""
    return page.suffix == ".ipynb" or bool(is_myst_markdown_notebook(page.read_text(encoding="utf-8")))


def execute_pages(root: Path) -> int:
    """Execute the pages that are not in the cache yet, in parallel, and return how many that were.

    Raises BuildError with the traceback of every page that failed.
    """
    say_for_book()
    folder = cache_folder(root)
    for old in folder.parent.glob("*"):
        if old != folder and old.is_dir():
            shutil.rmtree(old)
    folder.mkdir(parents=True, exist_ok=True)
    cache = get_cache(folder)
    # Creating the data base here keeps the worker processes from racing for it.
    cache.db  # noqa: B018
    for page in filter(is_executable, list_pages(root)):
        if page.suffix == ".ipynb":
            cache.add_nb_to_project(str(page))
        else:
            cache.add_nb_to_project(str(page), read_data=READ_MARKDOWN)
    quiet = logging.getLogger(f"{__name__}.executor")
    quiet.setLevel(logging.CRITICAL)
    result = load_executor("local-parallel", cache, quiet).run_and_cache(timeout=CELL_TIMEOUT)
    if failed := [*result.excepted, *result.errored]:
        tracebacks = [cache.get_project_record(uri).traceback or "it could not be read" for uri in failed]
        raise BuildError(
            "\n".join(
                f"{Path(uri).relative_to(root)} failed:\n{text}" for uri, text in zip(failed, tracebacks, strict=True)
            )
        )
    return len(result.succeeded)


def build_html(root: Path) -> Path:
    """Build the HTML book, warnings being errors, and return its first page.

    Raises BuildError when a page fails or anything is warned of.
    """
    output = root / "_build"
    with report_time("Execute the pages whose code or data changed"):
        count = execute_pages(root)
        print(f"  {count} executed", flush=True)
    with report_time("Build the HTML"):
        _remove_dropped_pages(root)
        _jupyter_book(root)
    return output / "html" / "index.html"


def build_pdf(root: Path) -> list[Path]:
    """Print the book and its excerpts as PDF, warnings being errors, and return the files.

    Raises BuildError when a page fails, anything is warned of or something cannot be printed.
    """
    output = root / "_build" / "pdf"
    with report_time("Execute the pages whose code or data changed"):
        count = execute_pages(root)
        print(f"  {count} executed", flush=True)
    with report_time("Print the PDF"):
        shutil.rmtree(output, ignore_errors=True)
        _jupyter_book(root, "--builder", "custom", "--custom-builder", "typst")
    return sorted(output.glob("*.pdf"))


def _jupyter_book(root: Path, *options: str) -> None:
    program = str(Path(sys.executable).parent / "jupyter-book")
    command = [program, "build", ".", "-W", "-n", "--keep-going", "-q", *options]
    if subprocess.run(command, cwd=root, check=False).returncode:
        # Sphinx would not warn again of a page that it has read, and the next build would pass.
        shutil.rmtree(root / "_build" / ".doctrees", ignore_errors=True)
        raise BuildError("The book has warnings or errors, printed above. Mend each one and build again.")


def _remove_dropped_pages(root: Path) -> None:
    html = root / "_build" / "html"
    kept = {page.relative_to(root).with_suffix(".html") for page in list_pages(root)}
    for folder in ("book", "notebooks"):
        for built in (html / folder).glob("*.html"):
            if built.relative_to(html) not in kept:
                built.unlink()
