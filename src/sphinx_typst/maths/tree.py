"""What a formula is made of: a small tree that the reader builds and that the writers print, say and mark up."""

from __future__ import annotations

from dataclasses import dataclass


class FormulaError(ValueError):
    """A formula that cannot be read or set; the text says which part, and `line` in which of its lines, from 0."""

    line = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Parts that stand side by side."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as a variable; `font` is a key of `letters.FONTS`, or empty for the usual slanted one."""

    text: str
    font: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """Digits that belong together."""

    text: str
    font: str = ""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A sign; its kind says which space it takes: ord, op, int, bin, rel, open, close, punct or inner."""

    text: str
    kind: str = "ord"


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a function, upright; `limits` where what belongs to it stands below it in a displayed formula."""

    text: str
    limits: bool = False
    font: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Text inside a formula, with formulas in it; `font` is empty, bold, italic, sans or mono."""

    pieces: tuple[str | Node, ...]
    font: str = ""


@dataclass(frozen=True, slots=True)
class Space:
    """A space of so many ems; it may be negative."""

    width: float


@dataclass(frozen=True, slots=True)
class Fraction:
    """One thing over another; `size` is empty, display or text. Without a rule it is a binomial or a stack."""

    top: Node
    bottom: Node
    size: str = ""
    rule: bool = True
    fences: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Root:
    """A square root, or another with its index."""

    body: Node
    index: Node | None = None


@dataclass(frozen=True, slots=True)
class Scripts:
    """What is lowered and raised beside a base, or below and above it: `limits` is never, display or always."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None
    limits: str = "never"


@dataclass(frozen=True, slots=True)
class Marked:
    """A body under or over a mark, such as an accent, a line or a brace; the mark is a key of `symbols.MARKS`."""

    body: Node
    mark: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow as long as what stands over and under it."""

    text: str
    over: Node
    under: Node | None = None


@dataclass(frozen=True, slots=True)
class Fenced:
    """A body between brackets that grow with it; one more of `parts` than of `middles`, which stand between them."""

    opening: str
    parts: tuple[Node, ...]
    closing: str
    middles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Big:
    """A bracket of a given size, 1 to 4; the kind is that of a symbol."""

    text: str
    size: int
    kind: str = "ord"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its cells, the tag that it is called by, and whether a rule stands above it."""

    cells: tuple[Node, ...]
    tag: Node | None = None
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and columns; the kind is a key of `symbols.TABLES`.

    `columns` has l, c or r for each column, repeated as often as needed, and `rules` the numbers of the columns that a
    vertical rule stands before. `foot` says whether a rule stands below the last line.
    """

    kind: str
    lines: tuple[Line, ...]
    columns: str = "c"
    fences: tuple[str, str] = ("", "")
    rules: tuple[int, ...] = ()
    foot: bool = False


@dataclass(frozen=True, slots=True)
class Sized:
    """A body in a size of TeX's: display, text, script or scriptscript."""

    body: Node
    size: str


@dataclass(frozen=True, slots=True)
class Classed:
    """A body that takes the space of another kind of symbol."""

    body: Node
    kind: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """The room of a body without its ink; `room` is both, width or height."""

    body: Node
    room: str = "both"


@dataclass(frozen=True, slots=True)
class Framed:
    """A body in a box, or struck out; the kind is box, cancel, bcancel or xcancel."""

    body: Node
    kind: str = "box"


@dataclass(frozen=True, slots=True)
class Coloured:
    """A body in a colour, as six hexadecimal digits."""

    body: Node
    colour: str


Node = (
    Row
    | Letter
    | Number
    | Symbol
    | Name
    | Words
    | Space
    | Fraction
    | Root
    | Scripts
    | Marked
    | Arrow
    | Fenced
    | Big
    | Table
    | Sized
    | Classed
    | Hidden
    | Framed
    | Coloured
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A whole formula, with the tag that it is called by instead of a number."""

    body: Node
    tag: Node | None = None


def kind_of(node: Node | None) -> str:
    """Return the kind of symbol that a node is spaced like, "" for none."""
    match node:
        case None:
            return ""
        case Symbol(kind=kind) | Classed(kind=kind) | Big(kind=kind):
            return kind
        case Name():
            return "op"
        case Arrow():
            return "rel"
        case Scripts(base=base):
            return kind_of(base)
        case Row(items=items) if items:
            return kind_of(items[0])
    return "ord"
