"""From a resolved page of the book to Typst code, node by node."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from docutils import nodes

from .code import Code, block

Handler = Callable[["Writer", Any], str]
HANDLERS: dict[type[nodes.Node], Handler] = {}
_H = TypeVar("_H", bound=Handler)

CELL = 10_000
"""MyST-NB numbers lines of notebooks as 10,000 times the cell and the line in it."""


def prints(*kinds: type[nodes.Node]) -> Callable[[_H], _H]:
    """Register a function as the one that prints nodes of these kinds, and of kinds derived from them."""

    def register(handler: _H) -> _H:
        for kind in kinds:
            HANDLERS[kind] = handler
        return handler

    return register


@dataclass
class Document:
    """What the pages of one PDF have in common."""

    labels: Mapping[str, str]
    """Every place that a link can lead to, with its kind: document, section or other."""
    is_excerpt: bool = False
    """Whether links to the rest of the book print as plain text."""
    images: dict[Path, str] = field(default_factory=dict)
    """Pictures by their file, with the names under which they lie beside the Typst file."""
    errors: list[str] = field(default_factory=list)


@dataclass
class Writer:
    """Prints the nodes of one page."""

    document: Document
    page: str
    source: Path
    image_folders: tuple[Path, ...]
    section_numbers: Mapping[str, str] = field(default_factory=dict)
    figure_numbers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    level: int = 1
    """Level of the heading of a section that comes next."""
    footnotes: dict[str, nodes.footnote] = field(default_factory=dict)
    printed_footnotes: set[str] = field(default_factory=set)
    in_table: bool = False
    sections_since_figure: int = 99
    """How many headings stand between the last figure, which may still float, and this place."""

    def __call__(self, node: nodes.Node) -> Code:
        """Return the code of a node. Raises nothing: what cannot be printed is noted as an error."""
        for kind in type(node).__mro__:
            if kind in HANDLERS:
                return Code(HANDLERS[kind](self, node))
        self.error(node, f"there is no way to print a node of the kind {type(node).__name__!r}: {_words(node)}")
        return Code("")

    def children(self, node: nodes.Element) -> Code:
        """Return the code of all children of a node, one below the other."""
        return self.all(node.children)

    def all(self, several: Iterable[nodes.Node]) -> Code:
        """Return the code of several nodes, one below the other."""
        return Code("\n".join(filter(None, map(self, _joined(several)))))

    def content(self, node: nodes.Element) -> Code:
        """Return the children of a node as one value."""
        return block(self.children(node))

    def mark(self, node: nodes.Node) -> str:
        """Return a comment that tells where the code below comes from, for errors of the compiler."""
        return f"//@ {self.place(node)}\n"

    def place(self, node: nodes.Node) -> str:
        """Return where a node stands in the source: file, cell and line."""
        line = next((found.line for found in _upwards(node) if found.line), None)
        name = self.source.as_posix()
        if line is None:
            return name
        if self.source.suffix == ".ipynb" and line >= CELL:
            return f"{name}, cell {line // CELL}, line {line % CELL}"
        return f"{name}, line {line}"

    def error(self, node: nodes.Node, what: str) -> None:
        """Note that something cannot be printed; the build goes on, to report all that is wrong, and fails."""
        self.document.errors.append(f"{self.place(node)}: {what}")

    def label(self, identifier: str) -> str:
        """Return the name by which links find an identifier of this page."""
        return f"{self.page}#{identifier}"

    def labels(self, node: nodes.Element) -> list[str]:
        """Return the names by which links find a node."""
        return [self.label(identifier) for identifier in node.get("ids", [])]


def _joined(several: Iterable[nodes.Node]) -> Iterable[nodes.Node]:
    # MyST makes a text of its own of each end of a line.
    text = ""
    for node in several:
        if isinstance(node, nodes.Text):
            text += node.astext()
            continue
        if text:
            yield nodes.Text(text)
        text = ""
        yield node
    if text:
        yield nodes.Text(text)


def _upwards(node: nodes.Node | None) -> Iterable[nodes.Node]:
    while node is not None and not isinstance(node, nodes.document):
        yield node
        node = node.parent


def _words(node: nodes.Node) -> str:
    text = " ".join(node.astext().split())
    return f"{text[:60]}..." if len(text) > 60 else text or "without text"
