"""A project with three short pages, which is built in seconds: the code of this one, and its tables."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import yaml
from conftest import ROOT
from runs import copy_checkout, environment

NOTEBOOK = """---
jupytext:
  text_representation:
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""
PAGES = ("one", "two")
OF_THE_PAGES = ("typst_skip", "typst_skip_tags", "typst_excerpts", "typst_turned", "typst_index_title", "report_moved")
"""What the configuration says of pages that this project does not have."""

# Root may do all that others may not. Without these rights it is as any other.
POWERS = "-dac_override,-dac_read_search,-fowner,-chown"


def cell(code: str) -> str:
    return f"```{{code-cell}} ipython3\n{code}\n```\n"


class Project:
    """A folder to build in."""

    seconds = 0.0
    """How long a build took, where that was measured."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def make(cls, root: Path) -> "Project":
        """A new one, without a repository; nothing is built."""
        copy_checkout(ROOT, root)
        for folder in ("tests", "bench", "notebooks"):
            shutil.rmtree(root / folder)
        for page in root.glob("book/*.md"):
            page.unlink()
        config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
        for name in OF_THE_PAGES:
            config["sphinx"]["config"].pop(name, None)
        (root / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
        project = cls(root)
        (root / "book/index.md").write_text("# First\n\nWords.\n")
        for name in PAGES:
            project.write(name, f"print('shown on {name}')")
        project.list_pages(*PAGES)
        return project

    def copy(self, root: Path) -> "Project":
        """The same, with what is built, in another folder."""
        shutil.copytree(self.root, root, symlinks=True)
        return Project(root)

    def list_pages(self, *names: str) -> None:
        chapters = [{"file": f"book/{name}"} for name in names]
        toc = {"format": "jb-book", "root": "book/index", "parts": [{"caption": "Pages", "chapters": chapters}]}
        (self.root / "_toc.yml").write_text(yaml.safe_dump(toc))

    def write(self, name: str, *cells: str) -> None:
        """Write a page with code cells."""
        text = f"# Page {name}\n\nWords.\n\n" + "\n".join(map(cell, cells))
        (self.root / f"book/{name}.md").write_text(NOTEBOOK + text)

    def command(self, edition: str = "html", seconds_of_a_cell: int = 0) -> list[str]:
        if not seconds_of_a_cell:
            return [sys.executable, "-m", "beijing_ip", edition]
        code = f"import sys, beijing_ip.publish.notebooks as one; one.CELL_TIMEOUT = {seconds_of_a_cell}; "
        return [sys.executable, "-c", f"{code}from beijing_ip.__main__ import main; sys.exit(main([{edition!r}]))"]

    def start(self, command: list[str] | None = None, umask: int = -1, **variables: str) -> "subprocess.Popen[str]":
        """Start a build, in a session of its own."""
        return subprocess.Popen(
            command or self.command(),
            cwd=self.root,
            env=environment(self.root, **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            umask=umask,
            start_new_session=True,
        )

    def build(self, *, fails: bool = False, command: list[str] | None = None, umask: int = -1, **variables: str) -> str:
        """Build, and return what was said; a failure that is expected has no traceback of the build itself."""
        process = self.start(command, umask, **variables)
        said = process.communicate(timeout=120)[0]
        assert (process.returncode != 0) == fails, said
        return said

    @property
    def html(self) -> dict[str, bytes]:
        """The published web edition, by the names of its files."""
        folder = self.root / "_build/html"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def processes(self) -> list[str]:
        """What still runs in this folder."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if (entry / "cwd").resolve().is_relative_to(self.root):
                    found.append((entry / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return found


@cache
def small_book(folder: Path) -> Project:
    """The small project, built below a folder once for all modules; no test changes it."""
    project = Project.make(folder / "small")
    assert not (project.root / ".git").exists()
    said = project.build()
    assert "2 executed" in said
    return project


def as_anybody(command: list[str]) -> list[str] | None:
    """The command without what root may do beyond others; None where that cannot be had."""
    if os.geteuid():
        return command
    program = shutil.which("setpriv")
    return program and [program, f"--bounding-set={POWERS}", *command]
