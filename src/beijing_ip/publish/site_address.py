"""Where the book is published: one setting, of which all that names the address of the book is made."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

SETTING = "html: baseurl: in _config.yml"
EXAMPLE = "https://example.org/beijing-ip/"
_ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?(/[\w.~%-]+)*/?", re.ASCII)


class AddressError(ValueError):
    """The address of the site cannot be one; the text says where it stands and what it should look like."""


def read_address(root: Path) -> str:
    """Return the address that `_config.yml` in `root` names, with a slash at its end; empty where it names none.

    Raises AddressError for what is no address.
    """
    path = root / "_config.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
    return complete_address(((config or {}).get("html") or {}).get("baseurl") or "")


def complete_address(address: object) -> str:
    """Return an address with a slash at its end, so that names of pages can follow it; empty stays empty.

    Raises AddressError for what is no address.
    """
    text = str(address or "").strip()
    if text and not _ADDRESS.fullmatch(text):
        raise AddressError(f"{SETTING}: {text!r} is no address of a site. Write it in full, such as {EXAMPLE}")
    return f"{text.rstrip('/')}/" if text else ""
