"""Bars from zero: side by side, as the parts of a whole, and what came in against what went out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Unpack

from beijing_ip.numbers.measures import percent, share, total
from beijing_ip.numbers.quantity import Quantity

from .figure import Caption, Figure
from .scales import centre_within, is_lower_bound, largest_value
from .sheet import Sheet, lay_out, require_any
from .style import COLOURS, GAP, GREY, INK, LINE_HEIGHT, PAPER, PIXEL, RULE, SIZE, SMALL, TINT
from .text import Run, label_runs, line_width, text_width, wrap_lines

_BAR = 12.0
"""Thickness of a bar, in points."""


@dataclass(frozen=True)
class Mark:
    """One quantity to draw: its label in English and Chinese, and its value as shown, with the unit.

    ``about`` says in sentences how exact it is and where it stands, for the title of its mark.
    """

    label: str
    quantity: Quantity
    text: str
    label_zh: str = ""
    group: str = ""
    period: str = ""
    about: str = ""


def _needs_stacking(sheet: Sheet, rows: Sequence[tuple[Mark, str]]) -> bool:
    """Whether a value finds no room beside one of the labels, so that all stand below theirs."""
    return any(
        len(wrap_lines(label_runs(mark.label, mark.label_zh, value), sheet.room, SIZE)) > 1 for mark, value in rows
    )


def _set_label(sheet: Sheet, mark: Mark, value: str, stacked: bool) -> None:
    sheet.paragraph(label_runs(mark.label, mark.label_zh, "" if stacked else value))
    if stacked and value:
        sheet.paragraph([Run(value, bold=True)])


def bars(marks: Sequence[Mark], **words: Unpack[Caption]) -> Figure:
    """Horizontal bars from zero, all on one scale, each under its label and with its value at the end.

    Marks of one group stand under its heading. The pale end of a bar is what rounding leaves open, where that
    is wider than a pixel. A lower bound has an open, pointed end; an upper bound is pale all along, and an
    approximate number hollow.

    Raises ``ValueError`` for a negative value: these bars start at zero and run to the right.
    """
    require_any(marks, "marks")
    for mark in marks:
        if mark.quantity.value < 0:
            raise ValueError(f"{mark.label!r} is negative: these bars start at zero and run to the right")
    return lay_out(words, lambda sheet: _draw_bars(sheet, marks))


def _draw_bars(sheet: Sheet, marks: Sequence[Mark]) -> list[str]:
    scale, beside = _bar_scale(sheet, marks)
    stacked = not beside and _needs_stacking(sheet, [(mark, mark.text) for mark in marks])
    seen = set()
    group = ""
    for number, mark in enumerate(marks, start=1):
        if mark.group != group:
            sheet.y += GAP if number > 1 else 0
            sheet.heading(mark.group) if mark.group else None
            group = mark.group
        _set_label(sheet, mark, "" if beside else mark.text, stacked)
        sheet.y += 1
        seen |= _draw_bar(sheet, number, mark, scale, COLOURS[0])
        if beside:
            end = sheet.left + float(largest_value(mark.quantity)) * scale + _tip_length(mark.quantity)
            sheet.text(end + GAP, sheet.y + 9.6, mark.text, bold=True)
        sheet.y += _BAR + 9
    if "reads_band" in seen:
        sheet.note("pale")
    return [
        sheet.sentences("reads_bars"),
        sheet.sentences(
            *(reads for reads in ("reads_band", "reads_open", "reads_pale", "reads_bar_about") if reads in seen)
        ),
    ]


_POINT = 7.0
"""Length of the pointed end of a lower bound, in points."""


def _tip_length(quantity: Quantity) -> float:
    return _POINT if is_lower_bound(quantity) else 0.0


def _bar_scale(sheet: Sheet, marks: Sequence[Mark]) -> tuple[float, bool]:
    """Points per unit, and whether the values find room at the ends of their bars."""
    most = max(largest_value(mark.quantity) for mark in marks)
    if most == 0:
        return 0.0, True

    def longest(beside: bool) -> float:
        rooms = []
        for mark in marks:
            room = sheet.room - _tip_length(mark.quantity) - (GAP + text_width(mark.text, bold=True) if beside else 0)
            value = float(largest_value(mark.quantity))
            rooms.append(room / value if value else math.inf if room > 0 else -math.inf)
        return min(rooms)

    scale = longest(True)
    if scale * float(most) >= 0.5 * sheet.room:
        return scale, True
    return longest(False), False


def _draw_bar(sheet: Sheet, number: int, mark: Mark, scale: float, colour: str) -> set[str]:
    """Draw one bar at the sheet's place; return the phrases that say how to read what is special in it."""
    quantity = mark.quantity
    seen = set()
    top, end = sheet.y, sheet.left + float(quantity.value) * scale
    if quantity.value:
        open_below = quantity.lower is None
        if open_below:
            seen.add("reads_pale" if quantity.is_bound else "reads_bar_about")
        sheet.box(
            sheet.left,
            top,
            end - sheet.left,
            _BAR,
            colour if not open_below else TINT if quantity.is_bound else PAPER,
            edge=colour if open_below else None,
            gid=f"bar-{number}",
            title=sheet.title(mark.label, mark.period, mark.text, mark.about),
        )
    if is_lower_bound(quantity):
        seen.add("reads_open")
        points = [(end + 1, top), (end + _POINT, top + _BAR / 2), (end + 1, top + _BAR)]
        sheet.shape(points, PAPER, edge=colour, gid=f"open-{number}")
    if quantity.lower is not None and quantity.upper is not None:
        low, high = (sheet.left + float(at) * scale for at in (max(quantity.lower, Fraction(0)), quantity.upper))
        if high - low > PIXEL:
            seen.add("reads_band")
            sheet.box(low, top, high - low, _BAR, TINT, edge=colour, gid=f"band-{number}")
            sheet.stroke([(end, top), (end, top + _BAR)], colour=colour, thick=0.8)
    sheet.stroke([(sheet.left, top - 1.5), (sheet.left, top + _BAR + 1.5)], thick=1.0)
    return seen


def part_of_whole(parts: Sequence[Mark], whole: Mark, **words: Unpack[Caption]) -> Figure:
    """One bar for the whole, cut into its two to four parts, and under it a row for each part in its place.

    The share of an exact part in an exact whole is computed and shown, in per cent with one decimal; for
    rounded numbers the mark's text gives it, since only the caller knows which formula uses each number once.

    Raises ``ValueError`` when the parts cannot sum to the whole, or one is negative or only a bound.
    """
    if not 2 <= len(parts) <= len(COLOURS):
        raise ValueError(f"{len(parts)} parts cannot be told apart here: give two to {len(COLOURS)}, or draw bars")
    for mark in (*parts, whole):
        if mark.quantity.value < 0 or mark.quantity.lower is None or mark.quantity.upper is None:
            raise ValueError(f"{mark.label!r} is negative or has no bound on one side, so it has no share to draw")
    if whole.quantity.value == 0:
        raise ValueError(f"{whole.label!r} is zero: nothing has a share in it")
    together = total(*(part.quantity for part in parts))
    if not (together - whole.quantity).contains(0):
        raise ValueError(
            f"the parts ({' + '.join(part.text for part in parts)}) cannot sum to {whole.label!r} "
            f"({whole.text}), not even within their rounding: check the numbers, "
            "or draw them side by side with bars()"
        )
    return lay_out(words, lambda sheet: _draw_part_of_whole(sheet, parts, whole, together.value))


def _draw_part_of_whole(sheet: Sheet, parts: Sequence[Mark], whole: Mark, together: Fraction) -> list[str]:
    scale = sheet.room / float(max(whole.quantity.value, together))
    sheet.paragraph([Run(whole.label, bold=True), *label_runs("", whole.label_zh, whole.text)])
    sheet.y += 1
    places = []
    start = sheet.left
    for part in parts:
        places.append((start, float(part.quantity.value) * scale))
        start += places[-1][1]
    values = [part.text + _format_share(part, whole) for part in parts]
    for number, (part, (x, width), value, colour) in enumerate(
        zip(parts, places, values, COLOURS, strict=False), start=1
    ):
        title = sheet.title(part.label, part.period, value, part.about)
        sheet.box(x, sheet.y, width, 20, colour, gid=f"part-{number}", title=title)
    for x, width in places[1:]:
        if width > 4:
            sheet.stroke([(x, sheet.y), (x, sheet.y + 20)], colour=PAPER, thick=1)
    sheet.y += 20 + 9
    pointed = False
    stacked = _needs_stacking(sheet, list(zip(parts, values, strict=True)))
    for number, (part, (x, width), value, colour) in enumerate(
        zip(parts, places, values, COLOURS, strict=False), start=1
    ):
        _set_label(sheet, part, value, stacked)
        sheet.y += 3
        sheet.box(sheet.left, sheet.y + 3, sheet.room, 2, RULE)
        title = sheet.title(sheet.say("alone", label=part.label), part.period, value, part.about)
        sheet.box(x, sheet.y, width, 8, colour, gid=f"row-{number}", title=title)
        if width < 3:
            pointed = True
            middle = x + width / 2
            sheet.shape([(middle - 3.5, sheet.y - 5), (middle + 3.5, sheet.y - 5), (middle, sheet.y - 0.5)], colour)
        sheet.y += 8 + 8
    return [sheet.sentences("reads_parts"), sheet.sentences("reads_pointer") if pointed else ""]


def _format_share(part: Mark, whole: Mark) -> str:
    if part.quantity.is_exact and whole.quantity.is_exact:
        return f" ({percent(share(part.quantity, whole.quantity)):1}%)"
    return ""


def balance(inflow: Mark, outflow: Mark, difference: Mark, **words: Unpack[Caption]) -> Figure:
    """What came in against what went out: two bars from zero, and their far ends enlarged below them.

    The enlarged strip holds dots, not bars, since its axis does not start at zero. ``difference`` is outflow
    less inflow; its text says in words which is more.

    Raises ``ValueError`` when the difference is not that of the two, or either is not exact and above zero.
    """
    low = min(inflow.quantity.value, outflow.quantity.value)
    if not (inflow.quantity.is_exact and outflow.quantity.is_exact) or low <= 0:
        raise ValueError("a balance needs two exact numbers above zero; draw rounded ones with bars()")
    if difference.quantity != outflow.quantity - inflow.quantity:
        raise ValueError(
            f"the difference {difference.text!r} is not {outflow.text} less {inflow.text}: compute it from the two"
        )
    return lay_out(words, lambda sheet: _draw_balance(sheet, inflow, outflow, difference))


def _draw_balance(sheet: Sheet, inflow: Mark, outflow: Mark, difference: Mark) -> list[str]:
    low, high = sorted((inflow.quantity.value, outflow.quantity.value))
    pairs = [(inflow, COLOURS[0]), (outflow, COLOURS[-1])]
    step = _round_step(high - low)
    first, last = low // step * step, -(-high // step) * step
    first, last = first - (step if first == low else 0), last + (step if last == high else 0)
    scale = sheet.room / float(last)
    stacked = _needs_stacking(sheet, [(mark, mark.text) for mark, _ in pairs])
    for number, (mark, colour) in enumerate(pairs, start=1):
        _set_label(sheet, mark, mark.text, stacked)
        sheet.y += 1
        _draw_bar(sheet, number, mark, scale, colour)
        sheet.y += _BAR + 7
    top = sheet.y - 5
    sheet.y += 18
    sheet.shape(
        [(sheet.left + float(first) * scale, top), (sheet.right, top), (sheet.right, sheet.y), (sheet.left, sheet.y)],
        TINT,
    )
    _draw_enlargement(sheet, pairs, difference, first, last, step)
    return [sheet.sentences("reads_balance"), sheet.sentences("reads_strip")]


def _round_step(width: Fraction) -> Fraction:
    """The round number, 1, 2 or 5 with noughts, next above half of a width, and at least 1."""
    least = max(width / 2, Fraction(1))
    power = Fraction(10) ** math.floor(math.log10(least))
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= least)


def _draw_enlargement(
    sheet: Sheet,
    pairs: Sequence[tuple[Mark, str]],
    difference: Mark,
    first: Fraction,
    last: Fraction,
    step: Fraction,
) -> None:
    inner, span = sheet.left + 10, sheet.room - 20

    def across(value: Fraction) -> float:
        return inner + float((value - first) / (last - first)) * span

    top = sheet.y
    rows = 2 * (LINE_HEIGHT + 13)
    texts = wrap_lines([Run(difference.text, bold=True)], span, SIZE)
    note = wrap_lines(
        [
            Run(
                sheet.say("enlarged", first=f"{int(first):,}", last=f"{int(last):,}"),
                colour=GREY,
            )
        ],
        span,
        SMALL,
    )
    bottom = top + 6 + len(note) * LINE_HEIGHT + rows + 14 + len(texts) * LINE_HEIGHT + 18
    sheet.box(sheet.left, top, sheet.room, bottom - top, PAPER, edge=RULE)
    sheet.y = top + 4
    for line in note:
        sheet.set_line(line, inner, sheet.y + SMALL, SMALL)
        sheet.y += LINE_HEIGHT
    dots = []
    for number, (mark, colour) in enumerate(pairs, start=1):
        x = across(mark.quantity.value)
        sheet.text(centre_within(x, text_width(mark.label), inner, inner + span), sheet.y + SIZE, mark.label)
        sheet.y += LINE_HEIGHT + 5
        sheet.stroke([(inner, sheet.y), (inner + span, sheet.y)], colour=RULE)
        title = sheet.title(sheet.say("closer", label=mark.label), mark.period, mark.text, mark.about)
        sheet.disc(x, sheet.y, 4, colour, gid=f"dot-{number}", title=title)
        dots.append((x, sheet.y))
        sheet.y += 8
    left, right = sorted(x for x, _ in dots)
    foot = sheet.y + 6
    for x, y in dots:
        sheet.stroke([(x, y + 4), (x, foot)], colour=INK)
    sheet.stroke([(left, foot), (right, foot)], thick=1.5, gid="difference")
    sheet.y = foot + 3
    for line in texts:
        start = centre_within((left + right) / 2, line_width(line, SIZE), inner, inner + span)
        sheet.set_line(line, start, sheet.y + SIZE)
        sheet.y += LINE_HEIGHT
    sheet.y += 3
    value = first
    while value <= last:
        x = across(value)
        sheet.stroke([(x, sheet.y), (x, sheet.y + 3)], colour=GREY)
        text = f"{int(value):,}"
        sheet.text(
            centre_within(x, text_width(text, SMALL), inner, inner + span),
            sheet.y + 3 + SMALL,
            text,
            size=SMALL,
            colour=GREY,
        )
        value += step
    sheet.y += LINE_HEIGHT + 6
