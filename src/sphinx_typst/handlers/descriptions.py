"""Descriptions of functions, classes and commands, as autodoc and the domains make them."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from ..code import join_code, typst_call
from ..writer import Writer, prints


@prints(addnodes.desc)
def _description(writer: Writer, node: addnodes.desc) -> str:
    heads = [part for part in node.children if isinstance(part, addnodes.desc_signature)]
    rest = [part for part in node.children if part not in heads]
    signatures = [join_code(*writer.write_anchors(head), typst_call("code", _one_line(head))) for head in heads]
    body = join_code(writer.write_all(rest))
    return writer.mark(node, typst_call("description", signatures, body))


def _one_line(head: addnodes.desc_signature) -> str:
    # Before what it returns the web has an arrow.
    return " ".join(head.astext().split()).replace(") -> ", ") → ")


@prints(addnodes.desc_content, addnodes.hlist, addnodes.hlistcol, "sphinx.ext.autosummary.autosummary_table")
def _children(writer: Writer, node: nodes.Element) -> str:
    return writer.write_children(node)


@prints(addnodes.desc_name, addnodes.desc_addname, addnodes.desc_annotation)
@prints(addnodes.desc_type, addnodes.desc_sig_element)
def _inside(writer: Writer, node: nodes.Element) -> str:
    return typst_call("code", node.astext())
