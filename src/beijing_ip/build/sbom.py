"""What built a release, as a bill of materials in the format CycloneDX: packages, Python, and what the book carries.

The packages are those of requirements.lock, as they are installed, each with the checksums of the lock: that of every
file of which it may have been installed. What only tests use is left out: it builds nothing.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from beijing_ip.publish.carried import Carried
from beijing_ip.publish.version import Version

from .errors import BuildError
from .inputs import LOCK, canonical_name, list_locked

_TOOL = "cyclonedx_py"


def describe_build(root: Path, version: Version, carried: list[Carried]) -> str:
    """Return the bill as JSON; the same for the same packages, as of the day of the version.

    Raises BuildError where the tool that lists the packages is missing or fails.
    """
    bill = json.loads(_list_packages(root, version))
    locked = list_locked(root)
    checksums = _read_checksums(root)
    parts = [
        _complete(part, checksums.get(f"{canonical_name(part['name'])}=={part['version']}", []))
        for part in bill["components"]
        if canonical_name(part["name"]) in locked
    ]
    parts += [_python(), *(_component(one) for one in carried if one.registry != "pypi")]
    kept = {part["bom-ref"] for part in parts}
    uses: dict[str, list[str]] = {
        each["ref"]: [ref for ref in each.get("dependsOn", ()) if ref in kept] for each in bill["dependencies"]
    }
    book = bill["metadata"]["component"]["bom-ref"]
    uses[book] = sorted({*uses[book], *(part["bom-ref"] for part in parts if part["bom-ref"] not in uses)})
    bill["components"] = sorted(parts, key=lambda part: part["bom-ref"].lower())
    bill["dependencies"] = [{"ref": ref, "dependsOn": sorted(uses.get(ref, ()))} for ref in sorted({book, *kept})]
    return json.dumps(bill, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _list_packages(root: Path, version: Version) -> str:
    day = datetime.combine(version.released, datetime.min.time(), UTC)
    command = [sys.executable, "-m", _TOOL, "environment", "--output-reproducible", "--no-validate"]
    done = subprocess.run(
        [*command, "--spec-version", "1.6", "--pyproject", "pyproject.toml", sys.executable],
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": f"{day.timestamp():.0f}", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
    if f"No module named {_TOOL}" in done.stderr:
        raise BuildError(
            "A release lists what built it, with cyclonedx-bom, which is not installed here. Run make release, which "
            "installs what requirements-test.lock has."
        )
    if done.returncode:
        raise BuildError(f"{_TOOL} could not list the packages of {sys.executable}:\n{done.stderr.strip()}")
    return done.stdout


def _read_checksums(root: Path) -> dict[str, list[str]]:
    """Return the SHA-256 of all files of each package and version, such as numpy==2.4.6, that the lock names."""
    _, *parts = re.split(r"(?m)^([\w.-]+==[^\s;]+)", (root / LOCK).read_text(encoding="utf-8"))
    return {
        name: re.findall(r"--hash=sha256:([0-9a-f]{64})", said)
        for name, said in zip(parts[::2], parts[1::2], strict=True)
    }


def _complete(package: dict[str, Any], checksums: list[str]) -> dict[str, Any]:
    """Add the checksums, and the licence as the package words it where the tool knows none of that name."""
    about = distribution(package["name"]).metadata
    words = about["License"].splitlines()[0] if "License" in about else "none is stated"
    return {
        **package,
        "hashes": [{"alg": "SHA-256", "content": each} for each in checksums],
        "licenses": package.get("licenses") or [{"license": {"name": words, "acknowledgement": "declared"}}],
    }


def _python() -> dict[str, Any]:
    version = platform.python_version()
    return {
        "bom-ref": f"python=={version}",
        "type": "platform",
        "name": platform.python_implementation(),
        "version": version,
        "licenses": [{"license": {"id": "PSF-2.0"}}],
        "purl": f"pkg:generic/python@{version}",
    }


def _component(one: Carried) -> dict[str, Any]:
    return {
        "bom-ref": f"{one.name}=={one.version}",
        "type": "library" if one.registry else "file",
        "name": one.name,
        "version": one.version,
        "licenses": [{"license": {"id": one.licence}}],
        **({"purl": f"pkg:{one.registry}/{one.name}@{one.version}"} if one.registry else {}),
    }
