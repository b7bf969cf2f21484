"""What the policy of a page forbids inside of it: sizes of pictures become attributes, and all else stops the build.

A browser that heeds `style-src 'self'` passes over `style="width: 120px"` without a word to the reader.
"""

from __future__ import annotations

import re

from sphinx.errors import ExtensionError

PIXELS = {"px": 1, "": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "em": 16, "rem": 16}
"""How many pixels of CSS a unit is; an em is one of the letters of a page."""
_TAG = re.compile(r"<[a-z][^<>]*>", re.IGNORECASE)
_STYLE = re.compile(r'\sstyle="([^"]*)"')
_ATTRIBUTE = re.compile(r"""\s([\w:-]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?""")
_SIZE = re.compile(r"(width|height):\s*([\d.]+)([a-z%]*)")


def keep_sizes(body: str, page: str) -> str:
    """Return the body of a page with the sizes of its pictures as attributes.

    Raises ExtensionError for any other style or script inside of it, which the policy of the page would pass over.
    """
    body = _TAG.sub(_write_attributes, body)
    for tag in _TAG.findall(body):
        if _is_forbidden(tag):
            raise ExtensionError(
                f"{page}: the policy of pages (style-src and script-src 'self') passes over this style or script, so "
                f"nobody would see what it is for; put it into a file of book/_static: {' '.join(tag.split())[:80]}"
            )
    return body


def _is_forbidden(tag: str) -> bool:
    name = tag[1:].split(maxsplit=1)[0].rstrip(">").lower()
    names = {attribute.lower() for attribute in _ATTRIBUTE.findall(tag)}
    own_script = name == "script" and "src" not in names and "json" not in tag
    return name == "style" or own_script or "style" in names or any(each.startswith("on") for each in names)


def _write_attributes(tag: re.Match[str]) -> str:
    style = _STYLE.search(tag[0])
    if style is None or not tag[0].startswith("<img"):
        return tag[0]
    sizes = [part.strip() for part in style[1].split(";") if part.strip()]
    attributes = ""
    for size in sizes:
        given = _SIZE.fullmatch(size)
        if given is None or given[3] not in {*PIXELS, "%"}:
            return tag[0]
        side, amount, unit = given.groups()
        attributes += f' {side}="{amount}%"' if unit == "%" else f' {side}="{round(float(amount) * PIXELS[unit])}"'
    return tag[0].replace(style[0], attributes)
