"""Links of Markdown to places that only HTML names, which MyST does not know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes

from .reader import is_html

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_NAME = re.compile(r"""<[a-z][^>]*?\s(?:id|name)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


def lead_to_names(tree: nodes.document, page: str, env: BuildEnvironment) -> None:
    """Resolve links to places that have their names in the HTML of a page, as a browser does.

    To be called before that HTML is read, and before MyST looks for their targets.
    """
    for link in [found for found in tree.findall(addnodes.pending_xref) if found.get("reftype") == "myst"]:
        if link["refdomain"] == "doc":
            other, name = link["reftarget"], link.get("reftargetid")
            known = env.metadata.get(other, {}).get("myst_slugs", {})
        else:
            other, name = page, link["reftarget"]
            known = {**env.domaindata["std"]["labels"], **env.domaindata["std"]["anonlabels"]}
        if not name or name in known or other not in env.found_docs:
            continue
        if name in _names_in(tree if other == page else env.get_doctree(other)):
            uri = f"%{quote(other)}#{quote(name)}"
            link.replace_self(nodes.reference("", "", *link.children, refuri=uri, internal=True))


def _names_in(tree: nodes.document) -> set[str]:
    return {name for raw in tree.findall(nodes.raw) if is_html(raw) for name in _NAME.findall(raw.astext())}
