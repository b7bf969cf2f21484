"""The recipes of CONTRIBUTING.md for everyday tasks work as they stand there, one after the other."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

SECTION = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Everyday tasks\n")[1].split("\n## ")[0]
RECIPES = {
    title: re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```", body, re.DOTALL | re.MULTILINE)
    for title, body in re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", SECTION, re.DOTALL | re.MULTILINE)
}
FOLDERS = ("src", "data", "book", "notebooks")


class Project:
    """A copy of the project in which somebody follows recipes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in FOLDERS:
            shutil.copytree(ROOT / name, folder / name)

    def run(self, *command: str) -> str:
        """What a command of Python prints; it must succeed."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "src")}
        environment.pop("BEIJING_IP_SOURCE", None)
        run = subprocess.run(
            [sys.executable, *command], env=environment, cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def follow(self, title: str) -> list[str]:
        """Do what a recipe says, and return what its code printed; the tables must be right after it."""
        printed = []
        for language, file, text in RECIPES[title]:
            if language == "csv":
                with (self.folder / file).open("a", encoding="utf-8") as rows:
                    rows.write(text)
            elif language == "python":
                printed.append(self.run("-c", text))
            else:
                printed.append(self.run(*text.split()[1:]))
        self.run("-m", "beijing_ip", "check")
        return printed


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def printed(project: Project) -> dict[str, list[str]]:
    return {title: project.follow(title) for title in RECIPES if title != "What is checked"}


def test_a_number_can_be_used_at_once(printed: dict[str, list[str]]) -> None:
    # 1,347 is 7.8 to 17.2 per cent more than anything that rounds to 1,200.
    assert printed["Add a number"][0] == "0.07 to 0.18\n"


def test_a_computed_number_tells_its_formula(printed: dict[str, list[str]]) -> None:
    assert "÷ patents granted (Beijing, 2020)" in printed["Compute a number"][0]


def test_a_break_a_correction_and_a_new_name_are_used(project: Project, printed: dict[str, list[str]]) -> None:
    assert printed["Rename an indicator"]
    told = project.run(
        "-c",
        "from beijing_ip import series; stamps = series('origin-stamps')['origin-stamps']; "
        "print(stamps[2015].value, stamps.pct_change()[2015].reason, len(series('origin-stamps')))",
    )
    assert told == "1374 From 2015 on each stamp is counted twice. 2\n"


def test_a_term_stands_in_the_glossary(project: Project, printed: dict[str, list[str]]) -> None:
    assert printed["Add a term"] == []
    page = (project.folder / "book" / "glossary.md").read_text(encoding="utf-8")
    cells = re.findall(r"^```\{code-cell\}\n(?::[^\n]*\n)*(.*?)^```", page, re.DOTALL | re.MULTILINE)
    see = "from beijing_ip.show import output; output.show = lambda thing, **_: print(thing.data)"
    assert "**Office of examples** 样例局" in project.run("-c", "\n".join([see, *cells]))


def test_a_chart_is_shown(printed: dict[str, list[str]]) -> None:
    assert "markdown" in printed["Draw a chart"][0].lower()
