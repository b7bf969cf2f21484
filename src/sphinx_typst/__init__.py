"""A Sphinx builder that prints a book as PDF with Typst.

It runs as `jupyter-book build . --builder custom --custom-builder typst`. It needs nothing but the `typst` package
from PyPI: no system package, no system font, no network. The PDF is
tagged (PDF/UA-1 and PDF/A-2a), and whatever cannot be printed is an error that names page and line: an unknown
kind of node, an unresolved reference, a missing picture, glyph or alternative text.

For a book, and for extensions of one:

- `setup`: makes this package a Sphinx extension, with the builder `typst` and the options of `options`;
- `PrintError`: what a build raises, with everything that is to be mended;
- `compile_pdf`: compiles a Typst file as the builder does;
- `FONTS`: the folder of the fonts, for whatever is to look like the print;
- `prints` and `Writer`: `@prints(kind)` registers the function that prints a node of an extension's own.

The modules, in the order in which a page goes through them:

- `configuration`, `theme`: the options are checked, and what the theme of the web edition adds to pages is loaded;
- `builder`: reads the pages in the order of the table of contents, and writes and compiles one Typst file for each PDF;
- `preparation`: what is changed in the pages before they print;
- `writer`: hands each node to the function that prints it, and collects errors;
- `places`, `pictures`: where pictures stand, and what their files are;
- `html/`: HTML that stands in a page, read into nodes;
- `handlers/`: those functions, a module for each family of nodes;
- `maths/`: formulas, read from LaTeX into a tree, of which Typst, words and MathML are written; `maths.renderer` sets
  those of web pages (`html_math_renderer: mathml`);
- `diagrams`: those of Graphviz;
- `genindex`: the index of the book;
- `text`, `code`: how text and values are written in Typst;
- `language`: the words that print itself adds;
- `compiler`: calls Typst;
- `complaints`: what Typst complains of, in the words of the book;
- `highlighting`, `colours`: code in the colours of its language, dark enough for paper;
- `check/`: compares the words of web pages with those of the PDF;
- `template/`: what the document looks like, written in Typst for designers to change. `look.typ` has the sheet, the
  typefaces and the colours, `blocks.typ` what pages are made of, with `tables.typ`, `listings.typ` and `formulas.typ`,
  `template.typ` the cover, the contents and the index.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .options import DEFAULTS, FONTS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from .compiler import PrintError, compile_pdf
    from .writer import Writer, prints

__version__ = "0.1.0"
__all__ = ["FONTS", "PrintError", "Writer", "compile_pdf", "prints", "setup"]

_HOMES = {"PrintError": "compiler", "compile_pdf": "compiler", "Writer": "writer", "prints": "writer"}


def __getattr__(name: str) -> Any:
    # Sphinx and Typst are loaded when they are needed: for FONTS neither has to be installed.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def _choose_outputs(app: Sphinx, config: Config) -> None:
    from .html.outputs import MIME_TYPES

    # MyST-NB drops every output of a builder that it does not know, with no more than a warning.
    known = [("typst", name, 10 * place) for place, name in enumerate(MIME_TYPES, start=1)]
    config.nb_mime_priority_overrides = [*known, *map(tuple, config.nb_mime_priority_overrides)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder and its options with Sphinx."""
    from .builder import TypstBuilder
    from .html.outputs import PassOverScripts
    from .html.pages import ReadHtml
    from .maths.renderer import register
    from .places import KeepLines

    app.add_builder(TypstBuilder)
    app.add_transform(KeepLines)
    app.add_post_transform(PassOverScripts)
    app.add_post_transform(ReadHtml)
    register(app)
    for name, default in DEFAULTS.items():
        # YAML makes a date of what looks like one.
        app.add_config_value(f"typst_{name}", default, "", [str, date] if name == "date" else ())
    if "nb_mime_priority_overrides" in app.config:
        # Before MyST-NB reads its configuration.
        app.connect("config-inited", _choose_outputs, priority=400)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
