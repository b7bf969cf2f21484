"""Parts of pages made with sphinx-design: what a screen opens and closes prints opened."""

from __future__ import annotations

from docutils import nodes
from sphinx_design.shared import PassthroughTextElement

from .code import Code, block, call, labelled
from .writer import Writer, prints

BOXES = {"card", "dropdown", "aside"}
PASSED = {
    "accordion", "aside-body", "card-body", "card-carousel", "card-content", "card-footer", "card-header", "div",
    "dropdown-body", "grid-container", "grid-item", "grid-row", "tab-content", "tab-set",
}  # fmt: skip


def component(write: Writer, node: nodes.container) -> str:
    """Return the code of one component; one that is not known is an error."""
    kind = node["design_component"]
    if kind == "tab-item":
        label, content = node.children[0], node.children[-1]
        body = block(write.all(content.children if isinstance(content, nodes.container) else [content]))
        return write.mark(node) + call("topic", write.content(label), body)
    if kind == "card-title":
        return write.mark(node) + call("rubric", write.content(node))
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


@prints(PassthroughTextElement)
def _passed(write: Writer, node: nodes.Element) -> str:
    return write.children(node)
