"""Raw parts of a page, and what print has of HTML that docutils has no node for."""

from __future__ import annotations

from docutils import nodes

from ..code import join_code, typst_call
from ..html.kinds import Checkbox, Elsewhere, LineBreak, Refused, Styled
from ..writer import Writer, prints
from .elsewhere import write_elsewhere


@prints(nodes.raw)
def _raw(writer: Writer, node: nodes.raw) -> str:
    if "typst" in node.get("format", "").split():
        return writer.mark_source(node) + join_code(f"[\n{node.astext()}\n]")
    # HTML has been read by now. Whatever is for another format, the web edition leaves out too.
    return ""


@prints(Refused)
def _refused(writer: Writer, node: Refused) -> str:
    writer.refuse(node, node["why"])
    return ""


@prints(LineBreak)
def _line_break(writer: Writer, node: LineBreak) -> str:
    return "linebreak()"


@prints(Styled)
def _styled(writer: Writer, node: Styled) -> str:
    return typst_call(node["style"], writer.write_content(node))


@prints(Checkbox)
def _checkbox(writer: Writer, node: Checkbox) -> str:
    return typst_call("checkbox", node["checked"])


@prints(Elsewhere)
def _elsewhere(writer: Writer, node: Elsewhere) -> str:
    return write_elsewhere(writer, node, node["what"], node.get("address", ""))


@prints(*(f"sphinxcontrib.youtube.{name}.{name}" for name in ("youtube", "vimeo", "peertube")))
def _film(writer: Writer, node: nodes.Element) -> str:
    sites = {"vimeo": "https://vimeo.com/", "peertube": f"https://{node['instance']}/w/"}
    address = sites.get(node["platform"], node["platform_url"]) + node["id"]
    return write_elsewhere(writer, node, "Video", address)


@prints("sphinxcontrib.mermaid.mermaid")
@prints("sphinx.ext.graphviz.graphviz", "sphinx.ext.inheritance_diagram.inheritance_diagram")
def _diagram(writer: Writer, node: nodes.Element) -> str:
    return write_elsewhere(writer, node, "Diagram")
