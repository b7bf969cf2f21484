"""Links such as numbers.md#patents-granted: a page lends the addresses within it to the Markdown links of others.

MyST resolves such a link by the headings of the other page alone. A page that says `addresses: true` in its front
matter adds every place that it names itself, `[words]{#name}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def _lend_addresses(app: Sphinx, doctree: nodes.document) -> None:
    metadata = app.env.metadata[app.env.docname]
    if "addresses" not in metadata:
        return
    slugs = metadata.setdefault("myst_slugs", {})
    for name, explicit in doctree.nametypes.items():
        identifier = doctree.nameids.get(name)
        if explicit and identifier and identifier in doctree.ids:
            place = doctree.ids[identifier]
            slugs.setdefault(name, (place.line or 0, identifier, place.astext()))


def addresses_of(env: BuildEnvironment, page: str) -> set[str]:
    """Return the addresses of a page that lends them, with those of its headings."""
    return {identifier for _, identifier, _ in env.metadata[page].get("myst_slugs", {}).values()}


def register(app: Sphinx) -> None:
    """Connect the addresses with the reading of pages."""
    app.connect("doctree-read", _lend_addresses)
