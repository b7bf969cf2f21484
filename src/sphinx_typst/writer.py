"""From a resolved page of the book to Typst code, node by node."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from docutils import nodes
from pygments.style import Style
from sphinx.pygments_styles import SphinxStyle
from sphinx.util.logging import is_suppressed_warning

from .check.words import INSIDE
from .code import Code, add_labels, join_code, typst_call
from .maths.tokens import Macros
from .pictures import Picture

Handler = Callable[["Writer", Any], str]
HANDLERS: dict[type[nodes.Node] | str, Handler] = {}
"""What prints each kind of node, by its class, or by its full name where its extension need not be installed."""
_H = TypeVar("_H", bound=Handler)
_N = TypeVar("_N", bound=nodes.Node)

CELL = 10_000
"""MyST-NB numbers lines of notebooks as 10,000 times the cell and the line in it."""


def prints(*kinds: type[nodes.Node] | str) -> Callable[[_H], _H]:
    """Register a function as the one that prints nodes of these kinds, and of kinds derived from them.

    A kind is a class, or its full name such as "sphinx_proof.nodes.proof_node" for a class of another extension.
    """

    def register(handler: _H) -> _H:
        HANDLERS.update(dict.fromkeys(kinds, handler))
        return handler

    return register


def find_child(node: nodes.Element, kind: type[_N]) -> _N | None:
    """Return the first child of a kind, or None."""
    return next((child for child in node.children if isinstance(child, kind)), None)


def find_ancestor(node: nodes.Node, kind: type[_N]) -> _N | None:
    """Return the nearest node of a kind that a node stands in, or None."""
    above = node.parent
    while above is not None and not isinstance(above, kind):
        above = above.parent
    return above


def is_suppressed(node: nodes.Node, kind: str, subtype: str = "") -> bool:
    """Say whether the book suppresses a kind of Sphinx's warnings, and so wants what they are about as it stands."""
    return is_suppressed_warning(kind, subtype, node.document.settings.env.config.suppress_warnings)


@dataclass
class PrintJob:
    """One PDF: what its pages have in common, and what comes of them."""

    name: str
    labels: dict[str, str]
    """Every place that a link can lead to, with its kind: document, section or other."""
    is_excerpt: bool = False
    """Whether links to the rest of the book print as plain text."""
    unprinted: Mapping[str, str] = field(default_factory=dict)
    """Pages of the web edition that do not print, with their addresses there; empty where no one said."""
    own_visitors: Container[str] = ()
    """Names of the kinds of nodes for which an extension brings functions of its own that write them as HTML."""
    placed: set[str] = field(default_factory=set)
    """The places that are written by now. Of several with one name the first counts, as on a screen."""
    asked: dict[str, str] = field(default_factory=dict)
    """The places that links lead to, each with where the first of these links stands."""
    index: dict[str, list[tuple[str, str, str, str, str | None]]] = field(default_factory=dict)
    """By page, what is to stand in the index, as Sphinx has it: kind, words, place, whether it is the main one, key."""
    index_sources: dict[str, str] = field(default_factory=dict)
    """By such a place, where it comes from."""
    pictures: dict[str, Picture] = field(default_factory=dict)
    """Pictures by their address in the book, with the names that their files have beside the Typst file."""
    code_style: type[Style] = SphinxStyle
    """What the words of listings look like."""
    missing_alt: str = "say"
    """What becomes of a picture that nobody described: `refuse`, or `say` so."""
    folded_code: bool = True
    """Whether code of cells prints that the screen folds away."""
    undescribed: list[str] = field(default_factory=list)
    """Where such pictures stand."""
    astray: dict[str, None] = field(default_factory=dict)
    """Where links stand that lead to no page of the book, with what they lead to."""
    unlinked: dict[str, list[str]] = field(default_factory=dict)
    """For each page, the addresses on the web of links whose targets Sphinx did not find."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What print itself says, in the language of the book."""
    elsewhere: set[str] = field(default_factory=set)
    """What only a screen shows, in the words that the lines in its place begin with."""
    errors: list[str] = field(default_factory=list)
    code: str = ""
    """The Typst file, once all pages are written."""


@dataclass
class Writer:
    """Writes the nodes of one page as Typst code."""

    job: PrintJob
    page: str
    source: Path
    image_folders: tuple[Path, ...]
    section_numbers: Mapping[str, str] = field(default_factory=dict)
    figure_numbers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By the kind (figure, table, displaymath) and the identifier of what is numbered."""
    part: str = ""
    """Name of the part of the book that begins with this page."""
    level: int = 1
    """Level of the heading of a section that comes next."""
    has_begun: bool = False
    """Whether words stand before the heading of the chapter, on its sheet."""
    web_address: str = ""
    """Where the page stands in the web edition; empty where no one said."""
    footnotes: Mapping[str, nodes.footnote] = field(default_factory=dict)
    printed_footnotes: set[str] = field(default_factory=set)
    number_words: Mapping[str, str] = field(default_factory=dict)
    """By the kind of what is numbered: the words of its number, such as "Listing %s"."""
    in_table: bool = False
    says_again: bool = False
    """Whether what is written has been written before, as a head that stands above each part of a table."""
    in_listing: bool = False
    """Whether each space counts."""
    macros: Macros | None = None
    """What commands in formulas stand for, by the configuration and by the formulas of this page so far."""
    sections_since_figure: int = 99
    """How many headings stand between the last figure, which may still float, and this place."""

    def write(self, node: nodes.Node) -> Code:
        """Return the code of a node. Raises nothing: what cannot be printed is noted as an error."""
        if type(node).__name__ in self.job.own_visitors and not _handler_of(type(node)):
            # What prints the kind that it is derived from would lose what its own function writes.
            self.refuse(node, f"there is no way to print a node of the kind {type(node).__name__!r}: {opening(node)}")
            return Code("")
        for kind in type(node).__mro__:
            if handler := _handler_of(kind):
                code = handler(self, node)
                # Whatever has a name can be linked to, whether or not its function thinks of names.
                anchors = self.write_anchors(node) if isinstance(node, nodes.Element) and node["ids"] else []
                return Code("\n".join([*anchors, code]) if anchors else code)
        self.refuse(node, f"there is no way to print a node of the kind {type(node).__name__!r}: {opening(node)}")
        return Code("")

    def write_all(self, several: Iterable[nodes.Node]) -> Code:
        """Return the code of several nodes, one below the other."""
        return Code("\n".join(filter(None, map(self.write, _join_texts(several)))))

    def write_children(self, node: nodes.Element) -> Code:
        """Return the code of all children of a node, one below the other."""
        return self.write_all(node.children)

    def write_content(self, node: nodes.Element) -> Code:
        """Return the children of a node as one value."""
        return join_code(self.write_children(node))

    def write_anchors(self, node: nodes.Element) -> list[Code]:
        """Return the places that links to a node lead to, one for each of its names that has none yet."""
        return [typst_call("anchor", label) for label in self.labels_of(node)]

    def mark(self, node: nodes.Element, code: str) -> str:
        """Return the code of a block with its labels, and before it where it comes from, for errors of the compiler."""
        return self.mark_source(node) + add_labels(code, *self.labels_of(node))

    def mark_source(self, node: nodes.Node) -> str:
        """Return a comment that tells where the code below it comes from."""
        return f"//@ {self.locate(node)}\n"

    def locate(self, node: nodes.Node) -> str:
        """Return where a node stands in the source: file, cell and line."""
        line = next((found.line for found in _upwards(node) if found.line), None)
        name = self.source.as_posix()
        if line is None:
            return name
        if self.source.suffix == ".ipynb" and line >= CELL:
            return f"{name}, cell {line // CELL}, line {line % CELL}"
        return f"{name}, line {line}"

    def refuse(self, node: nodes.Node, why: str) -> None:
        """Note that a node cannot be printed; the build goes on, to report all that is wrong, and fails."""
        self.job.errors.append(f"{self.locate(node)}: {why}")

    def note_unlinked(self, identifier: str) -> None:
        """Note that a link of the web to a place of this page is words in print."""
        self.job.unlinked.setdefault(self.page, []).append(f"{INSIDE}{unquote(self.label_of(identifier))}")

    def label_of(self, identifier: str) -> str:
        """Return the name by which links find an identifier of this page."""
        return f"{self.page}#{identifier}"

    def labels_of(self, node: nodes.Element) -> list[str]:
        """Return the names by which links find a node, and hold them for written: each names one place."""
        return self.place(self.label_of(identifier) for identifier in node.get("ids", []))

    def place(self, labels: Iterable[str]) -> list[str]:
        """Return those of the labels that do not name another place already, and hold them for written."""
        free = [label for label in dict.fromkeys(labels) if label not in self.job.placed]
        self.job.placed.update(free)
        return free

    def number_of(self, node: nodes.Element, kind: str) -> str:
        """Return the number that Sphinx gave a figure, table or formula, or an empty string."""
        numbers = self.figure_numbers.get(kind, {})
        return next((numbers[name] for name in node["ids"] if name in numbers), "")


def _handler_of(kind: type[Any]) -> Handler | None:
    return HANDLERS.get(kind) or HANDLERS.get(f"{kind.__module__}.{kind.__qualname__}")


def _join_texts(several: Iterable[nodes.Node]) -> Iterable[nodes.Node]:
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


def opening(node: nodes.Node) -> str:
    """Return the first words of a node, for errors."""
    text = " ".join(node.astext().split())
    return f"{text[:60]}..." if len(text) > 60 else text or "without text"
