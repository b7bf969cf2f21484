"""The built pages on the loopback address, each with a script that shows its newest edition.

Libraries for this (livereload, sphinx-autobuild) write a script into each page, which the policy of the pages forbids.
"""

from __future__ import annotations

import json
import mimetypes
import time
from dataclasses import asdict, dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
USUAL_PORT = 8000
SWAP = 0.1
"""Seconds after which a file that was not there is looked for again: a new edition may just be taking its place."""

SCRIPT = Path(__file__).with_name("live.js")
MISSING = (
    b"<!DOCTYPE html><html><head></head><body><p>There is no such page in this edition, or none yet.</p></body></html>"
)


@dataclass(frozen=True)
class State:
    """What the open pages compare themselves with: a page of another edition loads itself again."""

    edition: str
    """Counted from the start of the server, which is part of it: another server has other editions."""
    style: str = "0"
    """Counts what only the style sheets of an edition became."""
    failed: bool = False
    """Whether the last build failed."""


class Site(ThreadingHTTPServer):
    """A server of the folder `html`; whoever builds replaces its `state`."""

    daemon_threads = True

    def __init__(self, html: Path, port: int) -> None:
        self.html = html
        self.state = State(f"{time.time_ns()}-0")
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        """The address of the first page."""
        return f"http://{HOST}:{self.server_port}/"

    def publish(self, *, only_style: bool = False) -> None:
        """Have the open pages show what is in the folder now."""
        start, _, count = self.state.edition.partition("-")
        if only_style:
            self.state = replace(self.state, style=str(int(self.state.style) + 1))
        else:
            self.state = State(f"{start}-{int(count) + 1}")

    def say(self, *, failed: bool) -> None:
        """Have the open pages say, or no longer say, that the last build failed."""
        self.state = replace(self.state, failed=failed)

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
        # Read before the file: a page that says too old an edition loads itself once more, and never stays too old.
        state = self.server.state
        address = urlsplit(self.path).path
        if address == "/_live.json":
            self._answer(200, "application/json", json.dumps(asdict(state)).encode())
        elif address == "/_live.js":
            self._answer(200, "text/javascript", SCRIPT.read_bytes())
        else:
            found = self.server.read(address)
            kind, content = found or ("text/html", MISSING)
            if kind == "text/html":
                script = (
                    f'<script src="/_live.js" data-edition="{state.edition}" data-style="{state.style}" defer></script>'
                )
                content = content.replace(b"</head>", script.encode() + b"</head>", 1)
            self._answer(200 if found else 404, kind, content)

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        text = kind.startswith("text/") or kind.endswith(("json", "javascript", "xml"))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal belongs to the build."""


def open_site(html: Path, port: int | None) -> Site:
    """Return a server of a folder, which need not exist yet; without a port at 8000, or at any that is free.

    Raises OSError when the port cannot be had.
    """
    try:
        return Site(html, USUAL_PORT if port is None else port)
    except OSError:
        if port is not None:
            raise
        return Site(html, 0)
