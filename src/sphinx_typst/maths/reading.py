"""Reads LaTeX into the tree, by TeX's rules: an argument without braces is one token."""

from __future__ import annotations

from . import tree
from .reader import Reader
from .structures import COMMANDS
from .tables import read_lines
from .tokens import Macros


def read_formula(source: str, macros: Macros | None = None) -> tree.Formula:
    """Read a formula in LaTeX; macros that it defines are added to those given.

    Raises FormulaError for what is not known or not finished, with its line.
    """
    reader = Reader(source, macros or Macros(), COMMANDS)
    body = read_lines(reader)
    if reader.tokens.look():
        raise reader.tokens.wrong(f"{reader.tokens.take()} closes nothing")
    return tree.Formula(body, reader.tag)
