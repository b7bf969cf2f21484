"""Markdown: words of a cell as they are, and links around a number, to its source or to the view that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable

EXPLORE = "../book/explore.md"
"""The page Explore, from a page of book/ or of notebooks/."""
MOST_INDICATORS, MOST_PLACES = 2, 4
"""As many of each Explore shows side by side."""


_LIVE = re.compile(
    r"[\\`*\[\]<>{}$~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|@|:(?=//)|(?<=www)\.|^[-+#=:](?=\s|$)|(?<=^\d)[.)](?=\s)"
)
"""What Markdown, or a formula in JupyterLab, may begin with; a bar between cells is for `tables.markdown_table`."""


def verbatim(words: str) -> str:
    """Return words of a cell so that Markdown shows them as they stand there, whatever they look like.

    Cells are text and hold no markup. Who puts one into a sentence, a table or a list in Markdown writes it so.
    """
    return _LIVE.sub(r"\\\g<0>", words)


def markdown_link(words: str, address: str, title: str = "") -> str:
    """Return `words` as a Markdown link, with what shows when the pointer rests on it, which is plain text."""
    escaped = re.sub(r'[\\"<&`$]', r"\\\g<0>", title)
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
