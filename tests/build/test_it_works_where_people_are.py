"""A build in odd places, after accidents and beside another: it works, or says plainly what is wrong."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from runs import beside
from small_project import PAGES, Project, as_anybody, small_book


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return small_book(tmp_path_factory.getbasetemp())


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    """The same project in a place of its own, built."""
    return built.copy(tmp_path / "project")


def test_a_folder_with_spaces_and_chinese_characters(built: Project, tmp_path: Path) -> None:
    there = Project.make(tmp_path / '我的 book\'s "folder"')
    there.build()
    assert there.html == built.html


def test_a_home_that_cannot_be_written_with_files_for_oneself_alone(built: Project, tmp_path: Path) -> None:
    there = Project.make(tmp_path / "project")
    # Below this file no folder can be made, not even by root.
    there.build(umask=0o077, HOME="/dev/null/home")
    assert there.html == built.html
    assert {path.stat().st_mode & 0o077 for path in (there.root / "_build/html").rglob("*")} == {0}


def test_what_the_surroundings_say_is_never_kept(project: Project) -> None:
    project.write(
        "two", "import os, sys\nprint('is', 'fine')\nif 'NOISE' in os.environ: print('is', 'odd', file=sys.stderr)"
    )
    before = project.html
    said = project.build(fails=True, NOISE="1")
    assert "book/two.md, cell 2 wrote to stderr" in said and "is odd" in said and "Traceback" not in said
    assert project.html == before
    project.build()
    assert b"is fine" in project.html["book/two.html"] and b"is odd" not in project.html["book/two.html"]


def forbid(folder: Path) -> None:
    """Let nobody write here."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & 0o555)


@pytest.mark.parametrize("where", ["", "_build", "_build/html"])
def test_where_nothing_can_be_written_is_said(project: Project, where: str, request: pytest.FixtureRequest) -> None:
    """A checkout that can only be read, the old build of another user, and one of which a part is another's."""
    project.write("one", "print('new')")
    if not where:
        shutil.rmtree(project.root / "_build")
    command = as_anybody(project.command())
    if command is None:
        pytest.skip("there is no setpriv, to be no root")
    before = project.html
    forbid(project.root / where)
    # Else the folder could not be removed again.
    restore = as_anybody(["chmod", "-R", "u+w", str(project.root)])
    request.addfinalizer(lambda: subprocess.run(restore or [], check=True))
    said = project.build(fails=True, command=command)
    assert f"{project.root / '_build'}" in said and "cannot be written" in said and "Traceback" not in said
    assert project.html == before


FILL = """
set -e
mount -t tmpfs -o size=40m tmpfs _build
cp -a "$OLD/." _build
free=$(df -k --output=avail _build | tail -1)
head -c $(((free - LEFT) * 1024)) /dev/zero > _build/filler
set +e
"$@"; status=$?
mkdir "$RESULT"; cp -a _build/html "$RESULT/_build"
rm _build/filler
"$@" > /dev/null; echo "then: $?"
exit $status
"""


@pytest.mark.parametrize(("left", "changed"), [(0, "one.md"), (600, "one.md"), (600, "_static/frame.css")])
def test_a_full_disk_leaves_the_edition_before(built: Project, tmp_path: Path, left: int, changed: str) -> None:
    """At the start, while pages are made, and while they are published; `left` in kB."""
    unshare = shutil.which("unshare")
    options = ["--mount"] if os.geteuid() == 0 else ["--map-root-user", "--mount"]
    if (
        not unshare
        or subprocess.run([unshare, *options, "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)], check=False).returncode
    ):
        pytest.skip("no disk can be mounted, to be filled")
    project = Project(tmp_path / "project")
    shutil.copytree(built.root, project.root, ignore=shutil.ignore_patterns("_build"))
    (project.root / "_build").mkdir()
    with (project.root / "book" / changed).open("a") as file:
        file.write("\n")
    said = project.build(
        fails=True, command=[unshare, *options, "sh", "-c", FILL, "sh", *project.command()],
        OLD=str(built.root / "_build"), LEFT=str(left), RESULT=str(tmp_path / "result"),
    )  # fmt: skip
    assert "the disk is full" in said and "Traceback" not in said and "then: 0" in said
    assert {name: (tmp_path / "result/_build" / name).read_bytes() for name in built.html} == built.html


def test_a_page_renamed_or_deleted_after_it_was_executed(project: Project) -> None:
    (project.root / "book/two.md").rename(project.root / "book/three.md")
    project.list_pages("one", "three")
    assert "0 executed" in project.build()
    pages = {name for name in project.html if name.startswith("book/")}
    assert pages == {"book/index.html", "book/one.html", "book/three.html"}
    (project.root / "book/three.md").unlink()
    project.list_pages("one")
    project.build()
    assert {name for name in project.html if name.startswith("book/")} == {"book/index.html", "book/one.html"}


def test_plain_jupyter_book_shows_the_same_and_spoils_nothing(built: Project, project: Project) -> None:
    project.build(command=[beside("jupyter-book"), "build", "."])
    assert b"shown on two" in project.html["book/two.html"]
    project.build()
    assert project.html == built.html


def test_a_cell_that_hangs_or_kills_its_kernel_is_named_and_other_pages_are_kept(project: Project) -> None:
    before = project.html
    project.write("one", "print('another')")
    bad = {
        "hangs": "import time; time.sleep(60)",
        "leaves": "import os; os._exit(3)",
        "dies": "os.kill(os.getpid(), 9)",
    }
    for name, code in bad.items():
        project.write(name, "import os", code)
    project.list_pages("one", *bad)
    said = project.build(fails=True, command=project.command(seconds_of_a_cell=5))
    for name, code in bad.items():
        assert f"book/{name}.md, cell 3" in said and code in said
    assert "Traceback" not in said and project.html == before and not project.processes()
    for name in bad:
        project.write(name, "print('mended')")
    (project.root / "book/two.md").unlink()
    assert "3 executed: book/hangs, book/leaves, book/dies" in project.build()


def test_of_two_builds_at_once_the_second_finds_all_done(project: Project) -> None:
    project.write("one", "print('new')")
    said = [process.communicate(timeout=120)[0] for process in [project.start(), project.start()]]
    assert sorted("Another build is at work" in text for text in said) == [False, True], said
    assert sorted("Nothing has changed" in text for text in said) == [False, True], said


@pytest.fixture(scope="module")
def changed(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The same with other text and code, built from nothing."""
    project = Project.make(tmp_path_factory.mktemp("changed") / "project")
    for name in PAGES:
        project.write(name, f"print('new on {name}')")
    start = time.monotonic()
    project.build()
    project.seconds = time.monotonic() - start
    return project


def test_a_build_that_is_interrupted_at_any_moment_leaves_one_whole_edition(
    built: Project, changed: Project, project: Project
) -> None:
    ends = [
        (os.killpg, signal.SIGKILL),
        (os.killpg, signal.SIGINT),
        (os.kill, signal.SIGKILL),
        (os.kill, signal.SIGTERM),
    ]
    for number in range(8):
        for name in PAGES:
            shutil.copyfile((changed, built)[number % 2].root / f"book/{name}.md", project.root / f"book/{name}.md")
        shutil.rmtree(project.root / "_build" / "work" / "executed", ignore_errors=True)
        process = project.start()
        time.sleep(changed.seconds * (number + 1) / 9)
        end, sign = ends[number // 2]
        if process.poll() is None:
            end(process.pid, sign)
        said = process.communicate(timeout=60)[0]
        assert "Traceback" not in said or "Open " in said, said
        assert project.html in (built.html, changed.html), (number, sign)
    for name in PAGES:
        shutil.copyfile(changed.root / f"book/{name}.md", project.root / f"book/{name}.md")
    project.build()
    assert project.html == changed.html
    deadline = time.monotonic() + 10
    while project.processes() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert project.processes() == []


def test_a_module_or_a_page_that_is_no_python_is_named(project: Project) -> None:
    module = project.root / "src/beijing_ip/show/prose.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(f"def def\n{text}", encoding="utf-8")
    said = project.build(fails=True)
    assert "src/beijing_ip/show/prose.py, line 1: invalid syntax" in said and "Traceback" not in said
    module.write_text(text, encoding="utf-8")
    project.write("one", "%time print('more than Python')")
    project.write("two", "def def")
    said = project.build(fails=True)
    assert "book/two.md, cell 2 failed" in said and "book/one.md" not in said
