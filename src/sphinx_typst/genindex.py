"""The index of the book: Sphinx's own order, letters and subentries, with the numbers of pages in place of links."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.environment.adapters.indexentries import IndexEntries

from .code import Code, join_code, typst_call
from .text import MOST_IN_HEADING, typst_text
from .writer import PrintJob

NAME = "genindex"
"""What Sphinx calls the page, and print the place."""


def write_index(job: PrintJob, builder: Builder, title: str) -> Code:
    """Return the code of the index of what has been written."""
    # Sphinx would list what stands on pages that do not print, and leave out what extensions add late.
    written = SimpleNamespace(domains={"index": SimpleNamespace(entries=job.index)})
    groups = IndexEntries(cast(BuildEnvironment, written)).create_index(builder)
    rows = [row for rows in job.index.values() for row in reversed(rows)]
    sources = {name.strip(): job.index_sources[place] for _, words, place, *_ in rows for name in words.split(";")}
    index = _Index(sources)
    return typst_call("index-of", title, *((_words(letter), list(map(index.entry, found))) for letter, found in groups))


class _Index:
    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources
        """Where each name comes from."""

    def entry(self, entry: tuple[str, tuple[Any, ...]]) -> list[Any]:
        name, (places, below, _) = entry
        return [self._name(name), _places(places), [(self._name(under), _places(targets)) for under, targets in below]]

    def _name(self, name: str) -> Code:
        source = self.sources.get(name)
        return Code(f"\n//@ {source}\n{_words(name)}") if source else _words(name)


def _words(text: str) -> Code:
    return join_code(typst_text(text, MOST_IN_HEADING))


def _places(targets: list[tuple[str, str]]) -> list[tuple[Code, bool]]:
    """The labels of the places of an entry, each with whether it is the main one."""
    return [(typst_call("label", uri.partition("#")[2]), bool(main)) for main, uri in targets]
