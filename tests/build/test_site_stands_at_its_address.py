"""The site: whole under the path of its address, with a page for what is missing; a book in a folder is without it."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen
from urllib.robotparser import RobotFileParser

import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import ROOT
from small_project import Project, small_book

from beijing_ip.publish.finish import SITE_FILES
from beijing_ip.publish.site_address import AddressError, complete_address, read_address

BASE = "https://example.org/some/name/"
REPOSITORY = "https://git.example/owner/name"
NAMED = ("cite", "glossary", "numbers")
"""Pages that the frame of every page leads to, and the search."""


class Handler(SimpleHTTPRequestHandler):
    """A folder below a path, and its 404.html for all else, as GitHub Pages has it."""

    path_of_site = ""

    def translate_path(self, path: str) -> str:
        inside = path.startswith(self.path_of_site)
        return super().translate_path("/" + path.removeprefix(self.path_of_site) if inside else "/nothing")

    def send_error(self, code: int, *_: Any) -> None:
        content = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(folder: Path, base: str) -> Iterator[str]:
    """Serve a site on the loopback address, below the path of its own one; give what stands for its host."""
    handler = type("Served", (Handler,), {"path_of_site": urlsplit(base).path})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def fetch(address: str) -> tuple[int, str]:
    try:
        with urlopen(address) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")


def addresses(page: BeautifulSoup) -> Iterator[str]:
    """All that a page leads to, loads, or says that it is."""
    for tag in page.find_all(True):
        yield from (tag[name] for name in ("href", "src", "action") if tag.has_attr(name) and tag[name][0] != "#")
        if tag.name == "meta" and (tag.get("property") in ("og:image", "og:url")):
            yield tag["content"]
        if tag.name == "meta" and tag.get("http-equiv") == "refresh":
            yield tag["content"].partition("url=")[2]
    for record in page.select("script[type='application/ld+json']"):
        yield from re.findall(r'"(https?://[^"]*)"', record.get_text())


def broken(folder: Path, base: str, host: str) -> list[tuple[str, str]]:
    """The links of all pages that lead nowhere within the site, each with its page."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        # A page that is missing may have been looked for anywhere.
        seen = urljoin(base, "a/deep/place.html" if name == "404.html" else name)
        for address in addresses(BeautifulSoup(path.read_bytes(), "html.parser")):
            target = urldefrag(urljoin(seen, address)).url
            if target.startswith(urljoin(base, "/")):
                found.setdefault(target, name)
    assert len(found) > 10
    return [(name, to) for to, name in found.items() if fetch(urljoin(host, urlsplit(to).path))[0] != 200]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small book that was built without an address, and got one, more pages, and one that moved."""
    made = small_book(tmp_path_factory.getbasetemp()).copy(tmp_path_factory.mktemp("site") / "project")
    for name in NAMED:
        (made.root / f"book/{name}.md").write_text(f"# Page {name}\n\nWords.\n")
    toc = {"format": "jb-book", "root": "book/index"}
    chapters = [{"file": f"book/{name}"} for name in ("one", "two")]
    rest = [{"file": f"book/{name}"} for name in NAMED]
    parts = [{"caption": "Chapters", "numbered": 1, "chapters": chapters}, {"caption": "Others", "chapters": rest}]
    (made.root / "_toc.yml").write_text(yaml.safe_dump(toc | {"parts": parts}))
    config = yaml.safe_load((made.root / "_config.yml").read_text(encoding="utf-8"))
    config["sphinx"]["config"]["report_moved"] = {"book/before/old": "book/two"}
    config["html"]["baseurl"] = BASE.rstrip("/")
    config["repository"]["url"] = REPOSITORY
    said = made.build(fails=True, command=made.command("site"))
    assert "_config.yml" in said and "baseurl: https://" in said
    (made.root / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    said = made.build(command=made.command("site"))
    # Another address is no reason to compute anything anew.
    assert " 0 executed" in said
    return made


@pytest.fixture(scope="module")
def site(project: Project) -> Path:
    return project.root / "_build" / "site"


def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "html.parser")


def test_every_link_and_file_of_every_page_is_there(site: Path) -> None:
    with served(site, BASE) as host:
        # This small book has no data, which the first page names to machines.
        assert set(broken(site, BASE, host)) <= {("book/index.html", f"{BASE}book/data.html")}


def test_what_is_missing_is_answered_by_a_page_that_works_at_any_depth(site: Path) -> None:
    with served(site, BASE) as host:
        status, text = fetch(f"{host}/some/name/no/such/deep/page.html")
        page = BeautifulSoup(text, "html.parser")
        assert (status, page.h1.get_text()) == (404, "There is no such page")
        root = page.html["data-content_root"]
        for script in ("_static/search-index.js", "_static/search/engine.js"):
            assert fetch(f"{host}{root}{script}")[0] == 200, script
    led = {urljoin(BASE, link["href"]) for link in page.article.select("a[href]")}
    assert {REPOSITORY, *(f"{BASE}book/{name}.html" for name in ("index", "one", "two"))} <= led
    assert page.select_one("form[role=search]")["action"] == "/some/name/search.html"
    assert page.select_one("link[rel=canonical]") is None


def test_the_list_for_robots_has_each_page_at_the_address_that_it_gives_itself(site: Path) -> None:
    listed = re.findall(r"<loc>(.*?)</loc><lastmod>(\d{4}-\d\d-\d\d)</lastmod>", (site / "sitemap.xml").read_text())
    names = ("index", "one", "two", *NAMED)
    assert sorted(address for address, _ in listed) == sorted(f"{BASE}book/{name}.html" for name in names)
    about = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {day for _, day in listed} == {about["date-released"].isoformat()}
    for name in names:
        page = read(site / f"book/{name}.html")
        (canonical,) = page.select("link[rel=canonical]")
        said = {canonical["href"], page.select_one("meta[property='og:url']")["content"]}
        assert said == {f"{BASE}book/{name}.html"}
        # Who cites the first page cites the book.
        own = BASE if name == "index" else f"{BASE}book/{name}.html"
        assert page.select_one("details.cite p").get_text().endswith(f" {own}")
        assert f"{{{own}}}" in page.select_one("details.cite pre").get_text()
    robots = RobotFileParser()
    robots.parse((site / "robots.txt").read_text().splitlines())
    assert robots.site_maps() == [f"{BASE}sitemap.xml"]
    assert all(robots.can_fetch("*", address) for address, _ in listed)
    hidden = {path.name for path in site.rglob("*.html") if read(path).select("meta[name=robots]")}
    assert hidden == {"404.html", "search.html"}
    # GitHub Pages would leave out what begins with "_".
    assert (site / ".nojekyll").exists()


def test_a_moved_page_leads_to_where_it_is_now_in_the_folder_too(project: Project) -> None:
    for folder in ("site", "html"):
        old = read(project.root / "_build" / folder / "book/before/old.html")
        assert old.select_one("meta[http-equiv=refresh]")["content"] == "0; url=../two.html"
        assert old.select_one("a")["href"] == "../two.html"
        assert old.select_one("link[rel=canonical]")["href"] == f"{BASE}book/two.html"
        # A link to the old address, or to the book as a whole, has the card of the page that it leads to.
        for start, page in ((old, "two"), (read(project.root / "_build" / folder / "index.html"), "index")):
            assert start.select_one("meta[property='og:image']")["content"] == f"{BASE}_static/cards/book-{page}.png"


def test_the_book_in_a_folder_has_nothing_that_only_a_site_has(project: Project, site: Path) -> None:
    html = project.html
    assert [name for name in SITE_FILES if name in html] == []
    assert [name for name in SITE_FILES if not (site / name).exists()] == []
    assert [name for name, text in html.items() if b"site-->" in text] == []
    assert "noindex" in (site / "search.html").read_text() and b"noindex" not in html["search.html"]
    assert {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} == {*html, *SITE_FILES}


@pytest.mark.parametrize("wrong", ["example.org/name", "https://", "https://example.org/?a=1", "https://a b/", 5])
def test_what_is_no_address_is_refused(wrong: object, tmp_path: Path) -> None:
    with pytest.raises(AddressError, match=r"baseurl.*_config\.yml.*such as https://"):
        complete_address(wrong)
    (tmp_path / "_config.yml").write_text("html:\n  baseurl:\n")
    assert read_address(tmp_path) == ""
