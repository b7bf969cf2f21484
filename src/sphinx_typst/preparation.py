"""What is changed in the pages before they print: figures take what belongs to them, tables get captions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.adapters.toctree import TocTree
from sphinx.errors import ConfigError

from .genindex import NAME
from .html.pages import places_of, read_html
from .writer import find_ancestor, find_child

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

FOOT = "figure-foot"
"""Class of a container that holds what belongs to the figure before it, in containers of these classes: its source line
(figure-source), how to read it (figure-reading), its table (figure-data) and notes (figure-notes)."""

SCREEN_ONLY = "screen-only"
"""Class of a part of a page that does not print."""


def attach_feet(tree: nodes.document) -> None:
    """Give each figure what follows it: its source line as `foot`, all else as `details`."""
    for foot in [found for found in tree.findall(nodes.container) if FOOT in found["classes"]]:
        place = foot.parent.index(foot)
        figure = foot.parent[place - 1] if place else None
        if isinstance(figure, nodes.figure):
            parts = {part["classes"][0]: part.children for part in foot.children}
            for reading in parts["figure-reading"]:
                reading["leads-in"] = True
            figure["foot"] = parts["figure-source"]
            figure["details"] = [*parts["figure-reading"], *parts["figure-data"], *parts.get("figure-notes", [])]
            foot.parent.remove(foot)


def order_pages(env: BuildEnvironment, config: Config) -> list[tuple[str, int]]:
    """Return the pages that print in reading order, with the levels of their headings.

    Chapters stand beside the first page.
    """

    levels: dict[str, int] = {}

    def visit(page: str, level: int) -> None:
        # A page that stands in several lists prints once, where it comes first.
        # Sphinx's own index and search pages may stand in a list, and are none that is read. On the web the index takes
        # the place of a page of its name.
        if page not in levels and page in env.found_docs and not (page == NAME and config.html_use_index):
            levels[page] = level
            for name in env.toctree_includes.get(page, []):
                visit(name, level + (page != config.root_doc))

    visit(config.root_doc, 1)
    return [(page, level) for page, level in levels.items() if page not in config.typst_skip]


def name_parts(trees: Mapping[str, nodes.document], config: Config) -> dict[str, str]:
    """Return the names of the parts of the book, by the page with whose heading each begins."""
    found: dict[str, str] = {}
    for toctree in trees[config.root_doc].findall(addnodes.toctree) if config.root_doc in trees else ():
        opens = (page for page in toctree["includefiles"] if page in trees and _has_heading(trees[page]))
        if toctree.get("caption") and (first := next(opens, None)):
            found.setdefault(first, toctree["caption"])
    return found


def _has_heading(tree: nodes.document) -> bool:
    return any(isinstance(part, nodes.section) and find_child(part, nodes.title) for part in tree.children)


def list_pages(tree: nodes.document, page: str, builder: Builder) -> None:
    """Put in the place of each list of pages that a page shows its entries.

    On the first page these are the chapters alone: the contents of the book have just given the rest.
    """
    most = 1 if page == builder.config.root_doc else 0
    for toctree in list(tree.findall(addnodes.toctree)):
        entries = TocTree(builder.env).resolve(page, builder, toctree, maxdepth=most)
        toctree.replace_self([entries] if entries is not None else [])
        if entries is not None:
            read_html(entries, places_of(builder.env, page))


def remove_skipped(trees: Mapping[str, nodes.document], env: BuildEnvironment, config: Config) -> None:
    """Take out of the pages what does not print. Raises ConfigError for a page or part that is not there."""
    for name in config.typst_skip:
        if "#" in name:
            if part := find_part("typst_skip", name, trees, env):
                part.parent.remove(part)
        elif name not in env.found_docs:
            raise ConfigError(f"typst_skip: there is no page {name!r}")
    classes = {SCREEN_ONLY, *(f"tag_{name}" for name in config.typst_skip_tags)}
    # On the web too what is to do is shown to those who ask for it.
    hidden = () if getattr(config, "todo_include_todos", True) else ("todo_node",)
    for tree in trees.values():
        parts = tree.findall(nodes.Element)
        for part in [one for one in parts if not classes.isdisjoint(one["classes"]) or type(one).__name__ in hidden]:
            part.parent.remove(part)


def find_part(
    option: str, name: str, trees: Mapping[str, nodes.document], env: BuildEnvironment
) -> nodes.Element | None:
    """Return the page, section or figure that an option names.

    None where a page lacks it that is marked as incomplete in its metadata. Raises ConfigError for any other that is
    not there.
    """
    page, _, identifier = name.partition("#")
    tree = trees.get(page)
    if tree is None:
        raise ConfigError(f"{option}: there is no page {page!r} in the table of contents")
    if not identifier:
        return tree
    for node in tree.findall(nodes.Element):
        if identifier in node.get("ids", []) or identifier in node.get("names", []):
            return node
    if env.metadata[page].get("incomplete"):
        return None
    raise ConfigError(f"{option}: the page {page!r} has no section or figure {identifier!r}")


def chapter_number(env: BuildEnvironment, page: str) -> str:
    """Return the number of the chapter that a page belongs to, or nothing."""
    return dotted(env.toc_secnumbers.get(page, {}).get("")).split(".")[0]


def dotted(number: Sequence[int] | None) -> str:
    """Return the number of a section or figure as it is written: 2.1."""
    return ".".join(map(str, number or ()))


def number_tables(env: BuildEnvironment, config: Config) -> dict[str, list[str]]:
    """Return the printed numbers of all tables of each page, so that another edition can have the same.

    A table that does not print has an empty one, and so has one that belongs to a figure.
    """
    trees = {page: env.get_doctree(page) for page, _ in order_pages(env, config)}
    tables = {page: list(tree.findall(nodes.table)) for page, tree in trees.items()}
    remove_skipped(trees, env, config)
    for tree in trees.values():
        for foot in [found for found in tree.findall(nodes.container) if FOOT in found["classes"]]:
            foot.parent.remove(foot)
    give_captions((tree, chapter_number(env, page)) for page, tree in trees.items())
    return {page: [table.get("number", "") for table in found] for page, found in tables.items()}


def give_captions(trees: Iterable[tuple[nodes.document, str]]) -> None:
    """Call each table without a caption by its section, and number it in its chapter; those of figures stay without.

    Takes each page with the number of its chapter. Raises ConfigError when an author has given captions: two ways of
    numbering would go against each other.
    """
    count: Counter[str] = Counter()
    for tree, chapter in trees:
        # What a notebook shows as HTML is no table yet where other editions number theirs.
        for table in [found for found in tree.findall(nodes.table) if not found.get("shown")]:
            if isinstance(table.children[0], nodes.title):
                raise ConfigError(
                    "typst_caption_tables is for books whose tables have no captions, but this one has: "
                    + table.children[0].astext()
                )
            heading = _find_heading(table)
            if heading is None or find_ancestor(table, nodes.entry):
                continue
            count[chapter] += 1
            table["number"] = ".".join(filter(None, [chapter, str(count[chapter])]))
            table["repeats"] = True
            table.insert(0, nodes.title("", "", *(part.deepcopy() for part in heading.children)))


def _find_heading(table: nodes.table) -> nodes.Element | None:
    """The heading under which a table stands: of its section, or a smaller one in what a cell has put out."""
    section = find_ancestor(table, nodes.section)
    found = None
    for node in section.findall() if section is not None else ():
        if node is table:
            return found
        if isinstance(node, (nodes.title, nodes.rubric)):
            found = node
    return None
