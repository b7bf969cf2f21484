"""Charts as a page holds them: the same drawing in a fraction of the bytes and elements, with words that are text.

A stored chart carries the outline of every letter that it writes, and looks the same wherever it is opened. A page has
letters of its own: here the outlines become text again, as wide as it was drawn, which can be searched and copied. The
rest is written shortly: relative paths, two decimals, no ids that nothing names, presentation attributes for styles.

Colours stay as they are, in attributes; the style sheet of the page (`figures.css`) lets them follow the theme.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from xml.sax.saxutils import escape, quoteattr

from fontTools.ttLib import TTFont

from beijing_ip.show.fonts import FONTS_OF_CHARTS, LATIN_OF_PRINT

from .languages import CHINESE

EM = 100
"""Matplotlib places letters in hundredths of the size of the text."""
_KEPT = ("d", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "opacity")
_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = r"-?[0-9.]+(?:e-?[0-9]+)?"
Box = tuple[float, float, float, float]
_INITIAL = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
"""What matplotlib sets for every element of a chart; here it stands once, at the root."""


class ChartError(ValueError):
    """A chart cannot be shown on a page; the text says what to mend."""


@dataclass(frozen=True)
class Drawing:
    """One chart for one width: its size in points, and what is drawn."""

    width: float
    height: float
    content: str
    marks: Mapping[str, str]
    """What each mark says, by its id."""


def read_drawing(svg: str, name: str) -> Drawing:
    """Read a stored chart whose ids begin with `name` and a hyphen.

    Raises ChartError when it holds something that no chart of this report is made of, a mark without a title or a
    title that is not the first thing in its mark, or no mark at all.
    """
    root = ET.fromstring(svg)
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    reader = _Reader(f"{name}-", (width, height))
    content = reader.drawing(root)
    if not reader.marks:
        raise ChartError(
            f"the chart {name!r} has no mark: draw each thing that stands for a number with class 'mark' and a title"
        )
    return Drawing(width, height, content, reader.marks)


@dataclass(frozen=True)
class Face:
    """One weight of the font of the charts, as the page writes it."""

    characters: Mapping[int, str]
    """What each glyph draws, by its number."""
    widths: Mapping[str, float]
    """How far each character reaches, in its size."""
    latin: float
    """Size of the Latin letters of the page, which are larger on their em, for what is drawn in this face at 1."""


@cache
def _face(weight: str) -> Face:
    chart, page = TTFont(FONTS_OF_CHARTS[weight]), TTFont(LATIN_OF_PRINT[weight])
    glyphs, widths = chart.getBestCmap(), _widths(chart)
    # A glyph of two characters is the more usual one: a dash is no figure dash, a space none that keeps words together.
    usual = sorted(glyphs, key=lambda code: code in (0x2012, 0x2022, 0xA0), reverse=True)
    characters = {chart.getGlyphID(glyphs[code]): chr(code) for code in usual}
    return Face(characters, widths, widths["0"] / _widths(page)["0"])


def _widths(font: TTFont) -> dict[str, float]:
    advances, em = font["hmtx"], font["head"].unitsPerEm
    return {chr(code): float(advances[glyph][0] / em) for code, glyph in font.getBestCmap().items()}


class _Reader:
    def __init__(self, prefix: str, size: tuple[float, float]) -> None:
        self.prefix, self.size = prefix, size
        self.marks: dict[str, str] = {}
        self.markers: dict[str, str] = {}
        """Shapes that stand at several places, points of lines for one, by their ids."""
        self.clips: dict[str, Box] = {}
        """What is drawn only inside a rectangle, by the id of that."""

    def drawing(self, root: ET.Element) -> str:
        """Everything that is drawn; where it is clipped, which matplotlib says at the end, is read first."""
        for clip in root.iter(f"{_SVG}clipPath"):
            self.clips[clip.attrib["id"]] = _box_of(clip[0])
        return _join("".join(self.element(child) for child in root))

    def element(self, node: ET.Element) -> str:
        tag = node.tag.rpartition("}")[2]
        if tag in ("metadata", "style", "clipPath"):
            return ""
        if tag == "defs":
            for child in node:
                self.element(child)
            return ""
        style = dict(re.findall(r"([a-z-]+): ([^;]+)", node.get("style", "")))
        given = {**node.attrib, **style}
        if tag == "g":
            return self._group(node, given)
        if tag == "path" and "id" in given and "style" not in given:
            return ""  # the outline of a letter
        if tag == "path" and "clip-path" not in given and "style" in node.attrib and "id" in given:
            self.markers[given["id"]] = given["d"]
            return ""
        if tag == "path":
            return self._path(given, given.get("d", ""))
        if tag == "use":
            name = next(value for key, value in node.attrib.items() if key.endswith("href"))[1:]
            return self._path(given, move_path(self.markers[name], float(given["x"]), float(given["y"])))
        if tag == "title":
            return f"<title>{escape(node.text or '')}</title>"
        raise ChartError(f"the chart {self.prefix[:-1]!r} holds <{tag}>, which no page can show: draw it otherwise")

    def _path(self, given: Mapping[str, str], outline: str) -> str:
        path = {**given, "d": relative_path(outline, 2)}
        if path["d"] == "" or self._is_ground(path):
            return ""
        return self._clip(f"<path{_attributes(path)}/>", outline, given.get("clip-path", ""))

    def _clip(self, drawn: str, outline: str, clip: str) -> str:
        """Cut a shape off where it leaves its rectangle; one that does not needs no rectangle, one outside is left."""
        box = self.clips.get(clip.removeprefix("url(#").removesuffix(")"))
        if box is None:
            return drawn
        numbers = [float(number) for number in re.findall(_NUMBER, outline)]
        left, right, top, bottom = min(numbers[::2]), max(numbers[::2]), min(numbers[1::2]), max(numbers[1::2])
        slack = 0.01
        if left >= box[0] - slack and right <= box[2] + slack and top >= box[1] - slack and bottom <= box[3] + slack:
            return drawn
        if right < box[0] or left > box[2] or bottom < box[1] or top > box[3]:
            return ""
        x, y, width, height = (_number(value, 2) for value in (box[0], box[1], box[2] - box[0], box[3] - box[1]))
        # An inner drawing cuts off at its edges, without an id that a page would have to keep apart.
        view = f'x="{x}" y="{y}" width="{width}" height="{height}" viewBox="{x} {y} {width} {height}"'
        return f'<svg {view} overflow="hidden">{drawn}</svg>'

    def _group(self, node: ET.Element, given: Mapping[str, str]) -> str:
        if "transform" in given:
            return self._text(node, given)
        marks = dict(self.marks)
        content = "".join(self.element(child) for child in node)
        if given.get("opacity") == "0":
            self.marks = marks
            return ""
        if given.get("class") != "mark":
            return content
        title = node[0].text if len(node) and node[0].tag.endswith("title") else None
        if not title or not given.get("id", "").startswith(self.prefix):
            raise ChartError(
                f"a mark of the chart {self.prefix[:-1]!r} ({given.get('id', 'without id')}) needs an id that begins "
                f"with {self.prefix!r}, and a title as its first child"
            )
        self.marks[given["id"]] = title
        figures = f' data-figures="{given["data-figures"]}"' if "data-figures" in given else ""
        return f'<g class="mark" id="{given["id"]}"{figures}>{content}</g>'

    def _text(self, node: ET.Element, given: Mapping[str, str]) -> str:
        """One line of text."""
        match = re.fullmatch(r"translate\((\S+) (\S+)\) scale\((\S+) -\3\)", given["transform"])
        if match is None:
            raise ChartError(
                f"the chart {self.prefix[:-1]!r} turns or bends a text ({given['transform']}): set it level"
            )
        # What found no room is not shown.
        if given.get("opacity") == "0":
            return ""
        x, y, size = map(float, match.groups())
        letters = [child for child in node if child.tag.rpartition("}")[2] == "use"]
        names = [next(value for key, value in child.attrib.items() if key.endswith("href"))[1:] for child in letters]
        weight = "Bold" if names and self._own(names[0]).startswith("b") else "Regular"
        face = _face(weight)
        text = "".join(self._character(face, name) for name in names)
        if not text.strip():
            return ""
        place = re.fullmatch(r"translate\((\S+) 0\)", letters[-1].get("transform", "translate(0 0)"))
        if place is None:
            raise ChartError(f"the chart {self.prefix[:-1]!r} has a letter off its line: {text!r}")
        width = (float(place[1]) + face.widths[text[-1]] * EM) * size
        chinese = any(letter >= "\u2e80" for letter in text)
        given = {
            "fill": _colour(given.get("fill", "#000000")),
            "x": _number(x, 2),
            "y": _number(y, 2),
            "font-size": _number(size * EM * (1 if chinese else face.latin), 2),
            "textLength": _number(width, 1),
            **({"font-weight": "700"} if weight == "Bold" else {}),
            **({"lang": CHINESE} if chinese else {}),
        }
        return f"<text{''.join(f' {key}={quoteattr(value)}' for key, value in given.items())}>{escape(text)}</text>"

    def _character(self, face: Face, name: str) -> str:
        glyph = self._own(name)[1:]
        try:
            return face.characters[int(glyph, 16)]
        except (ValueError, KeyError):
            raise ChartError(
                f"the chart {self.prefix[:-1]!r} writes {name!r}, which is no letter of its font: run make notebooks"
            ) from None

    def _own(self, name: str) -> str:
        if not name.startswith(self.prefix):
            raise ChartError(
                f"the chart {self.prefix[:-1]!r} has the id {name!r}, which does not begin with {self.prefix!r}"
            )
        return name.removeprefix(self.prefix)

    def _is_ground(self, path: Mapping[str, str]) -> bool:
        """Whether this is the sheet itself, which a page does not show: it has a ground of its own."""
        width, height = (_number(side, 2) for side in self.size)
        return path["d"] == f"M0 {height}h{width}v-{height}h-{width}z"


def _box_of(shape: ET.Element) -> Box:
    """The rectangle that clips: matplotlib writes it as such, or as a path."""
    if shape.tag == f"{_SVG}rect":
        x, y, width, height = (float(shape.attrib[side]) for side in ("x", "y", "width", "height"))
        return x, y, x + width, y + height
    numbers = [float(number) for number in re.findall(_NUMBER, shape.attrib["d"])]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def move_path(path: str, x: float, y: float) -> str:
    """Return the data of a path moved to another place."""
    moved = []
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        values = [float(value) for value in numbers.split()]
        placed = (f"{value + (y if odd % 2 else x):.6f}" for odd, value in enumerate(values))
        moved.append(" ".join([command, *placed]))
    return " ".join(moved)


_TWO_LINES = re.compile(
    r'<path d="([^"]*)"( fill="none"(?:(?! opacity)[^>])*)/>((?:<text[^>]*>[^<]*</text>)*)<path d="([^"]*)"\2/>'
)
_MARK_OF_ONE_PATH = re.compile(r"<g( class=\"mark\"[^>]*)>(<title>[^<]*</title>)<path([^>]*)/></g>")


def _join(content: str) -> str:
    """Fewer elements: lines of one look that follow each other are one, and a mark of one path is that path.

    Words between two such lines then lie above both.
    """
    while (joined := _TWO_LINES.sub(r'<path d="\1\4"\2/>\3', content)) != content:
        content = joined
    return _MARK_OF_ONE_PATH.sub(r"<path\1\3>\2</path>", content)


def _attributes(given: Mapping[str, str]) -> str:
    parts = []
    for key in _KEPT:
        value = given.get(key, "")
        if not value or _INITIAL.get(key) == value:
            continue
        if key in ("fill", "stroke"):
            value = _colour(value)
        elif key != "d":
            value = re.sub(r"\d+\.\d+", lambda found: _number(float(found[0]), 2), value)
        parts.append(f" {key}={quoteattr(value)}")
    return "".join(parts)


def _colour(given: str) -> str:
    return re.sub(r"#(.)\1(.)\2(.)\3", r"#\1\2\3", given)


def _number(value: float, places: int) -> str:
    """A number as short as SVG allows: without zeros that say nothing."""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = re.sub(r"^(-?)0(?=\.)", r"\1", text)
    return "0" if text in ("-0", "-", "") else text


def relative_path(path: str, places: int = 0) -> str:
    """Return the data of a path with relative commands, rounded to so many decimals; rounding does not add up."""
    number = partial(_number, places=places)
    here, start = (0.0, 0.0), (0.0, 0.0)
    written: list[str] = []
    before = ""
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        if command in "zZ":
            written.append("z")
            here, before = start, "z"
            continue
        if command not in "MLQC":
            raise ChartError(f"a path has the command {command!r}, which no chart of this report uses")
        values = [round(float(value), places) for value in numbers.split()]
        points = list(zip(values[::2], values[1::2], strict=True))
        end = points[-1]
        steps = [(x - here[0], y - here[1]) for x, y in points]
        if command == "M":
            letter, arguments = "M", [value for point in points for value in point]
            start = end
        elif command == "L" and steps[0][1] == 0:
            letter, arguments = "h", [steps[0][0]]
        elif command == "L" and steps[0][0] == 0:
            letter, arguments = "v", [steps[0][1]]
        else:
            letter, arguments = command.lower(), [value for step in steps for value in step]
        text = _joined(number(value) for value in arguments)
        same = letter == before and letter in "lcq"
        written.append((text if text.startswith("-") else f" {text}") if same else letter + text)
        here, before = end, letter
    return "".join(written)


def _joined(numbers: Iterable[str]) -> str:
    text = ""
    for number in numbers:
        text += number if not text or number.startswith("-") else f" {number}"
    return text
