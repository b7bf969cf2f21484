"""Thirty questions as readers ask them, each with the place that answers it: the search leads there first.

What is expected was decided from what the reader needs to know.
"""

from collections.abc import Callable

from browser import Visit
from pages import PAGES, parsed

NUMBERS, EXPLORE, GLOSSARY = "book/numbers.html#", "book/explore.html#indicator=", "book/glossary.html#term-"

QUESTIONS = [
    # Asked of the book as a whole
    ("are court cases up or down", "figure", "notebooks/3-judicial.html#judicial-courts-since"),
    ("Did the load of the courts go up or down in 2020?", "figure", "notebooks/3-judicial.html#judicial-courts-since"),
    ("how many invention patents in force", "number", f"{EXPLORE}invention-patents-in-force"),
    ("inventions held by Beijing", "number", f"{EXPLORE}invention-patents-in-force"),
    ("what does 155.8 count", "number", f"{NUMBERS}invention-patents-per-10000-residents"),
    ("share of customs seizures", "figure", "notebooks/2-enforcement.html#enforcement-customs-nation"),
    ("CSV of trademark registrations with sources", "number", f"{EXPLORE}trademark-registrations"),
    ("cite figure 2.1", "figure", "notebooks/2-enforcement.html#enforcement-customs-nation"),
    ("criminal cases", "number", f"{EXPLORE}police-ip-cases"),
    ("Chinese for administrative adjudication", "term", f"{GLOSSARY}administrative-adjudication"),
    ('is "first in China" verified', "number", f"{NUMBERS}invention-patents-per-10000-residents-rank"),
    ("is Beijing first in China verified", "number", f"{NUMBERS}invention-patents-per-10000-residents-rank"),
    ("change in grants", "number", f"{NUMBERS}patents-granted"),
    # With a slip, or in other words than the book's
    ("trademrk registrations", "number", f"{NUMBERS}trademark-registrations"),
    ("patens granted in beijng", "number", f"{NUMBERS}patents-granted"),
    ("trade marks registered", "number", f"{NUMBERS}trademark-registrations"),
    ("cite court cases figure", "figure", "notebooks/3-judicial.html#judicial-courts-since"),
    ("patents per capita", "number", f"{NUMBERS}invention-patents-per-10000-residents"),
    ("load of the courts", "number", f"{NUMBERS}court-cases-accepted"),
    ("first in China", "number", f"{NUMBERS}invention-patents-per-10000-residents-rank"),
    # Numbers, however they are written, and of a year that is not the book's
    ("163 000", "number", f"{NUMBERS}patents-granted"),
    ("１６３，０００", "number", f"{NUMBERS}patents-granted"),
    ("16.3万件", "number", f"{NUMBERS}patents-granted"),
    ("663,490", "number", f"{EXPLORE}invention-patents-in-force"),
    # By name
    ("figure 2.1", "figure", "notebooks/2-enforcement.html#enforcement-customs-nation"),
    ("court-cases-accepted", "number", f"{NUMBERS}court-cases-accepted"),
    ("Beijing Business Today", "source", "book/sources.html#source-bbt-2021-04-22"),
    ("what is a utility model", "term", f"{GLOSSARY}utility-model"),
    # A page and its sections
    ("how to cite this book", "page", "book/cite.html#how-to-cite"),
    ("open the data in R", "page", "book/data.html#r"),
    # In Chinese, of either script
    ("北京2020年法院受理了多少知识产权案件？", "number", f"{NUMBERS}court-cases-accepted"),
    ("法院受理多少案件", "number", f"{NUMBERS}court-cases-accepted"),
    ("有效發明專利", "number", f"{EXPLORE}invention-patents-in-force"),
    ("行政裁决", "term", f"{GLOSSARY}administrative-adjudication"),
]

ANSWERS = """async questions => {
    const engine = await bookSearch.load();
    await engine.ready;
    return questions.map(asked => {
        const { question, found } = engine.find(asked);
        const { kind, address, answer } = found.length ? engine.describe(found[0], question) : {};
        return [kind, address, answer];
    });
}"""


def test_thirty_questions_of_readers_lead_to_what_answers_them(visit: Callable[..., Visit]) -> None:
    answers = visit("search").page.evaluate(ANSWERS, [asked for asked, _, _ in QUESTIONS])
    assert len(QUESTIONS) >= 30
    found = [(asked, *answer[:2]) for (asked, _, _), answer in zip(QUESTIONS, answers, strict=True)]
    assert found == QUESTIONS


def test_the_books_year_answers_before_another_year(visit: Callable[..., Visit]) -> None:
    asked = ["invention patents in force", "663,490", "police cases", "patents granted 2019"]
    answers = visit("search").page.evaluate(ANSWERS, asked)
    starts = ["336,000 patents, Beijing, 2020", "336,000 patents, Beijing, 2020", "584 cases, Beijing, 2020"]
    for (_, _, answer), start in zip(answers, [*starts, "163,000 patents, Beijing, 2020"], strict=True):
        assert answer.startswith(start)


def test_every_figure_and_every_table_is_found_by_its_number(visit: Callable[..., Visit]) -> None:
    numbered = [
        (" ".join(number.get_text().split()), f"{name}.html#{number.find_parent(id=True)['id']}")
        for name in PAGES
        for number in parsed(name).select(".figure-number, .table-number")
    ]
    answers = visit("search").page.evaluate(ANSWERS, [number for number, _ in numbered])
    found = [(number, address) for (number, _), (_, address, _) in zip(numbered, answers, strict=True)]
    assert len(found) > 20 and found == numbered
