"""What a reader opens in _build/html: complete, readable, resolved, and loading nothing from elsewhere."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urldefrag, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from conftest import NOTEBOOKS
from pages import CHAPTERS, HTML, MOVED, PAGES, ROOT, parsed
from picture_front_page import PAGE, PICTURE, words_of_page, words_of_picture

from beijing_ip.data.observations import load_observations

# A role or directive that nothing has read: {ref}`...`, {glue:text}`...`, ```{note}, :::{note}, (target)=
RAW_MARKUP = re.compile(r"\{[a-zA-Z][\w:+-]*\}`|(?:`{3,}|:{3,})\s*\{|^:{3,}\s*$|^\([\w-]+\)=\s*$", re.MULTILINE)
# What makes a script, style sheet or page fetch something.
FETCHING = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}
CSS_ADDRESS = re.compile(r"""(?:url\(|@import)\s*['"]?\s*((?:https?:)?//[^'")\s]+)""")
SCRIPT_ADDRESS = re.compile(r"""(?:fetch|import|importScripts)\(\s*['"`]((?:https?:)?//[^'"`]+)""")


pytestmark = pytest.mark.usefixtures("built")


def name_of(path: Path) -> str:
    """What a built page is called."""
    return path.relative_to(HTML).with_suffix("").as_posix()


def content(path: Path) -> BeautifulSoup:
    return parsed(name_of(path))


def article(page: str) -> Tag:
    found = parsed(page).find("article")
    assert isinstance(found, Tag), f"{page} has no article"
    return found


def prose(tag: Tag) -> str:
    """The text of a page without code, which may show markup on purpose."""
    return "".join(
        text for text in tag.find_all(string=True) if not text.find_parent(["pre", "code", "script", "style"])
    )


def built_pages() -> list[Path]:
    return sorted(path for path in HTML.rglob("*.html") if "_static" not in path.relative_to(HTML).parts)


def test_every_page_is_in_the_table_of_contents_once() -> None:
    sources = [*(ROOT / "book").rglob("*.md"), *(ROOT / "notebooks").rglob("*.ipynb")]
    names = [path.relative_to(ROOT).with_suffix("").as_posix() for path in sources if ".ipynb_ch" not in str(path)]
    assert sorted(names) == sorted(PAGES)


def test_every_page_is_built_and_no_other() -> None:
    assert sorted(map(name_of, built_pages())) == sorted([*PAGES, *MOVED, "index", "search"])


def test_the_first_page_leads_to_the_book() -> None:
    assert f"url={PAGES[0]}.html" in (HTML / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_no_reference_is_left_unresolved(page: str) -> None:
    body = article(page)
    assert not body.select(".problematic, .system-message, .xref.problematic")
    assert not RAW_MARKUP.findall(prose(body))


UNSEEN = ["details", "svg", "script", "style"]
"""What is folded away, drawn or never shown."""
ASIDE = ".figure-tools, .headerlink"


def visible(body: Tag) -> str:
    """The words that a reader sees without opening anything."""
    shown = (text for text in body.find_all(string=True) if not text.find_parent(UNSEEN))
    return " ".join(
        text for text in shown if not any(parent.css.match(ASIDE) for parent in text.parents if parent.name)
    )


def test_the_chapters_are_short() -> None:
    words = {page: len(visible(article(page)).split()) for page in CHAPTERS}
    assert 3_000 < sum(words.values()) <= 6_000, words


@pytest.mark.parametrize("page", CHAPTERS)
def test_what_is_not_said_is_told_once_outside_the_list_for_it(page: str) -> None:
    body = visible(article(page))
    kept, heading, _ = body.rpartition("What the release does not say")
    assert heading, "the chapter ends with the list of what is not said"
    assert len(re.findall(r"do(?:es)? not say|not said", kept)) <= 1


@pytest.mark.parametrize("page", PAGES)
def test_no_output_is_an_error_or_a_warning(page: str) -> None:
    body = article(page)
    assert not body.select(".output.stderr, .output.traceback")
    assert "Traceback (most recent call last)" not in body.get_text()


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_has_words(page: str) -> None:
    images = parsed(page).find_all("img")
    assert [str(img) for img in images if not str(img.get("alt", "")).strip()] == []
    charts = article(page).select("svg[role=img]")
    assert [str(svg)[:120] for svg in charts if not str(svg.get("aria-label", "")).strip()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_is_a_figure(page: str) -> None:
    """With number, headline, source and table: tests/test_figures_stand_whole_on_the_page.py."""
    pictures = article(page).select("img, svg:not(.letters)")
    assert [str(one)[:120] for one in pictures if not one.find_parent("figure", class_="finding")] == []


@pytest.mark.parametrize("page", PAGES)
def test_headings_descend_one_level_at_a_time(page: str) -> None:
    headings = parsed(page).find_all(re.compile(r"^h[1-6]$"))
    levels = [int(heading.name[1]) for heading in headings]
    assert levels[:1] == [1] and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


def elsewhere(address: str) -> bool:
    return bool(urlsplit(address).netloc)


def requests_of(path: Path) -> Iterator[str]:
    """Every address of another host that opening the file would request."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        for name, attribute in FETCHING.items():
            for tag in content(path).find_all(name, rel=lambda kind: kind != "canonical"):
                yield from filter(elsewhere, [str(tag.get(attribute, ""))])
                yield from filter(elsewhere, re.findall(r"[^\s,]+", str(tag.get("srcset", ""))))
        inline = "\n".join(tag.get_text() for tag in content(path).find_all(["script", "style"]))
        styles = "\n".join(str(tag["style"]) for tag in content(path).find_all(style=True))
        text = f"{inline}\n{styles}"
    yield from CSS_ADDRESS.findall(text)
    yield from SCRIPT_ADDRESS.findall(text)


def test_nothing_is_loaded_from_another_host() -> None:
    files = [path for path in HTML.rglob("*") if path.suffix in (".html", ".css", ".js", ".svg")]
    found = {path.relative_to(HTML).as_posix(): list(requests_of(path)) for path in files}
    assert {name: addresses for name, addresses in found.items() if addresses} == {}


@cache
def anchors(path: Path) -> set[str]:
    return {str(tag["id"]) for tag in content(path).find_all(id=True)}


def is_view(fragment: str) -> bool:
    """Whether the page Explore knows all that an address asks it for."""
    asked = dict(parse_qsl(fragment, keep_blank_values=True))
    names = asked.pop("indicator", "").split(",")
    rows = [row for row in load_observations() if row.indicator.indicator_id in names]
    slugs = {row.place.lower().replace(" ", "-") for row in rows}
    years = [int(year) for row in rows for year in re.findall(r"\d{4}", row.period)]
    return (
        {row.indicator.indicator_id for row in rows} == set(names)
        and set(asked.pop("places", "beijing").split(",")) <= slugs
        and all(min(years) <= int(asked.pop(end, years[0])) <= max(years) for end in ("from", "to"))
        and asked.pop("show", "figure") in ("figure", "change", "share", "head")
        and not asked
    )


def is_there(target: Path, fragment: str) -> bool:
    if not target.is_file() or not fragment or target.suffix != ".html":
        return target.is_file()
    return unquote(fragment) in anchors(target) or (target.name == "explore.html" and is_view(fragment))


@pytest.mark.parametrize("page", [*PAGES, *MOVED, "index", "search"])
def test_every_internal_link_and_anchor_leads_somewhere(page: str) -> None:
    path = HTML / f"{page}.html"
    broken = []
    for tag, attribute in [(tag, a) for a in ("href", "src") for tag in content(path).find_all(attrs={a: True})]:
        address, fragment = urldefrag(str(tag[attribute]))
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if not is_there(target, fragment):
            broken.append(str(tag[attribute]))
    assert broken == []


def test_no_constant_is_declared_twice_on_a_page() -> None:
    for path in built_pages():
        inline = "\n".join(tag.get_text() for tag in content(path).find_all("script", src=False))
        declared = re.findall(r"^\s*(?:const|let)\s+(\w+)", inline.replace(";", ";\n"), re.MULTILINE)
        assert sorted(declared) == sorted(set(declared)), path.name


def stored_outputs(notebook: Path) -> Iterator[tuple[int, dict[str, object]]]:
    for number, cell in enumerate(nbformat.read(notebook, as_version=4).cells, start=1):
        for output in cell.get("outputs", []):
            yield number, output


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_read_well_outside_the_book(notebook: Path) -> None:
    """JupyterLab and notebook viewers know no role or directive, and show a stored traceback to everybody."""
    for number, output in stored_outputs(notebook):
        assert output["output_type"] not in ("error", "stream"), f"cell {number} stores {output['output_type']}"
        data = output["data"]
        assert isinstance(data, dict)
        for kind in ("text/markdown", "text/html", "text/plain"):
            assert not RAW_MARKUP.findall(str(data.get(kind, ""))), f"cell {number} shows raw markup"
    for number, cell in enumerate(nbformat.read(notebook, as_version=4).cells, start=1):
        if cell.cell_type == "markdown":
            assert not RAW_MARKUP.findall(cell.source), f"cell {number} shows raw markup"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_stored_executed_and_normalised(notebook: Path) -> None:
    from beijing_ip.publish.notebooks import normalise

    content = nbformat.read(notebook, as_version=4)
    counts = [cell.execution_count for cell in content.cells if cell.cell_type == "code" and cell.source.strip()]
    assert counts == list(range(1, len(counts) + 1)), "run: make notebooks"
    assert notebook.read_text(encoding="utf-8") == normalise(content), "run: make notebooks"


def test_what_a_theme_copies_for_its_own_look_is_not_shipped() -> None:
    static = HTML / "_static"
    assert [path.name for path in static.iterdir() if path.name in ("scripts", "styles", "locales", "basic.css")] == []
    assert sum(path.stat().st_size for path in static.rglob("*") if path.is_file()) < 2_500_000


def test_a_fold_holds_no_paragraph_in_the_line_that_opens_it() -> None:
    assert [page for page in PAGES if parsed(page).select("summary p")] == []


def test_the_picture_in_the_readme_tells_what_the_first_page_tells():
    told = words_of_page(PAGE.read_text(encoding="utf-8"))
    assert len(told) > 500 and words_of_picture(PICTURE) == told, "run make picture"
    assert f"({PICTURE.relative_to(ROOT)})" in (ROOT / "README.md").read_text(encoding="utf-8")
