"""Parts of pages made with sphinx-design: what a screen opens and closes prints opened."""

from __future__ import annotations

from docutils import nodes

from .code import Code, block, call, labelled
from .writer import Writer, prints

BOXES = {"card", "dropdown"}
PASSED = {
    "card-body", "card-header", "card-footer", "grid-container", "grid-row", "grid-item", "tab-set", "tab-item",
    "tab-content", "card-carousel", "div",
}  # fmt: skip


def component(write: Writer, node: nodes.container) -> str:
    """Return the code of one component; one that is not known is an error."""
    kind = node["design_component"]
    if kind == "tab-item":
        label, content = node.children[0], node.children[-1]
        body = block(write.all(content.children if isinstance(content, nodes.container) else [content]))
        return write.mark(node) + call("topic", write.content(label), body)
    if kind in BOXES:
        return write.mark(node) + labelled(_box(write, node), *write.labels(node))
    if kind in PASSED:
        return write.children(node)
    write.error(node, f"a component of the kind {kind!r} cannot be printed")
    return ""


def _box(write: Writer, node: nodes.container) -> Code:
    titled = node.children[0] if node.children and isinstance(node.children[0], (nodes.rubric, nodes.title)) else None
    body = block(write.all(part for part in node.children if part is not titled))
    return call("topic", write.content(titled) if titled else Code("[]"), body)


__all__ = ["prints"]
