"""What is changed in the pages before they print: figures take what belongs to them, tables get captions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from docutils import nodes
from sphinx.errors import ConfigError

from .writer import find_ancestor

FOOT = "figure-foot"
"""Class of a container that holds what belongs to the figure before it, in containers of these classes: its source line
(figure-source), how to read it (figure-reading), its table (figure-data) and notes (figure-notes)."""

SCREEN_ONLY = "screen-only"
"""Class of a part under a figure that does not print."""


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
            details = [*parts["figure-reading"], *parts["figure-data"], *parts.get("figure-notes", [])]
            figure["details"] = [part for part in details if SCREEN_ONLY not in part.get("classes", [])]
            foot.parent.remove(foot)


def give_captions(trees: Iterable[tuple[nodes.document, str]]) -> None:
    """Call each table without a caption by its section, and number it in its chapter; those of figures stay without.

    Takes each page with the number of its chapter. Raises ConfigError when an author has given captions: two ways of
    numbering would go against each other.
    """
    count: Counter[str] = Counter()
    for tree, chapter in trees:
        for table in list(tree.findall(nodes.table)):
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
