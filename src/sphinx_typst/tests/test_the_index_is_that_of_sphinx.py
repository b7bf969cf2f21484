"""The index has the entries, subentries, letters and order of Sphinx's own, with pages in place of links."""

from pathlib import Path

from printed import print_page, read_printed

PAGE = """
```{index} pear; ripe
```
```{index} pair: loaf; bread
```
```{index} triple: one; two; three
```
```{index} Éclair, zebra, 专利, _low, 7th
```
```{index} see: fruit; pear
```
```{index} seealso: pear; apple
```

An {index}`eclipse` and an {index}`apple <pair: apple; green>`, with the {index}`word <!apple>`.

```{only} html
{index}`lost`
```

## Far

```{raw} typst
#pagebreak()
```

Once more an {index}`apple`, {index}`eclipse`, and {index}`eclipse`.
"""
INDEX = (
    "Symbols 7th 1 _ _low 1 A apple 1, 2 green 1 B bread loaf 1 E eclipse 1, 2 Éclair 1 F fruit, see pear "
    "G green apple 1 L loaf bread 1 O one two three 1 P pear, see also apple ripe 1 T three one two 1 two three, one 1 "
    "Z zebra 1 专 专利 1"
)


def test_the_index_is_that_of_sphinx(tmp_path: Path) -> None:
    path = print_page(tmp_path, PAGE, typst_index_title="Words")
    book = read_printed(path)
    assert book.pages[-1] == f"Words {INDEX} 3"
    assert book.broken_links() == []
    code = (path.parent / "book" / "book.typ").read_text(encoding="utf-8")
    # The main place of an entry prints strong.
    assert code.count(", true, )") == 1


def test_without_a_title_there_is_none(tmp_path: Path) -> None:
    assert "Éclair" not in read_printed(print_page(tmp_path, PAGE)).text


def test_the_index_takes_the_place_of_a_page_of_its_name(tmp_path: Path) -> None:
    body = "An {index}`eclipse`.\n\n```{toctree}\ngenindex\n```\n\n{doc}`genindex`"
    files = {"genindex.rst": b"Index\n=====\n\nIt stands here.\n"}
    for title, last in {"": "An eclipse. Index 1", "Words": "Words E eclipse 1 2"}.items():
        (tmp_path / f"_{title}").mkdir()
        book = read_printed(print_page(tmp_path / f"_{title}", body, files, typst_index_title=title))
        assert book.pages[-1].endswith(last)
        assert book.broken_links() == []
