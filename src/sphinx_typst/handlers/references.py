"""Links inside the book and out of it, footnotes and citations."""

from __future__ import annotations

from posixpath import dirname, join, normpath
from urllib.parse import unquote, urljoin, urlsplit

from docutils import nodes
from sphinx import addnodes

from ..code import Code, typst_call, typst_string
from ..writer import Writer, find_ancestor, find_child, prints
from .contents import FOR_SCREENS
from .lists import write_body


@prints(nodes.reference, addnodes.number_reference)
def _reference(writer: Writer, node: nodes.reference) -> str:
    body = writer.write_content(node)
    uri = node.get("refuri", "")
    uri = f"https:{uri}" if uri.startswith("//") else uri
    if urlsplit(uri).scheme:
        return typst_call("link", uri, body)
    label = ""
    if node.get("refid"):
        label = writer.label_of(node["refid"])
    elif uri.startswith("%"):
        label = unquote(uri[1:])
    elif uri.startswith("#"):
        label = writer.label_of(unquote(uri[1:]))
    elif urlsplit(uri).path.endswith(".html"):
        # As who writes for the web alone calls a page of the book.
        path, _, place = unquote(uri).partition("#")
        page = normpath(join(dirname(writer.page), path.removesuffix(".html")))
        label = f"{page}#{place}" if place else page
        label = label if page in {**writer.job.unprinted, **writer.job.labels} else ""
    if label in writer.job.labels:
        writer.job.asked.setdefault(label, writer.locate(node))
        # A numbered thing is found by its number, a page or section by the number of its page.
        is_heading = writer.job.labels[label] in ("document", "section")
        shows_page = is_heading and not isinstance(node, addnodes.number_reference)
        # The words of a heading stand in the contents, at the head of pages and among the bookmarks too.
        title = find_ancestor(node, nodes.title)
        shows_page = shows_page and not (title is not None and isinstance(title.parent, nodes.section))
        return typst_call("see" if shows_page else "link", typst_call("label", label), body)
    if label in FOR_SCREENS:
        return body
    if writer.job.is_excerpt and label:
        return "" if _leads_on(node) else body
    page, hash_sign, place = label.partition("#")
    if page in writer.job.unprinted:
        # A page that stands in no list of pages, or that the configuration keeps from print.
        address = writer.job.unprinted[page]
        return typst_call("link", f"{address}{hash_sign}{place}", body) if address else body
    if uri and (not label or uri.startswith("#")):
        # A file beside the pages of the web edition, or nothing at all.
        if writer.web_address and not label:
            return typst_call("link", urljoin(writer.web_address, uri), body)
        writer.job.astray[f"{writer.locate(node)} ({uri})"] = None
        if label:
            writer.note_unlinked(uri[1:])
        return body
    if _was_missed(node):
        writer.note_unlinked(node["refid"])
        return body
    writer.refuse(node, f"the reference {node.astext()!r} leads nowhere: {label or uri or 'it names no target'}")
    return ""


def _was_missed(node: nodes.Element) -> bool:
    """Whether MyST found no target of a link. Where the book does not suppress its warning, that is an error by now."""
    inner = node[0].get("classes", ()) if node.children and isinstance(node[0], nodes.Element) else ()
    return "refid" in node and not node.get("internal") and "myst" in inner


def _leads_on(node: nodes.Element) -> bool:
    """Whether a link follows the last sentence of a paragraph, and so says only where to read on."""
    place = node.parent.index(node)
    before = "".join(part.astext() for part in node.parent.children[:place]).rstrip()
    return place + 1 == len(node.parent.children) and before.endswith((".", "。"))


@prints(nodes.footnote_reference)
def _footnote_reference(writer: Writer, node: nodes.footnote_reference) -> str:
    identifier = node.get("refid", "")
    note = writer.footnotes.get(identifier)
    if note is None:
        writer.refuse(node, f"there is no footnote {node.astext()}")
        return ""
    above = find_ancestor(node, nodes.title) or find_ancestor(node, nodes.caption)
    is_listed = above is not None and isinstance(above.parent, (nodes.table, nodes.figure))
    if above is not None and not is_listed:
        writer.refuse(
            node,
            f"a footnote in a heading or a listing's caption would stand in the contents too: {note.astext()[:50]}",
        )
        return ""
    written = _write_footnote(writer, node, note, identifier)
    return typst_call("unlisted", Code(written)) if is_listed else written


def _write_footnote(writer: Writer, node: nodes.footnote_reference, note: nodes.footnote, identifier: str) -> str:
    label = typst_call("label", f"footnote:{writer.label_of(identifier)}")
    # Sphinx numbers anew on each page, a book goes on; where a note has a number or sign of the author's own, all
    # of its page stay.
    sign = "" if all(other.get("auto") == 1 for other in writer.footnotes.values()) else node.astext()
    named = {"numbering": Code(f"(..) => {typst_string(sign)}")} if sign else {}
    if identifier in writer.printed_footnotes:
        return typst_call("footnote", label, **named)
    writer.printed_footnotes.add(identifier)
    page = find_ancestor(note, nodes.document)
    theme = page.settings.env.config.html_theme_options if page is not None else {}
    inner = (part for part in note.children if not isinstance(part, nodes.label))
    words = next((text for part in inner for text in part.findall(nodes.Text)), None)
    if theme.get("use_sidenotes") and words is not None and words.startswith("{-}"):
        # To the theme that sets notes beside the text this is a note without a number.
        words.parent.replace(words, nodes.Text(words.removeprefix("{-}").lstrip()))
    # It takes no number from those that are counted.
    back = "#counter(footnote).update(count => count - 1)" if sign else ""
    return f"[#{typst_call('footnote', _write_text(writer, note), **named)}#{label}{back}]"


def _write_text(writer: Writer, note: nodes.Element) -> Code:
    """Return the text of a footnote or an entry of the bibliography, without its label."""
    body = nodes.list_item("", *(part for part in note.children if not isinstance(part, nodes.label)))
    # What stands in it asks for its document, and what it stands in.
    body.parent = note
    return write_body(writer, body)


@prints(nodes.footnote)
def _footnote(writer: Writer, node: nodes.footnote) -> str:
    # It stands at the foot of the page that refers to it; one to which nothing refers stands where it was written.
    return "" if node.get("backrefs") else _citation(writer, node)


@prints(nodes.citation)
def _citation(writer: Writer, node: nodes.Element) -> str:
    label = writer.write_content(find_child(node, nodes.label))
    return writer.mark(node, typst_call("bibliography-entry", label, _write_text(writer, node)))
