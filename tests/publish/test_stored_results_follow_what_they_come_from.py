"""A page is never answered with what it computed from other data, and a built page never keeps an old look."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ROOT
from sphinx.builders.html import BuildInfo
from sphinx.config import Config

from beijing_ip.publish.execution_cache import _set_cache, execution_key
from beijing_ip.publish.web.frame import _forget_environment


def test_other_data_mean_another_run_of_the_pages_wherever_the_repository_lies(tmp_path: Path) -> None:
    for name in ("repository", "web"):
        table = tmp_path / name / "data" / "observations.csv"
        table.parent.mkdir(parents=True)
        table.write_text("value\n1\n", encoding="utf-8")
        before = execution_key(tmp_path / name)
        assert before == execution_key(tmp_path / name)
        table.write_text("value\n2\n", encoding="utf-8")
        assert execution_key(tmp_path / name) != before, name


def test_each_python_has_its_own_results_but_publishes_the_same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for version in ((3, 11), (3, 13)):
        monkeypatch.setattr(sys, "version_info", version)
        config = SimpleNamespace(report_executed={})
        _set_cache(SimpleNamespace(srcdir=str(ROOT)), config)  # type: ignore[arg-type]
        found.append(config)
    one, other = found
    assert one.report_data == other.report_data
    assert one.report_code != other.report_code
    assert one.nb_execution_cache_path != other.nb_execution_cache_path


def test_build_info_says_nothing_of_where_the_environment_lies() -> None:
    found = []
    for environment in ("/one", "/other"):
        config = Config({}, {"templates_path": ["own", f"{environment}/theme"]})
        config["html_static_path"] = ["own", f"{environment}/static"]
        builder = SimpleNamespace(
            name="html", create_build_info=lambda config=config: BuildInfo(config, None, frozenset({"html", "env"}))
        )
        _forget_environment(SimpleNamespace(config=config, builder=builder))  # type: ignore[arg-type]
        assert config.templates_path == ["own", f"{environment}/theme"]
        found.append(builder.build_info.config_hash)
    assert len(set(found)) == 1
