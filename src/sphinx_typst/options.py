"""Options of the builder, which `_config.yml` sets under `sphinx: config:` with `typst_` before each name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
"""The folder of the fonts that a document is set in, with their licence."""
DEFAULTS: dict[str, Any] = {
    # Folder for the PDF files, from the output folder of the builder.
    "output": ".",
    # File name of the book, without ".pdf".
    "name": "book",
    # Without one, that of Jupyter Book's _config.yml (html_title in Sphinx), else the project's.
    "title": None,
    "subtitle": "",
    # Without one, that of _config.yml or conf.py.
    "author": None,
    # Date of the edition, YYYY-MM-DD. It stands on the cover and in the metadata; SOURCE_DATE_EPOCH goes before it
    # in the metadata. Without either, the metadata give no time, so that the same book is always the same file.
    "date": "",
    # What the edition is called, such as "Version 2.1": on the cover, and at the head of an excerpt, before the date.
    "edition": "",
    # What the metadata say of the book, such as how to cite it.
    "description": "",
    "keywords": [],
    # What the first page of the book is called in print, where its own title already stands on the cover.
    "root_title": None,
    # The back of the title page: a list of {title, text}, where addresses become links.
    "imprint": [],
    # Title of the index, made from Sphinx's index entries; without a title none is printed.
    "index_title": "",
    # Which lists follow the contents: "figures", "tables".
    "lists": ["figures", "tables"],
    # Whether tables without captions are called by their section and numbered in print.
    "caption_tables": False,
    # Pages that print on turned sheets, for chapters of wide tables: "page".
    "turned": [],
    # What does not print, such as lists of links for a screen: "page", or "page#id of a section".
    "skip": [],
    # Tags of cells that do not print: what a screen shows at a glance and print says in full.
    "skip_tags": [],
    # Whether code prints that the screen folds away (`hide-input`, `hide-cell`); what it puts out always does.
    "folded_code": True,
    # What becomes of a picture without alternative text: "refuse", or "say": its caption speaks for it, else print says
    # that nobody described it, and the build counts such pictures.
    "missing_alt": "say",
    # Folders with fonts, from the source folder. Their families have what Typst and this package lack, without being
    # named; `look` may name them to set the text in them.
    "font_paths": [],
    # What goes before the values of template/look.typ: fonts, sizes, colours.
    "look": {},
    # Words that print itself adds, by the names that words.tsv has for them: {"contents": "Inhalt"}.
    "words": {},
    # Another template, from the source folder.
    "template": None,
    # Commands of formulas, besides those that the configuration tells MathJax: {"RR": "\\mathbb{R}"}, or with the
    # number of arguments, and the default of the first: {"norm": ["\\lVert#1\\rVert", 1]}.
    "macros": {},
    # Short documents of parts of the book: {name, title, subtitle, pages, parts, imprint}. A part is "page",
    # "page#id of a section" or "page#name of a figure"; `pages` is how many pages it must have. They leave the
    # tables of figures to the book.
    "excerpts": [],
}
