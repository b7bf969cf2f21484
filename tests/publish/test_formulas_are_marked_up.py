"""Formulas of the web edition are MathML, as its content policy allows: no script, no style, no raw TeX."""

from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from pages import ROOT
from sphinx.application import Sphinx
from sphinx.errors import SphinxWarning
from sphinx.util.docutils import docutils_namespace, patch_docutils

from beijing_ip.publish.web.frame import NEEDED

CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
OPTIONS = {name: CONFIG[name] for name in CONFIG if name.startswith(("html_math", "myst_"))}
PAGE = """# Title

From US$ 5 to US$10, and $\\frac{x}{2} \\le \\text{专利}$.

$$
\\begin{aligned} a &= \\mathbb{R} \\\\ c &= \\begin{cases} 1 & x > 0 \\\\ 0 \\end{cases} \\end{aligned}
$$ (one)
"""


def built(folder: Path, text: str) -> BeautifulSoup:
    """A page as the options of the report have it."""
    (folder / "index.md").write_text(text, encoding="utf-8")
    extensions = ["myst_parser", "sphinx_typst"]
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            folder, None, folder / "out", folder / "trees", "html", {"extensions": extensions, **OPTIONS},
            status=None, warning=None, warningiserror=True,
        )  # fmt: skip
        app.build()
    return BeautifulSoup((folder / "out" / "index.html").read_text(encoding="utf-8"), "html.parser")


def test_a_page_with_formulas_has_mathml(tmp_path: Path) -> None:
    page = built(tmp_path, PAGE)
    body = page.find(role="main")
    inline, displayed = body.find_all("math")
    assert inline["alttext"] == "x over 2 is at most 专利"
    assert inline.find(lang="zh").get_text() == "专利"
    assert displayed["display"] == "block" and body.find(class_="eqno").get_text().startswith("(1)")
    assert "US$ 5 to US$10" in body.get_text() and "\\" not in body.get_text()
    assert [part for part in body.find_all(True) if part.has_attr("style") or part.name == "script"] == []
    assert [part["src"] for part in page.find_all("script", src=True) if "ax.js" in part["src"].lower()] == []
    style = page.find("link", href=lambda name: name and "formulas.css" in name)
    assert (tmp_path / "out" / style["href"].partition("?")[0]).exists()
    assert NEEDED["formulas.css"] in str(inline)


def test_a_formula_that_cannot_be_read_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SphinxWarning, match=r"index\.md:5:.*\\unknown is not known"):
        built(tmp_path, "# Title\n\n$$\na\n+ \\unknown\n$$\n")
