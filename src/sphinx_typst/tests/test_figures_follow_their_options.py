"""Figures and pictures say in print what they say on the web, whatever options they have and wherever they stand."""

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from printed import compare_with_web, read_printed
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from sphinx_typst.check.printed import read_printed as read_words
from sphinx_typst.check.tags import Element, Run, TaggedFile
from sphinx_typst.check.words import join_words

OPTIONS = """
See {numref}`one`, {numref}`picture %s <two>` and [](#three).

```{image} dot.svg
:alt: linked
:width: 30%
:align: center
:target: https://example.org/picture
```

```{image} dot.svg
:alt: of a size without a unit
:width: 60
:height: 40
:align: left
:loading: lazy
```

```{image} dot.svg
:alt: for dark screens
:class: only-dark
```

```{image} dot.svg
:alt: for light screens
:class: only-light
```

```{figure} dot.svg
:name: one
:alt: first
:width: 2cm
:align: right
:figclass: wide

A *caption* with [a link](https://example.org/caption) and {numref}`two`

A legend.

- an item
```

```{figure} dot.svg
:name: two
:alt: second
:figwidth: 50%
:scale: 400
:target: https://example.org/figure

Another
```

```{figure} dot.svg
:alt: without a caption
:figwidth: image
```

```{figure} dot.svg
:alt: in the dark
:figclass: only-dark

For dark screens
```

:::{figure-md} three
![third](dot.svg){width=50px}

A caption in Markdown
:::

- ```{figure} dot.svg
  :alt: in a list

  In a list
  ```

:::{note}
```{figure} dot.svg
:alt: in a note

In a note
```
:::

```{list-table}
* - cell
  - ```{figure} dot.svg
    :alt: in a cell

    In a cell
    ```
```
"""
MARKDOWN = ["attrs_inline", "colon_fence", "html_image"]


class Several(SphinxDirective):
    """A figure of three pictures, as sphinx-subfigure makes it."""

    def run(self) -> list[nodes.Node]:
        figure = nodes.figure(is_subfigure=True, layout={"default": ["AB", "AC"]}, subcaptions="above")
        for area in "ABC":
            figure += nodes.image(uri="dot.svg", alt=f"Picture {area}", subfigure_area=area)
        figure += nodes.caption("", "A caption of all")
        return [figure]


def setup(app: Sphinx) -> None:
    """Make this file an extension of the books that it prints."""
    app.add_directive("several", Several)


def test_every_option_prints_the_words_of_the_web(tmp_path: Path) -> None:
    assert compare_with_web(tmp_path, OPTIONS, myst_enable_extensions=MARKDOWN) == []
    printed = read_printed(tmp_path / "out" / "book.pdf")
    assert {f"https://example.org/{name}" for name in ("picture", "caption", "figure")} == set(printed.links()[0])
    assert not {"for dark screens", "in the dark"} & set(printed.said_of("Figure"))


def test_the_number_of_a_figure_stands_in_the_margin_or_in_the_box_with_it(tmp_path: Path) -> None:
    compare_with_web(tmp_path, OPTIONS, myst_enable_extensions=MARKDOWN)
    captions: dict[str, float] = {}
    for element, run in runs_of(TaggedFile(tmp_path / "out" / "book.pdf").read()):
        captions.setdefault(element.text, run.start)
    column = captions["See Fig. 1, picture 2 and A caption in Markdown."]
    assert all(captions[f"Figure {number}"] < column - 50 for number in (1, 2, 4))
    assert all(captions[f"Figure {number}"] > column + 5 for number in (5, 6))
    assert captions["Figure 7"] > captions["cell"] + 5


def runs_of(element: Element) -> Iterator[tuple[Element, Run]]:
    """Each element that text stands in, with its text."""
    for child in element.children:
        if isinstance(child, Run):
            yield element, child
        else:
            yield from runs_of(child)


def test_the_pictures_of_one_figure_print_with_their_captions(tmp_path: Path) -> None:
    extensions = ["myst_parser", "sphinx_typst", __name__]
    compare_with_web(tmp_path, "```{several}\n```", extensions=extensions)
    said = join_words(read_words(tmp_path / "out" / "book.pdf").words)
    assert "A caption of all Picture A[picture] Picture B[picture] Picture C[picture]" in said
