"""Formulas in lines and on their own, with numbers."""

from __future__ import annotations

from docutils import nodes

from .code import Code, call, labelled
from .latex import FormulaError, translate
from .writer import Writer, prints


@prints(nodes.math)
def _math(write: Writer, node: nodes.math) -> str:
    return _equation(write, node)


@prints(nodes.math_block)
def _math_block(write: Writer, node: nodes.math_block) -> str:
    numbers = write.figure_numbers.get("displaymath", {})
    number = next((numbers[name] for name in node["ids"] if name in numbers), None) or node.get("number")
    equation = _equation(write, node, block=True, number=str(number) if number else None)
    return write.mark(node) + labelled(equation, *write.labels(node))


def _equation(write: Writer, node: nodes.Element, **named: object) -> Code:
    try:
        formula = translate(node.astext())
    except FormulaError as error:
        write.error(node, f"this formula cannot be printed, {error}: {node.astext()}")
        return Code("[]")
    return call("formula", Code(f"${formula.typst}$"), alt=node.get("alt") or formula.words, **named)
