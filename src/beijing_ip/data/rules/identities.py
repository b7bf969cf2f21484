"""The rows of identities.csv: what must add up, or lie inside something else, held against the printed numbers."""

from __future__ import annotations

from collections.abc import Iterator

from beijing_ip.numbers.measures import total

from ..schema import Problem, Table, group_by
from .observations import corrected_quantity, printed_quantity


def check_identities(identities: Table, observations: Table, corrections: Table) -> Iterator[Problem]:
    """The parts of a sum can make its whole, and no part exceeds its whole, whatever rounding leaves open.

    A number that a source printed wrongly counts as data/corrections.csv has it.
    """
    corrected = {row["observation_id"]: corrected_quantity(row) for row in corrections}
    numbers = {
        (row["source_id"], row["indicator_id"]): corrected.get(row["observation_id"]) or printed_quantity(row)
        for row in observations
    }
    for identity, rows in group_by(identities, "identity_id").items():
        first = rows[0]
        for column in ("relation", "whole", "holds", "source_id"):
            if any(row[column] != first[column] for row in rows):
                message = f"differs between the rows of {identity}; one statement has one {column}"
                yield Problem("identities.csv", first.number, column, message)
        if missing := [row for row in rows if (row["source_id"], row["part"]) not in numbers]:
            message = f"'{missing[0]['part']}' has no number in {first['source_id']}, which this statement is about"
            yield Problem("identities.csv", missing[0].number, "part", message)
            continue
        if (first["source_id"], first["whole"]) not in numbers:
            message = f"'{first['whole']}' has no number in {first['source_id']}, which this statement is about"
            yield Problem("identities.csv", first.number, "whole", message)
            continue
        if first["holds"] == "no":
            continue
        whole = numbers[first["source_id"], first["whole"]]
        parts = total(*(numbers[row["source_id"], row["part"]] for row in rows))
        gap = whole - parts
        impossible = not gap.contains(0) if first["relation"] == "sum" else gap.upper is not None and gap.upper < 0
        if impossible:
            message = (
                f"the parts of {identity} add up to {parts}, but {first['whole']} is {whole}; "
                "one of these rows of observations.csv is wrong"
            )
            yield Problem("identities.csv", first.number, "part", message)
