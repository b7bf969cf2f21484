"""Kinds of nodes for what HTML has and docutils has not."""

from __future__ import annotations

from docutils import nodes


class LineBreak(nodes.Inline, nodes.Element):  # type: ignore[misc]
    """The end of a line inside a paragraph."""

    def astext(self) -> str:
        return "\n"


class Styled(nodes.Inline, nodes.TextElement):  # type: ignore[misc]
    """Words in a style that has no node of its own: `style` is highlight, underline, strike or fine-print."""


class Checkbox(nodes.Inline, nodes.Element):  # type: ignore[misc]
    """A box of a list of tasks, `checked` or not."""


class Elsewhere(nodes.Inline, nodes.Element):  # type: ignore[misc]
    """What only a screen can show: `what` it is, and its `address` where it has one."""


class Refused(nodes.Inline, nodes.Element):  # type: ignore[misc]
    """What cannot be printed, with `why`."""
