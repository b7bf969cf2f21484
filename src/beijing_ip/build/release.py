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
from beijing_ip.publish.finish import format_size
from beijing_ip.publish.naming import FOLDER_OF_DATA, name_of_data
from beijing_ip.publish.version import CHANGELOG, NEXT, Version, VersionError, find_disagreements, read_version
from beijing_ip.publish.web.downloads import pack_files

from .book import build
from .errors import BuildError
from .publication import publish
from .sbom import describe_build

FOLDER = "release"
NOTES, SUMS = "RELEASE-NOTES.md", "SHA256SUMS"
LICENCES = "LICENSES.txt"
TERMS = ("LICENSE", "LICENSE-data")


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
    except VersionError as error:
        raise BuildError(str(error)) from error
    if problems := [*_refuse_tag(tag, version), *find_disagreements(root, version)]:
        raise BuildError("\n".join(problems))
    build(root)
    made = root / "_build" / "work" / FOLDER
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    for name, content in _list_files(root, version).items():
        (made / name).write_bytes(content)
    publish(made, root / "_build" / FOLDER)
    shutil.rmtree(made)
    return root / "_build" / FOLDER


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
        yield f"data/vintages.csv: {why}. Run python -m beijing_ip revisions --release, and commit what it writes."


def _list_files(root: Path, version: Version) -> Mapping[str, bytes]:
    offers = dict(_offers(root, version))
    files = {name: offer.content for name, offer in offers.items()}
    files[NOTES] = _write_notes(version, offers).encode()
    sums = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return files | {SUMS: "".join(sums).encode()}


def _offers(root: Path, version: Version) -> Iterator[tuple[str, Offer]]:
    name, output, data = find_edition().file_name, root / "_build", root / FOLDER_OF_DATA
    known = {
        tidy.FILE: "for analysis, one row for each figure of a full year, with its interval, source and segment",
        name_of_data(): "all tables as a Data Package: CSV files, their description, codebook and licence",
        f"{name}.xlsx": "the tables as a workbook, each on a sheet of its own",
        f"{name}.json": "the tables as JSON",
    }
    for file, about in known.items():
        if (data / file).exists():
            yield file, Offer((data / file).read_bytes(), about)
    for path in sorted((output / "pdf").glob("*.pdf")):
        yield (
            path.name,
            Offer(path.read_bytes(), "its findings in brief" if path.stem.endswith("-brief") else "the book as PDF"),
        )
    carried = list_carried(root)
    terms = {file: (root / file).read_bytes() for file in TERMS} | {LICENCES: write_licences(carried).encode()}
    yield f"{name}-book.zip", Offer(_pack_book(output / "html", f"{name}-book", terms), (
        "the book as pages; unpack it and open `index.html`, which needs no network"
    ))  # fmt: skip
    yield "CITATION.cff", Offer((root / "CITATION.cff").read_bytes(), "how to cite it")
    about_terms = (
        "licence of the code",
        "licence of text, selection and notes",
        "licences of the scripts, fonts and lists of others in it",
    )
    for (file, content), about in zip(terms.items(), about_terms, strict=True):
        yield file, Offer(content, about)
    bill = describe_build(root, version, carried)
    yield "sbom.cdx.json", Offer(bill.encode(), "what built it, as a bill of materials in the format CycloneDX")


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
    changes = re.sub(r"\n +(?=[^-*\s])", " ", re.sub(r"(?m)^#", "##", version.coming or version.changes))
    return (
        f"# {title}\n\n{find_edition().title}\n\n"
        f"{changes}\n\n"
        f"## Files\n\n{chr(10).join(files)}\n\n"
        f"`sha256sum -c --ignore-missing {SUMS}` says whether what you have taken along is whole.\n"
    )
