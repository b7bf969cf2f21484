"""A draft whose open cells are answered is accepted by check, and is held against its text from then on."""

import shutil

import pytest
from maintainer import Maintainer
from test_drafts_propose_rows import TEXTS, text_of

from beijing_ip.data.drafting import command
from beijing_ip.data.drafting.asking import ask_open
from beijing_ip.data.drafting.files import read_folder
from beijing_ip.data.drafting.release import Release
from beijing_ip.data.loading import check_data
from beijing_ip.data.schema import DATA_FOLDER


@pytest.fixture(scope="module", params=TEXTS)
def answered(request, tmp_path_factory):
    """A folder of data with the edition of a text, its open cells answered; the text, the questions, the answers."""
    name = request.param
    data = tmp_path_factory.mktemp("data") / "data"
    shutil.copytree(DATA_FOLDER, data)
    path = data.parent / f"{name}.txt"
    path.write_text(text_of(name), encoding="utf-8")
    place, year = TEXTS[name]
    release = Release(place, year, "made-up", publisher="Made up", published=f"{year + 1}-04-30")
    assert command.make_edition(path, release, True, data) == 0
    reader = Maintainer(name)
    ask_open(None, data, reader, reader.hear)
    return data, path, reader


def test_an_answered_draft_is_accepted(answered):
    data, path, _ = answered
    left = check_data(data, path.read_text(encoding="utf-8"))
    assert left == []


def test_a_slip_in_both_tables_is_found_in_the_text_of_a_folder(tmp_path, monkeypatch):
    """Two digits change places in observations and ledger of an edition that is not the first."""
    data = tmp_path / "data"
    shutil.copytree(DATA_FOLDER, data)
    path = tmp_path / "texts/beijing-2021-zh.txt"
    path.parent.mkdir()
    path.write_text("2021年，全市各级法院受理知识产权民事、行政案件85954件。\n", encoding="utf-8")
    release = Release("Beijing", 2021, "made-up", publisher="Made up", published="2022-04-30")
    assert command.make_edition(path, release, True, data) == 0
    monkeypatch.setenv("BEIJING_IP_SOURCE", str(path.parent))
    assert check_data(data) == []
    for name in ("observations", "ledger"):
        lines = (data / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        changed = [line.replace("85954", "85945") if "made-up" in line else line for line in lines]
        (data / f"{name}.csv").write_text("".join(changed), encoding="utf-8")
    found = check_data(data)
    assert [line.split(",")[0] for line in found] == ["data/ledger.csv", "data/observations.csv"]
    assert all("85945件' occurs 0 times in the text" in line for line in found)


# What is open


def answers(*told):
    """Answers one after the other, and what was said."""
    left, said = list(told), []
    return (lambda prompt: left.pop(0)), said


@pytest.fixture
def draft(tmp_path, monkeypatch):
    """A folder of a draft with three figures: one known, one with a question, one that is new."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "text.txt"
    text = (
        "In 2021, courts concluded 74,805 cases. Visitors numbered 4,321. The fair had 17 halls. It is rated 5 stars."
    )
    path.write_text(text, encoding="utf-8")
    release = Release("Beijing", 2021, "made-up", publisher="Made up", published="2022-04-30")
    assert command.make_edition(path, release, False) == 0
    return tmp_path / "draft/beijing-2021"


def test_check_names_what_is_open_in_order(draft):
    lines = check_data(draft=draft)
    assert [line.partition(", column ")[0].rpartition("/")[2] for line in lines] == [
        "observations.csv, row 3", "observations.csv, row 4", "observations.csv, row 5",
    ]  # fmt: skip
    assert all(line.startswith(f"{draft}/observations.csv, row ") for line in lines)
    assert all("column indicator_id: is open: is it " in line and "or no figure?" in line for line in lines)


def test_each_answer_is_written_before_the_next_question(draft):
    answer, said = answers("no figure", "quit")
    ask_open(draft, answer=answer, say=said.append)
    assert "Visitors numbered 4,321" in said[1]
    assert sum(line.startswith("  1  ") for line in said) == 2
    assert len((draft / "observations.csv").read_text(encoding="utf-8").splitlines()) == 4
    assert "4,321" in (draft / "ledger.csv").read_text(encoding="utf-8")
    answer, said = answers("skip", "skip", "idiom", "definition", "skip", "skip", "quit")
    ask_open(draft, answer=answer, say=said.append)
    assert "halls" in said[1]


def test_the_sentence_of_a_number_is_told_where_its_text_is_at_hand(draft, monkeypatch):
    monkeypatch.setenv("BEIJING_IP_SOURCE", str(draft.parent.parent))
    answer, said = answers("quit")
    ask_open(draft, answer=answer, say=said.append)
    assert "  Visitors numbered 4,321." in said


def test_an_answered_draft_is_taken_into_the_tables(draft, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(DATA_FOLDER, data)
    told = []
    for name, zh in (("Visitors of fairs", "参观人数"), ("Halls of fairs", "展馆数")):
        told += [
            "new",
            name.split()[0].lower(),
            name,
            zh,
            "ours",
            "things",
            "flow",
            f"{name}, made up.",
            "international",
        ]
    answer, said = answers(*told, "website-inspections", "quit")
    ask_open(draft, answer=answer, say=said.append)
    assert check_data(draft=draft) == []
    assert command.make_edition(draft, Release("", 0, ""), False, data) == 0
    assert check_data(data) == []
    ids = [line.split(",")[0] for line in (data / "observations.csv").read_text(encoding="utf-8").splitlines()[-4:]]
    assert ids == [
        "beijing.court-cases-concluded.2021.made-up", "beijing.visitors.2021.made-up", "beijing.halls.2021.made-up",
        "beijing.website-inspections.2021.made-up",
    ]  # fmt: skip


@pytest.mark.parametrize("told", ["quit", "skip"])
def test_no_id_for_a_new_indicator_adds_none(draft, told):
    before = (draft / "observations.csv").read_bytes()
    answer, said = answers("new", "17", "New Halls", told, "quit")
    ask_open(draft, answer=answer, say=said.append)
    assert (draft / "observations.csv").read_bytes() == before
    assert not (draft / "indicators.csv").exists()


def test_a_wrong_answer_is_asked_again(draft):
    answer, said = answers("patents-grantd", "quit")
    ask_open(draft, answer=answer, say=said.append)
    assert "'patents-grantd' is in no row of indicators.csv" in said[-1]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"place": "Beijng"}, "did you mean 'Beijing'?"),
        ({"source_id": "cnipa-2021-04-30"}, "choose another --source-id"),
    ],
)
def test_what_cannot_be_drafted_says_why_and_writes_nothing(given, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "text.txt"
    path.write_text("In 2021, courts concluded 74,805 cases.", encoding="utf-8")
    assert (
        command.make_edition(
            path, Release(**{"place": "Beijing", "year": 2021, "source_id": "made-up", **given}), False
        )
        == 1
    )
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [path]


def test_an_answered_period_or_no_figure_leaves_what_check_accepts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "text.txt"
    path.write_text(
        "2021年专利授权量为198778件。2020年专利授权量为162824件；商标注册量为363000件。他们走访了12家。",
        encoding="utf-8",
    )
    assert command.make_edition(path, Release("Beijing", 2021, "made-up", publisher="Made up"), False) == 0
    draft = tmp_path / "draft/beijing-2021"
    for told in (["2020", "no figure", "Twelve of them."], ["quit"]):
        answer, said = answers(*told, *["quit"] * 3)
        ask_open(draft, answer=answer, say=said.append)
    rows = read_folder(draft)
    marks = next(row for row in rows["observations"] if row["indicator_id"] == "trademark-registrations")
    assert (marks["period"], marks["series"]) == ("2020", "alternative")
    assert [row["became"] for row in rows["ledger"]][-1] == "name"
    assert check_data(draft=draft) == []
