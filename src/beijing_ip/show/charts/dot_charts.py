"""Dots on one axis: values of very different size in steps of ten, and the same measure told twice."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Unpack

from beijing_ip.numbers.quantity import Quantity

from .bar_charts import Mark
from .figure import Caption, Figure
from .scales import centre_within, format_tick, is_lower_bound, largest_value, round_ticks
from .sheet import Sheet, lay_out, require_any
from .style import COLOURS, GAP, GREY, LINE_HEIGHT, PAPER, RULE, SIZE, SMALL
from .text import Run, label_runs, text_width


@dataclass(frozen=True)
class Pair:
    """One place, or other thing, with the same measure told twice, and both as shown."""

    label: str
    label_zh: str
    first: Quantity
    first_text: str
    second: Quantity
    second_text: str
    first_about: str = ""
    second_about: str = ""
    unit: str = ""


def dots_log(marks: Sequence[Mark], **words: Unpack[Caption]) -> Figure:
    """Dots on an axis where each step is ten times the last, for values of very different size.

    Marks of one group stand under its heading; each value carries its unit. A bound is a hollow dot with an arrow to
    where the number lies, an approximate number one without. What rounding leaves open is drawn where it is wider
    than the dot.

    Raises ``ValueError`` for zero and negative values: such an axis has no place for them.
    """
    require_any(marks, "marks")
    for mark in marks:
        if mark.quantity.value <= 0:
            raise ValueError(
                f"{mark.label!r} is {mark.text}: an axis in steps of ten has no place for it; say it in words"
            )
    return lay_out(words, lambda sheet: _draw_dots_log(sheet, marks))


def _draw_dots_log(sheet: Sheet, marks: Sequence[Mark]) -> list[str]:
    low = math.floor(min(math.log10(mark.quantity.value) for mark in marks))
    high = max(low + 1, math.ceil(max(math.log10(mark.quantity.value) for mark in marks)))
    radius = 3.6
    ways = {_direction(mark.quantity) for mark in marks}
    start = sheet.left + radius + (_ARROW if -1 in ways else 0)
    end = sheet.right - radius - (_ARROW if 1 in ways else 0)

    def across(value: Fraction) -> float:
        return start + (math.log10(value) - low) / (high - low) * (end - start)

    decades = [Fraction(10) ** power for power in range(low, high + 1)]
    ticks = [(across(decade), _format_power(decade)) for decade in decades]
    sheet.note("steps")
    _name_ticks(sheet, ticks)
    seen: set[str] = set()
    group = ""
    for number, mark in enumerate(marks, start=1):
        if mark.group != group:
            sheet.y += 3
            sheet.heading(mark.group) if mark.group else None
            group = mark.group
        at = _place_beside_dot(sheet, mark, across(mark.quantity.value), radius)
        sheet.paragraph(label_runs(mark.label, mark.label_zh, "" if at is not None else mark.text))
        middle = sheet.y + 6.5
        sheet.stroke([(start, middle), (end, middle)], colour=RULE)
        for x, _ in ticks:
            sheet.stroke([(x, middle - 3), (x, middle + 3)], colour=RULE)
        if at is not None:
            sheet.box(at - 2, middle - 5, text_width(mark.text, bold=True) + 4, 10, PAPER)
            sheet.text(at, middle + 3.6, mark.text, bold=True)
        seen |= _draw_dot(sheet, number, mark, across, middle, radius)
        sheet.y += 13 + GAP
    _name_ticks(sheet, ticks)
    order = ("reads_arrow", "reads_arrow_left", "reads_dot_about", "reads_through")
    return [sheet.sentences("reads_log"), sheet.sentences(*(reads for reads in order if reads in seen))]


_ARROW = 12.0
"""Length of the arrow of a bound on an axis in steps of ten, in points."""


def _direction(quantity: Quantity) -> int:
    """To which side of a bound the number lies, 1 to the right and -1 to the left; 0 where it is none."""
    return 0 if not quantity.is_bound else 1 if is_lower_bound(quantity) else -1


def _place_beside_dot(sheet: Sheet, mark: Mark, x: float, radius: float) -> float | None:
    """Where a value stands after its dot, or before it; None where it finds no room on either side."""
    width, way = text_width(mark.text, bold=True), _direction(mark.quantity)
    after = x + radius + (_ARROW if way > 0 else 0) + GAP
    before = x - radius - (_ARROW if way < 0 else 0) - GAP - width
    return after if after + width <= sheet.right else before if before >= sheet.left else None


def _draw_dot(
    sheet: Sheet, number: int, mark: Mark, across: Callable[[Fraction], float], middle: float, radius: float
) -> set[str]:
    """Draw one dot with its range or its arrow; return the phrases that say how to read what is special in it."""
    quantity, x, colour = mark.quantity, across(mark.quantity.value), COLOURS[0]
    title = sheet.title(mark.label, mark.period, mark.text, mark.about)
    seen = set()
    if quantity.lower and quantity.upper and quantity.lower > 0:
        low, high = across(quantity.lower), across(quantity.upper)
        if high - low > 2 * radius:
            seen.add("reads_through")
            sheet.box(low, middle - 1.5, high - low, 3, colour, gid=f"band-{number}")
    if way := _direction(quantity):
        seen.add("reads_arrow" if way > 0 else "reads_arrow_left")
        foot, tip = x + way * radius, x + way * (radius + _ARROW)
        sheet.box(min(foot, tip), middle - 3, _ARROW, 6, PAPER)
        sheet.stroke([(foot, middle), (tip - 3 * way, middle)], colour=colour, thick=1.5)
        head = [(tip - 5 * way, middle - 3.5), (tip, middle), (tip - 5 * way, middle + 3.5)]
        sheet.shape(head, colour, gid=f"open-{number}")
    elif quantity.lower is None:
        seen.add("reads_dot_about")
    if quantity.lower is None or quantity.upper is None:
        sheet.disc(x, middle, radius - 0.75, PAPER, edge=colour, gid=f"dot-{number}", title=title)
    else:
        sheet.disc(x, middle, radius, colour, gid=f"dot-{number}", title=title)
    return seen


def _format_power(power: Fraction) -> str:
    return f"{int(power):,}" if power >= 1 else f"{float(power):.{len(str(power.denominator)) - 1}f}"


def _name_ticks(sheet: Sheet, ticks: Sequence[tuple[float, str]]) -> None:
    """Name every tick, or every second or third and so on from the last, so that no two names touch."""

    def place(x: float, text: str) -> tuple[float, float]:
        width = text_width(text, SMALL)
        left = centre_within(x, width, sheet.left, sheet.right)
        return left, left + width

    for stride in range(1, len(ticks) + 1):
        named = ticks[::-1][::stride]
        places = [place(*tick) for tick in named]
        if all(after[1] + GAP <= before[0] for before, after in pairwise(places)):
            break
    for (left, _), (_, text) in zip(places, named, strict=True):
        sheet.text(left, sheet.y + SMALL, text, size=SMALL, colour=GREY)
    sheet.y += LINE_HEIGHT + 1


def paired_dots(rows: Sequence[Pair], *, first_name: str, second_name: str, **words: Unpack[Caption]) -> Figure:
    """The same measure told twice for each row, printed and recomputed say: a disc and a ring on one axis from zero.

    Both values stand in columns beside the label. What rounding leaves open is drawn where it is wider than the
    disc; an arrow points to where the true number lies when only a bound is known.

    Raises ``ValueError`` for a negative value: this axis starts at zero and runs to the right.
    """
    require_any(rows, "rows")
    for row in rows:
        if min(row.first.value, row.second.value) < 0:
            raise ValueError(f"{row.label!r} is negative: this axis starts at zero and runs to the right")
    return lay_out(words, lambda sheet: _draw_paired_dots(sheet, rows, first_name, second_name))


def _draw_paired_dots(sheet: Sheet, rows: Sequence[Pair], first_name: str, second_name: str) -> list[str]:
    names = (first_name, second_name)
    for name, (ring, colour) in zip(names, _PAIR_LOOKS, strict=True):
        _draw_pair_dot(sheet, sheet.left + 5, sheet.y + 6, ring, colour)
        sheet.paragraph([Run(name)], x=sheet.left + 14, room=sheet.room - 14)
    sheet.y += 4
    columns = [
        max(text_width(text, bold=True) for text in texts)
        for texts in ([row.first_text for row in rows], [row.second_text for row in rows])
    ]
    across_both = sum(columns) + 2 * 13 + 12
    quantities = [quantity for row in rows for quantity in (row.first, row.second)]
    most = max(map(largest_value, quantities)) or Fraction(1)
    ticks = round_ticks(Fraction(0), most, 5)
    start, end = sheet.left + 14, sheet.right - 16

    def across(value: Fraction) -> float:
        return start + float(value / most) * (end - start)

    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        _set_pair_label(
            sheet, row, columns if across_both <= 0.8 * sheet.room else [], across_both <= 0.55 * sheet.room
        )
        middle = sheet.y + 6
        sheet.stroke([(start, middle), (end, middle)], colour=RULE)
        for x in map(across, ticks):
            sheet.stroke([(x, middle - 3), (x, middle + 3)], colour=RULE)
        sheet.stroke([(start, middle - 6), (start, middle + 6)], thick=1.0)
        seen |= _draw_pair(sheet, number, row, names, across, middle)
        sheet.y += 12 + GAP + 2
    step = ticks[1] - ticks[0]
    _name_ticks(sheet, [(across(tick), format_tick(tick, step)) for tick in ticks])
    if "reads_bound" in seen:
        sheet.note("arrow")
    return [
        sheet.sentences("reads_pairs", first=first_name, second=second_name),
        sheet.sentences(*(reads for reads in ("reads_through", "reads_bound") if reads in seen)),
    ]


_PAIR_LOOKS = ((False, COLOURS[0]), (True, COLOURS[-1]))
"""Whether it is a ring, and its colour, for the first and the second of a pair."""


def _draw_pair(
    sheet: Sheet,
    number: int,
    row: Pair,
    names: tuple[str, str],
    across: Callable[[Fraction], float],
    middle: float,
) -> set[str]:
    """Draw the disc and the ring of one row, joined, each with its range or its arrow.

    Return the phrases that say how to read what is special in it.
    """
    seen = set()
    quantities = (row.first, row.second)
    told = ((row.first_text, row.first_about), (row.second_text, row.second_about))
    sheet.stroke(
        [(across(quantity.value), middle) for quantity in quantities], colour=GREY, thick=2, gid=f"join-{number}"
    )
    for role, quantity, name, (text, about), (ring, colour) in zip(
        "ab", quantities, names, told, _PAIR_LOOKS, strict=True
    ):
        x = across(quantity.value)
        if quantity.lower is not None and quantity.upper is not None:
            low, high = across(max(quantity.lower, Fraction(0))), across(quantity.upper)
            if high - low > 9:
                seen.add("reads_through")
                sheet.box(low, middle - 1.5, high - low, 3, colour, gid=f"band-{number}-{role}")
        elif quantity.is_bound:
            seen.add("reads_bound")
            way = 1 if quantity.upper is None else -1
            tip = x + 13 * way
            sheet.stroke([(x, middle), (tip - way, middle)], colour=colour, thick=1.5)
            head = [(tip - 5 * way, middle - 3.5), (tip, middle), (tip - 5 * way, middle + 3.5)]
            sheet.shape(head, colour, gid=f"open-{number}-{role}")
        title = sheet.title(row.label, name, sheet.counted(text, row.unit), about)
        _draw_pair_dot(sheet, x, middle, ring, colour, f"{'ring' if ring else 'dot'}-{number}", title)
    return seen


def _draw_pair_dot(sheet: Sheet, x: float, y: float, ring: bool, colour: str, gid: str = "", title: str = "") -> None:
    """A small disc, or a ring wide enough that a disc in the same place still shows inside it."""
    if ring:
        sheet.disc(x, y, 4.4, "none", edge=colour, gid=gid, title=title)
    else:
        sheet.disc(x, y, 2.9, colour, gid=gid, title=title)


def _set_pair_label(sheet: Sheet, row: Pair, columns: Sequence[float], beside: bool) -> None:
    """Set the label of a row, and its two values: in columns at the right or below it, or one below the other."""
    texts = (row.first_text, row.second_text)
    if columns and not beside:
        sheet.paragraph(label_runs(row.label, row.label_zh))
        left = sheet.left
        for width, text, (ring, colour) in zip(columns, texts, _PAIR_LOOKS, strict=True):
            _draw_pair_dot(sheet, left + 5, sheet.y + 6.4, ring, colour)
            sheet.text(left + 14, sheet.y + SIZE, text, bold=True)
            left += width + 14 + 12
        sheet.y += LINE_HEIGHT
        return
    if columns:
        baseline, right = sheet.y + SIZE, sheet.right
        for width, text, (ring, colour) in zip(columns[::-1], texts[::-1], _PAIR_LOOKS[::-1], strict=True):
            sheet.text(right, baseline, text, bold=True, align="right")
            _draw_pair_dot(sheet, right - width - 8, baseline - 3.6, ring, colour)
            right -= width + 13 + 12
        sheet.paragraph(label_runs(row.label, row.label_zh), room=right - sheet.left)
        return
    sheet.paragraph(label_runs(row.label, row.label_zh))
    for text, (ring, colour) in zip(texts, _PAIR_LOOKS, strict=True):
        _draw_pair_dot(sheet, sheet.left + 5, sheet.y + 6.4, ring, colour)
        sheet.paragraph([Run(text, bold=True)], x=sheet.left + 14, room=sheet.room - 14)
