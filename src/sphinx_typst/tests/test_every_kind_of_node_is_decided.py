"""Every kind of node of the field's packages has a function that prints or refuses it, or a reason for none."""

import importlib
import pkgutil
import warnings
from collections.abc import Iterator

import pytest
from docutils import nodes

from sphinx_typst import handlers
from sphinx_typst.writer import HANDLERS

PACKAGES = (
    "docutils", "sphinx", "myst_parser", "myst_nb", "jupyter_book", "sphinx_book_theme", "pydata_sphinx_theme",
    "sphinx_comments", "sphinx_copybutton", "sphinx_design", "sphinx_exercise", "sphinx_external_toc",
    "sphinx_jupyterbook_latex", "sphinx_multitoc_numbering", "sphinx_proof", "sphinx_thebe", "sphinx_togglebutton",
    "sphinxcontrib.bibtex", "sphinxcontrib.mermaid",
)  # fmt: skip
ABSENT = ("sphinx_inline_tabs.", "sphinxcontrib.youtube.")
DOCUTILS, SPHINX, DESIGN, EXERCISE = "docutils.nodes", "sphinx.addnodes", "sphinx_design", "sphinx_exercise.nodes"
NEVER = {
    "what others derive from": [
        f"{DOCUTILS}.Element", f"{DOCUTILS}.TextElement", f"{DOCUTILS}.FixedTextElement", f"{SPHINX}.translatable",
        f"{SPHINX}._desc_classes_injector",
    ],
    "printed by what it stands in": [
        f"{DOCUTILS}.attribution", f"{DOCUTILS}.classifier", f"{DOCUTILS}.definition",
        f"{DOCUTILS}.definition_list_item", f"{DOCUTILS}.description", f"{DOCUTILS}.field", f"{DOCUTILS}.field_body",
        f"{DOCUTILS}.label", f"{DOCUTILS}.line", f"{DOCUTILS}.list_item",
        f"{DOCUTILS}.option_argument", f"{DOCUTILS}.option_list_item", f"{DOCUTILS}.option_string",
        f"{DOCUTILS}.subtitle", f"{DOCUTILS}.term",
        f"{DOCUTILS}.colspec", f"{DOCUTILS}.entry", f"{DOCUTILS}.row", f"{DOCUTILS}.tbody", f"{DOCUTILS}.tgroup",
        f"{DOCUTILS}.thead",
        f"{SPHINX}.desc_optional", f"{SPHINX}.desc_parameter", f"{SPHINX}.desc_parameterlist",
        f"{SPHINX}.desc_signature", f"{SPHINX}.desc_signature_line", f"{SPHINX}.desc_type_parameter",
        f"{SPHINX}.desc_type_parameter_list", f"{SPHINX}.production",
        f"{EXERCISE}.exercise_subtitle", f"{EXERCISE}.solution_subtitle",
    ],
    "Sphinx takes the fields at the head of a page out of it": [
        f"{DOCUTILS}.{name}"
        for name in ("docinfo", "address", "author", "authors", "contact", "copyright", "date", "organization",
                     "revision", "status", "version")
    ] + [f"{DOCUTILS}.header", f"{DOCUTILS}.footer"],
    "replaced while a page is read or its references are resolved": [
        f"{DOCUTILS}.citation_reference", f"{DOCUTILS}.pending", f"{DOCUTILS}.substitution_reference",
        f"{SPHINX}.highlightlang", f"{SPHINX}.only", f"{SPHINX}.pending_xref", f"{SPHINX}.pending_xref_condition",
        f"{SPHINX}.toctree", "sphinx.domains.c.AliasNode", "sphinx.domains.cpp.AliasNode",
        "sphinx.ext.ifconfig.ifconfig", "sphinx.ext.todo.todolist", "sphinx.ext.viewcode.viewcode_anchor",
        "myst_nb.ext.execution_tables.ExecutionStatsNode", "myst_nb.ext.glue.utils.PendingGlueReference",
        "sphinx_external_toc.events.TableOfContentsNode", "sphinxcontrib.bibtex.nodes.bibliography",
        f"{EXERCISE}.exercise_end_node", f"{EXERCISE}.solution_start_node", f"{EXERCISE}.solution_end_node",
    ],
    "made for HTML alone": [
        f"{DESIGN}.aside.aside_main", f"{DESIGN}.dropdown.dropdown_main", f"{DESIGN}.dropdown.dropdown_title",
        f"{DESIGN}.tabs.sd_tab_input", f"{DESIGN}.tabs.sd_tab_label", "myst_nb.sphinx_.HideCodeCellNode",
        "sphinx_book_theme.nodes.SideNoteNode",
    ],
    "made for LaTeX or plain text alone": [
        f"{SPHINX}.start_of_file", "sphinx.builders.latex.nodes.captioned_literal_block",
        "sphinx.builders.latex.nodes.footnotemark", "sphinx.builders.latex.nodes.footnotetext",
        "sphinx.builders.latex.nodes.math_reference", "sphinx.builders.latex.nodes.thebibliography",
        "sphinx.writers.latex.collected_footnote", "sphinx_jupyterbook_latex.nodes.CellInput",
        "sphinx_jupyterbook_latex.nodes.CellOutput", "sphinx_jupyterbook_latex.nodes.RootHeader",
        f"{EXERCISE}.exercise_latex_number_reference",
    ],
}  # fmt: skip
"""Kinds that no function needs to print, by the reason why."""
DERIVED = {
    f"{SPHINX}.document": "nodes.document", f"{SPHINX}.desc_returns": "desc_type",
    f"{EXERCISE}.exercise_title": "printed by the exercise", f"{EXERCISE}.solution_title": "printed by the solution",
    **{f"{SPHINX}.desc_sig_{name}": "desc_sig_element" for name in (
        "keyword", "keyword_type", "literal_char", "literal_number", "literal_string", "name", "operator",
        "punctuation", "space")},
}  # fmt: skip
"""Kinds that print as the one that they are derived from, which loses nothing of them."""


def modules_of(package: str) -> Iterator[str]:
    """Load every module of a package that can be loaded here, and return their names."""
    found = importlib.import_module(package)
    for about in pkgutil.walk_packages(found.__path__, f"{package}."):
        if not about.name.endswith("__main__") and "recommonmark" not in about.name:
            importlib.import_module(about.name)
            yield about.name


def kinds_below(kind: type[nodes.Node]) -> Iterator[type[nodes.Node]]:
    for found in kind.__subclasses__():
        yield found
        yield from kinds_below(found)


@pytest.fixture(scope="module")
def kinds() -> set[str]:
    """The full names of all kinds of nodes of the field."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        modules = {name for package in PACKAGES for name in (package, *modules_of(package))}
    return {f"{kind.__module__}.{kind.__qualname__}" for kind in kinds_below(nodes.Node) if kind.__module__ in modules}


def registered() -> set[str]:
    """The full names of the kinds for which the printer itself has a function."""
    own = [kind for kind, handler in HANDLERS.items() if handler.__module__.startswith(handlers.__name__)]
    return {kind if isinstance(kind, str) else f"{kind.__module__}.{kind.__qualname__}" for kind in own}


def test_every_kind_is_printed_refused_or_has_a_reason(kinds: set[str]) -> None:
    excused = [name for names in NEVER.values() for name in names]
    assert len(kinds) > 200
    assert sorted(kinds - registered() - {*excused, *DERIVED}) == []


def test_every_reason_is_still_needed(kinds: set[str]) -> None:
    excused = [*DERIVED, *(name for names in NEVER.values() for name in names)]
    assert len(excused) == len(set(excused))
    assert sorted(set(excused) & registered()) == []
    assert sorted(set(excused) - kinds) == []


def test_every_function_prints_a_kind_that_there_is(kinds: set[str]) -> None:
    own = {name for name in registered() if name.startswith("sphinx_typst.")}
    # These packages need not be installed.
    absent = {name for name in registered() if name.startswith(ABSENT)}
    assert sorted(registered() - own - absent - kinds) == []
