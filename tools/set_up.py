"""Set up a virtual environment from hashed locks, for the Makefile: `set_up.py MARKER LOCK [LOCK OF ADDITIONS]`.

The marker stands in the environment, `.venv/.ready` or `.venv/.ready-test`, and is written last. An environment is
built beside the old one, which so stays usable, and takes its place when it is whole. Into the old one goes only what
`make test` adds to what `make book` needs, and only once: an addition that was broken off, or is to change, is built
beside. uv installs where it can be had, pip where not. Nothing but the standard library is imported.
"""

from __future__ import annotations

import ast
import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
import tomllib
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV_LOCK = ROOT / "requirements-uv.lock"
# All that the locks need is in them, so that nothing is resolved.
LOCKED = ("--no-deps", "--require-hashes")
FULL = os.strerror(errno.ENOSPC)
# Nobody imports the tests of pandas: to compile them takes as long as to compile a fifth of all the rest.
NOT_COMPILED = r"[/\\](tests?|_vendored)[/\\]"
ANSWERS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}


class SetUpError(Exception):
    """The environment cannot be set up; the message says why, and what to do."""


def fits() -> bool:
    """Say whether this Python can make the environment."""
    found = importlib.util.find_spec
    return (3, 11) <= sys.version_info[:2] <= (3, 13) and bool(found("ensurepip") or found("pip"))


def set_up(marker: Path, locks: Sequence[Path]) -> None:
    """Bring the environment of the marker in line with the locks.

    Raises:
        SetUpError: it cannot be done. What was there before is as it was.
    """
    folder = marker.parent
    if not whole(marker, locks):
        refuse_unwritable(folder)
        swap(folder)
    if whole(marker, locks):
        with contextlib.suppress(PermissionError):
            marker.touch()
        return
    start, base, begun = time.monotonic(), folder / ".ready", folder / ".adding"
    if marker != base and not begun.exists() and whole(base, locks[:1]):
        print(f"Add {locks[1].name} to {folder} ...", flush=True)
        begun.touch()
        installer = install(folder, locks[1:])
    else:
        print(f"Set up {folder} from {' and '.join(lock.name for lock in locks)} ({version()}) ...", flush=True)
        new = beside(folder, "new")
        try:
            installer = install(new, locks, fresh=True)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        name_scripts_after(new, folder)
        if marker != base:
            (new / begun.name).touch()
        (new / base.name).write_text(f"{digest(locks[:1])}\n{version()}\n", encoding="utf-8")
        swap(folder)
    if marker != base:
        marker.write_text(f"{digest(locks)}\n{base.read_text(encoding='utf-8').splitlines()[1]}\n", encoding="utf-8")
    print(f"Set up {folder}: {time.monotonic() - start:.0f} s, by {installer}", flush=True)


def refuse_unwritable(folder: Path) -> None:
    """Raise SetUpError where something that is to be written belongs to another user, or is read-only."""
    for path in (ROOT, folder):
        if path.exists() and not os.access(path, os.W_OK | os.X_OK):
            raise SetUpError(
                f"{path} cannot be written: it is read-only or belongs to another user. "
                "Copy the folder of the book to a place of your own, and run make there."
            )


def whole(marker: Path, locks: Sequence[Path]) -> bool:
    """Say whether the environment is what the locks list, and of this Python where the user named one (PYTHON=)."""
    try:
        before, python = marker.read_text(encoding="utf-8").splitlines()
        runs = (marker.parent / "bin" / "python").exists()
    except (OSError, ValueError):
        return False
    return runs and before == digest(locks) and (python == version() or not os.environ.get("PYTHON"))


def digest(locks: Sequence[Path]) -> str:
    """Return a digest of what is installed, the first line of a marker; the second is the Python."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    package = [settings["build-system"], settings["project"], settings["tool"]["setuptools"]]
    contents = [json.dumps(package).encode(), *(lock.read_bytes() for lock in locks)]
    return hashlib.sha256(b"".join(contents)).hexdigest()


def version() -> str:
    """Return the name of this Python, such as Python 3.12.1."""
    return f"Python {sys.version.split()[0]}"


def beside(folder: Path, name: str) -> Path:
    """Return the folder beside the environment in which the next one is built, or the old one is removed."""
    return folder.with_name(f"{folder.name}-{name}")


def swap(folder: Path) -> None:
    """Put a whole new environment in the place of the old one; remove what an interrupted set-up has left."""
    new, old = beside(folder, "new"), beside(folder, "old")
    remove(old)
    if (new / ".ready").exists():
        if folder.is_symlink() or folder.exists():
            folder.rename(old)
        new.rename(folder)
        remove(old)
    remove(new)


def remove(folder: Path) -> None:
    """Remove a folder, or a link to one but not what it leads to."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def name_scripts_after(built: Path, folder: Path) -> None:
    """Let the scripts of an environment name the folder that it will have."""
    # The names alone: a path may stand in quotes, in one of several ways.
    before, after = os.fsencode(built.name), os.fsencode(folder.name)
    for path in (built / "pyvenv.cfg", *(built / "bin").iterdir()):
        if path.is_file() and not path.is_symlink() and before in (text := path.read_bytes()):
            path.write_bytes(text.replace(before, after))


def install(folder: Path, locks: Sequence[Path], fresh: bool = False) -> str:
    """Install what the locks list, by uv or else by pip, and this package into a fresh environment; return by which."""
    python = folder / "bin" / "python"
    for installer in ("uv", "pip"):
        if fresh:
            venv.create(folder, clear=True, symlinks=True)
        pip, listing = usable_pip(python)
        try:
            if installer == "uv":
                settings, options = settings_for_uv(listing, os.environ)
                command = [find_uv(folder, pip), "pip", "install", "--quiet", "--python", str(python), *options]
                environment: Mapping[str, str] | None = settings
            else:
                command, environment = [*pip, "install", "-qq", "--no-compile"], {**os.environ, "PIP_USER": "0"}
            run([*command, *LOCKED, *(word for lock in locks for word in ("-r", str(lock)))], environment)
            break
        except SetUpError as error:
            if installer == "pip" or FULL in str(error):
                raise
            first, *others = str(error).splitlines()
            reason = others[-1].strip().removeprefix("cause: ") if others and "cause: " in others[-1] else first
            print(f"uv cannot be used ({reason}): pip installs instead.", flush=True)
    if fresh:
        run([str(python), str(Path("tools", "set_up.py")), "--package"])
    compile_packages(python, folder / "lib")
    return installer


def compile_packages(python: Path, *folders: Path) -> None:
    """Compile what lies in the folders: without bytecode every kernel would compile pandas and matplotlib anew."""
    run([str(python), "-m", "compileall", "-qq", "-j0", "-x", NOT_COMPILED, *map(str, folders)], accept=(0, 1))


def add_package() -> None:
    """Install this package as it lies here, and settings for its kernels; run by the Python of the environment.

    `pip install -e` would do it too, but writes to src/ and names the folder: it fails on some names in some locales,
    and when the folder is moved.
    """
    from setuptools.build_meta import prepare_metadata_for_build_wheel

    prefix, site = Path(sys.prefix), Path(sysconfig.get_path("purelib"))
    (prefix / "package").mkdir()
    name = prepare_metadata_for_build_wheel(str(prefix / "package"))
    package, link = (prefix / "package" / name).rename(site / name), site / "beijing_ip.pth"
    shutil.rmtree(prefix / "package")
    link.write_text(os.path.relpath(ROOT / "src", site) + "\n", encoding="ascii")
    (package / "INSTALLER").write_text("make\n", encoding="ascii")
    files = [link, package / "RECORD", *(path for path in package.rglob("*") if path.is_file())]
    (package / "RECORD").write_text("".join(f"{path.relative_to(site)},,\n" for path in files), encoding="ascii")
    # Each kernel would warn that it listens on the loopback address without encryption.
    (prefix / "etc" / "ipython").mkdir(parents=True, exist_ok=True)
    settings = prefix / "etc" / "ipython" / "ipython_kernel_config.json"
    settings.write_text('{"IPKernelApp": {"log_level": 40}}\n', encoding="ascii")


def answer_jupyterlab() -> None:
    """Keep JupyterLab from asking each new user whether it may fetch news; run by the Python of the environment.

    It need not: the answer can be changed in its settings.
    """
    path = Path(sys.prefix, "share", "jupyter", "lab", "settings", "overrides.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(ANSWERS) + "\n", encoding="utf-8")


def usable_pip(python: Path) -> tuple[list[str], str]:
    """Return a pip that installs into an environment, this Python's or else one put there, and its `config list`."""
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    try:
        return pip, run([*pip, "config", "list"])
    except SetUpError:
        run([str(python), "-m", "ensurepip"])
        pip = [str(python), "-m", "pip"]
        return pip, run([*pip, "config", "list"])


def find_uv(folder: Path, pip: Sequence[str]) -> str:
    """Return the path of uv: that of the environment, or the user's, or the locked one, which pip puts there."""
    locked = folder / "bin" / "uv"
    for path in (str(locked), shutil.which("uv")):
        if path and shutil.which(path):
            try:
                run([path, "--version"])
                return path
            except SetUpError:
                continue
    command = [*pip, "install", "-qq", "--no-compile", "--only-binary", ":all:", *LOCKED, "-r", str(UV_LOCK)]
    run(command, {**os.environ, "PIP_USER": "0"})
    return str(locked)


def settings_for_uv(listing: str, environment: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the environment variables and options with which uv gets packages from where pip would.

    Args:
        listing: what `pip config list` prints.
        environment: the variables that the user has set.
    """
    pip: dict[str, str] = {}
    lines = [line.partition("=") for line in listing.splitlines() if "=" in line]
    for section in ("global.", "install.", ":env:."):
        pip |= {
            key.removeprefix(section): ast.literal_eval(value) for key, _, value in lines if key.startswith(section)
        }
    settings = {name: value for name, value in environment.items() if name not in ("UV_SYSTEM_PYTHON", "VIRTUAL_ENV")}
    # With hashes it does not matter which index answers; pip asks all of them.
    settings |= {"UV_PYTHON_DOWNLOADS": "never", "UV_INDEX_STRATEGY": "unsafe-best-match", "NO_COLOR": "1"}
    carried = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "trusted-host": "UV_INSECURE_HOST",
        "default-timeout": "UV_HTTP_TIMEOUT",
        "timeout": "UV_HTTP_TIMEOUT",
        "client-cert": "SSL_CLIENT_CERT",
    }
    settings |= {uv: " ".join(pip[name].split()) for name, uv in carried.items() if name in pip}
    if proxy := pip.get("proxy"):
        settings |= {"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy, "ALL_PROXY": proxy}
    if certificates := pip.get("cert") or environment.get("REQUESTS_CA_BUNDLE") or environment.get("CURL_CA_BUNDLE"):
        settings["SSL_CERT_DIR" if Path(certificates).is_dir() else "SSL_CERT_FILE"] = certificates
    cache = Path(environment.get("UV_CACHE_DIR") or environment.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    if "no-cache-dir" in pip or not can_be_made(cache):
        settings["UV_NO_CACHE"] = "1"
    options = ["--no-index"] if pip.get("no-index", "0").lower() in ("1", "true", "yes", "on") else []
    # pip passes over a folder that is not there, for uv it is an error.
    for place in pip.get("find-links", "").split():
        if place.startswith(("http:", "https:")) or Path(place.removeprefix("file://")).expanduser().exists():
            options += ["--find-links", place]
    return settings, options


def can_be_made(folder: Path) -> bool:
    """Say whether files can be written to a folder, which need not be there yet."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def run(command: Sequence[str], environment: Mapping[str, str] | None = None, accept: Sequence[int] = (0,)) -> str:
    """Run a command from the root of the book and return what it prints; raise SetUpError with its errors."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**(environment or os.environ), "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise SetUpError(f"{command[0]} does not run: {error.strerror}") from None
    if done.returncode not in accept:
        said = done.stderr.strip().removeprefix("error: ") or f"{command[0]} ended with {done.returncode}"
        raise SetUpError(said)
    return done.stdout


def main(arguments: Sequence[str]) -> int:
    """Set up what the arguments name and return the exit code; one set-up at a time in a folder."""
    if arguments == ["--fits"]:
        return not fits()
    # Relative paths, so that no message and no script depends on how the folder of the book was reached.
    os.chdir(ROOT)
    match arguments:
        case ["--package"]:
            add_package()
            return 0
        case ["--compile"]:
            compile_packages(Path(sys.executable), Path(sysconfig.get_path("purelib")), Path("src"))
            return 0
        case ["--lab"]:
            answer_jupyterlab()
            return 0
    marker, *locks = map(Path, arguments)
    here = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(here, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up runs in this folder: this one waits for its end.", flush=True)
            fcntl.flock(here, fcntl.LOCK_EX)
        except OSError:
            pass  # a file system without locks
        set_up(marker, locks)
    except KeyboardInterrupt:
        print(f"\n{marker.parent}: the set-up was interrupted; the next make begins it anew.", file=sys.stderr)
        return 130
    except (SetUpError, OSError, subprocess.SubprocessError) as error:
        print(f"{marker.parent} could not be set up: {error}", file=sys.stderr)
        if FULL in str(error):
            print("The disk is full. The environment needs 1 GB, the tests another one.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
