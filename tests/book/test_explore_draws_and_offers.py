"""The charts of the page Explore obey the breaks, and what a reader takes along says what is shown."""

import csv
import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from browser import Visit
from explorer import PAGE, VIEWS, Explorer, rows_of
from pages import ROOT
from playwright.sync_api import expect

from beijing_ip.analysis.comparison import compare_places
from beijing_ip.analysis.frames import compare, series
from beijing_ip.analysis.series import Series, cut_series
from beijing_ip.data.checks.formulas import formula_in
from beijing_ip.data.observations import load_observations
from beijing_ip.publish.citation import bibtex_entry, edition_line, load_citation, ris_entry
from beijing_ip.publish.offered import BYTE_ORDER_MARK, VERSION_COLUMNS, version_cells
from beijing_ip.publish.site_address import read_address
from beijing_ip.show import figure_data

# What the pictures show


DRAWN = """async addresses => {
    const found = [];
    const box = (one) => one.getBoundingClientRect();
    // A stroke within a box: a point of it every half pixel is looked at.
    const crosses = ({ left, right, top, bottom }, line) => {
        const [a, b] = ["1", "2"].map((n) => new DOMPoint(line["x" + n].baseVal.value, line["y" + n].baseVal.value)
            .matrixTransform(line.getScreenCTM()));
        const steps = Math.ceil(2 * Math.hypot(a.x - b.x, a.y - b.y));
        return Array.from({ length: steps + 1 }, (_, n) => n / steps)
            .map((n) => [a.x + (b.x - a.x) * n, a.y + (b.y - a.y) * n])
            .some(([x, y]) => x > left && x < right && y > top + 2 && y < bottom - 2);
    };
    for (const address of addresses) {
        await new Promise(done => { addEventListener("hashchange", done, { once: true }); location.hash = address; });
        const joins = [...document.querySelectorAll(".explore-chart .join")]
            .map(({ dataset }) => [dataset.place, +dataset.from, +dataset.to]);
        const struck = [];
        for (const svg of document.querySelectorAll(".explore-chart svg")) {
            const lines = [...svg.querySelectorAll(".join, .break, .stem, .grid, .zero")];
            const labels = [...svg.querySelectorAll(".value, .end")];
            for (const label of labels) {
                if (lines.some((line) => crosses(box(label), line))) struck.push(label.textContent);
                for (const other of labels) {
                    const [a, b] = [box(label), box(other)];
                    const beside = a.left >= b.right || b.left >= a.right;
                    const apart = a.top + 3 >= b.bottom || b.top + 3 >= a.bottom;
                    if (label !== other && !beside && !apart) struck.push(other.textContent);
                }
            }
        }
        found.push([joins.sort(), struck]);
    }
    return found;
}"""


def test_no_line_crosses_a_break_and_none_runs_through_a_label(desk: Explorer) -> None:
    """Every indicator with those of its places that have most figures."""
    by_indicator: dict[str, list[Series]] = {}
    for indicator, place in sorted({(row.indicator.indicator_id, row.place) for row in load_observations()}):
        by_indicator.setdefault(indicator, []).append(cut_series(indicator, place))
    addresses, allowed = [], []
    for indicator, held in by_indicator.items():
        shown = sorted(held, key=lambda one: -len(one.points))[:4]
        if all(len(one.points) < 2 for one in shown):
            continue
        slugs = ",".join(one.place.lower().replace(" ", "-") for one in shown)
        years = [
            int(year)
            for row in load_observations()
            if row.indicator.indicator_id == indicator
            for year in (row.period[:4], row.period.split("/")[-1][:4])
        ]
        addresses.append(f"#indicator={indicator}&places={slugs}&from={min(years)}&to={max(years)}")
        allowed.append(
            sorted([one.place, *pair] for one in shown for each in one.segments for pair in pairwise(each.years))
        )
    drawn = desk.page.evaluate(DRAWN, addresses)
    assert [
        (address, want, got) for address, want, (got, _) in zip(addresses, allowed, drawn, strict=True) if want != got
    ] == []
    assert [(address, struck) for address, (_, struck) in zip(addresses, drawn, strict=True) if struck] == []


def test_two_indicators_have_a_panel_each_with_its_own_axis(desk: Explorer) -> None:
    page = desk.show("court-cases-accepted,invention-patents-in-force&places=beijing")
    panels = page.locator(".explore-panel")
    assert panels.locator("h3").all_inner_texts() == ["Court cases accepted", "Invention patents in force"]
    assert panels.locator("svg .unit").all_text_contents() == ["Cases", "Patents"]
    marks = "all => all.map(one => [...one.querySelectorAll('.mark')].map(mark => mark.id.split('-beijing')[0]))"
    names = [set(each) for each in panels.locator("svg").evaluate_all(marks)]
    assert names == [{"explore-court-cases-accepted"}, {"explore-invention-patents-in-force"}]
    assert {row["indicator_id"] for row in rows_of(page)} == {"court-cases-accepted", "invention-patents-in-force"}
    texts = "all => all.map(one => [...one.querySelectorAll('.tick')].map(tick => tick.textContent))"
    ticks = panels.locator("svg").evaluate_all(texts)
    years = [[text for text in each if text[:2] == "20" and len(text) == 4] for each in ticks]
    assert years[0] == years[1] != [], "both panels have the same years"


def test_a_share_is_what_python_divides_and_a_refusal_is_said(desk: Explorer) -> None:
    page = desk.show("shares")
    stock = series("invention-patents-in-force", place=["Beijing", "China"]).dropna()
    labels = page.locator(".mark.series-0").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    told = {
        f"Beijing, {year}: {share:.1%} of the nation" for year, share in (stock["Beijing"] / stock["China"]).items()
    }
    assert len(labels) == len(told) and all(any(label.startswith(one) for one in told) for label in labels)
    assert "No such figure of the nation was seen." in desk.text(".explore-refusals")
    assert "336,000 patents (Beijing, 2020), divided by 2,213,000 patents (China, 2020)" in desk.text(
        ".explore-detail article.active"
    )
    page = desk.show("court-cases-accepted&places=beijing&show=share")
    assert not compare("court-cases-accepted", ["Beijing", "China"], 2020).loc["China", "comparable"]
    assert page.locator(".explore-chart svg").count() == 0 and "understates" in desk.text(".explore-chart")
    page = desk.show("changes")
    assert page.locator(".join").count() == 0 and desk.text(".explore-lead strong") == "2020: −16.8% on the year before"


def test_figures_of_parts_of_a_year_stand_inside_their_year_and_join_nothing(desk: Explorer) -> None:
    page = desk.show("parts of a year")
    inside = """() => {
        const ticks = [...document.querySelectorAll(".explore-chart .tick")];
        const years = Object.fromEntries(ticks.map(one => [one.textContent, one.getBoundingClientRect()]));
        const middle = ({ left, right }) => (left + right) / 2;
        const band = middle(years[2024]) - middle(years[2023]);
        const part = document.querySelector(".explore-chart .part").getBoundingClientRect();
        return [part.left - middle(years[2024]) + band / 2, middle(years[2024]) + band / 2 - part.right, band / 4];
    }"""
    before, after, quarter = page.evaluate(inside)
    assert before >= -2 and abs(after - quarter) < 3, (
        "January to September is three quarters of its year, from its start"
    )
    assert page.locator('.join[data-to*="-"], .join[data-from*="-"]').count() == 0
    assert page.locator("tr.part th").all_inner_texts() == ["January 2024 to September 2024"]
    assert "part of a year" in desk.text(".explore-shown")


def test_the_reason_of_each_break_stands_below_the_chart(desk: Explorer) -> None:
    page = desk.show("breaks and bounds")
    gaps = cut_series("website-inspections").gaps
    assert page.locator(".explore-chart .break").count() == len(gaps)
    assert all(gap.reason in desk.text(".explore-breaks") for gap in gaps)


def test_places_stand_together_only_with_words_on_what_they_rest_on(desk: Explorer) -> None:
    page = desk.show("bases that differ")
    held = compare_places("invention-patents-per-10000-residents", ["Beijing", "Shanghai"], 2020)[1]
    assert not held.comparable
    assert "Not comparable" in desk.text(".explore-panel .explore-warning")
    assert "Not comparable" in desk.text(".explore-status"), "those who listen are told"
    assert " ".join(held.reasons) in desk.text(".explore-shown")
    assert desk.text(".explore-detail article.active").count("census counted") == 1
    never, not_in_these_years = "places=shanghai,fujian&from=2018&to=2022", "places=beijing,tianjin&from=2020&to=2024"
    for asked in (never, not_in_these_years):
        page = desk.show(f"patents-granted&{asked}")
        answers = page.locator("h3:has-text('Can these places be compared?') + ul li").all_inner_texts()
        assert len(answers) == 1 and answers[0].startswith("No year shown has figures of both: "), asked
    desk.show("patents-granted&places=shanghai,tianjin")
    assert "Not comparable" not in desk.text(".explore-status")


def test_the_marks_of_places_and_of_uncertain_figures_differ(desk: Explorer) -> None:
    page = desk.show("patents-granted&places=beijing,shanghai,guangdong,tianjin")
    paths = [page.locator(f".mark.series-{n} .symbol").first.get_attribute("d") or "" for n in (2, 3)]
    assert tuple(path.count("L") + 1 for path in paths) == (4, 3)
    page = desk.show("one place")
    points = cut_series("patents-granted").points
    loose = {p.year for p in points if p.doubtful or p.quantity.lower is None or p.quantity.upper is None}
    hollow = page.locator(".mark.hollow").evaluate_all("all => all.map(one => one.id)")
    assert hollow == [f"explore-patents-granted-beijing-{year}" for year in sorted(loose)]
    arrows = page.locator(".mark:has(.arrow)").evaluate_all("all => all.map(one => one.id)")
    assert arrows == [f"explore-patents-granted-beijing-{p.year}" for p in points if p.quantity.is_bound]


def test_one_figure_is_shown_as_a_figure_and_years_without_one_say_so(desk: Explorer) -> None:
    page = desk.show("one figure")
    assert page.locator(".explore-chart svg").count() == 0
    assert "316 cases" in desk.text(".explore-figures") and not page.locator(".explore-detail").is_visible()
    page = desk.show("patents-granted&places=fujian&from=2013&to=2014")
    assert desk.text(".explore-chart") == "No figure in these years."
    assert page.locator(".explore-shown table").count() == 0
    desk.seen.show(width=900)
    expect(page.locator(".explore-chart")).to_have_text("No figure in these years.")
    desk.seen.show()
    page.locator("#explore-to").select_option("2024")
    expect(page.locator(".explore-chart")).not_to_contain_text("No figure")


# To take along


@pytest.mark.parametrize(
    "name", ["one place", "breaks and bounds", "no full year", "parts of a year", "two indicators"]
)
def test_the_download_equals_the_data(desk: Explorer, name: str) -> None:
    page = desk.show(name)
    rows = rows_of(page)
    indicators, places = (part.split(",") for part in VIEWS[name].split("&places="))
    history = {}
    for indicator in indicators:
        for place in (each.capitalize() for each in places):
            cut = cut_series(indicator, place)
            quantities = {point.observation: (point.quantity, point.text) for point in cut.points}
            for row in (*quantities, *cut.kept_out):
                quantity, text = quantities.get(row, (row.quantity, None))
                history[indicator, place, row.period] = (row, quantity, text)
    assert {tuple(map(row.pop, VERSION_COLUMNS)) for row in rows} == {version_cells(load_citation(ROOT))}
    assert tuple(rows[0]) == figure_data.COLUMNS
    assert {(row["indicator_id"], row["place"], row["period"]) for row in rows} == set(history)
    shown = " ".join(page.locator(".explore-shown table").all_inner_texts())
    for row in rows:
        observed, quantity, text = history[row["indicator_id"], row["place"], row["period"]]
        expected = dict(
            zip(
                figure_data.COLUMNS,
                figure_data.observed_row(observed, quantity, text or row["value_shown"], row["note"]),
                strict=True,
            )
        )
        assert row == expected
        assert row["value_shown"] in shown and observed.note_en in row["note"]
    parted = [row for row in rows if "Not to be joined to " in row["note"]]
    gaps = [
        gap for indicator in indicators for place in places for gap in cut_series(indicator, place.capitalize()).gaps
    ]
    assert len(parted) == len(gaps) and all(any(gap.reason in row["note"] for gap in gaps) for row in parted)


def test_a_csv_of_shares_says_how_they_were_computed_or_why_not(desk: Explorer) -> None:
    page = desk.show("invention-patents-in-force&places=beijing&from=2019&to=2021&show=share")
    assert (
        page.locator(".explore-csv").get_attribute("download")
        == "invention-patents-in-force-beijing-2019-2021-share.csv"
    )
    rows = {row["period"]: row for row in rows_of(page)}
    assert (rows["2020"]["value_shown"], rows["2020"]["unit"]) == ("15.2", "per cent of China")
    assert "divided by" in rows["2020"]["note"]
    assert rows["2021-07"]["value"] == ""
    assert "No such figure" in rows["2021-07"]["note"]
    fell = {row["period"]: row for row in rows_of(desk.show("changes"))}["2020"]
    assert fell["value_shown"].startswith("-") and float(fell["value"]) < 0
    fell = {row["period"]: row for row in rows_of(desk.show("changes"))}["2020"]
    assert fell["value_shown"].startswith("-") and float(fell["value"]) < 0


OFFERED = """async () => {
    const blobs = [];
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => { blobs.push(blob); return ""; };
    for (const one of published.indicators) {
        for (const show of Object.keys(explore.SHOWS)) {
            const [from, to] = explore.rangeOf([one]);
            const view = { indicators: [one], places: explore.placesOf([one]), from, to, show };
            explore.offerCsv(d3.select(document.createElement("a")), explore.compose(view));
        }
    }
    URL.createObjectURL = createObjectURL;
    return Promise.all(blobs.map((blob) => blob.text()));
}"""


def test_no_csv_that_a_reader_can_make_holds_a_formula(desk: Explorer) -> None:
    """Of every indicator with all its places, and of all that is shown of a figure."""
    files = desk.show("one place").evaluate(OFFERED)
    lines = [io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="") for text in files]
    rows = [row for each in lines for row in csv.DictReader(each)]
    assert len(files) == 4 * len({row.indicator.indicator_id for row in load_observations()})
    assert [row for row in rows if any(map(formula_in, row.values()))] == []
    assert any(row["value_shown"].startswith("from -") for row in rows)


def test_a_picture_holds_headline_sources_and_citation(visit: Callable[..., Visit]) -> None:
    # On a page of its own: Chromium makes those wait that have taken many files from one page.
    page = visit(f"{PAGE}#indicator=court-cases-accepted,court-cases-concluded", files=True).page
    with page.expect_download() as started:
        page.get_by_role("button", name="Picture, SVG").click()
    assert started.value.suggested_filename == "court-cases-accepted-court-cases-concluded-beijing-2017-2022.svg"
    text = Path(started.value.path()).read_text(encoding="utf-8")
    for words in (
        "Court cases accepted and court cases concluded",
        "2020: 66,710 cases",
        "Sources: ",
        edition_line(load_citation(ROOT)),
        "CC\u00a0BY\u00a04.0.",
        "#indicator=court",
    ):
        assert words in text, words
    # Opened from the disk, a book that does not know its address gives programs of references none.
    entry = page.locator(".explore-cite pre").text_content()
    assert ("url " in entry) == bool(read_address(ROOT)) and "court-cases-accepted-court-cases-concluded" in entry
    assert text.count("<svg") == 3 and "class=" not in text and "http://" not in text.replace("http://www.w3.org", "")
    with page.expect_download() as started:
        page.get_by_role("button", name="Picture, PNG").click()
    assert Path(started.value.path()).read_bytes().startswith(b"\x89PNG")


def test_the_link_and_the_citation_of_a_view_are_copied(visit: Callable[..., Visit]) -> None:
    page = visit(f"{PAGE}#indicator=patents-granted", permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("#indicator=patents-granted&places=beijing&from=2013&to=2024")
    page.get_by_role("button", name="Copy citation").click()
    page.get_by_text("Citation copied").wait_for()
    cited = page.evaluate("navigator.clipboard.readText()")
    page.get_by_text("Cite this figure").click()
    assert page.locator(".explore-citation").inner_text() == cited and cited.endswith(link)
    assert edition_line(load_citation(ROOT)) in cited
    title = "Explore: Patents granted, Beijing, 2013 to 2024"
    name = "explore-patents-granted-beijing-2013-2024"
    assert title in cited
    about = load_citation(ROOT)
    assert page.locator(".explore-cite pre").inner_text() == bibtex_entry(about, name, title, link)
    with page.expect_download() as started:
        page.locator(".explore-cite a").click()
    assert Path(started.value.path()).read_bytes().decode() == ris_entry(about, name, title, link)
