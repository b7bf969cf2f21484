"""Chinese passages say their language, so that a screen reader speaks them and a browser picks the right font."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..typst.inline import runs

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class Chinese(nodes.Element):  # type: ignore[misc]
    """A run of Chinese characters within a line of another language."""


class MarkChinese(SphinxPostTransform):
    """Wrap each run of Chinese characters, except in code and on a page that is Chinese as a whole."""

    default_priority = 900
    formats = ("html",)

    def run(self, **_: Any) -> None:
        if self.env.metadata.get(self.env.docname, {}).get("lang", "").startswith("zh"):
            return
        for text in list(self.document.findall(nodes.Text)):
            parent = text.parent
            if isinstance(parent, (nodes.literal, nodes.literal_block, nodes.raw, nodes.comment, nodes.math, Chinese)):
                continue
            parts = list(runs(text.astext()))
            if any(chinese for chinese, _ in parts):
                parent.replace(
                    text, [Chinese("", nodes.Text(run)) if chinese else nodes.Text(run) for chinese, run in parts]
                )


def _open(writer: HTML5Translator, _: Chinese) -> None:
    writer.body.append('<span lang="zh-Hans">')


def _close(writer: HTML5Translator, _: Chinese) -> None:
    writer.body.append("</span>")


def add_chinese(app: Sphinx) -> None:
    """Register the node and the transform with Sphinx."""
    app.add_node(Chinese, html=(_open, _close))
    app.add_post_transform(MarkChinese)
