"""`make live`: the open page shows what was changed, a failed build leaves it as it was, and nothing else is served.

The build is a small one, which makes an edition of the files of book/ and takes its place as the real one does.
"""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from beijing_ip.build.live import look
from beijing_ip.build.live_server import SWAP, Site
from beijing_ip.publish.web.frame import POLICY

PAGE = f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="{POLICY}">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="look.css?v=1"></head><body><h1>First</h1>{"<p>Line.</p>" * 500}</body></html>"""
BUILD = """
import shutil, sys, time
from pathlib import Path
print("build", file=open("builds.log", "a"), flush=True)
text = Path("book/page.html").read_text()
if "hang" in text:
    time.sleep(60)
if "slow" in text:
    time.sleep(1)
if "broken" in text:
    sys.exit("book/page.html:1: broken")
shutil.copytree("book", "_build/new")
if Path("_build/html").exists():
    Path("_build/html").rename("_build/old")
Path("_build/new").rename("_build/html")
shutil.rmtree("_build/old", ignore_errors=True)
"""


class Live:
    """A small project, and the command that follows it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "_build").mkdir()
        (root / "book").mkdir()
        self.page, self.style = root / "book/page.html", root / "book/look.css"
        self.page.write_text(PAGE)
        self.style.write_text("h1 { color: rgb(1, 1, 1); }")
        (root / "build.py").write_text(BUILD)
        code = (
            "import sys; from pathlib import Path; from beijing_ip.build.live import live; sys.exit(live(Path.cwd(), "
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"{code}0, (sys.executable, 'build.py')))"],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()
        self.address = self.wait_for("The book is at ").split()[4]

    def _listen(self) -> None:
        self.said.extend(iter(self.process.stdout.readline, ""))

    def wait_for(self, words: str, times: int = 1) -> str:
        """The line of the terminal with these words."""
        eventually(lambda: sum(words in line for line in self.said) >= times, self.said)
        return next(line for line in self.said if words in line)

    @property
    def builds(self) -> int:
        return (self.root / "builds.log").read_text().count("build")

    def last_build(self) -> float:
        """Seconds that the build of the first change took."""
        self.wait_for("is up to date", 2)
        return float(self.said[-1].split()[-2])

    def rest(self) -> int:
        """How many builds there were when nothing has happened for a while."""
        time.sleep(0.6)
        return self.builds


def eventually(holds: Callable[[], Any], message: object = None, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, message
        time.sleep(0.02)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    one = Live(tmp_path)
    one.wait_for("is up to date")
    yield one
    one.process.kill()
    one.process.wait()


def get(address: str, path: str, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(address.split("/")[2], timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_each_change_is_built_and_several_at_once_together(live: Live) -> None:
    assert live.rest() == 1
    live.page.write_text(PAGE.replace("First", "Second"))
    live.wait_for("is up to date", 2)
    assert "Second" in get(live.address, "/page.html")[1]
    for number in range(8):
        (live.root / f"book/{number}.md").write_text("One of many.")
        time.sleep(0.02)
    live.wait_for("is up to date", 3)
    assert live.rest() <= 5


def test_a_change_while_a_build_runs_is_built_next(live: Live) -> None:
    live.page.write_text(PAGE.replace("First", "slow"))
    eventually(lambda: live.builds == 2)
    time.sleep(0.2)
    live.page.write_text(PAGE.replace("First", "Last"))
    live.wait_for("is up to date", 3)
    assert "Last" in get(live.address, "/page.html")[1]


def test_what_editors_leave_beside_a_file_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book/a.md").touch()
    (tmp_path / "_config.yml").touch()
    seen = look(tmp_path)
    assert seen.keys() == {"book/a.md", "_config.yml"}
    for name in (".a.md.swp", "a.md~", "#a.md#", ".#a.md", "4913", ".~a.ipynb", "a.md.tmp", "a.md___jb_tmp___"):
        (tmp_path / "book" / name).touch()
    for name in (".ipynb_checkpoints", "__pycache__", "beijing_ip.egg-info"):
        (tmp_path / "book" / name).mkdir()
        (tmp_path / "book" / name / "a.md").touch()
    (tmp_path / "_build").mkdir()
    for name in ("_build/a.md", "live.log", "nohup.out", ".gitignore"):
        (tmp_path / name).touch()
    assert look(tmp_path) == seen
    # Saved by renaming, with the size and the time of before.
    (tmp_path / "book/a.md.tmp").rename(tmp_path / "book/a.md")
    os.utime(tmp_path / "book/a.md", ns=(seen["book/a.md"][0],) * 2)
    assert look(tmp_path) != seen


def test_nothing_but_the_edition_is_served_and_to_nobody_else(tmp_path: Path) -> None:
    html = tmp_path / "_build/html"
    html.mkdir(parents=True)
    (html / "index.html").write_text(PAGE)
    (tmp_path / "secret").write_text("secret")
    (html / "way-out").symlink_to(tmp_path / "secret")
    with Site(html, 0) as site:
        assert site.server_address[0] == "127.0.0.1"
        for path in (
            "../../secret",
            "/%2e%2e/%2e%2e/secret",
            "//" + str(tmp_path / "secret"),
            "way-out",
            "%00",
            "_static",
        ):
            assert site.read(path) is None, path
        assert site.read("/") == site.read("/index.html") == ("text/html", PAGE.encode())
        # While a new edition takes its place there is none for a moment.
        html.rename(tmp_path / "_build/old")
        threading.Timer(SWAP / 3, lambda: (tmp_path / "_build/old").rename(html)).start()
        assert site.read("/index.html")


def test_the_files_on_the_disk_stay_without_the_script(live: Live) -> None:
    assert "_live.js" in get(live.address, "/page.html")[1]
    assert (live.root / "_build/html/page.html").read_text() == PAGE
    status, text = get(live.address, "/none.html")
    assert status == 404 and "_live.js" in text


def test_a_site_that_gives_its_own_name_this_address_reads_nothing(live: Live) -> None:
    for name in ("evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "["):
        status, text = get(live.address, "/page.html", Host=name)
        assert status == 403 and "First" not in text, name
    for name in ("localhost:8000", "localhost", "127.0.0.1"):
        assert get(live.address, "/page.html", Host=name)[0] == 200, name


@pytest.mark.parametrize("building", [False, True])
def test_an_interrupt_ends_it_with_its_build(live: Live, building: bool) -> None:
    if building:
        live.page.write_text("hang")
        eventually(lambda: live.builds == 2)
    live.process.send_signal(signal.SIGINT)
    assert live.process.wait(5) == 0
    left = subprocess.run(["pgrep", "-f", "build.py"], capture_output=True, text=True, check=False).stdout.split()
    assert not [pid for pid in left if Path(f"/proc/{pid}/cwd").resolve() == live.root]


@pytest.fixture
def page(live: Live, browser: Any) -> Iterator[Any]:
    """The page in a browser, scrolled down."""
    context = browser.new_context(viewport={"width": 800, "height": 600})
    page = context.new_page()
    page.problems = []
    page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
    page.goto(f"{live.address}page.html")
    page.evaluate("window.same = true; scrollTo(0, 1500)")
    yield page
    context.close()
    assert page.problems == []


def test_the_open_page_shows_the_change_at_the_same_place(live: Live, page: Any) -> None:
    start = time.monotonic()
    live.style.write_text("h1 { color: rgb(2, 2, 2); }")
    live.page.write_text(PAGE.replace("First", "Second"))
    page.get_by_text("Second").wait_for()
    assert time.monotonic() - start < 1 + live.last_build()
    eventually(lambda: page.evaluate("[window.same, scrollY]") == [None, 1500])
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(2, 2, 2)"


def test_a_failed_build_leaves_the_page_and_says_so(live: Live, page: Any) -> None:
    note = page.get_by_text("The last build failed: see the terminal")
    live.page.write_text(PAGE.replace("First", "broken"))
    note.wait_for()
    live.wait_for("book/page.html:1: broken")
    assert page.evaluate("[window.same, scrollY, document.querySelector('h1').textContent]") == [True, 1500, "First"]
    live.page.write_text(PAGE)
    live.wait_for("is up to date", 2)
    note.wait_for(state="hidden")
