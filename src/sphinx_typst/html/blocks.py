"""What stands on lines of its own in HTML, as nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from docutils import nodes

from .inline import NOTHING, Inline, is_block, is_hidden, join_spaces, may_hold_blocks, names_of, refuse, wrapper_of
from .kinds import Checkbox, Elsewhere, LineBreak, Refused
from .reader import Part, Reader, Tag
from .tables import make_table

TRANSPARENT = {
    "address", "article", "aside", "body", "center", "dialog", "div", "footer", "header", "html", "main", "nav", "p",
    "search", "section",
}  # fmt: skip
NUMBERING = {
    "1": "arabic", "a": "loweralpha", "A": "upperalpha", "i": "lowerroman", "I": "upperroman",
}  # fmt: skip


class Blocks:
    """Makes nodes of parts of a page."""

    def __init__(self, inline: Inline, in_line: bool = False) -> None:
        self.inline = inline
        self._in_line = in_line
        """Whether the nodes between the pieces are parts of a line."""

    def flow(self, parts: Iterable[Part], align: str = "") -> list[nodes.Node]:
        """Return parts as blocks: what stands in a line is gathered into paragraphs."""
        found: list[nodes.Node] = []
        line: list[Part] = []
        for part in parts:
            if self._ends_line(part):
                found += self._paragraph(line, align)
                line = []
                if isinstance(part, (nodes.paragraph, nodes.image)) and align in ("center", "right"):
                    part.setdefault("align", align)
                found += self._block(part, align) if isinstance(part, Tag) else [part]
            else:
                line.append(part)
        return found + self._paragraph(line, align)

    def _ends_line(self, part: Part) -> bool:
        if isinstance(part, nodes.Node):
            return not (self._in_line or isinstance(part, nodes.Text))
        return is_block(part)

    def _paragraph(self, line: list[Part], align: str) -> list[nodes.Node]:
        holder = nodes.paragraph("", "", *self.inline.write(line))
        join_spaces(holder)
        made = [node for node in holder.children if not isinstance(node, nodes.Text) or node.astext()]
        while made and isinstance(made[-1], LineBreak):
            made.pop()
        while made and isinstance(made[0], LineBreak):
            made.pop(0)
        seen = [node for node in made if not isinstance(node, (nodes.Invisible, nodes.target, nodes.raw, LineBreak))]
        if len(seen) == 1 and isinstance(seen[0], nodes.math) and seen[0].get("display") == "block":
            block = nodes.math_block("", seen[0].astext(), nowrap=False, number=None, label=None)
            block.line = seen[0].line
            return [block]
        players = all(isinstance(node, (Elsewhere, Refused)) or node.astext().isspace() for node in seen)
        if players or (len(seen) == 1 and _stands_alone(seen[0])):
            for node in seen:
                picture = node.next_node(nodes.image, include_self=True) if isinstance(node, nodes.Element) else None
                if picture is not None and align:
                    picture["align"] = align
            return [node for node in made if not isinstance(node, (LineBreak, nodes.Text))]
        holder.children = []
        holder += made
        if align in ("center", "right"):
            holder["align"] = align
        holder.line = next((node.line for node in made if getattr(node, "line", None)), None)
        return [holder]

    def _block(self, tag: Tag, align: str) -> list[nodes.Node]:
        made = self._make(tag, "center" if tag.name == "center" else _alignment(tag) or align)
        if names := names_of(tag):
            first = made[0] if made else None
            if not isinstance(first, nodes.Element) or isinstance(first, (Refused, Elsewhere)):
                made.insert(0, first := nodes.target())
            first["ids"] = [*names, *first["ids"]]
        for node in made:
            if isinstance(node, nodes.Element) and node.line is None:
                node.line = tag.raw.line if tag.raw else None
        return made

    def _make(self, tag: Tag, align: str) -> list[nodes.Node]:
        if handler := _HANDLERS.get(tag.name):
            return handler(self, tag)
        if tag.name in TRANSPARENT:
            return self.inline.write_mount(tag) or self.flow(tag.children, align)
        if tag.name in NOTHING:
            return []
        if tag.name in _LOOSE:
            return [refuse(tag, f"<{tag.name}> stands outside of its list or table: {tag.text.strip()[:60]}")]
        return self._wrap(tag, align) if may_hold_blocks(tag.name) else [refuse(tag)]

    def _wrap(self, tag: Tag, align: str) -> list[nodes.Node]:
        """Return the blocks in an element that is meant for words, with the words of each in it."""
        made = self.flow(tag.children, align)
        if wrapper_of(self.inline, tag) is None:
            return made
        holder = nodes.container("", *made)
        for block in list(holder.findall(nodes.TextElement)):
            if not isinstance(block, (nodes.Inline, nodes.literal_block)) and block.children:
                inner, wrapper = block.children, wrapper_of(self.inline, tag)
                block.children = []
                wrapper += inner
                block += wrapper
        for image in list(holder.findall(nodes.image)) if tag.name == "a" else []:
            if not isinstance(image.parent, nodes.TextElement):
                wrapper = wrapper_of(self.inline, tag)
                image.parent.replace(image, wrapper)
                wrapper += image
        return list(holder.children)

    def line_of(self, parts: Iterable[Part]) -> list[nodes.Node]:
        """Return parts as one line, whatever blocks they stand in."""
        holder = nodes.inline("", "", *self.inline.unwrap(parts))
        join_spaces(holder)
        return list(holder.children)

    def _heading(self, tag: Tag) -> list[nodes.Node]:
        words = self.line_of(tag.children)
        return [nodes.rubric("", "", *words)] if words else []

    def _rule(self, tag: Tag) -> list[nodes.Node]:
        return [nodes.transition()]

    def _listing(self, tag: Tag) -> list[nodes.Node]:
        if not any(isinstance(part, nodes.Node) or part.name not in _PLAIN for part in _inside(tag)):
            return [nodes.literal_block("", tag.text.removeprefix("\n").rstrip("\n"), language="none")]
        block = nodes.literal_block("", "", *self.inline.write(tag.children), language="none")
        for end in list(block.findall(LineBreak)):
            end.parent.replace(end, nodes.Text("\n"))
        if strange := next((part for part in block.findall() if isinstance(part, _NO_CODE)), None):
            why = strange["why"] if isinstance(strange, Refused) else ""
            return [strange] if why else [refuse(tag, f"<pre> with a picture or player in it: {tag.text.strip()[:60]}")]
        return [block]

    def _quote(self, tag: Tag) -> list[nodes.Node]:
        return [nodes.block_quote("", *self.flow(tag.children))]

    def _details(self, tag: Tag) -> list[nodes.Node]:
        summary = next((part for part in tag.children if isinstance(part, Tag) and part.name == "summary"), None)
        title = self.line_of(summary.children) if summary else []
        topic = nodes.topic("", *([nodes.title("", "", *title)] if title else []))
        topic += self.flow(part for part in tag.children if part is not summary)
        return [topic]

    def _summary(self, tag: Tag) -> list[nodes.Node]:
        return self._heading(tag)

    def _list(self, tag: Tag) -> list[nodes.Node]:
        entries: list[nodes.list_item] = []
        for part in tag.children:
            if isinstance(part, Tag) and part.name == "li":
                if is_hidden(part):
                    continue
                entry = nodes.list_item("", *self.flow(part.children))
                entry["ids"] = names_of(part)
                entries.append(entry)
            elif made := self.flow([part]):
                # A list right in a list belongs to the entry above it.
                if entries:
                    entries[-1] += made
                else:
                    entries.append(nodes.list_item("", *made))
        if tag.name == "ul":
            return [nodes.bullet_list("", *entries)] if entries else []
        if "reversed" in tag.given or any(part.given.get("value") for part in _tags(tag, "li")):
            return [refuse(tag, f"<ol> with numbers of its own: {tag.text.strip()[:60]}")]
        made_list = nodes.enumerated_list("", *entries, enumtype=NUMBERING.get(tag.given.get("type", ""), "arabic"))
        if tag.given.get("start", "").strip().isdigit():
            made_list["start"] = int(tag.given["start"])
        return [made_list] if entries else []

    def _terms(self, tag: Tag) -> list[nodes.Node]:
        found = nodes.definition_list()
        for part in _spread(tag):
            if isinstance(part, Tag) and part.name in ("dt", "dd"):
                is_term = part.name == "dt"
                if not found.children or (is_term and isinstance(found[-1][-1], nodes.definition)):
                    found += nodes.definition_list_item()
                made = nodes.term("", "", *self.line_of(part.children)) if is_term else nodes.definition()
                made += [] if is_term else self.flow(part.children)
                made["ids"] = names_of(part)
                found[-1].append(made)
            elif made_else := self.flow([part]):
                return [refuse(tag, f"<dl> holds something else than terms: {made_else[0].astext()[:60]}")]
        return [found] if found.children else []

    def _figure(self, tag: Tag) -> list[nodes.Node]:
        captions = _tags(tag, "figcaption")
        rest = [part for part in tag.children if part not in captions]
        below = [part for part in tag.children if not isinstance(part, str) or part.strip()][-1:] == captions
        made = self.flow(rest)
        picture = made[0] if len(made) == 1 else None
        if below and picture is not None and _stands_alone(picture) and not isinstance(picture, (Elsewhere, Refused)):
            return [nodes.figure("", picture, nodes.legend("", *self.flow(captions[0].children)))]
        return [nodes.compound("", *self.flow(tag.children))]

    def _caption(self, tag: Tag) -> list[nodes.Node]:
        return self.flow(tag.children)

    def _page(self, tag: Tag) -> list[nodes.Node]:
        """Return what a page in a page shows."""
        reader = Reader()
        reader.take_raw(nodes.raw("", tag.given["srcdoc"], format="html", classes=["output"]))
        inner = Inline(self.inline.places, reader.scripted)
        return Blocks(inner).flow(reader.finish().children) or [Elsewhere(what="Interactive output")]

    def _table(self, tag: Tag) -> list[nodes.Node]:
        return make_table(self, tag)


_LOOSE = {"li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "caption"}
_NO_CODE = (nodes.image, Checkbox, Elsewhere, Refused)
_PLAIN = {"span", "code", "kbd", "samp", "tt", "font"}
_HANDLERS: dict[str, Callable[[Blocks, Tag], list[nodes.Node]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Blocks._heading),
    "hr": Blocks._rule, "pre": Blocks._listing, "blockquote": Blocks._quote, "details": Blocks._details,
    "summary": Blocks._summary, "ul": Blocks._list, "ol": Blocks._list, "dl": Blocks._terms,
    "iframe": Blocks._page, "figure": Blocks._figure, "figcaption": Blocks._caption, "table": Blocks._table,
}  # fmt: skip


def _stands_alone(node: nodes.Node) -> bool:
    if isinstance(node, nodes.reference):
        return len(node.children) == 1 and isinstance(node.children[0], nodes.image)
    return isinstance(node, (nodes.image, Elsewhere, Refused))


def _alignment(tag: Tag) -> str:
    style = tag.given.get("style", "").replace(" ", "").lower()
    found = next((side for side in ("left", "center", "right") if f"text-align:{side}" in style), "")
    return found or tag.given.get("align", "").lower()


def _tags(tag: Tag, name: str) -> list[Tag]:
    return [part for part in tag.children if isinstance(part, Tag) and part.name == name and not is_hidden(part)]


def _inside(tag: Tag) -> list[Tag | nodes.Node]:
    """Every element and node in an element."""
    found: list[Tag | nodes.Node] = []
    for part in tag.children:
        if not isinstance(part, str):
            found += [part, *(_inside(part) if isinstance(part, Tag) else [])]
    return found


def _spread(tag: Tag) -> Iterable[Part]:
    """What stands in a list of terms, also where it is grouped."""
    for part in tag.children:
        if isinstance(part, Tag) and part.name == "div":
            yield from _spread(part)
        else:
            yield part
