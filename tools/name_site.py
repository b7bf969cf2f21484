"""Write into _config.yml where the book and its repository stand, if it does not say: `name_site.py SITE REPOSITORY`.

For .github/workflows/publish.yml, which knows both. What the maintainers have written there stays.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

CONFIG = Path(__file__).resolve().parent.parent / "_config.yml"
SITE, REPOSITORY = ("html", "baseurl"), ("repository", "url")


def name_setting(text: str, setting: tuple[str, str], address: str) -> str:
    """Return the text of _config.yml with an address as a setting, a group and its key, where that is empty.

    Raises ValueError when the text has no such setting.
    """
    group, key = setting
    found = re.search(rf"^{group}:\n(?:(?: .*|#.*)?\n)*?  {key}: *(.*)$", text, re.MULTILINE)
    if not found:
        raise ValueError(f'_config.yml has no {key} below {group}. Write there:\n{group}:\n  {key}: ""')
    return text if found[1].strip("\"'") else f"{text[: found.start(1)]}{json.dumps(address)}{text[found.end(1) :]}"


def main(addresses: Sequence[str]) -> int:
    """Write the two addresses into _config.yml; return the exit code."""
    text = CONFIG.read_text(encoding="utf-8")
    try:
        for setting, address in zip((SITE, REPOSITORY), addresses, strict=True):
            text = name_setting(text, setting, address)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    CONFIG.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
