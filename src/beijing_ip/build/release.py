"""A release: what others take along of the book, in one flat folder, which is exchanged as a whole.

Names have no version in them, so that the address of the latest release's file stays the same.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from beijing_ip.analysis import tidy
from beijing_ip.data.editions import find_edition
from beijing_ip.data.loading import load_tables
from beijing_ip.data.revising import find_unrecorded
from beijing_ip.numbers.writing import format_date
from beijing_ip.publish.carried import list_carried, write_licences
from beijing_ip.publish.citation import name_citation
from beijing_ip.publish.finish import format_size
from beijing_ip.publish.naming import FOLDER_OF_DATA, name_of_data, name_of_json, name_of_workbook
from beijing_ip.publish.revisions import revised_in_brief
from beijing_ip.publish.version import CHANGELOG, NEXT, Version, find_disagreements, read_version
from beijing_ip.publish.web.downloads import pack_files

from .book import alone, build, say_os_error
from .errors import BuildError
from .publication import publish
from .sbom import describe_build

FOLDER = "release"
NOTES, SUMS = "RELEASE-NOTES.md", "SHA256SUMS"
LICENCES = "LICENSES.txt"
TERMS = {"LICENSE": "licence of the code", "LICENSE-data": "licence of text, selection and notes"}


@dataclass(frozen=True)
class Offer:
    """One file of a release, and what it is in a few words."""

    content: bytes
    about: str


def release(root: Path, tag: str = "") -> Path:
    """Write all that a release has, of editions built where need be, and return the folder.

    Without a tag it may be written between two versions, and then says that it is unreleased.

    Raises BuildError, whose text says what to mend, for what build() refuses, where a file says another version than
    CHANGELOG.md, and where `tag` is not that of the version or data/ has not recorded its figures.
    """
    try:
        version = read_version(root)
        problems = [*_refuse_tag(tag, version), *find_disagreements(root, version)]
    except ValueError as error:
        raise BuildError(str(error)) from error
    if problems:
        raise BuildError("\n".join(problems))
    build(root)
    try:
        with alone(root):
            _write(root, _list_files(root, version))
    except OSError as error:
        raise BuildError(say_os_error(root, error)) from error
    except ValueError as error:
        raise BuildError(str(error)) from error
    return root / "_build" / FOLDER


def _write(root: Path, files: Mapping[str, bytes]) -> None:
    made = root / "_build" / "work" / FOLDER
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    for name, content in files.items():
        (made / name).write_bytes(content)
    publish(made, root / "_build" / FOLDER)
    shutil.rmtree(made)


def _refuse_tag(tag: str, version: Version) -> Iterator[str]:
    if tag and version.coming:
        yield (
            f'{CHANGELOG}: "## {NEXT}" still stands on top, so that nothing is released as {tag}. Give that section '
            "number and day of the version, and run make documents."
        )
    elif tag and tag != f"v{version.number}":
        yield (
            f"The tag {tag} is not that of the version: {CHANGELOG} has {version.number}. Give the tag "
            f"v{version.number}, or the section of {CHANGELOG} another number."
        )
    elif tag and (why := find_unrecorded(version.number, load_tables())):
        yield (
            f"The figures of {version.number} are not recorded: {why}. Run python -m beijing_ip revisions --release, "
            "and commit what it writes."
        )


def _list_files(root: Path, version: Version) -> Mapping[str, bytes]:
    offers = dict(_offers(root, version))
    files = {name: offer.content for name, offer in offers.items()}
    files[NOTES] = _write_notes(version, offers).encode()
    sums = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return files | {SUMS: "".join(sums).encode()}


def _offers(root: Path, version: Version) -> Iterator[tuple[str, Offer]]:
    name, output, data = find_edition().file_name, root / "_build", root / FOLDER_OF_DATA
    for path, about in (
        (data / name_of_workbook(), "the figures of the release and all tables as a workbook, a table a sheet"),
        (
            data / tidy.FILE,
            "for analysis, one row for each figure of a full year, with its interval, source and segment",
        ),
        (data / name_of_data(), "each table as CSV, with description, codebook and licence: a Data Package"),
        (data / name_of_json(), "each table as JSON, with what its fields mean"),
        (output / "pdf" / f"{name}.pdf", "the book as PDF"),
        (output / "pdf" / f"{name}-brief.pdf", "its findings in brief, as PDF"),
    ):
        yield path.name, Offer(path.read_bytes(), about)
    carried = list_carried(root)
    beside = {file: (root / file).read_bytes() for file in TERMS} | {LICENCES: write_licences(carried).encode()}
    book = _pack_book(output / "html", f"{name}-book", beside)
    yield f"{name}-book.zip", Offer(book, "the book as pages; unpack it and open `index.html`, which needs no network")
    # With the addresses, also where they were named after the documents were written.
    cited = name_citation((root / "CITATION.cff").read_text(encoding="utf-8"), root)
    yield "CITATION.cff", Offer(cited.encode(), "how to cite it")
    for file, about in TERMS.items():
        yield file, Offer(beside[file], about)
    yield (
        LICENCES,
        Offer(
            beside[LICENCES],
            "licences of what others made: scripts, fonts, also of the PDFs, a list of characters",
        ),
    )
    bill = describe_build(root, version, carried)
    yield "sbom.cdx.json", Offer(bill.encode(), "what built it: a bill of materials in the format CycloneDX")


def _pack_book(html: Path, top: str, beside: Mapping[str, bytes]) -> bytes:
    pages = {path.relative_to(html).as_posix(): path.read_bytes() for path in html.rglob("*") if path.is_file()}
    return pack_files({f"{top}/{name}": content for name, content in {**pages, **beside}.items()})


def _write_notes(version: Version, offers: Mapping[str, Offer]) -> str:
    if version.coming:
        title = f"Unreleased: what comes after version {version.number}"
    else:
        title = f"Version {version.number}, {format_date(version.released)}"
    files = [f"- `{name}`, {format_size(len(offer.content))}: {offer.about}" for name, offer in offers.items()]
    # Where notes are shown, each end of a line may be kept: an entry is one line.
    changes = re.sub(r"\n +(?!\s|[-*] )", " ", re.sub(r"(?m)^#", "##", version.coming or version.changes))
    return (
        f"# {title}\n\n{find_edition().title}\n\n"
        f"{revised_in_brief('' if version.coming else version.number)}\n\n"
        f"{changes}\n\n"
        f"## Files\n\n{chr(10).join(files)}\n\n"
        f"`sha256sum -c --ignore-missing {SUMS}` says whether what you have taken along is whole.\n"
    )
