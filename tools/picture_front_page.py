"""Take the picture of the book's first page that README.md shows: `make picture`, where Chromium is installed.

The words on the picture are kept in it, so that a test can say when the page tells something else.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from bs4 import BeautifulSoup
from PIL import Image, PngImagePlugin
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGE, PICTURE = ROOT / "_build/html/book/index.html", ROOT / "book/front-page.png"
WIDTH, FINE, EDGE = 1280, 1.5, 24
"""Of the window in pixels, how many of the picture go to one of these, and what stands below the words."""
SHOWN = "#what-happened"
KEPT_AS = "Description"


def words_of_page(page: str) -> str:
    """Return the words of a first page that the picture shows, in one line; `page` is its HTML."""
    parsed = BeautifulSoup(page, "html.parser")
    for folded in parsed.select(".cell_input, .tag_hide-cell, .headerlink, details"):
        folded.decompose()
    parts = (parsed.h1, parsed.select_one(SHOWN))
    return " ".join(word for part in parts if part for word in part.get_text(" ").split())


def words_of_picture(picture: Path) -> str:
    """Return the words of the page at the time when its picture was taken."""
    with Image.open(picture) as image:
        image.load()
        return str(image.info.get(KEPT_AS, ""))


def take_picture(browser_path: str) -> bytes:
    """Return the head of the built first page, down to the end of what happened, as PNG."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--hide-scrollbars"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, device_scale_factor=FINE)
        page.goto(PAGE.as_uri())
        page.evaluate("document.fonts.ready")
        box = page.locator(SHOWN).bounding_box()
        assert box
        clip = {"x": 0.0, "y": 0.0, "width": float(WIDTH), "height": box["y"] + box["height"] + EDGE}
        taken = page.screenshot(clip=clip, full_page=True)  # type: ignore[arg-type]
        browser.close()
    kept = PngImagePlugin.PngInfo()
    kept.add_itxt(KEPT_AS, words_of_page(PAGE.read_text(encoding="utf-8")))
    made = io.BytesIO()
    Image.open(io.BytesIO(taken)).convert("P", palette=Image.Palette.ADAPTIVE, colors=256).save(
        made, "PNG", optimize=True, pnginfo=kept
    )
    return made.getvalue()


def main() -> int:
    """Write the picture; return the exit code."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found or not PAGE.exists():
        print("The picture needs Chromium (apt-get install chromium) and the built book (make book).", file=sys.stderr)
        return 1
    PICTURE.write_bytes(take_picture(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
