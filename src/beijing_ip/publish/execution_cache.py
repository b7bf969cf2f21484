"""The cache of executed pages, keyed on everything that they compute from: a Sphinx extension.

So a changed CSV file is never answered with old outputs.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beijing_ip.show.output import BOOK, say_for_book

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def execution_key(root: Path) -> str:
    """Return a short digest of all that the notebooks compute from, besides their own code.

    That is every file of `data/` and of this package, the lock, the citation, the list of changes, and the Python
    version (cells may differ in what they print from one to the next).
    """
    # What runs for the book is kept here and nothing else: a notebook that is opened shows less.
    digest = hashlib.sha256(f"{sys.version_info[:2]} {BOOK}".encode())
    for path in _inputs(root):
        digest.update(f"\0{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _inputs(root: Path) -> Iterator[Path]:
    # No notebook computes from how the book is shown or printed.
    apart = {"__pycache__", "web"}
    for folder in (root / "data", Path(__file__).parents[1]):
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        yield from (path for path in files if apart.isdisjoint(path.relative_to(folder).parts))
    # The page on citing shows the last two.
    for name in ("requirements.lock", "CITATION.cff", "CHANGELOG.md"):
        if (root / name).exists():
            yield root / name


def cache_folder(root: Path) -> Path:
    """Return the folder that keeps executed notebooks for the present state of data, package and lock."""
    return root / "_build" / ".jupyter_cache" / execution_key(root)


def _set_cache(app: Sphinx, config: Config) -> None:
    # Sphinx reads every page again when this value changes, so new data reach pages that did not change.
    config.nb_execution_cache_path = str(cache_folder(Path(app.srcdir)))
    # And HTML is written again, also where the printed edition has read the pages before.
    config.report_key = execution_key(Path(app.srcdir))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    say_for_book()
    app.add_config_value("report_key", "", "html")
    app.connect("config-inited", _set_cache)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
