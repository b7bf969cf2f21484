"""Citations and bibliographies print as on the web in every style, with links between them."""

from pathlib import Path

import pytest
from printed import compare_with_web, read_printed

REFERENCES = rb"""
@article{knuth, author={Donald Knuth and Leslie Lamport}, title={On {P}rose}, journal={Words}, year={1984}, volume=27,
  pages={97--111}, doi={10.1000/27.2.97}}
@book{mann, author={Thomas Mann}, title={Gr{\"o}{\ss}e und Ma{\ss}}, publisher={Haus}, year={1924},
  url={https://example.org/mann}}
@misc{nobody, title={Without an author}, year={2000}, note={Seen in May}}
"""
PAGE = """
See {cite}`knuth` and {cite:p}`knuth,mann`, {cite:t}`mann`, {cite:ps}`nobody`, {cite:author}`knuth` {cite:year}`mann`.
A note{footcite}`knuth` and {footcite:t}`mann`.

```{footbibliography}
```

```{bibliography}
:style: %s
```
"""


@pytest.mark.parametrize(
    ("style", "reference_style", "words"),
    [
        ("alpha", "label", "See [KL84] and [KL84, Man24], Mann [Man24]"),
        ("plain", "label", "See [2] and [2, 3], Mann [3]"),
        (
            "unsrtalpha",
            "author_year",
            "See [Knuth and Lamport, 1984] and [Knuth and Lamport, 1984, Mann, 1924], Mann [1924]",
        ),
        ("unsrt", "super", "See 1 and 1,2, Mann2"),
    ],
)
def test_every_style_says_what_the_web_says(style: str, reference_style: str, words: str, tmp_path: Path) -> None:
    options: dict[str, object] = {
        "extensions": ["myst_parser", "sphinxcontrib.bibtex", "sphinx_typst"],
        "bibtex_bibfiles": ["references.bib"],
        "bibtex_reference_style": reference_style,
    }
    assert compare_with_web(tmp_path, PAGE % style, {"references.bib": REFERENCES}, **options) == []
    book = read_printed(tmp_path / "out" / "book.pdf")
    assert words in book.text
    assert "Größe und Maß" in book.text and "doi:10.1000/27.2.97" in book.text
    assert book.broken_links() == []
    assert {"https://doi.org/10.1000/27.2.97", "https://example.org/mann"} <= set(book.links()[0])
