"""The rows of editions.csv, places.csv and unsaid.csv."""

from __future__ import annotations

from collections.abc import Iterator

from ..schema import Problem, Table, look_up, slug_of, split_list


def check_editions(editions: Table, observations: Table, sources: Table, places: Table) -> Iterator[Problem]:
    """One edition is current; each has an id of place and year, figures in its release, an earlier one before it."""
    current = [row for row in editions if row["current"]]
    if len(current) != 1:
        row = current[1] if current else editions[0]
        there = f"{len(current)} editions have it" if current else "no edition has it"
        yield Problem("editions.csv", row.number, "current", f"{there}; write yes in the one that the book is about")
    years = look_up(editions, "edition_id", "year")
    place_of = look_up(editions, "edition_id", "place")
    languages = look_up(sources, "source_id", "language")
    levels = look_up(places, "place", "level")
    released = {(row["source_id"], row["place"], row["period"][:4]) for row in observations}
    for row in editions:
        name, place, year, previous = row["edition_id"], row["place"], row["year"], row["previous"]
        if name != (expected := f"{slug_of(place)}-{year}"):
            yield Problem("editions.csv", row.number, "edition_id", f"is '{name}'; place and year make {expected}")
        if levels[place] in ("world", "country", "office"):
            message = f"is {place}, no part of a country; chapters hold a province or a city against its country"
            yield Problem("editions.csv", row.number, "place", message)
        if (row["source_id"], place, year) not in released:
            message = f"'{row['source_id']}' has no figure of {place} for {year} in data/observations.csv; add its rows"
            yield Problem("editions.csv", row.number, "source_id", message)
        if previous and (place_of[previous] != place or int(years[previous]) >= int(year)):
            message = f"is '{previous}', which is no earlier edition of {place}"
            yield Problem("editions.csv", row.number, "previous", message)
        for report in split_list(row["reports"]):
            if languages.get(report) != "zh":
                message = f"'{report}' is not in Chinese; other sources belong into further_sources"
                yield Problem("editions.csv", row.number, "reports", message)
        if place in split_list(row["peers"]):
            yield Problem("editions.csv", row.number, "peers", f"names {place} itself; name other places")


def check_places(places: Table) -> Iterator[Problem]:
    """Each place lies in another, up to one that lies in none."""
    within = look_up(places, "place", "within")
    for row in places:
        seen, inside = {row["place"]}, row["within"]
        while inside and inside not in seen:
            seen.add(inside)
            inside = within[inside]
        if inside:
            yield Problem("places.csv", row.number, "within", f"leads back to {inside}; name the larger place")
