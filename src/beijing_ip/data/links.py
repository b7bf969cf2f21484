"""Links in Markdown: around a number, to its place in the source or to the view of Explore that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable

EXPLORE = "../book/explore.md"
"""The page Explore, from a page of book/ or of notebooks/."""
MOST_INDICATORS, MOST_PLACES = 2, 4
"""As many of each Explore shows side by side."""


def markdown_link(words: str, address: str, title: str = "") -> str:
    """Return `words` as a Markdown link, with what shows when the pointer rests on it."""
    escaped = re.sub(r'([\\"])', r"\\\1", title)
    hover = f' "{escaped}"' if title else ""
    return f"[{words}]({address}{hover})"


def view_of(figures: Iterable[tuple[str, str, str]], show: str = "") -> str:
    """Return the address of the view of Explore that shows some figures: `indicator=...&places=...&from=...&to=...`.

    Each figure is its indicator, its place and its period. `show` is "change", "share" or "head" where that is shown
    and not the figures themselves.
    """
    # What is left out takes its places with it: Explore knows of no figure of theirs.
    held = list(figures)
    indicators = list(dict.fromkeys(name for name, *_ in held))[:MOST_INDICATORS]
    _, where, when = zip(*(figure for figure in held if figure[0] in indicators), strict=True)
    places = dict.fromkeys(re.sub("[^a-z0-9]+", "-", place.lower()) for place in where)
    years = [year for period in when for year in re.findall(r"\b\d{4}\b", period)]
    parts = {
        "indicator": ",".join(indicators),
        "places": ",".join(list(places)[:MOST_PLACES]),
        "from": min(years),
        "to": max(years),
        "show": show,
    }
    return "&".join(f"{name}={value}" for name, value in parts.items() if value)


def figures_link(words: str, view: str, title: str, *, published: str = "", computed: Iterable[str] = ()) -> str:
    """Return `words` as a link to a view of Explore that names the figure which they are, or those they rest on.

    The web edition takes the ids, `figure=ID` or `figures=ID,ID`, out of the address
    (`beijing_ip.publish.web.number_links`).
    """
    named = f"figure={published}" if published else f"figures={','.join(computed)}"
    return markdown_link(words, f"{EXPLORE}#{view}&{named}", title)
