"""The Sphinx builder: pages in the order of the table of contents, one Typst file for each document."""

from __future__ import annotations

import gc
import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import ConfigError
from sphinx.util.logging import NAMESPACE

from . import FONTS, design, figures, inline, maths, outputs, references, structure, tables  # noqa: F401 (they register)
from .code import Code, block, call, value
from .compiler import PrintError, compile_pdf
from .writer import Document, Writer

_LENGTHS = {"width", "height", "top", "bottom", "left", "right", "hang", "size", "small", "tiny"}
TEMPLATE = Path(__file__).parent / "template"


class TypstBuilder(Builder):
    """Prints the book, and short documents made of its parts."""

    name = "typst"
    format = "typst"
    epilog = "The PDF files are in %(outdir)s."
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif"]  # noqa: RUF012 (Sphinx's own)
    allow_parallel = False

    def init(self) -> None:
        """Prepare to read the pages and to print them."""
        # Millions of nodes come to be, and none goes before the end: looking for some to throw away takes a second.
        gc.disable()

    def get_outdated_docs(self) -> str:
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: set[str]) -> None:
        pass

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        raise NotImplementedError("pages are printed together")

    def write(self, *ignored: Any) -> None:
        """Print all documents. Raises PrintError with everything that cannot be printed."""
        try:
            self._write()
        finally:
            gc.enable()

    def _write(self) -> None:
        warnings = _Warnings()
        log = logging.getLogger(NAMESPACE)
        log.addHandler(warnings)
        try:
            order = [each for each in self._order(self.config.root_doc, 1) if each.page not in self.config.typst_skip]
            trees = {page: self.env.get_doctree(page) for page in dict.fromkeys(entry.page for entry in order)}
            # First, since resolving a long table that does not print would take as long as printing many pages.
            self._skip(trees)
            for page, tree in trees.items():
                self._resolve(page, tree)
            if self.config.typst_caption_tables:
                tables.give_captions((tree, self._number(page)) for page, tree in trees.items())
            documents = [self._book(order, trees)]
            documents += [self._excerpt(options, trees) for options in self.config.typst_excerpts]
        finally:
            log.removeHandler(warnings)
        errors = [*warnings.said, *dict.fromkeys(error for document, *_ in documents for error in document.errors)]
        if errors:
            raise PrintError("\n" + "\n".join(errors))
        for document, name, code in documents:
            self._print(document, name, code)

    def finish(self) -> None:
        pass

    # Reading

    def _order(self, page: str, level: int) -> Iterator[_Entry]:
        """The pages in reading order; chapters stand beside the first page of the book, not below it."""
        yield _Entry(page, level)
        below = level + (page != self.config.root_doc)
        for name in self.env.toctree_includes.get(page, []):
            yield from self._order(name, below)

    def _resolve(self, page: str, tree: nodes.document) -> None:
        self.env.resolve_references(tree, page, self)
        outputs.attach_feet(tree)
        title = tree.next_node(nodes.title)
        if page == self.config.root_doc and self.config.typst_root_title and title is not None:
            title.children = [nodes.Text(self.config.typst_root_title)]

    def _skip(self, trees: Mapping[str, nodes.document]) -> None:
        for name in self.config.typst_skip:
            if "#" in name:
                found = self._part("typst_skip", name, trees)
                found.parent.remove(found)
            elif name not in self.env.found_docs:
                raise ConfigError(f"typst_skip: there is no page {name!r}")
        tags = {f"tag_{name}" for name in self.config.typst_skip_tags}
        for tree in trees.values() if tags else ():
            for cell in [found for found in tree.findall(nodes.container) if tags & set(found["classes"])]:
                cell.parent.remove(cell)

    # Writing

    def _book(self, order: Sequence[_Entry], trees: Mapping[str, nodes.document]) -> tuple[Document, str, str]:
        document = Document(dict(_labels(trees.values(), trees)))
        chapters = []
        for entry in order:
            writer = self._writer(document, entry.page, trees[entry.page], entry.level)
            chapters.append(block(writer(trees[entry.page])))
        config = self.config
        about = {
            "title": config.typst_title or config.project,
            "subtitle": config.typst_subtitle,
            "author": config.typst_author or config.author,
            "imprint": config.typst_imprint,
            "index": config.typst_index_title,
        }
        return document, config.typst_name, self._source("book", about, chapters)

    def _excerpt(self, options: Mapping[str, Any], trees: Mapping[str, nodes.document]) -> tuple[Document, str, str]:
        parts = [(part, self._part("typst_excerpts", part, trees)) for part in options["parts"]]
        document = Document(dict(_labels((node for _, node in parts), trees)), is_excerpt=True)
        body = []
        for part, node in parts:
            page = part.partition("#")[0]
            body.append(self._writer(document, page, trees[page], 1)(node))
        about = {
            "title": options.get("title") or self.config.typst_title or self.config.project,
            "subtitle": options.get("subtitle", ""),
            "author": self.config.typst_author or self.config.author,
            "imprint": options.get("imprint", []),
            "pages": options.get("pages"),
        }
        return document, options["name"], self._source("excerpt", about, [block(*body)])

    def _part(self, option: str, name: str, trees: Mapping[str, nodes.document]) -> nodes.Element:
        page, _, identifier = name.partition("#")
        tree = trees.get(page)
        if tree is None:
            raise ConfigError(f"{option}: there is no page {page!r} in the table of contents")
        if not identifier:
            return tree
        for node in tree.findall(nodes.Element):
            if identifier in node.get("ids", []) or identifier in node.get("names", []):
                return node
        raise ConfigError(f"{option}: the page {page!r} has no section or figure {identifier!r}")

    def _writer(self, document: Document, page: str, tree: nodes.document, level: int) -> Writer:
        env = self.env
        numbers = {name: _dotted(number) for name, number in env.toc_secnumbers.get(page, {}).items()}
        counted = {
            kind: {name: _dotted(number) for name, number in found.items()}
            for kind, found in env.toc_fignumbers.get(page, {}).items()
        }
        source = Path(env.doc2path(page, base=False))
        notes = {name: note for note in tree.findall(nodes.footnote) for name in note["ids"]}
        folders = (Path(self.srcdir), Path(self.outdir))
        return Writer(document, page, source, folders, numbers, counted, level, notes)

    def _number(self, page: str) -> str:
        """The number of the chapter that a page belongs to, or nothing."""
        return _dotted(self.env.toc_secnumbers.get(page, {}).get("")).split(".")[0]

    def _source(self, kind: str, about: Mapping[str, Any], body: Iterable[str]) -> str:
        config = self.config
        common = {
            "date": config.typst_date,
            "keywords": config.typst_keywords,
        }
        opening = call(f"{kind}.with", **about, **common)
        return '#import "template.typ": *\n#show: ' + opening + "\n" + "\n".join(f"#{piece}" for piece in body) + "\n"

    def _print(self, document: Document, name: str, code: str) -> None:
        folder = Path(self.outdir) / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(TEMPLATE, folder)
        if self.config.typst_template:
            shutil.copy(Path(self.srcdir) / self.config.typst_template, folder / "template.typ")
        (folder / "images").mkdir()
        for file, picture in document.images.items():
            shutil.copy(file, folder / "images" / picture)
        (folder / "settings.typ").write_text(self._settings(), encoding="utf-8")
        main = folder / f"{name}.typ"
        main.write_text(code, encoding="utf-8")
        fonts = [Path(self.srcdir) / path for path in self.config.typst_font_paths]
        if missing := [str(path) for path in fonts if not path.is_dir()]:
            raise ConfigError(f"typst_font_paths: there is no folder {', '.join(missing)}")
        target = (Path(self.outdir) / self.config.typst_output / f"{name}.pdf").resolve()
        compile_pdf(main, target, [FONTS, *fonts], self._timestamp())

    def _settings(self) -> str:
        language = (self.config.language or "en").replace("-", "_").partition("_")[0]
        look = {name: Code(item) if name in _LENGTHS else item for name, item in self.config.typst_look.items()}
        return f"#let lang = {value(language)}\n#let given = {value(look)}\n"

    def _timestamp(self) -> int | None:
        given = os.environ.get("SOURCE_DATE_EPOCH")
        if given:
            return int(given)
        if self.config.typst_date:
            day = date.fromisoformat(str(self.config.typst_date))
            return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
        return 0


class _Entry(NamedTuple):
    page: str
    level: int
    """Of the heading of the page, from 1."""


class _Warnings(logging.Handler):
    """Keeps what Sphinx warns of while it resolves references: in print each warning is an error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        location = getattr(record, "location", None)
        self.said.append(f"{location}: {record.getMessage()}" if location else record.getMessage())


def _dotted(number: Sequence[int] | None) -> str:
    return ".".join(map(str, number or ()))


def _labels(trees: Iterable[nodes.Element], pages: Mapping[str, nodes.document]) -> Iterator[tuple[str, str]]:
    names = {id(tree): page for page, tree in pages.items()}
    for tree in trees:
        root = tree if isinstance(tree, nodes.document) else tree.document
        page = names[id(root)]
        if tree is root:
            yield page, "document"
        for node in tree.findall(nodes.Element):
            kind = "section" if isinstance(node, nodes.section) else "other"
            for name in node.get("ids", []):
                yield f"{page}#{name}", kind
