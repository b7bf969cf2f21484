"""The printer is a project of its own: it needs Sphinx and Typst, and what is installed is all of it."""

import ast
import fnmatch
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from printed import build_book

import sphinx_typst
from sphinx_typst.options import DEFAULTS, FONTS

PACKAGE = Path(sphinx_typst.__file__).parent
PROJECT = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))
ALONE = """
import sys
from importlib.abc import MetaPathFinder
from importlib.metadata import packages_distributions, requires
from pathlib import Path
import re

needed, waiting = set(), ["sphinx", "typst"]
while waiting:
    name = waiting.pop()
    if name not in needed:
        needed.add(name)
        needs = [need for need in requires(name) or () if ";" not in need]
        waiting += [re.match("[A-Za-z0-9._-]+", need)[0].lower().replace("_", "-") for need in needs]
installed = packages_distributions().items()
known = {module: {name.lower().replace("_", "-") for name in names} for module, names in installed}
known.pop("sphinx_typst", None)

class Others(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if known.get(name, needed).isdisjoint(needed):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Others())
from sphinx.application import Sphinx
source = Path(sys.argv[1])
settings = {"project": "Plain", "extensions": ["sphinx_typst"]}
Sphinx(source, None, source / "out", source / "trees", "typst", settings, status=None).build()
"""
"""Prints a book where only the two dependencies, and what these need, can be imported."""


def test_a_plain_sphinx_project_prints_without_any_other_extension(tmp_path: Path) -> None:
    (tmp_path / "index.rst").write_text("Title\n=====\n\nText.\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", ALONE, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "book.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("chosen", "markup"), [(None, r"\(x^2\)"), ("mathml", "<msup>")])
def test_a_web_edition_has_formulas_as_mathml_only_if_asked(chosen: str | None, markup: str, tmp_path: Path) -> None:
    (tmp_path / "index.rst").write_text("Title\n=====\n\n:math:`x^2`\n", encoding="utf-8")
    build_book(
        tmp_path, tmp_path / "out", "html", settings={"extensions": ["sphinx_typst"], "html_math_renderer": chosen}
    )
    assert markup in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_what_is_installed_is_whole() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    used = [path.relative_to(PACKAGE) for path in files if path.relative_to(PACKAGE).parts[0] not in wheel["exclude"]]
    kinds = [pattern for pattern in wheel["include"] if pattern.startswith("*")]
    left = {
        path.as_posix()
        for path in used
        if path.parts[0] != "fonts" and not any(fnmatch.fnmatch(path.name, kind) for kind in [*kinds, "py.typed"])
    }
    assert left == {"CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml"}


def test_the_version_stands_in_the_list_of_changes() -> None:
    changes = (PACKAGE / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {sphinx_typst.__version__}" in changes


def test_its_page_names_every_option() -> None:
    page = (PACKAGE / "README.md").read_text(encoding="utf-8")
    assert [name for name in DEFAULTS if f"`typst_{name}`" not in page] == []


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def test_every_import_is_declared_and_nothing_else() -> None:
    project = PROJECT["project"]
    needs = [*project["dependencies"], *project["optional-dependencies"]["check"]]
    declared = {re.split("[^A-Za-z0-9_-]", need)[0].lower() for need in needs}
    files = [path for path in PACKAGE.rglob("*.py") if "tests" not in path.relative_to(PACKAGE).parts]
    known = packages_distributions()
    modules = {name for path in files for name in imported(path)} - sys.stdlib_module_names
    assert {found.lower() for name in modules for found in known[name]} == declared


def test_the_licence_has_every_font_with_its_version_and_no_font_a_reserved_name() -> None:
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    fonts = [path for path in FONTS.iterdir() if path.suffix in (".ttf", ".otf")]
    assert len(fonts) == 9
    for path in fonts:
        said = {name.nameID: name.toUnicode() for name in TTFont(path)["name"].names}
        assert [word for word in licence.split() if fnmatch.fnmatch(path.name, word)], path.name
        assert said[5].split(";")[0].split()[1] in licence, path.name
        assert not [kind for kind in (1, 3, 4, 6) if re.search("Source|Noto", said[kind])], path.name
