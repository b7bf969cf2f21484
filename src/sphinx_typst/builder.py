"""The Sphinx builder: pages in the order of the table of contents, one Typst file for each document."""

from __future__ import annotations

import gc
import logging
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.errors import ConfigError
from sphinx.highlighting import PygmentsBridge
from sphinx.util.logging import NAMESPACE, getLogger, is_suppressed_warning

from . import handlers  # noqa: F401 (registers what prints each kind of node)
from .check.notes import Notes, gather_notes, write_notes
from .code import Code, join_code, typst_call, typst_value
from .compiler import PrintError, compile_pdf, list_families
from .configuration import LENGTHS, check_options
from .diagrams import draw_diagrams
from .genindex import NAME, write_index
from .language import find_words, read_words, spell_date, split_language
from .options import FONTS
from .pictures import MIME_TYPES
from .preparation import (
    attach_feet,
    chapter_number,
    dotted,
    find_part,
    give_captions,
    list_pages,
    name_parts,
    order_pages,
    remove_skipped,
)
from .theme import load_theme
from .writer import PrintJob, Writer, find_child

LOGGER = getLogger(__name__)
TEMPLATE = Path(__file__).parent / "template"
UNSET = {"project": "Project name not set", "author": "Author name not set"}
"""What Sphinx says where a book says nothing."""
_CLOSING = "\n#tell-refused()\n"


class TypstBuilder(Builder):
    """Prints the book, and short documents made of its parts."""

    name = "typst"
    format = "typst"
    epilog = "The PDF files are in %(outdir)s."
    supported_image_types = MIME_TYPES
    # Sphinx's own reader takes all of them for base64.
    supported_data_uri_images = True

    # What Sphinx asks of a builder

    notes: Notes
    """What is meant to differ from the web, for `--check`. An extension adds what it changes in the pages for print."""

    def init(self) -> None:
        """Prepare to read the pages and to print them. Raises ConfigError for options that cannot be."""
        check_options(self.config, Path(self.srcdir))
        self._words = find_words(self.config)
        # Millions of nodes come to be, and none goes before the end: looking for some to throw away takes a second.
        gc.disable()
        load_theme(self.app)

    def get_outdated_docs(self) -> str:
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to, typ)

    def write(self, *ignored: Any) -> None:
        """Print the book and its excerpts, from all pages together.

        Raises PrintError with everything that cannot be printed, and ConfigError for an option that names what is not
        there.
        """
        try:
            jobs = self._write_jobs()
            for job in jobs:
                self._compile(job)
        finally:
            gc.enable()
        if silent := dict.fromkeys(place for job in jobs for place in job.undescribed):
            LOGGER.warning(
                "pictures without alternative text, of which whoever listens learns nothing: %d, the first at %s",
                len(silent),
                next(iter(silent)),
            )
        if astray := list(dict.fromkeys(place for job in jobs for place in job.astray)):
            LOGGER.warning(
                "links that lead to no page of the book, and are words in print: %d, the first at %s; if they are "
                "files of the web edition, say in html_baseurl where that is",
                len(astray),
                ", ".join(astray[:3]),
                type="typst",
                subtype="link",
            )

    # Pages

    def _write_jobs(self) -> list[PrintJob]:
        warnings = _Warnings(self.config.suppress_warnings)
        log = logging.getLogger(NAMESPACE)
        log.addHandler(warnings)
        try:
            order = order_pages(self.env, self.config)
            trees = {page: self.env.get_doctree(page) for page in dict(order)}
            self.notes = gather_notes(self, order, trees)
            parts = name_parts(trees, self.config)
            self._prepare(trees)
            jobs = [self._write_book(order, trees, parts)]
            jobs += [self._write_excerpt(options, trees) for options in self.config.typst_excerpts]
        finally:
            log.removeHandler(warnings)
        if errors := [*warnings.said, *dict.fromkeys(error for job in jobs for error in _all_errors(job))]:
            raise PrintError("\n" + "\n".join(errors))
        return jobs

    def _prepare(self, trees: Mapping[str, nodes.document]) -> None:
        # First, since resolving a long table that does not print would take as long as printing many pages.
        remove_skipped(trees, self.env, self.config)
        for page, tree in trees.items():
            self.env.resolve_references(tree, page, self)
            list_pages(tree, page, self)
            draw_diagrams(tree, page, self)
            attach_feet(tree)
            if page == self.config.root_doc and self.config.typst_root_title:
                self._rename(tree)
        for page in self.config.typst_turned:
            turned = find_part("typst_turned", page, trees, self.env)
            for table in turned.findall(nodes.table) if turned else ():
                table["on-turned-sheet"] = True
        if self.config.typst_caption_tables:
            give_captions((tree, chapter_number(self.env, page)) for page, tree in trees.items())

    def _rename(self, tree: nodes.document) -> None:
        section = find_child(tree, nodes.section)
        title = find_child(section, nodes.title) if section else None
        if title is None:
            raise ConfigError("typst_root_title: the first page of the book has no title that it could go before")
        title.children = [nodes.Text(self.config.typst_root_title)]

    # Typst files

    def _write_book(
        self, order: Sequence[tuple[str, int]], trees: Mapping[str, nodes.document], parts: Mapping[str, str]
    ) -> PrintJob:
        config = self.config
        job = self._open_job(config.typst_name, dict(_list_labels(trees.values(), trees)))
        job.unprinted = {page: self._web_address(page) for page in sorted(self.env.found_docs - trees.keys())}
        if job.unprinted:
            LOGGER.info(
                "pages that no list of pages names, or that typst_skip does, do not print: %s", ", ".join(job.unprinted)
            )
        has_index = config.typst_index_title and NAME not in trees and any(map(_has_index_entries, trees.values()))
        if has_index:
            job.labels[NAME] = "document"
            job.placed.add(NAME)
        chapters = []
        for page, level in order:
            writer = self._writer_of(job, page, trees[page], level)
            writer.part = parts.get(page, "")
            chapter = join_code(writer.write(trees[page]))
            chapters.append(typst_call("turned-chapter", chapter) if page in config.typst_turned else chapter)
        about = {
            "title": self._title(),
            "subtitle": config.typst_subtitle,
            "author": self._author(),
            "imprint": config.typst_imprint,
            "lists": config.typst_lists,
        }
        if has_index:
            chapters.append(write_index(job, self, config.typst_index_title))
        for page, addresses in job.unlinked.items():
            self.notes.unlinked.setdefault(page, []).extend(addresses)
        self.notes.elsewhere = sorted({self._words.get(what, what) for what in job.elsewhere})
        job.code = self._open_file("book", about) + "\n".join(f"#{chapter}" for chapter in chapters) + _CLOSING
        return job

    def _write_excerpt(self, options: Mapping[str, Any], trees: Mapping[str, nodes.document]) -> PrintJob:
        named = {part: find_part("typst_excerpts", part, trees, self.env) for part in options["parts"]}
        parts = [(part.partition("#")[0], node) for part, node in named.items() if node is not None]
        labels = dict(_list_labels((node for _, node in parts), trees))
        job = self._open_job(options["name"], labels, is_excerpt=True)
        body = join_code(*(self._writer_of(job, page, trees[page], level=1).write(node) for page, node in parts))
        about = {
            "title": options.get("title") or self._title(),
            "subtitle": options.get("subtitle", ""),
            "author": self._author(),
            "imprint": options.get("imprint", []),
            "pages": options.get("pages") if len(parts) == len(named) else None,
        }
        job.code = self._open_file("excerpt", about) + f"#{body}" + _CLOSING
        return job

    def _open_job(self, name: str, labels: dict[str, str], is_excerpt: bool = False) -> PrintJob:
        return PrintJob(
            name,
            labels,
            is_excerpt=is_excerpt,
            code_style=PygmentsBridge("html", self.config.pygments_style).get_style(self.config.pygments_style),
            missing_alt=self.config.typst_missing_alt,
            folded_code=self.config.typst_folded_code,
            words=self._words,
            own_visitors=self.app.registry.translation_handlers.get("html", {}).keys(),
        )

    def _title(self) -> str:
        config = self.config
        # Jupyter Book hands on its title as that of the HTML; where no one has given one, Sphinx makes it up.
        given = vars(config).get("html_title")
        named = config.project if config.project != UNSET["project"] else self.env.titles[config.root_doc].astext()
        return config.typst_title or re.sub("<[^>]+>", "", given or "") or named

    def _author(self) -> str:
        given = self.config.typst_author or self.config.author
        return "" if given == UNSET["author"] else given

    def _writer_of(self, job: PrintJob, page: str, tree: nodes.document, level: int) -> Writer:
        env = self.env
        return Writer(
            job,
            page,
            source=Path(env.doc2path(page, base=False)),
            image_folders=(Path(self.srcdir), Path(self.outdir), Path(self.outdir).parent / "jupyter_execute"),
            section_numbers=_dotted_all(env.toc_secnumbers.get(page, {})),
            figure_numbers={kind: _dotted_all(given) for kind, given in env.toc_fignumbers.get(page, {}).items()},
            number_words=self.config.numfig_format,
            level=level,
            web_address=self._web_address(page),
            footnotes={name: note for note in tree.findall(nodes.footnote) for name in note["ids"]},
        )

    def _web_address(self, page: str) -> str:
        config = self.config
        suffix = config.html_link_suffix or config.html_file_suffix or ".html"
        return f"{config.html_baseurl.rstrip('/')}/{quote(page)}{suffix}" if config.html_baseurl else ""

    def _open_file(self, kind: str, about: Mapping[str, Any]) -> str:
        names = ("edition", "date", "description", "keywords")
        given = {name: getattr(self.config, f"typst_{name}") for name in names}
        opening = typst_call(f"{kind}.with", **about, **given | {"date": str(given["date"])})
        return f'#import "template.typ": *\n#show: {opening}\n'

    # PDF files

    def _compile(self, job: PrintJob) -> None:
        folder = Path(self.outdir) / job.name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(TEMPLATE, folder)
        if self.config.typst_template:
            shutil.copy(Path(self.srcdir) / self.config.typst_template, folder / "template.typ")
        (folder / "images").mkdir()
        for picture in job.pictures.values():
            picture.save(folder / "images" / picture.name)
        fonts = [Path(self.srcdir) / path for path in self.config.typst_font_paths]
        (folder / "settings.typ").write_text(self._settings(fonts), encoding="utf-8")
        if not job.is_excerpt:
            write_notes(self.notes, folder)
        main = folder / f"{job.name}.typ"
        main.write_text(job.code, encoding="utf-8")
        target = (Path(self.outdir) / self.config.typst_output / f"{job.name}.pdf").resolve()
        compile_pdf(main, target, [FONTS, *fonts], self._timestamp(), Path(self.srcdir))

    def _settings(self, fonts: Sequence[Path]) -> str:
        language, country = split_language(self.config.language)
        look = {name: Code(given) if name in LENGTHS else given for name, given in self.config.typst_look.items()}
        settings = {
            "lang": language,
            "region": country or None,
            "words": self._words | {"date": spell_date(str(self.config.typst_date), self.config.language)},
            "chinese": read_words()["zh"],
            "given": look,
            "at-hand": list_families(fonts),
        }
        return "".join(f"#let {name} = {typst_value(value)}\n" for name, value in settings.items())

    def _timestamp(self) -> int:
        if given := os.environ.get("SOURCE_DATE_EPOCH"):
            return int(given)
        if self.config.typst_date:
            return int(datetime.fromisoformat(str(self.config.typst_date)).replace(tzinfo=UTC).timestamp())
        return 0


class _Warnings(logging.Handler):
    """Keeps what Sphinx warns of while it resolves references: in print each warning is an error."""

    def __init__(self, suppressed: Sequence[str]) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        self._suppressed = suppressed

    def filter(self, record: logging.LogRecord) -> bool:
        kind, subtype = getattr(record, "type", ""), getattr(record, "subtype", "")
        # A page without a title, or one that lists a page above it, prints all the same.
        return kind != "toc" and not is_suppressed_warning(kind, subtype, self._suppressed)

    def emit(self, record: logging.LogRecord) -> None:
        # A picture that was not fetched is refused where it stands.
        if record.name.endswith("post_transforms.images"):
            return
        # Sphinx's own handlers have put the place in words by now.
        location = getattr(record, "location", None)
        said = logging.LogRecord.getMessage(record)
        self.said.append(f"{location}: {said}" if location else said)


def _all_errors(job: PrintJob) -> list[str]:
    """What is wrong with a document: what its pages told, and links to places that did not come to be written."""
    lost = job.asked.keys() - job.placed
    return [*job.errors, *(f"{job.asked[name]}: a link leads to what does not print: {name}" for name in sorted(lost))]


def _dotted_all(numbers: Mapping[str, Sequence[int]]) -> dict[str, str]:
    return {name: dotted(number) for name, number in numbers.items()}


def _has_index_entries(tree: nodes.document) -> bool:
    return any(node["entries"] for node in tree.findall(addnodes.index))


def _list_labels(parts: Iterable[nodes.Element], pages: Mapping[str, nodes.document]) -> Iterator[tuple[str, str]]:
    """Every place in these parts of pages that a link can lead to, with its kind."""
    names = {id(tree): page for page, tree in pages.items()}
    for part in parts:
        root = part if isinstance(part, nodes.document) else part.document
        page = names[id(root)]
        if part is root:
            yield page, "document"
        for node in part.findall(nodes.Element):
            kind = "section" if isinstance(node, nodes.section) else "other"
            for name in node.get("ids", []):
                yield f"{page}#{name}", kind
