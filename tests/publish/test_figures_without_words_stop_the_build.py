"""A figure that lacks something for the page is an error that says what to do; so are two figures of one name."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from beijing_ip.publish.notebook_figures import MARKDOWN, SVG, FigureRenderer
from beijing_ip.publish.offered import encode_csv
from beijing_ip.publish.web import figure_files

CHART = {"name": "some-figure", "headline": "A finding", "subtitle": "What", "alt": "Bars", "narrow": "<svg/>"}
FOOT = {"part": "foot", "name": "some-figure", "reading": "From zero.", "data": "a,b\n1,2\n"}


def warned(mime_type: str, figure: dict[str, str]) -> list[str]:
    """What handling an output warns of."""
    said: list[str] = []
    renderer: Any = SimpleNamespace(logger=SimpleNamespace(warning=lambda message, **_: said.append(message)))
    data: Any = SimpleNamespace(
        mime_type=mime_type, output_metadata={mime_type: {"figure": figure}}, cell_index=3, line=1
    )
    assert FigureRenderer.handle_mime(renderer, data, inline=False) == []
    return said


def test_a_missing_word_is_named_and_what_to_do() -> None:
    for mime_type, figure in ((SVG, CHART), (MARKDOWN, FOOT)):
        for word in figure.keys() - {"part"}:
            (message,) = warned(mime_type, {key: text for key, text in figure.items() if key != word})
            assert message.startswith(f"cell 4 shows a figure without {word}; ")
            assert "beijing_ip.show.figure" in message


def test_two_figures_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(figure_files, "_log", SimpleNamespace(warning=lambda message, **_: said.append(message)))
    app: Any = SimpleNamespace()
    env: Any = SimpleNamespace(figure_data={"one": {"same": ""}, "other": {"same": "", "its-own": ""}})
    figure_files.check_names(app, env)
    assert said == ["the figure 'same' is also on one: each needs a name of its own"]


def test_a_build_leaves_no_file_of_a_figure_that_is_gone(tmp_path: Any) -> None:
    folder = tmp_path / figure_files.FOLDER
    folder.mkdir(parents=True)
    (folder / "gone.csv").write_text("old", encoding="utf-8")
    env = SimpleNamespace(figure_data={"page": {"some-figure": FOOT["data"]}})
    about = {"version": "1.2.3", "date-released": date(2031, 5, 6)}
    config = SimpleNamespace(report_about=about)
    app: Any = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=tmp_path, env=env, config=config)
    figure_files.write_data(app, None)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "some-figure.csv": encode_csv(FOOT["data"], about)
    }
