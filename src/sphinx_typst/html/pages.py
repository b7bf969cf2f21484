"""Finds the HTML in a page, and puts in its place what it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from .blocks import Blocks
from .inline import Inline, is_block, join_spaces, refuse
from .kinds import Refused
from .links import lead_to_names
from .places import Places
from .reader import Reader, Tag, is_html

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

PASSED_OVER = {"center", "details", "div", "article", "main", "section", "span", "header", "footer", "aside"}
"""Elements that may end in another section than they start in: in print nothing shows how far they reach."""

_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script", re.DOTALL | re.IGNORECASE)


class ReadHtml(SphinxPostTransform):
    """Reads the HTML of a page into nodes."""

    # After MyST-NB has chosen among the forms of an output, and before Sphinx fetches pictures.
    default_priority = 6
    builders = ("typst",)

    def run(self, **ignored: Any) -> None:
        lead_to_names(self.document, self.env.docname, self.env)
        read_html(self.document, places_of(self.env, self.env.docname))


def places_of(env: BuildEnvironment, page: str) -> Places:
    """Return what tells where addresses on a page lead."""
    config = env.config
    suffix = config.html_link_suffix or config.html_file_suffix or ".html"
    return Places(page, env.found_docs.__contains__, suffix)


def read_html(tree: nodes.Element, places: Places) -> None:
    """Put nodes in the place of all HTML below a node.

    What starts in one piece of HTML may end in another one that stands beside it. What cannot be printed becomes a
    node that says so.
    """
    raws = [raw for raw in tree.findall(nodes.raw) if is_html(raw)]
    order = {id(raw): place for place, raw in enumerate(raws)}
    scripts = "\n".join(script for raw in raws for script in _SCRIPT.findall(raw.astext()))
    unpaired: list[tuple[int, Tag, Refused]] = []
    # The innermost first: what stands around them takes what became of them.
    for parent in dict.fromkeys(raw.parent for raw in reversed(raws)):
        unpaired += [(order[id(tag.raw)], tag, said) for tag, said in _Piece(parent, places, scripts).read()]
    waiting: dict[str, list[Refused]] = {}
    for _, tag, said in sorted(unpaired, key=lambda found: found[0]):
        name = tag.name.removeprefix("/")
        if not tag.name.startswith("/"):
            waiting.setdefault(name, []).append(said)
        elif name in PASSED_OVER and waiting.get(name):
            for one in (said, waiting[name].pop()):
                one.parent.remove(one)


def read_html_table(markup: str) -> nodes.table:
    """Return the one table that a piece of HTML holds. Raises ValueError when it holds anything else."""
    holder = nodes.container("", nodes.raw("", markup, format="html"))
    read_html(holder, Places("", lambda page: False))
    if len(holder.children) != 1 or not isinstance(holder[0], nodes.table) or any(holder.findall(Refused)):
        raise ValueError(f"this HTML is not one table: {holder.astext()[:60]}")
    table = holder.pop(0)
    del table["shown"]
    return table


class _Piece:
    """What stands in one node of a page, among it pieces of HTML."""

    def __init__(self, parent: nodes.Element, places: Places, scripts: str) -> None:
        self.parent = parent
        self.places = places
        self.scripts = scripts

    def read(self) -> list[tuple[Tag, Refused]]:
        """Put nodes in the place of the pieces; return what is not paired among them, each with what refuses it."""
        reader = Reader()
        for child in self.parent.children:
            if isinstance(child, nodes.raw) and is_html(child):
                reader.take_raw(child)
            else:
                reader.take_node(child)
        root = reader.finish()
        said = [(tag, self._refuse(root, tag)) for tag in reader.unpaired]
        inline = Inline(self.places, reader.scripted, self.scripts)
        in_line = isinstance(self.parent, nodes.TextElement)
        if not in_line or isinstance(self.parent, nodes.paragraph):
            made = Blocks(inline, in_line).flow(root.children)
            if not in_line:
                _fill(self.parent, made)
            elif len(made) == 1 and isinstance(made[0], nodes.paragraph) and "align" not in made[0]:
                _fill(self.parent, made[0].children)
            else:
                made = [nodes.target("", "", ids=self.parent["ids"]), *made] if self.parent["ids"] else made
                self.parent.replace_self(made)
        elif block := next((part for part in root.children if isinstance(part, Tag) and is_block(part)), None):
            _fill(self.parent, [refuse(block)])
        else:
            _fill(self.parent, inline.write(root.children))
            join_spaces(self.parent)
            _hand_up_names(self.parent)
        return said

    def _refuse(self, root: Tag, tag: Tag) -> Refused:
        is_end = tag.name.startswith("/")
        said = refuse(tag, f"<{tag.name}> {'ends nothing' if is_end else 'has no end'} among what stands beside it")
        above = next(found for found in root.walk() if tag in found.children)
        above.children.insert(above.children.index(tag), said)
        if is_end:
            above.children.remove(tag)
        return said


def _hand_up_names(title: nodes.TextElement) -> None:
    # The words of a heading stand in the contents too, where they must not be the same place again.
    if isinstance(title, nodes.title):
        for node in title.findall(nodes.Element):
            if node is not title:
                title.parent["ids"] += node["ids"]
                node["ids"] = []


def _fill(parent: nodes.Element, made: list[nodes.Node]) -> None:
    parent.children = []
    parent += made
