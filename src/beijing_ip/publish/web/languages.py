"""Passages in another language say so, so that a screen reader speaks them and a browser picks the right font."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_typst.inline import runs

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

CHINESE = "zh-Hans"
# From the first letter or digit to the last; "A" and "CSV" alone are read in Chinese as well.
_LATIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ,.;:()&'’%/–-]*[A-Za-z0-9.)])?")
_WORD = re.compile("[a-z]{2}")


class Spoken(nodes.Element):  # type: ignore[misc]
    """A run of words within a line of another language."""


class MarkLanguages(SphinxPostTransform):
    """Wrap each run of Chinese characters on an English page, and of English words on a Chinese one, except in code."""

    default_priority = 900
    formats = ("html",)

    def run(self, **_: Any) -> None:
        language = self.env.metadata.get(self.env.docname, {}).get("lang", "")
        parts, other = (_english, "en") if language.startswith("zh") else (runs, CHINESE)
        for text in list(self.document.findall(nodes.Text)):
            parent = text.parent
            if isinstance(parent, (nodes.literal, nodes.literal_block, nodes.raw, nodes.comment, nodes.math, Spoken)):
                continue
            found = list(parts(text.astext()))
            if any(is_other for is_other, _ in found):
                parent.replace(
                    text,
                    [
                        Spoken("", nodes.Text(run), lang=other) if is_other else nodes.Text(run)
                        for is_other, run in found
                    ],
                )


def _english(text: str) -> Iterator[tuple[bool, str]]:
    position = 0
    for match in _LATIN.finditer(text):
        if _WORD.search(match[0]):
            yield False, text[position : match.start()]
            yield True, match[0]
            position = match.end()
    yield False, text[position:]


def mark_chinese(markup: object) -> str:
    """Wrap each run of Chinese characters in the texts of a piece of HTML."""

    def marked(text: re.Match[str]) -> str:
        return "".join(f'<span lang="{CHINESE}">{run}</span>' if chinese else run for chinese, run in runs(text[0]))

    return re.sub(r"(?:^|(?<=>))[^<>]+", marked, str(markup))


def _open(writer: HTML5Translator, node: Spoken) -> None:
    writer.body.append(f'<span lang="{node["lang"]}">')


def _close(writer: HTML5Translator, _: Spoken) -> None:
    writer.body.append("</span>")


def register(app: Sphinx) -> None:
    """Register the node and the transform with Sphinx."""
    app.add_node(Spoken, html=(_open, _close))
    app.add_post_transform(MarkLanguages)
