"""Sections, paragraphs and quotes."""

from __future__ import annotations

from itertools import pairwise

from docutils import nodes
from sphinx import addnodes

from ..code import Code, add_labels, join_code, typst_call
from ..text import typst_text
from ..writer import Writer, find_child, is_suppressed, prints


@prints(nodes.document)
def _document(writer: Writer, node: nodes.document) -> str:
    place = next((place for place, part in enumerate(node.children) if isinstance(part, nodes.section)), None)
    opening = writer.write_all(node.children[:place])
    writer.has_begun = writer.level == 1 and bool(opening)
    body = writer.write_all(node.children[place:]) if place is not None else ""
    # A page without a heading is to be found too.
    begin = [typst_call("untitled", label, chapter=writer.level == 1) for label in writer.place([writer.page])]
    if not begin and writer.level == 1 and opening:
        begin = [Code("pagebreak(weak: true)")]
    return "\n".join(filter(None, [*begin, opening, body]))


@prints(nodes.compound, nodes.legend, addnodes.acks, addnodes.glossary, nodes.generated)
def _children(writer: Writer, node: nodes.Element) -> str:
    return writer.write_children(node)


@prints(nodes.section)
def _section(writer: Writer, node: nodes.section) -> str:
    writer.level += 1
    writer.sections_since_figure += 1
    try:
        return writer.write_children(node)
    finally:
        writer.level -= 1


@prints(nodes.title)
def _title(writer: Writer, node: nodes.title) -> str:
    section = node.parent
    if not isinstance(section, nodes.section):
        writer.refuse(node, f"a title has no place here: {node.astext()}")
        return ""
    labels = writer.labels_of(section)
    numbers = writer.section_numbers
    number = next((numbers[f"#{name}"] for name in section["ids"] if f"#{name}" in numbers), "")
    if isinstance(section.parent, nodes.document) and (first := writer.place([writer.page])):
        # A page may have more headings of the first level; a link to the page leads to the first.
        number = numbers.get("", "")
        labels += first
    content = [part for part in node.children if not isinstance(part, nodes.generated)]
    if len(content) < len(node.children):
        # Numbers that the page asks for itself (sectnum).
        number = node.children[0].astext().strip()
    if not any(_says(part) for part in content):
        # Empty, or a picture: no heading that could be listed or heard.
        calls = [typst_call("anchor", label) for label in labels]
        if calls and writer.level == 2 and not writer.has_begun:
            calls[0] = typst_call("untitled", labels[0])
        writer.has_begun = False
        return join_code(*calls, typst_call("rubric", join_code(typst_text(number), writer.write_all(content))))
    named = {"level": writer.level - 1, "number": number}
    if writer.part and writer.page in labels:
        named["part"] = join_code(typst_text(writer.part))
    heading = typst_call("title-of", join_code(writer.write_all(content)), **named)
    code = add_labels(heading, *labels)
    if writer.has_begun:
        # Its sheet has begun with what stands before it.
        writer.has_begun, code = False, typst_call("late-title", join_code(code))
    return writer.mark_source(node) + code


def _says(node: nodes.Node) -> bool:
    """Whether there are words in a part of a heading."""
    return any(not isinstance(part.parent, nodes.raw) and part.astext().strip() for part in node.findall(nodes.Text))


@prints(nodes.rubric)
def _rubric(writer: Writer, node: nodes.rubric) -> str:
    return writer.mark(node, typst_call("rubric", writer.write_content(node)))


@prints(addnodes.centered)
def _centered(writer: Writer, node: addnodes.centered) -> str:
    return writer.mark(node, typst_call("centered", writer.write_content(node)))


@prints(nodes.paragraph)
def _paragraph(writer: Writer, node: nodes.paragraph) -> str:
    inner = writer.write_children(node)
    if not inner:
        return ""
    if writer.in_table:
        return f"parbreak()\n{inner}" if node.parent.children[0] is not node else inner
    printed = typst_call("lead-in" if _leads_in(node) else "par", join_code(inner))
    if node.get("align"):
        printed = typst_call("align", Code(node["align"]), printed)
    return writer.mark(node, printed)


def _leads_in(node: nodes.paragraph) -> bool:
    """Whether a paragraph announces the list or table after it, and so must not be parted from it."""
    if node.get("leads-in"):
        return True
    return node.astext().endswith((":", "：")) and any(
        one is node and isinstance(other, (nodes.bullet_list, nodes.enumerated_list))
        for one, other in pairwise(node.parent.children)
    )


@prints(nodes.block_quote)
def _block_quote(writer: Writer, node: nodes.block_quote) -> str:
    by = find_child(node, nodes.attribution)
    body = join_code(writer.write_all(part for part in node.children if part is not by))
    attribution = writer.write_content(by) if by else None
    return writer.mark(node, typst_call("quote", body, block=True, attribution=attribution))


@prints(addnodes.productionlist)
def _productionlist(writer: Writer, node: addnodes.productionlist) -> str:
    rows = []
    for rule in node.children:
        name = rule.get("tokenname", "")
        signs = (part if isinstance(part, nodes.Element) else nodes.literal("", part.astext()) for part in rule)
        head = join_code(*writer.write_anchors(rule), typst_call("code", name)) if name else Code("none")
        rows.append(Code(f"({head}, {join_code(writer.write_all(signs))})"))
    return writer.mark(node, typst_call("grammar", *rows))


@prints(nodes.problematic, nodes.system_message)
def _problematic(writer: Writer, node: nodes.Element) -> str:
    if is_suppressed(node, "docutils"):
        if node.get("refid"):
            # On the web it leads to a message that is not there.
            writer.note_unlinked(node["refid"])
        return writer.write_children(node)
    writer.refuse(
        node,
        f"Sphinx could not read this, as its warnings say: {node.astext()[:60]}; "
        "with 'docutils' in suppress_warnings it prints as it stands",
    )
    return ""


@prints(nodes.transition)
def _transition(writer: Writer, node: nodes.transition) -> str:
    # MyST parts a page from its footnotes, which stand at the foot of the sheet.
    return "" if "footnotes" in node["classes"] else typst_call("transition")
