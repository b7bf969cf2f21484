"""What runs on GitHub may read, but for the few jobs that write, and runs no action that could change unseen."""

import importlib.util
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").iterdir())
MAY_WRITE = {
    ("locks.yml", "propose"): {"contents", "pull-requests"},
    ("publish.yml", "attest"): {"attestations", "id-token"},
    ("publish.yml", "deploy"): {"id-token", "pages"},
    ("publish.yml", "release"): {"contents"},
}
"""Each job that writes, and to what."""
KEYS_OF_JOBS = {"runs-on", "timeout-minutes", "strategy", "steps", "needs", "if", "permissions", "outputs"} | {
    *("environment", "uses"),
}
CALLED = re.compile(r"(?:^|[|;&`]|\$\(|\b(?:if|then|else|do|while)\b)\s*([^\s=;|&\[]+)(?=[\s;)]|$)", re.MULTILINE)
"""What a shell calls: what begins a line, follows on another command, or is asked within one."""
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def load(path: Path) -> dict[Any, Any]:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    # YAML takes the word on for a truth value.
    return {"on" if key is True else key: value for key, value in workflow.items()}


@each_workflow
def test_only_the_jobs_that_must_write_may(path: Path) -> None:
    workflow = load(path)
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        permissions = job.get("permissions", {})
        assert set(permissions.values()) <= {"read", "write"}, name
        writes = {what for what, level in permissions.items() if level == "write"}
        assert writes == MAY_WRITE.get((path.name, name), set()), name


def test_each_exception_is_a_job() -> None:
    assert {(path.name, job) for path in WORKFLOWS for job in load(path)["jobs"]} >= MAY_WRITE.keys()


def walk(part: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, however it is written and wherever it stands."""
    for key, value in part.items() if isinstance(part, dict) else ():
        yield str(key), value
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from walk(each)


def steps_of(job: dict[str, Any]) -> list[dict[str, Any]]:
    return job.get("steps", [])


@each_workflow
def test_a_job_is_made_of_what_is_looked_at_here(path: Path) -> None:
    """No image or machine of others, no other shell, and no failure that is passed over."""
    workflow = load(path)
    assert set(workflow) <= {"name", "on", "permissions", "concurrency", "jobs"}
    for name, job in workflow["jobs"].items():
        assert set(job) <= KEYS_OF_JOBS, name
        assert job.get("runs-on", "ubuntu-latest") == "ubuntu-latest", name
        assert set(job.get("strategy", ())) <= {"fail-fast", "matrix"}, name
        for step in steps_of(job):
            assert set(step) <= {"name", "id", "if", "uses", "with", "run", "env"}, (name, step)
            assert "script" not in step.get("with", ()), (name, step)


@each_workflow
def test_no_job_that_writes_runs_code_of_the_project_or_of_packages(path: Path) -> None:
    for name, job in load(path)["jobs"].items():
        if (path.name, name) in MAY_WRITE:
            commands = "\n".join(step.get("run", "") for step in steps_of(job)).replace("\\\n", " ")
            assert set(CALLED.findall(commands)) <= {"git", "gh", "sed", "if", "then", "else", "fi"}, name
            assert not re.search(
                r"\b(make|python|pip|npx|node|bash|sh|eval|source|curl|wget|xargs)\b|\.ci", commands
            ), name
            used = [step["uses"] for step in steps_of(job) if "uses" in step]
            assert all(each.startswith("actions/") for each in used), name


@each_workflow
def test_actions_are_named_by_commit_and_their_version_is_said(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = [value for key, value in walk(load(path)) if key == "uses"]
    assert used
    for action in used:
        if not re.fullmatch(r"\./\.github/workflows/\w+\.yml", action):
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action), action
            said = len(re.findall(rf"uses: {action} # v\d+(?:\.\d+)+$", text, re.MULTILINE))
            assert said == used.count(action), action


def test_an_action_has_one_version_in_all_workflows() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    used = set(re.findall(r"uses: ([\w/-]+)@(.*)", text))
    assert len(used) == len({name for name, _ in used})


@each_workflow
def test_what_others_propose_reaches_no_secret_and_no_shell(path: Path) -> None:
    workflow, text = load(path), path.read_text(encoding="utf-8")
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(workflow["on"])
    assert "secrets" not in text
    for name, job in workflow["jobs"].items():
        for step in steps_of(job):
            assert "${{" not in step.get("run", ""), f"{name}: pass it as a variable of the environment"
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False, name


@each_workflow
def test_every_job_ends(path: Path) -> None:
    workflow = load(path)
    assert "concurrency" in workflow
    for name, job in workflow["jobs"].items():
        assert "uses" in job or 0 < job["timeout-minutes"] <= 60, name


def test_a_release_and_newer_packages_pass_the_whole_suite() -> None:
    book, locks, publish = (load(path)["jobs"] for path in WORKFLOWS if path.name != "audit.yml")
    tried = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert tried == ">=3.11,<3.14"
    for job in (book["book"], locks["test"]):
        assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
        assert {"run": "bash .ci/run"} in job["steps"], "whatever happens, and nothing beside it"
    assert "if" not in book["book"] and locks["test"]["if"] == "needs.resolve.outputs.changed == 'true'"
    assert not [job for job in publish.values() if "if" in job], "a job runs when those that it needs have passed"
    assert publish["test"]["uses"] == "./.github/workflows/book.yml"
    assert set(publish["attest"]["needs"]) == {"test", "build"} and publish["release"]["needs"] == "attest"
    assert "release" in publish["deploy"]["needs"] and locks["propose"]["needs"] == "test"


PUBLISH = ROOT / ".github/workflows/publish.yml"
GH = """#!/bin/sh
echo "$*" >> calls
[ "$2" != view ] || [ -e there ]
"""


def test_nothing_is_public_before_its_tag_has_passed() -> None:
    events = load(PUBLISH)["on"]
    assert events.pop("push") == {"tags": ["v*"]}
    assert events == {"workflow_dispatch": None}
    assert load(ROOT / ".github/workflows/book.yml")["on"]["push"] == {"branches": ["**"]}, "a tag is tried once"
    assert {name for name, job in load(PUBLISH)["jobs"].items() if "gh release" in str(job)} == {"release"}


@pytest.mark.parametrize("there", [False, True], ids=["new", "there"])
def test_a_release_is_made_with_its_files_at_once_or_renewed(tmp_path: Path, there: bool) -> None:
    (step,) = (step for step in load(PUBLISH)["jobs"]["release"]["steps"] if "run" in step)
    (tmp_path / "release").mkdir()
    (tmp_path / "release/RELEASE-NOTES.md").write_text("# Version 9, today\n\nWhat is new.\n", encoding="utf-8")
    (tmp_path / "release/a b.csv").touch()
    (tmp_path / "gh").write_text(GH, encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    if there:
        (tmp_path / "there").touch()
    variables = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "TAG": "v9", "GITHUB_REPOSITORY": "a/b"}
    subprocess.run(["sh", "-e", "-c", step["run"]], cwd=tmp_path, env=variables, check=True)
    assert (tmp_path / "notes.md").read_text(encoding="utf-8") == "What is new.\n"
    said, files = (
        "--title Version 9, today --notes-file notes.md --repo a/b",
        "release/RELEASE-NOTES.md release/a b.csv",
    )
    _, *calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    if there:
        assert calls == [
            f"release upload v9 {files} --clobber --repo a/b",
            f"release edit v9 --draft=false {said}",
        ]
    else:
        assert calls == [f"release create v9 {files} --verify-tag {said}"]


def test_newer_actions_and_packages_are_proposed_and_faults_asked_for_each_week() -> None:
    (actions,) = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert (actions["package-ecosystem"], actions["schedule"]) == ("github-actions", {"interval": "weekly"})
    for name in ("audit", "locks"):
        (cron,) = (each["cron"] for each in load(ROOT / f".github/workflows/{name}.yml")["on"]["schedule"])
        assert re.fullmatch(r"\d+ \d+ \* \* \d", cron)
    text = (ROOT / ".github/workflows/audit.yml").read_text(encoding="utf-8")
    assert "--strict --require-hashes" in text and "in requirements*.lock;" in text


@pytest.fixture(scope="module")
def name_site() -> Any:
    spec = importlib.util.spec_from_file_location("name_site", ROOT / "tools/name_site.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_addresses_are_written_where_config_says_none(name_site: Any) -> None:
    text = (ROOT / "_config.yml").read_text(encoding="utf-8")
    for setting in (name_site.SITE, name_site.REPOSITORY):
        group, key = setting
        named = name_site.name_setting(text, setting, "https://example.org/a")
        before, after = yaml.safe_load(text), yaml.safe_load(named)
        assert after[group].pop(key) == (before[group].pop(key) or "https://example.org/a")
        assert before == after
        assert name_site.name_setting(named, setting, "https://example.org/b") == named
    with pytest.raises(ValueError, match="has no baseurl below html"):
        name_site.name_setting(
            "html:\n  favicon: a\nrepository:\n  baseurl: b\n", name_site.SITE, "https://example.org/"
        )
