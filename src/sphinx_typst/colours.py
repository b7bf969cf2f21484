"""Colours that print dark enough to be read."""

from __future__ import annotations

_SHARES = (0.2126, 0.7152, 0.0722)
"""How much red, green and blue add to how light a colour is."""
TEXT, TINTED = 4.5, 5.1
"""The contrast to white paper that text needs by WCAG, and what it needs on the tint of boxes and listings."""


def darken(colour: str, contrast: float = TEXT) -> str:
    """Darken a colour, six hexadecimal digits, until it has a contrast to white paper."""
    parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    while 1.05 / (sum(share * _light(part) for share, part in zip(_SHARES, parts, strict=True)) + 0.05) < contrast:
        parts = [part * 19 // 20 for part in parts]
    return "".join(f"{part:02x}" for part in parts)


def _light(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
