"""Pages print once, in the order of the lists that name them."""

from types import SimpleNamespace

from sphinx_typst.preparation import order_pages


def test_a_page_in_several_lists_prints_once_with_what_lies_below_it() -> None:
    lists = {"index": ["one", "genindex", "two"], "one": ["two"], "two": ["three"], "three": ["one"]}
    env = SimpleNamespace(toctree_includes=lists, found_docs={"index", "one", "two", "three"})
    order = order_pages(env, SimpleNamespace(root_doc="index", typst_skip=[]))  # type: ignore[arg-type]
    assert order == [("index", 1), ("one", 1), ("two", 2), ("three", 3)]
