"""An indicator gets another id everywhere or nowhere, also where the run is interrupted."""

import shutil
from pathlib import Path

import pytest

from beijing_ip.data.loading import check_data
from beijing_ip.data.renaming import rename_indicator
from beijing_ip.data.schema import DATA_FOLDER

RANKED = "invention-patents-per-10000-residents"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(DATA_FOLDER, tmp_path / "data")
    (tmp_path / "book").mkdir()
    # A term is looked for on the pages.
    shutil.copy(tmp_path / "data" / "terms.csv", tmp_path / "book" / "terms.md")
    (tmp_path / "book" / "page.md").write_text(f"{RANKED} {RANKED}-rank all-{RANKED} {RANKED}-x", encoding="utf-8")
    return tmp_path


def test_growth_and_rank_go_with_it_and_longer_ids_stay(root: Path) -> None:
    rename_indicator(RANKED, "held", root)
    page = (root / "book" / "page.md").read_text(encoding="utf-8")
    assert page == f"held held-rank all-{RANKED} {RANKED}-x"
    assert check_data(root / "data") == []
    assert not list(root.rglob("*.new")) and not (root / ".rename").exists()


@pytest.mark.parametrize("files", [0, 1, 3, 6])
def test_an_interrupted_run_is_finished_by_the_next(root: Path, monkeypatch: pytest.MonkeyPatch, files: int) -> None:
    replace, done = Path.replace, []

    def interrupted(path: Path, target: Path) -> Path:
        done.append(target)
        if len(done) > files:
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            rename_indicator(RANKED, "held", root)
    assert root / "book" / "page.md" in rename_indicator(RANKED, "held", root)
    assert check_data(root / "data") == []
    assert (root / "book" / "page.md").read_text(encoding="utf-8").startswith("held held-rank ")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("patents-grantd", "grants", "did you mean 'patents-granted'"),
        ("patents-granted", "Grants", "is no id"),
        ("patents-granted", "12", "is no id"),
        ("patents-granted", "new", "is no id"),
        ("patents-granted", "court-cases-accepted", "already"),
        ("court-cases-accepted-growth", "intake", "goes with 'court-cases-accepted'"),
    ],
)
def test_a_wrong_id_renames_nothing(root: Path, old: str, new: str, words: str) -> None:
    before = (root / "data" / "observations.csv").read_bytes()
    with pytest.raises(ValueError, match=words):
        rename_indicator(old, new, root)
    assert (root / "data" / "observations.csv").read_bytes() == before
