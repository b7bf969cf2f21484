"""Typst code from Python values: calls, values and strings in Typst's code mode, where only a string needs escaping."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_UNPRINTED: dict[int, str | None] = dict.fromkeys(
    [*range(9), *range(0xE, 0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF]
)
"""Signs for machines, which show nothing and may not stand in a PDF; where some begin a line, HTML shows a space."""
_UNPRINTED |= dict.fromkeys([0xB, 0xC, 0x85, 0x2028, 0x2029], " ")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class Code(str):
    """A piece of Typst code, as opposed to text that is to be quoted."""


def typst_string(text: str) -> Code:
    """Return text as a string literal, without signs that are for machines alone."""
    quoted = re.sub(r'[\\"\n\t\r]', lambda match: _ESCAPES[match[0]], text.translate(_UNPRINTED))
    return Code(f'"{quoted}"')


def typst_value(value: Any) -> Code:
    """Return a Python value as a literal; `Code` stays as it is.

    Raises TypeError for a type that has no counterpart.
    """
    match value:
        case Code():
            return value
        case None:
            return Code("none")
        case bool():
            return Code(str(value).lower())
        case str():
            return typst_string(value)
        case int() | float():
            return Code(repr(value))
        case Mapping():
            pairs = ", ".join(f"{typst_string(str(key))}: {typst_value(entry)}" for key, entry in value.items())
            return Code(f"({pairs})" if pairs else "(:)")
        case Iterable():
            return Code("(" + "".join(f"{typst_value(entry)}, " for entry in value) + ")")
    raise TypeError(f"there is no way to write {value!r} in Typst")


def typst_call(function: str, *arguments: Any, **named: Any) -> Code:
    """Return a call of a function; underscores in the names of arguments become hyphens."""
    given: list[str] = [typst_value(argument) for argument in arguments]
    given += [f"{name.replace('_', '-')}: {typst_value(argument)}" for name, argument in named.items()]
    return Code(f"{function}({', '.join(given)})")


def join_code(*pieces: str) -> Code:
    """Return pieces of code as one value: their contents, one after the other."""
    inner = [piece for piece in pieces if piece]
    return Code("{\n" + "\n".join(inner) + "\n}") if inner else Code("[]")


def add_labels(element: str, *labels: str) -> Code:
    """Return an element that links can lead to by any of the labels."""
    if not labels:
        return Code(element)
    first, *others = (f"#label({typst_string(label)})" for label in labels)
    # After it: what stands before a heading may stand on the page before.
    return Code(f"[#{element}{first}]" + "".join(f"\n[#metadata(none){other}]" for other in others))
