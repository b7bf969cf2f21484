"""The printer is a project of its own: it needs Sphinx and Typst, and what is installed is all of it."""

import fnmatch
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from printed import build_book

import sphinx_typst
from sphinx_typst.options import DEFAULTS

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
