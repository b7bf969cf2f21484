"""The functions that print nodes, a module for each family of kinds; `writer.prints` registers each of them."""

from . import boxes, containers, contents, figures, formulas, inline, lists, raw, references, structure, tables  # noqa: F401
