"""The functions that print nodes, a module for each family of kinds; `writer.prints` registers each of them."""

from . import (  # noqa: F401
    boxes,
    containers,
    contents,
    descriptions,
    figures,
    formulas,
    inline,
    lists,
    raw,
    references,
    structure,
    tables,
    tabs,
)
