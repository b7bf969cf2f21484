"""Text and what stands inside a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes

from . import html
from .code import block, call, string
from .writer import Writer, prints

HAN = "\u2e80-\u2fdf\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
"""Chinese characters and the punctuation that belongs to them, as a range of a regular expression."""
_CHINESE = re.compile(f"[{HAN}]+")
_BREAK_IN_CHINESE = re.compile(f"(?<=[{HAN}])[ \\t]*\\n[ \\t]*(?=[{HAN}])")


def runs(text: str) -> Iterator[tuple[bool, str]]:
    """Split text into Chinese passages and others, in order, each with whether it is Chinese."""
    position = 0
    for match in _CHINESE.finditer(text):
        if match.start() > position:
            yield False, text[position : match.start()]
        yield True, match[0]
        position = match.end()
    if position < len(text):
        yield False, text[position:]


def wide(text: str) -> float:
    """Return about how wide text is, in ems: enough to tell which text is the widest."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5 for char in text)


def language(text: str) -> str:
    """Return the language of a caption: "zh" where all of its words are Chinese, or an empty string."""
    return "zh" if _CHINESE.search(text) and not re.search("[A-Za-z]", text) else ""


def plain(text: str) -> str:
    """Return code for text in which white space is only a space and Chinese passages say their language."""
    text = re.sub(r"[ \t\r\n]+", " ", _BREAK_IN_CHINESE.sub("", text))
    return "\n".join(call("zh", run) if chinese else string(run) for chinese, run in runs(text))


@prints(nodes.Text)
def _text(write: Writer, node: nodes.Text) -> str:
    return plain(node.astext())


@prints(nodes.emphasis, nodes.title_reference, addnodes.literal_emphasis)
def _emphasis(write: Writer, node: nodes.Element) -> str:
    return call("emph", write.content(node))


@prints(nodes.strong, addnodes.literal_strong)
def _strong(write: Writer, node: nodes.Element) -> str:
    return call("strong", write.content(node))


@prints(nodes.literal)
def _literal(write: Writer, node: nodes.literal) -> str:
    return call("code", node.astext())


@prints(nodes.subscript)
def _subscript(write: Writer, node: nodes.Element) -> str:
    return call("sub", write.content(node))


@prints(nodes.superscript)
def _superscript(write: Writer, node: nodes.Element) -> str:
    return call("super", write.content(node))


@prints(nodes.abbreviation, nodes.acronym)
def _abbreviation(write: Writer, node: nodes.Element) -> str:
    explanation = node.get("explanation")
    return write.children(node) + (f"\n{plain(f' ({explanation})')}" if explanation else "")


@prints(nodes.inline, nodes.generated, addnodes.manpage)
def _inline(write: Writer, node: nodes.Element) -> str:
    anchors = [call("anchor", label) for label in write.labels(node)]
    return "\n".join(filter(None, [*anchors, write.children(node)]))


@prints(addnodes.download_reference)
def _download(write: Writer, node: nodes.Element) -> str:
    if "filename" not in node and "refuri" not in node:
        write.error(node, f"the file to download does not exist: {node.get('reftarget')}")
    if "refuri" in node:
        return call("link", node["refuri"], write.content(node))
    return write.children(node)


@prints(nodes.problematic)
def _problematic(write: Writer, node: nodes.Element) -> str:
    write.error(node, f"this markup could not be read: {node.astext()}")
    return ""


@prints(nodes.comment, nodes.substitution_definition, nodes.meta, addnodes.highlightlang, addnodes.tabular_col_spec)
def _nothing(write: Writer, node: Any) -> str:
    return ""


@prints(nodes.raw)
def _raw(write: Writer, node: nodes.raw) -> str:
    formats = node.get("format", "").split()
    if "typst" in formats:
        return block(f"[\n{node.astext()}\n]")
    if "html" in formats:
        if re.fullmatch(r"\s*<!--.*-->\s*", node.astext(), re.DOTALL):
            return ""
        try:
            return write(html.table(node.astext()))
        except html.NoTableError:
            pass
    write.error(node, f"raw {' '.join(formats)} cannot be printed; if it is not for print, put it into {{only}} html")
    return ""


@prints(addnodes.index)
def _index(write: Writer, node: addnodes.index) -> str:
    found = []
    for kind, words, *_ in node["entries"]:
        names = [name.strip() for name in words.split(";")]
        if kind == "pair":
            found += [names, names[::-1]]
        elif kind in ("single", "triple"):
            found.append(names)
        else:
            write.error(node, f"index entries of the kind {kind!r} cannot be printed; use single or pair")
    return "\n".join(call("index-entry", ": ".join(names)) for names in found)
