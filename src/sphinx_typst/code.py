"""How values are written in Typst's code mode, where nothing but a string needs escaping."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


class Code(str):
    """A piece of Typst code, as opposed to text that is to be quoted."""


def string(text: str) -> Code:
    """Return text as a string literal."""
    quoted = re.sub(r'[\\"\n\t]', lambda match: _ESCAPES[match[0]], text)
    quoted = re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", lambda match: f"\\u{{{ord(match[0]):x}}}", quoted)
    return Code(f'"{quoted}"')


def value(item: Any) -> Code:
    """Return a Python value as a Typst literal; `Code` stays as it is.

    Raises TypeError for a type that has no counterpart.
    """
    match item:
        case Code():
            return item
        case None:
            return Code("none")
        case bool():
            return Code(str(item).lower())
        case str():
            return string(item)
        case int() | float():
            return Code(repr(item))
        case Mapping():
            pairs = ", ".join(f"{string(str(key))}: {value(entry)}" for key, entry in item.items())
            return Code(f"({pairs})" if pairs else "(:)")
        case Iterable():
            return Code("(" + "".join(f"{value(entry)}, " for entry in item) + ")")
    raise TypeError(f"there is no way to write {item!r} in Typst")


def block(*pieces: str) -> Code:
    """Return pieces of code as one value: their contents, joined."""
    inner = [piece for piece in pieces if piece]
    return Code("{\n" + "\n".join(inner) + "\n}") if inner else Code("[]")


def call(function: str, *arguments: Any, **named: Any) -> Code:
    """Return a call of a Typst function; underscores in the names of arguments become hyphens."""
    given: list[str] = [value(argument) for argument in arguments]
    given += [f"{name.replace('_', '-')}: {value(argument)}" for name, argument in named.items()]
    return Code(f"{function}({', '.join(given)})")


def labelled(element: str, *labels: str) -> Code:
    """Return an element that links can lead to by any of the labels."""
    if not labels:
        return Code(element)
    first, *others = (f"#label({string(label)})" for label in labels)
    # After it: what stands before a heading may stand on the page before.
    return Code(f"[#{element}{first}]" + "".join(f"\n[#metadata(none){other}]" for other in others))
