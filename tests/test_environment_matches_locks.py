"""conda, Binder and JupyterLab users get the versions that the book is built and tested with."""

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
BOOK, TEST, LAB, UV, AUDIT = (f"requirements{name}.lock" for name in ("", "-test", "-lab", "-uv", "-audit"))
PYTHONS = ("3.11", "3.12", "3.13")


def chosen(lines: Iterable[str], python: str) -> list[str]:
    """What of the lines is installed for one Python on Linux, as name==version."""
    platform = {"python_version": python, "python_full_version": f"{python}.9", "sys_platform": "linux"}
    requirements = map(Requirement, lines)
    return sorted(
        f"{canonicalize_name(each.name)}{each.specifier}"
        for each in requirements
        if each.marker is None or each.marker.evaluate(platform)
    )


def locked(name: str, python: str) -> dict[str, str]:
    """Package to version, as the lock gives them for one Python on Linux."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = (line.rstrip(" \\") for line in text.splitlines() if line[:1].isalnum())
    return dict(line.split("==") for line in chosen(lines, python))


def environment() -> tuple[str, list[str]]:
    """The Python version and the pip lines of environment.yml."""
    dependencies = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    python = next(item for item in dependencies if str(item).startswith("python="))
    lines = next(item["pip"] for item in dependencies if isinstance(item, dict))
    return python.removeprefix("python="), lines


def test_environment_resolves_nothing_that_the_locks_have_resolved() -> None:
    python, lines = environment()
    assert python in PYTHONS and lines[-1] == "-e ."
    locks = [locked(name, python) for name in (LAB, TEST, BOOK)]
    listed = chosen(lines[:-1], python)
    assert listed == sorted({f"{name}=={lock[name]}" for lock in locks for name in lock})
    assert len(listed) == len({line.split("==")[0] for line in listed}), "two locks give a package unlike versions"


@pytest.mark.parametrize("python", PYTHONS)
def test_both_locks_give_shared_packages_the_same_version(python: str) -> None:
    book, lab = locked(BOOK, python), locked(LAB, python)
    assert {name: lab[name] for name in book.keys() & lab.keys()} == {
        name: book[name] for name in book.keys() & lab.keys()
    }
    assert {"pandas", "matplotlib", "ipykernel", "setuptools"} <= book.keys() & lab.keys()


@pytest.mark.parametrize("name", [BOOK, TEST, LAB, UV, AUDIT])
def test_locks_hold_a_hash_for_every_package_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("==" in block and "--hash=sha256:" in block for block in blocks if block[0] != "#")
    assert not re.search(r"https?:|^--|file:", text, re.MULTILINE)


def test_tests_only_add_to_what_the_book_needs() -> None:
    assert not {name for python in PYTHONS for name in locked(BOOK, python).keys() & locked(TEST, python).keys()}


def test_the_environment_lacks_nothing_that_its_packages_require() -> None:
    # The locks are installed without a look at what the packages require.
    installed = {canonicalize_name(found.metadata["Name"]): found for found in distributions()}
    required = [Requirement(text) for found in installed.values() for text in found.requires or ()]
    for requirement in required:
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            found = installed.get(canonicalize_name(requirement.name))
            assert found and requirement.specifier.contains(found.version, prereleases=True), requirement


def test_jupyterlab_is_kept_out_of_the_environment_that_builds() -> None:
    assert "jupyterlab" not in locked(BOOK, "3.12")
    assert "jupyterlab" in locked(LAB, "3.12")


def test_the_locks_answer_every_requirement_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for lock, chosen in ((BOOK, extras["book"]), (TEST, extras["test"]), (LAB, extras["lab"])):
        for python in PYTHONS:
            versions = locked(lock, python) | (locked(BOOK, python) if lock == TEST else {})
            for requirement in map(Requirement, [*project["dependencies"], *chosen]):
                version = versions.get(canonicalize_name(requirement.name), "nothing")
                assert version != "nothing" and requirement.specifier.contains(version), (
                    f"{lock} has {version} where pyproject.toml asks for {requirement}; run: make lock"
                )
