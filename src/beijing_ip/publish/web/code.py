"""Code as a page holds it: an element for each change of colour, not for each token; and the line that folds it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from myst_nb.sphinx_ import HideCodeCellNode
from pygments.formatters import HtmlFormatter
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Operator, Text, _TokenType
from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def alike(*styles: str) -> dict[_TokenType, _TokenType]:
    """Return for each kind of token the first kind that looks the same in all these styles; Text is what has no look.

    An operator is told by its sign and needs no colour; the words among them (`in`, `not`) have theirs.
    Raises ClassNotFound for a style that Pygments does not know.
    """
    known = [get_style_by_name(style) for style in styles]
    first: dict[str, _TokenType] = {}
    kinds = [Text, *STANDARD_TYPES]
    looks = {kind: str([style.style_for_token(kind) for style in known]) for kind in kinds}
    return {kind: first.setdefault(look, kind) for kind, look in looks.items()} | {Operator: Text}


class FewElements(HtmlFormatter[str]):  # type: ignore[misc]
    """Writes neighbours that look the same as one, and what has no look without an element; `kinds` is from `alike`."""

    def format_unencoded(self, tokensource: Iterable[tuple[_TokenType, str]], outfile: Any) -> None:
        super().format_unencoded(self._joined(tokensource), outfile)

    def _joined(self, tokens: Iterable[tuple[_TokenType, str]]) -> Iterator[tuple[_TokenType, str]]:
        kind = Text
        for given, text in tokens:
            # Nobody sees the colour of a space; an element ends with its line.
            if text.strip() or "\n" in text:
                kind = self.options["kinds"].get(given, given)
            yield kind, text


def _choose(app: Sphinx) -> None:
    if isinstance(app.builder, StandaloneHTMLBuilder):
        styles = (app.config.html_theme_options.get(f"pygments_{mode}_style") for mode in ("light", "dark"))
        kinds = alike(*(style or app.config.pygments_style or "default" for style in styles))
        app.builder.highlighter.formatter = partial(FewElements, kinds=kinds)


def _open(writer: HTML5Translator, node: HideCodeCellNode) -> None:
    writer.body.append(f'<details class="hide">\n<summary>{node["prompt_show"]}</summary>\n')


def _close(writer: HTML5Translator, _: HideCodeCellNode) -> None:
    writer.body.append("</details>\n")


def register(app: Sphinx) -> None:
    """Have Sphinx write code and its folds this way."""
    app.connect("builder-inited", _choose)
    app.add_node(HideCodeCellNode, override=True, html=(_open, _close))
