"""The data of each figure as a CSV file beside the pages; its picture is written when its block is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import logging

from ..offered import encode_csv

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FOOT = "figure-foot"
"""Class of the container behind a figure, which holds its data."""
FOLDER = "_downloads/figures"
"""Where the CSV files and pictures stand among the pages."""

_log = logging.getLogger(__name__)


class FigureDataCollector(EnvironmentCollector):
    """Remembers the data of all figures by page and name, so that each build writes them all and no other."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        _figure_data(env).pop(docname, None)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
        _figure_data(env).update((name, data) for name, data in _figure_data(other).items() if name in docnames)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        found = {foot["figure"]: foot["csv"] for foot in doctree.findall(nodes.container) if FOOT in foot["classes"]}
        if found:
            _figure_data(app.env)[app.env.docname] = found


def _figure_data(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """The CSV of every figure, by page and name, as the environment keeps it from one build to the next."""
    if not hasattr(env, "figure_data"):
        env.figure_data = {}  # type: ignore[attr-defined]
    data: dict[str, dict[str, str]] = env.figure_data  # type: ignore[attr-defined]
    return data


def check_names(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn, which fails the build, of a name that figures of two pages have."""
    pages: dict[str, str] = {}
    for page, figures in sorted(_figure_data(env).items()):
        for name in figures:
            if (other := pages.setdefault(name, page)) != page:
                _log.warning(f"the figure {name!r} is also on {other}: each needs a name of its own", location=page)


def write_data(app: Sphinx, error: Exception | None) -> None:
    """Write the data of all figures, and remove the files of figures that are gone."""
    if error or app.builder.format != "html":
        return
    folder: Path = app.outdir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    figures = {name: data for page in _figure_data(app.env).values() for name, data in page.items()}
    for old in folder.iterdir():
        if old.stem not in figures:
            old.unlink()
    for name, data in figures.items():
        (folder / f"{name}.csv").write_bytes(encode_csv(data, app.config.report_about))


def register(app: Sphinx) -> None:
    """Connect the files with the build."""
    app.add_env_collector(FigureDataCollector)
    app.connect("env-check-consistency", check_names)
    app.connect("build-finished", write_data)
