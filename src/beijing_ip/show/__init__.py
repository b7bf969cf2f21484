"""What a reader sees: plots, figures, citations, tables, sentences, and the same in Chinese.

`from beijing_ip.show import Chapter, figure, hold, plots, say` is what a notebook needs.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import plots
    from .blocks import Chapter, hold
    from .figures import figure
    from .prose import say

__all__ = ["Chapter", "figure", "hold", "plots", "say"]


def __getattr__(name: str) -> Any:
    # Matplotlib and IPython are loaded when they are used: the command line does not wait for them.
    if name == "plots":
        return importlib.import_module(".plots", __name__)
    if name in ("Chapter", "hold"):
        return getattr(importlib.import_module(".blocks", __name__), name)
    if name == "figure":
        return importlib.import_module(".figures", __name__).figure
    if name == "say":
        return importlib.import_module(".prose", __name__).say
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
