"""Which pages are written anew though they were not read anew: those for which something else is read now.

While a page is written, numbers find the rows that they link to, and every page lists all others. So each page keeps
what was read of data/ for it, as `beijing_ip.data.reads` records it, and all keep the names of all. That is for builds
by `python -m beijing_ip`; plain `jupyter-book build .` writes every page anew when anything of data/ has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from beijing_ip.data import reads
from beijing_ip.data.loading import load_tables

from .addresses import addresses_of
from .figure_blocks import NUMBERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FILE = "written.json"
"""Beside the doctrees: for each page what was read for it, and a digest of that."""


class StartRecording(SphinxPostTransform):
    """Record what is read from here on, until the page is written."""

    default_priority = 0
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        if self.config.report_executed:
            reads.start_recording()


class _Written:
    """What was read for each page when it was last written."""

    def __init__(self) -> None:
        self._units: dict[str, list[str]] = {}
        self._shared = ""

    def find_changed(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages for which something else would be read now, or of which nothing is known."""
        if app.builder.format != "html" or not app.config.report_executed:
            return []
        before: dict[str, tuple[list[str], str]] = {}
        with suppress(OSError, ValueError):
            before = json.loads((Path(app.doctreedir) / FILE).read_text(encoding="utf-8"))
        self._units = {page: units for page, (units, _) in before.items() if page in env.found_docs}
        self._shared = _describe_book(env)
        now = self._digests()
        return [page for page in env.found_docs if page not in now or now[page] != before[page][1]]

    def note(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Note what was read for a page."""
        if doctree is not None and app.config.report_executed:
            self._units[page] = sorted(reads.recorded())

    def keep(self, app: Sphinx, error: Exception | None) -> None:
        """Keep it for the next build."""
        if not error and app.builder.format == "html" and app.config.report_executed:
            digests = self._digests()
            content = json.dumps({page: (units, digests[page]) for page, units in self._units.items()})
            (Path(app.doctreedir) / FILE).write_text(content, encoding="utf-8")

    def _digests(self) -> Mapping[str, str]:
        found = reads.digests({unit for units in self._units.values() for unit in units}, load_tables())
        return {page: _digest([self._shared, *(found[unit] for unit in units)]) for page, units in self._units.items()}


def _describe_book(env: BuildEnvironment) -> str:
    """Digest what pages say of each other: names, numbers and order, and the entries that figures lead to."""
    titles = sorted((page, title.astext()) for page, title in env.titles.items())
    numbers = sorted((page, str(found.get(""))) for page, found in env.toc_secnumbers.items())
    entries = sorted(addresses_of(env, NUMBERS)) if NUMBERS in env.found_docs else []
    return _digest(map(str, [titles, numbers, sorted(env.toctree_includes.items()), entries]))


def _digest(parts: Any) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def register(app: Sphinx) -> None:
    """Connect the choice of pages with the build."""
    written = _Written()
    app.add_post_transform(StartRecording)
    # After Sphinx has numbered the chapters.
    app.connect("env-get-updated", written.find_changed, priority=900)
    app.connect("html-page-context", written.note, priority=999)
    app.connect("build-finished", written.keep)
