"""Lists of every kind, and what an item, a definition or a cell of a table holds."""

from __future__ import annotations

from docutils import nodes

from ..code import Code, join_code, typst_call
from ..html.kinds import Checkbox
from ..text import estimate_width
from ..writer import Writer, prints

TIGHT = 120
"""Characters on average up to which the items of a list stand close together."""
TOGETHER, BELOW_FIGURE = 250, 600
"""A list of at most so many ems stays on one page: anywhere, and where a figure may still come to float."""
NUMBERING = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}


def write_body(writer: Writer, node: nodes.Element) -> Code:
    """Return what an item, a definition or a cell holds, its first paragraph without space around it."""
    if not node.children:
        return Code("[]")
    first, *rest = node.children
    anchors = writer.write_anchors(node)
    if len(rest) == 1 and _has_labelled_items(rest[0]):
        head = join_code(*anchors, writer.mark_source(first) + writer.write_children(first))
        return join_code(typst_call("remarked", head, *_write_items(writer, rest[0])))
    if isinstance(first, nodes.paragraph) and not first.get("ids"):
        opening = writer.mark_source(first) + writer.write_children(first)
        return join_code(*anchors, opening, writer.write_all(rest))
    return join_code(*anchors, writer.write_children(node))


def _write_items(writer: Writer, node: nodes.Element) -> list[Code]:
    return [write_body(writer, entry) for entry in node.children if isinstance(entry, nodes.list_item)]


def _has_labelled_items(node: nodes.Node) -> bool:
    """Whether a node is a list in which each item begins with a label in italics that ends with a colon."""
    if not isinstance(node, nodes.bullet_list):
        return False
    firsts = [entry.next_node(nodes.TextElement) for entry in node.children]
    openings = [first.children[0] if first is not None and first.children else None for first in firsts]
    return all(isinstance(opening, nodes.emphasis) and opening.astext().endswith(":") for opening in openings)


def _is_tight(node: nodes.Element) -> bool:
    texts = [entry.children[0].astext() if entry.children else "" for entry in node.children]
    simple = all(
        isinstance(part, (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list))
        and (place == 0 or not isinstance(part, nodes.paragraph))
        for entry in node.children
        for place, part in enumerate(entry.children)
    )
    remarked = any(_has_labelled_items(part) for entry in node.children for part in entry.children)
    return simple and not remarked and sum(map(len, texts)) <= TIGHT * len(texts)


def _is_of_tasks(node: nodes.bullet_list) -> bool:
    """Whether each item of a list begins with a box, as in lists of tasks."""
    firsts = [entry.next_node(nodes.TextElement) for entry in node.children]
    return all(first is not None and first.children and isinstance(first[0], Checkbox) for first in firsts)


@prints(nodes.bullet_list)
def _bullet_list(writer: Writer, node: nodes.bullet_list) -> str:
    named = {"marker": Code("none"), "body_indent": Code("0pt")} if _is_of_tasks(node) else {}
    printed = typst_call("list", *_write_items(writer, node), tight=_is_tight(node), **named)
    most = BELOW_FIGURE if writer.sections_since_figure <= 1 else TOGETHER
    if estimate_width(node.astext()) <= most and not isinstance(node.parent, nodes.list_item):
        # A figure that floats into a short list would also stand in its tagged structure, which the standard forbids.
        printed = typst_call("block", printed, breakable=False)
    return writer.mark(node, printed)


@prints(nodes.enumerated_list, "sphinx_design.steps.steps_list")
def _enumerated_list(writer: Writer, node: nodes.enumerated_list) -> str:
    style = NUMBERING[node.get("enumtype", "arabic")]
    numbering = f"{node.get('prefix', '')}{style}{node.get('suffix', '.') or '.'}"
    named = {"start": node.get("start", 1), "numbering": numbering, "tight": _is_tight(node)}
    return writer.mark(node, typst_call("enum", *_write_items(writer, node), **named))


@prints(nodes.definition_list)
def _definition_list(writer: Writer, node: nodes.definition_list) -> str:
    entries = []
    for entry in node.children:
        terms = [part for part in entry.children if isinstance(part, nodes.term)]
        named: list[str] = []
        for term in terms:
            named += writer.write_anchors(term)
            named += ["next-term"] if term is not terms[0] else []
            named.append(writer.write_children(term))
        for part in entry.children:
            if isinstance(part, nodes.classifier):
                named += ['" "', typst_call("emph", writer.write_content(part))]
        first, *others = [part for part in entry.children if isinstance(part, nodes.definition)] or [nodes.definition()]
        body = [write_body(writer, first), *("parbreak()\n" + write_body(writer, other) for other in others)]
        entries.append(typst_call("terms.item", join_code(*named), join_code(*body)))
    return writer.mark(node, typst_call("terms", *entries, tight=False))


@prints(nodes.option_group)
def _option_group(writer: Writer, node: nodes.option_group) -> str:
    return '\n", "\n'.join(map(writer.write, node.children))


@prints(nodes.field_name)
def _field_name(writer: Writer, node: nodes.field_name) -> str:
    return writer.write_children(node)


@prints(nodes.field_list, nodes.option_list)
def _field_list(writer: Writer, node: nodes.Element) -> str:
    entries = [
        typst_call("terms.item", join_code(writer.write(name)), write_body(writer, body))
        for name, body in (entry.children for entry in node.children)
    ]
    return writer.mark(node, typst_call("terms", *entries, tight=True))


@prints(nodes.line_block)
def _line_block(writer: Writer, node: nodes.line_block) -> str:
    lines: list[str] = []
    for entry in node.children:
        if isinstance(entry, nodes.line_block):
            lines.append(writer.write(entry))
        else:
            lines += [writer.write_children(entry), "linebreak()"]
    return writer.mark(node, typst_call("verse", join_code(*lines)))
