"""Diagrams of Graphviz, drawn where its program is at hand; elsewhere a line stands for each."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util.logging import getLogger

LOGGER = getLogger(__name__)


def draw_diagrams(tree: nodes.document, page: str, builder: Builder) -> None:
    """Put a picture in the place of each diagram; one that Graphviz cannot draw is warned of by its place."""
    folder = Path(builder.env.doc2path(page)).parent
    for node, code, words in list(_list_diagrams(tree)):
        program = shutil.which(node.get("options", {}).get("graphviz_dot", builder.config.graphviz_dot))
        if program is None:
            continue
        command = [program, *builder.config.graphviz_dot_args, "-Tsvg"]
        drawn = subprocess.run(command, input=code.encode(), capture_output=True, cwd=folder, check=False)
        if drawn.returncode:
            said = " ".join(drawn.stderr.decode(errors="replace").split())
            LOGGER.warning("this diagram cannot be drawn: %s", said, location=node)
            continue
        file = Path(builder.outdir) / "diagrams" / f"{sha256(drawn.stdout).hexdigest()[:16]}.svg"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(drawn.stdout)
        image = nodes.image("", uri=str(file), candidates={"image/svg+xml": str(file)}, alt=words)
        image.source, image.line = node.source, node.line
        node.replace_self(image)


def _list_diagrams(tree: nodes.document) -> Iterator[tuple[nodes.Element, str, str]]:
    """The diagrams of a page, each with its code and with what the web says of it to those who cannot see."""
    graphviz: Any = sys.modules.get("sphinx.ext.graphviz")
    for node in tree.findall(graphviz.graphviz) if graphviz else ():
        if "graph" in node:
            # Of a class and those that it is derived from.
            code = node["graph"].generate_dot("classes", env=tree.settings.env)
            yield node, code, f"Inheritance diagram of {node['content']}"
        else:
            yield node, node["code"], node.get("alt", node["code"].strip())
