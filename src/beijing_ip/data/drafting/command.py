"""The command `edition`: a text becomes a draft, and a draft becomes rows of data/."""

from __future__ import annotations

import sys
from pathlib import Path

from ..checks.open_cells import OPEN
from ..loading import load_tables
from ..schema import DATA_FOLDER, DataError
from .edition import Draft, draft_edition
from .files import add_rows, read_folder, write_folder, write_together
from .release import Release

DRAFTS = Path("draft")
REPORT = "report.txt"


def make_edition(path: Path, release: Release, write: bool, data: Path = DATA_FOLDER) -> int:
    """Draft an edition from a text, into a folder of drafts or, to `write`, into data/; return the exit code.

    A folder of drafts in place of a text is taken into data/.
    """
    try:
        if path.is_dir():
            return _take(path, data)
        draft = draft_edition(path.read_text(encoding="utf-8"), release, load_tables(data))
        folder = DRAFTS / draft.edition_id
        files = add_rows(draft.rows, data) if write else write_folder(folder, draft.rows, data)
        if not write:
            files += write_together({folder / REPORT: "".join(f"{line}\n" for line in draft.remarks)})
    except UnicodeDecodeError:
        print(f"{path}: is not UTF-8; save the text as UTF-8", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{path}: cannot be read or written: {error.strerror}", file=sys.stderr)
        return 1
    except DataError as error:
        if all("is open" in problem.message for problem in error.problems):
            print(
                "data/ has open cells of a draft: answer them first, `python -m beijing_ip check --ask`",
                file=sys.stderr,
            )
        else:
            print(error, file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    _tell(draft, files, write, folder)
    return 0


def _take(folder: Path, data: Path) -> int:
    rows = read_folder(folder, data)
    if not rows:
        raise ValueError(f"{folder} holds no table of a draft")
    print(*add_rows(rows, data), sep="\n")
    return 0


def _tell(draft: Draft, files: list[Path], write: bool, folder: Path) -> None:
    print(*files, sep="\n")
    print(*draft.remarks, sep="\n", file=sys.stderr)
    counts = ", ".join(f"{len(rows)} of {name}" for name, rows in draft.rows.items() if rows)
    place = "data/" if write else str(folder)
    check = "check --ask" if write else f"check --ask {folder}"
    print(
        f"Drafted {counts}. {draft.open_cells()} cells in {place} begin with '{OPEN}': answer them one by one with "
        f"`python -m beijing_ip {check}`"
        f"{'' if write else f', then take the rows into data/ with `python -m beijing_ip edition {folder}`'}.",
        file=sys.stderr,
    )
