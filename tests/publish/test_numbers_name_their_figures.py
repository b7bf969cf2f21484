"""A number in a sentence is a link that names the published figures on which it rests, and no two are confused."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from pages import PAGES, parsed

from beijing_ip.data.observations import load_observations
from beijing_ip.publish.web.number_links import linked_figures
from beijing_ip.show import chinese

KNOWN = {row.observation_id: row for row in load_observations()}


def numbers() -> Iterator[SimpleNamespace]:
    for page in PAGES:
        for link in parsed(page).select("a.number"):
            figures = [KNOWN[name] for name in str(link["data-figures"]).split()]
            yield SimpleNamespace(page=page, figures=figures, link=link, computed="computed" in link["class"])


def test_an_address_and_its_place_name_one_figure() -> None:
    for address, rows in linked_figures().items():
        assert len({row.about for row in rows}) == len({chinese.about(row) for row in rows}) == len(rows), address


def test_every_link_of_a_number_names_figures_and_opens_what_there_is() -> None:
    found = list(numbers())
    assert len({number.page for number in found}) > 5
    for number in found:
        row, address, title = number.figures[0], str(number.link["href"]), str(number.link["title"])
        assert "figure" not in address.partition("#")[2].partition(":~:")[0], address
        if number.computed or not row.source.address:
            folder = "" if number.page.startswith("book/") else "../book/"
            assert address.startswith(f"{folder}explore.html#indicator={row.indicator.indicator_id}"), address
        else:
            assert address.startswith(f"{row.source.address}#:~:text="), address
        assert title and (("Computed: " in title or "计算：" in title) == number.computed), title


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_published_number_tells_its_own_place(language: str) -> None:
    for number in numbers():
        if number.computed or (number.page == "book/summary-zh") != (language == "zh"):
            continue
        (row,) = number.figures
        told = chinese.about(row) if language == "zh" else row.about
        assert str(number.link["title"]).startswith((told, "Corrected: ")), row.observation_id


def test_every_number_of_a_chart_names_its_figures_in_both_drawings() -> None:
    charts = [chart for page in PAGES for chart in parsed(page).select(".figure-chart")]
    assert len(charts) > 15
    for chart in charts:
        wide, narrow = (
            {
                str(mark["id"]).replace("-narrow-", "-"): str(mark.get("data-figures", "")).split()
                for mark in chart.select(f"svg.{width} .mark")
            }
            for width in ("wide", "narrow")
        )
        assert wide == narrow
        for mark, figures in wide.items():
            assert (figures == []) == ("-break-" in mark or "-event-" in mark), mark
            assert KNOWN.keys() >= set(figures), mark
