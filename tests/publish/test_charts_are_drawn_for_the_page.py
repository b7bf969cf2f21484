"""A stored chart and the same chart on a page show the same: nothing is lost when it is written shortly."""

import re
import xml.etree.ElementTree as ET

import pytest
from fontTools.ttLib import TTFont
from hypothesis import assume, given
from hypothesis import strategies as st

from beijing_ip.publish.web.svg import ChartError, read_drawing, relative_path
from beijing_ip.show.fonts import FONTS_OF_CHARTS
from beijing_ip.show.plots import style

LETTER = '<defs><path id="some-r26" d="M 646 0 \nL 3418 0 \nL 3418 506 \nz\n" transform="scale(0.015625)"/></defs>'
TEXT = '<g style="fill: #595959" transform="translate(8.123 15) scale(0.09 -0.09)">{}</g>'
TITLE = "<title>Patents &amp; more: 3.</title>"
OPENED = '<g class="mark" id="some-bar-1" data-figures="a b">'
MARK = f'{OPENED}{TITLE}<path d="M 1 2 \nL 3 2 \n" style="fill: #12436d"/></g>'


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


def outlined(text: str, weight: str = "Regular", look: str = "") -> str:
    """A line of text as a stored chart holds it: the outline of each letter, side by side."""
    font = TTFont(FONTS_OF_CHARTS[weight])
    at, uses = 0.0, ""
    for letter in text:
        glyph = font.getBestCmap()[ord(letter)]
        name = f"some-{weight[0].lower()}{font.getGlyphID(glyph):x}"
        uses += f'<use xlink:href="#{name}" transform="translate({at:g} 0)"/>'
        at += font["hmtx"][glyph][0] / 10
    return TEXT.replace("#595959", f"#595959{look}").format(LETTER + uses)


@given(st.text("0123456789,.%+−– ABCabc中国专利（）", min_size=1, max_size=12), st.sampled_from(list(FONTS_OF_CHARTS)))
def test_a_text_keeps_its_letters_place_width_weight_and_colour(text: str, weight: str) -> None:
    assume(text.strip())
    (told,) = ET.fromstring(f"<svg>{read_drawing(svg(outlined(text, weight), MARK), 'some').content}</svg>").iter(
        "text"
    )
    assert told.text == text
    width = style.text_width(f"{text}|", 9, weight == "Bold") - style.text_width("|", 9, weight == "Bold")
    assert float(told.attrib["textLength"]) == pytest.approx(width, abs=0.6)
    assert (told.get("x"), told.get("y"), told.get("fill")) == ("8.12", "15", "#595959")
    assert (told.get("font-weight") == "700") == (weight == "Bold")
    assert (told.get("lang") == "zh-Hans") == bool(re.search("[中国专利（）]", text))


def test_latin_letters_are_as_large_as_they_were_drawn() -> None:
    """Those of the page fill more of their em."""
    assert 'font-size="8.74" textLength="20"' in read_drawing(svg(outlined("2020"), MARK), "some").content
    assert 'font-size="9" ' in read_drawing(svg(outlined("2020年"), MARK), "some").content


def test_a_mark_keeps_its_id_and_its_words() -> None:
    one = read_drawing(svg(MARK), "some")
    assert one.marks == {"some-bar-1": "Patents & more: 3."}
    assert (
        f'<path class="mark" id="some-bar-1" data-figures="a b" d="M1 2h2" fill="#12436d">{TITLE}</path>' in one.content
    )
    two = MARK.replace("</title>", '</title><path d="M 5 5 \nL 6 5 \n" style="fill: #ffffff"/>')
    assert f"{OPENED}{TITLE}<path" in read_drawing(svg(two), "some").content


def test_lines_of_one_look_are_one_path_and_words_stay() -> None:
    grid = [f'<path d="M 0 {y} \nL 9 {y} \n" style="fill: none; stroke: #d5d9dd"/>{outlined(str(y))}' for y in (1, 2)]
    other = '<path d="M 0 3 \nL 9 3 \n" style="fill: none; stroke: #12436d"/>'
    content = read_drawing(svg(*grid, other, MARK), "some").content
    assert '<path d="M0 1h9M0 2h9" fill="none" stroke="#d5d9dd"/><text' in content
    assert content.count("<path") == 3 and re.findall(">([0-9])</text>", content) == ["1", "2"]
    shaded = [part.replace("#d5d9dd", "#d5d9dd; opacity: 0.5") for part in grid]
    assert read_drawing(svg(*shaded, MARK), "some").content.count("<path") == 3


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
        ([MARK, outlined("1").replace("some-r", "r")], "has the id 'r12'"),
        ([MARK, outlined("1").replace("some-r12", "some-rffff")], "'some-rffff', which is no letter of its font"),
        ([MARK, outlined("1").replace("translate(0 0)", "translate(0 3)")], "off its line"),
        ([MARK, TEXT.replace("translate", "rotate(90) translate").format("")], "turns or bends a text"),
        ([MARK.replace("L 3 2", "A 3 2")], "command 'A'"),
    ):
        with pytest.raises(ChartError, match=re.escape(complaint)):
            read_drawing(svg(*parts), "some")


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


def test_a_label_without_a_place_and_one_of_spaces_are_left_out() -> None:
    for hidden in (outlined("1", look="; opacity: 0"), outlined(" ")):
        assert "<text" not in read_drawing(svg(MARK, hidden), "some").content
