"""Where numbers were read: sources by name, as the line under a figure and as a citation in a sentence, in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from beijing_ip.data.editions import find_edition
from beijing_ip.data.links import verbatim
from beijing_ip.data.observations import Observation, Source
from beijing_ip.numbers.writing import format_date, join_words


def cite_source(source: Source) -> str:
    """Name one source in Markdown: title or publisher as a link where the grade is A, date, grade."""
    dated = f", {format_date(source.published)}" if source.published else ""
    publisher = f", {verbatim(source.publisher)}" if source.title else ""
    return f"{source.link(verbatim(source.title or source.publisher))}{publisher}{dated} (grade {source.grade})"


def short_name(source: Source) -> str:
    """Return the release or the publisher, with the grade, as plain text."""
    return f"{'Release' if source.source_id == find_edition().source_id else source.short} (grade {source.grade})"


def source_line(rows: Sequence[Observation]) -> str:
    """Name the sources of published numbers, with their paragraphs and grades, in Markdown."""
    lines = []
    for source, paragraphs in paragraphs_by_source(rows).items():
        places = join_words([str(number) for number in paragraphs]) if paragraphs else ""
        plural = "s" if len(paragraphs) > 1 else ""
        lines.append(f"{cite_source(source)}, paragraph{plural} {places}" if places else cite_source(source))
    return f"{'; '.join(lines)}."


def paragraphs_by_source(rows: Sequence[Observation]) -> dict[Source, list[int]]:
    """Every source of published numbers, and the paragraphs in which they stand."""
    found: dict[Source, set[int]] = {}
    for row in rows:
        found.setdefault(row.source, set()).update({row.paragraph} if row.paragraph else ())
    return {source: sorted(paragraphs) for source, paragraphs in found.items()}


def summarise_sources(sources: Collection[Source]) -> str:
    """Name the publishers with the most pages, count the others, and say how many pages there are, of what grades."""
    publishers = [verbatim(name) for name, _ in Counter(source.short for source in sources).most_common()]
    # "And one other" would take as much room as its name.
    named = publishers if len(publishers) <= 3 else [*publishers[:2], f"{len(publishers) - 2} others"]
    grades = join_words(sorted({source.grade for source in sources}))
    return f"{join_words(named)} ({len(sources)} page{'s' if len(sources) > 1 else ''} of grade {grades})"
