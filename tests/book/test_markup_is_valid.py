"""The Nu validator (https://validator.github.io/validator) has no error to report on any page.

It needs Java and its jar, which `BEIJING_IP_VNU` names; it is in the package vnu-jar of npm. What it warns of is left
out: read from a file, no script or style sheet is "self" for the policy of a page.
"""

import json
import os
import shutil
import subprocess

import pytest
from pages import HTML, PAGES

JAR = os.environ.get("BEIJING_IP_VNU", "")


@pytest.mark.usefixtures("built")
@pytest.mark.skipif(not (JAR and shutil.which("java")), reason="BEIJING_IP_VNU names no validator, or there is no Java")
def test_the_validator_finds_no_error_on_any_page() -> None:
    pages = [str(HTML / f"{name}.html") for name in (*PAGES, "search", "index")]
    command = ["java", "-jar", JAR, "--format", "json", "--errors-only", "--exit-zero-always", *pages]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    found = {f"{each['url'].rpartition('/html/')[2]}: {each['message']}" for each in json.loads(said)["messages"]}
    assert found == set(), "\n".join(sorted(found))
