"""The environment is set up where people are: behind mirrors, without uv, in any folder, and after what went wrong."""

import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from conftest import ROOT

FAKE_PIP = '''"""Records its calls; answers `config list`; puts the uv of the tests in place."""
import json, os, pathlib, sys
words = sys.argv[1:]
log = pathlib.Path(os.environ["CALLS"])
log.open("a").write(json.dumps(["pip", *words]) + "\\n")
if "config" in words:
    print(os.environ.get("PIP_CONFIG", ""))
if "install" in words and any(word.endswith("requirements-uv.lock") for word in words):
    if os.environ.get("UV") == "none":
        sys.exit("ERROR: nothing answers")
    uv = pathlib.Path(words[words.index("--python") + 1]).with_name("uv")
    uv.write_text(f"#!{sys.executable}\\n" + os.environ["FAKE_UV"])
    uv.chmod(0o755)
'''
FAKE_UV = """
import json, os, pathlib, shlex, signal, sys
words = sys.argv[1:]
pathlib.Path(os.environ["CALLS"]).open("a").write(json.dumps(["uv", *words]) + "\\n")
if words != ["--version"]:
    if os.environ.get("UV") == "fails":
        sys.exit("error: the index is down\\n  cause: nothing answers")
    if os.environ.get("UV") == "killed":
        os.kill(os.getppid(), signal.SIGKILL)
    python = pathlib.Path(words[words.index("--python") + 1]).absolute()
    python.with_name("hello").write_text(f"#!/bin/sh\\n'exec' {shlex.quote(str(python))}")
"""
FAKE_BACKEND = """
import pathlib
def prepare_metadata_for_build_wheel(folder):
    (pathlib.Path(folder) / "beijing_ip-1.dist-info").mkdir()
    return "beijing_ip-1.dist-info"
"""
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-uv.lock", "requirements-lab.lock")


@pytest.fixture
def folder(tmp_path):
    """A copy of what sets up, in a folder with a name that shells and old encodings find hard."""
    folder = tmp_path / "中 文 it's"
    (folder / "src").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", *LOCKS):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    for module, text in {"pip/__main__.py": FAKE_PIP, "setuptools/build_meta.py": FAKE_BACKEND}.items():
        path = tmp_path / "fake" / module
        path.parent.mkdir(parents=True)
        path.with_name("__init__.py").touch()
        path.write_text(text, encoding="utf-8")
    return folder


def start(folder, marker=".venv/.ready", locks=LOCKS[:1], **variables):
    environment = {
        "PATH": "/nowhere",
        "HOME": "/proc/nobody",
        "LC_ALL": "C",
        "PYTHONPATH": str(folder.parent / "fake"),
        "CALLS": str(folder.parent / "calls"),
        "FAKE_UV": FAKE_UV,
        **variables,
    }
    command = [sys.executable, folder / "tools/set_up.py", marker, *locks]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def set_up(folder, **options):
    """Run the set-up to its end; return its exit code, what it said, and the installs that it asked for."""
    process = start(folder, **options)
    said, errors = process.communicate(timeout=60)
    calls = folder.parent / "calls"
    lines = [json.loads(line) for line in calls.read_text().splitlines()] if calls.exists() else []
    calls.unlink(missing_ok=True)
    return process.returncode, said + errors, [words for words in lines if "install" in words]


def test_uv_installs_the_lock_and_scripts_name_the_final_folder(folder):
    code, said, installs = set_up(folder)
    assert (code, said.splitlines()[-1].endswith("by uv")) == (0, True), said
    assert [words[0] for words in installs] == ["pip", "uv"]
    assert "--require-hashes" in installs[0] and "--require-hashes" in installs[1]
    assert (folder / ".venv/bin/hello").read_text().endswith(shlex.quote(f"{folder}/.venv/bin/python"))
    (link,) = (folder / ".venv").glob("lib/python*/site-packages/beijing_ip.pth")
    assert (link.parent / link.read_text(encoding="ascii").strip()).samefile(folder / "src")
    assert not (folder / ".venv-new").exists() and not (folder / ".venv-old").exists()
    assert set_up(folder) == (0, "", []), "what is whole is not set up again"


@pytest.mark.parametrize("uv", ["none", "fails"])
def test_pip_installs_where_uv_cannot_and_one_line_says_so(folder, uv):
    code, said, installs = set_up(folder, UV=uv)
    assert code == 0 and (folder / ".venv/.ready").exists()
    assert len(said.splitlines()) == 3 and "uv cannot be used" in said and "nothing answers" in said, said
    assert installs[-1][0] == "pip" and "requirements.lock" in installs[-1]


def test_a_set_up_that_is_killed_leaves_the_old_environment_and_is_begun_anew(folder):
    assert set_up(folder)[0] == 0
    (folder / ".venv/mine").touch()
    (folder / "requirements.lock").write_text("# another lock\n")
    assert set_up(folder, UV="killed")[0] < 0
    assert (folder / ".venv/mine").exists() and (folder / ".venv-new").exists()
    assert set_up(folder)[0] == 0
    assert not (folder / ".venv/mine").exists() and not (folder / ".venv-new").exists()


def test_what_tests_need_is_added_once_and_built_beside_when_that_was_broken_off(folder):
    tests = {"marker": ".venv/.ready-test", "locks": LOCKS[:2]}
    assert set_up(folder)[0] == 0
    (folder / ".venv/mine").touch()
    assert set_up(folder, **tests, UV="killed")[0] < 0
    assert set_up(folder) == (0, "", []), "the book can be built all the same"
    code, _, installs = set_up(folder, **tests)
    assert code == 0 and [word for word in installs[1] if word.endswith(".lock")] == list(LOCKS[:2])
    assert set_up(folder, **tests) == (0, "", []) == set_up(folder)


def test_two_set_ups_at_once_install_once(folder):
    both = [start(folder), start(folder)]
    said = "".join(process.communicate(timeout=60)[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said.count("by uv") == 1 and said.count("waits") <= 1


def test_a_change_of_the_python_rebuilds_where_one_is_named(folder):
    assert set_up(folder)[0] == 0
    marker = folder / ".venv/.ready"
    marker.write_text(marker.read_text().splitlines()[0] + "\nPython 3.11.0\n")
    assert set_up(folder, marker=".venv/.ready-test", locks=LOCKS[:2])[0] == 0
    assert (folder / ".venv/.ready-test").read_text().endswith("\nPython 3.11.0\n"), "it is added to what is there"
    assert set_up(folder, PYTHON="python3")[2] and "3.11.0" not in marker.read_text()


@pytest.fixture
def module():
    spec = importlib.util.spec_from_file_location("set_up", ROOT / "tools/set_up.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_folder_that_cannot_be_written_is_said_in_one_line(module, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert module.main([".venv/.ready", "requirements.lock"]) == 1
    line = capsys.readouterr().err
    assert line.count("\n") == 1 and str(tmp_path) in line and "Copy the folder" in line
    assert list(tmp_path.iterdir()) == []


def test_uv_gets_packages_from_where_pip_would(module, tmp_path):
    (tmp_path / "wheels").mkdir()
    listing = f"""
:env:.extra-index-url='https://one.example/simple\\nhttps://two.example/simple'
:env:.find-links='{tmp_path}/wheels {tmp_path}/gone'
global.index-url='https://global.example/simple'
global.cert='/etc/own.pem'
install.index-url='https://install.example/simple'
install.trusted-host='one.example'
"""
    given = {"HOME": str(tmp_path), "UV_SYSTEM_PYTHON": "1", "UV_CACHE_DIR": str(tmp_path)}
    settings, options = module.settings_for_uv(listing, given)
    assert settings["UV_DEFAULT_INDEX"] == "https://install.example/simple"
    assert settings["UV_INDEX"] == "https://one.example/simple https://two.example/simple"
    assert settings["SSL_CERT_FILE"] == "/etc/own.pem" and settings["UV_INSECURE_HOST"] == "one.example"
    assert settings["UV_PYTHON_DOWNLOADS"] == "never" and "UV_SYSTEM_PYTHON" not in settings
    assert options == ["--find-links", f"{tmp_path}/wheels"]
    assert "UV_NO_CACHE" not in settings
    assert module.settings_for_uv("", {**given, "UV_CACHE_DIR": "/proc/nobody"})[0]["UV_NO_CACHE"] == "1"


def test_make_works_in_a_folder_of_any_name(folder):
    tools = folder / ".venv/bin"
    tools.mkdir(parents=True)
    for name in ("python", "ruff"):
        (tools / name).write_text('#!/bin/sh\necho "${0##*/} $*" >> calls\n')
        (tools / name).chmod(0o755)
    for name in (".ready", ".ready-test"):
        (folder / ".venv" / name).touch()
    (folder / "_build").mkdir()
    targets = ["book", "html", "pdf", "live", "bench", "reproduce", "notebooks", "documents", "check", "test", "quick"]
    targets += ["site", "release", "TAG=v0.1.0"]
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHON", "MAKEFLAGS")}
    done = subprocess.run(["make", "-j4", *targets], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    calls = set((folder / "calls").read_text().splitlines())
    assert {
        f"python -m beijing_ip {name}" for name in ("book", "pdf", "live", "notebooks", "documents", "check")
    } <= calls
    assert {"python -m beijing_ip site", "python -m beijing_ip release --tag v0.1.0"} <= calls
    assert {"python bench/bench.py", "python bench/reproduce.py", "python -m mypy", "ruff check ."} <= calls


def test_binder_makes_beforehand_what_no_reader_should_wait_for(tmp_path):
    venv.create(tmp_path / "env", symlinks=True)
    python = tmp_path / "env/bin/python"
    # Its python and its Jupyter are those of the environment, here one without packages: what needs them is noted.
    (tmp_path / "python").write_text(
        f'#!/bin/sh\necho "$*" >> {shlex.quote(str(tmp_path / "calls"))}\n'
        f'case "$*" in *--lab) exec {shlex.quote(str(python))} "$@";; esac\n'
    )
    (tmp_path / "python").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run([ROOT / "postBuild"], cwd=ROOT, env=environment, check=True)
    notebooks = " ".join(sorted(f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")))
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert "tools/set_up.py --compile" in calls and f"-m jupyter trust {notebooks}" in calls
    settings = tmp_path / "env/share/jupyter/lab/settings/overrides.json"
    ((plugin, answers),) = json.loads(settings.read_text(encoding="utf-8")).items()
    assert answers == {"fetchNews": "false"}
    package, name = plugin.split(":")
    schema = ROOT / ".venv-lab/share/jupyter/lab/schemas" / package / f"{name}.json"
    if schema.exists():
        choices = json.loads(schema.read_text(encoding="utf-8"))["properties"]["fetchNews"]["oneOf"]
        assert "false" in {choice["const"] for choice in choices}


def test_make_names_the_pythons_that_it_needs_when_there_is_none(folder):
    done = subprocess.run(["make", f"PYTHON={Path('/no such/python')}"], cwd=folder, capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stderr.splitlines()[0].startswith("No Python 3.11, 3.12 or 3.13 with venv was found.")
