"""The addresses behind the links of a page, for paper: numbered, once each, below the text (`layout.html`).

A link within a sentence gets the number of its address. One of a number does not: a paragraph may hold ten, and all
lead to places on the page that is listed. On a screen nothing of this shows (`report.css`, `print.css`).
"""

from __future__ import annotations

import re
from urllib.parse import urldefrag

HEADINGS = {"en": "Addresses of the links, and of the sources of linked numbers", "zh": "链接及数字来源的网址"}
"""What stands over the addresses, by the language of the page."""
_LINK = re.compile(r'<a [^>]*href="(?P<address>https?://[^"]+)"[^>]*>')


def note_addresses(body: str) -> tuple[str, list[str]]:
    """Return the HTML of an article with a number at each link to another site, and the addresses, escaped."""
    numbers: dict[str, int] = {}

    def number(link: re.Match[str]) -> str:
        note = numbers.setdefault(urldefrag(link["address"])[0], len(numbers) + 1)
        if "data-figures" in link[0] or ":~:text=" in link["address"]:
            return link[0]
        return f'{link[0][:-1]} data-note="{note}">'

    return _LINK.sub(number, body), list(numbers)
