"""The book follows its edition: another year and another city are built by rows alone, and tell nothing missing."""

import re
import shutil
from pathlib import Path

import pytest
from maintainer import TEXTS, Maintainer
from other_editions import CHAPTERS, NO_WORDS, PAGES, Built, build, choose, follow_tutorial, make_project

from beijing_ip.data.drafting.asking import ask_open

SHANGHAI = {
    "place": "Shanghai", "year": "2020", "source_id": "flanders-china-2022-01-18", "peers": "Beijing; Guangdong",
    "title": "Intellectual property protection in Shanghai, 2020", "subtitle": "What rose and what fell",
}  # fmt: skip
"""A small edition: five numbers that a newsletter printed of another city."""
EDITIONS = {"beijing-2019": {}, "shanghai-2020": SHANGHAI, "beijing-2021": None}
"""What is added to the table of editions; the last is made as the page *Adding an edition* says."""


LIVE = "<script>alert(1)</script><img src=x onerror=alert(2)><b>b</b> [a](https://example.org) {{ title }} $x$ | `y`"
"""What would act, in a cell, if it were more than text."""


@pytest.fixture(scope="module", params=EDITIONS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    name, cells = request.param, EDITIONS[request.param]
    root: Path = make_project(tmp_path_factory.mktemp("edition") / "project")
    if cells is None:
        return Built(root, follow_tutorial(root, name, TEXTS / f"{name}.txt", lambda data: answers_to(name, data)))
    terms = root / "data/terms.csv"
    terms.write_text(
        terms.read_text(encoding="utf-8").replace(",ours,\"The city's", f",ours,\"{LIVE} The city's"), "utf-8"
    )
    return build(root, choose(root, name, **cells))


def answers_to(name: str, data: Path) -> list[str]:
    """What a maintainer answers who knows what each number of a text is meant to be, question by question."""
    copy = data.parent.parent / "asked"
    shutil.copytree(data, copy)
    maintainer = Maintainer(name)
    ask_open(None, copy, maintainer, maintainer.hear)
    return maintainer.answers


def test_all_names_follow(built: Built) -> None:
    title, place, year = (built.edition[name] for name in ("title", "place", "year"))
    assert built.page("book/index").title.string.startswith(title)
    assert built.articles["book/index"].h1.get_text().startswith(title)
    assert title in " ".join(built.printed[0].split())
    offered = {path.name for path in (built.root / "_build/data").iterdir()}
    assert f"{built.file_name}-data.zip" in offered
    ours = {path.name for path in (built.root / "_build/pdf").glob("*.pdf")}
    assert ours == {f"{built.file_name}.pdf", f"{built.file_name}-brief.pdf"}
    for name in PAGES:
        about = built.page(name).select_one('meta[name="description"]')
        others = {"2020", "Beijing"} - {place, year}
        for heading in built.articles[name].select("h1, h2, h3"):
            assert not others & set(re.findall(r"\w+", heading.get_text())), (name, heading.get_text())
        assert about is not None and "Beijing, 2020" not in about["content"], name


def test_no_sentence_tells_what_is_missing(built: Built) -> None:
    for name, article in built.articles.items():
        for words in article.select("p, li, figcaption, h2, h3, img[alt]"):
            text = str(words.get("alt") or words.get_text(" "))
            assert not NO_WORDS.search(text), (name, text)


def test_what_stays_out_is_listed_with_its_reason(built: Built) -> None:
    listed = {name: article.select_one("#what-stayed-out") for name, article in built.articles.items()}
    assert any(listed[name] for name in CHAPTERS)
    for name, section in listed.items():
        for line in section.select("li") if section else ():
            about, _, reason = line.get_text().partition(": ")
            assert about and reason.endswith("."), (name, line.get_text())


def test_no_section_is_empty(built: Built) -> None:
    for name, article in built.articles.items():
        for section in article.select("section section"):
            assert section.select("p, li, pre, table, figure, svg, img, .explore"), (name, section.get("id"))


def test_the_first_page_tells_the_numbers_of_the_edition(built: Built) -> None:
    code = "from beijing_ip import edition; print(*[f'{cell}' for cell in edition().values()], sep='|')"
    printed = built.told(code).split("|")
    text = built.articles["book/index"].get_text()
    assert sum(number in text for number in printed) >= 3


def test_a_cell_stays_text_on_the_page_and_in_print(built: Built) -> None:
    if EDITIONS[built.edition["edition_id"]] is None:
        return
    assert LIVE in " ".join(built.articles["book/glossary"].get_text().split())
    assert "".join(LIVE.split()) in "".join("".join(built.printed).split())
    assert not built.page("book/glossary").select("[onerror], article b, article script")
