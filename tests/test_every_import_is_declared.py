"""Nothing works by accident: imports of the package are declared, and the lab has what the notebooks need."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# What JupyterLab needs; the room that builds the book has more.
ROOMS = ("numbers", "data", "analysis", "show")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=\[ ;]", name)[0]).lower()


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


def test_package_declares_what_it_imports():
    declared = {canonical(name) for name in PROJECT["dependencies"]}
    distributions = packages_distributions()
    package = ROOT / "src/beijing_ip"
    for path in sorted(path for room in ROOMS for path in (package / room).rglob("*.py")):
        for module in set(imported(path)) - sys.stdlib_module_names - {"beijing_ip", "sphinx_typst"}:
            names = {canonical(name) for name in distributions[module]}
            assert names & declared, f"{path.name} imports {module}: add one of {sorted(names)} to pyproject.toml"


def test_both_locks_carry_every_dependency():
    for lock in ("requirements.lock", "requirements-lab.lock"):
        locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        missing = {canonical(name) for name in PROJECT["dependencies"]} - locked
        assert not missing, f"{lock} lacks {sorted(missing)}; run make lock"
