"""The built book in a real browser: Chromium, the pages served on the loopback address or opened as files.

A test asks for `visit` and gets a page that is already open:

    def test_something(visit):
        seen = visit("notebooks/1-creation", width=390, dark=True)
        seen.page.get_by_role("button", name="Data").click()
        assert seen.errors == [] and seen.foreign == []

`seen.page` is Playwright's page (https://playwright.dev/python). Without Chromium these tests are
left out, and the summary says so.
"""

import gzip
import mimetypes
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
HTML = ROOT / "_build" / "html"
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [chapter["file"] for part in TOC["parts"] if part.get("numbered") for chapter in part["chapters"]]
PAGES = [TOC["root"], *(chapter["file"] for part in TOC["parts"] for chapter in part["chapters"])]
"""Every page of the table of contents, by its name without suffix. The search page is `search`."""

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "tests in a browser were skipped. Install Chromium (apt-get install chromium) to run them."
SKIPPED = pytest.StashKey[int]()


def chromium_path() -> str | None:
    """The browser that BEIJING_IP_CHROMIUM names, or the first one on the path."""
    return os.environ.get("BEIJING_IP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs the browser where there is none."""
    if not chromium_path():
        apart = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
        items[:] = [item for item in items if item not in apart]
        config.hook.pytest_deselected(items=apart)
        config.stash[SKIPPED] = len(apart)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say so once, in one line."""
    if count := config.stash.get(SKIPPED, 0):
        terminalreporter.write_line(f"{count} {MISSING}", yellow=True)


@cache
def compressed(path: Path) -> tuple[bytes, str, bool]:
    """A file as a server sends it: its bytes, its media type, and whether they are compressed."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    content = path.read_bytes()
    if kind.startswith("text/") or kind.endswith(("javascript", "json", "xml", "/svg+xml")):
        return gzip.compress(content, mtime=0), f"{kind}; charset=utf-8", True
    return content, kind, False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = (HTML / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
        path = path / "index.html" if path.is_dir() else path
        if not path.is_relative_to(HTML) or not path.is_file():
            self.send_error(404)
            return
        content, kind, packed = compressed(path)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@dataclass
class Visit:
    """A page that is open in the browser, and what happened on it so far."""

    page: Any
    base: str
    errors: list[str] = field(default_factory=list)
    """Errors of the console and of scripts."""
    requests: list[Any] = field(default_factory=list)

    @property
    def foreign(self) -> list[str]:
        """Addresses outside the book that the page asked for."""
        inside = (self.base, "data:", "blob:", "about:")
        return [request.url for request in self.requests if not request.url.startswith(inside)]

    @property
    def weight(self) -> dict[str, int]:
        """Address of each answer within the book, and the bytes of its body as sent."""
        return {
            request.url.removeprefix(self.base): request.sizes()["responseBodySize"]
            for request in self.requests
            if request.response() and not request.url.startswith("data:")
        }


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the built book on the loopback, with a slash at its end; text is sent compressed."""
    if not (HTML / "index.html").exists():
        pytest.skip("there is no built book in _build/html: run make book first")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


# For each module anew: while Playwright runs, no other test could start an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, as Playwright runs it."""
    with sync_playwright() as playwright:
        # Playwright itself keeps Chromium from asking for updates, and runs it without a sandbox, as root must.
        running = playwright.chromium.launch(executable_path=chromium_path(), args=["--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Callable[..., Visit]]:
    """Open a page: `visit(name, width=1280, height=800, dark=False, files=False, **options of the context)`.

    `name` is a page without its suffix, with `#anchor` or `?query` if need be; `files` opens it from the disk.
    Every call has a browser profile of its own, without cache or stored settings.
    """
    contexts = []

    def open_page(
        name: str, *, width: int = 1280, height: int = 800, dark: bool = False, files: bool = False, **options: Any
    ) -> Visit:
        base = f"{HTML.as_uri()}/" if files else site
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        seen = Visit(context.new_page(), base)
        seen.page.on("request", lambda request: seen.requests.append(request))
        seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
        seen.page.on("console", lambda line: seen.errors.append(line.text) if line.type == "error" else None)
        address = urlsplit(name)
        rest = name.removeprefix(address.path)
        seen.page.goto(f"{base}{address.path}.html{rest}", wait_until="load")
        return seen

    yield open_page
    for context in contexts:
        context.close()
