"""Code with few elements looks like code with one for each token."""

from bs4 import BeautifulSoup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES

from beijing_ip.publish.web.code import FewElements, alike

STYLES = ("a11y-high-contrast-light", "a11y-high-contrast-dark")
CODE = """import pandas as pd  # a comment of words

def share(frame: pd.DataFrame, year: int = 2020) -> str:
    return f"{frame.loc[year]:+.1%} of them" if year not in (1, None) else "none" + 'at all'
"""
KIND = {name: kind for kind, name in STANDARD_TYPES.items()}


def looks(markup: str, style: str) -> list[tuple[str, str]]:
    """Each letter with its look; operators, which have none here, left out."""
    known, found = get_style_by_name(style), []
    for text in BeautifulSoup(markup, "html.parser").pre.find_all(string=True):
        kind = KIND[(text.parent.get("class") or [""])[0]] if text.parent.name == "span" else KIND[""]
        found += [(letter, str(known.style_for_token(kind)["color"])) for letter in text]
    return [(letter, colour) for letter, colour in found if letter.strip() and letter not in "=.->+:"]


def test_every_letter_keeps_its_colour_in_both_modes() -> None:
    plain = highlight(CODE, PythonLexer(), HtmlFormatter())
    few = highlight(CODE, PythonLexer(), FewElements(kinds=alike(*STYLES)))
    for style in STYLES:
        base = str(get_style_by_name(style).style_for_token(KIND["n"])["color"])
        before, after = ([(a, b if b != "None" else base) for a, b in looks(one, style)] for one in (plain, few))
        assert before == after
    assert few.count("<span") < plain.count("<span") / 2
