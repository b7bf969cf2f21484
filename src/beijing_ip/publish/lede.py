"""The sentence under the title of a page, where it is computed: a Sphinx extension.

The cell that says it, tagged `lede`, is the first of its page. What it says goes to where a written sentence would
stand, so that it looks like one, and the code stays folded away below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class ComputedLede(SphinxPostTransform):
    """Move the paragraphs that a cell with the tag says behind the title of its section."""

    # When MyST-NB has chosen which form of an output is shown.
    default_priority = 10

    def run(self, **kwargs: Any) -> None:
        for cell in list(self.document.findall(nodes.container)):
            if "tag_lede" not in cell["classes"] or not isinstance(cell.parent, nodes.section):
                continue
            for output in [part for part in cell if _is_output(part)]:
                after = cell.parent.index(cell.parent.next_node(nodes.title)) + 1
                cell.parent[after:after] = list(output.findall(nodes.paragraph))
                cell.remove(output)


def _is_output(part: nodes.Node) -> bool:
    return isinstance(part, nodes.Element) and part.get("nb_element") == "cell_code_output"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_post_transform(ComputedLede)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
