"""The command line, from the root of the repository: `python -m beijing_ip` and the name of a command."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path


def check(draft: str = "", ask: bool = False) -> int:
    """Validate data/ and print each problem on a line of its own; return the exit code."""
    from .data.loading import check_data

    folder = Path(draft) if draft else None
    if ask:
        from .data.drafting.asking import ask_open

        ask_open(folder)
    problems = check_data(draft=folder)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problem(s) in data/{f' and {draft}' if draft else ''}.", file=sys.stderr)
        return 1
    print("data/: every table agrees with its description, its keys and its rules.")
    return 0


def ledger(path: str) -> int:
    """Hold a text against the ledger; return the exit code."""
    from .data.ledger import compare_with_ledger
    from .data.loading import load_tables
    from .data.schema import DataError, group_by

    try:
        text = Path(path).read_text(encoding="utf-8")
        ledgers = group_by(load_tables()["ledger"], "source_id")
    except (OSError, UnicodeDecodeError, DataError) as error:
        print(f"{path}: {error}" if isinstance(error, UnicodeDecodeError) else error, file=sys.stderr)
        return 1
    known = [compare_with_ledger(text, rows) for rows in ledgers.values()]
    result = max(known, key=lambda comparison: len(comparison.accounted))
    if not result.same_release:
        print(f"{path} is no text of the ledger. Draft its rows: python -m beijing_ip edition {path}", file=sys.stderr)
        return 1
    print(*result.lines(), sep="\n", end="\n" * (not result.whole))
    print(
        f"{len(result.accounted)} accounted for, {len(result.changed)} changed, {len(result.missing)} missing, "
        f"{len(result.new)} new."
    )
    return 0 if result.whole else 1


def edition(path: str, write: bool, year: int, title: str | None, **said: str) -> int:
    """Draft an edition from a text, or take a draft into data/; return the exit code."""
    from .data.drafting.command import make_edition
    from .data.drafting.release import Release

    if not Path(path).is_dir() and not (said["place"] and year and said["source_id"]):
        print(
            "Say --place, --year and --source-id: whose figures they are, of which year, and an id for the text.",
            file=sys.stderr,
        )
        return 1
    return make_edition(Path(path), Release(year=year, title=title, **said), write)


def notebooks() -> int:
    """Execute all notebooks in place; return the exit code."""
    from .publish.notebooks import NotebookError, execute_in_place

    paths = sorted(Path("notebooks").glob("*.ipynb"))
    if not paths:
        print("There is no notebooks/*.ipynb here: run this from the root of the repository.", file=sys.stderr)
        return 1
    try:
        changed = execute_in_place(paths)
    except NotebookError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(paths)} notebooks executed, {len(changed)} changed", *changed, sep="\n  ")
    return 0


def documents() -> int:
    """Write the codebook and the findings of README.md anew; return the exit code."""
    from .publish import documents

    try:
        written = documents.write_documents()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(written)} documents changed", *written, sep="\n  ")
    return 0


def rename(old: str, new: str) -> int:
    """Give an indicator another id in data/, pages, notebooks, code and tests; return the exit code."""
    from .data.renaming import rename_indicator
    from .data.schema import DataError

    root = Path.cwd()
    try:
        changed = rename_indicator(old, new, root)
    except (ValueError, DataError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{old} is now {new} in {len(changed)} files:", *(path.relative_to(root) for path in changed), sep="\n  ")
    print("Addresses of its views change with it. Now run: make notebooks documents test")
    return 0


def revisions(reason: str, release: bool) -> int:
    """Declare in data/ what has changed since the last version, or record a version; return the exit code."""
    from .data.revising import declare_revisions, record_version
    from .publish.version import read_version

    try:
        if release:
            version = read_version(Path.cwd())
            new, changed = record_version(version.number, version.released.isoformat())
            print(f"data/vintages.csv has version {version.number}: {new} figures new, {changed} changed.")
            return 0
        declared = declare_revisions(reason)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Figures that differ from the last version: {len(declared) or 'none'}", *declared, sep="\n  ")
    if declared and not reason:
        print("Say why in data/vintages.csv, then run: make check")
    return 0


def book() -> int:
    """Build both editions of the book; return the exit code."""
    return _build("html", "pdf")


def html() -> int:
    """Build the web edition alone; return the exit code."""
    return _build("html")


def pdf() -> int:
    """Print the book alone; return the exit code."""
    return _build("pdf")


def site() -> int:
    """Build both editions, and write _build/site, which a server publishes; return the exit code."""
    return _build("html", "pdf", site=True)


def release(tag: str = "") -> int:
    """Write all that a release has into _build/release; return the exit code."""
    from .build.release import release as write

    return _report("Release", lambda: [write(Path.cwd(), tag)])


def live(port: int | None = None) -> int:
    """Serve the book to a browser, which follows each change; return the exit code."""
    from .build.live import live as serve

    return serve(Path.cwd(), port)


def _build(*editions: str, site: bool = False) -> int:
    from .build.book import build

    return _report("Publish" if site else "Open", lambda: build(Path.cwd(), editions, site=site))


def _report(what: str, make: Callable[[], list[Path]]) -> int:
    from .build.errors import BuildError

    # So that what was started is ended too.
    signal.signal(signal.SIGTERM, lambda *ignored: sys.exit(143))
    try:
        files = make()
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted: the edition before stands as it was.", file=sys.stderr)
        return 130
    print(*(f"{what} {path.relative_to(Path.cwd())}" for path in files), sep="\n")
    return 0


COMMANDS: dict[str, Callable[..., int]] = {
    function.__name__: function
    for function in (
        book,
        html,
        pdf,
        site,
        release,
        live,
        check,
        ledger,
        edition,
        rename,
        revisions,
        notebooks,
        documents,
    )
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m beijing_ip", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in COMMANDS.items():
        summary = (function.__doc__ or "").split(";")[0]
        command = commands.add_parser(name, help=summary, description=summary)
        if name == "live":
            command.add_argument(
                "--port", type=int, help="a port of this machine; without it 8000, or any that is free"
            )
        if name == "release":
            command.add_argument("--tag", default="", help="refuse what is not the version of this tag, such as v0.1.0")
        if name == "check":
            command.add_argument(
                "draft", metavar="DRAFT", nargs="?", default="", help="a folder of drafts, checked too"
            )
            command.add_argument("--ask", action="store_true", help="answer the open cells one by one first")
        if name == "edition":
            _describe_edition(command)
        if name == "rename":
            command.add_argument("old", metavar="OLD", help="the id of an indicator, as data/indicators.csv has it")
            command.add_argument("new", metavar="NEW", help="its new id")
        if name == "revisions":
            command.add_argument("--reason", default="", metavar="WORDS", help="why; without it the cells are open")
            command.add_argument("--release", action="store_true", help="record the version that CHANGELOG.md names")
        if name == "ledger":
            command.add_argument("path", metavar="TEXT", help="a press release in English or Chinese, a file in UTF-8")
    given = vars(parser.parse_args(arguments))
    return COMMANDS[given.pop("command")](**given)


def _describe_edition(command: argparse.ArgumentParser) -> None:
    command.add_argument("path", metavar="TEXT", help="a release in UTF-8, or a folder of drafts to take into data/")
    command.add_argument("--place", default="", help="the place, as data/places.csv has it")
    command.add_argument("--year", type=int, default=0, help="the year that its figures are of")
    command.add_argument("--source-id", default="", help="a new id for the text, such as cnipa-2022-04-28")
    command.add_argument("--address", default="", help="the address of the page")
    command.add_argument("--publisher", default="", help="who published it")
    command.add_argument("--published", default="", help="when, such as 2022-04-28")
    command.add_argument("--title", help="its title; without it the first line, if that is one; '' for none")
    command.add_argument("--language", default="", help="en or zh; without it as the text reads")
    command.add_argument("--reports", default="", help="sources that report the same, with '; ' between them")
    command.add_argument("--write", action="store_true", help="add the rows to data/ rather than to a folder of drafts")


if __name__ == "__main__":
    sys.exit(main())
