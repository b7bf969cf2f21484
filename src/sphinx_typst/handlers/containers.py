"""Containers: cells of notebooks with their outputs, components of sphinx-design, and plain ones."""

from __future__ import annotations

from docutils import nodes

from ..writer import Writer, prints
from .design import write_component
from .listings import write_captioned
from .tabs import SPHINX_TABS, write_tabs


def is_code(part: nodes.Node) -> bool:
    """Say whether a part of a page is the code of a cell."""
    return isinstance(part, nodes.container) and part.get("nb_element") == "cell_code_source"


@prints(nodes.container)
def _container(writer: Writer, node: nodes.container) -> str:
    if node.get("nb_element") == "cell_code":
        return _write_cell(writer, node)
    if node.get("literal_block"):
        return write_captioned(writer, node)
    if node.get("design_component") and "mime_type" not in node:
        return write_component(writer, node)
    if SPHINX_TABS in node["classes"]:
        return write_tabs(writer, node)
    return writer.write_children(node)


def _write_cell(writer: Writer, node: nodes.container) -> str:
    first, *outputs = node.children or [node]
    for listing in first.findall(nodes.literal_block) if outputs and is_code(first) else ():
        listing["stays"] = True
    # A printed page cannot be opened, so that what the screen folds away prints; a book may leave its code to the
    # web edition and the notebooks.
    folded = not writer.job.folded_code and node.get("hide_mode") in ("input", "input+output", "all")
    return writer.write_all(part for part in node.children if not (folded and is_code(part)))
