"""Somebody who answers what a draft of an edition leaves open."""

import csv
import re
from pathlib import Path

from beijing_ip.numbers.reading import locate_numerals

TEXTS = Path(__file__).parent / "editions"
EXPECTED = list(csv.DictReader((TEXTS / "expected.csv").open(encoding="utf-8")))


class Maintainer:
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
        assert len(self.answers) < 500, self.heard[-5:]
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
        if column == "name_zh":
            return f"{len(self.answers)}号指标"
        return f"made up {len(self.answers)}"
