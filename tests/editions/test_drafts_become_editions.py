"""A draft whose open cells are answered is accepted by check, and is held against its text from then on."""

import re
import shutil

import pytest
from test_drafts_propose_rows import EXPECTED, TEXTS, text_of

from beijing_ip.data.drafting import command
from beijing_ip.data.drafting.asking import ask_open
from beijing_ip.data.drafting.release import Release
from beijing_ip.data.loading import check_data
from beijing_ip.data.schema import DATA_FOLDER
from beijing_ip.numbers.reading import locate_numerals


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
    reader = Reader(name)
    ask_open(None, data, reader, reader.hear)
    return data, path, reader


class Reader:
    """A maintainer who knows which indicator each number is meant to be, and invents the rest."""

    def __init__(self, name):
        self.expected = {row["token"]: row["expected"] for row in EXPECTED if row["text"] == name}
        self.heard, self.answers = [], []

    def hear(self, line):
        self.heard.append(line)

    def __call__(self, prompt):
        told = self.answer(prompt)
        self.answers.append(told)
        return told

    def answer(self, prompt):
        if prompt.startswith("id of the new"):
            return f"made-up-{len(self.answers)}"
        asked = next(line for line in reversed(self.heard) if " is open" in line)
        column = asked.split()[0]
        if column == "indicator_id":
            (phrase,) = re.findall("'(.*)'", next(line for line in reversed(self.heard) if "observations.csv" in line))
            right = self.expected[locate_numerals(phrase)[-1].text]
            return right
        if column == "unit":
            return "times" if any("倍" in line or "times" in line for line in self.heard[-30:]) else "items"
        if column in ("period", "name_zh_origin", "stock_or_flow", "chapter", "qualifier"):
            return "1"
        if column == "unsaid_en":
            return "skip"
        return f"made up {len(self.answers)}"


def test_an_answered_draft_is_accepted(answered):
    data, path, _ = answered
    left = check_data(data, path.read_text(encoding="utf-8"))
    assert [line for line in left if "unsaid.csv" not in line] == []
