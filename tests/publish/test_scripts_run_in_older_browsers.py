"""Every script of a page runs in Safari 15.0: what came later stops a whole script there."""

import re

import pytest
from pages import ROOT

SCRIPTS = sorted((ROOT / "book" / "_static").rglob("*.js"))
YOUNGER = re.compile(
    r"\(\?<[=!]"
    r"|\.(?:at|toReversed|toSorted|toSpliced|findLast|findLastIndex|group|groupToMap)\("
    r"|\b(?:Object|Map)\.groupBy\b|\bObject\.hasOwn\b|\bstructuredClone\b|\bArray\.fromAsync\b|\brequestIdleCallback\b"
    r"|\bPromise\.withResolvers\b|\bstatic \{"
)
"""Lookbehind, methods and globals of Safari 15.4 or later."""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(ROOT / "book" / "_static").as_posix())
def test_a_script_uses_nothing_younger_than_safari_15(script) -> None:
    assert [found[0] for found in YOUNGER.finditer(script.read_text(encoding="utf-8"))] == []
