"""Cells of notebooks: which inputs and outputs print."""

from __future__ import annotations

from docutils import nodes

from .code import call
from .design import component
from .writer import Writer, prints

FOOT = "figure-foot"
"""Class of a container that holds the source line, and perhaps the table, of the figure before it."""


@prints(nodes.container)
def _container(write: Writer, node: nodes.container) -> str:
    element = node.get("nb_element")
    if element == "cell_code":
        return _cell(write, node)
    if element in ("cell_code_output", "cell_code_source", "mime_bundle") or not element:
        if "mime_type" not in node and node.get("design_component"):
            return component(write, node)
        anchors = [call("anchor", label) for label in write.labels(node)]
        return "\n".join(filter(None, [*anchors, write.children(node)]))
    return write.children(node)


def _cell(write: Writer, node: nodes.container) -> str:
    # What the screen folds away: code does not print, since the web edition and the notebooks hold it;
    # a folded result does, because a printed page cannot be opened.
    hidden = node.get("hide_mode") in ("input", "input+output", "all")
    return write.all(
        part
        for part in node.children
        if not (hidden and isinstance(part, nodes.container) and part.get("nb_element") == "cell_code_source")
    )


def attach_feet(tree: nodes.document) -> None:
    """Give each figure what follows it: its source line as `foot`, all else as `numbers`."""
    for foot in [found for found in tree.findall(nodes.container) if FOOT in found["classes"]]:
        place = foot.parent.index(foot)
        before = foot.parent[place - 1] if place else None
        if isinstance(before, nodes.figure):
            parts = {part["classes"][0]: part.children for part in foot.children}
            for reading in parts["figure-reading"]:
                reading["leads-in"] = True
            before["foot"] = parts["figure-source"]
            before["numbers"] = [*parts["figure-reading"], *parts["figure-data"], *parts.get("figure-notes", [])]
            foot.parent.remove(foot)
