"""Descriptions of functions, classes and commands, as autodoc and the domains make them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes

from ..code import Code, join_code, typst_call
from ..writer import Writer, prints

PARENTHESES = {addnodes.desc_parameterlist: ("(", ")"), addnodes.desc_type_parameter_list: ("[", "]")}
END = "\n"
"""Ends a line of a signature."""


@prints(addnodes.desc)
def _description(writer: Writer, node: addnodes.desc) -> str:
    heads = [part for part in node.children if isinstance(part, addnodes.desc_signature)]
    rest = [part for part in node.children if part not in heads]
    signatures = [join_code(*writer.write_anchors(head), _write_code(writer, head)) for head in heads]
    return writer.mark(node, typst_call("description", signatures, join_code(writer.write_all(rest))))


@prints(addnodes.desc_content, addnodes.hlist, addnodes.hlistcol, "sphinx.ext.autosummary.autosummary_table")
def _children(writer: Writer, node: nodes.Element) -> str:
    return writer.write_children(node)


@prints(addnodes.desc_inline, addnodes.desc_name, addnodes.desc_addname, addnodes.desc_annotation)
@prints(addnodes.desc_type, addnodes.desc_sig_element)
def _write_code(writer: Writer, node: nodes.Element) -> Code:
    """Return a signature or a part of it as code, with strong names and with links."""
    pieces: list[str] = []
    text = ""
    for part in (*_parts_of(writer, node), Code("")):
        if not isinstance(part, Code):
            text += part
            continue
        # What is neither name nor link is set in one go.
        for place, line in enumerate(text.split(END)):
            if place:
                # A signature hangs; a line that is not set in begins where it begins.
                pieces += ["linebreak()", *([] if line[:1].isspace() else ["h(-hanging)"])]
                line = line.lstrip()
            pieces += [typst_call("code", re.sub(r"\s+", " ", line))] if line else []
        pieces.append(part)
        text = ""
    return join_code(*pieces)


def _parts_of(writer: Writer, node: nodes.Node) -> Iterator[str]:
    """What a part of a signature says: text, and code for what has a look of its own."""
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, nodes.reference):
        link = node.copy()
        link.parent = node.parent
        link += nodes.literal("", node.astext())
        yield Code(writer.write(link))
    elif isinstance(node, addnodes.desc_name):
        yield typst_call("strong", typst_call("code", node.astext()))
    elif type(node) in PARENTHESES:
        yield from _parameters_of(writer, node)
    else:
        if isinstance(node, addnodes.desc_returns):
            yield " → "
        for part in node.children:
            # Anchors of parts, as enumerators and members of unions have them.
            yield from writer.write_anchors(part) if isinstance(part, nodes.Element) else ()
            yield from _parts_of(writer, part)
            if isinstance(part, addnodes.desc_signature_line) and part is not node.children[-1]:
                yield END


def _parameters_of(writer: Writer, node: nodes.Element) -> Iterator[str]:
    """The parameters of a signature, with commas and brackets where Sphinx has them on the web."""
    (first, last), comma = PARENTHESES[type(node)], node.child_text_separator
    parts = list(_flatten(node))
    yield first
    if node.get("multi_line_parameter_list") and not any(isinstance(part, str) for part in parts):
        for part in node.children:
            yield f"{END} "
            yield from _parts_of(writer, part)
            yield comma.rstrip()
        yield END
    else:
        # After a parameter as long as such follow that must be given, then before it: foo([a, ]b, c[, d]).
        left = sum(part.parent is node for part in parts if isinstance(part, nodes.Element))
        begun = False
        for part in parts:
            if isinstance(part, str):
                yield part
                continue
            if begun and not left:
                yield comma
            begun, left = True, left - (part.parent is node)
            yield from _parts_of(writer, part)
            if left:
                yield comma
    yield last


def _flatten(node: nodes.Element) -> Iterator[nodes.Node | str]:
    """The parameters in a list, with brackets around those that may be left out."""
    for part in node.children:
        if isinstance(part, addnodes.desc_optional):
            yield "["
            yield from _flatten(part)
            yield "]"
        else:
            yield part
