"""The command of the package: `python -m sphinx_typst --check HTML_FOLDER FILE.pdf`."""

import sys

from .check.command import run

if __name__ == "__main__":
    sys.exit(run())
