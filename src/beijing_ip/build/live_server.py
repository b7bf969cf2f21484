"""The built pages on the loopback address, each with a script that shows its newest edition.

Libraries for this (livereload, sphinx-autobuild) write a script into each page, which the policy of the pages forbids.
"""

from __future__ import annotations

import json
import mimetypes
import re
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
"""What a browser on this machine calls it. Another site may give its own name this address: it would read a draft."""
USUAL_PORT = 8000
SWAP = 0.1
"""Seconds after which a file that was not there is looked for again: a new edition may just be taking its place."""

SCRIPT = Path(__file__).with_name("live.js")
MISSING = (
    b"<!DOCTYPE html><html><head></head><body><p>There is no such page in this edition, or none yet.</p></body></html>"
)


class Site(ThreadingHTTPServer):
    """A server of the folder `html`; whoever builds says in `failed` whether the last build did."""

    daemon_threads = True

    def __init__(self, html: Path, port: int) -> None:
        self.html = html
        self.failed = False
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        """The address of the first page."""
        return f"http://{HOST}:{self.server_port}/"

    @property
    def edition(self) -> str:
        """What tells this edition from any other: each has a folder of its own."""
        try:
            folder = self.html.stat()
        except OSError:
            return "none"
        return f"{folder.st_ino}-{folder.st_mtime_ns}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that did not wait for the answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def read(self, address: str) -> tuple[str, bytes] | None:
        """Return media type and content of what has this address; None where nothing has, or what has lies outside."""
        for wait in (SWAP, 0):
            try:
                # The folder may be another one at each request.
                html = self.html.resolve()
                path = (html / unquote(address).lstrip("/")).resolve()
                if not path.is_relative_to(html):
                    return None
                path = path / "index.html" if path == html else path
                return mimetypes.guess_type(path.name)[0] or "application/octet-stream", path.read_bytes()
            except (OSError, ValueError):
                time.sleep(wait)
        return None


class _Handler(BaseHTTPRequestHandler):
    server: Site
    protocol_version = "HTTP/1.1"
    # Else a body waits for the head before it to be acknowledged.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        if re.sub(r":\d+$", "", self.headers["Host"] or "") not in NAMES:
            self._answer(403, "text/plain", b"Open this book as http://localhost, with its port.\n")
            return
        # Before the file is read: a page that says too old an edition loads itself once more, and never stays too old.
        edition = self.server.edition
        address = urlsplit(self.path).path
        if address == "/_live.json":
            news = {"edition": edition, "failed": self.server.failed}
            self._answer(200, "application/json", json.dumps(news).encode())
        elif address == "/_live.js":
            self._answer(200, "text/javascript", SCRIPT.read_bytes())
        else:
            found = self.server.read(address)
            kind, content = found or ("text/html", MISSING)
            if kind == "text/html":
                script = f'<script src="/_live.js" data-edition="{edition}" defer></script>'
                content = content.replace(b"</head>", script.encode() + b"</head>", 1)
            self._answer(200 if found else 404, kind, content)

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        text = kind.startswith("text/") or kind.endswith(("json", "javascript", "xml"))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal belongs to the build."""


def open_site(html: Path, port: int | None) -> Site:
    """Return a server of a folder, which need not exist yet; without a port at 8000, or at any that is free.

    Raises OSError or OverflowError when the port cannot be had.
    """
    try:
        return Site(html, USUAL_PORT if port is None else port)
    except OSError:
        if port is not None:
            raise
        return Site(html, 0)
