"""The house stays as it was drawn: no room uses one below it, no two modules use each other, none grows too long."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter

import pytest
from conftest import ROOT

SRC = ROOT / "src"
ROOMS = ("sphinx_typst", "numbers", "data", "analysis", "show", "publish", "build", "__main__")
"""From the ground up: each may use those before it. The printer, the first, knows nothing of this report."""
LONGEST = 400
"""Lines of a module, a script or a template, about."""

MODULES = {".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__"): path
           for path in sorted(SRC.rglob("*.py")) if "tests" not in path.parts[len(SRC.parts):]}  # fmt: skip


def room(module: str) -> str:
    """The room that a module lies in; empty for the package itself."""
    parts = module.split(".")
    return parts[0] if parts[0] != "beijing_ip" else parts[1] if len(parts) > 1 else ""


def used(module: str) -> set[str]:
    """The modules of this repository that one imports, wherever in it the import stands."""
    path = MODULES[module]
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*start, *filter(None, [node.module])])
            found |= {f"{name}.{alias.name}" if f"{name}.{alias.name}" in MODULES else name for alias in node.names}
    return found & MODULES.keys() - {module}


def test_every_module_lies_in_a_room() -> None:
    assert {room(module) for module in MODULES} == {"", *ROOMS}


def test_no_room_uses_one_below_it() -> None:
    wrong = [
        f"{module} uses {other}"
        for module in MODULES
        for other in used(module)
        if room(module) and room(other) and ROOMS.index(room(other)) > ROOMS.index(room(module))
    ]
    assert wrong == []


def test_the_printer_knows_nothing_of_this_report() -> None:
    files = [path for path in (SRC / "sphinx_typst").rglob("*") if path.suffix in (".py", ".typ", ".md", ".toml")]
    assert files and [path.name for path in files if "beijing" in path.read_text(encoding="utf-8").lower()] == []


def test_no_two_modules_use_each_other() -> None:
    try:
        TopologicalSorter({module: used(module) for module in MODULES}).prepare()
    except CycleError as error:
        pytest.fail(" uses ".join(reversed(error.args[1])))


def test_no_module_grows_too_long() -> None:
    files = [*MODULES.values(), *(SRC / "sphinx_typst").rglob("*.typ"), *(ROOT / "book/_static").rglob("*.js")]
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_what_computes_loads_nothing_that_shows() -> None:
    """A script that wants a number waits for no chart and no notebook."""
    modules = [module for module in MODULES if room(module) in ("numbers", "data", "analysis")]
    code = f"import sys, {', '.join(modules)}; print(*{{'IPython', 'matplotlib', 'sphinx'}} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
