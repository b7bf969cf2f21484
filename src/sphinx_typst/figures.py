"""Pictures and numbered figures."""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes

from .code import Code, block, call, labelled
from .inline import language
from .tables import is_turned
from .writer import Writer, prints

PRINTABLE = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(px|pt|cm|mm|in|em|%|)")


@prints(nodes.image)
def _image(write: Writer, node: nodes.image) -> str:
    picture = image(write, node)
    if isinstance(node.parent, (nodes.paragraph, nodes.TextElement)):
        return call("inline-picture", picture)
    return write.mark(node) + labelled(call("picture", picture, align=node.get("align")), *write.labels(node))


def image(write: Writer, node: nodes.image) -> Code:
    """Return the call that shows a picture, and note its file; what is missing is an error."""
    _find_line(write, node)
    alt = (node.get("alt") or "").strip()
    if not alt:
        write.error(node, f"the picture {node['uri']} has no alternative text; say what it shows (alt)")
    file = _file(write, node)
    if file is None:
        return Code("[]")
    name = write.document.images.setdefault(file, f"{len(write.document.images) + 1}-{file.name}")
    named = {"alt": alt or "missing"}
    for side in ("width", "height"):
        if side in node:
            named[side] = _length(write, node, node[side])
    if "scale" in node and "width" not in node:
        return call("scale", Code(f"reflow: true, {node['scale']}%"), call("image", f"images/{name}", **named))
    return call("image", f"images/{name}", **named)


def _find_line(write: Writer, node: nodes.image) -> None:
    # MyST does not note where pictures stand.
    source = write.image_folders[0] / write.source
    if source.suffix == ".md":
        name = Path(node["uri"]).name
        lines = source.read_text(encoding="utf-8").splitlines()
        node.line = next((number for number, line in enumerate(lines, start=1) if name in line), node.line)


def _file(write: Writer, node: nodes.image) -> Path | None:
    uri = node["uri"]
    candidates = node.get("candidates", {})
    if "://" in uri or "?" in candidates:
        write.error(node, f"the picture {uri} lies elsewhere; put a copy into the book")
        return None
    for name in dict.fromkeys([*candidates.values(), uri]):
        for folder in write.image_folders:
            file = folder / str(name).lstrip("/")
            if file.is_file() and file.suffix.lower() in PRINTABLE:
                return file
    write.error(node, f"there is no picture {uri}, or none as {', '.join(sorted(PRINTABLE))}")
    return None


def _length(write: Writer, node: nodes.Element, given: str) -> Code:
    match = _LENGTH.fullmatch(str(given).strip())
    if match is None:
        write.error(node, f"this is no length: {given}")
        return Code("auto")
    amount, unit = float(match[1]), match[2] or "px"
    if unit == "px":
        # A CSS pixel is three quarters of a point.
        amount, unit = amount * 0.75, "pt"
    return Code(f"{amount:g}{unit}")


@prints(nodes.figure)
def _figure(write: Writer, node: nodes.figure) -> str:
    caption = next((part for part in node.children if isinstance(part, nodes.caption)), None)
    legend = next((part for part in node.children if isinstance(part, nodes.legend)), None)
    picture = block(
        *(_bare(write, part) for part in node.children if not isinstance(part, (nodes.caption, nodes.legend)))
    )
    if caption is None:
        return write.mark(node) + labelled(call("picture", picture), *write.labels(node))
    write.sections_since_figure = 0
    numbers = write.figure_numbers.get("figure", {})
    number = next((numbers[name] for name in node["ids"] if name in numbers), "")
    foot = node.get("foot", [])
    # A short document shows the picture alone; the book has the numbers.
    numbers = [] if write.document.is_excerpt else node.get("numbers", [])
    figure = call(
        "numbered-figure",
        picture,
        caption=write.content(caption),
        number=number,
        lang=language(caption.astext()),
        subtitle=write.content(legend) if legend else None,
        foot=block(write.all(foot)) if foot else None,
        numbers=block(write.all(numbers)) if numbers else None,
        turned=any(is_turned(table) for part in numbers for table in part.findall(nodes.table)),
        # In a short document a figure would float above its title.
        stays=write.document.is_excerpt or _opens_section(node),
        names=write.labels(node),
    )
    return write.mark(node) + figure


def _opens_section(node: nodes.Node) -> bool:
    """Whether nothing but a heading stands before a figure in its section, so that the heading would be left alone."""
    while not isinstance(node.parent, (nodes.section, nodes.document)):
        if any(_is_seen(part) for part in node.parent.children[: node.parent.index(node)]):
            return False
        node = node.parent
    before = [part for part in node.parent.children[: node.parent.index(node)] if _is_seen(part)]
    return bool(before) and isinstance(before[-1], nodes.title)


def _is_seen(part: nodes.Node) -> bool:
    if isinstance(part, nodes.container) and part.get("nb_element") == "cell_code_source":
        # It is folded away, and so does not print.
        return False
    return not isinstance(part, (nodes.comment, nodes.target)) and bool(part.astext().strip())


def _bare(write: Writer, node: nodes.Node) -> str:
    if isinstance(node, nodes.image):
        return write.mark(node) + image(write, node)
    if isinstance(node, nodes.reference) and isinstance(node.children[0], nodes.image):
        return image(write, node.children[0])
    return write(node)
