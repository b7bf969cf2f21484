"""Pictures and numbered figures."""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes

from ..code import Code, join_code, typst_call
from ..text import caption_language
from ..writer import Writer, find_child, prints
from .containers import is_code
from .tables import is_turned

PRINTABLE = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(px|pt|cm|mm|in|em|%|)")


@prints(nodes.image)
def _image(writer: Writer, node: nodes.image) -> str:
    picture = _write_picture(writer, node)
    if isinstance(node.parent, nodes.TextElement):
        return typst_call("inline-picture", picture)
    return writer.mark(node, typst_call("picture", picture, align=node.get("align")))


def _write_picture(writer: Writer, node: nodes.image) -> Code:
    """Return the call that shows a picture, and note its file; what is missing is an error."""
    _find_line(writer, node)
    alt = (node.get("alt") or "").strip()
    if not alt:
        writer.refuse(node, f"the picture {node['uri']} has no alternative text; say what it shows (alt)")
    file = _find_file(writer, node)
    if file is None:
        return Code("[]")
    name = writer.job.images.setdefault(file, f"{len(writer.job.images) + 1}-{file.name}")
    named = {"alt": alt or "missing"}
    named |= {side: _length(writer, node, node[side]) for side in ("width", "height") if side in node}
    picture = typst_call("image", f"images/{name}", **named)
    if "scale" in node and "width" not in node:
        return typst_call("scale", Code(f"reflow: true, {node['scale']}%"), picture)
    return picture


def _find_line(writer: Writer, node: nodes.image) -> None:
    # MyST does not note where pictures stand.
    source = writer.image_folders[0] / writer.source
    if source.suffix == ".md":
        name = Path(node["uri"]).name
        lines = source.read_text(encoding="utf-8").splitlines()
        node.line = next((number for number, line in enumerate(lines, start=1) if name in line), node.line)


def _find_file(writer: Writer, node: nodes.image) -> Path | None:
    uri = node["uri"]
    candidates = node.get("candidates", {})
    if "://" in uri or "?" in candidates:
        writer.refuse(node, f"the picture {uri} lies elsewhere; put a copy into the book")
        return None
    for name in dict.fromkeys([*candidates.values(), uri]):
        for folder in writer.image_folders:
            file = folder / str(name).lstrip("/")
            if file.is_file() and file.suffix.lower() in PRINTABLE:
                return file
    writer.refuse(node, f"there is no picture {uri}, or none as {', '.join(sorted(PRINTABLE))}")
    return None


def _length(writer: Writer, node: nodes.Element, given: str) -> Code:
    match = _LENGTH.fullmatch(str(given).strip())
    if match is None:
        writer.refuse(node, f"this is no length: {given}")
        return Code("auto")
    amount, unit = float(match[1]), match[2] or "px"
    if unit == "px":
        # A CSS pixel is three quarters of a point.
        amount, unit = amount * 0.75, "pt"
    return Code(f"{amount:g}{unit}")


@prints(nodes.figure)
def _figure(writer: Writer, node: nodes.figure) -> str:
    caption, legend = find_child(node, nodes.caption), find_child(node, nodes.legend)
    picture = join_code(*(_write_bare(writer, part) for part in node.children if part not in (caption, legend)))
    if caption is None:
        return writer.mark(node, typst_call("picture", picture))
    writer.sections_since_figure = 0
    foot = node.get("foot", [])
    # An excerpt shows the picture alone; the book has its table and notes.
    details = [] if writer.job.is_excerpt else node.get("details", [])
    figure = typst_call(
        "numbered-figure",
        picture,
        caption=writer.write_content(caption),
        number=writer.number_of(node, "figure"),
        lang=caption_language(caption.astext()),
        subtitle=writer.write_content(legend) if legend else None,
        foot=join_code(writer.write_all(foot)) if foot else None,
        details=join_code(writer.write_all(details)) if details else None,
        tabled=any(part.next_node(nodes.table, include_self=True) is not None for part in details),
        turned=any(is_turned(table) for part in details for table in part.findall(nodes.table)),
        # In an excerpt a figure would float above its title.
        stays=writer.job.is_excerpt or _opens_section(node),
        labels=writer.labels_of(node),
    )
    return writer.mark_source(node) + figure


def _opens_section(node: nodes.Node) -> bool:
    """Whether nothing but a heading stands before a figure in its section, so that the heading would be left alone."""
    while True:
        before = [part for part in node.parent.children[: node.parent.index(node)] if _is_seen(part)]
        if isinstance(node.parent, (nodes.section, nodes.document)):
            return bool(before) and isinstance(before[-1], nodes.title)
        if before:
            return False
        node = node.parent


def _is_seen(part: nodes.Node) -> bool:
    # Code before a figure is folded away, and so does not print.
    return not (is_code(part) or isinstance(part, (nodes.comment, nodes.target))) and bool(part.astext().strip())


def _write_bare(writer: Writer, node: nodes.Node) -> str:
    if isinstance(node, nodes.reference) and isinstance(node.children[0], nodes.image):
        return _write_picture(writer, node.children[0])
    if isinstance(node, nodes.image):
        return writer.mark_source(node) + _write_picture(writer, node)
    return writer.write(node)
