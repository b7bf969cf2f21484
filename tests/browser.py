"""The built book in a real browser: Chromium, the pages served on the loopback address or opened as files.

A test asks for `visit` and gets a page that is already open:

    def test_something(visit):
        seen = visit("notebooks/1-creation", width=390, dark=True)
        seen.page.get_by_role("button", name="Data").click()
        seen.show(width=1280)

`seen.page` is Playwright's page (https://playwright.dev/python). When the test is over, the page must have had
no error and must have asked no other host. Without Chromium these tests are left out, and the summary says so.
"""

import gzip
import mimetypes
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from pages import HTML
from playwright.sync_api import sync_playwright

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
    # Else a body waits up to 40 ms for the head before it to be acknowledged.
    disable_nagle_algorithm = True

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
        self.send_header("Cache-Control", "no-store")
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
    """From the first page on: what the page before it in this tab still asks for is none of them."""

    def __post_init__(self) -> None:
        self.page.set_default_timeout(10_000)
        self.heard = {
            "request": self._hear_request,
            "pageerror": lambda error: self.errors.append(str(error)),
            "console": lambda line: self.errors.append(line.text) if line.type == "error" else None,
        }
        for event, hear in self.heard.items():
            self.page.on(event, hear)

    def _hear_request(self, request: Any) -> None:
        if self.requests or request.is_navigation_request():
            self.requests.append(request)

    def leave(self) -> None:
        """Listen no longer: the page is used for something else."""
        for event, hear in self.heard.items():
            self.page.remove_listener(event, hear)

    def open(self, name: str) -> None:
        """Open a page by its name without suffix, with `#anchor` or `?query` if need be."""
        path = urlsplit(name).path
        self.page.goto(f"{self.base}{path}.html{name.removeprefix(path)}", wait_until="load")

    def show(
        self, width: int = 1280, height: int = 800, *, dark: bool = False, paper: bool = False, **media: str
    ) -> None:
        """The same page in another window, in other colours, on paper or as the reader wants it, without a new load."""
        self.page.set_viewport_size({"width": width, "height": height})
        wanted = {"media": "print" if paper else "screen", "color_scheme": "dark" if dark else "light"}
        self.page.emulate_media(**{"reduced_motion": "no-preference", "forced_colors": "none", **wanted, **media})

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

    def violations(self, *, but_contrast: bool = False) -> dict[str, str]:
        """What axe (https://github.com/dequelabs/axe-core) objects to in the page as it is now, by rule."""
        found = self._axe("document", {"rules": {"color-contrast": {"enabled": False}}})
        return found if but_contrast else found | self.low_contrasts()

    def low_contrasts(self) -> dict[str, str]:
        """The same for contrast alone, which takes longest: of texts of one look on one ground, five are checked."""
        return self._axe(FIVE_OF_EACH_LOOK, {"runOnly": ["color-contrast"]})

    def _axe(self, where: str, options: dict[str, Any]) -> dict[str, str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate(
            f"""async options => (await axe.run({where}, options)).violations.map(({{ id, help, nodes }}) =>
                [id, help, nodes.length, nodes.slice(0, 3).map(node => node.html.slice(0, 150))])""",
            # Of the rules that are on, none reads the style sheets again.
            {"resultTypes": ["violations"], "preload": False, **options},
        )
        return {rule: f"{words} ({count}): {'; '.join(places)}" for rule, words, count, places in found}


# Contrast follows from the colour and size of a text and from what lies under it: colours, and what is placed apart.
FIVE_OF_EACH_LOOK = """(() => {
    const grounds = new Map([[null, ""]]);
    const ground = (one) => {
        if (!grounds.has(one)) {
            const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(one);
            grounds.set(one, [ground(one.parentElement), backgroundColor, backgroundImage, opacity, position].join());
        }
        return grounds.get(one);
    };
    const looks = new Map();
    for (const one of document.querySelectorAll("body *")) {
        const written = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!(written || one.matches("input, select, textarea")) || !one.checkVisibility()) continue;
        const { color, fontSize, fontWeight, textShadow } = getComputedStyle(one);
        const look = [color, fontSize, fontWeight, textShadow, ground(one)].join();
        if (!looks.has(look)) looks.set(look, []);
        if (looks.get(look).length < 5) looks.get(look).push(one);
    }
    return { include: [...looks.values()].flat() };
})()"""


@pytest.fixture(scope="session")
def site(built: None) -> Iterator[str]:
    """The address of the built book on the loopback, with a slash at its end; text is sent compressed."""
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


class Tabs:
    """Pages of one browser to open something in. A used tab opens a page in half the time that a new one takes."""

    def __init__(self, browser: Any, site: str) -> None:
        self.browser, self.site = browser, site
        self.profile = browser.new_context()
        self.idle: list[Any] = []

    @contextmanager
    def lend(self, *, files: bool = False, strict: bool = True, **options: Any) -> Iterator[Visit]:
        """Lend a tab; with options, in a profile of its own. After it, a strict one had no error and nothing foreign.

        What a page stored is forgotten, and nothing is left under the pointer.
        """
        context = self.browser.new_context(**options) if options else self.profile
        page = self.idle.pop() if self.idle and not options else context.new_page()
        seen = Visit(page, f"{HTML.as_uri()}/" if files else self.site)
        yield seen
        if options:
            context.close()
        else:
            page.evaluate("localStorage.clear()")
            page.mouse.move(0, 0)
            seen.leave()
            self.idle.append(page)
        assert not strict or (seen.errors, seen.foreign) == ([], [])


@pytest.fixture(scope="module")
def tabs(browser: Any, site: str) -> Tabs:
    return Tabs(browser, site)


@pytest.fixture
def visit(tabs: Tabs) -> Iterator[Callable[..., Visit]]:
    """Open a page: `visit(name, width=1280, height=800, dark=False, files=False, **options of the context)`.

    `name` is as in `Visit.open`; `files` opens it from the disk. With options the page has a profile of its own.
    """
    with ExitStack() as stack:

        def open_page(
            name: str, *, width: int = 1280, height: int = 800, dark: bool = False, files: bool = False, **options: Any
        ) -> Visit:
            seen = stack.enter_context(tabs.lend(files=files, **options))
            seen.show(width, height, dark=dark)
            seen.open(name)
            return seen

        yield open_page
