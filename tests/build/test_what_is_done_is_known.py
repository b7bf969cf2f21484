"""What is taken for done is done: code by what it does, results by what they rest on, an edition by its bytes."""

from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from beijing_ip.build.inputs import Code, digest_files, list_inputs
from beijing_ip.build.inputs import read_code as read_all_code
from beijing_ip.build.pages import Page
from beijing_ip.build.publication import digest_folder, publish
from beijing_ip.build.results import KEPT, Result, Results, State
from beijing_ip.publish.finish import SIZE, copy_look, finish_pages

MODULES = {
    "__init__.py": '"""Whole."""\n',
    "first.py": '"""One."""\n\nfrom .second import double\n\ndef twice(x):\n    """Say it."""\n    return double(x)\n',
    "second.py": "def double(x):\n    return 2 * x\n",
    "lazy/__init__.py": "import importlib\n\n\ndef get(name):\n    return importlib.import_module(name, __name__)\n",
    "lazy/inner.py": "x = 1\n",
    "other.py": "y = 1\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in MODULES.items():
        path = tmp_path / "src" / "beijing_ip" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "src" / "sphinx_typst").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "old", "new", "concerns"),
    [
        ("first.py", "Say it.", "Say it twice.", False),
        ("first.py", "    return", "    # A remark.\n\n    return", False),
        ("first.py", "double(x)\n", "double(x) + 1\n", True),
        ("second.py", "2 * x", "3 * x", True),
        ("__init__.py", '"""Whole."""', "z = 1", True),
        ("other.py", "1", "2", False),
        ("lazy/inner.py", "1", "2", False),
    ],
)
def test_a_page_rests_on_what_the_modules_do_that_it_imports(
    root: Path, name: str, old: str, new: str, concerns: bool
) -> None:
    before = read_code(root)
    path = root / "src" / "beijing_ip" / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    after = read_code(root)
    asked = before.imported_by("from beijing_ip.first import twice")
    assert asked == {"beijing_ip.first"}
    assert (before.meaning_of(asked) != after.meaning_of(asked)) is concerns


def test_a_package_that_loads_its_modules_by_name_rests_on_all_of_them(root: Path) -> None:
    before = read_code(root)
    (root / "src/beijing_ip/lazy/inner.py").write_text("x = 2\n", encoding="utf-8")
    asked = before.imported_by("import beijing_ip.lazy")
    assert before.meaning_of(asked) != read_code(root).meaning_of(asked)


def test_a_cell_with_another_tag_is_executed_again() -> None:
    # Else MyST-NB, which looks for code and tags, would not find what it shows, and execute the page itself.
    def page(tag: str, text: str) -> Page:
        cells = [new_markdown_cell(text), new_code_cell("1", id="one", metadata={"tags": [tag]})]
        return Page("page", Path("page.md"), new_notebook(cells=cells))

    assert page("a", "Words.").code == page("a", "Others.").code != page("b", "Words.").code


def test_what_editors_and_python_leave_is_no_input(root: Path) -> None:
    before = list_inputs(root)
    for name in ("book/.x.md.swp", "book/x.md~", "data/.ipynb_checkpoints/x.csv", "src/beijing_ip/__pycache__/x.pyc"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    assert list_inputs(root) == before


def read_code(root: Path) -> Code:
    """As a build does, with what the one before kept."""
    return read_all_code(root, digest_files(root, list_inputs(root)), root / "kept.json")


def state(modules: str = "m", **units: str) -> State:
    return State(modules, lambda names: {name: units.get(name, "gone") for name in names}, lambda names: {})


def shown(text: str) -> Result:
    return Result([[{"output_type": "stream", "name": "stdout", "text": text}]], 1.0)


def test_a_result_is_found_again_by_what_it_rests_on_and_by_nothing_else(tmp_path: Path) -> None:
    results = Results(tmp_path)
    results.keep("code", state(a="1"), {"units": ["a"], "files": []}, shown("one"))
    results.keep("code", state(a="2"), {"units": ["a"], "files": []}, shown("two"))
    assert results.find("code", state(a="1", b="9")) == shown("one")
    assert results.find("code", state(a="2")) == shown("two")
    for other in (state(a="3"), state("n", a="1"), state(b="1")):
        assert results.find("code", other) is None
    assert results.find("other", state(a="1")) is None


def test_a_result_that_cannot_be_read_is_none_and_earlier_ones_are_kept_within_a_bound(tmp_path: Path) -> None:
    results = Results(tmp_path)
    for number in range(KEPT + 3):
        results.keep("code", state(a=str(number)), {"units": ["a"], "files": []}, shown(str(number)))
    assert len(list(tmp_path.glob("*.read.json"))) == len(list(tmp_path.glob("*.shown.json"))) == KEPT
    for path in tmp_path.glob("*.shown.json"):
        path.write_text("[[", encoding="utf-8")
    assert results.find("code", state(a=str(KEPT + 2))) is None


def make_pages(folder: Path, text: str) -> Path:
    (folder / "_static").mkdir(parents=True)
    (folder / "_static" / "look.css").write_text("p {}", encoding="utf-8")
    (folder / "page.html").write_text(text, encoding="utf-8")
    return folder


def test_an_edition_takes_the_place_of_the_one_before_whole_or_not_at_all(tmp_path: Path) -> None:
    made, public = make_pages(tmp_path / "made", "new"), make_pages(tmp_path / "html", "old")
    (public / "gone.html").touch()
    before = digest_folder(public)

    def fail(folder: Any) -> None:
        assert digest_folder(public) == before
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        publish(made, public, fail)
    assert digest_folder(public) == before
    publish(made, public)
    assert digest_folder(public) == digest_folder(made)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["html", "made"]


def test_a_changed_style_reaches_the_pages_with_its_checksum(tmp_path: Path) -> None:
    html = make_pages(tmp_path / "html", '<link href="../_static/look.css?v=00000000">')
    finish_pages(html, [])
    first = (html / "page.html").read_text(encoding="utf-8")
    style = tmp_path / "book" / "_static" / "look.css"
    style.parent.mkdir(parents=True)
    style.write_text("p { color: red }", encoding="utf-8")
    assert copy_look(tmp_path, html) == ["look.css"]
    finish_pages(html, [])
    second = (html / "page.html").read_text(encoding="utf-8")
    assert len({first, second, '<link href="../_static/look.css?v=00000000">'}) == 3
    assert copy_look(tmp_path, html) == []


def test_a_page_offers_the_printed_files_that_are_there_with_their_size(tmp_path: Path) -> None:
    offer = f"<!--offer a.pdf--><p>A, {SIZE}</p><!--/offer-->-<!--offer b.pdf--><p>B, {SIZE}</p><!--/offer-->"
    html = make_pages(tmp_path / "html", offer)
    (tmp_path / "a.pdf").write_bytes(b"x" * 1234)
    finish_pages(html, [tmp_path / "a.pdf"])
    assert (html / "page.html").read_text(encoding="utf-8") == "<p>A, 1.2\u00a0kB</p>-"
    assert (html / "_downloads" / "a.pdf").stat().st_size == 1234
