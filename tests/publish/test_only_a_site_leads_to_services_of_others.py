"""A chapter of a site leads to its notebook on Binder, at its version; the book on a disk leads to no service."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from pages import HTML, PAGES, ROOT

from beijing_ip.publish.repository import read_repository
from beijing_ip.publish.web import launch

HUB = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["launch_buttons"]["binderhub_url"]
TEMPLATE = (ROOT / "book/_templates/layout.html").read_text(encoding="utf-8")
CONFIG = """\
launch_buttons: {binderhub_url: "https://hub.example/"}
repository: {url: "https://github.com/owner/name", branch: "%s"}
"""


def offered(folder: Path, page: str, notebook: str) -> dict[str, str] | None:
    """What the template of a page is given, in a book whose _config.yml lies in the folder."""
    about = {"version": "1.2.0", "repository-code": read_repository(folder)}
    config = SimpleNamespace(report_about=about, report_launch=())
    app = SimpleNamespace(srcdir=folder, config=config)
    launch._read_settings(app, config)
    context = {"notebook": notebook}
    launch._offer(app, page, "page.html", context, None)
    return context.get("launch")


def test_a_chapter_is_opened_as_it_was_at_its_version(tmp_path: Path) -> None:
    for branch, at in (("", "v1.2.0"), ("main", "main")):
        (tmp_path / "_config.yml").write_text(CONFIG % branch, encoding="utf-8")
        address = f"https://hub.example/v2/gh/owner/name/{at}?urlpath=lab/tree/notebooks/3-judicial.ipynb"
        found = offered(tmp_path, "notebooks/3-judicial", "_sources/notebooks/3-judicial.ipynb")
        assert found == {"host": "hub.example", "address": address}
        assert offered(tmp_path, "book/years", "") is None


def test_where_no_repository_is_named_nothing_is_offered(tmp_path: Path) -> None:
    for text in ("", CONFIG.replace("https://github.com/owner/name", "") % "", "repository:\nlaunch_buttons:\n"):
        (tmp_path / "_config.yml").write_text(text, encoding="utf-8")
        assert offered(tmp_path, "notebooks/3-judicial", "_sources/notebooks/3-judicial.ipynb") is None


@pytest.mark.parametrize(
    ("repository", "part"),
    [
        ("https://github.com/owner/name.git", "gh/owner/name"),
        ("https://gitlab.com/group/team/name", "gl/group%2Fteam%2Fname"),
        ("https://git.example/owner/name", "git/https%3A%2F%2Fgit.example%2Fowner%2Fname"),
    ],
)
def test_a_repository_may_stand_with_any_host(repository: str, part: str) -> None:
    found = launch.binder_address("https://hub.example", repository, "release/1", "a b.ipynb")
    assert found == f"https://hub.example/v2/{part}/release%2F1?urlpath=lab/tree/a%20b.ipynb"


def test_what_leads_there_is_marked_for_a_site_alone() -> None:
    before, part = TEMPLATE.split("{% if launch %}<!--site-->")
    part, after = part.split("<!--/site-->{% endif %}", 1)
    assert "launch" in part and "launch" not in before + after and "<!--" not in part
    assert 'rel="external noreferrer"' in part


def test_no_page_on_a_disk_leads_to_the_service() -> None:
    if not (HTML / "index.html").exists():
        pytest.skip("there is no built book in _build/html: run make book first")
    host = HUB.removeprefix("https://")
    for name in PAGES:
        assert host not in (HTML / f"{name}.html").read_text(encoding="utf-8"), name
