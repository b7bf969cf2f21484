"""What stands inside a line of HTML, as nodes."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable

from docutils import nodes

from .kinds import Checkbox, Elsewhere, LineBreak, Refused, Styled
from .places import Places
from .reader import BLOCKS, NOTICES, Part, Tag

NOTHING = {
    "area", "base", "col", "colgroup", "datalist", "head", "link", "meta", "noscript", "param", "rp", "script",
    "source", "style", "template", "title", "track", "wbr",
}  # fmt: skip
"""Elements of which a page shows nothing."""
TRANSPARENT = {
    "bdi", "big", "data", "font", "label", "nobr", "picture", "rb", "rtc", "ruby", "slot", "span", "time",
}  # fmt: skip
CODE = {"code", "kbd", "samp", "tt"}
PLAYERS = {
    "iframe": "Embedded page", "video": "Video", "audio": "Sound", "embed": "Embedded part", "object": "Embedded part",
    "canvas": "Interactive part",
}  # fmt: skip
"""Elements that only a screen can show, with what they are called in print."""
WIDGET = "application/vnd.jupyter.widget-view+json"
_CLOSED = {*PLAYERS, "svg", "math", "select"}
"""Elements that stand in a line whatever stands in them."""
_HIDDEN = re.compile(r"(^|;)\s*(display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)
_NO_ROOM = re.compile(r"(^|;)\s*(width|height)\s*:\s*0\b", re.I)
_SIZE = re.compile(r"\d+(\.\d+)?(px|%|em|rem|pt|cm|mm|in)?")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def is_hidden(tag: Tag) -> bool:
    """Say whether a page keeps an element and all in it from sight."""
    if tag.name == "dialog" and "open" not in tag.given:
        return True
    if tag.name in ("b", "span") and " ".join(tag.text.split()) in NOTICES:
        return True
    if tag.name == "svg" and _NO_ROOM.search(tag.given.get("style", "")):
        return True
    # What tabs hide is opened in print.
    return ("hidden" in tag.given and tag.given.get("role") != "tabpanel") or bool(
        _HIDDEN.search(tag.given.get("style", ""))
    )


def is_block(part: Part) -> bool:
    """Say whether something stands on lines of its own."""
    if isinstance(part, Tag):
        if is_hidden(part) or part.name in NOTHING:
            return False
        if part.name in _CLOSED:
            return part.name == "iframe" and "srcdoc" in part.given
        return part.name in BLOCKS or any(map(is_block, part.children))
    return not isinstance(part, (str, nodes.Inline, nodes.Text, nodes.Invisible))


def names_of(tag: Tag) -> list[str]:
    """Return the names by which links find an element; those of the cells of an output are for its styles alone."""
    if tag.name in ("tr", "td", "th") and tag.raw is not None and "output" in tag.raw.get("classes", []):
        return []
    return [name for name in (tag.given.get("id"), tag.given.get("name") if tag.name == "a" else "") if name]


def refuse(tag: Tag, why: str = "") -> Refused:
    """Return the node that stands for what cannot be printed."""
    words = " ".join(tag.text.split())[:60]
    said = why or f"<{tag.name}>{' ' * bool(words)}{words}"
    found = Refused(why=f"raw html cannot be printed; if it is not for print, put it into {{only}} html: {said}")
    found.line = tag.raw.line if tag.raw else None
    return found


class Inline:
    """Makes nodes of what stands inside a line."""

    def __init__(self, places: Places, scripted: Iterable[int] = (), scripts: str = "") -> None:
        self.places = places
        self.scripted = set(scripted)
        """The groups of pieces with a script in them."""
        self.scripts = scripts
        """All scripts of the page."""
        self._is_code = False
        self._mounted: set[int] = set()

    def write(self, parts: Iterable[Part]) -> list[nodes.Node]:
        """Return parts of a line as nodes."""
        found: list[nodes.Node] = []
        for part in parts:
            if isinstance(part, str):
                found.append(nodes.literal("", part) if self._is_code and part.strip() else nodes.Text(part))
            elif isinstance(part, Tag):
                found += self.write_tag(part)
            else:
                found.append(part)
        return found

    def write_tag(self, tag: Tag) -> list[nodes.Node]:
        """Return an element as nodes, each with its names and where it stands."""
        if tag.name in NOTHING and tag.name != "script":
            return []
        if is_hidden(tag) or (tag.name == "input" and tag.given.get("type", "").lower() == "hidden"):
            return []
        made = self._make(tag)
        names = names_of(tag)
        if names:
            holder = next((node for node in made if isinstance(node, nodes.Element) and "ids" in node), None)
            if holder is None or len(made) > 1:
                made.insert(0, holder := nodes.target())
            holder["ids"] = [*names, *holder["ids"]]
        for node in made:
            if isinstance(node, nodes.Element) and node.line is None:
                node.line = tag.raw.line if tag.raw else None
        return made

    def unwrap(self, parts: Iterable[Part]) -> list[nodes.Node]:
        """Return parts as one line, whatever blocks they stand in."""
        found: list[nodes.Node] = []
        for part in parts:
            inner = isinstance(part, Tag) and part.name in BLOCKS and not is_hidden(part)
            if isinstance(part, Tag) and inner and part.name not in ("table", "ul", "ol", "dl", "hr", "form"):
                found += [nodes.Text(" "), *self.unwrap(part.children), nodes.Text(" ")]
            elif isinstance(part, nodes.paragraph):
                found += [nodes.Text(" "), *part.children, nodes.Text(" ")]
            else:
                found += self.write([part])
        return found

    def _make(self, tag: Tag) -> list[nodes.Node]:
        if handler := _HANDLERS.get(tag.name):
            return handler(self, tag)
        if kind := _KINDS.get(tag.name):
            return [kind("", "", *self.write(tag.children))]
        if style := _STYLES.get(tag.name):
            return [Styled("", "", *self.write(tag.children), style=style)]
        if tag.name in TRANSPARENT:
            mount = self.write_mount(tag)
            return mount if mount else self.write(tag.children)
        return [refuse(tag)]

    def write_mount(self, tag: Tag) -> list[nodes.Node]:
        """Return the line that stands for an empty element that a script fills, once for each piece."""
        from_cell = tag.raw is not None and "output" in tag.raw.get("classes", [])
        name = tag.given.get("id")
        if not name or any(not isinstance(part, str) or part.strip() for part in tag.children):
            return []
        is_named = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", self.scripts)
        if not (from_cell or tag.group in self.scripted or is_named) or id(tag.raw) in self._mounted:
            return []
        self._mounted.add(id(tag.raw))
        return [Elsewhere(what="Interactive output" if from_cell else "Interactive part")]

    def _break(self, tag: Tag) -> list[nodes.Node]:
        return [LineBreak()]

    def _code(self, tag: Tag) -> list[nodes.Node]:
        before, self._is_code = self._is_code, True
        found = self.write(tag.children)
        self._is_code = before
        return found

    def _quote(self, tag: Tag) -> list[nodes.Node]:
        return [nodes.Text("“"), *self.write(tag.children), nodes.Text("”")]

    def _abbreviation(self, tag: Tag) -> list[nodes.Node]:
        named = {"explanation": tag.given["title"]} if tag.given.get("title") else {}
        return [nodes.abbreviation("", "", *self.write(tag.children), **named)]

    def _link(self, tag: Tag) -> list[nodes.Node]:
        inner = self.write(tag.children)
        link = self.link_of(tag)
        if link is None or not inner:
            return inner
        link += inner
        return [link]

    def link_of(self, tag: Tag) -> nodes.reference | None:
        """Return the link that an element is, without words; None where it leads nowhere."""
        uri = self.places.resolve(tag.given.get("href", ""))
        return nodes.reference("", "", refuri=uri) if uri else None

    def _picture(self, tag: Tag) -> list[nodes.Node]:
        given = tag.given
        if not given.get("src", "").strip():
            return [refuse(tag, "<img> without a picture (src)")]
        image = nodes.image("", uri=self.places.find_file(given["src"].strip()))
        image["candidates"] = {"?": image["uri"]} if "://" in image["uri"] else {"*": image["uri"]}
        image["original_uri"] = given["src"]
        if "alt" in given:
            image["alt"] = given["alt"]
        if (
            given.get("alt") == ""
            or given.get("aria-hidden") == "true"
            or given.get("role") in ("presentation", "none")
        ):
            image["decorative"] = True
        style = dict(pair.partition(":")[::2] for pair in given.get("style", "").replace(" ", "").split(";"))
        for side in ("width", "height"):
            size = style.get(side) or given.get(side, "")
            if _SIZE.fullmatch(size.strip()):
                image[side] = size.strip()
        return [image]

    def _drawing(self, tag: Tag) -> list[nodes.Node]:
        source = tag.source if "xmlns=" in tag.source else tag.source.replace("<svg", _SVG, 1)
        if any(isinstance(node, nodes.Node) for part in tag.walk() for node in part.children):
            return [refuse(tag, f"<svg> with Markdown in it: {tag.text.strip()[:60]}")]
        own = set(re.findall(r"""\bid=["']([^"']+)""", source))
        if lost := set(re.findall(r"""<use\b[^>]*href=["']#([^"']+)""", source)) - own:
            return [refuse(tag, f"<svg> shows a part of another drawing: {min(lost)}")]
        title = next((part.text for part in tag.walk() if part.name == "title"), "")
        image = _picture_of(source)
        if alt := tag.given.get("aria-label") or title:
            image["alt"] = " ".join(alt.split())
        elif tag.given.get("aria-hidden") == "true" or tag.given.get("role") in ("presentation", "none"):
            image["decorative"] = True
        return [image]

    def _bar(self, tag: Tag) -> list[nodes.Node]:
        """Draw how far something has come. What a page says of it in words stands beside it."""
        try:
            share = float(tag.given.get("value") or 0) / float(tag.given.get("max") or 1)
        except (ValueError, ZeroDivisionError):
            return [refuse(tag)]
        full = f'<rect width="{120 * min(1, max(0, share)):g}" height="8" fill="#57606a"/>'
        image = _picture_of(f'{_SVG} width="120" height="8"><rect width="120" height="8" fill="#c4ccd4"/>{full}</svg>')
        image["decorative"] = True
        return [image]

    def _formula(self, tag: Tag) -> list[nodes.Node]:
        for part in tag.walk():
            if part.name == "annotation" and "tex" in part.given.get("encoding", ""):
                return [nodes.math("", part.text.strip(), display=tag.given.get("display"))]
        return [refuse(tag, f"a formula in MathML; write it in LaTeX: {' '.join(tag.text.split())[:60]}")]

    def _input(self, tag: Tag) -> list[nodes.Node]:
        if tag.given.get("type", "").lower() != "checkbox":
            return [refuse(tag)]
        # What xarray and scikit-learn open and close with.
        if re.match("(xr|sk)-", tag.given.get("class", "")):
            return []
        return [Checkbox(checked="checked" in tag.given)]

    def _player(self, tag: Tag) -> list[nodes.Node]:
        inner = [part.given.get("src", "") for part in tag.walk() if part.name == "source"]
        address = self.places.resolve(next(filter(None, [tag.given.get("src"), tag.given.get("data"), *inner]), ""))
        for player, site in _VIDEOS.items():
            if found := re.match(player, address):
                return [Elsewhere(what="Video", address=site + found[1])]
        # A page of the book prints on its own.
        return [Elsewhere(what=PLAYERS[tag.name], address=address if "://" in address else "")]

    def _script(self, tag: Tag) -> list[nodes.Node]:
        kind = tag.given.get("type", "")
        if kind.startswith("math/tex"):
            return [nodes.math("", tag.text.strip())]
        return [Elsewhere(what="Interactive output")] if kind == WIDGET else []


def _picture_of(drawing: str) -> nodes.image:
    return nodes.image("", uri=f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}")


_VIDEOS = {
    r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)": "https://www.youtube.com/watch?v=",
    r"https?://player\.vimeo\.com/video/(\w+)": "https://vimeo.com/",
}
"""Players of films, with where the film has a page of its own."""
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_KINDS: dict[str, type[nodes.TextElement]] = {
    "b": nodes.strong, "strong": nodes.strong, "i": nodes.emphasis, "em": nodes.emphasis, "cite": nodes.emphasis,
    "var": nodes.emphasis, "dfn": nodes.emphasis, "sub": nodes.subscript, "sup": nodes.superscript,
    "rt": nodes.superscript,
}  # fmt: skip
_STYLES = {
    "u": "underline", "ins": "underline", "s": "strike", "del": "strike", "strike": "strike", "mark": "highlight",
    "small": "fine-print",
}  # fmt: skip
_HANDLERS: dict[str, Callable[[Inline, Tag], list[nodes.Node]]] = {
    "br": Inline._break, "q": Inline._quote, "abbr": Inline._abbreviation, "acronym": Inline._abbreviation,
    "a": Inline._link, "img": Inline._picture, "svg": Inline._drawing, "math": Inline._formula, "input": Inline._input,
    "script": Inline._script, "progress": Inline._bar, "meter": Inline._bar,
    **dict.fromkeys(CODE, Inline._code), **dict.fromkeys(PLAYERS, Inline._player),
}  # fmt: skip


def may_hold_blocks(name: str) -> bool:
    """Say whether blocks in an element that is meant for words print with nothing lost."""
    return name == "a" or name in TRANSPARENT | CODE or name in _KINDS or name in _STYLES


def wrapper_of(inline: Inline, tag: Tag) -> nodes.TextElement | None:
    """Return the empty node that an element puts around the words of the blocks in it, or None."""
    if tag.name == "a":
        return inline.link_of(tag)
    if kind := _KINDS.get(tag.name):
        return kind()
    return Styled(style=_STYLES[tag.name]) if tag.name in _STYLES else None


def join_spaces(holder: nodes.Element) -> None:
    """Make one space of several in the words of a line, and none where it begins or ends, as a browser does."""
    ends_in_space, last = True, None
    for node in list(holder.findall(lambda part: not isinstance(part, nodes.Element) or not part.children)):
        if isinstance(node, nodes.Invisible) or (isinstance(node, nodes.target) and not node.children):
            continue
        kept = isinstance(node.parent, (nodes.literal, nodes.math, nodes.raw))
        if not isinstance(node, nodes.Text) or kept:
            if isinstance(node, LineBreak) and last is not None:
                _replace(last, last.rstrip(" \t\r\n\f"))
            ends_in_space, last = isinstance(node, LineBreak), None
            continue
        text = _SPACE.sub(lambda found: "\n" if "\n" in found[0] else " ", node)
        text = text.lstrip(" \n") if ends_in_space else text
        new = _replace(node, text)
        if text:
            ends_in_space, last = text[-1] in " \n", new
    if last is not None:
        _replace(last, last.rstrip(" \t\r\n\f"))


def _replace(old: nodes.Text, text: str) -> nodes.Text:
    new = nodes.Text(text)
    # Of several with the same letters this one, for which docutils' own way looks by its letters.
    place = next(place for place, part in enumerate(old.parent.children) if part is old)
    old.parent[place] = new
    return new
