"""How numbers change, in words: growth with its verb, its verb alone, and more or fewer."""

from __future__ import annotations

from beijing_ip.analysis.datum import Datum, MissingFigureError, NoNumber


def rise_or_fall(
    change: Datum | NoNumber, decimals: int = 1, *, link: bool = True, after: Datum | NoNumber | None = None
) -> str:
    """Return a growth rate (0.1 is ten per cent more) as a verb and a number: "rose by 23.6%", "fell by 16.8%".

    The number is a link; headlines and alternative texts are plain, so say `link=False` there. "was unchanged" where it
    is exactly zero. `after` is a growth that the sentence has told before: one with the same verb goes without it, "by
    16.8%". Raises MissingFigureError where there is none, or rounding leaves its sign open.
    """
    verb = _VERBS[sign := _sign(change)]
    if not sign:
        return verb
    spec = f".{decimals}%"
    size = f"by {abs(change):{f'link {spec}' if link else spec}}"
    return size if after is not None and _sign(after) == sign else f"{verb} {size}"


def rose_or_fell(change: Datum | NoNumber) -> str:
    """Return the verb of a growth or a difference: "rose", "fell", "was unchanged". Raises as `rise_or_fall` does."""
    return _VERBS[_sign(change)]


def more_or_fewer(change: Datum | NoNumber) -> str:
    """Return "more" or "fewer" for a growth or a difference, "as many" for none. Raises as `rise_or_fall` does."""
    return ("as many", "more", "fewer")[_sign(change)]


_VERBS = ("was unchanged", "rose", "fell")
"""By the sign of what changed, of which minus one is the last."""


def _sign(change: Datum | NoNumber) -> int:
    if isinstance(change, NoNumber):
        raise MissingFigureError(change.reason)
    if change.is_exact and change.value == 0:
        return 0
    if change.contains(0) or (change.lower is None and change.upper is None):
        raise MissingFigureError(f"The printed numbers leave open whether it rose or fell: {change.formula}.")
    return 1 if change.value > 0 else -1
