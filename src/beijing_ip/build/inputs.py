"""What a build rests on: every file that it may read, by digest, and what the Python modules among them mean."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDERS = ("book", "data", "notebooks", "src")
LOOK = "book/_static/"
"""Styles and scripts, which are copied as they are."""
TEMPLATES = "book/_templates/"
LOCK = "requirements.lock"
_LOOSE = re.compile(r"[-_.]+")
"""What may stand for a hyphen in the name of a package."""
PACKAGES = ("beijing_ip", "sphinx_typst")
_NO_INPUT = re.compile(
    r"[.#~]|\d+$|(__pycache__|nohup\.out|tests)$|.*(~|___jb_(tmp|old)___|\.(bak|egg-info|log|part|pyc|sw[a-z]|tmp))$"
)
"""Names of what editors, Python and whoever calls the build leave beside the files, and the tests of the printer."""


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


def environment(root: Path) -> str:
    """Return a digest of the Python version and of the packages that building needs, each with its version.

    A changed environment is a changed input; what tests add to it is none, nor are paths, users and languages.
    """
    needed = list_locked(root)
    installed = {name for folder in sys.path for name in _distributions(folder)}
    if needed:
        installed = {name for name in installed if canonical_name(name.partition("-")[0]) in needed}
    return digest(*map(str, sys.version_info[:2]), os.environ.get("SOURCE_DATE_EPOCH", ""), *sorted(installed))


def list_locked(root: Path) -> set[str]:
    """Return the names of the packages that building needs; none where there is no lock."""
    lock = root / LOCK
    return set(re.findall(r"(?m)^([\w.-]+)==", lock.read_text(encoding="utf-8") if lock.exists() else ""))


def canonical_name(package: str) -> str:
    """Return the name of a package as a lock writes it."""
    return _LOOSE.sub("-", package).lower()


def _distributions(folder: str) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(folder) if entry.name.endswith(".dist-info")]
    except OSError:
        return []


@dataclass(frozen=True)
class Module:
    """One module of this repository: what it does, apart from remarks and docstrings, and what it imports."""

    meaning: str
    imports: frozenset[str]
    """Names of modules, and of what is taken from them."""
    package: str
    """The package of which it imports modules whose names it puts together; empty for none."""


class Code:
    """The modules of this repository by name, and what each of them rests on."""

    def __init__(self, modules: Mapping[str, Module], files: Mapping[str, str]) -> None:
        self.modules = modules
        # Style sheets, fonts and templates of the packages: whatever draws or prints may use them.
        self._files = digest_of(files)
        self._uses = {name: self._used_by(name, module) for name, module in modules.items()}

    def meaning_of(self, names: Iterable[str]) -> str:
        """Return a digest of what some modules do, together with all that they use, wherever the import stands."""
        found: set[str] = set()
        todo = [name for name in names if name in self.modules]
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += self._uses[name]
        return digest(self._files, digest_of({name: self.modules[name].meaning for name in found}))

    def imported_by(self, source: str) -> frozenset[str]:
        """Return the modules of this repository that some code imports itself; all where it is more than Python."""
        try:
            return frozenset(_imports(ast.parse(source), ()) & self.modules.keys())
        except SyntaxError:
            return frozenset(self.modules)

    def _used_by(self, name: str, module: Module) -> set[str]:
        parents = {".".join(name.split(".")[:end]) for end in range(1, name.count(".") + 1)}
        inside = {other for other in self.modules if module.package and other.startswith(f"{module.package}.")}
        return {*((module.imports | parents) & self.modules.keys()), *inside}


def read_code(root: Path, files: Mapping[str, str], kept: Path) -> Code:
    """Return the modules of this repository; `files` are digests of its files, by name.

    What a module does is kept in the file `kept`, and read again where its digest is another one.

    Raises SyntaxError for one that is not Python.
    """
    before: dict[str, Any] = {}
    with suppress(OSError, ValueError):
        before = json.loads(kept.read_text(encoding="utf-8"))
    names = [name for name in files if name.startswith(tuple(f"src/{package}/" for package in PACKAGES))]
    modules, now = {}, {}
    for name in names:
        if name.endswith(".py"):
            known = before.get(f"{name} {files[name]}") or _read_module(root / name, name)
            now[f"{name} {files[name]}"] = known
            meaning, imports, inside = known
            modules[_module_name(name)] = Module(meaning, frozenset(imports), inside)
    if now != before:
        write_whole(kept, json.dumps(now))
    return Code(modules, {name: files[name] for name in names if not name.endswith(".py")})


def _read_module(path: Path, name: str) -> tuple[str, list[str], str]:
    tree = ast.parse(path.read_text(encoding="utf-8"), name)
    package = _module_name(name).split(".")
    if not name.endswith("/__init__.py"):
        package.pop()
    imports = _imports(tree, package)
    inside = ".".join(package) if "import_module" in _names(tree) else ""
    return digest(_without_remarks(tree)), sorted(imports), inside


def write_whole(path: Path, text: str) -> None:
    """Write a file so that whoever reads it sees the old text or the new one, never a part."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _module_name(name: str) -> str:
    return name.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imports(tree: ast.AST, package: Iterable[str]) -> set[str]:
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
    return found


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
