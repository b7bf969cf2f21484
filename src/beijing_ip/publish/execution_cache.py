"""What the pages show when they are executed, and when they are read and written again: a Sphinx extension.

`python -m beijing_ip book` executes the pages itself, each when something that it read has changed, and says here what
they show. Plain `jupyter-book build .` leaves it to MyST-NB, whose cache knows the code of a page alone: there it is a
cache of its own for each state of the data and the package, so that a changed CSV file is never answered with old
outputs.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beijing_ip.show.output import BOOK, say_for_book

from .home import use_home_of_build

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

pages_are_read: list[Callable[[], None]] = []
"""What to call once all pages are read, and what was read is written down: the printed edition can begin."""


def execution_key(root: Path) -> str:
    """Return a short digest of all that the notebooks compute from, besides their own code.

    That is every file of `data/` and of this package, the lock, the citation, and the list of changes.
    """
    # What runs for the book is kept here and nothing else: a notebook that is opened shows less.
    made = hashlib.sha256(BOOK.encode())
    for path in _inputs(root):
        made.update(f"\0{path.name}\0".encode())
        made.update(path.read_bytes())
    return made.hexdigest()[:16]


def _inputs(root: Path) -> Iterator[Path]:
    for folder in (root / "data", *Path(__file__).parents[2].glob("[bs]*_*")):
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        yield from (path for path in files if path.suffix != ".pyc")
    # The page on citing shows the last two.
    for name in ("requirements.lock", "CITATION.cff", "CHANGELOG.md"):
        if (root / name).exists():
            yield root / name


def _set_cache(app: Sphinx, config: Config) -> None:
    if config.report_executed:
        return
    key = execution_key(Path(app.srcdir))
    # Cells may differ in what they print from one Python to the next.
    here = f"{key}-{sys.version_info[0]}.{sys.version_info[1]}"
    # Sphinx reads every page again when these change, so new data reach pages that did not change.
    config.nb_execution_cache_path = str(Path(app.srcdir) / "_build" / ".jupyter_cache" / here)
    config.report_code, config.report_data = here, key


def _find_changed(app: Sphinx, env: BuildEnvironment, *ignored: set[str]) -> list[str]:
    """Pages that show something else than when they were read."""
    before = getattr(env, "report_executed", {})
    return [page for page, digest in app.config.report_executed.items() if before.get(page) != digest]


def _before_reading(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    env.report_reads = bool(pages)  # type: ignore[attr-defined]


def _after_reading(app: Sphinx, env: BuildEnvironment) -> None:
    env.report_executed = dict(app.config.report_executed)  # type: ignore[attr-defined]
    if not env.report_reads:  # type: ignore[attr-defined]
        _say_read(app, env)


def _say_read(app: Sphinx, env: BuildEnvironment) -> None:
    while pages_are_read:
        pages_are_read.pop()()


def _drop_failures(app: Sphinx, error: Exception | None) -> None:
    """Forget outputs that hold an error or a warning: what caused it may be the machine, and gone the next time."""
    folder = Path(str(app.config.nb_execution_cache_path))
    if app.config.report_executed or not folder.is_dir():
        return
    from jupyter_cache import get_cache

    cache = get_cache(folder)
    for record in cache.list_cache_records():
        cells = json.loads(json.dumps(cache.get_cache_bundle(record.pk).nb.cells))
        if any(_is_failure(output) for cell in cells for output in cell.get("outputs", [])):
            cache.remove_cache(record.pk)


def _is_failure(output: dict[str, Any]) -> bool:
    return output["output_type"] == "error" or output.get("name") == "stderr"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    say_for_book()
    use_home_of_build(Path(app.srcdir))
    # What each page shows, as a digest; empty where MyST-NB executes the pages.
    app.add_config_value("report_executed", {}, "")
    # Whether this process reads the pages, and writes the files that they offer; another one only makes an edition.
    app.add_config_value("report_reads", True, "")
    app.add_config_value("report_code", "", "env")
    # Goes into .buildinfo, which every Python should write alike.
    app.add_config_value("report_data", "", "html")
    app.connect("config-inited", _set_cache)
    app.connect("env-get-outdated", _find_changed)
    app.connect("env-before-read-docs", _before_reading)
    app.connect("env-updated", _after_reading)
    app.connect("env-check-consistency", _say_read)
    app.connect("build-finished", _drop_failures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
