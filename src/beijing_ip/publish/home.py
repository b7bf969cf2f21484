"""Where Jupyter, IPython and matplotlib keep their files while the book is built: in the folder of the build.

So a home that cannot be written, or that holds settings, kernels or a start-up script of its user, changes no page.
"""

from __future__ import annotations

import os
from pathlib import Path

VARIABLES = (
    "IPYTHONDIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "MPLCONFIGDIR",
)


def use_home_of_build(root: Path) -> None:
    """Have this process, and all that it starts, keep such files below `_build` of a repository."""
    for name in VARIABLES:
        folder = root / "_build" / "work" / "home" / name.lower()
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(folder)
