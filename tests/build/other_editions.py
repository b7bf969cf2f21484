"""The book about another edition, built in a folder of its own: the same code, other rows."""

import csv
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from bs4 import BeautifulSoup, Tag
from conftest import ROOT
from pypdf import PdfReader
from runs import copy_checkout, environment

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [chapter["file"] for chapter in TOC["parts"][0]["chapters"]]
PAGES = [TOC["root"], *(chapter["file"] for part in TOC["parts"] for chapter in part["chapters"])]
NO_WORDS = re.compile(r"\b(nan|None|NoNumber|Traceback|KeyError)\b|\{\w+\}")
"""What a sentence has that was made of something missing."""


@dataclass(frozen=True)
class Built:
    """A project in which one edition is current, and what was built of it."""

    root: Path
    edition: dict[str, str]

    def page(self, name: str) -> BeautifulSoup:
        return BeautifulSoup((self.root / f"_build/html/{name}.html").read_text(encoding="utf-8"), "html.parser")

    @cached_property
    def articles(self) -> dict[str, Tag]:
        """What is read of each page: its article, without code."""
        found = {}
        for name in PAGES:
            article = self.page(name).select_one("article")
            assert article is not None, name
            for code in article.select(".cell_input, script, style"):
                code.decompose()
            found[name] = article
        return found

    @cached_property
    def printed(self) -> list[str]:
        """The pages of the printed book as text."""
        pdf = PdfReader(self.root / f"_build/pdf/{self.file_name}.pdf")
        return [page.extract_text() for page in pdf.pages]

    @property
    def file_name(self) -> str:
        return f"{self.edition['place'].lower()}-ip-{self.edition['year']}"

    def told(self, code: str) -> str:
        """What Python prints in the project."""
        return subprocess.run(
            [sys.executable, "-c", code], cwd=self.root, env=environment(self.root), check=True,
            capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip


def make_project(root: Path) -> Path:
    """A copy of the project to change."""
    copy_checkout(ROOT, root)
    return root


def choose(root: Path, edition_id: str, **cells: str) -> dict[str, str]:
    """Make an edition current, with a row of its own if `cells` are given; return its row."""
    path = root / "data/editions.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if cells:
        rows.append({**dict.fromkeys(rows[0], ""), "edition_id": edition_id, **cells})
    for row in rows:
        row["current"] = "yes" if row["edition_id"] == edition_id else ""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return next(row for row in rows if row["edition_id"] == edition_id)


def follow_tutorial(root: Path, edition_id: str, text: Path, answers: Callable[[Path], list[str]]) -> dict[str, str]:
    """Do what the page *Adding an edition* says, command by command; return the row of the new edition.

    `answers` are those to the questions that a folder of data has open.
    """
    (root / "texts").mkdir()
    shutil.copy(text, root / "texts")
    page = (root / "book/adding-an-edition.md").read_text(encoding="utf-8")
    row: dict[str, str] = {}
    for line in "".join(re.findall(r"^```sh\n(.*?)^```", page, re.DOTALL | re.MULTILINE)).splitlines():
        *variables, command = re.split(r" (?=python)", line)
        if command.endswith(" book"):
            row = choose(root, edition_id)
        asked = answers(root / "data") if command.endswith("--ask") else []
        run = subprocess.run(
            [sys.executable, *shlex.split(command)[1:]], cwd=root, check=False, capture_output=True, text=True,
            env=environment(root, **dict(each.split("=") for each in variables)), input="\n".join(asked),
        )  # fmt: skip
        assert run.returncode == 0, (line, run.stdout + run.stderr)
    return row


def build(root: Path, edition: dict[str, str]) -> Built:
    """Build both editions of the book, web and print."""
    run = subprocess.run(
        [sys.executable, "-m", "beijing_ip", "book"], cwd=root, env=environment(root), check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    return Built(root, edition)
