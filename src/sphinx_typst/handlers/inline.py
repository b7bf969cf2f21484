"""Text and what stands inside a line."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes

from ..code import typst_call, typst_string
from ..text import MOST_IN_HEADING, MOST_LETTERS, typst_text
from ..writer import Writer, find_ancestor, is_suppressed, prints


@prints(nodes.Text)
def _text(writer: Writer, node: nodes.Text) -> str:
    if writer.in_listing:
        return typst_string(node.astext())
    if writer.in_table:
        # Its columns are as wide as their words, or part them.
        return typst_text(node.astext(), None)
    return typst_text(node.astext(), MOST_IN_HEADING if find_ancestor(node, nodes.title) else MOST_LETTERS)


@prints(nodes.emphasis, nodes.title_reference, addnodes.literal_emphasis)
def _emphasis(writer: Writer, node: nodes.Element) -> str:
    return typst_call("emph", writer.write_content(node))


@prints(nodes.strong, addnodes.literal_strong)
def _strong(writer: Writer, node: nodes.Element) -> str:
    return typst_call("strong", writer.write_content(node))


@prints(nodes.option)
def _option(writer: Writer, node: nodes.option) -> str:
    return typst_call("code", node.astext())


@prints(nodes.literal)
def _literal(writer: Writer, node: nodes.Element) -> str:
    if writer.in_listing:
        return writer.write_children(node)
    name = "code-of-heading" if find_ancestor(node, nodes.title) else "code"
    parts = [
        typst_call(name, part.replace("\n", " ")) if isinstance(part, nodes.Text) else writer.write(part)
        for part in node.children
    ]
    return "\n".join(parts)


@prints(nodes.subscript)
def _subscript(writer: Writer, node: nodes.subscript) -> str:
    return typst_call("sub", writer.write_content(node))


@prints(nodes.superscript)
def _superscript(writer: Writer, node: nodes.superscript) -> str:
    return typst_call("super", writer.write_content(node))


@prints(nodes.abbreviation, nodes.acronym)
def _abbreviation(writer: Writer, node: nodes.Element) -> str:
    explanation = node.get("explanation")
    return writer.write_children(node) + (f"\n{typst_text(f' ({explanation})')}" if explanation else "")


@prints(nodes.inline, nodes.target, addnodes.manpage)
def _transparent(writer: Writer, node: nodes.Element) -> str:
    return writer.write_children(node)


@prints(addnodes.download_reference)
def _download(writer: Writer, node: nodes.Element) -> str:
    if "refuri" in node:
        return typst_call("link", node["refuri"], writer.write_content(node))
    if "filename" not in node and not is_suppressed(node, "download", "not_readable"):
        writer.refuse(node, f"the file to download does not exist: {node.get('reftarget')}")
    return writer.write_children(node)


@prints("sphinx.ext.autosummary.autosummary_toc")
@prints("sphinx_thebe.ThebeButtonNode", "sphinxcontrib.bibtex.nodes.raw_latex")
@prints(nodes.comment, nodes.decoration, nodes.substitution_definition, nodes.meta, addnodes.tabular_col_spec)
def _nothing(writer: Writer, node: Any) -> str:
    return ""


@prints(addnodes.index)
def _index(writer: Writer, node: addnodes.index) -> str:
    if not node["entries"] or writer.says_again:
        return ""
    place = f"index:{sum(map(len, writer.job.index.values()))}"
    writer.job.index_sources[place] = writer.locate(node)
    writer.job.index.setdefault(writer.page, []).extend(
        (kind, words, place, main, key) for kind, words, _, main, key in node["entries"]
    )
    return typst_call("anchor", place)
