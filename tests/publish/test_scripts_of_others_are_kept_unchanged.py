"""The scripts of others that pages load are kept as they were made of packages of known versions, bit for bit."""

import hashlib

from pages import ROOT

KEPT = ROOT / "book/_static/vendor"
MADE_OF = {
    "d3.min.js": (
        "d3-array@3.2.5 d3-path@3.1.1 d3-selection@3.0.1 d3-shape@3.2.1. ISC licence: d3.LICENSE.txt",
        "396c8eeb5ee2d216ff66a6cdaf368566263d4af9ba9ca333714153801e43cd56",
    ),
    "minisearch.min.js": (
        "minisearch@7.2.0. MIT licence: minisearch.LICENSE.txt",
        "ce9fdd4bd27093dd5c4167a6af785910209a8c76b5e1dcf86a7f5d0ae83a1826",
    ),
}
"""What the first line of each says, and its SHA-256: what CONTRIBUTING.md's commands gave, with esbuild 0.28.2."""


def test_a_kept_script_is_what_its_packages_give() -> None:
    assert {path.name for path in KEPT.glob("*.js")} == set(MADE_OF)
    for name, (packages, checksum) in MADE_OF.items():
        content = (KEPT / name).read_bytes()
        assert content.decode().splitlines()[0] == f"/* {packages} */"
        assert hashlib.sha256(content).hexdigest() == checksum, (
            f"{name} was changed: make it anew by the commands in CONTRIBUTING.md, then write its checksum here"
        )
        assert (KEPT / packages.rpartition(" ")[2]).exists()
