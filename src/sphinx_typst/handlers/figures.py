"""Pictures and numbered figures."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from docutils import nodes

from ..code import Code, join_code, typst_call
from ..pictures import MIME_TYPES, Picture, PictureError, read_data_uri, read_picture
from ..text import caption_language
from ..writer import Writer, find_ancestor, find_child, prints
from .columns import is_turned
from .containers import is_code
from .elsewhere import write_elsewhere
from .subfigures import write_subfigures

_LENGTH = re.compile(r"(\d*\.?\d+)\s*([a-zA-Z%]*)")
_UNITS = {
    "": (0.75, "pt"), "px": (0.75, "pt"), "pt": (1, "pt"), "pc": (12, "pt"), "in": (1, "in"), "cm": (1, "cm"),
    "mm": (1, "mm"), "em": (1, "em"), "rem": (1, "em"), "ex": (0.5, "em"), "ch": (0.5, "em"), "%": (1, "%"),
}  # fmt: skip
"""What each unit of the web is in Typst. A CSS pixel is three quarters of a point."""


@prints(nodes.image)
def _image(writer: Writer, node: nodes.image) -> str:
    if is_for_dark_screens(node):
        return ""
    picture = write_picture(writer, node)
    above = node.parent.parent if isinstance(node.parent, nodes.reference) else node.parent
    if isinstance(above, nodes.TextElement):
        has_words = any(isinstance(part, nodes.Text) and part.strip() for part in above.findall())
        return typst_call("inline-picture" if has_words else "box", picture)
    if isinstance(above, nodes.figure):
        return picture
    return writer.mark(node, typst_call("picture", picture, align=node.get("align")))


def is_for_dark_screens(node: nodes.Element) -> bool:
    """Say whether a theme shows a picture on dark screens alone, where another stands for it on light ones."""
    return "only-dark" in node.get("classes", [])


def write_picture(writer: Writer, node: nodes.image) -> Code:
    """Return the call that shows a picture, and note its file; what cannot be printed is an error."""
    picture = _find_picture(writer, node)
    if picture is None:
        return Code("[]")
    sizes = {side: _length(writer, node, node[side]) for side in ("width", "height") if side in node}
    if picture.width and not sizes:
        sizes = {"width": Code(f"{picture.width:g}pt")}
    named: dict[str, object] = {**sizes}
    if node.get("scale", 100) != 100:
        named["scale"] = Code(f"{node['scale']}%")
    alt = _say(writer, node)
    if alt == "":
        named["ornament"] = True
    image = typst_call("image", f"images/{picture.name}", alt=alt)
    call = f"\n{writer.mark_source(node)}" + typst_call("shown", image, **named)
    if picture.moves:
        call = join_code(call, write_elsewhere(writer, node, "Moving picture"))
    return Code(call)


def _say(writer: Writer, node: nodes.image) -> str | Code:
    """Return the words for those who cannot see a picture; an ornament has none."""
    alt, uri = " ".join((node.get("alt") or "").split()), node["uri"]
    figure = find_ancestor(node, nodes.figure)
    # A description of a file is not one of what it shows; Markdown without words does not mean that there is nothing.
    if alt and alt not in (uri, node.get("original_uri"), Path(uri).name):
        return alt
    if node.get("decorative") or ("alt" in node and not (alt or figure or isinstance(node.parent, nodes.TextElement))):
        return ""
    if writer.job.missing_alt == "refuse":
        where = f"the picture {_name(uri)}", "alt"
        if _is_put_out(node):
            where = "a picture that this cell puts out", '{"mystnb": {"image": {"alt": …}}} in the metadata of the cell'
        writer.refuse(
            node,
            f"{where[0]} has no alternative text: say what it shows ({where[1]}), "
            "or set typst_missing_alt to 'say', so that print says that nobody did",
        )
    writer.job.undescribed.append(writer.locate(node))
    caption = find_child(figure, nodes.caption) if figure else None
    return " ".join(caption.astext().split()) if caption else Code("words.undescribed")


def _is_put_out(node: nodes.Element) -> bool:
    """Say whether a picture is an output of a cell, and not one of Markdown."""
    above = find_ancestor(node, nodes.container)
    while above is not None and above.get("nb_element") != "cell_code_output":
        above = find_ancestor(above, nodes.container)
    return above is not None


def _find_picture(writer: Writer, node: nodes.image) -> Picture | None:
    uri, candidates = node["uri"], node.get("candidates", {})
    known = writer.job.pictures.get(uri)
    if known is not None:
        return known
    try:
        picture = read_data_uri(uri) if uri.startswith("data:") else _read_file(writer, uri, candidates)
    except PictureError as error:
        writer.refuse(node, f"the picture {_name(uri)} {error}")
        return None
    number = len(writer.job.pictures) + 1
    picture = replace(picture, name=f"{number}-{picture.name}")
    writer.job.pictures[uri] = picture
    return picture


def _read_file(writer: Writer, uri: str, candidates: dict[str, str]) -> Picture:
    if "://" in uri or "?" in candidates:
        raise PictureError("lies elsewhere and was not fetched; put a copy into the book")
    if Path(uri).name.startswith("attachment:"):
        raise PictureError("is attached to a cell, from where the web does not take it either; save it as a file")
    ranks = {kind: place for place, kind in enumerate(MIME_TYPES)}
    best = sorted(candidates, key=lambda kind: ranks.get(kind, len(ranks)))
    for name in dict.fromkeys([*(candidates[kind] for kind in best), uri]):
        for folder in writer.image_folders:
            file = folder / name.lstrip("/")
            if file.is_file():
                return read_picture(file)
        if Path(name).is_absolute() and Path(name).is_file():
            return read_picture(Path(name))
    # MyST-NB names a picture from another page by where the web edition will have it.
    file = writer.image_folders[-1] / Path(uri).name
    if file.is_file():
        return read_picture(file)
    raise PictureError("is not there: there is no such file")


def _name(uri: str) -> str:
    return f"{uri[:40]}..." if uri.startswith("data:") else uri


def _length(writer: Writer, node: nodes.Element, given: object) -> Code:
    match = _LENGTH.fullmatch(str(given).strip())
    if match is None or match[2].lower() not in _UNITS:
        writer.refuse(node, f"this is no length that can be printed: {given}; use px, %, em, cm or in")
        return Code("auto")
    factor, unit = _UNITS[match[2].lower()]
    return Code(f"{float(match[1]) * factor:g}{unit}")


@prints(nodes.figure)
def _figure(writer: Writer, node: nodes.figure) -> str:
    if is_for_dark_screens(node):
        return ""
    caption, legend = find_child(node, nodes.caption), find_child(node, nodes.legend)
    if node.get("is_subfigure"):
        picture = write_subfigures(writer, node)
    else:
        picture = join_code(*(writer.write(part) for part in node.children if part not in (caption, legend)))
    width = node.get("width", "image")
    if width != "image":
        picture = typst_call("block", picture, width=_length(writer, node, width))
    if caption is None:
        below = [picture, writer.write(legend)] if legend else [picture]
        return writer.mark(node, typst_call("picture", join_code(*below), align=node.get("align")))
    if node.get("align") in ("center", "right"):
        picture = typst_call("align", Code(node["align"]), picture)
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
