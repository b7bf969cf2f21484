"""Lists of pages and sections that stand on a page itself, with the numbers of their pages."""

from __future__ import annotations

from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes

from ..code import Code, typst_call
from ..writer import Writer, find_child, prints

FOR_SCREENS = {"genindex", "search", "py-modindex", "modindex"}
"""Pages that Sphinx makes for a screen; where print has none of the kind, a list of pages leaves them out."""


@prints(addnodes.compact_paragraph)
def _compact_paragraph(writer: Writer, node: addnodes.compact_paragraph) -> str:
    if not node.get("toctree"):
        return writer.mark(node, typst_call("par", writer.write_content(node)))
    return write_list(writer, node)


def write_list(writer: Writer, node: nodes.Element) -> str:
    """Return the code of a list of pages or of sections, with its title."""
    title = find_child(node, nodes.title)
    entries = [
        entry for part in node.children if isinstance(part, nodes.bullet_list) for entry in _entries(writer, part)
    ]
    if not entries:
        return ""
    caption = writer.write_content(title) if title is not None else Code("[]")
    return writer.mark(node, typst_call("page-list", caption, *entries))


def _entries(writer: Writer, node: nodes.bullet_list) -> list[Code]:
    """Return the entries of one level of a list of pages, each with those below it."""
    entries = []
    for entry in node.children:
        link = entry.next_node(nodes.reference)
        below = [
            one for part in entry.children if isinstance(part, nodes.bullet_list) for one in _entries(writer, part)
        ]
        uri = link.get("refuri", "") if link is not None else ""
        if link is None:
            entries += below
            continue
        target: str | Code = uri
        label = writer.label_of(link["refid"]) if link.get("refid") else unquote(uri.removeprefix("%"))
        if link.get("refid") or uri.startswith("%"):
            if label not in writer.job.labels:
                # An excerpt lists what stands in it.
                if not writer.job.is_excerpt and label not in FOR_SCREENS:
                    writer.refuse(node, f"the list of pages leads to one that does not print: {label}")
                entries += below
                continue
            writer.job.asked.setdefault(label, writer.locate(node))
            target = typst_call("label", label)
        number = ".".join(map(str, link.get("secnumber") or ()))
        entries.append(typst_call("page-entry", target, number, writer.write_content(link), *below))
    return entries


@prints("sphinx_jupyterbook_latex.nodes.HiddenCellNode")
def _nothing(writer: Writer, node: nodes.Element) -> str:
    # It stands beside a list of pages, for LaTeX alone.
    return ""
