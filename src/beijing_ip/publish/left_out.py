"""Sections of which nothing is shown: a Sphinx extension that takes them out of a page, with their headings.

A block of a chapter that stays out (`beijing_ip.show.blocks`) leaves a cell without output. Its code need not be read,
and a heading over nothing else is no section. The page is then marked as incomplete, so that print does not look for
parts of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOR_RESULTS = {"tag_hide-input", "tag_remove-input"}
"""The classes of cells that are there for what they show."""


class WithoutEmptySections(SphinxTransform):
    """Remove cells that show nothing, and the sections that hold nothing else."""

    default_priority = 820

    def apply(self, **kwargs: Any) -> None:
        for cell in list(self.document.findall(_is_cell)):
            if FOR_RESULTS & set(cell["classes"]) and not _shows(cell):
                cell.parent.remove(cell)
                self.env.metadata[self.env.docname]["incomplete"] = True
        for section in reversed(list(self.document.findall(nodes.section))):
            if section.parent is not self.document and not any(map(_says, section.children)):
                section.parent.remove(section)
                self.env.metadata[self.env.docname]["incomplete"] = True


def _is_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def _shows(cell: nodes.Element) -> bool:
    return any(isinstance(part, nodes.Element) and part.get("nb_element") == "cell_code_output" for part in cell)


def _says(node: nodes.Node) -> bool:
    """Whether a part of a section is more than its heading, or a frame that is folded away."""
    if _is_cell(node):
        return bool(FOR_RESULTS & set(node["classes"]))
    return not isinstance(node, (nodes.title, nodes.target, nodes.comment))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_transform(WithoutEmptySections)
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
