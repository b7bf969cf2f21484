"""Every figure stored in a notebook has its words and its table, and every number in it comes from the data."""

import csv
import re
import xml.etree.ElementTree as ET
from fractions import Fraction

PARTS = ("main-points", "need-to-know", "not-said", "every-figure", "derived", "sources")


def stored_figures(notebook):
    for cell in notebook["cells"]:
        outputs = cell.get("outputs", [])
        for number, output in enumerate(outputs):
            if "image/svg+xml" in output.get("data", {}):
                yield cell["id"], outputs[number - 1], output, outputs[number + 1]


def told(notebooks):
    """Name, both pictures, table and data of every stored figure."""
    for notebook in notebooks.values():
        for _, _, chart, foot in stored_figures(notebook):
            words = chart["metadata"]["image/svg+xml"]["figure"]
            below = foot["metadata"]["text/markdown"]["figure"]
            assert words["name"] == below["name"]
            pictures = ["".join(chart["data"]["image/svg+xml"]), words["narrow"]]
            table = "".join(foot["data"]["text/markdown"]).replace("\u00a0", " ").replace(r"\|", "|")
            yield words["name"], pictures, table, list(csv.DictReader(below["data"].splitlines()))


def marks(picture):
    """Id and title of every mark that stands for something; the title must be its first child."""
    found = {}
    for element in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}g"):
        gid = element.get("id", "")
        if re.search(r"-(bar|part|row|dot|ring|event|period|actor|partner)-[\w-]+$", gid):
            assert element.get("class") == "mark", gid
            assert element[0].tag == "{http://www.w3.org/2000/svg}title", gid
            found[gid] = element[0].text
        else:
            assert element.get("class") is None, gid
    return found


def numbers(text):
    return [Fraction(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def tells(title, row):
    """Whether a mark's title says the number of a row of data; a computed one may be told by its interval."""
    if row["period"] not in title:
        return False
    if re.search(rf"(?<![\d.,]){re.escape(row['value_shown'])}(?![\d]|[.,]\d)", title):
        return True
    told_as = re.match(r"[^:]*: ([\d,.]*\d) to ([\d,.]*\d)", title)
    if row["source_id"] or not told_as or not (row["lower"] and row["upper"]):
        return False
    low, high = (numbers(end)[0] for end in told_as.groups())
    return low <= Fraction(row["lower"]) and Fraction(row["upper"]) <= high


def test_every_mark_has_a_title_that_says_it_in_words(notebooks):
    for name, pictures, _, _ in told(notebooks):
        wide, narrow = map(marks, pictures)
        assert wide, name
        assert list(narrow.values()) == list(wide.values()), name
        assert all(re.fullmatch(r".+: .+\.", title) for title in wide.values()), name
        assert len({*wide.values()}) == len(wide), name


def test_data_hold_the_numbers_of_the_table_and_of_the_marks(notebooks):
    figures = [figure for figure in told(notebooks) if "value" in figure[3][0]]
    assert figures
    for name, pictures, table, data in figures:
        for row in data:
            # In the tables of data/ and in Explore, value_text is the number as printed.
            assert "value_text" not in row
            assert row["value_shown"] in table, (name, row)
            value, lower, upper = (Fraction(row[key]) if row[key] else None for key in ("value", "lower", "upper"))
            assert lower is None or upper is None or lower <= value <= upper, (name, row)
        titles = marks(pictures[0]).values()
        assert [title for title in titles if not any(tells(title, row) for row in data)] == [], name


def test_data_hold_the_events_and_participants_of_the_marks(notebooks):
    figures = [figure for figure in told(notebooks) if "value" not in figure[3][0]]
    assert figures
    for name, pictures, table, data in figures:
        titles = list(marks(pictures[0]).values())
        if "event" in data[0]:
            assert sorted(re.search(": (.*)", title)[1].split(". ")[0] for title in titles) == sorted(
                row["event"].split(". ")[0] for row in data
            ), name
            assert all(row["event"] in table for row in data), name
        else:
            acting = {(who, row["measure"]) for row in data for who in row["actors"].split(", ")}
            joining = {(who, row["measure"]) for row in data for who in row["partners"].split(", ") if who}
            said = {re.search(r"^(.*?) (acted|took part): (.*) \(", title).groups() for title in titles}
            assert said == {(who, "acted", what) for who, what in acting} | {
                (who, "took part", what) for who, what in joining - acting
            }, name


def test_the_narrow_picture_keeps_every_word_of_the_wide_one(notebooks):
    for name, (wide, narrow), _, _ in told(notebooks):
        kept = re.sub(r"\s", "", "".join(re.findall("<!-- (.*) -->", narrow)))
        words = {word for text in re.findall("<!-- (.*) -->", wide) for word in text.split()}
        # Names of ticks are thinned where they would touch.
        assert [word for word in words if word not in kept and not re.fullmatch(r"\d{4}|10*(,000)*", word)] == [], name


def test_chapters_have_figures(notebooks):
    assert all(list(stored_figures(notebook)) for notebook in notebooks.values())


def test_every_figure_has_name_headline_subtitle_alternative_text_source_and_table(notebooks):
    for chapter, notebook in notebooks.items():
        for cell, head, chart, foot in stored_figures(notebook):
            words = chart["metadata"]["image/svg+xml"]["figure"]
            assert all(words[part].strip() for part in ("name", "headline", "subtitle", "alt")), f"{chapter}: {cell}"
            shown = "".join(foot["data"]["text/markdown"])
            assert shown.startswith("Source: "), f"{chapter}: {cell}"
            assert re.search(r"^\|[:\-| ]+\|$", shown, re.MULTILINE), f"{chapter}: {cell} has no table"
            assert words["headline"] in "".join(head["data"]["text/markdown"])


def test_figure_names_are_permanent_and_unique(notebooks):
    names = [
        chart["metadata"]["image/svg+xml"]["figure"]["name"]
        for notebook in notebooks.values()
        for _, _, chart, _ in stored_figures(notebook)
    ]
    assert len(names) == len(set(names))
    assert {
        "creation-grants",
        "creation-trademarks",
        "creation-copyright",
        "creation-plant-varieties",
        "enforcement-patent-routes",
        "enforcement-complaints",
        "enforcement-all-counts",
        "judicial-balance",
        "judicial-mediation",
        "policy-network",
        "policy-kinds",
        "policy-two-zones",
        "international-treaty",
    } <= set(names)


def test_alternative_text_says_the_numbers_of_the_chart(notebooks):
    for chapter, notebook in notebooks.items():
        for cell, _, chart, foot in stored_figures(notebook):
            alt = chart["metadata"]["image/svg+xml"]["figure"]["alt"]
            table = "".join(foot["data"]["text/markdown"]).replace("\u00a0", " ")
            numbers = re.findall(r"\d[\d,.]*\d|\d", alt)
            rows = str(sum(line.startswith("|") for line in table.splitlines()) - 2)
            assert numbers, f"{chapter}: {cell}"
            assert [number for number in numbers if number not in table and number != rows] == [], f"{chapter}: {cell}"


def test_chapters_have_every_part_in_order(notebooks):
    for name, notebook in notebooks.items():
        ids = [cell["id"] for cell in notebook["cells"]]
        assert [each for each in ids if each in PARTS] == list(PARTS), name


def test_stored_notebooks_are_executed_and_normal(notebooks):
    for name, notebook in notebooks.items():
        assert notebook["metadata"]["kernelspec"]["name"] == "python3"
        assert not {"version", "codemirror_mode"} & set(notebook["metadata"]["language_info"]), name
        for cell in notebook["cells"]:
            assert "execution" not in cell["metadata"], name
            if cell["cell_type"] == "code":
                assert cell["execution_count"] is not None, f"{name}: {cell['id']} was not executed"
                assert not any(output["output_type"] in ("error", "stream") for output in cell["outputs"])
