"""Figures of several pictures in a grid, as sphinx-subfigure makes them."""

from __future__ import annotations

from docutils import nodes

from ..code import Code, join_code, typst_call
from ..text import typst_text
from ..writer import Writer


def write_subfigures(writer: Writer, figure: nodes.figure) -> Code:
    """Return the pictures of a figure in the places that its layout gives them, with their captions if it has some."""
    layout = figure["layout"]["default"]
    cells = []
    for picture in figure.children:
        if not isinstance(picture, nodes.image):
            continue
        area = [
            (x, y) for y, row in enumerate(layout) for x, name in enumerate(row) if name == picture["subfigure_area"]
        ]
        (x, y), (right, bottom) = area[0], area[-1]
        place = {"x": x, "y": y, "colspan": right - x + 1, "rowspan": bottom - y + 1}
        said = picture.get("alt") if figure.get("subcaptions") else ""
        caption = join_code(typst_text(said)) if said else None
        above = figure.get("subcaptions") == "above"
        cells.append(typst_call("subfigure", join_code(writer.write(picture)), caption=caption, above=above, **place))
    return typst_call("subfigures", *cells, columns=len(layout[0]))
