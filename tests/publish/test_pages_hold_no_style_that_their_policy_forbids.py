"""The policy of pages forbids styles inside of them: pictures keep their sizes, and all else stops the build."""

import http.server
import threading
from pathlib import Path

import pytest
from pages import HTML
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from beijing_ip.publish.web.frame import POLICY
from beijing_ip.publish.web.inline_styles import keep_sizes

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200"/></svg>'
SIZES = {
    "": (300, 200), ":width: 120px": (120, 80), ":width: 120": (120, 80), ":height: 40px": (60, 40),
    ":width: 50%": (400, 267), ":width: 10em": (160, 107), ":width: 1in": (96, 64), ":scale: 50": (150, 100),
}  # fmt: skip
"""What docutils writes as a style, with the width and height in pixels on a page 800 pixels wide."""
FIGURE = "```{figure} dot.svg\n:alt: A dot\n:width: 30px\n\nCaption\n```"


def html_body(folder: Path, text: str) -> str:
    """The body of a page as Sphinx writes it."""
    (folder / "index.md").write_text(f"# Page\n\n{text}\n", encoding="utf-8")
    (folder / "dot.svg").write_text(SVG, encoding="utf-8")
    found = []
    with patch_docutils(), docutils_namespace():
        settings = {"extensions": ["myst_parser"], "html_theme": "basic"}
        app = Sphinx(folder, None, folder / "out", folder / "trees", "html", settings, status=None, warning=None)
        app.connect("html-page-context", lambda app, page, template, context, tree: found.append(context.get("body")))
        app.build()
    return str(found[0])


@pytest.fixture
def written(tmp_path: Path) -> tuple[Path, str]:
    body = "\n\n".join(f"```{{image}} dot.svg\n:alt: A dot\n{size}\n```" for size in SIZES) + f"\n\n{FIGURE}"
    return tmp_path / "out", keep_sizes(html_body(tmp_path, body), "index")


def test_sizes_of_pictures_are_attributes(written: tuple[Path, str]) -> None:
    assert "style=" not in written[1]
    assert 'width="120"' in written[1] and 'width="50%"' in written[1]


def test_pictures_have_their_sizes_under_the_policy(written: tuple[Path, str], browser) -> None:
    folder, body = written
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    sheet = '<link rel="stylesheet" href="own.css">'
    (folder / "own.css").write_text("body { margin: 0; width: 800px }", encoding="utf-8")
    (folder / "sizes.html").write_text(f"<!DOCTYPE html><html>{policy}{sheet}<body>{body}</html>", encoding="utf-8")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *given: object) -> None:
            super().__init__(*given, directory=str(folder))

        def log_message(self, *ignored: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/sizes.html")
        boxes = page.evaluate("[...document.images].map(each => [each.width, each.height])")
        page.close()
        server.shutdown()
    assert boxes == [list(size) for size in SIZES.values()] + [[30, 20]]


@pytest.mark.parametrize(
    "markup",
    [
        '<figure style="width: 50%">',
        '<img style="float: left">',
        '<col style="width: 20%">',
        "<style scoped>td {}</style>",
        "<script>x()</script>",
        '<p onclick="x()">',
    ],
)
def test_any_other_style_or_script_inside_a_page_stops_the_build(markup: str) -> None:
    with pytest.raises(ExtensionError, match=r"some/page: .*put it into a file"):
        keep_sizes(f"<p>Words</p>{markup}", "some/page")


def test_what_needs_no_style_passes() -> None:
    body = '<p title="a style=b">&lt;p style=""&gt;</p><script type="application/json">{}</script>'
    body += '<script src="x.js"></script>'
    assert keep_sizes(body, "page") == body


def test_no_built_page_holds_a_style_or_script_of_its_own() -> None:
    for path in sorted(HTML.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        body = page[page.find("<body") :]
        assert keep_sizes(body, path.name) == body
