"""A small module.

It has words.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import overload

LIMIT: int = 5
"""The limit."""


class Colour(enum.Enum):
    """Colours."""

    RED = 1
    GREEN = 2


class Animal:
    """An animal.

    Attributes:
        name: The name.
        age (int): The age.

    Example:
        >>> Animal("x")
    """

    def __init__(self, name: str) -> None:
        """Make one."""
        self.name = name

    @property
    def size(self) -> float:
        """The size."""
        return 1.0

    def eat(self, food: str, *, fast: bool = False) -> Animal:
        """Eat.

        Args:
            food: What to eat.
            fast: Whether fast.

        Returns:
            Itself.

        Raises:
            ValueError: If not food.

        Note:
            A note.

        Yields:
            int: Numbers.
        """
        return self


class Dog(Animal):
    """A dog."""


@overload
def twice(x: int) -> int: ...
@overload
def twice(x: str) -> str: ...
def twice(x):
    """Twice.

    Parameters
    ----------
    x : int or str
        The thing.

    Returns
    -------
    int or str
        Twice the thing.

    See Also
    --------
    shout : shouts
    """
    return x + x


def shout(text: str = "hé") -> str:
    """Shout `text` loudly."""
    return text.upper()


class TiredError(Exception):
    """Nothing goes any more."""


def loud(function: Callable[[], str]) -> Callable[[], str]:
    """Make a function loud."""
    return function
