"""No number in a sentence, headline or alternative text is typed by hand."""

import ast
import json
import re

import pytest
from conftest import NOTEBOOKS, ROOT

from beijing_ip.analysis.datum import Datum
from beijing_ip.data.observations import Observation
from beijing_ip.numbers.reading import locate_numerals
from beijing_ip.show import figures, output

PAGES = sorted((ROOT / "book").glob("*.md"))

# Bases and conceptual limits, not data: they are part of a term or of arithmetic.
NO_FIGURES = (
    "10,000 residents",
    "10,000 people",
    "every 10,000",
    "100%",
    "CC BY 4.0",
    "Attribution 4.0",
    "Beijing, 2020",
    "北京市2020年知识产权保护",
    "首次",
    "UTF-8",
    "R 4.2",
    "CITATION.cff",
)
WORDS = re.compile(
    r"\b(three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|half|twice|thirds?|quarters?)\b",
    re.IGNORECASE,
)
FEW = tuple("零一二两双万")
CHINESE = re.compile("[\u4e00-\u9fff]")
# The scale of a computed number, and a place in a law that is named beside it.
SCALE_AND_PLACE = re.compile(r"^ ?million\b|\b(?:million (?:yuan|residents)|thousand yuan)|\bArticles? \d+(?: to \d+)?")
LINK = re.compile(r"link [+,]*(\.\d)?[f%]")
NO_FIGURE_WORDS = ("half up", "twice counts twice", "ten times the last", "to the thousand", "to the million")


def typed_numbers(text):
    """Digits and number words that stand in a text as a figure would."""
    text = " ".join(text.split())
    for phrase in NO_FIGURES:
        text = text.replace(phrase, "")
    text = SCALE_AND_PLACE.sub("", text)
    text = re.sub(r"\]\([^)]*\)|`[^`]*`|\{[a-z]+\}`[^`]*`", "", text)
    found = re.findall(r"\d[\d,.]*", text)
    for phrase in NO_FIGURE_WORDS:
        text = text.replace(phrase, "")
    # 一 and 两 are determiners as often as numbers, like one and two; 万 is a base, as in 每万人.
    chinese = [found.text for found in locate_numerals(text) if CHINESE.search(found.text) and found.text not in FEW]
    return found + [match[0] for match in WORDS.finditer(text)] + chinese


def sentences(code):
    """The typed parts of every string of a cell that a reader sees: those with a space or Chinese, formatted or not."""
    for node in ast.walk(ast.parse(code)):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if (" " in text or CHINESE.search(text)) and not LINK.fullmatch(text):
            yield text


def cells():
    for path in NOTEBOOKS:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            yield f"{path.stem}:{cell['id']}", cell["cell_type"], "".join(cell["source"])
    for path in PAGES:
        text = path.read_text(encoding="utf-8").split("---", 2)[-1]
        parts = re.split(r"```\{code-cell\}\n(.*?)```\n", text, flags=re.DOTALL)
        for number, part in enumerate(parts):
            if number % 2:
                yield f"{path.stem}:{number}", "code", re.sub(r"^:tags:.*\n", "", part)
            else:
                yield f"{path.stem}:{number}", "markdown", part


def test_no_cell_types_a_number_into_a_sentence():
    typed = {}
    for name, kind, source in cells():
        texts = [source] if kind == "markdown" else sentences(source)
        typed[name] = [number for text in texts for number in typed_numbers(text)]
    assert len(typed) > 100
    assert {name: found for name, found in typed.items() if found} == {}


class Watched(ast.NodeTransformer):
    """Makes a page note every number that its sentences write, with its format."""

    inside = False

    def visit_Call(self, node):
        outside, name = self.inside, getattr(node.func, "id", getattr(node.func, "attr", ""))
        # Of x.link(words) the words are plain; in the Chinese summary `write` and `count` give plain numbers.
        self.inside = name == "say" or (outside and name != "link")
        self.generic_visit(node)
        self.inside = outside
        if outside and name in ("write", "count"):
            node.func = ast.Name("plain_number", ast.Load())
        return node

    def visit_FormattedValue(self, node):
        self.generic_visit(node)
        if self.inside:
            spec = ast.unparse(node.format_spec)[2:-1] if node.format_spec else ""
            name = ast.Name("note_number", ast.Load())
            node.value = ast.Call(name, [node.value, ast.Constant(spec), ast.Constant(ast.unparse(node.value))], [])
        return node


@pytest.mark.parametrize("page", [*NOTEBOOKS, *PAGES], ids=lambda path: path.stem)
def test_every_number_of_a_sentence_is_a_link(page, monkeypatch):
    bare = []

    def note(value, spec, code):
        if isinstance(value, Datum | Observation) and not spec.startswith("link"):
            bare.append(f"{{{code}:{spec}}}")
        return value

    def plain(*call):
        bare.append(call)

    monkeypatch.setattr(figures, "figure", lambda *_, **__: None)
    monkeypatch.setattr(output, "show", lambda *_, **__: None)
    names = {"__name__": page.stem, "note_number": note, "plain_number": plain, "display": lambda *_: None}
    for name, kind, source in cells():
        if kind == "code" and name.rpartition(":")[0] == page.stem:
            tree = ast.fix_missing_locations(Watched().visit(ast.parse(source)))
            exec(compile(tree, name, "exec"), names)
    assert bare == []


@pytest.mark.parametrize(
    "sentence",
    [
        "granted 163,000 patents",
        "## More than one in three",
        "the five chapters",
        "about 39% of them",
        "fell by half",
        "over a million cases",
        "授权专利十六万三千件",
        "共三项举措",
        "其中16.3万件",
    ],
)
def test_a_typed_number_is_found(sentence):
    assert typed_numbers(sentence)


@pytest.mark.parametrize("sentence", ["一种权利，一律写成舍入区间", "四舍五入", "二者不能相加", "两区", "双随机"])
def test_a_chinese_word_is_no_number(sentence):
    assert typed_numbers(sentence) == []


def test_code_of_a_notebook_has_no_raw_role_or_directive(notebooks):
    raw = re.compile(r"\{[a-z:-]+\}`|^:::|^```\{", re.MULTILINE)
    for name, notebook in notebooks.items():
        for cell in notebook["cells"]:
            shown = "".join(cell["source"]) if cell["cell_type"] == "markdown" else ""
            shown += "".join(
                "".join(output.get("data", {}).get("text/markdown", "")) for output in cell.get("outputs", [])
            )
            assert not raw.search(shown), f"{name}: {cell['id']}"


def test_notebooks_stay_thin(notebooks):
    allowed = {"beijing_ip", "datetime", "matplotlib", "pandas"}
    for name, notebook in notebooks.items():
        code = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
        imported = {
            (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
            for node in ast.walk(ast.parse(code))
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
        assert imported <= allowed, (
            f"{name} imports {imported - allowed}: a notebook needs the package, pandas and matplotlib"
        )
