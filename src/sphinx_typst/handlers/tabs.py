"""Tabs of sphinx-tabs and sphinx-inline-tabs: each prints opened, in a box with its label."""

from __future__ import annotations

from docutils import nodes

from ..code import join_code, typst_call
from ..writer import Writer, prints

SPHINX_TABS = "sphinx-tabs"
"""Class of a container of sphinx-tabs that holds tabs."""


def write_tab(writer: Writer, label: nodes.Element, content: nodes.Element) -> str:
    """Return the box of one tab."""
    anchors = [*writer.write_anchors(label), *writer.write_anchors(content)]
    paragraph = label.next_node(nodes.paragraph)
    title = writer.write_content(paragraph if isinstance(paragraph, nodes.paragraph) else label)
    return writer.mark_source(content) + typst_call("topic", title, join_code(*anchors, writer.write_children(content)))


def write_tabs(writer: Writer, node: nodes.container) -> str:
    """Return the tabs of a container of sphinx-tabs, which is another one where a page was read for the web."""
    first, *panels = node.children
    if type(first).__name__ == "SphinxTabsTablist":
        pairs = list(zip(first.children, panels, strict=True))
    else:
        # Before the content, or the code, of a tab of code stands its label.
        pairs = [(tab[0][0], _rest(tab)) for tab in node.children]
    return "\n".join(write_tab(writer, label, content) for label, content in pairs)


def _rest(tab: nodes.Element) -> nodes.container:
    return nodes.container("", *tab[0].children[1:], *tab.children[1:])


@prints("sphinx_inline_tabs._impl.TabContainer")
def _inline_tab(writer: Writer, node: nodes.Element) -> str:
    label, content = node.children
    return write_tab(writer, label, content)
