"""Elements of HTML that docutils has no node for, as nodes that may hold any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class html_element(nodes.TextElement):  # type: ignore[misc]  # noqa: N801
    """One element, named by its tag; it may hold text. Made after reading, so that no other writer meets it."""


def make_element(tag: str, *children: nodes.Node, classes: str = "", ids: str = "", **attributes: str) -> html_element:
    """Return an element with its children; an attribute's underscores are hyphens (`aria_label`)."""
    names = {name.replace("_", "-"): value for name, value in attributes.items()}
    element = html_element("", "", *children, tag=tag, attributes=names)
    element["classes"] = classes.split()
    element["ids"] = ids.split()
    return element


def raw_html(text: str) -> nodes.raw:
    """Return a piece of finished HTML."""
    return nodes.raw("", text, format="html")


def _open(writer: HTML5Translator, node: html_element) -> None:
    given: dict[str, Any] = node["attributes"]
    writer.body.append(writer.starttag(node, node["tag"], "", **given))


def _close(writer: HTML5Translator, node: html_element) -> None:
    # Behind a link within a sentence no space may stand.
    writer.body.append(f"</{node['tag']}>{'' if node['tag'] == 'a' else chr(10)}")


def register(app: Sphinx) -> None:
    """Tell Sphinx how such an element is written."""
    app.add_node(html_element, html=(_open, _close))
