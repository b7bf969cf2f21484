"""Formulas in lines and on their own, with numbers."""

from __future__ import annotations

from docutils import nodes

from ..code import Code, typst_call
from ..maths.latex import FormulaError, translate_formula
from ..writer import Writer, prints


@prints(nodes.math)
def _math(writer: Writer, node: nodes.math) -> str:
    return _write_equation(writer, node)


@prints(nodes.math_block)
def _math_block(writer: Writer, node: nodes.math_block) -> str:
    number = writer.number_of(node, "displaymath") or node.get("number")
    return writer.mark(node, _write_equation(writer, node, block=True, number=str(number) if number else None))


def _write_equation(writer: Writer, node: nodes.Element, **named: object) -> Code:
    try:
        formula = translate_formula(node.astext())
    except FormulaError as error:
        writer.refuse(node, f"this formula cannot be printed, {error}: {node.astext()}")
        return Code("[]")
    return typst_call("formula", Code(f"${formula.typst}$"), alt=node.get("alt") or formula.words, **named)
