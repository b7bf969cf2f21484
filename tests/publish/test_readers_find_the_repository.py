"""Who finds a fault is led to the issues, the releases and the policy of the repository, where its address is known."""

from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from beijing_ip.publish import documents
from beijing_ip.publish.offered import describe_files
from beijing_ip.publish.repository import places_of, read_repository
from beijing_ip.publish.site_address import AddressError
from beijing_ip.publish.workbook_words import cover

ABOUT = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
KNOWN = "https://github.com/owner/name"
LED = [f"{KNOWN}/{way}" for way in ("issues", "blob/HEAD/SECURITY.md", "releases")]


@pytest.mark.parametrize("address", ["owner/name", "git@github.com:owner/name", "https://github.com/", "https://a/b c"])
def test_what_is_no_address_of_a_repository_is_an_error(tmp_path: Path, address: str) -> None:
    (tmp_path / "_config.yml").write_text(f"repository: {{url: '{address}'}}", encoding="utf-8")
    with pytest.raises(AddressError, match=r"_config\.yml: repository, url: .* is no address such as"):
        read_repository(tmp_path)


def test_hosts_keep_their_lists_in_different_places() -> None:
    issues, policy, releases = LED
    assert places_of(f"{KNOWN}.git") == (issues, releases, policy)
    assert places_of("https://gitlab.com/a/b/c").issues == "https://gitlab.com/a/b/c/-/issues"
    # A host that we do not know is not guessed at.
    assert set(places_of("https://git.example/a/b")) == {"https://git.example/a/b"}


def test_page_and_workbook_lead_there_as_soon_as_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("", KNOWN):
        monkeypatch.setattr(documents, "read_repository", lambda root, address=address: address)
        said = documents.report_section()
        lines = cover(describe_files(), {**ABOUT, "repository-code": address})
        told = "in which" in said and "in which this workbook was found" in " ".join(line.words for line in lines)
        assert told == (not address)
        linked = [line.link for line in lines if line.link.startswith(KNOWN)]
        assert [f"]({way})" in said for way in LED] == [bool(address)] * 3
        assert linked == (LED if address else [])
