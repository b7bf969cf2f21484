"""Numbers, charts and chapters of the report on intellectual property protection in a place, in a year.

`from beijing_ip import compare, edition, series` gives the published figures as data frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .analysis.frames import compare, edition, series
    from .analysis.tidy import tidy

__all__ = ["compare", "edition", "series", "tidy"]


def __getattr__(name: str) -> Any:
    # Frames need pandas; the command line and the rooms that read numbers do not wait for it.
    if name in __all__:
        from .analysis import frames, tidy

        return getattr(tidy if name == "tidy" else frames, name)
    raise AttributeError(f"module 'beijing_ip' has no attribute {name!r}")
