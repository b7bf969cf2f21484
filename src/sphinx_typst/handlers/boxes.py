"""Notes and boxes: admonitions, topics, sidebars, changes between versions, theorems and exercises."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels, get_translation

from ..code import Code, join_code, typst_call
from ..text import typst_text
from ..writer import Writer, find_child, prints
from .contents import write_list

PROOFS = "sphinx_proof.nodes."
"""Where sphinx-proof keeps its kinds of nodes, one for each word of a title."""
THEOREMS = (
    "algorithm", "assumption", "axiom", "conjecture", "corollary", "criterion", "definition", "example", "lemma",
    "notation", "observation", "property", "proposition", "remark", "theorem",
)  # fmt: skip
EXERCISES = "sphinx_exercise.nodes."


@prints(
    nodes.admonition, nodes.attention, nodes.caution, nodes.danger, nodes.error, nodes.hint, nodes.important,
    nodes.note, nodes.tip, nodes.warning, addnodes.seealso, "sphinx.ext.todo.todo_node",
)  # fmt: skip
def _admonition(writer: Writer, node: nodes.Element) -> str:
    kind = type(node).__name__
    first = node.children[0] if node.children else None
    if isinstance(first, nodes.title):
        title, body = writer.write_content(first), node.children[1:]
    else:
        # A named kind has its word of the language; an admonition without a title has none.
        title = join_code(typst_text(str(admonitionlabels.get(kind, ""))))
        body = node.children
    classes = [name for name in node.get("classes", []) if name in admonitionlabels]
    kind = classes[0] if classes and kind == "admonition" else kind
    return writer.mark(node, typst_call("admonition", title, join_code(writer.write_all(body)), kind=kind))


@prints(*(f"{PROOFS}{name}_node" for name in THEOREMS), f"{PROOFS}unenumerable_node")
def _theorem(writer: Writer, node: nodes.Element) -> str:
    title, *body = node.children
    number = writer.number_of(node, node.get("countertype", ""))
    word = get_translation("proof")(node.get("realtype", "").title())
    named = join_code(typst_text(" ".join(filter(None, [word, number]))), writer.write_children(title))
    return writer.mark(node, typst_call("admonition", named, join_code(writer.write_all(body)), kind="theorem"))


@prints(f"{PROOFS}proof_node")
def _proof(writer: Writer, node: nodes.Element) -> str:
    # Its directive puts an admonition without a title into it, and the word Proof before the first paragraph.
    body = [part for child in node.children for part in child.children]
    anchors = [anchor for child in node.children for anchor in writer.write_anchors(child)]
    return writer.mark(node, typst_call("proof", join_code(*anchors, writer.write_all(body))))


@prints(f"{EXERCISES}exercise_node", f"{EXERCISES}exercise_enumerable_node", f"{EXERCISES}solution_node")
def _exercise(writer: Writer, node: nodes.Element) -> str:
    title, *body = node.children
    named = [writer.write_children(title)]
    if number := writer.number_of(node, "exercise"):
        # Its title has the number's place in it: "Exercise %s".
        named.insert(0, Code(typst_text(title.get("title", "%s").replace("%s", number))))
    return writer.mark(node, typst_call("admonition", join_code(*named), join_code(writer.write_all(body))))


@prints(addnodes.versionmodified)
def _version(writer: Writer, node: addnodes.versionmodified) -> str:
    return writer.mark(node, typst_call("admonition", Code("[]"), writer.write_content(node), kind="note"))


@prints(nodes.topic, nodes.sidebar)
def _topic(writer: Writer, node: nodes.Element) -> str:
    if "contents" in node["classes"]:
        return write_list(writer, node)
    title, subtitle = find_child(node, nodes.title), find_child(node, nodes.subtitle)
    body = writer.write_all(part for part in node.children if part not in (title, subtitle))
    name = "margin-note" if "margin" in node.get("classes", []) else "topic"
    named = {"subtitle": writer.write_content(subtitle)} if subtitle else {}
    return writer.mark(
        node, typst_call(name, writer.write_content(title) if title else Code("[]"), join_code(body), **named)
    )
