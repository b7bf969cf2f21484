"""Parts of pages made with sphinx-design: what a screen opens and closes prints opened."""

from __future__ import annotations

from docutils import nodes

from ..code import Code, join_code, typst_call
from ..writer import Writer, prints

BOXES = {"card", "dropdown", "aside"}
TRANSPARENT = {
    "accordion", "aside-body", "card-body", "card-carousel", "card-content", "card-footer", "card-header", "div",
    "dropdown-body", "grid-container", "grid-item", "grid-row", "tab-content", "tab-set",
}  # fmt: skip
"""Components that print as what they hold."""


def write_component(writer: Writer, node: nodes.container) -> str:
    """Return the code of one component; one that is not known is an error."""
    kind = node["design_component"]
    if kind == "tab-item":
        label, content = node.children[0], node.children[-1]
        body = (
            writer.write_content(content) if isinstance(content, nodes.container) else join_code(writer.write(content))
        )
        return writer.mark_source(node) + typst_call("topic", writer.write_content(label), body)
    if kind == "card-title":
        return writer.mark_source(node) + typst_call("rubric", writer.write_content(node))
    if kind in BOXES:
        return writer.mark(node, _write_box(writer, node))
    if kind in TRANSPARENT:
        return writer.write_children(node)
    writer.refuse(node, f"a component of the kind {kind!r} cannot be printed")
    return ""


def _write_box(writer: Writer, node: nodes.container) -> Code:
    titled = node.children[0] if node.children and isinstance(node.children[0], (nodes.rubric, nodes.title)) else None
    body = join_code(writer.write_all(part for part in node.children if part is not titled))
    return typst_call("topic", writer.write_content(titled) if titled else Code("[]"), body)


@prints("sphinx_design.shared.PassthroughTextElement", "sphinx_design.badges_buttons.sd_badge")
def _passthrough(writer: Writer, node: nodes.Element) -> str:
    return writer.write_children(node)


@prints("sphinx_design.badges_buttons.sd_line_break")
def _line_break(writer: Writer, node: nodes.Element) -> str:
    return "linebreak()"


@prints("sphinx_design.icons.sd_icon", "sphinx_design.icons.fontawesome")
def _icon(writer: Writer, node: nodes.Element) -> str:
    # An ornament: it has no words for those who cannot see it either.
    return ""
