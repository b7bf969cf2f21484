"""Reading a chart back from its finished SVG, not from the objects that made it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise

import numpy as np

from beijing_ip.show import charts
from beijing_ip.show.charts import Figure, Line

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
Place = tuple[float, float]
Box = tuple[float, float, float, float]


@cache
def _bounds(path: str) -> Box:
    """The box around a path's points; control points included, so it is never too small."""
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+(?:e-?[0-9]+)?", path)]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


@cache
def _transform(text: str) -> tuple[float, float, float, float]:
    """Translation and scale, which is all that these charts use."""
    assert not re.sub(r"(translate|scale)\([^)]*\)| ", "", text), "only translations and scales, no turned text"
    move = [float(n) for n in re.findall(r"translate\(([^)]*)\)", text + " translate(0 0)")[0].split()]
    scale = [float(n) for n in re.findall(r"scale\(([^)]*)\)", text + " scale(1 1)")[0].split()]
    return move[0], move[1], scale[0], scale[-1]


class Drawn:
    """The boxes of everything with an id, and every line of text with its box; points from the top left."""

    def __init__(self, figure: Figure, narrow: bool = False) -> None:
        self.name = f"{figure.name}-narrow" if narrow else figure.name
        self.svg = figure.narrow if narrow else figure.svg
        self.root = ET.fromstring(self.svg, ET.XMLParser(target=ET.TreeBuilder(insert_comments=True)))
        self.size = tuple(float(n) for n in self.root.attrib["viewBox"].split())[2:]
        self.marks: dict[str, Box] = {}
        self.styles: dict[str, str] = {}
        self.texts: list[tuple[str, Box]] = []
        self.strokes: list[tuple[str, list[Place], str]] = []
        """Every straight stroke, with or without an id: the id, the points, the style."""
        glyphs = {path.attrib["id"]: path for path in self.root.iter(f"{SVG}path") if "id" in path.attrib}
        for group in self.root.iter(f"{SVG}g"):
            gid = group.get("id", "").removeprefix(f"{self.name}-")
            path = group.find(f"{SVG}path")
            if gid.startswith("text_"):
                self.texts.append((self._comment(group), self._text_box(group, glyphs)))
            elif path is not None:
                outline, style = path.attrib["d"], path.attrib.get("style", "")
                if gid and not gid.startswith("figure"):
                    self.marks[gid], self.styles[gid] = _bounds(outline), style
                if "fill: none" in style and "C" not in outline:
                    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", outline)]
                    self.strokes.append((gid, list(zip(numbers[::2], numbers[1::2], strict=True)), style))

    @staticmethod
    def _comment(group: ET.Element) -> str:
        return next((child.text or "").strip() for child in group.iter() if child.tag is ET.Comment)

    @staticmethod
    def _text_box(group: ET.Element, glyphs: Mapping[str, ET.Element]) -> Box:
        inner = group.find(f"{SVG}g")
        assert inner is not None
        x0, y0, sx, sy = _transform(inner.get("transform", ""))
        boxes = []
        for use in inner.iter(f"{SVG}use"):
            glyph = glyphs[use.attrib[HREF].removeprefix("#")]
            if not glyph.get("d"):
                continue
            left, bottom, right, top = _bounds(glyph.attrib["d"])
            _, _, gx, gy = _transform(glyph.get("transform", ""))
            dx, dy, _, _ = _transform(use.get("transform", ""))
            box = (dx + gx * left, dy + gy * top, dx + gx * right, dy + gy * bottom)
            boxes.append((x0 + sx * box[0], y0 + sy * box[1], x0 + sx * box[2], y0 + sy * box[3]))
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def width(self, mark: str) -> float:
        return self.marks[mark][2] - self.marks[mark][0]

    def middle(self, mark: str) -> Place:
        left, top, right, bottom = self.marks[mark]
        return (left + right) / 2, (top + bottom) / 2

    def starting(self, *prefixes: str) -> list[str]:
        """The ids of the marks that begin so."""
        return [gid for gid in self.marks if gid.startswith(prefixes)]

    @property
    def hollow(self) -> list[str]:
        """The ids of the marks that are filled with paper, the sheet apart."""
        return [gid for gid, style in self.styles.items() if f"fill: {charts.PAPER}" in style and gid[:5] != "patch"]

    @property
    def text(self) -> list[str]:
        return [text for text, _ in self.texts]


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def distance(place: Place, box: Box) -> float:
    across, down = max(box[0] - place[0], place[0] - box[2], 0), max(box[1] - place[1], place[1] - box[3], 0)
    return float((across**2 + down**2) ** 0.5)


def clashes(figure: Figure) -> list[str]:
    """What is wrong on either sheet, wide or narrow: see `find_clashes`."""
    return [clash for narrow in (False, True) for clash in find_clashes(Drawn(figure, narrow))]


def find_clashes(drawn: Drawn) -> list[str]:
    """Everything that leaves the sheet, and every text that touches another, lies on a mark or is crossed by a line."""
    width, height = drawn.size
    marks = [(gid, box) for gid, box in drawn.marks.items() if not gid.startswith("patch")]
    found = [
        f"{what!r} leaves the sheet: {box}"
        for what, box in [*drawn.texts, *marks]
        if box[0] < 1 or box[1] < 1 or box[2] > width - 1 or box[3] > height - 1
    ]
    found += [f"{a[0]!r} on {b[0]!r}" for a, b in combinations(drawn.texts, 2) if overlap(a[1], b[1])]
    solid = re.compile(r"(bar|band|open|part|row|dot|ring|event|period|difference)\b")
    found += [
        f"{text!r} on {gid}"
        for gid, mark in drawn.marks.items()
        if solid.match(gid)
        for text, box in drawn.texts
        if overlap(box, mark)
    ]
    boxes = np.array([box for _, box in drawn.texts])
    for gid, points, _ in drawn.strokes:
        if gid.startswith(("line-", "break-", "lead-")):
            for one, other in pairwise(points):
                xs, ys = (np.linspace(*ends, 61)[:, None] for ends in zip(one, other, strict=True))
                across = (xs > boxes[:, 0] - 0.2) & (xs < boxes[:, 2] + 0.2)
                hit = across & (ys > boxes[:, 1] - 0.2) & (ys < boxes[:, 3] + 0.2)
                found += [f"{drawn.texts[number][0]!r} on {gid}" for number in np.flatnonzero(hit.any(axis=0))]
    return found


def year_at(drawn: Drawn, prefix: str, lines: Sequence[Line]) -> Callable[[float], float]:
    """Where a year lies, from the dots of one chart or panel."""
    dots = {
        point.year: drawn.middle(f"dot-{prefix}{number}-{point.year}")[0]
        for number, line in enumerate(lines, start=1)
        for point in line.points
    }
    (first, left), *_, (last, right) = sorted(dots.items())
    return lambda year: left + (year - first) * (right - left) / (last - first)


def joined(drawn: Drawn, prefix: str, lines: Sequence[Line]) -> list[str]:
    """Every stroke that runs from one side of a gap to the other; level rules may, and lines of other charts."""
    across = year_at(drawn, prefix, lines)
    found = []
    for number, line in enumerate(lines, start=1):
        for gap in line.gaps:
            middle = across((gap.after + gap.before) / 2)
            for gid, points, _ in drawn.strokes:
                xs, ys = zip(*points, strict=True)
                level = max(ys) - min(ys) < 0.01 and not gid.startswith(("line-", "lead-"))
                other = gid.startswith("line-") and not gid.startswith(f"line-{prefix}{number}-")
                if min(xs) < middle - 0.01 and middle + 0.01 < max(xs) and not (level or other):
                    found.append(f"{gid or 'a stroke'} crosses {gap}")
    return found
