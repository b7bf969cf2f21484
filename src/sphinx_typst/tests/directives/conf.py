"""A book with every directive and role of docutils and Sphinx once."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Directives"
author = "Nobody"
version = "1.0"
release = "1.0.1"
extensions = [
    "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.doctest", "sphinx.ext.extlinks", "sphinx.ext.graphviz",
    "sphinx.ext.ifconfig", "sphinx.ext.inheritance_diagram", "sphinx.ext.napoleon", "sphinx.ext.todo",
    "sphinx.ext.viewcode", "sphinx_typst",
]  # fmt: skip
extlinks = {"gh": ("https://example.org/%s", "issue %s")}
exclude_patterns = ["included.rst"]
html_baseurl = "https://example.org/book"
html_theme = "basic"
numfig = True
python_maximum_signature_line_length = 60
show_authors = True
todo_include_todos = True
typst_index_title = "Index"
