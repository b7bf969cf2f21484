"""How numbers change, in words: growth with its verb."""

from __future__ import annotations

from beijing_ip.analysis.datum import Datum, MissingFigureError, NoNumber


def rise_or_fall(change: Datum | NoNumber, decimals: int = 1, *, link: bool = True) -> str:
    """Return a growth rate (0.1 is ten per cent more) as a verb and a number: "rose by 23.6%", "fell by 16.8%".

    The number is a link; headlines and alternative texts are plain, so say `link=False` there. "was unchanged" where it
    is exactly zero. Raises MissingFigureError where there is none, or rounding leaves its sign open.
    """
    if isinstance(change, NoNumber):
        raise MissingFigureError(change.reason)
    if change.is_exact and change.value == 0:
        return "was unchanged"
    if change.contains(0) or (change.lower is None and change.upper is None):
        raise MissingFigureError(f"Whether it rose or fell is not known, it is {change.text()}: {change.formula}.")
    verb, size = ("rose", change) if change.value > 0 else ("fell", -change)
    spec = f".{decimals}%"
    return f"{verb} by {size:{f'link {spec}' if link else spec}}"
