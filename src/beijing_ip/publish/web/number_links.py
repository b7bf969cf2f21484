"""Every number of a sentence or a table knows the published figures that it rests on.

The pages write a number as a link (`Datum.link`): to its place in the source, or to the view of Explore that shows it,
which names its figures. Here each becomes

    <a class="number" data-figures="ID" href="..." title="...">16.8%</a>

with the class `computed` too where no source prints it, for the scripts that say more of a number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

from beijing_ip.data.noting import KeptWithNotes
from beijing_ip.data.observations import Observation, load_observations
from beijing_ip.show import chinese

from .elements import html_element, make_element

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx

EXPLORE = "book/explore"
"""The page that shows an indicator over years and places."""
_FIGURES = re.compile("&(figures?)=(.+)")


class NumberLinks(SphinxPostTransform):
    """Make elements with `data-figures` of the links of numbers."""

    # Before the links of MyST, which would look for a heading of the page Explore, are resolved.
    default_priority = 5
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for link in views_in(self.document):
            view, kind, figures, _ = _FIGURES.split(link["reftargetid"])
            page = self.app.builder.get_relative_uri(self.env.docname, EXPLORE)
            address = f"{page}#{view}"
            computed = kind == "figures"
            link.replace_self(_number(link[0].children, figures.split(","), address, link.get("title", ""), computed))
        for link in list(self.document.findall(nodes.reference)):
            if "reftitle" in link and (figure := self._look_up(link)):
                link.replace_self(_number(link.children, [figure], link["refuri"], link["reftitle"], computed=False))

    def _look_up(self, link: nodes.reference) -> str:
        """The figure at an address, if the title of the link says that this is one."""
        told = [
            row
            for row in linked_figures().get(unquote(link.get("refuri", "")), ())
            if link["reftitle"] in (row.about, chinese.about(row)) or link["reftitle"].startswith("Corrected: ")
        ]
        if len(told) > 1:
            named = ", ".join(row.observation_id for row in told)
            raise ExtensionError(
                f"{self.env.docname}: the link of the number {link.astext()!r} may mean {named}: give these figures "
                "different phrases in data/observations.csv"
            )
        return told[0].observation_id if told else ""


def views_in(document: nodes.document) -> list[addnodes.pending_xref]:
    """Return the links of numbers to views of Explore, which name their figures."""
    found = document.findall(addnodes.pending_xref)
    return [link for link in found if link["reftarget"] == EXPLORE and _FIGURES.search(link.get("reftargetid") or "")]


@KeptWithNotes
def named_figures() -> Mapping[str, Observation]:
    """Return the published figures by their names."""
    return {row.observation_id: row for row in load_observations()}


@KeptWithNotes
def linked_figures() -> Mapping[str, tuple[Observation, ...]]:
    """Return the published figures by the address that opens the source at them."""
    found: dict[str, tuple[Observation, ...]] = {}
    for row in load_observations():
        if row.source.address:
            address = unquote(row.source.link("", row.phrase)[3:-1])
            found[address] = (*found.get(address, ()), row)
    return found


def _number(words: Iterable[nodes.Node], figures: list[str], address: str, title: str, computed: bool) -> html_element:
    if unknown := [name for name in figures if name not in named_figures()]:
        raise ExtensionError(f"a number rests on {unknown[0]!r}, which data/observations.csv does not hold")
    classes = "number computed" if computed else "number"
    return make_element("a", *words, classes=classes, href=address, title=title, data_figures=" ".join(figures))


def register(app: Sphinx) -> None:
    """Connect the links of numbers with the build."""
    app.add_post_transform(NumberLinks)
