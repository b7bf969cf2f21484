"""reproduce.py finds each byte, file and permission that differs between two places."""

from dataclasses import replace
from pathlib import Path

import pytest
from reproduce import COMPARED, RELEASE, Place, differences, report, wrong_modes


@pytest.fixture
def places(tmp_path: Path) -> list[Place]:
    made = [Place(tmp_path / name) for name in ("one", "other")]
    for place in made:
        for part in place.compared:
            folder = place.folder / part / "book"
            folder.mkdir(parents=True)
            (folder / "index.html").write_bytes(b"<p>1,005,000 patents</p>")
        for path in place.folder.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
    return made


def test_places_with_the_same_bytes_are_the_same(places: list[Place], capsys: pytest.CaptureFixture[str]) -> None:
    assert report(places) == 0
    assert capsys.readouterr().out.endswith("2 places, 5 files in each: the same bytes\n")


@pytest.mark.parametrize("part", [*COMPARED, RELEASE])
def test_a_changed_byte_and_a_missing_file_are_named(
    places: list[Place], part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = places[1].folder / part
    (other / "book/index.html").write_bytes(b"<p>1,005,001 patents</p>")
    (other / ".buildinfo").write_bytes(b"more")
    assert report(places) == 2
    said = capsys.readouterr().out
    assert f"{part}/book/index.html: differs from byte 11 on" in said
    assert f"{part}/.buildinfo: only in {other}" in said


def test_another_python_need_not_make_the_same_release(places: list[Place]) -> None:
    other = replace(places[1], set_up_for=Path("python3.13"))
    (other.folder / RELEASE / "book/index.html").write_bytes(b"the packages of another Python")
    assert report([places[0], other]) == 0


def test_nothing_built_is_not_the_same(tmp_path: Path) -> None:
    assert "nothing was compared" in "".join(differences(tmp_path, tmp_path))


def test_what_others_may_not_read_is_named(places: list[Place]) -> None:
    page = places[0].folder / COMPARED[0] / "book/index.html"
    page.chmod(0o600)
    (said,) = wrong_modes(page.parent, 0o022)
    assert said == f"{page}: has the mode 600, where a umask of 022 gives 644"
    assert list(wrong_modes(page.parent, 0o077)) == []
