"""What the builder notes beside the Typst file for the comparison: which pages print, and what is meant to differ."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.tags import Tags

if TYPE_CHECKING:
    from sphinx.builders import Builder

NAME = "check.json"


@dataclass
class Notes:
    """What is meant to differ between the web and print."""

    pages: list[str] = field(default_factory=list)
    """The pages that print, in order."""
    skipped: list[str] = field(default_factory=list)
    """What does not print: "page", "page#id" or ".class"."""
    titles: dict[str, str] = field(default_factory=dict)
    """Pages that have another title in print."""
    screen: dict[str, list[str]] = field(default_factory=dict)
    """For each page, the texts that its author gave to the screen alone."""
    print: dict[str, list[str]] = field(default_factory=dict)
    """The same for print alone."""
    unlinked: dict[str, list[str]] = field(default_factory=dict)
    """For each page, the addresses of links that print leaves out."""
    elsewhere: list[str] = field(default_factory=list)
    """How lines in print begin that stand for what only a screen shows."""
    macros: dict[str, Any] = field(default_factory=dict)
    """Commands of formulas that print knows beside those of the web."""


def gather_notes(builder: Builder, order: Sequence[tuple[str, int]], trees: Mapping[str, nodes.document]) -> Notes:
    """Return what is meant to differ; the pages must be as they were read."""
    config = builder.config
    notes = Notes([page for page, _ in order], macros=dict(config.typst_macros))
    for name in config.typst_skip:
        page, _, identifier = name.partition("#")
        found = (
            [node["ids"] for node in trees[page].findall(nodes.Element) if _is_called(node, identifier)]
            if identifier and page in trees
            else []
        )
        notes.skipped += [f"{page}#{own}" for own in found[0]] if found else [name]
    notes.skipped += [f".tag_{tag}" for tag in config.typst_skip_tags]
    if config.typst_root_title:
        notes.titles[config.root_doc] = config.typst_root_title
    kinds = (builder.format, builder.name, f"format_{builder.format}", f"builder_{builder.name}")
    web = Tags([*(tag for tag in builder.tags if tag not in kinds), "html", "format_html", "builder_html"])
    for page, tree in trees.items():
        for node in tree.findall(addnodes.only):
            sides = web.eval_condition(node["expr"]), builder.tags.eval_condition(node["expr"])
            if sides[0] != sides[1]:
                known = notes.screen if sides[0] else notes.print
                known.setdefault(page, []).append(_text_of(node))
        for raw in tree.findall(nodes.raw):
            if "typst" in raw.get("format", "").split():
                notes.print.setdefault(page, []).extend(_words_of_typst(raw.astext()))
    return notes


def write_notes(notes: Notes, folder: Path) -> None:
    """Write notes into the folder of a Typst file."""
    text = json.dumps(asdict(notes), ensure_ascii=False, indent=1)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_notes(path: Path) -> Notes:
    """Return notes that a builder has written."""
    given: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Notes(**given)


def _is_called(node: nodes.Element, name: str) -> bool:
    return name in node.get("ids", []) or name in node.get("names", [])


def _text_of(node: nodes.Element) -> str:
    skipped = {
        id(part)
        for kind in (nodes.math, nodes.math_block, nodes.comment, nodes.footnote)
        for part in node.findall(kind)
    }
    return "\n".join(
        part.astext() for part in node.findall(nodes.Text) if not any(id(above) in skipped for above in _above(part))
    )


def _words_of_typst(code: str) -> list[str]:
    """Return what Typst's notation may print: what stands between its signs, where it is more than a letter or two."""
    parts = re.split(r"//[^\n]*|#[\w.-]+|[\[\]{}()\"*_=<>$,;:+/\n]", code)
    return [part.strip() for part in parts if len(part.strip()) > 3]


def _above(node: nodes.Node) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found
