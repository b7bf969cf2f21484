"""What the theme of the web edition adds to pages, such as its directive `margin`: print needs it too."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def load_theme(app: Sphinx) -> None:
    """Load the theme as an extension, as the HTML builder does, without what it does to pages of HTML."""
    listeners = app.events.listeners
    before = {name: list(several) for name, several in listeners.items()}
    for found in entry_points(group="sphinx.html_themes", name=app.config.html_theme):
        app.setup_extension(found.module)
    listeners.clear()
    listeners.update(before)
