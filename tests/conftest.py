"""What several tests share: the folder of the project, its notebooks, and its pages in a browser."""

import json
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["browser"]

# The same examples in every run: a test that fails does so for everybody.
settings.register_profile("reproducible", derandomize=True)
settings.load_profile("reproducible")

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="session")
def notebooks() -> dict[str, dict]:
    """Every stored notebook by its name."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in NOTEBOOKS}
