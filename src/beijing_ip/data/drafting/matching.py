"""Rows matched with columns so that the costs together are least: the Hungarian method, shortest paths one by one."""

from __future__ import annotations

from collections.abc import Sequence


def match_rows(costs: Sequence[Sequence[float]]) -> list[int]:
    """Return a column for each row, none twice; there are at least as many columns as rows."""
    columns = len(costs[0]) if costs else 0
    of_row, of_column = [0.0] * (len(costs) + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, len(costs) + 1):
        row_of[0] = row
        at = 0
        least = [float("inf")] * (columns + 1)
        came, seen = [0] * (columns + 1), [False] * (columns + 1)
        while row_of[at]:
            seen[at] = True
            current, step, following = row_of[at], float("inf"), 0
            for column in range(1, columns + 1):
                if seen[column]:
                    continue
                cost = costs[current - 1][column - 1] - of_row[current] - of_column[column]
                if cost < least[column]:
                    least[column], came[column] = cost, at
                if least[column] < step:
                    step, following = least[column], column
            for column in range(columns + 1):
                if seen[column]:
                    of_row[row_of[column]] += step
                    of_column[column] -= step
                else:
                    least[column] -= step
            at = following
        while at:
            row_of[at] = row_of[came[at]]
            at = came[at]
    found = [0] * len(costs)
    for column in range(1, columns + 1):
        if row_of[column]:
            found[row_of[column] - 1] = column - 1
    return found
