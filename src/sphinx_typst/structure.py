"""Sections, paragraphs, lists, quotes, code and notes."""

from __future__ import annotations

from itertools import pairwise

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from .code import Code, block, call, labelled
from .inline import plain, wide
from .writer import Writer, prints

TIGHT = 120
"""Characters on average up to which the items of a list stand close together."""


@prints(nodes.document, addnodes.start_of_file)
def _document(write: Writer, node: nodes.Element) -> str:
    return write.children(node)


@prints(nodes.section)
def _section(write: Writer, node: nodes.section) -> str:
    write.level += 1
    write.sections_since_figure += 1
    try:
        return write.children(node)
    finally:
        write.level -= 1


@prints(nodes.title)
def _title(write: Writer, node: nodes.title) -> str:
    section = node.parent
    if not isinstance(section, nodes.section):
        write.error(node, f"a title has no place here: {node.astext()}")
        return ""
    labels = write.labels(section)
    numbers = write.section_numbers
    number = next((numbers[f"#{name}"] for name in section["ids"] if f"#{name}" in numbers), "")
    if isinstance(section.parent, nodes.document):
        number = write.section_numbers.get("", "")
        labels.append(write.page)
    heading = call("title-of", write.content(node), level=write.level - 1, number=number)
    return write.mark(node) + labelled(heading, *labels)


@prints(nodes.subtitle, nodes.rubric, addnodes.centered)
def _rubric(write: Writer, node: nodes.Element) -> str:
    return write.mark(node) + labelled(call("rubric", write.content(node)), *write.labels(node))


@prints(nodes.paragraph, addnodes.compact_paragraph)
def _paragraph(write: Writer, node: nodes.Element) -> str:
    inner = write.children(node)
    if not inner:
        return ""
    if write.in_table:
        return f"parbreak()\n{inner}" if node.parent.children[0] is not node else inner
    name = "lead-in" if _leads_in(node) else "par"
    return write.mark(node) + labelled(call(name, block(inner)), *write.labels(node))


def _leads_in(node: nodes.Element) -> bool:
    """Whether a paragraph announces the list or table after it, and so must not be parted from it."""
    if node.get("leads-in"):
        return True
    return node.astext().endswith((":", "：")) and any(
        one is node and isinstance(other, (nodes.bullet_list, nodes.enumerated_list))
        for one, other in pairwise(node.parent.children)
    )


@prints(nodes.compound, nodes.decoration)
def _compound(write: Writer, node: nodes.Element) -> str:
    return write.children(node)


@prints(addnodes.toctree)
def _toctree(write: Writer, node: nodes.Element) -> str:
    # The contents of the book stand at its front.
    return ""


@prints(nodes.target)
def _target(write: Writer, node: nodes.target) -> str:
    anchors = [call("anchor", label) for label in write.labels(node)]
    return "\n".join(filter(None, [*anchors, write.children(node)]))


def items(write: Writer, node: nodes.Element) -> list[Code]:
    """Return the items of a list; what is one paragraph stands in line with its bullet."""
    return [item(write, entry) for entry in node.children if isinstance(entry, nodes.list_item)]


def item(write: Writer, node: nodes.Element) -> Code:
    """Return what an item, a definition or a cell holds, its first paragraph without space around it."""
    if not node.children:
        return Code("[]")
    first, *rest = node.children
    anchors = [call("anchor", label) for label in write.labels(node)]
    if len(rest) == 1 and _is_labelled(rest[0]):
        head = block(*anchors, write.mark(first) + write.children(first))
        return block(call("remarked", head, *items(write, rest[0])))
    if isinstance(first, nodes.paragraph) and not first.get("ids"):
        return block(*anchors, write.mark(first) + write.children(first), write.all(rest))
    return block(*anchors, write.children(node))


def _is_labelled(node: nodes.Node) -> bool:
    """Whether a node is a list in which each item begins with a label in italics that ends with a colon."""
    if not isinstance(node, nodes.bullet_list):
        return False
    firsts = [entry.next_node(nodes.TextElement) for entry in node.children]
    openings = [first.children[0] if first is not None and first.children else None for first in firsts]
    return all(isinstance(opening, nodes.emphasis) and opening.astext().endswith(":") for opening in openings)


def _tight(node: nodes.Element) -> bool:
    texts = [entry.children[0].astext() if entry.children else "" for entry in node.children]
    simple = all(
        isinstance(part, (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list))
        and (place == 0 or not isinstance(part, nodes.paragraph))
        for entry in node.children
        for place, part in enumerate(entry.children)
    )
    remarked = any(_is_labelled(part) for entry in node.children for part in entry.children)
    return simple and not remarked and sum(map(len, texts)) <= TIGHT * len(texts)


TOGETHER, BELOW_FIGURE = 250, 600
"""A list of at most so many ems stays on one page: anywhere, and where a figure may still come to float."""


@prints(nodes.bullet_list)
def _bullet_list(write: Writer, node: nodes.bullet_list) -> str:
    printed = call("list", *items(write, node), tight=_tight(node))
    most = BELOW_FIGURE if write.sections_since_figure <= 1 else TOGETHER
    if wide(node.astext()) <= most and not isinstance(node.parent, nodes.list_item):
        # A figure that floats into a short list would also stand in its tagged structure, which the standard forbids.
        printed = call("block", printed, breakable=False)
    return write.mark(node) + printed


NUMBERING = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}


@prints(nodes.enumerated_list)
def _enumerated_list(write: Writer, node: nodes.enumerated_list) -> str:
    style = NUMBERING[node.get("enumtype", "arabic")]
    numbering = f"{node.get('prefix', '')}{style}{node.get('suffix', '.') or '.'}"
    return write.mark(node) + call(
        "enum", *items(write, node), start=node.get("start", 1), numbering=numbering, tight=_tight(node)
    )


@prints(nodes.definition_list, addnodes.glossary)
def _definition_list(write: Writer, node: nodes.Element) -> str:
    if isinstance(node, addnodes.glossary):
        return write.children(node)
    entries = []
    for entry in node.children:
        terms = [part for part in entry.children if isinstance(part, nodes.term)]
        classifiers = [part for part in entry.children if isinstance(part, nodes.classifier)]
        definition = next((part for part in entry.children if isinstance(part, nodes.definition)), nodes.definition())
        named: list[str] = []
        for term in terms:
            named += [call("anchor", label) for label in write.labels(term)]
            named += ['", "'] if term is not terms[0] else []
            named.append(write.children(term))
        for classifier in classifiers:
            named += ['" "', call("emph", write.content(classifier))]
        entries.append(call("terms.item", block(*named), item(write, definition)))
    return write.mark(node) + call("terms", *entries, tight=False)


@prints(nodes.field_list, nodes.option_list, nodes.docinfo)
def _field_list(write: Writer, node: nodes.Element) -> str:
    entries = []
    for entry in node.children:
        if not isinstance(entry, nodes.Element) or len(entry.children) < 2:
            # A line of the header of a page, such as an author.
            entries.append(call("terms.item", Code("[]"), write.content(entry)))
            continue
        name, body = entry.children[0], entry.children[-1]
        entries.append(call("terms.item", write.content(name), item(write, body)))
    return write.mark(node) + call("terms", *entries, tight=True)


@prints(nodes.option)
def _option(write: Writer, node: nodes.option) -> str:
    return call("code", node.astext())


@prints(nodes.line_block)
def _line_block(write: Writer, node: nodes.line_block) -> str:
    lines: list[str] = []
    for entry in node.children:
        if isinstance(entry, nodes.line_block):
            lines.append(call("pad", write(entry), left=Code("1.5em")))
        else:
            lines += [write.children(entry), "linebreak()"]
    return write.mark(node) + call("verse", block(*lines))


@prints(nodes.block_quote)
def _block_quote(write: Writer, node: nodes.block_quote) -> str:
    by = next((part for part in node.children if isinstance(part, nodes.attribution)), None)
    body = block(write.all(part for part in node.children if part is not by))
    return write.mark(node) + call("quote", body, block=True, attribution=write.content(by) if by else None)


LANGUAGES = {"ipython3": "python", "ipython": "python", "bibtex": "bib", "none": None, "default": None, "text": None}
"""What Typst calls a language of listings, where Sphinx calls it otherwise."""


@prints(nodes.literal_block, nodes.doctest_block)
def _literal_block(write: Writer, node: nodes.Element) -> str:
    given = node.get("language")
    listing = call("listing", node.astext(), lang=LANGUAGES.get(given, given))
    return write.mark(node) + labelled(listing, *write.labels(node))


@prints(nodes.transition)
def _transition(write: Writer, node: nodes.transition) -> str:
    return call("transition")


@prints(nodes.Admonition, addnodes.seealso)
def _admonition(write: Writer, node: nodes.Element) -> str:
    kind = type(node).__name__
    first = node.children[0] if node.children else None
    if isinstance(first, nodes.title):
        title, body = write.content(first), node.children[1:]
    else:
        title = Code("[]") if kind == "admonition" else block(plain(str(admonitionlabels[kind])))
        body = node.children
    classes = [name for name in node.get("classes", []) if name in admonitionlabels]
    kind = classes[0] if classes and kind == "admonition" else kind
    box = call("admonition", title, block(write.all(body)), kind=kind)
    return write.mark(node) + labelled(box, *write.labels(node))


@prints(addnodes.versionmodified)
def _version(write: Writer, node: nodes.Element) -> str:
    return write.mark(node) + call("admonition", Code("[]"), write.content(node), kind="note")


@prints(nodes.topic, nodes.sidebar)
def _topic(write: Writer, node: nodes.Element) -> str:
    if "contents" in node.get("classes", []):
        return ""
    titles = [part for part in node.children if isinstance(part, (nodes.title, nodes.subtitle))]
    body = write.all(part for part in node.children if part not in titles)
    name = "margin-note" if "margin" in node.get("classes", []) else "topic"
    title = block(*(write.children(part) for part in titles))
    return write.mark(node) + labelled(call(name, title, block(body)), *write.labels(node))


@prints(nodes.system_message)
def _system_message(write: Writer, node: nodes.Element) -> str:
    write.error(node, node.astext())
    return ""
