"""Who acts with whom, as rows of discs and rings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Unpack

from .figure import Caption, Figure
from .sheet import Sheet, lay_out, require_any
from .style import COLOURS, GREY, INK, LINE_HEIGHT, PAPER, RULE, SIZE, SMALL
from .text import Run, text_width


@dataclass(frozen=True)
class Link:
    """One agency acting with one partner in one measure; an empty partner means that it acted alone."""

    actor: str
    partner: str
    measure: str
    kind: str
    about: str = ""


def network(links: Sequence[Link], **words: Unpack[Caption]) -> Figure:
    """Who acts with whom: a row for each measure, a column for each agency, a line through all who took part.

    A filled disc is who acted, a ring is with whom; both carry the letter that stands for the agency in the
    list above, where those who take part most often come first.

    Raises ``ValueError`` when there are more agencies than columns, or a measure is of several kinds.
    """
    require_any(links, "links")
    counts: Counter[str] = Counter()
    measures: dict[str, list[Link]] = {}
    for link in links:
        measures.setdefault(link.measure, []).append(link)
    for measure, its in measures.items():
        kinds = sorted({link.kind for link in its})
        if len(kinds) > 1:
            raise ValueError(f"{measure!r} is of several kinds ({', '.join(kinds)}): choose one")
        counts.update(dict.fromkeys(who for link in its for who in (link.actor, link.partner) if who).keys())
    agencies = [agency for agency, _ in counts.most_common()]
    if len(agencies) > _AGENCIES:
        raise ValueError(f"{len(agencies)} agencies do not fit side by side: join some, or draw two charts")
    return lay_out(words, lambda sheet: _draw_network(sheet, measures, agencies))


_AGENCIES = 18
"""How many columns of discs with legible letters find room side by side."""


def _draw_network(sheet: Sheet, measures: Mapping[str, Sequence[Link]], agencies: Sequence[str]) -> list[str]:
    radius = min(7.5, sheet.room / len(agencies) / 2 - 1)
    pitch = min(32.0, (sheet.room - 2 * radius) / max(1, len(agencies) - 1))
    columns = {
        agency: (letter, sheet.left + radius + place * pitch)
        for place, (letter, agency) in enumerate(zip(ascii_uppercase, agencies, strict=False))
    }
    for agency, (letter, _) in columns.items():
        sheet.text(sheet.left + 8, sheet.y + SIZE, letter, bold=True, align="centre")
        sheet.paragraph([Run(agency)], x=sheet.left + 18, room=sheet.room - 18)
    sheet.y += 3
    sheet.disc(sheet.left + 8, sheet.y + 6, 4.5, COLOURS[0])
    acted, with_whom = sheet.say("who_acted"), sheet.say("with_whom")
    sheet.text(sheet.left + 18, sheet.y + SMALL, acted, size=SMALL, colour=GREY)
    ring = sheet.left + 18 + text_width(acted, SMALL) + 18
    sheet.disc(ring, sheet.y + 6, 3.7, PAPER, edge=COLOURS[-1], thick=1.6)
    sheet.text(ring + 10, sheet.y + SMALL, with_whom, size=SMALL, colour=GREY)
    sheet.y += LINE_HEIGHT + 3
    for row, (measure, its) in enumerate(measures.items(), start=1):
        sheet.stroke([(sheet.left, sheet.y), (sheet.right, sheet.y)], colour=RULE)
        sheet.y += 4
        kind = [Run(f"  {its[0].kind}", colour=GREY)] if its[0].kind else []
        sheet.paragraph([Run(measure), *kind])
        middle = sheet.y + 1 + radius
        actors = {link.actor for link in its}
        present = actors | {link.partner for link in its if link.partner}
        ends = [columns[agency][1] for agency in present]
        for agency, (_, x) in columns.items():
            if agency not in present:
                sheet.disc(x, middle, 1.3, RULE)
        if len(present) > 1:
            sheet.stroke([(min(ends), middle), (max(ends), middle)], colour=GREY, thick=1.5)
        named = sheet.say("kind", measure=measure, kind=its[0].kind) if its[0].kind else measure
        for agency, (letter, x) in columns.items():
            about = next((link.about for link in its if agency in (link.actor, link.partner)), "")
            acts = sheet.say("acted" if agency in actors else "took_part", agency=agency)
            title = sheet.title(acts, "", named, about)
            if agency in actors:
                sheet.disc(x, middle, radius, COLOURS[0], gid=f"actor-{row}-{letter}", title=title)
            elif agency in present:
                gid = f"partner-{row}-{letter}"
                sheet.disc(x, middle, radius - 0.8, PAPER, edge=COLOURS[-1], thick=1.6, gid=gid, title=title)
            if agency in present:
                colour = PAPER if agency in actors else INK
                sheet.text(x, middle + 3.3, letter, size=SMALL, bold=True, colour=colour, align="centre")
        sheet.y = middle + radius + 6
    return [sheet.sentences("reads_network"), sheet.sentences("reads_joined")]
