"""What a build rests on: every file that it may read, by digest, and what the Python modules among them mean."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDERS = ("book", "data", "notebooks", "src")
LOOK = "book/_static/"
"""Styles and scripts, which are copied as they are."""
TEMPLATES = "book/_templates/"
PACKAGES = ("beijing_ip", "sphinx_typst")
_NO_INPUT = re.compile(
    r"[.#~]|\d+$|(__pycache__|nohup\.out)$|.*(~|___jb_(tmp|old)___|\.(bak|egg-info|log|part|pyc|sw[a-z]|tmp))$"
)
"""Names of what editors, Python and whoever calls the build leave beside the files."""


def digest(*parts: bytes | str) -> str:
    """Return a short digest of some parts, each told from the next."""
    made = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        made.update(f"{len(content)}\0".encode())
        made.update(content)
    return made.hexdigest()[:20]


def digest_of(mapping: Mapping[str, str]) -> str:
    """Return a digest of names with their digests, whatever their order."""
    return digest(*(part for pair in sorted(mapping.items()) for part in pair))


def digest_files(root: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the digest of each file, by its name below `root`."""
    return {name: digest((root / name).read_bytes()) for name in names}


def list_inputs(root: Path) -> list[str]:
    """Return the names, below `root`, of all files that a build may read, in order."""
    top = [entry.name for entry in os.scandir(root) if entry.is_file() and not _NO_INPUT.match(entry.name)]
    return sorted([*top, *(name for folder in FOLDERS for name in list_files(root, folder))])


def list_files(root: Path, folder: str) -> Iterator[str]:
    """Yield the names, below `root`, of the files of a folder; none that an editor or Python left there."""
    for base, folders, files in os.walk(root / folder):
        folders[:] = [name for name in folders if not _NO_INPUT.match(name)]
        inside = Path(base).relative_to(root).as_posix()
        yield from (f"{inside}/{name}" for name in files if not _NO_INPUT.match(name))


def environment() -> str:
    """Return a digest of the Python version and of all packages installed for it, each with its version.

    A changed environment is a changed input. What it looks like elsewhere (paths, users, languages) is none.
    """
    installed = {name for folder in sys.path for name in _distributions(folder)}
    return digest(*map(str, sys.version_info[:2]), os.environ.get("SOURCE_DATE_EPOCH", ""), *sorted(installed))


def _distributions(folder: str) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(folder) if entry.name.endswith(".dist-info")]
    except OSError:
        return []


@dataclass(frozen=True)
class Module:
    """One module of this repository: what it does, apart from remarks and docstrings, and the modules that it uses."""

    meaning: str
    uses: frozenset[str]


class Code:
    """The modules of this repository by name, and what each of them rests on."""

    def __init__(self, modules: Mapping[str, Module], files: Mapping[str, str]) -> None:
        self.modules = modules
        # Style sheets, fonts and templates of the packages: whatever draws or prints may use them.
        self._files = digest_of(files)

    def meaning_of(self, names: Iterable[str]) -> str:
        """Return a digest of what some modules do, together with all that they use, wherever the import stands."""
        found: set[str] = set()
        todo = [name for name in names if name in self.modules]
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += self.modules[name].uses
        return digest(self._files, digest_of({name: self.modules[name].meaning for name in found}))

    def imported_by(self, source: str) -> frozenset[str]:
        """Return the modules of this repository that some code imports itself; all where it is more than Python."""
        try:
            return _imports(ast.parse(source), (), self.modules.keys())
        except SyntaxError:
            return frozenset(self.modules)


def read_code(root: Path) -> Code:
    """Return the modules of this repository."""
    names = [name for package in PACKAGES for name in list_files(root, f"src/{package}")]
    paths = {_module_name(name): name for name in names if name.endswith(".py")}
    modules = {}
    for module, name in paths.items():
        tree = ast.parse((root / name).read_text(encoding="utf-8"), name)
        package = module.split(".") if name.endswith("/__init__.py") else module.split(".")[:-1]
        uses = _imports(tree, package, paths.keys())
        if "import_module" in _names(tree):
            # Which one is not said: any of its package.
            uses |= {other for other in paths if other.startswith(f"{'.'.join(package)}.")}
        parents = (".".join(module.split(".")[:end]) for end in range(1, module.count(".") + 1))
        modules[module] = Module(digest(_without_remarks(tree)), uses | frozenset(parents))
    others = [name for name in names if not name.endswith(".py")]
    return Code(modules, digest_files(root, others))


def _module_name(name: str) -> str:
    return name.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imports(tree: ast.AST, package: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = list(package)
            start = parts[: len(parts) - node.level + 1] if node.level else []
            name = ".".join([*start, *filter(None, [node.module])])
            # What is taken from a package may be a module of it, or stand in any of them.
            found |= {name, *(f"{name}.{alias.name}" for alias in node.names)}
    return frozenset(found & set(known))


def _names(tree: ast.AST) -> set[str]:
    nodes = list(ast.walk(tree))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} | {
        node.id for node in nodes if isinstance(node, ast.Name)
    }


def _without_remarks(tree: ast.Module) -> str:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and (
            node.body and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
        ):
            node.body = node.body[1:]
    return ast.dump(tree)
