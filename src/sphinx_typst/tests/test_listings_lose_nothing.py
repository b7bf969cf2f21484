"""Listings print as Sphinx's HTML shows them, whatever their options, and however little room they have."""

from pathlib import Path

import pytest
from printed import compare_with_web, ink_outside_margins, print_page, read_printed

MODULE = b'''import os


def one():
    return 1


def two():
    """Doc."""
    return 2
'''
OPTIONS = """
See {numref}`first`, {ref}`second` and [these words](#first).

```{code-block} python
:caption: A caption with *emphasis* and `code`
:name: first
:linenos:
:lineno-start: 10
:emphasize-lines: 1,3

def one():
    return 1
print(one())
```

```{code-block} nolanguage
:caption: Of no known language
:name: second

what is this?
```

```{code-block} pycon
:dedent: 4

    >>> a = 1
```

```{literalinclude} code.py
:pyobject: two
:lineno-match:
```

```{literalinclude} code.py
:lines: 1
:prepend: "before"
:append: "after"
```

```{literalinclude} code.py
:diff: old.py
```

```{highlight} console
:linenothreshold: 2
```

```
$ ls
a.txt
b.txt
```

```{eval-rst}
>>> 1 + 1
2

.. code:: python
   :number-lines: 5

   x = 1

.. parsed-literal::

   make *emphasised
   over lines* **strong** `a link <https://example.org>`_ :ref:`first`
     indented  two   spaces ``code``
```

Roles {code}`x = 1`, {samp}`print {variable}`, {file}`/usr/{x}`, {kbd}`Ctrl+C`, {menuselection}`File --> Save &As`,
{guilabel}`&Cancel`, {pep}`8`, {abbr}`LIFO (last-in, first-out)` and `a  b`.
"""
LONG = "some_very_long_name_of_a_function_that_does_not_fit_anywhere_on_a_line_of_code_whatever_its_letters_are"


def test_every_option_prints_the_words_of_the_web(tmp_path: Path) -> None:
    files = {"code.py": MODULE, "old.py": MODULE.replace(b"return 2", b"return 3")}
    assert compare_with_web(tmp_path, OPTIONS, files) == []
    printed = read_printed(tmp_path / "out" / "book.pdf")
    for words in (
        "See Listing 1, Of no known language", "Listing 1 A caption", "10 def one(): 11 return 1 12 print(one())",
        "8 def two(): 9", "before import os after", "1 $ ls 2 a.txt", "5 x = 1", "indented two spaces code",
    ):  # fmt: skip
        assert words in printed.text
    assert printed.kinds.count("Code") == 9 + 7
    assert "https://example.org" in printed.links()[0]


@pytest.mark.parametrize(
    "place",
    ["{}", "- - - :::{{note}}\n      {}\n      :::", "A note[^a].\n\n[^a]: Words\n\n    {}"],
    ids=["column", "box", "footnote"],
)
def test_a_line_that_is_too_long_goes_on_and_none_is_cut_off(place: str, tmp_path: Path) -> None:
    indent = "\n" + " " * (len(place.partition("{}")[0].rpartition("\n")[2]))
    coloured = ",".join(f'name_{number}="text",other_{number}=[1]' for number in range(9))
    code = [
        "```python",
        f"{LONG}('{LONG * 30}')",
        f"call({coloured})",
        "last = 1",
        "```",
        "",
        f"`{LONG}` and `{'x' * 200}`",
    ]
    body = place.format(indent.join(code))
    assert compare_with_web(tmp_path, body, myst_enable_extensions=["colon_fence"]) == []
    assert ink_outside_margins(tmp_path / "out" / "book" / "book.typ") == []


def test_signs_for_machines_and_ends_of_lines_are_as_in_a_browser(tmp_path: Path) -> None:
    body = "```{literalinclude} log.txt\n:language: none\n```"
    text = read_printed(print_page(tmp_path, body, {"log.txt": b"one\ttab\r\n\x1b[31mred\x1b[0m\r\n\n\n"})).text
    assert "one tab [31mred[0m" in text


def test_without_numbers_on_the_web_a_caption_prints_alone(tmp_path: Path) -> None:
    body = "```{code-block} python\n:caption: A caption\nx = 1\n```"
    assert compare_with_web(tmp_path, body, numfig=False) == []
    assert "Title A caption x = 1" in read_printed(tmp_path / "out" / "book.pdf").text


def test_code_in_a_heading_prints_however_long_it_is(tmp_path: Path) -> None:
    assert compare_with_web(tmp_path, f"## The function `one`\n\n## `{LONG}`\n\nText.") == []
    printed = read_printed(tmp_path / "out" / "book.pdf")
    assert [entry.title for entry in printed.pdf.outline[-1]] == ["The function one", LONG]
    assert ink_outside_margins(tmp_path / "out" / "book" / "book.typ") == []
