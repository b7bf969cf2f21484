"""Formulas of web pages as MathML, which browsers set without a script: `html_math_renderer = "mathml"`."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import _ as translated
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from .mathml import write_mathml
from .reading import read_formula
from .tokens import Macros, read_macros
from .tree import FormulaError, Row
from .words import write_words
from .wrapping import line_in_source, source_of, wrapped

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

NAME = "mathml"
STYLE = "formulas.css"
WIDE = 28
"""Signs in a line: a displayed formula with more may be wider than a small screen, and can be scrolled there."""
_log = logging.getLogger(__name__)


def register(app: Sphinx) -> None:
    """Register the renderer, and the style sheet that goes with it."""
    app.add_html_math_renderer(NAME, (_visit_math, None), (_visit_block, None))
    app.connect("config-inited", _stand_back)
    app.connect("env-updated", _add_style)


def _stand_back(app: Sphinx, config: Config) -> None:
    # Of two, Sphinx takes the one that is not its own without being asked, and of three none.
    if config.html_math_renderer != NAME:
        del app.registry.html_inline_math_renderers[NAME], app.registry.html_block_math_renderers[NAME]


def _add_style(app: Sphinx, env: BuildEnvironment) -> None:
    has_formulas = any(env.get_domain("math").data["has_equations"].values())
    if has_formulas and getattr(app.builder, "math_renderer_name", None) == NAME:
        app.config.html_static_path.append(str(Path(__file__).parent / "static"))
        app.add_css_file(STYLE)


def _macros_of(writer: HTML5Translator) -> Macros:
    # Commands hold for the page on which a formula defines them.
    builder: Any = writer.builder
    page, macros = getattr(builder, "formula_macros", ("", Macros()))
    if page != builder.current_docname:
        macros = read_macros(builder.config)
        builder.formula_macros = (builder.current_docname, macros)
    return macros


def _markup(writer: HTML5Translator, node: nodes.Element, display: bool) -> str:
    """Return the element of a formula; its LaTeX, with a warning, where it cannot be read."""
    try:
        formula = read_formula(wrapped(node), _macros_of(writer))
    except FormulaError as error:
        text = " ".join(node.astext().split())
        place = f"{source_of(node)}:{line_in_source(node, error.line)}"
        _log.warning("this formula cannot be shown, %s: %s", error, text[:60], location=place)
        return f'<code class="math">{escape(node.astext())}</code>'
    if formula.body == Row() and formula.tag is None:
        return ""
    return write_mathml(formula, node.get("alt") or write_words(formula), display)


def _visit_math(writer: HTML5Translator, node: nodes.math) -> None:
    writer.body.append(_markup(writer, node, display=False))
    raise nodes.SkipNode


def _visit_block(writer: HTML5Translator, node: nodes.math_block) -> None:
    markup = _markup(writer, node, display=True)
    given: dict[str, Any] = {"tabindex": "0"} if _is_wide(markup) else {}
    writer.body.append(writer.starttag(node, "div", CLASS="math notranslate nohighlight", **given))
    if node.get("number"):
        writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})')
        writer.add_permalink_ref(node, translated("Link to this equation"))
        writer.body.append("</span>")
    writer.body.append(f"{markup}</div>\n")
    raise nodes.SkipNode


def _is_wide(markup: str) -> bool:
    lines = re.split("<mtr", markup)
    return any(len(re.sub("<[^>]*>", "", line)) > WIDE for line in lines)
