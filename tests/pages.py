"""The built pages: what they are called, and each read once for all the tests that look into its HTML."""

from functools import cache
from pathlib import Path

import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[1]
HTML = ROOT / "_build" / "html"
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [chapter["file"] for part in TOC["parts"] if part.get("numbered") for chapter in part["chapters"]]
PAGES = [TOC["root"], *(chapter["file"] for part in TOC["parts"] for chapter in part["chapters"])]
"""Every page of the table of contents, by its name without suffix. The search page is `search`."""

MOVED = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]["report_moved"]
"""Pages that are gone, and where each leads."""


@cache
def parsed(page: str) -> BeautifulSoup:
    """The HTML of a page. All tests look into the same one: none may change it."""
    return BeautifulSoup((HTML / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
