"""Where the values of lines find room: near their points, on no line, mark or other text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from .line_plot import Box, Obstacles, Place, Plot, Stroke
from .segments import Line, LinePoint, value_colours
from .sheet import Sheet
from .style import INK, SIZE, SMALL
from .text import text_width


def write_values(
    sheet: Sheet, plot: Plot, lines: Sequence[Line], chosen: set[tuple[int, int]], taken: Obstacles, size: float
) -> list[str]:
    """Write the values of years of lines, given by their numbers; return in words those for which there was no room."""
    left_out = []
    for year in sorted({year for year, _ in chosen}):
        points = {number: point for number, line in enumerate(lines) if (point := line.point(year))}
        points = {number: point for number, point in points.items() if (year, number) in chosen}
        for number in _write_values_of_year(sheet, plot, lines, points, taken, size):
            left_out.append(sheet.say("left_out", label=lines[number].label, year=year, text=points[number].text))
    return left_out


def _write_values_of_year(
    sheet: Sheet, plot: Plot, lines: Sequence[Line], points: Mapping[int, LinePoint], taken: Obstacles, size: float
) -> list[int]:
    """Write the values of one year, with the numbers of their lines; return those for which there was no room.

    Each touches nothing and stands nearer to its point than to one of another line. Where one of them finds no such
    place, the names of the lines stand before all of them, and then they can lie a little apart.
    """
    bold = size == SIZE
    bare = {number: points[number].text for number in sorted(points, key=lambda at: plot.place(points[at])[1])}
    full = {number: f"{lines[number].label}{sheet.say('colon')}{text}" for number, text in bare.items()}
    best: dict[int, Box] = {}
    said = bare, size
    for texts, its_size in ((bare, size), (full, size), (full, SMALL))[: 3 if len(lines) > 1 else 1]:
        boxes = _find_boxes(plot, lines, points, texts, taken, its_size, bold)
        if len(boxes) > len(best):
            best, said = boxes, (texts, its_size)
        if len(best) == len(points):
            break
    texts, size = said
    for number, (left, top, _, _) in best.items():
        colour = value_colours(lines)[number] if texts is bare else INK
        sheet.text(left + 1, top + _ASCENT * size, texts[number], size=size, bold=bold, colour=colour)
    taken.boxes += best.values()
    return [number for number in bare if number not in best]


def _find_boxes(
    plot: Plot,
    lines: Sequence[Line],
    points: Mapping[int, LinePoint],
    texts: Mapping[int, str],
    taken: Obstacles,
    size: float,
    bold: bool,
) -> dict[int, Box]:
    """Where the texts of the points of one year find room, in the order of the texts."""
    found: dict[int, Box] = {}
    for number, text in texts.items():
        point = points[number]
        is_named = text != point.text
        others = [
            plot.place(other)
            for at, line in enumerate(lines)
            for other in line.points
            if (other.year != point.year if is_named else at != number)
        ]
        width, reach = text_width(text, size, bold), 34 if is_named else 14
        spots = _possible_boxes(plot, plot.place(point), width, size, reach, is_end=point == lines[number].points[-1])
        mind = replace(taken, boxes=[*taken.boxes, *found.values()])
        if best := min(_free_boxes(plot, plot.place(point), mind, others, spots), default=None):
            found[number] = best[1]
    return found


_ASCENT, _DESCENT = 0.78, 0.24
"""How far a text reaches above and below its baseline, in its size."""


def _possible_boxes(
    plot: Plot, place: Place, width: float, size: float, reach: int, is_end: bool
) -> Iterator[tuple[float, Box]]:
    """Boxes for a text beside, above and below a point, each with what it costs: distance, and not being centred."""
    x, y = place
    beside = 1.2 * plot.radius + 4
    spots = [
        (-1.0 if is_end else 5.0, x + beside, y + 0.36 * size),
        (5.0, x - beside - width, y + 0.36 * size),
    ]
    for apart in range(0, reach, 2):
        for baseline in (y - plot.radius - 3.8 - apart, y + plot.radius + 3.2 + _ASCENT * size + apart):
            for shift in (0.0, -0.125, 0.125, -0.25, 0.25, -0.375, 0.375, -0.5, 0.5):
                left = min(max(x - width / 2 + shift * width, plot.left), plot.right - width)
                spots.append((apart + 6 * abs(shift), left, baseline))
    for cost, left, baseline in spots:
        yield cost, (left - 1, baseline - _ASCENT * size, left + width + 1, baseline + _DESCENT * size)


def _free_boxes(
    plot: Plot, place: Place, taken: Obstacles, others: Sequence[Place], boxes: Iterable[tuple[float, Box]]
) -> Iterator[tuple[float, Box]]:
    """Those boxes that lie in the plot, touch nothing, and are nearer to a place than to others, with their costs."""
    for cost, box in boxes:
        left, top, right, bottom = box
        around = (left - 1, top - 1, right + 1, bottom + 1)
        if left < plot.left - 1 or right > plot.right + 1 or top < plot.top or bottom > plot.bottom - 0.6:
            continue
        if any(_overlap(box, other) for other in taken.boxes) or any(left < x < right for x in taken.breaks):
            continue
        if any(_crosses(stroke, around) for stroke in taken.strokes):
            continue
        if any(_distance(other, box) <= _distance(place, box) for other in others):
            continue
        cost += 3 * sum(top < rule < bottom for rule in taken.rules)
        if (shade := taken.shade) and not shade[0] < place[0] < shade[1] and left < shade[1] and shade[0] < right:
            cost += 5
        yield cost, box


def _distance(place: Place, box: Box) -> float:
    """How far a place lies from a box."""
    across = max(box[0] - place[0], place[0] - box[2], 0.0)
    return math.hypot(across, max(box[1] - place[1], place[1] - box[3], 0.0))


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _crosses(stroke: Stroke, box: Box) -> bool:
    """Whether a straight stroke passes through a box: what is left of it after cutting at each edge."""
    (x, y), (other_x, other_y) = stroke
    first, last = 0.0, 1.0
    for start, way, low, high in ((x, other_x - x, box[0], box[2]), (y, other_y - y, box[1], box[3])):
        if way == 0:
            if not low < start < high:
                return False
            continue
        enter, leave = sorted(((low - start) / way, (high - start) / way))
        first, last = max(first, enter), min(last, leave)
    return first < last
