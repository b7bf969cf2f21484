"""The columns that say where a number was read, with the same names in every file that the book offers.

The tables of data/ name a source by its id alone, so that its title has one home. Whoever takes a file along has no
sources.csv beside it: there, title, address and grade stand in the row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .observations import Source


def describe_field(
    name: str, kind: str, meaning: str, *, required: bool = True, one_of: Iterable[str] = ()
) -> dict[str, Any]:
    """Return one column as datapackage.json describes it.

    `required` says that no cell of it is empty, `one_of` what may stand in one.
    """
    limits: dict[str, Any] = {"required": True} if required else {}
    if words := list(one_of):
        limits["enum"] = words
    return {"name": name, "type": kind, "description": meaning} | ({"constraints": limits} if limits else {})


ENDS_FIELDS = (
    describe_field(
        "lower",
        "number",
        'The least that prints as this number; of "more than", the number itself. Empty where it is open.',
        required=False,
    ),
    describe_field(
        "upper",
        "number",
        'The most that prints as this number; of "nearly", the number itself. Empty where it is open.',
        required=False,
    ),
)
"""Between which ends a number lies, the value always among them: `Quantity.ends`."""

SOURCE_FIELDS = (
    describe_field("source_title", "string", "Title of the page where it was read, or its publisher.", required=False),
    describe_field(
        "source_address", "string", "Address of that page. Only a source of grade A has one.", required=False
    ),
    describe_field(
        "source_grade", "string", "How good the copy of the source is, as in `sources.csv`: A, B or C.", required=False
    ),
)
"""What a file says of the sources of a row. Several stand in one order, with semicolons between them."""

ONE_SOURCE_FIELDS = (*SOURCE_FIELDS[:-1], {**SOURCE_FIELDS[-1], "constraints": {"enum": ["A", "B", "C"]}})
"""The same where each row has been read in one source."""

SOURCE_COLUMNS = tuple(field["name"] for field in SOURCE_FIELDS)


def source_cells(sources: Iterable[Source]) -> tuple[str, str, str]:
    """Return title, address and grade of one source or several, each in its place; empty if none has an address."""
    each = [(source.title or source.publisher, source.address, source.grade) for source in sources]
    title, address, grade = (
        "; ".join(cells) if any(cells) else "" for cells in (zip(*each, strict=True) if each else [()] * 3)
    )
    return title, address, grade
