"""Links inside the book and out of it, footnotes and citations."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from docutils import nodes
from sphinx import addnodes

from .code import Code, call, labelled
from .structure import item
from .writer import Writer, prints


@prints(nodes.reference, addnodes.number_reference)
def _reference(write: Writer, node: nodes.reference) -> str:
    body = write.content(node)
    uri = node.get("refuri", "")
    if urlsplit(uri).scheme:
        return call("link", uri, body)
    label = None
    if node.get("refid"):
        label = write.label(node["refid"])
    elif uri.startswith("%"):
        label = unquote(uri[1:])
    elif uri.startswith("#"):
        label = write.label(unquote(uri[1:]))
    if label is not None and label in write.document.labels:
        # A numbered thing is found by its number, a page or section by the number of its page.
        numbered = isinstance(node, addnodes.number_reference) or not _is_heading(write, label)
        return call("link" if numbered else "see", Code(f"label({call('str', label)})"), body)
    if write.document.is_excerpt and label:
        return str(body)
    write.error(node, f"the reference {node.astext()!r} leads nowhere: {label or uri or 'it names no target'}")
    return ""


def _is_heading(write: Writer, label: str) -> bool:
    return write.document.labels[label] in ("document", "section")


@prints(addnodes.pending_xref, nodes.pending)
def _pending(write: Writer, node: nodes.Element) -> str:
    write.error(node, f"the reference {node.get('reftarget') or node.astext()!r} was not resolved")
    return ""


@prints(nodes.footnote_reference)
def _footnote_reference(write: Writer, node: nodes.footnote_reference) -> str:
    identifier = node.get("refid", "")
    note = write.footnotes.get(identifier)
    if note is None:
        write.error(node, f"there is no footnote {node.astext()}")
        return ""
    label = Code(f"label({call('str', 'footnote:' + write.label(identifier))})")
    if identifier in write.printed_footnotes:
        return call("footnote", label)
    write.printed_footnotes.add(identifier)
    text = nodes.list_item("", *(part for part in note.children if not isinstance(part, nodes.label)))
    return f"[#{call('footnote', item(write, text))}#{label}]"


@prints(nodes.footnote)
def _footnote(write: Writer, node: nodes.footnote) -> str:
    # It stands at the foot of the page that refers to it.
    if not node.get("backrefs"):
        write.error(node, f"nothing refers to this footnote: {node.astext()[:60]}")
    return ""


@prints(nodes.citation)
def _citation(write: Writer, node: nodes.citation) -> str:
    label = next(part for part in node.children if isinstance(part, nodes.label))
    text = nodes.list_item("", *(part for part in node.children if part is not label))
    entry = call("bibliography-entry", write.content(label), item(write, text))
    return write.mark(node) + labelled(entry, *write.labels(node))


@prints(nodes.citation_reference)
def _citation_reference(write: Writer, node: nodes.Element) -> str:
    write.error(node, f"there is no citation {node.astext()}")
    return ""
