"""A page is written anew when other rows or other names would stand on it, and only then."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes

from beijing_ip.data import noting
from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import load_sources
from beijing_ip.publish.web import written
from beijing_ip.publish.web.number_links import linked_figures
from beijing_ip.publish.web.written import StartRecording, _Written

PAGES = {"first": "one", "second": "two", "third": "three"}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A build of three pages that has been kept: one names the release, one links numbers, one reads nothing."""
    monkeypatch.setattr(noting, "_taken", None)
    config = SimpleNamespace(report_executed={"first": "digest"})
    env = SimpleNamespace(
        found_docs=set(PAGES),
        titles={page: nodes.title("", title) for page, title in PAGES.items()},
        toc_secnumbers={"first": {"": (1,), "#section": (1, 1)}},
        toctree_includes={},
    )
    app: Any = SimpleNamespace(doctreedir=str(tmp_path), config=config, env=env, builder=SimpleNamespace(format="html"))
    build = _Written()
    assert set(build.find_changed(app, env)) == set(PAGES)
    for page, read in (
        ("first", lambda: load_sources()["cnipa-2021-04-30"].title),
        ("second", linked_figures),
        ("third", tuple),
    ):
        StartRecording.run(SimpleNamespace(config=config))  # type: ignore[arg-type]
        read()
        build.note(app, page, "", {}, nodes.document(None, None))
    build.keep(app, None)
    return app


def find_changed(app: Any) -> list[str]:
    return sorted(_Written().find_changed(app, app.env))


@pytest.mark.parametrize(
    ("table", "column", "pages"),
    [
        ("sources", "title", ["first"]),
        ("sources", "address", ["second"]),
        ("observations", "phrase", ["second"]),
        ("observations", "note_en", []),
    ],
)
def test_pages_for_which_other_rows_are_read(
    app: Any, monkeypatch: pytest.MonkeyPatch, table: str, column: str, pages: list[str]
) -> None:
    first, *others = load_tables()[table]
    changed = {**load_tables(), table: ({**first, column: "another"}, *others)}
    monkeypatch.setattr(written, "load_tables", lambda: changed)
    assert find_changed(app) == pages


def test_all_pages_when_one_has_another_name_since_all_list_it(app: Any) -> None:
    app.env.toc_secnumbers["first"] = {"": (1,), "#another-section": (1, 1)}
    assert find_changed(app) == []
    app.env.titles["third"] = nodes.title("", "another")
    assert find_changed(app) == sorted(PAGES)


def test_a_page_of_which_nothing_is_known(app: Any) -> None:
    app.env.found_docs.add("fourth")
    assert find_changed(app) == ["fourth"]
    (Path(app.doctreedir) / written.FILE).write_text("{", encoding="utf-8")
    assert find_changed(app) == ["first", "fourth", "second", "third"]
