"""What a screen alone can show: one line says what it is and where to find it."""

from __future__ import annotations

from docutils import nodes

from ..code import Code, typst_call
from ..text import typst_text
from ..writer import Writer


def write_elsewhere(writer: Writer, node: nodes.Node, what: str, address: str = "") -> str:
    """Return the line that stands for a part which only a screen can show.

    `what` says in a few words what it is, such as "Video"; print knows some of them in other languages. It is
    found at its own address, else on its page of the web edition (if `html_baseurl` says where that is), else "in the
    web edition". Between words the line stands among them; anywhere else it is a paragraph.
    """
    writer.job.elsewhere.add(what)
    inside = isinstance(node.parent, nodes.TextElement)
    named: dict[str, object] = {"inline": True} if inside else {}
    place = address or (writer.web_address and writer.web_address + _place(node))
    if place:
        named["address" if address else "page"] = place
    call = typst_call("elsewhere", what, Code("{" + typst_text(what) + "}"), **named)
    if inside:
        return call
    return writer.mark(node, call) if isinstance(node, nodes.Element) else call


def _place(node: nodes.Node | None) -> str:
    """Return where on its page a node stands, as the end of an address: the nearest name, or nothing."""
    while node is not None and not isinstance(node, nodes.document):
        if isinstance(node, nodes.Element) and node.get("ids"):
            return f"#{node['ids'][0]}"
        node = node.parent
    return ""
