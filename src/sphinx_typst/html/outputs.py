"""Which form of a notebook's output prints, where it has several."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from .inline import WIDGET
from .kinds import Elsewhere
from .pages import read_html
from .places import Places
from .reader import is_html

MIME_TYPES = (
    "text/html", "image/svg+xml", "image/png", "image/gif", "image/jpeg", "text/markdown", "text/latex", WIDGET,
    "application/javascript", "text/plain",
)  # fmt: skip
"""The forms, best first: HTML as on the web, and scripts before the plain name of a Python object."""
_STILL = set(MIME_TYPES[1:7])


class PassOverScripts(SphinxPostTransform):
    """Takes HTML out of an output that a script fills and that has another form, such as a picture."""

    # Before MyST-NB chooses.
    default_priority = 3
    builders = ("typst",)

    def run(self, **ignored: Any) -> None:
        for bundle in self.document.findall(nodes.container):
            if bundle.get("nb_element") == "mime_bundle":
                forms = {part["mime_type"]: part for part in bundle.children}
                html = forms.get("text/html")
                if html is not None and any(forms[name].children for name in _STILL & forms.keys()) and _is_empty(html):
                    bundle.remove(html)


def _is_empty(form: nodes.Element) -> bool:
    """Say whether HTML shows nothing but what a script puts there."""
    copy = form.deepcopy()
    if not all(isinstance(part, nodes.raw) and is_html(part) for part in copy.children):
        return False
    read_html(copy, Places("", lambda page: False))
    seen = (part for part in copy.children if not isinstance(part, nodes.target))
    return all(isinstance(part, Elsewhere) and not part.get("address") for part in seen)
