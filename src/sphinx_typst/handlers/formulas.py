"""Formulas in lines and on their own, with numbers."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from docutils import nodes

from ..code import Code, typst_call
from ..maths.reading import read_formula
from ..maths.tokens import Macros, read_macros
from ..maths.tree import FormulaError, Node, Row, kind_of
from ..maths.typst import write, write_typst
from ..maths.words import write_words
from ..maths.wrapping import line_in_source, wrapped
from ..writer import Writer, find_ancestor, opening, prints

LONG = 60
"""Characters of Typst's notation: what has fewer is no wider than a line."""
TALL = re.compile(r"\b(frac|mat|binom|vec|root|overbrace|underbrace)\(|\\[∫∬∭∮∑∏]")
"""What is higher than a line of text, in Typst's notation."""


@prints(nodes.math)
def _math(writer: Writer, node: nodes.math) -> str:
    return _write_equation(writer, node, False)


@prints(nodes.math_block)
def _math_block(writer: Writer, node: nodes.math_block) -> str:
    code = _write_equation(
        writer, node, True, at=writer.locate(node), says=opening(node), number=_number_of(writer, node)
    )
    return writer.mark(node, code) if code else ""


def _number_of(writer: Writer, node: nodes.math_block) -> str | None:
    """Return the number of a formula as references to it have it."""
    config = node.document.settings.env.config
    number = writer.number_of(node, "displaymath") if config.math_numfig and config.numfig else ""
    if number:
        return str(config.math_numsep.join(number.rsplit(".", 1)))
    return str(node["number"]) if node.get("number") else None


def _macros_before(node: nodes.Element) -> Macros:
    """Return the commands of the configuration, and of formulas that stand before the first one that prints."""
    macros = read_macros(node.document.settings.env.config)
    for before in node.document.findall(lambda found: isinstance(found, nodes.math | nodes.math_block)):
        if before is node:
            break
        with suppress(FormulaError):
            read_formula(wrapped(before), macros)
    return macros


def _write_equation(writer: Writer, node: nodes.Element, block: bool, **given: Any) -> Code:
    try:
        if writer.macros is None:
            writer.macros = _macros_before(node)
        formula = read_formula(wrapped(node), writer.macros)
    except FormulaError as error:
        place = nodes.math()
        place.line = line_in_source(node, error.line)
        writer.refuse(place, f"this formula cannot be printed, {error}: {opening(node)}")
        return Code("[]")
    if formula.body == Row() and formula.tag is None:
        # It defines commands for those that follow.
        return Code("")
    code, words = write_typst(formula), node.get("alt") or write_words(formula)
    if block:
        given["block"] = True
        if formula.tag is not None:
            given["tag"] = Code(f"${write(formula.tag)}$")
    elif writer.in_table and TALL.search(code):
        given["tall"] = True
    elif len(code) > LONG and _longest_part(formula.body) > LONG and not find_ancestor(node, nodes.title):
        given |= {"whole": True, "at": writer.locate(node), "says": opening(node)}
    return typst_call("formula", Code(f"${code}$"), alt=words, **given)


def _longest_part(body: Node) -> int:
    """Return how long the longest part of a formula is that no line can break."""
    parts, length, longest = body.items if isinstance(body, Row) else (body,), 0, 0
    for part in parts:
        length = 0 if kind_of(part) in ("rel", "bin") else length + len(write(part))
        longest = max(longest, length)
    return longest
