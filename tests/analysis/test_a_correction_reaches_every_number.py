"""What corrections.csv puts in place of a printed value is used by the release, the series and every sentence."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from beijing_ip.data.editions import find_edition

TOLD = """
from beijing_ip import edition, series
from beijing_ip.analysis.ratios import share_of_nation
from beijing_ip.publish.web.search_numbers import number_entries
from beijing_ip.publish.explore import build_payload
from beijing_ip.show.every_number import chapter_table
release, courts = edition(), series("court-cases-accepted", "court-cases-concluded")
year = courts.loc[release.year]
print(release["court-cases-accepted"].value, year["court-cases-accepted"].value)
print(f"{release['court-cases-concluded'] / release['court-cases-accepted']:.2%}")
print(f"{year['court-cases-concluded'] / year['court-cases-accepted']:.2%}")
print(f"{release['court-cases-accepted']:link}".split("]")[0])
print(release["patents-granted"].value)
print("65,710" in chapter_table("judicial"))
print([one.answer for one in number_entries() if one.indicator.indicator_id == "court-cases-accepted"][0].split(" ")[0])
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a project tells in which two figures of the release are corrected: a preferred one, and one that is not."""
    folder: Path = tmp_path_factory.mktemp("project")
    for name in ("src", "data"):
        shutil.copytree(ROOT / name, folder / name)
    release = find_edition().source_id
    with (folder / "data" / "corrections.csv").open("a", encoding="utf-8") as rows:
        rows.write(f"beijing.court-cases-accepted.2020.{release},65710,1,A slip.,{release}\n")
        rows.write(f"beijing.patents-granted.2020.{release},162000,1000,A slip.,{release}\n")
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    command = [sys.executable, "-c", TOLD]
    run = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, cwd=folder)
    return run.stdout.splitlines()


def test_release_and_series_say_the_same(told: list[str]) -> None:
    assert told[0] == "65710 65710"
    assert told[1] == told[2] != ""


def test_a_sentence_says_that_it_is_corrected(told: list[str]) -> None:
    assert told[3] == "[65,710 (corrected; printed 66,710)"
    assert told[4] == "162000"


def test_the_page_of_every_number_and_the_search_say_it(told: list[str]) -> None:
    assert told[5:] == ["True", "65,710"]
