"""Passages in another language say so, so that a screen reader speaks them and a browser picks the right font."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

CHINESE, ENGLISH = "zh-Hans", "en"
_CHINESE = re.compile(
    "([\u2e80-\u2fdf\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]+)"
)
"""Characters, and the punctuation that belongs to them."""
_IN_ENGLISH = "[A-Za-z0-9 ,.;:()&'’%/–-]*"
_ENGLISH = re.compile(rf"((?={_IN_ENGLISH}[a-z]{{2}})[A-Za-z0-9](?:{_IN_ENGLISH}[A-Za-z0-9.)])?)")
"""From the first letter or digit to the last; "A" and "CSV" alone are read in Chinese as well."""


class Spoken(nodes.Element):  # type: ignore[misc]
    """A run of words within a line of another language."""


class MarkLanguages(SphinxPostTransform):
    """Wrap each run of Chinese characters on an English page, and of English words on a Chinese one, except in code."""

    default_priority = 900
    formats = ("html",)

    def run(self, **_: Any) -> None:
        language = self.env.metadata.get(self.env.docname, {}).get("lang", "")
        other, pattern = (ENGLISH, _ENGLISH) if language.startswith("zh") else (CHINESE, _CHINESE)
        for text in list(self.document.findall(nodes.Text)):
            parent = text.parent
            if isinstance(parent, (nodes.literal, nodes.literal_block, nodes.raw, nodes.comment, nodes.math, Spoken)):
                continue
            # What the pattern matches stands at the odd places.
            runs = pattern.split(text.astext())
            if len(runs) > 1:
                words = [
                    Spoken("", nodes.Text(run), lang=other) if n % 2 else nodes.Text(run) for n, run in enumerate(runs)
                ]
                parent.replace(text, words)


def mark_chinese(markup: object) -> str:
    """Wrap each run of Chinese characters in the texts of a piece of HTML."""
    wrapped = rf'<span lang="{CHINESE}">\1</span>'
    return re.sub(r"(?:^|(?<=>))[^<>]+", lambda text: _CHINESE.sub(wrapped, text[0]), str(markup))


def _open(writer: HTML5Translator, node: Spoken) -> None:
    writer.body.append(f'<span lang="{node["lang"]}">')


def _close(writer: HTML5Translator, _: Spoken) -> None:
    writer.body.append("</span>")


def register(app: Sphinx) -> None:
    """Connect the marking of languages with the build."""
    app.add_node(Spoken, html=(_open, _close))
    app.add_post_transform(MarkLanguages)
