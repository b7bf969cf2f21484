"""The rows of wordings.csv: words of the release that Chinese reports of the same conference have otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from ..schema import Problem, Table, look_up, split_list


def check_wordings(wordings: Table, observations: Table, sources: Table, editions: Table) -> Iterator[Problem]:
    """A wording is about numbers of the release, and names a Chinese report."""
    released = {(row["source_id"], row["indicator_id"]) for row in observations}
    releases = look_up(editions, "edition_id", "source_id")
    languages = look_up(sources, "source_id", "language")
    for row in wordings:
        for indicator in split_list(row["indicators"]):
            if (releases[row["edition_id"]], indicator) not in released:
                message = f"'{indicator}' has no number in the release, so the release cannot word it"
                yield Problem("wordings.csv", row.number, "indicators", message)
        if languages[row["source_id"]] != "zh":
            message = f"'{row['source_id']}' is not in Chinese; name the Chinese report that has the term"
            yield Problem("wordings.csv", row.number, "source_id", message)
