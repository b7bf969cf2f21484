"""Where the notebook of a page can be run without installing anything: Binder, a service of others.

The settings are those of Jupyter Book, `repository` and `launch_buttons` in _config.yml. They do not reach the theme,
whose own options stand there too; it would make a button on each page that computes something.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import yaml

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config


def binder_address(hub: str, repository: str, tag: str, notebook: str) -> str:
    """Return the address that opens a notebook of the repository, as it was at a tag, in JupyterLab on a BinderHub."""
    parts = urlsplit(repository.removesuffix(".git"))
    path = parts.path.strip("/")
    kind, name = {"github.com": ("gh", path), "gitlab.com": ("gl", quote(path, safe=""))}.get(
        parts.netloc, ("git", quote(repository, safe=""))
    )
    return f"{hub.rstrip('/')}/v2/{kind}/{name}/{quote(tag, safe='')}?urlpath=lab/tree/{quote(notebook)}"


def _read_settings(app: Sphinx, config: Config) -> None:
    """Take what Jupyter Book is told; where no branch is named, the tag of the version stands for it."""
    path = Path(app.srcdir) / "_config.yml"
    settings = (yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None) or {}
    hub = (settings.get("launch_buttons") or {}).get("binderhub_url")
    if hub and (repository := config.report_about.get("repository-code")):
        released = config.report_about["version"].partition("+")[0]
        config.report_launch = (hub, repository, settings["repository"].get("branch") or f"v{released}")


def _offer(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    if app.config.report_launch and context.get("notebook"):
        hub, repository, tag = app.config.report_launch
        address = binder_address(hub, repository, tag, f"{page}.ipynb")
        context["launch"] = {"host": urlsplit(hub).netloc, "address": address}


def register(app: Sphinx) -> None:
    """Connect the settings with the template."""
    app.add_config_value("report_launch", (), "html")
    app.connect("config-inited", _read_settings)
    # After the frame has named the notebook of the page.
    app.connect("html-page-context", _offer, priority=910)
