"""Where the repository is: one setting, of which every link to it is made, and how to report a fault there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import yaml

from .site_address import AddressError

_ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?(/[\w.~%-]+)+", re.ASCII)
_WAYS = {"github.com": "", "gitlab.com": "/-"}
"""Where hosts that we know keep issues, releases and files, behind the address of a repository."""


class Places(NamedTuple):
    """The addresses of a repository that readers need."""

    issues: str
    releases: str
    policy: str
    """SECURITY.md."""


def read_repository(root: Path) -> str:
    """Return the address of the repository that `_config.yml` in `root` names; empty where it names none.

    Raises AddressError for what is no address.
    """
    path = root / "_config.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
    address = str(((config or {}).get("repository") or {}).get("url") or "").strip().rstrip("/")
    if address and not _ADDRESS.fullmatch(address):
        raise AddressError(f"_config.yml: repository, url: {address!r} is no address such as https://host/owner/name")
    return address


def places_of(repository: str) -> Places | None:
    """Return where issues, releases and policy of a repository are, with a host that is not known at its own address.

    There are none where nobody knows the repository.
    """
    if not repository:
        return None
    way = _WAYS.get(urlsplit(repository).netloc)
    if way is None:
        return Places(repository, repository, repository)
    start = f"{repository.removesuffix('.git')}{way}"
    return Places(f"{start}/issues", f"{start}/releases", f"{start}/blob/HEAD/SECURITY.md")


def say_where_to_report(repository: str) -> str:
    """Return in Markdown where to report an error in the book, and where its versions are."""
    places = places_of(repository)
    if not places:
        return "The place to say it is the issue list of the repository in which you found this book."
    return (
        f"The place to say it is the [issue list]({places.issues}) of the [repository]({repository}). What could do "
        f"harm is reported in private, as its [policy]({places.policy}) says. All versions are among its "
        f"[releases]({places.releases})."
    )
