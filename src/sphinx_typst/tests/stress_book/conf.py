"""A small book with every construct that the printer covers, in English and Chinese."""

project = "Stress book of the printer"
author = "Nobody"
language = "en"
extensions = ["myst_nb", "sphinx_design", "sphinxcontrib.mermaid", "sphinx_book_theme", "sphinx_typst"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "fieldlist", "substitution"]
nb_execution_mode = "off"
nb_render_markdown_format = "gfm"
numfig = True
numfig_secnum_depth = 1
math_numfig = True
mathjax3_config = {"tex": {"macros": {"RR": "\\mathbb{R}", "norm": ["\\lVert#2\\rVert_{#1}", 2, ""]}}}
html_theme = "sphinx_book_theme"
html_math_renderer = "mathml"
typst_name = "stress"
typst_subtitle = "Every construct once"
typst_root_title = "What is in it"
typst_date = "2020-12-31"
typst_index_title = "Index"
typst_imprint = [{"title": "Address", "text": "See https://example.org/imprint."}]
typst_excerpts = [
    {"name": "part", "title": "A part", "pages": 1, "parts": ["structure#lists", "figures#the-chart"]},
]
typst_folded_code = False
