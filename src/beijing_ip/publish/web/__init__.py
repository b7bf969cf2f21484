"""The web edition: what a page loads, says of itself and forbids, its figures, tables and languages, and the search.

A Sphinx extension, which computes no number. The markup stands in book/_templates, the look in book/_static.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import (
    addresses,
    code,
    downloads,
    elements,
    figure_blocks,
    figure_files,
    fonts,
    frame,
    languages,
    launch,
    number_links,
    published,
    search,
    site,
    table_markup,
    written,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    files = (downloads, published, figure_files, fonts, search, site, written)
    for part in (
        frame,
        launch,
        elements,
        addresses,
        code,
        number_links,
        figure_blocks,
        table_markup,
        languages,
        *files,
    ):
        part.register(app)
    return {"env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}
