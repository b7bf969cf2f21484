"""A stored chart and the same chart on a page show the same: nothing is lost when it is written shortly."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beijing_ip.publish.web.svg import ChartError, letters_svg, read_drawing, relative_path

LETTER = '<defs><path id="some-r26" d="M 646 0 \nL 3418 0 \nL 3418 506 \nz\n" transform="scale(0.015625)"/></defs>'
TEXT = '<g style="fill: #595959" transform="translate(8.123 15) scale(0.09 -0.09)">{}</g>'
TITLE = "<title>Patents &amp; more: 3.</title>"
MARK = f'<g class="mark" id="some-bar-1">{TITLE}<path d="M 1 2 \nL 3 2 \n" style="fill: #12436d"/></g>'


def svg(*parts: str) -> str:
    return (
        '<svg xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 330 100" xmlns="http://www.w3.org/2000/svg">'
        '<defs><style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style></defs>'
        f'<g id="some-figure_1">{"".join(parts)}</g></svg>'
    )


def points(path: str) -> list[tuple[float, float]]:
    """Every point that a path passes or is drawn towards, from absolute or relative commands."""
    here = start = (0.0, 0.0)
    found = []
    for command, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        if command == "z":
            here = start
        elif command in "hv":
            for step in numbers:
                here = (here[0] + step, here[1]) if command == "h" else (here[0], here[1] + step)
                found.append(here)
        else:
            size = {"m": 2, "l": 2, "q": 4, "c": 6}[command.lower()]
            for at in range(0, len(numbers), size):
                pairs = list(zip(numbers[at : at + size : 2], numbers[at + 1 : at + size : 2], strict=True))
                if command.islower():
                    pairs = [(x + here[0], y + here[1]) for x, y in pairs]
                found += pairs
                here = pairs[-1]
                start = here if command in "mM" else start
    return found


NUMBERS = st.floats(-400, 400).map(lambda number: round(number, 6))
POINTS = st.tuples(NUMBERS, NUMBERS)
COMMANDS = st.one_of(
    st.tuples(st.just("L"), st.lists(POINTS, min_size=1, max_size=1)),
    st.tuples(st.just("Q"), st.lists(POINTS, min_size=2, max_size=2)),
    st.tuples(st.just("C"), st.lists(POINTS, min_size=3, max_size=3)),
    st.tuples(st.just("z"), st.just([])),
)


@given(POINTS, st.lists(COMMANDS, max_size=30))
def test_a_relative_path_passes_the_same_points(first: tuple[float, float], rest: list) -> None:
    path = "\n".join(
        f"{command} {' '.join(f'{x:.6f} {y:.6f}' for x, y in at)}".strip() for command, at in [("M", [first]), *rest]
    )
    before, after = points(path), points(relative_path(path, 2))
    assert len(before) == len(after)
    apart = [abs(a - b) for one, other in zip(before, after, strict=True) for a, b in zip(one, other, strict=True)]
    # Half of the last decimal, however long the path is.
    assert max(apart) < 0.0051


def test_a_text_keeps_its_letters_places_size_and_colour() -> None:
    use = '<use xlink:href="#some-r26"/><use xlink:href="#some-r26" transform="translate(27.796875 0)"/>'
    one = read_drawing(svg(TEXT.format(LETTER + use), MARK), "some")
    assert '<g fill="#595959" transform="translate(8.12 15)scale(.00140625-.00140625)">' in one.content
    assert '<use href="#letter-r26"/><use href="#letter-r26" x="1779"/>' in one.content
    assert one.letters == {"r26": "M646 0h2772v506z"}
    assert letters_svg([one, one]).count("<path") == 1


def test_a_mark_keeps_its_id_and_its_words() -> None:
    one = read_drawing(svg(MARK), "some")
    assert one.marks == {"some-bar-1": "Patents & more: 3."}
    assert f'<g class="mark" id="some-bar-1">{TITLE}<path d="M1 2h2" fill="#12436d"/></g>' in one.content


def test_the_sheet_is_left_out_and_other_white_is_not() -> None:
    sheet = '<g id="some-patch_1"><path d="M 0 100 \nL 330 100 \nL 330 0 \nL 0 0 \nz\n" style="fill: #ffffff"/></g>'
    dot = '<path d="M 5 5 \nL 9 5 \nL 9 9 \nz\n" style="fill: #ffffff; stroke: #12436d"/>'
    content = read_drawing(svg(sheet, dot, MARK), "some").content
    assert content.count("<path") == 2
    assert '<path d="M5 5h4v4z" fill="#fff" stroke="#12436d"/>' in content


def test_a_chart_that_no_page_can_show_is_refused() -> None:
    for parts, complaint in (
        ([""], "has no mark"),
        ([MARK.replace(TITLE, "")], "a title as its first child"),
        ([MARK.replace("some-bar", "other-bar")], "an id that begins with 'some-'"),
        ([MARK, "<image/>"], "holds <image>"),
        ([MARK, TEXT.format(LETTER.replace("some-", ""))], "has the id 'r26'"),
        ([MARK, TEXT.replace("translate", "rotate(90) translate").format("")], "turns or bends a text"),
        ([MARK.replace("L 3 2", "A 3 2")], "command 'A'"),
    ):
        with pytest.raises(ChartError, match=re.escape(complaint)):
            read_drawing(svg(*parts), "some")


def test_two_outlines_of_one_letter_are_refused() -> None:
    one = read_drawing(svg(TEXT.format(LETTER), MARK), "some")
    other = read_drawing(svg(TEXT.format(LETTER.replace("646", "647")), MARK), "some")
    with pytest.raises(ChartError, match="differently"):
        letters_svg([one, other])


def test_a_marker_stands_where_it_is_used() -> None:
    marker = '<defs><path id="some-m1" d="M 0 3 \nL 3 0 \n" style="stroke: #12436d"/></defs>'
    use = '<use xlink:href="#some-m1" x="10" y="20.5" style="fill: #12436d; stroke: #12436d"/>'
    drawing = read_drawing(svg(MARK, marker, f"<g>{use}</g>"), "some")
    assert '<path d="M10 23.5l3-3" fill="#12436d" stroke="#12436d"/>' in drawing.content


@pytest.mark.parametrize(
    ("path", "shown"),
    [("M 12 12 L 18 18", "whole"), ("M 0 0 L 5 5", "not"), ("M 12 12 L 40 18", "cut")],
)
def test_what_is_clipped_is_cut_off_at_its_rectangle(path: str, shown: str) -> None:
    clip = '<defs><clipPath id="some-c"><rect x="10" y="10" width="20" height="15"/></clipPath></defs>'
    line = f'<path d="{path}" clip-path="url(#some-c)" style="fill: none; stroke: #12436d"/>'
    content = read_drawing(svg(MARK, line, clip), "some").content
    assert ('stroke="#12436d"' in content) == (shown != "not")
    assert ('<svg x="10" y="10" width="20" height="15"' in content) == (shown == "cut")


def test_a_label_without_a_place_is_left_out_and_its_letters_are_kept_for_others() -> None:
    """matplotlib writes an outline where a letter stands first, shown or not."""
    use = '<use xlink:href="#some-r26"/>'
    hidden = TEXT.replace("fill: #595959", "fill: #595959; opacity: 0").format(LETTER + use)
    assert "letter" not in read_drawing(svg(MARK, hidden), "some").content
    one = read_drawing(svg(MARK, hidden, TEXT.format(use)), "some")
    assert one.content.count('<use href="#letter-r26"/>') == 1 and "r26" in one.letters


def test_a_letter_without_an_outline_is_refused_unless_it_is_a_space() -> None:
    space = '<defs><path id="some-r1" transform="scale(0.015625)"/></defs><use xlink:href="#some-r1"/>'
    assert "letter" not in read_drawing(svg(MARK, TEXT.format(space)), "some").content
    with pytest.raises(ChartError, match="r26"):
        read_drawing(svg(MARK, TEXT.format('<use xlink:href="#some-r26"/>')), "some")
