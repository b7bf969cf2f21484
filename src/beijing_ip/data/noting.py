"""Notes of what is read of data/, taken only while `beijing_ip.data.reads` asks for them.

A cell is noted when it is used: the objects made of rows live as long as the process, and are mostly older than the
notes. A question is noted when rows are looked for, since another answer to it is another page too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Generic, TypeVar

T = TypeVar("T")

EVERY = "*"
"""In place of columns: all rows. In place of one: what a column holds at all."""


@dataclass
class Notes:
    """What was read: cells by table, key of the row and column ("" is whether there is such a row), and questions."""

    cells: set[tuple[str, str, str]] = field(default_factory=set)
    questions: set[tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=set)

    def add(self, other: Notes) -> None:
        """Take over other notes."""
        self.cells |= other.cells
        self.questions |= other.questions


_taken: Notes | None = None


def note_cell(table: str, key: str, column: str = "") -> None:
    """Note that a cell was read, or, without a column, that a row was looked for by its key."""
    if _taken is not None:
        _taken.cells.add((table, key, column))


def note_question(table: str, *asked: tuple[str, str]) -> None:
    """Note that the rows were looked for that have these cells, each a column and its text; all rows without any.

    A column "a.b" asks for the rows that have the text in one of two columns, "*" for what is in a column at all.
    """
    if _taken is not None:
        _taken.questions.add((table, asked))


@contextmanager
def noting(notes: Notes | None) -> Iterator[None]:
    """Take notes in these, or none where something is made that is noted when it is used."""
    global _taken
    before, _taken = _taken, notes
    try:
        yield
    finally:
        _taken = before


class KeptWithNotes(Generic[T]):
    """Keep what a function without arguments returns, with what it read: who gets it later has read the same."""

    def __init__(self, function: Callable[[], T]) -> None:
        self._function = function
        self._kept: tuple[T, Notes | None] | None = None

    def __call__(self) -> T:
        if self._kept is None or (self._kept[1] is None and _taken is not None):
            notes = None if _taken is None else Notes()
            with noting(notes):
                self._kept = self._function(), notes
        value, notes = self._kept
        if _taken is not None and notes is not None:
            _taken.add(notes)
        return value

    def forget(self) -> None:
        """Call the function again when it is asked for next."""
        self._kept = None


class RowObject:
    """A row of a table as a frozen dataclass (with `eq=False`), whose fields are cells under the same names.

    `made_of` says of which columns another field is made. Two are equal if they are the same row with the same cells;
    that two rows are not the same is seen by their keys alone.
    """

    table: ClassVar[str]
    key: ClassVar[str]
    made_of: ClassVar[Mapping[str, tuple[str, ...]]]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __init_subclass__(cls, table: str, key: str, **made_of: tuple[str, ...]) -> None:
        cls.table, cls.key, cls.made_of = table, key, made_of
        _classes.append(cls)

    def __eq__(self, other: object) -> bool:
        if self is other or type(self) is not type(other):
            return self is other
        return hash(self) == hash(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(vars(self)[self.key])


_classes: list[type[RowObject]] = []
_watched: set[type[RowObject]] = set()
R = TypeVar("R", bound=RowObject)


class _Noted:
    """A field that notes when it is read."""

    def __init__(self, cls: type[RowObject], name: str) -> None:
        self.table, self.key, self.name = cls.table, cls.key, name
        self.columns = cls.made_of.get(name, (name,))

    def __get__(self, row: RowObject | None, owner: type) -> object:
        if row is None:
            raise AttributeError(self.name)
        cells = vars(row)
        if _taken is not None:
            for column in self.columns:
                _taken.cells.add((self.table, cells[self.key], column))
        return cells[self.name]

    def __set__(self, row: RowObject, value: object) -> None:
        vars(row)[self.name] = value


class Named(Mapping[str, R]):
    """Row objects by their keys. Who takes one has asked for that one."""

    def __init__(self, table: str, rows: Mapping[str, R]) -> None:
        self._table, self._rows = table, rows

    def __getitem__(self, name: str) -> R:
        note_cell(self._table, name)
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        note_question(self._table)
        return iter(self._rows)

    def __len__(self) -> int:
        note_question(self._table)
        return len(self._rows)


def begin(watch: Callable[[], None]) -> Notes:
    """Take notes from now on. `watch` is called once, and has what is no RowObject note its cells too."""
    global _taken
    if not _watched:
        for cls in _classes:
            _watch(cls)
        RowObject.__new__ = _new  # type: ignore[method-assign, assignment]
        watch()
    _taken = Notes()
    return _taken


def _watch(cls: type[RowObject]) -> None:
    _watched.add(cls)
    for each in fields(cls):
        setattr(cls, each.name, _Noted(cls, each.name))


def _new(cls: type[RowObject], *args: object, **kwargs: object) -> RowObject:
    # A module that is loaded only now brings classes of its own.
    if cls not in _watched:
        _watch(cls)
    return object.__new__(cls)
