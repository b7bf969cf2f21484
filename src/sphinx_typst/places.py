"""Keeps the lines on which pictures and raw HTML stand, while Sphinx reads a page: later nothing knows them."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform


class KeepLines(SphinxTransform):
    """Counts the lines of a paragraph, and keeps the place of a picture without words, which Sphinx would forget."""

    # Before Sphinx looks for what can be translated.
    default_priority = 1

    def apply(self, **ignored: Any) -> None:
        for node in self.document.findall(lambda found: isinstance(found, (nodes.image, nodes.raw))):
            if isinstance(node, nodes.image):
                # Where it is empty, Sphinx sets the line to 0.
                node.rawsource = node.rawsource or node["uri"]
            paragraph = node.parent
            while isinstance(paragraph, nodes.Inline):
                paragraph = paragraph.parent
            if isinstance(paragraph, nodes.paragraph) and node.line == paragraph.line and node.line:
                node.line += _lines_before(node, paragraph)


def _lines_before(node: nodes.Node, paragraph: nodes.Element) -> int:
    """How many lines of a paragraph end before a node of it."""
    count = 0
    for part in paragraph.findall():
        if part is node:
            break
        if isinstance(part, nodes.Text):
            count += part.count("\n")
    return count
