"""A page is never answered with what it computed from other data, and a built page never keeps an old look."""

from pathlib import Path

from beijing_ip.publish.execution_cache import execution_key


def test_other_data_mean_another_run_of_the_pages_wherever_the_repository_lies(tmp_path: Path) -> None:
    for name in ("repository", "web"):
        table = tmp_path / name / "data" / "observations.csv"
        table.parent.mkdir(parents=True)
        table.write_text("value\n1\n", encoding="utf-8")
        before = execution_key(tmp_path / name)
        assert before == execution_key(tmp_path / name)
        table.write_text("value\n2\n", encoding="utf-8")
        assert execution_key(tmp_path / name) != before, name
