"""Where the addresses in a piece of HTML lead: pages of the book, files beside them, or the rest of the web."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit


@dataclass(frozen=True)
class Places:
    """Knows the pages of a book, from one of them."""

    page: str
    is_page: Callable[[str], bool]
    suffix: str = ".html"
    """How the names of the pages of the web edition end."""

    def resolve(self, address: str) -> str:
        """Return where an address leads, as links of the builder name it, or nothing where there is nothing to go to.

        What is no page stays as it is: it is found on the web.
        """
        address = address.strip()
        parts = urlsplit(address)
        if not address or address == "#" or parts.scheme == "javascript":
            return ""
        if parts.scheme or address.startswith("#"):
            return address
        if parts.netloc:
            return f"https:{address}"
        path = self._from_root(parts.path)
        name = path.removesuffix(self.suffix)
        for page in (name, posixpath.join(name, "index"), posixpath.splitext(path)[0]):
            if self.is_page(page):
                return f"%{quote(page)}" + (f"#{parts.fragment}" if parts.fragment else "")
        return address

    def find_file(self, address: str) -> str:
        """Return where a picture lies: its address, or its place from the source folder."""
        parts = urlsplit(address)
        if parts.scheme:
            return address
        return f"https:{address}" if parts.netloc else self._from_root(parts.path)

    def _from_root(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(f"/{self.page}"), unquote(path))).lstrip("/")
