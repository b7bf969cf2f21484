"""Tabs print one below the other, each under its label; films of an extension print where they are to be seen.

The extensions need not be installed: what stands here makes nodes as they do.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from docutils import nodes
from docutils.parsers.rst import Directive
from printed import print_page, read_printed
from sphinx.application import Sphinx

from sphinx_typst.check.markup import Page, parse
from sphinx_typst.check.web import read_web

KINDS = {
    "sphinx_inline_tabs._impl": {"TabContainer": nodes.container},
    "sphinx_tabs.tabs": {"SphinxTabsTablist": nodes.container, "SphinxTabsTab": nodes.paragraph},
    "sphinxcontrib.youtube.youtube": {"youtube": nodes.General},
}


def paragraph(words: str) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.emphasis("", words), nodes.Text("."))


def inline_tabs(made: Callable[..., nodes.Element]) -> list[nodes.Node]:
    label = nodes.label("", "", nodes.Text("Label of "), nodes.emphasis("", "one"))
    return [made("TabContainer", label, nodes.container("", paragraph("Inside one")))]


def tabs(made: Callable[..., nodes.Element]) -> list[nodes.Node]:
    both = [
        nodes.container(
            "", nodes.container("", nodes.container("", nodes.paragraph("", name))), nodes.container("", body)
        )
        for name, body in (("Second", paragraph("Inside two")), ("Third", paragraph("Inside three")))
    ]
    code = nodes.container("", nodes.container("", nodes.paragraph("", "Python")), nodes.literal_block("", "run()"))
    both.append(nodes.container("", code, nodes.container()))
    return [nodes.container("", *both, classes=["sphinx-tabs"])]


def tabs_of_the_web(made: Callable[..., nodes.Element]) -> list[nodes.Node]:
    labels = [made("SphinxTabsTab", nodes.Text(name)) for name in ("Fourth", "Fifth")]
    panels = [nodes.container("", paragraph(words)) for words in ("Inside four", "Inside five")]
    return [nodes.container("", made("SphinxTabsTablist", *labels), *panels, classes=["sphinx-tabs"])]


def film(made: Callable[..., nodes.Element]) -> list[nodes.Node]:
    named = {"id": "abc", "platform": "youtube", "platform_url": "https://youtu.be/", "instance": ""}
    return [made("youtube", **named)]


class Made(Directive):
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        kinds = {name: vars(sys.modules[module])[name] for module, found in KINDS.items() for name in found}

        def made(kind: str, *children: nodes.Node, **given: object) -> nodes.Element:
            return kinds[kind]("", *children, **given)

        return globals()[self.arguments[0]](made)


def setup(app: Sphinx) -> None:
    """Make this file an extension of the books that it prints."""
    app.add_directive("made", Made)
    for module, found in KINDS.items():
        for name in found:
            # The extensions write them as HTML themselves.
            app.add_node(vars(sys.modules[module])[name], html=(print, print))


def test_each_stands_under_its_label(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, found in KINDS.items():
        for name in (module.rpartition(".")[0], module):
            monkeypatch.setitem(sys.modules, name, ModuleType(name))
        for name, kind in found.items():
            made = type(name, (kind,) if kind is not nodes.General else (kind, nodes.Element), {"__module__": module})
            monkeypatch.setattr(sys.modules[module], name, made, raising=False)
    page = "".join(f"```{{made}} {name}\n```\n\n" for name in ("inline_tabs", "tabs", "tabs_of_the_web", "film"))
    text = read_printed(print_page(tmp_path, page, extensions=["myst_parser", "sphinx_typst", __name__])).text
    words = "Label of one Inside one. Second Inside two. Third Inside three. Python run() Fourth Inside four. Fifth"
    assert f"{words} Inside five. Video: https://youtu.be/abc" in text


def test_the_check_reads_each_label_over_its_tab() -> None:
    labels = '<div role="tablist"><button>One</button><button>Two</button></div>'
    panels = '<div role="tabpanel">First</div><div role="tabpanel" hidden="true">Second</div>'
    main = parse(f'<div class="sphinx-tabs">{labels}{panels}</div>')
    assert [word.key for word in read_web({"index": Page(main, {})}).words] == ["One", "First", "Two", "Second"]
