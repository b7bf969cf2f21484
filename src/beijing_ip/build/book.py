"""Build the book: execute the pages that need it, make both editions from them, and publish these at once.

What is up to date is found by the bytes of all that goes in and comes out, so that nothing is done twice, and
nothing is taken for done that is not.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from beijing_ip.data import reads
from beijing_ip.data.loading import load_tables
from beijing_ip.data.schema import DATA_FOLDER, DataError
from beijing_ip.publish.finish import copy_look, finish_pages, list_look
from beijing_ip.publish.home import use_home_of_build
from beijing_ip.publish.repository import read_repository
from beijing_ip.publish.site_address import EXAMPLE, AddressError, read_address
from beijing_ip.show.output import say_for_book

from .editions import EDITIONS, load_sphinx, make_editions
from .errors import BuildError
from .inputs import (
    LOOK,
    TEMPLATES,
    digest,
    digest_files,
    digest_of,
    environment,
    list_inputs,
    read_code,
    write_whole,
)
from .publication import digest_folder, publish
from .results import Results

FIRST_PAGE = "html/index.html"
SITE = "site"
"""The folder of what a server publishes."""
MAKERS = ("beijing_ip.publish.", "beijing_ip.build.editions", "sphinx_typst")
"""What Sphinx makes the editions with; with all that these modules use."""
_READ_BY_SPHINX = ("_config.yml", "_toc.yml", "CITATION.cff", "README.md")


def build(root: Path, editions: Sequence[str] = ("html", "pdf"), *, site: bool = False) -> list[Path]:
    """Build some editions of the book of a repository, with `site` also what a server publishes; return what to open.

    Warnings are errors. Until a new edition is whole, the one before stays as it was.

    Raises BuildError, whose text says what to mend, when a page fails, anything is warned of, something cannot be
    printed, the folder cannot be written, or nobody has said where the site will stand.
    """
    if not DATA_FOLDER.parent.samefile(root):
        raise BuildError(f"{root} is not the folder that this package stands in: build from {DATA_FOLDER.parent}")
    try:
        _check_address(root, needed=site)
        with alone(root):
            made = Build(root, editions)
            made.run()
            if site:
                made.publish_site()
    except DataError as error:
        raise BuildError(
            f"{error}\nThe tables of data/ are not as they should be: mend each row, and build again."
        ) from error
    except SyntaxError as error:
        raise BuildError(f"{error.filename}, line {error.lineno}: {error.msg}\n{error.text or ''}") from error
    except OSError as error:
        raise BuildError(say_os_error(root, error)) from error
    output = root / "_build"
    if site:
        return [output / SITE]
    return [
        *([output / FIRST_PAGE] if "html" in editions else []),
        *(sorted((output / "pdf").glob("*.pdf")) if "pdf" in editions else []),
    ]


def _check_address(root: Path, *, needed: bool) -> None:
    try:
        address = read_address(root)
        read_repository(root)
    except AddressError as error:
        raise BuildError(str(error)) from error
    if needed and not address:
        raise BuildError(
            "_config.yml does not say where the site will stand. Write its address below html, such as\n"
            f"html:\n  baseurl: {EXAMPLE}"
        )


def say_os_error(root: Path, error: OSError) -> str:
    """Return in words why a file of the build cannot be written, and what to do."""
    where, reason = error.filename or root / "_build", error.strerror or str(error)
    if isinstance(error, shutil.Error):
        # Of all files that could not be copied, the first says why.
        _, where, reason = error.args[0][0]
    if os.strerror(errno.ENOSPC) in reason:
        return f"{where}: the disk is full. The edition before stands as it was; make room, and build again."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return (
            f"{where} cannot be written. If _build is another user's, remove it; if this folder can only be read, "
            "copy it to one of your own, and build there."
        )
    return f"{where}: {reason}"


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Let one build at a time work in a folder; a second one waits, and then finds what is up to date."""
    work = root / "_build" / "work"
    work.mkdir(parents=True, exist_ok=True)
    with (work / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build is at work here: waiting for it ...", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _report_time(what: str) -> Iterator[None]:
    start = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - start:.1f} s", flush=True)


@dataclass
class Edition:
    """What the last build left of one edition, so that the next one knows what is done; digests, empty for none."""

    inputs: str = ""
    """All that the build rested on."""
    pages: str = ""
    """The same without styles and scripts."""
    environment: str = ""
    """Python and the packages that made it."""
    basis: str = ""
    """What Sphinx made it from."""
    published: str = ""
    """The folder as it was published."""
    offered: str = ""
    """Of the web edition: the printed files that its pages offer."""
    look: str = ""
    """Of the web edition: the names of its styles and scripts, a line each."""


class Build:
    """One build of some editions."""

    def __init__(self, root: Path, editions: Sequence[str]) -> None:
        self.root = root
        self.wanted = editions
        self.output = root / "_build"
        self.work = self.output / "work"
        self.files = digest_files(root, list_inputs(root))
        self.environment = environment(root)
        self.inputs = digest(self.environment, digest_of(self.files))
        self.pages = digest(self.environment, digest_of(self._without(LOOK)))
        self.memory = self._remember()

    def run(self) -> None:
        """Do what is not done yet."""
        if all(self._is_done(name) for name in self.wanted):
            print("Nothing has changed.")
            return
        dropped = set(self.memory["html"].look.split("\n")) - {"", *list_look(self.root)}
        removed = [name for name in self.wanted if not (self.work / name).is_dir()]
        others = {edition.environment for edition in self.memory.values()} - {"", self.environment}
        if dropped or removed or others:
            # What Sphinx has made holds what is gone, was removed by hand, or is what other packages wrote.
            self._unfinished.touch()
        if self._unfinished.exists() or any(self.memory[name].pages != self.pages for name in self.wanted):
            self._make()
        self._publish()

    def publish_site(self) -> None:
        """Put what a server publishes in the place of what it did before; the editions are made."""
        publish(self.work / "html", self.output / SITE, lambda folder: finish_pages(folder, self._printed(), site=True))

    # What is done

    def _remember(self) -> dict[str, Edition]:
        try:
            left = json.loads((self.work / "memory.json").read_text(encoding="utf-8"))
            return {name: Edition(**left.get(name, {})) for name in EDITIONS}
        except (OSError, ValueError, TypeError):
            return {name: Edition() for name in EDITIONS}

    def _note(self) -> None:
        left = {name: asdict(edition) for name, edition in self.memory.items()}
        write_whole(self.work / "memory.json", json.dumps(left, indent=1))

    def _is_done(self, name: str) -> bool:
        before = self.memory[name]
        if before.inputs != self.inputs or before.published != digest_folder(self.output / name):
            return False
        return name != "html" or before.offered == self._offered()

    @property
    def _unfinished(self) -> Path:
        """Stands as long as what lies in the work folder may be half of something."""
        return self.work / "unfinished"

    def _without(self, *starts: str) -> dict[str, str]:
        return {name: value for name, value in self.files.items() if not name.startswith(starts)}

    def _printed(self) -> list[Path]:
        """The printed files, if they say what the pages say."""
        current = self.memory["pdf"].pages == self.pages and not self._unfinished.exists()
        return sorted((self.work / "pdf").glob("*.pdf")) if current else []

    def _offered(self) -> str:
        return digest(*(part for path in self._printed() for part in (path.name, path.read_bytes())))

    # What is to do

    def _make(self) -> None:
        """Execute the pages, and have Sphinx make the editions that rest on something else than before."""
        tables = load_tables()
        from .kernels import KernelServer

        say_for_book()
        use_home_of_build(self.root)
        server = KernelServer(self.root)
        try:
            # Loaded while the other process loads what pages need.
            from . import pages

            found = pages.read_pages(self.root)
            code = read_code(self.root, self.files, self.work / "code.json")
            with _report_time("Execute the pages that read something new"):
                shown, executed = pages.execute(
                    self.root, found, server, Results(self.work / "executed"), code, self.environment,
                    lambda units: reads.digests(units, tables), load_sphinx,
                )  # fmt: skip
                print(f"  {len(executed)} executed{': ' * bool(executed)}{', '.join(executed)}", flush=True)
        finally:
            server.stop()
        shows = {name: result.digest for name, result in shown.items()}
        makers = code.meaning_of(name for name in code.modules if name.startswith(MAKERS))
        data = digest_of({name: value for name, value in self.files.items() if name.startswith("data/")})
        texts = {name: value for name, value in self.files.items() if name.startswith(("book/", "notebooks/"))}
        texts = {name: value for name, value in texts.items() if not name.startswith((LOOK, TEMPLATES))}
        texts |= {name: self.files.get(name, "") for name in _READ_BY_SPHINX}
        pdf = digest(self.environment, makers, data, digest_of(shows), digest_of(texts))
        templates = {name: value for name, value in self.files.items() if name.startswith(TEMPLATES)}
        bases = {"pdf": pdf, "html": digest(pdf, digest_of(templates))}
        if self._unfinished.exists():
            for name in ("doctrees", "pdf", *EDITIONS.values()):
                shutil.rmtree(self.work / name, ignore_errors=True)
            self.memory = {name: Edition() for name in EDITIONS}
        if stale := [name for name in self.wanted if self.memory[name].basis != bases[name]]:
            with _report_time("Make the editions"):
                self._unfinished.touch()
                if "pdf" in stale:
                    # Printed files may have other names now.
                    shutil.rmtree(self.work / "pdf", ignore_errors=True)
                pages.hand_to_sphinx(self.work / "shown", found, shown)
                options = {
                    "nb_execution_cache_path": str(self.work / "shown"),
                    "report_executed": shows,
                    "report_code": digest(makers, self.environment),
                }
                make_editions(self.root, self.work, stale, options)
                self._unfinished.unlink()
        for name in self.wanted:
            edition = self.memory[name]
            edition.pages, edition.environment, edition.basis = self.pages, self.environment, bases[name]
        self._note()

    def _publish(self) -> None:
        """Put the editions in the place of those before."""
        for name in sorted(self.wanted, reverse=True):
            edition = self.memory[name]
            if name == "html":
                copy_look(self.root, self.work / "html")
                offered = self._offered()
                publish(self.work / "html", self.output / "html", lambda folder: finish_pages(folder, self._printed()))
                edition.offered, edition.look = offered, "\n".join(list_look(self.root))
            else:
                publish(self.work / "pdf", self.output / "pdf")
            edition.inputs, edition.published = self.inputs, digest_folder(self.output / name)
            self._note()
