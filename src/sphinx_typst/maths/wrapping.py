"""What Sphinx does to a displayed formula before a browser sets it, and where its lines stand in the source."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes


def wrapped(node: nodes.Element) -> str:
    """Return the LaTeX of a formula as Sphinx's HTML has it: blank lines part equations that stand below each other."""
    text = str(node.astext())
    if isinstance(node, nodes.math) or node.get("nowrap", node.get("no-wrap")):
        return text
    parts = [part for part in text.split("\n\n") if part.strip()]
    if len(parts) < 2:
        return text
    # Line by line as in the source, so that an error can say where it lies.
    opened = [f"\\begin{{split}}{part}\\end{{split}}" if "\\\\" in part else part for part in parts]
    return "\\begin{aligned}" + "\\\\{}\n\n".join(opened) + "\\end{aligned}"


def line_in_source(node: nodes.Element, line: int) -> int | None:
    """Return the line of the source in which a line of a formula stands, or None where the node has none itself."""
    start, lines = _line_of(node), node.astext().split("\n")
    if start is None:
        return None
    path = Path(str(source_of(node) or ""))
    if path.suffix != ".ipynb" and path.is_file():
        written = path.read_text(encoding="utf-8").splitlines()
        wanted = [text.strip() for text in lines[line : line + 2]]
        for place in range(max(0, start - 1), min(len(written), start + len(lines) + 50)):
            found = [text.strip(" \t$") for text in written[place : place + len(wanted)]]
            if wanted[0] in found[0] and all(a.startswith(b) for a, b in zip(found[1:], wanted[1:], strict=False)):
                return place + 1
    return start + line if lines[0].strip() == "" else start


def _line_of(node: nodes.Node | None) -> int | None:
    while node is not None and not node.line:
        node = node.parent
    return node.line if node is not None else None


def source_of(node: nodes.Node | None) -> str | None:
    """Return the file that a node comes from, as far as it is known."""
    while node is not None and not node.source:
        node = node.parent
    return node.source if node is not None else None
