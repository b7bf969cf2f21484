"""CHANGELOG.md alone says which version this is: it reaches every file, and what it cannot mean is refused."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml
from pages import ROOT

from beijing_ip.publish import documents
from beijing_ip.publish.version import FILES, Version, VersionError, find_disagreements, read_version

LATER = Version("9.8.7", date(2031, 5, 6), "", "")


def write(folder: Path, *headings: str) -> Path:
    text = "\n\n".join(f"## {heading}\n\n- Changes of {heading}." for heading in headings)
    (folder / "CHANGELOG.md").write_text(f"# Changes\n\nNewest first.\n\n{text}\n", encoding="utf-8")
    return folder


def test_a_new_version_reaches_every_file_by_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "read_version", lambda root: LATER)
    texts = {str(path): text for path, text in documents.render_documents().items()}
    cited, package = yaml.safe_load(texts["CITATION.cff"]), json.loads(texts["data/datapackage.json"])
    assert (cited["version"], cited["date-released"]) == ("9.8.7", date(2031, 5, 6))
    assert (package["version"], package["created"]) == ("9.8.7", "2031-05-06T00:00:00Z")
    assert tomllib.loads(texts["pyproject.toml"])["project"]["version"] == "9.8.7"
    assert "(2031)" in texts["README.md"] and "Version 9.8.7, 6 May 2031." in texts["README.md"]


def test_the_changelog_tells_what_is_released_and_what_is_to_come(tmp_path: Path) -> None:
    known = read_version(write(tmp_path, "0.3.0, 1 December 2026", "0.2.0, 28 November 2026"))
    assert known == Version("0.3.0", date(2026, 12, 1), "- Changes of 0.3.0, 1 December 2026.", "")
    before = read_version(write(tmp_path, "Next", "0.2.0, 28 November 2026"))
    assert (before.number, before.coming) == ("0.2.0", "- Changes of Next.")


def test_what_is_not_released_says_so_wherever_the_version_stands(tmp_path: Path) -> None:
    before = read_version(write(tmp_path, "Next", "0.2.0, 28 November 2026"))
    for name in FILES:
        assert "0.2.0+next" in before.write_into(name, (ROOT / name).read_text(encoding="utf-8")), name


@pytest.mark.parametrize(
    "headings",
    [
        ["0.3.0, soon", "0.2.0, 28 November 2026"],
        ["0.3, 1 December 2026"],
        ["0.3.0, 31 November 2026"],
        ["0.2.0, 28 November 2026", "Next"],
        ["Next"],
        [],
    ],
)
def test_a_heading_that_is_no_version_is_refused(tmp_path: Path, headings: list[str]) -> None:
    with pytest.raises(VersionError, match=r"CHANGELOG\.md: .*0\.1\.0, 31 January 2026"):
        read_version(write(tmp_path, *headings))


def test_a_file_that_says_another_version_is_named_with_what_to_do() -> None:
    assert find_disagreements(ROOT, read_version(ROOT)) == []
    said = find_disagreements(ROOT, LATER)
    assert [line.split(":")[0] for line in said] == list(FILES)
    assert all("9.8.7" in line and "make documents" in line for line in said)
