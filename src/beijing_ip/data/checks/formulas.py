"""Cells that a spreadsheet would compute when it opens a CSV, instead of showing them."""

from __future__ import annotations

import re

_BEGINS = re.compile("[=@+＝＠＋－-]")
"""Full-width signs too: Excel takes them for the others where it is set to Chinese."""
_NUMBER = re.compile(r"[+-](?=\.?\d)(\d[\d,]*)?(\.\d+)?%?")


def formula_in(cell: str) -> str:
    """Return what a spreadsheet would compute of a cell, from its first sign on; "" if it shows all as it stands.

    A sign before a number alone is harmless: of -0.5 or +23.6% there is nothing to compute, it is that number. Where
    the comma is the decimal sign, a spreadsheet parts a file at semicolons, so that each part of a cell counts.
    """
    for part in cell.split(";"):
        words = part.lstrip()
        if _BEGINS.match(words) and not _NUMBER.fullmatch(words):
            return words
    return ""
